"""Approval by block, page, article and author; it lapses with either language, and that is remembered."""

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from jisr.app import pipeline
from jisr.cli import main
from jisr.markup.page_format import parse_page
from jisr.model.diagnostics import Finding, JisrError, Severity
from jisr.model.ledger import LAPSED, REJECTED, Entry, Ledger, Proposal, State, SyncResult
from jisr.model.source import Document, Meta
from jisr.translation import engines
from jisr.translation.authorship import machine_digest
from jisr.translation.decisions.approval import (
    Review,
    SeenVersion,
    is_awaiting_signature,
    new_approvals,
    refuse_drafts,
    reject,
    reviewer_names,
    sign,
    sign_reviewed,
    withdraw,
)
from tests.project import PARAGRAPHS, TODAY, Echo, Project, edit, git


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setattr(engines, "find_engine", lambda _settings: Echo())
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795392000")  # 2026-11-23
    made = Project(tmp_path / "project")
    git(made.root, "init", "-q")
    made.seed("water")
    made.seed("oil", PARAGRAPHS[2:])
    made.seed("schools", PARAGRAPHS[3:])
    for slug in ("water", "oil"):
        sidecar = made.root / "seeds" / f"{slug}.yml"
        sidecar.write_text('author: {ar: "ربى", en: "Ruba"}\n', "utf-8")
    pipeline.draft_articles(made.root, TODAY)
    return made


def jisr(project: Project, *arguments: str) -> int:
    return main.main(["--project", str(project.root), *arguments])


def approved(project: Project, slug: str) -> list[str]:
    return [e.key for e in project.read_result(slug).ledger.entries if e.state is State.APPROVED]


@pytest.mark.parametrize("name", ["water", "docs/en/articles/water.md", "seeds/water.txt"])
def test_an_article_is_approved_by_its_slug_or_its_page(project: Project, name: str) -> None:
    assert jisr(project, "approve", name, "--by", "Omar") == 0
    assert approved(project, "water") == ["title", "p1", "p2", "p3", "p4", "p5"]
    assert approved(project, "oil") == []


@pytest.mark.parametrize("by", ["رن", "ن", "R. N.", "editor", "the desk", "هيئة التحرير"])
def test_initials_and_roles_sign_in_every_way(project: Project, by: str) -> None:
    assert jisr(project, "approve", "water", "p1", "--by", by) == 0
    git(project.root, "add", ".")
    git(project.root, "commit", "-q", "-m", "Drafts")
    edit(project.translation("oil"), "---\n\n", f"reviewed_by: {by}\n---\n\n")
    git(project.root, "add", ".")
    git(project.root, "commit", "-q", "-m", "Read")
    assert jisr(project, "remark", "water", "p2", "Well said.", "--by", by) == 0
    assert jisr(project, "sync") == 0
    for slug, count in (("water", 1), ("oil", 4)):
        signed = [e for e in project.read_result(slug).ledger.entries if e.state is State.APPROVED]
        assert [e.by for e in signed] == [by] * count
    assert jisr(project, "unapprove", "water", "p1", "--by", by) == 0
    assert approved(project, "water") == []


def test_single_blocks_are_approved(project: Project) -> None:
    assert jisr(project, "approve", "water", "p2", "p4", "--by", "Omar") == 0
    assert approved(project, "water") == ["p2", "p4"]


