"""The likeliest way through two texts: for each block of the original the pieces of the translation it has.

The sentences of the translation, in order, are shared out among the blocks: a block has some that stand
together, or none; a sentence belongs to one block, or to none. How well they fit is told by their lengths
(after Gale and Church, see `lang.align`), by what they are (a heading, an image) and by the clues that both
have. All ways through are weighed together, forward and backward as in a hidden Markov model, so that it is
known how sure each step is.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from jisr.exchange.alignment.clues import Clues
from jisr.lang.align import DOUBTFUL, RATIO, VARIANCE
from jisr.model.source import Kind

CUT, CUT_AT_STARTER, CUT_AT_NAME = -3.5, -4.0, -7.5
"""What each cut within a paragraph costs: between two sentences, within one before a word that begins one as
a rule, and before any other with a capital."""


@dataclass(frozen=True)
class Passage:
    """A block of the original: what it is, how many letters it has, its clues."""

    kind: Kind
    length: int
    clues: Clues
    line: bool = False  # whether it may be a heading by its looks: short, and without a stop


@dataclass(frozen=True)
class Piece(Passage):
    """A sentence of the translation, or a part of one; `paragraph` is the number of the one it stands in.

    `cut` is what it costs to cut the paragraph before it.
    """

    paragraph: int = 0
    cut: float = CUT


@dataclass(frozen=True)
class Pairing:
    """The pieces from `start` to before `end` that are a block's, if any; `certainty` is 0–1."""

    start: int
    end: int
    certainty: float


# What each step is worth: natural logarithms of its odds against texts that have nothing in common.
_NO_TRANSLATION = -4.0  # of a block
_NO_ORIGINAL = -3.0  # of a paragraph, or of the rest of one
_JOINED = -4.0  # each paragraph more in one block
_JOINED_LINE = -5.5  # the same, where it looks like a heading, or the block is one
_FITTING = 1.0  # a length that is just right
_UNFITTING = -7.0  # the worst length
_SPREAD = 2.0  # the variance of the lengths of paragraphs, in those of sentences
_SHARED = {
    "n": 0.7,
    "m": 0.7,
    "d": 0.7,
    "@": 1.5,
    "=": 0.4,
    "~": 0.6,
    "_": 0.4,
    "+": 0.5,
}  # of a kind of clue, by its sign
_SHARED_NAME = 0.7
_ABSENT = {"n": 0.35, "@": 0.6, "m": 0.35, "d": 0.35, "=": 0.0, "~": 0.0, "_": 0.03, "+": 0.03}
_ABSENT_NAME = 0.15
ALIKE = {Kind.TITLE: 4.0, Kind.HEADING: 2.0, Kind.IMAGE: 4.0, Kind.TABLE: 3.0, Kind.KICKER: 2.0}
_UNLIKE = -3.0
_RUNNING = frozenset({Kind.PARAGRAPH, Kind.POINT, Kind.QUOTATION, Kind.NOTE})
_LINES = _RUNNING | {Kind.TITLE, Kind.HEADING, Kind.KICKER}
_TRUST = 0.85  # how far the odds are believed: clues of one text are not independent of each other
DOUBTED = 0.5
_HOPELESS = -10.0  # worse than to pass both by: not looked at, so that long texts need little memory
_AHEAD = 60, 120  # pieces by which a translation may run ahead or behind, at least and at most
_LONGEST = 3.5, 160  # what is tried for a block: so many times its length, and so many letters


def pair(passages: Sequence[Passage], pieces: Sequence[Piece]) -> list[Pairing]:
    """The pieces of each passage, in order."""
    if not passages or not pieces:
        return [Pairing(0, 0, 1.0) for _ in passages]
    return _Lattice(passages, pieces).find_best()


Row = dict[int, float]
"""How many pieces lie behind → the logarithm of the odds of the ways to there, or on from there."""

Join = Callable[[Iterable[float]], float]
"""What the odds of several ways make together: their sum, or the best of them."""


