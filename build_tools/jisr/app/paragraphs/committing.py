"""What is saved at the desk, as commits of its own files, where the settings ask for them. Nothing is pushed.

It is done in the background, one after the other, each as it was saved: what somebody else saved into the
same files meanwhile is theirs. What others have put into git's index stays there as it is, and in the middle
of a merge or a rebase nothing is committed: whoever is at it commits what they have. What git does not take,
as where a hook refuses, lies in the files; why is said, and it is tried again with the next save.
"""

import queue
import shutil
import tempfile
import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from jisr.model.diagnostics import Finding, JisrError
from jisr.storage import disk, git, repository
from jisr.storage.config import read_settings
from jisr.storage.transaction import lock_project

_SILENCE = 600.0  # seconds without a save after which a sitting is over
_NOBODY = "desk@localhost"

Contents = Mapping[Path, bytes | None]
"""What files hold; `None` for one that is gone."""
_Git = Callable[..., str]


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
        self.findings: tuple[Finding, ...] = ()  # why git does not have what was saved last

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
        try:
            with disk.explain_disk_errors(self._root), lock_project(self._root):
                commit_contents(self._root, self._to_commit(sitting), text, list(sitting.people))
        except JisrError as error:
            self.findings = error.findings
            return sitting
        self.findings = ()
        return _Sitting()

    def _to_commit(self, sitting: _Sitting) -> Contents:
        """What was saved, if those who saved since then are all who wrote there; else what lies there.

        A text that was removed for safety is in no later commit.
        """
        with self._jobs.mutex:
            waiting = [job[0] for job in self._jobs.queue if job]
        last = {path: data for saved in (sitting.contents, *waiting) for path, data in saved.items()}
        lying = {path: disk.read_file(path) for path in sitting.contents}
        return sitting.contents if all(last[path] == data for path, data in lying.items()) else lying


def commit_only(root: Path, files: Collection[Path], message: str, people: Sequence[str]) -> None:
    """Commit `files` as they lie there, and nothing else. Raises `JisrError` where git does not."""
    _require_ready(root)
    if names := _names_in_git(root, files):
        text, author, who = _describe(root, message, people)
        repository.commit_files(root, [*names], text, author, more=who)


def commit_contents(root: Path, contents: Contents, message: str, people: Sequence[str]) -> None:
    """`commit_only` for files as they are in `contents`, however they lie there now."""
    _require_ready(root)
    names = _names_in_git(root, contents)
    if not names:
        return
    text, author, who = _describe(root, message, people)
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder) / "index"
        for lying in git.own_paths(root, "--git-path", "index"):
            with suppress(FileNotFoundError):  # so that files which did not change are not read again
                shutil.copyfile(lying, index)
        aside = partial(
            repository.change, root, remedy=repository.LOOK, more={"GIT_INDEX_FILE": str(index), **who}
        )
        aside("read-tree", "--reset", "HEAD")
        _stage(root, aside, names, contents)
        if aside("diff-index", "--cached", "--name-only", "HEAD"):  # else it was saved as it was before
            aside("commit", "--quiet", author, "-m", text)
    repository.refresh_index(root, [*names])


def _stage(root: Path, aside: _Git, names: Mapping[str, Path], contents: Contents) -> None:
    """Put what files hold into an index."""
    known = aside("ls-files", "--stage", "-z", "--", *names).split("\0")
    modes = {name: facts[:6] for facts, _, name in (line.partition("\t") for line in known)}
    where, gone = git.prefix(root), "0" * len(git.head(root))
    rows = ""
    for name, path in names.items():
        mode, digest = "0", gone
        if (data := contents[path]) is not None:
            mode = modes.get(name, "100644")
            digest = aside("hash-object", "-w", "--stdin", f"--path={name}", given=data).strip()
        rows += f"{mode} {digest}\t{where}{name}\0"
    aside("update-index", "-z", "--index-info", given=rows.encode())


def _require_ready(root: Path) -> None:
    """Raises `JisrError` where nothing can be committed now."""
    # where its index is locked the commit would be made, and the index, which cannot follow, would undo it
    if found := repository.find_missing(root) or repository.find_busy(root):
        raise JisrError(found)


def _names_in_git(root: Path, files: Collection[Path]) -> dict[str, Path]:
    """The files that are the project's and not ignored, by how git calls them there, sorted."""
    home = root.resolve()
    names = {path.relative_to(home).as_posix(): path for path in files if path.is_relative_to(home)}
    asked = "".join(f"{name}\0" for name in names).encode()
    ignored = git.run(root, "check-ignore", "-z", "--stdin", given=asked) or b""
    return {name: names[name] for name in sorted(names.keys() - set(ignored.decode().split("\0")))}


def _describe(root: Path, message: str, people: Sequence[str]) -> tuple[str, str, dict[str, str]]:
    """The message of a commit, git's option that names its author, and what its environment has to say."""
    by, *others = people or ["Jisr"]
    text = message + "".join(f"\n\nCo-authored-by: {one} <{_NOBODY}>" for one in others)
    owner, known = (next(iter(git.lines(root, "config", f"user.{what}")), "") for what in ("name", "email"))
    email = known if owner == by and known else _NOBODY  # that of whoever this machine is, if it is they
    who = {} if known else {"GIT_COMMITTER_NAME": by, "GIT_COMMITTER_EMAIL": _NOBODY}
    return text, f"--author={by} <{email}>", who
