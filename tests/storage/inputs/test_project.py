"""Where a project may lie."""

import os
from pathlib import Path

import pytest

from jisr.app import pipeline
from jisr.model.diagnostics import JisrError
from jisr.storage.inputs.fingerprint import read_inputs
from jisr.storage.inputs.project import find_root, resolve_folder
from tests.project import TODAY, Project, git


@pytest.mark.parametrize("name", ["a b", "سجلّ", "a\u2028b", "a\x85b", os.fsdecode(b"caf\xe9")])
def test_git_is_asked_in_a_folder_of_any_name(tmp_path: Path, name: str) -> None:
    project = Project(tmp_path / name)
    project.seed()
    git(project.root, "init", "-q")
    git(project.root, "add", "-A")
    before = read_inputs(project.root).digest
    git(project.root, "commit", "-q", "-m", "x")
    assert read_inputs(project.root).digest != before
    assert not pipeline.sync_articles(project.root, TODAY).failed
    assert find_root(project.root) == project.root


def test_a_line_break_in_the_path_is_refused(tmp_path: Path) -> None:
    project = Project(tmp_path / "a\nb")
    with pytest.raises(JisrError, match="line break"):
        find_root(project.root)


def test_a_folder_that_was_deleted_under_somebody_is_named_as_that(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    with pytest.raises(JisrError, match="no longer there"):
        resolve_folder(Path())
