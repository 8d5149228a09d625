"""What waits at the same moment is written as one, and is what it would be one after the other."""

import os
import threading
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any

import filelock
import pytest

from jisr.app import pipeline
from jisr.app.paragraphs import saving
from jisr.app.paragraphs.reading import ChangedMeanwhileError, read_rows
from jisr.app.paragraphs.together import Together
from jisr.app.results import Result
from jisr.model.diagnostics import JisrError
from jisr.model.ledger import SyncResult
from jisr.storage import disk, own_folder
from jisr.translation import article_files, recall
from jisr.translation.decisions import records, reviews
from tests.project import SETTINGS, TODAY, Project, edit, git, tracked_files

SLUGS = ("oil", "schools", "visit", "vote", "water")
Work = Callable[[], Result]


class Gate:
    """A lock that says when somebody comes to it."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.came = threading.Semaphore(0)

    def __enter__(self) -> None:
        self.came.release()
        self.lock.acquire()

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.lock.release()


def at_once(root: Path, works: Sequence[Work], *, apart: bool = False) -> list[Result | Exception]:
    """What came of works that waited at the same moment, in this order."""
    gate = Gate()
    together = Together(root, gate, lambda: apart)
    found: dict[int, Result | Exception] = {}

    def do(number: int, work: Work) -> None:
        try:
            found[number] = together.do(work)
        except (JisrError, OSError) as error:
            found[number] = error

    with ExitStack() as waited, gate.lock:  # which is let go before anybody is waited for
        for number, work in enumerate(works):
            thread = threading.Thread(target=do, args=(number, work))
            thread.start()
            waited.callback(thread.join)
            gate.came.acquire()
    return [found[number] for number in range(len(works))]


def saves(root: Path, *places: str, by: str = "Ann") -> list[Work]:
    """A save of each place (`water#p2`), all seen before any of them."""
    works: list[Work] = []
    for number, place in enumerate(places):
        slug, _, key = place.partition("#")
        seen = read_rows(root, slug).paragraph(key).seen
        words = f"Words number {number}."
        works.append(partial(saving.save_held, root, slug, key, words, f"{by} {number}", TODAY, seen))
    return works


@pytest.fixture
def several(project: Project) -> Project:
    """Five articles that a machine drafted."""
    for slug in SLUGS:
        project.seed(slug)
    pipeline.draft_articles(project.root, TODAY)
    return project


@pytest.fixture
def journals(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The journals of transactions, as they are written."""
    written: list[Path] = []

    def write(path: Path, data: bytes) -> None:
        written.append(path)
        disk.write_durably(path, data)

    monkeypatch.setattr("jisr.storage.transaction.write_durably", write)
    return written


def english(project: Project, place: str) -> str:
    slug, _, key = place.partition("#")
    return read_rows(project.root, slug).paragraph(key).translation


def test_twenty_saves_that_wait_are_one_transaction(several: Project, journals: list[Path]) -> None:
    places = [f"{slug}#p{n}" for slug in SLUGS for n in (1, 2, 3, 4)]
    answers = at_once(several.root, saves(several.root, *places))
    assert all(isinstance(one, Result) and one.written for one in answers), answers
    assert len(journals) == 1
    for number, place in enumerate(places):
        assert english(several, place) == f"Words number {number}."
    for at, slug in enumerate(SLUGS):
        happened, wrong = records.read(several.root, slug)
        assert [(one.by, one.key) for one in happened] == [
            (f"Ann {4 * at + n}", f"p{n + 1}") for n in range(4)
        ]
        assert not wrong
    assert pipeline.sync_articles(several.root, TODAY).written == (), "as sync would have left it"


def test_each_may_ask_to_be_written_apart(several: Project, journals: list[Path]) -> None:
    places = ("water#p1", "oil#p1", "water#p2")
    answers = at_once(several.root, saves(several.root, *places), apart=True)
    assert all(isinstance(one, Result) for one in answers)
    assert len(journals) == 3
    assert [english(several, place) for place in places] == [f"Words number {n}." for n in range(3)]


def test_the_second_of_two_who_save_one_paragraph_is_told_as_if_the_first_lay_there(
    several: Project, journals: list[Path]
) -> None:
    works = saves(several.root, "water#p2", "water#p2", "water#p3")
    first, second, third = at_once(several.root, works)
    assert isinstance(first, Result)
    assert isinstance(second, ChangedMeanwhileError)
    assert isinstance(third, Result)
    assert english(several, "water#p2") == "Words number 0."
    assert english(several, "water#p3") == "Words number 2."
    assert len(journals) == 1


def test_the_same_save_sent_twice_is_written_once(several: Project) -> None:
    (work,) = saves(several.root, "water#p2")
    first, second = at_once(several.root, [work, work])
    assert isinstance(first, Result)
    assert isinstance(second, Result)
    assert (bool(first.written), bool(second.written)) == (True, False)
    assert len(records.read(several.root, "water")[0]) == 1


