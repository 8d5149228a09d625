"""Who has which paragraph, whatever is added, moved or removed meanwhile."""

from typing import Any

import pytest

from jisr.model.diagnostics import JisrError
from jisr.translation.decisions import events
from jisr.translation.decisions.assignments import (
    Assignment,
    assigned_keys,
    assignment_event,
    end_event,
    keys_between,
    read_assignments,
)
from jisr.translation.decisions.events import Event

ORDER = ("title", "p1", "p2", "p3", "p4")


def names(order: str, *ranges: str) -> str:
    """Who has what in `order`; each range is `NAME KEY KEY …`, the later one the later."""
    given = [
        Assignment(str(n), "", "", text.split()[0], tuple(text.split()[1:])) for n, text in enumerate(ranges)
    ]
    found = assigned_keys(given, order.split())
    return " ".join(f"{key}:{one.to}" for key, one in found.items())


@pytest.mark.parametrize(
    ("order", "ranges", "expected"),
    [
        ("title p1 p2 p3", ["Ann p1 p2"], "p1:Ann p2:Ann"),
        ("title p1 p2 p3", ["Ann title p1 p2", "Bob p2 p3"], "title:Ann p1:Ann p2:Bob p3:Bob"),
        ("p1 p1-k3 p1-x9 p2 p3", ["Ann p1 p2"], "p1:Ann p1-k3:Ann p1-x9:Ann p2:Ann"),
        ("p1 p2 p2-k3 p3", ["Ann p1 p2"], "p1:Ann p2:Ann"),  # behind the last
        ("p1-k3 p1 p2", ["Ann p1 p2"], "p1:Ann p2:Ann"),  # before the first
        ("p1 p1-k3 p2", ["Ann p1", "Bob p2"], "p1:Ann p2:Bob"),  # between two people
        ("p1 p1-k3 p2", ["Ann p1 p2", "Bob p1-k3"], "p1:Ann p1-k3:Bob p2:Ann"),
        ("p1 p3 p2", ["Ann p1 p2"], "p1:Ann p2:Ann"),  # p3 was moved in, and is nobody's
        ("p2 p3 p1", ["Ann p1 p2"], "p2:Ann p1:Ann"),  # one was moved away
        ("p3 p2", ["Ann p1 p2"], "p2:Ann"),  # one is gone
        ("p1 p2 p2-k3", ["Ann p1 p2"], "p1:Ann p2:Ann"),  # at the end
        ("p1", [], ""),
    ],
)
def test_who_has_what(order: str, ranges: list[str], expected: str) -> None:
    assert names(order, *ranges) == expected


def test_what_is_written_is_read_until_it_ends() -> None:
    said = [
        assignment_event("Ann", ["p1", "p2"], "Omar", "2026-12-01 18:00"),
        assignment_event("Bob", ["p3"], ""),
    ]
    one, other = read_assignments(said)
    assert (one.to, one.by, one.keys, one.due) == ("Ann", "Omar", ("p1", "p2"), "2026-12-01 18:00")
    assert other.due == ""
    assert read_assignments([*said, end_event(one, "Ann")]) == [other]


@pytest.mark.parametrize(
    "data", [{}, {"to": "", "keys": ["p1"]}, {"to": "Ann", "keys": "p1"}, {"keys": ["p1"]}]
)
def test_what_is_no_assignment_is_none(data: dict[str, Any]) -> None:
    assert read_assignments([Event("a", "2026", "assigned", data=data)]) == []


def test_a_range_is_named_by_its_ends() -> None:
    assert keys_between(ORDER, "p1", "p3", "f") == ["p1", "p2", "p3"]
    assert keys_between(ORDER, "p3", "p1", "f") == ["p1", "p2", "p3"]
    assert keys_between(ORDER, "p2", "p2", "f") == ["p2"]
    with pytest.raises(JisrError, match="no block has the key p9"):
        keys_between(ORDER, "p1", "p9", "f")


def test_an_assignment_is_of_the_article() -> None:
    data = events.append_events(b"", [assignment_event("Ann", ["p1"], "Omar")])
    (event,), _ = events.parse(data, "f")
    assert event.key == "", "a paragraph that goes takes no assignment of others along"
