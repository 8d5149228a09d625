"""Months and weekdays in both languages, in the calendars of Arabic newspapers, to be compared.

The names are those by which `jisr.lang.dates` reads dates; here is what tells a month or a day from the
word, the number or the person of that name.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from jisr.lang.arabic import fold
from jisr.lang.dates import words
from jisr.lang.word_lists import any_of

# Names of months that are also words or people's names: they count only beside a number or the word month.
_UNSURE_NAMES = """
مارس ماي آب أوت جوان رجب شعبان محرم صفر آبان بهمن رمضان نيسان
"""
_UNSURE = {fold(name).text for name in _UNSURE_NAMES.split()}
_CLITIC = r"(?<!\w)[وف]?[بكل]?(?:ال|لل)?"


# What shows such a name to be a month: before it, behind it; and what stands before a weekday.
_BEFORE = "شهر|شهري|اوايل|مطلع|منتصف|نهايه|اواخر|اول|بدايه"
_AFTER = r"من\s+العام|عام|سنه|الماضي|الجاري|المقبل|القادم|الفايت"
_BEFORE_DAY = "يوم|ايام|مساء|صباح|ليله|فجر|امس|ظهر|منذ|حتي"
_BEFORE_MONTH = re.compile(
    r"(?:\d|\b(?:in|of|since|until|by|late|early|mid|last|next|this|on|and|to|from)[\s-])\s{0,2}$"
)
_UNSURE_DAYS = {0, 3, 6}  # الاثنين, الخميس, الأحد without a word before them
_ENGLISH_DAY = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?=s?\b)")
_ALSO_MONTHS = {"mayo": 5, "maio": 5}  # persons and clinics that Arabic writes as it does a month
_FIRST_NAMES = ("April", "May", "June", "August")
_CAPITAL = re.compile(r"\s[A-Z][a-z]")
_DIGIT = re.compile(r"\s{1,2}\d")
_ARABIC_WORD = re.compile(r"\w+")
_ENGLISH_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class _Arabic:
    """Folded names, and the patterns that find them: `months` by number, others → the English words."""

    months: Mapping[str, int]
    others: Mapping[str, list[str]]
    weekdays: Mapping[str, int]  # also without the article: كل خميس, every Thursday
    month: re.Pattern[str]
    day: re.Pattern[str]
    first_words: frozenset[str]


@cache
def _arabic() -> _Arabic:
    months, hijri = _named(hijri=False), _named(hijri=True)
    islamic = {name: words.ENGLISH_HIJRI[n].split() for name, n in hijri.items()} | {"جمادي": ["jumada"]}
    iranian = {fold(name).text: [english] for name, english in words.IRANIAN.items()}
    weekdays = words.arabic_weekday_names()
    weekdays = {**weekdays, **{name.removeprefix("ال"): day for name, day in weekdays.items()}}
    month = re.compile(
        rf"(?P<before>(?:(?<!\w)[وفبكل]{{0,2}}(?:{_BEFORE})\s+|\d\s{{0,2}}))?{_CLITIC}"
        rf"(?:(?P<month>{any_of(months)})|(?P<hijri>{any_of(islamic)})|(?P<iranian>{any_of(iranian)}))"
        rf"(?!\w)(?P<after>\s{{1,2}}(?:\d|{_AFTER}))?"
    )
    day = re.compile(
        rf"(?P<before>(?<!\w)[وفبكل]{{0,2}}(?:{_BEFORE_DAY})\s+)?(?<!\w)[وف]?[بكل]?(?P<day>{any_of(weekdays)})(?!\w)"
    )
    first_words = frozenset(
        conjunction + preposition + name.split()[0]
        for name in (*months, *islamic, *iranian, *weekdays)
        for conjunction in ("", "و", "ف")
        for preposition in ("", "ب", "ك", "ل", "ال", "لل", "بال", "كال")
    )
    return _Arabic(months, {**islamic, **iranian}, weekdays, month, day, first_words)


def _named(*, hijri: bool) -> Mapping[str, int]:
    return {
        " ".join((first, *rest)): number
        for first, rows in words.arabic_month_names().items()
        for rest, number, of_hijri in rows
        if of_hijri == hijri
    }


def gregorian_months() -> Mapping[str, int]:
    """Folded name of a Gregorian month → 1–12; two words for the Levant's كانون الأول."""
    return _arabic().months


