"""Folders that Jisr fills and can fill again: rendered pages, the site, editions to take along.

Nothing that a person wrote lies there, so that a killed run may leave them half-made and the next one mends
them; but a site that is served stays whole all the while. What their files hold is known by a digest, which
is kept with size and times as they were when the file was read or written: as long as these are the same,
nobody reads it again.
"""

import errno
import os
import shutil
import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import reduce
from hashlib import sha256
from operator import xor
from pathlib import Path
from stat import S_ISDIR, S_ISLNK, S_ISREG
from tempfile import mkdtemp
from typing import Any
from zlib import adler32, crc32

from jisr.storage.cache import NO_ROWS, PIECES, Rows, open_cache, piece_of
from jisr.storage.disk import digest_file, explain_disk_errors, file_mode, sibling_path
from jisr.storage.own_folder import refuse_links
from jisr.storage.work.garbage import holding

_TICK = 0.05  # seconds: two changes of a file that are further apart differ in its times
_COARSE_TICK = 2.0  # the same on disks that count whole seconds

FolderState = tuple[str, int]
"""A digest of size and times of all files of a folder, and when the last of them was changed (ns)."""

Record = Sequence[int | str]
"""Size and times of a file (`_facts`), the digest of what it held then, the key of what made it."""
_FACTS = 3

Folds = list[int]
"""What folds rows, as of size and times of files, into a number, of those of each piece they are kept in."""


def read_tail(path: Path, size: int) -> bytes:
    """The last `size` bytes of a file, `b""` where there is none."""
    try:
        with path.open("rb") as stream:
            stream.seek(max(0, path.stat().st_size - size))
            return stream.read()
    except OSError:  # a link, a folder or nothing in its place
        return b""


def save(folder: Path, files: Iterable[tuple[str, bytes]]) -> list[Path]:
    """Write files (name, content) into a folder anywhere; each is there whole or not at all."""
    written = []
    with explain_disk_errors(folder):
        for name, data in files:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            sibling_path(path).write_bytes(data)
            sibling_path(path).replace(path)
            written.append(path)
    return written


def file_stats(folder: Path | str) -> Iterator[tuple[str, os.stat_result]]:
    """The files below a folder by path, in order, links for themselves; hidden ones are somebody else's.

    Asked for tens of thousands of files at each run: so one folder after the other, each before those in it.
    """
    waiting = [str(folder)]
    while waiting:
        try:
            with os.scandir(waiting.pop()) as found:
                entries = sorted((entry.name, entry) for entry in found if entry.name[0] != ".")
        except (FileNotFoundError, NotADirectoryError):
            continue
        inner = []
        for _, entry in entries:
            if entry.is_dir(follow_symlinks=False):
                inner.append(entry.path)
                continue
            try:
                stat = entry.stat(follow_symlinks=False)
            except FileNotFoundError:  # somebody has just saved or deleted it
                continue
            yield entry.path, stat
        waiting += reversed(inner)


def let_time_pass(newest: int) -> None:
    """Wait until whoever changes a file that was last changed at `newest` (ns) changes its times too."""
    tick = _TICK if newest % 1_000_000_000 else _COARSE_TICK
    time.sleep(min(tick, max(0.0, newest / 1e9 + tick - time.time())))


