"""A cache of computed values, keyed by a digest of all their inputs.

Kept in `.jisr/cache.sqlite3`, which can be deleted at any time. A value is known by the digest of its inputs
and of the code of Jisr and of the libraries that its output depends on, so it cannot be out of date. Values
are of a part (the pages, the articles), and what several whole runs over a part did not ask for is dropped.
A damaged file is begun anew; one that cannot be written (a full disk, another run that holds it) costs time
and nothing else.
"""

import json
import sqlite3
import sys
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from functools import cache, partial
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, TypeVar
from zlib import crc32

from jisr.model.diagnostics import JisrError
from jisr.storage.own_folder import STATE_DIR, make_own_folder
from jisr.storage.work.databases import delete_database, purge_database

_FILE = "cache.sqlite3"
LIBRARIES = (
    "markdown-it-py",
    "babel",
    "hijridate",
    "Jinja2",
    "MarkupSafe",
    "pillow",
    "polib",
    "PyYAML",
    "rapidfuzz",
)
_BATCH = 500  # values between two commits
_BUNDLE = 64  # values that are kept together, on average
PIECES = 256  # that a table is kept in
_FORM = 2  # of the tables, raised where they change
_KEPT_RUNS = 3  # whole runs over its part for which a value is kept that none of them asks for, at least
_NOTED_RUNS = 3  # of so many one writes down what stays, and drops the rest: of many values that takes long
_TABLES = """
CREATE TABLE made (key BLOB PRIMARY KEY, value BLOB) WITHOUT ROWID;
CREATE TABLE asked (part TEXT, key BLOB, run INTEGER, PRIMARY KEY (part, key)) WITHOUT ROWID;
CREATE TABLE runs (part TEXT PRIMARY KEY, run INTEGER) WITHOUT ROWID;
"""

_DROP = """
DELETE FROM made WHERE key = ?1
AND NOT EXISTS (SELECT 1 FROM asked WHERE part IN (SELECT part FROM runs) AND key = ?1)
"""  # what another part asks for stays

T = TypeVar("T")

CachedCall = Callable[[str, str, Callable[[], Any]], Any]
"""(what, inputs as text, how to make it) → the value, as it comes out of JSON."""


def compute_uncached(what: str, inputs: str, make: Callable[[], Any]) -> Any:
    """Compute the value without a cache; it goes through JSON, as a cached value would."""
    del what, inputs
    return json.loads(json.dumps(make()))


def is_keeping(made: CachedCall) -> bool:
    """Whether what `keep` is told makes a difference: most runs write down nothing of what stays."""
    return isinstance(made, Cache) and made.is_noting


def keep(made: CachedCall, what: str, inputs: str) -> None:
    """Have a value stay that a page was made from which is still as it was; nothing where nothing is kept."""
    if isinstance(made, Cache):
        made.note(what, inputs)


def compute_many(
    made: CachedCall, what: str, common: str, digests: Sequence[str], make: Callable[[int], Any]
) -> Iterator[Any]:
    """The value of each of many things, in order; `make` is told which. Known by its digest, and `common`."""
    for bundle in compute_bundles(made, what, common, digests, make):
        yield from bundle


def compute_bundles(
    made: CachedCall,
    what: str,
    common: str,
    digests: Sequence[str],
    make: Callable[[int], Any],
    fold: Callable[[list[Any]], Any] = list,
) -> Iterator[Any]:
    """What `fold` makes of such values, of those that stand side by side, bundle by bundle.

    They are kept together: ten thousand small values are slow to read one by one, and where one changed, only
    its neighbours are. Where such a bundle ends is told by the digests.
    """
    for here in bundles(digests):
        known = [digests[at] + common for at in here]
        for inputs in known if is_keeping(made) else ():
            keep(made, what, inputs)
        each = partial(_compute_each, made, what, known, make, here.start)
        together = "\n".join((common, *digests[here.start : here.stop]))
        yield made(f"{what}, many", together, partial(_fold, fold, each))


def bundles(digests: Sequence[str]) -> Iterator[range]:
    """Which of many things are kept together."""
    start = 0
    for end in range(1, len(digests) + 1):
        if end == len(digests) or not crc32(digests[end].encode()) % _BUNDLE:
            yield range(start, end)
            start = end


def _piece_name(number: int) -> str:
    return f"piece {number}"


