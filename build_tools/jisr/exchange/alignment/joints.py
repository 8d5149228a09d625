"""Where paragraphs were joined without a stop between them: one sentence then holds the end of a block and
the beginning of the next, and must be cut at a word that begins one.
"""

import re
from collections.abc import Iterator, Sequence

from jisr.exchange.alignment.pairing import (
    CUT,
    CUT_AT_NAME,
    CUT_AT_STARTER,
    Pairing,
    Piece,
    number_by_paragraph,
)
from jisr.lang.word_lists import read_word_lists

_JOINT = re.compile(r"\b(?P<before>\w[\w’'-]*)[”\"’)\]%]*\s+(?=[“\"‘(]?(?P<word>[A-Z][a-z]*)\b)")
_STARTERS = frozenset(read_word_lists("exchange/alignment/words.toml")["starters"].split())
_ENDS_NONE = frozenset(word.lower() for word in _STARTERS)


def find_suspects(pieces: Sequence[Piece], found: Sequence[Pairing]) -> set[int]:
    """The sentences that may be of two blocks: beside a cut, or near a block without English."""
    of_paragraph = number_by_paragraph(pieces)
    suspects: set[int] = set()
    last = 0
    is_disturbed = False
    for one in found:
        if one.start == one.end:
            is_disturbed = True
            if last:
                suspects.update(of_paragraph[pieces[last - 1].paragraph])
            continue
        if is_disturbed or one.start != last:
            suspects.update(of_paragraph[pieces[one.start].paragraph])
        if last and pieces[last - 1].paragraph == pieces[one.start].paragraph:
            suspects |= {last - 1, one.start}
        last, is_disturbed = one.end, False
    return suspects


def split_at_joints(sentence: str) -> Iterator[tuple[str, float]]:
    """A sentence in all parts that may begin a paragraph, each with what it costs to cut before it."""
    at, cost = 0, CUT
    for joint in _JOINT.finditer(sentence):
        before, is_starter = joint["before"], joint["word"] in _STARTERS
        is_in_name = before[0].isupper() or before in _ENDS_NONE  # of several words, or behind “of”
        if is_starter or not is_in_name:
            yield sentence[at : joint.end()], cost
            at, cost = joint.end(), CUT_AT_STARTER if is_starter else CUT_AT_NAME
    yield sentence[at:], cost