@pytest.mark.parametrize(
    ("slug", "key", "words"),
    [
        ("water", "p99", "Words."),
        ("water", "p2", "  "),
        ("water", "p2", "Words.\n\n<!-- #p3 -->\n\nMore."),
        ("nothing", "p2", "Words."),
        ("water" * 99, "p2", "Words."),  # no file can be called that
    ],
)
def test_one_that_is_refused_fails_alone(several: Project, slug: str, key: str, words: str) -> None:
    before = tracked_files(several.root)
    bad = partial(saving.save_held, several.root, slug, key, words, "Eve", TODAY)
    with pytest.raises((JisrError, OSError)) as alone:
        saving.save(several.root, slug, key, words, "Eve", TODAY)
    one, other = saves(several.root, "water#p1", "oil#p1")
    first, refused, second = at_once(several.root, [one, bad, other])
    assert isinstance(first, Result)
    assert isinstance(second, Result)
    assert (type(refused), str(refused)) == (alone.type, str(alone.value))
    changed = {name for name, data in tracked_files(several.root).items() if before[name] != data}
    assert {name.rpartition("/")[2] for name in changed} == {"oil.md", "oil.po", "water.md", "water.po"}


# --- as one after the other --------------------------------------------------------------------------------


def do_nothing(project: Project) -> None:
    """As a machine drafted it."""


def rename_by_hand(project: Project) -> None:
    """A seed that has a new name, its files the former."""
    (project.root / "seeds/water.txt").rename(project.root / "seeds/river.txt")
    (project.root / "seeds/river.yml").write_text("was: [water]\n", "utf-8")


def lose_ledger(project: Project) -> None:
    """And a ledger without a seed, of which only a look at all articles tells."""
    (project.root / "translations/gone.po").write_bytes(project.ledger().read_bytes())
    project.ledger().unlink()


def lose_page(project: Project) -> None:
    project.translation().unlink()


def sign_at_the_top(project: Project) -> None:
    edit(project.translation(), "Draft of 13 words.", "No vote is expected.")
    text = project.translation().read_text("utf-8")
    project.translation().write_text(text.replace("---\n", "---\nreviewed_by: Ruba\n", 1), "utf-8")


def want_two_signatures(project: Project) -> None:
    sign_at_the_top(project)
    (project.root / "mkdocs.yml").write_text(SETTINGS.replace("{}", "{signatures: 2}"), "utf-8")


def bring_into_conflict(project: Project) -> None:
    """Page and ledger were both changed in one paragraph."""
    edit(project.translation(), "Draft of 13 words.", "No vote is expected.")
    edit(project.ledger(), "Draft of 13 words.", "A vote is expected.")


def edit_page(project: Project) -> None:
    edit(project.translation(), "Draft of 13 words.", "No vote is expected.")


@pytest.mark.parametrize(
    "happens",
    [
        do_nothing,
        rename_by_hand,
        lose_ledger,
        lose_page,
        sign_at_the_top,
        want_two_signatures,
        bring_into_conflict,
        edit_page,
    ],
)
@pytest.mark.parametrize("has_git", [False, True])
def test_files_are_what_they_would_be_one_after_the_other(
    several: Project, tmp_path: Path, happens: Callable[[Project], None], has_git: bool
) -> None:
    if has_git:
        (several.root / ".gitignore").write_text(".jisr/\nprivate/\n")
        git(several.root, "init", "-q", "-b", "main")
        git(several.root, "add", "-A")
        git(several.root, "commit", "-q", "-m", "begin")
    happens(several)
    slug = "river" if happens is rename_by_hand else "water"
    places = [f"{slug}#p1", "oil#p1", f"{slug}#p3", f"{slug}#p1", f"{slug}#p4", "oil#title"]
    apart = Project.copied(several.root, tmp_path / "apart" / "project")

    one_by_one = []
    for work in saves(apart.root, *places):
        (answer,) = at_once(apart.root, [work])
        one_by_one.append(answer)
    answers = at_once(several.root, saves(several.root, *places))
    assert [(type(one), told(one, several)) for one in answers] == [
        (type(one), told(one, apart)) for one in one_by_one
    ]
    assert tracked_files(several.root) == tracked_files(apart.root)
    for name in (slug, "oil"):
        events, others = (records.read(one.root, name)[0] for one in (several, apart))
        assert [(e.by, e.kind, e.key, changed(e.data)) for e in events] == [
            (e.by, e.kind, e.key, changed(e.data)) for e in others
        ]


def told(answer: Result | Exception, project: Project) -> object:
    """What is said, and which files were written."""
    if isinstance(answer, JisrError):
        return answer.findings
    assert isinstance(answer, Result)
    return answer.findings, [path.relative_to(project.root) for path in answer.written]


def changed(data: object) -> object:
    assert isinstance(data, dict)
    return data.get("before"), data.get("after")


