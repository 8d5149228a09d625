"""What several people write at the same moment, in one commit: the disk is waited for once for all of them.

Each one's work is done on the result of the one before, in memory, and is refused alone where that took away
what it was made for. No one is answered before all of it is on the disk.
"""

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from jisr.app.syncing import hold_and_retry
from jisr.model.diagnostics import JisrError
from jisr.storage import transaction
from jisr.storage.own_folder import BusyError

T = TypeVar("T")


@dataclass
class _Waiting(Generic[T]):
    """Somebody's work, and what came of it when it was done with that of others: none, if it could not be."""

    work: Callable[[], T]
    was_tried: bool = False
    done: Future[T] | None = None


class Together:
    """Does what waits while another holds `one_writes`, as soon as it is free: all of it at once.

    Or one after the other, where it is to be `apart`.
    """

    def __init__(
        self, root: Path, one_writes: AbstractContextManager[object], apart: Callable[[], bool]
    ) -> None:
        self._root = root
        self._one_writes = one_writes
        self._apart = apart
        self._waiting: deque[_Waiting[Any]] = deque()

    def do(self, work: Callable[[], T]) -> T:
        """What `work` makes while the project is held; it may be done more than once, and in any thread.

        What cannot be written with that of others is done alone: a file that cannot be written, or that
        somebody saved meanwhile, is that of one of them.
        """
        mine = _Waiting(work)
        self._waiting.append(mine)
        with self._one_writes:
            while not mine.was_tried:
                count = 1 if self._apart() else len(self._waiting)
                self._try_together([self._waiting.popleft() for _ in range(count)])
            return mine.done.result() if mine.done else hold_and_retry(self._root, work)[0]

    def _try_together(self, some: Sequence[_Waiting[Any]]) -> None:
        for one in some:
            one.was_tried = True
        with suppress(Exception):  # it is raised again to whose it is
            try:
                with transaction.lock_project(self._root), transaction.gather(self._root):
                    found = [_try(one.work) for one in some]
            except BusyError as error:
                found = [_refuse(error)] * len(some)
            for one, done in zip(some, found, strict=True):
                one.done = done


def _try(work: Callable[[], T]) -> Future[T] | None:
    """What `work` makes, or why it is refused; `None` where it is to be done again."""
    try:
        made = work()
    except transaction.ChangedError:
        return None
    except JisrError as error:
        return _refuse(error)
    done: Future[T] = Future()
    done.set_result(made)
    return done


def _refuse(error: JisrError) -> Future[Any]:
    done: Future[Any] = Future()
    done.set_exception(error)
    return done
