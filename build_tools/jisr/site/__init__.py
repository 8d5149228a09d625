"""From articles, actors and hand-written pages to the Markdown that MkDocs publishes; no file is touched.

`render` gives the whole tree of `.build/pages/`: hand-written pages by the same allow-list of tags as all
others (`handwritten`), pictures and the like as they are, each article's files (`ARTICLE_PAGES`), and what
the makers in `PAGES` add: actors, lists. A new kind of page is a maker and a line in `PAGES`.
"""

import re
from base64 import b64decode, b64encode
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, replace
from functools import cache, partial
from pathlib import Path
from typing import Any, TypeVar

from jisr.i18n import load_strings
from jisr.model.glossary import Actor, public_actors
from jisr.model.languages import LANGS, ORIGINAL, Lang, other_lang
from jisr.model.publication import Article
from jisr.model.settings import ModelSettings, Settings
from jisr.site import cards
from jisr.site.actors.pages import actor_pages
from jisr.site.actors.quotes import article_quotes
from jisr.site.article.downloads import article_files
from jisr.site.article.metadata import article_card
from jisr.site.article.page import article_page
from jisr.site.article.side_by_side import parallel_page
from jisr.site.article.text import article_rich_texts, make_wording
from jisr.site.article.view import ArticleViews
from jisr.site.common.context import Quote, Site
from jisr.site.common.groups import group_articles, groups_by_article, related_articles
from jisr.site.common.held_links import held_link_findings, without_held_links
from jisr.site.common.scan import scan_articles
from jisr.site.common.visibility import (
    held_pages,
    hold_findings,
    left_out_findings,
    published,
    readers_articles,
    visible_article,
    withdrawn,
    without_held_files,
)
from jisr.site.coverage import coverage_pages
from jisr.site.handwritten import handwritten_page
from jisr.site.lifecycle import correction_pages, redirects, withdrawn_pages
from jisr.site.listing import feeds
from jisr.site.listing.lists import article_lists, group_lists
from jisr.site.root import root_files
from jisr.site.timeline.page import timeline_files
from jisr.storage.cache import CachedCall, compute_uncached

__all__ = [
    "PAGES",
    "held_link_findings",
    "held_pages",
    "hold_findings",
    "left_out_findings",
    "load_strings",
    "published",
    "readers_articles",
    "render",
    "root_files",
    "sites_of",
    "visible_article",
    "without_held_files",
    "without_held_links",
]

_Found = TypeVar("_Found")

PAGES: tuple[Callable[[Site], Iterable[tuple[str, bytes]]], ...] = (
    article_lists,
    group_lists,
    actor_pages,
    timeline_files,
    coverage_pages,
    correction_pages,
    withdrawn_pages,
    redirects,
)
"""Makers of pages: one language's site → (path below that language, content)."""

ARTICLE_PAGES: tuple[Callable[[Site, ArticleViews], Iterable[tuple[str, bytes]]], ...] = (
    article_page,
    parallel_page,
    article_files,
)
"""Makers of an article's pages and files: one language's site, its views → (path there, content)."""


