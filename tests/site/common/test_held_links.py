"""Links to texts that are held."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from jisr.articles.facts import KnownArticle
from jisr.markup.html import parse_markdown
from jisr.markup.markdown_text import plain
from jisr.model.diagnostics import Finding
from jisr.model.publication import Article, ArticleHead
from jisr.model.settings import Settings
from jisr.site.common import held_links
from jisr.site.common.held_links import held_link_findings
from jisr.site.common.visibility import held_pages
from tests import sample
from tests.site.rendered import rendered

HELD = replace(sample.articles()[1], slug="2023/zq-x")
SETTINGS = sample.settings(
    held=held_pages([ArticleHead.of(HELD)], []), site_url="https://example.org/sub/ar/"
)


def without_held_links(
    articles: Sequence[Article], settings: Settings = SETTINGS
) -> tuple[list[Article], list[Finding]]:
    """As readers are shown articles, each from its head alone."""
    heads = [ArticleHead.of(article) for article in articles]
    shown, findings = held_links.without_held_links(heads, map(KnownArticle.of, articles), settings)
    assert [a.digest == b.digest for a, b in zip(heads, shown, strict=True)] == [
        head.load() == article for head, article in zip(shown, articles, strict=True)
    ]
    return [head.load() for head in shown], findings


def linking(text: str) -> Article:
    base = replace(sample.articles()[2], slug="2023/y")
    first, *rest = base.passages
    one = next(p for p in rest if p.translation)
    return replace(
        base,
        passages=(
            first,
            *(
                replace(p, translation=text, block=replace(p.block, text=text)) if p is one else p
                for p in rest
            ),
        ),
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("A [word **b**](zq-x.md) c", "A word **b** c"),
        (
            'A [word](zq-x.md#p1 "title") c [d](https://example.net/zq-x)',
            "A word c [d](https://example.net/zq-x)",
        ),
        ("[word](<../2023/zq-x/>)", "word"),
        (
            "[word](../../../en/articles/2023/%7aq\\-x.md) [word](../../../ar/articles/2023/zq-x.md)",
            "word word",
        ),
        (
            "[word](https://example.org/sub/ar/articles/2023/zq-x/) [word](/sub/en/articles/2023/zq-x/)",
            "word word",
        ),
        ("[word](../../parallel/2023/zq-x.md)", "word"),
        ('A <a title="t" href="zq-&#120;.md">word</a>', "A <a>word</a>"),
        ("A <a href='zq\n-x.md'>word</a>", "A <a>word</a>"),
        (
            "<https://example.org/sub/en/articles/2023/zq-x/>",
            r"https://example.org/sub/en/articles/2023/zq-x/",
        ),
        ("A [word][1] c\n\n[1]: zq-x.md", None),
        ("A [word [e]](zq-x.md)", None),
        ("A note[^1]\n\n[^1]: See [word](zq-x.md).", "A note[^1]\n\n[^1]: See word."),
        (
            "`[word](zq-x.md)` [a](zq-x-2.md) [b](zq.md) zq-x",
            "`[word](zq-x.md)` [a](zq-x-2.md) [b](zq.md) zq-x",
        ),
    ],
)
def test_an_article_leads_to_no_text_that_is_held(text: str, words: str | None) -> None:
    article = linking(text)
    (shown,), findings = without_held_links([article])
    (made,) = (
        p.translation
        for p, old in zip(shown.passages, article.passages, strict=True)
        if old.translation == text
    )
    if words is not None:
        assert made == words
    hrefs: list[str] = []

    def note(href: str) -> str:
        hrefs.append(href)
        return href

    parse_markdown(made, note)
    assert not any("zq-x" in href.replace("zq-x-2", "") for href in hrefs if "example.net" not in href)
    for word in ("word", "note", "See"):
        assert plain(made).text.count(word) >= text.count(word)
    assert (made == text) == (findings == [])
    assert {f.check for f in findings} <= {"held-link"}


def test_a_warning_names_seed_and_page_by_line(tmp_path: Path) -> None:
    article = linking("A [word](zq-x.md) c")
    page = "docs/en/articles/2023/y.md"
    (tmp_path / page).parent.mkdir(parents=True)
    (tmp_path / page).write_text("# A\n\nA [word](zq-x.md) c\n")
    (shown,), found = without_held_links([article], replace(SETTINGS, root=tmp_path))
    block = next(p.block for p in article.passages if "zq-x" in p.block.text)
    assert [(f.file, f.line, f.text) for f in found] == [
        (article.file, block.line, "zq-x.md"),
        (page, 3, "zq-x.md"),
    ]
    assert not [path for path, text in rendered(shown).items() if "zq-x" in text]


def test_what_leads_to_nothing_held_is_the_same_article() -> None:
    articles = [linking("A [word](zq-x.md) c"), *sample.articles()]
    shown, _ = without_held_links(articles)
    assert [a == b for a, b in zip(articles, shown, strict=True)] == [False, *[True] * len(sample.articles())]
    assert without_held_links(articles, sample.settings()) == (articles, [])


def test_an_address_of_a_held_text_in_a_page_is_named() -> None:
    article = replace(sample.articles()[1], slug="2023/x")
    docs = {
        "en/index.md": b"# Home\n\n[x](articles/2023/%78.md) [y](articles/2023/x-2.md)\narticles/2023/x/y.md",
        "en/articles/2023/x.md": b"articles/2023/x.md",
    }
    (found,) = held_link_findings(docs, [ArticleHead.of(article)])
    assert (found.check, found.file, found.line, found.text) == (
        "held-link",
        "docs/en/index.md",
        3,
        "articles/2023/x",
    )
