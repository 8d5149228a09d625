"""What waits is committed and sent when somebody asks: by its own name, never by force, never in a merge."""

import subprocess
from pathlib import Path

import pytest

from jisr.app import pipeline
from jisr.app.whole.sending import Unsent, find_unsent, send
from jisr.model.diagnostics import JisrError
from tests.project import TODAY, Project, edit, git


@pytest.fixture
def shared(project: Project, tmp_path: Path) -> Project:
    """A project whose repository has a home."""
    project.seed()
    pipeline.draft_articles(project.root, TODAY)
    (project.root / ".gitignore").write_text(".jisr/\n", "utf-8")
    git(tmp_path, "init", "-q", "--bare", "-b", "main", "home.git")
    git(project.root, "init", "-q", "-b", "main")
    git(project.root, "config", "user.email", "ann@example.org")
    git(project.root, "config", "user.name", "Ann")
    git(project.root, "add", "-A")
    git(project.root, "commit", "-qm", "first")
    git(project.root, "remote", "add", "origin", str(tmp_path / "home.git"))
    git(project.root, "push", "-q", "--set-upstream", "origin", "main")
    return project


def test_what_waits_is_told_and_sent_with_its_message(shared: Project, tmp_path: Path) -> None:
    assert find_unsent(shared.root) == Unsent((), 0, True, "")
    edit(shared.translation(), "Draft of 13 words.", "A person wrote this.")
    (shared.root / "seeds/نفط.txt").write_text("new", "utf-8")
    (shared.root / "notes.txt").write_text("mine", "utf-8")  # not the publication's
    (shared.root / "private").mkdir()
    (shared.root / "private/.gitignore").write_text("*\n", "utf-8")
    (shared.root / "private/x.jsonl").write_text("secret", "utf-8")
    waits = find_unsent(shared.root)
    assert waits is not None
    assert set(waits.files) == {"docs/en/articles/water.md", "seeds/نفط.txt"}
    send(shared.root, "Correct the water", "Ann")
    assert find_unsent(shared.root) == Unsent((), 0, True, "")
    home = tmp_path / "home.git"
    assert git(home, "log", "-1", "--format=%an %s", "main") == "Ann Correct the water\n"
    assert "private" not in git(home, "ls-tree", "-r", "--name-only", "main")
    assert git(shared.root, "status", "--porcelain") == "?? notes.txt\n"


def test_commits_of_before_are_sent_too(shared: Project) -> None:
    edit(shared.translation(), "Draft of 13 words.", "A person wrote this.")
    git(shared.root, "commit", "-qam", "by hand")
    waits = find_unsent(shared.root)
    assert waits is not None
    assert (waits.files, waits.commits) == ((), 1)
    send(shared.root, "unused", "")
    assert git(shared.root, "rev-parse", "main") == git(shared.root, "rev-parse", "origin/main")


def test_what_others_sent_is_never_written_over(shared: Project, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", "home.git", "other")
    edit(tmp_path / "other/docs/en/articles/water.md", "Draft of 13 words.", "Theirs.")
    git(tmp_path / "other", "commit", "-qam", "theirs")
    git(tmp_path / "other", "push", "-q")
    edit(shared.translation(), "Draft of 14 words.", "Ours.")
    with pytest.raises(JisrError, match="others sent something meanwhile") as caught:
        send(shared.root, "ours", "Ann")
    assert "git pull" in caught.value.findings[0].remedy
    assert git(tmp_path / "home.git", "log", "-1", "--format=%s", "main") == "theirs\n"
    assert git(shared.root, "log", "-1", "--format=%s") == "ours\n"


def test_nothing_is_committed_in_the_middle_of_a_merge(shared: Project) -> None:
    git(shared.root, "switch", "-qc", "side")
    edit(shared.translation(), "Draft of 13 words.", "Side.")
    git(shared.root, "commit", "-qam", "side")
    git(shared.root, "switch", "-q", "main")
    edit(shared.translation(), "Draft of 13 words.", "Main.")
    git(shared.root, "commit", "-qam", "main")
    with pytest.raises(subprocess.CalledProcessError):
        git(shared.root, "merge", "-q", "side")
    with pytest.raises(JisrError, match="in the middle of a merge"):
        send(shared.root, "x", "Ann")


def test_without_a_home_nothing_is_sent(project: Project) -> None:
    assert find_unsent(project.root) is None
    with pytest.raises(JisrError, match="no repository here"):
        send(project.root, "x", "Ann")
