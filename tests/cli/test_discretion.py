"""What is said where others read along."""

import re
from datetime import date
from pathlib import Path

import pytest

from jisr.app import pipeline
from jisr.cli.main import main
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
