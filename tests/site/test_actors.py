"""Pages of actors: former addresses, why a name is ours, sources, what machines are told; a great index."""

import re
from typing import Any

import pytest
import yaml

from jisr.model.glossary import Actor, ActorNames, Role
from jisr.model.languages import Lang
from jisr.site import render
from tests import sample
from tests.search.found import build_records
from tests.steps import LINEAR, growth

ISIS = Actor(
    "isis",
    "armed group",
    ActorNames("داعش", reason="كما يكتبه الكاتب"),
    ActorNames("ISIS", also_short=("IS",), reason="one name in our own voice", source="House style; https://example.org/a?b=1&c"),
    was=("daesh", "islamic-state"),
    wikidata="Q2429253",
    source="https://example.org/who; javascript:alert(1)",
)  # fmt: skip


def pages(*actors: Actor) -> dict[str, str]:
    files = render((), actors, sample.settings(), {})
    return {path: data.decode() for path, data in files.items() if not path.endswith(".png")}


def front_matter(page: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(page.split("---\n")[1])
    return found


@pytest.mark.parametrize("lang", ["ar", "en"])
@pytest.mark.parametrize("old", ISIS.was)
def test_a_former_address_leads_to_the_page(lang: str, old: str) -> None:
    out = pages(ISIS)
    moved = out[f"{lang}/actors/{old}/index.html"]
    assert 'http-equiv="refresh" content="0; url=../isis/"' in moved
    assert '<a href="../isis/">' in moved
    assert f"{lang}/actors/isis.md" in out


def test_a_choice_of_house_style_says_why_and_where_from() -> None:
    out = pages(ISIS)
    translation = out["en/actors/isis.md"]
    assert "Why this name" in translation
    assert "one name in our own voice" in translation
    assert 'href="https://example.org/a?b=1&amp;c"' in translation
    assert "كما يكتبه الكاتب" in translation
    assert "سبب اختيار الاسم" in out["ar/actors/isis.md"]


def test_a_name_that_is_the_same_in_both_languages_stands_once() -> None:
    out = pages(ISIS, Actor("danmar", "organisation", ActorNames("Danmar"), ActorNames("Danmar")))
    for lang in ("ar", "en"):
        (entry,) = re.findall(
            r"<li data-type=\"organisation\".*?</li>", out[f"{lang}/actors/index.md"], re.DOTALL
        )
        assert re.sub(r"<[^>]+>", "", entry).count("Danmar") == 1
        assert "داعش" in out[f"{lang}/actors/index.md"]


def test_only_addresses_on_the_web_are_links() -> None:
    translation = pages(ISIS)["en/actors/isis.md"]
    assert 'href="https://example.org/who"' in translation
    assert "javascript:alert(1)" in translation
    assert 'href="javascript' not in translation


def test_a_passage_of_an_article_is_named_by_its_title() -> None:
    """An article that is not published, or no article, stays the words that it is."""
    source = "2024/approved #p1; human; gone #p1; House style #p1; https://example.org/a"
    person = Actor(
        "x", "person", ActorNames("اسم"), ActorNames("Name", source=source), source=source,
        roles=(Role("", {"en": "MP"}, source=source), Role("pm", source=source)),
    )  # fmt: skip
    premier = Actor("pm", "office", ActorNames("رئيس الوزراء"), ActorNames("Prime Minister"))
    files = render(sample.articles(), (person, premier), sample.settings(), {})
    for lang, titles, comma in (
        ("en", ("An approved article", "By hand"), ", "),
        ("ar", ("مقال معتمد", "ترجمة بشرية"), "، "),
    ):
        told = comma.join(
            f'<bdi dir="auto">{one}</bdi>'
            for one in (
                f'<a href="../../articles/2024/approved/#p1">{titles[0]}</a>',
                f'<a href="../../articles/human/">{titles[1]}</a>',
                "gone #p1",
                "House style #p1",
                '<a href="https://example.org/a" rel="noopener">https://example.org/a</a>',
            )
        )
        assert files[f"{lang}/actors/x.md"].decode().count(told) == 4
        assert files[f"{lang}/actors/pm.md"].decode().count(told) == 1


@pytest.mark.parametrize(("lang", "mark"), [("en", "machine-drafted"), ("ar", "وصف آليّ")])
def test_what_a_machine_wrote_of_an_actor_says_so_wherever_it_stands(lang: Lang, mark: str) -> None:
    """In the list, on the cards below an article, in what machines are told, and in the search."""
    about = {"ar": "دولة في غرب آسيا.", "en": "A state in western Asia."}
    drafted, checked = (
        Actor(
            "iraq", "state", ActorNames("العراق", description=about["ar"]),
            ActorNames("Iraq", description=about["en"]), origin=origin,
        )
        for origin in ("language model", "")
    )  # fmt: skip
    for actor, marks in ((drafted, 1), (checked, 0)):
        files = render(sample.articles(), (actor,), sample.settings(), {})
        listed = files[f"{lang}/actors/index.md"].decode()
        assert listed.split('<ul class="jisr-names">')[1].count(mark) == marks
        assert listed.split('<ul class="jisr-names">')[0].split("---\n", 2)[2].count(mark) == marks
        cards = (
            files[f"{lang}/articles/iraq-ending-coalition-role.md"].decode().split('class="jisr-cards"')[1]
        )
        assert cards.count(mark) == marks
        told = front_matter(files[f"{lang}/actors/iraq.md"].decode())
        wanted = f"{about[lang]} ({mark})" if marks else about[lang]
        assert [told["description"], told["ld"]["description"], told["card"]["description"]] == [wanted] * 3
        found = build_records(lang, [], [actor], {}, sample.settings())
        assert wanted in [part.text for part in found[0].parts]


def test_an_actor_without_reasons_has_no_such_rows() -> None:
    bare = pages(Actor("x", "place", ActorNames("مكان"), ActorNames("Place")))["en/actors/x.md"]
    assert "Why this name" not in bare
    assert "<dt>Source" not in bare


def test_offices_stand_on_a_time_line_with_their_sources() -> None:
    premier = Actor("pm", "office", ActorNames("رئيس الوزراء"), ActorNames("Prime Minister"))
    person = Actor(
        "maliki", "person", ActorNames("نوري المالكي"), ActorNames("Nouri al-Maliki"),
        roles=(
            Role("", {"ar": "نائب الرئيس", "en": "Vice President"}, "2014-09", "2018", "Gazette"),
            Role("pm", {}, "2006-05-20", "2014-09-08", "https://example.org/pm"),
        ),
    )  # fmt: skip
    out = pages(premier, person)
    page = out["en/actors/maliki.md"]
    assert re.findall(r'<time datetime="([\d-]+)"', page) == ["2006-05-20", "2014-09-08", "2014-09", "2018"]
    assert 'href="https://example.org/pm"' in page
    assert "Gazette" in page
    assert "Nouri al-Maliki" in out["en/actors/pm.md"]


@pytest.mark.parametrize(
    ("kind", "type_"),
    [
        ("person", "Person"), ("organisation", "Organization"), ("armed group", "Organization"),
        ("state force", "Organization"), ("bloc", "Organization"), ("party", "Organization"),
        ("media", "Organization"), ("state", "Country"), ("place", "Place"), ("mission or base", "Place"),
        ("event", "Event"), ("office", "Thing"), ("agreement", "CreativeWork"),
    ],
)  # fmt: skip
def test_machines_are_told_what_an_actor_is(kind: str, type_: str) -> None:
    actor = Actor("x", kind, ActorNames("اسم"), ActorNames("Name"), wikidata="Q42")
    for lang in ("ar", "en"):
        told = front_matter(pages(actor)[f"{lang}/actors/x.md"])["ld"]
        assert told["@type"] == type_
        assert told["sameAs"] == "https://www.wikidata.org/wiki/Q42"
        assert "name" in told


def test_names_are_text_whatever_they_hold() -> None:
    name = "The [Right](x) <b>*Way*</b> {{ page }}"
    out = pages(Actor("x", "organisation", ActorNames(f"س {name}"), ActorNames(name)))
    for path in ("en/actors/x.md", "en/actors/index.md", "ar/actors/index.md"):
        body = out[path].split("---\n", 2)[2]
        assert "&lt;b&gt;" in body.replace("&#60;", "&lt;").replace("&#62;", "&gt;")
        assert "<b>" not in body
        # only headings are Markdown, all else is HTML blocks, in which nothing is read as Markdown
        assert not re.search(r"^#.*\]\(x\)", body, re.MULTILINE)


def test_an_index_of_two_thousand_holds() -> None:
    types = ("person", "organisation", "place", "party")
    named = ((f"{chr(0x0628 + n % 20)}سم {n}", f"{chr(65 + n % 26)}ame {n}") for n in range(2_000))
    many = [Actor(f"a{n}", types[n % 4], ActorNames(ar), ActorNames(en)) for n, (ar, en) in enumerate(named)]
    assert growth(lambda size: pages(*many[:size]), 125) < LINEAR
    out = pages(*many)
    pages_of_index = [out["en/actors/index.md"], *(out[f"en/more/actors/{n}.md"] for n in (2, 3, 4))]
    assert sum(page.count("<li data-type") for page in pages_of_index) == 2_000
    assert max(len(page.encode()) for page in pages_of_index) < 300_000
    assert 'data-pages="../more/actors/2/ ../more/actors/3/ ../more/actors/4/ "' in pages_of_index[0]