class KnownFolder:
    """A folder, and what each of its files holds; hidden files are not Jisr's, and not among them.

    `records` are what was known of them before, of which it keeps those that still hold; all of them where
    it is `trusting`, which looks at no file but those that it writes. `left` is what they were folded into at
    the end of the last run: where it is the same for a piece, each of its files is as it was, and its records
    are read only where somebody asks for one.
    """

    def __init__(
        self, path: Path, records: Rows = NO_ROWS, left: Folds | None = None, *, trusting: bool = False
    ) -> None:
        self.path = path
        self.folds = [0] * PIECES
        self._newest = 0
        # there may be a hundred thousand files: each has its record, or its facts alone until it is asked for
        self._there: dict[str, Record] = {}
        self._made: set[str] = set()  # folders below it that are there for certain
        self._changed: set[str] = set()
        self._before, self._outdated = records, dict[str, Record]()
        self._trusting = trusting and left is not None
        self.left = "" if left is None else _say(left)
        self._touched: set[int] = set()  # pieces in which a file is not as it was
        if trusting and left is not None:
            self.folds = [*left]
            self._there = dict(records.of(range(PIECES)))
            return
        self._there = dict(_list_facts(path))
        self._newest = fold_rows(self.folds, self._there.items())
        self._touched = {n for n in range(PIECES) if left is None or left[n] != self.folds[n]}
        for name, record in records.of(self._touched):
            facts = self._there.get(name)
            if facts and facts == (record[0], record[1], record[2]):
                self._there[name] = record
            else:
                self._outdated[name] = record
        self._changed = set(self._outdated)

    def state(self) -> FolderState:
        """By what it is known that nobody else wrote here: whoever does changes size or times of a file.

        Unless he does so at once: see `let_time_pass`.
        """
        return _say(self.folds), self._newest

    @property
    def is_all_as_left(self) -> bool:
        """Whether each file is as the last run left it, which came to its end; before anything is written."""
        return not self._touched

    def is_as_left(self, name: str) -> bool:
        """Whether a file is as the last run left it, which came to its end; before anything is written.

        Of one that this left nowhere nothing is said.
        """
        if not self._touched or piece_of(name) not in self._touched:
            return True
        return bool(self.left) and len(self._there.get(name, ())) > _FACTS and name not in self._changed

    def names(self, below: str = "") -> set[str]:
        """The files that are there, or in a folder in it, by path there."""
        top = below and f"{below}/"
        return {name[len(top) :] for name in self._there if name.startswith(top)} if top else set(self._there)

    def digest(self, name: str) -> str:
        """The digest of what a file holds; `""` for none, and for what is no file, as a link."""
        return str(record[3]) if (record := self._record(name)) else ""

    def digests(self) -> dict[str, str]:
        """The files with the digests of what they hold."""
        there = [*self._there.items()]
        return {name: str(record[3]) if len(record) > _FACTS else self.digest(name) for name, record in there}

    def keys(self) -> dict[str, str]:
        """The files with the keys with which they were written, as `key` gives them."""
        there = [*self._there.items()]
        return {name: str(record[4]) if len(record) > _FACTS else self.key(name) for name, record in there}

    def key(self, name: str) -> str:
        """The key with which a file was written, if it holds what it held then; else `""`."""
        return str(record[4]) if (record := self._record(name)) else ""

    def former_key(self, name: str) -> str | None:
        """The key that the last run noted of a file, whatever lies there by now; `None` for none noted."""
        before = self._outdated.get(name) or self._before.get(name)
        return str(before[4]) if before else None

    def claim(self, name: str, key: str) -> None:
        """Note by which `key` a file is known that lies there."""
        self._note(name, self.digest(name), key)

    def _record(self, name: str) -> Record | None:
        """What is known of a file, which is read where nothing is; none for what is no file."""
        record = self._there.get(name)
        if record and len(record) == _FACTS:
            before = self._outdated.get(name) or self._before.get(name)
            if before and record == (before[0], before[1], before[2]):
                self._there[name] = record = before
                return record
            digest = digest_file(self.path / name)
            record = self._keep(name, (*record, digest, before[4] if before and before[3] == digest else ""))
        return record or None

    def write(self, name: str, data: bytes, key: str = "") -> bool:
        """Have a file hold `data`; whether it did not. For what nobody else reads meanwhile.

        `key` is by what the maker of the file knows whether it would be the same again.
        """
        digest = sha256(data).hexdigest()
        is_new = self.digest(name) != digest or not self._is_as_known(name)
        if is_new:
            self._make_room(name).write_bytes(data)
        self._note(name, digest, key)
        return is_new

    def place(self, name: str, made: Path, digest: str) -> None:
        """Put a file that was made elsewhere, and holds what `digest` is of, into its place, in one step."""
        path = self._make_room(name)
        try:
            made.replace(path)
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
            shutil.copyfile(made, sibling_path(path))  # the folder lies on another disk
            sibling_path(path).replace(path)
        self._note(name, digest)

    def remove(self, names: Iterable[str]) -> None:
        """Let files go, and the folders that are empty then."""
        gone = [name for name in names if name in self._there]
        for name in gone:
            fold_rows(self.folds, [(name, self._there.pop(name))])
        self._changed.update(gone)
        for name in gone:
            # it may lie in a folder where a file or a link is by now, or a folder in its own place
            if self._is_folder(name.rpartition("/")[0]):
                with suppress(FileNotFoundError, IsADirectoryError):
                    (self.path / name).unlink()
        for parent in sorted({parent for name in gone for parent in Path(name).parents}, reverse=True):
            if parent.name and self._is_folder(parent.as_posix()) and not any((self.path / parent).iterdir()):
                (self.path / parent).rmdir()
        self._made.clear()

    def changes(self) -> dict[str, Record | None]:
        """What is known of files of which something else was known before; `None` where nothing is."""
        there = ((name, self._there.get(name) or ()) for name in self._changed)
        return {name: record if len(record) > _FACTS else None for name, record in there}

    def _make_room(self, name: str) -> Path:
        """The path of a file that is to be, with its folder; what is no file there goes."""
        path, parent = self.path / name, name.rpartition("/")[0]
        self._make_folder(parent)
        mode = file_mode(str(path))
        if S_ISLNK(mode):
            path.unlink()
        elif S_ISDIR(mode):
            shutil.rmtree(path)
        return path

    def _is_folder(self, name: str) -> bool:
        """Whether a folder is there below this one, itself and not by a link."""
        if name and name not in self._made:
            if not self._is_folder(name.rpartition("/")[0]) or not S_ISDIR(file_mode(f"{self.path}/{name}")):
                return False
            self._made.add(name)
        return True

    def _make_folder(self, name: str) -> None:
        """Have a folder be there; a file or a link in its place goes, which who is trusting did not see."""
        if not name:
            self.path.mkdir(parents=True, exist_ok=True)
        elif not self._is_folder(name):
            self._make_folder(name.rpartition("/")[0])
            with suppress(FileNotFoundError):
                (self.path / name).unlink()
            (self.path / name).mkdir()
            self._made.add(name)

    def _is_as_known(self, name: str) -> bool:
        """Whether a file of which the last run was trusted lies there as that left it."""
        if not self._trusting:
            return True
        if not self._is_folder(name.rpartition("/")[0]):
            return False
        try:
            return _facts(os.lstat(f"{self.path}/{name}")) == tuple(self._there[name][:_FACTS])
        except FileNotFoundError:
            return False

    def _note(self, name: str, digest: str, key: str = "") -> None:
        self._keep(name, (*_facts(os.lstat(f"{self.path}/{name}")), digest, key))

    def _keep(self, name: str, record: Record) -> Record:
        before = ((name, there) for there in [self._there.get(name)] if there is not None)
        self._newest = max(self._newest, fold_rows(self.folds, [*before, (name, record)]))
        self._there[name] = record
        self._changed.add(name)
        return record


