"""The index of names at the end of a book."""

import re
from dataclasses import replace
from typing import Literal

from jisr.export.assemble import Bindery
from jisr.export.names import Place, find_named_blocks, index_names
from jisr.model.glossary import Actor, ActorNames, Mention
from jisr.model.languages import Lang
from jisr.model.publication import Article
from jisr.model.source import Kind, Meta
from jisr.site import sites_of
from jisr.site.common.context import Site
from jisr.site.editions import article_editions
from tests import sample
from tests.export.made_editions import XHTML, given_settings, heads, names, single, tree, whole

PEOPLE = (
    Actor("zuhair", "person", ActorNames("زهير"), ActorNames("Zuhair", description="A clerk.")),
    Actor("basil", "person", ActorNames("باسل"), ActorNames("Basil", description="A poet."), origin="x 1"),
    Actor("witness", "person", ActorNames("شاهدة"), ActorNames("Witness"), private=True),
)


def mention(actor: str, kind: Literal["name", "demonym"] = "name") -> Mention:
    return Mention(actor, "ar", 0, 1, "x", kind)


def test_the_original_says_who_is_named_where() -> None:
    article = Article(
        "a",
        "seeds/a.txt",
        Meta(),
        (
            sample.passage("k1", Kind.KICKER, "باسل"),
            sample.passage("t9", Kind.TITLE, "باسل"),
            sample.passage("p1", Kind.PARAGRAPH, "باسل وزهير"),
            sample.passage("p2", Kind.PARAGRAPH, "قال الشاعر", "Basil said"),
        ),
    )
    ar: Lang = "ar"
    found = find_named_blocks(
        article,
        {
            ("k1", ar): (mention("basil"),),  # no anchor leads there
            ("t9", ar): (mention("basil"),),
            ("p1", ar): (mention("basil"), mention("zuhair"), mention("basil")),
            ("p2", ar): (mention("zuhair", "demonym"),),
            ("p2", "en"): (mention("basil"),),
        },
    )
    assert found == {"basil": ["title", "p1"], "zuhair": ["p1"]}


def test_names_stand_in_the_order_of_the_alphabet_and_private_persons_nowhere() -> None:
    chapters = [
        ("a1", {"zuhair": ["p1"], "witness": ["p1"]}),
        ("a2", {"basil": ["p3"], "zuhair": ["p1", "p2"]}),
    ]
    found = index_names(Site("en", sample.settings()), PEOPLE, chapters)
    assert [(one.name, one.other, one.about) for one in found] == [
        ("Basil", "باسل", "A poet. (machine-drafted)"),
        ("Zuhair", "زهير", "A clerk."),
    ]
    assert found[1].places == (Place("a1", "p1"), Place("a2", "p1"), Place("a2", "p2"))


def test_an_e_book_ends_with_links_to_where_names_stand() -> None:
    files = names(whole()["publication-en.epub"])
    page = tree(files["EPUB/names.xhtml"])
    links = [(link.get("href") or "", "".join(link.itertext())) for link in page.iter(f"{XHTML}a")]
    assert len(links) > 5
    for address, title in links:
        file, _, anchor = address.partition("#")
        text = files[f"EPUB/{file}"].decode()
        assert f'id="{anchor}"' in text
        assert title.partition(" [")[0].removesuffix("…")[:60] in " ".join(tree(text.encode()).itertext())
    assert any("[Machine translation, not reviewed]" in title for _, title in links)
    assert 'href="names.xhtml"' in files["EPUB/nav.xhtml"].decode()
    spine = re.findall(r'idref="(\w+)"', files["EPUB/package.opf"].decode())
    assert spine[-1] == "names"


def test_places_in_the_e_book_of_an_article_are_counted() -> None:
    files = names(single("iraq-ending-coalition-role")["iraq-ending-coalition-role-ar.epub"])
    words = [
        " ".join("".join(one.itertext()).split())
        for one in tree(files["EPUB/names.xhtml"]).iter(f"{XHTML}dd")
    ]
    assert any(re.fullmatch("1، 2، 3(، [0-9]+)*", line) for line in words)


def test_a_name_that_changed_makes_the_editions_of_those_that_name_it_again() -> None:
    articles = sample.articles()
    sites = sites_of(heads(articles), given_settings())
    (named,) = [one for one in article_editions(sites[0], articles[0].slug) if one.format == "epub"]
    (other,) = [one for one in article_editions(sites[0], "arabic-only") if one.format == "epub"]
    renamed = [
        replace(actor, ar=replace(actor.ar, description="غيره")) if actor.id == "maliki" else actor
        for actor in sample.actors()
    ]
    before, after = (
        Bindery(heads(articles), actors, given_settings(), {}) for actors in (sample.actors(), renamed)
    )
    assert before.key(named) != after.key(named)
    assert before.key(other) == after.key(other)
