"""Decisions are recorded with what they change, told to nobody who should not know, and taken back."""

import json
from pathlib import Path
from typing import Any

import pytest

from build_tools import cli, decisions, engines, events, pipeline, records
from build_tools.errors import JisrError
from build_tools.model import Entry, State
from build_tools.sync import Take
from tests.project import TODAY, Echo, Project, edit, git

DRAFT = "Draft of 13 words."  # of p2
SECRET = "Zarzour"  # in remarks and in nothing else


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setattr(engines, "find_engine", lambda _settings: Echo())
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795392000")  # 2026-11-23
    made = Project(tmp_path / "project")
    git(made.root, "init", "-q")
    made.seed()
    pipeline.draft_articles(made.root, TODAY)
    git(made.root, "config", "user.name", "Salma")
    return made


def jisr(project: Project, *arguments: str) -> int:
    return cli.main(["--project", str(project.root), *arguments])


def entry(project: Project, key: str = "p2") -> Entry:
    found = decisions.known(pipeline.reconciled(project.root), ["water"])[0].entry(key)
    assert found
    return found


def recorded(project: Project) -> list[tuple[str, str, str]]:
    return [(e.kind, e.key, e.by) for e in records.read(project.root, "water")[0]]


def stale(project: Project) -> None:
    """p2 has a person's English, whose Arabic changed, and a machine's proposal beside it."""
    edit(project.english(), DRAFT, "No vote is expected this year.")
    pipeline.sync_articles(project.root, TODAY)
    edit(project.root / "seeds/water.txt", "يرى مراقبون", "يعتقد خبراء")  # experts believe, for observers see
    pipeline.draft_articles(project.root, TODAY)


def conflict(project: Project) -> None:
    edit(project.english(), DRAFT, "By the page.")
    edit(project.ledger(), DRAFT, "By the ledger.")


IMPORTED = "<!-- #p2 -->\nA person's own words here.\n"
ACTS: dict[str, tuple[Any, list[str], tuple[str, str, str]]] = {
    "approve": (None, ["approve", "water", "p2", "--by", "Omar"], ("approve", "p2", "Omar")),
    "unapprove": (
        lambda p: jisr(p, "approve", "water", "--by", "Omar"),
        ["unapprove", "water", "p2", "--by", "Ann"],
        ("unapprove", "p2", "Ann"),
    ),
    "ignore": (
        None,
        ["ignore", "water", "p2", "numbers", "--reason", "so"],
        ("ignore", "p2", "Salma"),
    ),
    "import": (
        lambda p: (p.root / "in.md").write_text(IMPORTED),
        ["import", "water", "{root}/in.md", "--as", "edited", "--by", "Ann"],
        ("import", "p2", "Ann"),
    ),
    "take proposal": (stale, ["resolve", "water", "p2", "--take", "proposal"], ("resolve", "p2", "Salma")),
    "keep": (stale, ["resolve", "water", "p2", "--take", "keep"], ("resolve", "p2", "Salma")),
    "take page": (conflict, ["resolve", "water", "p2", "--take", "page"], ("resolve", "p2", "Salma")),
    "take ledger": (conflict, ["resolve", "water", "p2", "--take", "ledger"], ("resolve", "p2", "Salma")),
}


@pytest.mark.parametrize("act", ACTS)
def test_a_decision_is_recorded_and_taken_back_file_for_file(project: Project, act: str) -> None:
    prepare, verb, told = ACTS[act]
    if prepare:
        prepare(project)
    before = project.files()
    assert jisr(project, *(word.format(root=project.root) for word in verb)) == 0
    assert recorded(project)[-1] == told
    assert project.files() != before
    assert jisr(project, "undo", "water", "p2", "--by", "Ann") == 0
    assert project.files() == before
    assert recorded(project)[-1] == ("undo", "p2", "Ann")


