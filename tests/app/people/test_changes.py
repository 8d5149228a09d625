"""What changed since, and by whom: in commits whenever they came, on disk, in decisions and remarks."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from jisr.app import editorial, pipeline
from jisr.app.people import changes, remarks
from jisr.cli import main
from jisr.model.diagnostics import JisrError
from jisr.model.ledger import State
from jisr.translation import engines
from tests.project import TODAY, Echo, Project, edit, git

MONDAY, TUESDAY, THURSDAY = (datetime(2026, 11, day, 12, tzinfo=UTC) for day in (23, 24, 26))
DRAFTS = ("Draft of 13 words.", "Draft of 14 words.")


def commit(project: Project, who: str, day: datetime) -> None:
    git(project.root, "add", "-A")
    git(project.root, "commit", "-q", "-m", "x", who=who, at=day.isoformat())


def told(project: Project, since: datetime, slug: str = "") -> list[tuple[str, str, str, str]]:
    found = changes.find_changes(project.root, since, slug)
    return [(one.slug, one.key, one.by, one.what) for one in found]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Two articles, drafted on Monday."""
    monkeypatch.setattr(engines, "find_engine", lambda _settings: Echo())
    made = Project(tmp_path / "project")
    for slug in ("water", "rivers"):
        made.seed(slug)
    pipeline.draft_articles(made.root, TODAY)
    git(made.root, "init", "-q", "-b", "main")
    commit(made, "CI", MONDAY)
    return made


def test_what_a_commit_and_what_nobody_committed_changed(project: Project) -> None:
    assert len(told(project, datetime(2026, 11, 20, tzinfo=UTC))) == 12, "all was drafted"
    assert told(project, TUESDAY) == []
    edit(project.translation(), DRAFTS[0], "No vote is expected.")
    pipeline.sync_articles(project.root, TODAY)
    commit(project, "Ann", THURSDAY)
    (change,) = changes.find_changes(project.root, TUESDAY)
    assert (change.slug, change.key, change.by, change.what) == ("water", "p2", "Ann", "edited")
    assert change.at.startswith("2026-11-26T12:00")
    assert ("added", "No vote is expected.") in change.words
    edit(project.translation("rivers"), DRAFTS[0], "Nobody expects a vote.")
    pipeline.sync_articles(project.root, TODAY)
    assert told(project, TUESDAY) == [("water", "p2", "Ann", "edited"), ("rivers", "p2", "", "edited")]
    assert told(project, TUESDAY, "rivers") == [("rivers", "p2", "", "edited")]
    assert told(project, datetime(2026, 11, 27, tzinfo=UTC), "water") == []


def test_what_was_fetched_later_than_it_was_written_has_changed(project: Project, tmp_path: Path) -> None:
    other = Project.copied(project.root, tmp_path / "other")
    edit(other.translation(), DRAFTS[0], "No vote is expected.")
    pipeline.sync_articles(other.root, TODAY)
    commit(other, "Ann", MONDAY)
    edit(project.root / "mkdocs.yml", "Test", "Rivers")
    commit(project, "Bob", TUESDAY)
    git(
        project.root,
        "pull",
        "-q",
        "--no-rebase",
        "--no-edit",
        str(other.root),
        "main",
        at=THURSDAY.isoformat(),
    )
    now = datetime(2026, 11, 25, tzinfo=UTC)
    assert told(project, now) == [("water", "p2", "Ann", "edited")]


def test_decisions_and_remarks_are_told_and_no_approval_twice(project: Project) -> None:
    began = datetime.now(UTC)
    editorial.approve(project.root, "water", ["p1"], "Omar", TODAY)
    remarks.remark(project.root, "rivers", "p3", "Which school?", "Ann")
    found = told(project, began)
    assert sorted(found) == [("rivers", "p3", "Ann", "remark"), ("water", "p1", "Omar", "approve")]
    assert [one.text for one in changes.find_changes(project.root, began, "rivers")] == ["Which school?"]
    assert told(project, datetime(2100, 1, 1, tzinfo=UTC), "rivers") == []


@pytest.mark.parametrize("is_committed", [True, False])
def test_a_translation_taken_over_is_told_once_by_the_name_of_whose_it_is(
    project: Project, is_committed: bool
) -> None:
    began = datetime.now(UTC)
    for key, state, origin, words in (
        ("p1", State.EDITED, "", "The government will review the pact."),
        ("p2", State.DRAFT, "elsewhere 2", "No vote."),
    ):
        text = f"<!-- #{key} -->\n{words}\n"
        editorial.import_translation(
            project.root, "water", text, "a.md", state=state, origin=origin, by="Omar", today=TODAY
        )
    if is_committed:
        commit(project, "CI", began + timedelta(hours=1))
    found = changes.find_changes(project.root, began)
    assert sorted((one.key, one.by, one.what) for one in found) == [
        ("p1", "Omar", "import"),
        ("p2", "Omar", "import"),
    ]
    assert ("added", "No vote.") in next(one.words for one in found if one.key == "p2")


def test_what_a_machine_drafts_after_a_translation_was_taken_over_is_told_as_its_own(
    project: Project,
) -> None:
    began = datetime.now(UTC)
    text = "<!-- #p2 -->\nNo vote.\n"
    editorial.import_translation(
        project.root, "water", text, "a.md", state=State.DRAFT, origin="elsewhere 2", by="Omar", today=TODAY
    )
    commit(project, "CI", began + timedelta(hours=1))
    edit(project.root / "seeds/water.txt", "الجاري", "القادم")  # next year
    pipeline.draft_articles(project.root, TODAY)
    told = [(one.by, one.what) for one in changes.find_changes(project.root, began) if one.key == "p2"]
    assert ("Omar", "import") in told
    assert ("", "drafted by echo 1") in told


def test_a_folder_without_git_tells_decisions(tmp_path: Path) -> None:
    made = Project(tmp_path / "project")
    made.seed()
    pipeline.sync_articles(made.root, TODAY)
    remarks.remark(made.root, "water", "p3", "x", "Ann")
    assert ("water", "p3", "Ann", "remark") in told(made, MONDAY)


def test_a_moment_is_by_the_publications_clock(project: Project) -> None:
    edit(project.root / "mkdocs.yml", "jisr: {}", "jisr: {timezone: Asia/Beirut}")
    assert changes.parse_since(project.root, "2026-11-23 14:00") == MONDAY
    with pytest.raises(JisrError, match="no such moment"):
        changes.parse_since(project.root, "Tuesday")


def test_the_verb(
    project: Project, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def jisr(*words: str) -> str:
        assert main.main(["--project", str(project.root), "changes", *words]) == 0
        return capsys.readouterr().out

    monkeypatch.setenv("CI", "true")
    remarks.remark(project.root, "water", "p3", "Zarzour", "Ann")
    assert "Zarzour" not in jisr("--since", "2026-11-20")
    monkeypatch.delenv("CI")
    edit(project.translation(), DRAFTS[0], "No vote is expected.")
    pipeline.sync_articles(project.root, TODAY)
    said = jisr("water", "--since", "2026-11-24")
    assert "Zarzour" in said
    assert "not committed  nobody known  water #p2: edited" in said
    assert "{+No vote is expected.+}" in said
    rows = json.loads(jisr("--since", "2026-11-24", "--format", "json"))
    assert [row["what"] for row in rows] == ["remark", "edited"]
    assert jisr("rivers", "--since", "2026-11-24") == "nothing changed since\n"
    assert main.main(["--project", str(project.root), "changes", "desert", "--since", "2026-11-24"]) == 1
