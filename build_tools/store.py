"""The only writer of files: all of a run's changes happen, or none of them, whatever kills the run.

A commit first puts every new content beside its file, then one journal that lists them, then renames each
into place, then forgets the journal. A run that finds a journal finishes what it lists before it does
anything else. Where a file was changed by someone in between, what they wrote stays and the run stops.
"""

import errno
import json
import os
import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from filecmp import cmp
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from filelock import FileLock, Timeout

from build_tools.errors import Finding, JisrError

STATE_DIR = ".jisr"  # lock, journal and caches: nothing that cannot be lost between runs
_JOURNAL = "journal.json"
_SUFFIX = ".jisr-new"


def fingerprint(data: bytes | None) -> str:
    """The digest of a file's content; `""` for a file that is not there."""
    return "" if data is None else sha256(data).hexdigest()


def read(path: Path) -> bytes | None:
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


@contextmanager
def locked(root: Path) -> Iterator[None]:
    """Hold the project for one run, and finish first what a killed run left.

    Raises `JisrError` if another run holds it.
    """
    folder = root / STATE_DIR
    with _clear_errors(root):
        folder.mkdir(exist_ok=True)
        lock = FileLock(folder / "lock")
    try:
        with _clear_errors(root):
            lock.acquire(timeout=0)
    except Timeout as error:
        raise JisrError(
            Finding(
                "locked",
                "another jisr is at work in this project",
                STATE_DIR + "/lock",
                remedy="wait until it is done, then run this again",
            )
        ) from error
    try:
        recover(root)
        yield
    finally:
        lock.release()


def commit(
    root: Path, changes: Mapping[Path, bytes | None], expected: Mapping[Path, str] | None = None
) -> list[Path]:
    """Write each content to its file (`None` deletes it), all or nothing; returns those that really changed.

    The order of `changes` is the order of the renames: pages before ledgers, so that a run killed between the
    two finds the page's words with the ledger still knowing the old ones. `expected` are the fingerprints of
    what the changes were made from. Raises `JisrError` on a full disk or a read-only folder, and where a file
    no longer holds what was expected: then nothing is written.
    """
    expected = expected or {}
    plan = []
    for path, data in changes.items():
        if not path.resolve().is_relative_to(root.resolve()):
            raise JisrError(
                Finding("path", "a file outside the project", str(path), remedy="remove the link or the ..")
            )
        before = read(path)
        if before != data:
            plan.append((path, data, expected.get(path, fingerprint(before))))
    if not plan:
        return []
    with _clear_errors(root):
        made: list[Path] = []
        try:
            steps = []
            for path, data, before_print in plan:
                if data is not None:
                    path.parent.mkdir(parents=True, exist_ok=True)
                    made.append(new := _beside(path))
                    _write(new, data)
                    if path.exists():  # who may read and write it stays as it was
                        new.chmod(path.stat().st_mode)
                steps.append(
                    {
                        "file": path.relative_to(root).as_posix(),
                        "before": before_print,
                        "after": fingerprint(data),
                    }
                )
            journal = root / STATE_DIR / _JOURNAL
            journal.parent.mkdir(exist_ok=True)
            made.append(draft := _beside(journal))
            _write(draft, json.dumps(steps).encode())
            draft.replace(journal)
        except OSError:
            for new in made:
                new.unlink(missing_ok=True)
            raise
        if not recover(root):
            raise JisrError(changed(path.relative_to(root).as_posix() for path, _, _ in plan))
    return [path for path, _, _ in plan]


def changed(names: Iterable[str]) -> Finding:
    """What a run says that found somebody else's words where it was about to write."""
    message = "this was changed by someone else while jisr was at work, and nothing was written"
    return Finding("changed", message, ", ".join(names), remedy="run this again: it takes the change in")


