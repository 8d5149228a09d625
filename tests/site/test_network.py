"""Who is named with whom: what counts, what is drawn, and what the pages say of it."""

import random
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr import site as pages
from jisr.i18n import load_strings
from jisr.model.glossary import Actor, ActorNames, Mention, Role
from jisr.model.publication import Article, ArticleHead
from jisr.model.source import Kind, Meta, PublicationDate
from jisr.site.actors.network import ARCS, arrange_names, draw_layout, heaviest, make_layout
from jisr.site.common.co_mentions import (
    CoMentions,
    ParagraphRef,
    SharedParagraphs,
    find_co_mentions,
    named_actors,
)
from jisr.site.common.context import Site
from jisr.site.contributions import Contributions
from jisr.storage.cache import compute_uncached
from tests import sample
from tests.steps import ending

IRAQ, ISIS = "العراق", "داعش"


def article(*texts: str, kind: Kind = Kind.PARAGRAPH, slug: str = "a", translation: str = "") -> Article:
    passages = (sample.passage(f"p{n}", kind, text, translation) for n, text in enumerate(texts, 1))
    return Article(slug, f"seeds/{slug}.txt", Meta(published=PublicationDate("2024")), tuple(passages))


def together(*found: Article) -> CoMentions:
    return find_co_mentions(site(*found))


def site(*found: Article) -> Site:
    contributions = Contributions(sample.actors(), sample.settings(), compute_uncached)
    heads = [ArticleHead.of(one) for one in found]
    return pages._sites(heads, contributions, sample.actors(), sample.settings(), compute_uncached)[0][0]


def rendered(*found: Article, actors: list[Actor] | None = None) -> dict[str, str]:
    files = pages.render(found, actors or sample.actors(), sample.settings(), {})
    return {path: data.decode() for path, data in files.items() if not path.endswith(".png")}


def places(counts: dict[tuple[str, str], int]) -> CoMentions:
    """Pairs with so many paragraphs each."""
    found: dict[str, dict[str, SharedParagraphs]] = {}
    for (one, other), count in counts.items():
        shared = SharedParagraphs(count, ())
        found.setdefault(one, {})[other] = shared
        found.setdefault(other, {})[one] = shared
    return found


# --- what counts -------------------------------------------------------------------------------------------


def test_two_names_in_one_paragraph_count_once_for_each_paragraph() -> None:
    found = together(article(f"{IRAQ} و{ISIS} ثم {IRAQ}.", f"{ISIS} في {IRAQ}.", f"{IRAQ} وحده.", ISIS))
    shared = SharedParagraphs(2, (ParagraphRef("a", "p1"), ParagraphRef("a", "p2")))
    assert found == {"iraq": {"isis": shared}, "isis": {"iraq": shared}}


@pytest.mark.parametrize("kind", [Kind.TITLE, Kind.KICKER, Kind.HEADING, Kind.TABLE])
def test_titles_headings_and_tables_are_no_paragraphs(kind: Kind) -> None:
    assert together(article(f"{IRAQ} و{ISIS}", kind=kind)) == {}


def test_a_name_inside_a_name_is_not_named_beside_it() -> None:
    # the coalition against ISIS names ISIS only as a part of its own name
    assert together(article("بدأ التحالف الدولي ضد داعش عمله.")) == {}
    demonym = Mention("iraq", "ar", 0, 5, "عراقي", "demonym")
    assert named_actors(
        [demonym, Mention("isis", "ar", 6, 10, ISIS), Mention("isis", "ar", 12, 16, ISIS)]
    ) == ["isis"]


# --- what is drawn -----------------------------------------------------------------------------------------

NAMES = st.sampled_from("abcdefghij")
GRAPHS = st.dictionaries(
    st.tuples(NAMES, NAMES).filter(lambda pair: pair[0] < pair[1]), st.integers(1, 9), max_size=30
)


@given(GRAPHS, st.randoms(use_true_random=False))
def test_the_picture_does_not_depend_on_the_order_of_its_data(
    counts: dict[tuple[str, str], int], rng: random.Random
) -> None:
    pairs = list(counts.items())
    rng.shuffle(pairs)
    assert make_layout(places(counts)) == make_layout(places(dict(pairs)))


