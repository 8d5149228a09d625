"""Jisr's own folders in a project, which git does not see, and the locks that lie there."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from filelock import FileLock, Timeout

from jisr.model.diagnostics import Finding, JisrError
from jisr.storage import git
from jisr.storage.disk import explain_disk_errors, sibling_path, write_durably

STATE_DIR = ".jisr"  # locks, journal and caches: nothing that cannot be lost between runs
LOCK_WAIT = 5.0  # seconds for which a run waits until another has written


class BusyError(JisrError):
    """Another run holds what this one needs, and has held it for as long as it waited."""


def refuse_links(root: Path, path: Path) -> None:
    """Raises `JisrError` where `path`, or a folder on the way to it from `root`, is a link.

    What is written and removed there would be somebody else's.
    """
    for part in (path, *path.parents):
        if part != root and part.is_relative_to(root) and part.is_symlink():
            name = part.relative_to(root).as_posix()
            message = "a link in the place of a folder that Jisr fills and empties"
            remedy = "remove the link: Jisr makes the folder itself"
            raise JisrError(Finding("path", message, name, remedy=remedy))


def make_own_folder(root: Path, name: str) -> Path:
    """The folder `name` in `root`, which is Jisr's alone, and which git does not see; made if need be.

    Raises `JisrError` where a link stands in its place, git keeps a file of it, or the disk refuses.
    """
    path = root / name
    refuse_links(root, path)
    _refuse_kept_by_git(root, path.relative_to(root).parts[0])
    with explain_disk_errors(root):
        path.mkdir(parents=True, exist_ok=True)
        unseen = root / path.relative_to(root).parts[0] / ".gitignore"
        if not unseen.exists():
            unseen.write_bytes(b"*\n")
        if name == STATE_DIR:
            _throw_out_pipes(path)
    return path


def _throw_out_pipes(folder: Path) -> None:
    """Delete what lies in the place of a file and is none: whoever opens a pipe may wait without end."""
    for path in folder.iterdir():
        if not path.is_file() and not path.is_dir():  # or a link that leads to none
            path.unlink(missing_ok=True)


def write_own_file(path: Path, data: bytes) -> None:
    """Write a file there that nobody else on this machine may read: all of it, or none if that is cut off."""
    new = sibling_path(path)
    new.touch(0o600)
    write_durably(new, data)
    new.replace(path)


@cache
def _refuse_kept_by_git(root: Path, folder: str) -> None:
    """Raises `JisrError` where a commit brought a file of `folder` along.

    What lies there is taken for Jisr's own work: whoever wrote it could say what stands in the articles.
    """
    if found := git.lines(root, "ls-files", "--", folder):
        message = "git keeps what Jisr has worked out, which anybody could have written"
        remedy = f"git rm -r --cached {folder}, then delete the folder: Jisr makes it anew"
        raise JisrError(Finding("path", message, found[0], remedy=remedy))


_patience: ContextVar[float | None] = ContextVar("patience", default=None)


@contextmanager
def waiting(seconds: float) -> Iterator[None]:
    """While this lasts, wait so long for another run, where nothing else is said."""
    token = _patience.set(seconds)
    try:
        yield
    finally:
        _patience.reset(token)


@contextmanager
def hold_lock(root: Path, name: str, what: str, wait: float | None = None) -> Iterator[None]:
    """Hold the lock `name`, which is for `what` only one run may do at a time.

    Raises `BusyError` if another run holds it for longer than `wait` seconds; for none, `waiting` says how
    long, or `LOCK_WAIT`.
    """
    lock = FileLock(make_own_folder(root, STATE_DIR) / name)
    try:
        with explain_disk_errors(root):
            lock.acquire(timeout=next(one for one in (wait, _patience.get(), LOCK_WAIT) if one is not None))
    except Timeout as error:
        message = f"another jisr is at work in this project{what and ': '}{what}"
        remedy = "wait until it is done, then run this again"
        raise BusyError(Finding("locked", message, f"{STATE_DIR}/{name}", remedy=remedy)) from error
    try:
        yield
    finally:
        lock.release()
