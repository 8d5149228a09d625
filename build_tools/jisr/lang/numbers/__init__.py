"""Numbers as both languages write them: digits of three kinds, words, ordinals, scales, percentages.

`arabic_numbers` and `english_numbers` give every number of a plain text with all values that it may have
(`1.250` is 1250 or 1.25, the 3 of `3 to 5 million` is 3 or 3,000,000), so that two texts can be compared
without knowing which was meant. The words are in `words.toml`, what numbers say of each other in `joined`.
Time is linear in the text.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from jisr.lang.arabic import fold
from jisr.lang.numbers.joined import join
from jisr.lang.numbers.number import Number
from jisr.lang.numbers.words import NumberWord, NumberWordKind, arabic_number_words, english_number_words

UNIT, TEEN, TEN, HUNDRED, SCALE, OTHER = NumberWordKind


# 15 300 is how newspapers of the Maghreb write thousands; or it is two numbers.
_SPACED = r"(?<![\d.,])\d{1,3}(?: \d{3})+(?![\d.,%])"
_SHARES = "½⅓⅔¼¾⅕⅛"
_DIGITS = re.compile(rf"{_SPACED}|\d*[{_SHARES}]|\d+(?:[.,،٫٬\u00a0\u2009\u202f]\d+)*")
_PERCENT = re.compile(
    r"\s{0,2}(?:[%٪؉]|per ?cent|pct\b|percentage|"
    r"(?:ب|في\s?)(?:الميه|المايه)|بالميه|بالمايه)"
)
_PERCENT_BEFORE = re.compile(r"(?<!\d)[%٪]\s?\Z")  # where Arabic is typed as it is seen: ٪٥٠
_IN_HUNDRED = re.compile(r"(?<!\w)في\s(?:الميه|المايه|الالف)$")
# Third parties are not counted.
_UNCOUNTED = re.compile(r"third[\s-](?:part|countr|person)")
_LETTERED = re.compile(r"[A-Za-z][-‐‑–]?$")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|[^\s@]{1,64}@[^\s@]{1,255}\.\w{2,63}")


def _digit_values(written: str, *, comma_may_be_point: bool) -> list[frozenset[float]]:
    """The numbers that a run of digits with separators may be: mostly one; three for `9.3.2020`."""
    if written[-1] in _SHARES:
        return [frozenset({float(written[:-1] or 0) + round(unicodedata.numeric(written[-1]), 6)})]
    if " " in written:
        return [frozenset({float(written.replace(" ", "")), *map(float, written.split())})]
    if "ر" in written:
        one, two = written.split("ر")
        return [frozenset({float(f"{one}.{two}"), float(f"{two}.{one}")})]
    plain = re.sub("[،٬\u00a0\u2009\u202f]", ",", written)
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
    if grouped and set(written) & set("٬\u00a0\u2009\u202f"):  # signs of thousands and nothing else
        return [frozenset({float("".join(parts))})]
    point = float(f"{parts[0]}.{parts[1]}")
    if "," in marks and not comma_may_be_point:
        return [frozenset({float("".join(parts))})] if grouped else [frozenset({float(p)}) for p in parts]
    values = {point} | ({float("".join(parts))} if grouped else set())
    if "," in marks and not grouped:  # a list without spaces
        values |= {float(p) for p in parts}
    return [frozenset(values)]


# --- Arabic ------------------------------------------------------------------------------------------------


# 13ر5 is how agencies write 13.5, in either order
_ARABIC_TOKEN = re.compile(
    rf"(?P<digits>(?<![\dر])\d{{1,9}}ر\d{{1,9}}(?![\dر])|{_DIGITS.pattern})|(?P<word>[^\W\d_]+)"
)
# One of them in the accusative, or two of them before what is counted (مليونا لاجئ, two million refugees).
_ONE_OR_TWO = re.compile(r"(?:مليون|مليار|بليون|تريليون|ترليون|الف)ا")
_AFTERNOON = re.compile(
    r"(?:[:.]\d\d|\sو(?:ال)?(?:نصف|ربع|ثلث)\w?)?\s{0,2}(?:p\.?m\b|مساء|ظهرا|عصرا|ليلا|بعد الظهر|بعد ظهر)"
)
_AM_OR_PM = re.compile(r"\s?[ap]\.?m\b")
_HOUR = re.compile(r"الساعه\s\Z")
# «الثالثة إلا ربعاً» (a quarter to three) is 2:45
_TO_THE_HOUR = re.compile(r"الساعه\s\w+(?:\sعشره)?\sالا\s(?:ال)?(?P<less>ربع|ثلث|خمس|عشر)\w*")
_MINUTES = {"ربع": 15, "ثلث": 20, "خمس": 5, "عشر": 10}
_OF_A_YEAR = re.compile(
    r"(?<!\w)[وفبل]?(?:ال)?(?:عام|سنه|حرب|نكبه|نكسه|اراضي|حدود|خطوط|عرب|فلسطيني[وي])\s(?:ال)?\Z"
)
# A noun in the dual (two days, two countries), and the day before yesterday. Many other words end alike, so
# it only excuses a missing 2.
_DUAL = re.compile(r"\w{2,}(?:ان|ين|تا|تي|ا|ي)(?:ه|ها|هم|هما|نا|كم)?\b|اول من امس")


def arabic_numbers(text: str) -> list[Number]:
    """The numbers of an Arabic plain text, in order."""
    folded = fold(text)
    found = list(_numbers(folded.text, _ARABIC_TOKEN, arabic_number_words(), _arabic_joins, comma=True))
    before = [*_TO_THE_HOUR.finditer(folded.text)]
    found = [
        n.may_be(_two_of(n) | _hours(n, folded.text) | _years(n, folded.text))
        for n in (_and_a_share(_before_the_hour(n, before), folded.text) for n in found)
    ]
    return [
        n._replace(text=text[slice(*(span := folded.span(n.start, n.end)))], start=span[0], end=span[1])
        for n in join(folded.text, found)
    ]


def _two_of(number: Number) -> frozenset[float]:
    return frozenset(2 * v for v in number.values) if _ONE_OR_TWO.fullmatch(number.text) else frozenset()


# «عامان ونصف» (two and a half years), «ساعة ونصف» (an hour and a half, 90 minutes)
_BEFORE_SHARE = re.compile(r"(?:(?P<dual>(?!فدان)\w+(?:ان|ين))|(?P<one>\w+))\s\Z")
_IN_ONE = {"عام": 12, "عاما": 12, "سنه": 12, "ساعه": 60}


def _and_a_share(number: Number, text: str) -> Number:
    """A share behind و with what stands before it: one and a half, or two where that is a dual."""
    before = _BEFORE_SHARE.search(text, max(0, number.start - 15), number.start)
    if not (before and number.share and number.text.startswith("و")):
        return number
    whole = number.share + (2 if before["dual"] else 1)
    others = {1 + number.share, 2 + number.share} - {whole}
    parts = {whole * _IN_ONE[before["one"]]} if before["one"] in _IN_ONE else set()
    return number._replace(values=number.values - others | parts)


def _before_the_hour(number: Number, places: Sequence[re.Match[str]]) -> Number:
    """A number of «الساعة الثالثة إلا ربعاً» with what a clock shows then: 2 (12 before one) and 45."""
    place = next((m for m in places if m.start() <= number.start < m.end()), None)
    if not place:
        return number
    hours = {v - 1 if v > 1 else 12 for v in number.values}
    return number._replace(values=number.values | hours | {60.0 - _MINUTES[place["less"]]})


def _hours(number: Number, text: str) -> frozenset[float]:
    """What else an hour may be: 15 on a clock of 24 for `3:30 p.m.`, 6 and 30 for `6.30am`."""
    is_afternoon = _AFTERNOON.match(text, number.end)
    values = set(number.values)
    if number.text[-3:-2] == "." and (
        _AM_OR_PM.match(text, number.end) or _HOUR.search(text, max(0, number.start - 8), number.start)
    ):
        values.update(map(float, number.text.rsplit(".", 1)))
    return frozenset(values | {v + 12 for v in values if v < 12 and is_afternoon})


def _years(number: Number, text: str) -> frozenset[float]:
    """The year that two digits may stand for: 1967 for «حرب 67»."""
    if len(number.text) != 2 or not _OF_A_YEAR.search(text, max(0, number.start - 12), number.start):
        return frozenset()
    return frozenset(century + v for v in number.values for century in (1900, 2000))


def has_dual(arabic: str) -> bool:
    """Whether a word of `arabic` may be a dual."""
    return bool(_DUAL.search(fold(arabic).text))


def _arabic_joins(last: NumberWord, word: NumberWord) -> bool:
    """Whether `word` goes on with the number that `last` ended: units before tens, both with و between."""
    if word.kind is SCALE:
        return not word.joined and (last.kind is not SCALE or last.value < word.value)
    if not word.joined:
        return last.kind is UNIT and (word.kind is TEEN or (word.kind is HUNDRED and word.value == 100))
    if word.kind is TEN:
        return last.kind in (UNIT, HUNDRED, SCALE)
    return last.kind in (HUNDRED, SCALE) and word.value < last.value


# --- English -----------------------------------------------------------------------------------------------


_ENGLISH_TOKEN = re.compile(
    rf"(?P<digits>{_DIGITS.pattern})(?P<suffix>st\b|nd\b|rd\b|th\b|s\b|[km]\b|bn\b|tn\b|mn\b)?"
    r"|(?P<word>[^\W\d_]+)"
)
_SUFFIX = {"k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9, "tn": 1e12}


def english_numbers(text: str) -> list[Number]:
    """The numbers of an English plain text, in order; what stands in [square brackets] may be an editor's."""
    lower = text.lower()
    if len(lower) != len(text):  # İ is two signs in lower case, and places are to stay
        lower = "".join(c.lower()[0] for c in text)
    brackets = [m.span() for m in re.finditer(r"\[[^\[\]\n]{0,200}\]", text)]
    read = list(_numbers(lower, _ENGLISH_TOKEN, english_number_words(), _english_joins))
    found = []
    for n in join(lower, read):
        strict = n.strict and not any(a < n.start < b for a, b in brackets)
        values = n.values | _hours(n, lower)
        found.append(n._replace(values=values, text=text[n.start : n.end], strict=strict))
    return found


