"""From what is written of a date to the date: by itself, by the publication date, by an earlier date.

How a relative date is resolved, where the publication is known to its month:

- `past` (مايو الماضي, last May): the last such month before that of the publication, never itself; with a
  day written and the day of publication known, the last such day before it; `next` is the mirror image;
- `this` (مايو الجاري): the such-named month nearest to the publication;
- without any such word, an earlier date of the same sentence gives the year if the months go on from it;
  else the last such month up to the publication, or the next one in a sentence about what is to come.

Publication known to the year alone resolves years; days (أمس, الثلاثاء الماضي) need its day. What stays open
is no date: a reader is better served by none than by a wrong one.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from hijridate import Gregorian, Hijri

from jisr.lang.dates.interval import DateKind, Interval

Unit = Literal["year", "month", "day"]
Direction = Literal["past", "next", "this"]
HIJRI_YEARS = range(1343, 1501)  # what Umm al-Qura's tables cover


@dataclass(frozen=True)
class Ref:
    """A unit of time named by its relation: past, next, this (to the publication), or to an earlier date.

    `here` is an earlier date if there is one, else the publication: «3 من هذا الشهر».
    """

    unit: Unit
    to: Literal["past", "next", "this", "same", "after", "before", "here"]


@dataclass(frozen=True)
class DatePoint:
    """What is written of one date, and where; `ref` names the month of a day or the year of a month."""

    start: int
    end: int
    day: int = 0
    month: int = 0
    year: int = 0
    hijri: bool = False
    direction: Direction | None = None
    ref: Ref | None = None
    bracketed: bool = False  # the year is an editor's, in brackets

    @property
    def is_dated(self) -> bool:
        """Whether it says its year, or how to find it."""
        return bool(self.year or self.direction or self.ref)

    @property
    def may_be(self) -> bool:
        """Whether its month can have its day: no February has a 30th, and some have a 29th."""
        if self.hijri or not (self.day and self.month):
            return self.day <= (30 if self.hijri else 31)
        return calendar_interval(self.year or 2000, self.month, self.day) is not None

    @property
    def written(self) -> str:
        """What of year, month and day is written."""
        known = (("y", self.year and not self.bracketed), ("m", self.month), ("d", self.day))
        return "".join(letter for letter, there in known if there)


@dataclass(frozen=True)
class Context:
    """What a date may refer to; `near`: `previous` is of the same sentence, `here`: of the same text."""

    published: Interval | None = None
    previous: Interval | None = None
    near: bool = False
    here: bool = False
    to_come: bool = False  # the sentence speaks of what is to come


def calendar_interval(year: int, month: int = 0, day: int = 0) -> Interval | None:
    """The interval of a year, a month or a day; None if there is none, as with 31 February."""
    text = f"{year:04}" + (f"-{month:02}" if month else "") + (f"-{day:02}" if day else "")
    interval = Interval(text, text)
    try:
        return interval if interval.first <= interval.last else None
    except ValueError:
        return None


def day_interval(day: date) -> Interval:
    """The interval of a day."""
    return Interval(day.isoformat(), day.isoformat())


def hijri_interval(year: int, month: int, day: int) -> Interval | None:
    """The days of a Hijri year, month or day, of which 0 is none; None outside the tables."""
    try:
        first = Hijri(year, month or 1, day or 1)
        if day:
            return day_interval(date.fromisoformat(first.to_gregorian().isoformat()))
        last = Hijri(year, month or 12, Hijri(year, month or 12, 1).month_length())
        return Interval(first.to_gregorian().isoformat(), last.to_gregorian().isoformat())
    except (ValueError, OverflowError):
        return None


def resolve(point: DatePoint, context: Context) -> tuple[Interval, DateKind] | None:
    """The interval that `point` names, and how it was found; None where that is not certain."""
    if point.ref:
        return _by_reference(point, point.ref, context)
    if point.year:
        make = hijri_interval if point.hijri else calendar_interval
        interval = make(point.year, point.month, point.day)
        return (interval, "absolute") if interval else None
    if not point.month:
        return None
    if point.hijri:
        return _nearest_hijri_month(point, context.published) if point.direction else None
    if point.direction:
        return _nearest_month(point, point.direction, context.published)
    return _month_without_year(point, context)


def shift_interval(interval: Interval, unit: Unit, by: int) -> Interval | None:
    """The unit in which `interval` begins, moved `by` such units.

    None if it is not known as precisely, or spans several.
    """
    first, last = interval.first, interval.last
    if unit == "day":
        try:
            return day_interval(last + timedelta(by)) if interval.precision == "day" else None
        except OverflowError:
            return None
    if unit == "year":
        return calendar_interval(first.year + by) if first.year == last.year else None
    if interval.precision == "year" or (first.year, first.month) != (last.year, last.month):
        return None
    months = first.year * 12 + first.month - 1 + by
    return calendar_interval(months // 12, months % 12 + 1)


def _by_reference(point: DatePoint, ref: Ref, context: Context) -> tuple[Interval, DateKind] | None:
    anchored = ref.to in ("same", "after", "before") or (ref.to == "here" and context.previous is not None)
    anchor = context.previous if anchored else context.published
    kind: DateKind = "anaphoric" if anchored else "relative"
    by = {"past": -1, "before": -1, "next": 1, "after": 1}.get(ref.to, 0)
    found = shift_interval(anchor, ref.unit, by) if anchor else None
    if found and ref.unit != "day":
        month = found.first.month if ref.unit == "month" else point.month
        found = calendar_interval(found.first.year, month, point.day)
    return (found, kind) if found else None


def _nearest_month(
    point: DatePoint, direction: Direction, published: Interval | None
) -> tuple[Interval, DateKind] | None:
    """The month of that name before, after or nearest to the publication."""
    if published is None or published.precision == "year":
        return None
    today = published.first
    away = point.month - today.month
    known = point.day and published.precision == "day"
    year = today.year
    if direction == "past":
        year -= not (away < 0 or (away == 0 and known and point.day < today.day))
    elif direction == "next":
        year += not (away > 0 or (away == 0 and known and point.day > today.day))
    else:
        year += (away < -6) - (away > 6)
    return _in_year(year, point, "relative")


def _in_year(year: int, point: DatePoint, kind: DateKind) -> tuple[Interval, DateKind] | None:
    found = calendar_interval(year, point.month, point.day)
    return (found, kind) if found else None


def _month_without_year(point: DatePoint, context: Context) -> tuple[Interval, DateKind] | None:
    """A month without any word on its year."""
    previous, published = context.previous, context.published
    if previous and context.near and not context.to_come and previous.precision != "year":
        last = previous.last
        year = last.year + (point.month < last.month)
        if point.month < last.month and point.month + 12 - last.month > 3:
            # before it, or nearly a year after: certain only where the publication says the same
            return _month_without_year(point, replace(context, near=False, here=True))
        return _in_year(year, point, "anaphoric")
    if published is None or published.precision == "year":
        return None
    today = published.first
    year = today.year
    if context.to_come:
        year += point.month < today.month
    else:
        year -= point.month > today.month
    if previous and context.here and previous.last.year != year:
        return None
    return _in_year(year, point, "relative")


def _nearest_hijri_month(point: DatePoint, published: Interval | None) -> tuple[Interval, DateKind] | None:
    """The Hijri month that ended before the publication, begins after it, or overlaps it."""
    if published is None or published.precision == "year":
        return None
    try:
        now = Gregorian.fromdate(published.first).to_hijri().year
    except OverflowError:
        return None
    found = [i for year in range(now - 2, now + 3) if (i := hijri_interval(year, point.month, point.day))]
    match point.direction:
        case "past":
            found = [i for i in reversed(found) if i.last < published.first]
        case "next":
            found = [i for i in found if i.first > published.last]
        case _:
            found = [i for i in found if i.first <= published.last and i.last >= published.first]
    return (found[0], "relative") if found else None


def resolve_range(points: list[DatePoint], context: Context) -> list[tuple[Interval, DateKind]] | None:
    """Each of several points in a row; what one does not say of its month and year, the next one does."""
    done: list[tuple[Interval, DateKind]] = []
    later: Interval | None = None
    for point in reversed(points):
        if later and not point.is_dated:
            if not point.month and point.day:
                found = calendar_interval(later.first.year, later.first.month, point.day)
            else:
                year = later.first.year - (point.month > later.first.month)
                found = calendar_interval(year, point.month, point.day)
            one: tuple[Interval, DateKind] | None = (found, done[-1][1]) if found else None
        else:
            one = resolve(point, context)
        if one is None:
            return None
        later = one[0]
        done.append(one)
    return done[::-1]
