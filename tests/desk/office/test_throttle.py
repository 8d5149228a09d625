"""Whoever guesses has to wait; whoever mistyped, or is somebody else, has not."""

import pytest

from jisr.desk.office import throttle
from jisr.desk.office.throttle import MOST, WINDOW, Throttle


class Clock:
    """Tells the seconds that a test says."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def fail(tried: Throttle, times: int, name: str = "ann", place: str = "10.0.0.1") -> None:
    for _ in range(times):
        tried.failed(name, place)


def test_one_person_is_tried_a_few_times_from_one_place() -> None:
    clock = Clock()
    tried = Throttle(clock)
    fail(tried, MOST["both"] - 1)
    assert tried.wait("ann", "10.0.0.1") == 0
    fail(tried, 1)
    assert tried.wait("ann", "10.0.0.1") > WINDOW - 1
    assert tried.wait("ann", "10.0.0.2") == 0, "she herself, elsewhere, is not locked out"
    assert tried.wait("bob", "10.0.0.1") == 0
    clock.now += WINDOW
    assert tried.wait("ann", "10.0.0.1") == 0


def test_many_names_from_one_place_and_one_name_from_many_are_stopped() -> None:
    tried = Throttle(Clock())
    for n in range(MOST["place"]):
        tried.failed(f"name {n}", "10.0.0.1")
    assert tried.wait("bob", "10.0.0.1") > 0
    assert tried.wait("bob", "10.0.0.2") == 0
    for n in range(MOST["name"]):
        tried.failed("ann", f"10.1.0.{n}")
    assert tried.wait("ann", "10.2.0.1") > 0


def test_who_signs_in_begins_anew() -> None:
    tried = Throttle(Clock())
    fail(tried, MOST["both"] - 1)
    tried.succeeded("ann", "10.0.0.1")
    fail(tried, MOST["both"] - 1)
    assert tried.wait("ann", "10.0.0.1") == 0


def test_what_is_old_is_forgotten_and_a_flood_costs_each_failure_little(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(throttle, "_ROOM", 30)
    clock, looked = Clock(), []
    recent = Throttle._recent

    def count(self: Throttle, kind: tuple[str, str], now: float) -> list[float]:
        looked.append(kind)
        return recent(self, kind, now)

    monkeypatch.setattr(Throttle, "_recent", count)
    tried = Throttle(clock)
    for n in range(200):
        tried.failed(f"name {n}", f"10.0.0.{n}")
    assert len(tried._failures) == 600, "what is recent is remembered"
    assert len(looked) < 3 * 600
    clock.now += WINDOW
    for n in range(400):
        tried.failed(f"other {n}", "10.0.0.1")
    assert not any(kind == ("name", "name 5") for kind in tried._failures)
