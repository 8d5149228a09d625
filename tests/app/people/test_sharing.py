"""Two laptops and a bare repository: nothing that either wrote is lost, and nothing is forced."""

from pathlib import Path
from typing import NamedTuple

import pytest

from jisr.app import editorial, pipeline
from jisr.app.people import sharing
from jisr.cli import main
from jisr.model.diagnostics import JisrError
from jisr.storage import transaction
from jisr.translation import engines
from jisr.translation.sync import Take
from tests.project import TODAY, Echo, Project, edit, git

DRAFTS = ("Draft of 13 words.", "Draft of 14 words.")  # of p2 and p3
IGNORED = ".jisr/\n.build/\nsite/\n"


class Office(NamedTuple):
    """Two laptops, and what they send to."""

    ann: Project
    bob: Project
    bare: Path


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """An article, drafted by a machine, that both have."""
    monkeypatch.setattr(engines, "find_engine", lambda _settings: Echo())
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        monkeypatch.setenv(name, "/dev/null")
    ann = Project(tmp_path / "ann")
    ann.seed()
    (ann.root / ".gitignore").write_text(IGNORED, "utf-8")
    pipeline.draft_articles(ann.root, TODAY)
    git(ann.root, "init", "-q", "-b", "main")
    git(ann.root, "add", "-A")
    git(ann.root, "commit", "-q", "-m", "Begin")
    bare = tmp_path / "bare"
    git(tmp_path, "clone", "-q", "--bare", str(ann.root), str(bare))
    git(ann.root, "remote", "add", "origin", str(bare))
    git(tmp_path, "clone", "-q", str(bare), str(tmp_path / "bob"))
    bob = Project.__new__(Project)
    bob.root = tmp_path / "bob"
    for project, name in ((ann, "Ann"), (bob, "Bob")):
        git(project.root, "config", "user.name", name)
        git(project.root, "config", "user.email", f"{name}@example.org")
    return Office(ann, bob, bare)


def send(project: Project) -> list[str]:
    return [found.check for found in sharing.send(project.root, TODAY).findings]


def english(project: Project, key: str) -> str:
    found = project.read_result().entry(key)
    assert found
    return found.target


def test_what_one_sends_the_other_fetches(office: Office) -> None:
    edit(office.ann.translation(), DRAFTS[0], "No vote is expected.")
    send(office.ann)
    assert git(office.bare, "log", "-1", "--format=%an").strip() == "Ann"
    sharing.fetch(office.bob.root, TODAY)
    assert english(office.bob, "p2") == "No vote is expected."
    assert git(office.bob.root, "status", "--porcelain") == ""
    before = git(office.bare, "rev-parse", "main")
    send(office.bob)
    assert git(office.bare, "rev-parse", "main") == before, "nothing new, and no empty commit"


