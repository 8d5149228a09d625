"""How far long work has come, told to whoever waits for it.

Work says what it does and how much of it there is; who shows that, and whether anybody does, is decided at
the edge. What work is called names no text and no person: logs are read by many.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from typing import Protocol, TypeVar

T = TypeVar("T")

Advance = Callable[[int], object]
"""Called with the number of pieces that are done since it was called last."""


class Progress(Protocol):
    """Shows work while it lasts."""

    def __call__(self, what: str, total: int, /) -> AbstractContextManager[Advance]:
        """Work that is called `what`, of `total` pieces, begins; it ends with the context."""


def _show_nothing(_what: str, _total: int, /) -> AbstractContextManager[Advance]:
    return nullcontext(lambda _: None)


_shown: ContextVar[Progress] = ContextVar("progress", default=_show_nothing)


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


def follow(things: Iterable[T], what: str, total: int) -> Iterator[T]:
    """`things`, each of which is done when the next is asked for."""
    with begin_work(what, total) as advance:
        for thing in things:
            yield thing
            advance(1)
