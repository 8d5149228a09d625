"""Lists that are lettered: أ ب ج (in the order of abjad) in Arabic, a b c in English."""

from build_tools.model import Block, Lang

ABJAD = (
    "أ", "ب", "ج", "د", "هـ", "و", "ز", "ح", "ط", "ي", "ك", "ل", "م", "ن",
    "س", "ع", "ف", "ص", "ق", "ر", "ش", "ت", "ث", "خ", "ذ", "ض", "ظ", "غ",
)  # fmt: skip
_LATIN = "abcdefghijklmnopqrstuvwxyz"


def label(block: Block, lang: Lang) -> str:
    """What stands before a lettered point: `أ. ` or `a. `; nothing before other blocks.

    English letters go on behind z with aa and bb, of which the 28 of Arabic need two.
    """
    if not block.lettered:
        return ""
    place = block.number - 1
    letter = ABJAD[place] if lang == "ar" else _LATIN[place % 26] * (1 + place // 26)
    return f"{letter}. "
