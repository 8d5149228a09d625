"""Lists of articles: all, newest first; an author's, a topic's, a series'; fragments for hand-written pages.

A hand-written page takes a list in by a comment alone on its line: `<!-- jisr:latest -->`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from markupsafe import Markup

from jisr.model.languages import Lang
from jisr.site import coverage
from jisr.site.common.context import Link, Site, page_title
from jisr.site.common.groups import GROUP_KINDS, Group, GroupKind
from jisr.site.common.listed import ListedArticle
from jisr.site.common.paging import paginate
from jisr.site.editions import publication_edition_links, publication_edition_paths
from jisr.site.jobs import PageJob
from jisr.site.lifecycle import corrections_fragment, newest_corrections
from jisr.site.listing.front import front_fragment, front_inputs, front_states
from jisr.site.listing.listed_facts import listed_facts

INDEX = "articles/index.md"
LATEST = 6
SIZE = 50  # articles on a page


def article_lists(site: Site) -> Iterator[PageJob]:
    """The pages of all articles."""
    say = site.words
    about = f"{say('lists.articles_about')} {say.count('articles', len(site.articles))}."
    yield from _list_pages(
        site, INDEX, say("lists.articles"), site.articles, say("lists.articles_about"), about
    )


def group_lists(site: Site) -> Iterator[PageJob]:
    """A page for each author, topic and series, and the pages that list these."""
    say = site.words
    for sort in GROUP_KINDS:
        above = Link(_index_path(sort), (say(f"groups.{sort}"),))
        for group in site.groups[sort]:
            name, lang = group.name(site.lang)
            about = say.count("articles", len(group.articles))
            articles = [site.by_slug[slug] for slug in group.articles]
            rising = sort == "series"
            yield from _list_pages(
                site, group.path, name, articles, "", about, group=above, lang=lang, rising=rising
            )
    indexes: tuple[tuple[GroupKind, tuple[GroupKind, ...]], ...] = (
        ("topics", ("topics", "series")),
        ("authors", ("authors",)),
    )
    for kind, sorts in indexes:
        path, title = _index_path(kind), say(f"groups.{kind}")
        groups = {sort: _by_name(site, site.groups[sort]) for sort in sorts}
        if not any(groups.values()):  # a page that lists nothing is none, and nothing leads there
            continue
        meta = {"title": title, "template": "list.html"}
        data = {"title": title, "groups": groups}
        listed = [(g.path, sorted(g.names.items()), len(g.articles)) for sort in sorts for g in groups[sort]]
        yield site.job(path, listed, partial(site.render_page, "listing/groups", path, meta, **data))


def _index_path(sort: str) -> str:
    return f"{'topics' if sort == 'series' else sort}/index.md"


def _by_name(site: Site, groups: Sequence[Group]) -> list[Group]:
    return sorted(groups, key=lambda group: (group.name(site.lang)[0].casefold(), group.id))


def _list_pages(
    site: Site,
    first: str,
    title: str,
    articles: Sequence[ListedArticle],
    description: str,
    about: str,
    *,
    group: Link | None = None,
    lang: Lang | None = None,
    rising: bool = False,
) -> Iterator[PageJob]:
    """A list of articles on as many pages as it takes; a `rising` one begins with the oldest."""
    data = {"title": site.text(title, lang), "about": about, "group": group, **listed_facts(site)}
    for page in paginate(first, articles, SIZE, rising=rising):
        meta = {
            "title": page_title(site, title, page),
            "description": description if page.is_first else "",
            "title_lang": lang if lang != site.lang else "",
            "template": "list.html",
            **site.search_rules({one.state for one in page.items}),
        }
        inputs = (meta, page.place, about if page.is_first else "", [one.seal for one in page.items])
        make = partial(site.render_page, "listing/articles", page.path, meta, list=page, **data)
        yield site.job(page.path, inputs, make)


# --- fragments in hand-written pages ----------------------------------------------------------------------


def _latest(site: Site, path: str) -> Markup:
    more = len(site.articles) > LATEST
    return site.render(
        "listing/latest", path, articles=site.articles[:LATEST], more=more, **listed_facts(site)
    )


class Fragment(NamedTuple):
    """What stands in place of a comment on the page at a path, and what of the site it is made from.

    `states` are those of the articles whose words it shows.
    """

    render: Callable[[Site, str], Markup]
    inputs: Callable[[Site], object]
    states: Callable[[Site], Iterable[str]] = lambda _: ()


FRAGMENTS: Mapping[str, Fragment] = {
    "latest": Fragment(
        _latest,
        lambda site: [one.seal for one in site.articles[: LATEST + 1]],
        lambda site: (one.state for one in site.articles[:LATEST]),
    ),
    "front": Fragment(front_fragment, front_inputs, front_states),
    "editions": Fragment(publication_edition_links, publication_edition_paths),
    "coverage": Fragment(coverage.coverage_fragment, coverage.publication_figures),
    "corrections": Fragment(corrections_fragment, newest_corrections),
}
"""Name → what stands in place of `<!-- jisr:NAME -->`."""
