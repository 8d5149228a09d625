"""Which images an edition holds: files of `docs/` that really are what their names say, and no others.

An edition is opened by programs that differ more than browsers do, and some of them fetch what a file asks
for. So no address of another place gets into one, and what is no image stays out.
"""

from collections.abc import Mapping
from pathlib import PurePosixPath

KINDS = {
    ".png": ("image/png", (b"\x89PNG\r\n\x1a\n",)),
    ".jpg": ("image/jpeg", (b"\xff\xd8\xff",)),
    ".jpeg": ("image/jpeg", (b"\xff\xd8\xff",)),
    ".gif": ("image/gif", (b"GIF87a", b"GIF89a")),
    ".webp": ("image/webp", (b"RIFF",)),
    ".svg": ("image/svg+xml", (b"<",)),
}
"""Suffix → media type, and how such a file begins. What EPUB 3.3 asks every reader to show."""

SCHEME = "docs:"
"""Before the path of an image below `docs/`, in the trees of chapters."""


def media_type(name: str) -> str:
    """The media type of a file by its name. Raises `KeyError` for what is no image."""
    return KINDS[PurePosixPath(name).suffix.lower()][0]


def find_image(docs: Mapping[str, bytes], path: str) -> bytes | None:
    """The image at `path` below `docs/`, None where there is none that can be shown."""
    data = docs.get(path)
    kind = KINDS.get(PurePosixPath(path).suffix.lower())
    if data is None or kind is None:
        return None
    begins = data.removeprefix(b"\xef\xbb\xbf").lstrip() if kind[0].endswith("xml") else data
    return data if begins.startswith(kind[1]) else None
