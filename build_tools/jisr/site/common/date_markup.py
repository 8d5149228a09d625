"""The dates that articles name: found once for all pages, and marked in their texts."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from jisr.lang.dates import DateMention, Interval, find_dates
from jisr.markup.html import Node, el
from jisr.markup.markdown_text import plain
from jisr.model.languages import ORIGINAL, TRANSLATION, Lang
from jisr.model.publication import Article
from jisr.model.source import Kind
from jisr.site.common.inline import wrap_spans

Dates = Mapping[tuple[str, Lang], tuple[DateMention, ...]]
"""(key, language) → the dates in that block of an article, in order."""


def find_article_dates(article: Article) -> Dates:
    """The dates of all blocks in both languages; what is relative in English is what the Arabic says."""
    found: dict[tuple[str, Lang], tuple[DateMention, ...]] = {}
    published = article.meta.published.value if article.meta.published else None
    previous: Interval | None = None
    for passage in article.passages:
        original = find_dates(plain(passage.block.text).text, published, previous)
        if passage.translation:
            text = plain(passage.translation).text
            translation = find_dates(text, published, previous, lang=TRANSLATION.code, like=original)
            if translation:
                found[(passage.key, TRANSLATION.code)] = tuple(translation)
        if original:
            found[(passage.key, ORIGINAL.code)] = tuple(original)
            # no sentence goes on from the last row of a table
            previous = previous if passage.block.kind is Kind.TABLE else original[-1].interval
    return found


def mark_dates(nodes: Sequence[Node], text: str, mentions: Sequence[DateMention]) -> tuple[Node, ...]:
    """The tree of a block whose plain text is `text`, with its dates in `<time>`, each end of a range apart.

    HTML has no `datetime` for a stretch of time; where there is nothing else (a Hijri month, a quarter) its
    interval is the value of a `<data>`. A short range («3–4 مارس») is one element, for no line ends in it.
    """
    if not mentions:
        return tuple(nodes)
    spans: list[tuple[int, int, Callable[[str], Node]]] = []
    for mention in mentions:
        if len(mention.parts) > 1 and " " in mention.text and len(mention.text) <= _SHORT:
            spans.append((mention.start, mention.end, partial(_range, mention)))
            continue
        spans += [(part.start, part.end, partial(_time, part.value)) for part in mention.parts]
        if not mention.parts:
            spans.append((mention.start, mention.end, partial(_data, mention.value)))
    return wrap_spans(nodes, text, spans)


_SHORT = 24  # characters of a date in which no line ends: «15 كانون الأول 2019»


def _range(mention: DateMention, text: str) -> Node:
    words: list[Node | None] = []
    position = 0
    for part in mention.parts:
        start, end = part.start - mention.start, part.end - mention.start
        words += [text[position:start], _time(part.value, text[start:end])]
        position = end
    return el("span", *words, text[position:], class_="jisr-dates")


def _time(value: str, text: str) -> Node:
    return el("time", text, datetime=value, class_="jisr-long" if len(text) > _SHORT else None)


def _data(value: str, text: str) -> Node:
    return el("data", text, value=value)
