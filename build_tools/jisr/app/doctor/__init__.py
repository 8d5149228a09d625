"""What is wrong with where a publication lies and runs, not with its texts: `jisr doctor`.

A group of checks is a module with a function from the project's folder to findings, and a line in `GROUPS`.
"""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from jisr.app.doctor.exposure import find_exposed
from jisr.app.doctor.machine import find_lacks, tool_versions
from jisr.app.doctor.publishing import find_missing
from jisr.model.diagnostics import Finding

PUBLISHING = "what readers would miss"
"""The group that concerns whoever builds the site for readers: CI looks at no other."""

GROUPS: Mapping[str, Callable[[Path], Iterable[Finding]]] = {
    "what others can read": find_exposed,
    PUBLISHING: find_missing,
    "this machine": find_lacks,
}
"""What is looked at → what looks."""


__all__ = ["GROUPS", "PUBLISHING", "examine", "tool_versions"]


def examine(root: Path, groups: Iterable[str] = GROUPS) -> dict[str, list[Finding]]:
    """What each of `groups` finds: title of the group → findings."""
    return {name: list(GROUPS[name](root)) for name in groups}
