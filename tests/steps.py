"""How much work something is, on any machine at any load: counted, or stopped where it would not end.

Functions that are called, Python's and C's, are the same number each time. What an expression does is not
counted: where that is too much it does not end in hours, and is stopped in `ending`.
"""

import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from cProfile import Profile
from functools import partial
from types import FrameType

import pytest
from _pytest.mark import ParameterSet

PATIENCE = 120
"""Seconds of processor, a hundred times what is needed."""

LONG = [8_000, pytest.param(100_000, marks=pytest.mark.soak)]
"""The length of a text that must be read to its end, as a parameter of tests."""

LINEAR = 2.5
"""The growth of what grows with the text, and no faster, is below this.

Of `a·n² + b·n + c` steps the growth is `(3x + 1) / (3x / 4 + 1 / 2)`, where `x` is `a·n / b`. At a size 2.5
hears the squares that a limit of 3 would hear at four times that size, for a quarter of the work.
"""


def by_turns(parts: Sequence[str]) -> list[ParameterSet]:
    """Pieces of hostile texts as parameters, every other one for `make soak`: many are of one kind."""
    return [pytest.param(part, marks=pytest.mark.soak if at % 2 else ()) for at, part in enumerate(parts)]


def count_steps(work: Callable[[], object]) -> int:
    """The functions called, in all depths."""
    profile = Profile()
    try:
        profile.runcall(work)
    finally:
        profile.disable()
    return sum(entry.callcount for entry in profile.getstats())


def growth(work: Callable[[int], object], size: int) -> float:
    """How many times more steps twice the size adds: 2 where they grow with it, 4 by its square.

    What is the same for any size does not count. What is made once, or known from before, may fall into
    one of the counts alone: where they seem too many, texts of other sizes are counted, too.
    """
    work(size * 3 // 2)
    grown = _growth(work, size)
    return grown if grown < LINEAR else min(grown, _growth(work, size * 9 // 8))


def _growth(work: Callable[[int], object], size: int) -> float:
    least, small, large = (count_steps(partial(work, n)) for n in (size // 2, size, 2 * size))
    return (large - small) / max(small - least, 125)  # of few steps some are there for no size


@contextmanager
def ending() -> Iterator[None]:
    """Fails where what is done within would not end."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise AssertionError("it does not end")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, PATIENCE)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
