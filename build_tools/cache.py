"""What has been worked out before, by everything that it was worked out from: nothing is done again.

Kept in `.jisr/cache.sqlite3`, which can be deleted at any time. A value is known by the digest of its inputs
and of the code of Jisr and of the libraries that its output depends on, so it cannot be out of date. What a
run did not ask for is dropped at its end. A damaged file is begun anew; one that cannot be written (a full
disk, another run that holds it) costs time and nothing else.
"""

import json
import sqlite3
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from build_tools.errors import JisrError
from build_tools.store import STATE_DIR, own_folder

_FILE = "cache.sqlite3"
_LIBRARIES = ("markdown-it-py", "babel", "pillow", "PyYAML")
_BATCH = 500  # values between two commits

Made = Callable[[str, str, Callable[[], Any]], Any]
"""(what, inputs as text, how to make it) → the value, as it comes out of JSON."""


def fresh(what: str, inputs: str, make: Callable[[], Any]) -> Any:
    """No cache: everything is made, and comes out just as it would from one."""
    del what, inputs
    return json.loads(json.dumps(make()))


@contextmanager
def opened(root: Path) -> Iterator[Made]:
    """The cache of a project, to be asked for values; what was not asked for is gone afterwards."""
    try:
        kept = _open(own_folder(root, STATE_DIR) / _FILE)
    except (JisrError, OSError, sqlite3.Error):
        yield fresh
        return
    used: set[bytes] = set()
    pending = 0
    writing = True

    def made(what: str, inputs: str, make: Callable[[], Any]) -> Any:
        nonlocal pending, writing
        key = digest(what, inputs)
        used.add(key)
        with suppress(sqlite3.Error, zlib.error, ValueError):
            if row := kept.execute("SELECT value FROM made WHERE key = ?", (key,)).fetchone():
                return json.loads(zlib.decompress(row[0]).decode("utf-8", "surrogatepass"))
        text = json.dumps(make(), ensure_ascii=False)
        if writing:
            try:
                packed = zlib.compress(text.encode("utf-8", "surrogatepass"), 1)
                kept.execute("INSERT OR REPLACE INTO made VALUES (?, ?)", (key, packed))
                pending += 1
                if pending % _BATCH == 0:
                    kept.commit()
            except sqlite3.Error:
                writing = False  # not to wait for the same lock or disk again and again
        return json.loads(text)

    try:
        yield made
        with suppress(sqlite3.Error):
            gone = [row for row in kept.execute("SELECT key FROM made") if row[0] not in used]
            kept.executemany("DELETE FROM made WHERE key = ?", gone)
            kept.commit()
    finally:
        kept.close()


def digest(what: str, inputs: str) -> bytes:
    """By what a value is known: what it is, all that it was made from, and the code that made it."""
    return sha256(f"{_code()}\0{what}\0{inputs}".encode("utf-8", "surrogatepass")).digest()


def _open(path: Path) -> sqlite3.Connection:
    for attempt in (1, 2):
        kept = sqlite3.connect(path, timeout=0.5)
        try:
            # what is lost when the power goes can be made again
            kept.execute("PRAGMA synchronous = OFF")
            kept.execute("CREATE TABLE IF NOT EXISTS made (key BLOB PRIMARY KEY, value BLOB) WITHOUT ROWID")
            kept.execute("SELECT count(*) FROM (SELECT key FROM made LIMIT 1)")
        except sqlite3.OperationalError:  # locked or not to be written
            kept.close()
            raise
        except sqlite3.DatabaseError:  # no database, or no longer
            kept.close()
            if attempt == 2:
                raise
            path.unlink()
        else:
            return kept
    raise AssertionError


@cache
def own_code() -> str:
    """The digest (SHA-256, hexadecimal) of Jisr's own files: what another release made is not ours."""
    package = Path(__file__).parent
    digest = sha256()
    for path in sorted(package.rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            digest.update(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


@cache
def _code() -> str:
    """Jisr's own files, and the releases of the libraries that words go through."""
    releases = [own_code()]
    for name in _LIBRARIES:
        with suppress(PackageNotFoundError):
            releases.append(f"{name} {version(name)}")
    return " ".join(releases)
