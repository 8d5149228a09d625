"""Paragraphs of a translation that stand elsewhere than in the original: their order differs.

The likeliest way through two texts keeps to their order, and leaves them out. They are known by what only
their block and they have in common, and are offered, never taken unasked. Where that is much, all others are
paired as if they were not there: what stood around them is no gap then.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jisr.exchange.alignment.doubts import join_clues, lower_doubtful
from jisr.exchange.alignment.pairing import (
    DOUBTED,
    Pairing,
    Passage,
    Piece,
    find_deviation,
    find_rarity,
    number_by_paragraph,
    pair,
    weigh,
)
from jisr.lang.align import DOUBTFUL

_LEAST, _AHEAD = 3.0, 1.5  # what a paragraph must share with its block, and by how much more than others
_MUCH, _FAR_AHEAD = 6.0, 3.0


@dataclass(frozen=True)
class Match:
    """The pieces that are a block's, by their numbers, and how sure that is (0–1)."""

    pieces: tuple[int, ...]
    certainty: float


def match_in_any_order(
    passages: Sequence[Passage], pieces: Sequence[Piece], found: Sequence[Pairing]
) -> list[Match]:
    """What belongs to each passage; `found` is the likeliest way in order."""
    sure, unsure = _find_moved(passages, pieces, found)
    if sure:
        gone = {at for own in sure.values() for at in own}
        ours = [n for n in range(len(passages)) if n not in sure]
        theirs = [n for n in range(len(pieces)) if n not in gone]
        passages, pieces = [passages[n] for n in ours], [pieces[n] for n in theirs]
        found = pair(passages, pieces)
    else:
        ours, theirs = list(range(len(passages))), list(range(len(pieces)))
    moved = {n: Match(tuple(own), DOUBTED) for n, own in {**unsure, **sure}.items()}
    for n, one in zip(ours, lower_doubtful(passages, pieces, found), strict=True):
        if one.start < one.end or n not in moved:
            moved[n] = Match(tuple(theirs[one.start : one.end]), one.certainty)
    return [moved[n] for n in sorted(moved)]


def _find_moved(
    passages: Sequence[Passage], pieces: Sequence[Piece], found: Sequence[Pairing]
) -> tuple[Mapping[int, range], Mapping[int, range]]:
    """The passages without pieces → the paragraph of no block that is theirs: surely, and perhaps."""
    taken = {n for one in found for n in range(one.start, one.end)}
    paragraphs = number_by_paragraph(pieces).values()
    free = [range(own[0], own[-1] + 1) for own in paragraphs if taken.isdisjoint(own)]
    empty = [n for n, one in enumerate(found) if one.start == one.end]
    sure: dict[int, range] = {}
    unsure: dict[int, range] = {}
    if not free or not empty:
        return sure, unsure
    rarity = find_rarity(passages, pieces)
    worth = [_weigh(passages, pieces[own.start : own.stop], rarity) for own in free]
    for n in empty:
        at = max(range(len(free)), key=lambda i: worth[i][n])
        own, mine = free[at], worth[at][n]
        others = [*worth[at][:n], *worth[at][n + 1 :], *(worth[i][n] for i in range(len(free)) if i != at)]
        ahead = mine - max(others, default=0.0)
        length = sum(piece.length for piece in pieces[own.start : own.stop])
        if mine < _LEAST or ahead < _AHEAD or abs(find_deviation(passages[n].length, length)) > DOUBTFUL:
            continue
        (sure if mine >= _MUCH and ahead >= _FAR_AHEAD else unsure)[n] = own
    return sure, unsure


def _weigh(passages: Sequence[Passage], own: Sequence[Piece], rarity: Mapping[str, float]) -> list[float]:
    """What pieces share with each of the passages."""
    clues = join_clues(own)
    return [weigh(clues & one.clues, rarity) for one in passages]
