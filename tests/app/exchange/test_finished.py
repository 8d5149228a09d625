"""Finished translations, taken in without markers; and whole folders of them."""

from pathlib import Path

import pytest

from jisr.app import editorial, pipeline
from jisr.app.exchange.finished import Translation, import_translation
from jisr.app.exchange.folder import import_folder
from jisr.app.results import Result
from jisr.exchange.alignment.clues import ClueReader
from jisr.exchange.review.rows import row_code
from jisr.model.diagnostics import JisrError
from jisr.model.ledger import State
from jisr.translation.sync import Take
from tests.project import PARAGRAPHS, TITLE, TODAY, Project, edit
from tests.word.files import docx, p

ENGLISH = (
    "The future of water in the south",
    "The Iraqi government announced yesterday that it would review the security pact. The decision is final.",
    "Observers believe that parliament will not vote on the election law before the end of this year.",
    "Oil prices on world markets fell to their lowest level, amid fears of a recession.",
    "Schools in the southern governorates are preparing to receive students after a stop of two weeks.",
    "A delegation of experts arrived at the airport on an official visit of three days.",
)


@pytest.fixture(scope="module")
def clues() -> ClueReader:
    return ClueReader(())


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = Project(tmp_path / "p")
    made.seed()
    pipeline.sync_articles(made.root, TODAY)
    return made


def taken(
    project: Project,
    clues: ClueReader,
    *paragraphs: str,
    name: str = "en.txt",
    state: State = State.EDITED,
    origin: str = "",
) -> Result:
    data = "\n\n".join(paragraphs).encode()
    return import_translation(
        project.root, "water", Translation(name, data, state, "Ruba", origin), clues, TODAY
    )


def said(result: Result) -> list[tuple[str, int, str]]:
    return [(f.key, f.line, f.text) for f in result.findings if f.severity == "warning"]


@pytest.mark.parametrize("marked", [True, False])
def test_what_is_wrong_with_the_original_is_not_said_again(
    project: Project, clues: ClueReader, marked: bool
) -> None:
    project.seed(paragraphs=(*PARAGRAPHS, "وقال: «كلام لم يُغلق"))  # he said “words without their end
    before = pipeline.sync_articles(project.root, TODAY).findings
    assert [found for found in before if found.file.startswith("seeds/")]
    name = "en.md" if marked else "en.txt"
    paragraphs = ["<!-- #p1 -->", ENGLISH[1]] if marked else ENGLISH
    result = taken(project, clues, *paragraphs, name=name)
    assert not [found for found in result.findings if found.file.startswith("seeds/")]
    assert project.state("p1")[0] == "edited"


def test_a_translation_without_markers_is_a_persons(project: Project, clues: ClueReader) -> None:
    result = taken(project, clues, *ENGLISH)
    assert said(result) == []
    assert result.findings[-1].message.startswith("6 of 6 paragraphs taken as edited, 0 unsure")
    for n, text in enumerate(ENGLISH):
        key = f"p{n}" if n else "title"
        entry = project.read_result().entry(key)
        assert entry is not None
        assert (entry.target, entry.state) == (text, State.EDITED)
    _, undone = editorial.undo(project.root, "water", "p1", "Sami")
    assert {(event.kind, event.by) for event in undone} == {("import", "Ruba")}
    assert project.state("p1") == ("missing", False)


def test_a_word_file_is_a_translation_too(project: Project, clues: ClueReader) -> None:
    body = p(ENGLISH[0], style="T") + "".join(map(p, ENGLISH[1:]))
    how = Translation("en.docx", docx(body, comments="<w:comment/>"), State.EDITED, "Ruba")
    result = import_translation(project.root, "water", how, clues, TODAY)
    assert [f.message for f in result.findings if f.check == "word"] == ["comments are left out (1)"]
    for n, text in enumerate(ENGLISH):
        entry = project.read_result().entry(f"p{n}" if n else "title")
        assert entry is not None
        assert (entry.target, entry.state) == (text, State.EDITED)


def test_what_is_left_in_arabic_is_no_translation(project: Project, clues: ClueReader) -> None:
    both = [words for pair in zip((TITLE, *PARAGRAPHS), ENGLISH, strict=True) for words in pair]
    assert said(taken(project, clues, *both)) == [("", 1, TITLE)]
    assert [e.target for e in project.read_result().ledger.entries] == list(ENGLISH)


def test_a_file_all_in_arabic_is_refused(project: Project, clues: ClueReader) -> None:
    with pytest.raises(JisrError, match="all in Arabic"):
        taken(project, clues, TITLE, *PARAGRAPHS)


def test_a_table_for_review_that_was_saved_otherwise_is_no_translation(
    project: Project, clues: ClueReader
) -> None:
    rows = {slug: f"| p1 {row_code(slug, 'نص', ENGLISH[1])} | {ENGLISH[1]} |" for slug in ("water", "river")}
    with pytest.raises(JisrError, match=r"a table for review.*\n.*\.docx"):
        taken(project, clues, ENGLISH[0], rows["water"])
    taken(project, clues, ENGLISH[0], rows["river"])


def test_what_belongs_to_nothing_is_named(project: Project, clues: ClueReader) -> None:
    advert = "Support our work: a subscription costs five dollars a month."
    result = taken(project, clues, *ENGLISH[:3], advert, *ENGLISH[3:])
    assert said(result) == [("", 7, advert)]
    assert "Support" not in project.translation().read_text("utf-8")


