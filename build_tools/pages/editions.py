"""Editions to take along: which there are, where they lie in the site, and the links that lead to them.

They are made by `exports`; which formats are asked for, and can be made on this machine, say the settings.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from build_tools.model import Article, Lang
from build_tools.pages.html import Node, el
from build_tools.pages.site import Site, article_path
from build_tools.pages.urls import link

VOLUME = 100  # articles in a volume of the whole publication: what one new article has made again
_BOTH = ("epub",)  # formats of the book in both languages: a page of paper has room for one


@dataclass(frozen=True)
class Edition:
    """A file to be made. `path` is below its site's folder; `number` counts volumes, 0 for the only one."""

    path: str
    format: str
    lang: Lang | Literal["both"]
    articles: tuple[Article, ...]
    whole: bool = False
    number: int = 0


def article_editions(site: Site, article: Article) -> list[Edition]:
    """The editions of one article in the language of `site`; none in English while there is no English."""
    if site.lang == "en" and not _english(article):
        return []
    name = article.slug.rpartition("/")[2]
    folder = f"articles/{article.slug}"
    return [
        Edition(f"{folder}/{name}-{site.lang}.{format_}", format_, site.lang, (article,))
        for format_ in site.settings.editions
    ]


def whole_editions(site: Site) -> list[Edition]:
    """The editions of all articles that lie in `site`: in its language, and in Arabic's those in both.

    Articles follow each other as they were published, so that a new one changes the last volume only.
    """
    return [*_whole(site, site.lang), *(_whole(site, "both") if site.lang == "ar" else ())]


def _whole(site: Site, lang: Lang | Literal["both"]) -> list[Edition]:
    articles = [a for a in reversed(site.articles) if lang != "en" or _english(a)]
    return [
        Edition(
            f"editions/publication-{lang}{f'-{n}' if n else ''}.{format_}", format_, lang, volume, True, n
        )
        for n, volume in _volumes(articles)
        for format_ in site.settings.editions
        if lang != "both" or format_ in _BOTH
    ]


def _english(article: Article) -> bool:
    return any(p.english for p in article.passages)


def _volumes(articles: Sequence[Article]) -> list[tuple[int, tuple[Article, ...]]]:
    cut = [tuple(articles[start : start + VOLUME]) for start in range(0, len(articles), VOLUME)]
    return [(number if len(cut) > 1 else 0, volume) for number, volume in enumerate(cut, 1)]


# --- links -------------------------------------------------------------------------------------------------


def article_links(site: Site, article: Article) -> list[Node]:
    """Links to the editions of an article, from its page."""
    path = article_path(article)
    return [
        el("a", _name(site, edition), href=link(path, edition.path), download=True)
        for edition in article_editions(site, article)
    ]


def whole_links(site: Site, path: str) -> Node:
    """A line with links to the editions of the whole publication, from the page of the file `path`."""
    editions = [*_whole(site, site.lang), *_whole(site, "both")]
    if not editions:
        return ""
    items: list[Node] = []
    for edition in editions:
        foreign = edition.lang == "both" and site.lang == "en"
        way = site.other(path, target=edition.path) if foreign else link(path, edition.path)
        items += [" · ", el("a", _name(site, edition), href=way, download=True)]
    return el("p", site.words("editions.whole"), " ", *items[1:], class_="jisr-editions")


def _name(site: Site, edition: Edition) -> str:
    say = site.words
    name = edition.format.upper()
    if edition.lang == "both":
        name = say("editions.both", name=name)
    return say("editions.volume", name=name, n=say.number(edition.number)) if edition.number else name
