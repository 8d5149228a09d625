"""What is saved at the desk, as commits of its own files, where the settings ask for them. Nothing is pushed.

It is done in the background, one after the other, each as it was saved: what somebody else saved into the
same files meanwhile is theirs. What others have put into git's index stays there as it is, and in the middle
of a merge or a rebase nothing is committed: whoever is at it commits what they have.
"""

import os
import queue
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from jisr.model.diagnostics import JisrError
from jisr.storage import disk, git
from jisr.storage.config import read_settings
from jisr.storage.transaction import lock_project

_SILENCE = 600.0  # seconds without a save after which a sitting is over
_NOBODY = "desk@localhost"

Contents = Mapping[Path, bytes | None]
"""What files hold; `None` for one that is gone."""
_Git = Callable[..., bytes | None]


@dataclass
class _Sitting:
    """What is not committed yet."""

    contents: dict[Path, bytes | None] = field(default_factory=dict)
    people: dict[str, None] = field(default_factory=dict)
    messages: dict[str, None] = field(default_factory=dict)

    def add(self, contents: Contents, message: str, by: str) -> None:
        self.contents |= contents
        self.people |= dict.fromkeys(filter(None, [by]))
        self.messages[message] = None


class Committing:
    """Commits what is saved in a project, as its settings say."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._jobs: queue.Queue[tuple[Contents, str, str] | None] = queue.Queue()
        self._thread: threading.Thread | None = None

    def add(self, files: Sequence[Path], message: str, by: str) -> None:
        """Somebody saved something, and it lies there; surely theirs alone if the project is held."""
        if self.asked() == "never":
            return
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, daemon=True)
            self._thread.start()
        self._jobs.put(({path: disk.read_file(path) for path in files}, message, by))

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
                job = self._jobs.get(timeout=_SILENCE if sitting.contents else None)
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
        if not sitting.contents:
            return sitting
        subject, *more = sitting.messages
        text = f"{subject}\n\n" + "\n".join(more) if more else subject
        done = False
        # where another run holds the project for long, or one was killed: with the next save
        with suppress(JisrError), lock_project(self._root):
            done = commit_contents(self._root, self._to_commit(sitting), text, list(sitting.people))
        return _Sitting() if done else sitting

    def _to_commit(self, sitting: _Sitting) -> Contents:
        """What was saved, if those who saved since then are all who wrote there; else what lies there.

        A text that was removed for safety is in no later commit.
        """
        with self._jobs.mutex:
            waiting = [job[0] for job in self._jobs.queue if job]
        last = {path: data for saved in (sitting.contents, *waiting) for path, data in saved.items()}
        lying = {path: disk.read_file(path) for path in sitting.contents}
        return sitting.contents if all(last[path] == data for path, data in lying.items()) else lying


def commit_only(root: Path, files: Collection[Path], message: str, people: Sequence[str]) -> bool:
    """Commit `files` as they lie there, and nothing else; whether that was done."""
    if not _may_commit(root):
        return False
    names = [*_names_in_git(root, files)]
    if not names:
        return True
    author, run = _describe(root, message, people)
    run("add", "--", *names)
    done = run("commit", "--quiet", "--only", *author, "--", *names) is not None
    return done or not git.lines(root, "status", "--porcelain", "--", *names)


def commit_contents(root: Path, contents: Contents, message: str, people: Sequence[str]) -> bool:
    """`commit_only` for files as they are in `contents`, however they lie there now."""
    if not _may_commit(root):
        return False
    names = _names_in_git(root, contents)
    if not names:
        return True
    author, run = _describe(root, message, people)
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder) / "index"
        for lying in git.lines(root, "rev-parse", "--git-path", "index"):
            shutil.copyfile(root / lying, index)  # so that files which did not change are not read again
        aside = partial(run, GIT_INDEX_FILE=str(index))
        if aside("read-tree", "--reset", "HEAD") is None or not _stage(root, aside, names, contents):
            return False
        if aside("diff-index", "--cached", "--quiet", "HEAD") is not None:
            return True  # it was saved as it was before
        if aside("commit", "--quiet", *author) is None:
            return False
    return run("reset", "--quiet", "--", *names) is not None  # a hook may have committed something else


def _stage(root: Path, run: _Git, names: Mapping[str, Path], contents: Contents) -> bool:
    """Put what files hold into an index."""
    known = (run("ls-files", "--stage", "-z", "--", *names) or b"").decode("utf-8", "replace").split("\0")
    modes = {name: facts[:6] for facts, _, name in (line.partition("\t") for line in known)}
    where, gone = git.prefix(root), "0" * len(git.head(root))
    rows = ""
    for name, path in names.items():
        mode, digest = "0", gone
        if (data := contents[path]) is not None:
            mode = modes.get(name, "100644")
            written = run("hash-object", "-w", "--stdin", f"--path={name}", given=data)
            digest = (written or b"").decode().strip()
        rows += f"{mode} {digest}\t{where}{name}\0"
    return run("update-index", "-z", "--index-info", given=rows.encode()) is not None


def _may_commit(root: Path) -> bool:
    return bool(git.head(root)) and not git.unfinished(root)


def _names_in_git(root: Path, files: Collection[Path]) -> dict[str, Path]:
    """The files that are the project's and not ignored, by how git calls them there, sorted."""
    home = root.resolve()
    names = {path.relative_to(home).as_posix(): path for path in files if path.is_relative_to(home)}
    asked = "".join(f"{name}\0" for name in names).encode()
    ignored = git.run(root, "check-ignore", "-z", "--stdin", given=asked) or b""
    return {name: names[name] for name in sorted(names.keys() - set(ignored.decode().split("\0")))}


def _describe(root: Path, message: str, people: Sequence[str]) -> tuple[list[str], _Git]:
    """What git is told of a commit, its message and whose it is; and git itself, called by that person."""
    by, *others = people or ["Jisr"]
    text = message + "".join(f"\n\nCo-authored-by: {one} <{_NOBODY}>" for one in others)
    owner, known = (next(iter(git.lines(root, "config", f"user.{what}")), "") for what in ("name", "email"))
    email = known if owner == by and known else _NOBODY  # that of whoever this machine is, if it is they
    who = {} if known else {"GIT_COMMITTER_NAME": by, "GIT_COMMITTER_EMAIL": _NOBODY}
    return [f"--author={by} <{email}>", "-m", text], partial(_run, root, who)


def _run(
    root: Path, who: Mapping[str, str], *arguments: str, given: bytes = b"", **environment: str
) -> bytes | None:
    """What a git command says that may change a repository, `None` where it fails; it asks nobody."""
    env = {**os.environ, "GIT_TERMINAL_PROMPT": "0", **who, **environment}
    command = ["git", "-c", "core.quotepath=off", *arguments]
    try:
        done = subprocess.run(command, cwd=root, capture_output=True, check=False, env=env, input=given)
    except OSError:
        return None
    return done.stdout if done.returncode == 0 else None
