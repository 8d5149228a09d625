"""The pieces of an index: gzipped JSON, each named by the digest of what it holds.

So a piece never changes: what a browser has kept of an earlier index is right, or nobody asks for it.
"""

import gzip
import json
import shutil
import zlib
from base64 import b32encode
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

from jisr.storage import disk

_NAME = 10  # letters of a name: 50 bits, for some ten thousand pieces


def to_json(content: object) -> bytes:
    """JSON without spaces."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def name_of(content: bytes) -> str:
    """The name of a piece with this JSON."""
    return b32encode(sha256(content).digest()).decode()[:_NAME].lower()


def split_names(names: str) -> list[str]:
    """Names that follow each other."""
    return [names[at : at + _NAME] for at in range(0, len(names), _NAME)]


class Pieces:
    """The folder of an index; what it held before is kept where it is the same."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._there = {path.name for path in folder.glob("*-*")}
        self._kept: set[str] = set()

    def keep(self, kind: str, name: str) -> bool:
        """Whether a piece is there; it is part of the index, and stays."""
        self._kept.add(f"{kind}-{name}")
        return f"{kind}-{name}" in self._there

    def put(self, kind: str, content: bytes) -> str:
        """Write a piece, if it is not there, and give its name."""
        name = name_of(content)
        if f"{kind}-{name}" not in self._there:
            self._write(f"{kind}-{name}", gzip.compress(content, mtime=0))
            self._there.add(f"{kind}-{name}")
        return name

    def read(self, kind: str, name: str) -> Any:
        """What a piece holds; None for one that is not there or not whole."""
        with suppress(OSError, EOFError, zlib.error):
            content = gzip.decompress((self._folder / f"{kind}-{name}").read_bytes())
            if name_of(content) == name:
                return json.loads(content)
        self._there.discard(f"{kind}-{name}")
        return None

    def begin(self) -> Any:
        """The beginning of the index that was here before; None where there is none."""
        with suppress(OSError, ValueError):
            return json.loads((self._folder / BEGINNING).read_bytes())
        return None

    def finish(self, beginning: bytes) -> None:
        """Write how the index begins, and take away what is no part of it."""
        self._write(BEGINNING, beginning)
        for path in self._folder.iterdir():
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            elif path.name not in self._kept and path.name != BEGINNING:
                path.unlink()

    def _write(self, name: str, data: bytes) -> None:
        path = self._folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        disk.sibling_path(path).write_bytes(data)
        disk.sibling_path(path).replace(path)


BEGINNING = "index.json"
