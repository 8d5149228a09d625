"""Sessions of people who signed in: they end by themselves, by their person, and from elsewhere.

The browser holds a secret, the desk only its digest, in `.jisr/desk-sessions.json`, so that nobody signs in
again because the desk was started anew, and nobody can use what is read there.
"""

import json
import secrets
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path
from time import time

from jisr.storage.disk import read_file
from jisr.storage.own_folder import STATE_DIR, make_own_folder, write_own_file

_FILE = "desk-sessions.json"
IDLE = 12 * 3600.0
"""Seconds after which a session ends that nobody used."""
LONGEST = 7 * 24 * 3600.0
"""Seconds after which it ends in any case."""
_REMEMBER = 300.0  # seconds of use that a desk which is killed may forget


@dataclass(frozen=True)
class Session:
    """Somebody at a browser; `id` is for lists, `seal` that of the account when it began."""

    id: str
    digest: str
    name: str
    seal: str
    browser: str
    begun: float
    seen: float

    def has_ended(self, now: float) -> bool:
        """Whether it was left alone, or went on, for too long."""
        return now - self.seen > IDLE or now - self.begun > LONGEST


class Sessions:
    """The sessions of one desk; `clock` tells seconds."""

    def __init__(self, root: Path, clock: Callable[[], float] = time) -> None:
        self._path = make_own_folder(root, STATE_DIR) / _FILE
        self._clock = clock
        self._one = threading.Lock()
        self._written = 0.0
        self._all: dict[str, Session] = {}
        with suppress(ValueError, TypeError):  # what is damaged lets nobody in: they sign in again
            found = [Session(**item) for item in json.loads(read_file(self._path) or b"[]")]
            self._all = {session.digest: session for session in found}

    def begin(self, name: str, seal: str, browser: str) -> str:
        """Begin a session; the secret that its browser is to hold."""
        secret, now = secrets.token_urlsafe(32), self._clock()
        session = Session(secrets.token_hex(8), _digest(secret), name, seal, browser[:200], now, now)
        with self._one:
            self._all[session.digest] = session
            self._write()
        return secret

    def find(self, secret: str) -> Session | None:
        """The session of a browser, if it goes on; it is used by that."""
        now = self._clock()
        with self._one:
            session = self._all.get(_digest(secret))
            if session is None or session.has_ended(now):
                return None
            session = self._all[session.digest] = replace(session, seen=now)
            if now - self._written > _REMEMBER:
                self._write()
            return session

    def end(self, id_: str) -> None:
        """End a session, wherever its browser is."""
        with self._one:
            self._all = {digest: one for digest, one in self._all.items() if one.id != id_}
            self._write()

    def list(self) -> list[Session]:
        """The sessions that go on, the last used first."""
        now = self._clock()
        going = [session for session in self._all.values() if not session.has_ended(now)]
        return sorted(going, key=lambda session: -session.seen)

    def _write(self) -> None:
        self._written = self._clock()
        self._all = {digest: one for digest, one in self._all.items() if not one.has_ended(self._written)}
        write_own_file(self._path, json.dumps([asdict(one) for one in self._all.values()]).encode())


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
