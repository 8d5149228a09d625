"""Several paragraphs of an article in conflict are settled one by one, as what is said of each asks."""

from pathlib import Path

import pytest

from jisr.app import editorial, pipeline
from jisr.app.paragraphs import saving
from jisr.app.results import Result
from jisr.model.diagnostics import JisrError
from jisr.model.ledger import State, SyncResult
from jisr.storage import transaction
from jisr.translation import engines
from jisr.translation.decisions.records import Decision
from jisr.translation.sync import Take
from tests.project import TODAY, Echo, Project, edit

DRAFTS = {"p2": "Draft of 13 words.", "p4": "Draft of 11 words."}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """An article of which two people, apart from each other, changed the same two paragraphs."""
    monkeypatch.setattr(engines, "find_engine", lambda _settings: Echo())
    made = Project(tmp_path / "project")
    made.seed()
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
def test_nothing_is_settled_alone_below_a_marker_that_is_damaged(project: Project, take: Take) -> None:
    page = project.translation()
    page.write_text(page.read_text("utf-8").replace("<!-- #p2 ", "<!-- p2 "), "utf-8")
    before = project.files()
    assert find_conflicts(project) == {"p2", "p4"}, "it is put right whenever it is read"
    with pytest.raises(JisrError):
        editorial.resolve(project.root, "water", "p2", take, TODAY)
    assert project.files() == before
    editorial.resolve(project.root, "water", "p4", take, TODAY)
    assert find_conflicts(project) == {"p2"}, "where it was put right it can be settled"


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
