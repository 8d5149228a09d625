"""Memory that is free goes back to the system."""

import platform
from pathlib import Path

import pytest

from jisr.storage.work import garbage


def megabytes() -> float:
    """What of this process is in memory."""
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1000


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="others give it back by themselves, or never")
def test_free_memory_between_what_is_held_goes_back() -> None:
    texts: list[object] = [bytes(2000) for _ in range(40_000)]
    held = texts[::1000]
    full = megabytes()
    texts.append(texts)
    del texts
    garbage.give_back()
    assert megabytes() < full - 40
    assert len(held) == 40
