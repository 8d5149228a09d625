"""Lists of articles: all, newest first; an author's, a topic's, a series'; fragments for hand-written pages.

A hand-written page takes a list in by a comment alone on its line: `<!-- jisr:latest -->`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from markupsafe import Markup

from jisr.model.languages import TRANSLATION, Lang
from jisr.model.publication import Article
from jisr.site import coverage
from jisr.site.article import states
from jisr.site.article.metadata import summary
from jisr.site.common.context import Link, Site, author_name, page_title
from jisr.site.common.groups import GROUP_KINDS, Group, GroupKind
from jisr.site.common.paging import paginate
from jisr.site.editions import publication_edition_links
from jisr.site.lifecycle import corrections_fragment

INDEX = "articles/index.md"
LATEST = 6
SIZE = 50  # articles on a page


def article_lists(site: Site) -> Iterator[tuple[str, bytes]]:
    """The pages of all articles: (path, content)."""
    say = site.words
    about = f"{say('lists.articles_about')} {say.count('articles', len(site.articles))}."
    yield from _list_pages(
        site, INDEX, say("lists.articles"), site.articles, say("lists.articles_about"), about
    )


def group_lists(site: Site) -> Iterator[tuple[str, bytes]]:
    """A page for each author, topic and series, and the pages that list these."""
    say = site.words
    for sort in GROUP_KINDS:
        above = Link(_index_path(sort), (say(f"groups.{sort}"),))
        for group in site.groups[sort]:
            name, lang = group.name(site.lang)
            about = say.count("articles", len(group.articles))
            yield from _list_pages(site, group.path, name, group.articles, "", about, group=above, lang=lang)
    indexes: tuple[tuple[GroupKind, tuple[GroupKind, ...]], ...] = (
        ("topics", ("topics", "series")),
        ("authors", ("authors",)),
    )
    for kind, sorts in indexes:
        path, title = _index_path(kind), say(f"groups.{kind}")
        groups = {sort: _by_name(site, site.groups[sort]) for sort in sorts}
        meta = {"title": title, "template": "list.html"}
        yield path, site.render_page("listing/groups", path, meta, title=title, groups=groups)


def _index_path(sort: str) -> str:
    return f"{'topics' if sort == 'series' else sort}/index.md"


def _by_name(site: Site, groups: Sequence[Group]) -> list[Group]:
    return sorted(groups, key=lambda group: (group.name(site.lang)[0].casefold(), group.id))


def _list_pages(
    site: Site,
    first: str,
    title: str,
    articles: Sequence[Article],
    description: str,
    about: str,
    *,
    group: Link | None = None,
    lang: Lang | None = None,
) -> Iterator[tuple[str, bytes]]:
    """A list of articles on as many pages as it takes."""
    data = {"title": site.text(title, lang), "about": about, "group": group, **_functions(site)}
    for page in paginate(first, articles, SIZE):
        meta = {
            "title": page_title(site, title, page),
            "description": description if page.number == 1 else "",
            "title_lang": lang if lang != site.lang else "",
            "template": "list.html",
        }
        yield page.path, site.render_page("listing/articles", page.path, meta, list=page, **data)


def _functions(site: Site) -> Mapping[str, Callable[[Article], Any]]:
    """What templates ask of an article in a list; on an Arabic one nobody asks for a state."""
    return {
        "author_of": lambda article: author_name(article, site.lang),
        "summary_of": partial(summary, site),
        "state_of": states.page_state if site.lang == TRANSLATION.code else lambda _: "",
    }


# --- fragments in hand-written pages ----------------------------------------------------------------------


def _latest(site: Site, path: str) -> Markup:
    more = len(site.articles) > LATEST
    return site.render("listing/latest", path, articles=site.articles[:LATEST], more=more, **_functions(site))


FRAGMENTS: Mapping[str, Callable[[Site, str], Markup]] = {
    "latest": _latest,
    "editions": publication_edition_links,
    "coverage": coverage.coverage_fragment,
    "corrections": corrections_fragment,
}
"""Name → what stands in place of `<!-- jisr:NAME -->` on the page at a path."""