def test_no_commit_tells_in_which_time_zone_somebody_works(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Asia/Kabul")
    edit(office.ann.translation(), DRAFTS[0], "No vote is expected.")
    edit(office.bob.translation(), DRAFTS[1], "Oil is cheap.")
    send(office.ann)
    send(office.bob)
    made = git(office.bare, "log", "--format=%s %ad %cd", "--date=format:%z", "main").splitlines()
    assert len(made) == 4, "both wrote, one merged"
    assert all(line.endswith("+0000 +0000") for line in made if not line.startswith("Begin")), made


def test_two_who_work_side_by_side_have_all_of_both(office: Office) -> None:
    edit(office.ann.translation(), DRAFTS[0], "No vote is expected.")
    edit(office.bob.translation(), DRAFTS[1], "Oil is cheap.")
    send(office.ann)
    send(office.bob)
    sharing.fetch(office.ann.root, TODAY)
    for project in (office.ann, office.bob):
        assert (english(project, "p2"), english(project, "p3")) == ("No vote is expected.", "Oil is cheap.")
        assert [project.state(key)[0] for key in ("p1", "p2", "p3")] == ["draft", "edited", "edited"]
        assert git(project.root, "status", "--porcelain") == ""


def test_what_both_wrote_differently_is_a_conflict_with_both_texts(office: Office) -> None:
    edit(office.ann.translation(), DRAFTS[0], "No vote is expected.")
    edit(office.bob.translation(), DRAFTS[0], "Nobody expects a vote.")
    edit(office.bob.translation(), DRAFTS[1], "Oil is cheap.")
    send(office.ann)
    sent = git(office.bare, "rev-parse", "main")
    assert "conflict" in send(office.bob)
    assert git(office.bare, "rev-parse", "main") == sent, "a conflict is settled before it is sent"
    assert "Nobody expects a vote." in office.bob.translation().read_text("utf-8")
    assert "No vote is expected." in office.bob.ledger().read_text("utf-8")
    editorial.resolve(office.bob.root, "water", "p2", Take.LEDGER, TODAY)
    send(office.bob)
    sharing.fetch(office.ann.root, TODAY)
    assert (english(office.ann, "p2"), english(office.ann, "p3")) == ("No vote is expected.", "Oil is cheap.")


def test_what_was_never_synced_elsewhere_is_kept_too(office: Office) -> None:
    edit(office.ann.translation(), DRAFTS[0], "No vote is expected.")
    git(office.ann.root, "commit", "-q", "-a", "-m", "On the web", who="Ann")
    git(office.ann.root, "push", "-q", "origin", "main")
    edit(office.bob.translation(), DRAFTS[0], "Nobody expects a vote.")
    assert "conflict" in send(office.bob)
    assert "Nobody expects a vote." in office.bob.translation().read_text("utf-8")
    assert "No vote is expected." in office.bob.ledger().read_text("utf-8")


def test_what_only_a_person_can_merge_leaves_all_as_it_was(office: Office) -> None:
    for project, word in ((office.ann, "ستدرس"), (office.bob, "ستبحث")):  # "will study", "will discuss"
        edit(project.root / "seeds/water.txt", "ستراجع", word)
    send(office.ann)
    with pytest.raises(JisrError, match="both of you changed this file") as refused:
        send(office.bob)
    assert [found.file for found in refused.value.findings] == ["seeds/water.txt"]
    assert "ستبحث" in (office.bob.root / "seeds/water.txt").read_text("utf-8")
    assert git(office.bob.root, "status", "--porcelain") == ""
    assert not (office.bob.root / ".git/MERGE_HEAD").exists()


def test_an_article_that_one_removed_and_the_other_corrected_is_left_to_a_person(office: Office) -> None:
    edit(office.ann.translation(), DRAFTS[0], "No vote is expected.")
    send(office.ann)
    for path in (office.bob.seed(), office.bob.ledger(), office.bob.translation(), office.bob.original()):
        path.unlink()
    with pytest.raises(JisrError, match="both of you changed this file"):
        send(office.bob)
    assert not office.bob.ledger().exists()
    assert not (office.bob.root / ".git/MERGE_HEAD").exists()


def test_the_first_to_send_makes_the_branch(office: Office, tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "--bare", str(tmp_path / "stick"))
    git(office.ann.root, "remote", "set-url", "origin", str(tmp_path / "stick"))
    git(office.ann.root, "update-ref", "-d", "refs/remotes/origin/main")
    send(office.ann)
    assert git(tmp_path / "stick", "log", "-1", "--format=%s", "main").strip() == "Begin"


def test_other_files_are_neither_sent_nor_in_the_way(office: Office) -> None:
    (office.ann.root / "notes.txt").write_text("mine", "utf-8")
    edit(office.ann.root / "mkdocs.yml", "Test", "Rivers")
    git(office.ann.root, "add", "mkdocs.yml")
    edit(office.ann.translation(), DRAFTS[0], "No vote is expected.")
    send(office.ann)
    assert "notes.txt" not in git(office.bare, "ls-tree", "-r", "--name-only", "main")
    assert "Rivers" not in git(office.bare, "show", "main:mkdocs.yml")
    assert git(office.ann.root, "diff", "--cached", "--name-only").strip() == "mkdocs.yml", (
        "as it was prepared"
    )


def test_a_push_that_comes_too_late_fetches_first(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    edit(office.ann.translation(), DRAFTS[0], "No vote is expected.")
    edit(office.bob.translation(), DRAFTS[1], "Oil is cheap.")
    commit, late = sharing._commit, [office.bob]

    def commit_and_be_late(root: Path, message: str) -> None:
        commit(root, message)
        if root == office.ann.root and late and git(root, "log", "origin/main..", "--format=%h"):
            send(late.pop())

    monkeypatch.setattr(sharing, "_commit", commit_and_be_late)
    send(office.ann)
    assert not late
    page = git(office.bare, "show", "main:docs/en/articles/water.md")
    assert "No vote is expected." in page
    assert "Oil is cheap." in page


def test_remarks_travel_only_where_the_repository_is_private(office: Office) -> None:
    main.main(["--project", str(office.ann.root), "remark", "water", "p1", "Zarzour", "--by", "Ann"])
    send(office.ann)
    assert "private" not in git(office.bare, "ls-tree", "-r", "--name-only", "main")
    edit(office.ann.root / "mkdocs.yml", "jisr: {}", "jisr: {private_repository: true}")
    main.main(["--project", str(office.ann.root), "remark", "water", "p1", "Zarzour", "--by", "Ann"])
    send(office.ann)
    assert "Zarzour" in git(office.bare, "show", "main:private/water.jsonl")


@pytest.mark.parametrize(
    ("break_it", "why"),
    [
        (["remote", "remove", "origin"], "git knows no other repository"),
        (["checkout", "-q", "--detach"], "git stands on no branch"),
        (["remote", "set-url", "origin", "/nowhere"], "git fetch did not work"),
        (["config", "user.useConfigOnly", "true"], "git commit did not work"),
    ],
)
def test_what_is_missing_is_said(
    office: Office, break_it: list[str], why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if "user.useConfigOnly" in break_it:
        git(office.ann.root, "config", "--unset", "user.email")
    git(office.ann.root, *break_it)
    edit(office.ann.translation(), DRAFTS[0], "No vote is expected.")
    with pytest.raises(JisrError, match=why) as refused:
        sharing.send(office.ann.root, TODAY)
    assert refused.value.findings[0].remedy
    assert english(office.ann, "p2") == "No vote is expected."


def test_a_password_in_an_address_is_said_to_nobody(office: Office) -> None:
    git(office.ann.root, "remote", "set-url", "origin", "http://ann:river@127.0.0.1:1/x")
    with pytest.raises(JisrError) as refused:
        sharing.fetch(office.ann.root, TODAY)
    assert "river" not in str(refused.value)


def test_in_the_middle_of_a_merge_nothing_is_done(office: Office) -> None:
    (office.ann.root / ".git/MERGE_HEAD").write_text(git(office.ann.root, "rev-parse", "HEAD"), "utf-8")
    with pytest.raises(JisrError, match="in the middle of a merge"):
        sharing.fetch(office.ann.root, TODAY)


def test_a_folder_that_is_no_repository_says_so(tmp_path: Path) -> None:
    with pytest.raises(JisrError, match="no repository of git"):
        sharing.fetch(Project(tmp_path / "project").root, TODAY)


def test_the_verbs(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    edit(office.ann.translation(), DRAFTS[0], "No vote is expected.")
    assert main.main(["--project", str(office.ann.root), "send", "--message", "Votes"]) == 0
    assert git(office.bare, "log", "-1", "--format=%s").strip() == "Votes"
    assert main.main(["--project", str(office.bob.root), "fetch"]) == 0
    assert english(office.bob, "p2") == "No vote is expected."
    with transaction.lock_project(office.bob.root, 0):
        pass
