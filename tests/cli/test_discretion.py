"""What is said where others read along."""

import re
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest

from jisr.app import pipeline
from jisr.app.results import Result
from jisr.cli.discretion import hidden_words
from jisr.cli.main import main
from jisr.lang.printable import say
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


@pytest.mark.parametrize("slug", ["draft", "held", "text", "2024"])
def test_a_name_that_is_a_word_of_jisr_gives_way_only_where_it_is_a_name(
    tmp_path: Path, slug: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    project = Project(tmp_path)
    project.seed(slug)
    (tmp_path / f"seeds/{slug}.yml").write_text("status: draft\n", "utf-8")
    monkeypatch.setenv("CI", "true")
    with hidden_words(tmp_path):
        say(f"2024 texts: a draft text is held; seeds/{slug}.txt:3, {slug}#p1 (jisr release {slug})")
        say(f"{slug}: 3 draft\n{slug}   held\n| {slug} | draft |\n“{slug}”")
    assert capsys.readouterr().out == (
        "2024 texts: a draft text is held; seeds/held-1.txt:3, held-1#p1 (jisr release held-1)\n"
        "held-1: 3 draft\nheld-1   held\n| held-1 | draft |\n“held-1”\n"
    )


def test_a_name_of_its_own_gives_way_everywhere(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = Project(tmp_path)
    project.seed("zqraid")
    (tmp_path / "seeds/zqraid.yml").write_text("status: draft\n", "utf-8")
    with hidden_words(tmp_path):
        say("of zqraid, zqraid-2")
    assert capsys.readouterr().out == "of held-1, [6 letters]-2\n"


def test_words_of_jisrs_own_stay_in_arabic_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A held text that says “the sum” takes it out of no answer; a name that it alone has goes from all."""
    project = Project(tmp_path)
    project.seed("a").write_text("المجموع\n\nقال زلفانيوس إن المجموع كبير.\n", "utf-8")  # Zulfanius, a name
    (tmp_path / "seeds/a.yml").write_text("status: draft\n", "utf-8")
    pipeline.sync_articles(tmp_path, date(2024, 1, 2))
    monkeypatch.setenv("CI", "true")
    monkeypatch.setenv("LC_ALL", "ar_SY.UTF-8")
    capsys.readouterr()
    main(["--project", str(tmp_path), "status"])
    said = capsys.readouterr().out
    assert "المجموع: " in said
    with hidden_words(tmp_path):
        say("زلفانيوس")
    assert "زلفانيوس" not in capsys.readouterr().out
