"""Two branches, real git: what each did stands after the merge, and sync has nothing to ask."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from jisr.app import editorial, pipeline
from jisr.translation import engines
from jisr.translation.sync import Take
from tests.project import PARAGRAPHS, TODAY, Echo, Project, edit

NEW = (
    "قال وزير المالية إن الموازنة الجديدة ستعرض على مجلس النواب في الأسبوع المقبل.",  # the budget
    "تظاهر مزارعون في محافظة واسط احتجاجا على نقص المياه وارتفاع أسعار البذور والأسمدة.",  # farmers protested
)
MARKS = "<<<<<<< HEAD\nours\n=======\ntheirs\n>>>>>>> other\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setattr(engines, "find_engine", lambda _settings: Echo())
    made = Project(tmp_path / "project")
    (made.root / ".gitignore").write_text("/.jisr/\n")
    git(made, "init", "-q", "-b", "main")
    return made


def git(project: Project, *arguments: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    who = ("-c", "user.name=x", "-c", "user.email=x@example.org")
    done = subprocess.run(
        ["git", *who, *arguments], cwd=project.root, capture_output=True, text=True, env=env, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done


def draft(project: Project) -> None:
    result = pipeline.draft_articles(project.root, TODAY)
    assert not result.failed, result.findings


def save(project: Project) -> None:
    git(project, "add", "-A")
    git(project, "commit", "-q", "-m", "x")


def merged(project: Project, ours: Callable[[], object], theirs: Callable[[], object]) -> str:
    """Both branches act, draft and commit; git merges them, sync runs; the English page after that."""
    save(project)
    git(project, "checkout", "-q", "-b", "other")
    theirs()
    draft(project)
    save(project)
    git(project, "checkout", "-q", "main")
    ours()
    draft(project)
    save(project)
    git(project, "merge", "-q", "--no-edit", "other")
    result = pipeline.sync_articles(project.root, TODAY)
    assert not result.findings
    assert not result.written, "what git merged was already what sync makes of it"
    return project.translation().read_text("utf-8")


def nothing() -> None:
    pass


def test_both_draft_the_same(project: Project) -> None:
    project.seed()
    page = merged(project, nothing, nothing)
    assert page.count(" draft ") == 6


@pytest.mark.parametrize("other", ["Draft of 11 words.", "Draft of 9 words. Draft of 4 words."])
def test_both_edit_different_paragraphs_even_neighbours(project: Project, other: str) -> None:
    project.seed()
    draft(project)
    page = merged(
        project,
        lambda: edit(project.translation(), "Draft of 13 words.", "Ours."),
        lambda: edit(project.translation(), other, "Theirs.") if page_has(project, other) else None,
    )
    assert "Ours." in page
    assert "Theirs." in page


def page_has(project: Project, text: str) -> bool:
    assert project.translation().read_text("utf-8").count(text) == 1
    return True


@pytest.mark.parametrize(("here", "there"), [(1, 4), (0, 5), (2, 3)])
def test_both_add_paragraphs_in_different_places(project: Project, here: int, there: int) -> None:
    def add(at: int, text: str) -> Callable[[], object]:
        return lambda: project.seed(paragraphs=[*PARAGRAPHS[:at], text, *PARAGRAPHS[at:]])

    project.seed()
    draft(project)
    page = merged(project, add(here, NEW[0]), add(there, NEW[1]))
    assert page.count("<!-- #") == 8
    original = project.original().read_text("utf-8")
    assert original.index(NEW[0]) < original.index(NEW[1])


def test_one_edits_the_english_while_the_other_changes_other_arabic(project: Project) -> None:
    seed = project.seed()
    draft(project)
    page = merged(
        project,
        lambda: edit(project.translation(), "Draft of 13 words.", "Ours."),
        lambda: edit(seed, "تستعد المدارس", "ستستعد جميع المدارس"),  # all schools "will" get ready
    )
    assert "Ours." in page


def test_both_add_articles(project: Project) -> None:
    project.seed()
    draft(project)
    merged(project, lambda: project.seed("ours", NEW[:1]), lambda: project.seed("theirs", NEW[1:]))
    assert project.translation("ours").exists()
    assert project.translation("theirs").exists()


def test_both_move_one_paragraph_to_different_places(project: Project) -> None:
    """Git puts the paragraph at both places: author's work, but nothing of it stops sync or loses words."""
    a, b, c, d, e = PARAGRAPHS
    project.seed()
    draft(project)
    edit(project.translation(), "Draft of 14 words.", "Ours.")
    draft(project)
    save(project)
    git(project, "checkout", "-q", "-b", "other")
    project.seed(paragraphs=[a, b, d, e, c])
    draft(project)
    save(project)
    git(project, "checkout", "-q", "main")
    project.seed(paragraphs=[c, a, b, d, e])
    draft(project)
    save(project)
    git(project, "merge", "-q", "--no-edit", "other")
    assert project.ledger().read_text("utf-8").count('msgctxt "p3"') == 2
    draft(project)
    assert "Ours." in project.translation().read_text("utf-8")
    assert project.ledger().read_text("utf-8").count('msgctxt "p3"') == 1


OURS, THEIRS = "Ours, by Omar.", "Theirs, by Salma."