@given(GRAPHS, st.integers(1, 12), st.integers(1, 12))
def test_what_is_drawn_is_in_the_data(counts: dict[tuple[str, str], int], drawn: int, most: int) -> None:
    shown = make_layout(places(counts), drawn, most)
    assert len(shown.actors) == len(set(shown.actors)) <= drawn
    assert len(shown.arcs) <= most
    joined = set()
    for arc in shown.arcs:
        assert arc.first < arc.last
        pair = sorted((shown.actors[arc.first], shown.actors[arc.last]))
        assert counts[pair[0], pair[1]] == arc.weight
        joined |= set(pair)
    assert joined == set(shown.actors)  # no name without an arc


def test_of_one_weight_all_or_none_are_drawn() -> None:
    pairs = [(3, "a", "b"), (1, "a", "c"), (1, "b", "c")]
    assert heaviest(pairs, 3) == pairs
    assert heaviest(pairs, 2) == pairs[:1]
    assert heaviest(pairs[1:], 1) == [(1, "a", "c")]


def test_names_of_one_cluster_stand_together() -> None:
    pairs = [
        (1, one, other) for group in ("adg", "beh", "cfi") for one in group for other in group if one < other
    ]
    order = arrange_names(pairs)
    assert {frozenset(order[at : at + 3]) for at in (0, 3, 6)} == {
        frozenset("adg"),
        frozenset("beh"),
        frozenset("cfi"),
    }


def test_a_great_glossary_is_drawn_in_part() -> None:
    rng = random.Random(4)
    counts = {
        (f"a{one:04}", f"a{other:04}"): rng.randint(1, 9)
        for one in range(2000)
        for other in rng.sample(range(one + 1, 2001), min(20, 2000 - one))
    }
    data = places(counts)
    with ending():
        shown = make_layout(data)
    assert 0 < len(shown.arcs) <= ARCS


# --- what the pages say ------------------------------------------------------------------------------------

PAIR = article(f"اختلف {IRAQ} و{ISIS}.", translation="Iraq and ISIS differed.")


def test_the_picture_is_drawn_from_where_lines_begin() -> None:
    one = replace(site(PAIR), lang="en")
    shown = make_layout(find_co_mentions(one))
    translation, original = (
        draw_layout(replace(one, lang=lang), shown)["arcs"][0][1] for lang in ("en", "ar")
    )
    assert translation.startswith("M0 13C")
    assert original.startswith("M100 13C")


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_all_that_is_drawn_is_in_the_table_and_leads_to_its_page(lang: str) -> None:
    page = rendered(PAIR)[f"{lang}/actors/network.md"]
    svg, table = re.search(r"<svg.*</svg>", page), re.search(r"<table.*</table>", page)
    assert svg
    assert table
    for actor in ("iraq", "isis"):
        assert f'href="../{actor}/"' in svg[0]
        assert table[0].count(f'href="../{actor}/"') == 2
    assert load_strings(lang)["network"]["meaning"] in page.replace("&#x27;", "'")
    assert "<h" not in svg[0]


def test_the_picture_is_narrowed_by_articles_that_name_somebody() -> None:
    both = [article(f"{IRAQ} و{ISIS}.", slug=slug, translation="Iraq and ISIS.") for slug in ("b1", "b2")]
    page = rendered(*both, article("لا أحد.", slug="nobody"))["en/actors/network.md"]  # no one
    assert re.findall(r'<option value="[^"]*articles/(\w+)/?">', page) == ["b1", "b2"]


def test_without_pairs_there_is_no_picture() -> None:
    page = rendered(article(IRAQ))["en/actors/network.md"]
    assert "<svg" not in page
    assert load_strings("en")["network"]["none"] in page


def test_an_actors_page_says_who_is_named_in_the_same_paragraph_and_where() -> None:
    page = rendered(PAIR)["en/actors/isis.md"]
    assert "## Named in the same paragraph {: #near }" in page
    near = page[page.index("#near") :]
    assert 'href="../iraq/">Iraq</a>' in near
    assert "1 paragraph:" in near
    assert 'href="../../articles/a/#p1"' in near


