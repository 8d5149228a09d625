"""A review table goes out and comes back: each row is taken, refused or in conflict, and nothing is lost."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from jisr.app import editorial, pipeline
from jisr.app.exchange.review import export_reviews, import_review
from jisr.app.people import remarks
from jisr.app.results import Result
from jisr.exchange.review.reading import read_review
from jisr.exchange.review.rows import ReturnedRow
from jisr.model.diagnostics import JisrError
from jisr.model.ledger import State
from jisr.translation.decisions.remarks import Purpose
from tests.project import PARAGRAPHS, TODAY, Project, edit

ENGLISH = "".join(f"<!-- #{key} -->\nEnglish of {key}.\n\n" for key in ("title", "p1", "p2", "p3"))


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = Project(tmp_path / "p")
    made.seed()
    pipeline.sync_articles(made.root, TODAY)
    editorial.import_translation(made.root, "water", ENGLISH, "x.md", state=State.DRAFT, origin="a machine")
    return made


def exported(project: Project, slug: str = "water") -> list[ReturnedRow]:
    (path,) = export_reviews(project.root, [slug], project.root / "out", TODAY).written
    return read_review(path.name, path.read_bytes())


def taken(project: Project, rows: Sequence[ReturnedRow]) -> Result:
    return import_review(project.root, rows, "r.docx", "Ruba", TODAY)


def told(result: Result) -> list[tuple[str, str, str]]:
    """Key, kind and severity of what is said of rows."""
    return [(f.key, f.message.partition(":")[0], f.severity.value) for f in result.findings if f.key]


def test_a_table_that_comes_back_as_it_went_changes_nothing(project: Project) -> None:
    before = project.files()
    result = taken(project, exported(project))
    assert [f.message for f in result.findings] == ["rows: nothing to take"]
    assert project.files() == before


def test_rows_are_taken_signed_and_remarked_on(project: Project) -> None:
    title, p1, p2, p3, *rest = exported(project)
    result = taken(
        project,
        [
            title,
            replace(p1, translation="Better\nEnglish.", is_ticked=True),
            replace(p2, is_ticked=True),
            replace(p3, remarks=("Who says so?",)),
            *rest,
        ],
    )
    assert told(result) == [
        ("p1", "taken", "notice"),
        ("p1", "approved", "notice"),
        ("p2", "approved", "notice"),
        ("p3", "remarked on", "notice"),
    ]
    assert result.findings[-1].message == "rows: 1 taken, 2 approved, 1 remarked on"
    assert project.state("p1") == ("approved", False)
    assert project.state("p2") == ("approved", False)
    assert project.state("p3") == ("draft", False)
    assert "Better\nEnglish." in project.translation().read_text("utf-8")
    ((_, thread),) = remarks.read(project.root, "water")[0]
    assert (thread.key, thread.by, thread.text) == ("p3", "Ruba", "Who says so?")


def test_a_table_taken_back_twice_says_nothing_twice(project: Project) -> None:
    _, p1, *rest = exported(project)
    rows = [replace(p1, translation="Better.", is_ticked=True, remarks=("Why?",)), *rest]
    taken(project, rows)
    before = project.files()
    assert told(taken(project, rows)) == []
    assert project.files() == before
    assert exported(project)[1].remarks == ("Ruba: Why?",)
    assert told(taken(project, exported(project))) == []


def test_english_that_changed_places_is_only_suggested(project: Project) -> None:
    """As after sorting one column alone; what equals a row that stayed as it was is taken."""
    title, p1, p2, p3, *rest = exported(project)
    swapped = [
        replace(p1, translation=p2.translation),
        replace(p2, translation=p1.translation, is_ticked=True),
    ]
    result = taken(project, [title, *swapped, replace(p3, translation=title.translation), *rest])
    assert told(result) == [
        ("p1", "in conflict", "error"),
        ("p2", "in conflict", "error"),
        ("p3", "taken", "notice"),
        ("p2", "refused", "error"),
    ]
    assert "<!-- #p1 draft" in project.translation().read_text("utf-8")
    found = [(thread.key, thread.text) for _, thread in remarks.read(project.root, "water")[0]]
    assert found == [("p1", "English of p2."), ("p2", "English of p1.")]


def test_a_heading_stays_on_one_line(project: Project) -> None:
    title, *rest = exported(project)
    taken(project, [replace(title, translation="Water\n\nin the south"), *rest])
    assert "# Water in the south\n" in project.translation().read_text("utf-8")


def test_an_older_table_is_in_conflict_and_kept(project: Project) -> None:
    _, p1, p2, *rest = exported(project)
    edit(project.translation(), "English of p1.", "Ann's English.")
    project.seed(paragraphs=(PARAGRAPHS[0], PARAGRAPHS[1] + " وهذا جديد.", *PARAGRAPHS[2:]))  # this is new
    pipeline.sync_articles(project.root, TODAY)
    changed = [replace(p1, translation="Ruba's English."), replace(p2, is_ticked=True)]
    result = taken(project, [*changed, *rest])
    assert [row for row in told(result) if row[2] == "error"] == [
        ("p1", "in conflict", "error"),
        ("p2", "refused", "error"),
    ]
    assert "Ann's English." in project.translation().read_text("utf-8")
    ((_, thread),) = remarks.read(project.root, "water")[0]
    assert (thread.purpose, thread.key, thread.text) == (Purpose.SUGGESTION, "p1", "Ruba's English.")
    assert project.state("p2")[0] != "approved"


def test_who_changed_the_same_to_the_same_is_in_no_conflict(project: Project) -> None:
    _, p1, *rest = exported(project)
    edit(project.translation(), "English of p1.", "The same.")
    assert told(taken(project, [replace(p1, translation="The same."), *rest])) == []


def lose_code(rows: list[ReturnedRow]) -> list[ReturnedRow]:
    return [replace(rows[1], code=None, translation="Lost."), *rows[2:]]


def of_another(rows: list[ReturnedRow]) -> list[ReturnedRow]:
    code = rows[1].code
    assert code
    return [replace(rows[1], code=replace(code, article="0" * 8), translation="Other."), *rows[2:]]


def twice(rows: list[ReturnedRow]) -> list[ReturnedRow]:
    return [replace(rows[1], translation="One."), replace(rows[1], translation="Two."), *rows[2:]]


def emptied(rows: list[ReturnedRow]) -> list[ReturnedRow]:
    return [replace(rows[1], translation=" "), *rows[2:]]


def marked(rows: list[ReturnedRow]) -> list[ReturnedRow]:
    return [replace(rows[1], translation="<!-- #p2 --> English"), *rows[2:]]


def arabic(rows: list[ReturnedRow]) -> list[ReturnedRow]:
    return [replace(rows[1], translation=PARAGRAPHS[0]), *rows[2:]]


def struck(rows: list[ReturnedRow]) -> list[ReturnedRow]:
    return [replace(rows[1], is_struck=True), *rows[2:]]


def unknown(rows: list[ReturnedRow]) -> list[ReturnedRow]:
    return [replace(rows[1], key="p99", translation="Gone."), *rows[2:]]


@pytest.mark.parametrize("spoil", [lose_code, of_another, twice, emptied, marked, arabic, unknown])
def test_what_cannot_be_taken_is_refused_with_its_words(
    project: Project, spoil: Callable[[list[ReturnedRow]], list[ReturnedRow]]
) -> None:
    rows = spoil(exported(project))
    before = project.files()
    result = taken(project, rows)
    refused = [f for f in result.findings if f.severity == "error"]
    assert {f.message.partition(":")[0] for f in refused} == {"refused"}
    words = [row.translation for row in rows if row.translation not in ENGLISH]
    assert [f.text for f in refused] == [text if text.strip() else "" for text in words or [" "]]
    assert all(f.remedy and f.line and f.file == "r.docx" for f in refused)
    assert project.files() == before


def test_cells_that_were_joined_give_no_paragraph_the_words_of_another(project: Project) -> None:
    rows = exported(project)
    before = project.files()
    both = f"{rows[1].translation}\n\n{rows[2].translation}"
    changed = [replace(rows[1], translation=both), replace(rows[2], translation=""), *rows[3:]]
    result = taken(project, changed)
    assert told(result) == [("p1", "refused", "error"), ("p2", "refused", "error")]
    assert [f.text for f in result.findings if f.key] == [both, ""]
    assert project.files() == before


def test_words_struck_through_by_hand_are_asked_about(project: Project) -> None:
    before = project.files()
    result = taken(project, struck(exported(project)))
    assert told(result) == [("p1", "refused", "error")]
    assert [f.text for f in result.findings if f.key] == ["English of p1."]
    assert project.files() == before


def test_what_stands_around_the_table_is_named(project: Project) -> None:
    rows = exported(project)
    result = import_review(project.root, rows, "r.docx", "Ruba", TODAY, around=["Dear Ruba,"])
    (found,) = (f for f in result.findings if f.severity == "warning")
    assert (found.text, found.file, bool(found.remedy)) == ("Dear Ruba,", "r.docx", True)


def test_a_row_twice_of_which_one_was_changed_counts_once(project: Project) -> None:
    _, p1, *rest = exported(project)
    result = taken(project, [p1, replace(p1, translation="Changed.", remarks=("Twice?",)), *rest])
    assert told(result)[0] == ("p1", "taken", "notice")
    assert "Changed." in project.translation().read_text("utf-8")


def test_what_is_no_tick_is_told_and_signs_nothing(project: Project) -> None:
    _, p1, p2, p3, *rest = exported(project)
    changed = [replace(p1, unclear="✗"), replace(p2, is_ticked=True), replace(p2, unclear="no"), p3]
    result = taken(project, [*changed, *rest])
    assert told(result) == [("p1", "not approved", "warning"), ("p2", "not approved", "warning")]
    assert [(f.text, bool(f.remedy), f.line) for f in result.findings if f.key] == [
        ("✗", True, 2),
        ("no", True, 3),
    ]
    assert {project.state(key)[0] for key in ("p1", "p2")} == {"draft"}


def test_rows_that_were_deleted_are_named_and_nothing_of_them_goes(project: Project) -> None:
    before = project.files()
    result = taken(project, exported(project)[:2])
    assert [f.text for f in result.findings if f.text] == ["p2 p3 p4 p5"]
    assert project.files() == before


def test_a_table_of_nowhere_is_refused(project: Project) -> None:
    rows = of_another(exported(project))[:1]
    with pytest.raises(JisrError, match="no row is of an article of this publication"):
        taken(project, rows)
    with pytest.raises(JisrError, match="no row is of harbour"):
        import_review(project.root, exported(project), "r.docx", "Ruba", TODAY, "harbour")


def test_a_changed_original_is_named_and_not_taken(project: Project) -> None:
    _, p1, p2, *rest = exported(project)
    before = project.files()
    changed = replace(p1, original=f"{p1.original} وهذا جديد.")  # this is new
    result = taken(project, [changed, replace(p2, original=f" {p2.original}\n"), *rest])
    assert told(result) == [("p1", "not taken", "warning")]
    (found,) = (f for f in result.findings if f.key)
    assert (found.text, found.line, found.file) == (changed.original, changed.number, "r.docx")
    assert found.remedy
    assert project.files() == before


def test_an_original_that_the_author_changed_since_is_nobodys_else(project: Project) -> None:
    rows = exported(project)
    project.seed(paragraphs=(PARAGRAPHS[0], PARAGRAPHS[1] + " وهذا جديد.", *PARAGRAPHS[2:]))  # this is new
    assert told(taken(project, rows)) == []
    pipeline.sync_articles(project.root, TODAY)
    assert told(taken(project, rows)) == []
    assert told(taken(project, [replace(row, original="") for row in rows])) == []


def test_tables_of_all_articles_are_written(project: Project) -> None:
    project.seed("harbour")
    written = export_reviews(project.root, [], project.root / "out", TODAY).written
    assert [path.name for path in written] == ["harbour.review.docx", "water.review.docx"]
    with pytest.raises(JisrError, match="no such article"):
        export_reviews(project.root, ["watr"], project.root / "out", TODAY)
