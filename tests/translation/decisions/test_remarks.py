"""Threads made of events: in any order, from two laptops, of this release and of others."""

from itertools import permutations
from typing import Any

import pytest

from jisr.model.diagnostics import JisrError
from jisr.translation.decisions import events
from jisr.translation.decisions.events import Event
from jisr.translation.decisions.remarks import (
    CLOSED,
    REOPENED,
    Purpose,
    Thread,
    answers_about,
    close_event,
    read_threads,
    remark_event,
    reply_event,
    require_thread,
    thread_row,
)

AT = "2026-11-23T10:15:{:02}.000000Z"


def event(n: int, kind: str = events.REMARK, **data: Any) -> Event:
    return Event(f"id{n}", AT.format(n), kind, f"By{n}", "p2", data)


def test_a_thread_is_a_remark_with_its_replies_and_its_end() -> None:
    happened = [
        event(1, text="Who?", purpose="question", to="Omar", about="الهاشمي"),
        event(2, text="Wait", re="id1"),
        event(3, text="Hisham", re="id1", answers=True),
        event(4, CLOSED, of="id1"),
        event(5, text="Well said"),
    ]
    one, other = read_threads(happened)
    assert (one.id, one.key, one.by, one.purpose) == ("id1", "p2", "By1", Purpose.QUESTION)
    assert (one.text, one.to, one.about) == ("Who?", "Omar", "الهاشمي")
    assert [(r.text, r.by, r.answers) for r in one.replies] == [
        ("Wait", "By2", False),
        ("Hisham", "By3", True),
    ]
    assert one.answer == "Hisham"
    assert (one.open, one.closed_by, one.closed_at) == (False, "By4", AT.format(4))
    assert (other.purpose, other.open, other.answer, other.replies) == (Purpose.NOTE, True, "", ())
    assert read_threads([*happened, event(6, REOPENED, of="id1")])[0].open


def test_the_last_of_several_answers_counts() -> None:
    happened = [event(1, text="Who?"), *(event(n, text=str(n), re="id1", answers=True) for n in (2, 3))]
    assert read_threads([*happened, event(4, text="thanks", re="id1")])[0].answer == "3"


def test_the_clocks_of_two_laptops_lose_no_reply() -> None:
    happened = [event(1, text="Who?"), event(2, text="a", re="id1"), event(3, CLOSED, of="id1")]
    for order in permutations(happened):
        (thread,) = read_threads(order)
        assert [reply.text for reply in thread.replies] == ["a"]
        assert not thread.open


def test_a_reply_without_its_remark_is_not_lost() -> None:
    (thread,) = read_threads([event(2, text="She died in 2020", re="gone"), event(3, CLOSED, of="gone")])
    assert (thread.text, thread.open) == ("She died in 2020", True)


@pytest.mark.parametrize("data", [{}, {"text": 5}, {"text": "x", "purpose": "praise"}, {"re": ["id1"]}])
def test_what_this_release_does_not_know_is_a_note(data: dict[str, Any]) -> None:
    (thread,) = read_threads([event(1, **data)])
    assert thread.purpose is Purpose.NOTE


def test_what_is_written_is_read() -> None:
    first = remark_event("p2", "Who?", "Ann", Purpose.QUESTION, to="Omar", about="الهاشمي")
    (thread,) = read_threads([first])
    told = [
        first,
        reply_event(thread, "wait", "Omar"),
        reply_event(thread, "Hisham", "Omar", answers=True),
        close_event(thread, "Ann"),
        close_event(thread, "Ann", reopen=True),
    ]
    assert {one.key for one in told} == {"p2"}, "a paragraph that is removed takes all of a thread along"
    read, damaged = events.parse(events.append_events(b"", told), "private/water.jsonl")
    assert not damaged
    (thread,) = read_threads(read)
    row = thread_row("water", thread)
    assert (row["slug"], row["purpose"], row["to"], row["about"]) == ("water", "question", "Omar", "الهاشمي")
    assert [reply["answers"] for reply in row["replies"]] == [False, True]
    assert thread.open
    assert remark_event("p2", "x", "Ann").data == {"text": "x", "purpose": "note"}


def test_a_remark_is_found_by_how_its_name_begins() -> None:
    threads = [Thread(id_, "", "", "", Purpose.NOTE, "") for id_ in ("abc1", "abd2")]
    assert require_thread(threads, "abc", "f").id == "abc1"
    for wrong in ("ab", "", "x"):
        with pytest.raises(JisrError):
            require_thread(threads, wrong, "f")
    with pytest.raises(JisrError, match="there are no remarks"):
        require_thread([], "abc", "f")


@pytest.mark.parametrize(
    ("about", "original", "offered"),
    [
        ("هشام الهاشمي", "قال هشام الهاشمي إن القرار نهائي", True),
        ("هشام الهاشمي", "وقُتل هِشام  الهاشمي", True),  # vowel marks, two spaces
        ("الهاشمي", "وبالهاشمي", True),
        ("الهاشمي", "قال للهاشمي", True),
        ("الهاشمي", "قيل وللهاشمي", True),
        ("إحسان", "وقال احسان", True),
        ("الهاشمي", "الهاشميون", False),
        ("هاشم", "الهاشمي وهشام", False),
        ("هشام الهاشمي", "هشام العلوي والهاشمي", False),
        ("هشام", "القرار نهائي", False),
        ("", "القرار نهائي", False),
        ("(", "القرار (نهائي", False),
    ],
)
def test_an_answer_is_offered_where_the_name_stands(about: str, original: str, offered: bool) -> None:
    answered = [event(1, text="Who?", about=about), event(2, text="Hisham", re="id1", answers=True)]
    assert bool(list(answers_about(read_threads(answered), original))) is offered
    assert not list(answers_about(read_threads(answered[:1]), original)), "nothing is answered"
