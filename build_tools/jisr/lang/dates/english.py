"""The grammar of dates in English prose, for translations: the author's relations kept, years in brackets.

The Arabic of the same block is the better witness: where its dates are given, an English date without a year
takes the year of the Arabic date of the same day and month, or is left alone, so that both languages agree.
Every pattern is bounded, so that the time is linear in the text.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from jisr.lang.arabic import find_from
from jisr.lang.dates.interval import DateKind, DateMention, DatePart, Interval
from jisr.lang.dates.resolve import (
    Context,
    DatePoint,
    Direction,
    Ref,
    Unit,
    resolve,
    resolve_range,
    shift_interval,
)
from jisr.lang.dates.words import ENGLISH_ORDINALS, english_month_names, english_weekday_names
from jisr.lang.word_lists import any_of

_DIRECTIONS: dict[str, Direction] = {
    "last": "past",
    "past": "past",
    "next": "next",
    "coming": "next",
    "this": "this",
}
_SAME = ("that", "same")
_RANGE = ("to", "until", "till", "through", "–", "—", "-")
_DAY_NUMBER = re.compile(r"[0-9]{1,2}")


@cache
def _start() -> re.Pattern[str]:
    """What a date begins with."""
    number = rf"[0-9]|(?:{any_of(ENGLISH_ORDINALS)}) "
    month = any_of(name.capitalize() for name in english_month_names())
    the = rf"[Tt]he (?:{number}|same|following|next|previous)"
    near = r"[Ll]ast|[Nn]ext|[Tt]his|[Tt]hat|[Yy]esterday|[Tt]omorrow"
    return re.compile(rf"\b(?=[0-9A-Za-z])(?:{number}|{month}|{the}|{near})")


def _find_shapes(text: str, position: int = 0) -> Iterator[re.Match[str]]:
    """Whatever looks like a date from `position` on, in order."""
    return find_from(_start(), _patterns()[0], text, position)


_MARCH = r"Mar(?=\.? [0-9]{1,2},? [0-9]{4}\b)|(?<=[0-9] )Mar(?=\.? [0-9]{4}\b)"


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What a date may look like, each shape a group that closes last; and what may join two dates."""
    months = any_of(name.capitalize() for name in english_month_names() if name != "mar")
    month = f"{months}|{_MARCH}"
    weekday = any_of(name.capitalize() for name in english_weekday_names())
    day = r"[0-9]{1,2}(?:st|nd|rd|th)?"
    days = rf"{day}(?:(?:,? and |, | to |–|-| or ){day}){{0,4}}"
    ordinal = any_of(ENGLISH_ORDINALS)
    the_days = rf"(?<![\w.,/:-])(?<![0-9]–)(?:[Tt]he )?(?P<days_>{days})"
    year = r"(?:,? (?P<y_>[0-9]{4})|,? ?\[(?P<bracketed_>[0-9]{4})\]|,? ?\((?P<y__>[0-9]{4})\))"
    year += r"(?![0-9%]|[.,/][0-9])"
    of_year = r",?(?: of| in)?(?: the)? (?P<ofyear_>last|this|next|that|same) year\b"
    told = rf"(?:{year}|{of_year})?"
    dotted = rf"(?:\.?(?:{year}|{of_year}))?"  # «on 3 March.»: the stop is the sentence's
    alone = r"(?<![\w.,/:$€£–-])"
    no_more = r"(?![\w%/–-]|[.,][0-9])"
    shapes = {
        "iso": r"(?<![\w./-])(?P<date_>[0-9]{4}-[0-9][0-9]-[0-9][0-9])(?![\w/-])",
        "dmy": rf"{the_days}(?: day)?(?: of)? (?:(?P<which_>last|next|this) )?(?P<month_>{month})\b{dotted}",
        "word": rf"\b(?:[Tt]he )?(?P<ordinal_>{ordinal})(?: day)? of (?:(?P<which_>last|next|this) )?"
        rf"(?P<month_>{month})\b{told}",
        "mdy": rf"\b(?P<month_>{month})\.? (?P<days_>{days})(?![0-9:]|[.,/][0-9]|%){told}",
        "relative": rf"\b(?P<which_>[Ll]ast|[Nn]ext|[Tt]his(?: past)?) (?P<month_>{month})\b",
        "my": rf"\b(?P<month_>{month})\b{dotted}",
        "dayof": rf"{the_days} of (?P<which_>that|the same|this|last|next) month\b",
        "unit": r"\b(?P<which_>[Ll]ast|[Nn]ext|[Tt]his|[Tt]hat|[Tt]he (?:same|following|next|previous))"
        r" (?P<unit_>year|month|day)\b",
        "weekday": rf"\b(?P<which_>[Ll]ast|[Nn]ext) (?P<name_>{weekday})\b",
        "near": r"\b(?P<name_>[Yy]esterday|[Tt]omorrow)\b",
        "years": rf"{alone}(?P<y_>[0-9]{{4}})(?P<join_>[–-]| to | and )(?P<last_>[0-9]{{4}}){no_more}",
        "year": rf"{alone}(?P<y_>[0-9]{{4}}){no_more}",
    }
    # each shape has its own group names, because a pattern may use a group name only once
    named = (f"(?P<{shape}>{pattern.replace('_>', '_' + shape + '>')})" for shape, pattern in shapes.items())
    join = re.compile(r"(?: (to|until|till|through|and) |\s?([–—-])\s?)(?:on )?")
    return re.compile("|".join(named)), join


