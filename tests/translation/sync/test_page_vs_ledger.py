"""What a page and the ledger say of one block, made one: what stays of an entry, and what is said."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from jisr.lang.arabic import digest
from jisr.markup.page_format import parse_page
from jisr.model.diagnostics import Finding
from jisr.model.ledger import ACCEPTED, DELETED, LAPSED, REJECTED, Entry, Proposal, State
from jisr.model.source import Block, Kind
from jisr.translation.authorship import machine_digest, translation_digest
from jisr.translation.sync.page_vs_ledger import BlockContext, Take, settle_block

ARABIC = "قررت الحكومة ذلك أمس."  # the government decided so yesterday
OTHER = "قررت الحكومة ذلك اليوم."  # today
ENGLISH = "The government decided so."
AROUND = BlockContext("x")
A = (Proposal("argos", "It decided."),)


# Page and ledger agree on each.
EDITED = Entry("p1", ARABIC, ENGLISH, State.EDITED, synced=translation_digest(ENGLISH))
DRAFT = replace(EDITED, state=State.DRAFT, machine=(machine_digest(ENGLISH),), fuzzy=True)
APPROVED = replace(EDITED, state=State.APPROVED, by="Ruba", on="2026-01-01")
STALE = replace(EDITED, stale=True, previous=OTHER, proposals=A, fuzzy=True)


def now(
    before: Entry,
    page: str | None,
    take: Take | None = None,
    *,
    mark: str = "",
    original: str = ARABIC,
    around: BlockContext = AROUND,
) -> tuple[Entry, list[Finding]]:
    """What becomes of an entry where the page has `page` below its marker; None: no marker."""
    pages = parse_page(f"<!-- #p1{mark} -->\n{page}\n").blocks if page is not None else [None]
    return settle_block(before, pages[0], Block(Kind.PARAGRAPH, original, key="p1"), take, around)


def said(found: Sequence[Finding]) -> list[tuple[str, int, str, str]]:
    return [(f.check, f.line, f.key, f.severity) for f in found]


# --- a person changed the page ----------------------------------------------------------------------------


def test_a_correction_on_the_page_takes_its_place_and_the_approval_lapses() -> None:
    got, found = now(replace(APPROVED, reason="r"), "The cabinet decided so.")
    assert (got.target, got.state, got.by, got.on, got.reason) == (
        "The cabinet decided so.", State.EDITED, "", "", ""
    )  # fmt: skip
    assert got.facts[LAPSED] == "Ruba 2026-01-01"
    assert found == []


def test_how_much_of_a_draft_was_changed_is_kept() -> None:
    got, _ = now(DRAFT, "The cabinet decided so.")
    assert (got.state, got.changed) == (State.EDITED, 0.25)
    assert got.machine == DRAFT.machine
    again, _ = now(replace(got, synced=translation_digest(got.target)), "The old cabinet decided so.")
    assert again.changed == 0.25, "of the draft, not of a person's own words"


@pytest.mark.parametrize(
    ("before", "after", "respelled"),
    [
        ("The goverment decided so.", "The government decided so.", True),
        ("The government decided so", "the government, decided so!", True),
        ("The government decided so.", "A government decided so.", True),
        ("Government decided so.", "The government decided so.", True),
        ("Teh government decided so.", "The government decided so.", True),
        ("The government decided yesterday.", "The government decided today.", False),
        ("The government decided so.", "The government decided.", False),
        ("In 2008 it did.", "In 2009 it did.", False),
        ("It has 3 seats.", "It has three seats.", False),
        (
            "In 2008 we met and said so. " * 40,
            "In 2008 we met and sayd so. " + "In 2008 we met and said so. " * 39,
            True,
        ),
        ("one two three " * 510, "one two three " * 509 + "one two four ", True),  # too long for word by word
        ("one two three " * 510, "one two four " * 510, False),
    ],
)
def test_a_stale_english_that_is_written_anew_is_stale_no_more(
    before: str, after: str, *, respelled: bool
) -> None:
    stale = replace(STALE, target=before, synced=translation_digest(before))
    got, found = now(stale, after)
    assert got.target == after.strip()
    assert (got.stale, got.previous, got.proposals) == ((True, OTHER, A) if respelled else (False, "", ()))
    assert said(found) == [("stale" if respelled else "settled", 1, "p1", "notice")]
    if respelled:
        assert "jisr resolve x p1 --take keep" in found[0].remedy
    got, found = now(stale, after, original=OTHER)
    assert got.stale, "the Arabic changes once more: whoever wrote may not have seen it"
    got, found = now(stale, after, Take.KEEP)
    assert (got.stale, found) == (True, []), "what is kept is settled later"


# --- a machine's words ------------------------------------------------------------------------------------


def test_a_machines_words_from_elsewhere_are_a_draft_of_unknown_origin() -> None:
    known = BlockContext("x", True, {digest("Another.")}, {machine_digest("Another.")})
    of_old = replace(DRAFT, origin="argos", score=-0.5, changed=0.5, reason="r")
    got, found = now(of_old, "Another.", around=known)
    assert (got.target, got.state, got.origin, got.score, got.changed, got.reason, got.touched) == (
        "Another.", State.DRAFT, "unknown", None, None, "", False
    )  # fmt: skip
    assert found == []
    got, _ = now(of_old, "another", around=replace(known, drafts=()))
    assert (got.state, got.touched) == (State.DRAFT, True), "with a person's comma, as no run wrote it"
    for before in (EDITED, replace(DRAFT, touched=True)):
        got, found = now(before, "Another.", around=known)
        assert (got, said(found)) == (before, [("conflict", 1, "p1", "error")])
        assert "page: «Another.»" in found[0].message
        assert found[0].text == ENGLISH
        assert found[0].remedy == "jisr resolve x p1 --take page, or: jisr resolve x p1 --take ledger"


@pytest.mark.parametrize("page", ["The government, decided so.", "The gov\u00adernment decided so."])
def test_a_comma_in_a_draft_touches_it(page: str) -> None:
    got, found = now(DRAFT, page)
    assert (got.target, got.state, got.touched, found) == (page, State.DRAFT, True, [])
    got, _ = now(replace(DRAFT, target=page), ENGLISH)
    assert (got.target, got.state, got.touched) == (page, State.DRAFT, True), "by a PO tool"
    got, _ = now(APPROVED, "The gov\u00adernment decided so.")
    assert (got.state, got.touched) == (State.APPROVED, False)


# --- a PO tool changed the ledger -------------------------------------------------------------------------


def test_a_translators_words_in_the_ledger_are_edited() -> None:
    got, found = now(replace(DRAFT, target="The cabinet did.", reason="r", fuzzy=False), ENGLISH)
    assert (got.target, got.state, got.reason, found) == ("The cabinet did.", State.EDITED, "", [])
    got, _ = now(replace(APPROVED, target="The cabinet did."), ENGLISH)
    assert (got.state, got.by, got.facts) == (State.EDITED, "", {LAPSED: "Ruba 2026-01-01"})


def test_a_stale_english_that_a_translator_changed_is_stale_for_as_long_as_it_is_fuzzy() -> None:
    changed = replace(STALE, target="The cabinet did.")
    got, _ = now(changed, ENGLISH)
    assert (got.stale, got.previous, got.proposals) == (True, OTHER, A)
    got, _ = now(replace(changed, fuzzy=False), ENGLISH)
    assert (got.stale, got.previous, got.proposals) == (False, "", ())
    got, _ = now(replace(STALE, target="The government, decided so.", fuzzy=False), ENGLISH)
    assert got.stale, "a comma says nothing"


# --- the flag ---------------------------------------------------------------------------------------------


def test_a_flag_without_a_name_is_put_back_and_says_how_to_sign() -> None:
    for before in (DRAFT, STALE):
        got, found = now(replace(before, fuzzy=False), ENGLISH)
        assert (got.state, got.stale) == (before.state, before.stale)
        assert said(found) == [("flag", 0, "p1", "notice")]
        assert "put back" in found[0].message
        assert 'jisr approve x p1 --by "NAME"' in found[0].remedy
        assert found[0].text == ENGLISH


def test_a_flag_with_a_name_takes_the_english_as_it_stands() -> None:
    named = replace(AROUND, named="Ruba 2026-01-01")
    got, found = now(replace(DRAFT, fuzzy=False, facts={"x": "1"}), ENGLISH, around=named)
    assert (got.state, got.changed, found) == (State.EDITED, 0.0, [])
    assert got.facts == {"x": "1", ACCEPTED: "Ruba 2026-01-01"}
    got, _ = now(replace(STALE, fuzzy=False), ENGLISH, around=named)
    assert (got.stale, got.previous, got.proposals, got.facts) == (False, "", (), {})


def test_a_flag_that_was_set_takes_an_approval_back() -> None:
    got, (said_,) = now(replace(APPROVED, fuzzy=True), ENGLISH)
    assert (got.state, got.by, got.facts) == (State.EDITED, "", {LAPSED: "Ruba 2026-01-01"})
    assert "the approval is withdrawn" in said_.message
    assert "Ruba" not in said_.message, "CI's log is read by others"
    got, (said_,) = now(replace(EDITED, fuzzy=True), ENGLISH)
    assert got.state is State.EDITED
    assert "taken off" in said_.message


# --- the page does not show it ----------------------------------------------------------------------------


def test_a_persons_english_that_was_deleted_is_put_back_and_said() -> None:
    for page in (None, ""):
        got, found = now(APPROVED, page)
        assert got == APPROVED
        assert said(found) == [("restored", 0 if page is None else 1, "p1", "notice")]
        assert (found[0].text, "jisr resolve x p1 --take page" in found[0].remedy) == (ENGLISH, True)
    assert now(APPROVED, None, around=replace(AROUND, page=False)) == (APPROVED, [])
    assert now(APPROVED, "", around=replace(AROUND, cut="p1")) == (APPROVED, [])
    assert now(APPROVED, "", mark=" missing") == (APPROVED, [])
    tool = replace(EDITED, target="The cabinet did.")
    got, found = now(tool, "")
    assert (got.target, said(found)) == ("The cabinet did.", [("restored", 1, "p1", "notice")])


def test_a_draft_that_was_taken_off_the_page_is_rejected() -> None:
    full = replace(DRAFT, origin="argos", score=-0.5, changed=0.5, proposals=A, stale=True, previous=OTHER)
    got, found = now(full, "")
    assert got == replace(
        full, target="", state=State.MISSING, origin="", score=None, changed=None, proposals=(),
        stale=False, previous="", reason=REJECTED, machine=(*full.machine, machine_digest(A[0].text)),
    )  # fmt: skip
    assert (said(found), found[0].text) == ([("rejected", 1, "p1", "notice")], ENGLISH)
    assert "jisr draft x p1" in found[0].remedy
    assert now(DRAFT, None) == (DRAFT, [])
    assert now(DRAFT, "", around=replace(AROUND, page=False)) == (DRAFT, [])
    assert now(DRAFT, "", around=replace(AROUND, cut="p1")) == (DRAFT, [])
    assert now(DRAFT, "", mark=" missing") == (DRAFT, [])
    lost = replace(DRAFT, lost=True)
    assert now(lost, "")[0].target == ENGLISH


def test_english_that_neither_has_any_more_is_missing() -> None:
    got, found = now(replace(EDITED, target=""), "")
    assert (got.state, got.synced, got.reason, found) == (State.MISSING, "", "the English was removed", [])
    nothing = Entry("p1", ARABIC)
    assert now(nothing, "", mark=" missing") == (nothing, [])


@pytest.mark.parametrize(
    ("before", "page", "mark", "state", "by"),
    [
        (APPROVED, ENGLISH, "", State.APPROVED, "Ruba"),
        (DRAFT, ENGLISH, "", State.DRAFT, ""),
        (replace(DRAFT, state=State.MISSING), ENGLISH, "", State.DRAFT, ""),
        (APPROVED, "The cabinet did.", "", State.EDITED, ""),
        (DRAFT, "The cabinet did.", "", State.EDITED, ""),
        (DRAFT, "Another.", f" draft {digest('Another.')}", State.DRAFT, ""),
    ],
)
def test_what_a_tool_emptied_is_as_the_page_has_it(
    before: Entry, page: str, mark: str, state: State, by: str
) -> None:
    got, _ = now(replace(before, target=""), page, mark=mark)
    assert (got.target, got.state, got.by) == (page, state, by)


# --- both changed, and what a person decides --------------------------------------------------------------


def test_two_corrections_are_a_conflict() -> None:
    both = replace(EDITED, target="By a tool. <!-- private -->")
    got, found = now(both, "By   an *editor*.")
    assert (got, said(found)) == (both, [("conflict", 1, "p1", "error")])
    assert "«By an *editor*.»" in found[0].message
    assert "private" not in found[0].text.replace("(private, 7 letters)", "")
    alike, found = now(replace(EDITED, target="By both."), "By both.")
    assert (alike.target, alike.state, found) == ("By both.", State.EDITED, [])


def test_a_machines_text_that_a_tool_put_in_a_persons_place_is_a_conflict() -> None:
    put = replace(EDITED, target="A machine's.", machine=(machine_digest("A machine's."),))
    got, found = now(put, ENGLISH)
    assert (got, said(found)) == (put, [("conflict", 1, "p1", "error")])
    assert now(replace(put, state=State.DRAFT), ENGLISH)[1] == []


def test_what_a_person_decides() -> None:
    both = replace(APPROVED, target="By a tool.")
    page, _ = now(both, "By an editor.", Take.PAGE)
    assert (page.target, page.state, page.by) == ("By an editor.", State.EDITED, "")
    tool, _ = now(both, "By an editor.", Take.LEDGER)
    assert (tool.target, tool.state, tool.by) == ("By a tool.", State.EDITED, "")
    assert now(APPROVED, "By an editor.", Take.LEDGER) == (APPROVED, [])
    assert now(APPROVED, ENGLISH, Take.PAGE) == (APPROVED, [])
    stale = replace(STALE, state=State.APPROVED, by="Ruba", on="2026-01-01")
    machine, _ = now(stale, "Another.", Take.PAGE, mark=f" draft {digest('Another.')}")
    assert (machine.target, machine.state, machine.by) == ("Another.", State.DRAFT, "")
    assert (machine.stale, machine.previous, machine.proposals) == (False, "", ())


def test_what_a_person_deletes_for_good() -> None:
    put_back = replace(APPROVED, facts={DELETED: "2026-01-02", "x": "1"})
    for page in ("", ENGLISH):
        got, _ = now(put_back, page, Take.PAGE)
        assert (got.target, got.state, got.synced, got.by, got.reason) == (
            "",
            State.MISSING,
            "",
            "",
            REJECTED,
        )
        assert DELETED not in got.facts
        assert got.facts["x"] == "1"
    assert now(put_back, "By an editor.", Take.PAGE)[0].target == "By an editor."


def test_a_proposal_that_a_person_takes() -> None:
    full = replace(
        STALE,
        state=State.APPROVED,
        by="Ruba",
        on="2026-01-01",
        origin="old",
        score=-0.9,
        changed=0.5,
        touched=True,
    )
    got, _ = now(full, ENGLISH, Take.PROPOSAL)
    assert (got.target, got.state, got.origin, got.by) == ("It decided.", State.DRAFT, "argos", "")
    assert (got.stale, got.previous, got.changed, got.proposals, got.touched) == (False, "", None, (), False)
    assert got.score is None, "the score of the old draft says nothing of this one"
    renamed = replace(full, proposals=(Proposal("rename: a → b", "Renamed."), *A))
    got, _ = now(renamed, ENGLISH, Take.PROPOSAL)
    assert (got.target, got.state, got.proposals, got.stale) == ("Renamed.", State.EDITED, (), True)
    none = replace(STALE, proposals=())
    got, found = now(none, ENGLISH, Take.PROPOSAL)
    assert (got, said(found)) == (none, [("resolve", 1, "p1", "error")])
    assert "--take keep" in found[0].remedy
