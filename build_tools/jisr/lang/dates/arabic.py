"""The grammar of dates in Arabic prose: from words to mentions, each rule looking a few words ahead.

At each token that can begin a date the rules are tried in turn, and none looks further than a few dozen
tokens, so that the time is linear in the text whatever it holds.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache, lru_cache
from itertools import pairwise
from typing import Literal

from jisr.lang.arabic import TATWEEL
from jisr.lang.dates import words as w
from jisr.lang.dates.arabic_points import (
    ARTICLES,
    DASHES,
    OF_IT,
    ParsedPoint,
    PointReader,
    is_number,
    without_particles,
)
from jisr.lang.dates.interval import DateKind, DateMention, DatePart, Interval
from jisr.lang.dates.resolve import Context, DatePoint, resolve, resolve_range, shift_interval
from jisr.lang.dates.two_calendars import with_agreed_days

_STOPS = (".", "؟", "!", "…")
_LIST = 6  # dates in a row that are read together
_MODERN = range(1800, 2101)

RuleMatch = tuple[list[DateMention], int]
"""The mentions that a rule found, if any, and the token to go on from."""


def find_arabic(text: str, published: Interval | None, previous: Interval | None) -> list[DateMention]:
    """The dates of an Arabic text in order; see `jisr.lang.dates.find_dates`."""
    found = list(_Scan(text, published, previous).run())
    if {one.calendar for one in found} == {"gregorian", "hijri"}:
        return list(with_agreed_days(text, found))
    return found


def find_written_arabic(text: str) -> list[DatePoint]:
    """The months of an Arabic text as they are written there, with day and year; nothing is inferred."""
    reader, found, i = PointReader(text), list[DatePoint](), 0
    triggers = _triggers()
    while i < len(reader.words):
        read = None if _is_idle(reader.words[i]) else reader.written(i, triggers)
        if read is None:
            i += 1
            continue
        found += [read.point, *reader.sharing(i, read.point)]
        i = read.next
    return [
        replace(point, start=a, end=b)
        for point in found
        for a, b in (reader.folded.span(point.start, point.end),)
    ]


class _Scan(PointReader):
    def __init__(self, text: str, published: Interval | None, previous: Interval | None) -> None:
        super().__init__(text)
        self.context = Context(published, previous)
        self.sentence = 0  # the token with which it begins

    def run(self) -> Iterator[DateMention]:
        triggers = _triggers()
        following = 0  # the token behind the last date
        for i, text in enumerate(self.words):
            if i < following or _is_idle(text):
                continue
            found = None
            if self.may_begin(i, triggers):
                found = next((f for rule in RULES if (f := rule(self, i))), None)
            if found:
                mentions, following = found
                yield from mentions
                if mentions:
                    last = mentions[-1].interval
                    self.context = replace(self.context, previous=last, near=True, here=True)
                continue
            if text.startswith("\n") or (
                text in _STOPS and (i + 1 == len(self.words) or self._at(i + 1).gap)
            ):
                self.context = replace(self.context, near=False, to_come=False)
                self.sentence = i + 1
            elif self._known(i, w.TO_COME) and self._text(i - 2) not in w.WAS:  # كان من المقرر is past
                self.context = replace(self.context, to_come=True)

    # --- rules ---

    def numeric(self, i: int) -> RuleMatch | None:
        """26/9/2023."""
        read = self.numeric_point(i)
        return self._single(read) if read else None

    def portion(self, i: int) -> RuleMatch | None:
        """الربع الأول من عام 2023, النصف الثاني من العام الجاري."""
        known = self._known(i, w.PORTIONS)
        if not known or self._text(i + 2) != "من":
            return None
        size, name = w.PORTIONS[known[0]], self._text(i + 1)
        number = 12 // size if name in w.LAST else w.ORDINALS.get(name, 0)
        if not 1 <= number <= 12 // size:
            return None
        start = self._at(i).start + known[1]
        if ref := self._ref(i + 3):
            point, j = DatePoint(start, self._at(ref[1] - 1).end, ref=ref[0]), ref[1]
        elif (read := self._year_point(i + 3)) and not read.point.hijri:
            point, j = replace(read.point, start=start), read.next
        else:
            return None
        found = resolve(point, self.context)
        if not found or found[0].precision != "year" or found[0].first.year != found[0].last.year:
            return None
        year, last = found[0].first.year, number * size
        value = Interval(f"{year:04}-{last - size + 1:02}", f"{year:04}-{last:02}")
        return [self._mention(point, value, found[1], whole=False)], j

    def dates(self, i: int) -> RuleMatch | None:
        """A date, several that share a month or a year, or a range."""
        first = self._point(i)
        if first is None:
            return None
        if not first.point.may_be:
            return [], first.next  # «31 فبراير 2019» is no day, and does not mean its month either
        between, since = self._before(i, ("بين",)), self._before(i, ("من",))
        reads, joins = [first], list[str]()
        while (len(reads) < _LIST or _written_parts(reads[-1].point) == "D") and (
            more := self._joined(reads[-1], between=between, since=since)
        ):
            joins.append(more[0])
            reads.append(more[1])
            if more[0] != "and" or between:
                break
        if _written_parts(reads[-1].point) == "D":  # numbers that count something: none is of a month
            return [], reads[-1].next
        if len(reads) == 1:
            return self._single(reads[0]) if self._certain(i, reads[0]) else None
        several = self._several(i, reads, is_range=joins[-1] != "and" or between)
        if several is None and first.point.is_dated and self._certain(i, first):
            return self._single(first)  # what is no range: the first stands
        # a long list is not read again from its second day, and its third: that would be quadratic
        return several or (([], reads[-1].next) if len(reads) > _LIST else None)

    def _joined(self, read: ParsedPoint, *, between: bool, since: bool) -> tuple[str, ParsedPoint] | None:
        """The next date in a row, and how it is joined: `and`, `to`, `dash`."""
        j, point = read.next, read.point
        text = self._text(j)
        join, more = "", None
        if text in ("الي", "حتي", "وحتي", "والي"):
            join, more = "to", self._point(j + 1)
        elif self._known(j, w.LASTING) and self._text(j + 1) in ("الي", "حتي"):
            join, more, since = "to", self._point(j + 2), True
        elif text in DASHES or text == "/":
            join, more = "dash", self._point(j + 1)
        elif text == "و" or (text == "،" and _written_parts(point) == "D"):
            join, more = "and", self._point(j + 1)
        elif text[:1] == "و":
            join, more = "and", self._point(j)
        if more and more.point.ref is OF_IT and point.month and point.day:
            of_it = replace(
                more.point, month=point.month, year=point.year, direction=point.direction, ref=point.ref
            )
            more = ParsedPoint(of_it, more.next)
        if more is None or not _may_be_row(point, more.point):
            return None
        q = more.point
        if _written_parts(point) == "Y":
            ordered = point.year < q.year
            modern = point.year in _MODERN and q.year in _MODERN
            if join == "dash":
                one_season = text != "/" or q.year == point.year + 1
                apart = {self._text(more.next), self._text(j - 2)}.isdisjoint((*DASHES, "/"))
                allowed = modern and one_season and apart
            else:
                introduced = self._known(j - 2, w.YEARS) is not None
                allowed = between or introduced if join == "and" else since or not read.bare
            return (join, more) if ordered and allowed else None
        one_night = _written_parts(point) == "D" and q.day == point.day + 1  # ليلة 14/15 يوليو
        if (text == "/" and not one_night) or (join == "and" and point.is_dated and not between):
            return None
        if join == "to" and _written_parts(point) != "D" and not (since or between):
            return None
        return join, more

    def _several(self, i: int, reads: list[ParsedPoint], *, is_range: bool) -> RuleMatch | None:
        points = [read.point for read in reads]
        if not points[-1].is_dated and not self._certain(i, reads[-1]):
            return None
        found = resolve_range(points, self.context)
        if found is None:
            return None
        values = [interval for interval, _ in found]
        unit = values[0].precision
        same = all(value.precision == unit for value in values)
        in_a_row = same and all(shift_interval(a, unit, 1) == b for a, b in pairwise(values))
        kind = found[-1][1]
        if not is_range and not in_a_row:
            pairs = zip(points, found, strict=True)
            return [self._mention(p, value, how) for p, (value, how) in pairs], reads[-1].next
        whole = Interval(values[0].start, values[-1].end)
        if whole.first >= whole.last:
            return None
        parts = tuple(self._part(p, v) for p, v in zip(points, values, strict=True) if v.start == v.end)
        span = replace(points[-1], start=points[0].start)
        mention = replace(self._mention(span, whole, kind), kind="range", parts=parts)
        return [mention], reads[-1].next

    def _single(self, read: ParsedPoint) -> RuleMatch | None:
        found = resolve(read.point, self.context)
        return ([self._mention(read.point, *found)], read.next) if found else None

    def _certain(self, i: int, read: ParsedPoint) -> bool:
        """Whether a date without a word on its year, or a bare number, is a date at all."""
        point = read.point
        if read.bare:
            return self._is_year(i, read.next, point.year)
        if point.is_dated:
            return True
        if point.hijri or self._before(i, w.EVENTS) or self._text(read.next) in w.NOT_BEFORE:
            return False
        if self._known(read.next, w.YEAR) and self._text(read.next + 1) in w.THOUSANDS:
            return False  # «عام ألفين وعشرة» says which year, and not the next one
        if point.day:
            return True
        if self._before(i, w.OPEN):
            return False
        if self._known(i, w.MONTH):
            return True
        return self._before(i, w.BARE_MONTH) and not self._known(i, w.NOT_BARE)

    def _is_year(self, i: int, after: int, year: int) -> bool:
        """Whether a bare number is a year, by the words on both sides."""
        if year not in range(1900, 2101) or self._text(after) in ("%", "٪", "/", "$", *DASHES):
            return False
        follows = self._text(after)
        if follows == "من" and self._text(after + 1) == "القرن":
            return False  # a decade
        if self._text(i - 1) == "(" and follows == ")":
            return True
        if self._before(i, w.YEAR_NOUNS):
            return True
        if not self._before(i, w.BEFORE_YEAR):
            return False
        forms = {form for form, _ in without_particles(follows)}
        safe = not follows or not follows[0].isalpha() or bool(forms & w.NEVER_COUNTED)
        if safe or any(form.startswith("ال") for form in forms):
            return True
        joined = follows.startswith("و") and follows not in w.COUNTED_WITH_WAW
        return year % 10 != 0 and (joined or not follows.endswith(("ه", "ا")))

    def unit(self, i: int) -> RuleMatch | None:
        """العام الماضي, الشهر الجاري, اليوم التالي."""
        ref = self._ref(i)
        if not ref:
            return None
        point, j = DatePoint(ref[2], self._at(ref[1] - 1).end, ref=ref[0]), ref[1]
        year = self._year_number(j)
        if ref[0].unit == "year" and year in range(1900, 2101):
            named = replace(point, ref=None, year=year or 0, end=self._at(j).end)
            return self._single(ParsedPoint(named, j + 1))
        return self._single(ParsedPoint(point, j))

    def weekday(self, i: int) -> RuleMatch | None:
        """الثلاثاء الماضي; a bare one after a verb of news: «قال الوزير، الثلاثاء، إن»."""
        known = self._known(i, self.weekdays)
        today = self._today()
        if not known or today is None:
            return None
        direction = w.DIRECTIONS.get(self._text(i + 1))
        away = (self.weekdays[known[0]] - today.first.weekday()) % 7
        start = self._at(i).start + known[1]
        if direction in ("past", "next"):
            value = shift_interval(today, "day", away - 7 if direction == "past" else away or 7)
            return self._found(start, i + 2, value)
        if direction or self._before(i, w.PRAYERS) or not self._is_news(i) or self._day(i + 1):
            return None
        return self._found(start, i + 1, shift_interval(today, "day", away - 7 if away else 0))

    def near_day(self, i: int) -> RuleMatch | None:
        """أمس, اليوم, غداً, where the day of publication is known."""
        today = self._today()
        if today is None:
            return None
        start, j = self._at(i).start, i + 1
        if known := self._known(i, ("امس",)):
            start, by = start + known[1], -1
            if self._text(i - 1) == "اول":
                start, by = self._at(i - 1).start, -2
            elif self._text(j) == "الاول":
                j, by = j + 1, -2
        elif known := self._known(i, ("غدا", "غد")):
            start, by = start + known[1], 1
            if self._text(i - 1) == "بعد":
                start, by = self._at(i - 1).start, 2
            elif known[0] == "غد" and not self._before(i, (*w.TIMES, "يوم")):
                return None
        elif known := self._known(i, ("اليوم",)):
            start, by = start + known[1], 0
            follows = self._text(j)
            if follows not in self.weekdays and (
                follows.startswith("ال") or not (self._before(i, w.TIMES) or self._is_news(i))
            ):
                return None
        else:
            return None
        value = shift_interval(today, "day", by)
        if value and self._text(j) in self.weekdays:
            if self.weekdays[self._text(j)] != value.first.weekday():
                return None
            j += 1
        return self._found(start, j, value)

    def days_after(self, i: int) -> RuleMatch | None:
        """وبعد ثلاثة أيام, of a day that stands in the same sentence; not «بعد يومين من الاتفاق»."""
        known, two = self._known(i, ("بعد",)), self._text(i + 1) in w.TWO_DAYS
        j = i + (2 if two else 3)
        number = 2 if two else w.COUNTS.get(self._text(i + 1)) or self._number(i + 1)
        counted = two or self._text(i + 2) in w.DAYS
        if not (known and number and counted and self.context.near and self.context.previous):
            return None
        if self._text(j) in ("من", "علي", "فقط") or number > 31:
            return None
        value = shift_interval(self.context.previous, "day", number)
        return self._found(self._at(i).start + known[1], j, value, "anaphoric")

    def _today(self) -> Interval | None:
        published = self.context.published
        is_day = published and published.precision == "day" and published.start == published.end
        return published if is_day else None

    def _is_news(self, i: int) -> bool:
        """Whether one of the words before, in the same sentence, is a verb that tells news."""
        reach = min(6, i - self.sentence)
        return any(self._known(i - n, w.SAID) for n in range(1, reach + 1))

    # --- mentions ---

    def _found(
        self, start: int, j: int, value: Interval | None, kind: DateKind = "relative"
    ) -> RuleMatch | None:
        place = DatePoint(start, self._at(j - 1).end)
        return ([self._mention(place, value, kind)], j) if value else None

    def _place(self, point: DatePoint) -> tuple[int, int]:
        start, end = self.folded.span(point.start, point.end)
        return start, end + (self.original[end : end + 1] == TATWEEL)  # 1445هـ

    def _part(self, point: DatePoint, value: Interval) -> DatePart:
        return DatePart(*self._place(point), str(value))

    def _mention(
        self, point: DatePoint, value: Interval, kind: DateKind, *, whole: bool = True
    ) -> DateMention:
        start, end = self._place(point)
        text = self.original[start:end]
        calendar: Literal["gregorian", "hijri"] = "hijri" if point.hijri else "gregorian"
        parts = (DatePart(start, end, str(value)),) if whole and value.start == value.end else ()
        return DateMention(start, end, text, str(value), kind, point.written, calendar, parts)


RULES: tuple[Callable[[_Scan, int], RuleMatch | None], ...] = (
    _Scan.numeric,
    _Scan.portion,
    _Scan.dates,
    _Scan.unit,
    _Scan.near_day,
    _Scan.weekday,
    _Scan.days_after,
)
"""Tried in this order at each token that may begin a date."""

_ROWS = {("D", "D"), ("D", "DM"), ("DM", "DM"), ("M", "M"), ("Y", "Y")}


def _may_be_row(point: DatePoint, q: DatePoint) -> bool:
    """Whether dates belong together: 25 فبراير 2024م – 15 شعبان 1445هـ are one day in two calendars."""
    parts = _written_parts(point), _written_parts(q)
    return parts in _ROWS and (parts[0] == "D" or point.hijri == q.hijri)


def _written_parts(point: DatePoint) -> str:
    """What of a date is written: `D`, `DM`, `M` or `Y`; a day of «this month» says as much as `DM`."""
    if point.day:
        return "DM" if point.month or point.ref else "D"
    return "M" if point.month else "Y"


@cache
def _triggers() -> frozenset[str]:
    """Words that a date may begin with."""
    names = (*w.arabic_month_names(), *w.arabic_weekday_names(), *w.UNITS, *w.ORDINALS, *w.TENS, *w.PORTIONS)
    sets = w.YEAR | w.YEARS | w.MONTH | w.SAME_BEFORE | w.THIS
    return frozenset((*names, *sets, "امس", "غدا", "غد", "بعد"))


@lru_cache(maxsize=1 << 12)  # newspapers say the same words again and again
def _is_idle(word: str) -> bool:
    """Whether a word tells nothing: no date begins with it, no sentence ends there, nothing is to come."""
    if is_number(word) or word in ARTICLES or word in _STOPS or word.startswith("\n"):
        return False
    return not any(form in _triggers() or form in w.TO_COME for form, _ in without_particles(word))
