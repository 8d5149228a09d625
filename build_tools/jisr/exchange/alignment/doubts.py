"""Which steps of the likeliest way may be wrong although it is the likeliest: those beside a disturbance.

Where a paragraph is left out, added, cut or joined, all that stands beside it may belong to a neighbour just
as well, and lengths tell little. So what lies there is believed only up to an anchor: a text that has names,
numbers or words of its own block and not of those around it, or is alone of its kind, as a heading is.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from jisr.exchange.alignment.clues import Clues
from jisr.exchange.alignment.pairing import (
    ALIKE,
    CUT,
    CUT_AT_NAME,
    DOUBTED,
    Pairing,
    Passage,
    Piece,
    find_rarity,
    weigh,
)

_ANCHORED = 2.0  # by how much a text must speak for its own block rather than for any around it
_LONG, _LEAST_SHARED = 60, 1.0  # a text of so many letters that shares less may be of anything
_FOREIGN = 2.0  # what a sentence beside a cut may share with another block alone
_RATHER, _NEARBY = 1.5, 8  # by how much a text must speak for one of so many blocks around its own
_AROUND = 2  # blocks before and behind that a text may belong to instead


def lower_doubtful(
    passages: Sequence[Passage], pieces: Sequence[Piece], found: Sequence[Pairing]
) -> list[Pairing]:
    """The pairings, those beside a disturbance as doubtful as they are."""
    way = _Way(passages, pieces, found)
    doubtful = {n for n in range(len(found)) if way.is_unlikely(n)}
    doubtful |= {*way.find_doubtful(range(len(found)), 0), *way.find_doubtful(range(len(found))[::-1], -1)}
    return [
        replace(one, certainty=min(one.certainty, DOUBTED)) if n in doubtful else one
        for n, one in enumerate(found)
    ]


@dataclass
class _Way:
    passages: Sequence[Passage]
    pieces: Sequence[Piece]
    found: Sequence[Pairing]

    def __post_init__(self) -> None:
        self.rarity = find_rarity(self.passages, self.pieces)

    def find_doubtful(self, order: Iterable[int], facing: int) -> Iterator[int]:
        """The passages that a disturbance reaches, walking away from it; `facing` is the piece next to it."""
        disturbed, beside, last = False, False, 0 if facing == 0 else len(self.pieces)
        for n in order:
            one = self.found[n]
            if one.start == one.end:
                disturbed = beside = True
                continue
            near, far = (one.start, one.end) if facing == 0 else (one.end, one.start)
            torn = self._is_torn(n)
            if torn or near != last:
                disturbed = beside = True
            own = self.pieces[one.start : one.end]
            if disturbed:
                anchored = self._is_anchored(n, own)
                if not anchored or (beside and not self._is_anchored(n, _sentence_at(own, facing), _FOREIGN)):
                    yield n
                disturbed = not anchored
            disturbed, beside, last = disturbed or torn, torn, far

    def is_unlikely(self, n: int) -> bool:
        """Whether what a passage has is hardly its own, wherever the disturbances are."""
        return self._shares_nothing(n) or self._is_cut_at_name(n) or self._is_rather_of_another(n)

    def _is_rather_of_another(self, n: int) -> bool:
        """Whether pieces have more in common with a passage nearby: their order may have changed."""
        one, passage = self.found[n], self.passages[n]
        clues = join_clues(self.pieces[one.start : one.end])
        return any(
            self._weigh(clues & other.clues - passage.clues)
            - self._weigh(clues & passage.clues - other.clues)
            >= _RATHER
            for other in self._around(n, _NEARBY)
        )

    def _shares_nothing(self, n: int) -> bool:
        """Whether a passage and its pieces have hardly anything in common but their lengths."""
        passage, one = self.passages[n], self.found[n]
        own = self.pieces[one.start : one.end]
        if not own or passage.length < _LONG or (passage.kind in ALIKE and own[0].kind is passage.kind):
            return False
        return self._weigh(passage.clues & join_clues(own)) < _LEAST_SHARED

    def _is_cut_at_name(self, n: int) -> bool:
        """Whether a cut beside a passage is within a sentence, before what may be a name in it."""
        one = self.found[n]
        return one.start < one.end and any(
            self.pieces[at].cut == CUT_AT_NAME and self.pieces[at - 1].paragraph == self.pieces[at].paragraph
            for at in (one.start, one.end)
            if 0 < at < len(self.pieces)
        )

    def _is_torn(self, n: int) -> bool:
        """Whether a pairing is of more or less than one whole paragraph."""
        one = self.found[n]
        around = (*self.pieces[max(0, one.start - 1) : one.start], *self.pieces[one.end : one.end + 1])
        own = {piece.paragraph for piece in self.pieces[one.start : one.end]}
        return len(own) > 1 or any(piece.paragraph in own for piece in around)

    def _is_anchored(self, n: int, own: Sequence[Piece], foreign: float = math.inf) -> bool:
        """Whether pieces can be of no passage around theirs, and share less than `foreign` with any alone."""
        passage = self.passages[n]
        beside = self._around(n, 1)
        if passage.kind in ALIKE and own[0].kind is passage.kind:
            return all(other.kind is not passage.kind for other in beside)
        clues = join_clues(own)
        around = self._around(n, _AROUND)
        rivals = [self._weigh(clues & other.clues - passage.clues) for other in around]
        for_own = [self._weigh(clues & passage.clues - other.clues) for other in around]
        return max(rivals, default=0.0) < foreign and all(
            mine - theirs >= _ANCHORED for mine, theirs in zip(for_own, rivals, strict=True)
        )

    def _around(self, n: int, reach: int) -> list[Passage]:
        return [*self.passages[max(0, n - reach) : n], *self.passages[n + 1 : n + 1 + reach]]

    def _weigh(self, clues: Iterable[str]) -> float:
        return weigh(clues, self.rarity)


def _sentence_at(own: Sequence[Piece], facing: int) -> Sequence[Piece]:
    """The parts of the first or last sentence, as `facing` says: pieces before which it costs more to cut."""
    starts = [n for n, piece in enumerate(own) if n == 0 or piece.cut == CUT]
    return own[starts[-1] :] if facing else own[: (*starts, len(own))[1]]


def join_clues(pieces: Iterable[Piece]) -> Clues:
    """The clues that any of the pieces has."""
    return frozenset().union(*(piece.clues for piece in pieces))
