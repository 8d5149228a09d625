"""The words that dates are written with, folded as `jisr.lang.arabic.fold` folds them.

Months are those of Unicode's CLDR (through Babel) for every Arab country, whose newspapers use three sets:
Syriac names in the Levant and Iraq, French ones in Algeria and Tunisia, Latin ones elsewhere, with spellings
of their own in Morocco and Mauritania; added are older spellings that newspapers still print.
"""

from collections.abc import Mapping
from functools import cache

from babel import Locale

from jisr.lang.arabic import fold, fold_latin
from jisr.lang.dates.resolve import Direction, Unit
from jisr.lang.word_lists import folded_words, read_word_lists

_LISTS = read_word_lists("lang/dates/words.toml")
COUNTRIES = ("ar", "ar_EG", "ar_IQ", "ar_SY", "ar_LB", "ar_JO", "ar_PS", "ar_DZ", "ar_TN", "ar_MA", "ar_MR",
             "ar_LY", "ar_SD", "ar_SA")  # fmt: skip

_ALSO = {
    1: "كانون ثاني", 5: "مايس", 6: "يونيه", 7: "يوليه", 8: "أوغسطس", 10: "تشرين أول", 11: "تشرين ثاني",
    12: "كانون أول",
}  # fmt: skip
_HIJRI = dict(enumerate(_LISTS["hijri"], 1))
ENGLISH_HIJRI = dict(enumerate(_LISTS["english_hijri"], 1))
IRANIAN = {
    "فروردين": "farvardin", "أرديبهشت": "ordibehesht", "خرداد": "khordad", "مرداد": "mordad",
    "شهريور": "shahrivar", "آبان": "aban", "بهمن": "bahman", "إسفند": "esfand",
}  # fmt: skip
"""Months of the Iranian year that are no other word in Arabic."""

MonthNames = Mapping[str, tuple[tuple[tuple[str, ...], int, bool], ...]]
"""First word → (words after it, number of the month, Hijri), longest first."""


@cache
def arabic_month_names() -> MonthNames:
    """All names of months in Arabic."""
    found: dict[tuple[str, ...], tuple[int, bool]] = {}
    for country in COUNTRIES:
        for number, name in Locale.parse(country).months["format"]["wide"].items():
            found[tuple(fold(name).text.split())] = (int(number), False)
    for table, hijri in ((_ALSO, False), (_HIJRI, True)):
        for number, names in table.items():
            found |= {tuple(fold(name).text.split()): (number, hijri) for name in names.split("|")}
    by_first: dict[str, list[tuple[tuple[str, ...], int, bool]]] = {}
    for words in sorted(found, key=len, reverse=True):
        by_first.setdefault(words[0], []).append((words[1:], *found[words]))
    return {first: tuple(rows) for first, rows in by_first.items()}


@cache
def arabic_weekday_names() -> Mapping[str, int]:
    """Names of the days of the week; Monday is 0, as in `datetime`."""
    found = {fold(name).text: int(n) for n, name in Locale("ar").days["format"]["wide"].items()}
    return {**found, fold("الثلثاء").text: found[fold("الثلاثاء").text]}  # as papers of Beirut write it


@cache
def english_month_names() -> Mapping[str, int]:
    """English month, lower case, also shortened → 1–12; Mar is a saint as well, in the names of places."""
    months = Locale("en").months["format"]
    found = {fold_latin(name).text: int(n) for n, name in months["wide"].items()}
    short = {fold_latin(name).text: int(n) for n, name in months["abbreviated"].items()}
    return {**{name: n for name, n in short.items() if name != "may"}, **found, "sept": 9}


_TO_TWENTY = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth"
    " fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
ENGLISH_ORDINALS = {word: n for n, word in enumerate(_TO_TWENTY.split(), 1)}
ENGLISH_ORDINALS |= {f"twenty-{word}": 20 + n for word, n in ENGLISH_ORDINALS.items() if n < 10}
ENGLISH_ORDINALS |= {"thirtieth": 30, "thirty-first": 31}


@cache
def english_weekday_names() -> Mapping[str, int]:
    """Names of the days of the week in English, lower case; Monday is 0."""
    return {fold_latin(name).text: int(n) for n, name in Locale("en").days["format"]["wide"].items()}


DIRECTIONS: Mapping[str, Direction] = {
    word: direction for direction, words in _LISTS["directions"].items() for word in folded_words(words)
}
UNITS: Mapping[str, Unit] = {"العام": "year", "السنه": "year", "الشهر": "month", "اليوم": "day"}
YEAR = folded_words(_LISTS["year"])
YEARS = folded_words(_LISTS["years"])
MONTH = folded_words(_LISTS["month"])
SAME = folded_words(_LISTS["same"])
SAME_BEFORE = folded_words(_LISTS["same_before"])
AFTER = folded_words(_LISTS["after"])
BEFORE = folded_words(_LISTS["before"])
THIS = folded_words(_LISTS["this"])
GENERAL = folded_words(_LISTS["general"])

_TO_TEN = "الأول الثاني الثالث الرابع الخامس السادس السابع الثامن التاسع العاشر"
ORDINALS = {word: n for n, word in enumerate(fold(_TO_TEN).text.split(), 1)}
ONE_OF_TENS = ("الحادي", "الواحد")  # of the 21st and the 31st, never alone
ORDINALS |= dict.fromkeys((*ONE_OF_TENS, "الفاتح"), 1)  # «الفاتح من نوفمبر», as in Algeria
TENS = {"العشرين": 20, "العشرون": 20, "الثلاثين": 30, "الثلاثون": 30}
TEN = "عشر"
BEFORE_ORDINAL = folded_words(_LISTS["before_ordinal"])
LAST = folded_words(_LISTS["last"])
PORTIONS = {"الربع": 3, "النصف": 6}  # a quarter and a half of a year, in months

COUNTS = {
    word: n for n, word in enumerate(fold("ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة").text.split(), 3)
}
DAYS = folded_words(_LISTS["days"])
TWO_DAYS = folded_words(_LISTS["two_days"])
OF_IT = "منه"
CURRENT = "الجاري"  # في 12 الجاري ("on the 12th of this month"), as agencies write
LASTING = folded_words(_LISTS["lasting"])

BEFORE_YEAR = folded_words(_LISTS["before_year"])
YEAR_NOUNS = folded_words(_LISTS["year_nouns"])
NEVER_COUNTED = folded_words(_LISTS["never_counted"])
EVENTS = folded_words(_LISTS["events"])
BARE_MONTH = folded_words(_LISTS["bare_month"])
WAS = folded_words(_LISTS["was"])
NOT_BARE = folded_words(_LISTS["not_bare"])
NOT_BEFORE = folded_words(_LISTS["not_before"])
THOUSANDS = folded_words(_LISTS["thousands"])
OPEN = folded_words(_LISTS["open"])
COUNTED_WITH_WAW = folded_words(_LISTS["counted_with_waw"])
TO_COME = folded_words(_LISTS["to_come"])
SAID = folded_words(_LISTS["said"])
PRAYERS = folded_words(_LISTS["prayers"])
TIMES = folded_words(_LISTS["times"])
