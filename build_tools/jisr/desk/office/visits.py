"""When somebody was last at the desk, so that they are told what changed since."""

import json
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from jisr.storage.disk import read_file
from jisr.storage.own_folder import STATE_DIR, make_own_folder, write_own_file

_FILE = "desk-visits.json"
PAUSE = 1800.0
"""Seconds without a request after which somebody has gone, and comes again."""


def _now() -> datetime:
    return datetime.now(UTC)


class Visits:
    """When people were here: their last request, and the end of the sitting before."""

    def __init__(self, root: Path, clock: Callable[[], datetime] = _now) -> None:
        self._path = make_own_folder(root, STATE_DIR) / _FILE
        self._clock = clock
        self._one = threading.Lock()
        self._before: dict[str, datetime] = {}
        self._seen: dict[str, datetime] = {}
        self._written = clock()
        with suppress(ValueError, TypeError, AttributeError):
            for name, at in json.loads(read_file(self._path) or b"{}").items():
                self._seen[name] = datetime.fromisoformat(at)

    def came(self, name: str) -> None:
        """Somebody asks for something."""
        now = self._clock()
        if not name:
            return
        with self._one:
            seen = self._seen.get(name)
            is_new = seen is None or (now - seen).total_seconds() > PAUSE
            if seen and is_new:
                self._before[name] = seen
            self._seen[name] = now
            if is_new or (now - self._written).total_seconds() > PAUSE / 10:
                self._written = now
                kept = {who: at.isoformat() for who, at in self._seen.items()}
                with suppress(OSError):  # nobody is kept from reading because the disk is full
                    write_own_file(self._path, json.dumps(kept, ensure_ascii=False).encode())

    def last(self, name: str) -> datetime | None:
        """When somebody was here before they came this time, if they were."""
        return self._before.get(name)
