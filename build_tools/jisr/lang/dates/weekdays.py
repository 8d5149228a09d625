"""Days of the week on which the date beside them did not fall: «الجمعة 4 أيار 2024» was a Saturday."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from jisr.lang.arabic import fold
from jisr.lang.dates.arabic import find_arabic
from jisr.lang.dates.words import arabic_weekday_names
from jisr.lang.word_lists import any_of

_NEAR = 60  # characters in which a date stands whole
_DIGIT = re.compile(r"\d")


@cache
def _beside_a_date() -> re.Pattern[str]:
    """A day of the week right before a number, and the word "night" before it or before two days."""
    day = any_of(arabic_weekday_names())
    return re.compile(
        rf"(?P<night>(?<!\w)[وفب]?ليله?\s{{1,3}}(?:(?:{day})\s?[-–/]?\s?)?)?"
        rf"(?<!\w)[وفبل]{{0,2}}(?P<day>{day})[،,]?\s{{1,3}}"
        r"(?:(?:الموافق|في|ل)\s{1,3})?(?=\d)"
    )


def find_wrong_weekdays(text: str) -> Iterator[str]:
    """The words of each day of the week, with its date of our calendar, that do not go together."""
    if not _DIGIT.search(text):
        return
    folded = fold(text)
    for match in _beside_a_date().finditer(folded.text):
        start, end = folded.span(match.start("day"), match.end())
        found = find_arabic(text[end : end + _NEAR], None, None)
        if not found or found[0].start or found[0].calendar != "gregorian" or found[0].kind != "absolute":
            continue
        day, last = found[0].interval.start, found[0].interval.end
        if day != last or day.count("-") < 2:
            continue
        written = text[start : end + found[0].end]
        named = arabic_weekday_names()[match["day"]]
        may_be = {named, (named - 1) % 7} if match["night"] else {named}  # «ليلة الجمعة» begins on Thursday
        if may_be.isdisjoint(_weekdays(day, written[end - start :])):
            yield " ".join(written.split())


def _weekdays(day: str, written: str) -> set[int]:
    """The days of the week that a date may have been: in digits, day and month may have changed places."""
    known = date.fromisoformat(day)
    swapped = known.day <= 12 and not any(map(str.isalpha, written))
    others = [known.replace(month=known.day, day=known.month)] if swapped else []
    return {one.weekday() for one in (known, *others)}