def test_both_languages_stand_beside_each_other_and_the_state_is_said() -> None:
    out = rendered(article(f"وصل {ISIS}. ثم غادر {IRAQ}.", translation="ISIS came. Then Iraq left."))
    original, translation = out["ar/actors/isis.md"], out["en/actors/isis.md"]
    assert (
        '<p>وصل <mark>داعش</mark>.</p></blockquote><blockquote lang="en" dir="ltr"><p><mark>ISIS</mark> came.'
        in original
    )
    assert (
        '<mark>ISIS</mark> came.</p></blockquote><blockquote lang="ar" dir="rtl"><p>وصل <mark>داعش</mark>.'
        in translation
    )
    assert "غادر" not in translation
    for lang, page in (("ar", original), ("en", translation)):
        assert load_strings(lang)["state"]["draft"] in page
        assert 'robots: "noindex"' in page


def test_where_sentences_cannot_be_paired_the_paragraph_stands_beside() -> None:
    page = rendered(article(f"وصل {ISIS}. غادر {IRAQ}. انتهى.", translation="ISIS came and Iraq left."))[
        "ar/actors/isis.md"
    ]
    assert "<mark>ISIS</mark> came and Iraq left." in page


def test_an_article_ends_with_whom_it_names_most_counted_alike_in_both_languages() -> None:
    out = rendered(article(f"{IRAQ} {IRAQ} {ISIS}", translation="Iraq, ISIS, ISIS, ISIS"))
    for lang in ("ar", "en"):
        cards = re.search(r'<ul class="jisr-cards">.*?</ul>', out[f"{lang}/articles/a.md"])
        assert cards
        assert re.findall(r'href="[^"]*/(\w+)/"', cards[0]) == ["iraq", "isis"]
        assert re.findall(r'jisr-cards__count">(\d+)<', cards[0]) == ["2", "1"]
        assert cards[0].count("<p>") == 2, "each says what it is"


def test_offices_stand_in_the_order_of_time_and_on_both_pages() -> None:
    held = (
        Role(title={"ar": "نائب", "en": "MP"}, since="2010", until="2014-05", source="b. & c."),
        Role("pm", since="2022-10-27"),
        Role("pm", until="2003"),
    )
    found = [
        Actor("x", "person", ActorNames("زيد"), ActorNames("Zayd"), roles=held),
        Actor("pm", "office", ActorNames("رئيس الوزراء"), ActorNames("Prime Minister")),
    ]
    out = rendered(PAIR, actors=found)
    page = re.sub(r"<[^>]*>", "", out["en/actors/x.md"])
    assert re.search(r"until 2003.*2010 – May 2014.*b\. &amp; c\..*since 27 October 2022", page)
    assert 'href="../pm/"' in out["en/actors/x.md"]
    assert out["ar/actors/pm.md"].count('href="../x/"') == 2
    assert "منذ" in out["ar/actors/pm.md"]
    assert "jisr-roles" not in rendered(PAIR)["ar/actors/isis.md"]


def test_hostile_names_are_only_text() -> None:
    bad = '"><script>alert(1)</script> {{ x }} </svg>'
    found = [
        Actor("iraq", "state", ActorNames(IRAQ), ActorNames("Iraq " + bad)),
        Actor("isis", "place", ActorNames(ISIS), ActorNames(bad)),
    ]
    out = rendered(PAIR, actors=found)
    for path, page in out.items():
        if path.endswith(".md"):
            body = page.partition("\n---\n")[2]
            assert "<script" not in body, path
            assert body.count("</svg>") == body.count("<svg"), path


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_who_is_named_with_whom_is_shown_only_where_the_settings_say_so(lang: str) -> None:
    for shown in (True, False):
        files = pages.render([PAIR], sample.actors(), sample.settings(network=shown), {})
        text = {path: data.decode() for path, data in files.items() if path.endswith(".md")}
        near = load_strings(lang)["actors"]["near"]
        assert (f"{lang}/actors/network.md" in text) is shown
        assert ('href="network/"' in text[f"{lang}/actors/index.md"]) is shown
        assert (near in text[f"{lang}/actors/iraq.md"]) is shown