@pytest.mark.parametrize("act", ACTS)
def test_a_decision_on_a_block_that_changed_since_is_not_taken_back(
    project: Project, act: str, capsys: pytest.CaptureFixture[str]
) -> None:
    prepare, verb, _ = ACTS[act]
    if prepare:
        prepare(project)
    assert jisr(project, *(word.format(root=project.root) for word in verb)) == 0
    edit(project.english(), entry(project).target, "Somebody's later words.")
    files = project.files()
    capsys.readouterr()
    assert jisr(project, "undo", "water", "p2") == 1
    assert "p2 changed since" in capsys.readouterr().err
    assert project.files() == files


def test_what_other_blocks_became_since_stays_when_a_decision_is_taken_back(project: Project) -> None:
    jisr(project, "approve", "water", "p2", "--by", "Omar")
    edit(project.english(), "Draft of 14 words.", "Prices fell.")
    assert jisr(project, "undo", "water", "p2") == 0
    pipeline.sync_articles(project.root, TODAY)
    assert (entry(project).state, entry(project, "p3").target) == (State.DRAFT, "Prices fell.")


def test_decisions_are_taken_back_one_after_the_other_and_each_once(project: Project) -> None:
    before = project.files()
    jisr(project, "approve", "water", "p2", "--by", "Omar")
    jisr(project, "unapprove", "water", "p2", "--by", "Ann")
    assert (entry(project).state, entry(project).facts["lapsed"]) == (State.DRAFT, "Omar 2026-11-23")
    assert jisr(project, "undo", "water", "p2") == 0
    assert (entry(project).state, entry(project).by) == (State.APPROVED, "Omar")
    assert jisr(project, "undo", "water", "p2") == 0
    assert project.files() == before
    assert jisr(project, "undo", "water", "p2") == 1


def test_without_a_key_the_whole_of_the_last_decision_is_taken_back(project: Project) -> None:
    jisr(project, "approve", "water", "p4", "--by", "Ann")
    before = project.files()
    jisr(project, "approve", "water", "--by", "Omar")
    assert entry(project, "p4").by == "Ann"
    assert jisr(project, "undo", "water") == 0
    assert project.files() == before


def test_a_draft_that_was_taken_off_the_page_comes_back(project: Project) -> None:
    edit(project.english(), f"{DRAFT}\n", "")
    pipeline.sync_articles(project.root, TODAY)
    assert recorded(project) == [("draft-rejection", "p2", "")]
    assert entry(project).reason == "rejected"
    assert jisr(project, "undo", "water", "p2") == 0
    assert (entry(project).state, entry(project).target) == (State.DRAFT, DRAFT)
    assert DRAFT in project.english().read_text("utf-8")


def test_a_line_at_the_top_of_a_page_is_an_approval_too(project: Project) -> None:
    edit(project.english(), "dir: ltr\n", "dir: ltr\nreviewed_by: Ruba\n")
    pipeline.sync_articles(project.root, TODAY)
    assert set(recorded(project)) == {("approve", k, "Ruba") for k in ("title", "p1", "p2", "p3", "p4", "p5")}
    assert jisr(project, "undo", "water") == 0
    assert entry(project, "title").state is State.DRAFT


