"""How much work something is, on any machine at any load: counted, or stopped where it would not end.

Functions that are called, Python's and C's, are the same number each time. What an expression does is not
counted: where that is too much it does not end in hours, and is stopped in `ending`.
"""

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from types import FrameType

PATIENCE = 120
"""Seconds of processor, a hundred times what is needed."""


def count_steps(work: Callable[[], object]) -> int:
    """The functions called, in all depths."""
    steps = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal steps
        steps += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return steps


def growth(work: Callable[[int], object], size: int) -> float:
    """How many times the steps are, for twice the size: 2 where they grow with it, 4 by its square."""
    work(size // 8)  # what is made once, at the first use
    small, large = (count_steps(partial(work, n)) for n in (size, 2 * size))
    return large / max(small, 1000)  # of few steps some are there for any size


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
