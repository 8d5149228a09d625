"""From articles, actors and hand-written pages to the Markdown that MkDocs publishes; no file is touched.

`plan` tells the whole tree of `.build/pages/`: hand-written pages by the same allow-list of tags as all
others (`handwritten`), pictures and the like as they are, each article's files (`article_jobs`), and what
the makers in `PAGES` add: actors, lists. Each is a job, known by all that it is made from, and made by
whoever does not have it. A new kind of page is a maker and a line in `PAGES`; what it takes from articles
beside their titles is a line in `contributions.GIVES`.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from hashlib import sha256
from typing import Any

from jisr.i18n import load_strings
from jisr.model.glossary import Actor, public_actors
from jisr.model.languages import LANGS, Lang, other_lang
from jisr.model.publication import Article, ArticleHead
from jisr.model.settings import Settings
from jisr.site import cards
from jisr.site.actors.pages import actor_pages
from jisr.site.article.metadata import article_card
from jisr.site.article_jobs import article_jobs
from jisr.site.common.context import Site
from jisr.site.common.groups import (
    GROUP_KINDS,
    Groups,
    RelatedArticle,
    group_articles,
    groups_by_article,
    related_articles,
)
from jisr.site.common.held_links import held_link_findings, without_held_links
from jisr.site.common.images_in_texts import with_images
from jisr.site.common.listed import Given, ListedArticle
from jisr.site.common.visibility import (
    held_pages,
    hold_findings,
    left_out_findings,
    published,
    readers_articles,
    shown_images,
    visible_article,
    withdrawn,
    without_held_files,
)
from jisr.site.contributions import Contribution, Contributions
from jisr.site.coverage import coverage_pages
from jisr.site.handwritten import handwritten_job
from jisr.site.jobs import PageJob, file_job, make_job
from jisr.site.lifecycle import correction_pages, redirects, removed_pages, withdrawn_pages
from jisr.site.listing import feeds
from jisr.site.listing.lists import article_lists, group_lists
from jisr.site.look_files import look_files
from jisr.site.on_all_cores import contribute_ahead
from jisr.site.root import root_files
from jisr.site.timeline.page import timeline_files
from jisr.storage.cache import CachedCall, cache_key, compute_uncached
from jisr.storage.cleaned_files import SiteFiles
from jisr.storage.work.progress import follow

__all__ = [
    "PAGES",
    "PageJob",
    "contribute_ahead",
    "held_link_findings",
    "held_pages",
    "hold_findings",
    "left_out_findings",
    "load_strings",
    "make_job",
    "plan",
    "published",
    "readers_articles",
    "render",
    "root_files",
    "shown_images",
    "sites_of",
    "visible_article",
    "with_images",
    "without_held_files",
    "without_held_links",
]

PAGES: tuple[Callable[[Site], Iterable[PageJob]], ...] = (
    look_files,
    feeds.atom_feed,
    article_lists,
    group_lists,
    actor_pages,
    timeline_files,
    coverage_pages,
    correction_pages,
    withdrawn_pages,
    removed_pages,
    redirects,
)
"""Makers of plans: one language's site → what is to be made."""


def render(
    articles: Iterable[Article],
    actors: Sequence[Actor],
    settings: Settings,
    docs: Mapping[str, bytes],
    made: CachedCall = compute_uncached,
) -> dict[str, bytes]:
    """All that `plan` would have made, by path and in order of path."""
    heads = [ArticleHead.of(visible_article(article, settings.publish)) for article in articles]
    files: dict[str, bytes] = {}
    for job in plan(heads, actors, settings, docs, made):
        files |= job.make()
    return dict(sorted(files.items()))


