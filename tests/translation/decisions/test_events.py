"""The file of events: it only grows, joins with another branch's, and loses no line."""

import json
import random
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.translation.decisions import events
from jisr.translation.decisions.events import Event

FILE = "private/water.jsonl"
AT = "2026-11-23T10:15:{:02}.000000Z"
TEXTS = st.text(st.characters())
HELD = st.dictionaries(TEXTS, TEXTS | st.integers() | st.none() | st.lists(TEXTS, max_size=2), max_size=3)


def line(**members: Any) -> str:
    return json.dumps({"id": "a1", "at": AT.format(0), "by": "Ann", "kind": "remark", **members})


@given(TEXTS.filter(bool), TEXTS, TEXTS, HELD, HELD)
def test_what_is_written_is_read(kind: str, by: str, key: str, data: Mapping[str, Any], more: Any) -> None:
    more = {f"x-{name}": value for name, value in more.items()}
    event = Event("a1", AT.format(1), kind, by, key, data, more)
    text = events.append_events(b"", [event])
    assert text.count(b"\n") == len(text.decode().splitlines()) == 1
    assert events.parse(text, FILE) == ([event], [])


def test_members_and_kinds_of_a_later_release_are_kept() -> None:
    (event,), findings = events.parse(line(kind="praise", stars=5).encode(), FILE)
    assert not findings
    assert (event.kind, event.more) == ("praise", {"stars": 5})
    assert json.loads(events.append_events(b"", [event]))["stars"] == 5


@given(st.lists(st.integers(0, 20), max_size=12), st.randoms())
def test_two_branches_joined_line_by_line_are_all_events_once_in_order(
    numbers: list[int], chance: random.Random
) -> None:
    made = [Event(f"e{n}", AT.format(n), "remark", "Ann", "p1", {"text": str(n)}) for n in numbers]
    lines = events.append_events(b"", made).splitlines(keepends=True)
    chance.shuffle(lines)
    found, findings = events.parse(b"".join(lines), FILE)
    assert [e.id for e in found] == [f"e{n}" for n in sorted(set(numbers))]
    assert not findings


@pytest.mark.parametrize(
    "damage",
    [
        "secret",
        '{"id": "a1", "secret',
        '["secret"]',
        "<<<<<<< secret",
        line(id=""),
        line(kind=""),
        line(id=5),
        line(at="secret"),
        line(at="2026-11-23"),
        line(by=["secret"]),
        line(data="secret"),
        "[" * 100_000,
        "\x00\x00secret",
        '{"id": "\\ud800", "kind": "secret"}',
    ],
)
def test_a_damaged_line_is_passed_over_said_by_its_place_alone_and_never_lost(damage: str) -> None:
    text = f"{line()}\n{damage}\n\r\n\ufeff\n{line(id='b2')}".encode()
    found, (finding,) = events.parse(text, FILE)
    assert [e.id for e in found] == ["a1", "b2"]
    assert (finding.file, finding.line, finding.severity) == (FILE, 2, "warning")
    assert "secret" not in str(finding)
    assert f"{sum(c.isalpha() for c in damage)} letters" in finding.message
    grown = events.append_events(text, [events.new("remark", "Ann")])
    assert grown.startswith(text + b"\n")
    assert len(events.parse(grown, FILE)[0]) == 3


def test_bytes_that_are_no_text_stay_as_they_are() -> None:
    data = b"\xff\xfe broken\n"
    assert len(events.parse(data, FILE)[1]) == 1
    assert events.append_events(data, []) == data


def test_a_remark_in_arabic_can_be_read_in_the_file() -> None:
    assert "راجعوا الاسم".encode() in events.append_events(
        b"", [events.new("remark", "Ann", "p1", {"text": "راجعوا الاسم"})]
    )


def test_two_lines_of_one_event_that_differ_are_said() -> None:
    found, (finding,) = events.parse(f"{line(by='Ann')}\n{line(by='Bob')}\n".encode(), FILE)
    assert [e.by for e in found] == ["Ann"]
    assert finding.line == 2


def test_what_happens_now_has_an_id_of_its_own_and_a_time() -> None:
    one, other = events.new("remark", "Ann"), events.new("remark", "Ann")
    assert one.id != other.id
    assert len(one.id) == 16, "each line of a file that only grows has one"
    assert one.at <= other.at
    assert events.parse(events.append_events(b"", [one, other]), FILE) == ([one, other], [])


def test_decisions_are_open_until_they_are_taken_back() -> None:
    made = [
        Event("a", AT.format(1), "approve", "Ann", "p1"),
        Event("b", AT.format(2), "approve", "Ann", "p2"),
        Event("c", AT.format(3), "remark", "Ann", "p1"),
        Event("d", AT.format(4), "resolve", "Ann", "p1"),
        Event("e", AT.format(5), "undo", "Ann", "p1", {"of": "d"}),
    ]
    assert [e.id for e in events.open_decisions(made)] == ["b", "a"]
    assert [e.id for e in events.open_decisions(made, "p1")] == ["a"]


@given(
    st.lists(
        st.sampled_from(
            [line(), line(by="Omar"), line(id="a2"), "", "\r", "no event", "\ufeff" + line(id="a3")]
        )
    ),
    st.sampled_from(["", "\n", "\r\n"]),
    st.integers(0, 12),
)
def test_a_file_that_grew_is_read_as_one_that_nobody_had_read(
    lines: list[str], end: str, before: int
) -> None:
    kept = [events.parse("\n".join([*lines[:n], ""]).encode(), FILE) for n in (before, before + 1)]
    data = ("\n".join(lines) + end).encode()
    whole = events.parse(data, FILE)
    events._read.clear()
    assert events.parse(data, FILE) == whole
    assert events.parse("\n".join([*lines[:before], ""]).encode(), FILE) == kept[0]
