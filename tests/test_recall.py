"""What PO tools take out of a ledger comes back, from git and from Jisr's own copies."""

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import polib
import pytest

from build_tools import decisions, engines, ledger, pipeline, recall
from build_tools.model import State
from tests.project import TODAY, Echo, Project, edit

HEADER = '"Language: en\\n"\n'


@pytest.fixture(autouse=True)
def _engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "find_engine", lambda _settings: Echo())


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path / "project")


def git(project: Project, *arguments: str) -> None:
    command = ["git", "-c", "user.name=x", "-c", "user.email=x@example.org", *arguments]
    subprocess.run(command, cwd=project.root, check=True, capture_output=True)


def commit(project: Project) -> None:
    if not (project.root / ".git").exists():
        git(project, "init", "-q")
        (project.root / ".gitignore").write_text(".jisr/\n")
    git(project, "add", "-A")
    git(project, "commit", "-q", "-m", "x")


def forget(project: Project) -> None:
    """A fresh clone has no copies."""
    shutil.rmtree(project.root / ".jisr")


def states(project: Project) -> list[str]:
    book = ledger.parse(project.ledger().read_text("utf-8"), "x")
    return [f"{e.key} {e.state}" for e in book.entries]


def without_comments(text: str) -> str:
    return re.sub(r"^# .*\n", "", text, flags=re.MULTILINE)


def without_flags(text: str) -> str:
    return text.replace("#, fuzzy\n", "")


def saved_by(name: str, day: str) -> Callable[[str], str]:
    lines = f'"PO-Revision-Date: {day} 12:00+0300\\n"\n"Last-Translator: {name}\\n"\n'
    return lambda text: text.replace(HEADER, lines + HEADER)


def tool(project: Project, *changes: Callable[[str], str]) -> None:
    text = project.ledger().read_text("utf-8")
    for change in changes:
        text = change(text)
    project.ledger().write_text(text, "utf-8")


def started(project: Project) -> list[str]:
    """A publication with a draft of each state, and what its ledger says."""
    project.seed()
    pipeline.draft_articles(project.root, TODAY)
    edit(project.english(), "Draft of 14 words.", "Oil prices fell.")
    decisions.approve(project.root, "water", ["p5"], "Ruba", TODAY)
    return states(project)


@pytest.mark.parametrize("known_by", ["git", "a copy"])
def test_facts_that_a_tool_dropped_come_back(project: Project, known_by: str) -> None:
    before = started(project)
    assert {"p1 draft", "p3 edited", "p5 approved"} <= set(before)
    text = project.ledger().read_text("utf-8")
    if known_by == "git":
        commit(project)
        forget(project)
    tool(project, without_comments, without_flags)
    result = pipeline.sync_articles(project.root, TODAY)
    assert states(project) == before
    assert project.ledger().read_text("utf-8") == text
    assert "facts" in [f.check for f in result.findings]


def test_a_tools_commit_is_seen_through(project: Project) -> None:
    before = started(project)
    commit(project)
    tool(project, without_comments)
    commit(project)
    forget(project)
    pipeline.sync_articles(project.root, TODAY)
    assert states(project) == before


def test_where_nothing_is_known_nothing_is_a_persons_and_nothing_is_lost(project: Project) -> None:
    started(project)
    forget(project)
    tool(project, without_comments, without_flags)
    result = pipeline.draft_articles(project.root, TODAY)
    assert {state.split()[1] for state in states(project)} == {"draft"}
    assert "Oil prices fell." in project.english().read_text("utf-8")
    assert ["p3, p5" in f.message for f in result.findings if "nothing tells" in f.message] == [True]


@pytest.mark.parametrize("known_by", ["git", "a copy"])
def test_who_takes_the_flags_off_and_says_so_accepts_the_drafts(project: Project, known_by: str) -> None:
    started(project)
    if known_by == "git":
        commit(project)
    tool(project, without_flags, saved_by("Omar <omar@example.org>", "2026-11-22"))
    if known_by == "git":
        commit(project)
        forget(project)
    pipeline.sync_articles(project.root, TODAY)
    assert "p1 edited" in states(project)
    assert 'accepted="Omar 2026-11-22"' in project.ledger().read_text("utf-8")
    # The same header says nothing of what is drafted later.
    seed = project.seed()
    edit(seed, "انخفضت أسعار النفط", "ارتفعت أسعار الذهب كثيرا")  # gold rose, for: oil fell
    seed.write_text(seed.read_text("utf-8") + "\nفقرة جديدة هنا.\n", "utf-8")  # a new paragraph
    pipeline.draft_articles(project.root, TODAY)
    tool(project, without_flags)
    pipeline.sync_articles(project.root, TODAY)
    new = next(state for state in states(project) if state.startswith("p5-"))
    assert new.endswith("draft")
    assert "p1 edited" in states(project)


@pytest.mark.parametrize("text", [None, ""])
def test_a_ledger_that_was_deleted_comes_back_as_it_was_committed(project: Project, text: str | None) -> None:
    before = started(project)
    commit(project)
    there = project.ledger().read_text("utf-8")
    project.ledger().unlink() if text is None else project.ledger().write_text(text)
    result = pipeline.sync_articles(project.root, TODAY)
    assert (states(project), project.ledger().read_text("utf-8")) == (before, there)
    assert [f.check for f in result.findings] == ["facts"]
    project.ledger().unlink()
    commit(project)
    assert not recall.before(project.root, "translations/water.po", ledger.parse("", "x"))


def test_flags_that_fell_off_are_put_back(project: Project) -> None:
    before = started(project)
    text = project.ledger().read_text("utf-8")
    tool(project, without_flags)
    result = pipeline.sync_articles(project.root, TODAY)
    assert (states(project), project.ledger().read_text("utf-8")) == (before, text)
    assert [f.check for f in result.findings] == ["flag"]


def test_copies_are_only_looked_at_where_something_is_missing(project: Project) -> None:
    started(project)
    name = "translations/water.po"
    book = ledger.parse(project.ledger().read_text("utf-8"), name)
    assert recall.before(project.root, name, book) == []
    lost = ledger.parse(without_comments(project.ledger().read_text("utf-8")), name)
    (copy,) = recall.before(project.root, name, lost)
    assert [e.state for e in copy.entries].count(State.APPROVED) == 1
    (project.root / ".jisr/ledgers/translations/water.po").write_bytes(b"\xff")
    assert recall.before(project.root, name, lost) == []


@pytest.mark.parametrize("filtered", ["fuzzy", "not fuzzy"])
def test_entries_that_a_filter_dropped_come_back_under_their_keys(project: Project, filtered: str) -> None:
    """`msgattrib --no-fuzzy` leaves a ledger without drafts, `--only-fuzzy` one without people's words."""
    project.seed()
    pipeline.draft_articles(project.root, TODAY)
    edit(project.english(), "Draft of 11 words.", "The schools get ready.")
    pipeline.sync_articles(project.root, TODAY)
    before = project.files()
    commit(project)
    po = polib.pofile(project.ledger().read_text("utf-8"), wrapwidth=0)
    for entry in list(po):
        if ("fuzzy" in entry.flags) is (filtered == "fuzzy"):
            po.remove(entry)
    project.ledger().write_text(f"{po}", "utf-8")
    result = pipeline.sync_articles(project.root, TODAY)
    assert [f.check for f in result.findings if "dropped" in f.message] == ["facts"]
    assert project.files() == before
