"""Lists of articles: the page of all, newest first, and fragments that hand-written pages take in.

A hand-written page takes a list in by a comment alone on its line: `<!-- jisr:latest -->`.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from textwrap import shorten

from build_tools.markdown import plain
from build_tools.model import Article, Kind, Lang
from build_tools.pages import states
from build_tools.pages.html import Node, el, heading, serialise
from build_tools.pages.site import Site, article_path, page
from build_tools.pages.urls import link

INDEX = "articles/index.md"
LATEST = 6
OPENING = 240  # characters of an article that stand for a summary


def article_lists(site: Site) -> Iterator[tuple[str, bytes]]:
    """The page of all articles."""
    say = site.words
    title = say("lists.articles")
    parts = [
        heading(1, "title", title),
        serialise(
            el(
                "p",
                say("lists.articles_about"),
                " ",
                say.count("articles", len(site.articles)),
                ".",
                class_="jisr-summary",
            )
        ),
        serialise(_list(site, INDEX, site.articles)),
    ]
    meta = {"title": title, "description": say("lists.articles_about"), "lang": site.lang, "dir": site.dir,
            "template": "list.html"}  # fmt: skip
    yield INDEX, page(meta, parts)


def _list(site: Site, path: str, articles: tuple[Article, ...], level: int = 2) -> Node:
    if not articles:
        return el("p", site.words("lists.none"), class_="jisr-quiet")
    return el("ul", *(_item(site, path, article, level) for article in articles), class_="jisr-list")


def _item(site: Site, path: str, article: Article, level: int) -> Node:
    say, meta = site.words, article.meta
    title, lang = site.titles[article.slug]
    facts: list[Node] = []
    if meta.published:
        facts.append(el("time", say.published(meta.published), datetime=meta.published.value))
        if meta.published.inferred:
            facts.append(el("span", f" ({say('article.inferred')})"))
    else:
        facts.append(el("span", say("lists.undated")))
    if name := meta.author.get(site.lang):
        facts += [" · ", *site.text(name)]
    return el(
        "li",
        el("p", *facts, class_="jisr-list__facts"),
        el(
            f"h{level}",
            el("a", *site.text(title, lang), href=link(path, article_path(article))),
            class_="jisr-list__title",
        ),
        _summary(site, article),
        el("p", states.badge(site, states.page_state(article))) if site.lang == "en" else None,
    )


def _summary(site: Site, article: Article) -> Node | None:
    """The summary that somebody wrote, else how the article begins, in the language that stands there."""
    if summary := article.meta.summary.get(site.lang):
        return el("p", *site.text(summary), class_="jisr-list__summary")
    opening = next((p for p in article.passages if p.block.kind is Kind.PARAGRAPH), None)
    if opening is None:
        return None
    lang: Lang = "en" if site.lang == "en" and opening.english else "ar"
    text = shorten(
        plain(opening.english if lang == "en" else opening.block.text).text, OPENING, placeholder="…"
    )
    return el("p", *site.text(text, lang), class_="jisr-list__summary")


# --- fragments in hand-written pages ----------------------------------------------------------------------


def _latest(site: Site, path: str) -> Node:
    more = el("a", site.words("lists.all"), href=link(path, INDEX))
    extra = el("p", more, class_="jisr-more") if len(site.articles) > LATEST else None
    return el("div", _list(site, path, site.articles[:LATEST], 3), extra)


FRAGMENTS: Mapping[str, Callable[[Site, str], Node]] = {"latest": _latest}
"""Name → what stands in place of `<!-- jisr:NAME -->` on the page at a path."""

_FRAGMENT = re.compile(r"^[ \t]*<!--[ \t]*jisr:([a-z-]+)[ \t]*-->[ \t]*$", re.MULTILINE)


def with_fragments(site: Site, path: str, text: str) -> str:
    """A hand-written page with its fragments; an unknown name stays the comment it is."""

    def fill(match: re.Match[str]) -> str:
        make = FRAGMENTS.get(match[1])
        return serialise(make(site, path)) if make else match[0]

    return _FRAGMENT.sub(fill, text)
