"""Two entries made one and one made two: every name, id, role and source of either is there afterwards."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from jisr.glossary.merging import merge_entries, replace_references, split_entry
from jisr.model.languages import LANGS


def entry(id_: str, ar: str, en: str, **more: Any) -> dict[str, Any]:
    names = {lang: more.pop(f"more_{lang}", {}) for lang in LANGS}
    return {
        "id": id_,
        "type": "person",
        "ar": {"name": ar, **names["ar"]},
        "en": {"name": en, **names["en"]},
        **more,
    }


@pytest.mark.parametrize(
    ("kept", "gone", "made", "left"),
    [
        (
            entry("a", "سلمى", "Salma", was=["o"]),
            entry("b", "سلمى درويش", "Salma Darwish", was=["p"], wikidata="Q1"),
            entry(
                "a", "سلمى", "Salma", was=["o", "b", "p"], wikidata="Q1",
                more_ar={"aliases": ["سلمى درويش"]}, more_en={"aliases": ["Salma Darwish"]},
            ),
            [],
        ),
        (  # what contradicts stays out, and is told
            entry("a", "س", "A", wikidata="Q1", type="party", more_en={"description": "One.", "sort": "A"}),
            entry("b", "ص", "B", wikidata="Q2", more_en={"description": "Two.", "sort": "B"}),
            entry(
                "a", "س", "A", wikidata="Q1", type="party", was=["b"], more_ar={"aliases": ["ص"]},
                more_en={"description": "One.", "sort": "A", "aliases": ["B"]},
            ),
            ["en: sort: B", "en: description: Two.", "type: person", "wikidata: Q2"],
        ),
        (  # short forms and acronyms of both, sources of both, old words for keys
            entry("a", "س", "A", source="x", more_en={"acronym": "AA", "short": "As", "allowed": ["C"]}),
            entry(
                "b", "ص", "B", source=["x", "y"], needs_full_name=True,
                more_en={"acronym": "BB", "short": ["Bs", "As"]},
            ),
            {
                **entry(
                    "a", "س", "A", source=["x", "y"], was=["b"], more_ar={"aliases": ["ص"]},
                    more_en={"acronym": "AA", "short": ["As", "Bs"], "aliases": ["C", "B", "BB"]},
                ),
                "needs-full-name": True,
            },
            [],
        ),
        (  # an old and a new word for one key: the new one's name is ours, and no other is lost
            entry("a", "س", "A", more_en={"preferred": "Ae", "aliases": ["C"], "allowed": ["D", "C"]}),
            entry("b", "ص", "B", more_ar={"allowed": ["ط"], "aliases": ["ظ"]}),
            entry(
                "a", "س", "A", was=["b"], more_ar={"aliases": ["ص", "ظ", "ط"]},
                more_en={"aliases": ["C", "D", "Ae", "B"]},
            ),
            [],
        ),
        (  # parts, roles and loaded names; an actor is no part of itself
            entry(
                "a", "س", "A", **{"part-of": ["b", "x"]}, roles=[{"office": "o", "source": "s"}],
                more_en={"avoid": {"Z": "wrong", "Y": "rude"}},
            ),
            entry(
                "b", "ص", "B", **{"part-of": ["a", "y"]},
                roles=[{"office": "o", "source": "s"}, {"office": "q", "source": "s"}],
                more_en={"avoid": {"Z": "loaded"}},
            ),
            entry(
                "a", "س", "A", was=["b"], **{"part-of": ["x", "y"]},
                roles=[{"office": "o", "source": "s"}, {"office": "q", "source": "s"}],
                more_ar={"aliases": ["ص"]}, more_en={"avoid": {"Z": "wrong", "Y": "rude"}, "aliases": ["B"]},
            ),
            ["en: avoid: Z: loaded"],
        ),
    ],
)  # fmt: skip
def test_one_entry_holds_what_two_held(kept: Any, gone: Any, made: Any, left: list[str]) -> None:
    assert merge_entries(kept, gone) == (made, left)


def test_an_actor_is_a_part_of_what_the_merged_one_is_now() -> None:
    roles = [{"office": "old", "source": "s"}, {"office": "x", "source": "s"}]
    part = entry("c", "ج", "C", **{"part-of": ["old", "new"]}, roles=roles)
    made = replace_references(part, "old", "new")
    assert (made["part-of"], [r["office"] for r in made["roles"]]) == (["new"], ["new", "x"])
    assert "part-of" not in replace_references(entry("new", "ج", "C", **{"part-of": ["old"]}), "old", "new")
    assert replace_references(part, "z", "new") == part


def test_one_entry_becomes_two_each_with_names_of_its_own() -> None:
    both = entry(
        "a",
        "س",
        "A",
        more_ar={"aliases": ["ص", "ع"]},
        more_en={"aliases": ["B"], "short": ["Bs", "As"], "acronym": "BB"},
    )
    old, new = split_entry(both, "b", {"ar": ["ص"], "en": ["B", "BB", "Bs", "B"]}, "party")
    assert old == entry("a", "س", "A", more_ar={"aliases": ["ع"]}, more_en={"short": ["As"]})
    assert new == {
        "id": "b",
        "type": "party",
        "ar": {"name": "ص"},
        "en": {"name": "B", "aliases": ["BB", "Bs"]},
    }


@pytest.mark.parametrize("names", [{"ar": ["ص"]}, {"ar": ["ص"], "en": [" "]}, {"ar": ["س"], "en": ["B"]}])
def test_neither_of_two_goes_without_a_name(names: Any) -> None:
    with pytest.raises(ValueError, match=r"ar|en"):
        split_entry(entry("a", "س", "A", more_ar={"aliases": ["ص"]}), "b", names)


WORDS = st.text(st.sampled_from("abcdef"), min_size=1, max_size=2)
LISTS = st.lists(WORDS, unique=True, max_size=3)
NAMES = st.fixed_dictionaries(
    {"name": WORDS},
    optional={
        **dict.fromkeys(("acronym", "sort", "description", "source"), WORDS),
        **dict.fromkeys(("aliases", "demonyms", "quote-only"), LISTS),
        "short": WORDS | LISTS.filter(bool), "avoid": st.dictionaries(WORDS, WORDS),
    },
)  # fmt: skip
ENTRIES = st.fixed_dictionaries(
    {"type": WORDS, "ar": NAMES, "en": NAMES},
    optional={"was": LISTS, "part-of": LISTS, "wikidata": WORDS, "source": WORDS, "origin": WORDS},
)


def texts(value: Any) -> Iterable[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from texts(inner)
            yield from inner if key == "avoid" else ()
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)
    else:
        yield str(value)


@settings(max_examples=150, phases=[Phase.explicit, Phase.generate])
@given(ENTRIES, ENTRIES)
def test_nothing_that_either_says_is_lost(one: dict[str, Any], other: dict[str, Any]) -> None:
    kept, gone = {"id": "#a", **one}, {"id": "#b", **other}
    made, left = merge_entries(kept, gone)
    said = Counter([*texts(made), *" ".join(left).replace(":", " ").split()])
    assert [text for text in {*texts(kept), *texts(gone)} if text not in said and text[0] != "#"] == []
    assert {"#a", "#b"} <= said.keys()
    for lang in LANGS:
        assert len(made[lang].get("aliases", ())) == len(set(made[lang].get("aliases", ())))
