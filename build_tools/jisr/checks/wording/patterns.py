"""Patterns over lists of words: how the checks of single words find them in Arabic and in English."""

import re
from collections.abc import Iterable

_UNWRITTEN = re.compile("[\u0640\u064b-\u0652\u0670\u200b-\u200f\u061c\u2066-\u2069]")
NOUN = "[وف]?[بكل]?(?:ال|لل)?"  # what may be written before a noun


def arabic_pattern(words: str, *, before: str) -> re.Pattern[str]:
    """Any of `words` as a whole word: `*` is any ending, `~` a prefix of the imperfect, `_` a space.

    `before` is a pattern of what may be written to each of them.
    """
    either = _any_of(words.replace("~", "[يتن]"))
    return re.compile(rf"(?<!\w){before}(?:{either})(?!\w)")


def english_pattern(words: str) -> re.Pattern[str]:
    """Any of `words` as a whole word, in small or capital letters; `*` and `_` as in `arabic_pattern`.

    Denied it is the same word: shouldn't.
    """
    return re.compile(rf"\b(?:{_any_of(words)})(?:n['’]t)?\b", re.IGNORECASE)


def places_of(patterns: Iterable[re.Pattern[str]], flags: int = 0) -> re.Pattern[str]:
    r"""Finds at one pass each place where one of `patterns` begins, of which each begins a word.

    Most sentences have none; that a word begins there is asked once, and not by each of them.
    """
    return re.compile(rf"\b(?=\w)(?={'|'.join(pattern.pattern for pattern in patterns)})", flags)


def _any_of(words: str) -> str:
    return "|".join(re.sub(r"(?<!\\w)\*", r"\\w*", words).replace("_", r"\s").split())


def count_matches(pattern: re.Pattern[str], text: str) -> int:
    """How often `pattern` stands in `text`, without overlaps."""
    return sum(1 for _ in pattern.finditer(text))


def strip_vowel_marks(arabic: str) -> str:
    """Arabic without vowel marks and tatweel; hamza stays, for ألا and إلا are opposites."""
    return _UNWRITTEN.sub("", arabic)
