"""What a person asks git to do with a publication: keep its files, take in others' work, give one's own.

Nothing here forces anything, rewrites a commit or leaves a merge half done, and git asks nobody for anything.
"""

import re
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType

from jisr.model.diagnostics import Finding, JisrError, warning
from jisr.storage import git

_SECRET = re.compile(r"(?<=://)[^/@\s]+@")  # a password in an address
_SAFE = re.compile(r"safe\.directory (.+)")
# UTC, for the zone of a commit tells where somebody sat.
_OWN = {"GIT_TERMINAL_PROMPT": "0", "GIT_EDITOR": "true", "LC_ALL": "C", "TZ": "UTC0"}
_REMEDIES: Mapping[str, str] = {
    "index.lock": "if no other git is at work here, delete index.lock in git's folder; nothing was lost",
    "ident": 'git config user.name "Your name or initials", and user.email, then run this again',
}
"""What stands in git's own words → what to do."""
LOOK = "git commit says more, or whoever set its hooks up; what was written lies in the files"
"""What to do where git refuses a commit."""


def find_refused(root: Path) -> list[Finding]:
    """An error where there is a repository that git does not open, so that all in it counts as not there."""
    if not (said := git.complaint(root)):
        return []
    if there := _SAFE.search(said):
        message = (
            "git does not open this repository, which is somebody else's: what it keeps is not known here"
        )
        return [Finding("git", message, remedy=f"git config --global --add safe.directory {there[1]}")]
    message = (
        f"git cannot read the repository that is here, and nothing tells who wrote what: {_reason(said)}"
    )
    return [Finding("git", message, remedy="mend it (git fsck says more), or put .git back from a copy")]


def find_missing(root: Path) -> list[Finding]:
    """Why git has nothing of a project: `find_refused`, no repository, or no commit in it."""
    if git.head(root):
        return []
    message = "there is no git here, or no commit: nothing tells who wrote what, and nothing can be undone"
    remedy = "git init, git add . and git commit; or install git"
    return find_refused(root) or [warning("git", message, remedy=remedy)]


def find_busy(root: Path) -> list[Finding]:
    """Why nothing can be committed now: somebody's merge or rebase, or a lock."""
    if what := git.unfinished(root):
        return [Finding("git", f"git is in the middle of {what}", remedy=LOOK)]
    if not git.has_state(root, "index.lock"):
        return []
    message = "another git is at work in this repository, or one was cut off: it has locked its index"
    return [Finding("git", message, remedy=_REMEDIES["index.lock"])]


def change(
    root: Path,
    *arguments: str,
    remedy: str,
    given: bytes = b"",
    more: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """Have git do something, told `given` and with `more` in its environment, and return what it says.

    Raises `JisrError` with `remedy` where it does not.
    """
    # git's own warnings of line ends would keep it from taking what Jisr wrote
    command = ["git", "-c", "core.quotepath=off", "-c", "core.safecrlf=false", *arguments]
    env = {**git.environment(), **_OWN, **more}
    try:
        done = subprocess.run(command, cwd=root, capture_output=True, check=False, env=env, input=given)
    except OSError as error:
        raise JisrError(Finding("git", "git is not installed", remedy="install git")) from error
    if done.returncode:
        said = _reason(done.stderr.decode("utf-8", "replace"))
        message = f"git {arguments[0]} did not work{said and ': '}{said}"
        better = next((what for sign, what in _REMEDIES.items() if sign in said), remedy)
        raise JisrError(Finding("git", message, remedy=better))
    return done.stdout.decode("utf-8", "replace")


def _reason(said: str) -> str:
    """The line of what git says that tells why; without a password."""
    lines = [line for line in _SECRET.sub("", said).strip().splitlines() if not line.startswith("hint:")]
    return next((line for line in lines if line.startswith(("fatal:", "error:"))), (lines or [""])[-1])


def commit_files(
    root: Path,
    names: Sequence[str],
    message: str,
    *options: str,
    more: Mapping[str, str] = MappingProxyType({}),
) -> bool:
    """Commit these files and folders, and nothing else that somebody prepared; whether there was anything.

    Raises `JisrError` where git does not take it, as where a hook refuses.
    """
    there = [name for name in names if (root / name).exists() or git.lines(root, "ls-files", "--", name)]
    if not there or not git.lines(root, "status", "--porcelain", "--", *there):
        return False
    with suppress(JisrError):  # what is new; where that cannot be, the commit says why
        change(root, "add", "--intent-to-add", "--", *there, remedy=LOOK)
    words = (*options, "-m", message, "--", *there)
    change(root, "commit", "--quiet", "--only", *words, remedy=LOOK, more=more)
    refresh_index(root, there)
    return True


def refresh_index(root: Path, names: Sequence[str]) -> None:
    """Have git's index hold of these files what the last commit does: a hook may have changed them in it.

    Else that would be prepared to be undone. Raises `JisrError`.
    """
    change(root, "reset", "--quiet", "--", *names, remedy=LOOK)