@pytest.mark.parametrize("how", ["taken out", "emptied", "no page", "changed by a PO tool"])
def test_what_the_page_does_not_show_is_not_signed_with_it(
    project: Project, how: str, capsys: pytest.CaptureFixture[str]
) -> None:
    page = project.translation("water")
    text = page.read_text("utf-8")
    block = re.search(r"<!-- #p2 .*?(?=<!--)", text, re.DOTALL)
    assert block
    lost = {"emptied": [], "no page": ["title", "p1", "p2", "p3", "p4", "p5"]}.get(how, ["p2"])
    if how == "no page":
        page.unlink()
    elif how == "changed by a PO tool":
        edit(project.ledger("water"), "Draft of 13 words.", "Observers expect no vote.")
    else:
        marker = block[0].splitlines()[0] + "\n\n"
        page.write_text(text.replace(block[0], "" if how == "taken out" else marker), "utf-8")
    assert jisr(project, "approve", "water", "--by", "Omar") == 0
    left = {"p2"} if how == "emptied" else set(lost)
    assert set(approved(project, "water")) == {"title", "p1", "p2", "p3", "p4", "p5"} - left
    assert ("not approved: " + ", ".join(lost) in capsys.readouterr().err) is bool(lost)
    if how == "taken out":
        assert jisr(project, "approve", "water", "p2", "--by", "Omar") == 0
        assert "p2" in approved(project, "water")


