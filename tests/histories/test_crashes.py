"""Every verb that writes, killed before each of its calls that write: nothing is lost, the next run goes on.

And what a run says that cannot write at all: the disk is full, a folder is read-only, another run is at work.
"""

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from jisr.app import editorial, pipeline
from jisr.builder import mkdocs_run
from jisr.cli import main
from jisr.model.diagnostics import Finding, JisrError
from jisr.model.ledger import State
from jisr.search import index
from jisr.search.pieces import BEGINNING
from jisr.storage import own_folder, transaction
from jisr.translation import engines
from jisr.translation.sync import Take
from tests.careless.killing import Killed, killing
from tests.project import PARAGRAPHS, TODAY, Echo, Project, edit

IMPORT = "<!-- #p1 -->\nImported by a translator.\n"
VERBS: dict[str, Callable[[Path], object]] = {
    "sync": lambda root: pipeline.sync_articles(root, TODAY),
    "draft": lambda root: pipeline.draft_articles(root, TODAY),
    "approve": lambda root: editorial.approve(root, "water", ["p3"], "Ruba", TODAY),
    "resolve": lambda root: editorial.resolve(root, "water", "p4", Take.KEEP),
    "import": lambda root: editorial.import_translation(
        root, "water", IMPORT, "x.md", state=State.EDITED, origin=""
    ),
}


