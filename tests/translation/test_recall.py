"""What PO tools take out of a ledger comes back, from git and from Jisr's own copies."""

import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import polib
import pytest

from jisr.app import editorial, pipeline
from jisr.markup.page_format import parse_page
from jisr.model.ledger import Entry, Ledger, State
from jisr.removal import refusal
from jisr.translation import engines, ledger, recall
from jisr.translation.removed import REMOVED_FILE, Removal, add_removals
from tests.project import PARAGRAPHS, TODAY, Echo, Project, edit

HEADER = '"Language: en\\n"\n'


@pytest.fixture(autouse=True)
def _engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "find_engine", lambda _settings: Echo())


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path / "project")


def git(root: Path, *arguments: str) -> None:
    command = ["git", "-c", "user.name=x", "-c", "user.email=x@example.org", *arguments]
    subprocess.run(command, cwd=root, check=True, capture_output=True)


def commit(project: Project) -> None:
    if not (project.root / ".git").exists():
        git(project.root, "init", "-q")
        (project.root / ".gitignore").write_text(".jisr/\n")
    git(project.root, "add", "-A")
    git(project.root, "commit", "-q", "-m", "x")


def forget(project: Project) -> None:
    """A fresh clone has no copies."""
    shutil.rmtree(project.root / ".jisr")


def states(project: Project) -> list[str]:
    book = ledger.parse(project.ledger().read_text("utf-8"), "x")
    return [f"{e.key} {e.state}" for e in book.entries]


def without_comments(text: str) -> str:
    return re.sub(r"^# .*\n", "", text, flags=re.MULTILINE)


def without_flags(text: str) -> str:
    return text.replace("#, fuzzy\n", "")


def saved_by(name: str, day: str) -> Callable[[str], str]:
    lines = f'"PO-Revision-Date: {day} 12:00+0300\\n"\n"Last-Translator: {name}\\n"\n'
    return lambda text: text.replace(HEADER, lines + HEADER)


def tool(project: Project, *changes: Callable[[str], str]) -> None:
    text = project.ledger().read_text("utf-8")
    for change in changes:
        text = change(text)
    project.ledger().write_text(text, "utf-8")


def started(project: Project) -> list[str]:
    """A publication with a draft of each state, and what its ledger says."""
    project.seed()
    pipeline.draft_articles(project.root, TODAY)
    edit(project.translation(), "Draft of 14 words.", "Oil prices fell.")
    editorial.approve(project.root, "water", ["p5"], "Ruba", TODAY)
    return states(project)


@pytest.mark.parametrize("known_by", ["git", "a copy"])
def test_facts_that_a_tool_dropped_come_back(project: Project, known_by: str) -> None:
    before = started(project)
    assert {"p1 draft", "p3 edited", "p5 approved"} <= set(before)
    text = project.ledger().read_text("utf-8")
    if known_by == "git":
        commit(project)
        forget(project)
    tool(project, without_comments, without_flags)
    result = pipeline.sync_articles(project.root, TODAY)
    assert states(project) == before
    assert project.ledger().read_text("utf-8") == text
    assert "facts" in [f.check for f in result.findings]


def test_a_tools_commit_is_seen_through(project: Project) -> None:
    before = started(project)
    commit(project)
    tool(project, without_comments)
    commit(project)
    forget(project)
    pipeline.sync_articles(project.root, TODAY)
    assert states(project) == before


def test_where_nothing_is_known_nothing_is_a_persons_and_nothing_is_lost(project: Project) -> None:
    started(project)
    forget(project)
    tool(project, without_comments, without_flags)
    result = pipeline.draft_articles(project.root, TODAY)
    assert {state.split()[1] for state in states(project)} == {"draft"}
    assert "Oil prices fell." in project.translation().read_text("utf-8")
    assert ["p3, p5" in f.message for f in result.findings if "nothing tells" in f.message] == [True]


@pytest.mark.parametrize("known_by", ["git", "a copy"])
def test_who_takes_the_flags_off_and_says_so_accepts_the_drafts(project: Project, known_by: str) -> None:
    started(project)
    if known_by == "git":
        commit(project)
    tool(project, without_flags, saved_by("Omar <omar@example.org>", "2026-11-22"))
    if known_by == "git":
        commit(project)
        forget(project)
    pipeline.sync_articles(project.root, TODAY)
    assert "p1 edited" in states(project)
    assert 'accepted="Omar 2026-11-22"' in project.ledger().read_text("utf-8")
    # The same header says nothing of what is drafted later.
    seed = project.seed()
    edit(seed, "انخفضت أسعار النفط", "ارتفعت أسعار الذهب كثيرا")  # gold rose, for: oil fell
    seed.write_text(seed.read_text("utf-8") + "\nفقرة جديدة هنا.\n", "utf-8")  # a new paragraph
    pipeline.draft_articles(project.root, TODAY)
    tool(project, without_flags)
    pipeline.sync_articles(project.root, TODAY)
    new = next(state for state in states(project) if state.startswith("p5-"))
    assert new.endswith("draft")
    assert "p1 edited" in states(project)


