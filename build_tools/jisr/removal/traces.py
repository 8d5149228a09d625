"""Everywhere that a name stands in a project: texts of all kinds, names of files, archives opened."""

import gzip
import os
import re
import zipfile
import zlib
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import blake2b
from io import BytesIO
from pathlib import Path, PurePosixPath

from jisr import seeds as readers
from jisr.model.languages import LANGS
from jisr.removal.names.forms import Spelling
from jisr.removal.names.spellings import Spellings
from jisr.removal.views import decode_text
from jisr.storage.own_folder import STATE_DIR
from jisr.translation.engines.archives import READ_ERRORS
from jisr.translation.removed import article_of_file

MADE_AGAIN = ("site", ".build", STATE_DIR, "exports")
"""Folders that Jisr fills and can fill again: what stands there is thrown away, not mended."""

NOT_MENDED = ("made again", "other file")
"""Kinds of files in which nothing is changed."""

_NOT_OURS = frozenset((".git", ".hg", ".svn", "node_modules", "__pycache__"))
# letters among bytes that are no text; of two bytes, one says that the other is a letter
_RUNS = (
    ("utf-8", re.compile(rb"(?:[\t\n\r\x20-\x7e]|[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}){4,}")),
    ("utf-16-le", re.compile(rb"(?:[\x00-\xff][\x00-\x02\x06\x08\x1e\x20\xfb\xfe]){4,}")),
    ("utf-16-be", re.compile(rb"(?:[\x00-\x02\x06\x08\x1e\x20\xfb\xfe][\x00-\xff]){4,}")),
)
_PNG = b"\x89PNG\r\n\x1a\n"
_PACKED_FONTS = (b"wOFF", b"wOF2")
_HEX = re.compile(rb"<[fF][eE][fF][fF]((?:[0-9a-fA-F]{4})+)>")  # a PDF's own way to write what is no ASCII
_UNREADABLE = (OSError, *READ_ERRORS)
_LARGEST = 200_000_000  # bytes of what an archive holds, opened
_KINDS = (
    (r"(?:seeds|private)/actors\.ya?ml", "glossary"),
    (r"seeds/terms\.ya?ml", "terms"),
    (r"seeds/.*\.ya?ml", "sidecar"),
    (r"seeds/.*", "picture or document"),
    (rf"docs/(?:{'|'.join(LANGS)})/articles/.*\.md", "page"),
    (r"docs/.*", "hand-written page or file"),
    (r"translations/.*", "ledger"),
    (r"private/.*", "events"),
    (r"mkdocs[^/]*\.ya?ml", "settings"),
    (r"overrides/.*", "look"),
    (rf"(?:{'|'.join(re.escape(name) for name in MADE_AGAIN)})/.*", "made again"),
)


@dataclass(frozen=True)
class Trace:
    """A spelling that stands in a file, in its line (0 for its name), or in a file of an archive."""

    file: str
    line: int
    kind: str
    spelling: Spelling | None  # none where the whole file or block goes

    @property
    def place(self) -> str:
        """`FILE:LINE`."""
        return f"{self.file}:{self.line}" if self.line else self.file


def project_files(root: Path) -> Iterator[str]:
    """All files of a project but those of version control and of programs, by their path."""
    for here, names in _folders(root):
        for name in sorted(names):
            path = here / name
            if path.is_file() and not path.is_symlink():
                yield path.relative_to(root).as_posix()


def drop_empty_folders(root: Path) -> None:
    """Remove folders in which nothing is left: their names may tell who was written of there."""
    for here, _ in reversed(list(_folders(root))):
        if root not in (here, here.parent):
            with suppress(OSError):  # something lies in it
                here.rmdir()


def _folders(root: Path) -> Iterator[tuple[Path, list[str]]]:
    """The folders of a project with the names of their files, each before those in it."""
    for folder, inner, names in os.walk(root):
        here = Path(folder)
        inner[:] = sorted(
            name for name in inner if name not in _NOT_OURS and not (here / name / "pyvenv.cfg").exists()
        )
        yield here, names


def kind_of(name: str) -> str:
    """What a file is, in a word for people."""
    if readers.slug_of(name):
        return "seed"
    return next((kind for pattern, kind in _KINDS if re.fullmatch(pattern, name)), "other file")


def is_original(name: str) -> bool:
    """Whether a file is one of which sync makes a seed: no words are taken out of it, it goes as a whole."""
    path = PurePosixPath(name)
    return path.parts[0] == readers.FOLDER and path.suffix.lower() in readers.WORD_SUFFIXES


