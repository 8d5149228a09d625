"""What an article is to all pages but its own: what lists and links say of it, and what it gives them."""

import re
from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from jisr.model.languages import Lang
from jisr.model.publication import Article, ArticleHead
from jisr.model.source import Meta

Given = Mapping[str, list[Any]]
"""What an article gives to a kind of pages, as JSON: under what (an actor, a month) → rows, in order."""


@dataclass(frozen=True, slots=True)
class ListedArticle:
    """An article as it is listed in one language.

    `seal` is a digest of all that stands here, `link` one of its title, slug, date and state.
    """

    head: ArticleHead
    title: str
    title_lang: Lang
    summary: tuple[str, Lang] | None
    state: str
    counts: Mapping[str, int]  # state → blocks, and `stale`
    changed: str  # the last day that is known on which something changed, `""` for none
    is_translated: bool  # in part at least
    card: str  # where the picture for links to it lies, `""` for none
    seal: str
    link: int

    @property
    def slug(self) -> str:
        """Its slug."""
        return self.head.slug

    @property
    def meta(self) -> Meta:
        """What its sidecar says."""
        return self.head.meta

    @property
    def is_in_both(self) -> bool:
        """Whether it is shown in both languages."""
        return self.head.is_in_both


AnyArticle = Article | ListedArticle
PlaceInTime = tuple[str, list[tuple[str, int]]]


def place_in_time(article: AnyArticle) -> PlaceInTime:
    """By what articles are put in the order of their dates; of one day part-2 comes before part-10."""
    published = article.meta.published
    parts = re.findall(r"(\D*)(\d*)", article.slug)
    return published.value if published else "", [(words, int(number or 0)) for words, number in parts]


def _numbers() -> "array[int]":
    return array("Q")


@dataclass(slots=True)
class Places:
    """What articles give to one page or row of pages: which articles, digests of their rows, how many rows.

    Numbers are places in `Site.articles`. Ten thousand articles give hundreds of thousands: so, arrays.
    """

    articles: "array[int]" = field(default_factory=_numbers)
    digests: "array[int]" = field(default_factory=_numbers)
    total: int = 0
