"""Garbage that refers to itself, of which Jisr makes little and holds much; and memory that nobody needs."""

import ctypes
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_NEW = 20_000  # objects that came and did not go, between two looks


def look_rarely() -> None:
    """Have this process look at all that it holds a few times, not hundreds: a fifth of a run's time."""
    gc.set_threshold(_NEW)


@contextmanager
def holding() -> Iterator[None]:
    """Look for no garbage while much is read that stays, nor among that later: see `letting_go`.

    To look through what ten thousand articles have takes a tenth of a run of which one changed.
    """
    was_looking = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_looking:
            gc.freeze()
            gc.enable()


@contextmanager
def letting_go() -> Iterator[None]:
    """Look again among all that there is behind work that held much: this process may go on to other work."""
    try:
        yield
    finally:
        gc.unfreeze()


def give_back() -> None:
    """Give memory that is free back to the system, where its library can: others begin beside this."""
    gc.collect()  # what led to itself is free too
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)