def text_of(name: str) -> str:
    """What a file is part of, where short forms count once it names somebody in full."""
    own = kind_of(name) in ("hand-written page or file", "settings", "terms")
    return article_of_file(name) or (name if own else "")


def traces_in(name: str, data: bytes, spellings: Spellings, near: Collection[str]) -> Iterator[Trace]:
    """Where the name stands in a file; `near` are the articles and pages in which short forms count."""
    shown = re.sub(r"\.\w{1,5}$", "", PurePosixPath(name).as_posix())
    for hit in spellings.find(shown, near=False):
        yield Trace(name, 0, "file name", hit.spelling)
    yield from _traces_inside(name, data, spellings, near=text_of(name) in near)


def _traces_inside(name: str, data: bytes, spellings: Spellings, *, near: bool) -> Iterator[Trace]:
    for inner, text in readable_texts(name, data):
        for hit in spellings.find(text, near=near):
            yield Trace(inner, text.count("\n", 0, hit.start) + 1, kind_of(name), hit.spelling)


@dataclass(frozen=True)
class Search:
    """A search of files in which no content is read a second time that held nothing the first."""

    spellings: Spellings
    near: frozenset[str]
    clean: set[bytes] = field(default_factory=set)

    def traces(self, name: str, data: bytes) -> Iterator[Trace]:
        """`traces_in` of a file."""
        known = self._key(data, near=text_of(name) in self.near)
        found = list(traces_in(name, b"" if known in self.clean else data, self.spellings, self.near))
        if all(trace.kind == "file name" for trace in found):
            self.clean.add(known)
        yield from found

    def is_stale(self, name: str, data: bytes) -> bool:
        """Whether a file that can be made again must not stay meanwhile: what may hold it goes."""
        if any(f"/{slug}{end}" in f"/{name}/" for slug in self.near for end in ("/", ".")):
            return True
        known = self._key(data, near=True)
        if known not in self.clean:
            texts = readable_texts(name, data)
            if any(self.spellings.may_stand_in(text, near=True) for _, text in texts):
                return True
            self.clean.update((known, self._key(data, near=False)))
        return any(True for _ in traces_in(name, b"", self.spellings, self.near))

    def _key(self, data: bytes, *, near: bool) -> bytes:
        return blake2b(data, digest_size=20, salt=b"near" if near else b"").digest()


def readable_texts(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    """The texts that a file holds, with their place: its own, those of an archive, of a PDF's streams."""
    if data[:4] in _PACKED_FONTS:
        return  # letters that it seems to hold are none
    if data[:4] == b"PK\x03\x04":
        yield from _archive_texts(name, data)
    elif data[:2] == b"\x1f\x8b":
        try:
            yield from readable_texts(name, gzip.decompress(data))
        except (OSError, EOFError, zlib.error):
            return
    elif data[:5] != b"%PDF-" and (text := decode_text(data)) is not None:
        yield name, text[0]
    else:
        parts = [data, *_streams(data)] if data[:5] == b"%PDF-" else [_without_pixels(data)]
        for part in parts:
            for encoding, run in _RUNS:
                yield name, "\0".join(found.decode(encoding, "ignore") for found in run.findall(part))
            for found in _HEX.findall(part) if data[:5] == b"%PDF-" else ():
                yield name, bytes.fromhex(found.decode()).decode("utf-16-be", "ignore")


def _archive_texts(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    """What can be read of an archive: a member that is damaged or encrypted hides no other."""
    with suppress(*_UNREADABLE), zipfile.ZipFile(BytesIO(data)) as archive:
        if sum(item.file_size for item in archive.infolist()) > _LARGEST:
            return
        yield name, "\n".join([archive.comment.decode("utf-8", "ignore"), *archive.namelist()])
        for item in archive.infolist():
            with suppress(*_UNREADABLE):
                if not item.is_dir():
                    yield from readable_texts(f"{name}!{item.filename}", archive.read(item))


def _without_pixels(data: bytes) -> bytes:
    """A PNG without its compressed pixels, which are most of it and no text; any other file as it is."""
    if not data.startswith(_PNG):
        return data
    kept, at = [], len(_PNG)
    while at + 8 <= len(data):
        end = at + 12 + int.from_bytes(data[at : at + 4], "big")
        if data[at + 4 : at + 8] not in (b"IDAT", b"fdAT") or end > len(data):
            kept.append(data[at:end])
        at = end
    return b"".join((*kept, data[at:]))


def _streams(data: bytes) -> Iterator[bytes]:
    view = memoryview(data)
    for match in re.finditer(rb"(?<!end)stream\r?\n", data):
        try:
            yield zlib.decompressobj().decompress(view[match.end() :], _LARGEST // 10)
        except zlib.error:
            continue
