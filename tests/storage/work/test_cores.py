"""Work on all cores: in order, what goes wrong raised, nobody left behind."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from jisr.model.diagnostics import Finding, JisrError
from jisr.storage.work.cores import map_on_cores
from jisr.storage.work.progress import Advance, shown_by


def double(number: int) -> tuple[int, int]:
    return number * 2, os.getpid()


def refuse(number: int) -> int:
    raise JisrError(Finding("x", f"not {number}", "a.txt"))


def test_little_is_done_here() -> None:
    assert list(map_on_cores(double, range(5), "doubling", enough=6)) == [
        (n * 2, os.getpid()) for n in range(5)
    ]


@pytest.mark.skipif(len(os.sched_getaffinity(0)) < 2, reason="one core does it all itself")
def test_much_is_done_by_others_in_order() -> None:
    found = list(map_on_cores(double, range(40), "doubling", enough=40))
    assert [number for number, _ in found] == [n * 2 for n in range(40)]
    assert os.getpid() not in {process for _, process in found}
    with pytest.raises(JisrError) as raised:
        list(map_on_cores(refuse, range(40), "refusing", enough=40))
    assert raised.value.findings == (Finding("x", "not 0", "a.txt"),)


def test_who_waits_is_told_of_each_piece() -> None:
    heard: list[object] = []

    @contextmanager
    def hear(what: str, total: int, /) -> Iterator[Advance]:
        heard.append((what, total))
        yield heard.append

    with shown_by(hear):
        assert len(list(map_on_cores(double, range(3), "doubling"))) == 3
    assert heard == [("doubling", 3), 1, 1, 1]
