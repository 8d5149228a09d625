"""What a terminal is sent holds no sign that moves it, whatever files and articles are called."""

import json
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.app import pipeline
from jisr.cli import main
from jisr.lang.printable import ColouredText, printable, say
from jisr.model.diagnostics import Finding
from jisr.translation import engines
from tests.project import TODAY, Echo, Project, edit, git

BAD = "\x1b[2J\x07\x9b31m\u202eevil\u2066\u200b\u2028"
MOVES = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


@given(st.text(st.characters()))
def test_nothing_that_is_printed_moves_a_terminal_and_no_other_sign_is_touched(text: str) -> None:
    shown = printable(text)
    assert all(c == "\n" or unicodedata.category(c)[0] != "C" for c in shown)
    harmless = [c for c in text if c.isprintable() or c == "\n" or unicodedata.category(c) == "Zs"]
    assert len(harmless) < len(text) or shown == text


@given(st.text())
def test_json_says_the_same_with_signs_by_their_number(text: str) -> None:
    assert json.loads(printable(json.dumps({"text": text}, ensure_ascii=False))) == {"text": text}


def test_arabic_and_wide_spaces_stay() -> None:
    assert printable("قال «لا»\u00a0ثم\u2009مضى\n") == "قال «لا»\u00a0ثم\u2009مضى\n"


def test_colour_is_ours_alone(capsys: pytest.CaptureFixture[str]) -> None:
    say("a", ColouredText("\x1b[31mb", "32"), ColouredText("c", ""), end="")
    assert capsys.readouterr().out == "a\x1b[32m\\u001b[31mb\x1b[0mc"


def test_a_finding_stands_on_its_own_lines() -> None:
    line = str(Finding("x", "wrong", "seeds/a\n::error::b.txt", 3, key="p\n1"))
    assert line == "seeds/a ::error::b.txt:3: error: [p 1] wrong"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setattr(engines, "find_engine", lambda _settings: Echo())
    made = Project(tmp_path / "project")
    git(made.root, "init", "-q")
    made.seed()
    pipeline.draft_articles(made.root, TODAY)
    git(made.root, "add", "-A")
    git(made.root, "commit", "-q", "-m", "x", who=f"Eve{BAD}")
    return made


@pytest.mark.parametrize(
    "verb",
    [
        ["log", "water", "p2"],
        ["log", "water", "p2", "--format", "json"],
        ["status", "-v", "--approvals"],
        ["status", "--format", "json"],
        ["check"],
        ["check", "--format", "json"],
        ["check", "--format", "github"],
        ["check", "--format", "markdown"],
        ["sync"],
        ["suggest", "water"],
    ],
)
def test_no_verb_prints_signs_that_come_from_content_file_names_or_git(
    project: Project, verb: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    edit(project.translation(), "Draft of 13 words.", f"No vote {BAD}this year.")
    (project.root / f"seeds/odd{BAD}.txt").write_text("نص", "utf-8")
    edit(
        project.ledger(),
        'msgstr "Draft of 14 words."',
        f'msgstr "Prices {BAD.replace(chr(0x2028), "")}fell."',
    )
    main.main(["--project", str(project.root), *verb])
    said = capsys.readouterr()
    assert not MOVES.search(said.out + said.err), ascii(MOVES.search(said.out + said.err))
