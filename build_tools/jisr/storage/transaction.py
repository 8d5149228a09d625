"""The only writer of files: all of a run's changes happen, or none of them, whatever kills the run.

A commit first puts every new content beside its file, then one journal that lists them, then lets each change
places with its file, then forgets the journal and what came out. What comes out is compared in that very
moment with what the run had read: a program that saves at any instant loses nothing, for its words go back to
their place, and so does all else that the commit has put in. A run that finds a journal finishes it, or takes
it back, before it does anything else. One thing nobody can see: a program that had opened a file before it
was exchanged, and writes into what it holds after that was compared.
"""

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path

from jisr.model.diagnostics import Finding, JisrError
from jisr.storage.disk import (
    NEW,
    explain_disk_errors,
    fingerprint,
    finish_swap,
    put_new,
    read_ahead,
    read_file,
    sibling_path,
    swap,
    sync_folders,
    write_all_durably,
    write_durably,
)
from jisr.storage.own_folder import STATE_DIR, hold_lock, make_own_folder

_STAGING = "journal-staging.json"  # what a commit will change, while the new contents are put in place
_JOURNAL = "journal.json"  # the same, once they are all there
_SETTLED = "journal-settled.json"  # the same, once every file has its content for good


class ChangedError(JisrError):
    """Somebody saved a file while the run was about to write it: theirs stands, and nothing was written."""


@contextmanager
def lock_project(root: Path, wait: float | None = None) -> Iterator[None]:
    """Hold the project while its files are read, compared and written; first, a killed commit is settled.

    Whatever takes long (an engine, a build) is done without. Raises `BusyError` if another run holds it for
    longer than `wait` seconds (`LOCK_WAIT`, for none).
    """
    with hold_lock(root, "lock", "", wait):
        recover(root)
        yield


# --- a commit ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Gathered:
    """What several commits will have written, what they were made from, and what is to be done then."""

    root: Path
    contents: dict[Path, bytes | None] = field(default_factory=dict)
    expected: dict[Path, str] = field(default_factory=dict)
    acts: list[Callable[[], object]] = field(default_factory=list)


_gathered: ContextVar[_Gathered | None] = ContextVar("gathered", default=None)


@contextmanager
def gather(root: Path) -> Iterator[None]:
    """Have all commits in here written as one at the end, all or none; each reads what those before it wrote.

    Only `disk.read_file` knows of that: who asks others calls `write_gathered` before.
    """
    gathered = _Gathered(root)
    token = _gathered.set(gathered)
    try:
        with read_ahead(gathered.contents):
            yield
            write_gathered()
    finally:
        _gathered.reset(token)


def write_gathered() -> None:
    """Write what was gathered so far, if anything was. Raises what `commit` does."""
    if (gathered := _gathered.get()) is None:
        return
    token = _gathered.set(None)
    try:
        with read_ahead({}):
            commit(gathered.root, gathered.contents, gathered.expected)
    finally:
        _gathered.reset(token)
    acts = [*gathered.acts]
    for one in (gathered.contents, gathered.expected, gathered.acts):
        one.clear()
    for act in acts:
        act()


def do_once_written(act: Callable[[], object]) -> None:
    """Do what has to wait until all that was committed is on the disk."""
    if (gathered := _gathered.get()) is None:
        act()
    else:
        gathered.acts.append(act)


def commit(
    root: Path, changes: Mapping[Path, bytes | None], expected: Mapping[Path, str] | None = None
) -> list[Path]:
    """Write each content to its file (`None` deletes it), all or nothing; returns those that really changed.

    The order of `changes` is the order of the renames: pages before ledgers, so that a run killed between the
    two finds the page's words with the ledger still knowing the old ones. `expected` are the fingerprints of
    what the changes were made from. Raises `JisrError` on a full disk or a read-only folder, and its kind
    `ChangedError` where a file no longer holds what was expected when its turn comes: nothing is written.
    """
    expected, home = expected or {}, root.resolve()
    there = {path: read_file(path) for path in changes}
    before = {path: fingerprint(now) for path, now in there.items() if now != changes[path]}
    if foreign := [path for path, held in before.items() if expected.get(path, held) != held]:
        raise ChangedError(_changed_findings(root, (_resolve(path, home) for path in foreign)))
    if (gathered := _gathered.get()) is not None:
        for path, held in before.items():
            gathered.contents[path] = changes[path]
            gathered.expected.setdefault(path, held)
        if None in changes.values():  # folders are looked into for what is there
            write_gathered()
    elif before:
        plan = [
            (_Step(_resolve(path, home), held, fingerprint(changes[path])), changes[path])
            for path, held in before.items()
        ]
        steps = [step for step, _ in plan]
        with explain_disk_errors(root):
            _prepare(root, plan)
            stopped = _exchange(root, steps, steps)
        if stopped:
            raise ChangedError(_changed_findings(root, (step.path for step in stopped)))
    return [*before]


