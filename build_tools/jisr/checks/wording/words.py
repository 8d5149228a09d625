"""Checks of the English words alone: what is empty, left in Arabic, said twice, or goes round in circles."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise

from jisr.checks.context import BlockFinding, Pair, strip_arabic_runs, text_without_code
from jisr.translation.engines.faults import (
    PHRASE,
    STUTTER,
    VARIETY,
    WORD,
    count_repeats,
    find_fault,
    split_words,
)
from jisr.translation.removed import waits_for_editor

_ARABIC = re.compile(
    "[\u0620-\u064a\u066e-\u06d3\ufb50-\ufdff\ufe70-\ufefc][\u0610-\u06ff\ufb50-\ufdff\ufe70-\ufefc\\s]*"
)
_DIGITS = re.compile("[٠-٩۰-۹][٠-٩۰-۹٫٬]*[٪]?|٪")
_DOUBLED = re.compile(r"\b(?P<word>[^\W\d_]+)[ \t]+(?P=word)\b(?![-’'])", re.IGNORECASE)
_MAY_DOUBLE = frozenset(("had", "that", "is", "very", "no", "so", "her", "do", "ha", "blah"))
_AGAIN = "translate the paragraph again"
_SHORTEST_LOOP = 3  # times that a phrase of two words or more stands in a row


def check_empty(pair: Pair) -> Iterator[BlockFinding]:
    """No English words"""
    if not WORD.search(pair.translation) and WORD.search(pair.original):
        remedy = "translate it, or empty it to mark it as missing"
        yield BlockFinding("the English has no words", pair.target, remedy)


def check_arabic_left(pair: Pair) -> Iterator[BlockFinding]:
    """Arabic left in the English"""
    text = pair.translation
    if "lang=" in pair.target:
        text = text_without_code(strip_arabic_runs(pair.target))
    if match := _ARABIC.search(text):
        remedy = 'translate it, or mark what is meant to be Arabic: <bdi lang="ar" dir="rtl">…</bdi>'
        yield BlockFinding("Arabic stands in the English", match[0].strip(), remedy)
    elif match := _DIGITS.search(text):
        yield BlockFinding("Arabic digits stand in the English", match[0], "write 0–9 and %")


def check_loops(pair: Pair) -> Iterator[BlockFinding]:
    """Words repeated over and over"""
    words = split_words(pair.translation)
    if not _may_loop(words, pair.translation):
        return  # a cheap test that settles nearly all texts
    phrase = _repeated_phrase(words)
    if phrase and count_repeats(split_words(pair.original)) < _SHORTEST_LOOP:
        yield BlockFinding("the English repeats itself", " ".join(phrase), _AGAIN)
    elif find_fault(pair.original, pair.translation) == "loop":
        yield BlockFinding("the English goes round in circles", pair.translation, _AGAIN)


def _may_loop(words: list[str], text: str) -> bool:
    """Whether two words stand at three places that are equally far apart, as a phrase's do."""
    different = set(words)
    if len(different) < VARIETY * len(words) or "&" in text or _may_stutter(different):
        return True
    often = {two for two, count in Counter(pairwise(words)).items() if count >= _SHORTEST_LOOP}
    places: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, two in enumerate(pairwise(words)) if often else ():
        if two in often:
            places[two].append(place)
    several = (set(found) for found in places.values() if _is_dense(found))
    return any(
        place - apart in found and place - 2 * apart in found
        for found in several
        for place in found
        for apart in range(1, PHRASE + 1)
    )


def _may_stutter(words: Iterable[str]) -> bool:
    """Whether a letter stands six times in a word, as in one that goes round in circles."""
    return any(len(word) > 5 and len(word) - len(set(word)) >= 5 and STUTTER.search(word) for word in words)


def _is_dense(places: list[int]) -> bool:
    """Whether three of `places` are as near to each other as in a phrase that is said three times."""
    return any(last - first <= 2 * PHRASE for first, last in zip(places, places[2:], strict=False))


def _repeated_phrase(words: list[str]) -> list[str]:
    """A phrase of two to twelve words that stands three times in a row, if there is one."""
    for length in range(2, PHRASE + 1):
        run = 0
        for index in range(length, len(words)):
            run = run + 1 if words[index] == words[index - length] else 0
            if run >= (_SHORTEST_LOOP - 1) * length:
                return words[index - length + 1 : index + 1]
    return []


def check_removed(pair: Pair) -> Iterator[BlockFinding]:
    """A word that was removed for safety, and left a gap"""
    if waits_for_editor(pair.passage.entry):
        message = (
            "a word was removed here for safety: read the paragraph and mend the grammar, in both languages"
        )
        remedy = (
            "correct the English (the Arabic in its seed); if it is right as it is, sign it: jisr approve"
        )
        yield BlockFinding(message, remedy=remedy)


def check_doubled(pair: Pair) -> Iterator[BlockFinding]:
    """A word written twice"""
    for match in _DOUBLED.finditer(pair.translation):
        word = match["word"]
        if word.lower() not in _MAY_DOUBLE and not (word[0].isupper() and len(word) > 3):
            yield BlockFinding(f"“{word}” stands twice", match[0], "remove one")
