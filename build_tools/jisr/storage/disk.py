"""Files as they are read and known by what they hold, and what a disk does in one step: files change places.

Where a system or a disk cannot do it in one step, what it takes instead can be finished after a kill.
"""

import ctypes
import errno
import os
import re
import struct
import sys
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from dataclasses import replace
from functools import cache
from hashlib import file_digest, sha256
from pathlib import Path
from stat import S_ISDIR, S_ISLNK, S_ISREG

from filelock import Timeout

from jisr.model.diagnostics import Finding, JisrError

READING = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
"""How a file is opened to be read; whoever opens a pipe so does not wait for somebody to write into it."""
_PLAIN = READING | getattr(os, "O_NOFOLLOW", 0)
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)  # also where a file may not grow as large as it has to
_REFUSED = (*FULL, errno.EACCES, errno.EIO, errno.EPERM, errno.EROFS)
_AT_ONCE = 8  # files for which the disk is waited for side by side
NEW, OLD = ".jisr-new", ".jisr-old"  # ends of names that wait beside a file to change places with it
_OWN_FOLDERS = (".jisr", ".build")  # of a project, which nobody but Jisr writes into
_COPY = re.compile(
    r"(?P<of>.+?)(?:"
    r" ?\([^()]*(?:conflict|Konflikt|conflit|conflicto|تعارض|متعارض)[^()]*\)"  # of synchronised folders
    r"|\.sync-conflict-\d{8}-\d{6}\w*(?:-\w+)?"
    r"|-(?:DESKTOP|LAPTOP)-\w+"
    r"|_(?:BACKUP|BASE|LOCAL|REMOTE)_\d+"  # of git mergetool
    r"|(?: -)? (?:[Cc]opy|Kopie|[Cc]opie|نسخة)(?: \(?\d+\)?)?"  # of file managers
    r"| ?\((?:\d+|copy|نسخة)\)"
    r")",
    re.IGNORECASE,
)
"""What programs add to the name of a file when they lay a copy beside it."""


def fingerprint(data: bytes | None) -> str:
    """The digest of a file's content; `""` for a file that is not there."""
    return "" if data is None else sha256(data).hexdigest()


def read_bytes(path: Path) -> bytes:
    """What a file holds. Raises `OSError`, as `open_file`."""
    with open(path, "rb", opener=open_file) as stream:
        return stream.read()


def open_file(path: str, flags: int = os.O_RDONLY) -> int:
    """An `opener` of files that are read, for `open`.

    Raises `OSError` also for a pipe or a device: what comes out of one may be waited for without end.
    """
    descriptor = os.open(path, flags | READING)
    mode = os.fstat(descriptor).st_mode
    if S_ISREG(mode) or S_ISDIR(mode):  # a folder has an error of its own
        return descriptor
    os.close(descriptor)
    raise OSError(errno.EINVAL, "a pipe or a device", path)


def digest_file(path: Path) -> str:
    """The SHA-256 digest of what a file holds. Raises `OSError`."""
    with open(path, "rb", opener=open_file) as stream:
        return file_digest(stream, "sha256").hexdigest()


Digests = dict[str, bytes]
"""What a run has read of files: by path, what they are known by not to have changed since, and the digest.

A few bytes each, for ten thousand articles have sixty thousand files.
"""
_FACTS = struct.Struct("QQQqq")
_WORD = (1 << 64) - 1  # some systems number files by more


def file_facts(stat: os.stat_result) -> bytes:
    """What a file is known by not to have changed since it was read, while a run lasts."""
    device, number = stat.st_dev & _WORD, stat.st_ino & _WORD
    return _FACTS.pack(device, number, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns)


_read: ContextVar[Digests | None] = ContextVar("read", default=None)


@contextmanager
def recalling(digests: Digests) -> Iterator[None]:
    """Read no file a second time here to tell its digest, if `digests` has it and it is as it was."""
    token = _read.set(digests)
    try:
        yield
    finally:
        _read.reset(token)


def read_digests() -> Digests:
    """What this run has read of files."""
    known = _read.get()
    return {} if known is None else known


def recall(path: str, digests: Digests) -> tuple[bytes, str] | None:
    """What a plain file is known by, and the digest that `digests` has; `None` if it is not as it was."""
    if known := digests.get(path):
        facts, digest = known[: _FACTS.size], known[_FACTS.size :]
        try:
            if facts == file_facts(os.lstat(path)):  # a link is looked through each time
                return facts, digest.hex()
        except OSError:
            return None
    return None


