"""Lists that are lettered: أ ب ج (abjad) or أ ب ت in Arabic, a b c in English; i ii iii in both."""

from collections.abc import Mapping, Sequence

from jisr.model.languages import ORIGINAL, Lang
from jisr.model.source import Block

ABJAD = (
    "أ", "ب", "ج", "د", "هـ", "و", "ز", "ح", "ط", "ي", "ك", "ل", "م", "ن",
    "س", "ع", "ف", "ص", "ق", "ر", "ش", "ت", "ث", "خ", "ذ", "ض", "ظ", "غ",
)  # fmt: skip
ALPHABET = (
    "أ", "ب", "ت", "ث", "ج", "ح", "خ", "د", "ذ", "ر", "ز", "س", "ش", "ص",
    "ض", "ط", "ظ", "ع", "غ", "ف", "ق", "ك", "ل", "م", "ن", "هـ", "و", "ي",
)  # fmt: skip
"""The order of dictionaries."""
_LATIN = tuple("abcdefghijklmnopqrstuvwxyz")
_ROMAN = tuple(tens + ones for tens in ("", "x", "xx", "xxx")
               for ones in ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"))[1:]  # fmt: skip
ORDERS: Mapping[str, Sequence[str]] = {
    "abjad": ABJAD,
    "alphabet": ALPHABET,
    "lower-roman": _ROMAN,
    "upper-roman": tuple(map(str.upper, _ROMAN)),
    "lower-latin": _LATIN,
    "upper-latin": tuple(map(str.upper, _LATIN)),
}
"""What authors count points with in place of figures, by name: the signs for 1, 2, 3, …"""


def letter_of(block: Block) -> str:
    """The sign with which the author counted a point; "" where that is none of these."""
    return ORDERS[block.letters][block.number - 1] if block.lettered else ""


def list_letter(block: Block, lang: Lang) -> str:
    """What stands before a lettered point: `أ. ` or `a. `, `i. `; nothing before other blocks.

    After z, English continues with aa and bb, because Arabic has 28 letters.
    """
    letter = letter_of(block)
    if letter and not letter.isascii() and lang != ORIGINAL.code:
        place = block.number - 1
        letter = _LATIN[place % len(_LATIN)] * (1 + place // len(_LATIN))
    return f"{letter}. " if letter else ""
