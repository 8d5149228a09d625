"""What authors answered about names, in all articles: read again every few seconds while somebody asks."""

import threading
from collections.abc import Callable
from pathlib import Path
from time import monotonic

from jisr.app.people import remarks
from jisr.translation.decisions.remarks import Thread

LATE = 10.0
"""Seconds by which an answer of another article may be behind."""


class Answers:
    """The answered questions of a project; `clock` tells seconds."""

    def __init__(self, root: Path, clock: Callable[[], float] = monotonic) -> None:
        self._root = root
        self._clock = clock
        self._one = threading.Lock()
        self._read: tuple[float, tuple[tuple[str, Thread], ...]] | None = None

    def elsewhere(self, slug: str) -> list[tuple[str, Thread]]:
        """The answered questions about names in all articles but one, as (slug, thread)."""
        with self._one:
            if self._read is None or self._clock() - self._read[0] > LATE:
                found, _ = remarks.read(self._root)
                answered = tuple(pair for pair in found if pair[1].about and pair[1].answer)
                self._read = (self._clock(), answered)
            return [pair for pair in self._read[1] if pair[0] != slug]
