"""What of an article readers get to see: by its status, by the day, and by the state of its translation."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from build_tools.model import Article, Entry, Passage, State

_ORDER = (State.MISSING, State.DRAFT, State.EDITED, State.APPROVED)


def released(articles: Iterable[Article], day: date) -> list[Article]:
    """The articles as they are on `day`: an embargo that ends on it or before it is over."""
    return [
        replace(a, meta=replace(a.meta, status="published"))
        if a.meta.status == "embargoed" and a.meta.until and a.meta.until <= day
        else a
        for a in articles
    ]


def as_shown(article: Article, publish: str) -> Article:
    """The article with only the English that has come as far as `publish`; Arabic stands for the rest.

    What is held back counts as missing everywhere: on pages, in feeds, in the search.
    """
    least = _ORDER.index(State(publish))
    if all(p.entry.state is State.MISSING or _ORDER.index(p.entry.state) >= least for p in article.passages):
        return article
    return replace(article, passages=tuple(_as_shown(p, least) for p in article.passages))


def _as_shown(passage: Passage, least: int) -> Passage:
    entry = passage.entry
    if _ORDER.index(entry.state) >= least:
        return passage
    return replace(passage, english="", entry=Entry(entry.key, entry.source))
