"""Invisible marks beside the marks of blocks: what is meant by `<RLM>## …` is a heading.

Keyboards and word processors put them there so that `##` and `-` stand on the right side of an Arabic line.
"""

from collections.abc import Sequence

from jisr.markup.block_marks import mend_block_marks
from jisr.model.diagnostics import Finding, notice
from jisr.seeds.decoding import Line


def mend_invisible_marks(lines: Sequence[Line], file: str) -> tuple[list[Line], list[Finding]]:
    """The lines without invisible characters beside block marks, and one notice for the whole file."""
    read = [Line(line.number, mend_block_marks(line.text)) for line in lines]
    changed = [line.number for line, new in zip(lines, read, strict=True) if line.text != new.text]
    if not changed:
        return read, []
    times = f"{len(changed)} lines" if len(changed) > 1 else "one line"
    message = f"invisible characters beside the marks of headings, lists and tables ({times})"
    remedy = "nothing needs doing; delete them from the seed to be rid of this notice"
    return read, [
        notice("seed-invisible", f"{message}: read as if not there", file, changed[0], remedy=remedy)
    ]
