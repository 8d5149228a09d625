"""What is saved at the desk becomes a commit of its own files, where the settings ask for it."""

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import filelock
import pytest

from jisr.app.paragraphs.committing import Committing, commit_contents, commit_only
from jisr.model.diagnostics import JisrError
from jisr.storage import own_folder
from tests.project import SETTINGS, git


def commit_as_saved(root: Path, files: Sequence[Path], message: str, people: Sequence[str]) -> None:
    contents = {path: path.read_bytes() if path.exists() else None for path in files}
    commit_contents(root, contents, message, people)


HOW = pytest.mark.parametrize("commit", [commit_only, commit_as_saved])


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository with a page, which has a setting for commits."""
    git(tmp_path, "init", "-q", "-b", "main")
    for name, value in (("name", "Owner"), ("email", "owner@example.org")):
        git(tmp_path, "config", f"user.{name}", value)
    (tmp_path / "mkdocs.yml").write_text(SETTINGS.replace("{}", "{desk: {commit: save}}"), "utf-8")
    (tmp_path / ".gitignore").write_text(".jisr/\nprivate/\n")
    for name in ("page", "other"):
        (tmp_path / f"{name}.md").write_text("before\n")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-q", "-m", "begin")
    return tmp_path


def write(root: Path, *names: str) -> list[Path]:
    for name in names:
        path = root / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("after\n")
    return [root / name for name in names]


def last(root: Path) -> list[str]:
    return git(root, "show", "--format=%an <%ae>%n%s", "--name-only").split("\n")[:-1]


@HOW
def test_only_the_files_of_a_save_are_committed(root: Path, commit: Any) -> None:
    write(root, "other.md", "staged.md")
    git(root, "add", "staged.md")
    files = write(root, "page.md", "new.md", "private/page.jsonl")
    commit(root, files, "Correct page #p1", ["Ruba"])
    assert last(root) == ["Ruba <desk@localhost>", "Correct page #p1", "", "new.md", "page.md"]
    assert git(root, "status", "--porcelain").split() == ["M", "other.md", "A", "staged.md"]


@HOW
def test_the_owner_has_their_own_address_and_others_are_named_too(root: Path, commit: Any) -> None:
    commit(root, write(root, "page.md"), "Correct", ["Owner", "Ann"])
    assert last(root)[0] == "Owner <owner@example.org>"
    assert "Co-authored-by: Ann <desk@localhost>" in git(root, "log", "-1", "--format=%b")


@HOW
@pytest.mark.parametrize("state", ["MERGE_HEAD", "CHERRY_PICK_HEAD", "rebase-merge/x"])
def test_in_the_middle_of_a_merge_nothing_is_committed(root: Path, state: str, commit: Any) -> None:
    before = git(root, "rev-parse", "HEAD")
    path = root / ".git" / state
    path.parent.mkdir(exist_ok=True)
    path.write_text(before)
    with pytest.raises(JisrError, match="git is in the middle of a "):
        commit(root, write(root, "page.md"), "Correct", ["Ruba"])
    assert git(root, "rev-parse", "HEAD") == before
    assert git(root, "diff", "--cached", "--name-only") == ""


@HOW
def test_without_a_commit_to_stand_on_it_is_said_why(tmp_path: Path, commit: Any) -> None:
    for begin in ((), ("init", "-q")):
        if begin:
            git(tmp_path, *begin)
        with pytest.raises(JisrError, match="no git here, or no commit"):
            commit(tmp_path, write(tmp_path, "page.md"), "Correct", ["Ruba"])


@HOW
def test_modes_and_files_that_are_gone_are_committed_in_a_project_within_a_repository(
    root: Path, commit: Any
) -> None:
    project = root / "ماء water"  # water
    files = write(project, "page.md", "gone.md", "script.md")
    files[2].chmod(0o755)
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "more")
    for path in files:
        path.write_text("again\n")
    files[1].unlink()
    commit(project, files, "Correct", ["Ruba"])
    assert git(root, "status", "--porcelain") == ""
    assert git(root, "show", "--format=", "--summary").split()[:3] == ["delete", "mode", "100644"]
    commit(project, files, "Correct", ["Ruba"])  # there is nothing to commit
    assert git(root, "log", "--format=%s").split() == ["Correct", "more", "begin"]


def write_hook(root: Path, *lines: str) -> None:
    hook = root / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("\n".join(["#!/bin/sh", *lines, ""]))
    hook.chmod(0o755)


@HOW
def test_what_a_hook_makes_of_a_save_is_not_taken_back_by_the_next_commit(root: Path, commit: Any) -> None:
    write_hook(root, "echo formatted >> page.md", "git add page.md")
    write(root, "other.md")
    git(root, "add", "other.md")
    commit(root, write(root, "page.md"), "Correct page", ["Ruba"])
    assert git(root, "show", "HEAD:page.md") == "after\nformatted\n"
    assert git(root, "status", "--porcelain") == "M  other.md\n", "as its owner left it, and nothing else"


@HOW
def test_a_locked_index_is_said_before_anything_is_committed(root: Path, commit: Any) -> None:
    lock = root / ".git/index.lock"
    lock.touch()
    files = write(root, "page.md")
    with pytest.raises(JisrError, match=r"delete index\.lock"):
        commit(root, files, "Correct", ["Ruba"])
    assert git(root, "log", "--format=%s") == "begin\n"
    lock.unlink()
    commit(root, files, "Correct", ["Ruba"])
    assert git(root, "status", "--porcelain") == ""


@HOW
@pytest.mark.parametrize(("name", "folder"), [("GIT_DIR", ""), ("GIT_INDEX_FILE", "index")])
def test_the_repository_is_that_of_the_folder_whatever_a_hook_of_another_says(
    root: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    folder: str,
    commit: Any,
) -> None:
    other = tmp_path_factory.mktemp("other")
    git(other, "clone", "-q", "--bare", str(root), "home.git")
    monkeypatch.setenv(name, str(other / "home.git" / folder))
    commit(root, write(root, "page.md"), "Correct", ["Ruba"])
    monkeypatch.delenv(name)
    assert git(root, "status", "--porcelain") == ""
    assert git(root, "log", "--format=%s") == "Correct\nbegin\n"
    assert git(other / "home.git", "log", "--format=%s") == "begin\n"


@HOW
def test_line_ends_that_git_would_warn_of_are_committed(root: Path, commit: Any) -> None:
    for name in ("core.autocrlf", "core.safecrlf"):
        git(root, "config", name, "true")
    commit(root, write(root, "page.md", "new.md"), "Correct", ["Ruba"])
    assert git(root, "show", "HEAD:page.md", "HEAD:new.md") == "after\nafter\n"
    assert git(root, "status", "--porcelain") == ""


def test_an_index_that_is_gone_keeps_nothing_from_being_committed(root: Path) -> None:
    (root / ".git/index").unlink()
    commit_as_saved(root, write(root, "page.md"), "Correct", ["Ruba"])
    assert git(root, "show", "--format=", "--name-only").split() == ["page.md"]


@HOW
def test_what_a_hook_refuses_is_not_prepared_for_another_commit(root: Path, commit: Any) -> None:
    write_hook(root, "echo no such thing >&2; exit 1")
    with pytest.raises(JisrError, match="git commit did not work: no such thing"):
        commit(root, write(root, "page.md", "new.md"), "Correct", ["Ruba"])
    assert git(root, "diff", "--cached", "--name-only") == ""
    assert (root / "page.md").read_text() == "after\n"


def test_why_a_save_is_not_committed_is_known_until_it_is(root: Path) -> None:
    write_hook(root, "test -e allowed || { echo no such thing >&2; exit 1; }")
    committing = Committing(root)
    committing.add(write(root, "page.md"), "Correct page", "Ruba")
    committing.finish()
    assert "git commit did not work: no such thing" in str(committing.findings[0])
    (root / "allowed").touch()
    committing.add(write(root, "page.md"), "Correct page", "Ruba")
    committing.finish()
    assert committing.findings == ()
    assert git(root, "status", "--porcelain") == "?? allowed\n"


@pytest.mark.parametrize("removed", [False, True])
def test_a_commit_holds_what_its_person_saved_though_others_have_saved_since(
    root: Path, removed: bool
) -> None:
    page, committing = root / "page.md", Committing(root)
    with filelock.FileLock(own_folder.make_own_folder(root, ".jisr") / "lock", thread_local=False):
        for words, by in (("Ann.\n", "Ann"), ("Ann. Ben.\n", "Ben")):
            page.write_text(words)
            committing.add([page], f"Correct {by}", by)
        if removed:
            page.write_text("[removed]\n")
    committing.finish()
    log = git(root, "log", "--format=%an: %s").split("\n")
    assert git(root, "status", "--porcelain") == ""
    if removed:
        assert log[0] == "Ann: Correct Ann"
        assert "Ben." not in git(root, "log", "-p"), "what was removed is in no commit that comes after it"
    else:
        assert log[:2] == ["Ben: Correct Ben", "Ann: Correct Ann"]
        assert git(root, "show", "HEAD~1:page.md") == "Ann.\n"
        assert git(root, "show", "HEAD:page.md") == "Ann. Ben.\n"


@pytest.mark.parametrize(("setting", "commits"), [("save", 2), ("sitting", 1), ("never", 0)])
def test_the_settings_say_what_becomes_a_commit(root: Path, setting: str, commits: int) -> None:
    text = SETTINGS.replace("{}", f"{{desk: {{commit: {setting}}}}}")
    (root / "mkdocs.yml").write_text(text, "utf-8")
    committing = Committing(root)
    committing.add(write(root, "page.md"), "Correct page", "Ruba")
    committing.add(write(root, "other.md"), "Correct other", "Ann")
    committing.finish()
    subjects = git(root, "log", "--format=%s").split("\n")[:-2]
    assert len(subjects) == commits
    if setting == "sitting":
        assert git(root, "show", "--format=", "--name-only").split() == ["other.md", "page.md"]


def test_what_could_not_be_committed_is_with_the_next_save(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own_folder, "LOCK_WAIT", 0.01)
    committing, tried = Committing(root), threading.Event()
    real = committing._commit

    def commit(sitting: Any) -> Any:
        left = real(sitting)
        tried.set()
        return left

    monkeypatch.setattr(committing, "_commit", commit)
    with filelock.FileLock(own_folder.make_own_folder(root, ".jisr") / "lock", thread_local=False):
        committing.add(write(root, "page.md"), "Correct page", "Ruba")
        assert tried.wait(20)
    committing.add(write(root, "other.md"), "Correct other", "Ann")
    committing.finish()
    assert git(root, "show", "--format=", "--name-only").split() == ["other.md", "page.md"]