def recall_digest(path: str) -> tuple[int, str] | None:
    """Size and digest of a plain file that this run has read; `None` where it is not as it was then."""
    known = recall(path, read_digests())
    return (_FACTS.unpack(known[0])[2], known[1]) if known else None


def fingerprint_plain(path: str) -> str | None:
    """The digest of what a plain file holds; `""` for none, `None` for a link, a folder, an unreadable file.

    Asked for tens of thousands of files at each run, so a path is a text here.
    """
    if known := recall_digest(path):
        return known[1]
    try:
        descriptor = open_file(path, _PLAIN)
    except (FileNotFoundError, NotADirectoryError):
        return ""
    except OSError:
        return None
    try:
        with os.fdopen(descriptor, "rb", buffering=0) as stream:
            return sha256(stream.read()).hexdigest()
    except OSError:
        return None


_ahead: ContextVar[Mapping[Path, bytes | None] | None] = ContextVar("ahead", default=None)


@contextmanager
def read_ahead(contents: Mapping[Path, bytes | None]) -> Iterator[None]:
    """Read files of `contents` here as if they held that: it is written soon, or not at all."""
    token = _ahead.set(contents)
    try:
        yield
    finally:
        _ahead.reset(token)


def read_file(path: Path) -> bytes | None:
    """The content of a file, `None` where there is none. Raises `JisrError` where it cannot be read."""
    ahead = _ahead.get()
    if ahead and path in ahead:
        return ahead[path]
    try:
        return read_bytes(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:  # a folder in its place, no permission
        message = f"cannot be read ({error.strerror})"
        remedy = "put the file back, or mend its permissions"
        raise JisrError(Finding("disk", message, path.as_posix(), remedy=remedy)) from error


def read_in_project(root: Path, name: str) -> bytes | None:
    """`read_file` of a project's file, of whose name there what is wrong is said."""
    try:
        return read_file(root / name)
    except JisrError as error:
        raise JisrError(replace(finding, file=name) for finding in error.findings) from error


def names_below(folder: str) -> Iterator[str]:
    """The files in a folder and below, by their path there; links to folders are not followed.

    Raises `OSError` for a folder that may not be looked into: its files are not gone.
    """
    for here, _, names in os.walk(folder, onerror=_note_unlisted):
        inner = here[len(folder) + 1 :].replace(os.sep, "/")
        yield from (f"{inner}/{name}" if inner else name for name in names)


def _note_unlisted(error: OSError) -> None:
    if not isinstance(error, (FileNotFoundError, NotADirectoryError)):
        raise error


def cut_suffix(path: str) -> tuple[str, str]:
    """A path without its suffix, and that, as `pathlib` has them; for as many files."""
    at = path.rfind(".")
    begin = max(path.rfind("/"), path.rfind(os.sep)) + 1
    return (path[:at], path[at:]) if begin < at < len(path) - 1 else (path, "")


def file_mode(path: str) -> int:
    """What a path is, a link for itself; 0 where nothing is. Asked of tens of thousands, so it is a text."""
    try:
        return os.lstat(path).st_mode
    except (FileNotFoundError, NotADirectoryError):
        return 0


def is_link(path: str) -> bool:
    """Whether a path is a link, wherever that leads."""
    return S_ISLNK(file_mode(path))


def copied_from(path: Path) -> str:
    """The name of the file beside which a program laid `path` as a copy, as where two versions met."""
    copied = _COPY.fullmatch(path.stem)
    original = f"{copied['of']}{path.suffix}" if copied else ""
    return original if original and path.with_name(original).exists() else ""


def decode_text(data: bytes | None) -> str:
    """The text of a file, whatever it holds; `""` for a file that is not there."""
    return (data or b"").decode("utf-8-sig", "replace")


def sibling_path(path: Path, suffix: str = NEW) -> Path:
    """A path in the same folder, because a rename must stay within one file system."""
    return path.with_name(f".{path.name}{suffix}")


def put_new(new: Path, path: Path) -> None:
    """Put `new` at `path`, where nothing must be. Raises `FileExistsError`."""
    try:
        os.link(new, path)
    except FileExistsError:
        raise
    except OSError:  # a disk without hard links, or a folder
        if path.exists():
            raise FileExistsError(path) from None
        new.replace(path)
    else:
        new.unlink()


def swap(path: Path, beside: Path) -> None:
    """Let two files change places, in one step where the system can.

    Elsewhere the old file is kept by a second name, which is as near as it comes: what others write into it
    is kept too, and only a file that is put in its place in that very moment would be lost.
    """
    if _exchange(path, beside):
        return
    old = sibling_path(path, OLD)
    try:
        os.link(path, old)
    except FileNotFoundError:
        raise
    except OSError:  # a disk without hard links
        old.write_bytes(path.read_bytes())
    beside.replace(path)
    old.replace(beside)


def finish_swap(path: Path, beside: Path) -> None:
    """Finish what takes `put_new` and `swap` more than one step, if they were killed."""
    old = sibling_path(path, OLD)
    if old.exists():
        if beside.exists():
            old.unlink()
        else:
            old.replace(beside)
    if path.exists() and beside.exists() and path.samefile(beside):
        beside.unlink()


_EXCHANGE = {"linux": ("renameat2", True), "darwin": ("renamex_np", False)}
"""System → its call that lets two names change places, and whether it asks for folders beside the names."""


def _exchange(one: Path, other: Path) -> bool:
    """Let two names change places in one step; False where the system or the disk cannot."""
    call, here = _exchange_call()
    if call is None:
        return False
    if call(*here, os.fsencode(one), *here, os.fsencode(other), 2) == 0:  # RENAME_EXCHANGE, RENAME_SWAP
        return True
    if ctypes.get_errno() in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP):
        return False
    raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(one))


