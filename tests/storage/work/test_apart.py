"""Work in a process of its own: what it gives, raises and tells, and nobody left behind."""

import itertools
import multiprocessing
import os
import signal
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from multiprocessing.connection import Connection

import pytest

from jisr.model.diagnostics import Finding, JisrError
from jisr.storage.work import apart
from jisr.storage.work.apart import work_apart
from jisr.storage.work.progress import Advance, begin_work, follow, shown_by


def whoever_works(word: str) -> tuple[str, int]:
    return word, os.getpid()


def how_it_began() -> str:
    return str(multiprocessing.get_start_method())


def refuse() -> None:
    raise JisrError(Finding("x", "not that", "a.txt"))


def count_slowly() -> int:
    with begin_work("all", 1) as advance:
        found = sum(follow(range(4), "counting", 4))
        advance(1, 1)
    return found


def die() -> bool:
    if multiprocessing.parent_process():
        os.kill(os.getpid(), signal.SIGKILL)
    return True


def fail() -> None:
    raise ZeroDivisionError


def test_another_process_works_and_is_gone() -> None:
    word, process = work_apart(partial(whoever_works, "كلمة"))  # a word
    assert word == "كلمة"
    assert process != os.getpid()
    assert not multiprocessing.active_children()


def test_one_that_others_work_in_is_not_copied() -> None:
    """A copy would have their locks, and nobody who gives them back."""
    over = threading.Event()
    other = threading.Thread(target=over.wait)
    other.start()
    try:
        way = work_apart(how_it_began)
    finally:
        over.set()
        other.join()
    assert way == "spawn"


def test_what_it_raises_is_raised_here() -> None:
    with pytest.raises(JisrError) as raised:
        work_apart(refuse)
    assert raised.value.findings == (Finding("x", "not that", "a.txt"),)
    assert not multiprocessing.active_children()


def test_what_it_tells_is_shown_here() -> None:
    told: list[str] = []
    done: Counter[str] = Counter()

    @contextmanager
    def show(what: str, total: int, /) -> Iterator[Advance]:
        told.append(f"{what}, {total} pieces")
        yield lambda pieces, failed=0, /: done.update({what: pieces, f"{what} failed": failed})
        told.append(f"{what} is done")

    with shown_by(show):
        assert work_apart(count_slowly) == 6
    assert told == ["all, 1 pieces", "counting, 4 pieces", "counting is done", "all is done"]
    assert done == {"all": 1, "all failed": 1, "counting": 4, "counting failed": 0}


def test_it_tells_no_more_often_than_anybody_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    for pause, told in ((1000, [500]), (-1, [*[1] * 500, 0])):
        monkeypatch.setattr(apart, "_PAUSE", pause)
        ours, theirs = multiprocessing.Pipe(duplex=False)
        with apart._tell(theirs, itertools.count(), "counting", 500) as advance:
            for _ in range(500):
                advance(1)
        theirs.close()
        *heard, end = hear(ours)
        assert heard == [("begin", 0, "counting", 500), *(("advance", 0, pieces, 0) for pieces in told)]
        assert end == ("end", 0)


def hear(ours: Connection) -> Iterator[object]:
    with ours, suppress(EOFError):
        while True:
            yield ours.recv()


def test_what_a_killed_one_did_not_come_to_is_done_here() -> None:
    assert work_apart(die)


def test_a_fault_is_raised_here_too_and_said_by_nobody_else(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ZeroDivisionError):
        work_apart(fail)
    assert not multiprocessing.active_children()
    assert capfd.readouterr().err == ""  # what an error says may be a text's