def find_changed(before: Mapping[str, T], now: Mapping[str, T]) -> dict[str, T | None]:
    """The rows that came or are others, not the same objects; `None` for those that went."""
    changed: dict[str, T | None] = dict.fromkeys(before.keys() - now.keys())
    return changed | {name: row for name, row in now.items() if before.get(name) is not row}


def piece_of(name: str) -> int:
    """In which piece of a table a row is kept."""
    return crc32(name.encode("utf-8", "surrogatepass")) % PIECES


class Rows:
    """The rows of a table, by name, read when they are asked for; `read` gives what is kept of a piece.

    One that cannot be read has no rows.
    """

    def __init__(self, read: Callable[[int], Any]) -> None:
        self._read = read
        self._pieces: dict[int, Mapping[str, Any]] = {}

    def of(self, pieces: Iterable[int]) -> Iterator[tuple[str, Any]]:
        """All rows of pieces."""
        for number in pieces:
            yield from self._rows(number).items()

    def get(self, name: str) -> Any:
        """A row; `None` for none. Its neighbours are at hand then."""
        number = piece_of(name)
        if number not in self._pieces:
            self._pieces[number] = self._rows(number)
        return self._pieces[number].get(name)

    def _rows(self, number: int) -> Mapping[str, Any]:
        found = self._read(number)
        return found if isinstance(found, dict) else {}


NO_ROWS = Rows(lambda _: None)


def _fold(fold: Callable[[list[Any]], Any], compute: Callable[[], list[Any]]) -> Any:
    return fold(compute())


def _compute_each(
    made: CachedCall, what: str, known: Iterable[str], make: Callable[[int], Any], start: int
) -> list[Any]:
    return [made(what, inputs, partial(make, at)) for at, inputs in enumerate(known, start)]


