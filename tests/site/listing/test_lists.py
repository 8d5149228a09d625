"""Long lists go on over pages."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr import site
from jisr.i18n import load_strings
from jisr.model.publication import Article, ArticleHead
from jisr.model.source import Kind, Meta, PublicationDate
from jisr.site.common.paging import ListPage, paginate
from tests import sample
from tests.sample import passage
from tests.site.rendered import meta


def listed(page: str) -> list[str]:
    """The slugs of the articles on a page of a list."""
    return re.findall(r'class="jisr-list__title"[^>]*><a href="[^"]*?(a\d{3})/"', page)


def lists(*found: Article) -> dict[str, str]:
    """The English lists of a publication of articles, and what is quoted of them of one actor."""
    heads = [ArticleHead.of(article) for article in found]
    jobs = site.plan(heads, sample.actors(), sample.settings(), {})
    wanted = re.compile(r"en/(more/)?(articles/(index|\d+)|series/s(/\d)?|actors/sudani(/\d)?)\.md")
    files = [job.make() for job in jobs if wanted.fullmatch(job.paths[0])]
    return {path: data.decode() for made in files for path, data in made.items()}


def articles(count: int, **meta: Any) -> list[Article]:
    """Articles of one day each, the first the oldest."""
    article, first = sample.articles()[4], date(2020, 1, 1)
    days = (PublicationDate((first + timedelta(n)).isoformat()) for n in range(count))
    return [replace(article, slug=f"a{n:03}", meta=Meta(published=day, **meta)) for n, day in enumerate(days)]


def test_long_lists_go_on_over_pages_that_are_numbered_from_the_oldest() -> None:
    out = lists(*articles(170))
    pages = [out["en/articles/index.md"], out["en/more/articles/2.md"], out["en/more/articles/1.md"]]
    assert "en/more/articles/3.md" not in out
    assert [len(listed(page)) for page in pages] == [70, 50, 50]
    assert [slug for page in pages for slug in listed(page)] == [f"a{n:03}" for n in range(169, -1, -1)]
    assert 'href="../more/articles/2/" rel="next"' in pages[0]
    assert 'href="../../../articles/" rel="prev"' in pages[1]
    assert 'href="./" aria-current="page">1</a>' in pages[2]
    assert "(1)" in meta(pages[2])["title"]
    assert "(" not in meta(pages[0])["title"]


def test_a_title_that_is_not_translated_begins_on_its_own_side() -> None:
    page = lists(*articles(1))["en/articles/index.md"]
    assert re.search('<h2 class="jisr-list__title" lang="ar" dir="rtl"><a[^>]*><bdi lang="ar"', page)
    translated = replace(articles(1)[0], passages=(passage("title", Kind.TITLE, "عنوان", "A title"),))
    assert re.search(
        '<h2 class="jisr-list__title"><a[^>]*>A title', lists(translated)["en/articles/index.md"]
    )


def test_a_series_begins_with_its_oldest() -> None:
    out = lists(*articles(120, series="s"))
    pages = [out[f"en/{path}.md"] for path in ("series/s", "more/series/s/2", "more/series/s/3")]
    assert [len(listed(page)) for page in pages] == [50, 50, 20]
    assert listed(pages[2])[-1] == "a119"
    assert 'href="../../more/series/s/2/" rel="next"' in pages[0]


def test_parts_of_a_series_that_came_on_one_day_stand_in_their_order() -> None:
    first, *_ = articles(1, series="s")
    parts = [replace(first, slug=f"part-{number}") for number in (1, 2, 10)]
    page = lists(*parts)["en/series/s.md"]
    assert re.findall(r'__title"[^>]*><a href="[^"]*?(part-\d+)/"', page) == ["part-1", "part-2", "part-10"]


def test_an_actor_with_many_mentions_has_many_pages() -> None:
    block = sample.passage("p1", Kind.PARAGRAPH, "جاء محمد شياع السوداني. ثم ذهب السوداني.")  # came and went
    out = lists(*(Article(f"a{n}", f"seeds/a{n}.txt", Meta(), (block,)) for n in range(95)))
    found = [out["en/actors/sudani.md"], *(out[f"en/more/actors/sudani/{n}.md"] for n in (2, 1))]
    assert [page.count("<blockquote") for page in found] == [70, 60, 60]
    assert "en/more/actors/sudani/3.md" not in out
    assert load_strings("en")["count"]["mentions"]["other"].format(n=190) in found[0]


# --- pages of a list ---------------------------------------------------------------------------------------


@given(st.integers(0, 60), st.integers(1, 9), st.booleans())
def test_each_item_stands_once_and_in_order(count: int, size: int, rising: bool) -> None:
    pages = list(paginate("list/index.md", range(count), size, rising=rising))
    assert [item for page in pages for item in page.items] == list(range(count))
    assert pages[0].path == "list/index.md"
    assert [page.is_first for page in pages] == [True] + [False] * (len(pages) - 1)
    assert len({page.path for page in pages}) == len(pages)
    assert all(size <= len(page.items) < 2 * size for page in pages) or rising or count < size
    assert [page.after for page in pages[:-1]] == [page.path for page in pages[1:]]
    assert [page.before for page in pages[1:]] == [page.path for page in pages[:-1]]
    assert pages[0].before == pages[-1].after == ""


@given(st.integers(0, 60), st.integers(1, 9), st.booleans())
def test_pages_stay_what_they_are_where_an_item_comes(count: int, size: int, rising: bool) -> None:
    def pages(items: Sequence[int]) -> dict[str, object]:
        found = paginate("x.md", items if rising else items[::-1], size, rising=rising)
        return {page.path: (list(page.items), page.place) for page in found}

    before, after = pages(range(count)), pages(range(count + 1))
    assert before.keys() <= after.keys()
    assert sum(after[path] != before.get(path) for path in after) <= 4


@pytest.mark.parametrize(
    ("number", "last", "shown"),
    [
        (9, 9, [9, 8, None, 1]),
        (8, 9, [9, 8, 7, None, 1]),
        (5, 9, [9, None, 6, 5, 4, None, 1]),
        (2, 9, [9, None, 3, 2, 1]),
        (1, 2, [2, 1]),
    ],
)
def test_a_page_leads_to_its_neighbours_and_to_both_ends(
    number: int, last: int, shown: list[int | None]
) -> None:
    assert list(ListPage("x.md", number, last, ()).shown_numbers) == shown


def test_a_series_does_not_say_where_it_ends() -> None:
    shown = list(ListPage("x.md", 4, 9, (), rising=True).shown_numbers)
    assert shown == [1, None, 3, 4, 5]


@pytest.mark.parametrize("rising", [False, True])
def test_what_is_told_of_a_pages_place_is_the_same_exactly_where_it_shows_the_same(rising: bool) -> None:
    shown: dict[object, set[object]] = {}
    for last in range(1, 12):
        for number in range(1, last + 1):
            page: ListPage[object] = ListPage("x.md", number, last, (), rising)
            paths = [page.path_of(n) if n else None for n in page.shown_numbers]
            shown.setdefault(page.place, set()).add((page.path, page.before, page.after, *paths))
    assert all(len(same) == 1 for same in shown.values())
    assert len({same for found in shown.values() for same in found}) == len(shown)
