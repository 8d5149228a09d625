"""The pieces of an index: gzipped JSON, each named by the digest of its bytes.

So a piece never changes: what a browser has kept of an earlier index is right, or nobody asks for it.
"""

import gzip
import json
from base64 import b32encode
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

BEGINNING = "index.json"
_NAME = 10  # letters of a name: 50 bits, for some ten thousand pieces
_DIGITS = 20  # of a digest, of which these letters are made


_SYSTEM = 9  # place of the byte in the header of a gzip file


def to_json(content: object) -> bytes:
    """JSON without spaces."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def pack(content: bytes) -> bytes:
    """JSON as the file of a piece; it does not name the system, of which each Python says another thing."""
    packed = bytearray(gzip.compress(content, mtime=0))
    packed[_SYSTEM] = 255  # unknown (RFC 1952, 2.3.1)
    return bytes(packed)


def name_of(packed: bytes) -> str:
    """The name of a piece with these bytes."""
    return _name(sha256(packed).hexdigest())


def _name(digest: str) -> str:
    return b32encode(bytes.fromhex(digest[:_DIGITS])).decode()[:_NAME].lower()


def is_named_by(digest: str, name: str) -> bool:
    """Whether a file is a piece, by the SHA-256 digest of what it holds."""
    return name.endswith(f"-{_name(digest)}")


def split_names(names: str) -> list[str]:
    """Names that follow each other."""
    return [names[at : at + _NAME] for at in range(0, len(names), _NAME)]


@dataclass(frozen=True)
class EarlierIndex:
    """The folder of an index that is there, and the names of its files that hold what these say."""

    folder: Path = Path()
    names: Collection[str] = frozenset()


NO_INDEX = EarlierIndex()


class Pieces:
    """The pieces of an index: those of an earlier one that are whole, and new ones, written into a folder."""

    def __init__(self, folder: Path, earlier: EarlierIndex) -> None:
        self._folder = folder
        self._earlier = earlier
        self._there = dict.fromkeys(earlier.names, earlier.folder)
        self.kept: set[str] = set()

    def keep(self, kind: str, name: str) -> bool:
        """Whether a piece is there; it is part of the index."""
        self.kept.add(f"{kind}-{name}")
        return self.has(kind, name)

    def has(self, kind: str, name: str) -> bool:
        """Whether a piece is there."""
        return f"{kind}-{name}" in self._there

    def put(self, kind: str, content: bytes) -> str:
        """Write a piece of this JSON, if it is not there, and give its name."""
        return self.put_packed(kind, pack(content))

    def put_packed(self, kind: str, packed: bytes) -> str:
        """The same of JSON that is packed already."""
        name = name_of(packed)
        if f"{kind}-{name}" not in self._there:
            self._folder.mkdir(parents=True, exist_ok=True)
            (self._folder / f"{kind}-{name}").write_bytes(packed)
            self._there[f"{kind}-{name}"] = self._folder
        return name

    @contextmanager
    def laid_aside(self, lines: Iterable[bytes]) -> Iterator[IO[bytes]]:
        """A file of these lines, which is gone behind this."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=self._folder) as file:  # the system's own folder may lie in memory
            file.writelines(lines)
            file.seek(0)
            yield file

    def read(self, kind: str, name: str) -> Any:
        """What a piece holds. Raises `KeyError` for one that is not there, or not whole."""
        file = f"{kind}-{name}"
        packed = (self._there[file] / file).read_bytes()
        if name_of(packed) != name:
            raise KeyError(file)
        return json.loads(gzip.decompress(packed))

    def begin(self) -> Any:
        """The beginning of the earlier index; None where there is none."""
        with suppress(OSError, ValueError):
            if BEGINNING in self._earlier.names:
                return json.loads((self._earlier.folder / BEGINNING).read_bytes())
        return None

    def finish(self, beginning: bytes) -> None:
        """Write how the index begins; of what was written only its pieces stay."""
        self._folder.mkdir(parents=True, exist_ok=True)
        (self._folder / BEGINNING).write_bytes(beginning)
        for file in [file for file, where in self._there.items() if where == self._folder]:
            if file not in self.kept:
                (self._folder / file).unlink()
        self.kept.add(BEGINNING)
