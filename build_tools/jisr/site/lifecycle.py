"""What becomes of articles: withdrawn ones leave a page, renamed ones an address, corrected ones a note."""

from collections.abc import Iterator

from markupsafe import Markup

from jisr.model.publication import Article
from jisr.model.source import Correction
from jisr.site.common.context import Link, Site, article_path, article_title, parallel_path
from jisr.site.common.csp import add_policy
from jisr.site.common.paging import paginate
from jisr.site.common.urls import page_url, relative_url

CORRECTIONS = "corrections.md"
SIZE = 100  # corrections on a page


# --- withdrawn ----------------------------------------------------------------------------------------------


def withdrawn_pages(site: Site) -> Iterator[tuple[str, bytes]]:
    """A page in the place of each withdrawn article, and one that leads there from that of both languages."""
    for article in site.withdrawn:
        path = article_path(article)
        title, lang = article_title(article, site.lang)
        yield (
            path,
            site.render_page(
                "lifecycle/withdrawn",
                path,
                {"title": title, "robots": "noindex"},
                title=site.text(title, lang),
                reason=article.meta.reason,
            ),
        )
        yield redirect_page(site, parallel_path(article), path, title)


# --- renamed ------------------------------------------------------------------------------------------------


def redirects(site: Site) -> Iterator[tuple[str, bytes]]:
    """For every earlier slug a page without scripts that leads to the present address."""
    taken = {article.slug for article in (*site.articles, *site.withdrawn)}
    for article in (*site.articles, *site.withdrawn):
        for old in article.meta.was:
            if old not in taken:
                taken.add(old)
                title, _ = article_title(article, site.lang)
                yield redirect_page(site, f"articles/{old}.md", article_path(article), title)
                way = parallel_path(article) if article.is_in_both else article_path(article)
                yield redirect_page(site, f"parallel/{old}.md", way, title)


def redirect_page(site: Site, old: str, new: str, title: str) -> tuple[str, bytes]:
    """A page without scripts in the place of the page `old`, which leads to `new`."""
    way = relative_url(old, new)
    canonical = site.absolute_page_url(new) or way
    page = site.render("lifecycle/redirect", old, way=way, canonical=canonical, title=title)
    return page_url(old) + "index.html", add_policy(page).encode()


# --- corrected ----------------------------------------------------------------------------------------------


def dated_corrections(article: Article) -> list[Correction]:
    """The corrections of an article that bear a date, newest first: those that readers are told of."""
    return sorted((c for c in article.meta.corrections if c.on), key=lambda c: str(c.on), reverse=True)


def all_corrections(site: Site) -> list[tuple[Link, Correction]]:
    """All dated corrections, newest first, with the article that each was made in."""
    found = [(site.article_link(a.slug), c) for a in site.articles for c in dated_corrections(a)]
    return sorted(found, key=lambda pair: str(pair[1].on), reverse=True)


def corrections_fragment(site: Site, path: str) -> Markup:
    """The newest corrections, and the way to those before."""
    newest = next(paginate(CORRECTIONS, all_corrections(site), SIZE))
    return site.render("lifecycle/corrections-fragment", path, list=newest)


def correction_pages(site: Site) -> Iterator[tuple[str, bytes]]:
    """Pages of the corrections that the hand-written one has no room for: (path, content)."""
    meta = {"title": site.words("nav.corrections"), "template": "list.html"}
    for page in paginate(CORRECTIONS, all_corrections(site), SIZE):
        if page.number > 1:
            yield page.path, site.render_page("lifecycle/corrections-page", page.path, meta, list=page)
