"""Checks of the English words alone: what is empty, left in Arabic, said twice, or goes round in circles."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from build_tools.checks.texts import Found, Pair, without_arabic_runs, words_of
from build_tools.engines.faults import find_fault, most_repeats

_ARABIC = re.compile(
    "[\u0620-\u064a\u066e-\u06d3\ufb50-\ufdff\ufe70-\ufefc][\u0610-\u06ff\ufb50-\ufdff\ufe70-\ufefc\\s]*"
)
_DIGITS = re.compile("[٠-٩۰-۹][٠-٩۰-۹٫٬]*[٪]?|٪")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_DOUBLED = re.compile(r"\b(?P<word>[^\W\d_]+)[ \t]+(?P=word)\b(?![-’'])", re.IGNORECASE)
_STUTTER = re.compile(r"([^\W\d_]{1,12}?)\1{5,}")
_MAY_DOUBLE = frozenset(("had", "that", "is", "very", "no", "so", "her", "do", "ha", "blah"))
_SHORTEST_LOOP = 3  # times that a phrase of two words or more stands in a row


def empty(pair: Pair) -> Iterator[Found]:
    """No English words"""
    if not _WORD.search(pair.english) and _WORD.search(pair.arabic):
        yield Found(
            "the English has no words", pair.target, "translate it, or empty it to mark it as missing"
        )


def arabic_left(pair: Pair) -> Iterator[Found]:
    """Arabic left in the English"""
    text = pair.english
    if "lang=" in pair.target:
        text = words_of(without_arabic_runs(pair.target))
    if match := _ARABIC.search(text):
        remedy = 'translate it, or mark what is meant to be Arabic: <bdi lang="ar" dir="rtl">…</bdi>'
        yield Found("Arabic stands in the English", match[0].strip(), remedy)
    elif match := _DIGITS.search(text):
        yield Found("Arabic digits stand in the English", match[0], "write 0–9 and %")


def loops(pair: Pair) -> Iterator[Found]:
    """Words repeated over and over"""
    words = [word.lower() for word in _WORD.findall(pair.english)]
    pairs = Counter(pairwise(words))
    if max(pairs.values(), default=0) < _SHORTEST_LOOP - 1 and not _STUTTER.search(pair.english):
        return  # nearly always, and quickly
    phrase = _repeated(words)
    if phrase and most_repeats([w.lower() for w in _WORD.findall(pair.arabic)]) < _SHORTEST_LOOP:
        yield Found("the English repeats itself", " ".join(phrase), "translate the paragraph again")
    elif find_fault(pair.arabic, pair.english) == "loop":
        yield Found("the English goes round in circles", pair.english, "translate the paragraph again")


def _repeated(words: list[str]) -> list[str]:
    """A phrase of two to twelve words that stands three times in a row, if there is one."""
    for length in range(2, 13):
        run = 0
        for index in range(length, len(words)):
            run = run + 1 if words[index] == words[index - length] else 0
            if run >= (_SHORTEST_LOOP - 1) * length:
                return words[index - length + 1 : index + 1]
    return []


def doubled(pair: Pair) -> Iterator[Found]:
    """A word written twice"""
    for match in _DOUBLED.finditer(pair.english):
        word = match["word"]
        if word.lower() not in _MAY_DOUBLE and not (word[0].isupper() and len(word) > 3):
            yield Found(f"“{word}” stands twice", match[0], "remove one")