def test_what_a_person_wrote_is_edited_when_its_approval_is_withdrawn(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(project.english(), DRAFT, "No vote this year.")
    jisr(project, "approve", "water", "p2", "--by", "Omar")
    assert jisr(project, "unapprove", "water", "--by", "Ann") == 0
    assert (entry(project).state, entry(project).by) == (State.EDITED, "")
    assert entry(project).facts["lapsed"] == "Omar 2026-11-23"
    capsys.readouterr()
    assert jisr(project, "unapprove", "water", "p2", "--by", "Ann") == 1
    assert "nothing of this article is approved" in capsys.readouterr().err
    assert jisr(project, "unapprove", "water", "p2", "--by", "argos 1.12") == 1


def test_what_changes_nothing_is_no_decision(project: Project) -> None:
    jisr(project, "approve", "water", "--by", "Omar")
    count = len(recorded(project))
    jisr(project, "approve", "water", "--by", "Ann")
    assert len(recorded(project)) == count


def test_remarks_are_kept_shown_and_in_nothing_else(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert jisr(project, "remark", "water", "p2", f"Ask {SECRET} about\nthe name", "--by", "Ann") == 0
    assert jisr(project, "remark", "water", "p99", "x", "--by", "Ann") == 1
    assert jisr(project, "remark", "water", "p2", " ", "--by", "Ann") == 1
    assert jisr(project, "remark", "water", "p2", "x", "--by", "jisr") == 1
    capsys.readouterr()
    assert jisr(project, "remarks") == 0
    out = capsys.readouterr().out
    assert "water #p2" in out
    assert f"Ann\n    Ask {SECRET} about\n    the name\n" in out
    assert jisr(project, "remarks", "water", "--format", "json") == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["slug"], row["key"], row["by"], row["text"]) == (
        "water",
        "p2",
        "Ann",
        f"Ask {SECRET} about\nthe name",
    )
    for verb in (
        ["sync"],
        ["status", "-v"],
        ["check"],
        ["suggest", "water"],
        ["log", "water", "p2"],
        ["build", "--no-site"],
    ):
        jisr(project, *verb)
    said = capsys.readouterr()
    assert SECRET not in said.out + said.err
    holders = {
        p.relative_to(project.root).parts[0]
        for p in project.root.rglob("*")
        if p.is_file() and SECRET.encode() in p.read_bytes()
    }
    assert holders == {"private"}


def test_git_passes_over_what_is_private_unless_the_settings_say_that_all_of_it_is(project: Project) -> None:
    jisr(project, "remark", "water", "p2", "x", "--by", "Ann")
    git(project.root, "add", "-A")
    assert "private" not in git(project.root, "ls-files")
    edit(project.root / "mkdocs.yml", "jisr: {}", "jisr: {private_repository: true}")
    jisr(project, "remark", "water", "p2", "y", "--by", "Ann")
    git(project.root, "add", "-A")
    assert "private/water.jsonl" in git(project.root, "ls-files")
    assert "union" in git(project.root, "check-attr", "merge", "private/water.jsonl")
    assert not records.public(project.root)
    edit(project.root / "mkdocs.yml", "jisr: {private_repository: true}", "jisr: {}")
    (finding,) = records.public(project.root)
    assert finding.file == "private/water.jsonl"
    assert "private_repository: true" in finding.remedy


def test_two_branches_remarks_are_all_there_after_a_merge(project: Project) -> None:
    edit(project.root / "mkdocs.yml", "jisr: {}", "jisr: {private_repository: true}")
    jisr(project, "remark", "water", "p1", "before", "--by", "Ann")
    git(project.root, "add", "-A")
    git(project.root, "commit", "-q", "-m", "x")
    git(project.root, "checkout", "-q", "-b", "other")
    jisr(project, "remark", "water", "p2", "theirs", "--by", "Bob")
    git(project.root, "commit", "-q", "-a", "-m", "x")
    git(project.root, "checkout", "-q", "-")
    jisr(project, "remark", "water", "p3", "ours", "--by", "Ann")
    git(project.root, "commit", "-q", "-a", "-m", "x")
    git(project.root, "merge", "-q", "--no-edit", "other")
    found, damaged = decisions.remarks(project.root)
    assert [e.data["text"] for _, e in found] == ["before", "theirs", "ours"]
    assert not damaged


def test_damaged_lines_are_said_and_stay(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    jisr(project, "remark", "water", "p2", "x", "--by", "Ann")
    path = project.root / events.file_of("water")
    path.write_bytes(path.read_bytes() + f"{SECRET} half a li".encode())
    jisr(project, "remark", "water", "p3", "y", "--by", "Ann")
    capsys.readouterr()
    assert jisr(project, "remarks") == 0
    said = capsys.readouterr()
    assert "private/water.jsonl:2: warning: a line of 14 letters" in said.err
    assert SECRET not in said.err
    assert SECRET in path.read_text("utf-8")
    assert said.out.count("water #") == 2


def test_undo_without_a_record_says_so(project: Project) -> None:
    with pytest.raises(JisrError, match="no decision is recorded"):
        decisions.undo(project.root, "water", "p2", "Ann")
    decisions.resolve(project.root, "water", "p2", Take.PAGE, TODAY)
    with pytest.raises(JisrError, match="no decision is recorded"):
        decisions.undo(project.root, "water", "", "Ann")
