"""What this machine lacks for a publication."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from jisr import export as exports
from jisr.model.diagnostics import Finding, warning
from jisr.site import cards
from jisr.storage import git
from jisr.storage.config import read_settings

_LEAST_BYTES = 1_000_000_000


def find_lacks(root: Path) -> Iterator[Finding]:
    """No git, no room on the disk, no libraries for what the site is to have."""
    if not git.head(root):
        message = (
            "there is no git here, or no commit: nothing tells who wrote what, and nothing can be undone"
        )
        yield warning("git", message, remedy="git init, git add . and git commit; or install git")
    if (free := shutil.disk_usage(root).free) < _LEAST_BYTES:
        message = f"{free // 1_000_000} MB are free on this disk"
        yield warning("disk", message, remedy="make room: a site is built beside the one before")
    for format_ in read_settings(root).editions:
        why, _, remedy = exports.NEEDS.get(format_, str)().partition("\n")
        if why:
            yield warning("editions", why, text=format_, remedy=remedy)
    yield from cards.findings()
