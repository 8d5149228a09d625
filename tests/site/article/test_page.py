"""The templates of an article's pages: what they show stays text, and a publication changes any part."""

import re
from functools import cache
from pathlib import Path

import pytest

from jisr import site
from jisr.model.publication import Article
from jisr.model.source import Kind, Meta
from tests import sample
from tests.sample import passage
from tests.site.rendered import sample_pages

STATES = "articles/2024/states.md"


rendered = cache(sample_pages)


@pytest.mark.parametrize("part", ["tools", "byline", "views", "section", "tail", "change", "banner"])
def test_a_part_of_an_article_is_the_publications_own(tmp_path: Path, part: str) -> None:
    path = tmp_path / f"overrides/jisr/article/{part}.html"
    path.parent.mkdir(parents=True)
    path.write_text("<i>my {{ view.title }} &amp;</i>", "utf-8")
    before, after = rendered(), rendered(tmp_path)
    changed = {path for path in before if before[path] != after[path]}
    assert f"en/{STATES}" in changed
    assert all(re.match("(ar|en)/(articles|parallel)/", path) for path in changed)
    assert "<i>my The energy crisis, 2003–2011 &amp;</i>" in after[f"en/{STATES}"]
    if part != "change":  # nothing there is stale
        assert "<i>my document.title=&quot;pwned" in after["en/articles/hostile.md"]


@pytest.mark.parametrize("folder", ["articles", "parallel"])
def test_what_is_hostile_stays_text(folder: str) -> None:
    for lang in ("ar", "en"):
        body = rendered()[f"{lang}/{folder}/hostile.md"].split("---\n", 2)[2]
        assert not re.search(r"<(script|iframe|img)|\bonclick=\"|href=\"javascript", body)


def test_the_page_of_both_languages_is_one_line_of_html() -> None:
    body = rendered()["ar/parallel/2024/states.md"].split("---\n", 2)[2].strip()
    assert body.startswith('<div class="jisr-parallel">')
    assert "\n" not in body


def test_a_word_and_the_menu_behind_it_are_not_parted() -> None:
    page = rendered()[f"ar/{STATES}"]
    assert "ثانٍ</p>" not in page  # a point of one paragraph is a line
    assert 'ثانٍ<details class="jisr-tools"' in page


def test_a_break_is_a_rule_wherever_the_article_is_shown() -> None:
    """Also amid a list, which goes on with its numbers."""
    blocks = (
        passage("title", Kind.TITLE, "عنوان", "Title"),
        passage("p1", Kind.PARAGRAPH, "أول", "first"),
        passage("p2", Kind.PARAGRAPH, "ثان", break_above=True),
        passage("pt1", Kind.POINT, "ثالث", "third", number=1),
        passage("pt2", Kind.POINT, "رابع", "fourth", number=2, break_above=True),
    )
    article = Article("a", "seeds/a.txt", Meta(), blocks)
    files = site.render([article], (), sample.settings(), {})
    for lang in ("ar", "en"):
        page, both, text, feed = (
            files[f"{lang}/{name}"].decode()
            for name in ("articles/a.md", "parallel/a.md", "articles/a/article.md.txt", "feed.xml")
        )
        assert re.findall(r'<hr/>(?=<)|id="(p\w*)"|start="(\d)"', page) == [
            ("p1", ""), ("", ""), ("p2", ""), ("pt1", ""), ("", ""), ("", "2"), ("pt2", "")
        ]  # fmt: skip
        assert re.findall(r'<hr/>(?=<div class="jisr-pair )|id="(p\w*)"', both) == [
            "p1",
            "",
            "p2",
            "pt1",
            "",
            "pt2",
        ]
        assert text.count("\n\n* * *\n\n") == 2
        assert feed.count("&lt;hr") == 2


def test_side_by_side_what_is_not_translated_yet_is_a_heading_in_arabic() -> None:
    """Else the page had no title to a screen reader, and no way to the text below a heading."""
    blocks = (
        passage("title", Kind.TITLE, "عنوان"),
        passage("h1", Kind.HEADING, "تمهيد", "Foreword", level=2),
        passage("h2", Kind.HEADING, "خاتمة", level=2),
    )
    files = site.render([Article("a", "seeds/a.txt", Meta(), blocks)], (), sample.settings(), {})
    for lang, words in (("en", ["عنوان", "Foreword", "خاتمة"]), ("ar", ["عنوان", "تمهيد", "خاتمة"])):
        both = files[f"{lang}/parallel/a.md"].decode()
        found = re.findall(r"<h([1-6])[^>]*>(.*?)</h\1>", both)
        assert found[:3] == list(zip("122", words, strict=True))
    folded = re.findall('class="jisr-pair__fold" id="(.*?)-fold"', files["en/parallel/a.md"].decode())
    assert folded == ["h1"], "on a phone there would be nothing to read"