@cache
def _exchange_call() -> tuple[Callable[..., int] | None, tuple[int, ...]]:
    """What this system calls for that, if it can, and what it is told before each name: from which folder."""
    name, with_folders = _EXCHANGE.get(sys.platform, ("", False))
    call = getattr(ctypes.CDLL(None, use_errno=True), name, None) if name else None
    return call, (-100,) if with_folders else ()  # AT_FDCWD


def write_durably(path: Path, data: bytes) -> None:
    """Write a file so that it is on the disk when this returns."""
    with path.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def write_all_durably(files: Mapping[Path, bytes]) -> None:
    """The same for several files: the disk is waited for once for some of them."""
    names = list(files)
    for start in range(0, len(names), _AT_ONCE):
        with ExitStack() as held:
            streams = [held.enter_context(path.open("wb")) for path in names[start : start + _AT_ONCE]]
            for path, stream in zip(names[start:], streams, strict=False):
                stream.write(files[path])
                stream.flush()
            _wait_for_disk([stream.fileno() for stream in streams])


def sync_folders(folders: Collection[Path]) -> None:
    """Make the renames themselves durable, where the platform can."""
    if hasattr(os, "O_DIRECTORY"):
        descriptors = [os.open(folder, os.O_RDONLY) for folder in sorted(folders) if folder.is_dir()]
        try:
            _wait_for_disk(descriptors)
        finally:
            for descriptor in descriptors:
                os.close(descriptor)


def _wait_for_disk(descriptors: Sequence[int]) -> None:
    """Wait until all that was written to files is on the disk: side by side, for it takes as long for one."""
    if len(descriptors) < 2:
        for descriptor in descriptors:
            os.fsync(descriptor)
    else:
        for _ in _waiting_threads().map(os.fsync, descriptors):
            pass


@cache
def _waiting_threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(_AT_ONCE, "disk")


@contextmanager
def explain_disk_errors(root: Path) -> Iterator[None]:
    """Make of what the disk refuses an error that says what to do."""
    try:
        yield
    except Timeout:
        raise
    except OSError as error:
        raise JisrError(explain_refusal(root, error)) from error


@contextmanager
def refused(root: Path) -> Iterator[None]:
    """Make of what the disk refuses, wherever nobody saw it coming, an error that says what to do."""
    try:
        yield
    except OSError as error:
        if found := refusal(root, error):
            raise JisrError(found) from error
        raise


def refusal(root: Path, error: Exception) -> Finding | None:
    """What the disk refused where nobody saw it coming, and what to do; `None` for another error."""
    if not isinstance(error, OSError) or error.errno not in _REFUSED:
        return None
    if not error.filename and error.errno not in FULL:  # an address, say, that is not for everybody
        return None
    return replace(explain_refusal(root, error), message=f"cannot be read or written ({error.strerror})")


def explain_refusal(root: Path, error: OSError) -> Finding:
    """What the disk refused, and what to do; of a full one no file that is Jisr's own, or that was copied."""
    path = Path(error.filename or root)
    if path.name.endswith((NEW, OLD)):
        path = path.with_name(path.name.removeprefix(".").removesuffix(NEW).removesuffix(OLD))
    within = path.relative_to(root).parts if path.is_relative_to(root) else ()
    is_full = error.errno in FULL
    is_known = within and within[0] not in _OWN_FOLDERS
    name = (root if is_full and not is_known else path).as_posix()
    message = f"cannot write ({error.strerror or error})"
    remedy = "free space or fix the permissions, then try again: nothing was lost"
    return Finding("disk", message, name, remedy=remedy)
