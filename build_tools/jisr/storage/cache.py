"""A cache of computed values, keyed by a digest of all their inputs.

Kept in `.jisr/cache.sqlite3`, which can be deleted at any time. A value is known by the digest of its inputs
and of the code of Jisr and of the libraries that its output depends on, so it cannot be out of date. What a
run did not ask for is dropped at its end. A damaged file is begun anew; one that cannot be written (a full
disk, another run that holds it) costs time and nothing else.
"""

import json
import sqlite3
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from jisr.model.diagnostics import JisrError
from jisr.storage.own_folder import STATE_DIR, make_own_folder

_FILE = "cache.sqlite3"
_LIBRARIES = ("markdown-it-py", "babel", "pillow", "PyYAML")
_BATCH = 500  # values between two commits

CachedCall = Callable[[str, str, Callable[[], Any]], Any]
"""(what, inputs as text, how to make it) → the value, as it comes out of JSON."""


def compute_uncached(what: str, inputs: str, make: Callable[[], Any]) -> Any:
    """Compute the value without a cache; it goes through JSON, as a cached value would."""
    del what, inputs
    return json.loads(json.dumps(make()))


@contextmanager
def open_cache(root: Path) -> Iterator[CachedCall]:
    """The cache of a project, to be asked for values; what was not asked for is gone afterwards."""
    try:
        kept = _open(make_own_folder(root, STATE_DIR) / _FILE)
    except (JisrError, OSError, sqlite3.Error):
        yield compute_uncached
        return
    used: set[bytes] = set()
    pending = 0
    writing = True

    def made(what: str, inputs: str, make: Callable[[], Any]) -> Any:
        nonlocal pending, writing
        key = cache_key(what, inputs)
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
                writing = False  # do not wait for the same lock or disk each time
        return json.loads(text)

    try:
        yield made
        with suppress(sqlite3.Error):
            gone = [row for row in kept.execute("SELECT key FROM made") if row[0] not in used]
            kept.executemany("DELETE FROM made WHERE key = ?", gone)
            kept.commit()
    finally:
        kept.close()


def drop_values(root: Path, is_gone: Callable[[str], bool]) -> None:
    """Delete the values of whose text `is_gone` is true, and leave no freed page that keeps them.

    A file of which this cannot be done is deleted.
    """
    path = root / STATE_DIR / _FILE
    if not path.exists():
        return
    try:
        with closing(sqlite3.connect(path)) as kept:
            kept.execute("PRAGMA secure_delete = ON")
            rows = kept.execute("SELECT key, value FROM made")
            gone = [(k,) for k, v in rows if is_gone(zlib.decompress(v).decode("utf-8", "surrogatepass"))]
            kept.executemany("DELETE FROM made WHERE key = ?", gone)
            kept.commit()
            if gone:
                kept.execute("VACUUM")
    except (sqlite3.Error, zlib.error, ValueError, TypeError):
        for file in path.parent.glob(f"{_FILE}*"):
            file.unlink(missing_ok=True)


def cache_key(what: str, inputs: str) -> bytes:
    """The key of a value: a digest of its kind, its inputs and the version of the code."""
    made_by = code_and_libraries(*_LIBRARIES)
    return sha256(f"{made_by}\0{what}\0{inputs}".encode("utf-8", "surrogatepass")).digest()


def _open(path: Path) -> sqlite3.Connection:
    try:
        return _connect(path)
    except sqlite3.OperationalError:  # locked or not to be written
        raise
    except sqlite3.DatabaseError:  # no database, or no longer
        path.unlink()
        return _connect(path)


def _connect(path: Path) -> sqlite3.Connection:
    kept = sqlite3.connect(path, timeout=0.5)
    try:
        # what is lost when the power goes can be made again
        kept.execute("PRAGMA synchronous = OFF")
        kept.execute("CREATE TABLE IF NOT EXISTS made (key BLOB PRIMARY KEY, value BLOB) WITHOUT ROWID")
        kept.execute("SELECT count(*) FROM (SELECT key FROM made LIMIT 1)")
    except sqlite3.Error:
        kept.close()
        raise
    return kept


@cache
def code_digest() -> str:
    """The SHA-256 digest of Jisr's own files, so that values made by another release are not reused."""
    package = Path(__file__).parents[1]
    digest = sha256()
    for path in sorted(package.rglob("*")):
        if path.is_file() and path.suffix != ".pyc":
            digest.update(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


@cache
def code_and_libraries(*libraries: str) -> str:
    """Jisr's own files, and the releases of the libraries that a value goes through."""
    releases = [code_digest()]
    for name in libraries:
        with suppress(PackageNotFoundError):
            releases.append(f"{name} {version(name)}")
    return " ".join(releases)
