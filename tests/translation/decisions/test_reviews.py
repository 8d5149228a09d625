"""What a reviewer's line signs, in real repositories: what its writer saw, and nothing that came since."""

import random
import re
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from subprocess import CalledProcessError

import pytest

from jisr.app import editorial, pipeline, syncing
from jisr.app.results import Result
from jisr.lang.arabic import digest
from jisr.model.diagnostics import Finding, JisrError
from jisr.model.ledger import State
from jisr.translation import engines
from jisr.translation.sync import Take
from tests.project import PARAGRAPHS, TITLE, TODAY, Echo, Project, edit, git

NEW = "قال وزير المالية إن الموازنة الجديدة ستعرض على مجلس النواب في الأسبوع المقبل."  # the budget
LINE = "reviewed_by: Sami"
OLD = ["title", "p1", "p2", "p3", "p4", "p5"]


class Desk(Project):
    """A project in a repository, its article drafted and committed, with acts that take a minute each."""

    minute = 0

    def tick(self) -> str:
        self.minute += 1
        return f"2026-11-23T{10 + self.minute // 60:02}:{self.minute % 60:02}:00+00:00"

    def git(self, *arguments: str, who: str = "Editor") -> str:
        return git(self.root, *arguments, who=who, at=self.tick())

    def save(self, who: str = "Editor", message: str = "x") -> str:
        self.git("add", "-A")
        self.git("commit", "-q", "-m", message, who=who)
        return self.git("rev-parse", "HEAD").strip()

    def review(self, line: str = LINE) -> None:
        edit(self.translation(), "dir: ltr\n", f"dir: ltr\n{line}\n")

    def draft_new(self, at: int = 5) -> None:
        """The author adds a paragraph, and a machine drafts it, on a page that nobody has signed."""
        self.seed(paragraphs=[*PARAGRAPHS[:at], NEW, *PARAGRAPHS[at:]])
        draft(self)

    def sync(self) -> Result:
        return pipeline.sync_articles(self.root, TODAY)

    def approved(self, slug: str = "water") -> dict[str, str]:
        return {e.key: e.by for e in self.read_result(slug).ledger.entries if e.state is State.APPROVED}


def draft(desk: Desk) -> None:
    result = pipeline.draft_articles(desk.root, TODAY)
    assert not result.failed, result.findings


def about(result: Result) -> list[Finding]:
    return [f for f in result.findings if f.check == "reviewed-by"]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr(engines, "find_engine", lambda _settings: Echo())
    made = Desk(tmp_path / "desk")
    (made.root / ".gitignore").write_text("/.jisr/\n")
    made.git("init", "-q", "-b", "main")
    made.seed()
    draft(made)
    made.save()
    return made


def test_an_uncommitted_line_signs_the_page_on_disk(desk: Desk) -> None:
    desk.review()
    assert not about(desk.sync())
    assert list(desk.approved()) == OLD
    assert "reviewed_by" not in desk.translation().read_text("utf-8")


@pytest.mark.parametrize("committed", [True, False])
def test_a_line_does_not_sign_what_a_po_tool_put_into_the_ledger_alone(desk: Desk, committed: bool) -> None:
    """Whoever reads the page sees the English of before."""
    edit(desk.ledger(), "Draft of 13 words.", "Observers expect no vote.")
    if committed:
        desk.save("Omar")
    desk.review()
    if committed:
        desk.save("Sami")
    (finding,) = about(desk.sync())
    assert "does not sign p2" in finding.message
    assert list(desk.approved()) == [key for key in OLD if key != "p2"]
    assert "Observers expect no vote." in desk.translation().read_text("utf-8")


def test_a_committed_line_signs_the_page_as_it_was_committed(desk: Desk) -> None:
    desk.review()
    desk.save("Sami")
    assert not about(desk.sync())
    assert desk.approved() == dict.fromkeys(OLD, "Sami")