@pytest.mark.parametrize("text", [None, ""])
def test_a_ledger_that_was_deleted_comes_back_as_it_was_committed(project: Project, text: str | None) -> None:
    before = started(project)
    commit(project)
    there = project.ledger().read_text("utf-8")
    project.ledger().unlink() if text is None else project.ledger().write_text(text)
    result = pipeline.sync_articles(project.root, TODAY)
    assert (states(project), project.ledger().read_text("utf-8")) == (before, there)
    assert [f.check for f in result.findings] == ["facts"]
    project.ledger().unlink()
    commit(project)
    assert not recall.earlier_ledgers(project.root, "translations/water.po", ledger.parse("", "x"))


@pytest.mark.parametrize("text", ["", "\n\n"])
def test_a_ledger_that_was_committed_without_a_word_in_it_comes_back(project: Project, text: str) -> None:
    """A full disk, or a slip in the browser: approvals were gone, and signed drafts were a person's."""
    before = started(project)
    commit(project)
    there = project.ledger().read_text("utf-8")
    project.ledger().write_text(text)
    commit(project)
    forget(project)
    result = pipeline.sync_articles(project.root, TODAY)
    assert (states(project), project.ledger().read_text("utf-8")) == (before, there)
    assert [f.check for f in result.findings] == ["facts"]


def test_flags_that_fell_off_are_put_back(project: Project) -> None:
    before = started(project)
    text = project.ledger().read_text("utf-8")
    tool(project, without_flags)
    result = pipeline.sync_articles(project.root, TODAY)
    assert (states(project), project.ledger().read_text("utf-8")) == (before, text)
    assert [f.check for f in result.findings] == ["flag"]


def test_copies_are_only_looked_at_where_something_is_missing(project: Project) -> None:
    started(project)
    name = "translations/water.po"
    book = ledger.parse(project.ledger().read_text("utf-8"), name)
    assert recall.earlier_ledgers(project.root, name, book) == []
    lost = ledger.parse(without_comments(project.ledger().read_text("utf-8")), name)
    (copy,) = recall.earlier_ledgers(project.root, name, lost)
    assert [e.state for e in copy.entries].count(State.APPROVED) == 1
    (project.root / ".jisr/ledgers/translations/water.po").write_bytes(b"\xff")
    assert recall.earlier_ledgers(project.root, name, lost) == []


def test_arabic_that_a_tool_put_for_english_does_not_hide_that_a_page_was_cut_off(project: Project) -> None:
    started(project)
    filled = polib.pofile(project.ledger().read_text("utf-8"), wrapwidth=0)
    for entry in filled:
        entry.msgstr = entry.msgid  # as OmegaT and msgen leave it: the flags stay
    project.ledger().write_text(f"{filled}", "utf-8")
    page = project.translation().read_text("utf-8")
    project.translation().write_text(page[: page.index("Draft of") + len("Draft of 1")], "utf-8")
    before = project.files()
    result = pipeline.sync_articles(project.root, TODAY)
    assert "cut-off" in [f.check for f in result.findings]
    assert project.files() == before


@pytest.mark.parametrize("filtered", ["fuzzy", "not fuzzy"])
def test_entries_that_a_filter_dropped_come_back_under_their_keys(project: Project, filtered: str) -> None:
    """`msgattrib --no-fuzzy` leaves a ledger without drafts, `--only-fuzzy` one without people's words."""
    project.seed()
    pipeline.draft_articles(project.root, TODAY)
    edit(project.translation(), "Draft of 11 words.", "The schools get ready.")
    pipeline.sync_articles(project.root, TODAY)
    before = project.files()
    commit(project)
    po = polib.pofile(project.ledger().read_text("utf-8"), wrapwidth=0)
    for entry in list(po):
        if ("fuzzy" in entry.flags) is (filtered == "fuzzy"):
            po.remove(entry)
    project.ledger().write_text(f"{po}", "utf-8")
    result = pipeline.sync_articles(project.root, TODAY)
    assert [f.check for f in result.findings if "dropped" in f.message] == ["facts"]
    assert project.files() == before


