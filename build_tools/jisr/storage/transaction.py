"""The only writer of files: all of a run's changes happen, or none of them, whatever kills the run.

A commit first puts every new content beside its file, then one journal that lists them, then lets each change
places with its file, then forgets the journal and what came out. What comes out is compared in that very
moment with what the run had read: a program that saves at any instant loses nothing, for its words go back to
their place, and so does all else that the commit has put in. A run that finds a journal finishes it, or takes
it back, before it does anything else. One thing nobody can see: a program that had opened a file before it
was exchanged, and writes into what it holds after that was compared.
"""

import ctypes
import errno
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from filelock import FileLock, Timeout

from jisr.model.diagnostics import Finding, JisrError

STATE_DIR = ".jisr"  # locks, journal and caches: nothing that cannot be lost between runs
LOCK_WAIT = 5.0  # seconds for which a run waits until another has written
_STAGING = "journal-staging.json"  # what a commit will change, while the new contents are put in place
_JOURNAL = "journal.json"  # the same, once they are all there
_SETTLED = "journal-settled.json"  # the same, once every file has its content for good
_NEW, _OLD = ".jisr-new", ".jisr-old"


class ChangedError(JisrError):
    """Somebody saved a file while the run was about to write it: theirs stands, and nothing was written."""


class BusyError(JisrError):
    """Another run holds what this one needs, and has held it for as long as it waited."""


def fingerprint(data: bytes | None) -> str:
    """The digest of a file's content; `""` for a file that is not there."""
    return "" if data is None else sha256(data).hexdigest()


def read_file(path: Path) -> bytes | None:
    """The content of a file, `None` where there is none. Raises `JisrError` where it cannot be read."""
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:  # a folder in its place, no permission
        remedy = "put the file back, or mend its permissions"
        raise JisrError(
            Finding("disk", f"cannot be read ({error.strerror})", path.as_posix(), remedy=remedy)
        ) from error


