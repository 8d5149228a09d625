"""Ascending numbers as few letters: steps from one to the next, most of which are small.

A step is written by `SIGNS`, five bits a sign, the lowest first; all signs of a step but the last are of the
second half. So most steps are one letter of few, which compress to half of what they take as decimals.
"""

from collections.abc import Iterator, Sequence
from operator import sub
from string import ascii_lowercase, ascii_uppercase, digits

SIGNS = ascii_uppercase + ascii_lowercase + digits + "-_"
_HALF = len(SIGNS) // 2


class _Written(dict[int, str]):
    """Steps that were met, as they are written."""

    def __missing__(self, step: int) -> str:
        rest, low = divmod(step, _HALF)
        found = self[step] = SIGNS[low + _HALF] + write_step(rest) if rest else SIGNS[low]
        return found


write_step = _Written().__getitem__
"""A number that is not negative, in signs."""


def steps_between(ascending: Sequence[int], behind: int = 0) -> list[int]:
    """From `behind` to the first, from there to the next, and so on."""
    return [*map(sub, ascending, (behind, *ascending))]


def write_steps(ascending: Sequence[int], behind: int) -> str:
    """Numbers in signs, the first as a step from `behind`."""
    return "".join(map(write_step, steps_between(ascending, behind)))


def read_steps(steps: str, behind: int) -> Iterator[int]:
    """The inverse of `write_steps`. Raises `ValueError` for other signs."""
    step, times = 0, 1
    for at in map(SIGNS.index, steps):
        step += at % _HALF * times
        times *= _HALF
        if at < _HALF:
            yield (behind := behind + step)
            step, times = 0, 1
