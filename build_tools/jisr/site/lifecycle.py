"""What becomes of articles: withdrawn and removed ones leave a page, renamed an address, corrected a note."""

from collections.abc import Iterator, Mapping
from functools import partial

from markupsafe import Markup

from jisr.i18n.marks import mark_words
from jisr.markup.frame.csp import add_policy
from jisr.markup.page_urls import page_url
from jisr.model.languages import Lang
from jisr.model.source import Correction, Notice
from jisr.site.common.context import Link, Site, article_path, parallel_path
from jisr.site.common.listed import AnyArticle, ListedArticle
from jisr.site.common.paging import ListPage, paginate
from jisr.site.common.urls import relative_url
from jisr.site.jobs import PageJob

CORRECTIONS = "corrections.md"
SIZE = 100  # corrections on a page

Change = Correction | Notice
"""What readers are told of: words that were changed, with the change, or what editors say of one."""


# --- withdrawn ----------------------------------------------------------------------------------------------


def withdrawn_pages(site: Site) -> Iterator[PageJob]:
    """A page in the place of each withdrawn article, and one that leads there from that of both languages."""
    for article in site.withdrawn:
        path, title = article_path(article), shown_title(site, article)
        meta = {"title": title, "robots": "noindex"}
        lang = site.lang if article.meta.hide_title else article.title_lang
        data = {"title": site.text(title, lang), "reason": article.meta.reason.get(site.lang, "")}
        yield site.job(
            path, article.seal, partial(site.render_page, "lifecycle/withdrawn", path, meta, **data)
        )
        yield redirect_page(site, parallel_path(article), path, title)


def shown_title(site: Site, article: ListedArticle) -> str:
    """What a page says that an article was called: nothing where it was withdrawn without its title."""
    if article.meta.hide_title:
        return site.words("withdrawn.title")
    return mark_words(article.title, article.title_lang, article.state).as_title


# --- removed ------------------------------------------------------------------------------------------------


def removed_pages(site: Site) -> Iterator[PageJob]:
    """A page in the place of each article that was removed: that it was, and nothing of it."""
    there = (*site.articles, *site.withdrawn)
    taken = {article.slug for article in there} | {old for article in there for old in article.meta.was}
    meta = {"title": site.words("removed.title"), "robots": "noindex"}
    for slug in site.settings.removed:
        if slug not in taken:
            path = f"articles/{slug}.md"
            yield site.job(path, meta, partial(site.render_page, "lifecycle/removed", path, meta))
            yield redirect_page(site, f"parallel/{slug}.md", path, str(meta["title"]))


# --- renamed ------------------------------------------------------------------------------------------------


def redirects(site: Site) -> Iterator[PageJob]:
    """For every earlier slug a page without scripts that leads to the present address."""
    taken = {article.slug for article in (*site.articles, *site.withdrawn)}
    for article in (*site.articles, *site.withdrawn):
        for old in article.meta.was:
            if old not in taken:
                taken.add(old)
                title = shown_title(site, article)
                yield redirect_page(site, f"articles/{old}.md", article_path(article), title)
                way = parallel_path(article) if article.is_in_both else article_path(article)
                yield redirect_page(site, f"parallel/{old}.md", way, title)


def redirect_page(site: Site, old: str, new: str, title: str) -> PageJob:
    """A page without scripts in the place of the page `old`, which leads to `new`."""

    def make() -> bytes:
        way = relative_url(old, new)
        canonical = site.absolute_page_url(new) or way
        page = site.render("lifecycle/redirect", old, way=way, canonical=canonical, title=title)
        return add_policy(page).encode()

    return site.job(page_url(old) + "index.html", (new, title), make)


# --- corrected ----------------------------------------------------------------------------------------------


def dated_corrections(article: AnyArticle) -> list[Correction]:
    """The corrections of an article that bear a date, newest first: those that readers are told of."""
    return sorted((c for c in article.meta.corrections if c.on), key=lambda c: str(c.on), reverse=True)


def notices_in(article: AnyArticle, lang: Lang) -> list[Notice]:
    """What readers of one language are told of changes of an article, newest first."""
    told = (notice for notice in article.meta.notices if lang in notice.text)
    return sorted(told, key=lambda notice: notice.on, reverse=True)


def notices_above(article: AnyArticle, lang: Lang) -> list[Notice]:
    """Those of them that stand above the text."""
    return [notice for notice in notices_in(article, lang) if notice.top]


def told_changes(article: AnyArticle, lang: Lang) -> list[Change]:
    """The corrections and notices that readers are told below the text, newest first."""
    below = (notice for notice in notices_in(article, lang) if not notice.top)
    return sorted([*dated_corrections(article), *below], key=lambda one: str(one.on), reverse=True)


def all_corrections(site: Site) -> list[tuple[str, Change]]:
    """All dated corrections and notices, newest first, with the slug of the article of each."""
    found = []
    for article in site.articles:
        if article.meta.corrections or article.meta.notices:  # few have any
            told: list[Change] = [*dated_corrections(article), *notices_in(article, site.lang)]
            found += [(article.slug, change) for change in told]
    return sorted(found, key=lambda pair: str(pair[1].on), reverse=True)


def newest_corrections(site: Site) -> object:
    """What `corrections_fragment` is made from."""
    return _inputs(site, next(paginate(CORRECTIONS, all_corrections(site), SIZE)))


def corrections_fragment(site: Site, path: str) -> Markup:
    """The newest corrections, and the way to those before."""
    newest = next(paginate(CORRECTIONS, all_corrections(site), SIZE))
    return site.render("lifecycle/corrections-fragment", path, list=_linked(site, newest))


def correction_pages(site: Site) -> Iterator[PageJob]:
    """Pages of the corrections that the hand-written one has no room for."""
    meta = {"title": site.words("nav.corrections"), "template": "list.html"}
    for page in paginate(CORRECTIONS, all_corrections(site), SIZE):
        if not page.is_first:
            yield site.job(page.path, _inputs(site, page), partial(_correction_page, site, meta, page))


def _correction_page(site: Site, meta: Mapping[str, object], page: ListPage[tuple[str, Change]]) -> bytes:
    shown = _linked(site, page)
    return site.render_page("lifecycle/corrections-page", page.path, meta, list=shown)


def _inputs(site: Site, page: ListPage[tuple[str, Change]]) -> object:
    return page.place, [(slug, site.article_link(slug), correction) for slug, correction in page.items]


def _linked(site: Site, page: ListPage[tuple[str, Change]]) -> ListPage[tuple[Link, Change]]:
    """The same with the way to each article."""
    rows = [(site.article_link(slug), correction) for slug, correction in page.items]
    return page.showing(rows)
