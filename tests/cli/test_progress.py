import io
import os
import subprocess
import sys
import time

import pytest

from jisr.cli import progress
from jisr.cli.progress import show_progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have progress shown from the beginning, and in a log at each step."""
    monkeypatch.setattr(progress, "PATIENCE", 0)
    monkeypatch.setattr(progress, "PAUSE", 0)


def work(pieces: int) -> None:
    with show_progress("reading articles", 4) as advance:
        for _ in range(pieces):
            advance(1)


def test_what_is_quick_is_not_shown(capsys: pytest.CaptureFixture[str]) -> None:
    work(4)
    assert capsys.readouterr() == ("", "")


def test_a_log_has_a_line_now_and_then(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "PATIENCE", 0)
    work(4)
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("reading articles: 1 of 4, ")
    assert said.err.endswith(" left\n")
    assert said.err.count("\n") == 1
    monkeypatch.setattr(progress, "PAUSE", 0)
    work(3)
    lines = capsys.readouterr().err.splitlines()
    assert [line.split(",")[0] for line in lines] == [f"reading articles: {n} of 4" for n in (1, 2, 3)]


@pytest.mark.usefixtures("at_once")
def test_of_work_of_which_nothing_is_done_no_log_has_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    with show_progress("making pages with MkDocs", 34) as advance:
        advance(0)
        assert capsys.readouterr().err == ""
        advance(2)
    assert capsys.readouterr().err.startswith("making pages with MkDocs: 2 of 34, ")


def test_slow_work_tells_its_pieces_by_the_second_too(capsys: pytest.CaptureFixture[str]) -> None:
    progress._Lines("making pages", 49, 3, time.time() - 9).write()
    assert ", 0.33/s, " in capsys.readouterr().err


@pytest.mark.usefixtures("at_once")
def test_what_failed_is_counted(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    with show_progress("translating words", 900) as advance:
        advance(300)
        advance(300, 2)
        advance(100, -1)
    ends = [line.rpartition(", ")[2] for line in capsys.readouterr().err.splitlines()]
    assert [end for end in ends if "failed" in end] == ["2 failed", "1 failed"]
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stderr", terminal := Terminal())
    with show_progress("translating words", 900) as advance:
        advance(300, 2)
        advance(300)
    assert "2 failed]" in terminal.getvalue()


@pytest.mark.usefixtures("at_once")
def test_what_has_come_to_its_end_is_not_begun_to_be_shown(capsys: pytest.CaptureFixture[str]) -> None:
    with show_progress("reading articles", 1) as advance:
        advance(1)
    assert capsys.readouterr().err == ""


@pytest.mark.usefixtures("at_once")
def test_a_terminal_has_a_bar_that_goes_when_all_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stderr", terminal := Terminal())
    work(3)
    drawn = terminal.getvalue().split("\r")
    assert any(part.startswith("reading articles:") and " 1/4 [" in part for part in drawn)
    assert "\n" not in terminal.getvalue()
    assert not drawn[-2].strip()  # spaces over the bar


@pytest.mark.parametrize("columns", [60, 0])  # some terminals do not tell
def test_a_bar_is_as_wide_as_its_terminal(columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "PATIENCE", 0)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(Terminal, "fileno", lambda _: 2)
    monkeypatch.setattr(os, "get_terminal_size", lambda _: os.terminal_size((columns, 40)))
    monkeypatch.setattr(sys, "stderr", terminal := Terminal())
    work(3)
    drawn = terminal.getvalue().split("\r")
    assert {len(part) for part in drawn if "/4 [" in part} == {columns or 80}


@pytest.mark.usefixtures("at_once")
def test_a_terminal_that_cannot_move_its_cursor_gets_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    monkeypatch.setattr(sys, "stderr", terminal := Terminal())
    work(2)
    assert "\r" not in terminal.getvalue()


def test_the_library_is_loaded_for_what_lasts_alone() -> None:
    code = "import sys, jisr.cli.progress; sys.exit('tqdm' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