CUTS = range(1, 7)
"""How many entries are left of those of `with_retired`: none, to all but the last."""


def with_retired(project: Project) -> str:
    """A publication with drafts, people's words, and people's words whose Arabic is gone; its ledger."""
    started(project)
    edit(project.translation(), "Draft of 11 words.", "The schools get ready.")
    pipeline.sync_articles(project.root, TODAY)
    project.seed(paragraphs=[text for text in PARAGRAPHS if "المدارس" not in text])  # the schools
    pipeline.sync_articles(project.root, TODAY, allow_shrink=True)
    return project.ledger().read_text("utf-8")


def cut_off(project: Project, left: int) -> None:
    """A full disk, or a copy broken off, just between two entries."""
    tool(project, lambda text: "\n\n".join(text.rstrip("\n").split("\n\n")[:left]) + "\n")


@pytest.mark.parametrize("left", CUTS)
@pytest.mark.parametrize("known_by", ["git", "a copy", "an older commit"])
def test_a_ledger_cut_off_between_two_entries_is_whole_again(
    project: Project, known_by: str, left: int
) -> None:
    whole = with_retired(project)
    page = project.translation().read_text("utf-8")
    if known_by != "a copy":
        commit(project)
        forget(project)
    cut_off(project, left)
    if known_by == "an older commit":
        commit(project)
    result = pipeline.sync_articles(project.root, TODAY)
    if left == max(CUTS) and known_by != "a copy":  # nothing tells: the page does not show what is retired
        return
    assert project.ledger().read_text("utf-8") == whole
    assert project.translation().read_text("utf-8") == page
    (finding,) = [f for f in result.findings if f.check == "facts"]
    if left > 1:
        assert "was cut off" in finding.message
        assert "p4 (#~)" in finding.message


def test_what_was_given_up_by_a_commit_does_not_come_back(project: Project) -> None:
    """Who deletes retired texts and commits that, or goes to a branch without them, means it."""
    with_retired(project)
    cut_off(project, max(CUTS))
    commit(project)
    now = project.ledger().read_text("utf-8")
    assert not pipeline.sync_articles(project.root, TODAY).findings
    assert project.ledger().read_text("utf-8") == now


def test_where_nothing_tells_what_was_cut_off_nobody_is_told_to_write_other_keys(project: Project) -> None:
    with_retired(project)
    forget(project)
    cut_off(project, 3)
    before = project.files()
    (finding,) = [f for f in pipeline.sync_articles(project.root, TODAY).findings if f.key == "p3"]
    assert "if the ledger was cut off, put the whole one back" in finding.remedy
    assert project.files() == before


# --- the rules by themselves --------------------------------------------------------------------------------

NAME = "translations/water.po"
WHOLE = Ledger((Entry("p1", "نص", "Text", State.EDITED, synced="5ca99dbd"),), header=(("Language", "en"),))
GIVEN_UP = Ledger()
EMPTIED = Ledger(header=WHOLE.header)


def without(book: Ledger, **lacking: Any) -> Ledger:
    return replace(book, entries=tuple(replace(e, **lacking) for e in book.entries))


def texts(books: list[Ledger]) -> list[list[str]]:
    return [[e.target for e in book.entries] for book in books]


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    (tmp_path / "translations").mkdir()
    git(tmp_path, "init", "-q")
    return tmp_path


def committed(root: Path, *contents: str | bytes) -> None:
    for data in contents:
        (root / NAME).write_bytes(data if isinstance(data, bytes) else data.encode())
        git(root, "add", "-A", "-f", "translations")
        git(root, "commit", "-q", "--allow-empty", "-m", "x")


def version(translation: str) -> str:
    return ledger.compose(Ledger((replace(WHOLE.entries[0], target=translation),)))


def test_a_ledger_is_looked_for_only_where_this_one_lacks_something(repository: Path) -> None:
    committed(repository, version("Committed."))
    recall.keep_copies(repository, {repository / NAME: version("Copied.").encode()})
    both = [["Committed."], ["Copied."]]
    page, other = (parse_page(f"<!-- #{key} -->\nText\n") for key in ("p1", "p2"))
    gone = replace(WHOLE, obsolete=(replace(WHOLE.entries[0], key="p2"),))
    for now, there, found in (
        (WHOLE, None, []),
        (WHOLE, page, []),
        (WHOLE, other, both),
        (gone, other, []),
        (without(WHOLE, target=""), page, both),
        (without(WHOLE, lost=True), page, both),
        (without(WHOLE, fuzzy=True), None, both),
        (replace(WHOLE, entries=(Entry("p1", "نص"),)), page, []),
        (EMPTIED, page, both),
        (GIVEN_UP, None, both),
    ):
        assert texts(recall.earlier_ledgers(repository, NAME, now, there)) == found


