"""Months and weekdays in both languages, in every calendar that Arabic newspapers use.

Gregorian months have three sets of names: those of Egypt and the Gulf (سبتمبر), of the Levant and Iraq
(أيلول), of the Maghreb (Algeria and Tunisia جانفي, Morocco شتنبر), after CLDR's ar, ar_IQ, ar_DZ and ar_MA;
then the months of the Hijri and of the Iranian calendar.
"""

import re
from collections.abc import Iterable, Mapping

from build_tools.arabic import fold

_GREGORIAN = """
يناير كانون_الثاني جانفي
فبراير شباط فيفري
مارس آذار
أبريل إبريل نيسان أفريل
مايو أيار ماي
يونيو يونيه حزيران جوان
يوليو يوليه تموز جويلية يوليوز
أغسطس آب أوت غشت
سبتمبر أيلول شتنبر
أكتوبر تشرين_الأول
نوفمبر تشرين_الثاني نونبر
ديسمبر كانون_الأول دجنبر
"""
_ENGLISH = """
january february march april may june july august september october november december
"""
_SHORT = """
jan feb mar apr jun jul aug sep sept oct nov dec
"""

_HIJRI = {
    "محرم": "muharram",
    "ربيع الأول": "rabi",
    "ربيع الآخر": "rabi",
    "ربيع الثاني": "rabi",
    "جمادى": "jumada",
    "رجب": "rajab",
    "شعبان": "shaban sha",
    "رمضان": "ramadan ramazan ramadhan",
    "شوال": "shawwal",
    "ذي القعدة": "qadah qada qa",
    "ذو القعدة": "qadah qada qa",
    "ذي الحجة": "hijjah hijja",
    "ذو الحجة": "hijjah hijja",
}
_IRANIAN = {
    "فروردين": "farvardin",
    "أرديبهشت": "ordibehesht",
    "خرداد": "khordad",
    "مرداد": "mordad",
    "شهريور": "shahrivar",
    "آبان": "aban",
    "بهمن": "bahman",
    "إسفند": "esfand",
}
_WEEKDAYS = {
    "الاثنين": "monday mon",
    "الإثنين": "monday mon",
    "الثلاثاء": "tuesday tue tues",
    "الأربعاء": "wednesday wed",
    "الخميس": "thursday thu thurs",
    "الجمعة": "friday fri",
    "السبت": "saturday sat",
    "الأحد": "sunday sun",
}


def _months() -> Mapping[str, int]:
    rows = [line.split() for line in _GREGORIAN.strip().splitlines()]
    return {fold(name.replace("_", " ")).text: n for n, row in enumerate(rows, 1) for name in row}


ARABIC_MONTHS = _months()
"""Folded name of a Gregorian month → 1–12; two words for the Levant's كانون الأول."""
_FULL = _ENGLISH.split()
ENGLISH_MONTHS: Mapping[str, int] = {
    **{name: n for n, name in enumerate(_FULL, 1)},
    **{name: _FULL.index(next(m for m in _FULL if m.startswith(name[:3]))) + 1 for name in _SHORT.split()},
}
"""Lower-case English month, also shortened → 1–12."""
ENGLISH_NAMES = tuple(name.capitalize() for name in _FULL)

# Names of months that are also words or people's names: they count only beside a number or the word month.
_UNSURE_NAMES = """
مارس ماي آب أوت جوان رجب شعبان محرم آبان بهمن رمضان نيسان
"""
_UNSURE = {fold(name).text for name in _UNSURE_NAMES.split()}
_CLITIC = r"(?<!\w)[وف]?[بكل]?(?:ال|لل)?"


def _either(names: Iterable[str]) -> str:
    return "|".join(sorted({re.escape(fold(name).text) for name in names}, key=len, reverse=True))


