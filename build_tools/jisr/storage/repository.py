"""What a person asks git to do with a publication: keep its files, take in others' work, give one's own.

Nothing here forces anything, rewrites a commit or leaves a merge half done, and git asks nobody for anything.
"""

import os
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

from jisr.model.diagnostics import Finding, JisrError
from jisr.storage import git

_SECRET = re.compile(r"(?<=://)[^/@\s]+@")  # a password in an address


def change(root: Path, *arguments: str, remedy: str) -> str:
    """Have git do something, and return what it says. Raises `JisrError` with `remedy` where it does not."""
    environment = {**os.environ, "GIT_TERMINAL_PROMPT": "0", "GIT_EDITOR": "true", "LC_ALL": "C"}
    command = ["git", "-c", "core.quotepath=off", *arguments]
    try:
        done = subprocess.run(
            command, cwd=root, capture_output=True, check=False, env=environment, stdin=subprocess.DEVNULL
        )
    except OSError as error:
        raise JisrError(Finding("git", "git is not installed", remedy="install git")) from error
    if done.returncode:
        said = _SECRET.sub("", done.stderr.decode("utf-8", "replace")).strip().splitlines()
        message = f"git {arguments[0]} did not work{': ' + said[-1] if said else ''}"
        raise JisrError(Finding("git", message, remedy=remedy))
    return done.stdout.decode("utf-8", "replace")


def commit_files(root: Path, names: Sequence[str], message: str) -> bool:
    """Commit these files and folders, and nothing else that somebody prepared; whether there was anything."""
    there = [name for name in names if (root / name).exists() or git.lines(root, "ls-files", "--", name)]
    if not there or not git.lines(root, "status", "--porcelain", "--", *there):
        return False
    remedy = 'git config user.name "Your name or initials", and user.email, then run this again'
    change(root, "add", "--all", "--", *there, remedy=remedy)
    change(root, "commit", "--quiet", "--only", "-m", message, "--", *there, remedy=remedy)
    return True
