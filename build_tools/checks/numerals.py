"""Numbers as both languages write them: digits of three kinds, words, ordinals, scales, percentages.

`arabic_numbers` and `english_numbers` give every number of a plain text with all values that it may have
(`1.250` is 1250 or 1.25, the 3 of `3 to 5 million` is 3 or 3,000,000), so that two texts can be compared
without knowing which was meant. Arabic numerals after Ryding, A Reference Grammar of Modern Standard Arabic,
chapter 15. Time is linear in the text.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import cache
from itertools import pairwise, product

from build_tools.arabic import fold
from build_tools.checks.calendar import english_month_numbers, gregorian_months


@dataclass(frozen=True)
class Number:
    """A number in a text: its possible values, where it stands, and how much it weighs.

    `strict` numbers must have a counterpart; the others (one, first, both, hundreds of) only may be one.
    """

    values: frozenset[float]
    text: str
    start: int
    end: int
    strict: bool = True
    percent: bool = False

    @property
    def written_in_digits(self) -> bool:
        """Whether digits stand there: 30, 3rd, 5 million."""
        return any(c.isdigit() for c in self.text)

    def matches(self, other: "Number") -> bool:
        """Whether both may be the same number."""
        return not self.values.isdisjoint(other.values)


class _Kind(Enum):
    """What part a word plays in a number."""

    UNIT = auto()  # 1–9, ordinals too
    TEEN = auto()  # 10–19
    TEN = auto()  # 20–90
    HUNDRED = auto()
    SCALE = auto()  # thousand and more
    OTHER = auto()  # stands alone: half, twice, the nineties


@dataclass(frozen=True)
class _Word:
    kind: _Kind
    values: tuple[float, ...]
    strict: bool = True
    joined: bool = False  # و stands before it

    @property
    def value(self) -> float:
        return self.values[0]


_DIGITS = re.compile(r"\d+(?:[.,٫٬\u00a0\u202f]\d+)*")
_PERCENT = re.compile(
    r"\s{0,2}(?:[%٪؉]|per ?cent|pct\b|percentage|"
    r"(?:ب|في\s?)(?:الميه|المايه)|بالميه|بالمايه)",
    re.IGNORECASE,
)
_IN_HUNDRED = re.compile(r"(?<!\w)في\s(?:الميه|المايه)$")
# Centuries are also told as decades (القرن العشرين, the 1930s), and third parties are not counted.
_UNCOUNTED = re.compile(r"القرن\s\w+|\bthird[\s-](?:part|countr|person)")
_LETTERED = re.compile(r"[A-Za-z][-‐‑–]?$")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|[^\s@]{1,64}@[^\s@]{1,255}\.\w{2,63}")


def _digit_values(written: str, *, comma_may_be_point: bool) -> list[frozenset[float]]:
    """The numbers that a run of digits with separators may be: mostly one; three for `9.3.2020`."""
    plain = written.replace("\u00a0", ",").replace("\u202f", ",").replace("٬", ",")
    plain = plain.replace("٫", "." if plain.count("٫") == 1 else ",")
    parts = re.split(r"[.,]", plain)
    if len(plain) > 24:  # a list without spaces; no number of that length has a counterpart to be found
        return [frozenset({float(int(p[:15]))}) for p in parts[:8]]
    marks = {c for c in plain if c in ".,"}
    if not marks:
        return [frozenset({float(plain)})]
    grouped = 0 < len(parts[0]) <= 3 and all(len(p) == 3 for p in parts[1:])
    if len(marks) == 2:  # 1,250.5 or 1.250,5
        last = max(plain.rfind("."), plain.rfind(","))
        whole = re.sub(r"[.,]", "", plain[:last])
        return [frozenset({float(f"{whole}.{plain[last + 1 :]}")})]
    if len(parts) > 2:
        return [frozenset({float("".join(parts))})] if grouped else [frozenset({float(p)}) for p in parts]
    if grouped and set(written) & set("٬\u00a0\u202f"):  # signs of thousands and nothing else
        return [frozenset({float("".join(parts))})]
    point = float(f"{parts[0]}.{parts[1]}")
    if "," in marks and not comma_may_be_point:
        return [frozenset({float("".join(parts))})] if grouped else [frozenset({float(p)}) for p in parts]
    values = {point} | ({float("".join(parts))} if grouped else set())
    if "," in marks and not grouped:  # a list without spaces
        values |= {float(p) for p in parts}
    return [frozenset(values)]


# --- Arabic ------------------------------------------------------------------------------------------------


@cache
def _arabic_words() -> Mapping[str, _Word]:
    """Folded word, with the clitics written before it → its part in a number."""
    found: dict[str, _Word] = {}

    def add(
        forms: str, kind: _Kind, *values: float, strict: bool = True, prefixes: Iterable[str] | None = None
    ) -> None:
        for form in fold(forms).text.split():
            for prefix in _PREFIXES if prefixes is None else prefixes:
                word = _Word(kind, values, strict, joined=prefix.startswith("و"))
                found.setdefault(prefix + form, word)

    stems = ["ثلاث", "أربع", "خمس", "ست", "سبع", "ثماني", "تسع"]
    tens = ["ثلاث", "أربع", "خمس", "ست", "سبع", "ثمان", "تسع"]
    tens[3] = "ست"
    add("واحد واحدة", _Kind.UNIT, 1, strict=False)
    add("أحد إحدى حادي حادية", _Kind.UNIT, 1, strict=False)
    add("اثنان اثنين اثنتان اثنتين اثنا اثني اثنتا اثنتي", _Kind.UNIT, 2, strict=False)
    for value, stem in enumerate(stems, 3):
        add(f"{stem} {stem}ة {stem}ا", _Kind.UNIT, value)
        for hundred in ("مئة", "مائة", "مية"):
            add(stem + hundred, _Kind.HUNDRED, value * 100)
    add("ثمان", _Kind.UNIT, 8)
    add("عشر عشرة", _Kind.TEEN, 10)
    add("عشرون عشرين", _Kind.TEN, 20)
    for value, stem in enumerate(tens, 3):
        add(f"{stem}ون {stem}ين", _Kind.TEN, value * 10)
        add(f"{stem}ينيات {stem}ينات", _Kind.OTHER, value * 10, 1900 + value * 10, strict=False)
    add("عشرينيات عشرينات", _Kind.OTHER, 20, 1920, 2020, strict=False)
    add("مئة مائة", _Kind.HUNDRED, 100)
    add("مئتان مئتين مائتان مائتين مئتا مئتي مائتا مائتي", _Kind.HUNDRED, 200)
    for forms, scale in (
        ("ألف ألفا آلاف", 1e3),
        ("مليون مليونا ملايين", 1e6),
        ("مليار مليارا مليارات بليون بليونا بلايين", 1e9),
        ("تريليون تريليونا تريليونات ترليون ترليونا ترليونات", 1e12),
    ):
        add(forms, _Kind.SCALE, scale)
        one = forms.split()[0]
        add(f"{one}ان {one}ين {one}ي", _Kind.SCALE, 2 * scale)
    ordinals = ["ثالث", "رابع", "خامس", "سادس", "سابع", "ثامن", "تاسع"]
    for value, form in enumerate(ordinals, 3):
        add(f"{form} {form}ة", _Kind.UNIT, value)
        add(form + "ا", _Kind.OTHER, value, strict=False)  # thirdly
    add("عاشر عاشرة", _Kind.TEEN, 10)
    add("أول أولى أوائل أولا", _Kind.UNIT, 1, strict=False)
    add("ثان ثاني ثانية ثانيا", _Kind.UNIT, 2, strict=False)
    add("نصف أنصاف", _Kind.OTHER, 0.5, 2, strict=False)
    add("ثلث", _Kind.OTHER, round(1 / 3, 6), 3, strict=False)
    add("ثلثي ثلثا ثلثين ثلثان", _Kind.OTHER, round(2 / 3, 6), 3, 2, strict=False)
    add("ربع أرباع", _Kind.OTHER, 0.25, 4, strict=False)
    add("أخماس", _Kind.OTHER, 5, 0.2, strict=False)
    add("ثنائي ثنائية زوج زوجين ضعف ضعفي ضعفا ضعفين كلا كلتا كلي مزدوج مزدوجة", _Kind.OTHER, 2, strict=False)
    add("ثلاثي ثلاثية أضعاف", _Kind.OTHER, 3, strict=False)
    add("رباعي رباعية", _Kind.OTHER, 4, strict=False)
    add("خماسي خماسية", _Kind.OTHER, 5, strict=False)
    add("سداسي سداسية", _Kind.OTHER, 6, strict=False)
    add("عقد عقود عشرات", _Kind.OTHER, 10, 12, 20, strict=False)
    add("قرن قرون مئات مائات", _Kind.OTHER, 100, strict=False)
    add("صفر", _Kind.OTHER, 0, strict=False)
    for name, number in gregorian_months().items():
        if " " not in name:
            found.setdefault(name, _Word(_Kind.OTHER, (number,), strict=False))
    # لست is "I am not" and no "to six", كمية "an amount", and بالمئة the percent sign
    others = fold("لست ولست فلست كمية وكمية فكمية بالمئة بالمائة وبالمئة").text.split()
    unsure = fold("ميتا وميتا ميتي").text.split()  # "dead", or مئتا folded, two hundred
    kept = {form: word for form, word in found.items() if form not in others}
    return kept | {form: replace(kept[form], strict=False) for form in unsure}


_PREFIXES = tuple(
    conjunction + rest
    for conjunction, rest in product(("", "و", "ف"), ("", "ال", "ب", "بال", "ل", "لل", "ك", "كال"))
)
_ARABIC_TOKEN = re.compile(rf"(?P<digits>{_DIGITS.pattern})|(?P<word>[^\W\d_]+)")
# A noun in the dual: two days, two countries. Many other words end so; it only ever excuses a two.
_DUAL = re.compile(r"\w{2,}(?:ان|ين|تا|تي|ا|ي)(?:ه|ها|هم|هما|نا|كم)?\b")


def arabic_numbers(text: str) -> list[Number]:
    """The numbers of an Arabic plain text, in order."""
    folded = fold(text)
    found = list(_numbers(folded.text, _ARABIC_TOKEN, _arabic_words(), _arabic_joins, comma=True))
    return [
        replace(n, text=text[slice(*(span := folded.span(n.start, n.end)))], start=span[0], end=span[1])
        for n in _ranged(folded.text, found)
    ]


def has_dual(arabic: str) -> bool:
    """Whether a word of `arabic` may be a dual."""
    return bool(_DUAL.search(fold(arabic).text))


def _arabic_joins(last: _Word, word: _Word) -> bool:
    """Whether `word` goes on with the number that `last` ended: units before tens, both with و between."""
    if word.kind is _Kind.SCALE:
        return not word.joined and (last.kind is not _Kind.SCALE or last.value < word.value)
    if not word.joined:
        teen = word.kind is _Kind.TEEN and last.kind is _Kind.UNIT
        return teen or (word.kind is _Kind.HUNDRED and last.kind is _Kind.UNIT and word.value == 100)
    if word.kind is _Kind.TEN:
        return last.kind in (_Kind.UNIT, _Kind.HUNDRED, _Kind.SCALE)
    return last.kind in (_Kind.HUNDRED, _Kind.SCALE) and word.value < last.value


# --- English -----------------------------------------------------------------------------------------------

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
def _english_words() -> Mapping[str, _Word]:
    found: dict[str, _Word] = {}
    for value, word in enumerate(_UNITS, 1):
        found[word] = _Word(_Kind.UNIT, (value,), value > 1)
    for value, word in enumerate(_ORDINALS, 1):
        fraction = () if value < 3 else (round(1 / value, 6),)
        found[word] = _Word(_Kind.UNIT, (value, *fraction), value > 2)
        if fraction:
            found[word + "s"] = _Word(
                _Kind.UNIT, (value, *(round(k / value, 6) for k in range(1, value))), False
            )
    for value, (word, ordinal) in enumerate(zip(_TEENS, _TEENTHS.split(), strict=True), 10):
        found[word] = found[ordinal] = _Word(_Kind.TEEN, (value,))
    for value, word in enumerate(_TENS, 2):
        found[word] = found[word[:-1] + "ieth"] = _Word(_Kind.TEN, (value * 10,))
        found[word[:-1] + "ies"] = _Word(_Kind.OTHER, (value * 10, 1900 + value * 10), False)
    found["hundred"] = found["hundredth"] = _Word(_Kind.HUNDRED, (100,))
    for word, scale in _SCALES.items():
        found[word] = _Word(_Kind.SCALE, (scale,))
        found[word + "s"] = _Word(_Kind.SCALE, (scale,), scale > 1e3)
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
            found[word] = _Word(_Kind.OTHER, values, strict=False)
    for name, number in english_month_numbers().items():
        found.setdefault(name, _Word(_Kind.OTHER, (number,), strict=False))
    return found


_ENGLISH_TOKEN = re.compile(
    rf"(?P<digits>{_DIGITS.pattern})(?P<suffix>st\b|nd\b|rd\b|th\b|s\b|[kKmM]\b|bn\b|tn\b|mn\b)?"
    r"|(?P<word>[^\W\d_]+)"
)
_SUFFIX = {"k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9, "tn": 1e12}


def english_numbers(text: str) -> list[Number]:
    """The numbers of an English plain text, in order; what stands in [square brackets] may be an editor's."""
    lower = text.lower() if len(text.lower()) == len(text) else text
    brackets = [m.span() for m in re.finditer(r"\[[^\[\]\n]{0,200}\]", text)]
    found = []
    for n in _ranged(lower, list(_numbers(lower, _ENGLISH_TOKEN, _english_words(), _english_joins))):
        strict = n.strict and not any(a < n.start < b for a, b in brackets)
        found.append(replace(n, text=text[n.start : n.end], strict=strict))
    return found


