"""Dates named in a text, with the ISO 8601 interval that each means; vague expressions are left alone.

`find_dates` reads one block. The grammars of both languages (`arabic`, `english`) make `DatePoint`s of the
words; `resolve` turns these into intervals, and says how relative ones are resolved.
"""

from collections.abc import Sequence

from jisr.lang.dates.arabic import find_arabic, find_written_arabic
from jisr.lang.dates.english import find_english, find_written_english
from jisr.lang.dates.interval import DateMention, DatePart, Interval
from jisr.lang.dates.resolve import DatePoint
from jisr.model.languages import Lang

__all__ = ["DateMention", "DatePart", "DatePoint", "Interval", "find_dates", "find_written_dates"]


def find_dates(
    text: str,
    published: str | None = None,
    previous: Interval | None = None,
    *,
    lang: Lang = "ar",
    like: Sequence[DateMention] | None = None,
) -> list[DateMention]:
    """The dates that `text` (a block's plain text) names, in order and apart from each other.

    `published` is when it appeared, as far as is known (`2023`, `2023-10`, `2023-10-05`), `previous` the last
    date before this block. For an English translation, `like` holds the dates of the block's Arabic: what is
    relative there is then what it is here. Raises `ValueError` where `published` is no date.
    """
    now = Interval.parse(published) if published else None
    if lang == "ar":
        return find_arabic(text, now, previous)
    return find_english(text, now, previous, like)


def find_written_dates(text: str, lang: Lang) -> list[DatePoint]:
    """The months that `text` names, each with the day and the year that stand beside it; nothing inferred."""
    return find_written_arabic(text) if lang == "ar" else find_written_english(text)
