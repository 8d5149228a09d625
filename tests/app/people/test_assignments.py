"""Ranges of an article given to people: by the publication's clock, and in no log."""

import json
from pathlib import Path

import pytest

from jisr.app import pipeline
from jisr.app.people import assignments
from jisr.cli import main
from jisr.model.diagnostics import JisrError
from tests.project import TODAY, Project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = Project(tmp_path / "project")
    for slug in ("water", "rivers"):
        made.seed(slug)
    pipeline.sync_articles(made.root, TODAY)
    return made


def test_an_article_is_shared_by_two(
    project: Project, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def jisr(*words: str) -> str:
        assert main.main(["--project", str(project.root), *words]) == 0
        return capsys.readouterr().out

    monkeypatch.delenv("CI", raising=False)
    jisr("assign", "water", "Ann", "--first", "title", "--last", "p2", "--due", "2026-12-02", "--by", "Omar")
    jisr("assign", "water", "Bob", "--first", "p3", "--by", "Omar")
    jisr("assign", "rivers", "Ann", "--due", "2026-12-01 18:00", "--by", "Omar")
    rows = json.loads(jisr("assignments", "--format", "json"))
    assert [(row["slug"], row["to"], row["due"]) for row in rows] == [
        ("rivers", "Ann", "2026-12-01 18:00"),
        ("water", "Ann", "2026-12-02 00:00"),
        ("water", "Bob", ""),
    ]
    assert [row["keys"] for row in rows[1:]] == [["title", "p1", "p2"], ["p3"]]
    assert len(rows[0]["keys"]) == 6
    jisr("unassign", "water", rows[2]["id"][:8], "--by", "Omar")
    assert "Bob" not in jisr("assignments", "water")
    monkeypatch.setenv("CI", "true")
    assert "Ann" not in jisr("assignments")


@pytest.mark.parametrize(
    ("what", "message"),
    [
        ({"first": "p99"}, "no block has the key p99"),
        ({"due": "soon"}, "no such moment"),
        ({"slug": "desert"}, "desert"),
    ],
)
def test_what_is_not_there_is_not_assigned(project: Project, what: dict[str, str], message: str) -> None:
    with pytest.raises(JisrError, match=message):
        assignments.assign(project.root, what.pop("slug", "water"), "Ann", "Omar", **what)
    with pytest.raises(JisrError, match="no assignment has this name"):
        assignments.end(project.root, "water", "", "Omar")
    assert assignments.read(project.root) == []
