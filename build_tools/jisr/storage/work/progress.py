"""How far long work has come, told to whoever waits for it.

Work says what it does and how much of it there is; who shows that, and whether anybody does, is decided at
the edge. What work is called names no text and no person: logs are read by many.
"""

from collections.abc import Generator, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from typing import Protocol, TypeVar

T = TypeVar("T")


class Advance(Protocol):
    """Told how far work has come."""

    def __call__(self, pieces: int, failed: int = 0, /) -> object:
        """So many more pieces are done; of what was done so many things more have failed."""


class Progress(Protocol):
    """Shows work while it lasts."""

    def __call__(self, what: str, total: int, /) -> AbstractContextManager[Advance]:
        """Work that is called `what`, of `total` pieces, begins; it ends with the context."""


def pass_by(_pieces: int, _failed: int = 0, /) -> None:
    """Tell nobody."""


def _show_nothing(_what: str, _total: int, /) -> AbstractContextManager[Advance]:
    return nullcontext(pass_by)


_shown: ContextVar[Progress] = ContextVar("progress", default=_show_nothing)
_begun: ContextVar[Advance] = ContextVar("begun", default=pass_by)


@contextmanager
def shown_by(progress: Progress) -> Iterator[None]:
    """While this lasts `progress` shows what work says of itself."""
    before = _shown.set(progress)
    try:
        yield
    finally:
        _shown.reset(before)


def begin_work(what: str, total: int) -> AbstractContextManager[Advance]:
    """Say that `total` pieces of work begin, each of which the caller tells when it is done."""
    return _shown.get()(what, total)


@contextmanager
def begin_shared_work(what: str, total: int) -> Iterator[None]:
    """The same, where those tell (`tell`) who are called to do it."""
    with begin_work(what, total) as advance:
        before = _begun.set(advance)
        try:
            yield
        finally:
            _begun.reset(before)


def tell(pieces: int, failed: int = 0) -> None:
    """Say to whoever began shared work how much of it is done."""
    _begun.get()(pieces, failed)


def follow(things: Iterable[T], what: str, total: int) -> Generator[T, None, None]:
    """`things`, each of which is done when the next is asked for."""
    with begin_work(what, total) as advance:
        for thing in things:
            yield thing
            advance(1)
