"""What engines answered to sentences, kept so that none is asked twice.

Kept in `.jisr/drafts.sqlite3`, which can be deleted at any time: it costs the engine's time and nothing else.
An answer is kept as soon as it comes, for it may have been dear. Of very many those go that were not used for
longest. A damaged file is begun anew; where none can be written, answers are known for as long as the run
lasts. The sentence stands beside the answer, so that a removal for safety finds both; a run that was asking
while something was removed keeps no answer more.
"""

import json
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from jisr.model.diagnostics import JisrError
from jisr.storage.own_folder import STATE_DIR, make_own_folder
from jisr.storage.work.databases import delete_database, purge_database

_FILE = "drafts.sqlite3"
MOST = 400_000  # answers, some 200 MB
_FORM = 1  # of the table, raised where it changes
_DAY = 86_400
_AT_ONCE = 500  # keys in a question, of which SQLite takes a thousand
_TABLE = """
CREATE TABLE answers (key BLOB PRIMARY KEY, sentence TEXT, answer TEXT, used INTEGER) WITHOUT ROWID;
CREATE INDEX by_use ON answers (used);
"""


class SentenceStore:
    """Answers by key: a digest of all that they depend on."""

    def __init__(self, kept: sqlite3.Connection) -> None:
        self._kept = kept
        self._removals = _count_removals(kept)
        self._today = int(time.time() // _DAY)

    def read(self, keys: Sequence[bytes]) -> dict[bytes, Any]:
        """The answers that are there, as JSON gives them."""
        found: dict[bytes, Any] = {}
        stale: list[bytes] = []
        with suppress(sqlite3.Error):
            for at in range(0, len(keys), _AT_ONCE):
                some = keys[at : at + _AT_ONCE]
                marks = ",".join("?" * len(some))
                question = f"SELECT key, answer, used FROM answers WHERE key IN ({marks})"
                for key, answer, used in self._kept.execute(question, list(some)):
                    with suppress(ValueError):
                        found[key] = json.loads(answer)
                        stale += [key] if used != self._today else []
            rows = ((self._today, key) for key in stale)
            self._kept.executemany("UPDATE answers SET used = ? WHERE key = ?", rows)
            self._kept.commit()
        return found

    def write(self, answers: Mapping[bytes, tuple[str, Any]]) -> None:
        """Keep the answer to each sentence, at once; none where something was removed since"""
        rows = (
            (key, sentence, json.dumps(answer, ensure_ascii=False), self._today)
            for key, (sentence, answer) in answers.items()
        )
        with suppress(sqlite3.Error, UnicodeError):  # locked, full: it costs the engine's time
            self._kept.execute("BEGIN IMMEDIATE")  # nothing is removed between the look and the writing
            if _count_removals(self._kept) == self._removals:
                self._kept.executemany("INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?)", rows)
            self._kept.commit()

    def shrink(self) -> None:
        """Let go what was not used for longest, where there is too much."""
        with suppress(sqlite3.Error):
            (count,) = self._kept.execute("SELECT count(*) FROM answers").fetchone()
            if count > MOST:
                oldest = "SELECT key FROM answers ORDER BY used LIMIT ?"
                self._kept.execute(f"DELETE FROM answers WHERE key IN ({oldest})", (count - MOST,))
                self._kept.commit()


@contextmanager
def open_sentences(root: Path | None) -> Iterator[SentenceStore]:
    """The answers of a project; in memory alone without one, and where the disk refuses."""
    with closing(_open(root)) as kept:
        store = SentenceStore(kept)
        yield store
        store.shrink()


def drop_sentences(root: Path, is_gone: Callable[[str], bool]) -> None:
    """Delete answers of which `is_gone` is true of sentence or answer, and leave no freed page with them.

    A file of which this cannot be done is deleted.
    """

    def delete_rows(kept: sqlite3.Connection) -> bool:
        rows = kept.execute("SELECT key, sentence, answer FROM answers")
        gone = [(key,) for key, *texts in rows if any(map(is_gone, _texts_of(*texts)))]
        kept.executemany("DELETE FROM answers WHERE key = ?", gone)
        kept.execute(f"PRAGMA application_id = {_count_removals(kept) + 1}")
        return True

    purge_database(root / STATE_DIR / _FILE, delete_rows)


def _count_removals(kept: sqlite3.Connection) -> int:
    """How many removals went through the file, which its header keeps for us."""
    (count,) = kept.execute("PRAGMA application_id").fetchone()
    return int(count)


def _texts_of(sentence: str, answer: str) -> Iterable[str]:
    yield sentence
    yield from _strings(json.loads(answer))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)


def _open(root: Path | None) -> sqlite3.Connection:
    if root is not None:
        with suppress(JisrError, OSError, sqlite3.Error):
            path = make_own_folder(root, STATE_DIR) / _FILE
            try:
                return _connect(path)
            except sqlite3.OperationalError:  # locked, or not to be written
                raise
            except sqlite3.DatabaseError:  # damaged, or that of another release
                delete_database(path)
                return _connect(path)
    kept = sqlite3.connect(":memory:")
    kept.executescript(_TABLE)
    return kept


def _connect(path: Path) -> sqlite3.Connection:
    kept = sqlite3.connect(path, timeout=5)
    try:
        # what is committed outlives a killed process; the last answers need not outlive a power cut
        kept.executescript(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON;"
        )
        (form,) = kept.execute("PRAGMA user_version").fetchone()
        (there,) = kept.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if not there:
            kept.executescript(f"BEGIN; {_TABLE} PRAGMA user_version = {_FORM}; COMMIT;")
        elif form != _FORM:
            raise sqlite3.DatabaseError
        kept.execute("SELECT key, sentence, answer, used FROM answers LIMIT 1").fetchone()
    except sqlite3.Error:
        kept.close()
        raise
    return kept
