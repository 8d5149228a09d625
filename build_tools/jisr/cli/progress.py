"""Shows work that lasts: on a terminal as a bar, elsewhere (in CI) as a line now and then.

Both say how much is done, how fast and how long it will take still, on stderr, where no program reads on.
What takes less than two seconds is not shown; nor is the library, which takes a while itself, loaded for it.
"""

import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, Protocol

from jisr.cli.words import phrase, word
from jisr.lang.printable import say
from jisr.storage.work.progress import Advance

PATIENCE = 2.0  # seconds that nobody minds
PAUSE = 10.0  # seconds between two lines where there is no terminal
_COLUMNS = 80


class _Shown(Protocol):
    """Work on the screen, or in a log."""

    def update(self, pieces: int, failed: int, /) -> object:
        """So many more pieces are done; of all that was done so many things have failed."""

    def close(self) -> object:
        """The work has ended."""


@contextmanager
def show_progress(what: str, total: int) -> Iterator[Advance]:
    """Show `what` from when it has lasted two seconds."""
    began, done, wrong = time.time(), 0, 0
    shown: _Shown | None = None

    def advance(pieces: int, failed: int = 0, /) -> None:
        nonlocal shown, done, wrong
        done += pieces
        wrong += failed
        if shown is not None:
            shown.update(pieces, wrong)
        elif done < total and time.time() - began >= PATIENCE:
            has_terminal = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
            shown = (_draw_bar if has_terminal else _write_lines)(phrase(what), total, done, began)
            shown.update(0, wrong)

    try:
        yield advance
    finally:
        if shown is not None:
            shown.close()


def _draw_bar(what: str, total: int, done: int, began: float) -> _Shown:
    """The library's bar of work that began a while ago; it is gone when the work has ended."""
    from tqdm import tqdm

    tqdm.monitor_interval = 0  # no thread of its own, and
    tqdm.set_lock(threading.RLock())  # no lock that other processes share
    bar: Any = tqdm(
        desc=what, total=total, initial=done, file=sys.stderr, leave=False, unit="", smoothing=0,
        delay=PATIENCE, ncols=_count_columns(),
    )  # fmt: skip
    bar.initial, bar.start_t = 0, began  # its rate is that of all, not only of what comes from here on
    bar.refresh()
    return _Bar(bar)


def _count_columns() -> int:
    """How wide the terminal is; where it does not say so, as wide as they were."""
    with suppress(OSError):
        return os.get_terminal_size(sys.stderr.fileno()).columns or _COLUMNS
    return _COLUMNS


@dataclass
class _Bar:
    """The library's bar, with what failed behind it."""

    bar: Any
    failed: int = 0

    def update(self, pieces: int, failed: int) -> None:
        """Count, and draw it now and then."""
        if failed != self.failed:
            self.bar.set_postfix_str(_say_failed(failed))
            self.failed = failed
        self.bar.update(pieces)

    def close(self) -> None:
        """Take it from the screen."""
        self.bar.close()


def _say_failed(failed: int) -> str:
    return word("frame.failed", n=failed) if failed else ""


def _write_lines(what: str, total: int, done: int, began: float) -> _Shown:
    return _Lines(what, total, done, began)


@dataclass
class _Lines:
    """The same for logs, which keep everything: a line now and then."""

    what: str
    total: int
    done: int
    began: float
    written: float = 0.0
    failed: int = 0

    def update(self, pieces: int, failed: int) -> None:
        """Count, and write a line where the last is old enough."""
        self.done += pieces
        self.failed = failed
        if self.done and time.time() - self.written >= PAUSE:
            self.write()

    def write(self) -> None:
        """Write a line."""
        from tqdm import tqdm

        self.written = time.time()
        lasted = self.written - self.began
        form = word("frame.progress")
        line = tqdm.format_meter(self.done, self.total, lasted, prefix=self.what, unit="", bar_format=form)
        said = [" ".join(line.split()), _say_failed(self.failed)]
        say(", ".join(filter(None, said)), to=sys.stderr)

    def close(self) -> None:
        """What follows tells that it has ended."""
