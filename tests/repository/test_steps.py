"""The measures of work themselves: what grows too fast is seen, and what would not end is stopped."""

import re
from functools import cache

import pytest

from tests import steps


@pytest.mark.parametrize(("power", "least", "most"), [(1, 1.9, 2.1), (2, 3.9, 4.1)])
def test_growth_is_that_of_the_steps(power: int, least: float, most: float) -> None:
    def work(size: int) -> None:
        for _ in range(size**power):
            len("")

    assert least < steps.growth(work, 1000) < most


def test_what_is_the_same_for_any_size_hides_no_growth() -> None:
    def work(size: int) -> None:
        for _ in range(100_000 + size**2):
            len("")

    assert steps.growth(work, 100) > 3.9


def test_what_is_made_once_is_no_growth() -> None:
    made: list[int] = []

    def work(size: int) -> None:
        for _ in range(size):
            len("")
        if size >= 2000 and not made:
            made.extend([len("") for _ in range(100_000)])

    assert steps.growth(work, 1000) < steps.LINEAR


def test_what_is_known_by_its_text_is_counted_all_the_same() -> None:
    @cache
    def work(size: int) -> None:
        for _ in range(size**2):
            len("")

    assert steps.growth(work, 100) > 3.9


def test_every_call_is_a_step() -> None:
    def work() -> None:
        for letter in "text":
            len(letter)

    assert steps.count_steps(work) - steps.count_steps(lambda: None) == 4


def test_what_would_not_end_is_stopped_also_within_an_expression(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "PATIENCE", 0.05)
    with pytest.raises(AssertionError, match="does not end"), steps.ending():
        re.search(r"(a|a)*b", "a" * 60)
    with steps.ending():
        re.search(r"a*b", "a")
