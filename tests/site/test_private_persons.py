"""Private persons: the text that names them stays as it is, and nothing else says that they are known."""

import gzip
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr import site
from jisr.glossary import Matcher
from jisr.model.glossary import Actor, ActorNames, Role, Rule, public_actors
from jisr.model.languages import Lang
from jisr.model.publication import Article
from jisr.model.source import Kind, Meta, PublicationDate
from tests import sample
from tests.search.found import build_records, index_files, index_stems

# A witness, a detainee, and a group and a ministry that are public; every name is invented.
WITNESS = Actor(
    "zqwitness",
    "person",
    ActorNames("سعاد الحلو", short="الحلو", allowed=("أم زياد الزقزوقية",), description="زقوصف"),
    ActorNames(
        "Suad al-Helou",
        short="Helou",
        allowed=("Zqalias",),
        avoid={"Zqavoid": "Zqwhy"},
        demonyms=("Zqdemonym",),
        description="Zqdescription",
        reason="Zqreason",
    ),
    wikidata="Q9876543210",
    was=("zqformer",),
    part_of=("council",),
    roles=(Role(office="minister", since="2019", source="Zqsource"),),
    private=True,
)
PUBLIC = (
    Actor("council", "organisation", ActorNames("مجلس الأهوار"), ActorNames("Marsh Council")),
    Actor("minister", "office", ActorNames("وزير الري"), ActorNames("Minister of Irrigation")),
    Actor(
        "helou", "person", ActorNames("زياد الحلو", short="الحلو"), ActorNames("Ziad al-Helou", short="Helou")
    ),
)
TEXT = "قالت سعاد الحلو أمام مجلس الأهوار إن وزير الري لم يأت، ثم مضت الحلو."  # she spoke before the council
ENGLISH = "Suad al-Helou told the Marsh Council that the Minister of Irrigation had not come; Helou left."
ARTICLE = Article(
    "a",
    "seeds/a.txt",
    Meta(published=PublicationDate("2024")),
    (
        sample.passage("title", Kind.TITLE, "مجلس الأهوار", "The Marsh Council"),
        sample.passage("p1", Kind.PARAGRAPH, TEXT, ENGLISH),
        sample.passage("p2", Kind.PARAGRAPH, "اجتمع مجلس الأهوار.", "The Marsh Council met."),
    ),
)


def outputs(actors: tuple[Actor, ...], article: Article = ARTICLE, **changes: Any) -> dict[str, str]:
    """All pages, and what the search of both languages shows and finds."""
    settings = sample.settings(**changes)
    files = site.render([article], actors, settings, {})
    for lang in ("ar", "en"):
        index = index_files(build_records(lang, [article], actors, {}, settings))
        pages = {path: data for path, data in index.items() if path.startswith("page-")}
        files |= {f"{lang}/search/{path}": data for path, data in pages.items()}
        files[f"{lang}/search/stems"] = " ".join(index_stems(index)).encode()
    return {
        path: (gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data).decode("utf-8", "replace")
        for path, data in files.items()
        if not path.endswith(".png")
    }


@pytest.mark.parametrize("network", [True, False])
def test_nothing_is_published_of_a_private_person_but_the_text(network: bool) -> None:
    with_her = outputs((*PUBLIC, WITNESS), network=network)
    assert not [path for path, text in with_her.items() if "zq" in path + text.lower() or "زق" in text]
    assert not [path for path, text in with_her.items() if WITNESS.wikidata in text]
    assert "Suad al-Helou told the" in with_her["en/articles/a.md"]
    assert "سعاد الحلو أمام" in with_her["ar/articles/a.md"]


def test_the_site_is_the_same_as_if_she_were_in_no_glossary() -> None:
    """But for her family name, which without her would lead to a namesake."""
    text = {**outputs((*PUBLIC[:2], WITNESS))}
    assert text == outputs(PUBLIC[:2])


def test_a_namesake_is_not_linked_by_her_name() -> None:
    named = replace(
        ARTICLE,
        passages=(
            *ARTICLE.passages,
            sample.passage("p3", Kind.PARAGRAPH, "ورد زياد الحلو.", "Ziad al-Helou answered."),
        ),
    )
    page = outputs((*PUBLIC, WITNESS), named)["en/articles/a.md"]
    assert page.count("actors/helou/") + page.count("actors/helou.md") >= 1
    told = page[page.index("Suad") : page.index("had not come")]
    assert "helou/" not in told
    assert "helou.md" not in told


@given(
    st.sets(st.sampled_from(("alias", "avoid", "description", "source", "was")), max_size=5),
    st.text("abcdefgh", min_size=6, max_size=10),
)
def test_no_form_of_the_entry_is_anywhere(parts: set[str], word: str) -> None:
    word = f"zq{word}"
    entry = replace(
        WITNESS,
        en=replace(
            WITNESS.en,
            allowed=(word,) if "alias" in parts else (),
            avoid={word: word} if "avoid" in parts else {},
            description=word if "description" in parts else "",
        ),
        source=word if "source" in parts else "",
        was=(word,) if "was" in parts else (),
    )
    records = [
        r
        for lang in ("ar", "en")
        for r in build_records(lang, [ARTICLE], (*PUBLIC, entry), {}, sample.settings())
    ]
    assert word not in repr(records)
    assert public_actors((*PUBLIC, entry)) == PUBLIC


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_her_family_name_alone_is_no_namesakes(lang: Lang) -> None:
    her, blocks = (
        Matcher((*PUBLIC, WITNESS), lang, private=True),
        {"ar": [TEXT, "عادت الحلو."], "en": [ENGLISH, "Helou came back."]},
    )
    named = [
        {m.actor for m in found} - {"council", "minister"} for found in her.find_in_article(blocks[lang])
    ]
    assert named[0] == {"zqwitness"}
    assert named[1] <= {"zqwitness"}


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_one_name_of_two_leads_to_the_public_one_only_by_a_rule(lang: Lang) -> None:
    same = replace(PUBLIC[2], ar=ActorNames("سعاد الحلو"), en=ActorNames("Suad al-Helou"))
    text = {"ar": "غنّت سعاد الحلو في بيروت.", "en": "Suad al-Helou sang in Beirut."}[lang]
    assert Matcher((same, WITNESS), lang).find(text) == []
    near = {"ar": "بيروت", "en": "Beirut"}[lang]
    ruled = replace(same, rules=(Rule(same.names(lang).preferred, near=(near,)),))
    assert [m.actor for m in Matcher((ruled, WITNESS), lang).find(text)] == ["helou"]


def test_the_search_finds_her_article_by_its_own_words_and_no_page_of_hers() -> None:
    records = build_records("en", [ARTICLE], (*PUBLIC, WITNESS), {}, sample.settings())
    assert {r.url for r in records if r.kind == "actor"} == {f"actors/{a.id}/" for a in PUBLIC}
    (article,) = (r for r in records if r.kind == "article")
    assert "Suad al-Helou" in repr(article.parts)
    assert not [name for name in article.names if "حلو" in name or "Helou" in name]
