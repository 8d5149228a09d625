"""How much the Arabic of a block was changed, from nothing at all to another text.

A hamza that was put on an initial alif, and vowel marks that were added to a bare word, are mended spelling.
Whatever else is equal when folded may be another word (علي and على, قُتِلَ and قَتَلَ, أعلام and إعلام), and a
person looks once.
"""

import re
import unicodedata
from collections.abc import Iterator
from enum import IntEnum
from typing import NamedTuple

from jisr.lang.arabic import essence, fold, is_same_text

_WORD = re.compile(r"\S+")
_ARTICLE = re.compile(r"[وف]?(?:[بك]?ال|لل)")  # a noun's own alif behind it is its first letter
_JOINS = re.compile(r"[0-9A-Za-z٠-٩۰-۹]{2}")
_HAMZA = {("ا", "أ"), ("ا", "إ")}


class OriginalChange(IntEnum):
    """What became of a block's Arabic."""

    NONE = 0  # at most white space, tatweel, invisible marks
    MENDED = 1
    FOLDED = 2  # the same when folded
    OTHER = 3


def classify_change(before: str, after: str) -> OriginalChange:
    """How `after` differs from `before`, Arabic of one block."""
    if is_same_text(before, after):
        return OriginalChange.NONE
    old, new = list(_letters(before)), list(_letters(after))
    if len(old) == len(new) and all(map(_is_mended, old, new)):
        return OriginalChange.MENDED
    return OriginalChange.FOLDED if _folded(before) == _folded(after) else OriginalChange.OTHER


class _Letter(NamedTuple):
    """A letter with the vowel marks on it, `first` in its word but for an article; `bare` is its word."""

    sign: str
    marks: str
    first: bool
    bare: bool


def _letters(text: str) -> Iterator[_Letter]:
    """The letters and signs of a text, without white space and what is not seen."""
    last = ""
    for match in _WORD.finditer(text):
        word = essence(match[0])
        if _JOINS.fullmatch(last + word[:1]):  # 7 8 is not 78
            yield _Letter(" ", "", first=False, bare=False)
        last = word[-1:] or last
        letters: list[tuple[str, str]] = []
        for c in word:
            if unicodedata.combining(c) and letters:
                letters[-1] = (letters[-1][0], letters[-1][1] + c)
            else:
                letters.append((c, ""))
        start = next((n for n, (c, _) in enumerate(letters) if c.isalpha()), 0)
        signs = "".join(c for c, _ in letters)
        article = _ARTICLE.match(signs, start)
        begins = {start, article.end() if article else start}
        bare = not any(marks for _, marks in letters)
        yield from (_Letter(c, marks, n in begins, bare) for n, (c, marks) in enumerate(letters))


def _is_mended(old: _Letter, new: _Letter) -> bool:
    letter = old.sign == new.sign or (old.first and new.first and (old.sign, new.sign) in _HAMZA)
    return letter and (old.marks == new.marks or old.bare)


def _folded(text: str) -> str:
    return essence(fold(text).text)
