"""Quotations with their source: no draft, rename, import or tool changes them, but a person on the page."""

from pathlib import Path

import pytest

from jisr import site
from jisr.app import editorial, glossary_verbs, pipeline, publishing
from jisr.cli import main
from jisr.model.diagnostics import Finding, JisrError
from jisr.model.ledger import Entry, State
from jisr.model.source import Kind
from jisr.translation import engines
from jisr.translation.authorship import quoted_source
from jisr.translation.sync import Take
from tests.project import TODAY, Echo, Project, edit

SOURCE = "Salma Darwish, Letters from the Marshes (2019), p. 7"
WORDS = "ISIS took the well in spring."
GLOSSARY = "actors:\n  - {id: isis, type: armed group, ar: {name: داعش}, en: {name: ISIS}}\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Two paragraphs that a person translated; the first is quoted."""
    monkeypatch.setattr(engines, "find_engine", lambda _settings: Echo())
    made = Project(tmp_path)
    made.seed("a", ["أخذ داعش البئر في الربيع.", "ثم عاد داعش في الصيف."])
    (tmp_path / "seeds/actors.yml").write_text(GLOSSARY, "utf-8")
    pipeline.draft_articles(tmp_path, TODAY)
    for key, words in (("p1", WORDS), ("p2", "ISIS came back in summer.")):
        write(made, key, words)
    pipeline.sync_articles(tmp_path, TODAY)
    editorial.quote(tmp_path, "a", "p1", SOURCE, "Ann", TODAY)
    return made


def write(project: Project, key: str, words: str) -> None:
    """An editor writes words below a marker."""
    page = project.translation("a")
    head, _, rest = page.read_text("utf-8").partition(f"<!-- #{key}")
    _, _, tail = rest.partition("<!-- #")
    page.write_text(f"{head}<!-- #{key} -->\n{words}\n\n" + (f"<!-- #{tail}" if tail else ""), "utf-8")


def entry(project: Project, key: str = "p1") -> Entry:
    return project.read_result("a").require_entry(key)


def said(findings: tuple[Finding, ...], key: str = "p1") -> list[str]:
    return [f.message for f in findings if f.key == key and f.check in ("quoted", "actors-rename", "import")]


def is_locked(project: Project) -> bool:
    return (entry(project).target, entry(project).quoted) == (WORDS, SOURCE)


def test_the_source_is_in_the_ledger_and_survives_further_runs(project: Project) -> None:
    assert f'quoted="{SOURCE}"' in project.ledger("a").read_text("utf-8")
    pipeline.draft_articles(project.root, TODAY)
    assert is_locked(project)


def test_no_draft_is_made_or_proposed_when_the_original_changes(project: Project) -> None:
    edit(project.root / "seeds/a.txt", "في الربيع", "في آخر الخريف")
    edit(project.root / "seeds/a.txt", "في الصيف", "في أول الشتاء")
    result = pipeline.draft_articles(project.root, TODAY)
    assert is_locked(project)
    assert entry(project).stale
    assert entry(project).proposals == ()
    assert entry(project, "p2").proposals != ()
    assert said(result.findings) == [f"quoted from {SOURCE}, so no draft was made for its changed original"]
    asked = pipeline.draft_articles(project.root, TODAY, ["a", "p1"])
    assert is_locked(project)
    assert entry(project).proposals == ()
    assert said(asked.findings)


def test_a_rename_lists_it_to_be_looked_at_by_hand(project: Project) -> None:
    result = glossary_verbs.rename_actor(project.root, "isis", "Daesh", "en", today=TODAY)
    assert is_locked(project)
    assert entry(project).proposals == ()
    assert entry(project, "p2").proposals != ()
    (message,) = said(result.findings)
    assert message.startswith(f"by hand: the old name stands in words quoted from {SOURCE}")


@pytest.mark.parametrize("state", [State.DRAFT, State.EDITED])
def test_an_import_leaves_it_alone_and_says_so(project: Project, state: State) -> None:
    text = "<!-- #p1 -->\nSomething else.\n"
    result = editorial.import_translation(project.root, "a", text, "x.md", state=state, origin="x")
    assert is_locked(project)
    assert said(result.findings) == ["left as it is: a person's words stand there"]


def test_a_tools_change_is_a_conflict_that_keeps_both(project: Project) -> None:
    edit(project.ledger("a"), WORDS, "Daesh took the well in spring.")
    result = pipeline.sync_articles(project.root, TODAY)
    (conflict,) = (f for f in result.findings if f.check == "conflict")
    assert f"quoted from {SOURCE}" in conflict.message
    assert conflict.key == "p1"
    assert WORDS in project.translation("a").read_text("utf-8")
    assert "Daesh took" in project.ledger("a").read_text("utf-8")
    done = editorial.resolve(project.root, "a", "p1", Take.LEDGER, TODAY)
    assert (entry(project).target, entry(project).quoted) == ("Daesh took the well in spring.", "")
    assert said(done.findings) == [f"no longer as quoted from {SOURCE}, and locked no more"]


