"""YAML of people's, changed: it says what it shall, and keeps its comments, its order and all other bytes."""

from typing import Any

import pytest
import yaml
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from jisr.storage.yaml.edit import format_scalar, parse_plain, rewrite


@pytest.mark.parametrize(
    ("before", "wanted", "after"),
    [
        ("", {"title": "x y"}, "title: x y\n"),
        ("# only a note\n", {"a": "b c"}, "# only a note\na: b c\n"),
        ("{}\n", {"a": "b c"}, "a: b c\n"),
        ("title: 'x'  # so\n", {"title": "x"}, "title: 'x'  # so\n"),
        ("title: 'x'  # so\n", {"title": "a: b"}, 'title: "a: b"  # so\n'),
        ("title:\nkicker: k\n", {"title": "xx", "kicker": "k"}, "title: xx\nkicker: k\n"),
        ("\ufeffa: b\r\n# why\r\n", {"a": "b", "c": "dd"}, "\ufeffa: b\r\n# why\r\nc: dd\r\n"),
        ("a: b\nc: d", {"c": "d"}, "c: d"),
        ("a: b # why\nc: d\n", {"c": "d"}, "# why\nc: d\n"),
        ("a: 1\n", {"b": 2}, "b: 2\n"),
        ("{a: b, c: d}", {"c": "d", "e": True}, "{c: d, e: true}"),
        ("{a: b, c: d, e: f}", {"a": "b"}, "{a: b}"),
        # a question between brackets, which libyaml reads and PyYAML's own reader does not
        (
            "summary: {ar: ماذا بعد؟, en: What next?}\n",
            {"summary": {"ar": "ماذا بعد؟", "en": "What next?"}, "release": {"ar": "now"}},
            "summary: {ar: ماذا بعد؟, en: What next?}\nrelease: {ar: now}\n",
        ),
        ("a: {en: What?, ar: ب}\n", {"a": {"en": "Why"}}, "a: {en: Why}\n"),
        # an author in both languages, of whom one name is put right
        (
            "author:\n  # as she signs\n  ar: سلمى  # Salma\n  en: Salma\n",
            {"author": {"ar": "سلمى درويش", "en": "Salma"}},  # Salma Darwish
            "author:\n  # as she signs\n  ar: سلمى درويش  # Salma\n  en: Salma\n",
        ),
        ("author: x\n", {"author": {"ar": "xx", "en": "yy"}}, "author: {ar: xx, en: yy}\n"),
        (
            "author:\n  # as she signs\n  ar: x\nb: c\n",
            {"author": "yy", "b": "c"},
            "# as she signs\nauthor: yy\nb: c\n",
        ),
        ("topics:\n  - a\n  - b # two\n  - c\n", {"topics": ["a", "c"]}, "topics:\n  - a\n  # two\n  - c\n"),
        ("topics:\n- a\nb: c\n", {"topics": ["a", "dd"], "b": "c"}, "topics:\n- a\n- dd\nb: c\n"),
        ("topics: [a, b]\n", {"topics": ["b", "cc"]}, "topics: [b, cc]\n"),
        ("topics:\n  - a\n", {"topics": []}, "topics: []\n"),
        ("topics: []\n", {"topics": ["a b"]}, "topics: [a b]\n"),
        # the first actor of a new glossary stands as all later ones do
        (
            "actors: []  # none yet\nb: c\n",
            {"actors": [{"id": "x", "ar": {"name": "س"}}], "b": "c"},
            "actors:  # none yet\n  - id: x\n    ar: {name: س}\nb: c\n",
        ),
        ("actors:\n", {"actors": [{"id": "x"}]}, "actors:\n  - id: x\n"),
        ("{actors: []}\n", {"actors": [{"id": "x"}]}, "{actors: [{id: x}]}\n"),
        ("a: |\n  long\n  text\nb: c\n", {"a": "short one", "b": "c"}, "a: short one\nb: c\n"),
        ("a: |\n  long\n  text\n", {"a": "long\ntext\n", "b": "cc"}, "a: |\n  long\n  text\nb: cc\n"),
        (
            "notices:\n  - kind: update\n    text: {ar: x}\n",
            {
                "notices": [
                    {"kind": "update", "text": {"ar": "x"}},
                    {"kind": "correction", "on": "2026-11-29"},
                ]
            },
            "notices:\n  - kind: update\n    text: {ar: x}\n  - kind: correction\n    on: 2026-11-29\n",
        ),
        (
            "actors:\n  - id: a\n    en: {name: A}\n\n  # of b\n  - id: b # why\n\n  - id: c\n\n",
            {"actors": [{"id": "a", "en": {"name": "A", "was": ["B"]}}, {"id": "c"}]},
            "actors:\n  - id: a\n    en: {name: A, was: [B]}\n\n  # of b\n  # why\n\n  - id: c\n\n",
        ),
        (
            "actors:\n  - id: a\n    aliases:\n      - x\n",
            {"actors": [{"id": "z", "aliases": ["x", "y y"], "was": ["a"]}]},
            "actors:\n  - id: z\n    aliases:\n      - x\n      - y y\n    was: [a]\n",
        ),
    ],
)
def test_a_text_is_changed_where_it_has_to_be(before: str, wanted: dict[str, Any], after: str) -> None:
    assert rewrite(before, wanted) == after


def test_what_is_no_mapping_is_refused() -> None:
    with pytest.raises(ValueError, match="list"):
        rewrite("- list\n", {"a": "b"})
    for text in ("- list\n", "[list\n", "list: a: b\n", "list: " + "[" * 5000):
        with pytest.raises(ValueError, match="list"):
            parse_plain(text)


WORDS = st.text(st.sampled_from("ab ج#:,'\"\\-[]{}&*!|>%@`?\n\u2028\t"), max_size=8)
VALUES = st.recursive(
    WORDS | st.booleans() | st.integers(0, 3000),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abcd"), inner, max_size=3),
    max_leaves=8,
)
MAPPINGS = st.dictionaries(st.sampled_from(["title", "author", "topics", "id"]), VALUES, max_size=4)


@settings(max_examples=60, phases=[Phase.explicit, Phase.generate])
@given(MAPPINGS, MAPPINGS)
def test_it_says_what_it_shall_whatever_that_is(one: dict[str, Any], other: dict[str, Any]) -> None:
    for text in (rewrite("", one), yaml.safe_dump(one, allow_unicode=True) if one else ""):
        try:
            before = parse_plain(text)
        except ValueError:
            continue
        assert rewrite(text, before) == text
        try:
            assert parse_plain(rewrite(text, other)) == other
        except ValueError:  # lists in lists by lines of dashes, which nobody writes
            assert "- - " in text


@given(WORDS)
def test_any_text_is_a_scalar_on_one_line(text: str) -> None:
    line = format_scalar(text)
    assert "\n" not in line
    assert parse_plain(f"a: {line}")["a"] == text
