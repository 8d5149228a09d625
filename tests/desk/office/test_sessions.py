"""Sessions end by themselves and by their people, and what lies on the disk lets nobody in."""

from pathlib import Path

import pytest

from jisr.desk.office.sessions import IDLE, LONGEST, Sessions

FILE = ".jisr/desk-sessions.json"


class Clock:
    """Tells the seconds that a test says."""

    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


def test_a_session_lives_while_it_is_used_and_not_for_ever(tmp_path: Path) -> None:
    clock = Clock()
    sessions = Sessions(tmp_path, clock)
    secret = sessions.begin("Ann", "seal", "Firefox")
    began = clock.now
    while clock.now + IDLE - 1 < began + LONGEST:
        clock.now += IDLE - 1
        assert sessions.find(secret)
    clock.now = began + LONGEST + 1
    assert sessions.find(secret) is None, "however it was used"
    assert sessions.list() == []


def test_a_session_that_nobody_uses_ends(tmp_path: Path) -> None:
    clock = Clock()
    sessions = Sessions(tmp_path, clock)
    secret = sessions.begin("Ann", "seal", "Firefox")
    clock.now += IDLE
    assert sessions.find(secret)
    clock.now += IDLE + 1
    assert sessions.list() == []
    assert sessions.find(secret) is None


def test_a_session_is_ended_from_elsewhere(tmp_path: Path) -> None:
    sessions = Sessions(tmp_path)
    one, other = (sessions.begin("Ann", "seal", browser) for browser in ("Firefox", "Safari"))
    ended = sessions.find(one)
    assert ended
    sessions.end(ended.id)
    assert sessions.find(one) is None
    assert [session.browser for session in sessions.list()] == ["Safari"]
    assert sessions.find(other)
    assert sessions.find("") is None


def test_sessions_outlive_the_desk_and_their_file_is_no_key(tmp_path: Path) -> None:
    first = Sessions(tmp_path)
    secret = first.begin("Ann", "seal", "F" * 1000)
    path = tmp_path / FILE
    assert secret not in path.read_text("utf-8")
    assert path.stat().st_mode & 0o077 == 0
    found = Sessions(tmp_path).find(secret)
    assert found
    assert (found.name, found.seal, len(found.browser)) == ("Ann", "seal", 200)
    first.end(found.id)
    assert Sessions(tmp_path).find(secret) is None


@pytest.mark.parametrize("damage", ["", "{", "[5]", '[{"id": "a"}]', "5"])
def test_a_damaged_file_lets_nobody_in(tmp_path: Path, damage: str) -> None:
    Sessions(tmp_path).begin("Ann", "seal", "Firefox")
    (tmp_path / FILE).write_text(damage, "utf-8")
    assert Sessions(tmp_path).list() == []