def test_a_line_that_was_committed_without_the_seed_signs_nothing(desk: Desk) -> None:
    (desk.root / ".gitignore").write_text("/.jisr/\n/seeds/\n")  # a public repository, that tells no seeds
    desk.git("rm", "-q", "--cached", "-r", "seeds")
    desk.save()
    desk.review()
    desk.save("Sami")
    (found,) = about(desk.sync())
    assert found.remedy
    assert desk.approved() == {}


def test_a_text_handed_in_as_markdown_is_signed_as_it_was_committed_too(desk: Desk) -> None:
    seed = desk.root / "seeds/water.md"
    desk.git("mv", "seeds/water.txt", "seeds/water.md")
    edit(seed, TITLE, f"# {TITLE}")
    draft(desk)
    desk.save()
    desk.review()
    desk.save("Sami")
    desk.git("checkout", "-q", "-b", "machine", "HEAD^")
    edit(seed, PARAGRAPHS[-1], NEW)
    draft(desk)
    desk.save("CI")
    desk.git("checkout", "-q", "main")
    desk.git("merge", "-q", "--no-edit", "machine")
    assert about(desk.sync())
    assert desk.approved() == dict.fromkeys(OLD[:-1], "Sami"), "nobody has seen the last one"


def on_branches(desk: Desk) -> str:
    """Sami signs on a branch while a machine drafts a new paragraph on another; Sami's commit."""
    desk.git("checkout", "-q", "-b", "sami")
    desk.review()
    sami = desk.save("Sami")
    desk.git("checkout", "-q", "main")
    desk.draft_new()
    desk.save("CI")
    return sami


def merge(desk: Desk, _sami: str) -> None:
    desk.git("merge", "-q", "--no-edit", "sami")


def merge_the_other_way(desk: Desk, _sami: str) -> None:
    desk.git("checkout", "-q", "sami")
    desk.git("merge", "-q", "--no-edit", "main")


def rebase(desk: Desk, _sami: str) -> None:
    desk.git("checkout", "-q", "sami")
    desk.git("rebase", "-q", "main")


def pick(desk: Desk, sami: str) -> None:
    desk.git("cherry-pick", sami)


def squash(desk: Desk, _sami: str) -> None:
    desk.git("merge", "-q", "--squash", "sami")
    desk.git("commit", "-q", "--no-edit")


def squash_uncommitted(desk: Desk, _sami: str) -> None:
    desk.git("merge", "-q", "--squash", "sami")


WAYS = [merge, merge_the_other_way, rebase, pick, squash, squash_uncommitted]


@pytest.mark.parametrize("bring", WAYS)
@pytest.mark.parametrize("forget", [False, True], ids=["known", "forgotten"])
def test_what_another_branch_brought_is_not_signed_however_the_two_are_joined(
    desk: Desk, bring: Callable[[Desk, str], None], forget: bool
) -> None:
    sami = on_branches(desk)
    bring(desk, sami)
    if forget and bring is not squash_uncommitted:  # as a runner that fetched one branch
        desk.git("checkout", "-q", "-B", "only")
        desk.git("branch", "-q", "-D", "sami", "main")
        desk.git("reflog", "expire", "--expire=now", "--all")
    result = desk.sync()
    assert set(desk.approved()) <= set(OLD)
    assert "p5-" not in " ".join(desk.approved())
    assert any("p5-" in f.message for f in about(result))
    assert "reviewed_by" not in desk.translation().read_text("utf-8")
    if bring in (merge, merge_the_other_way) or (not forget and bring is not squash_uncommitted):
        assert list(desk.approved()) == OLD, "what Sami saw is signed"


