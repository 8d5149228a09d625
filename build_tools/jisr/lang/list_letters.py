"""Lists that are lettered: أ ب ج (in the order of abjad) in Arabic, a b c in English."""

from jisr.model.languages import Lang
from jisr.model.source import Block

ABJAD = (
    "أ", "ب", "ج", "د", "هـ", "و", "ز", "ح", "ط", "ي", "ك", "ل", "م", "ن",
    "س", "ع", "ف", "ص", "ق", "ر", "ش", "ت", "ث", "خ", "ذ", "ض", "ظ", "غ",
)  # fmt: skip
ALPHABET = (
    "أ", "ب", "ت", "ث", "ج", "ح", "خ", "د", "ذ", "ر", "ز", "س", "ش", "ص",
    "ض", "ط", "ظ", "ع", "غ", "ف", "ق", "ك", "ل", "م", "ن", "هـ", "و", "ي",
)  # fmt: skip
"""The order of dictionaries. Lists counted so keep their letters as words: pages count by abjad."""
_LATIN = "abcdefghijklmnopqrstuvwxyz"


def list_letter(block: Block, lang: Lang) -> str:
    """What stands before a lettered point: `أ. ` or `a. `; nothing before other blocks.

    After z, English continues with aa and bb, because Arabic has 28 letters.
    """
    if not block.lettered:
        return ""
    place = block.number - 1
    letter = ABJAD[place] if lang == "ar" else _LATIN[place % 26] * (1 + place // 26)
    return f"{letter}. "
