"""A stretch of time as far as it is known, and a place in a text that names one."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Literal

_KNOWN = re.compile(r"[0-9]{4}(?:-[0-9]{2}){0,2}")
Precision = Literal["year", "month", "day"]
DateKind = Literal["absolute", "relative", "anaphoric", "range"]


@dataclass(frozen=True)
class Interval:
    """From `start` to `end`, both included, each as far as it is known: `2023`, `2023-05`, `2023-05-03`.

    As a string it is ISO 8601: `2023-05`, or `2023-08-07/2023-08-08` where the ends differ.
    """

    start: str
    end: str

    @classmethod
    @lru_cache(maxsize=1 << 10)  # a timeline asks for the same dates again and again
    def parse(cls, value: str) -> "Interval":
        """The interval that `value` writes. Raises `ValueError` where a part is no date."""
        start, _, end = value.partition("/")
        interval = cls(start, end or start)
        if not (_KNOWN.fullmatch(interval.start) and _KNOWN.fullmatch(interval.end)):
            raise ValueError(f"{value!r} is no date: write 2023, 2023-10 or 2023-10-05")
        if interval.first > interval.last:
            raise ValueError(f"{value} ends before it begins")
        return interval

    def __str__(self) -> str:
        return self.start if self.start == self.end else f"{self.start}/{self.end}"

    @property
    def precision(self) -> Precision:
        """How much is known of both ends."""
        known: tuple[Precision, ...] = ("year", "month", "day")
        return known[min(self.start.count("-"), self.end.count("-"))]

    @cached_property
    def first(self) -> date:
        """The first day."""
        year, month, day = (*map(int, self.start.split("-")), 1, 1)[:3]
        return date(year, month, day)

    @cached_property
    def last(self) -> date:
        """The last day."""
        year, month, *day = (*map(int, self.end.split("-")), *([12] if "-" not in self.end else []))
        return date(year, month, day[0] if day else monthrange(year, month)[1])


@dataclass(frozen=True)
class DatePart:
    """One end of a range as it is written, or a whole date: a place in the text, and its one value."""

    start: int
    end: int
    value: str  # 2003, 2023-05 or 2023-08-07: what HTML allows in `<time datetime>`


@dataclass(frozen=True)
class DateMention:
    """A place in a text that names a date; `start` and `end` count characters.

    `value` is an ISO 8601 interval. `kind` says how it was worked out: `absolute` is written there,
    `relative` needs the date of publication, `anaphoric` an earlier date of the text, a `range` has two ends.
    `written` holds what of `y`, `m` and `d` stands there (an editor's `[2023]` is not written by the author).
    `parts` are the pieces that have one value each; none where a single value cannot say it (a quarter, a
    Hijri month). Dates of the `hijri` calendar are converted by the tables of Umm al-Qura, unless the same
    day stands beside them in the other; where a month began when the moon was seen they may be a day off.
    """

    start: int
    end: int
    text: str
    value: str
    kind: DateKind
    written: str = "y"
    calendar: Literal["gregorian", "hijri"] = "gregorian"
    parts: tuple[DatePart, ...] = ()

    @property
    def inferred(self) -> bool:
        """Whether the year, or more, does not stand there but was inferred."""
        return "y" not in self.written

    @property
    def interval(self) -> Interval:
        """The value as dates to compute with."""
        return Interval.parse(self.value)