def test_a_persons_change_on_the_page_is_taken_and_unlocks_it(project: Project) -> None:
    edit(project.translation("a"), WORDS, "ISIS seized the well in spring.")
    result = pipeline.sync_articles(project.root, TODAY)
    assert (entry(project).target, entry(project).quoted) == ("ISIS seized the well in spring.", "")
    assert said(result.findings) == [f"no longer as quoted from {SOURCE}, and locked no more"]


def test_mended_punctuation_leaves_it_locked(project: Project) -> None:
    edit(project.translation("a"), WORDS, "ISIS took the well, in spring.")
    result = pipeline.sync_articles(project.root, TODAY)
    assert (entry(project).target, entry(project).quoted) == ("ISIS took the well, in spring.", SOURCE)
    assert said(result.findings) == []


def test_what_omegat_empties_comes_back_locked(project: Project) -> None:
    edit(project.ledger("a"), f'msgstr "{WORDS}"', 'msgstr ""')
    pipeline.sync_articles(project.root, TODAY)
    assert is_locked(project)


def test_a_paragraph_that_is_deleted_for_good_is_not_quoted(project: Project) -> None:
    page = project.translation("a")
    edit(page, WORDS, "")
    pipeline.sync_articles(project.root, TODAY)
    assert is_locked(project), "it is put back"
    edit(page, WORDS, "")
    editorial.resolve(project.root, "a", "p1", Take.PAGE, TODAY)
    assert (entry(project).target, entry(project).quoted) == ("", "")
    assert "quoted=" not in project.ledger("a").read_text("utf-8")


def test_it_can_be_unlocked_and_that_taken_back(project: Project) -> None:
    editorial.quote(project.root, "a", "p1", "", "Ann", TODAY)
    assert entry(project).quoted == ""
    editorial.undo(project.root, "a", "p1", "Ann")
    assert is_locked(project)


@pytest.mark.parametrize(
    ("key", "source", "says"),
    [
        ("title", "A book", "no person's English"),
        ("p1", "A book <!-- ask Ann -->", "no source that readers"),
        ("p1", "A \u202ebook", "no source that readers"),
        ("p1", "x" * 301, "no source that readers"),
        ("p9", "A book", "no block has the key"),
    ],
)
def test_what_cannot_be_quoted(project: Project, key: str, source: str, says: str) -> None:
    before = project.files()
    with pytest.raises(JisrError, match=says) as caught:
        editorial.quote(project.root, "a", key, source, "Ann", TODAY)
    assert "ask Ann" not in str(caught.value)
    assert project.files() == before


def test_on_the_command_line(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    def jisr(*arguments: str) -> int:
        return main.main(["--project", str(project.root), "quote", "a", "p2", *arguments, "--by", "Ann"])

    assert jisr("--source", "  ") == 1
    assert jisr("--source", "A book") == 0
    assert entry(project, "p2").quoted == "A book"
    assert jisr("--remove") == 0
    assert entry(project, "p2").quoted == ""


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "Quoted from: "), ("ar", "نصّ الترجمة الإنجليزية منقول عن: ")]
)
def test_readers_are_told_the_source_once(project: Project, lang: str, words: str) -> None:
    def files() -> tuple[str, str]:
        """The page, and the file of plain Markdown beside it."""
        shown = publishing.load_publication(project.root)
        files = site.render(publishing.texts_of(shown.articles), shown.actors, shown.settings, shown.docs)
        page, plain = (files[f"{lang}/articles/{name}"] for name in ("a.md", "a/article.md.txt"))
        return page.decode(), plain.decode()

    page, plain = files()
    assert page.count(f'<small>{words}<bdi dir="auto">{SOURCE}</bdi></small>') == 1
    assert plain.split("\n\n").count(f"{words}{SOURCE}") == 1
    write(project, "p1", f"{WORDS} ({SOURCE})")
    pipeline.sync_articles(project.root, TODAY)
    editorial.quote(project.root, "a", "p1", SOURCE, "Ann", TODAY)
    page, plain = files()
    assert words not in page + plain


@pytest.mark.parametrize(
    ("kind", "state", "text", "source"),
    [
        (Kind.QUOTATION, State.EDITED, "They left.\n\n— Salma Darwish, *Letters*", "Salma Darwish, Letters"),
        (Kind.QUOTATION, State.APPROVED, "They left.  \n– The Gazette", "The Gazette"),
        (Kind.QUOTATION, State.EDITED, "They left.\n-- The Gazette", "The Gazette"),
        (Kind.QUOTATION, State.DRAFT, "They left.\n\n— The Gazette", ""),
        (Kind.QUOTATION, State.EDITED, "They left — and came back.", ""),
        (Kind.QUOTATION, State.EDITED, "They left.\n\n—", ""),
        (Kind.QUOTATION, State.EDITED, "They left.\n\n---", ""),
        (Kind.QUOTATION, State.EDITED, "— The Gazette\n\nThey left.", ""),
        (Kind.PARAGRAPH, State.EDITED, "They left.\n\n— The Gazette", ""),
    ],
)
def test_a_block_quotation_whose_last_line_names_its_source_is_one(
    kind: Kind, state: State, text: str, source: str
) -> None:
    assert quoted_source(Entry("q1", "نص", text, state), kind) == source


def test_a_fact_without_words_locks_nothing() -> None:
    assert quoted_source(Entry("p1", "نص", facts={"quoted": "x"}), Kind.PARAGRAPH) == ""
