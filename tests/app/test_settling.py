"""Several paragraphs of an article in conflict are settled one by one, as what is said of each asks."""

import re
from pathlib import Path

import pytest

from jisr.app import editorial, pipeline
from jisr.app.paragraphs import saving
from jisr.app.results import Result
from jisr.model.ledger import State, SyncResult
from jisr.storage import transaction
from jisr.translation import engines
from jisr.translation.decisions.records import Decision
from jisr.translation.sync import Take
from tests.project import PARAGRAPHS, TODAY, Echo, Project, edit

LAST = "قال الوزير إن المشروع سيكتمل في الصيف المقبل."  # ready next summer
DRAFTS = {"p2": "Draft of 13 words.", "p4": "Draft of 11 words."}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """An article of which two people, apart from each other, changed the same two paragraphs."""
    monkeypatch.setattr(engines, "find_engine", lambda _settings: Echo())
    made = Project(tmp_path / "project")
    made.seed(paragraphs=[*PARAGRAPHS, LAST])
    pipeline.draft_articles(made.root, TODAY)
    for key, draft in DRAFTS.items():
        edit(made.translation(), draft, f"Ann wrote {key}.")
        edit(made.ledger(), f'msgstr "{draft}"', f'msgstr "Bob wrote {key}."')
    return made


def find_conflicts(project: Project) -> set[str]:
    return {f.key for f in project.read_result().findings if f.check == "conflict"}


@pytest.mark.parametrize("first", DRAFTS)
@pytest.mark.parametrize(
    "takes", [(a, b) for a in (Take.PAGE, Take.LEDGER) for b in (Take.PAGE, Take.LEDGER)]
)
def test_one_after_the_other(project: Project, first: str, takes: tuple[Take, Take]) -> None:
    (second,) = DRAFTS.keys() - {first}
    before = project.translation().read_text("utf-8"), project.ledger().read_text("utf-8")
    assert find_conflicts(project) == {first, second}
    assert editorial.resolve(project.root, "water", first, takes[0], TODAY, by="Eve").written
    assert find_conflicts(project) == {second}
    for text, was, who in zip(
        (project.translation().read_text("utf-8"), project.ledger().read_text("utf-8")),
        before,
        ("Ann", "Bob"),
        strict=True,
    ):
        assert f"{who} wrote {second}." in text, "what nobody decided about stays where it lies"
        assert len(text.split("\n\n")) == len(was.split("\n\n"))
    editorial.resolve(project.root, "water", second, takes[1], TODAY, by="Eve")
    assert not find_conflicts(project)
    for key, take in zip((first, second), takes, strict=True):
        entry = project.read_result().require_entry(key)
        assert (entry.target, entry.state) == (
            f"{'Ann' if take is Take.PAGE else 'Bob'} wrote {key}.",
            State.EDITED,
        )
        assert entry.target in project.translation().read_text("utf-8")


@pytest.mark.parametrize("take", [Take.PAGE, Take.LEDGER])
@pytest.mark.parametrize("lost", ["p2", "p3", "p4", "p5", "p3|p5", "p2|p4"])
def test_what_stands_below_a_lost_marker_is_no_part_of_what_is_settled(
    project: Project, lost: str, take: Take
) -> None:
    page = project.translation()
    page.write_text(re.sub(rf"<!-- #({lost})\b.*\n", "", page.read_text("utf-8")), "utf-8")
    for key in DRAFTS:
        assert editorial.resolve(project.root, "water", key, take, TODAY, by="Eve").written
        who = "Ann" if take is Take.PAGE else "Bob"
        for file in (page, project.ledger()):
            assert f"{who} wrote {key}." in file.read_text("utf-8")
        for others in (14, 12):
            assert f"Draft of {others} words." in page.read_text("utf-8"), "nobody decided about these"
    assert not find_conflicts(project)


def test_a_note_below_a_joined_paragraph_is_written_once(project: Project) -> None:
    edit(project.translation(), "Draft of 8 words.", "Draft of 8 words. <!-- ask the author -->")
    edit(project.root / "seeds/water.txt", f"\n\n{LAST}", f" {LAST}")
    for key in DRAFTS:
        editorial.resolve(project.root, "water", key, Take.PAGE, TODAY, by="Eve")
        assert project.translation().read_text("utf-8").count("<!-- ask the author -->") == 1


def test_what_was_settled_alone_can_be_taken_back(project: Project) -> None:
    before = project.translation().read_bytes(), project.ledger().read_bytes()
    editorial.resolve(project.root, "water", "p2", Take.LEDGER, TODAY, by="Eve")
    editorial.undo(project.root, "water", "p2", "Eve")
    assert (project.translation().read_bytes(), project.ledger().read_bytes()) == before


def test_nothing_is_settled_alone_where_something_else_is_wrong(project: Project) -> None:
    page = project.translation()
    page.write_text(page.read_text("utf-8") + "\n<!-- #p1 -->\nAnother text.\n", "utf-8")
    before = project.files()
    assert not editorial.resolve(project.root, "water", "p2", Take.PAGE, TODAY).written
    assert project.files() == before


@pytest.mark.parametrize("take", [Take.PAGE, Take.LEDGER])
def test_a_marker_that_is_damaged_is_put_right_where_its_paragraph_is_settled(
    project: Project, take: Take
) -> None:
    page = project.translation()
    page.write_text(page.read_text("utf-8").replace("<!-- #p2 ", "<!-- p2 "), "utf-8")
    assert find_conflicts(project) == {"p2", "p4"}, "it is put right whenever it is read"
    editorial.resolve(project.root, "water", "p2", take, TODAY)
    assert "<!-- #p2" in page.read_text("utf-8")
    assert find_conflicts(project) == {"p4"}
    editorial.resolve(project.root, "water", "p4", take, TODAY)
    assert find_conflicts(project) == set()


def test_who_saved_meanwhile_loses_nothing(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    real = saving.settle_alone

    def settle(root: Path, result: Result, outcome: SyncResult, decision: Decision) -> Result:
        edit(project.ledger(), "Bob wrote p4.", "Bob wrote more.")
        return real(root, result, outcome, decision)

    monkeypatch.setattr(editorial, "settle_alone", settle)
    with pytest.raises(transaction.ChangedError):
        editorial.resolve(project.root, "water", "p2", Take.PAGE, TODAY)
    assert "Bob wrote more." in project.ledger().read_text("utf-8")
    assert "Bob wrote p2." in project.ledger().read_text("utf-8")
