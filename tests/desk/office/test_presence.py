"""Who is where is known while their browser says so; when somebody was last here, for as long as one asks."""

from datetime import UTC, datetime, timedelta
from errno import ENOSPC
from pathlib import Path

import pytest

from jisr.app import pipeline
from jisr.app.people import remarks
from jisr.desk.office.answers import LATE, Answers
from jisr.desk.office.presence import LASTS, Presence
from jisr.desk.office.visits import PAUSE, Visits
from jisr.storage import own_folder
from jisr.translation.decisions.remarks import Purpose
from tests.project import TODAY, Project


class Clock:
    """Tells the seconds that a test says."""

    now = 0.0

    def __call__(self) -> float:
        return self.now

    def moment(self) -> datetime:
        return datetime(2026, 11, 23, 12, tzinfo=UTC) + timedelta(seconds=self.now)


def test_others_are_seen_in_the_paragraph_where_they_are() -> None:
    clock = Clock()
    people = Presence(clock)
    people.enter("Ann", "water", "p1")
    people.enter("Bob", "water", "p1")
    people.enter("Eve", "rivers", "p1")
    assert people.others("Ann", "water") == {"p1": ["Bob"]}
    assert people.others("", "water") == {"p1": ["Ann", "Bob"]}
    people.enter("Bob", "water", "p2")
    assert people.others("Ann", "water") == {"p2": ["Bob"]}, "one is in one paragraph"
    people.enter("Bob", "water", "")
    assert people.others("Ann", "water") == {}
    clock.now += LASTS
    assert people.others("", "rivers") == {}, "whose browser says no more has gone"


def test_one_is_told_of_the_sitting_before(tmp_path: Path) -> None:
    clock = Clock()
    visits = Visits(tmp_path, clock.moment)
    visits.came("Ann")
    assert visits.last("Ann") is None
    clock.now += PAUSE
    visits.came("Ann")
    assert visits.last("Ann") is None, "still the same sitting"
    left = clock.moment()
    clock.now += PAUSE + 1
    visits.came("Ann")
    assert visits.last("Ann") == left
    clock.now += PAUSE
    visits.came("Ann")
    assert visits.last("Ann") == left
    later = Visits(tmp_path, clock.moment)
    clock.now += PAUSE + 1
    later.came("Ann")
    assert later.last("Ann") == clock.moment() - timedelta(seconds=PAUSE + 1)
    assert later.last("Bob") is None
    later.came("")
    assert later.last("") is None


def test_nobody_is_kept_from_reading_because_the_disk_is_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(ENOSPC, "No space left on device")

    visits = Visits(tmp_path)
    monkeypatch.setattr(own_folder, "write_durably", refuse)
    visits.came("Ann")
    assert visits.last("Ann") is None
    (tmp_path / ".jisr/desk-visits.json").write_text("[5]", "utf-8")
    assert Visits(tmp_path).last("Ann") is None


def test_answers_of_other_articles_are_read_now_and_then(tmp_path: Path) -> None:
    made = Project(tmp_path / "project")
    for slug in ("water", "rivers"):
        made.seed(slug)
    pipeline.sync_articles(made.root, TODAY)
    clock = Clock()
    answers = Answers(made.root, clock)
    assert answers.elsewhere("rivers") == []
    remarks.remark(made.root, "water", "p1", "Who?", "Ann", Purpose.QUESTION, about="الحكومة")
    remarks.remark(made.root, "water", "p2", "No name", "Ann", Purpose.QUESTION)
    for _, thread in remarks.read(made.root)[0]:
        remarks.reply(made.root, "water", thread.id, "That of 2022", "Omar", answers=True)
    assert answers.elsewhere("rivers") == [], "a few seconds late"
    clock.now += LATE + 1
    assert [(slug, thread.answer) for slug, thread in answers.elsewhere("rivers")] == [
        ("water", "That of 2022")
    ]
    assert answers.elsewhere("water") == []