# --- Jisr's own folders, and who may write -----------------------------------------------------------------


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

    Raises `JisrError` where a link stands in its place, or the disk refuses.
    """
    path = root / name
    refuse_links(root, path)
    with explain_disk_errors(root):
        path.mkdir(parents=True, exist_ok=True)
        unseen = root / path.relative_to(root).parts[0] / ".gitignore"
        if not unseen.exists():
            unseen.write_bytes(b"*\n")
    return path


@contextmanager
def lock_project(root: Path, wait: float | None = None) -> Iterator[None]:
    """Hold the project while its files are read, compared and written; first, a killed commit is settled.

    Whatever takes long (an engine, a build) is done without. Raises `BusyError` if another run holds it for
    longer than `wait` seconds (`LOCK_WAIT`, for none).
    """
    with hold_lock(root, "lock", "", wait):
        recover(root)
        yield


@contextmanager
def hold_lock(root: Path, name: str, what: str, wait: float | None = None) -> Iterator[None]:
    """Hold the lock `name`, which is for `what` only one run may do at a time.

    Raises `BusyError` if another run holds it for longer than `wait` seconds (`LOCK_WAIT`, for none).
    """
    with explain_disk_errors(root):
        lock = FileLock(make_own_folder(root, STATE_DIR) / name)
    try:
        with explain_disk_errors(root):
            lock.acquire(timeout=LOCK_WAIT if wait is None else wait)
    except Timeout as error:
        message = f"another jisr is at work in this project{what and ': '}{what}"
        remedy = "wait until it is done, then run this again"
        raise BusyError(Finding("locked", message, f"{STATE_DIR}/{name}", remedy=remedy)) from error
    try:
        yield
    finally:
        lock.release()


# --- a commit ----------------------------------------------------------------------------------------------


def commit(
    root: Path, changes: Mapping[Path, bytes | None], expected: Mapping[Path, str] | None = None
) -> list[Path]:
    """Write each content to its file (`None` deletes it), all or nothing; returns those that really changed.

    The order of `changes` is the order of the renames: pages before ledgers, so that a run killed between the
    two finds the page's words with the ledger still knowing the old ones. `expected` are the fingerprints of
    what the changes were made from. Raises `JisrError` on a full disk or a read-only folder, and its kind
    `ChangedError` where a file no longer holds what was expected when its turn comes: nothing is written.
    """
    expected = expected or {}
    plan: list[tuple[_Step, bytes | None]] = []
    foreign = []
    for path, data in changes.items():
        place = path.resolve()  # a link goes on leading to the words
        if not place.is_relative_to(root.resolve()):
            raise JisrError(
                Finding("path", "a file outside the project", str(path), remedy="remove the link or the ..")
            )
        now = read_file(path)
        if now != data:
            step = _Step(place, expected.get(path, fingerprint(now)), fingerprint(data))
            plan.append((step, data))
            if fingerprint(now) != step.before:
                foreign.append(step)
    if foreign:
        raise ChangedError(_changed_findings(root, foreign))
    if plan:
        with explain_disk_errors(root):
            _prepare(root, plan)
            foreign = _carry_out(root, [step for step, _ in plan])
        if foreign:
            raise ChangedError(_changed_findings(root, foreign))
    written = {step.path for step, _ in plan}
    return [path for path in changes if path.resolve() in written]


def recover(root: Path) -> None:
    """Settle the commit of a killed run, if there is one: finish it, or take all of it back.

    It is taken back where somebody has saved one of its files since; theirs stands. Raises `JisrError` where
    two people's words wait for one place, which only a person can settle.
    """
    with explain_disk_errors(root):
        for name, settle in ((_STAGING, _unstage), (_JOURNAL, _carry_out), (_SETTLED, _forget)):
            if steps := _read_journal(root, name):
                settle(root, steps)


@dataclass(frozen=True)
class _Step:
    """One file of a commit, with the fingerprints of what it held and of what it shall hold.

    The new content waits beside it, in `beside`; when its turn has come, the old one waits there.
    """

    path: Path
    before: str
    after: str

    @property
    def beside(self) -> Path:
        return _sibling_path(self.path, _NEW)

    @property
    def waits(self) -> bool:
        """Whether this file has not been exchanged yet."""
        return _fingerprint_of(self.beside) == self.after

    @property
    def is_foreign(self) -> bool:
        """Whether the old content that was taken out differs from what the run had read."""
        return _fingerprint_of(self.beside) not in ("", self.before, self.after)

    def carry_out(self) -> bool:
        """Let old and new change places; whether it could be, and what came out is what had been read."""
        if _fingerprint_of(self.path) != self.before:
            return False
        with suppress(FileNotFoundError, FileExistsError, IsADirectoryError):
            if not self.before:
                _create(self.beside, self.path)
            elif self.after:
                _swap(self.path, self.beside)
            else:
                self.path.replace(self.beside)
            return not self.is_foreign
        return False

    def take_back(self) -> None:
        """Undo it, unless somebody has saved, or removed, the file since: they knew what they did."""
        with suppress(FileNotFoundError, FileExistsError, IsADirectoryError):
            if self.waits:
                return
            if not self.after or (self.is_foreign and not self.path.exists()):
                _create(self.beside, self.path)
            elif _fingerprint_of(self.path) == self.after:
                self._put_out()

    def _put_out(self) -> None:
        if self.before:
            _swap(self.path, self.beside)
        else:
            self.path.replace(self.beside)
        if _fingerprint_of(self.beside) != self.after:  # saved in this very moment: put it back
            if self.before:
                _swap(self.path, self.beside)
            else:
                _create(self.beside, self.path)


def _prepare(root: Path, plan: Sequence[tuple[_Step, bytes | None]]) -> None:
    """Put the new contents beside their files, and the journal that lists them into its place."""
    steps = [step for step, _ in plan]
    if left := [step for step in steps if step.beside.exists()]:
        raise JisrError(_clash_finding(root, step) for step in left)
    lines = [{"file": _name(root, s), "before": s.before, "after": s.after} for s in steps]
    staging = make_own_folder(root, STATE_DIR) / _STAGING
    try:
        draft = _sibling_path(staging, _NEW)
        _write(draft, json.dumps(lines).encode())
        draft.replace(staging)
        for step, data in plan:
            if data is not None:
                step.path.parent.mkdir(parents=True, exist_ok=True)
                _write(step.beside, data)
                _copy_permissions(step)
        staging.replace(root / STATE_DIR / _JOURNAL)
    except OSError:
        _unstage(root, steps)
        raise


def _unstage(root: Path, steps: Iterable[_Step]) -> None:
    """Remove the new contents of a commit that never came to its turn."""
    for step in steps:
        step.beside.unlink(missing_ok=True)
    staging = root / STATE_DIR / _STAGING
    _sibling_path(staging, _NEW).unlink(missing_ok=True)
    staging.unlink(missing_ok=True)


def _copy_permissions(step: _Step) -> None:
    """Keep the file's permissions and owner, for example when root runs Jisr for an editor."""
    with suppress(FileNotFoundError):
        old = step.path.stat()
        if hasattr(os, "chown"):
            with suppress(PermissionError):
                os.chown(step.beside, old.st_uid, old.st_gid)
        step.beside.chmod(old.st_mode)


def _read_journal(root: Path, name: str) -> list[_Step]:
    """The steps of a journal; none where there is no such journal. Raises `JisrError` for one not ours."""
    text = read_file(root / STATE_DIR / name)
    if text is None:
        return []
    home = root.resolve()
    try:
        steps = [_Step(home / s["file"], str(s["before"]), str(s["after"])) for s in json.loads(text)]
        if all(step.path.resolve().is_relative_to(home) for step in steps):
            return steps
    except (ValueError, TypeError, KeyError):
        pass  # as one that leads out of the project
    message = "this is not what Jisr writes before it changes files"
    remedy = f"delete it, and files whose names end in {_NEW}, then run again"
    raise JisrError(Finding("journal", message, f"{STATE_DIR}/{name}", remedy=remedy))