EACH = [3, pytest.param(1, marks=pytest.mark.soak)]
"""Before each how-many-th write a run is killed; before each one in `make soak`."""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Something to do for every verb: a new article, a corrected page, a signature, a stale block."""
    monkeypatch.setattr(engines, "find_engine", lambda _settings: Echo())
    made = Project(tmp_path / "project")
    seed = made.seed()
    pipeline.draft_articles(made.root, TODAY)
    edit(made.translation(), "Draft of 14 words.", "Prices fell, says the editor.")
    edit(made.translation(), "Draft of 11 words.", "Schools get ready, says the editor.")
    pipeline.sync_articles(made.root, TODAY)
    edit(seed, "تستعد المدارس", "تتهيأ المدارس")  # another word for "get ready"
    edit(made.translation(), "Draft of 13 words.", "No vote, says the editor.")
    made.seed("new", PARAGRAPHS[2:])
    return made


def outcome(root: Path) -> dict[str, bytes]:
    """The project after a run, which must find nothing wrong."""
    assert not pipeline.draft_articles(root, TODAY).failed
    left = [p for p in root.rglob("*") if ".jisr-new" in p.name]
    assert not left
    return {
        p.relative_to(root).as_posix(): p.read_bytes()
        for folder in ("docs", "translations")
        for p in sorted((root / folder).rglob("*"))
        if p.is_file()
    }


@pytest.mark.parametrize("each", EACH)
@pytest.mark.parametrize("verb", VERBS)
def test_a_kill_between_any_two_writes_loses_nothing(
    project: Project, verb: str, each: int, tmp_path: Path
) -> None:
    """All verbs write by one commit, which `storage/test_transaction.py` kills before each of its steps."""

    def fresh(name: str) -> Path:
        return Path(shutil.copytree(project.root, tmp_path / name))

    whole = fresh("whole")
    VERBS[verb](whole)
    after = outcome(whole)
    without = outcome(fresh("without"))
    steps = 0
    for step in range(1, 200, each):
        root = fresh(f"killed-{step}")
        with killing(step) as calls:
            try:
                VERBS[verb](root)
            except Killed:
                steps += 1
            else:
                assert len(calls) < step
                break
        found = outcome(root)
        assert found in (after, without), f"{verb} killed before write {step}: {calls[-3:]}"
        assert b"No vote, says the editor." in found["translations/water.po"]
    assert steps * each > 10, "the test must reach the writes"


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def fake_mkdocs(monkeypatch: pytest.MonkeyPatch, version: str) -> dict[str, bytes]:
    """A MkDocs that writes a few files in no time; the value is the site that `build` makes with it."""
    pages = {"index.html": version, "same.html": "same", f"{version}.css": version, "a/index.html": version}

    def mkdocs(_root: Path, *jobs: dict[str, Any]) -> list[dict[str, Any]]:
        for job, (name, text) in product(jobs, pages.items()):
            path = Path(job["made"], name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        return [{"navigation": "", "whole": "", "files": {}, "pages": {}, "around": True} for _ in jobs]

    monkeypatch.setattr(mkdocs_run, "run_mkdocs", mkdocs)
    monkeypatch.setattr(mkdocs_run, "fingerprint_frame", lambda _root: version)

    def write_index(folder: Path, _found: object, _earlier: object) -> set[str]:
        (folder / index.BUNDLE).mkdir(parents=True, exist_ok=True)
        (folder / index.BUNDLE / BEGINNING).write_text(version)
        return {BEGINNING}

    monkeypatch.setattr(index, "write_index", write_index)
    in_each = pages | {f"{index.BUNDLE}/{BEGINNING}": version}
    return {f"{lang}/{name}": text.encode() for lang in ("ar", "en") for name, text in in_each.items()}


@pytest.mark.parametrize("each", EACH)
def test_a_killed_build_leaves_a_site_that_is_whole(
    project: Project, monkeypatch: pytest.MonkeyPatch, each: int, tmp_path: Path
) -> None:
    old = fake_mkdocs(monkeypatch, "old")
    pipeline.build(project.root)
    before = contents(project.root / "site")
    assert old.items() <= before.items()
    new = fake_mkdocs(monkeypatch, "new")
    after = {name: data for name, data in before.items() if name not in old} | new
    untouched = steps = 0
    for step in range(1, 300, each):
        root = Path(shutil.copytree(project.root, tmp_path / f"killed-{step}"))
        with killing(step):
            try:
                pipeline.build(root)
            except Killed:
                steps += 1
            else:
                break
        found = contents(root / "site")
        untouched += found == before
        for name, data in found.items():
            assert data in (before.get(name), after.get(name)), f"{name} is half-written at step {step}"
        assert before.keys() & after.keys() <= found.keys()
        for lang in ("ar", "en"):
            said = found[f"{lang}/index.html"].decode()
            assert f"{lang}/{said}.css" in found, "a page finds what it asks for"
        pipeline.build(root)
        assert contents(root / "site") == after
        assert {p.name for p in (root / ".build").iterdir()} == {".gitignore", "pages"}
    assert untouched * each > 10, "until all is made, nothing of the former site is touched"
    assert (steps - untouched) * each > 3, "the test must reach the site itself"


def test_a_build_that_fails_leaves_the_former_site(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_mkdocs(monkeypatch, "old")
    pipeline.build(project.root)
    before = contents(project.root / "site")
    fake_mkdocs(monkeypatch, "new")

    def broken(*_: object) -> None:
        raise JisrError(Finding("search", "no index"))

    monkeypatch.setattr(index, "write_index", broken)
    with pytest.raises(JisrError):
        pipeline.build(project.root)

    def no_site(*_: object) -> None:
        raise JisrError(Finding("mkdocs", "a broken template"))

    monkeypatch.setattr(mkdocs_run, "run_mkdocs", no_site)
    with pytest.raises(JisrError, match="a broken template"):
        pipeline.build(project.root)
    assert contents(project.root / "site") == before


@contextmanager
def failing(error: int, name: str, owner: Any = Path) -> Iterator[None]:
    """Every call of `owner.name` that writes fails as the system would let it fail."""
    real = getattr(owner, name)

    def call(*args: Any, **kwargs: Any) -> Any:
        if name == "open" and "w" not in f"{args[1:2]}{kwargs.get('mode', '')}":
            return real(*args, **kwargs)
        raise OSError(error, os.strerror(error), str(args[0]))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(owner, name, call)
        yield


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize(
    ("error", "name", "owner"),
    [
        (errno.ENOSPC, "fsync", os),  # the disk is full
        (errno.EROFS, "open", Path),  # a read-only file system
        (errno.EACCES, "mkdir", Path),  # a folder that belongs to somebody else
    ],
)
def test_what_cannot_be_written_is_a_clear_error_and_changes_nothing(
    project: Project, verb: str, error: int, name: str, owner: Any
) -> None:
    before = project.files()
    with failing(error, name, owner), pytest.raises(JisrError) as caught:
        VERBS[verb](project.root)
    (finding,) = caught.value.findings
    assert os.strerror(error) in finding.message
    assert "try again" in finding.remedy
    assert project.files() == before
    assert not [p for p in project.root.rglob("*") if ".jisr-new" in p.name]


def test_a_second_run_at_the_same_time_is_told_so(
    project: Project, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own_folder, "LOCK_WAIT", 0.1)
    with transaction.lock_project(project.root):
        for arguments in (["sync"], ["draft"], ["approve", "water", "--by", "Ruba"]):
            assert main.main(["--project", str(project.root), *arguments]) == 1
            assert "another jisr is at work" in capsys.readouterr().err