@pytest.mark.parametrize("later", ["draft", "new Arabic", "edit", "import"])
def test_what_came_after_the_line_is_not_signed(desk: Desk, later: str) -> None:
    desk.review()
    desk.save("Sami")
    page = desk.translation()
    if later == "draft":
        # by another branch, say, that was merged: Jisr itself signs first
        text = page.read_text("utf-8").replace("Draft of 14 words.", "Draft of 15 words.")
        ledger = desk.ledger().read_text("utf-8").replace("Draft of 14 words.", "Draft of 15 words.")
        old, new = digest("Draft of 14 words."), digest("Draft of 15 words.")
        page.write_text(text.replace(old, new), "utf-8")
        desk.ledger().write_text(ledger.replace(old, new), "utf-8")
    elif later == "new Arabic":
        edit(desk.root / "seeds/water.txt", "انخفضت أسعار", "ارتفعت أسعار")  # prices "rose" for "fell"
    elif later == "edit":
        edit(page, "Draft of 14 words.", "Prices rose, Bob says.")
    if later == "import":
        done = editorial.import_translation(
            desk.root,
            "water",
            "<!-- #p3 -->\nMachine text.\n",
            "f.md",
            state=State.DRAFT,
            origin="MT",
            today=TODAY,
        )
        assert list(desk.approved()) == OLD, "what Sami saw is signed first"
        assert [f.key for f in done.findings if f.check == "import"] == ["p3"]
        return
    desk.save("CI")
    result = desk.sync()
    assert list(desk.approved()) == ["title", "p1", "p2", "p4", "p5"]
    assert "p3" in about(result)[0].message
    assert 'jisr approve water p3 --by "Sami"' in about(result)[0].remedy


def test_the_proposal_that_is_taken_is_not_signed_by_a_line_that_waits(desk: Desk) -> None:
    edit(desk.translation(), "Draft of 14 words.", "Prices fell.")
    desk.sync()
    edit(desk.root / "seeds/water.txt", "انخفضت أسعار", "ارتفعت أسعار")  # prices "rose" for "fell"
    draft(desk)
    desk.save()
    desk.review()
    editorial.resolve(desk.root, "water", "p3", Take.PROPOSAL, TODAY)
    assert list(desk.approved()) == ["title", "p1", "p2", "p4", "p5"]
    assert "Prices fell." not in desk.translation().read_text("utf-8")
    desk.sync()
    assert list(desk.approved()) == ["title", "p1", "p2", "p4", "p5"]


def test_a_line_that_a_formatter_moves_later_signs_what_it_signed(desk: Desk) -> None:
    desk.review()
    desk.save("Sami")
    desk.git("checkout", "-q", "-b", "ci", "HEAD~1")
    desk.draft_new()
    desk.save("CI")
    desk.git("merge", "-q", "--no-edit", "main")
    page = desk.translation()
    page.write_text(
        page.read_text("utf-8").replace(f"{LINE}\n", "").replace("lang: en\n", f"{LINE}\nlang: en\n")
    )
    desk.save("formatter")
    desk.sync()
    assert list(desk.approved()) == OLD


def test_each_name_signs_what_its_own_commit_saw(desk: Desk) -> None:
    desk.review()
    desk.save("Sami")
    edit(desk.translation(), "Draft of 14 words.", "Prices fell.")
    edit(desk.translation(), LINE, "reviewed_by: [Sami, Ann]")
    desk.save("Ann")
    desk.sync()
    assert desk.approved() == {**dict.fromkeys(OLD, "Sami, Ann"), "p3": "Ann"}


def test_a_name_put_in_the_place_of_another_is_its_own_signature(desk: Desk) -> None:
    desk.review()
    desk.save("Sami")
    edit(desk.translation(), "Draft of 14 words.", "Prices fell.")
    desk.save("Bob")
    edit(desk.translation(), LINE, "reviewed_by: Ann")
    desk.save("Ann")
    desk.sync()
    assert desk.approved() == dict.fromkeys(OLD, "Ann")


@pytest.mark.parametrize("committed", [True, False])
def test_a_page_that_was_renamed_since_keeps_what_the_line_signed(desk: Desk, committed: bool) -> None:
    desk.review()
    desk.save("Sami")
    edit(desk.translation(), "Draft of 14 words.", "Prices fell, Bob says.")
    desk.save("Bob")
    for folder, suffix in (
        ("seeds", "txt"),
        ("docs/en/articles", "md"),
        ("docs/ar/articles", "md"),
        ("translations", "po"),
    ):
        (desk.root / folder / f"water.{suffix}").rename(desk.root / folder / f"rivers.{suffix}")
    if committed:
        desk.save("Bob")
    desk.sync()
    assert list(desk.approved("rivers")) == ["title", "p1", "p2", "p4", "p5"]