def _carry_out(root: Path, steps: Sequence[_Step]) -> list[_Step]:
    """Take every step, or take all of them back; returns those whose file somebody else had changed.

    Raises `JisrError` where what they wrote has no place to go back to.
    """
    for step in steps:
        _finish(step.path, step.beside)
    foreign = [step for step in steps if step.is_foreign]
    for step in steps:
        if not foreign and step.waits and not step.carry_out():
            foreign = [step]
    # a program that held the old file open may have written into it since
    foreign = foreign or [step for step in steps if step.is_foreign]
    if foreign:
        for step in reversed(steps):
            step.take_back()
    for folder in sorted({step.path.parent for step in steps}):
        _sync_folder(folder)
    state = root / STATE_DIR
    (state / _JOURNAL).replace(state / _SETTLED)
    _forget(root, steps)
    return foreign


def _forget(root: Path, steps: Iterable[_Step]) -> None:
    """Remove the old contents and the journal. Raises `JisrError` if a person has written into them since."""
    left = []
    for step in steps:
        if step.is_foreign:
            left.append(step)
        else:
            step.beside.unlink(missing_ok=True)
    (root / STATE_DIR / _SETTLED).unlink(missing_ok=True)
    if left:
        raise JisrError(_clash_finding(root, step) for step in left)


def _clash_finding(root: Path, step: _Step) -> Finding:
    kept = step.beside.relative_to(root.resolve()).as_posix()
    return Finding(
        "interrupted",
        "this was saved twice while jisr was writing it",
        _name(root, step),
        remedy=f"compare it with {kept}, take over what is missing, delete that file, run again",
    )


def _changed_findings(root: Path, steps: Iterable[_Step]) -> Iterator[Finding]:
    """What a run says that found somebody else's words where it was about to write."""
    message = "this was changed by someone else while jisr was at work, and nothing was written"
    for step in steps:
        yield Finding("changed", message, _name(root, step), remedy="run this again: it takes the change in")


def _name(root: Path, step: _Step) -> str:
    return step.path.relative_to(root.resolve()).as_posix()


# --- small parts -------------------------------------------------------------------------------------------


def _sibling_path(path: Path, suffix: str) -> Path:
    """A path in the same folder, because a rename must stay within one file system."""
    return path.with_name(f".{path.name}{suffix}")


def _fingerprint_of(path: Path) -> str:
    """The fingerprint of what is there; one that no content has for what cannot be read."""
    try:
        return fingerprint(read_file(path))
    except JisrError:
        return "?"


def _create(new: Path, path: Path) -> None:
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


def _swap(path: Path, beside: Path) -> None:
    """Let two files change places, in one step where the system can.

    Elsewhere the old file is kept by a second name, which is as near as it comes: what others write into it
    is kept too, and only a file that is put in its place in that very moment would be lost.
    """
    if _exchange(path, beside):
        return
    old = _sibling_path(path, _OLD)
    try:
        os.link(path, old)
    except FileNotFoundError:
        raise
    except OSError:  # a disk without hard links
        old.write_bytes(path.read_bytes())
    beside.replace(path)
    old.replace(beside)


def _finish(path: Path, beside: Path) -> None:
    """Finish what takes `_create` and `_swap` more than one step, if they were killed."""
    old = _sibling_path(path, _OLD)
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
    name, with_folders = _EXCHANGE.get(sys.platform, ("", False))
    call = getattr(ctypes.CDLL(None, use_errno=True), name, None) if name else None
    if call is None:
        return False
    here = (-100,) if with_folders else ()  # AT_FDCWD
    if call(*here, os.fsencode(one), *here, os.fsencode(other), 2) == 0:  # RENAME_EXCHANGE, RENAME_SWAP
        return True
    if ctypes.get_errno() in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP):
        return False
    raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(one))


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def _sync_folder(folder: Path) -> None:
    """Make the renames themselves durable, where the platform can."""
    if hasattr(os, "O_DIRECTORY") and folder.is_dir():
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextmanager
def explain_disk_errors(root: Path) -> Iterator[None]:
    """Make of what the disk refuses an error that says what to do."""
    try:
        yield
    except OSError as error:
        if isinstance(error, Timeout):
            raise
        name = Path(error.filename).as_posix() if error.filename else str(root)
        raise JisrError(
            Finding(
                "disk",
                f"cannot write ({error.strerror or error})",
                name,
                remedy="free space or fix the permissions, then run again: nothing was lost",
            )
        ) from error