class Cache:
    """What a project's cache holds of a part, and what a run asks of it. It can be called: `CachedCall`."""

    def __init__(self, kept: sqlite3.Connection | None, part: str) -> None:
        self._kept = kept
        self._part = part
        self.is_damaged = False
        self._asked: set[bytes] = set()
        self.is_noting = self._last_run() % _NOTED_RUNS == 0
        self._pending = 0
        self._writing = kept is not None  # do not wait for the same lock or disk each time

    def __call__(self, what: str, inputs: str, make: Callable[[], Any]) -> Any:
        """The value, made where it is not there; as it comes out of the cache."""
        found = self.get(what, inputs, self)
        if found is not self:
            return found
        self.put_text(what, inputs, text := json.dumps(make(), ensure_ascii=False))
        return json.loads(text)

    def get(self, what: str, inputs: str, default: Any = None) -> Any:
        """The value; `default` where it is not there."""
        key = cache_key(what, inputs)
        self._asked.add(key)
        with suppress(sqlite3.Error, zlib.error, ValueError):
            if row := self._ask("SELECT value FROM made WHERE key = ?", key).fetchone():
                return json.loads(_unpack(row[0]))
        return default

    def has(self, what: str, inputs: str) -> bool:
        """Whether the value is there."""
        with suppress(sqlite3.Error):
            found = self._ask("SELECT 1 FROM made WHERE key = ?", cache_key(what, inputs)).fetchone()
            return found is not None
        return False

    def put(self, what: str, inputs: str, value: Any) -> None:
        """Keep a value."""
        self.put_text(what, inputs, json.dumps(value, ensure_ascii=False))

    def put_text(self, what: str, inputs: str, text: str) -> None:
        """Keep a value that is JSON already."""
        key = cache_key(what, inputs)
        self._asked.add(key)
        if self._writing:
            try:
                packed = zlib.compress(text.encode("utf-8", "surrogatepass"), 1)
                self._ask("INSERT OR REPLACE INTO made VALUES (?, ?)", key, packed)
                self._ask("INSERT OR REPLACE INTO asked VALUES (?, ?, 0)", self._part, key)
                self._pending += 1
                if self._pending % _BATCH == 0:
                    self.commit()
            except sqlite3.Error:
                self._writing = False

    def get_rows(self, what: str) -> dict[str, Any]:
        """The rows of a table, by name; without those of a piece that cannot be read."""
        return dict(Rows(partial(self._get_piece, what)).of(range(PIECES)))

    def rows(self, what: str, root: Path) -> Rows:
        """The same for who needs few: they can be asked for when this is closed; `root` is its project."""
        for number in range(PIECES):
            self.note(what, _piece_name(number))

        def read(number: int) -> Any:
            if self._kept is not None:
                return self._get_piece(what, number)
            with suppress(ValueError):
                return read_value(root, what, _piece_name(number))
            return None

        return Rows(read)

    def _get_piece(self, what: str, number: int) -> Any:
        return self.get(what, _piece_name(number))

    def put_rows(self, what: str, changed: Mapping[str, Any]) -> None:
        """Keep the rows of a table that changed or came; of those that went, `None`."""
        pieces: defaultdict[int, dict[str, Any]] = defaultdict(dict)
        for name, row in changed.items():
            pieces[piece_of(name)][name] = row
        for number, some in pieces.items():
            known = self._get_piece(what, number)
            rows = (known if isinstance(known, dict) else {}) | some
            self.put(what, _piece_name(number), {name: row for name, row in rows.items() if row is not None})

    def note(self, what: str, inputs: str) -> None:
        """Have a value stay that nobody needs now."""
        if self.is_noting:
            self._asked.add(cache_key(what, inputs))

    def close(self) -> None:
        """End; what is asked for from now on is not there."""
        kept, self._kept = self._kept, None
        if kept is not None:
            kept.close()

    def commit(self) -> None:
        """Write what was put so far, so that other connections see it."""
        if self._kept is not None:
            with suppress(sqlite3.Error):
                self._kept.commit()

    def note_asked(self, *, whole: bool) -> None:
        """Write down what was asked for, and where that was a whole run, drop what nobody asks for."""
        with suppress(sqlite3.Error):
            run = self._number(whole=whole)
            known = dict(self._known_runs())
            since = run - _NOTED_RUNS + 1  # most runs write nothing
            others = {key: at for key, at in known.items() if key not in self._asked}
            if self.is_noting:  # nearly all there is: so all at once, and back with the others
                self._ask("UPDATE asked SET run = ? WHERE part = ?", run, self._part)
                known = dict.fromkeys(known, run)
                back = ((at, self._part, key) for key, at in others.items())
                self._each("UPDATE asked SET run = ? WHERE part = ? AND key = ?", back)
            fresh = [key for key in self._asked if key not in known or known[key] < since]
            self._each("INSERT OR REPLACE INTO asked VALUES (?, ?, ?)", ((self._part, k, run) for k in fresh))
            if whole:
                old = [key for key, at in others.items() if at < run - _KEPT_RUNS]
                self._each("DELETE FROM asked WHERE part = ? AND key = ?", ((self._part, k) for k in old))
                self._each(_DROP, ((key,) for key in old))
        self.commit()

    def _known_runs(self) -> Iterator[tuple[bytes, int]]:
        """In which run values were asked for last: all, or where nothing is noted those of this run."""
        if self.is_noting:
            yield from self._ask("SELECT key, run FROM asked WHERE part = ?", self._part)
            return
        for key in self._asked:
            yield from self._ask("SELECT key, run FROM asked WHERE part = ? AND key = ?", self._part, key)

    def _number(self, *, whole: bool) -> int:
        """The number of this run over the part; one that is not whole has that of the last."""
        run = self._last_run() + whole
        self._ask("INSERT OR REPLACE INTO runs VALUES (?, ?)", self._part, run)
        return run

    def _last_run(self) -> int:
        with suppress(sqlite3.Error):
            if row := self._ask("SELECT run FROM runs WHERE part = ?", self._part).fetchone():
                return int(row[0])
        return 0

    def _ask(self, statement: str, *values: object) -> sqlite3.Cursor:
        if self._kept is None:
            raise sqlite3.OperationalError
        try:
            return self._kept.execute(statement, values)
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            self.is_damaged = True
            raise

    def _each(self, statement: str, rows: Iterable[tuple[object, ...]]) -> None:
        if self._kept is not None:
            self._kept.executemany(statement, rows)


@contextmanager
def open_cache(root: Path, part: str = "pages", *, whole: bool = True) -> Iterator[Cache]:
    """The cache of a project, to be asked for values of a part.

    A run that is `whole` asks for all of the part that is of use: what it leaves out is dropped, not at once
    (a branch is looked at, a check is run between builds), but after as many runs as `_KEPT_RUNS`.
    """
    try:
        kept = _open(make_own_folder(root, STATE_DIR) / _FILE)
    except (JisrError, OSError, sqlite3.Error):
        yield Cache(None, part)
        return
    made = Cache(kept, part)
    try:
        yield made
        made.note_asked(whole=whole)
    finally:
        made.close()
        if made.is_damaged:
            delete_database(root / STATE_DIR / _FILE)