def _english_joins(last: _Word, word: _Word) -> bool:
    if word.kind is _Kind.SCALE:
        return last.kind is not _Kind.SCALE or last.value < word.value
    if word.kind is _Kind.HUNDRED:
        return last.kind in (_Kind.UNIT, _Kind.TEEN)
    if last.kind is _Kind.SCALE:
        return word.kind in (_Kind.UNIT, _Kind.TEEN, _Kind.TEN)
    if last.kind is _Kind.HUNDRED:
        return word.kind in (_Kind.UNIT, _Kind.TEEN, _Kind.TEN)
    return last.kind is _Kind.TEN and word.kind is _Kind.UNIT


# --- both --------------------------------------------------------------------------------------------------

_BETWEEN = re.compile(r"\+?\s{1,3}(?:and\s)?|[-‐‑]|")
_TO = re.compile(r"\s?(?:[-‐‑–—/]|to|and|or|الي|و|او)\s?(?:[$€£]\s?)?|\s?(?:الي|او)\s", re.IGNORECASE)

_AND = re.compile(r"\s{1,2}(?:و\s?|and\s)?|\s?و")


@dataclass
class _Run:
    """A number being read: what it adds up to so far."""

    start: int
    end: int
    total: float
    group: tuple[float, ...]
    strict: bool
    last: _Word

    def take(self, word: _Word, end: int) -> None:
        """Go on with `word`."""
        if word.kind is _Kind.SCALE:
            # `1.250 million` may be two numbers still: all readings of the digits are scaled
            self.group = tuple(self.total + (g or 1) * word.value for g in self.group)
            self.total, self.group = (0, self.group) if len(self.group) > 1 else (self.group[0], (0,))
        elif word.kind is _Kind.HUNDRED and self.last.kind in (_Kind.UNIT, _Kind.TEEN):
            self.group = (self.group[0] - self.last.value + self.last.value * 100,)
        else:
            self.group = tuple(g + word.value for g in self.group)
        self.strict = self.strict or word.strict
        self.end, self.last = end, word

    def number(self, text: str) -> Number:
        values = frozenset(round(self.total + g, 6) for g in self.group)
        if len(self.last.values) > 1 and not self.total:
            values |= {round(v, 6) for v in self.last.values}
        percent = bool(_PERCENT.match(text, self.end))
        return Number(values, text[self.start : self.end], self.start, self.end, self.strict, percent)


