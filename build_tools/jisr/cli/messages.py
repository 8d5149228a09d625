"""What every verb says in one way: findings, the files that it wrote, and rows for people or for programs."""

import json
import os
import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import Enum, auto
from io import StringIO
from pathlib import Path
from traceback import walk_tb
from types import TracebackType
from typing import TYPE_CHECKING, Any

from jisr.cli.formats import format_json
from jisr.cli.words import tell, word, words
from jisr.lang.printable import ColouredText, say
from jisr.model.diagnostics import Finding, Severity
from jisr.model.languages import ORIGINAL

if TYPE_CHECKING:  # it would bring all stages along, for a message that a folder is no project
    from jisr.app.results import Result


class Manner(Enum):
    """How a verb says what it has to say."""

    PLAIN = auto()  # in words, to people
    QUIET = auto()  # what is wrong alone
    JSON = auto()  # as one object, once it has ended


@dataclass
class _Said:
    """What a verb has said so far that is to be told as JSON."""

    findings: list[Finding] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    more: dict[str, Any] = field(default_factory=dict)


_manner: ContextVar[Manner] = ContextVar("manner", default=Manner.PLAIN)
_said: ContextVar[_Said] = ContextVar("said")

MOST = 10  # warnings of one check that a verb prints, stale paragraphs that `status` names unasked


def is_overheard() -> bool:
    """Whether others read what is printed: logs of CI are kept, and shown to many."""
    return bool(os.environ.get("CI"))


@contextmanager
def speak(manner: Manner) -> Iterator[None]:
    """Have a verb say what it says in this manner.

    As JSON it is `{"findings", "counts", "written", "said"}`, and what the verb has beside that: `said` are
    the lines that people would read.
    """
    if manner is Manner.PLAIN:
        yield
        return
    said, lines = _Said(), StringIO()
    tokens = _manner.set(manner), _said.set(said)
    try:
        with redirect_stdout(lines):
            yield
    finally:
        _manner.reset(tokens[0])
        _said.reset(tokens[1])
        if manner is Manner.JSON:
            found = json.loads(format_json(said.findings))
            told = {**found, "written": said.written, "said": lines.getvalue().splitlines(), **said.more}
            say(json.dumps(told, ensure_ascii=False, indent=1))


def answer_programs(**more: Any) -> None:
    """Members of a verb's answer in JSON beside those that all verbs have; people are told them in words."""
    if _manner.get() is Manner.JSON:
        _said.get().more |= more


def report_result(root: Path, result: "Result", most: int | None = MOST) -> bool:
    """Print what a verb that writes has to say, as `print_findings`; whether something is wrong."""
    print_findings(root, result.findings, most)
    if _manner.get() is Manner.JSON:
        _said.get().written += [_in_project(root, path) for path in result.written]
        return result.failed
    for path in result.written:
        tell("frame.wrote" if path.exists() else "frame.removed", file=_in_project(root, path))
    if not result.written:
        tell("frame.nothing")
    return result.failed


def _in_project(root: Path, path: Path) -> str:
    """A file as the project names it; by its whole path where it lies elsewhere, as an archive does."""
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)


def print_fault(kind: str, where: TracebackType | None) -> None:
    """Print where Jisr failed by a fault of its own, without what the error says: it may quote a text."""
    tell("frame.fault", kind=kind, to=sys.stderr)
    for frame, line in walk_tb(where):
        place = Path(frame.f_code.co_filename)
        say(f"  {'/'.join(place.parts[-3:])}:{line} {frame.f_code.co_name}", to=sys.stderr)
    say(f"    → {word('frame.report')}", to=sys.stderr)


def print_rows(args: Namespace, rows: Any, lines: Iterable[str | ColouredText]) -> None:
    """Print `rows` as JSON where `--format` asks for it, else the same for people, as `lines`."""
    if args.format == "json":
        say(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for line in lines:
        say(line)


def sayable(root: Path, findings: Sequence[Finding]) -> Sequence[Finding]:
    """`findings` as they may be said where they are: once only, for letters are counted."""
    if not findings or not is_overheard() or not (root / ORIGINAL.mkdocs_file).is_file():
        return findings
    from jisr.cli.discretion import hide_held  # it brings all readers along

    return hide_held(root, findings)


def print_findings(root: Path, findings: Sequence[Finding], most: int | None = MOST) -> None:
    """Print each error, and at most `most` warnings and notices of one check: ten thousand nobody reads."""
    findings = sayable(root, findings)
    if _manner.get() is Manner.JSON:
        _said.get().findings += findings
        return
    if _manner.get() is Manner.QUIET:
        findings = [finding for finding in findings if finding.is_error]
    colour = sys.stderr.isatty() and "NO_COLOR" not in os.environ
    codes = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.NOTICE: "36"}
    said: Counter[str] = Counter()
    for finding in words().findings(findings):
        said[finding.check] += not finding.is_error
        if most is None or finding.is_error or said[finding.check] <= most:
            line = finding.on_lines(words().sentence(finding.severity))
            say(ColouredText(line, codes[finding.severity] if colour else ""), to=sys.stderr)
    more = sum(n - most for n in said.values() if n > most) if most is not None else 0
    if more:
        tell("frame.more", n=more, to=sys.stderr)
