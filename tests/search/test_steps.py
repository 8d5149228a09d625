"""Numbers as letters of steps: what is written is read again, and takes few letters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.search.steps import read_steps, write_steps


@given(st.sets(st.integers(1, 1 << 30), min_size=1), st.integers(0, 1 << 30))
def test_what_is_written_is_read_again(numbers: set[int], behind: int) -> None:
    ascending = sorted(behind + number for number in numbers)
    steps = write_steps(ascending, behind)
    assert list(read_steps(steps, behind)) == ascending
    assert not set(steps) & set(' ",\\')


@pytest.mark.parametrize(
    ("numbers", "steps"), [([], ""), ([1, 2], "BB"), ([31], "f"), ([32], "gB"), ([1024, 1026], "ggBC")]
)
def test_steps(numbers: list[int], steps: str) -> None:
    assert write_steps(numbers, 0) == steps


def test_other_signs_are_refused() -> None:
    with pytest.raises(ValueError, match="substring"):
        list(read_steps("B B", 0))