def _facts(stat: os.stat_result) -> tuple[int, ...]:
    """By what a file is known to be as it was; nothing for what is no file, as a link."""
    return (stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns) if S_ISREG(stat.st_mode) else ()


def _list_facts(folder: Path) -> Iterator[tuple[str, tuple[int, ...]]]:
    """The files below a folder, by path there and in any order, with their facts: see `file_stats`."""
    waiting = [("", str(folder))]
    while waiting:
        below, at = waiting.pop()
        try:
            with os.scandir(at) as found:
                entries = [entry for entry in found if entry.name[0] != "."]
        except (FileNotFoundError, NotADirectoryError):
            continue
        for entry in entries:
            name = below + entry.name
            if entry.is_dir(follow_symlinks=False):
                waiting.append((f"{name}/", entry.path))
                continue
            try:
                yield name, _facts(entry.stat(follow_symlinks=False))
            except FileNotFoundError:
                continue


def read_state(folder: Path) -> FolderState:
    """`KnownFolder.state`, with no more in memory than one of a hundred thousand files."""
    folds = [0] * PIECES
    newest = fold_rows(folds, _list_facts(folder))
    return _say(folds), newest


def fold_rows(folds: Folds, rows: Iterable[tuple[str, Sequence[Any]]]) -> int:
    """Fold names with the three numbers that their rows begin with into `folds`, or out again, in whatever
    order; of the third number, the time of a file (ns), the highest.

    Quickly, for there may be a hundred thousand.
    """
    newest = 0
    for name, record in rows:
        said = name.encode("utf-8", "surrogatepass")
        crc = crc32(said)
        facts = record[:_FACTS] or (0, 0, 0)
        folds[crc % PIECES] ^= hash((crc, adler32(said), *facts))  # of numbers it is always the same
        if facts[2] > newest:
            newest = facts[2]
    return newest


