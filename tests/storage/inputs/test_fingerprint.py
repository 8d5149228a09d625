"""What changes what a run would find changes the fingerprint, and nothing else does."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from jisr.storage.disk import Digests
from jisr.storage.inputs import fingerprint, libraries
from tests.project import git

SETTINGS = (
    "hooks: [tools/hook.py]\ntheme: {name: material, custom_dir: look}\nsite_name: !ENV [PUBLICATION, x]\n"
)


def fingerprint_inputs(root: Path, known: Digests | None = None) -> str:
    return fingerprint.read_inputs(root, known).digest


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("project")
    for name in ("seeds/a.txt", "translations/a.po", "private/a.jsonl", "overrides/main.html", "look/x.html"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("1", "utf-8")
    for name in (
        "docs/en/articles/a.md",
        "tools/hook.py",
        "tools/other.py",
        "mkdocs.en.yml",
        ".jisr/ledgers/a.po",
    ):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("1", "utf-8")
    (root / "mkdocs.yml").write_text(SETTINGS, "utf-8")
    git(root, "init", "-q")
    git(root, "commit", "-q", "--allow-empty", "-m", "x")
    return root


def replace(name: str) -> Callable[[Path], None]:
    """A file's content gives way to another of the same size, with the times that it had."""

    def change(root: Path) -> None:
        before = (root / name).stat()
        data = (root / name).read_bytes()
        (root / name).write_bytes(bytes([data[0] ^ 1]) + data[1:])
        os.utime(root / name, ns=(before.st_atime_ns, before.st_mtime_ns))

    return change


def add(name: str) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text("new", "utf-8")

    return change


CHANGES: dict[str, Callable[[Path], object]] = {
    **{
        name: replace(name)
        for name in (
            "seeds/a.txt",
            "translations/a.po",
            "private/a.jsonl",
            "overrides/main.html",
            "docs/en/articles/a.md",
            "mkdocs.yml",
            "mkdocs.en.yml",
            "tools/hook.py",
            "look/x.html",
            ".jisr/ledgers/a.po",
        )
    },
    "a new seed": add("seeds/b.txt"),
    "a hidden file beside a seed": add("seeds/.b.txt"),
    "a file at the top": add(".gitignore"),
    "an unfinished commit of files": add(".jisr/journal.json"),
    "a file under another name": lambda root: (root / "seeds/b.txt").rename(root / "seeds/c.txt"),
    "a link in place of a file": lambda root: (root / "seeds/d.txt").symlink_to(root / "seeds/a.txt"),
    "a link that leads to itself": lambda root: (root / "private/loop.jsonl").symlink_to("loop.jsonl"),
    "a link that leads back": lambda root: (root / "docs/back").symlink_to(root / "docs"),
    "a commit": lambda root: git(root, "commit", "-q", "--allow-empty", "-m", "y"),
    "a branch": lambda root: git(root, "branch", "other"),
    "what git will commit": lambda root: git(root, "add", "seeds/a.txt"),
    "a merge that is under way": add(".git/MERGE_HEAD"),
    "a remote": lambda root: git(root, "remote", "add", "origin", "https://forge.example/x.git"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_what_a_run_reads_is_in_its_fingerprint(project: Path, what: str) -> None:
    before = fingerprint_inputs(project)
    assert fingerprint_inputs(project) == before
    CHANGES[what](project)
    assert fingerprint_inputs(project) != before


@pytest.mark.parametrize("name", ["CI", "SOURCE_DATE_EPOCH", "PUBLICATION"])
def test_so_is_what_the_environment_says(project: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(name, raising=False)
    before = fingerprint_inputs(project)
    monkeypatch.setenv(name, "1")
    assert fingerprint_inputs(project) != before


@pytest.mark.parametrize(
    "name", ["site/index.html", ".build/pages/x.md", ".jisr/lock", "tools/other.py", "new/x"]
)
def test_what_is_made_and_what_nobody_reads_is_not(project: Path, name: str) -> None:
    (project / name).parent.mkdir(parents=True, exist_ok=True)
    before = fingerprint_inputs(project)
    (project / name).write_text("something else", "utf-8")
    os.utime(project / "seeds/a.txt", (1, 1))
    git(project, "status")
    assert fingerprint_inputs(project) == before


def test_a_file_that_was_as_it_is_for_a_while_is_read_once_in_a_run(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known: Digests = {}
    monkeypatch.setattr(fingerprint, "_COARSE_TICK", 1 << 60)
    before = fingerprint_inputs(project, known)
    assert known == {}, "whoever wrote a moment ago may write again in the same instant"
    monkeypatch.setattr(fingerprint, "_COARSE_TICK", -(1 << 60))
    assert fingerprint_inputs(project, known) == before
    assert str(project / "seeds/a.txt") in known
    read: list[int] = []
    real = os.read

    def note(file: int, size: int) -> bytes:
        read.append(file)
        return real(file, size)

    monkeypatch.setattr(os, "read", note)
    assert fingerprint_inputs(project, known) == before
    of_git = len(read)
    read.clear()
    assert fingerprint_inputs(project) == before
    assert len(read) > of_git + 2 * 10
    replace("docs/en/articles/a.md")(project)
    assert fingerprint_inputs(project, known) == fingerprint_inputs(project) != before


def test_a_library_of_another_release_is_another_input(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pango-1.0.dist-info").mkdir()
    monkeypatch.setattr(libraries, "_find_needed", lambda installed: installed)
    monkeypatch.syspath_prepend(str(tmp_path))
    before = fingerprint_inputs(project)
    (tmp_path / "pango-1.0.dist-info").rename(tmp_path / "pango-1.1.dist-info")
    assert fingerprint_inputs(project) != before


def test_without_git_there_is_a_fingerprint_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    (tmp_path / "mkdocs.yml").write_bytes(b"nav: \xff [a\0b, /, .., .]\n")
    before = fingerprint_inputs(tmp_path)
    assert fingerprint_inputs(tmp_path) == before
