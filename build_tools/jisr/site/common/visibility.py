"""What of an article readers get to see: by its status, by the day, and by the state of its translation."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from jisr.model.ledger import Entry, State
from jisr.model.publication import Article, BilingualBlock

_ORDER = (State.MISSING, State.DRAFT, State.EDITED, State.APPROVED)


def lift_embargoes(articles: Iterable[Article], day: date) -> list[Article]:
    """The articles as they are on `day`: an embargo that ends on it or before it is over."""
    return [
        replace(a, meta=replace(a.meta, status="published"))
        if a.meta.status == "embargoed" and a.meta.until and a.meta.until <= day
        else a
        for a in articles
    ]


def visible_article(article: Article, publish: str) -> Article:
    """The article with only the English that has come as far as `publish`; Arabic stands for the rest.

    What is held back counts as missing everywhere: on pages, in feeds, in the search.
    """
    least = _ORDER.index(State(publish))
    if all(p.entry.state is State.MISSING or _ORDER.index(p.entry.state) >= least for p in article.passages):
        return article
    return replace(article, passages=tuple(_visible_block(p, least) for p in article.passages))


def _visible_block(passage: BilingualBlock, least: int) -> BilingualBlock:
    entry = passage.entry
    if _ORDER.index(entry.state) >= least:
        return passage
    return replace(passage, translation="", entry=Entry(entry.key, entry.source))
