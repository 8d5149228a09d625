"""Findings that an editor ignores with a reason, and reasons that suppress nothing."""

import subprocess
from pathlib import Path

import polib
import pytest

from jisr import checks
from jisr.app import editorial
from jisr.cli import main
from jisr.model.diagnostics import JisrError, Severity
from jisr.model.ledger import Entry, Ledger, State
from jisr.translation import ledger
from tests.checks.editions import careless, edition_of, only
from tests.project import TODAY


def test_an_ignored_finding_is_a_notice_with_its_reason() -> None:
    blocks = [("قُتل 12 جندياً.", "21 soldiers were killed.")]
    made = edition_of(blocks, facts={"ignore-numbers": "the author's slip"})
    found = only("numbers", made)
    assert [(f.check, f.severity) for f in found] == [("numbers", Severity.NOTICE)]
    assert found[0].message.startswith("ignored (the author's slip): numbers differ")


def test_an_ignore_without_reason_or_without_cause_is_reported() -> None:
    blocks = [("قُتل 12 جندياً.", "21 soldiers were killed.")]
    found = only("numbers", edition_of(blocks, facts={"ignore-numbers": ""}))
    assert {(f.check, f.severity) for f in found} == {
        ("numbers", Severity.ERROR),
        ("ignore", Severity.WARNING),
    }
    idle = checks.run(
        edition_of([("قُتل 12.", "12 were killed.")], facts={"ignore-numbers": "why", "ignore-x": "y"})
    )
    assert {(f.message, f.severity) for f in idle} == {
        ("numbers: ignored, and no longer found", Severity.NOTICE),
        ("x: there is no check x", Severity.WARNING),
    }


def test_a_check_that_did_not_run_does_not_make_an_ignore_idle() -> None:
    made = edition_of([("قُتل 12 جندياً.", "21 soldiers were killed.")], facts={"ignore-numbers": "why"})
    assert only("doubled", made) == []


def test_several_ignores_stand_on_lines_of_their_own_and_other_tools_keep_them() -> None:
    facts = {"ignore-numbers": 'the author\'s "slip"', "ignore-names": "a pun", "by-the-way": "x"}
    book = Ledger((Entry("p1", "قال.", "He said.", State.EDITED, synced="3f9a1c2e", facts=facts),))
    text = ledger.compose(book)
    assert (
        '# jisr: ignore=names reason="a pun"\n# jisr: ignore=numbers reason="the author\'s \\"slip\\""\n'
        in text
    )
    assert ledger.parse(text, "x.po").entries[0].facts == facts
    assert ledger.compose(ledger.parse(text, "x.po")) == text
    assert f"{polib.pofile(text, wrapwidth=0)}".rstrip("\n") + "\n" == text
    done = subprocess.run(
        ["msgcat", "--no-wrap", "-"], input=text, capture_output=True, text=True, check=True
    )
    assert done.stdout == text


def test_an_editor_ignores_a_finding_and_takes_it_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = careless(tmp_path)
    run = ["--project", str(project.root)]
    assert main.main([*run, "check"]) == 1
    assert "[p1] numbers differ" in capsys.readouterr().err
    assert main.main([*run, "ignore", "water", "p1", "numbers", "--reason", "the author's slip"]) == 0
    assert 'ignore=numbers reason="the author\'s slip"' in project.ledger().read_text("utf-8")
    assert main.main([*run, "check"]) == 0
    assert "notice: [p1] ignored (the author's slip)" in capsys.readouterr().err
    assert main.main([*run, "ignore", "water", "p1", "numbers", "--remove"]) == 0
    assert main.main([*run, "check"]) == 1


def test_ignoring_what_is_not_there_names_what_is(tmp_path: Path) -> None:
    root = careless(tmp_path).root
    with pytest.raises(JisrError, match=r"did you mean numbers\?"):
        editorial.ignore(root, "water", "p1", "number", "x", "Ann", TODAY)
    with pytest.raises(JisrError, match="no block has the key p9"):
        editorial.ignore(root, "water", "p9", "numbers", "x", "Ann", TODAY)