def read_value(root: Path, what: str, inputs: str) -> Any:
    """A single value, for whoever needs few, in any process. Raises `ValueError` where it is not there."""
    try:
        with closing(_connect_reading(root)) as kept:
            row = kept.execute("SELECT value FROM made WHERE key = ?", (cache_key(what, inputs),)).fetchone()
            return json.loads(_unpack(row[0]))
    except (sqlite3.Error, zlib.error, TypeError) as error:
        raise ValueError(what) from error


def read_rows(root: Path, what: str) -> dict[str, Any]:
    """`Cache.get_rows` for whoever only reads, in any process; none where the file cannot be opened."""
    with suppress(sqlite3.Error), closing(_connect_reading(root)) as kept:
        return Cache(kept, "").get_rows(what)
    return {}


def _connect_reading(root: Path) -> sqlite3.Connection:
    path = (root / STATE_DIR / _FILE).absolute()
    if not path.is_file():  # a pipe may be waited for without end
        raise sqlite3.OperationalError(path)
    address = f"{path.as_uri()}?mode=ro"
    return sqlite3.connect(address, timeout=0.5, uri=True)


def read_or_compute(root: Path, what: str, inputs: str, make: Callable[[], Any]) -> Any:
    """The value that another process keeps, or computed without a cache: a `CachedCall` for a `root`."""
    try:
        return read_value(root, what, inputs)
    except ValueError:
        return compute_uncached(what, inputs, make)


def drop_values(root: Path, is_gone: Callable[[str], bool]) -> None:
    """Delete the values of whose text `is_gone` is true, and leave no freed page that keeps them.

    Others are kept if the next whole run over their part asks for them: no text tells what a picture shows. A
    file of which this cannot be done is deleted.
    """

    def delete_rows(kept: sqlite3.Connection) -> bool:
        rows = kept.execute("SELECT key, value FROM made")
        gone = [(key,) for key, value in rows if any(map(is_gone, _texts_of(value)))]
        kept.executemany("DELETE FROM made WHERE key = ?", gone)
        kept.execute("UPDATE asked SET run = ?", (-_KEPT_RUNS - 1,))
        kept.execute("UPDATE runs SET run = 0")  # the next one notes what it needs
        return bool(gone)

    purge_database(root / STATE_DIR / _FILE, delete_rows)


def _texts_of(packed: bytes) -> Iterator[str]:
    """A value as it is kept, and its texts without JSON's escapes: a name may stand on two lines."""
    text = _unpack(packed)
    yield text
    yield text.replace("\\n", "\n")


def _unpack(packed: bytes) -> str:
    return zlib.decompress(packed).decode("utf-8", "surrogatepass")


def forget_dropped_values(root: Path) -> None:
    """Leave no page of the file free that keeps a value which was dropped; else delete the file."""
    purge_database(root / STATE_DIR / _FILE, lambda _: True)


def cache_key(what: str, inputs: str) -> bytes:
    """The key of a value: a digest of its kind, its inputs and the version of the code."""
    digest = _begin_key(what, code_and_libraries(*LIBRARIES)).copy()
    digest.update(inputs.encode("utf-8", "surrogatepass"))
    key: bytes = digest.digest()
    return key


@cache
def _begin_key(what: str, code: str) -> Any:
    return sha256(f"{code} python {sys.version_info[:2]}\0{what}\0".encode())


def _open(path: Path) -> sqlite3.Connection:
    try:
        return _connect(path)
    except sqlite3.OperationalError:  # locked or not to be written
        raise
    except sqlite3.DatabaseError:  # none yet, none any longer, or that of another release
        delete_database(path)
        with closing(sqlite3.connect(path, timeout=0.5)) as new:
            new.executescript(f"BEGIN; {_TABLES} PRAGMA user_version = {_FORM}; COMMIT;")
        return _connect(path)


def _connect(path: Path) -> sqlite3.Connection:
    kept = sqlite3.connect(path, timeout=0.5)
    try:
        # what is lost when the power goes can be made again; others read while a long run writes
        kept.executescript("PRAGMA synchronous = OFF; PRAGMA journal_mode = WAL;")
        if kept.execute("PRAGMA user_version").fetchone() != (_FORM,):
            raise sqlite3.DatabaseError
        for table in ("made", "asked", "runs"):
            kept.execute(f"SELECT count(*) FROM (SELECT * FROM {table} LIMIT 1)")
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