_ARABIC = re.compile(
    rf"(?P<before>(?:(?<!\w)[وفبكل]{{0,2}}(?:شهر|شهري|اوايل|مطلع|منتصف|نهايه|اواخر|اول|بدايه)\s+|\d\s{{0,2}}))?{_CLITIC}"
    rf"(?:(?P<month>{_either(ARABIC_MONTHS)})|(?P<hijri>{_either(_HIJRI)})|(?P<iranian>{_either(_IRANIAN)}))"
    rf"(?!\w)(?P<after>\s{{1,2}}(?:\d|من\s+العام|عام|سنه|الماضي|الجاري|المقبل|القادم|الفايت))?"
)
_ARABIC_DAY = re.compile(
    rf"(?:(?<!\w)[وفبكل]{{0,2}}(?:يوم|ايام|مساء|صباح|ليله|فجر|امس|ظهر|منذ|حتي)\s+)[وف]?[بكل]?"
    rf"(?P<day>{_either(_WEEKDAYS)})(?!\w)"
)
_ARABIC_WORD = re.compile(r"\w+")
_FIRST_WORDS = {
    conjunction + preposition + word
    for name in (*ARABIC_MONTHS, *_HIJRI, *_IRANIAN, *_WEEKDAYS)
    for word in [fold(name).text.split()[0]]
    for conjunction in ("", "و", "ف")
    for preposition in ("", "ب", "ك", "ل", "ال", "لل", "بال", "كال")
}
_DAY_OF = {fold(name).text: english.split() for name, english in _WEEKDAYS.items()}
_OTHER_OF = {fold(name).text: english for name, english in {**_HIJRI, **_IRANIAN}.items()}
_SHORTENED = "|".join(name.capitalize() for name in _SHORT.split())
_ENGLISH_MONTH = re.compile(rf"\b(?P<name>{'|'.join(ENGLISH_NAMES)}|(?:{_SHORTENED})\b\.?(?=\s{{0,2}}\d))\b")
_BEFORE_MONTH = re.compile(
    r"(?:\d|\b(?:in|of|since|until|by|late|early|mid|last|next|this|on|and|to|from)[\s-])\s{0,2}$"
)
_FIRST_NAMES = ("April", "May", "June", "August")
_CAPITAL = re.compile(r"\s[A-Z][a-z]")
_DIGIT = re.compile(r"\s{1,2}\d")
_ENGLISH_WORD = re.compile(r"[^\W\d_]+")


def has_dates(text: str) -> bool:
    """Whether an Arabic text (folded) may name a month or a weekday at all: quick, for most name none."""
    return not _FIRST_WORDS.isdisjoint(_ARABIC_WORD.findall(text))


def arabic_months(text: str) -> set[int]:
    """The Gregorian months that an Arabic text names (folded `text`)."""
    found = set()
    for match in _ARABIC.finditer(text):
        name = match["month"]
        if name and (name not in _UNSURE or match["before"] or match["after"]):
            found.add(ARABIC_MONTHS[name])
    return found


def possible_months(text: str) -> set[int]:
    """Every Gregorian month that an Arabic text may name: also مارس where nothing tells it from a verb."""
    return {ARABIC_MONTHS[m["month"]] for m in _ARABIC.finditer(text) if m["month"]}


def arabic_other_months(text: str) -> Mapping[str, list[str]]:
    """Hijri and Iranian months that an Arabic text (folded) names → English words, one of which it needs."""
    found = {}
    for match in _ARABIC.finditer(text):
        name = match["hijri"] or match["iranian"]
        if name and (name not in _UNSURE or match["before"] or match["after"]):
            found[name] = _OTHER_OF[name].split()
    return found


def arabic_weekdays(text: str) -> Mapping[str, list[str]]:
    """Weekdays that an Arabic text (folded) names → the English words, one of which it needs."""
    return {m["day"]: _DAY_OF[m["day"]] for m in _ARABIC_DAY.finditer(text)}


def loose_months(text: str) -> set[int]:
    """Every month that an English text may name: also “march” and “may”."""
    return {ENGLISH_MONTHS[word] for word in english_words(text) if word in ENGLISH_MONTHS}


def english_months(text: str) -> dict[int, str]:
    """The months that an English text names for certain; May and March need a number or `in` beside them."""
    found = {}
    for match in _ENGLISH_MONTH.finditer(text):
        name = match["name"].rstrip(".")
        before, after = text[max(0, match.start() - 12) : match.start()], text[match.end() : match.end() + 4]
        if name in ("May", "March", "Mar") and not _BEFORE_MONTH.search(before) and not _DIGIT.match(after):
            continue
        if name in _FIRST_NAMES and _CAPITAL.match(text, match.end()):
            continue
        found[ENGLISH_MONTHS[name.lower()]] = name
    return found


def english_words(text: str) -> set[str]:
    """The lower-case words of an English text."""
    return {word.lower() for word in _ENGLISH_WORD.findall(text)}
