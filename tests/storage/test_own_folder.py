"""Jisr's own folders: nobody else's work is taken for what lies there."""

import os
import shutil
import sqlite3
import subprocess
from pathlib import Path

import pytest

from jisr.model.diagnostics import JisrError
from jisr.storage import own_folder
from jisr.storage.cache import open_cache, read_rows


@pytest.fixture
def forged(tmp_path: Path) -> Path:
    """A project with a commit that brings along what Jisr would have worked out of other texts."""
    with open_cache(tmp_path / "elsewhere") as kept:
        kept.put("article", "what anybody can work out", "what the author never wrote")
    root = tmp_path / "project"
    shutil.copytree(tmp_path / "elsewhere", root)
    subprocess.run(["git", "init", "-q", root], check=True)
    subprocess.run(["git", "add", "--force", ".jisr/cache.sqlite3"], cwd=root, check=True)
    return root


def test_what_a_commit_brought_along_is_not_believed(forged: Path) -> None:
    with open_cache(forged) as kept:
        assert kept.get("article", "what anybody can work out") is None


def test_a_build_stops_before_it_reads_it(forged: Path) -> None:
    with pytest.raises(JisrError) as told, own_folder.hold_lock(forged, "build.lock", "it builds"):
        pass
    (finding,) = told.value.findings
    assert finding.file == ".jisr/cache.sqlite3"
    assert "git rm -r --cached .jisr" in finding.remedy


def test_a_folder_that_git_does_not_see_is_used(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    with open_cache(tmp_path) as kept:
        kept.put("article", "x", "as it was read")
    with open_cache(tmp_path) as kept:
        assert kept.get("article", "x") == "as it was read"


def test_what_is_written_there_for_itself_nobody_else_reads(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    for data in (b"first", b"second"):
        own_folder.write_own_file(path, data)
        assert (path.read_bytes(), path.stat().st_mode & 0o777) == (data, 0o600)
        assert list(tmp_path.iterdir()) == [path], "what waited beside it has changed places with it"
        path.chmod(0o644)


def test_nobody_waits_for_a_pipe_in_the_place_of_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipe = own_folder.make_own_folder(tmp_path, own_folder.STATE_DIR) / "cache.sqlite3"
    os.mkfifo(pipe)
    with monkeypatch.context() as waiting:
        waiting.setattr(sqlite3, "connect", lambda *_, **__: pytest.fail("it is opened"))
        assert read_rows(tmp_path, "article") == {}
    pipe.with_name("loop").symlink_to("loop")
    own_folder.make_own_folder(tmp_path, own_folder.STATE_DIR)
    assert [path.name for path in pipe.parent.iterdir()] == [".gitignore"]
