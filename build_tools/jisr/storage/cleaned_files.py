"""Files as they are published, cleaned of what they tell of people and machines, each once.

Clean copies are kept in `.jisr/media/` by their content. The folder can be deleted at any time, and costs
only time. Of a file that was clean a sign is kept. A file is read when it is asked for: those of thousands
of articles are not in memory.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from pathlib import Path

from jisr import media
from jisr.model.diagnostics import Finding, JisrError
from jisr.storage import cache, disk
from jisr.storage.own_folder import STATE_DIR, make_own_folder, refuse_links

_LIBRARIES = ("pillow", "pypdf")
_CLEAN = b"="  # what is kept of a file that was clean; no such file holds this
_DIGEST = 32  # bytes, before what is kept


@dataclass(frozen=True)
class SiteFile:
    """A file as it is published: `read` gives what it holds, which is the same while `digest` is."""

    digest: str
    read: Callable[[], bytes] = field(compare=False, repr=False)

    @classmethod
    def of(cls, data: bytes) -> "SiteFile":
        """A file that is in memory."""
        return cls(sha256(data).hexdigest(), partial(bytes, data))

    @classmethod
    def lying(cls, path: Path, data: bytes) -> "SiteFile":
        """A file that is published as it lies at `path`, where it holds `data`."""
        return cls(digest := sha256(data).hexdigest(), partial(_read_unchanged, path, digest))


class SiteFiles(Mapping[str, bytes]):
    """Files as they are published, by their path below `docs/`, read when they are asked for."""

    def __init__(self, files: Mapping[str, SiteFile]) -> None:
        self._files = files

    @classmethod
    def of(cls, docs: Mapping[str, bytes]) -> "SiteFiles":
        """The same files, whatever holds them."""
        return docs if isinstance(docs, cls) else cls({name: SiteFile.of(docs[name]) for name in docs})

    def __getitem__(self, name: str) -> bytes:
        """What a file holds. Raises `JisrError` where it was changed since it was found."""
        return self._files[name].read()

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)

    def __contains__(self, name: object) -> bool:
        return name in self._files

    def __or__(self, others: "SiteFiles") -> "SiteFiles":
        return SiteFiles({**self._files, **others._files})

    def digest(self, name: str) -> str:
        """What is the same as long as the file is."""
        return self._files[name].digest

    def only(self, names: Iterable[str]) -> "SiteFiles":
        """Some of the files."""
        return SiteFiles({name: self._files[name] for name in names})


class Cleaner:
    """`media.clean` with what it made before; without a folder everything is made each time."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self.asked: set[str] = set()

    def __call__(self, data: bytes, suffix: str) -> bytes:
        """What may be published of a file. Raises `media.MediaError`."""
        copy = self._copy(data, suffix)
        return _made(_read_kept(copy) if copy else None, data, suffix)

    def clean_file(self, path: Path, data: bytes) -> SiteFile:
        """The file at `path`, which holds `data`, as it may be published. Raises `media.MediaError`."""
        suffix = path.suffix.lower()
        copy = self._copy(data, suffix)
        if copy is None:
            return SiteFile.of(media.clean(data, suffix))
        return SiteFile(copy.name, partial(_read_clean, copy, path, sha256(data).hexdigest()))

    def _copy(self, data: bytes, suffix: str) -> Path | None:
        """Where the clean copy of a file lies, or a sign that it is clean; `None` where none can be kept."""
        if self._folder is None:
            return None
        copy = self._folder / _key(data, suffix)
        if copy.name not in self.asked and not _holds_something(copy):
            made = media.clean(data, suffix)
            try:
                new = disk.sibling_path(copy)
                self._folder.mkdir(exist_ok=True)
                kept = _CLEAN if made == data else made
                new.write_bytes(sha256(kept).digest() + kept)
                new.replace(copy)
            except OSError:  # the disk is full
                return None
        self.asked.add(copy.name)
        return copy


@contextmanager
def open_cleaner(root: Path) -> Iterator[Cleaner]:
    """What cleans the files of a project; copies that it was not asked for are gone afterwards."""
    try:
        folder = make_own_folder(root, STATE_DIR) / "media"
        refuse_links(root, folder)
    except JisrError:  # the disk is full, or not ours, or a link leads elsewhere
        yield Cleaner()
        return
    cleaner = Cleaner(folder)
    yield cleaner
    with suppress(OSError):
        for path in folder.iterdir():
            if path.name not in cleaner.asked:
                path.unlink()


def _holds_something(path: Path) -> bool:
    with suppress(OSError):
        return path.stat().st_size > 0
    return False


def _read_kept(copy: Path) -> bytes | None:
    """What was kept at a path, after its digest; `None` where that is lost, or another by now."""
    kept = disk.read_file(copy) or b""
    made = kept[_DIGEST:]
    return made if kept[:_DIGEST] == sha256(made).digest() else None


def _read_clean(copy: Path, path: Path, digest: str) -> bytes:
    """The clean copy of the file at `path`, or the file itself, where that was clean. Raises `JisrError`."""
    made = _read_kept(copy)
    if made and made != _CLEAN:
        return made
    return _made(made, _read_unchanged(path, digest), path.suffix.lower())


def _made(made: bytes | None, data: bytes, suffix: str) -> bytes:
    """What may be published of `data`: what was kept of it, or is made now where that is lost."""
    if not made:
        return media.clean(data, suffix)
    return data if made == _CLEAN else made


def _read_unchanged(path: Path, digest: str) -> bytes:
    """What the file at `path` holds. Raises `JisrError` where that is no longer what it was."""
    data = disk.read_file(path)
    if data is None or sha256(data).hexdigest() != digest:
        message = "this file was saved while jisr was at work"
        raise JisrError(Finding("changed", message, path.as_posix(), remedy="run this again"))
    return data


def _key(data: bytes, suffix: str) -> str:
    """By what a clean file is known: all that it is made of, and what makes it."""
    return sha256(f"{cache.code_and_libraries(*_LIBRARIES)} {suffix} ".encode() + data).hexdigest()