def _say(folds: Folds) -> str:
    return f"{reduce(xor, folds):x}"


_LEFT = "left in order"


@contextmanager
def open_folder(root: Path, name: str, *, trusting: bool = False) -> Iterator[KnownFolder]:
    """The folder `name` of a project, with what the last run knew of its files; this is kept for the next.

    Who is `trusting` takes the word of the last run for what lies there, if that came to its end: for a
    folder of which few files will be read, each of which is looked at then (see `distrust`).
    """
    with holding(), open_cache(root, name) as kept:
        found = kept.get(name, _LEFT)
        left = found if isinstance(found, list) and len(found) == PIECES else None
        kept.put(name, _LEFT, False)  # until this has come to its end
        folder = KnownFolder(root / name, kept.rows(name, root), left, trusting=trusting)
    is_in_order = False
    try:
        with explain_disk_errors(root / name):
            yield folder
        is_in_order = True
    finally:
        with open_cache(root, name, whole=False) as kept:
            kept.put_rows(name, folder.changes())
            kept.put(name, _LEFT, folder.folds if is_in_order else False)


def distrust(root: Path, name: str) -> None:
    """Have the next run look at each file of a folder, whatever the last one said."""
    with open_cache(root, name, whole=False) as kept:
        kept.put(name, _LEFT, False)


@contextmanager
def staging_folder(beside: Path, name: str) -> Iterator[Path]:
    """An empty folder in `beside`, which is gone at the end; what killed runs left of such goes too."""
    prefix = f"{name}-"
    with explain_disk_errors(beside):
        beside.mkdir(exist_ok=True)
        for left in beside.glob(f"{prefix}*"):
            shutil.rmtree(left, ignore_errors=True)
        made = Path(mkdtemp(prefix=prefix, dir=beside))
        try:
            yield made
        finally:
            shutil.rmtree(made, ignore_errors=True)


def _folders_of(names: Iterable[str]) -> set[str]:
    """The folders that files lie in, by path, those around these included."""
    found: set[str] = set()
    for name in names:
        while (name := name.rpartition("/")[0]) and name not in found:
            found.add(name)
    return found


def publish(made: Mapping[str, tuple[Path, str]], folder: KnownFolder, wanted: Collection[str]) -> None:
    """Put files (name → the folder below which it was made, and its digest) into `folder`, each in one step.

    The folder may be served all the while, from wherever a server holds it (a mount, a working directory): so
    it is never exchanged, only its files. New ones come first, then those that changed, last what is not
    `wanted` goes: whatever is there at any moment finds what it asks for. What is equal is not touched. Of
    what is not `wanted`, only files within Jisr's own folders go, and no hidden ones. Raises `JisrError` for
    links in the place of folders: what goes there would be somebody else's.
    """
    there = folder.names()
    in_the_way = sorted(there & _folders_of(made))
    for name in ("", *in_the_way):
        refuse_links(folder.path.parent, folder.path / name)
    ours = {name.split("/")[0] for name in wanted if "/" in name}
    gone = {name for name in there - set(wanted) if name.split("/")[0] in ours and "/" in name}
    folder.remove(in_the_way)  # files where folders are to be
    for name in sorted(made, key=lambda name: (name in there, name)):
        where, digest = made[name]
        if folder.digest(name) != digest:
            folder.place(name, where / name, digest)
    folder.remove(sorted(gone))
