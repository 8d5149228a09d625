"""Invisible marks beside the marks of blocks: what is meant by `<RLM>## …` is a heading.

Keyboards and word processors put them there so that `##` and `-` stand on the right side of an Arabic line.
"""

from collections.abc import Sequence

from build_tools.errors import Finding, Severity
from build_tools.markdown import meant_marks
from build_tools.readers.decoding import Line


def meant(lines: Sequence[Line], file: str) -> tuple[list[Line], list[Finding]]:
    """The lines with the marks of blocks as they are meant, and one notice of it for the file."""
    read = [Line(line.number, meant_marks(line.text)) for line in lines]
    changed = [line.number for line, new in zip(lines, read, strict=True) if line.text != new.text]
    if not changed:
        return read, []
    times = f"{len(changed)} lines" if len(changed) > 1 else "one line"
    message = (
        f"invisible characters beside the marks of headings, lists and tables ({times}): read as if not there"
    )
    remedy = "nothing needs doing; delete them from the seed to be rid of this notice"
    return read, [
        Finding("seed-invisible", message, file, changed[0], remedy=remedy, severity=Severity.NOTICE)
    ]
