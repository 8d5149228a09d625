"""Decisions are recorded with what they change, told to nobody who should not know, and taken back."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from jisr.app import editorial, pipeline
from jisr.app.people import remarks
from jisr.cli import main
from jisr.model.diagnostics import Finding, JisrError
from jisr.model.ledger import Entry, Ledger, State
from jisr.translation import engines
from jisr.translation.decisions import events, records
from jisr.translation.decisions.events import Event
from jisr.translation.decisions.records import Decision
from jisr.translation.ledger import compose
from jisr.translation.sync import Take
from tests.project import TODAY, Echo, Project, edit, git

DRAFT = "Draft of 13 words."  # of p2
SECRET = "Zarzour"  # in remarks and in nothing else


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setattr(engines, "find_engine", lambda _settings: Echo())
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795392000")  # 2026-11-23
    made = Project(tmp_path / "project")
    git(made.root, "init", "-q")
    made.seed()
    pipeline.draft_articles(made.root, TODAY)
    git(made.root, "config", "user.name", "Salma")
    return made


def jisr(project: Project, *arguments: str) -> int:
    return main.main(["--project", str(project.root), *arguments])


def entry(project: Project, key: str = "p2") -> Entry:
    found = project.read_result().entry(key)
    assert found
    return found


def recorded(project: Project) -> list[tuple[str, str, str]]:
    return [(e.kind, e.key, e.by) for e in records.read(project.root, "water")[0]]


def stale(project: Project) -> None:
    """p2 has a person's English, whose Arabic changed, and a machine's proposal beside it."""
    edit(project.translation(), DRAFT, "No vote is expected this year.")
    pipeline.sync_articles(project.root, TODAY)
    edit(project.root / "seeds/water.txt", "يرى مراقبون", "يعتقد خبراء")  # experts believe, for observers see
    pipeline.draft_articles(project.root, TODAY)


def conflict(project: Project) -> None:
    edit(project.translation(), DRAFT, "By the page.")
    edit(project.ledger(), DRAFT, "By the ledger.")


IMPORTED = "<!-- #p2 -->\nA person's own words here.\n"
ACTS: dict[str, tuple[Any, list[str], tuple[str, str, str]]] = {
    "approve": (None, ["approve", "water", "p2", "--by", "Omar"], ("approve", "p2", "Omar")),
    "unapprove": (
        lambda p: jisr(p, "approve", "water", "--by", "Omar"),
        ["unapprove", "water", "p2", "--by", "Ann"],
        ("unapprove", "p2", "Ann"),
    ),
    "ignore": (
        None,
        ["ignore", "water", "p2", "numbers", "--reason", "so"],
        ("ignore", "p2", "Salma"),
    ),
    "import": (
        lambda p: (p.root / "in.md").write_text(IMPORTED),
        ["import", "water", "{root}/in.md", "--as", "edited", "--by", "Ann"],
        ("import", "p2", "Ann"),
    ),
    "take proposal": (stale, ["resolve", "water", "p2", "--take", "proposal"], ("resolve", "p2", "Salma")),
    "keep": (stale, ["resolve", "water", "p2", "--take", "keep"], ("resolve", "p2", "Salma")),
    "take page": (conflict, ["resolve", "water", "p2", "--take", "page"], ("resolve", "p2", "Salma")),
    "take ledger": (conflict, ["resolve", "water", "p2", "--take", "ledger"], ("resolve", "p2", "Salma")),
}


@pytest.mark.parametrize("act", ACTS)
def test_a_decision_is_recorded_and_taken_back_file_for_file(project: Project, act: str) -> None:
    prepare, verb, told = ACTS[act]
    if prepare:
        prepare(project)
    before = project.files()
    assert jisr(project, *(word.format(root=project.root) for word in verb)) == 0
    assert recorded(project)[-1] == told
    assert project.files() != before
    assert jisr(project, "undo", "water", "p2", "--by", "Ann") == 0
    assert project.files() == before
    assert recorded(project)[-1] == ("undo", "p2", "Ann")


@pytest.mark.parametrize("act", ACTS)
def test_a_decision_on_a_block_that_changed_since_is_not_taken_back(
    project: Project, act: str, capsys: pytest.CaptureFixture[str]
) -> None:
    prepare, verb, _ = ACTS[act]
    if prepare:
        prepare(project)
    assert jisr(project, *(word.format(root=project.root) for word in verb)) == 0
    edit(project.translation(), entry(project).target, "Somebody's later words.")
    files = project.files()
    capsys.readouterr()
    assert jisr(project, "undo", "water", "p2") == 1
    assert "p2 changed since" in capsys.readouterr().err
    assert project.files() == files


def test_what_other_blocks_became_since_stays_when_a_decision_is_taken_back(project: Project) -> None:
    jisr(project, "approve", "water", "p2", "--by", "Omar")
    edit(project.translation(), "Draft of 14 words.", "Prices fell.")
    assert jisr(project, "undo", "water", "p2") == 0
    pipeline.sync_articles(project.root, TODAY)
    assert (entry(project).state, entry(project, "p3").target) == (State.DRAFT, "Prices fell.")


def test_decisions_are_taken_back_one_after_the_other_and_each_once(project: Project) -> None:
    before = project.files()
    jisr(project, "approve", "water", "p2", "--by", "Omar")
    jisr(project, "unapprove", "water", "p2", "--by", "Ann")
    assert (entry(project).state, entry(project).facts["lapsed"]) == (State.DRAFT, "Omar 2026-11-23")
    assert jisr(project, "undo", "water", "p2") == 0
    assert (entry(project).state, entry(project).by) == (State.APPROVED, "Omar")
    assert jisr(project, "undo", "water", "p2") == 0
    assert project.files() == before
    assert jisr(project, "undo", "water", "p2") == 1


def test_without_a_key_the_whole_of_the_last_decision_is_taken_back(project: Project) -> None:
    jisr(project, "approve", "water", "p4", "--by", "Ann")
    before = project.files()
    jisr(project, "approve", "water", "--by", "Omar")
    assert entry(project, "p4").by == "Ann"
    assert jisr(project, "undo", "water") == 0
    assert project.files() == before


def test_a_draft_that_was_taken_off_the_page_comes_back(project: Project) -> None:
    edit(project.translation(), f"{DRAFT}\n", "")
    pipeline.sync_articles(project.root, TODAY)
    assert recorded(project) == [("draft-rejection", "p2", "")]
    assert entry(project).reason == "rejected"
    assert jisr(project, "undo", "water", "p2") == 0
    assert (entry(project).state, entry(project).target) == (State.DRAFT, DRAFT)
    assert DRAFT in project.translation().read_text("utf-8")


def test_a_line_at_the_top_of_a_page_is_an_approval_too(project: Project) -> None:
    edit(project.translation(), "dir: ltr\n", "dir: ltr\nreviewed_by: Ruba\n")
    pipeline.sync_articles(project.root, TODAY)
    assert set(recorded(project)) == {("approve", k, "Ruba") for k in ("title", "p1", "p2", "p3", "p4", "p5")}
    assert jisr(project, "undo", "water") == 0
    assert entry(project, "title").state is State.DRAFT


def test_what_a_person_wrote_is_edited_when_its_approval_is_withdrawn(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(project.translation(), DRAFT, "No vote this year.")
    jisr(project, "approve", "water", "p2", "--by", "Omar")
    assert jisr(project, "unapprove", "water", "--by", "Ann") == 0
    assert (entry(project).state, entry(project).by) == (State.EDITED, "")
    assert entry(project).facts["lapsed"] == "Omar 2026-11-23"
    capsys.readouterr()
    assert jisr(project, "unapprove", "water", "p2", "--by", "Ann") == 1
    assert "nothing of this article is approved" in capsys.readouterr().err
    assert jisr(project, "unapprove", "water", "p2", "--by", "argos 1.12") == 1


def test_what_changes_nothing_is_no_decision(project: Project) -> None:
    jisr(project, "approve", "water", "--by", "Omar")
    count = len(recorded(project))
    jisr(project, "approve", "water", "--by", "Ann")
    assert len(recorded(project)) == count


def test_remarks_are_kept_shown_and_in_nothing_else(
    project: Project, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "")  # where logs are read by others, no words are shown
    assert jisr(project, "remark", "water", "p2", f"Ask {SECRET} about\nthe name", "--by", "Ann") == 0
    assert jisr(project, "remark", "water", "p99", "x", "--by", "Ann") == 1
    assert jisr(project, "remark", "water", "p2", " ", "--by", "Ann") == 1
    assert jisr(project, "remark", "water", "p2", "x", "--by", "jisr") == 1
    capsys.readouterr()
    assert jisr(project, "remarks") == 0
    out = capsys.readouterr().out
    assert "water #p2" in out
    assert f"\n    Ask {SECRET} about\n    the name\n" in out
    assert jisr(project, "remarks", "water", "--format", "json") == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["slug"], row["key"], row["by"], row["text"]) == (
        "water",
        "p2",
        "Ann",
        f"Ask {SECRET} about\nthe name",
    )
    for verb in (
        ["sync"],
        ["status", "-v"],
        ["check"],
        ["suggest", "water"],
        ["log", "water", "p2"],
        ["build", "--no-site"],
    ):
        jisr(project, *verb)
    said = capsys.readouterr()
    assert SECRET not in said.out + said.err
    holders = {
        p.relative_to(project.root).parts[0]
        for p in project.root.rglob("*")
        if p.is_file() and SECRET.encode() in p.read_bytes()
    }
    assert holders == {"private"}


def test_git_passes_over_what_is_private_unless_the_settings_say_that_all_of_it_is(project: Project) -> None:
    jisr(project, "remark", "water", "p2", "x", "--by", "Ann")
    git(project.root, "add", "-A")
    assert "private" not in git(project.root, "ls-files")
    edit(project.root / "mkdocs.yml", "jisr: {}", "jisr: {private_repository: true}")
    jisr(project, "remark", "water", "p2", "y", "--by", "Ann")
    git(project.root, "add", "-A")
    assert "private/water.jsonl" in git(project.root, "ls-files")
    assert "union" in git(project.root, "check-attr", "merge", "private/water.jsonl")
    assert not records.find_exposed(project.root)
    edit(project.root / "mkdocs.yml", "jisr: {private_repository: true}", "jisr: {}")
    (finding,) = records.find_exposed(project.root)
    assert finding.file == "private/water.jsonl"
    assert "private_repository: true" in finding.remedy


def test_two_branches_remarks_are_all_there_after_a_merge(project: Project) -> None:
    edit(project.root / "mkdocs.yml", "jisr: {}", "jisr: {private_repository: true}")
    jisr(project, "remark", "water", "p1", "before", "--by", "Ann")
    git(project.root, "add", "-A")
    git(project.root, "commit", "-q", "-m", "x")
    git(project.root, "checkout", "-q", "-b", "other")
    jisr(project, "remark", "water", "p2", "theirs", "--by", "Bob")
    git(project.root, "commit", "-q", "-a", "-m", "x")
    git(project.root, "checkout", "-q", "-")
    jisr(project, "remark", "water", "p3", "ours", "--by", "Ann")
    git(project.root, "commit", "-q", "-a", "-m", "x")
    git(project.root, "merge", "-q", "--no-edit", "other")
    found, damaged = remarks.read(project.root)
    assert [thread.text for _, thread in found] == ["before", "theirs", "ours"]
    assert not damaged


def test_damaged_lines_are_said_and_stay(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    jisr(project, "remark", "water", "p2", "x", "--by", "Ann")
    path = project.root / events.event_file_name("water")
    path.write_bytes(path.read_bytes() + f"{SECRET} half a li".encode())
    jisr(project, "remark", "water", "p3", "y", "--by", "Ann")
    capsys.readouterr()
    assert jisr(project, "remarks") == 0
    said = capsys.readouterr()
    assert "private/water.jsonl:2: warning: a line of 14 letters" in said.err
    assert SECRET not in said.err
    assert SECRET in path.read_text("utf-8")
    assert said.out.count("water #") == 2


def test_undo_without_a_record_says_so(project: Project) -> None:
    with pytest.raises(JisrError, match="no decision is recorded"):
        editorial.undo(project.root, "water", "p2", "Ann")
    editorial.resolve(project.root, "water", "p2", Take.PAGE, TODAY)
    with pytest.raises(JisrError, match="no decision is recorded"):
        editorial.undo(project.root, "water", "", "Ann")


# --- the rules by themselves --------------------------------------------------------------------------------

FILE = "docs/en/articles/water.md"
P1 = Entry("p1", "نص", "It rained.", State.EDITED, synced="5ca99dbd")  # "text"
P2 = Entry("p2", "كلام", "It snowed.", State.EDITED, synced="c79fc2b6")  # "talk"
HAIL = replace(P1, target="It hailed.")


def po(*entries: Entry) -> bytes:
    return compose(Ledger(entries, header=(("Language", "en"), ("X-Tool", "x")))).encode()


def translation(**words: str) -> bytes:
    blocks = "\n".join(f"<!-- #{key} -->\n{text}\n" for key, text in words.items())
    return f"---\nlang: en\n---\n\nAbove.\n\n{blocks}".encode()


def test_a_block_is_kept_as_ledger_and_page_hold_it() -> None:
    found = records.snapshots(b"\xef\xbb\xbf" + po(P1, P2), translation(p1="It rained.", p3="Other."), FILE)
    entry = '# jisr: state=edited synced=5ca99dbd\nmsgctxt "p1"\nmsgid "نص"\nmsgstr "It rained."\n'
    assert found["p1"] == {"entry": entry, "page": "<!-- #p1 -->\nIt rained."}
    pages = {"p1": found["p1"]["page"], "p2": "", "p3": "<!-- #p3 -->\nOther."}
    assert {key: was["page"] for key, was in found.items()} == pages
    assert found["p3"]["entry"] == "", "a tool may have dropped it from the ledger"
    assert found["p2"]["entry"] == entry.replace("5ca99dbd", "c79fc2b6").replace("p1", "p2").replace(
        "نص", "كلام"
    ).replace("rained", "snowed")
    assert records.snapshots(None, None, FILE) == {}


def test_a_decision_is_an_event_of_each_block_that_it_changed() -> None:
    before, after = {"p1": {"page": "a"}, "p2": {"page": "b"}}, {"p1": {"page": "c"}, "p2": {"page": "b"}}
    after |= {"p3": {"page": "d"}}
    one = Decision("water", "resolve", ("p1", "p2", "p3", "p4"), "Ann", {"take": "keep"})
    first, second, other = records.decision_events(
        [one, Decision("water", "approve", ("p1",))], before, after
    )
    assert [(e.kind, e.key, e.by) for e in (first, second, other)] == [
        ("resolve", "p1", "Ann"), ("resolve", "p3", "Ann"), ("approve", "p1", ""),
    ]  # fmt: skip
    act = first.data["act"]
    assert len(act) == 16
    assert first.data == {"take": "keep", "act": act, "before": {"page": "a"}, "after": {"page": "c"}}
    assert second.data == {"take": "keep", "act": act, "before": {}, "after": {"page": "d"}}
    assert other.data["act"] != act, "another decision, taken back by itself"


def undone(kind: str = "resolve") -> list[Event]:
    """The change of p1 from rain to hail."""
    before = records.snapshots(po(P1), translation(p1="It rained."), FILE)
    after = records.snapshots(po(HAIL), translation(p1="It hailed."), FILE)
    return list(records.decision_events([Decision("water", kind, ("p1",), "Ann")], before, after))


def test_only_the_blocks_of_a_decision_are_as_before_though_paragraphs_were_added_below() -> None:
    ledger, page = po(HAIL, P2), translation(p1="It hailed.", p2="It snowed, they say.")
    got = records.restore_blocks(undone(), ledger, page, FILE)
    assert got == (po(P1, P2), translation(p1="It rained.", p2="It snowed, they say."))


def test_a_refused_draft_is_put_back_by_sync() -> None:
    ledger, page = po(HAIL, P2), translation(p1="It hailed.", p2="It snowed.")
    got = records.restore_blocks(undone(events.REJECTION), ledger, page, FILE)
    assert got == (po(P1, P2), translation(p2="It snowed."))


def test_a_block_that_a_decision_found_nowhere_stays_as_it_is() -> None:
    ledger, page = po(P1), translation(p1="It rained.")
    now = records.snapshots(ledger, page, FILE)
    (event,) = records.decision_events([Decision("water", "import", ("p1",))], {}, now)
    assert records.restore_blocks([event], ledger, page, FILE) == (ledger, page)


@pytest.mark.parametrize(
    ("ledger", "page"),
    [
        (po(P1, P2), translation(p1="It hailed.")),
        (po(HAIL, P2), translation(p1="It hailed, and how.")),
        (po(HAIL), translation(p2="It snowed.")),
        (po(P2), translation(p1="It hailed.")),
    ],
)
def test_what_changed_since_is_named_with_what_to_do(ledger: bytes, page: bytes) -> None:
    with pytest.raises(JisrError) as caught:
        records.restore_blocks(undone(), ledger, page, FILE)
    remedy = "correct it on the page, or decide anew: jisr log tells what happened"
    message = "cannot be taken back: p1 changed since"
    assert caught.value.findings == (Finding("undo", message, FILE, remedy=remedy, key="p1"),)


def settings(root: Path, *, private: bool) -> None:
    name = "{private_repository: true}" if private else "{}"
    (root / "mkdocs.yml").write_text(f"site_name: x\nextra:\n  jisr: {name}\n")


def test_the_files_of_events_and_their_guards(tmp_path: Path) -> None:
    settings(tmp_path, private=False)
    folder = tmp_path / "private"
    guards: dict[Path, bytes | None] = {
        folder / ".gitattributes": b"*.jsonl merge=union\n",
        folder / ".gitignore": b"*\n",
    }
    event = events.new("remark", "Ann", "p1")
    line = events.append_events(b"", [event])
    path = folder / "news/water.jsonl"
    assert records.files_with_events(tmp_path, "news/water", []) == ({}, {})
    contents, made_from = records.files_with_events(tmp_path, "news/water", [event])
    assert contents == {path: line, **guards}
    for file, data in contents.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data or b"")
    again, then = records.files_with_events(tmp_path, "news/water", [event])
    assert again == {path: line * 2, **guards}
    assert set(made_from) == set(then) == {path}
    assert made_from != then, "a file that changed meanwhile must not be written over"
    (carried, _) = records.files_with_events(tmp_path, "news/water", [event], {path: b"from before\n"})
    assert carried[path] == b"from before\n" + line
    assert records.files_with_events(tmp_path, "news/water", [event], {path: None})[0][path] == line
    (folder / "oil.jsonl").write_bytes(b"damaged")
    assert records.slugs(tmp_path) == ["news/water", "oil"]
    assert records.read(tmp_path, "news/water") == ([event], [])
    assert [f.file for f in records.read(tmp_path, "oil")[1]] == ["private/oil.jsonl"]
    assert records.read(tmp_path, "none") == ([], [])


def test_a_private_repository_keeps_all_but_what_somebody_set_otherwise(tmp_path: Path) -> None:
    settings(tmp_path, private=True)
    ignore = tmp_path / "private/.gitignore"
    ignore.parent.mkdir()

    def guard() -> dict[str, bytes | None]:
        contents, _ = records.files_with_events(tmp_path, "water", [events.new("remark", "Ann")])
        return {path.name: data for path, data in contents.items() if path.name == ".gitignore"}

    assert guard() == {}
    ignore.write_text("*\n")
    assert guard() == {".gitignore": None}
    ignore.write_text("notes.txt\n")
    assert guard() == {}


def test_what_is_private_and_kept_by_git_is_an_error_with_a_remedy(tmp_path: Path) -> None:
    settings(tmp_path, private=False)
    (tmp_path / "private").mkdir()
    for name in ("a.jsonl", "b.jsonl", ".gitattributes"):
        (tmp_path / "private" / name).write_text("")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "private/.gitattributes")
    assert records.find_exposed(tmp_path) == []
    git(tmp_path, "add", "private")
    message = "git keeps private remarks and decisions (2 files): whoever has it reads them"
    remedy = (
        "git rm -r --cached private, or, where nobody else can read the repository: "
        "private_repository: true below extra: jisr: in mkdocs.yml"
    )
    assert records.find_exposed(tmp_path) == [Finding("private", message, "private/a.jsonl", remedy=remedy)]
    settings(tmp_path, private=True)
    assert records.find_exposed(tmp_path) == []
