"""One day written in two calendars: «16 شعبان 1445هـ الموافق 25 فبراير 2024».

Tables say on which day a Hijri month began; where the new moon is looked for it began a day or two beside
that. So where the Gregorian date of the day stands beside it, that is what the author knew.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from jisr.lang.arabic import fold
from jisr.lang.dates import words as w
from jisr.lang.dates.interval import DateMention, DatePart

_SAID = {"الموافق", "الموافقه", "موافق", "يوافق"}
_BETWEEN = {"ل", "يوم", "ليوم", "في", "اي", "م", "ه", "ميلادي", "ميلاديه", "هجري", "هجريه"}
_BREAK = re.compile(r"[.!؟؛]\s|\n\s*\n")
_WORD = re.compile(r"[^\W_]+")
_MOST = 40  # characters between the two
_MOON = 2  # days


def with_agreed_days(text: str, dates: Sequence[DateMention]) -> Iterator[DateMention]:
    """`dates` of `text`, in order; a Hijri day has the value of the Gregorian one that says the same day."""
    agreed = {
        hijri: gregorian.value
        for pair in pairwise(dates)
        for hijri, gregorian in (pair, pair[::-1])
        if (hijri.calendar, gregorian.calendar) == ("hijri", "gregorian") and _is_one_day(text, *pair)
    }
    for one in dates:
        value = agreed.get(one)
        yield replace(one, value=value, parts=(DatePart(one.start, one.end, value),)) if value else one


def _is_one_day(text: str, first: DateMention, second: DateMention) -> bool:
    if {first.written, second.written} != {"ymd"}:
        return False
    between = text[first.end : second.start]
    said = set(_WORD.findall(fold(between).text))
    apart = abs(first.interval.first - second.interval.first).days
    is_beside = len(between) <= _MOST and not _BREAK.search(between)
    is_told = said <= _SAID | _BETWEEN | set(w.arabic_weekday_names())
    return is_beside and is_told and (apart <= _MOON or not said.isdisjoint(_SAID))
