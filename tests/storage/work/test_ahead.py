"""What is worked out ahead: what is not known, by others, where that is much."""

import os
from functools import partial
from pathlib import Path

import pytest

from jisr.storage.cache import compute_uncached, open_cache
from jisr.storage.work import ahead
from jisr.storage.work.ahead import NotedValues, Row, work_ahead

pytestmark = pytest.mark.skipif(len(os.sched_getaffinity(0)) < 2, reason="one core does it all itself")


def known_by(number: int) -> tuple[str, str]:
    return "double", str(number)


def work(number: int) -> list[Row]:
    """Two values: one that is made of the other."""
    noted = NotedValues()
    half = noted("half", str(number), lambda: number)
    noted(*known_by(number), lambda: [half * 2, os.getpid()])
    return noted.take()


def refuse(number: int) -> list[Row]:
    raise AssertionError(number)


@pytest.fixture(autouse=True)
def _few_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "ENOUGH", 4)


def test_what_is_not_known_is_worked_out_by_others_and_kept(tmp_path: Path) -> None:
    with open_cache(tmp_path, "numbers") as made:
        made.put(*known_by(2), ["known", 0])
        work_ahead(made, range(5), known_by, work, "doubling")
        found = {number: made.get(*known_by(number)) for number in range(5)}
        halves = [made.get("half", str(number)) for number in range(5)]
    assert [doubled for doubled, _ in found.values()] == [0, 2, "known", 6, 8]
    assert halves == [0, 1, None, 3, 4]
    assert os.getpid() not in {process for _, process in found.values()}


def test_what_is_known_or_little_is_left_alone(tmp_path: Path) -> None:
    with open_cache(tmp_path, "numbers") as made:
        work_ahead(made, range(3), known_by, refuse, "doubling")
        for number in range(2, 9):
            made.put(*known_by(number), 0)
        work_ahead(made, range(2, 9), known_by, refuse, "doubling")
        work_ahead(made, range(9), known_by, refuse, "doubling")  # two only are not known
    work_ahead(compute_uncached, range(9), known_by, refuse, "doubling")


def test_of_very_many_a_few_are_looked_at_to_tell_that_all_are_known(tmp_path: Path) -> None:
    asked: list[int] = []

    def note(number: int) -> tuple[str, str]:
        asked.append(number)
        return known_by(number)

    with open_cache(tmp_path, "numbers") as made:
        for number in range(100):
            made.put(*known_by(number), 0)
        work_ahead(made, range(100), note, refuse, "doubling")
    assert len(asked) < 20


def test_noted_values_come_out_of_json_and_are_taken_once() -> None:
    noted = NotedValues()
    assert noted("pair", "1", partial(tuple, "ab")) == ["a", "b"]
    assert noted.take() == [("pair", "1", '["a", "b"]')]
    assert noted.take() == []