def test_git_is_asked_of_a_page_as_it_lies_there(several: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the middle of a merge a signature at the top waits, and git is asked before each save."""
    sign_at_the_top(several)
    git(several.root, "init", "-q", "-b", "main")
    git(several.root, "add", "-A")
    git(several.root, "commit", "-q", "-m", "begin")
    (several.root / ".git/MERGE_HEAD").write_text(git(several.root, "rev-parse", "HEAD"))
    lying: list[bool] = []
    real = reviews.find_reviews

    def ask(*given: Any) -> object:
        lying.append("Words number 0." in several.translation().read_text("utf-8"))
        return real(*given)

    monkeypatch.setattr(reviews, "find_reviews", ask)
    answers = at_once(several.root, saves(several.root, "water#p1", "water#p3"))
    assert all(isinstance(one, Result) for one in answers), answers
    assert lying == [False, True]


# --- others write meanwhile --------------------------------------------------------------------------------


def and_then(work: Work, act: Callable[[], object]) -> Work:
    """`work`, behind which something happens, once."""
    left = [act]

    def do() -> Result:
        made = work()
        while left:
            left.pop()()
        return made

    return do


def test_what_is_edited_between_settling_and_writing_is_kept(several: Project) -> None:
    page = several.translation()
    first, second, third = saves(several.root, "water#p1", "water#p2", "oil#p1")
    by_hand = and_then(third, lambda: edit(page, "Draft of 13 words.", "By hand."))
    answers = at_once(several.root, [first, second, by_hand])
    assert isinstance(answers[0], Result)
    assert isinstance(answers[1], ChangedMeanwhileError), "their paragraph was another by then"
    assert isinstance(answers[2], Result)
    assert english(several, "water#p1") == "Words number 0."
    assert english(several, "water#p2") == "By hand."
    assert english(several, "oil#p1") == "Words number 2."


def test_what_is_edited_while_one_is_settled_is_kept(
    several: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between its reading and its commit, before any of the group is written."""
    page, real = several.translation(), article_files.changes
    left = ["By hand."]

    def edit_behind(root: Path, outcome: SyncResult) -> object:
        made = real(root, outcome)
        while left:
            edit(page, "Draft of 13 words.", left.pop())
        return made

    monkeypatch.setattr(article_files, "changes", edit_behind)
    answers = at_once(several.root, saves(several.root, "water#p1", "oil#p1"))
    assert all(isinstance(one, Result) for one in answers), answers
    assert english(several, "water#p2") == "By hand."
    assert english(several, "water#p1") == "Words number 0."


def test_who_saves_what_cannot_be_written_is_told_so_and_no_other(several: Project) -> None:
    left = disk.sibling_path(several.translation("water"))
    left.write_bytes(b"somebody's words")
    first, second = at_once(several.root, saves(several.root, "water#p1", "oil#p1"))
    assert isinstance(first, JisrError)
    assert [found.check for found in first.findings] == ["interrupted"]
    assert isinstance(second, Result)
    assert english(several, "oil#p1") == "Words number 1."
    assert english(several, "water#p1") != "Words number 0."


def test_a_full_disk_is_told_to_all_and_nothing_is_written(
    several: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tracked_files(several.root)

    def full(_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("jisr.storage.transaction.write_all_durably", full)
    answers = at_once(several.root, saves(several.root, "water#p1", "water#p2", "oil#p1"))
    assert [str(one) for one in answers if "No space left" in str(one)] == [str(one) for one in answers]
    assert tracked_files(several.root) == before
    assert not list(several.root.rglob("*.jsonl"))
    assert not list(several.root.rglob(".*.jisr-new"))
    copy = recall.read_copy(several.root, "translations/water.po")
    assert copy is not None
    assert not [entry for entry in copy.entries if "Words number" in entry.target], "it never was there"


def test_another_program_that_holds_the_project_is_waited_for_once(
    several: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[object] = []
    real = filelock.FileLock.acquire

    def acquire(self: filelock.FileLock, timeout: float | None = None) -> object:
        waited.append(timeout)
        return real(self, timeout=timeout)

    works = saves(several.root, "water#p1", "water#p2", "oil#p1")
    with filelock.FileLock(several.root / ".jisr/lock", thread_local=False):
        monkeypatch.setattr(own_folder, "LOCK_WAIT", 0.01)
        monkeypatch.setattr(filelock.FileLock, "acquire", acquire)
        answers = at_once(several.root, works)
    assert [type(one) for one in answers] == [own_folder.BusyError] * 3
    assert waited == [0.01]
    assert all(isinstance(one, Result) for one in at_once(several.root, works))


def test_what_is_not_written_yet_is_seen_by_no_other(several: Project) -> None:
    seen = []

    def look() -> None:
        other = threading.Thread(target=lambda: seen.append(english(several, "water#p1")))
        other.start()
        other.join()

    work, other = saves(several.root, "water#p1", "water#p2")
    at_once(several.root, [and_then(work, look), other])
    assert seen == ["Draft of 9 words. Draft of 4 words."]
    assert english(several, "water#p1") == "Words number 0."


def test_a_fault_of_one_is_raised_to_that_one(several: Project) -> None:
    def fail() -> Result:
        raise OSError(os.strerror(5))

    one, other = saves(several.root, "water#p1", "oil#p1")
    first, failed, second = at_once(several.root, [one, fail, other])
    assert isinstance(failed, OSError)
    assert isinstance(first, Result)
    assert isinstance(second, Result)
    assert english(several, "water#p1") == "Words number 0."
    assert english(several, "oil#p1") == "Words number 1."
