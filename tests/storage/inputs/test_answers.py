"""An answer is given again exactly as long as it is true."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from jisr.model.diagnostics import Finding, Severity
from jisr.storage.cache import drop_values
from jisr.storage.folders import KnownFolder
from jisr.storage.inputs import clock
from jisr.storage.inputs.answers import Answer, ask
from tests.project import Project

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
FOUND = Finding("conflict", "two texts", "seeds/a.txt", 3, "مرسى", "choose", "p1", Severity.WARNING)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    Project(tmp_path).seed("a")
    (tmp_path / "site").mkdir()
    (tmp_path / "site/index.html").write_text("made", "utf-8")
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return tmp_path


@pytest.fixture
def asked(root: Path) -> Callable[[Answer], int]:
    """Ask for an answer, and tell how often it had to be worked out by then."""
    works: list[Answer] = []

    def count(answer: Answer) -> int:
        def work() -> Answer:
            works.append(answer)
            return replace(answer, left=KnownFolder(root / "site").state())

        assert ask(root, "build", work, root / "site") == answer
        return len(works)

    return count


def test_what_was_said_is_said_again(asked: Callable[[Answer], int]) -> None:
    answer = Answer((FOUND, Finding("seed", "wrong")), {"rows": [1, "ا"]}, NOW + HOUR)
    assert answer.failed
    assert not Answer((FOUND,)).failed
    assert [asked(answer), asked(answer)] == [1, 1]


def test_of_many_findings_each_is_said_again(asked: Callable[[Answer], int]) -> None:
    answer = Answer(tuple(replace(FOUND, line=line, key=f"p{line}") for line in range(4500)))
    assert [asked(answer), asked(answer)] == [1, 1]


def link(path: Path) -> Path:
    path.symlink_to("/etc/hostname")
    return path


CHANGES: dict[str, Callable[[Path], object]] = {
    "a seed": lambda root: (root / "seeds/a.txt").write_text("x", "utf-8"),
    "a page changed by hand": lambda root: (root / "site/index.html").write_text("fake", "utf-8"),
    "a page deleted": lambda root: (root / "site/index.html").unlink(),
    "a page that nobody made": lambda root: (root / "site/more.html").write_text("x", "utf-8"),
    "a link in place of a page": lambda root: link(root / "x").replace(root / "site/index.html"),
    "the site gone": lambda root: (root / "site").rename(root / "elsewhere"),
    "the cache gone": lambda root: drop_values(root, lambda _: True),
    "a name gone from it": lambda root: drop_values(root, lambda text: "مرسى" in text),
    "the cache damaged": lambda root: (root / ".jisr/cache.sqlite3").write_bytes(b"no database"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_it_is_worked_out_again_where_something_changed(
    root: Path, asked: Callable[[Answer], int], what: str
) -> None:
    assert asked(Answer((FOUND,))) == 1
    CHANGES[what](root)
    assert [asked(Answer((FOUND,))), asked(Answer((FOUND,)))] == [2, 2]


@pytest.mark.parametrize(("later", "times"), [(-HOUR, 2), (HOUR / 2, 1), (HOUR, 2), (2 * HOUR, 2)])
def test_an_answer_ends_at_the_hour_of_a_release_and_holds_for_no_earlier_time(
    asked: Callable[[Answer], int], monkeypatch: pytest.MonkeyPatch, later: timedelta, times: int
) -> None:
    answer = Answer(until=NOW + HOUR)
    asked(answer)
    monkeypatch.setattr(clock, "now", lambda: NOW + later)
    assert asked(answer) == times


def test_what_is_over_already_is_not_kept(asked: Callable[[Answer], int]) -> None:
    assert [asked(Answer(until=NOW)), asked(Answer(until=NOW))] == [1, 2]


def test_what_changed_while_it_was_worked_out_is_worked_out_again(root: Path) -> None:
    def work(text: str) -> Answer:
        (root / "seeds/a.txt").write_text(text, "utf-8")
        return Answer(rows=text)

    assert ask(root, "check", partial(work, "A")).rows == "A"
    assert ask(root, "check", partial(work, "B")).rows == "B", "made from B, though A stood there before"
    (root / "seeds/a.txt").write_text("A", "utf-8")
    assert ask(root, "check", partial(work, "A")).rows == "A"


@pytest.mark.parametrize("name", ["seeds/a.txt", "seeds/new.txt"])
def test_what_was_changed_and_changed_back_meanwhile_is_worked_out_again(root: Path, name: str) -> None:
    """Else what was made of a text that stood there for a moment would stay until something else changes."""
    file = root / name
    before = file.read_bytes() if file.exists() else None

    def work() -> Answer:
        file.write_text("for a moment", "utf-8")
        found = file.read_text("utf-8")
        file.unlink()
        if before is not None:
            file.write_bytes(before)
        return Answer(rows=found)

    assert ask(root, "check", work).rows == "for a moment"
    assert ask(root, "check", lambda: Answer(rows="as it is")).rows == "as it is"


def test_an_answer_of_one_verb_is_none_of_another(root: Path) -> None:
    assert ask(root, "check", lambda: Answer(rows=1)).rows == 1
    assert ask(root, "status", lambda: Answer(rows=2)).rows == 2
    assert ask(root, "check", lambda: Answer(rows=3)).rows == 1


def test_hidden_files_in_a_made_folder_are_somebody_elses(root: Path, asked: Callable[[Answer], int]) -> None:
    asked(Answer())
    (root / "site/.git").mkdir()
    (root / "site/.git/HEAD").write_text("x", "utf-8")
    assert asked(Answer()) == 1
