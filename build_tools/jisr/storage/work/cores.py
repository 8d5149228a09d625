"""Work that the machine's cores do side by side, where there is enough of it."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
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
    chunk = max(1, min(32, len(items) // (cores * 4)))
    # processes that begin without what this one has open: threads, locks, databases
    context = multiprocessing.get_context("spawn")
    done = 0
    with ProcessPoolExecutor(cores, mp_context=context, initializer=_begin) as pool:
        try:
            for made in pool.map(work, items, chunksize=chunk):
                yield made
                done += 1
        except BrokenProcessPool:  # one was killed, or none can be begun: what is left is done here
            pass
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    yield from map(work, items[done:])


def count_cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _begin() -> None:
    """What a process does first: it leaves Ctrl+C to the one that began it, and ends with that."""
    garbage.look_rarely()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