class _Lattice:
    """All ways through two texts, passage after passage, each with pieces or without."""

    def __init__(self, passages: Sequence[Passage], pieces: Sequence[Piece]) -> None:
        self.count, self.end = len(passages), len(pieces)
        self.fit = fit = _Fit(passages, pieces)
        self.reach = [_reachable(n, self.count, self.end) for n in range(self.count + 1)]
        self.matches = [
            {at: list(fit.scores(n, at, self.reach[n + 1])) for at in self.reach[n]}
            for n in range(self.count)
        ]

    def find_best(self) -> list[Pairing]:
        """The likeliest way, and how sure each of its steps is among all ways."""
        before, after = self._forward(), self._backward(_log_sum, _TRUST)
        best = self._backward(max, 1.0)
        found, at = [], 0
        for n in range(self.count):
            at, end, _ = self._best_step(n, at, best)
            if at == end:
                ways = [
                    odds + _TRUST * _NO_TRANSLATION + after[n + 1][here]
                    for here, odds in before[n].items()
                    if here in after[n + 1]
                ]
            else:
                score = dict(self.matches[n][at])[end]
                ways = [before[n][at] + _TRUST * score + after[n + 1][end]]
            certainty = math.exp(min(0.0, _log_sum(ways) - after[0][0]))
            found.append(Pairing(at, end, min(certainty, self.fit.limit(n, at, end))))
            at = end
        return found

    def _best_step(self, n: int, at: int, best: Sequence[Row]) -> tuple[int, int, float]:
        """Where passage `n` begins and ends on the best way from piece `at`."""
        steps = []
        passed = {at: 0.0}
        for here in range(at, self.end + 1):
            if here not in passed or here not in self.reach[n]:
                continue
            if here in best[n + 1]:
                steps.append((here, here, passed[here] + _NO_TRANSLATION + best[n + 1][here]))
            for to, score in self.matches[n][here]:
                if to in best[n + 1]:
                    steps.append((here, to, passed[here] + score + best[n + 1][to]))
            for to, cost in self.fit.skips(here):
                passed[to] = max(passed.get(to, -math.inf), passed[here] + cost)
        return max(steps, key=lambda step: step[2])

    def _forward(self) -> list[Row]:
        """For each passage the ways to where it may begin."""
        row: Row = {0: 0.0}
        rows = []
        for n in range(self.count):
            for at in self.reach[n]:
                if at in row:
                    for to, cost in self.fit.skips(at):
                        if to in self.reach[n]:
                            row[to] = _log_sum([row.get(to, -math.inf), row[at] + _TRUST * cost])
            rows.append(row)
            ways: dict[int, list[float]] = {}
            for at, odds in row.items():
                if at in self.reach[n + 1]:
                    ways.setdefault(at, []).append(odds + _TRUST * _NO_TRANSLATION)
                for to, score in self.matches[n].get(at, ()):
                    ways.setdefault(to, []).append(odds + _TRUST * score)
            row = {at: _log_sum(odds) for at, odds in ways.items()}
        return rows

    def _backward(self, join: Join, trust: float) -> list[Row]:
        """For each passage, and behind the last, the ways on from where the one before it ended."""
        rows: list[Row] = [{} for _ in range(self.count + 1)]
        for n in reversed(range(self.count + 1)):
            row = rows[n]
            for at in reversed(self.reach[n]):
                ways = [row[to] + trust * cost for to, cost in self.fit.skips(at) if to in row]
                if n == self.count:
                    ways += [0.0] if at == self.end else []
                else:
                    later = rows[n + 1]
                    ways += [later[at] + trust * _NO_TRANSLATION] if at in later else []
                    ways += [later[to] + trust * score for to, score in self.matches[n][at] if to in later]
                if ways:
                    row[at] = join(ways)
        return rows


