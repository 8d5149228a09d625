"""Which lines right below a title are headings: a case is a line of `cases/facts/top_lines.txt`."""

import pytest

from jisr.model.source import Kind
from jisr.seeds import read
from tests.seeds.handed_in import CASES, LONG, seed

LINES = (CASES.parent / "facts/top_lines.txt").read_text("utf-8").splitlines()


@pytest.mark.parametrize("line", [line for line in LINES if line and line[0] != "#"])
def test_what_stands_right_below_a_title(line: str) -> None:
    document, _ = read(seed(f"مستقبل المياه في الجنوب\n\n{line.removeprefix('+ ')}\n\n{LONG}\n\n{LONG}"))
    kind = next(block.kind for block in document.blocks if block.line == 3)
    assert kind is (Kind.HEADING if line[0] == "+" else Kind.PARAGRAPH)
