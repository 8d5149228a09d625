"""Numbers as both languages write them: what each may mean, where it stands, and how much it weighs.

A number read wrongly lets a false figure pass, or sends an editor after one that is right.
"""

from pathlib import Path
from typing import Any

import pytest
import yaml

from jisr.lang.numbers import arabic_numbers, english_numbers, has_dual

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parents[1] / "cases" / "checks" / "numerals.yml").read_text("utf-8")
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['lang']} {case['text']}")
def test_numbers_are_read_in_all_their_meanings(case: dict[str, Any]) -> None:
    text = case["text"]
    numbers = (arabic_numbers if case["lang"] == "ar" else english_numbers)(text)
    assert [sorted(n.values) for n in numbers] == [sorted(values) for values in case["values"]]
    assert [text[n.start : n.end] for n in numbers] == [n.text for n in numbers]
    assert [n.text for n in numbers if not n.strict] == case.get("loose", [])
    assert [n.text for n in numbers if n.percent] == case.get("percent", [])


@pytest.mark.parametrize(
    ("text", "dual"),
    [("زار البلدين", True), ("مرّت سنتان", True), ("قبل يوميهما", True), ("قُتل كثر", False), ("لي", False)],
)  # both countries; two years; their two days; many were killed; to me
def test_only_a_word_that_may_be_two_excuses_a_two(text: str, dual: bool) -> None:
    assert has_dual(text) == dual
