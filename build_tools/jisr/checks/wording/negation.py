"""Negation: a "not" that one language has and the other has not.

Counted sentence by sentence, in both languages alike: what certainly negates must have a counterpart in
what certainly negates in the other, or may do so there: a word that is negative in itself (refuse, رفض) and
has none of its own meaning to go with, a phrase that only holds such a word (لا يزال) and is said otherwise.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jisr.checks.context import BlockFinding, Pair
from jisr.checks.wording import negation_words as w
from jisr.checks.wording.patterns import count_matches, strip_vowel_marks


@dataclass(frozen=True)
class _Side:
    """One language's words that certainly negate, and how many others there may do so."""

    certain: Sequence[str]
    possible: int


def check_negation(pair: Pair) -> Iterator[BlockFinding]:
    """A negation without a counterpart"""
    for sentence, english in pair.texts.sentences:
        arabic = strip_vowel_marks(sentence)
        if not w.ANY_ARABIC.search(arabic) and not w.ANY_ENGLISH.search(english):
            continue
        ours, theirs = _sides(arabic, english)
        if len(ours.certain) > len(theirs.certain) + theirs.possible:
            words = "، ".join(dict.fromkeys(ours.certain))
            message = f"the Arabic negates ({words}) more than the English"
            yield BlockFinding(message, english.strip(), "read both: is a “not” missing?")
        elif len(theirs.certain) > len(ours.certain) + ours.possible:
            words = ", ".join(dict.fromkeys(theirs.certain))
            message = f"the English negates ({words}) more than the Arabic"
            yield BlockFinding(message, english.strip(), "read both: is a “not” too much?")


def negates_alike(pair: Pair) -> bool:
    """Whether each sentence certainly negates as often in both languages."""
    both = (_sides(strip_vowel_marks(arabic), english) for arabic, english in pair.texts.sentences)
    return all(len(ours.certain) == len(theirs.certain) for ours, theirs in both)


def _sides(arabic: str, english: str) -> tuple[_Side, _Side]:
    """Both languages of a sentence."""
    bounds = _unpaired(w.BOUNDS, arabic, english)[0]
    plain, idle = _without_idle(w.BOUNDS.arabic.sub(" ", arabic), english)
    spoken = w.IDLE_ENGLISH.sub(" ", english)
    rest = w.UN.sub(" ", plain)
    ours = [m[0].strip() for p in (w.PARTICLES, w.WITHOUT) for m in p.finditer(plain)]
    theirs = [m[0] for m in w.NOT.finditer(spoken)]
    ours += bounds
    nor = min(count_matches(w.NOR, plain), count_matches(w.OR, english), max(0, len(ours) - 1))
    affixes = _unpaired(w.AFFIXES, rest, spoken)
    un = [m[0] for m in w.UN.finditer(plain)]
    alike = min(len(un), len(affixes[1]))  # غير معروف is "unknown": neither is left for a "not"
    ours += un[alike:]
    denied = _unpaired(w.denial_verbs(), rest, spoken)
    firm = [[word for word in words if w.FIRM.match(word)] for words in denied]
    ours, theirs = [*ours, *firm[0]], [*theirs, *firm[1]]
    if len(ours) == len(theirs):  # the usual case: both languages negate equally often
        return _Side(ours, 0), _Side(theirs, 0)

    ours_free = idle + count_matches(w.MA, plain) + bool(w.NEITHER.search(english))
    ours_free += len(_unpaired(w.restrictive_words(), rest, english)[0])
    theirs_free = nor - alike + count_matches(w.IDLE_ENGLISH, english)
    theirs_free += bool(w.EXCEPT.search(plain) and w.ONLY.search(english))  # لا … إلا is "only"
    own = _unpaired(w.negative_words(), rest, spoken)
    free = [len(own[n]) + len(affixes[n]) + len(denied[n]) - len(firm[n]) for n in (0, 1)]
    return _Side(ours, ours_free + free[0]), _Side(theirs, theirs_free + free[1])


def _without_idle(arabic: str, english: str) -> tuple[str, int]:
    """`arabic` without phrases that do not negate, and how many of them the English says otherwise."""
    free = 0
    for meaning in w.idle_phrases().rows if w.idle_phrases().arabic.search(arabic) else ():
        arabic, found = meaning.arabic.subn(" ", arabic)
        free += max(0, found - count_matches(meaning.english, english)) if found else 0
    return arabic, free


def _unpaired(meanings: w.Meanings, arabic: str, english: str) -> tuple[list[str], list[str]]:
    """The words of each language that have no counterpart of their own meaning."""
    ours, theirs = list[str](), list[str]()
    if not meanings.arabic.search(arabic) and not meanings.english.search(english):
        return ours, theirs
    for meaning in meanings.rows:
        here = [m[0] for m in meaning.arabic.finditer(arabic)]
        there = [m[0] for m in meaning.english.finditer(english)]
        ours, theirs = [*ours, *here[len(there) :]], [*theirs, *there[len(here) :]]
    return ours, theirs
