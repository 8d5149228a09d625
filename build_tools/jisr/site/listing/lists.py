"""Lists of articles: all, newest first; an author's, a topic's, a series'; fragments for hand-written pages.

A hand-written page takes a list in by a comment alone on its line: `<!-- jisr:latest -->`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from jisr.model.publication import Article
from jisr.model.source import Lang
from jisr.site import coverage
from jisr.site.article import citation, states
from jisr.site.editions import publication_edition_links
from jisr.site.common.groups import GROUP_KINDS, Group, GroupKind
from jisr.markup.html import Node, el, markdown_heading, serialise
from jisr.site.lifecycle import corrections_fragment
from jisr.site.article.metadata import summary
from jisr.site.common.paging import pager, paginate
from jisr.site.common.context import Site, article_path, author_name, markdown_page
from jisr.site.common.urls import relative_url

INDEX = "articles/index.md"
LATEST = 6
SIZE = 50  # articles on a page


def article_lists(site: Site) -> Iterator[tuple[str, bytes]]:
    """The pages of all articles."""
    say = site.words
    about = f"{say('lists.articles_about')} {say.count('articles', len(site.articles))}."
    yield from _list_pages(
        site, INDEX, say("lists.articles"), site.articles, say("lists.articles_about"), about
    )


def group_lists(site: Site) -> Iterator[tuple[str, bytes]]:
    """A page for each author, topic and series, and the pages that list these."""
    say = site.words
    for sort in GROUP_KINDS:
        for group in site.groups[sort]:
            name, lang = group.name(site.lang)
            above = el("p", el("a", say(f"groups.{sort}"), href=relative_url(group.path, _index_path(sort))))
            kicker = serialise(replace(above, attrs=(("class", "jisr-kicker"),)))
            about = say.count("articles", len(group.articles))
            yield from _list_pages(
                site, group.path, name, group.articles, "", about, kicker=kicker, lang=lang
            )
    indexes: tuple[tuple[GroupKind, tuple[GroupKind, ...]], ...] = (
        ("topics", ("topics", "series")),
        ("authors", ("authors",)),
    )
    for title, sorts in indexes:
        path = _index_path(title)
        parts = [markdown_heading(1, "title", say(f"groups.{title}"))]
        for sort in sorts:
            if len(sorts) > 1 and site.groups[sort]:
                parts.append(markdown_heading(2, sort, say(f"groups.{sort}")))
            parts.append(serialise(_groups(site, path, site.groups[sort])) if site.groups[sort] else "")
        if not any(site.groups[sort] for sort in sorts):
            parts.append(serialise(el("p", say("groups.none"), class_="jisr-quiet")))
        meta = {"title": say(f"groups.{title}"), "lang": site.lang, "dir": site.dir, "template": "list.html"}
        yield path, markdown_page(meta, parts)


def _index_path(sort: str) -> str:
    return f"{'topics' if sort == 'series' else sort}/index.md"


def _groups(site: Site, path: str, groups: Sequence[Group]) -> Node:
    say = site.words
    items = [
        el(
            "li",
            el("a", *site.text(*group.name(site.lang)), href=relative_url(path, group.path)),
            el("span", say.count("articles", len(group.articles)), class_="jisr-quiet"),
        )
        for group in sorted(groups, key=lambda group: (group.name(site.lang)[0].casefold(), group.id))
    ]
    return el("ul", *items, class_="jisr-names")


def _list_pages(
    site: Site,
    first: str,
    title: str,
    articles: Sequence[Article],
    description: str,
    about: str,
    *,
    kicker: str = "",
    lang: Lang | None = None,
) -> Iterator[tuple[str, bytes]]:
    """A list of articles on as many pages as it takes."""
    for page in paginate(first, articles, SIZE):
        number, path, shown = page.number, page.path, page.items
        parts = [
            kicker if number == 1 else "",
            markdown_heading(1, "title", *site.text(title, lang)),
            serialise(el("p", about, class_="jisr-summary")) if number == 1 else "",
            serialise(_list(site, path, shown)),
            pager(site, page),
        ]
        meta = {
            "title": title if number == 1 else f"{title} ({site.words.number(number)})",
            "description": description if number == 1 else "",
            "lang": site.lang,
            "dir": site.dir,
            "title_lang": lang if lang != site.lang else "",
            "template": "list.html",
        }
        yield path, markdown_page(meta, parts)


def _list(site: Site, path: str, articles: Sequence[Article], level: int = 2) -> Node:
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
    if by := author_name(article, site.lang):
        facts += [" · ", *site.text(*by)]
    return el(
        "li",
        el("p", *facts, class_="jisr-list__facts"),
        el(
            f"h{level}",
            el("a", *site.text(title, lang), href=relative_url(path, article_path(article))),
            class_="jisr-list__title",
        ),
        _summary(site, article),
        _state(site, article),
    )


def _state(site: Site, article: Article) -> Node | None:
    """What the English is; on the Arabic list only that there is none, for readers who came for it."""
    state = states.page_state(article)
    if state == "missing":
        badge = el("span", site.words("lists.arabic_only"), class_="jisr-badge", data_state=state)
        return el("p", badge) if site.lang == "en" else None
    return el("p", states.badge(site, state)) if site.lang == "en" else None


def _summary(site: Site, article: Article) -> Node | None:
    about = summary(site, article)
    return el("p", *site.text(*about), class_="jisr-list__summary") if about else None


# --- fragments in hand-written pages ----------------------------------------------------------------------


def _latest(site: Site, path: str) -> Node:
    more = el("a", site.words("lists.all"), href=relative_url(path, INDEX))
    extra = el("p", more, class_="jisr-more") if len(site.articles) > LATEST else None
    return el("div", _list(site, path, site.articles[:LATEST], 3), extra)


FRAGMENTS: Mapping[str, Callable[[Site, str], Node]] = {
    "latest": _latest,
    "editions": publication_edition_links,
    "coverage": coverage.coverage_fragment,
    "corrections": corrections_fragment,
}
"""Name → what stands in place of `<!-- jisr:NAME -->` on the page at a path."""
