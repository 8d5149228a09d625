"""The parts that an index is made in."""

from random import Random

import pytest

from jisr.search.segments import cut_segments


@pytest.mark.parametrize("count", [0, 1, 5, 200, 3000])
def test_every_page_is_in_one_segment_in_order_and_the_newest_ones_are_small(count: int) -> None:
    numbers = sorted(Random(count).sample(range(1, 10**8), count))
    parts = cut_segments(numbers)
    assert [number for part in parts.values() for number in part] == numbers
    assert all(parts.values())
    assert len(parts) <= 4  # each is asked for each word
    for (behind, last), part in parts.items():
        assert behind < part[0]
        assert last in (None, part[-1])
    ends = [last for _, last in parts]
    assert [behind for behind, _ in parts] == [0, *ends][: len(parts)]
    assert None not in ends[:-1]


def test_a_segment_stays_while_its_last_page_does() -> None:
    numbers = sorted(Random(7).sample(range(1, 10**8), 500))
    first, *_ = cut_segments(numbers)
    for gone in (numbers[3], numbers[-1]):
        assert first in cut_segments([n for n in numbers if n != gone])
    assert first not in cut_segments([n for n in numbers if n != first[1]])