def test_a_ledger_comes_back_where_its_page_stayed_and_is_given_up_with_it(repository: Path) -> None:
    """Who deletes a ledger alone makes approvals nobody's, and what a machine wrote a person's."""
    page = parse_page("<!-- #p1 -->\nText\n")
    committed(repository, version("Older."), ledger.compose(EMPTIED))
    assert texts(recall.earlier_ledgers(repository, NAME, EMPTIED, page)) == [["Older."]]
    assert recall.earlier_ledgers(repository, NAME, EMPTIED) == []
    assert texts(recall.earlier_ledgers(repository, NAME, GIVEN_UP, page)) == [["Older."]]
    assert recall.earlier_ledgers(repository, NAME, GIVEN_UP) == []


def test_the_last_ledger_that_was_whole_counts_whatever_was_committed_since(repository: Path) -> None:
    now = without(WHOLE, lost=True)
    lost = without_comments(version("By a tool."))
    committed(repository, version("Oldest."), version("Older."), lost, b"\xff", "msgid", "")
    assert texts(recall.earlier_ledgers(repository, NAME, now)) == [["Older."]]
    committed(repository, "\ufeff" + version("With a mark."))
    (repository / NAME).unlink()
    assert texts(recall.earlier_ledgers(repository, NAME, now)) == [["With a mark."]]


def test_no_ledger_of_before_brings_back_what_was_removed_under_another_name(repository: Path) -> None:
    """A witness was taken out of `rivers`, as the article is called now: nothing of old leads to her."""
    (repository / REMOVED_FILE).write_bytes(add_removals(b"", [Removal("rivers", "", ("Maryam Hassan",))]))
    more = Entry("p2", "آخر", "Maryam Hassan saw it.", State.EDITED, synced="5ca99dbd")  # "other"
    both = replace(WHOLE, entries=(*WHOLE.entries, more))
    data, copy = (ledger.compose(book).encode() for book in (WHOLE, both))
    recall.keep_copies(repository, {repository / NAME: copy})
    earlier = partial(recall.earlier_ledgers, repository, NAME, slugs=["rivers"])
    without_her = ["Text", "[…] saw it."]
    assert texts(earlier(WHOLE, data=data)) == [without_her], "cut off"
    committed(repository, copy)
    for now in (GIVEN_UP, without(WHOLE, lost=True)):
        assert texts(earlier(now)) == [without_her] * 2

    seen = replace(WHOLE.entries[0], target="Maryam Hassan saw it.")
    committed(repository, ledger.compose(replace(WHOLE, entries=(seen,))))
    cleaned = refusal.file_at(repository, "HEAD", NAME, ["rivers"]) or b""
    recall.keep_copies(repository, {repository / NAME: cleaned + copy[len(data) :]})
    now = ledger.parse(cleaned.decode(), NAME)
    assert earlier(now, data=cleaned) == [], "committed so, but for her: nothing was cut off"


def test_only_so_many_commits_of_the_ledger_are_looked_through(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recall, "_BACK", 2)
    now = without(WHOLE, lost=True)
    committed(repository, version("Older."), "1")
    git(repository, "commit", "-q", "--allow-empty", "-m", "of another file")
    assert texts(recall.earlier_ledgers(repository, NAME, now)) == [["Older."]]
    committed(repository, "2")
    assert recall.earlier_ledgers(repository, NAME, now) == []


def test_copies_are_of_ledgers_alone(repository: Path) -> None:
    paths = {
        name: repository / name for name in (NAME, "translations/x.txt", "docs/x.po", "translations/y.po")
    }
    recall.keep_copies(repository, {p: None if "y" in name else b"text" for name, p in paths.items()})
    folder = repository / ".jisr"
    kept = [p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()]
    assert [name for name in kept if name.startswith("ledgers")] == [f"ledgers/{NAME}"]
    copy = folder / "ledgers" / NAME
    before = copy.stat().st_ino
    recall.keep_copies(repository, {paths[NAME]: b"text"})
    assert copy.stat().st_ino == before, "what is kept already is not written again"
    recall.keep_copies(repository, {paths[NAME]: b"other"})
    assert copy.read_bytes() == b"other"


def test_a_copy_that_cannot_be_kept_or_read_stops_nobody(repository: Path) -> None:
    (repository / ".jisr").write_text("no folder")
    recall.keep_copies(repository, {repository / NAME: b"text"})
    assert recall.read_copy(repository, NAME) is None