def render(
    articles: Sequence[Article],
    actors: Sequence[Actor],
    settings: Settings,
    docs: Mapping[str, bytes],
    made: CachedCall = compute_uncached,
) -> dict[str, bytes]:
    """The files of `.build/pages/` by their path there (`ar/articles/2023/x.md`), in order of path.

    `docs` holds the files of `docs/` by their path there; its article pages give way to the rendered ones.
    `made` gives what was made before from the same inputs (see `cache`).
    """
    shown = _newest_first(articles, settings)
    sites = _sites(shown, actors, settings, made)
    out: dict[str, bytes] = {}
    quotes: dict[Lang, list[Quote]] = {lang: [] for lang in LANGS}
    contents: dict[str, dict[str, str]] = {}
    newest = {article.slug for site in sites for article in site.articles[: feeds.NEWEST]}
    for article in published(shown):
        own = [site for site in sites if site.lang in article.langs]
        views = cache(partial(_views, own[0], article))  # once at most, and not if cached
        inputs = _inputs(own, article)
        rendered = made("article", inputs, partial(_article_files, own, article, views))
        out |= {path: text.encode() for path, text in rendered["files"].items()}
        for lang in article.langs:
            quotes[lang] += [Quote(*row) for row in rendered["quotes"][lang]]
        if article.slug in newest:
            contents[article.slug] = made("feed", inputs, partial(_feed_contents, own, views))
    for site in (replace(site, quotes=tuple(quotes[site.lang])) for site in sites):
        newest_here = (article.slug for article in site.articles[: feeds.NEWEST])
        in_feed = {slug: contents[slug][site.lang] for slug in newest_here}
        out |= {f"{site.lang}/{path}": data for path, data in feeds.atom_feed(site, in_feed)}
        out |= {f"{site.lang}/{path}": data for path, data in _cards(site, made)}
        out |= {f"{site.lang}/{path}": data for path, data in _handwritten_files(site, docs)}
        for maker in PAGES:
            out |= {f"{site.lang}/{path}": data for path, data in maker(site)}
    found = {
        path: out[path] if _has_counterpart(path, out) else _mark_without_counterpart(out[path])
        for path in sorted(out)
    }
    return {
        path: _strip_bidi_overrides(data) if path.endswith(_TEXTS) else data for path, data in found.items()
    }


_TEXTS = (".md", ".json", ".xml", ".ics", ".bib", ".ris", ".txt", ".csv")
_TURNS = re.compile(rb"\xe2\x80[\xaa-\xae]")


def _strip_bidi_overrides(data: bytes) -> bytes:
    """A text without the characters that turn the direction of what follows around (U+202A–202E)."""
    return _TURNS.sub(b"", data)


def _article_files(
    sites: Sequence[Site], article: Article, views: Callable[[], ArticleViews]
) -> dict[str, Any]:
    """All that one article gives: its files in both languages by path, and the sentences that name actors."""
    return {
        "files": {
            f"{site.lang}/{path}": data.decode()
            for site in sites
            for make in ARTICLE_PAGES
            for path, data in make(site, views())
        },
        "quotes": {site.lang: [astuple(quote) for quote in article_quotes(site, article)] for site in sites},
    }


def _feed_contents(sites: Sequence[Site], views: Callable[[], ArticleViews]) -> dict[str, str]:
    """The full text of an article for the feed of each language."""
    return {site.lang: feeds.feed_content(site, views().feeds[site.lang]) for site in sites}


def _cards(site: Site, made: CachedCall) -> Iterator[tuple[str, bytes]]:
    """The pictures for links to articles, as far as this machine can draw them."""
    for picture in filter(None, (article_card(site, article) for article in site.articles)):
        path = cards.path(picture)
        yield path, b64decode(made("card", path, partial(_drawn, picture)))


def _drawn(picture: cards.Card) -> str:
    return b64encode(cards.draw(picture)).decode()


def _views(site: Site, article: Article) -> ArticleViews:
    texts = {
        lang: article_rich_texts(
            article,
            lang,
            {p.key: site.mentions.get((article.slug, p.key, lang), ()) for p in article.passages},
            link_mentions=site.settings.link_mentions,
            dates={p.key: site.dates.get((article.slug, p.key, lang), ()) for p in article.passages},
        )
        for lang in LANGS
    }
    return ArticleViews(make_wording(article, texts), site.settings)


