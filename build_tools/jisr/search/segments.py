"""The parts that an index is made in: most pages stand in the first, the newest in small ones behind it.

A page that comes brings a thousand words along, which lie in nearly all shards. So each part has shards of
its own, and of the newest pages, behind which the next will stand, there are few. Where one part ends and the
next begins is decided by the numbers of the pages alone: an index is the same whatever order it grew in.
"""

from collections.abc import Sequence

from jisr.search.postings import hash_stem

BITS = 5  # a part ends, on average, at one page in 32, the one before at one in 32 of these, and so on

Span = tuple[int, int | None]
"""The number that a part begins behind, and the last that it may hold: None for the newest part."""


def cut_segments(numbers: Sequence[int]) -> dict[Span, list[int]]:
    """Pages by parts; `numbers` ascend. A part ends at a page that is rarer than all behind it."""
    ends: list[int] = []
    rarest = 0
    for at in range(len(numbers), 0, -1):
        if (rarity := _rarity(numbers[at - 1])) > rarest:
            rarest = rarity
            ends.append(at)
    found: dict[Span, list[int]] = {}
    start, behind = 0, 0
    for end in reversed(ends):
        last = numbers[end - 1]
        found[behind, last] = list(numbers[start:end])
        start, behind = end, last
    if start < len(numbers):
        found[behind, None] = list(numbers[start:])
    return found


def _rarity(number: int) -> int:
    """How rare a number is: 1 is one in 32, 2 one in 32 of these."""
    mixed = hash_stem(f"part {number}")
    return ((mixed & -mixed).bit_length() - 1) // BITS if mixed else 0