class _Fit:
    """How well passages and pieces fit."""

    def __init__(self, passages: Sequence[Passage], pieces: Sequence[Piece]) -> None:
        self.passages, self.pieces = passages, pieces
        last = {piece.paragraph: n + 1 for n, piece in enumerate(pieces)}
        self.ends = [last[piece.paragraph] for piece in pieces]
        self.lengths = [0, *accumulate(piece.length for piece in pieces)]
        self.rarity = find_rarity(passages, pieces)

    def skips(self, at: int) -> Iterator[tuple[int, float]]:
        """Where to go on behind a piece that translates nothing, and what that costs."""
        if at < len(self.pieces):
            cost = _NO_ORIGINAL + self._cut(at)
            yield self.ends[at], cost
            if self.ends[at] > at + 1:
                yield at + 1, cost + self._cut(at + 1)

    def limit(self, n: int, at: int, end: int) -> float:
        """How sure it can be at most that pieces belong to passage `n`: two of unlike lengths are a doubt."""
        length = self.lengths[end] - self.lengths[at]
        deviation = find_deviation(self.passages[n].length, length)
        return DOUBTED if end > at and abs(deviation) > DOUBTFUL else 1.0

    def _begins(self, at: int) -> bool:
        """Whether a paragraph begins with this piece."""
        return at == 0 or self.ends[at - 1] == at

    def _cut(self, at: int) -> float:
        """What it costs to cut before a piece."""
        return 0.0 if at == len(self.pieces) or self._begins(at) else self.pieces[at].cut

    def scores(self, n: int, at: int, reach: range) -> Iterator[tuple[int, float]]:
        """What the pieces from `at` on are worth as the English of passage `n`: (behind which, worth)."""
        passage, pieces = self.passages[n], self.pieces
        longest = passage.length * RATIO * _LONGEST[0] + _LONGEST[1]
        absent = sum(_absence(clue) * self.rarity[clue] for clue in passage.clues)
        structure = self._cut(at)
        clues: set[str] = set()
        worth = -absent
        for to in range(at + 1, min(len(pieces), reach.stop - 1) + 1):
            piece = pieces[to - 1]
            length = self.lengths[to] - self.lengths[at]
            if length > longest and to > at + 1:
                return
            for clue in piece.clues - clues:
                if clue in passage.clues:
                    worth += _weigh(clue) * self.rarity[clue]
                else:
                    worth -= _absence(clue) * self.rarity[clue]
            clues |= piece.clues
            if to > at + 1 and self._begins(to - 1):
                structure += _JOINED if passage.kind in _RUNNING and not piece.line else _JOINED_LINE
            structure += _kinship(passage, piece) if to == at + 1 or self._begins(to - 1) else 0.0
            total = worth + structure + _length_worth(passage.length, length)
            if to in reach and total > _HOPELESS:
                yield to, total


def number_by_paragraph(pieces: Sequence[Piece]) -> dict[int, list[int]]:
    """The pieces of each paragraph, by their numbers."""
    found: dict[int, list[int]] = {}
    for n, piece in enumerate(pieces):
        found.setdefault(piece.paragraph, []).append(n)
    return found


def find_rarity(passages: Sequence[Passage], pieces: Sequence[Piece]) -> Mapping[str, float]:
    """How much each clue tells: the rarer it is in both texts, the more."""
    paragraphs: dict[int, set[str]] = {}
    for piece in pieces:
        paragraphs.setdefault(piece.paragraph, set()).update(piece.clues)
    ours = Counter(clue for passage in passages for clue in passage.clues)
    theirs = Counter(clue for clues in paragraphs.values() for clue in clues)
    most = max(len(passages), len(paragraphs))
    return {clue: math.log1p(most / max(ours[clue], theirs[clue])) for clue in ours.keys() | theirs.keys()}


def _sharing(clue: str) -> float:
    return _SHARED.get(clue[0], _SHARED_NAME)


def _weigh(clue: str) -> float:
    """What it says that both texts have a clue, rather than one alone."""
    return _sharing(clue) + _absence(clue)


def weigh(clues: Iterable[str], rarity: Mapping[str, float]) -> float:
    """What it says that both texts have these clues, each as rare as it is."""
    return sum(_weigh(clue) * rarity[clue] for clue in clues)


def _absence(clue: str) -> float:
    return _ABSENT.get(clue[0], _ABSENT_NAME)


def _kinship(ours: Passage, theirs: Piece) -> float:
    """What it says that a block and a paragraph are of these kinds."""
    if ours.kind is theirs.kind:
        return ALIKE.get(ours.kind, 0.5 if ours.line and theirs.line else 0.0)
    if {ours.kind, theirs.kind} <= _RUNNING:
        return 0.0
    return 0.0 if {ours.kind, theirs.kind} <= _LINES and ours.line and theirs.line else _UNLIKE


def find_deviation(ours: int, theirs: int) -> float:
    """By how many standard deviations a text is longer than its original lets expect."""
    mean = (ours + theirs / RATIO) / 2
    return (theirs - ours * RATIO) / math.sqrt(_SPREAD * VARIANCE * mean) if mean else 0.0


def _length_worth(ours: int, theirs: int) -> float:
    deviation = find_deviation(ours, theirs)
    return max(_UNFITTING, _FITTING - deviation * deviation / 2)


def _reachable(n: int, passages: int, pieces: int) -> range:
    """How many pieces may lie behind where `n` passages do."""
    middle = round(n * pieces / passages)
    ahead = min(max(_AHEAD[0], pieces // 4), _AHEAD[1])
    first = 0 if n == 0 else max(0, middle - ahead)
    return range(first, (pieces if n == passages else min(pieces, middle + ahead)) + 1)


def _log_sum(odds: Iterable[float]) -> float:
    """The logarithm of the sum of what has these logarithms."""
    each = list(odds)
    top = max(each)
    return top if math.isinf(top) else top + math.log(sum(math.exp(one - top) for one in each))
