"""The words of numbers in both languages, and what part each plays in a number.

Arabic numerals after Ryding, A Reference Grammar of Modern Standard Arabic, chapter 15.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import cache
from itertools import product

from jisr.lang.arabic import fold
from jisr.lang.dates.calendars import english_month_numbers, gregorian_months


class NumberWordKind(Enum):
    """The kind of a number word, by its place value."""

    UNIT = auto()  # 1–9, ordinals too
    TEEN = auto()  # 10–19
    TEN = auto()  # 20–90
    HUNDRED = auto()
    SCALE = auto()  # thousand and more
    OTHER = auto()  # stands alone: half, twice, the nineties


@dataclass(frozen=True)
class NumberWord:
    """A word of a number: its part, and its possible values, the likeliest first.

    Words that are not `strict` only may have a counterpart; to a `joined` one و is prefixed.
    """

    kind: NumberWordKind
    values: tuple[float, ...]
    strict: bool = True
    joined: bool = False

    @property
    def value(self) -> float:
        """The likeliest value."""
        return self.values[0]


@cache
def arabic_number_words() -> Mapping[str, NumberWord]:
    """Folded word, with the clitics written before it → its part in a number."""
    found: dict[str, NumberWord] = {}

    def add(forms: str, kind: NumberWordKind, *values: float, strict: bool = True) -> None:
        for form in fold(forms).text.split():
            for prefix in _PREFIXES:
                word = NumberWord(kind, values, strict, joined=prefix.startswith("و"))
                found.setdefault(prefix + form, word)

    stems = ["ثلاث", "أربع", "خمس", "ست", "سبع", "ثماني", "تسع"]
    tens = ["ثلاث", "أربع", "خمس", "ست", "سبع", "ثمان", "تسع"]
    add("واحد واحدة", NumberWordKind.UNIT, 1, strict=False)
    add("أحد إحدى حادي حادية", NumberWordKind.UNIT, 1, strict=False)
    add("اثنان اثنين اثنتان اثنتين اثنا اثني اثنتا اثنتي", NumberWordKind.UNIT, 2, strict=False)
    for value, (stem, short) in enumerate(zip(stems, tens, strict=True), 3):
        add(f"{stem} {stem}ة {stem}ا", NumberWordKind.UNIT, value)
        for hundred in ("مئة", "مائة", "مية"):
            add(
                f"{stem}{hundred} {short}{hundred}", NumberWordKind.HUNDRED, value * 100
            )  # ثمانيمئة and ثمانمئة
    add("ثمان", NumberWordKind.UNIT, 8)
    add("عشر عشرة", NumberWordKind.TEEN, 10)
    add("عشرون عشرين", NumberWordKind.TEN, 20)
    for value, stem in enumerate(tens, 3):
        add(f"{stem}ون {stem}ين", NumberWordKind.TEN, value * 10)
        add(f"{stem}ينيات {stem}ينات", NumberWordKind.OTHER, value * 10, 1900 + value * 10, strict=False)
    add("عشرينيات عشرينات", NumberWordKind.OTHER, 20, 1920, 2020, strict=False)
    add("مئة مائة", NumberWordKind.HUNDRED, 100)
    add("مئتان مئتين مائتان مائتين مئتا مئتي مائتا مائتي", NumberWordKind.HUNDRED, 200)
    for forms, scale in (
        ("ألف ألفا آلاف", 1e3),
        ("مليون مليونا ملايين", 1e6),
        ("مليار مليارا مليارات بليون بليونا بلايين", 1e9),
        ("تريليون تريليونا تريليونات ترليون ترليونا ترليونات", 1e12),
    ):
        add(forms, NumberWordKind.SCALE, scale)
        one = forms.split()[0]
        add(f"{one}ان {one}ين {one}ي", NumberWordKind.SCALE, 2 * scale)
    ordinals = ["ثالث", "رابع", "خامس", "سادس", "سابع", "ثامن", "تاسع"]
    for value, form in enumerate(ordinals, 3):
        add(f"{form} {form}ة", NumberWordKind.UNIT, value)
        add(form + "ا", NumberWordKind.OTHER, value, strict=False)  # thirdly
    add("عاشر عاشرة", NumberWordKind.TEEN, 10)
    add("أول أولى أوائل أولا", NumberWordKind.UNIT, 1, strict=False)
    add("ثان ثاني ثانية ثانيا", NumberWordKind.UNIT, 2, strict=False)
    add("نصف أنصاف", NumberWordKind.OTHER, 0.5, 2, strict=False)
    add("ثلث", NumberWordKind.OTHER, round(1 / 3, 6), 3, strict=False)
    add("ثلثي ثلثا ثلثين ثلثان", NumberWordKind.OTHER, round(2 / 3, 6), 3, 2, strict=False)
    add("ربع أرباع", NumberWordKind.OTHER, 0.25, 4, strict=False)
    add("أخماس", NumberWordKind.OTHER, 5, 0.2, strict=False)
    add(
        "ثنائي ثنائية زوج زوجين ضعف ضعفي ضعفا ضعفين كلا كلتا كلي مزدوج مزدوجة",
        NumberWordKind.OTHER,
        2,
        strict=False,
    )
    add("ثلاثي ثلاثية أضعاف", NumberWordKind.OTHER, 3, strict=False)
    add("رباعي رباعية", NumberWordKind.OTHER, 4, strict=False)
    add("خماسي خماسية", NumberWordKind.OTHER, 5, strict=False)
    add("سداسي سداسية", NumberWordKind.OTHER, 6, strict=False)
    add("عقد عقود عشرات", NumberWordKind.OTHER, 10, 12, 20, strict=False)
    add("قرن قرون مئات مائات", NumberWordKind.OTHER, 100, strict=False)
    add("صفر", NumberWordKind.OTHER, 0, strict=False)
    for name, number in gregorian_months().items():
        if " " not in name:
            found.setdefault(name, NumberWord(NumberWordKind.OTHER, (number,), strict=False))
    # لست is "I am not" and no "to six", كمية "an amount", and بالمئة the percent sign
    others = fold("لست ولست فلست كمية وكمية فكمية بالمئة بالمائة وبالمئة").text.split()
    unsure = fold("ميتا وميتا ميتي").text.split()  # "dead", or مئتا folded, two hundred
    kept = {form: word for form, word in found.items() if form not in others}
    return kept | {form: replace(kept[form], strict=False) for form in unsure}


_PREFIXES = tuple(
    conjunction + rest
    for conjunction, rest in product(("", "و", "ف"), ("", "ال", "ب", "بال", "ل", "لل", "ك", "كال"))
)
_UNITS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_TEENS = [
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"]
_TEENTHS = (
    "tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
)
_SCALES = {
    "thousand": 1e3,
    "million": 1e6,
    "mn": 1e6,
    "billion": 1e9,
    "bn": 1e9,
    "trillion": 1e12,
    "tn": 1e12,
}


@cache
def english_number_words() -> Mapping[str, NumberWord]:
    """Lower-case word → its part in a number."""
    found: dict[str, NumberWord] = {}
    for value, word in enumerate(_UNITS, 1):
        found[word] = NumberWord(NumberWordKind.UNIT, (value,), value > 1)
    for value, word in enumerate(_ORDINALS, 1):
        fraction = () if value < 3 else (round(1 / value, 6),)
        found[word] = NumberWord(NumberWordKind.UNIT, (value, *fraction), value > 2)
        if fraction:
            found[word + "s"] = NumberWord(
                NumberWordKind.UNIT, (value, *(round(k / value, 6) for k in range(1, value))), False
            )
    for value, (word, ordinal) in enumerate(zip(_TEENS, _TEENTHS.split(), strict=True), 10):
        found[word] = found[ordinal] = NumberWord(NumberWordKind.TEEN, (value,))
    for value, word in enumerate(_TENS, 2):
        found[word] = found[word[:-1] + "ieth"] = NumberWord(NumberWordKind.TEN, (value * 10,))
        found[word[:-1] + "ies"] = NumberWord(NumberWordKind.OTHER, (value * 10, 1900 + value * 10), False)
    found["hundred"] = found["hundredth"] = NumberWord(NumberWordKind.HUNDRED, (100,))
    for word, scale in _SCALES.items():
        found[word] = NumberWord(NumberWordKind.SCALE, (scale,))
        found[word + "s"] = NumberWord(NumberWordKind.SCALE, (scale,), scale > 1e3)
    for words, values in (
        ("half halves", (0.5, 2)),
        ("quarter quarters", (0.25, 4, 3, 0.75)),
        ("once single", (1,)),
        ("twice double doubled doubling both pair couple twofold dual bilateral ii", (2,)),
        ("triple tripled threefold trilateral trimester trimesters iii", (3,)),
        ("quadruple quadrupled fourfold iv", (4,)),
        ("decade decades dozen dozens tens", (10, 12, 20)),
        ("century centuries hundreds", (100,)),
        ("zero nil", (0,)),
    ):
        for word in words.split():
            found[word] = NumberWord(NumberWordKind.OTHER, values, strict=False)
    for name, number in english_month_numbers().items():
        found.setdefault(name, NumberWord(NumberWordKind.OTHER, (number,), strict=False))
    return found