def _english_joins(last: NumberWord, word: NumberWord) -> bool:
    if word.kind is SCALE:
        return last.kind is not SCALE or last.value < word.value
    if word.kind is HUNDRED:
        return last.kind in (UNIT, TEEN)
    if last.kind in (HUNDRED, SCALE):
        return word.kind in (UNIT, TEEN, TEN)
    return last.kind is TEN and word.kind is UNIT


# --- both --------------------------------------------------------------------------------------------------

_BETWEEN = re.compile(r"\+?\s{1,3}(?:and\s)?|[-‐‑]|")


@dataclass
class _Run:
    """A number being read: what it adds up to so far."""

    start: int
    end: int
    total: float
    group: tuple[float, ...]
    strict: bool
    last: NumberWord
    cuts: dict[NumberWordKind, tuple["_Run", int]] = field(default_factory=dict)

    def cut(self, word: NumberWord) -> tuple[list["_Run"], "_Run"]:
        """The number that is over where `word` has a kind that it has already, and the one that goes on.

        2,000 and 3,000 are two, and so are 200 and 300.
        """
        if word.kind is SCALE and self.total >= word.value and self.total % (1000 * word.value) > 0:
            group = self.group
        elif word.kind is HUNDRED and self.group[0] - self.last.value >= 100:
            group = (self.last.value,)
        else:
            return [], self
        before, start = self.cuts[word.kind]
        return [before], _Run(start, self.end, 0, group, self.strict, self.last)

    def take(self, word: NumberWord, start: int, end: int) -> None:
        """Go on with `word`, which stands there."""
        if self.last.kind in (SCALE, HUNDRED):
            self.cuts[self.last.kind] = (replace(self), start)
        if word.kind is SCALE:
            # `1.250 million` may be two numbers still: all readings of the digits are scaled
            # so is what came before in a smaller scale: ألف مليار, a thousand billion
            less = self.total if self.total < word.value else 0
            self.group = tuple(self.total - less + (less + g or 1) * word.value for g in self.group)
            self.total, self.group = (0, self.group) if len(self.group) > 1 else (self.group[0], (0,))
        elif word.kind is HUNDRED and self.last.kind in (UNIT, TEEN):
            self.group = (self.group[0] - self.last.value + self.last.value * 100,)
        else:
            self.group = tuple(g + word.value for g in self.group)
        self.strict = self.strict or word.strict
        self.end, self.last = end, word

    def number(self, text: str) -> Number:
        values = frozenset(round(self.total + g, 6) for g in self.group)
        if len(self.last.values) > 1 and not self.total:
            values |= set(self.last.values)
        percent = _is_percentage(text, self.start, self.end)
        return Number(values, text[self.start : self.end], self.start, self.end, self.strict, percent)