@pytest.mark.parametrize("author", ["Ruba", "ربى"])
def test_all_articles_of_an_author_are_approved(project: Project, author: str) -> None:
    assert jisr(project, "approve", "--author", author, "--by", "Omar") == 0
    assert len(approved(project, "water")) == 6
    assert len(approved(project, "oil")) == 4
    assert approved(project, "schools") == []


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--author", "Rubba", "--by", "Omar"], "there are Ruba, ربى"),
        (["--by", "Omar"], "name an article, or an author"),
        (["water", "--author", "Ruba", "--by", "Omar"], "name an article, or an author"),
        (["water", "--by", " "], "nobody can sign by this name"),
        (["water", "--by", "-"], "nobody can sign by this name"),
        (["water", "p99", "--by", "Omar"], "no block has the key p99"),
    ],
)
def test_what_cannot_be_signed_is_said(
    project: Project, arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert jisr(project, "approve", *arguments) == 1
    assert says in capsys.readouterr().err


def test_nobody_signs_without_a_name(project: Project) -> None:
    with pytest.raises(SystemExit):
        jisr(project, "approve", "water")


def test_status_says_who_approved_what_and_what_has_lapsed(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    jisr(project, "approve", "water", "--by", "Omar")
    edit(project.translation(), "Draft of 13 words.", "No vote this year.")
    edit(project.root / "seeds/water.txt", "انخفضت أسعار", "تراجعت أسعار")  # prices "receded" for "fell"
    jisr(project, "sync")
    capsys.readouterr()
    jisr(project, "status", "--approvals", "--format", "json")
    rows = {row["slug"]: row for row in json.loads(capsys.readouterr().out)["approvals"]}
    assert rows["water"] == {
        "slug": "water",
        "approved": [{"by": "Omar", "on": "2026-11-23", "keys": ["title", "p1", "p4", "p5"]}],
        "lapsed": [{"key": "p2", "was": "Omar 2026-11-23"}, {"key": "p3", "was": "Omar 2026-11-23"}],
        "open": {"edited": ["p2"], "stale": ["p3"]},
    }
    assert rows["schools"]["open"] == {"draft": ["title", "p1", "p2"]}
    jisr(project, "status", "--approvals")
    out = capsys.readouterr().out
    assert "approved by Omar on 2026-11-23: title p1 p4 p5" in out
    assert "lapsed: p3 (was Omar 2026-11-23)" in out


def test_what_is_signed_again_has_lapsed_no_more(project: Project) -> None:
    jisr(project, "approve", "water", "p2", "--by", "Omar")
    edit(project.translation(), "Draft of 13 words.", "No vote this year.")
    jisr(project, "sync")
    assert "lapsed=" in project.ledger().read_text("utf-8")
    jisr(project, "approve", "water", "p2", "--by", "Salma")
    assert "lapsed=" not in project.ledger().read_text("utf-8")


@pytest.mark.parametrize(
    ("line", "by"),
    [
        ("reviewed_by: Omar", "Omar"),
        ('Reviewed-By: "Omar Ḥ."', "Omar Ḥ."),
        ("reviewed by: Omar # on Friday", "Omar"),
        ("reviewed_by: [Omar, 'Salma']", "Omar, Salma"),
        ("reviewed_by: Omar\nreviewed_by: Salma", "Omar, Salma"),
        ('  "reviewed_by": Omar', "Omar"),
    ],
)
def test_a_page_is_signed_by_a_line_at_its_top_however_it_is_written(
    project: Project, line: str, by: str
) -> None:
    edit(project.translation(), "dir: ltr\n", f"dir: ltr\n{line}\n")
    assert jisr(project, "sync") == 0
    assert approved(project, "water") == ["title", "p1", "p2", "p3", "p4", "p5"]
    assert f'by="{by}"' in project.ledger().read_text("utf-8").replace("by=Omar ", 'by="Omar" ')
    assert "eviewed" not in project.translation().read_text("utf-8")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            "dir: ltr\n",
            "dir: ltr\nreviewed_by:\n",
            ".md:4: warning: reviewed_by: signs nothing: it names nobody",
        ),
        ("Draft of 13 words.\n", "Draft of 13 words.\n\nreviewed_by: Omar\n", "stands in the text"),
        *(
            ("dir: ltr\n", f"dir: ltr\nreviewed_by: {word}\n", "it names nobody")
            for word in ("no", "null", "-", "2026-11-23", "|\n  Omar", "YOUR NAME", "[]", "# Omar")
        ),
        *(
            ("dir: ltr\n", f"dir: ltr\n{line}\n", f"a line that begins otherwise is not read: «{line}»")
            for line in (
                *("approved_by: Omar", "Reviewer: Omar", "reviewed: yes", "status: approved"),
                *("reviewd_by: Omar", "reviewed by Omar", "reviewed_by= Omar", "- reviewed_by: Omar"),
                *("proofread_by: Omar", "راجعه: عمر", "المراجع: عمر"),  # reviewed it; the reviewer: Omar
            )
        ),
    ],
)
def test_a_line_that_signs_nothing_is_said_for_as_long_as_it_stands(
    project: Project, old: str, new: str, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(project.translation(), old, new)
    for _ in range(2):
        capsys.readouterr()
        assert jisr(project, "sync") == 0
        assert says in capsys.readouterr().err
    assert approved(project, "water") == []


def test_lines_about_something_else_are_no_signatures(project: Project) -> None:
    lines = "status: draft\n# reviewed_by: Omar\nreviewed_on: 2026-11-23\nreviews: 2\nviews: 3\n"
    edit(project.translation(), "dir: ltr\n", f"dir: ltr\n{lines}")
    assert not [f for f in project.read_result("water").findings if f.check == "reviewed-by"]
    assert approved(project, "water") == []


# --- the rules by themselves --------------------------------------------------------------------------------

PAGE = "docs/en/articles/water.md"
HERE = "write reviewed_by: and your name or initials between the --- lines at the top of the page"
EDITED = Entry("p1", "نص", "It rained.", State.EDITED)  # "text"
DRAFT = replace(
    EDITED,
    key="p2",
    target="It snowed.",
    state=State.DRAFT,
    touched=True,
    reason="r",
    proposals=(Proposal("argos", "Snow."),),
    facts={LAPSED: "Ann 2026-01-01", "x": "1"},
    machine=(machine_digest("It snowed."),),
)
STALE = replace(EDITED, key="p3", stale=True)
MISSING = Entry("p4", "نص")
SIGNED = replace(EDITED, key="p5", state=State.APPROVED, by="Ann", on="2026-01-01")
ALL = (EDITED, DRAFT, STALE, MISSING, SIGNED)


def outcome(*entries: Entry, page: str = "") -> SyncResult:
    there = parse_page(page) if page else None
    return SyncResult(Document("water", "seeds/water.txt", Meta(), ()), Ledger(entries), there, PAGE)


def page(front: str = "", words: str = "It rained.") -> str:
    return f"---\nlang: en\n{front}---\n\n<!-- #p1 -->\n{words}\n"


def signed(entry: Entry) -> Entry:
    return replace(entry, state=State.APPROVED, by="Omar", on="2026-11-23")


def by(outcome: SyncResult) -> dict[str, str]:
    return {e.key: e.by for e in outcome.ledger.entries if e.state is State.APPROVED}


def test_what_is_signed_holds_nothing_of_what_was_open() -> None:
    shown = "".join(f"<!-- #{e.key} -->\n{e.target}\n\n" for e in ALL)
    after = sign(outcome(*ALL, page=shown), (), "Omar", TODAY)
    draft = replace(DRAFT, touched=False, reason="", proposals=(), facts={"x": "1"})
    assert after.ledger.entries == (signed(EDITED), signed(draft), STALE, MISSING, SIGNED)
    named = sign(outcome(*ALL), ["p5"], "Omar", TODAY)
    assert named.ledger.entries == (*ALL[:4], signed(SIGNED)), "who is named signs anew"


@pytest.mark.parametrize(
    ("key", "why", "remedy"),
    [
        ("p4", "it has no English yet", "jisr draft water, or write it on the page"),
        ("p3", "its Arabic changed since", "first: jisr resolve water p3 --take keep"),
    ],
)
def test_a_block_that_cannot_be_signed_is_shown_with_what_to_do(key: str, why: str, remedy: str) -> None:
    with pytest.raises(JisrError) as caught:
        sign(outcome(*ALL), ["p1", key], "Omar", TODAY)
    message = f"cannot be approved: {why}"
    assert caught.value.findings == (Finding("approve", message, PAGE, remedy=remedy, key=key),)


def test_a_key_that_no_block_has_is_shown_with_those_that_there_are() -> None:
    with pytest.raises(JisrError) as caught:
        sign(outcome(*ALL), ["p1", "p9"], "Omar", TODAY)
    remedy = "there are p1, p2, p3, p4, p5"
    assert caught.value.findings == (Finding("approve", "no block has the key p9", PAGE, remedy=remedy),)


def test_who_withdraws_an_approval_leaves_who_had_given_it() -> None:
    machines = replace(SIGNED, key="p6", machine=(machine_digest(SIGNED.target),))
    every = outcome(EDITED, SIGNED, machines)
    facts = {LAPSED: "Ann 2026-01-01"}
    person = replace(SIGNED, state=State.EDITED, by="", on="", facts=facts)
    draft = replace(machines, state=State.DRAFT, by="", on="", facts=facts, touched=True)
    assert withdraw(every, ()).ledger.entries == (EDITED, person, draft)
    assert withdraw(every, ["p5"]).ledger.entries == (EDITED, person, machines)
    with pytest.raises(JisrError) as caught:
        withdraw(every, ["p5", "p1"])
    remedy = "approved are p5, p6"
    assert caught.value.findings == (Finding("unapprove", "not approved", PAGE, remedy=remedy, key="p1"),)
    with pytest.raises(JisrError) as caught:
        withdraw(outcome(EDITED), ())
    remedy = "nothing of this article is approved"
    assert caught.value.findings == (Finding("unapprove", "not approved", PAGE, remedy=remedy),)


def test_a_machines_text_is_approved_by_an_act_of_its_own() -> None:
    """A form of many paragraphs that somebody ticks approves no draft that nobody changed."""
    for keys in (("p1", "p2"), ()):
        with pytest.raises(JisrError) as caught:
            refuse_drafts(outcome(*ALL), keys)
        remedy = "approve it by an act of its own, once it was read against the Arabic"
        message = "p2: machine text that nobody changed"
        assert caught.value.findings == (Finding("approve-draft", message, PAGE, remedy=remedy, key="p2"),)
    refuse_drafts(outcome(*ALL), ["p1", "p3"])
    refuse_drafts(outcome(EDITED), ())


def test_only_a_machines_draft_is_taken_away_and_none_where_one_of_the_named_is_none() -> None:
    after = reject(outcome(*ALL), ["p2"])
    *others, gone = sorted(after.ledger.entries, key=lambda e: e.key == "p2")
    assert tuple(others) == (EDITED, STALE, MISSING, SIGNED)
    assert (gone.state, gone.target, gone.reason, gone.open) == (State.MISSING, "", REJECTED, False)
    with pytest.raises(JisrError) as caught:
        reject(outcome(*ALL), ["p2", "p1"])
    remedy = "write over it, or settle what waits: jisr resolve"
    message = "no machine's draft stands here"
    assert caught.value.findings == (Finding("reject", message, PAGE, remedy=remedy, key="p1"),)
    with pytest.raises(JisrError, match="no block has the key p9") as caught:
        reject(outcome(*ALL), ["p2", "p9"])
    assert caught.value.findings[0].check == "reject"


NOT_THERE = "it was not there, or said something else, when the line was written"
MACHINES = "it is a machine's, and nothing shows that it was there before the line"


def sight(*entries: Entry, stood: Collection[str] = ()) -> SeenVersion:
    return SeenVersion({e.key: e for e in entries}, frozenset(stood))


@pytest.mark.parametrize(
    ("review", "entry", "why"),
    [
        (Review([sight(EDITED)]), EDITED, ""),
        (Review([sight(replace(EDITED, source="نـص "))]), EDITED, ""),
        (Review([sight(replace(EDITED, target="It  rained."))]), EDITED, ""),
        (Review([sight(replace(EDITED, target="It hailed."))]), EDITED, NOT_THERE),
        (Review([sight(replace(EDITED, source="كلام"))]), EDITED, NOT_THERE),  # "talk"
        (Review([sight(replace(EDITED, stale=True))]), EDITED, NOT_THERE),
        (Review([sight()]), EDITED, NOT_THERE),
        (Review(), EDITED, NOT_THERE),
        (Review([sight(), sight(EDITED)]), EDITED, ""),
        (Review([sight(EDITED)], [sight()]), EDITED, NOT_THERE),
        (Review([sight(EDITED)], [sight(EDITED), sight()]), EDITED, NOT_THERE),
        (Review([sight(EDITED)], [sight(EDITED)]), EDITED, ""),
        (Review([sight(DRAFT)]), DRAFT, MACHINES),
        (Review([sight(DRAFT, stood=["p1"])]), DRAFT, MACHINES),
        (Review([sight(DRAFT, stood=["p2"])]), DRAFT, ""),
        (Review([sight(DRAFT)], [sight(DRAFT, stood=["p2"])]), DRAFT, ""),
        (Review([sight(DRAFT), sight(stood=["p2"])]), DRAFT, MACHINES),
    ],
)
def test_a_review_signs_what_its_writer_saw(review: Review, entry: Entry, why: str) -> None:
    assert review.why_unsigned(entry) == why


def carried_out(
    text: str, reviews: Mapping[str, Review], *entries: Entry
) -> tuple[SyncResult, list[Finding], list[str]]:
    """What becomes of a page by its line, the findings, and the names that git was asked for."""
    asked: list[str] = []

    def ask(_outcome: SyncResult, names: Collection[str]) -> Mapping[str, Review]:
        asked.extend(names)
        return reviews

    return (*sign_reviewed(outcome(*(entries or ALL), page=text), ask, TODAY), asked)


def warning(
    why: str,
    line: int,
    text: str = "",
    remedy: str = HERE,
    key: str = "",
    severity: Severity = Severity.WARNING,
) -> Finding:
    message = f"reviewed_by: signs nothing: {why}"
    return Finding("reviewed-by", message, PAGE, line, text, remedy, key, severity)


def test_a_line_signs_what_was_seen_goes_and_names_what_it_does_not_sign() -> None:
    text = page("reviewed_by: [Omar, Salma, Omar]\n")
    reviews = {"Omar": Review([sight(*ALL)]), "Salma": Review([sight(EDITED)])}
    after, findings, asked = carried_out(text, reviews, *ALL, replace(DRAFT, key="p6"))
    assert asked == ["Omar", "Salma"]
    assert by(after) == {"p1": "Omar, Salma", "p5": "Ann"}
    assert after.ledger.entries[0].on == "2026-11-23"
    assert after.page
    assert after.page.front == "---\nlang: en\n---\n"
    assert after.page.blocks == parse_page(text).blocks
    assert (after.lasting, is_awaiting_signature(after)) == ((), False)
    who = '--by "Omar, Salma"'
    assert findings == [
        Finding(
            "reviewed-by", f"reviewed_by: does not sign {keys}: {why}", PAGE, 3,
            remedy=f"read it, then: {settle}", severity=Severity.WARNING,
        )
        for keys, why, settle in (
            ("p2", MACHINES, f"jisr approve water p2 {who}"),
            ("p3", "its Arabic has changed since its English was made",
             f"jisr resolve water p3 --take keep, then jisr approve water p3 {who}"),
            ("p6", NOT_THERE, f"jisr approve water p6 {who}"),
        )
    ]  # fmt: skip


def test_a_line_that_has_to_wait_says_so_as_long_as_it_waits() -> None:
    text = page("reviewed_by: no\nreviewed_by: Omar\n")
    review = Review([sight(*ALL)], waits="git is busy", remedy="finish it")
    after, findings, _ = carried_out(text, {"Omar": review})
    waits = warning("git is busy (Omar)", 3, "", "finish it", severity=Severity.ERROR)
    assert findings == [warning("it names nobody", 3, "no"), waits]
    assert (after.ledger.entries, after.lasting) == (ALL, tuple(findings))
    assert after.page == parse_page(text)
    assert is_awaiting_signature(after)


def test_a_line_that_names_nobody_stays_and_is_said_again() -> None:
    text = page("reviewed_by:\nreviewed_by: no\n", "It rained.\n\nReviewed-by: Ann")
    after, findings, asked = carried_out(text, {})
    assert asked == []
    assert findings == [
        warning("it stands in the text, and is published as text", 10, key="p1"),
        warning("it names nobody", 3),
        warning("it names nobody", 4, "no"),
    ]
    assert (after.lasting, after.page) == (tuple(findings), parse_page(text))
    assert not is_awaiting_signature(after)


def test_of_two_names_that_which_is_nobodys_signs_nothing() -> None:
    text = page("reviewed_by: no, Omar\n", "It rained.\n\nreviewed_by: Ann")
    after, findings, _ = carried_out(text, {"Omar": Review([sight(EDITED)])}, EDITED)
    assert by(after) == {"p1": "Omar"}
    misplaced = warning("it stands in the text, and is published as text", 9, key="p1")
    assert findings == [misplaced, warning("it names nobody", 3, "no")]
    assert after.lasting == (misplaced,), "what stands in the text stands there still"


def test_nothing_is_signed_without_a_page_or_while_sync_has_to_ask() -> None:
    text = page("reviewed_by: Omar\n")
    for there in (outcome(*ALL), replace(outcome(*ALL, page=text), blocked=True)):
        assert sign_reviewed(there, lambda *_: {"Omar": Review([sight(*ALL)])}, TODAY) == (there, [])
    assert not is_awaiting_signature(outcome(*ALL))


def test_names_are_found_wherever_a_program_put_the_line_above_the_blocks() -> None:
    for text, names in (
        ("---\nreviewed_by: Ann\n---\n<!-- #p1 -->\nreviewed_by: Omar", {"Ann"}),
        ("reviewed_by: Ann\r\n\r\nReviewed-By: [ 'Omar' ,\"Salma\"] # now\r\n", {"Ann", "Omar", "Salma"}),
        ("lang: en, reviewed by : Ann#1", {"Ann#1"}),
        ("reviewed_by: # Ann", set()),
        ("reviewed_by: ,", set()),
        ("lang: en", set()),
    ):
        assert reviewer_names(text) == names


def test_what_was_signed_is_told_by_who_signed_it() -> None:
    before = outcome(*ALL)
    after = sign(before, ["p1", "p2"], "Omar", TODAY)
    assert new_approvals(before, after) == {"Omar": ["p1", "p2"]}
    changed = before.with_entries({"p1": replace(EDITED, target="It hailed.")})
    assert new_approvals(before, changed) == {}
