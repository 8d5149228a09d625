"""What is wrong with where a publication lies and runs, not with its texts: `jisr doctor`.

A group of checks is a module with a function from the project's folder to findings, and a line in `GROUPS`.
"""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from jisr.app.doctor.exposure import find_exposed
from jisr.app.doctor.machine import find_lacks
from jisr.model.diagnostics import Finding

GROUPS: Mapping[str, Callable[[Path], Iterable[Finding]]] = {
    "what others can read": find_exposed,
    "this machine": find_lacks,
}
"""What is looked at → what looks."""


def examine(root: Path) -> dict[str, list[Finding]]:
    """What each group finds: title of the group → findings."""
    return {name: list(look(root)) for name, look in GROUPS.items()}
