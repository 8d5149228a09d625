"""Work that the machine's cores do side by side, where there is enough of it."""

import gc
import multiprocessing
import os
import pickle
import signal
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence, Sized
from contextlib import contextmanager, suppress
from itertools import chain, cycle, islice
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import Any, NoReturn, TypeVar

from jisr.storage.work import garbage

T = TypeVar("T")
R = TypeVar("R")

ENOUGH = 48  # pieces of work: beginning other processes takes as long as a few dozen articles
_FAILED = pickle.dumps(None)  # in place of what was made of a chunk
_AHEAD = 2  # chunks that each process has before somebody asks for what it makes: they fill the memory


def map_on_cores(
    work: Callable[[T], R], items: Iterable[T], enough: int = ENOUGH, total: int | None = None
) -> Generator[R, None, None]:
    """What `work` makes of each of `items`, in their order: on all cores, where these are `enough`.

    `work` is a function of a module, or a `partial` of one, which like items and results has to go from
    process to process. What it raises is raised here. The processes last as long as the iterator: one that is
    left before its end is to be closed, and what is interrupted leaves none behind. Items that have no length
    are `total`, and are asked for as they are needed.
    """
    total = len(items) if isinstance(items, Sized) else total or 0
    cores = count_cores()
    if cores < 2 or total < enough or multiprocessing.current_process().daemon:
        yield from map(work, items)
        return
    chunks = _cut(items, max(1, min(8, total // (cores * 4))))
    waiting: deque[tuple[Connection, Sequence[T]]] = deque()
    with _processes(work, min(cores, total)) as ends:
        yield from _work_in_order(ends, chunks, waiting)
    for chunk in chain((chunk for _, chunk in waiting), chunks):
        yield from map(work, chunk)


def _cut(items: Iterable[T], size: int) -> Iterator[Sequence[T]]:
    """The items in chunks, the first of which is small: nobody else begins before that is done."""
    left = iter(items)
    yield from ([first] for first in islice(left, 1))
    while chunk := [*islice(left, size)]:
        yield chunk


def _work_in_order(
    ends: Sequence[Connection], chunks: Iterable[Sequence[T]], waiting: deque[tuple[Connection, Sequence[T]]]
) -> Iterator[R]:
    """What the processes behind `ends`, by turns, make of `chunks`; until one of them is gone.

    It was killed, or its work failed: what is `waiting` then is to be done here, and fails here if it does so
    again.
    """
    try:
        for end, chunk in zip(cycle(ends), chunks):
            waiting.append((end, chunk))
            end.send(chunk)
            if len(waiting) == len(ends) * _AHEAD:
                yield from _receive(waiting)
        while waiting:
            yield from _receive(waiting)
    except (EOFError, OSError):
        return


def _receive(waiting: deque[tuple[Connection, Sequence[T]]]) -> Sequence[Any]:
    """What was made of the chunk that waits longest. Raises `EOFError` where it could not be made."""
    end, _ = waiting[0]
    made: Sequence[Any] | None = end.recv()
    if made is None:
        raise EOFError
    waiting.popleft()
    return made


@contextmanager
def _processes(work: Callable[[T], R], count: int) -> Iterator[Sequence[Connection]]:
    """Ways to `count` processes that are sent chunks of items and send what `work` makes of them.

    The first begins without what this one has open: threads, locks, databases. Where the system makes copies
    of processes that are sound the others are such of it, and have in common what it imported and read.
    """
    context = multiprocessing.get_context("spawn")
    ways = [context.Pipe() for _ in range(count)]
    ends = [theirs for _, theirs in ways]
    alike = [ends] if sys.platform == "linux" else [[end] for end in ends]
    begun = [context.Process(target=_serve, args=(work, some), daemon=True) for some in alike]
    try:
        with keeping_interrupts():
            for process in begun:
                process.start()
        for end in ends:
            end.close()
        yield [ours for ours, _ in ways]
    finally:
        for way in ways:
            for end in way:
                end.close()
        for process in begun:
            if process.pid:
                process.join()


def _serve(work: Callable[[T], R], ends: Sequence[Connection]) -> None:
    """Do what comes by `ends`, with a copy of this process for each but the first, until the other end goes.

    The copies are made when the first chunk is done: what it imported and read is in the memory once, and the
    work of one.
    """
    begin_process()
    own = ends[0]
    try:
        first = _do(work, own.recv())
    except (EOFError, OSError):  # nobody asks any longer
        return
    gc.freeze()  # who looks for garbage writes into what all have in common
    copies: list[int] = []
    with suppress(OSError):  # where there is no room for all, the process there does the work
        for end in ends[1:] if _is_alone() else ():
            copy = os.fork()
            if not copy:
                own, copies = end, []
                break
            copies.append(copy)
    for end in ends:
        if end is not own:
            end.close()
    asked: SimpleQueue[Sequence[T]] = SimpleQueue()
    made: SimpleQueue[bytes] = SimpleQueue()
    listening = Thread(target=_listen, args=(own, asked, copies), daemon=True)
    listening.start()
    Thread(target=_tell, args=(own, made), daemon=True).start()
    if own is ends[0]:
        made.put(first)
    while (found := _do(work, asked.get())) != _FAILED:
        made.put(found)
    made.put(_FAILED)
    listening.join()


def _is_alone() -> bool:
    """Whether no library has a thread at work here: a copy would wait for ever for what that had locked."""
    return len([*Path("/proc/self/task").iterdir()]) == 1


def _do(work: Callable[[T], R], chunk: Sequence[T]) -> bytes:
    """What `work` makes of a chunk, pickled; `_FAILED` if it cannot, which is told where it fails again."""
    with suppress(BaseException):  # there without words of texts
        return pickle.dumps([work(item) for item in chunk], pickle.HIGHEST_PROTOCOL)
    return _FAILED


def _listen(own: Connection, asked: SimpleQueue[Sequence[T]], copies: Sequence[int]) -> NoReturn:
    """Take what comes, so that nobody waits who sends; when nobody does any longer, end this process."""
    with suppress(Exception):
        while True:
            asked.put(own.recv())
    for copy in copies:
        with suppress(ChildProcessError):
            os.waitpid(copy, 0)
    os._exit(1)


def _tell(own: Connection, made: SimpleQueue[bytes]) -> None:
    """Send what was made, so that work goes on while nobody asks for it."""
    with suppress(OSError):
        while True:
            own.send_bytes(made.get())


def count_cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def keeping_interrupts() -> Iterator[None]:
    """Begin processes here that Ctrl+C does not end with a traceback before they come to `begin_process`."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # who begins that later lets signals through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def begin_process() -> None:
    """What a process does first that works for another: it leaves Ctrl+C to that one."""
    garbage.look_rarely()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
