"""The dates of a timeline cut into parts whose size does not grow with the publication.

A few stand on one page. Of more, each year has a page; a year of many leads to its months, a month of many
to stretches of its days: on pages by number a date that comes would move all behind it. What is known of the
dates is where they are to be found: they are read only for pages that are to be made.
"""

from array import array
from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from jisr.site.common.context import Site
from jisr.site.common.listed import Places
from jisr.site.timeline.entries import TimelineEntry, order_entries, read_entries

MANY = 200  # dates that one page holds

DatedArticle = tuple[str, int, int]
"""A beginning of dates (`2011-12-18`), the number of an article with such, the digest of what it gives."""


@dataclass(frozen=True)
class Period:
    """A year (`2011`), month (`2011-12`) or day, with the beginnings of its dates; `""` is all time.

    `months` are those of a year of many dates; then it has itself only the dates of no one month. A month
    of many has `days`: single ones, or stretches from `id` to `last`.
    """

    id: str
    dates: Mapping[str, Places]
    months: tuple["Period", ...] = ()
    days: tuple["Period", ...] = ()
    last: str = ""

    @property
    def year(self) -> int:
        """The year it lies in."""
        return int(self.id[:4])

    @cached_property
    def total(self) -> int:
        """How many dates there are, those of its months or days too."""
        parts = (*self.months, *self.days)
        return sum(found.total for found in self.dates.values()) + sum(part.total for part in parts)

    @property
    def value(self) -> str:
        """As an ISO 8601 interval."""
        return f"{self.id}/{self.last}" if self.last else self.id

    @property
    def path(self) -> str:
        """The Markdown file of its page."""
        return f"timeline/{self.id}.md"

    @property
    def articles(self) -> list[DatedArticle]:
        """What its dates are made from, by their beginnings; of one beginning the oldest article first."""
        return [
            (begin, number, digest)
            for begin in sorted(self.dates)
            for number, digest in zip(
                reversed(self.dates[begin].articles), reversed(self.dates[begin].digests), strict=True
            )
        ]


class FoundDates:
    """The beginnings and articles of `DatedArticle`s, in little room: thousands wait for their pages."""

    __slots__ = ("_begins", "_numbers")

    def __init__(self, found: Sequence[DatedArticle]) -> None:
        self._begins = tuple(begin for begin, _, _ in found)
        self._numbers = array("I", (number for _, number, _ in found))

    def __iter__(self) -> Iterator[tuple[str, int]]:
        return zip(self._begins, self._numbers, strict=True)


def cut_into_years(whole: Period) -> Iterator[Period]:
    """The years, those of many dates with their months apart."""
    for year, begins in groupby(sorted(whole.dates), key=lambda begin: begin[:4]):
        found = Period(year, {begin: whole.dates[begin] for begin in begins})
        yield found if found.total <= MANY else _with_months(found)


def _with_months(year: Period) -> Period:
    own: dict[str, Places] = {}
    months: list[Period] = []
    for month, begins in groupby(sorted(year.dates), key=lambda begin: begin[:7]):
        dates = {begin: year.dates[begin] for begin in begins}
        if month == year.id:
            own = dates
        else:
            found = Period(month, dates)
            months.append(found if found.total <= MANY else _with_days(found))
    return Period(year.id, own, tuple(months))


def _with_days(month: Period) -> Period:
    own = {begin: places for begin, places in month.dates.items() if begin == month.id}
    year, number = map(int, month.id.split("-"))
    return Period(month.id, own, days=tuple(_stretches(month, 1, monthrange(year, number)[1])))


def _stretches(month: Period, first: int, last: int) -> Iterator[Period]:
    """The days of a month that have dates, halved until no stretch has many, or it is one day.

    Each is named by its first day: one that is halved later keeps its address.
    """
    begin, end = f"{month.id}-{first:02}", f"{month.id}-{last:02}"
    dates = {day: places for day, places in month.dates.items() if begin <= day <= end}
    found = Period(begin, dates, last=end if first < last else "")
    if first < last and found.total > MANY:
        middle = (first + last) // 2
        yield from _stretches(month, first, middle)
        yield from _stretches(month, middle + 1, last)
    elif dates:
        yield found


def told_of(site: Site, found: Iterable[DatedArticle]) -> object:
    """What entries are made from."""
    return [(begin, site.articles[number].link, digest) for begin, number, digest in found]


def entries_of(site: Site, found: FoundDates) -> list[TimelineEntry]:
    """The entries, in order."""
    wanted = ((site.articles[number].slug, begin) for begin, number in found)
    return order_entries(
        entry for slug, begin in wanted for entry in read_entries(slug, site.given("dates", slug)[begin])
    )
