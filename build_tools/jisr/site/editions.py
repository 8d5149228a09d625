"""Editions to take along: which there are, where they lie in the site, and the links that lead to them.

They are made by `exports`; which formats are asked for, and can be made on this machine, say the settings.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from markupsafe import Markup

from jisr.i18n import InterfaceStrings
from jisr.model.languages import ORIGINAL, TRANSLATION, Lang
from jisr.site.common.context import Site, article_path
from jisr.site.common.listed import AnyArticle, ListedArticle, place_in_time
from jisr.site.common.urls import relative_url

VOLUME = 100
"""Articles in a book at most, which one that changes has made again. A publication of more has a book for
each year, or several for a year of more; the whole is made only by `jisr export`."""

UNDATED = "undated"  # in place of a year
_BOTH = ("epub",)  # formats of the book in both languages: a page of paper has room for one


@dataclass(frozen=True)
class EditionFile:
    """A file to be made; `path` is below its site's folder.

    A book of many is `whole`. It has the articles of a `year`, `""` for all years; `number` counts the books
    of a year, 0 for the only one.
    """

    path: str
    format: str
    lang: Lang | Literal["both"]
    articles: tuple[ListedArticle, ...]
    whole: bool = False
    year: str = ""
    number: int = 0

    def part(self, say: InterfaceStrings) -> str:
        """What part of the publication it is, in brackets behind a name: `2023`, `2023/2`; `""` for all."""
        year = say("lists.undated") if self.year == UNDATED else self.year and say.number(int(self.year))
        return f"{year}/{say.number(self.number)}" if self.number else year


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

    Articles follow each other as they were published, so that a new one changes the last book only.
    """
    return [edition for lang in _langs(site) for edition in _publication_files(site, lang, VOLUME)]


def whole_editions(site: Site) -> list[EditionFile]:
    """The same, each of all articles in one, however many they are."""
    return [
        edition for lang in _langs(site) for edition in _publication_files(site, lang, len(site.articles))
    ]


def _langs(site: Site) -> tuple[Lang | Literal["both"], ...]:
    return (site.lang, "both") if site.lang == ORIGINAL.code else (site.lang,)


def _publication_files(site: Site, lang: Lang | Literal["both"], most: int) -> list[EditionFile]:
    shown = (a for a in site.articles if lang != TRANSLATION.code or a.is_translated)
    articles = sorted(shown, key=place_in_time)
    return [
        EditionFile(f"editions/{name}.{format_}", format_, lang, book, True, year, number)
        for year, number, book in _books(articles, most)
        for name in ["-".join(filter(None, ("publication", lang, year, str(number or ""))))]
        for format_ in site.settings.editions
        if lang != "both" or format_ in _BOTH
    ]


def _books(
    articles: Sequence[ListedArticle], most: int
) -> Iterator[tuple[str, int, tuple[ListedArticle, ...]]]:
    """Articles in the order of their dates as books of `most` at most: year, number and articles of each."""
    if 0 < len(articles) <= most:
        yield "", 0, tuple(articles)
        return
    for year, group in groupby(articles, _year):
        found = list(group)
        books = [tuple(found[start : start + most]) for start in range(0, len(found), most)]
        for number, book in enumerate(books, 1):
            yield year, number if len(books) > 1 else 0, book


def _year(article: ListedArticle) -> str:
    published = article.meta.published
    return published.value[:4] if published else UNDATED


# --- links -------------------------------------------------------------------------------------------------


EditionLink = tuple[str, str]
"""The address of an edition as seen from a page, and what it is called there."""


def article_edition_links(site: Site, article: AnyArticle) -> list[EditionLink]:
    """Links to the editions of an article, from its page."""
    path = article_path(article)
    return [(relative_url(path, e.path), _name(site, e)) for e in article_editions(site, article.slug)]


def publication_edition_paths(site: Site) -> list[str]:
    """What the links to the editions of the whole publication depend on: which there are."""
    return [e.path for lang in (site.lang, "both") for e in _publication_files(site, lang, VOLUME)]


def publication_edition_links(site: Site, path: str) -> Markup:
    """A line with links to the editions of the whole publication, from the page of the file `path`."""
    links = []
    for lang in (site.lang, "both"):
        for edition in _publication_files(site, lang, VOLUME):
            foreign = edition.lang == "both" and site.lang == TRANSLATION.code
            way = site.other(path, target=edition.path) if foreign else relative_url(path, edition.path)
            links.append((way, _name(site, edition)))
    return site.render("common/editions", path, editions=links)


def _name(site: Site, edition: EditionFile) -> str:
    say = site.words
    name = edition.format.upper()
    if edition.lang == "both":
        name = say("editions.both", name=name)
    part = edition.part(say)
    return say("editions.volume", name=name, part=part) if part else name
