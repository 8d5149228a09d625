"""Several programs in one project at the same time, as processes: what each wrote is there afterwards."""

import multiprocessing
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from jisr.app import pipeline
from jisr.cli import main
from jisr.model.source import Terms
from jisr.model.translation import Draft, Segment
from jisr.storage import own_folder, transaction
from jisr.translation import engines
from tests.project import PARAGRAPHS, TODAY, Echo, Project, edit
from tests.sample import ROOT

SPAWN = multiprocessing.get_context("spawn")


class Run(NamedTuple):
    """What a command said, and how it ended."""

    code: int
    out: str
    err: str


Jisr = Callable[..., Run]


@pytest.fixture
def jisr(project: Project, capsys: pytest.CaptureFixture[str]) -> Jisr:
    """`jisr` in this process: the other program at work is one of its own."""

    def run(*arguments: str) -> Run:
        return Run(main.main(["--project", str(project.root), *arguments]), *capsys.readouterr())

    return run


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795392000")
    monkeypatch.setattr(engines, "find_engine", lambda _settings: Echo())
    return Project(tmp_path / "مشروع مع فراغ")  # a project with a space


# --- a save in the middle of a commit ----------------------------------------------------------------------


OVER = "over"
"""The file that tells another program that the run is over."""


def save_when(root: Path, name: str, ready: Any) -> None:
    """Another program: saves a page as soon as a run begins to write, at the latest when it is over."""
    ready.set()
    seen = [root / ".jisr" / one for one in ("journal-staging.json", "journal.json")]
    while not any(path.exists() for path in (*seen, root / OVER)):
        pass
    path = root / name
    beside = path.with_name("theirs.tmp")
    beside.write_text(path.read_text("utf-8").replace("Draft of 13 words.", "Nobody votes."), "utf-8")
    beside.replace(path)


@pytest.mark.parametrize("slug", ["a00", "a05", "a11"])
def test_a_save_while_many_articles_are_signed_is_kept(project: Project, jisr: Jisr, slug: str) -> None:
    for n in range(12):
        project.seed(f"a{n:02}")
        (project.root / f"seeds/a{n:02}.yml").write_text("author: آن\n", "utf-8")  # Ann
    pipeline.draft_articles(project.root, TODAY)
    ready = SPAWN.Event()
    other = SPAWN.Process(target=save_when, args=(project.root, f"docs/en/articles/{slug}.md", ready))
    other.start()
    assert ready.wait(60)
    run = jisr("approve", "--author", "آن", "--by", "Omar Ali")
    (project.root / OVER).touch()
    other.join(60)
    assert other.exitcode == 0
    assert "Nobody votes." in project.translation(slug).read_text("utf-8")
    signed = [po.read_text("utf-8").count("state=approved") for po in project.root.glob("translations/*.po")]
    if run.code:
        assert f"docs/en/articles/{slug}.md: error: this was changed by someone else" in run.err
        assert set(signed) == {0}, "all or nothing"
    else:
        assert min(signed) > 0
    assert jisr("sync").code == 0
    assert "Nobody votes." in project.ledger(slug).read_text("utf-8")
    assert not [p for p in project.root.rglob("*") if ".jisr-" in p.name and p.parent.name != ".jisr"]


# --- an engine that takes its time -------------------------------------------------------------------------


class Slow(Echo):
    """An engine that begins, and goes on when it is let."""

    def __init__(self, begun: Any, go_on: Any) -> None:
        self.begun, self.go_on = begun, go_on

    def translate(self, segments: Sequence[Segment], terms: Terms) -> list[Draft]:
        self.begun.set()
        assert self.go_on.wait(120)
        return super().translate(segments, terms)


def draft_slowly(root: Path, begun: Any, go_on: Any) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engines, "find_engine", lambda _settings: Slow(begun, go_on))
        pipeline.draft_articles(root, TODAY)


def test_others_work_while_an_engine_does(project: Project, jisr: Jisr) -> None:
    seed = project.seed("water")
    pipeline.draft_articles(project.root, TODAY)
    project.seed("new", PARAGRAPHS[1:])
    gone = project.seed("gone", PARAGRAPHS[2:], "عنوان آخر")  # another title
    begun, go_on = SPAWN.Event(), SPAWN.Event()
    drafting = SPAWN.Process(target=draft_slowly, args=(project.root, begun, go_on))
    drafting.start()
    try:
        assert begun.wait(60)
        with own_folder.waiting(0.1):
            second = jisr("draft")
        assert (second.code, "it drafts" in second.err) == (1, True)
        assert jisr("approve", "water", "p1", "--by", "Omar Ali").code == 0
        edit(project.translation("water"), "Draft of 13 words.", "No vote, says the editor.")
        edit(
            project.translation("new"), "<!-- #p2 missing -->", "<!-- #p2 -->\nOil is cheap, says the editor."
        )
        edit(seed, "تستعد المدارس", "تتهيأ المدارس")  # another word for "get ready"
        assert jisr("sync").code == 0
        edit(
            project.translation("new"), "<!-- #p3 missing -->", "<!-- #p3 -->\nSchools open, says the editor."
        )
        gone.unlink()
        assert "rendered:" in jisr("build", "--no-site").out, (
            "an orphan's error keeps no article from being built"
        )
    finally:
        go_on.set()
        drafting.join(60)
    assert drafting.exitcode == 0
    jisr("sync")
    water, new = (project.ledger(slug).read_text("utf-8") for slug in ("water", "new"))
    assert "No vote, says the editor." in water
    assert "state=approved" in water
    assert "تتهيأ" in water, "the text as it is now, not as it was when the engine began"
    assert '\nmsgid "تستعد' not in water
    for words in ("Oil is cheap, says the editor.", "Schools open, says the editor."):
        assert words in project.translation("new").read_text("utf-8")
        assert words in new
    assert "Draft of" in new, "what nobody had written is drafted"


def hold_build(root: Path, ready: Any, done: Any) -> None:
    with own_folder.hold_lock(root, "build.lock", "it builds the site"):
        ready.set()
        done.wait(120)


def test_an_editor_saves_and_signs_while_the_site_is_built(project: Project, jisr: Jisr) -> None:
    project.seed()
    pipeline.draft_articles(project.root, TODAY)
    ready, done = SPAWN.Event(), SPAWN.Event()
    building = SPAWN.Process(target=hold_build, args=(project.root, ready, done))
    building.start()
    try:
        assert ready.wait(60)
        edit(project.translation(), "Draft of 13 words.", "No vote, says the editor.")
        for arguments in (["sync"], ["approve", "water", "p1", "--by", "Omar Ali"], ["status"]):
            run = jisr(*arguments)
            assert run.code == 0, run.err
        with own_folder.waiting(0.1):
            second = jisr("build")
        assert (second.code, "it builds the site" in second.err) == (1, True)
    finally:
        done.set()
        building.join(60)
    assert "No vote, says the editor." in project.ledger().read_text("utf-8")


# --- killed by signals -------------------------------------------------------------------------------------


def test_a_run_that_is_told_to_stop_leaves_nothing_half_written(project: Project, jisr: Jisr) -> None:
    for n in range(20):
        project.seed(f"a{n:02}")
    command = [sys.executable, "-m", "jisr", "--project", str(project.root), "sync"]
    before = project.files()
    for wait in (0.0, 0.6, 1.0, 1.4):
        run = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(wait)
        run.terminate()
        run.wait(60)
        with transaction.lock_project(project.root):
            pass
        written = {name for name in project.files() if name not in before}
        assert len(written) in (0, 60), "all or nothing"
    assert jisr("sync").code == 0
    assert len(project.files()) == len(before) + 60
