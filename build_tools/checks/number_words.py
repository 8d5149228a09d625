"""The words of numbers in both languages, and what part each plays in a number.

Arabic numerals after Ryding, A Reference Grammar of Modern Standard Arabic, chapter 15.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import cache
from itertools import product

from build_tools.arabic import fold
from build_tools.checks.calendar import english_month_numbers, gregorian_months


class Part(Enum):
    """What part a word plays in a number."""

    UNIT = auto()  # 1–9, ordinals too
    TEEN = auto()  # 10–19
    TEN = auto()  # 20–90
    HUNDRED = auto()
    SCALE = auto()  # thousand and more
    OTHER = auto()  # stands alone: half, twice, the nineties


@dataclass(frozen=True)
class Word:
    """A word of a number: its part, and its possible values, the likeliest first.

    Words that are not `strict` only may have a counterpart; to a `joined` one و is prefixed.
    """

    kind: Part
    values: tuple[float, ...]
    strict: bool = True
    joined: bool = False

    @property
    def value(self) -> float:
        """The likeliest value."""
        return self.values[0]


@cache
def arabic_words() -> Mapping[str, Word]:
    """Folded word, with the clitics written before it → its part in a number."""
    found: dict[str, Word] = {}

    def add(
        forms: str, kind: Part, *values: float, strict: bool = True, prefixes: Iterable[str] | None = None
    ) -> None:
        for form in fold(forms).text.split():
            for prefix in _PREFIXES if prefixes is None else prefixes:
                word = Word(kind, values, strict, joined=prefix.startswith("و"))
                found.setdefault(prefix + form, word)

    stems = ["ثلاث", "أربع", "خمس", "ست", "سبع", "ثماني", "تسع"]
    tens = ["ثلاث", "أربع", "خمس", "ست", "سبع", "ثمان", "تسع"]
    add("واحد واحدة", Part.UNIT, 1, strict=False)
    add("أحد إحدى حادي حادية", Part.UNIT, 1, strict=False)
    add("اثنان اثنين اثنتان اثنتين اثنا اثني اثنتا اثنتي", Part.UNIT, 2, strict=False)
    for value, (stem, short) in enumerate(zip(stems, tens, strict=True), 3):
        add(f"{stem} {stem}ة {stem}ا", Part.UNIT, value)
        for hundred in ("مئة", "مائة", "مية"):
            add(f"{stem}{hundred} {short}{hundred}", Part.HUNDRED, value * 100)  # ثمانيمئة and ثمانمئة
    add("ثمان", Part.UNIT, 8)
    add("عشر عشرة", Part.TEEN, 10)
    add("عشرون عشرين", Part.TEN, 20)
    for value, stem in enumerate(tens, 3):
        add(f"{stem}ون {stem}ين", Part.TEN, value * 10)
        add(f"{stem}ينيات {stem}ينات", Part.OTHER, value * 10, 1900 + value * 10, strict=False)
    add("عشرينيات عشرينات", Part.OTHER, 20, 1920, 2020, strict=False)
    add("مئة مائة", Part.HUNDRED, 100)
    add("مئتان مئتين مائتان مائتين مئتا مئتي مائتا مائتي", Part.HUNDRED, 200)
    for forms, scale in (
        ("ألف ألفا آلاف", 1e3),
        ("مليون مليونا ملايين", 1e6),
        ("مليار مليارا مليارات بليون بليونا بلايين", 1e9),
        ("تريليون تريليونا تريليونات ترليون ترليونا ترليونات", 1e12),
    ):
        add(forms, Part.SCALE, scale)
        one = forms.split()[0]
        add(f"{one}ان {one}ين {one}ي", Part.SCALE, 2 * scale)
    ordinals = ["ثالث", "رابع", "خامس", "سادس", "سابع", "ثامن", "تاسع"]
    for value, form in enumerate(ordinals, 3):
        add(f"{form} {form}ة", Part.UNIT, value)
        add(form + "ا", Part.OTHER, value, strict=False)  # thirdly
    add("عاشر عاشرة", Part.TEEN, 10)
    add("أول أولى أوائل أولا", Part.UNIT, 1, strict=False)
    add("ثان ثاني ثانية ثانيا", Part.UNIT, 2, strict=False)
    add("نصف أنصاف", Part.OTHER, 0.5, 2, strict=False)
    add("ثلث", Part.OTHER, round(1 / 3, 6), 3, strict=False)
    add("ثلثي ثلثا ثلثين ثلثان", Part.OTHER, round(2 / 3, 6), 3, 2, strict=False)
    add("ربع أرباع", Part.OTHER, 0.25, 4, strict=False)
    add("أخماس", Part.OTHER, 5, 0.2, strict=False)
    add("ثنائي ثنائية زوج زوجين ضعف ضعفي ضعفا ضعفين كلا كلتا كلي مزدوج مزدوجة", Part.OTHER, 2, strict=False)
    add("ثلاثي ثلاثية أضعاف", Part.OTHER, 3, strict=False)
    add("رباعي رباعية", Part.OTHER, 4, strict=False)
    add("خماسي خماسية", Part.OTHER, 5, strict=False)
    add("سداسي سداسية", Part.OTHER, 6, strict=False)
    add("عقد عقود عشرات", Part.OTHER, 10, 12, 20, strict=False)
    add("قرن قرون مئات مائات", Part.OTHER, 100, strict=False)
    add("صفر", Part.OTHER, 0, strict=False)
    for name, number in gregorian_months().items():
        if " " not in name:
            found.setdefault(name, Word(Part.OTHER, (number,), strict=False))
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
def english_words() -> Mapping[str, Word]:
    """Lower-case word → its part in a number."""
    found: dict[str, Word] = {}
    for value, word in enumerate(_UNITS, 1):
        found[word] = Word(Part.UNIT, (value,), value > 1)
    for value, word in enumerate(_ORDINALS, 1):
        fraction = () if value < 3 else (round(1 / value, 6),)
        found[word] = Word(Part.UNIT, (value, *fraction), value > 2)
        if fraction:
            found[word + "s"] = Word(
                Part.UNIT, (value, *(round(k / value, 6) for k in range(1, value))), False
            )
    for value, (word, ordinal) in enumerate(zip(_TEENS, _TEENTHS.split(), strict=True), 10):
        found[word] = found[ordinal] = Word(Part.TEEN, (value,))
    for value, word in enumerate(_TENS, 2):
        found[word] = found[word[:-1] + "ieth"] = Word(Part.TEN, (value * 10,))
        found[word[:-1] + "ies"] = Word(Part.OTHER, (value * 10, 1900 + value * 10), False)
    found["hundred"] = found["hundredth"] = Word(Part.HUNDRED, (100,))
    for word, scale in _SCALES.items():
        found[word] = Word(Part.SCALE, (scale,))
        found[word + "s"] = Word(Part.SCALE, (scale,), scale > 1e3)
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
            found[word] = Word(Part.OTHER, values, strict=False)
    for name, number in english_month_numbers().items():
        found.setdefault(name, Word(Part.OTHER, (number,), strict=False))
    return found
