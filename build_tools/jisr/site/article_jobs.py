"""The files of each article: what they are made from, and who makes them, for any process can."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from hashlib import sha256
from typing import Any

from jisr.model.languages import Lang
from jisr.model.publication import ArticleHead
from jisr.site.article.downloads import article_file_paths, article_files
from jisr.site.article.page import article_page
from jisr.site.article.side_by_side import parallel_page
from jisr.site.article.view import ArticleViews
from jisr.site.common.context import Site, article_path, parallel_path
from jisr.site.common.groups import Group, RelatedArticle
from jisr.site.common.listed import ListedArticle
from jisr.site.contributions import Common, Contribution, Contributions
from jisr.site.jobs import PageJob, strip_bidi_overrides
from jisr.storage.cache import read_or_compute

ARTICLE_PAGES: tuple[Callable[[Site, ArticleViews], Iterable[tuple[str, bytes]]], ...] = (
    article_page,
    parallel_page,
    article_files,
)
"""Makers of an article's pages and files: one language's site, its views → (path there, content)."""


def article_jobs(
    sites: Sequence[Site], known: Mapping[str, Contribution], contributions: Contributions
) -> Iterator[PageJob]:
    """What is to be made of each article, in all its languages."""
    common = contributions.common
    for article in {article.slug: article for site in sites for article in site.articles}.values():
        own = [site for site in sites if site.lang in article.head.langs]
        inputs = repr(_inputs(own, article, known[article.slug]))
        key = sha256(
            "".join((*(site.seal for site in own), inputs)).encode("utf-8", "surrogatepass")
        ).hexdigest()
        paths = tuple(f"{site.lang}/{path}" for site in own for path in _article_paths(article))
        yield PageJob(paths, key, _MakeArticle(common, own, article.head, contributions), anywhere=True)


def _article_paths(article: ListedArticle) -> Iterator[str]:
    """The files that `ARTICLE_PAGES` make of an article, below a language."""
    yield article_path(article)
    if article.is_in_both:
        yield parallel_path(article)
    yield from article_file_paths(article)


@dataclass(frozen=True)
class _Surroundings:
    """What the pages of one article take from all others, in one language: see `Site`."""

    lang: Lang
    articles: tuple[ListedArticle, ...]
    filed: tuple[Group, ...]
    near: tuple[RelatedArticle, ...]

    @classmethod
    def of(cls, site: Site, slug: str) -> "_Surroundings":
        """Those of an article."""
        near = site.near.get(slug, ())
        articles = tuple(site.by_slug[one] for one in (slug, *(related.slug for related in near)))
        return cls(
            site.lang, articles, tuple(replace(g, articles=()) for g in site.filed.get(slug, ())), near
        )


@dataclass(frozen=True)
class _MakeArticle:
    """Makes the files of an article; another process is sent what these alone are made from."""

    common: Common
    sites: Sequence[Site]
    head: ArticleHead
    contributions: Contributions

    def __call__(self) -> dict[str, bytes]:
        return _article_files(self.contributions, self.head, self._around())

    def __reduce__(self) -> tuple[type[partial[Any]], tuple[Any, ...]]:
        glossary = self.contributions.glossary_of(self.head)
        return partial, (_make_elsewhere, self.common, self.head, glossary, self._around())

    def _around(self) -> list[_Surroundings]:
        return [_Surroundings.of(site, self.head.slug) for site in self.sites]


def _make_elsewhere(
    common: Common, head: ArticleHead, glossary: str, around: Sequence[_Surroundings]
) -> dict[str, bytes]:
    contributions = _begin(common)
    contributions.note(head, glossary)
    made = _article_files(contributions, head, around)
    contributions.forget(head)
    return made


@lru_cache(maxsize=1)
def _begin(common: Common) -> Contributions:
    return common.begin(partial(read_or_compute, common.settings.root))


def _article_files(
    contributions: Contributions, head: ArticleHead, around: Iterable[_Surroundings]
) -> dict[str, bytes]:
    """The files, in whatever process: templates are told of no article but those around this one."""
    views = contributions.views(head)
    sites = [
        contributions.site(one.lang).with_articles(
            one.articles, {head.slug: one.filed}, {head.slug: one.near}
        )
        for one in around
    ]
    return {
        f"{site.lang}/{path}": strip_bidi_overrides(path, data)
        for site in sites
        for make in ARTICLE_PAGES
        for path, data in make(site, views)
    }


def _inputs(sites: Sequence[Site], article: ListedArticle, known: Contribution) -> object:
    """All inputs of an article's files but those of every page. Nothing else may influence these files."""
    site, slug = sites[0], article.slug
    named = site.seal_names(known.actors)
    filed = [group.seal for one in sites for group in one.filed.get(slug, ())]
    near = [
        (one.by_slug[related.slug].link, related.groups, site.seal_names(related.actors))
        for one in sites
        for related in one.near.get(slug, ())
    ]
    there = site.settings.correctable
    return (
        article.head.digest,
        known.mentions,
        named,
        filed,
        near,
        there is None or slug in there,
        [one.by_slug[slug].card for one in sites],
    )