def _groups(match: re.Match[str]) -> dict[str, str]:
    """What the groups of the shape that matched hold."""
    found = match.groupdict().items()
    return {name.partition("_")[0]: value for name, value in found if value and "_" in name}


def _span_of(match: re.Match[str], group: str) -> tuple[int, int]:
    return match.span(f"{group}_{match.lastgroup}")


def find_english(
    text: str, published: Interval | None, previous: Interval | None, like: Sequence[DateMention] | None
) -> list[DateMention]:
    """The dates of an English text in order; see `jisr.lang.dates.find_dates`."""
    return list(_Scan(text, Context(published, previous), like).run())


def find_written_english(text: str) -> list[DatePoint]:
    """The months of an English text as they are written there, with day and year; nothing is inferred."""
    scan, found = _Scan(text, Context(), None), list[DatePoint]()
    for match in _find_shapes(text):
        if match.lastgroup == "iso":
            year, month, day = map(int, match[0].split("-"))
            found.append(DatePoint(*match.span(), day, month, year))
        elif match.lastgroup in ("dmy", "mdy", "my", "relative", "word"):
            points, _ = scan.points(match)
            last = points[-1]
            found += [replace(point, month=last.month, year=point.year or last.year) for point in points]
    return found


@dataclass
class _Scan:
    text: str
    context: Context
    like: Sequence[DateMention] | None

    def __post_init__(self) -> None:
        self.stop = 0
        values = Counter(year for mention in self.like or () for year in mention.value.split("/"))
        self.years: dict[str, int] = {year: n for year, n in values.items() if "-" not in year}

    def run(self) -> Iterator[DateMention]:
        position = 0
        while match := next(_find_shapes(self.text, position), None):
            position = match.end()
            self._see(match.start())
            mentions, end = self._read(match)
            for mention in mentions:
                yield mention
                self.context = replace(self.context, previous=mention.interval, near=True, here=True)
            position = max(position, end)

    def _see(self, upto: int) -> None:
        """In a new sentence, an earlier date no longer counts as near."""
        if re.search(r"[.?!]\s|\n\s*\n", self.text[self.stop : upto]):
            self.context = replace(self.context, near=False)
        self.stop = upto

    def _read(self, match: re.Match[str]) -> tuple[list[DateMention], int]:
        match match.lastgroup:
            case "dmy" | "mdy" | "my" | "relative" | "dayof" | "word":
                return self._dates(match)
            case "iso":
                year, month, day = map(int, match[0].split("-"))
                return self._single(DatePoint(*match.span(), day, month, year))
            case "years":
                return self._years(match)
            case "year":
                return self._year(match)
            case "unit":
                return self._unit(match)
            case _:
                return self._day(match)

    # --- days and months ---

    def _dates(self, match: re.Match[str]) -> tuple[list[DateMention], int]:
        points, shape = self.points(match)
        if not points:
            return [], match.end()
        _, join = _patterns()
        then = join.match(self.text, match.end())
        following = _patterns()[0].match(self.text, then.end()) if then else None
        if then and following and following.lastgroup in ("dmy", "mdy", "my", "word") and len(points) == 1:
            word = then[1] or then[2]
            is_range = word in _RANGE or (word == "and" and self._is_between(match))
            more, _ = self.points(following)
            # January and February 2020
            shared = word == "and" and not points[0].is_dated and more[0].is_dated
            alike = len(more) == 1 and bool(more[0].day) == bool(points[0].day)
            if len(more) == 1 and (is_range or (shared and alike)):
                several = self._several([points[0], more[0]], following.end(), is_range=is_range)
                if several[0] or not points[0].is_dated:  # else what is no range: the first stands
                    return several
        if len(points) == 1:
            return self._single(points[0])
        is_range = bool(re.search(r" to |–|-", shape)) or self._is_between(match)
        return self._several(points, match.end(), is_range=is_range)

    def _is_between(self, match: re.Match[str]) -> bool:
        return bool(re.search(r"\b[Bb]etween $", self._before(match.start())))

    def points(self, match: re.Match[str]) -> tuple[list[DatePoint], str]:
        """The dates of a match in order, and the words that list its days."""
        groups = _groups(match)
        start, end = match.span()
        days = groups.get("days", "")
        places = [(_span_of(match, "days")[0] + n.start(), int(n[0])) for n in _DAY_NUMBER.finditer(days)]
        if ordinal := groups.get("ordinal"):
            places = [(start, ENGLISH_ORDINALS[ordinal])]
        which = groups.get("which", "").lower()
        if "month" not in groups:
            to = which.removeprefix("the ")
            ref = Ref("month", "same" if to in _SAME else "here" if to == "this" else _DIRECTIONS[to])
            return ([DatePoint(start, end, places[0][1], ref=ref)] if len(places) == 1 else []), days
        point = DatePoint(start, end, month=english_month_names()[groups["month"].lower()])
        if year := groups.get("y") or groups.get("bracketed"):
            point = replace(point, year=int(year), bracketed="bracketed" in groups)
        elif of_year := groups.get("ofyear"):
            relation = "same" if of_year in _SAME else _DIRECTIONS[of_year]
            point = replace(point, ref=Ref("year", relation))
        elif which:
            point = replace(point, direction=_DIRECTIONS[which.split()[-1]])
        if not places:
            return [point], ""
        points = []
        for n, (place, number) in enumerate(places):
            last = n == len(places) - 1
            own = point if last else DatePoint(0, 0, hijri=point.hijri)
            stop = end if last else place + len(str(number))
            points.append(replace(own, day=number, start=place if n else start, end=stop))
        return points, days

    def _several(self, points: list[DatePoint], end: int, *, is_range: bool) -> tuple[list[DateMention], int]:
        last = points[-1]
        found = self._witnessed(last) if not last.year and not last.ref else None
        if found:
            points = [*points[:-1], replace(last, year=found[0].first.year, direction=None, bracketed=True)]
        elif self.like is not None and not last.is_dated:
            return [], end
        resolved = resolve_range(points, self.context)
        if not resolved:
            return [], end
        kind = found[1] if found else resolved[-1][1]
        values = [interval for interval, _ in resolved]
        in_a_row = all(shift_interval(a, a.precision, 1) == b for a, b in pairwise(values))
        if not is_range and not in_a_row:
            return [self._mention(p, v, kind) for p, v in zip(points, values, strict=True)], end
        whole = Interval(values[0].start, values[-1].end)
        if whole.first >= whole.last:
            return [], end
        parts = tuple(DatePart(p.start, p.end, str(v)) for p, v in zip(points, values, strict=True))
        span = replace(points[-1], start=points[0].start)
        return [replace(self._mention(span, whole, kind), kind="range", parts=parts)], end

    def _single(self, point: DatePoint) -> tuple[list[DateMention], int]:
        if point.month and not point.year and not point.ref:
            found = self._witnessed(point)
            if self.like is None and not found:
                certain = point.direction or (point.day and not self._is_event(point))
                found = resolve(point, self.context) if certain else None
        else:
            found = resolve(point, self.context)
        return ([self._mention(point, *found)] if found else []), point.end

    def _witnessed(self, point: DatePoint) -> tuple[Interval, DateKind] | None:
        """The Arabic date of that day and month, if there is just one."""
        found: dict[str, DateKind] = {}
        for mention in self.like or ():
            for value in [part.value for part in mention.parts] or [mention.value]:
                parts = [int(n) for n in value.split("/")[0].split("-")]
                if parts[1:] == [n for n in (point.month, point.day) if n]:
                    found[value] = mention.kind
        if len(found) != 1:
            return None
        value, kind = found.popitem()
        return Interval.parse(value), "relative" if kind == "range" else kind

    def _is_event(self, point: DatePoint) -> bool:
        """Whether a day has become a name: the 11 September attacks, the 14 March Alliance."""
        events = r" (?:attacks?|revolution|uprising|coup|Alliance|bloc|protests?)\b"
        return bool(re.match(events, self.text[point.end :]))

    # --- years ---

    def _years(self, match: re.Match[str]) -> tuple[list[DateMention], int]:
        groups = _groups(match)
        first, last = int(groups["y"]), int(groups["last"])
        asked = {"to": r"\b[Ff]rom $", "and": r"\b[Bb]etween $"}.get(groups["join"].strip(), "")
        if not 1800 <= first < last <= 2100 or not re.search(asked, self._before(match.start())):
            return self._year(match)
        parts = tuple(DatePart(*_span_of(match, group), groups[group]) for group in ("y", "last"))
        value = f"{first}/{last}"
        return [DateMention(*match.span(), match[0], value, "range", "y", "gregorian", parts)], match.end()

    def _year(self, match: re.Match[str]) -> tuple[list[DateMention], int]:
        start, end = _span_of(match, "y")
        name = self.text[start:end]
        before = self._before(start)
        told = re.search(
            r"\b(?:[Ii]n|[Ss]ince|[Bb]y|[Uu]ntil|[Bb]efore|[Aa]fter|[Dd]uring|early|late|year) $", before
        )
        known = self.years.get(name, 0) > 0
        if not told and known:
            told = re.search(r"[A-Za-z’'] $|\($", before)
        if not told or not (known or 1900 <= int(name) <= 2100):
            return [], end
        self.years[name] = self.years.get(name, 0) - 1
        return self._single(DatePoint(start, end, year=int(name)))

    def _before(self, start: int) -> str:
        return self.text[max(0, start - 16) : start]

    def _unit(self, match: re.Match[str]) -> tuple[list[DateMention], int]:
        groups = _groups(match)
        which, unit = groups["which"].lower(), groups["unit"]
        units: dict[str, Unit] = {"year": "year", "month": "month", "day": "day"}
        if unit == "day" and which in ("last", "next", "this", "that"):
            return [], match.end()
        relation = which.removeprefix("the ")
        if relation in _SAME:
            ref = Ref(units[unit], "same")
        elif which.startswith("the "):
            ref = Ref(units[unit], "before" if relation == "previous" else "after")
        else:
            ref = Ref(units[unit], _DIRECTIONS[which])
        return self._single(DatePoint(*match.span(), ref=ref))

    # --- days of the publication ---

    def _day(self, match: re.Match[str]) -> tuple[list[DateMention], int]:
        today = self.context.published
        if today is None or today.precision != "day":
            return [], match.end()
        groups = _groups(match)
        name = groups["name"].lower()
        if match.lastgroup == "near":
            by = -1 if name == "yesterday" else 1
        else:
            away = (english_weekday_names()[name] - today.first.weekday()) % 7
            by = away - 7 if groups["which"].lower() == "last" else away or 7
        value = shift_interval(today, "day", by)
        return ([self._mention(DatePoint(*match.span()), value, "relative")] if value else []), match.end()

    def _mention(self, point: DatePoint, value: Interval, kind: DateKind) -> DateMention:
        parts = (DatePart(point.start, point.end, str(value)),) if value.start == value.end else ()
        text = self.text[point.start : point.end]
        return DateMention(point.start, point.end, text, str(value), kind, point.written, "gregorian", parts)
