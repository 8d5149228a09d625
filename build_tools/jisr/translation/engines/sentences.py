"""Sentences on their way into a model and out of it: made plain, cut where too long, joined again."""

import re
from collections.abc import Callable, Sequence

_ARABIC_LETTER = re.compile(
    r"[\u0620-\u063F\u0641-\u064A\u066E\u066F\u0671-\u06D3\u06EE\u06EF\u06FA-\u06FF\u0750-\u077F\u08A0-\u08C9"
    r"\uFB50-\uFD3D\uFD50-\uFDFB\uFE70-\uFEFC]"
)
# Vowel marks, tatweel, bidi controls, zero-width marks: models are trained on text without them.
_INVISIBLE = re.compile(
    r"[\u0610-\u061A\u061C\u0640\u064B-\u065F\u0670\u06D6-\u06ED\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]"
)
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫٬٪", "01234567890123456789.,%")
_MARKS = str.maketrans({"،": ",", "؛": ";", "؟": "?", "«": "“", "»": "”"})

# Where a sentence is cut, the best place first. A mark counts only before a space: 1,250 stays whole.
_CUTS = (re.compile(r"[؛;:]\s+"), re.compile(r"[،,]\s+|\s[–—-]\s+"), re.compile(r"\s+"))
_EDGE = 0.2  # a cut must leave at least this share of the sentence on each side

# First words that are written small inside an English sentence. Others may be names and keep their capital.
_SMALL = re.compile(
    r"(?:a|after|also|an|and|are|as|at|because|before|but|by|despite|during|for|from|had|has|he|her|his|however|if"
    r"|in|including|is|it|its|not|of|on|or|she|since|that|the|their|there|these|they|this|those|to|until|was|were"
    r"|when|where|which|while|who|will|with|would)\b",
    re.IGNORECASE,
)
_STOPS = {"،": ",", ",": ",", "؛": ";", ";": ";", ":": ":"}


def count_arabic_letters(text: str) -> int:
    """How many Arabic letters there are; digits and marks do not count."""
    return len(_ARABIC_LETTER.findall(text))


def prepare(text: str) -> str:
    """`text` as models know it: no vowel marks, tatweel or invisible marks; western digits, single spaces."""
    return " ".join(_INVISIBLE.sub("", text).translate(_DIGITS).split())


def westernise(text: str) -> str:
    """A text without Arabic letters as English writes it: digits and marks."""
    return prepare(text).translate(_MARKS)


def split_long(text: str, limit: int, size: Callable[[str], int]) -> list[str]:
    """`text` in pieces of a `size` of at most `limit`, cut at ؛ and :, else at ،, else between words.

    The pieces joined by spaces are `text` again if its white space is single. A word stays whole, whatever
    its size.
    """
    if size(text) <= limit:
        return [text]
    at = _middle_cut(text)
    if at is None:
        return [text]
    return split_long(text[:at].rstrip(), limit, size) + split_long(text[at:], limit, size)


def _middle_cut(text: str) -> int | None:
    middle = len(text) / 2
    for cuts, edge in zip(_CUTS, (_EDGE, _EDGE, 0), strict=True):
        places = [m.end() for m in cuts.finditer(text) if edge * len(text) < m.end() < (1 - edge) * len(text)]
        if places:
            return min(places, key=lambda place: abs(place - middle))
    return None


def join_pieces(parts: Sequence[tuple[str, str]]) -> str:
    """One English sentence from the (Arabic, English) pieces that `split_long` made of an Arabic one.

    A model ends each piece as if it were a sentence and begins the next with a capital: both are undone where
    the Arabic goes on.
    """
    words: list[str] = []
    for number, (original, translation) in enumerate(parts):
        if number and _SMALL.match(translation):
            translation = translation[0].lower() + translation[1:]
        if number < len(parts) - 1:
            translation = _continue(original, translation)
        words.append(translation)
    return " ".join(filter(None, words))


def _continue(original: str, translation: str) -> str:
    if translation.endswith(".") and not translation.endswith(".."):
        translation = translation[:-1]
    stop = _STOPS.get(original[-1:], "")
    return translation + stop if translation and translation[-1].isalnum() else translation