def _numbers(
    text: str,
    token: re.Pattern[str],
    words: Mapping[str, _Word],
    joins: Callable[[_Word, _Word], bool],
    *,
    comma: bool = False,
) -> Iterator[Number]:
    text = _ADDRESS.sub(lambda m: " " * len(m[0]), text)
    run: _Run | None = None
    for match in token.finditer(text):
        if match["digits"]:
            word, begun = None, _of_digits(match, text, comma_may_be_point=comma)
        else:
            word = words.get(match[0])
            if word is None or _IN_HUNDRED.search(text, max(0, match.start() - 4), match.end()):
                continue
            if word.strict and _UNCOUNTED.search(text, max(0, match.start() - 8), match.end() + 8):
                word = replace(word, strict=False)
            close = run is not None and _BETWEEN.fullmatch(text, run.end, match.start())
            if run and close and word.kind is not _Kind.OTHER and joins(run.last, word):
                run.take(word, match.end())
                continue
            begun = [_of_word(word, match)]
        if run:
            yield run.number(text)
        run = None
        for new in begun:
            if isinstance(new, Number):
                yield new
            else:
                run = new
    if run:
        yield run.number(text)


def _of_digits(match: re.Match[str], text: str, *, comma_may_be_point: bool) -> list["Number | _Run"]:
    *before, values = _digit_values(match["digits"], comma_may_be_point=comma_may_be_point)
    start, end = match.start(), match.end("digits")
    found: list[Number | _Run] = [Number(part, match["digits"], start, end) for part in before]
    number = _digits(values, match, text, start)
    if number is None:
        strict = not values <= {0.0, 1.0}
        last = _Word(_Kind.TEEN, (max(values),), strict)
        return [*found, _Run(start, end, 0, tuple(sorted(values)), strict, last)]
    return [*found, number]


