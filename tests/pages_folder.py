"""The folder of rendered pages, filled as a build fills it."""

from collections.abc import Mapping
from pathlib import Path

from jisr.storage.cache import Rows, piece_of
from jisr.storage.folders import KnownFolder


def records_of(folder: KnownFolder) -> Rows:
    """What is known of a folder, as the next run finds it, in the words of JSON."""
    known = {name: list(record) for name, record in folder.changes().items() if record}
    return Rows(lambda number: {name: row for name, row in known.items() if piece_of(name) == number})


def write_pages(root: Path, pages: Mapping[str, bytes]) -> None:
    """Make `.build/pages` below `root` hold exactly `pages`; what is unchanged is not touched."""
    folder = KnownFolder(root / ".build/pages")
    folder.remove(sorted(folder.names() - pages.keys()))
    for name, data in pages.items():
        folder.write(name, data)
