"""Work on all cores: in order, what goes wrong raised, nobody left behind."""

import gc
import multiprocessing
import os
import signal
import time
from functools import partial
from pathlib import Path

import pytest

from jisr.model.diagnostics import Finding, JisrError
from jisr.storage.work.cores import count_cores, map_on_cores, release_processes, shared_processes


def double(number: int) -> tuple[int, int]:
    return number * 2, os.getpid()


def refuse(number: int) -> int:
    raise JisrError(Finding("x", f"not {number}", "a.txt"))


def test_little_is_done_here() -> None:
    assert list(map_on_cores(double, range(5), enough=6)) == [(n * 2, os.getpid()) for n in range(5)]


@pytest.mark.skipif(len(os.sched_getaffinity(0)) < 2, reason="one core does it all itself")
def test_much_is_done_by_others_in_order() -> None:
    found = list(map_on_cores(double, range(40), enough=40))
    assert [number for number, _ in found] == [n * 2 for n in range(40)]
    assert os.getpid() not in {process for _, process in found}
    with pytest.raises(JisrError) as raised:
        list(map_on_cores(refuse, range(40), enough=40))
    assert raised.value.findings == (Finding("x", "not 0", "a.txt"),)


def threshold(_: int) -> int:
    return gc.get_threshold()[0]


@pytest.mark.skipif(len(os.sched_getaffinity(0)) < 2, reason="one core does it all itself")
def test_others_too_look_rarely_for_garbage() -> None:
    assert min(map_on_cores(threshold, range(2), enough=2)) > 10_000


def note(folder: Path, number: int) -> int:
    (folder / str(number)).touch()
    return number


@pytest.mark.skipif(len(os.sched_getaffinity(0)) < 2, reason="one core does it all itself")
def test_no_more_is_done_than_is_soon_asked_for(tmp_path: Path) -> None:
    """What others make of ten thousand articles would lie in memory until this process comes to it."""
    made = map_on_cores(partial(note, tmp_path), range(2000), enough=2)
    assert next(made) == 0
    time.sleep(1)
    assert len(list(tmp_path.iterdir())) <= (count_cores() + 2) * 16
    assert [*made] == [*range(1, 2000)]


def die(number: int) -> int:
    if number == 20 and multiprocessing.parent_process():
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def test_what_a_process_did_not_come_to_is_done_here() -> None:
    """The system kills what takes too much memory."""
    assert list(map_on_cores(die, range(40), enough=40)) == [*range(40)]


@pytest.mark.skipif(len(os.sched_getaffinity(0)) < 2, reason="one core does it all itself")
def test_shared_processes_begin_once_and_none_is_left() -> None:
    with shared_processes():
        first, second = ({process for _, process in map_on_cores(double, range(99), 1)} for _ in range(2))
        assert [*map_on_cores(die, range(40), enough=40)] == [*range(40)]
        third = {process for _, process in map_on_cores(double, range(99), 1)}
        with pytest.raises(JisrError):
            list(map_on_cores(refuse, range(40), enough=40))
        assert len(list(map_on_cores(double, range(99), 1))) == 99
        release_processes()
        assert multiprocessing.active_children() == []
        assert len(list(map_on_cores(double, range(99), 1))) == 99
    release_processes()
    assert len(first | second) <= len(os.sched_getaffinity(0))
    assert third.isdisjoint(first | second), "they broke"
    assert multiprocessing.active_children() == []
