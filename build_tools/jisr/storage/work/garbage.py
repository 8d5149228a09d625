"""Garbage that refers to itself, of which Jisr makes little and holds much; and memory that nobody needs."""

import ctypes
import gc
import sys

_NEW = 20_000  # objects that came and did not go, between two looks


def look_rarely() -> None:
    """Have this process look at all that it holds a few times, not hundreds: a fifth of a run's time."""
    gc.set_threshold(_NEW)


def give_back() -> None:
    """Give memory that is free back to the system, where its library can: others begin beside this."""
    gc.collect()  # what led to itself is free too
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)