def _of_word(word: _Word, match: re.Match[str]) -> "Number | _Run":
    start, end = match.span()
    if word.kind is _Kind.OTHER:
        return Number(frozenset(round(v, 6) for v in word.values), match[0], start, end, word.strict)
    if word.kind is _Kind.SCALE:  # without a number before it: millions of people, a thousand
        return _Run(start, end, word.value, (0,), word.strict and word.value > 1e3, word)
    return _Run(start, end, 0, (word.value,), word.strict, word)


def _digits(values: frozenset[float], match: re.Match[str], text: str, start: int) -> Number | None:
    """The number of digits with a suffix (3rd, 1990s, 5bn) or letters around them; None for plain ones."""
    suffix = match.groupdict().get("suffix") or ""
    end = match.end()
    written = text[start:end]
    percent = bool(_PERCENT.match(text, end))
    if suffix in _SUFFIX:
        scaled = {round(v * _SUFFIX[suffix], 6) for v in values}
        return Number(frozenset(scaled | (set(values) if suffix == "m" else set())), written, start, end)
    if suffix == "s":
        return Number(values | {v % 100 for v in values if v >= 1000}, written, start, end)
    if suffix:
        return Number(values, written, start, end, not values <= {1.0})
    if _LETTERED.search(text, max(0, start - 2), start) or text[end : end + 1].isalpha():
        return Number(values, written, start, end, not values <= {0.0, 1.0, 2.0}, percent)
    return None


