"""Words are replaced where a person chose to, in the whole publication, and nowhere else."""

import re
from pathlib import Path

import pytest

from jisr.app import editorial, pipeline
from jisr.app.paragraphs.approving import Coverage, cover
from jisr.app.paragraphs.reading import read_rows
from jisr.app.whole.replacing import Hit, Search, find_words, replace_words
from jisr.cli.main import main
from jisr.model.diagnostics import JisrError
from jisr.translation import engines
from tests.project import TODAY, Echo, Project, edit

SPOKE = (
    "The Committee met. “The Committee,” he said, was *late*; a committee’s work at the **Committee** is it."
)
QUOTE = "The Committee decided.\n>\n> — The Charter, 1945"
PARAGRAPHS = (
    "اجتمعت اللجنة أمس في المدينة.",
    "قال رئيس الهيئة إن العمل طويل.",
    "> قررت اللجنة ذلك.\n>\n> — الميثاق",
)


@pytest.fixture
def papers(made: Project, tmp_path: Path) -> Project:
    """A copy of what was made once."""
    return Project.copied(made.root, tmp_path / "project")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Two articles: in one a person wrote paragraph, quotation with its source, quotation locked by hand."""
    project = Project(tmp_path_factory.mktemp("made") / "project")
    text = "# اللجنة\n\n" + "\n\n".join(PARAGRAPHS) + "\n"
    for slug in ("a", "b/c"):
        path = project.root / "seeds" / f"{slug}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engines, "find_engine", lambda _settings: Echo())
        pipeline.draft_articles(project.root, TODAY)
    page = project.translation("a")
    edit(page, "Draft of 5 words.\n\n<!-- #p2", f"{SPOKE}\n\n<!-- #p2")
    edit(page, "Draft of 6 words.", "The committee of the text.")
    old = page.read_text("utf-8")
    page.write_text(old[: old.index("> ")] + f"> {QUOTE}\n", "utf-8")
    edit(project.translation("b/c"), "Draft of 6 words.", "The Committee of another.")
    pipeline.sync_articles(project.root, TODAY)
    editorial.approve(project.root, "b/c", ["p2"], "Ruba", TODAY)
    return project


def found(project: Project, search: Search) -> list[Hit]:
    return find_words(project.root, search)[0]


@pytest.mark.parametrize(
    ("search", "places"),
    [
        (Search("Committee"), ["a#p1 4", "a#p1 24", "a#p1 81", "a#q1 4", "b/c#p2 4"]),
        (Search("committee"), ["a#p1 57", "a#p2 4"]),
        (
            Search("committee", is_exact=False),
            ["a#p1 4", "a#p1 24", "a#p1 57", "a#p1 81", "a#p2 4", "a#q1 4", "b/c#p2 4"],
        ),
        (Search("ommittee"), []),
        (Search("ommittee", is_whole=False, original="الهيئة"), ["a#p2 5", "b/c#p2 5"]),
        (Search("The  Committee", original="اللجنة"), ["a#p1 0", "a#p1 20", "a#q1 0"]),
        (Search("Committee", original="هيئة | لجنه"), ["a#p1 4", "a#p1 24", "a#p1 81", "a#q1 4", "b/c#p2 4"]),
        (Search("committee's"), ["a#p1 57"]),
        (Search("met."), ["a#p1 14"]),
        (Search("(met"), []),
    ],
)  # fmt: skip
def test_each_place_is_found(papers: Project, search: Search, places: list[str]) -> None:
    assert [f"{hit.slug}#{hit.key} {hit.start}" for hit in found(papers, search)] == places


def test_each_is_shown_with_its_sentence_and_what_keeps_it(papers: Project) -> None:
    hits = found(papers, Search("Committee"))
    assert (hits[0].before, hits[0].words, hits[0].after.strip()) == ("The ", "Committee", "met.")
    assert [hit.is_said for hit in hits] == [False, True, False, False, False]
    assert [hit.source for hit in hits] == ["", "", "", "The Charter, 1945", ""]
    assert [hit.state for hit in hits] == ["edited", "edited", "edited", "edited", "approved"]
    cut = found(papers, Search("the Committee is"))
    assert [hit.is_cut for hit in cut] == [True]
    assert not cut[0].can_change


def test_what_was_chosen_is_replaced_and_no_other_word(papers: Project) -> None:
    before = papers.files()
    hits = found(papers, Search("Committee"))
    replace_words(papers.root, Search("Committee"), "Panel*", [h.id for h in hits[::2]], TODAY, by="Ann")
    now = papers.files()
    pages = {name: (before[name].decode(), now[name].decode()) for name in now if now[name] != before[name]}
    assert set(pages) == {
        "docs/en/articles/a.md",
        "translations/a.po",
        "docs/en/articles/b/c.md",
        "translations/b/c.po",
    }
    old, new = pages["docs/en/articles/a.md"]
    changed = SPOKE.replace("The Committee met", r"The Panel\* met").replace("**Committee**", r"**Panel\***")
    assert new == old.replace(SPOKE, changed)
    assert papers.state("p2", "b/c") == ("edited", False)
    assert papers.read_result("b/c").require_entry("p2").facts["lapsed"] == "Ruba 2026-11-23"
    assert pipeline.sync_articles(papers.root, TODAY).written == ()


def test_a_quotation_is_its_source_s_whoever_chooses_it(papers: Project) -> None:
    editorial.quote(papers.root, "a", "p1", "A Book, 2019", "Ann", TODAY)
    before = papers.files()
    hits = [hit for hit in found(papers, Search("Committee")) if hit.slug == "a"]
    assert {hit.source for hit in hits} == {"A Book, 2019", "The Charter, 1945"}
    result = replace_words(papers.root, Search("Committee"), "Panel", [h.id for h in hits], TODAY)
    assert papers.files() == before
    (said,) = [f for f in result.findings if f.check == "replace"]
    assert said.message.startswith("4 of the places were left")


def what_a_person_wrote(project: Project) -> dict[str, Coverage]:
    """By article, what "Approve the page" would sign."""
    covered = {slug: cover(read_rows(project.root, slug), {}) for slug in ("a", "b/c")}
    return {slug: Coverage(one.written, signed=one.signed) for slug, one in covered.items()}


@pytest.mark.parametrize("ci", ["", "true"])
@pytest.mark.parametrize("back", ["", "docs/en", "translations"])  # what a merge takes from before
@pytest.mark.parametrize("words", [["replace", "Draft", "Piece", "--write"], []])
def test_a_machine_s_draft_stays_a_machine_s(
    papers: Project, words: list[str], back: str, ci: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", ci)
    before, files = what_a_person_wrote(papers), papers.files()
    hits = [hit for hit in found(papers, Search("Draft")) if hit.is_draft]
    origins = [papers.read_result(hit.slug).require_entry(hit.key).origin for hit in hits]
    assert {hit.slug for hit in hits} == {"a", "b/c"}
    if words:
        assert main(["--project", str(papers.root), *words]) == 0
    else:
        replace_words(papers.root, Search("Draft"), "Piece", [hit.id for hit in hits], TODAY, by="Ann")
    assert [papers.read_result(hit.slug).require_entry(hit.key).origin for hit in hits] == origins
    assert not found(papers, Search("Draft"))
    for name, data in files.items():
        if back and name.startswith(back):
            (papers.root / name).write_bytes(data)
    pipeline.sync_articles(papers.root, TODAY)
    assert {papers.state(hit.key, hit.slug) for hit in hits} == {("draft", False)}
    assert what_a_person_wrote(papers) == before


def test_a_machine_s_draft_is_one_without_its_marker_and_its_state(papers: Project) -> None:
    hits = [hit for hit in found(papers, Search("Draft")) if hit.slug == "b/c"]
    replace_words(papers.root, Search("Draft"), "Piece", [hit.id for hit in hits], TODAY)
    page = papers.translation("b/c")
    page.write_text(re.sub(r" draft \w+ -->", " -->", page.read_text("utf-8")), "utf-8")
    pipeline.sync_articles(papers.root, TODAY)
    assert {papers.state(hit.key, "b/c") for hit in hits} == {("draft", False)}
    new = [hit.id for hit in found(papers, Search("Piece")) if hit.slug == "b/c"]
    replace_words(papers.root, Search("Piece"), "Draft", new, TODAY)  # twice is as good as once
    entry = papers.read_result("b/c").require_entry("p1")
    assert (entry.target, entry.changed, entry.touched) == ("Draft of 5 words.", None, False)


def test_what_a_person_touched_in_a_draft_is_kept(papers: Project) -> None:
    edit(papers.translation("b/c"), "Draft of 5 words.", "Draft, of 5 words.")
    pipeline.sync_articles(papers.root, TODAY)
    (hit,) = [hit for hit in found(papers, Search("Draft")) if hit.key == "p1" and hit.slug == "b/c"]
    replace_words(papers.root, Search("Draft"), "Piece", [hit.id], TODAY)
    entry = papers.read_result("b/c").require_entry("p1")
    assert (entry.state.value, entry.touched, entry.target) == ("draft", True, "Piece, of 5 words.")


def test_drafts_are_shown_as_such(papers: Project, capsys: pytest.CaptureFixture[str]) -> None:
    main(["--project", str(papers.root), "replace", "Draft"])
    shown = capsys.readouterr().out.splitlines()
    assert shown
    assert all(line.endswith("(machine draft, which stays one)") for line in shown)
    assert [hit.is_draft for hit in found(papers, Search("Committee"))] == [False] * 5


def test_what_somebody_wrote_meanwhile_stays(papers: Project) -> None:
    hits = found(papers, Search("Committee"))
    edit(papers.translation("b/c"), "of another", "of another one")
    result = replace_words(papers.root, Search("Committee"), "Panel", [hits[0].id, hits[-1].id], TODAY)
    assert [f.file for f in result.findings if f.check == "replace"] == ["docs/en/articles/b/c.md"]
    assert "The Committee of another one." in papers.translation("b/c").read_text("utf-8")
    assert "The Panel met" in papers.translation("a").read_text("utf-8")


def test_it_can_be_taken_back(papers: Project) -> None:
    hits = found(papers, Search("Committee"))
    before = papers.translation("a").read_bytes()
    replace_words(papers.root, Search("Committee"), "Panel", [hits[0].id], TODAY, by="Ann")
    editorial.undo(papers.root, "a", "p1", "Ann")
    assert papers.translation("a").read_bytes() == before


def test_in_a_draft_too(papers: Project) -> None:
    before = papers.files()
    (hit,) = [hit for hit in found(papers, Search("Draft")) if hit.key == "p1" and hit.slug == "b/c"]
    replace_words(papers.root, Search("Draft"), "Piece", [hit.id], TODAY, by="Ann")
    assert papers.files() != before
    editorial.undo(papers.root, "b/c", "p1", "Ann")
    assert papers.files() == before


def test_nothing_is_lost_where_nothing_would_be_left(papers: Project) -> None:
    (hit,) = found(papers, Search("The Committee of another."))
    result = replace_words(papers.root, Search("The Committee of another."), " ", [hit.id], TODAY)
    assert [f.check for f in result.findings] == ["replace"]
    assert papers.state("p2", "b/c") == ("approved", False)


@pytest.mark.parametrize("words", ["", "  ", "x" * 301])
def test_without_words_nothing_is_looked_for(tmp_path: Path, words: str) -> None:
    with pytest.raises(JisrError, match="no words"):
        find_words(tmp_path, Search(words))
