"""What git keeps of a project: commits and the files that they left. Nothing here changes a repository.

Where there is no git, no repository, or no such thing in it, the answer is empty. What a repository's own
settings say of signatures, replaced commits or commits to be passed over changes no answer. The repository is
the one that a folder lies in, also where a hook of another one runs Jisr.
"""

import os
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path

from jisr.model.signers import tidy_name, why_not_a_person

_QUIET = ("--no-replace-objects", "-c", "core.quotepath=off", "-c", "log.showSignature=false")
_ANOTHERS = ("DIR", "WORK_TREE", "INDEX_FILE", "COMMON_DIR", "PREFIX", "OBJECT_DIRECTORY", "QUARANTINE_PATH")
_NOTHING_YET = b"does not have any commits yet"


def environment() -> dict[str, str]:
    """The environment of this run, without what git tells its hooks of the repository that runs them."""
    names = {f"GIT_{name}" for name in (*_ANOTHERS, "ALTERNATE_OBJECT_DIRECTORIES")}
    return {name: value for name, value in os.environ.items() if name not in names}


def run(root: Path, *arguments: str, given: bytes = b"") -> bytes | None:
    """What a git command says in the folder `root`; `None` where it fails."""
    try:
        done = _run(root, arguments, given)
    except OSError:
        return None
    return done.stdout if done.returncode == 0 else None


def _run(root: Path, arguments: Sequence[str], given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command, env = ["git", *_QUIET, *arguments], {**environment(), "LC_ALL": "C"}
    return subprocess.run(command, cwd=root, capture_output=True, check=False, input=given, env=env)


def complaint(root: Path) -> str:
    """What git says where a repository lies there of which it does not open the last commit; else `""`."""
    try:
        done = _run(root, ["log", "-1", "--format="])
    except OSError:
        return ""
    there = (folder / ".git" for folder in (root, *root.parents))
    if not done.returncode or _NOTHING_YET in done.stderr or not any(map(_is_repository, there)):
        return ""
    return done.stderr.decode("utf-8", "replace")


def _is_repository(path: Path) -> bool:
    return path.is_file() or (path / "objects").is_dir()


def lines(root: Path, *arguments: str) -> list[str]:
    """What a git command says, by line."""
    said = (run(root, *arguments) or b"").decode("utf-8", "replace")
    return said.removesuffix("\n").split("\n") if said else []


def own_paths(root: Path, *asked: str) -> list[Path]:
    """Where git keeps what is its own, as `rev-parse` tells, one for each line."""
    said = run(root, "rev-parse", *asked) or b""
    return [root / os.fsdecode(line) for line in said.split(b"\n")[:-1]]


def find_owner(root: Path) -> str:
    """Who works in this folder, as git knows them; empty where that is nobody's name."""
    name = next(iter(lines(root, "config", "user.name")), "")
    return "" if why_not_a_person(name) else tidy_name(name)


def head(root: Path) -> str:
    """The commit that the working copy stands on; `""` where there is none."""
    return next(iter(lines(root, "rev-parse", "--verify", "--quiet", "HEAD^{commit}")), "")


def files_at(root: Path, places: Iterable[tuple[str, str]]) -> list[bytes | None]:
    """What the project's file held in a commit, for each (commit, name); `None` where it was not."""
    where = prefix(root)
    wanted = [f"{commit}:{where}{name}" for commit, name in places]
    said = run(root, "cat-file", "--batch", given=os.fsencode("".join(f"{one}\n" for one in wanted)))
    if said is None:
        return [None] * len(wanted)
    found: list[bytes | None] = []
    position = 0
    for _ in wanted:
        end = said.index(b"\n", position)
        words = said[position:end].rsplit(b" ", 2)
        position = end + 1
        if len(words) == 3 and words[2].isdigit():
            size = int(words[2])
            found.append(said[position : position + size] if words[1] == b"blob" else None)
            position += size + 1
        else:
            found.append(None)
    return found


_UNFINISHED = {
    "MERGE_HEAD": "a merge",
    "CHERRY_PICK_HEAD": "a cherry-pick",
    "REVERT_HEAD": "a revert",
    "rebase-merge": "a rebase",
    "rebase-apply": "a rebase",
}


def unfinished(root: Path) -> str:
    """What somebody is in the middle of, such as a merge; `""` for nothing."""
    return next((what for file, what in _UNFINISHED.items() if has_state(root, file)), "")


def has_state(root: Path, name: str) -> bool:
    """Whether git's own folder has a file of this name, such as `MERGE_HEAD`."""
    return any(path.exists() for path in own_paths(root, "--git-path", name))


def list_files(root: Path, commit: str, *folders: str) -> list[str]:
    """The files of `folders` in a commit, as the project names them."""
    said = run(root, "ls-tree", "-r", "-z", "--name-only", commit, "--", *folders)
    return [name.decode("utf-8", "replace") for name in (said or b"").split(b"\0") if name]


def prefix(root: Path) -> str:
    """Where in its repository the project lies: `""`, or a folder with its slash."""
    return os.fsdecode((run(root, "rev-parse", "--show-prefix") or b"").removesuffix(b"\n"))
