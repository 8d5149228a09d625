"""Which sentences of a translation belong to which of its source, told by their lengths alone.

After William A. Gale and Kenneth W. Church, "A Program for Aligning Sentences in Bilingual Corpora",
Computational Linguistics 19 (1993): the lengths of a sentence and of its translation are so correlated that
the cheapest way through both texts is nearly always the right one. Beads are 1–1, 1–2, 2–1, 2–2, and 1–0 and
0–1 for what has no counterpart; and, which theirs are not, 1–3 and 3–1, for translators into English break up
the long sentences of Arabic journalism.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

# Characters of English for one of Arabic without vowel marks, and the variance a character: measured on the
# 3,005 pairs of five words or more of TICO-19 (ratio of the sums; mean square of (en - c·ar)/√ar).
RATIO = 1.10
VARIANCE = 3.87
# Gale and Church's, table 5; what is not 1–1 shares the rest.
_PRIORS = {(1, 1): 0.89, (1, 0): 0.005, (0, 1): 0.005, (1, 2): 0.0445, (2, 1): 0.0445, (2, 2): 0.011}
_PRIORS |= {(1, 3): 0.006, (3, 1): 0.006}
_LOG_PRIORS = {kind: math.log(prior) for kind, prior in _PRIORS.items()}
AROUND = 40  # sentences by which a translation may run ahead or behind; this keeps the time linear
DOUBTFUL = 3.0  # standard deviations from the expected length; pairs beyond that are not reused


@dataclass(frozen=True)
class Bead:
    """Sentences `source` (start, end) and `target` (start, end) that translate each other."""

    source: tuple[int, int]
    target: tuple[int, int]
    deviation: float

    @property
    def kind(self) -> tuple[int, int]:
        """How many sentences on each side."""
        return self.source[1] - self.source[0], self.target[1] - self.target[0]

    @property
    def is_sound(self) -> bool:
        """Whether both sides have sentences, of lengths that fit."""
        return 0 not in self.kind and abs(self.deviation) < DOUBTFUL


def align_sentences(source: Sequence[str], target: Sequence[str]) -> list[Bead]:
    """The beads of two texts' sentences, in order; together they hold every sentence once."""
    return list(_align_lengths(tuple(map(len, source)), tuple(map(len, target))))


@lru_cache(maxsize=1 << 10)  # pages, quotes and checks ask about the same blocks
def _align_lengths(source: tuple[int, ...], target: tuple[int, ...]) -> Sequence[Bead]:
    """The beads of sentences that are so long."""
    before = [0, *accumulate(source)], [0, *accumulate(target)]
    best: dict[tuple[int, int], tuple[float, tuple[int, int]]] = {(0, 0): (0.0, (0, 0))}
    for i in range(len(source) + 1):
        for j in _reachable_targets(i, len(source), len(target)):
            options = [
                (
                    best[i - di, j - dj][0]
                    - prior
                    + _cost(before[0][i] - before[0][i - di], before[1][j] - before[1][j - dj]),
                    (di, dj),
                )
                for (di, dj), prior in _LOG_PRIORS.items()
                if (i - di, j - dj) in best
            ]
            if options:
                best[i, j] = min(options)
    beads: list[Bead] = []
    i, j = len(source), len(target)
    while i or j:
        di, dj = best[i, j][1]
        deviation = find_deviation(before[0][i] - before[0][i - di], before[1][j] - before[1][j - dj])
        beads.append(Bead((i - di, i), (j - dj, j), deviation))
        i, j = i - di, j - dj
    return beads[::-1]


def _reachable_targets(i: int, sources: int, targets: int) -> range:
    """The targets that source `i` can end before: in long texts, those about as far on as it is itself."""
    slope = targets / max(sources, 1)
    middle, reach = round(i * slope), AROUND + 2 * math.ceil(slope)
    return range(max(0, middle - reach), min(targets, middle + reach) + 1)


def find_deviation(source: int, target: int, ratio: float = RATIO) -> float:
    """By how many standard deviations `target` characters are more than `source` let expect."""
    mean = (source + target / ratio) / 2
    return (target - source * ratio) / math.sqrt(VARIANCE * mean) if mean else 0.0


def _cost(source: int, target: int) -> float:
    """-log of the probability of a deviation at least as great, of either sign."""
    probability = math.erfc(abs(find_deviation(source, target)) / math.sqrt(2))
    return -math.log(max(probability, 1e-300))
