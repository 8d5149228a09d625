"""Files cleaned of what they tell of people and machines, each once: kept in `.jisr/media/` by its content.

The folder can be deleted at any time, and costs only time. A file that was clean is kept as an empty one.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path

from jisr import media
from jisr.model.diagnostics import JisrError
from jisr.storage import cache, disk
from jisr.storage.folders import KnownFolder, mirror
from jisr.storage.own_folder import STATE_DIR, make_own_folder

Clean = Callable[[bytes, str], bytes]
"""(content, suffix) → the content that may be published. Raises `media.MediaError`."""

_LIBRARIES = ("pillow", "pypdf")


@contextmanager
def open_cleaner(root: Path) -> Iterator[Clean]:
    """`media.clean` with what it made before; of that, what was not asked for is gone afterwards."""
    try:
        folder = make_own_folder(root, STATE_DIR) / "media"
    except JisrError:  # the disk is full, or not ours
        yield media.clean
        return
    kept: dict[str, bytes] = {}

    def clean(data: bytes, suffix: str) -> bytes:
        key = _key(data, suffix)
        if key not in kept:
            made = disk.read_file(folder / key)
            if made is None:
                made = media.clean(data, suffix)
                made = b"" if made == data else made
            kept[key] = made
        return kept[key] or data

    yield clean
    if kept or folder.is_dir():
        with suppress(JisrError), disk.explain_disk_errors(folder):
            mirror(KnownFolder(folder), kept)


def _key(data: bytes, suffix: str) -> str:
    """By what a clean file is known: all that it is made of, and what makes it."""
    return sha256(f"{cache.code_and_libraries(*_LIBRARIES)} {suffix} ".encode() + data).hexdigest()