@cache
def _english_month() -> re.Pattern[str]:
    full = [english_month(number) for number in range(1, 13)]
    short = [name.capitalize() for name in words.english_month_names() if name.capitalize() not in full]
    return re.compile(rf"\b(?P<name>{'|'.join(full)}|(?:{'|'.join(short)})\b\.?(?=\s{{0,2}}\d))\b")


def english_month(number: int) -> str:
    """The English name of a month, 1–12."""
    return max((n for n, m in words.english_month_names().items() if m == number), key=len).capitalize()


def has_dates(text: str) -> bool:
    """Whether an Arabic text (folded) may name a month or a weekday at all: quick, for most name none."""
    return not _arabic().first_words.isdisjoint(_ARABIC_WORD.findall(text))


def arabic_months(text: str) -> set[int]:
    """The Gregorian months, 1–12, that an Arabic text names (folded `text`)."""
    return {gregorian_months()[one.month] for one in _months_in(text) if one.month and one.is_certain}


class _Month(NamedTuple):
    """A month that an Arabic text names, of our calendar or another."""

    month: str
    other: str
    is_certain: bool  # no other word is written like it


@lru_cache(maxsize=16)  # a block is asked about again and again
def _months_in(text: str) -> Sequence[_Month]:
    found = []
    for match in _arabic().month.finditer(text):
        month, other = match["month"] or "", match["hijri"] or match["iranian"] or ""
        is_certain = bool((month or other) not in _UNSURE or match["before"] or match["after"])
        found.append(_Month(month, other, is_certain))
    return found


def possible_arabic_months(text: str) -> set[int]:
    """Every month (1–12) that an Arabic text may name: also مارس where nothing tells it from a verb."""
    return {gregorian_months()[one.month] for one in _months_in(text) if one.month}


def arabic_other_months(text: str) -> Mapping[str, list[str]]:
    """Hijri and Iranian months that an Arabic text (folded) names → English words, one of which it needs."""
    return {
        one.other: _arabic().others[one.other] for one in _months_in(text) if one.other and one.is_certain
    }


@lru_cache(maxsize=16)
def _days_in(text: str) -> Sequence[tuple[int, bool]]:
    """The days of the week that an Arabic text may name, and whether it does so for certain.

    Without the article it may be a number or a person: أحد, جمعة.
    """
    found = []
    for match in _arabic().day.finditer(text):
        day = _arabic().weekdays[match["day"]]
        if (match["before"] or "").rstrip().endswith("ليله"):  # «ليلة الجمعة» is Thursday night too
            found += [(day, False), ((day - 1) % 7, False)]
            continue
        is_certain = match["day"][:2] == "ال" and bool(match["before"] or day not in _UNSURE_DAYS)
        found.append((day, is_certain))
    return found


def arabic_weekdays(text: str) -> set[int]:
    """The days of the week that an Arabic text (folded) names for certain; Monday is 0."""
    return {day for day, is_certain in _days_in(text) if is_certain}


def possible_arabic_weekdays(text: str) -> set[int]:
    """Every day of the week (Monday is 0) that an Arabic text may name: الأحد is "the one" too."""
    return {day for day, _ in _days_in(text)}


def english_weekdays(text: str) -> dict[int, str]:
    """The days of the week that an English text names, and the word: Monday is 0."""
    return {words.english_weekday_names()[m[0].lower()]: m[0] for m in _ENGLISH_DAY.finditer(text)}


def possible_english_months(text: str) -> set[int]:
    """Every month, 1–12, that an English text may name: also “march” and “may”."""
    months = {**words.english_month_names(), **_ALSO_MONTHS}
    return {months[word] for word in lowercase_words(text) if word in months}


def english_months(text: str) -> dict[int, str]:
    """The months that an English text names for certain; May and March need a number or `in` beside them."""
    found = {}
    for match in _english_month().finditer(text):
        name = match["name"].rstrip(".")
        before, after = text[max(0, match.start() - 12) : match.start()], text[match.end() : match.end() + 4]
        if name in ("May", "March", "Mar") and not _BEFORE_MONTH.search(before) and not _DIGIT.match(after):
            continue
        if name in _FIRST_NAMES and _CAPITAL.match(text, match.end()):
            continue
        found[words.english_month_names()[name.lower()]] = name
    return found


def lowercase_words(text: str) -> set[str]:
    """The lower-case words of an English text."""
    return set(_ENGLISH_WORD.findall(text.lower()))
