"""What a cache will be asked for, worked out by all cores before it is, where little of it is known."""

import json
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from jisr.storage.cache import Cache, CachedCall
from jisr.storage.work.cores import count_cores, map_on_cores
from jisr.storage.work.progress import follow

ENOUGH = 200  # things: a process has to read the glossary and the templates first
_LOOKS = 16  # things that are looked at to tell whether nearly all are known, as they most often are

T = TypeVar("T")
Row = tuple[str, str, str]
"""What is kept, its inputs, and the value as JSON."""


class NotedValues:
    """Makes whatever it is asked for, and notes it for the cache of another process: a `CachedCall`."""

    def __init__(self) -> None:
        self._rows: list[Row] = []

    def __call__(self, what: str, inputs: str, make: Callable[[], Any]) -> Any:
        """The value, as it comes out of JSON."""
        text = json.dumps(make(), ensure_ascii=False)
        self._rows.append((what, inputs, text))
        return json.loads(text)

    def take(self) -> list[Row]:
        """All that was made since the last time."""
        rows, self._rows = self._rows, []
        return rows


def work_ahead(
    made: CachedCall,
    things: Sequence[T],
    known_by: Callable[[T], tuple[str, str]],
    work: Callable[[T], list[Row]],
    called: str,
) -> None:
    """Have `made` keep what `work` makes of those of `things` whose value, which is `known_by`, it lacks.

    Nothing happens where that is not worth a process for each core, or nothing is kept.
    """
    if not isinstance(made, Cache) or count_cores() < 2 or len(things) < ENOUGH:
        return
    looks = things[:: max(1, len(things) // _LOOKS)]
    if all(made.has(*known_by(thing)) for thing in looks):
        return
    anew = [thing for thing in things if not made.has(*known_by(thing))]
    if len(anew) >= ENOUGH:
        for rows in follow(map_on_cores(work, anew, enough=1), called, len(anew)):
            for what, inputs, text in rows:
                made.put_text(what, inputs, text)