@pytest.mark.parametrize("how", ["crlf", "bom"])
def test_line_ends_and_byte_order_marks_of_a_windows_editor_hide_no_line(desk: Desk, how: str) -> None:
    desk.review()
    data = desk.translation().read_bytes()
    desk.translation().write_bytes(data.replace(b"\n", b"\r\n") if how == "crlf" else b"\xef\xbb\xbf" + data)
    desk.save("Sami")
    edit_bytes(desk.translation(), b"Draft of 14 words.", b"Prices fell, Bob says.")
    desk.save("Bob")
    desk.sync()
    assert list(desk.approved()) == ["title", "p1", "p2", "p4", "p5"]


def edit_bytes(path: Path, old: bytes, new: bytes) -> None:
    assert path.read_bytes().count(old) == 1
    path.write_bytes(path.read_bytes().replace(old, new))


def test_a_shallow_clone_is_refused_with_the_remedy_and_goes_on_once_it_is_whole(
    desk: Desk, tmp_path: Path
) -> None:
    desk.review()
    desk.save("Sami")
    edit(desk.root / "mkdocs.yml", "Test", "Tests")
    desk.save("Editor")
    clone = Desk(tmp_path / "unused")
    git(tmp_path, "clone", "-q", "--depth=1", f"file://{desk.root}", str(tmp_path / "clone"))
    clone.root = tmp_path / "clone"
    for _ in range(2):
        result = clone.sync()
        assert result.failed
        assert "git fetch --unshallow" in about(result)[0].remedy
        assert not clone.approved()
        assert LINE in clone.translation().read_text("utf-8")
    git(clone.root, "fetch", "-q", "--unshallow")
    assert not about(clone.sync())
    assert list(clone.approved()) == OLD


def test_without_git_only_what_a_person_edited_is_signed(desk: Desk) -> None:
    shutil.rmtree(desk.root / ".git")
    edit(desk.translation(), "Draft of 14 words.", "Prices fell.")
    desk.review()
    result = desk.sync()
    assert list(desk.approved()) == ["p3"]
    assert "title, p1, p2, p4, p5" in about(result)[0].message


def test_a_commit_that_brings_page_and_line_together_shows_nothing_of_machines_text(desk: Desk) -> None:
    """As a squash of a branch does: nothing tells which of it came first."""
    desk.draft_new()
    desk.review()
    edit(desk.translation(), "Draft of 14 words.", "Prices fell.")
    desk.save("Sami")
    desk.sync()
    assert list(desk.approved()) == OLD


def test_a_signature_that_was_carried_out_and_comes_back_by_a_revert_signs_no_draft(desk: Desk) -> None:
    desk.review()
    desk.save("Sami")
    desk.sync()
    commit = desk.save("CI")
    desk.git("revert", "--no-edit", commit)
    desk.sync()
    assert not desk.approved()


def test_nothing_is_signed_in_the_middle_of_a_merge(desk: Desk) -> None:
    on_branches(desk)
    desk.git("merge", "-q", "--no-commit", "--no-ff", "sami")
    result = desk.sync()
    assert result.failed
    assert "the middle of a merge" in about(result)[0].message
    assert not desk.approved()
    desk.git("commit", "-q", "--no-edit")
    desk.sync()
    assert list(desk.approved()) == OLD


def test_a_project_in_a_folder_of_its_repository_is_the_same(tmp_path: Path, desk: Desk) -> None:
    inner = desk.root / "inner"
    inner.mkdir()
    for name in ("seeds", "docs", "translations", "mkdocs.yml"):
        (desk.root / name).rename(inner / name)
    desk.save()
    desk.root = inner
    desk.review()
    desk.save("Sami")
    edit(desk.translation(), "Draft of 14 words.", "Prices fell, Bob says.")
    desk.save("Bob")
    desk.sync()
    assert list(desk.approved()) == ["title", "p1", "p2", "p4", "p5"]


# --- the law: what came after the line, or beside it, is never signed by it ---------------------------------

