"""The pieces of a date in Arabic: days in digits and words, months, years, units named by a relation.

The text is folded and cut into tokens once; every reader looks at a few tokens from a place on, and says
which token comes after.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from typing import NamedTuple

from jisr.lang.arabic import fold
from jisr.lang.dates import words as w
from jisr.lang.dates.resolve import HIJRI_YEARS, DatePoint, Ref

_TOKEN = re.compile(r"[0-9]+|[^\W\d_]+|\n\s*\n|\S")
DASHES = ("-", "–", "—")
UNCLEAR = range(1330, 1460)  # without هـ a year of either calendar
_ERAS = dict.fromkeys(("م", "ميلادي", "ميلاديه", "الميلادي", "للميلاد"), False)
_ERAS |= dict.fromkeys(("ه", "هجري", "هجريه", "الهجري", "للهجره"), True)


class DateToken(NamedTuple):
    """A number, a word or a sign of the folded text; `gap` says that white space stands before it."""

    text: str
    start: int
    end: int
    gap: bool


class ParsedPoint(NamedTuple):
    """A point read, the token after it, and whether it is a year that nothing introduces."""

    point: DatePoint
    next: int
    bare: bool = False


OF_IT = Ref("month", "same")  # منه: of the month named before (في 15 منه)
ARTICLES = ("ال", "وال", "بال", "لل", "فال")
_JOINS = (*DASHES, "و", "،", "الي", "حتي", "/", "او")
_END = DateToken("", 0, 0, False)


class PointReader:
    """Reads pieces of dates in one text; a place is the index of a token."""

    def __init__(self, text: str) -> None:
        self.folded = fold(text)
        self.original = text
        self.words: list[str] = _TOKEN.findall(self.folded.text)
        self.months = w.arabic_month_names()
        self.weekdays = w.arabic_weekday_names()

    # --- tokens ---

    @cached_property
    def _starts(self) -> list[int]:
        """Where each token begins: not asked for where no word is of a date."""
        return [match.start() for match in _TOKEN.finditer(self.folded.text)]

    def _at(self, i: int) -> DateToken:
        if not 0 <= i < len(self.words):
            return _END
        text, start = self.words[i], self._starts[i]
        before = self._starts[i - 1] + len(self.words[i - 1]) if i else 0
        return DateToken(text, start, start + len(text), start > before)

    def _text(self, i: int) -> str:
        return self.words[i] if 0 <= i < len(self.words) else ""

    def _known(self, i: int, table: Collection[str]) -> tuple[str, int] | None:
        """The word at `i` without what is prefixed to it, if `table` has it, and the length of the prefix."""
        for form in without_particles(self._text(i)):
            if form[0] in table:
                return form
        return None

    def _article(self, i: int) -> bool:
        """Whether `i` is the article of a number: الـ26."""
        return self._text(i) in ARTICLES and self._number(i + 1, glued=True) is not None

    def _number(self, i: int, *, glued: bool = False) -> int | None:
        """The number at `i`, if it is no part of a fraction, a telephone number or a percentage."""
        text = self._text(i)
        if not is_number(text) or len(text) > 4:
            return None
        token = self._at(i)
        if glued and token.gap:
            return None
        before, after, beyond = self._at(i - 1), self._at(i + 1), self._at(i + 2)
        if after.text in tuple(".,٫٬:%٪") and not after.gap and (is_number(beyond.text) and not beyond.gap):
            return None
        if after.text in ("%", "٪"):
            return None
        if before.text in tuple(".,٫٬:$+#") and not token.gap and is_number(self._text(i - 2)):
            return None
        return int(token.text)

    def _year_number(self, i: int) -> int | None:
        number = self._number(i)
        return number if number and len(self._text(i)) == 4 and 1000 <= number < 2200 else None

    def _before(self, i: int, table: Collection[str]) -> bool:
        return self._known(i - 1, table) is not None

    def may_begin(self, i: int, triggers: Collection[str]) -> bool:
        """Whether a date may begin at `i`."""
        return bool(is_number(self._text(i)) or self._known(i, triggers) or self._article(i))

    # --- what is written ---

    def written(self, i: int, triggers: Collection[str]) -> ParsedPoint | None:
        """The month that is named at `i`, in words or in digits, with its day and year."""
        read = (self.numeric_point(i) or self._point(i)) if self.may_begin(i, triggers) else None
        return read if read and read.point.month else None

    def sharing(self, i: int, point: DatePoint) -> Iterator[DatePoint]:
        """Days before `i` that share the month of `point`: the 24 and the 25 of 24 و25 و30 مارس."""
        while point.day and self._text(i - 1) in _JOINS and (day := self._number(i - 2)) and day <= 31:
            i -= 2
            yield replace(point, start=self._at(i).start, end=self._at(i).end, day=day)

    # --- pieces ---

    def numeric_point(self, i: int) -> ParsedPoint | None:
        """26/9/2023, 2023-09-26: the day first, as Arabs write; the year first as ISO does."""
        if not is_number(self._text(i)):
            return None
        numbers = [self._at(i + n) for n in (0, 2, 4)]
        signs = {self._text(i + 1), self._text(i + 3)}
        around = (self._at(i - 1), self._at(i + 5))
        if len(signs) != 1 or not signs <= {"/", "-", "."} or not all(is_number(t.text) for t in numbers):
            return None
        if any(self._at(i + n).gap for n in range(1, 5)):
            return None
        before, after = around
        if (before.text in (*signs, *".,+") and not numbers[0].gap and is_number(self._text(i - 2))) or (
            after.text in signs and not after.gap and is_number(self._text(i + 6))
        ):
            return None
        match [len(t.text) for t in numbers]:
            case [1 | 2, 1 | 2, 4]:
                day, month, year = (int(t.text) for t in numbers)
            case [4, 1 | 2, 1 | 2]:
                year, month, day = (int(t.text) for t in numbers)
            case _:
                return None
        era = self._era(i + 5)
        is_hijri = bool(era and era[0]) or (not era and year in UNCLEAR)
        if month > 12 >= day and not is_hijri:
            day, month = month, day  # 9/26/2023 cannot be read otherwise
        point = DatePoint(numbers[0].start, numbers[2].end, day, month, year, is_hijri)
        return ParsedPoint(point, era[1] if era else i + 5)

    def _day(self, i: int) -> tuple[int, int, int, bool] | None:
        """A day of a month: its number, the token after it, where it starts, whether in digits."""
        token = self._at(i)
        if self._article(i):
            number, start, j = self._number(i + 1) or 0, token.end - 2, i + 2
        elif (number := self._number(i) or 0) and len(token.text) <= 2:
            start, j = token.start, i + 1
        elif tens := self._known(i, w.TENS):
            return w.TENS[tens[0]], i + 1, token.start + tens[1], False
        elif (unit := self._known(i, w.ORDINALS)) and not self._counts_noun(i, unit[1]):
            number, start, after = w.ORDINALS[unit[0]], token.start + unit[1], self._text(i + 1)
            if after == w.TEN and number < 10:
                return number + 10, i + 2, start, False
            if after[:1] == "و" and after[1:] in w.TENS and number < 10:
                return w.TENS[after[1:]] + number, i + 2, start, False
            return (number, i + 1, start, False) if unit[0] not in w.ONE_OF_TENS else None
        else:
            return None
        return (number, j, start, True) if 1 <= number <= 31 else None

    def _counts_noun(self, i: int, prefix: int) -> bool:
        """Whether an ordinal belongs to the noun before: النصف الثاني من مارس."""
        noun = self._text(i - 1)
        named = noun in w.BEFORE_ORDINAL or noun in self.weekdays
        return noun.startswith("ال") and len(noun) > 3 and not named and not prefix and self._at(i).gap

    def _month(self, i: int) -> tuple[int, bool, int, int] | None:
        """A month: its number, whether Hijri, the token after it, where it starts."""
        j, start = i, None
        if intro := self._known(i, w.MONTH):
            j, start = i + 1, self._at(i).start + intro[1]
        found = self._month_name(j)
        if not found or (start is not None and not self._at(j).gap):
            return None
        number, is_hijri, after, begins = found
        # the same month by another country's name: أيلول/سبتمبر, أيلول (سبتمبر)
        if self._text(after) in ("/", "(", *DASHES) and (other := self._month_name(after + 1)):
            closed = self._text(after) != "(" or self._text(other[2]) == ")"
            if other[:2] == (number, is_hijri) and closed:
                after = other[2] + (self._text(after) == "(")
        return number, is_hijri, after, begins if start is None else start

    def _month_name(self, i: int) -> tuple[int, bool, int, int] | None:
        known = self._known(i, self.months)
        if not known:
            return None
        for rest, number, is_hijri in self.months[known[0]]:
            if all(self._text(i + 1 + n) == word for n, word in enumerate(rest)):
                return number, is_hijri, i + 1 + len(rest), self._at(i).start + known[1]
        return None

    def _era(self, i: int) -> tuple[bool, int] | None:
        """A sign of the calendar behind a year: whether Hijri, and the token after it."""
        era = _ERAS.get(self._text(i))
        return None if era is None else (era, i + 1)

    def _ref(self, i: int) -> tuple[Ref, int, int] | None:
        """A unit named by its relation: العام الماضي, هذا الشهر, اليوم التالي; with its end and its start."""
        first, second = self._text(i), self._text(i + 1)
        start = self._at(i).start
        if known := self._known(i, w.UNITS):
            unit = w.UNITS[known[0]]
            start += known[1]
            if known[0] == "العام" and self._is_adjective(i):
                return None
            if second in w.DIRECTIONS and unit != "day":
                return Ref(unit, w.DIRECTIONS[second]), i + 2, start
            if second in w.SAME:
                return Ref(unit, "same"), i + 2, start
            if second in w.AFTER:
                return Ref(unit, "after"), i + 2, start
            if second in w.BEFORE and not self._text(i - 1).startswith("ال"):
                return Ref(unit, "before"), i + 2, start
        if second in w.UNITS and (unit := w.UNITS[second]):
            if (known := self._known(i, w.THIS)) and unit != "day" and self._text(i + 2) not in w.SAME:
                return Ref(unit, "this"), i + 2, start + known[1]
            if known := self._known(i, w.SAME_BEFORE):
                return Ref(unit, "same"), i + 2, start + len(first) - len(known[0])
        return None

    def _is_adjective(self, i: int) -> bool:
        """Whether العام at `i` is the adjective "general" and not "the year": الأمين العام الحالي."""
        stems = {form.removeprefix("ال") for form, _ in without_particles(self._text(i - 1))}
        return any(
            stem.removesuffix(end) in w.GENERAL for stem in stems for end in ("", "ها", "ه", "هم", "نا")
        )

    def _year(self, i: int) -> tuple[int, bool, bool, int] | None:
        """A year behind a month: its number, whether Hijri, whether in square brackets, and what follows."""
        j = i + (self._text(i) == "من")
        if self._known(j, w.YEAR):
            j += 1
        elif j > i:
            return None
        bracket = {"(": ")", "[": "]"}.get(self._text(j), "")
        number = self._year_number(j + bool(bracket))
        if number is None or (bracket and self._text(j + 2) != bracket):
            return None
        j += 3 if bracket else 1
        era = self._era(j)
        return number, bool(era and era[0]), bracket == "]", era[1] if era else j

    def _suffixed(self, i: int, point: DatePoint) -> ParsedPoint:
        """`point` (a month, perhaps with a day) with what is said of its year from token `i` on."""
        if year := self._year(i):
            number, is_hijri, bracketed, j = year
            if is_hijri == point.hijri or (point.hijri and number in HIJRI_YEARS):
                j += self._text(j) in w.DIRECTIONS
                dated = replace(point, year=number, bracketed=bracketed, end=self._at(j - 1).end)
                return ParsedPoint(dated, j)
        ref = self._ref(i + (self._text(i) == "من"))
        if ref and ref[0].unit == "year":
            return ParsedPoint(replace(point, ref=ref[0], end=self._at(ref[1] - 1).end), ref[1])
        if direction := w.DIRECTIONS.get(self._text(i)):
            return ParsedPoint(replace(point, direction=direction, end=self._at(i).end), i + 1)
        return ParsedPoint(point, i)

    def _point(self, i: int) -> ParsedPoint | None:
        """The date that begins at `i`, as far as it is written: a day alone, a month, a year."""
        if day := self._day(i):
            number, j, start, digits = day
            of = self._text(j) == "من"
            if self._text(j) == w.OF_IT:
                return ParsedPoint(DatePoint(start, self._at(j).end, number, ref=OF_IT), j + 1)
            if digits and self._text(j + of) == w.CURRENT:
                point = DatePoint(start, self._at(j + of).end, number, ref=Ref("month", "this"))
                return ParsedPoint(point, j + of + 1)
            if (digits or of) and (month := self._month(j + of)):
                end = self._at(month[2] - 1).end
                return self._suffixed(month[2], DatePoint(start, end, number, month[0], hijri=month[1]))
            if of and (ref := self._ref(j + 1)) and ref[0].unit == "month":
                to = Ref("month", "here") if ref[0].to == "this" and self._known(j + 1, w.THIS) else ref[0]
                return ParsedPoint(DatePoint(start, self._at(ref[1] - 1).end, number, ref=to), ref[1])
            return ParsedPoint(DatePoint(start, self._at(j - 1).end, number), j) if digits else None
        if month := self._month(i):
            end = self._at(month[2] - 1).end
            return self._suffixed(month[2], DatePoint(month[3], end, 0, month[0], hijri=month[1]))
        return self._year_point(i)

    def _year_point(self, i: int) -> ParsedPoint | None:
        intro = self._known(i, w.YEAR) or self._known(i, w.YEARS)
        number = self._year_number(i + bool(intro))
        if number is None:
            return None
        j = i + 1 + bool(intro)
        start = self._at(i).start + (intro[1] if intro else 0)
        era = self._era(j)
        if not era and number in UNCLEAR:
            return None
        if self._text(j) == "ق" and self._text(j + 1) in (".", "م"):
            return None  # before Christ
        j = era[1] if era else j
        point = DatePoint(start, self._at(j - 1).end, year=number, hijri=bool(era and era[0]))
        return ParsedPoint(point, j, bare=not intro and not era)


def is_number(text: str) -> bool:
    """Whether a token is a number; the signs ¹ and ² are digits for Python too."""
    return "0" <= text[:1] <= "9"


@lru_cache(maxsize=1 << 12)  # newspapers say the same words again and again
def without_particles(word: str) -> Sequence[tuple[str, int]]:
    """`word`, and what it may be without the particles written to it (و ف, then ب ل ك; لل hides ال)."""
    forms = [(word, 0)] if word else []
    if len(word) < 2:
        return forms
    cut = 1 if word[0] in "وف" and len(word) > 2 else 0
    if cut:
        forms.append((word[1:], 1))
    rest = word[cut:]
    if len(rest) > 3 and rest[0] in "بلك":
        if rest.startswith("لل"):
            forms.append(("ال" + rest[2:], cut))
        forms.append((rest[1:], cut + 1))
    return forms
