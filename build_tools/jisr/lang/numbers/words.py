"""The words of numbers in both languages, and what part each plays in a number.

Arabic numerals after Ryding, A Reference Grammar of Modern Standard Arabic, chapter 15.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import cache
from itertools import product

from jisr.lang.dates.calendars import gregorian_months
from jisr.lang.dates.words import ENGLISH_ORDINALS, english_month_names
from jisr.lang.word_lists import folded_words, read_word_lists


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


_PREFIXES = tuple(
    conjunction + rest
    for conjunction, rest in product(("", "و", "ف"), ("", "ال", "ب", "بال", "ل", "لل", "ك", "كال"))
)
_LISTS = read_word_lists("lang/numbers/words.toml")


def _rows(language: str) -> Iterator[tuple[str, NumberWord]]:
    """The words of the table, in its order, each with its part in a number."""
    for kind, values, words in _LISTS[language]:
        meant = NumberWord(NumberWordKind[kind.rstrip("?").upper()], tuple(values), not kind.endswith("?"))
        yield from ((word, meant) for word in words.split())


def _joined(word: NumberWord) -> NumberWord:
    """A word behind و: a share may come after one or two, or be minutes («الثالثة والنصف», half past)."""
    share = word.value
    if not 0 < share < 1:
        return replace(word, joined=True)
    less = (value for value in word.values if value < 10)  # no percentage
    return replace(word, values=(*less, 1 + share, 2 + share, float(round(share * 60))), joined=True)


@cache
def arabic_number_words() -> Mapping[str, NumberWord]:
    """Folded word, with the clitics written before it → its part in a number."""
    found: dict[str, NumberWord] = {}
    for form, meant in _rows("arabic"):
        for word, prefix in product(folded_words(form), _PREFIXES):
            found.setdefault(prefix + word, _joined(meant) if prefix.startswith("و") else meant)
    for name, number in gregorian_months().items():
        if " " not in name:
            found.setdefault(name, NumberWord(NumberWordKind.OTHER, (number,), strict=False))
    kept = {form: word for form, word in found.items() if form not in folded_words(_LISTS["none"])}
    kept |= {form: replace(kept[form], strict=False) for form in folded_words(_LISTS["unsure"])}
    return kept | {form: replace(kept[form], joined=True) for form in folded_words(_LISTS["joined"])}


_TO_NINETEEN = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
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
    ordinals = {number: word for word, number in ENGLISH_ORDINALS.items()}
    for value, word in enumerate(_TO_NINETEEN.split(), 1):
        ordinal = ordinals[value]
        if value > 9:
            found[word] = found[ordinal] = NumberWord(NumberWordKind.TEEN, (value,))
            continue
        found[word] = NumberWord(NumberWordKind.UNIT, (value,), value > 1)
        found[ordinal] = NumberWord(NumberWordKind.UNIT, (value,), value > 2)
        if value > 2:  # also a third, and two thirds
            shares = [round(k / value, 6) for k in range(1, value)]
            found[ordinal] = replace(found[ordinal], values=(value, shares[0]))
            found[ordinal + "s"] = NumberWord(NumberWordKind.UNIT, (value, *shares), False)
    for value, word in enumerate(_TENS.split(), 2):
        found[word] = found[word[:-1] + "ieth"] = NumberWord(NumberWordKind.TEN, (value * 10,))
        found[word[:-1] + "ies"] = NumberWord(NumberWordKind.OTHER, (value * 10, 1900 + value * 10), False)
    found["hundred"] = found["hundredth"] = NumberWord(NumberWordKind.HUNDRED, (100,))
    for word, scale in _SCALES.items():
        # mn alone is another word
        found[word] = NumberWord(NumberWordKind.SCALE, (scale,), len(word) > len("mn"))
        found[word + "s"] = NumberWord(NumberWordKind.SCALE, (scale,), scale > 1e3)
    found |= dict(_rows("english"))
    for name, number in english_month_names().items():
        found.setdefault(name, NumberWord(NumberWordKind.OTHER, (number,), strict=False))
    return found
