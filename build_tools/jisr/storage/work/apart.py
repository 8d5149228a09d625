"""Work in a process of its own: whatever memory it took, and however it lay there, is free behind it."""

import multiprocessing
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from itertools import count
from multiprocessing.connection import Connection, wait
from typing import Any, TypeVar

from jisr.model.diagnostics import JisrError
from jisr.storage.work.cores import begin_process, keeping_interrupts
from jisr.storage.work.progress import Advance, begin_work, shown_by

T = TypeVar("T")

_PAUSE = 0.1  # seconds between two things told: ten thousand would take as long as some articles


def work_apart(work: Callable[[], T]) -> T:
    """What `work` gives, a `partial` of a function of a module, done by another process.

    How far it has come is told here, and what it raises is raised here. Interrupted, it leaves no process
    behind. What one that is killed did not come to is done here.
    """
    told, telling = multiprocessing.Pipe(duplex=False)
    # where nothing else goes on here a copy of this process, which has imported and read much already
    is_alone = sys.platform == "linux" and threading.active_count() == 1
    begin = multiprocessing.get_context("fork") if is_alone else multiprocessing.get_context("spawn")
    process = begin.Process(target=_work, args=(work, telling))
    with keeping_interrupts():
        process.start()
    telling.close()  # the other end is its own now, and gone with it
    try:
        with told:
            made: T = _hear(told)
        process.join()
    except EOFError:
        return work()
    finally:
        process.kill()
        process.join()
    return made


def _hear(told: Connection) -> Any:
    """Show what is told of work until it is done; gives what it made, or raises what it raised."""
    begun: dict[int, tuple[ExitStack, Advance]] = {}
    with ExitStack() as shown:
        while True:
            match told.recv():
                case "begin", number, what, total:
                    one = shown.enter_context(ExitStack())
                    begun[number] = one, one.enter_context(begin_work(what, total))
                case "advance", number, pieces, failed:
                    begun[number][1](pieces, failed)
                case "end", number:
                    begun.pop(number)[0].close()
                case "made", made:
                    return made
                case "raised", error:
                    raise error


def _work(work: Callable[[], object], telling: Connection) -> None:
    try:
        begin_process()
        _end_with_parent()
        with telling, shown_by(partial(_tell, telling, count())):
            try:
                telling.send(("made", work()))
            except (JisrError, OSError) as error:
                telling.send(("raised", error))
    except BaseException:  # noqa: BLE001 a fault, told where it comes again: there without words of texts
        raise SystemExit(1) from None


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


@contextmanager
def _tell(telling: Connection, numbers: Iterator[int], what: str, total: int) -> Iterator[Advance]:
    """Tell the other process of work that begins, and from time to time how far it is: a `Progress`."""
    number, told, done, wrong = next(numbers), time.monotonic(), 0, 0

    def advance(pieces: int, failed: int = 0, /) -> None:
        nonlocal told, done, wrong
        done, wrong = done + pieces, wrong + failed
        if time.monotonic() - told > _PAUSE:
            telling.send(("advance", number, done, wrong))
            told, done, wrong = time.monotonic(), 0, 0

    telling.send(("begin", number, what, total))
    yield advance
    telling.send(("advance", number, done, wrong))
    telling.send(("end", number))
