"""The check of dates: each has its counterpart as a whole, and so have months and weekdays."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product

from jisr.checks.context import BlockFinding, Pair
from jisr.checks.wording.choices import Choices
from jisr.lang.arabic import find_from
from jisr.lang.dates import calendars, find_written_dates
from jisr.lang.dates import words as w
from jisr.lang.word_lists import any_of, read_word_lists
from jisr.model.languages import Lang


@dataclass(frozen=True)
class _Date:
    """A date as it is written; 0 stands for what is not. In digits, day and month may have changed places."""

    readings: tuple[tuple[int, int], ...]  # day and month
    year: int
    text: str = field(compare=False)

    def fits(self, other: "_Date") -> bool:
        """Whether both may be the same date, as far as they are written."""
        years = not self.year or not other.year or self.year % 100 == other.year % 100
        pairs = product(self.readings, other.readings)
        return years and any(m == n and (a == b or not a or not b) for (a, m), (b, n) in pairs)


_NUMERIC = re.compile(
    r"(?<![A-Za-z\d_./-])(?:(?P<year>\d{4})(?P<sign>[-/.])(?P<month>\d{1,2})(?:(?P=sign)(?P<day>\d{1,2}))?"
    r"|(?P<one>\d{1,2})(?P<mark>[-/.])(?P<two>\d{1,2})(?P=mark)(?P<last>\d{4}|\d\d)"
    r"|(?P<first>\d{1,2})/(?P<second>\d{1,2}|\d{4}))(?![\w/-]|\.\d)"
)
# «الشهر الجاري» ("this month"), «في 3 منه» ("on the 3rd of it"): English may well say which month that is.
_DAY = rf"(?:\d|(?:{any_of({*w.ORDINALS, *w.TENS})})(?: {w.TEN}| و(?:{any_of(w.TENS)}))?)"
_THAT_MONTH = re.compile(
    rf"(?<!\w)[وف]?(?:(?:[بك]?ال|لل?)شهر (?:{any_of({*w.DIRECTIONS, *w.SAME, *w.AFTER, *w.BEFORE})})"
    rf"|[بكل]?(?:{any_of(w.THIS | w.SAME_BEFORE)}) الشهر)(?!\w)"
    rf"|{_DAY} (?:من )?(?:{any_of({*w.DIRECTIONS, w.OF_IT})})(?!\w)"
)
_DIGIT = re.compile(r"\d")
_MOST = 60  # dates of a block that are compared each with each


def _numeric(text: str) -> Iterator[_Date]:
    """Dates in digits alone: 2017-04-04, 4/6/2017, 04.06.17, 4/2017."""
    for m in find_from(_DIGIT, _NUMERIC, text):
        if m["year"]:
            pairs, year = [(int(m["day"] or 0), int(m["month"]))], m["year"]
        elif m["one"]:
            one, two = int(m["one"]), int(m["two"])
            pairs, year = [(one, two), (two, one)], m["last"]
        elif len(m["second"]) == 4:
            pairs, year = [(0, int(m["first"]))], m["second"]
        else:
            one, two = int(m["first"]), int(m["second"])
            pairs, year = [(one, two), (two, one)], "0"
        readings = tuple((day, month) for day, month in pairs if month in range(1, 13) and day in range(32))
        if readings:
            yield _Date(readings, int(year), m[0])


def _dates(text: str, lang: Lang, numeric: Sequence[_Date]) -> list[_Date]:
    """The dates of `text` that are of our calendar; `numeric` are those in digits alone."""
    points = ((p, text[p.start : p.end]) for p in find_written_dates(text, lang) if not p.hijri)
    named = (
        _Date(((p.day, p.month),), p.year, words) for p, words in points if not _NUMERIC.fullmatch(words)
    )
    return [*named, *numeric]


def check_dates(pair: Pair) -> Iterator[BlockFinding]:
    """A date, a month or a weekday without a counterpart"""
    folded = pair.texts.folded.text
    dated = calendars.has_dates(folded)
    said = calendars.english_months(pair.translation)
    ours, theirs = list(_numeric(pair.original)), list(_numeric(pair.translation))
    found = list(_months(pair, calendars.arabic_months(folded) if dated else set(), said, ours, theirs))
    if not found and (dated or ours) and (said or theirs):
        both = _dates(pair.original, "ar", ours), _dates(pair.translation, "en", theirs)
        found = list(_whole_dates(*both)) or list(_exchanged(ours, both[1]))
    yield from found
    if dated:
        words = calendars.lowercase_words(pair.translation)
        for arabic, names in calendars.arabic_other_months(folded).items():
            if words.isdisjoint(names):
                yield BlockFinding(f"{arabic} has no counterpart", "", f"write {names[0].capitalize()}")
    yield from _weekdays(pair, folded if dated else "")
    yield from _reversed_time_words(pair)


def _months(
    pair: Pair, months: set[int], said: dict[int, str], ours: Sequence[_Date], theirs: Sequence[_Date]
) -> Iterator[BlockFinding]:
    """A month that one language names, where the other has it neither in words nor in a date in digits."""
    if not months and not said:
        return
    lost = months - calendars.possible_english_months(pair.translation) - _in_digits(theirs)
    new = set(said) - calendars.possible_arabic_months(pair.texts.folded.text) - _in_digits(ours)
    if len(new) == 1 and not lost and _THAT_MONTH.search(pair.texts.folded.text):
        return
    yield from _unnamed("month", {month: calendars.english_month(month) for month in lost}, new, said)


def _unnamed(
    what: str, lost: Mapping[int, str], new: set[int], said: Mapping[int, str]
) -> Iterator[BlockFinding]:
    """What only the Arabic names, by number and English name; without such, what only the English names."""
    for _, name in sorted(lost.items()):
        yield BlockFinding(f"{name} is not named in the English", ", ".join(said.values()), f"write {name}")
    for number in sorted(new if not lost else ()):  # one finding for a month taken for another
        message = f"{said[number]} is not named in the Arabic"
        yield BlockFinding(message, said[number], f"read both: which {what}?")


def _in_digits(dates: Sequence[_Date]) -> set[int]:
    return {month for date in dates for _, month in date.readings}


def _whole_dates(ours: Sequence[_Date], theirs: Sequence[_Date]) -> Iterator[BlockFinding]:
    """Dates that have no counterpart, where both languages have such."""
    if max(len(ours), len(theirs)) > _MOST:
        return
    lost, new = list((Counter(ours) - Counter(theirs)).elements()), list(theirs)
    for date in ours:
        if date in new:
            new.remove(date)
    for date in list(lost):
        if other := next((d for d in new if d.fits(date)), None):
            lost.remove(date)
            new.remove(other)
    lost = [date for date in lost if not any(date.fits(d) for d in theirs)] or lost
    if lost and new:
        text = ", ".join(dict.fromkeys(date.text for date in new))
        message = f"{', '.join(dict.fromkeys(date.text for date in lost))} is {text} in the English"
        yield BlockFinding(message, new[0].text, "read both: which day, month and year?")


def _exchanged(ours: Sequence[_Date], theirs: Sequence[_Date]) -> Iterator[BlockFinding]:
    """A month named for what stands first in «5/6/2019», which Arabs read as the 5th of June."""
    if any(len(date.readings) == 1 and re.match(r"\d\d?\D(?:1[3-9]|[23]\d)\D", date.text) for date in ours):
        return  # «5/26/2019»: this author has the month first
    for date in ours:
        read, *other = (replace(date, readings=(pair,)) for pair in date.readings)
        named = [one for one in theirs if len(one.readings) == 1]
        if date.year and other and not any(read.fits(one) for one in theirs):
            for one in named:
                if other[0].fits(one) and one.readings[0][0]:
                    message = f"{one.text} stands for {date.text}: day and month may have changed places"
                    yield BlockFinding(message, one.text, "read both: which day, month and year?")


def _weekdays(pair: Pair, folded: str) -> Iterator[BlockFinding]:
    said = calendars.english_weekdays(pair.translation)
    lost = {day: _WEEKDAYS[day] for day in calendars.arabic_weekdays(folded) - set(said)}
    yield from _unnamed("day", lost, set(said) - calendars.possible_arabic_weekdays(folded), said)


_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


# --- one side of a pair for the other ----------------------------------------------------------------------

_CHOICES = Choices(read_word_lists("checks/wording/dates.toml")["choices"])


def _reversed_time_words(pair: Pair) -> Iterator[BlockFinding]:
    """Next year for last year, the end for the beginning: the Arabic has one of them, the English another."""
    for meant, said in _CHOICES.mistaken(pair.texts.folded, pair.translation):
        yield BlockFinding(f"{said} stands for {meant}", said, "read both: is it before or after?")