def plan(
    heads: Iterable[ArticleHead],
    actors: Sequence[Actor],
    settings: Settings,
    docs: Mapping[str, bytes],
    made: CachedCall = compute_uncached,
    tell_first: Callable[[Sequence[PageJob]], object] | None = None,
) -> list[PageJob]:
    """What is to be made: the files of `.build/pages/` by their path there (`ar/articles/2023/x.md`).

    `heads` are of articles as readers see them. `docs` holds the files of `docs/` by their path there; its
    article pages give way to the rendered ones. `made` gives what was made before from the same inputs (see
    `cache`). `tell_first` is told of the articles' own pages before others are planned.
    """
    contributions = Contributions(actors, settings, made)
    sites, known = _sites(heads, contributions, actors, settings, made)
    jobs = [*article_jobs(sites, known, contributions)]
    if tell_first:
        tell_first(_settled(jobs, docs))
    for site in sites:
        jobs += [*_cards(site), *_handwritten_files(site, SiteFiles.of(docs))]
        jobs += (job for maker in PAGES for job in maker(site))
    return _settled(jobs, docs)


def _settled(jobs: Sequence[PageJob], docs: Mapping[str, bytes]) -> list[PageJob]:
    """The jobs, each for the files that no other makes, which know whether they are alone of their kind."""
    last = {path: job for job in jobs for path in job.paths}  # of two with one path the later one counts
    for page in [name for name in docs if _same_place(name) - docs.keys() & last.keys()]:
        last.pop(page, None)
    alone = _without_counterpart([path for path in last if path.endswith(".md")])
    if not alone and len(last) == sum(len(job.paths) for job in jobs):  # as in most publications
        return [job for job in jobs if job.paths]
    settled = []
    for job in jobs:
        if paths := tuple(path for path in job.paths if last.get(path) is job):
            lone = alone.intersection(paths)
            settled.append(_changed(job, paths, lone) if lone or paths != job.paths else job)
    return settled


def _changed(job: PageJob, paths: tuple[str, ...], alone: Collection[str]) -> PageJob:
    """The job for some of its paths, some of which have no counterpart."""
    key = sha256(f"{job.key}{paths!r}{sorted(alone)!r}".encode()).hexdigest()
    return PageJob(paths, key, partial(_make_changed, job.make, paths, alone), job.anywhere)


def _make_changed(
    make: Callable[[], Mapping[str, bytes]], paths: Iterable[str], alone: Collection[str]
) -> dict[str, bytes]:
    files = make()
    return {path: _mark_without_counterpart(files[path]) if path in alone else files[path] for path in paths}


def _cards(site: Site) -> Iterator[PageJob]:
    """The pictures for links to articles, as far as this machine can draw them."""
    for article in site.articles:
        if article.card:
            path = f"{site.lang}/{article.card}"
            make = partial(_card, site.lang, site.settings, article)
            yield file_job(path, cache_key("card", path).hex(), make, anywhere=True)


def _card(lang: Lang, settings: Settings, article: ListedArticle) -> bytes:
    picture = article_card(Site(lang, settings), article)
    return cards.draw(picture) if picture else b""


# --- all articles -------------------------------------------------------------------------------------------


def _sites(
    heads: Iterable[ArticleHead],
    contributions: Contributions,
    actors: Sequence[Actor],
    settings: Settings,
    made: CachedCall,
) -> tuple[list[Site], Mapping[str, Contribution]]:
    """What both languages' pages are made from, and what each article with pages gives."""
    shown = _newest_first(heads)
    paged, without = published(shown), withdrawn(shown)
    known = dict(follow(contributions.contribute(paged), "looking for names and dates", len(paged)))
    listed = {slug: one.listed for slug, one in known.items()}
    listed |= {head.slug: contributions.list_article(head) for head in without}
    contributions.keep_feed(list(known)[: feeds.NEWEST])
    named = {slug: one.named for slug, one in known.items()}
    ordered: dict[tuple[str, ...], dict[str, Any]] = {}  # most often both languages have the same articles
    sites = []
    for lang in LANGS:
        here = tuple(listed[head.slug][lang] for head in paged if lang in head.langs)
        slugs = tuple(article.slug for article in here)
        if slugs not in ordered:
            groups = group_articles(here, settings)
            near = _related(here, groups, named, made)
            filed = groups_by_article(groups)
            ordered[slugs] = {"groups": groups, "filed": filed, "near": near, "alike": {}}
        sites.append(
            Site(
                lang,
                settings,
                here,
                {actor.id: actor for actor in public_actors(actors)},
                withdrawn=tuple(listed[head.slug][lang] for head in without if lang in head.langs),
                places=contributions.places[lang],
                given=partial(_given, contributions, lang),
                given_seals={one.slug: one.head.digest + known[one.slug].mentions for one in here},
                made=made,
                **ordered[slugs],
            ).sharing_look(contributions.site(lang))
        )
    return sites, known


