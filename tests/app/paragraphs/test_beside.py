"""What stands beside a paragraph is made of its own article, however many others there are."""

from pathlib import Path

import pytest

from jisr import seeds
from jisr.app import pipeline
from jisr.app.paragraphs.beside import read_history
from jisr.app.paragraphs.saving import save
from jisr.translation import engines
from tests.project import TODAY, Echo, Project


def test_the_history_of_a_paragraph_looks_into_no_other_article(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "find_engine", lambda _settings: Echo())
    project = Project(tmp_path / "project")
    for slug in ("water", "oil"):
        project.seed(slug)
    pipeline.draft_articles(project.root, TODAY)
    save(project.root, "water", "p2", "Words.", "Ruba", TODAY)

    def look_at_all(_root: Path) -> None:
        raise AssertionError("all articles were looked at")

    monkeypatch.setattr(seeds, "find_files", look_at_all)
    (happened,) = read_history(project.root, "water", "p2")
    assert (happened.what, happened.by) == ("edit", "Ruba")
