"""Notes of those who work on a text.

A case is a line of `cases/typography/editorial.txt`: the text, `=>`, and what is left of it.
"""

from pathlib import Path

import pytest

from jisr.lang.typography.editorial import find_editorial_notes

CASES = Path(__file__).parents[1] / "cases/typography/editorial.txt"
LINES = [line for line in CASES.read_text("utf-8").splitlines() if line and not line.startswith("#")]


@pytest.mark.parametrize("case", LINES)
def test_what_is_left(case: str) -> None:
    text, expected = (part.replace("⏎", "\n") for part in case.split(" =>", 1))
    left, position = "", 0
    for start, end, closed in find_editorial_notes(text):
        left += text[position:start] + "|" * (not closed)
        position = end
    left += text[position:]
    assert left == {"all": text, "nothing": ""}.get(expected[1:], expected[1:])