def _related(
    articles: Sequence[ListedArticle],
    groups: Groups,
    named: Mapping[str, Sequence[str]],
    made: CachedCall,
) -> Mapping[str, tuple[RelatedArticle, ...]]:
    """`related_articles`, from what is kept while nothing but words is edited."""
    members = [(group.path, group.articles) for sort in GROUP_KINDS for group in groups[sort]]
    told = repr([(one.slug, named.get(one.slug, ())) for one in articles])

    def relate() -> list[list[RelatedArticle]]:
        return list(map(list, related_articles(articles, groups, named).values()))

    found = made("near", f"{members!r}{told}", relate)
    return {
        one.slug: tuple(RelatedArticle(*row) for row in rows)
        for one, rows in zip(articles, found, strict=True)
    }


def _given(contributions: Contributions, lang: Lang, what: str, slug: str) -> Given:
    return contributions.given(what, slug)[lang]


def sites_of(
    heads: Iterable[ArticleHead], settings: Settings, made: CachedCall = compute_uncached
) -> tuple[Site, ...]:
    """Both languages' sites with the articles alone: no names, no dates in their texts, nothing near them."""
    contributions = Contributions((), settings, made)
    listed = [contributions.list_article(head) for head in published(_newest_first(heads))]
    return tuple(Site(lang, settings, tuple(a[lang] for a in listed if lang in a)) for lang in LANGS)


def _newest_first(heads: Iterable[ArticleHead]) -> list[ArticleHead]:
    """The articles newest first; of one date by slug; undated last."""
    shown = sorted(heads, key=lambda head: head.slug)
    shown.sort(key=lambda head: head.meta.published.value if head.meta.published else "", reverse=True)
    return shown


def _handwritten_files(site: Site, docs: SiteFiles) -> Iterator[PageJob]:
    for name in docs:
        lang, _, path = name.partition("/")
        if lang != site.lang or (path.startswith("articles/") and path.endswith(".md")):
            continue
        if path.endswith(".md"):
            yield handwritten_job(site, path, docs[name])
        else:
            yield file_job(name, docs.digest(name), partial(docs.__getitem__, name))


def _without_counterpart(pages: Sequence[str]) -> set[str]:
    """Those of pages that are not there in the other language."""
    there = {lang: {page[len(lang) :] for page in pages if page.startswith(f"{lang}/")} for lang in LANGS}
    return {f"{lang}{path}" for lang in LANGS for path in there[lang] - there[other_lang(lang)]}


def _same_place(page: str) -> set[str]:
    """What else could be called a page that lies where `page` does: `x/index.md` for `x.md`."""
    stem, dot, _ = page.rpartition(".md")
    folder = stem.removesuffix("/index").removesuffix("/README")
    names = {f"{folder}.md", f"{folder}/index.md", f"{folder}/README.md"} if dot else set()
    return names - {page}


def _mark_without_counterpart(data: bytes) -> bytes:
    """Tell the templates that a page has no counterpart: the language switch leads to the other home page."""
    if data.startswith(b"---\n"):
        return b"---\nalone: true\n" + data.removeprefix(b"---\n")
    return b"---\nalone: true\n---\n\n" + data