def _inputs(sites: Sequence[Site], article: Article) -> str:
    """All inputs of an article's files, as text for the cache key. Nothing else may influence these files."""
    site = sites[0]
    found = [
        (site.mentions.get((article.slug, p.key, lang), ()), site.dates.get((article.slug, p.key, lang), ()))
        for p in article.passages
        for lang in LANGS
    ]
    filed = [
        (group.sort, group.id, sorted(group.names.items()))
        for one in sites
        for group in one.filed.get(article.slug, ())
    ]
    near = [
        (
            related,
            one.titles[related.slug],
            [site.actors[actor].names(lang).preferred for actor in related.actors for lang in LANGS],
        )
        for one in sites
        for related in one.near.get(article.slug, ())
    ]
    ids = sorted({m.actor for mentions, _ in found for m in mentions} & site.actors.keys())
    named = [(actor, [site.actors[actor].names(lang).preferred for lang in LANGS]) for actor in ids]
    there = None if site.settings.correctable is None else site.settings.correctable & {article.slug}
    settings = replace(site.settings, root=Path(), model=ModelSettings(), correctable=there, held=frozenset())
    return repr((article, found, named, filed, near, settings, cards.can_draw(), site.templates.digest))


def _sites(
    shown: Sequence[Article], actors: Sequence[Actor], settings: Settings, made: CachedCall
) -> list[Site]:
    """What both languages' pages are made from; `shown` are the articles as `_newest_first` gives them."""
    mentions, dates = scan_articles(published(shown), actors, LANGS, made)
    named: dict[str, set[str]] = {}
    for (slug, _, lang), found in mentions.items():
        if lang == ORIGINAL.code:  # the original: the same articles are near each other in both languages
            named.setdefault(slug, set()).update(m.actor for m in found if m.kind == "name")
    ordered: dict[tuple[str, ...], dict[str, Any]] = {}  # most often both languages have the same articles
    sites = []
    for lang in LANGS:
        here = published(a for a in shown if lang in a.langs)
        slugs = tuple(article.slug for article in here)
        if slugs not in ordered:
            groups = group_articles(here, settings)
            near = related_articles(here, groups, named)
            ordered[slugs] = {"groups": groups, "filed": groups_by_article(groups), "near": near}
        sites.append(
            Site(
                lang,
                settings,
                here,
                {actor.id: actor for actor in public_actors(actors)},
                _of_articles(mentions, slugs),
                dates=_of_articles(dates, slugs),
                withdrawn=withdrawn(a for a in shown if lang in a.langs),
                **ordered[slugs],
            )
        )
    return sites


def _of_articles(
    found: Mapping[tuple[str, str, Lang], tuple[_Found, ...]], slugs: Collection[str]
) -> Mapping[tuple[str, str, Lang], tuple[_Found, ...]]:
    """What was found in the blocks of some articles."""
    wanted = set(slugs)
    return {place: what for place, what in found.items() if place[0] in wanted}


def sites_of(articles: Sequence[Article], settings: Settings) -> tuple[Site, ...]:
    """Both languages' sites with the articles alone: no names, no dates in their texts, nothing near them."""
    shown = published(_newest_first(articles, settings))
    return tuple(Site(lang, settings, tuple(a for a in shown if lang in a.langs), {}, {}) for lang in LANGS)


def _newest_first(articles: Iterable[Article], settings: Settings) -> list[Article]:
    """The articles as they are shown, newest first; of one date by slug; undated last."""
    shown = sorted((visible_article(a, settings.publish) for a in articles), key=lambda a: a.slug)
    shown.sort(key=lambda a: a.meta.published.value if a.meta.published else "", reverse=True)
    return shown


def _handwritten_files(site: Site, docs: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    for name, data in docs.items():
        lang, _, path = name.partition("/")
        if lang != site.lang or (path.startswith("articles/") and path.endswith(".md")):
            continue
        yield path, handwritten_page(site, path, data) if path.endswith(".md") else data


def _has_counterpart(path: str, out: Mapping[str, bytes]) -> bool:
    lang, _, rest = path.partition("/")
    return not path.endswith(".md") or f"{other_lang(lang)}/{rest}" in out


def _mark_without_counterpart(data: bytes) -> bytes:
    """Tell the templates that a page has no counterpart: the language switch leads to the other home page."""
    if data.startswith(b"---\n"):
        return b"---\nalone: true\n" + data.removeprefix(b"---\n")
    return b"---\nalone: true\n---\n\n" + data