def test_what_is_unsure_is_offered_and_left_missing(tmp_path: Path, clues: ClueReader) -> None:
    project = Project(tmp_path / "list")
    project.seed(paragraphs=["خيار", "جزر", "بصل"])  # cucumbers, carrots, onions
    pipeline.sync_articles(project.root, TODAY)
    result = taken(project, clues, ENGLISH[0], "Carrots", "Onions")
    offered = {key: text for key, _, text in said(result)}
    assert set(offered.values()) == {"Carrots", "Onions"}
    for key, text in offered.items():
        entry = project.read_result().entry(key)
        assert entry is not None
        assert entry.proposal is not None
        assert (entry.state, entry.proposal.text, entry.proposal.origin) == (
            State.MISSING,
            text,
            "imported by Ruba",
        )
    key = next(iter(offered))
    editorial.resolve(project.root, "water", key, Take.PROPOSAL, TODAY, by="Ruba")
    assert project.state(key) == ("edited", False)
    assert offered[key] in project.translation().read_text("utf-8")


def test_a_draft_does_not_put_out_what_a_person_wrote(tmp_path: Path, clues: ClueReader) -> None:
    project = Project(tmp_path / "list")
    project.seed(paragraphs=["خيار", "جزر", "بصل"])
    pipeline.sync_articles(project.root, TODAY)
    keys = [key for key, _, _ in said(taken(project, clues, ENGLISH[0], "Carrots", "Onions"))]
    machine = "".join(f"<!-- #{key} -->\nGreens\n\n" for key in keys).encode()
    how = Translation("x.md", machine, State.DRAFT, "", "a machine")
    import_translation(project.root, "water", how, clues, TODAY)
    entry = project.read_result().entry(keys[0])
    assert entry is not None
    assert (entry.state, entry.target) == (State.DRAFT, "Greens")
    assert [proposal.is_by_person for proposal in entry.proposals] == [True]


def test_a_persons_words_stay_and_the_others_are_named(project: Project, clues: ClueReader) -> None:
    taken(project, clues, *ENGLISH)
    edit(project.translation(), ENGLISH[3], "Oil became cheaper.")
    result = taken(project, clues, *ENGLISH)
    assert said(result) == [("p3", 7, ENGLISH[3])]
    assert "Oil became cheaper." in project.translation().read_text("utf-8")


def test_what_a_machine_wrote_is_made_no_persons(project: Project, clues: ClueReader) -> None:
    taken(project, clues, *ENGLISH, state=State.DRAFT, origin="a machine")
    assert {e.state for e in project.read_result().ledger.entries} == {State.DRAFT}
    taken(project, clues, *ENGLISH)
    assert {e.state for e in project.read_result().ledger.entries} == {State.DRAFT}
    other = "Prices of oil fell around the world to the lowest level, for fear of a recession."
    result = taken(project, clues, *ENGLISH[:3], other, *ENGLISH[4:])
    assert said(result) == []
    assert project.state("p3") == ("edited", False)


def test_a_file_that_cannot_be_read_is_named(project: Project, clues: ClueReader) -> None:
    for name, data in (("en.txt", b" \n"), ("en.png", b"words"), ("en.docx", b"PK\x03\x04")):
        with pytest.raises(JisrError) as refused:
            import_translation(
                project.root, "water", Translation(name, data, State.EDITED, "Ruba"), clues, TODAY
            )
        assert [f.file for f in refused.value.findings] == [name]
    assert project.state("p1") == ("missing", False)


def test_private_notes_stay_private(project: Project, clues: ClueReader) -> None:
    text = f"{ENGLISH[1]} <!-- ask the source -->"
    taken(project, clues, ENGLISH[0], text, *ENGLISH[2:], name="en.md")
    assert "ask the source" not in project.translation().read_text("utf-8")


def test_a_folder_is_taken_in_one_go(project: Project, tmp_path: Path) -> None:
    folder = tmp_path / "old"
    (folder / "2019").mkdir(parents=True)
    (folder / "water.en.md").write_text("\n\n".join(ENGLISH), "utf-8")
    (folder / "2019/harbour.ar.txt").write_text("\n\n".join(["ميناء", *PARAGRAPHS]), "utf-8")  # a harbour
    (folder / "2019/harbour.en.txt").write_text("\n\n".join(["Harbour", *ENGLISH[1:]]), "utf-8")
    (folder / "watr.txt").write_text("Who am I?", "utf-8")
    (folder / "notes.pdf").write_bytes(b"%PDF")
    how = Translation(str(folder), b"", State.EDITED, "Ruba")
    result = import_folder(project.root, folder, how, TODAY)
    assert [(f.file, f.remedy) for f in result.findings if f.severity == "error"] == [
        ("watr.txt", "did you mean water?")
    ]
    assert result.findings[-1].message == "2 of 3 translations taken in"
    assert project.state("p1") == ("edited", False)
    assert project.state("p5", "2019/harbour") == ("edited", False)
    assert "held" in (project.root / "seeds/2019/harbour.yml").read_text("utf-8")


def test_a_folder_without_translations_says_what_is_looked_for(project: Project, tmp_path: Path) -> None:
    how = Translation("", b"", State.EDITED, "Ruba")
    with pytest.raises(JisrError, match="no translation"):
        import_folder(project.root, tmp_path / "none", how, TODAY)
