"""What a reviewer's line stands for, by the history of its page alone."""

import shutil
from pathlib import Path

import pytest

from jisr.markup.page_format import parse_page
from jisr.model.ledger import Entry, Ledger, State, SyncResult
from jisr.model.source import Document, Meta
from jisr.translation.decisions.approval import Review, SeenVersion
from jisr.translation.decisions.reviews import find_reviews
from tests.project import git

PAGE = "docs/en/articles/water.md"
Seen = dict[str, tuple[str, bool]]
"""The English of a block by key, and whether it stood there before the line."""


def read(text: str, page: str) -> SyncResult:
    there = parse_page(text)
    entries = tuple(Entry(b.key, "نص", b.body, State.EDITED) for b in there.blocks)  # "text"
    deleted = Entry(
        "p9", "نص", "Deleted from the page, where sync puts it back: seen by nobody.", State.EDITED
    )
    document = Document("water", "seeds/water.txt", Meta(), ())
    return SyncResult(document, Ledger((*entries, deleted)), there, page, blocked="blocked" in text)


class History:
    """A page in a repository; every commit is a minute later."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.minute = 0
        self.page = PAGE
        self.git("init", "-q", "-b", "main")

    def git(self, *arguments: str, who: str = "Editor") -> str:
        self.minute += 1
        return git(self.root, *arguments, who=who, at=f"2026-11-23T10:{self.minute:02}:00+00:00").strip()

    def write(self, names: str = "", **blocks: str) -> None:
        line = f"reviewed_by: {names}\n" if names else ""
        below = "".join(f"<!-- #{key} -->\n{text}\n\n" for key, text in blocks.items())
        path = self.root / self.page
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"---\nlang: en\n{line}---\n\nA page about water, and rivers.\n\n{below}", "utf-8")

    def save(self, names: str = "", message: str = "x", **blocks: str) -> str:
        if blocks:
            self.write(names, **blocks)
        self.git("add", "-A")
        self.git("commit", "-q", "-m", message, who="Sami")
        return self.git("rev-parse", "HEAD")

    def load(self, commit: str, page: str) -> SyncResult | None:
        if page not in self.git("ls-tree", "-r", "--name-only", commit).splitlines():
            return None
        return read(self.git("show", f"{commit}:{page}"), page)

    def review(self, name: str = "Sami") -> Review:
        now = read((self.root / self.page).read_text("utf-8"), self.page)
        found = find_reviews(self.root, now, self.page, [name], self.load)
        assert list(found) == [name]
        return found[name]

    def seen(self, name: str = "Sami") -> tuple[list[Seen], list[Seen]]:
        """What the commits on this branch saw, and those elsewhere."""
        review = self.review(name)
        assert review.waits == ""

        def told(sight: SeenVersion) -> Seen:
            return {key: (entry.target, key in sight.earlier_keys) for key, entry in sight.entries.items()}

        return [told(sight) for sight in review.seen_versions], [told(sight) for sight in review.others]


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History(tmp_path)


RAIN = {"p1": "It rained."}
SNOW = {**RAIN, "p2": "It snowed."}
SAW_RAIN: Seen = {"p1": ("It rained.", True)}
SAW_SNOW: Seen = {**SAW_RAIN, "p2": ("It snowed.", False)}


def test_a_line_that_is_not_committed_saw_the_disk(history: History) -> None:
    history.save(**RAIN)
    history.write("Sami", **SNOW)
    assert history.seen() == ([{"p1": ("It rained.", True), "p2": ("It snowed.", True)}], [])
    (history.root / ".git/SQUASH_MSG").write_text("x")
    assert history.seen() == ([{"p1": ("It rained.", False), "p2": ("It snowed.", False)}], [])


def test_a_project_that_git_passes_over_or_does_not_keep_has_nothing_that_stood(history: History) -> None:
    history.write("Sami", **RAIN)
    saw: tuple[list[Seen], list[Seen]] = ([{"p1": ("It rained.", False)}], [])
    (history.root / ".gitignore").write_text("docs\n")
    assert history.seen() == saw
    shutil.rmtree(history.root / ".git")
    assert history.seen() == saw


def test_the_commit_that_brought_the_line_tells_what_stood_before_it(history: History) -> None:
    history.save("Sami", **RAIN)
    assert history.seen() == ([{"p1": ("It rained.", False)}], []), "nothing stood before the first commit"
    history.save(**RAIN)
    history.save("Sami", **SNOW)
    history.save("Sami", p1="It hailed.", p2="It snowed.")
    history.save("Sami, Ann", p1="It hailed.", p2="It snowed.")
    assert history.seen() == ([SAW_SNOW], [])
    assert history.seen("Ann") == ([{"p1": ("It hailed.", True), "p2": ("It snowed.", True)}], [])


@pytest.mark.parametrize(
    ("message", "copied"),
    [
        ("Review", False),
        ("Review (#12) again", False),
        ("Review\n\nas in (#12)", False),
        ("Review (#12)", True),
        ("Review (!12)\n\nwords", True),
        ("Squash of three", True),
        ("Review\n\n(cherry picked from commit abc)", True),
        ("Review\n\nSquashed commit of the following:", True),
        ('Revert "x"\n\nThis reverts commit abc.', True),
        ("Review\n\nSee merge request desk/water!12", True),
    ],
)
def test_of_a_commit_that_was_copied_nobody_knows_what_stood(
    history: History, message: str, *, copied: bool
) -> None:
    history.save(**RAIN)
    history.save("Sami", message, **SNOW)
    assert history.seen() == ([{"p1": ("It rained.", not copied), "p2": ("It snowed.", False)}], [])


def test_a_commit_that_was_made_at_another_time_than_its_author_says_was_copied(history: History) -> None:
    history.save(**RAIN)
    history.write("Sami", **RAIN)
    history.git("add", "-A")
    history.git("commit", "-q", "-m", "x", "--date=2026-11-01T10:00:00+00:00")
    assert history.seen() == ([{"p1": ("It rained.", False)}], [])


def test_a_commit_that_is_older_than_what_it_stands_on_was_copied(history: History) -> None:
    history.save(**RAIN)
    history.write("Sami", **RAIN)
    history.git("add", "-A")
    day = "2026-11-01T10:00:00+00:00"
    history.git("commit", "-q", "-m", "x", f"--date={day}")
    history.git("rebase", "-q", "--committer-date-is-author-date", "--force-rebase", "HEAD^")
    assert history.seen()[0] == [{"p1": ("It rained.", False)}]


def test_a_commit_by_a_clock_that_is_a_little_slow_is_the_reviewer_s_own(history: History) -> None:
    history.minute = 10
    history.save(**RAIN)
    history.minute = 3
    history.save("Sami", **RAIN)
    assert history.seen()[0] == [{"p1": ("It rained.", True)}]


def test_what_sync_could_not_read_was_not_seen(history: History) -> None:
    history.save(**RAIN)
    history.save("Sami", p1="blocked")
    assert history.seen() == ([{}], [])
    history.save(p1="blocked")
    history.save("Sami", **RAIN)
    assert history.seen()[0] == [{"p1": ("It rained.", False)}]


@pytest.mark.parametrize(
    ("file", "what"),
    [
        ("MERGE_HEAD", "a merge"),
        ("CHERRY_PICK_HEAD", "a cherry-pick"),
        ("REVERT_HEAD", "a revert"),
        ("rebase-merge", "a rebase"),
        ("rebase-apply", "a rebase"),
    ],
)
def test_in_the_middle_of_something_a_line_waits(history: History, file: str, what: str) -> None:
    head = history.save("Sami", **RAIN)
    (history.root / ".git" / file).write_text(f"{head}\n")
    waits = f"git is in the middle of {what}"
    assert history.review() == Review(waits=waits, remedy="finish it, then run this again")


def test_a_line_on_two_branches_saw_both_and_one_elsewhere_is_asked_as_well(history: History) -> None:
    history.save(**RAIN)
    history.git("checkout", "-q", "-b", "other")
    history.save("Sami", **SNOW)
    history.git("checkout", "-q", "main")
    history.save("Sami", **RAIN)
    assert history.seen() == ([SAW_RAIN], [SAW_SNOW])
    history.git("merge", "-q", "--no-edit", "other")
    saw, others = history.seen()
    assert (sorted(saw, key=len), others) == ([SAW_RAIN, SAW_SNOW], [])


def test_a_line_elsewhere_that_is_older_than_the_last_signature_was_another(history: History) -> None:
    history.save(**RAIN)
    history.git("checkout", "-q", "-b", "other")
    other = history.save("Sami", **SNOW)
    history.git("checkout", "-q", "main")
    history.save("Sami", **RAIN)
    history.save(**RAIN)
    history.write("Sami", **RAIN)
    history.save(message="signed again")
    assert history.seen() == ([SAW_RAIN], []), "the other was carried out, or taken back, long ago"
    history.save(**RAIN)
    history.git("checkout", "-q", "-b", "third", "HEAD")
    history.save("Sami", p1="It hailed.")
    history.git("checkout", "-q", "main")
    history.save("Sami", **RAIN)
    assert history.seen() == ([SAW_RAIN], [{"p1": ("It hailed.", False)}])
    history.save(**RAIN)
    history.git("cherry-pick", "--strategy-option=theirs", other)
    saw, others = history.seen()
    assert saw == [{"p1": ("It rained.", False), "p2": ("It snowed.", False)}]
    assert others == [SAW_SNOW], "what was picked is known by who made it and when"


def test_a_line_is_followed_through_a_new_name_of_the_page(history: History) -> None:
    history.save(**RAIN)
    history.save("Sami", **SNOW)
    history.git("mv", PAGE, PAGE.replace("water", "rivers"))
    (history.root / "x.txt").write_text("another file")
    history.page = PAGE.replace("water", "rivers")
    assert history.seen() == ([SAW_SNOW], []), "before it is committed"
    history.save(message="renamed")
    history.save("Sami", p1="It rained.", p2="It hailed.")
    assert history.seen() == ([SAW_SNOW], [])
    history.save(p1="It rained.", p2="It hailed.")
    history.git("mv", history.page, PAGE)
    history.page = PAGE
    history.save("Ann", p1="It rained.", p2="It snowed.")
    assert history.seen("Ann") == ([SAW_SNOW], []), "renamed and signed at once"