MACHINES = "Words of a machine, number"


def machine_drafts(desk: Desk, number: int) -> None:
    """A machine's new text for one paragraph in page and ledger, as a branch that drafted brings it."""
    page, po = desk.translation(), desk.ledger()
    drafts = re.findall(r"<!-- #(p\d[\w-]*) draft (\w+) -->\n(.*)\n", page.read_text("utf-8"))
    if not drafts:
        return
    key, old, words = drafts[number % len(drafts)]
    new = f"{MACHINES} {number}."
    text = page.read_text("utf-8")
    page.write_text(
        text.replace(f"#{key} draft {old} -->\n{words}", f"#{key} draft {digest(new)} -->\n{new}"), "utf-8"
    )
    entries = po.read_text("utf-8").split("\n\n")
    of_key = next(n for n, entry in enumerate(entries) if f'msgctxt "{key}"' in entry)
    made = entries[of_key].replace(words, new).replace(old, digest(new))
    entries[of_key] = re.sub(r" machine=[\w,]+", "", made)
    po.write_text("\n\n".join(entries), "utf-8")


def author_adds(desk: Desk, number: int) -> None:
    """A new paragraph, drafted: Jisr signs first what is to be signed."""
    texts = [b.text for b in syncing.read_and_reconcile(desk.root).outcomes[0].document.blocks[1:]]
    at = number % (len(texts) + 1)
    desk.seed(
        paragraphs=[*texts[:at], f"فقرة جديدة رقمها {number} وفيها {MACHINES} كلام لم يكن.", *texts[at:]]
    )
    pipeline.draft_articles(desk.root, TODAY)


def import_machine(desk: Desk, number: int) -> None:
    keys = [e.key for e in syncing.read_and_reconcile(desk.root).outcomes[0].ledger.entries]
    text = f"<!-- #{keys[number % len(keys)]} -->\n{MACHINES} {number}.\n"
    with suppress(JisrError):
        editorial.import_translation(
            desk.root, "water", text, "f.md", state=State.DRAFT, origin="MT", today=TODAY
        )


def on_another_branch(desk: Desk, number: int) -> None:
    """The same on a branch from the first commit, and back: merged, picked or squashed."""
    desk.git("checkout", "-q", "-b", f"other-{number}-{desk.minute}", "base")
    [machine_drafts, author_adds, import_machine][number % 3](desk, number)
    desk.save("CI")
    branch = desk.git("rev-parse", "--abbrev-ref", "HEAD").strip()
    desk.git("checkout", "-q", "main")
    how = [["merge", "-q", "--no-edit"], ["cherry-pick"], ["merge", "-q", "--squash"]][number // 3 % 3]
    try:
        desk.git(*how, branch)
    except CalledProcessError:  # what git cannot join a person would have to
        desk.git("reset", "-q", "--hard")


ACTS = (machine_drafts, author_adds, import_machine, on_another_branch)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("committed", [True, False])
def test_nothing_that_a_machine_made_after_the_line_is_ever_signed_by_it(
    desk: Desk, seed: int, committed: bool
) -> None:
    chance = random.Random(f"{seed} {committed}")
    desk.git("branch", "base")
    if committed:
        desk.review()
        desk.save("Sami")
    else:  # another's branch has the line, and is merged in the end
        desk.git("checkout", "-q", "-b", "sami")
        desk.review()
        desk.save("Sami")
        desk.git("checkout", "-q", "main")
    signed = 0
    for _ in range(4):
        chance.choice(ACTS)(desk, chance.randrange(1000))
        with suppress(CalledProcessError):  # nothing to commit
            desk.save("CI")
    if not committed:
        with suppress(CalledProcessError):
            desk.git("merge", "-q", "--no-edit", "sami")
    desk.sync()
    (outcome,) = syncing.read_and_reconcile(desk.root).outcomes
    for entry in outcome.ledger.entries:
        if entry.state is State.APPROVED:
            signed += 1
            assert MACHINES not in entry.target
            assert MACHINES not in entry.source
    assert signed or not committed or outcome.blocked, "what Sami saw is signed"
