"""What people wrote, committed and sent to where the repository has its home; only when somebody asks."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

from jisr.app.paragraphs.committing import commit_only
from jisr.app.results import Result
from jisr.model.diagnostics import Finding, JisrError, notice
from jisr.model.languages import LANGUAGES
from jisr.storage import git, repository, transaction
from jisr.storage.inputs.project import FOLDERS

_WRITTEN = (*FOLDERS, *(one.mkdocs_file for one in LANGUAGES))
_PATIENCE = 300.0  # seconds that sending may take


@dataclass(frozen=True)
class Unsent:
    """What is not where the repository has its home: files, commits; `middle` is what somebody is at."""

    files: tuple[str, ...]
    commits: int
    has_home: bool
    middle: str


def find_unsent(root: Path) -> Unsent | None:
    """What waits to be sent; `None` where there is no repository with a commit."""
    if not git.head(root):
        return None
    there = [name for name in _WRITTEN if (root / name).exists()]
    asked = ("ls-files", "-z", "--modified", "--deleted", "--others", "--exclude-standard", "--", *there)
    said = (git.run(root, *asked) or b"").decode("utf-8", "replace")
    ahead = git.lines(root, "rev-list", "--count", "@{upstream}..HEAD")
    names = tuple(dict.fromkeys(name for name in said.split("\0") if name))
    return Unsent(names, int(ahead[0]) if ahead else 0, bool(ahead), git.unfinished(root))


def send(root: Path, message: str, by: str) -> Result:
    """Commit what waits and send it, never by force. Raises `JisrError` where it cannot be done."""
    with transaction.lock_project(root):
        unsent = find_unsent(root)
        if refused := repository.find_refused(root):
            raise JisrError(refused)
        if unsent is None or not unsent.has_home:
            text = "there is no repository here that has a home elsewhere"
            remedy = "git remote add origin ADDRESS, then once: git push --set-upstream origin main"
            raise JisrError(Finding("send", text, remedy=remedy))
        if unsent.middle:
            text, remedy = (
                f"somebody is in the middle of {unsent.middle}",
                "end it first; nothing was committed",
            )
            raise JisrError(Finding("send", text, remedy=remedy))
        files = [root.resolve() / name for name in unsent.files]
        commit_only(root, files, message, [by] if by else [])
    _push(root)
    return Result(findings=(notice("send", "committed and sent", ""),))


def _push(root: Path) -> None:
    """Raises `JisrError` where the other side does not take it, or does not answer."""
    env = {**git.environment(), "GIT_TERMINAL_PROMPT": "0"}
    command = ["git", "push", "--quiet"]
    try:
        done = subprocess.run(
            command,
            cwd=root,
            env=env,
            capture_output=True,
            check=False,
            stdin=subprocess.DEVNULL,
            timeout=_PATIENCE,
        )
        why = done.stderr.decode("utf-8", "replace") if done.returncode else ""
    except (OSError, subprocess.TimeoutExpired) as error:
        why = type(error).__name__
    if why:
        behind = "rejected" in why or "fetch first" in why
        message = "others sent something meanwhile" if behind else "it could not be sent"
        remedy = "take theirs in first (git pull), then send again; your commit is kept"
        if not behind:
            remedy = "look whether the address answers and lets you in (git push); your commit is kept"
        raise JisrError(Finding("send", message, remedy=remedy))
