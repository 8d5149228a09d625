"""What is said where others read along."""

import re
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest

from jisr.app import pipeline
from jisr.app.results import Result
from jisr.cli.main import main
from jisr.model.diagnostics import Finding
from jisr.model.private import count_letters
from tests.project import Project

NUMBER = re.compile(r"\((\d+) letters are not said here\)")


@pytest.mark.parametrize("words", [["check"], ["check", "--format", "json"]], ids=" ".join)
def test_the_letters_that_are_not_said_are_those_of_the_finding(
    tmp_path: Path, words: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    project = Project(tmp_path)
    project.seed("a")
    pipeline.sync_articles(tmp_path, date(2024, 1, 2))
    (tmp_path / "seeds/a.yml").write_text("status: draft\n", "utf-8")
    page = project.translation("a")
    page.write_text(page.read_text("utf-8").replace("<!-- #p1", "<<<<<<< ours\n<!-- #p1", 1), "utf-8")
    monkeypatch.setenv("CI", "true")
    found = pipeline.check(tmp_path).result.findings
    unsaid = [count_letters(f.message + f.text) for f in found if f.file == "docs/en/articles/a.md"]
    capsys.readouterr()
    main(["--project", str(tmp_path), *words])
    said = [int(number) for number in NUMBER.findall("".join(capsys.readouterr()))]
    assert unsaid
    assert not set(unsaid) - set(said)


def test_what_is_said_again_says_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    project = Project(tmp_path)
    project.seed("a")
    (tmp_path / "seeds/a.yml").write_text("status: draft\n", "utf-8")
    found = Finding("numbers", "a number is missing", "seeds/a.txt", 3, "دم على الجدار")  # blood on the wall
    runs: list[Path] = []
    shown = SimpleNamespace(result=Result(findings=(found,)), standing=())

    def check(root: Path) -> SimpleNamespace:
        runs.append(root)
        return shown

    monkeypatch.setattr(pipeline, "check", check)
    said = []
    for in_ci in ("", "true", "true"):
        monkeypatch.setenv("CI", in_ci)
        assert main(["--project", str(tmp_path), "check"]) == 1
        said.append(capsys.readouterr())
    assert found.text in said[0].err
    assert len(runs) == 2, "where others read along is another place"
    assert said[1] == said[2]
    assert found.text not in said[2].err
