"""Numbers and dates beside their translations: what is right is left alone, what is wrong is noticed."""

from pathlib import Path

import pytest

from jisr import checks
from tests.checks.editions import edition_of

CASES = Path(__file__).parents[1] / "cases" / "checks" / "figures.txt"
LINES = [line for line in CASES.read_text("utf-8").splitlines() if not line.startswith("//")]
NAMED = {name: checks.CHECKS[name] for name in ("numbers", "dates")}


@pytest.mark.parametrize("line", LINES)
def test_a_figure_is_compared_by_what_it_means(line: str) -> None:
    arabic, english = line.split(" = ")
    right, wrong = (filter(None, side.strip().split(" | ")) for side in english.split("#"))
    alarmed = [text for text in right if checks.run(edition_of([(arabic, text)]), NAMED)]
    missed = [text for text in wrong if not checks.run(edition_of([(arabic, text)]), NAMED)]
    assert (alarmed, missed) == ([], [])
