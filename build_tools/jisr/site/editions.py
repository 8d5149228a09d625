"""Editions to take along: which there are, where they lie in the site, and the links that lead to them.

They are made by `exports`; which formats are asked for, and can be made on this machine, say the settings.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from jisr.model.languages import ORIGINAL, TRANSLATION, Lang
from jisr.site.common.context import Site, article_path
from jisr.site.common.listed import AnyArticle, ListedArticle
from jisr.site.common.urls import relative_url

VOLUME = 100  # articles in a volume of the whole publication: what one new article has made again
_BOTH = ("epub",)  # formats of the book in both languages: a page of paper has room for one


@dataclass(frozen=True)
class EditionFile:
    """A file to be made. `path` is below its site's folder; `number` counts volumes, 0 for the only one."""

    path: str
    format: str
    lang: Lang | Literal["both"]
    articles: tuple[ListedArticle, ...]
    whole: bool = False
    number: int = 0


def article_editions(site: Site, slug: str) -> list[EditionFile]:
    """The editions of one article in the language of `site`; none in English while there is no English."""
    article = site.by_slug[slug]
    if site.lang == TRANSLATION.code and not article.is_translated:
        return []
    name = article.slug.rpartition("/")[2]
    folder = f"articles/{article.slug}"
    return [
        EditionFile(f"{folder}/{name}-{site.lang}.{format_}", format_, site.lang, (article,))
        for format_ in site.settings.editions
    ]


def publication_editions(site: Site) -> list[EditionFile]:
    """The editions of all articles that lie in `site`: in its language, and in Arabic's those in both.

    Articles follow each other as they were published, so that a new one changes the last volume only.
    """
    return [
        *_publication_files(site, site.lang),
        *(_publication_files(site, "both") if site.lang == ORIGINAL.code else ()),
    ]


def _publication_files(site: Site, lang: Lang | Literal["both"]) -> list[EditionFile]:
    articles = [a for a in reversed(site.articles) if lang != TRANSLATION.code or a.is_translated]
    return [
        EditionFile(
            f"editions/publication-{lang}{f'-{n}' if n else ''}.{format_}", format_, lang, volume, True, n
        )
        for n, volume in _volumes(articles)
        for format_ in site.settings.editions
        if lang != "both" or format_ in _BOTH
    ]


def _volumes(articles: Sequence[ListedArticle]) -> list[tuple[int, tuple[ListedArticle, ...]]]:
    cut = [tuple(articles[start : start + VOLUME]) for start in range(0, len(articles), VOLUME)]
    return [(number if len(cut) > 1 else 0, volume) for number, volume in enumerate(cut, 1)]


# --- links -------------------------------------------------------------------------------------------------


EditionLink = tuple[str, str]
"""The address of an edition as seen from a page, and what it is called there."""


def article_edition_links(site: Site, article: AnyArticle) -> list[EditionLink]:
    """Links to the editions of an article, from its page."""
    path = article_path(article)
    return [(relative_url(path, e.path), _name(site, e)) for e in article_editions(site, article.slug)]


def publication_edition_paths(site: Site) -> list[str]:
    """What the links to the editions of the whole publication depend on: which there are."""
    return [e.path for lang in (site.lang, "both") for e in _publication_files(site, lang)]


def publication_edition_links(site: Site, path: str) -> Markup:
    """A line with links to the editions of the whole publication, from the page of the file `path`."""
    links = []
    for edition in (*_publication_files(site, site.lang), *_publication_files(site, "both")):
        foreign = edition.lang == "both" and site.lang == TRANSLATION.code
        way = site.other(path, target=edition.path) if foreign else relative_url(path, edition.path)
        links.append((way, _name(site, edition)))
    return site.render("common/editions", path, editions=links)


def _name(site: Site, edition: EditionFile) -> str:
    say = site.words
    name = edition.format.upper()
    if edition.lang == "both":
        name = say("editions.both", name=name)
    return say("editions.volume", name=name, n=say.number(edition.number)) if edition.number else name
