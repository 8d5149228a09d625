"""What is saved at the desk, as commits of its own files, where the settings ask for them. Nothing is pushed.

It is done in the background, one after the other. What others have put into git's index stays there as it is,
and in the middle of a merge or a rebase nothing is committed: whoever is at it commits what they have.
"""

import os
import queue
import subprocess
import threading
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from jisr.model.diagnostics import JisrError
from jisr.storage import git
from jisr.storage.config import read_settings
from jisr.storage.transaction import lock_project

_SILENCE = 600.0  # seconds without a save after which a sitting is over
_NOBODY = "desk@localhost"


@dataclass
class _Sitting:
    """What is not committed yet."""

    files: dict[Path, None] = field(default_factory=dict)
    people: dict[str, None] = field(default_factory=dict)
    messages: dict[str, None] = field(default_factory=dict)

    def add(self, files: Iterable[Path], message: str, by: str) -> None:
        self.files |= dict.fromkeys(files)
        self.people |= dict.fromkeys(filter(None, [by]))
        self.messages[message] = None


class Committing:
    """Commits what is saved in a project, as its settings say."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._jobs: queue.Queue[tuple[Sequence[Path], str, str] | None] = queue.Queue()
        self._thread: threading.Thread | None = None

    def add(self, files: Sequence[Path], message: str, by: str) -> None:
        """Something was saved by somebody."""
        if self.asked() == "never":
            return
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, daemon=True)
            self._thread.start()
        self._jobs.put((files, message, by))

    def finish(self) -> None:
        """Commit what waits, and end."""
        if self._thread is not None:
            self._jobs.put(None)
            self._thread.join()
            self._thread = None

    def _work(self) -> None:
        sitting = _Sitting()
        while True:
            try:
                job = self._jobs.get(timeout=_SILENCE if sitting.files else None)
            except queue.Empty:
                sitting = self._commit(sitting)
                continue
            if job is None:
                self._commit(sitting)
                return
            sitting.add(*job)
            if self.asked() == "save":
                sitting = self._commit(sitting)

    def asked(self) -> str:
        """What the settings say; nothing is committed where they cannot be read."""
        with suppress(JisrError, OSError):
            return read_settings(self._root).desk.commit
        return "never"

    def _commit(self, sitting: _Sitting) -> _Sitting:
        """Commit a sitting; gives what is left of it."""
        if not sitting.files:
            return sitting
        subject, *more = sitting.messages
        text = f"{subject}\n\n" + "\n".join(more) if more else subject
        done = False
        # where another run holds the project for long, or one was killed: with the next save
        with suppress(JisrError), lock_project(self._root):
            done = commit_only(self._root, sitting.files, text, list(sitting.people))
        return _Sitting() if done else sitting


def commit_only(root: Path, files: Collection[Path], message: str, people: Sequence[str]) -> bool:
    """Commit `files` as they lie there, and nothing else; whether that was done."""
    if not git.head(root) or git.unfinished(root):
        return False
    names = [
        path.relative_to(root.resolve()).as_posix() for path in files if path.is_relative_to(root.resolve())
    ]
    asked = "".join(f"{name}\0" for name in names).encode()
    ignored = git.run(root, "check-ignore", "-z", "--stdin", given=asked) or b""
    kept = sorted(set(names) - set(ignored.decode("utf-8", "replace").split("\0")))
    if not kept:
        return True
    by, *others = people or ["Jisr"]
    text = message + "".join(f"\n\nCo-authored-by: {one} <{_NOBODY}>" for one in others)
    _run(root, by, "add", "--", *kept)
    done = _run(
        root,
        by,
        "commit",
        "--quiet",
        "--only",
        f"--author={by} <{_email(root, by)}>",
        "-m",
        text,
        "--",
        *kept,
    )
    return done or not git.lines(root, "status", "--porcelain", "--", *kept)


def _email(root: Path, by: str) -> str:
    """The address of whoever this machine is, where that is the same person."""
    known = (next(iter(git.lines(root, "config", f"user.{what}")), "") for what in ("name", "email"))
    name, email = known
    return email if name == by and email else _NOBODY


def _run(root: Path, by: str, *arguments: str) -> bool:
    """Whether a git command that changes the repository did so; it asks nobody anything."""
    named = bool(git.lines(root, "config", "user.email"))
    who = {} if named else {"GIT_COMMITTER_NAME": by, "GIT_COMMITTER_EMAIL": _NOBODY}
    env = {**os.environ, "GIT_TERMINAL_PROMPT": "0", **who}
    try:
        done = subprocess.run(
            ["git", *arguments], cwd=root, capture_output=True, check=False, env=env, stdin=subprocess.DEVNULL
        )
    except OSError:
        return False
    return done.returncode == 0