def recover(root: Path) -> bool:
    """Finish the renames of the journal, if there is one; whether all of them stand.

    Raises `JisrError` where a listed file was changed by someone else meanwhile after other files were
    already renamed; the new content then stays beside it. Where nothing was renamed yet, the commit is
    dropped.
    """
    journal = root / STATE_DIR / _JOURNAL
    text = read(journal)
    if text is None:
        return True
    steps: list[dict[str, Any]] = json.loads(text)
    # A new content that no longer waits has been renamed; what its file holds now was written after that.
    waiting = [step for step in steps if not step["after"] or _beside(root / step["file"]).exists()]
    now = {step["file"]: fingerprint(read(root / step["file"])) for step in waiting}
    open_steps = [step for step in waiting if now[step["file"]] != step["after"]]
    foreign = [step for step in open_steps if now[step["file"]] != step["before"]]
    if foreign and len(open_steps) == len(steps):
        for step in steps:
            _beside(root / step["file"]).unlink(missing_ok=True)
        journal.unlink()
        return False
    for step in waiting:
        path, new = root / step["file"], _beside(root / step["file"])
        if step in foreign:
            continue
        if step["after"]:
            new.replace(path)
        else:
            path.unlink(missing_ok=True)
    _sync_folder(journal.parent)
    journal.unlink()
    if kept := [step for step in foreign if step["after"]]:  # one to be deleted that came back simply stays
        raise JisrError(
            Finding(
                "interrupted",
                "this file was changed while an interrupted run waited to be finished",
                step["file"],
                remedy=f"compare it with {_beside(Path(step['file'])).as_posix()}, "
                "take over what is missing, delete that file, run again",
            )
            for step in kept
        )
    return True


def tail(path: Path, size: int) -> bytes:
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
    with _clear_errors(folder):
        for name, data in files:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            _write(_beside(path), data)
            _beside(path).replace(path)
            written.append(path)
    return written


def _beside(path: Path) -> Path:
    """Where the new content waits: in the same folder, for a rename must not cross file systems."""
    return path.with_name(f".{path.name}{_SUFFIX}")


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def _sync_folder(folder: Path) -> None:
    """Make the renames themselves durable, where the platform can."""
    if hasattr(os, "O_DIRECTORY"):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextmanager
def _clear_errors(root: Path) -> Iterator[None]:
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


def mirror(folder: Path, files: Mapping[str, bytes], kept: Collection[str] = ()) -> None:
    """Make `folder` hold exactly `files` (path below it → content), and of what it has the paths `kept`.

    What is unchanged is not touched.

    For what can be made again, as `.build/` can: a killed run leaves it half-made, and the next one mends it.
    """
    with _clear_errors(folder):
        for path in sorted(folder.rglob("*"), reverse=True):
            name = path.relative_to(folder).as_posix()
            if path.is_symlink() or (path.is_file() and name not in files and name not in kept):
                path.unlink()
            elif path.is_dir() and not any(path.iterdir()):
                path.rmdir()
        for name, data in files.items():
            path = folder / name
            if read(path) != data:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)


@contextmanager
def publishing(folder: Path, beside: Path) -> Iterator[Path]:
    """An empty folder, made in `beside`; what it holds at the end is put into `folder`.

    After an error, or when the run is killed, `folder` is as it was.
    """
    prefix = f"{folder.name}-"
    with _clear_errors(folder):
        beside.mkdir(exist_ok=True)
        for left in beside.glob(f"{prefix}*"):  # by a killed run, some program of which may still write there
            shutil.rmtree(left, ignore_errors=True)
        made = Path(mkdtemp(prefix=prefix, dir=beside))
        try:
            yield made
            _publish(made, folder)
        finally:
            shutil.rmtree(made, ignore_errors=True)


def _publish(made: Path, folder: Path) -> None:
    """Put the files of `made` into `folder`, each in one step.

    The folder may be served all the while, from wherever a server holds it (a mount, a working directory): so
    it is never exchanged, only its files. New ones come first, then those that changed, last what is no more
    goes: whatever is there at any moment finds what it asks for. What is equal is not touched. Of what `made`
    does not know, only files within its own folders go, and no hidden ones.
    """
    new = {path.relative_to(made) for path in made.rglob("*") if path.is_file()}
    old = {path.relative_to(folder) for path in folder.rglob("*") if path.is_file()}
    ours = {name.parts[0] for name in new if len(name.parts) > 1}
    gone = {n for n in old - new if n.parts[0] in ours and not any(p.startswith(".") for p in n.parts)}
    for file in old & {parent for name in new for parent in name.parents}:  # where a folder is to be
        (folder / file).unlink()
        gone.discard(file)
    for name in sorted(new, key=lambda name: (name in old, name)):
        if name not in old or not cmp(made / name, folder / name, shallow=False):
            _place(made / name, folder / name)
    for name in sorted(gone):
        (folder / name).unlink(missing_ok=True)
    for parent in sorted({parent for name in gone for parent in name.parents}, reverse=True):
        if (folder / parent).is_dir() and not any((folder / parent).iterdir()):
            (folder / parent).rmdir()


def _place(made: Path, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_dir():
        shutil.rmtree(path)
    try:
        made.replace(path)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        shutil.copyfile(made, _beside(path))  # the folder lies on another disk
        _beside(path).replace(path)
