"""Work that the machine's cores do side by side, where there is enough of it."""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from contextvars import ContextVar
from multiprocessing.connection import wait
from typing import TypeVar

from jisr.storage.work import garbage

T = TypeVar("T")
R = TypeVar("R")

ENOUGH = 48  # pieces of work: beginning another process takes as long as a few dozen articles


def map_on_cores(work: Callable[[T], R], items: Sequence[T], enough: int = ENOUGH) -> Iterator[R]:
    """What `work` makes of each of `items`, in their order: on all cores, where these are `enough`.

    `work` is a function of a module, or a `partial` of one, which like items and results has to go from
    process to process. What it raises is raised here; what is interrupted leaves no process behind.
    """
    cores = count_cores()
    if cores < 2 or len(items) < enough:
        yield from map(work, items)
        return
    size = max(1, min(8, len(items) // (cores * 4)))
    chunks = [items[start : start + size] for start in range(0, len(items), size)]
    shared = _shared.get()
    processes = shared or _Processes()
    done = 0
    try:
        for made in _work_in_order(processes.begun(), work, chunks, cores + 2):
            yield made
            done += 1
    except BrokenProcessPool:  # one was killed, or none can be begun: what is left is done here
        processes.end()
    except BaseException:
        processes.end()
        raise
    if not shared:
        processes.end()
    yield from map(work, items[done:])


def _work_in_order(
    pool: ProcessPoolExecutor, work: Callable[[T], R], chunks: Iterable[Sequence[T]], ahead: int
) -> Iterator[R]:
    """What `work` makes of all, no more than `ahead` chunks before it is asked for: it fills the memory."""
    waiting: deque[Future[list[R]]] = deque()
    for chunk in chunks:
        waiting.append(pool.submit(_work_on, work, chunk))
        if len(waiting) == ahead:
            yield from waiting.popleft().result()
    while waiting:
        yield from waiting.popleft().result()


def _work_on(work: Callable[[T], R], items: Sequence[T]) -> list[R]:
    return [work(item) for item in items]


class _Processes:
    """A process for each core, begun where there is work for them."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None

    def begun(self) -> ProcessPoolExecutor:
        if self._pool is None:
            # processes that begin without what this one has open: threads, locks, databases
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(count_cores(), mp_context=context, initializer=begin_process)
        return self._pool

    def end(self) -> None:
        """Leave none behind; what they have not begun is not done."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None


_shared: ContextVar[_Processes | None] = ContextVar("processes", default=None)


@contextmanager
def shared_processes() -> Iterator[None]:
    """While this lasts the same processes do all work, for each takes as long to begin as some articles."""
    processes = _Processes()
    before = _shared.set(processes)
    try:
        yield
    finally:
        _shared.reset(before)
        processes.end()


def release_processes() -> None:
    """Let shared processes go until there is work for them again: each holds what it has read for it."""
    if shared := _shared.get():
        shared.end()


def count_cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def begin_process() -> None:
    """What a process does first that works for another: it leaves Ctrl+C to that one, and ends with it."""
    garbage.look_rarely()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
