"""What the front page shows, of one article, of seven, of a thousand."""

import re
from datetime import date, timedelta

import pytest

from jisr import site
from jisr.model.publication import Article
from jisr.model.source import Kind, Meta, PublicationDate
from tests import sample
from tests.sample import P, passage

PAGE = {f"{lang}/index.md": b"# Papers {: #title }\n\n<!-- jisr:front -->\n" for lang in ("ar", "en")}


def article(number: int, *topics: str, english: bool = True) -> Article:
    day = date(2024, 1, 1) + timedelta(days=number)
    meta = Meta(published=PublicationDate(day.isoformat()), topics=topics)
    blocks = (
        passage("title", Kind.TITLE, f"مقال {number}", f"Article {number}" if english else ""),
        passage("p1", P, "قال محمد شياع السوداني إنه سيعود.", "He said so." if english else ""),
    )
    return Article(f"a{number:04}", f"seeds/a{number:04}.md", meta, blocks)


def front(articles: list[Article], lang: str = "en") -> str:
    files = site.render(articles, sample.actors(), sample.settings(), PAGE)
    return files[f"{lang}/index.md"].decode()


def shown(page: str) -> list[str]:
    return re.findall(r'href="articles/(a\d+)/"', page)


def test_one_article_stands_alone() -> None:
    page = front([article(1, "الطاقة")])
    assert shown(page) == ["a0001"]
    assert re.findall('<h2 id="(\\w+)"', page) == ["names"]
    assert "jisr-front__topics" not in page
    assert "articles/" not in re.sub(r'href="articles/a\d+/"', "", page), "there are no others to lead to"


def test_of_none_nothing_is_shown() -> None:
    assert "<h2" not in front([])


def test_seven_stand_one_above_six_and_in_no_topic_again() -> None:
    page = front([article(number, "الطاقة") for number in range(7)])
    assert shown(page) == [f"a{number:04}" for number in range(6, -1, -1)]
    assert "jisr-front__topics" not in page


@pytest.mark.parametrize("number", [40])
def test_of_many_a_fixed_number_is_shown_and_each_once(number: int) -> None:
    page = front([article(n, f"موضوع {n % 9}") for n in range(number)])
    found = shown(page)
    assert len(found) == 7 + 6 * 3 == len(set(found))
    assert page.count("<h2><a") == 6
    assert 'href="articles/"' in page


def test_topics_that_are_written_on_now_come_first() -> None:
    old = [article(n, "ألف") for n in range(5)]  # alif: the first by name
    page = front([*old, *(article(n, "ياء") for n in range(5, 15))], "ar")
    assert re.findall(r'<h2><a href="topics/([^/]+)/"', page) == ["%D9%8A%D8%A7%D8%A1", "%D8%A7%D9%84%D9%81"]


def test_english_leads_with_what_is_translated() -> None:
    articles = [article(1), article(2), article(3, english=False)]
    assert shown(front(articles))[0] == "a0002"
    assert shown(front(articles, "ar"))[0] == "a0003"
    assert shown(front([article(3, english=False)]))[0] == "a0003"


def test_names_are_those_of_the_newest_articles() -> None:
    page = front([article(1)], "ar")
    assert 'href="actors/sudani/"' in page
    assert 'href="actors/isis/"' not in page