def crossed(
    project: Project,
    *,
    page: str,
    ledger: str,
    ours: str = OURS,
    first: str = "Draft of 13 words.",
    finished: bool = True,
) -> None:
    """Both correct one paragraph; git cannot merge it, and somebody takes the page and the ledger whole, each
    of one side (`--ours`, `--theirs`).
    """
    project.seed()
    draft(project)
    if first != "Draft of 13 words.":
        edit(project.translation(), "Draft of 13 words.", first)
        draft(project)
    save(project)
    git(project, "checkout", "-q", "-b", "other")
    edit(project.translation(), first, THEIRS)
    draft(project)
    save(project)
    git(project, "checkout", "-q", "main")
    if ours != first:
        edit(project.translation(), first, ours)
    edit(project.seed(), "أسبوعين", "شهرين")  # two months, not weeks: else there is nothing to merge
    draft(project)
    save(project)
    git(project, "merge", "-q", "--no-commit", "-s", "ours", "other")
    sides = {"ours": "main", "theirs": "other"}
    git(project, "checkout", "-q", sides[page], "--", "docs/en")
    git(project, "checkout", "-q", sides[ledger], "--", "translations")
    if finished:
        save(project)


@pytest.mark.parametrize("finished", [True, False])
@pytest.mark.parametrize(("page", "ledger"), [("ours", "theirs"), ("theirs", "ours")])
@pytest.mark.parametrize("first", ["Draft of 13 words.", "The vote is late."])
def test_a_merge_that_took_the_page_of_one_and_the_ledger_of_the_other_is_a_conflict(
    project: Project, page: str, ledger: str, first: str, finished: bool
) -> None:
    crossed(project, page=page, ledger=ledger, first=first, finished=finished)
    before = project.files()
    (finding,) = [f for f in pipeline.sync_articles(project.root, TODAY).findings if f.key == "p2"]
    assert finding.check == "conflict"
    assert OURS in finding.message + finding.text
    assert THEIRS in finding.message + finding.text
    assert project.files() == before
    editorial.resolve(project.root, "water", "p2", Take.LEDGER, TODAY)
    assert (THEIRS if ledger == "theirs" else OURS) in project.translation().read_text("utf-8")
    assert not pipeline.sync_articles(project.root, TODAY).failed


@pytest.mark.parametrize(
    "change", [("\n", "\r\n"), ("Ours, by", "Ours,\nby"), ("Ours, by Omar.", "Ours, by Omar.  ")]
)
def test_that_a_program_breaks_lines_anew_after_such_a_merge_settles_nothing(
    project: Project, change: tuple[str, str]
) -> None:
    crossed(project, page="ours", ledger="theirs")
    text = project.translation().read_text("utf-8").replace(*change)
    project.translation().write_bytes(text.encode())
    found = pipeline.sync_articles(project.root, TODAY).findings
    assert [f.key for f in found if f.check == "conflict"] == ["p2"]


@pytest.mark.parametrize("page", ["ours", "theirs"])
def test_what_only_one_side_changed_is_no_conflict_and_the_older_text_takes_nothing_away(
    project: Project, page: str
) -> None:
    """The page of who corrected it and the ledger of who did not: the correction stands. The other way round
    the page has the older text, and the ledger what somebody wrote since: nobody knows who meant it.
    """
    first = "The vote is late."
    ledger = "ours" if page == "theirs" else "theirs"
    crossed(project, page=page, ledger=ledger, first=first, ours=first)
    found = [f for f in pipeline.sync_articles(project.root, TODAY).findings if f.check == "conflict"]
    assert [f.key for f in found] == ([] if page == "theirs" else ["p2"])
    if page == "theirs":
        assert THEIRS in project.ledger().read_text("utf-8")


def test_whoever_goes_back_to_an_earlier_text_on_the_page_means_it(project: Project) -> None:
    project.seed()
    draft(project)
    for before, after in (("Draft of 13 words.", OURS), (OURS, THEIRS), (THEIRS, OURS)):
        edit(project.translation(), before, after)
        draft(project)
        save(project)
    assert OURS in project.ledger().read_text("utf-8")


def test_an_unfinished_merge_of_two_signatures_signs_nothing(project: Project) -> None:
    project.seed()
    draft(project)
    page = project.translation()
    two = MARKS.replace("ours", "reviewed_by: Omar").replace("theirs", "reviewed_by: Salma")
    page.write_text(page.read_text("utf-8").replace("dir: ltr\n", f"dir: ltr\n{two}"), "utf-8")
    files = project.files()
    found = [f for f in pipeline.sync_articles(project.root, TODAY).findings if f.check == "merge"]
    assert [f.line for f in found] == [4, 6, 8]
    assert project.files() == files


def test_the_marks_of_an_unfinished_merge_are_an_error_with_file_and_line(project: Project) -> None:
    project.seed()
    draft(project)
    for path in (project.translation(), project.ledger()):
        before = path.read_text("utf-8")
        path.write_text(f"{before}\n{MARKS}", "utf-8")
        files = project.files()
        result = pipeline.draft_articles(project.root, TODAY)
        name = path.relative_to(project.root).as_posix()
        found = [f for f in result.findings if f.check == "merge"]
        line = before.count("\n") + 2
        assert [(f.file, f.line) for f in found][:1] == [(name, line)]
        assert all("settle the merge" in f.remedy for f in found)
        assert project.files() == files
        path.write_text(before, "utf-8")
