"""What goes wrong, said in one form: where, what, and what to do about it.

Everything that a person has to read is a `Finding`; a `JisrError` carries one or more of them to `cli`,
which is the only place that prints.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from difflib import get_close_matches
from enum import StrEnum
from functools import partial

from jisr.model.private import mask_private, private_line_numbers


class Severity(StrEnum):
    """How much a finding matters: an error fails the run, the others do not."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)  # of thousands of articles there are hundreds of thousands
class Finding:
    """One thing that a person should know.

    `check` is a short stable id (`seed-encoding`, `conflict` …); `file` is relative to the project with
    forward slashes; `line` counts from 1, 0 where no line can be named; `key` is a block's key, if any. What
    is private in a text (see `private`) is not in it, whoever made it: findings go to logs and pull requests.
    """

    check: str
    message: str
    file: str = ""
    line: int = 0
    text: str = ""
    remedy: str = ""
    key: str = ""
    severity: Severity = Severity.ERROR

    def __post_init__(self) -> None:
        for name in ("message", "text", "remedy"):
            object.__setattr__(self, name, mask_private(getattr(self, name)))

    @property
    def is_error(self) -> bool:
        """Whether a person has to put it right."""
        return self.severity is Severity.ERROR

    def __str__(self) -> str:
        return self.on_lines(self.severity)

    def on_lines(self, severity: str) -> str:
        """`file:line: message: «text»`, then the remedy on a line of its own; `severity` is its word."""
        file = shorten(self.file, 300)
        place = ":".join([file, *([str(self.line)] if self.line else [])]) + ": " if file else ""
        block = f"[{shorten(self.key)}] " if self.key else ""
        excerpt = f": «{shorten(self.text)}»" if self.text else ""
        remedy = f"\n    → {self.remedy}" if self.remedy else ""
        return f"{place}{severity}: {block}{self.message}{excerpt}{remedy}"


notice = partial(Finding, severity=Severity.NOTICE)
"""A finding that asks nobody to do anything."""

warning = partial(Finding, severity=Severity.WARNING)
"""A finding that somebody should look at, and that fails nothing."""


def count_by_severity(findings: Iterable[Finding]) -> dict[str, int]:
    """How many findings there are of each severity."""
    found = Counter(f.severity for f in findings)
    return {str(severity): found[severity] for severity in Severity}


def redact_excerpts(findings: Iterable[Finding], text: str, file: str) -> list[Finding]:
    """`findings`, without excerpts of lines of `text` (the content of `file`) that hold private words."""
    said = list(findings)
    if not any(found.text and found.file == file for found in said):
        return said
    secret = private_line_numbers(text)
    return [
        replace(found, text="") if found.text and found.file == file and found.line in secret else found
        for found in said
    ]


class JisrError(Exception):
    """Bad input or a refused action; nothing has been half-written when it is raised."""

    def __init__(self, findings: Finding | Iterable[Finding]) -> None:
        self.findings = (findings,) if isinstance(findings, Finding) else tuple(findings)
        super().__init__("\n".join(map(str, self.findings)))

    def __reduce__(self) -> tuple[type["JisrError"], tuple[tuple[Finding, ...]]]:
        """Raised in one process, it is the same in another."""
        return type(self), (self.findings,)


def shorten(text: str, limit: int = 90) -> str:
    """`text` on one line, printable, cut to `limit` characters: control characters would move a terminal."""
    flat = "".join(c if c.isprintable() else "�" for c in " ".join(text.split()))
    return flat if len(flat) <= limit else flat[: limit - 1] + "…"


SETTLE_MERGE = "settle the merge, then run this again"


def unfinished_merge(file: str, line: int, text: str = "", remedy: str = SETTLE_MERGE) -> Finding:
    """What is said of a mark that git, or a tool like it, left around two versions of a text."""
    return Finding("merge", "an unfinished merge", file, line, text, remedy)


def nearest_remedy(name: str, known: Collection[str], otherwise: str = "", cutoff: float = 0.6) -> str:
    """What to do about a name that nothing has: take the nearest of those known, at least `cutoff` (0–1) like
    it, else `otherwise`, which by default lists them.
    """
    near = get_close_matches(name, known, n=1, cutoff=cutoff)
    return f"did you mean {near[0]}?" if near else otherwise or f"there are {', '.join(known)}"
