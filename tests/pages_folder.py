"""The folder of rendered pages, filled as a build fills it."""

from collections.abc import Mapping
from pathlib import Path

from jisr.storage.folders import KnownFolder


def write_pages(root: Path, pages: Mapping[str, bytes]) -> None:
    """Make `.build/pages` below `root` hold exactly `pages`; what is unchanged is not touched."""
    folder = KnownFolder(root / ".build/pages")
    folder.remove(sorted(folder.names() - pages.keys()))
    for name, data in pages.items():
        folder.write(name, data)
