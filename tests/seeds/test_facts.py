"""What lines around a title say of an article.

A case is a line of `cases/facts/lines.txt`: the line, `=>`, and its facts.
"""

import pytest

from jisr.seeds.facts import line_facts
from tests.seeds.handed_in import CASES

LINES = (CASES.parent / "facts/lines.txt").read_text("utf-8").splitlines()


@pytest.mark.parametrize("case", [line for line in LINES if line and not line.startswith("#")])
def test_case(case: str) -> None:
    line, expected = case.split(" => ")
    facts = line_facts(line)
    said = "nothing"
    if facts:
        author = f"author: {facts.author}" * bool(facts.author)
        said = "; ".join(filter(None, (author, *facts.others, facts.published, "stays" * (not facts.whole))))
    assert said == expected
