"""Who is in which paragraph, as their browsers say every few seconds; kept nowhere."""

import threading
from collections.abc import Callable
from time import monotonic

LASTS = 30.0
"""Seconds for which somebody is taken to be where their browser said."""


class Presence:
    """People by where they are; `clock` tells seconds."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._one = threading.Lock()
        self._where: dict[tuple[str, str], tuple[str, float]] = {}

    def enter(self, name: str, slug: str, key: str) -> None:
        """Somebody is in a paragraph; in none of the article for an empty `key`."""
        now = self._clock()
        with self._one:
            self._where = {who: at for who, at in self._where.items() if now - at[1] < LASTS}
            self._where.pop((name, slug), None)
            if key:
                self._where[name, slug] = (key, now)

    def others(self, name: str, slug: str) -> dict[str, list[str]]:
        """Who else is in which paragraph of an article."""
        now = self._clock()
        found: dict[str, list[str]] = {}
        with self._one:
            for (who, where), (key, at) in sorted(self._where.items()):
                if where == slug and who != name and now - at < LASTS:
                    found.setdefault(key, []).append(who)
        return found
