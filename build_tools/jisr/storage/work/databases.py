"""SQLite files of Jisr's own that can be deleted at any time, and so are where they cannot be cleaned."""

import sqlite3
import zlib
from collections.abc import Callable
from contextlib import closing
from pathlib import Path


def purge_database(path: Path, delete_rows: Callable[[sqlite3.Connection], bool]) -> None:
    """Have `delete_rows` delete; where it says so, leave no freed page that keeps what was deleted.

    A file of which this cannot be done, or whose rows cannot be read, is deleted.
    """
    if not path.exists():
        return
    try:
        with closing(sqlite3.connect(path)) as kept:
            kept.execute("PRAGMA secure_delete = ON")
            is_to_be_rewritten = delete_rows(kept)
            kept.commit()
            if is_to_be_rewritten:
                kept.execute("VACUUM")
                kept.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except (sqlite3.Error, zlib.error, ValueError, TypeError):
        delete_database(path)


def delete_database(path: Path) -> None:
    """Delete a file, with what a killed run left beside it."""
    for file in path.parent.glob(f"{path.name}*"):
        file.unlink(missing_ok=True)