def _ranged(text: str, numbers: list[Number]) -> Iterator[Number]:
    """`numbers` with what the second of two says of the first: `3 to 5 million`, `10–20 %`, `2019-20`."""
    found = list(numbers)
    for i, (one, other) in enumerate(pairwise(numbers)):
        if _AND.fullmatch(text, one.end, other.start) and max(other.values) < _scale(one):
            # 3 آلاف و500 is 3,500
            sums = {a + b for a in one.values for b in other.values}
            found[i] = replace(found[i], values=found[i].values | sums)
            found[i + 1] = replace(found[i + 1], values=found[i + 1].values | sums)
            continue
        if not _TO.fullmatch(text, one.end, other.start):
            continue
        scale = _scale(other)
        if scale > 1 and _scale(one) == 1:
            found[i] = replace(found[i], values=found[i].values | {v * scale for v in one.values})
        if other.percent and not one.percent:
            found[i] = replace(found[i], percent=True)
        year = max(one.values)
        if 1000 <= year < 2200 and all(10 <= v < 100 for v in other.values):
            century = year // 100 * 100
            found[i + 1] = replace(found[i + 1], values=other.values | {century + v for v in other.values})
    yield from found


def _scale(number: Number) -> float:
    """The scale that a number was written with: 1,000,000 for `5 million`, 1 for `5`."""
    if re.fullmatch(r"[\d.,٫٬\s]+", number.text):
        return 1
    value = max(number.values)
    return next((s for s in (1e12, 1e9, 1e6, 1e3) if value >= s), 1)
