"""How often one may try to sign in: passwords are tried neither of one person nor from one place for long."""

import threading
from collections.abc import Callable, Iterator
from time import monotonic

WINDOW = 900.0
"""Seconds for which a failure counts."""
MOST = {"both": 5, "place": 20, "name": 50}
"""Failures of one name from one place, from one place, and of one name, before one has to wait.

A name's own number is large, so that nobody is locked out by whoever knows their name.
"""
_ROOM = 10_000  # names and places of which failures are remembered before old ones are looked for


class Throttle:
    """Counts failures; `clock` tells seconds."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._one = threading.Lock()
        self._failures: dict[tuple[str, str], list[float]] = {}
        self._room = _ROOM

    def wait(self, name: str, place: str) -> int:
        """How many seconds one has to wait before trying; 0 for not at all."""
        now = self._clock()
        with self._one:
            waits = [
                recent[-MOST[kind[0]]] + WINDOW - now
                for kind in _kinds(name, place)
                if len(recent := self._recent(kind, now)) >= MOST[kind[0]]
            ]
        return max([0, *(int(seconds) + 1 for seconds in waits)])

    def failed(self, name: str, place: str) -> None:
        """Somebody tried in vain."""
        now = self._clock()
        with self._one:
            for kind in _kinds(name, place):
                self._failures[kind] = [*self._recent(kind, now), now][-MOST[kind[0]] :]
            if len(self._failures) > self._room:
                kept = {kind: self._recent(kind, now) for kind in self._failures}
                self._failures = {kind: times for kind, times in kept.items() if times}
                self._room = max(_ROOM, 2 * len(self._failures))  # so that a flood costs each failure little

    def succeeded(self, name: str, place: str) -> None:
        """Somebody signed in: what they had mistyped here counts no more."""
        with self._one:
            self._failures.pop(("both", f"{name}\0{place}"), None)

    def _recent(self, kind: tuple[str, str], now: float) -> list[float]:
        return [at for at in self._failures.get(kind, ()) if now - at < WINDOW]


def _kinds(name: str, place: str) -> Iterator[tuple[str, str]]:
    yield "both", f"{name}\0{place}"
    yield "place", place
    yield "name", name