def _numbers(
    text: str,
    token: re.Pattern[str],
    words: Mapping[str, NumberWord],
    joins: Callable[[NumberWord, NumberWord], bool],
    *,
    comma: bool = False,
) -> Iterator[Number]:
    if "www." in text or "://" in text or "@" in text:
        text = _ADDRESS.sub(lambda m: " " * len(m[0]), text)
    run: _Run | None = None
    for match in token.finditer(text):
        word = words.get(match[0])
        if word is None:  # nearly always a word that is no number
            if match.lastgroup == "word":
                continue
            begun = _read_digits(match, text, comma_may_be_point=comma)
        else:
            if _IN_HUNDRED.search(text, max(0, match.start() - 4), match.end()):
                continue
            if word.strict and _UNCOUNTED.match(text, match.start()):
                word = replace(word, strict=False)
            close = run is not None and _BETWEEN.fullmatch(text, run.end, match.start())
            if run and close and word.kind is not OTHER and joins(run.last, word):
                before, run = run.cut(word)
                yield from (part.number(text) for part in before)
                run.take(word, match.start(), match.end())
                continue
            begun = [_read_word(word, match)]
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


def _read_digits(match: re.Match[str], text: str, *, comma_may_be_point: bool) -> list["Number | _Run"]:
    *before, values = _digit_values(match["digits"], comma_may_be_point=comma_may_be_point)
    start, end = match.start(), match.end("digits")
    found: list[Number | _Run] = [Number(part, match["digits"], start, end) for part in before]
    number = _digits(values, match, text, start)
    if number is None:
        strict = not values <= {0.0, 1.0}
        last = NumberWord(TEEN, (max(values),), strict)
        return [*found, _Run(start, end, 0, tuple(sorted(values)), strict, last)]
    return [*found, number]


def _is_percentage(text: str, start: int, end: int) -> bool:
    return bool(_PERCENT.match(text, end) or _PERCENT_BEFORE.search(text, max(0, start - 3), start))


def _read_word(word: NumberWord, match: re.Match[str]) -> "Number | _Run":
    start, end = match.span()
    if word.kind is OTHER:
        return Number(frozenset(word.values), match[0], start, end, word.strict)
    if word.kind is SCALE:  # without a number before it: millions of people, a thousand
        return _Run(start, end, word.value, (0,), word.strict and word.value > 1e3, word)
    return _Run(start, end, 0, (word.value,), word.strict, word)


def _digits(values: frozenset[float], match: re.Match[str], text: str, start: int) -> Number | None:
    """The number of digits with a suffix (3rd, 1990s, 5bn) or letters around them; None for plain ones."""
    suffix = match.groupdict().get("suffix") or ""
    end = match.end()
    written = text[start:end]
    percent = _is_percentage(text, start, end)
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
