"""A text that names who was removed for safety elsewhere waits, and nobody is told the name."""

from pathlib import Path

import pytest

from jisr.app import editorial, pipeline
from jisr.app.articles.taking import HandedIn, take_in
from jisr.app.exchange.finished import Translation, import_translation, make_clue_reader
from jisr.app.removal.allowing import allow_names
from jisr.model.diagnostics import Finding, JisrError, Severity
from jisr.model.ledger import State
from jisr.translation.removed import REMOVED_FILE, Removal, add_removals
from tests.project import PARAGRAPHS, TITLE, TODAY, Project, edit

NAMES = ("مريم الحسن", "Maryam al-Hassan")  # the witness, in both languages
SAID = "قالت لمَرْيَم **الحسن** إنها رأت الجنود."  # she said to Maryam al-Hassan that she saw the soldiers
GLOSSARY = """actors:
- {id: a, type: person, ar: {name: مريم الحسن البصري}, en: {name: Maryam al-Hassan al-Basri}}
"""


@pytest.fixture
def removed(tmp_path: Path) -> Project:
    """An article, and that a name was removed from another, which is no longer there."""
    project = Project(tmp_path / "project")
    project.seed()
    pipeline.sync_articles(project.root, TODAY)
    record = add_removals(
        b"", [Removal("article-4363", "", NAMES), Removal("article-4363", "p1", ("الحسن",))]
    )
    (project.root / REMOVED_FILE).write_bytes(record)
    return project


def told(findings: tuple[Finding, ...]) -> list[Finding]:
    assert not [one for one in findings if "الحسن" in str(one) or "Hassan" in str(one)]
    return [one for one in findings if one.check == "removed"]


def test_a_new_seed_waits_until_somebody_decides_and_others_go_on(removed: Project) -> None:
    removed.seed("prison", [SAID], TITLE)
    removed.seed("oil", PARAGRAPHS[2:3], TITLE)
    (one,) = told(pipeline.sync_articles(removed.root, TODAY).findings)
    assert (one.file, one.line, one.severity) == ("seeds/prison.txt", 3, Severity.ERROR)
    assert "jisr allow prison" in one.remedy
    assert (removed.ledger("oil").exists(), removed.ledger("prison").exists()) == (True, False)
    assert [f.severity for f in told(pipeline.check(removed.root).result.findings)] == [Severity.ERROR]
    assert not allow_names(removed.root, "prison").failed
    (one,) = told(pipeline.sync_articles(removed.root, TODAY).findings)
    assert one.severity is Severity.NOTICE, "it is told of all the same"
    assert removed.ledger("prison").exists()
    assert [f.severity for f in told(pipeline.check(removed.root).result.findings)] == [Severity.NOTICE]


def test_where_it_is_written_into_an_article_that_was_there_a_warning_says_so(removed: Project) -> None:
    edit(removed.root / "seeds/water.txt", PARAGRAPHS[1], SAID)
    result = pipeline.sync_articles(removed.root, TODAY)
    assert [f.severity for f in told(result.findings)] == [Severity.WARNING]
    assert SAID.rsplit(maxsplit=1)[-1] in removed.ledger().read_text("utf-8")


@pytest.mark.parametrize(
    "text",
    [
        "قال الحسن إنه رأى.",  # a short form, which was removed from one paragraph alone
        "قالت مريم أحمد.",  # another Maryam
        "تحدثت مريم الحسن البصري عن ذلك.",  # a longer name of the glossary
    ],
)
def test_others_are_named_freely(removed: Project, text: str) -> None:
    (removed.root / "seeds/actors.yml").write_text(GLOSSARY, "utf-8")
    removed.seed("prison", [text], TITLE)
    assert told(pipeline.sync_articles(removed.root, TODAY).findings) == []
    assert removed.ledger("prison").exists()


def test_a_name_of_a_file_that_tells_who_it_is_about_is_not_told(removed: Project) -> None:
    removed.seed("Maryam-al-Hassan", [SAID], TITLE)
    (one,) = told(pipeline.sync_articles(removed.root, TODAY).findings)
    assert one.file == "seeds/"
    assert "jisr allow ARTICLE" in one.remedy


@pytest.mark.parametrize("facts", [{}, {"author": {"ar": "سلمى", "en": "Maryam al-Hassan"}}])
def test_what_is_pasted_is_not_taken_before_somebody_decides(
    removed: Project, facts: dict[str, object]
) -> None:
    words = PARAGRAPHS[0] if facts else SAID
    handed = HandedIn("prison", "pasted.txt", f"{TITLE}\n\n{words}\n".encode(), facts)
    before = removed.files()
    with pytest.raises(JisrError) as caught:
        take_in(removed.root, handed, TODAY)
    assert len(told(caught.value.findings)) == 1
    assert removed.files() == before
    take_in(removed.root, handed, TODAY, may_name_removed=True)
    assert removed.ledger("prison").exists()


@pytest.mark.parametrize("text", ["<!-- #p1 -->\n{}\n", "# Water\n\n{}\n"])
def test_a_translation_from_elsewhere_is_not_taken_either(removed: Project, text: str) -> None:
    data = text.format("Maryam al‑Hassan's brother saw it.").encode()
    before = Path(removed.translation()).read_bytes()
    how = Translation("english.md", data, State.EDITED, "Ann")
    with pytest.raises(JisrError) as caught:
        import_translation(removed.root, "water", how, make_clue_reader(removed.root), TODAY)
    assert len(told(caught.value.findings)) == 1
    assert removed.translation().read_bytes() == before
    allow_names(removed.root, "water")
    import_translation(removed.root, "water", how, make_clue_reader(removed.root), TODAY)


def test_what_can_be_no_article_is_not_let_through(removed: Project) -> None:
    with pytest.raises(JisrError, match="no page can have this name"):
        allow_names(removed.root, "../x")
    record = (removed.root / REMOVED_FILE).read_bytes()
    mistyped = allow_names(removed.root, "watre").findings[1:]
    assert [f.message for f in mistyped] == ["no article has this name yet"]
    record = (removed.root / REMOVED_FILE).read_bytes()
    there = allow_names(removed.root, "water")
    assert there.written
    assert [f.check for f in there.findings] == ["allow"]
    assert (removed.root / REMOVED_FILE).read_bytes().startswith(record)
    assert not allow_names(removed.root, "water").written, "once is enough"
    assert editorial.log(removed.root, "water", "p1") is not None