def _resolve(path: Path, home: Path) -> Path:
    """Where a file lies: a link goes on leading to the words. Raises `JisrError` outside the project."""
    place = path.resolve()
    if not place.is_relative_to(home):
        remedy = "remove the link or the .."
        raise JisrError(Finding("path", "a file outside the project", str(path), remedy=remedy))
    return place


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
        return sibling_path(self.path)

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
                put_new(self.beside, self.path)
            elif self.after:
                swap(self.path, self.beside)
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
                put_new(self.beside, self.path)
            elif _fingerprint_of(self.path) == self.after:
                self._put_out()

    def _put_out(self) -> None:
        if self.before:
            swap(self.path, self.beside)
        else:
            self.path.replace(self.beside)
        if _fingerprint_of(self.beside) != self.after:  # saved in this very moment: put it back
            if self.before:
                swap(self.path, self.beside)
            else:
                put_new(self.beside, self.path)


def _prepare(root: Path, plan: Sequence[tuple[_Step, bytes | None]]) -> None:
    """Put the new contents beside their files, and the journal that lists them into its place."""
    steps = [step for step, _ in plan]
    if left := [step for step in steps if step.beside.exists()]:
        raise JisrError(_clash_finding(root, step) for step in left)
    lines = [{"file": _name(root, s.path), "before": s.before, "after": s.after} for s in steps]
    staging = make_own_folder(root, STATE_DIR) / _STAGING
    try:
        draft = sibling_path(staging)
        write_durably(draft, json.dumps(lines).encode())
        draft.replace(staging)
        made = {step.beside: data for step, data in plan if data is not None}
        for folder in dict.fromkeys(path.parent for path in made):
            folder.mkdir(parents=True, exist_ok=True)
        write_all_durably(made)
        for step, data in plan:
            if data is not None:
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
    sibling_path(staging).unlink(missing_ok=True)
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
    remedy = f"delete it, and files whose names end in {NEW}, then run again"
    raise JisrError(Finding("journal", message, f"{STATE_DIR}/{name}", remedy=remedy))


def _carry_out(root: Path, steps: Sequence[_Step]) -> list[_Step]:
    """Go on with what a killed run had begun, or take all of it back: see `_exchange`."""
    for step in steps:
        finish_swap(step.path, step.beside)
    foreign = [step for step in steps if step.is_foreign]
    waiting = [] if foreign else [step for step in steps if step.waits]
    return _exchange(root, steps, waiting, foreign)


def _exchange(
    root: Path, steps: Sequence[_Step], waiting: Iterable[_Step], foreign: Sequence[_Step] = ()
) -> list[_Step]:
    """Take the steps that are `waiting`, or take all back; returns those whose file somebody had changed.

    `foreign` are those of which that is known. Raises `JisrError` where what they wrote has no place to go
    back to.
    """
    stopped = next(([step] for step in waiting if not step.carry_out()), [])
    # a program that held the old file open may have written into it since
    found = [*foreign, *stopped] or [step for step in steps if step.is_foreign]
    if found:
        for step in reversed(steps):
            step.take_back()
    sync_folders({step.path.parent for step in steps})
    state = root / STATE_DIR
    (state / _JOURNAL).replace(state / _SETTLED)
    _forget(root, steps)
    return found


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
    message = "this was saved twice while jisr was writing it"
    remedy = f"compare it with {kept}, take over what is missing, delete that file, run again"
    return Finding("interrupted", message, _name(root, step.path), remedy=remedy)


def _changed_findings(root: Path, paths: Iterable[Path]) -> Iterator[Finding]:
    """What a run says that found somebody else's words where it was about to write."""
    message = "this was changed by someone else while jisr was at work, and nothing was written"
    for path in paths:
        yield Finding("changed", message, _name(root, path), remedy="run this again: it takes the change in")


def _name(root: Path, path: Path) -> str:
    return path.relative_to(root.resolve()).as_posix()


def _fingerprint_of(path: Path) -> str:
    """The fingerprint of what is there; one that no content has for what cannot be read."""
    try:
        return fingerprint(read_file(path))
    except JisrError:
        return "?"
