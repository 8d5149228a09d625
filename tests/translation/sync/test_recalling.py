"""What a tool took out of a ledger comes back, from the page and from ledgers of before."""

from dataclasses import replace
from typing import Any

import pytest

from jisr.lang.arabic import digest
from jisr.model.diagnostics import Finding
from jisr.model.ledger import ACCEPTED, Entry, Ledger, PageBlock, Proposal, State
from jisr.translation.authorship import machine_digest
from jisr.translation.sync.recalling import new_signature, reject_unsigned_edits, restore_facts

SIGNED = Entry(
    *("p1", "نص", "One.", State.APPROVED),  # "text"
    synced=digest("One."),
    by="Ruba",
    on="2026-01-01",
    notes=("old note",),
    flags=("old",),
    proposals=(Proposal("argos", "A."),),
)
LOST = Entry("p1", "نص", "One.", State.EDITED, lost=True, fuzzy=True)


def below(body: str, mark: str = "", of: str = "") -> PageBlock:
    """A block on the page: `of` is what the marker's digest was made of."""
    return PageBlock("p1", mark, digest(of) if of else "", body, body, 1)


def recall(entry: Entry, past: list[Ledger], seen: PageBlock | None = None) -> tuple[Entry, list[Finding]]:
    book, found = restore_facts(Ledger((entry,)), past, {"p1": seen} if seen else {}, "x")
    return book.entries[0], found


def test_facts_come_back_beside_what_the_file_says() -> None:
    got, (said,) = recall(LOST, [Ledger((SIGNED,))])
    assert got == replace(SIGNED, fuzzy=True)
    assert (said.check, said.file, said.severity) == ("facts", "translations/x.po", "warning")
    assert "are restored: p1" in said.message
    kept = replace(LOST, previous="قديم", notes=("n",), flags=("f",), proposals=(Proposal("deepl", "B."),))
    got, _ = recall(kept, [Ledger((SIGNED,))])
    assert got == replace(
        kept, state=State.APPROVED, synced=SIGNED.synced, by="Ruba", on="2026-01-01", lost=False
    )
    stale = replace(SIGNED, stale=True, previous="أقدم")  # "older"
    assert recall(LOST, [Ledger((stale,))])[0].previous == "أقدم"
    assert recall(LOST, [Ledger((replace(stale, stale=False),))])[0].previous == ""
    assert recall(replace(LOST, source="نص آخر"), [Ledger((SIGNED,))])[0].source == "نص آخر"


def test_of_several_ledgers_the_one_with_the_same_english_tells() -> None:
    other = replace(SIGNED, target="Other.", state=State.EDITED, by="")
    for past in ([Ledger((other,)), Ledger((SIGNED,))], [Ledger((other,)), Ledger(obsolete=(SIGNED,))]):
        assert recall(LOST, past)[0].by == "Ruba"
    assert recall(LOST, [Ledger((replace(SIGNED, target="X."),)), Ledger((other,))])[0].by == "Ruba", (
        "the surest"
    )
    assert recall(LOST, [Ledger((replace(SIGNED, key="p2"),))])[0].lost
    assert recall(LOST, [Ledger((replace(SIGNED, lost=True),))])[0].lost


def test_a_marker_tells_of_a_draft() -> None:
    draft = Entry("p1", "نص", "One.", State.DRAFT, synced=digest("One."), origin="argos")
    got, _ = recall(LOST, [], below("One.", "draft", "One."))
    assert (got.state, got.lost, got.synced, got.machine) == (
        State.DRAFT, False, digest("One."), (machine_digest("One."),)
    )  # fmt: skip
    got, _ = recall(LOST, [Ledger((draft,))], below("One.", "draft", "One."))
    assert got.origin == "argos"
    got, _ = recall(LOST, [Ledger((SIGNED,))], below("One.", "draft", "One."))
    assert (got.state, got.by) == (State.DRAFT, ""), "of another text"
    for seen in (below("One, changed.", "draft", "One."), below("One.", "", "One.")):
        assert recall(LOST, [Ledger((SIGNED,))], seen)[0].by == "Ruba"


def test_where_nothing_tells_a_text_is_a_draft_that_no_run_replaces() -> None:
    got, (said,) = recall(LOST, [], below("One."))
    assert (got.touched, got.lost, got.synced) == (True, True, digest("One."))
    assert "nothing tells" in said.message
    assert 'jisr approve x p1 --by "NAME"' in said.remedy
    assert recall(replace(LOST, synced="abc"), [])[0].synced == "abc"
    nothing = Entry("p1", "نص", lost=True)
    assert recall(nothing, []) == (nothing, [])
    assert recall(replace(LOST, lost=False), [Ledger((SIGNED,))]) == (replace(LOST, lost=False), [])


def test_both_are_said_and_retired_blocks_have_their_facts_again() -> None:
    six = [replace(LOST, key=f"p{n}") for n in range(2, 9)]
    book, found = restore_facts(Ledger((LOST, *six), (LOST, six[0])), [Ledger((SIGNED,))], {}, "x")
    assert ["restored: p1" in found[0].message, "p2, p3, p4, p5, p6, p7, p8" in found[1].message] == [
        True,
        True,
    ]
    assert " p2 p3 p4 p5 p6 --by" in found[1].remedy, "a command of a length that one types"
    assert [(e.by, e.lost) for e in book.obsolete] == [("Ruba", False), ("", True)]


def test_a_ledger_that_is_gone_is_restored() -> None:
    past = [Ledger((SIGNED,)), Ledger()]
    book, (said,) = restore_facts(Ledger(), past, {}, "x")
    assert book == Ledger((replace(SIGNED, machine=(machine_digest("A."),)),)), "what machines wrote is known"
    assert "restored" in said.message
    assert restore_facts(Ledger(), [], {}, "x") == (Ledger(), [])


def test_what_a_tool_dropped_comes_back_in_its_place() -> None:
    one, two, three, four = (replace(SIGNED, key=f"p{n}", proposals=()) for n in range(1, 5))
    seen = {entry.key: below("One.") for entry in (one, two, three)}
    book, (said,) = restore_facts(Ledger((one, four)), [Ledger((one, two, three, four))], seen, "x")
    assert book.entries == (one, two, three, four)
    assert said.message.endswith("restored: p2, p3")


def test_what_a_tool_emptied_and_no_page_shows_is_filled_again() -> None:
    emptied = replace(SIGNED, target="", fuzzy=False)
    fuzzy = replace(SIGNED, fuzzy=True)
    assert recall(emptied, [Ledger((fuzzy,))])[0] == fuzzy
    assert (
        recall(emptied, [Ledger((replace(SIGNED, target="Other."),)), Ledger(obsolete=(fuzzy,))])[0] == fuzzy
    )
    assert recall(emptied, [Ledger((fuzzy,))], below("One."))[0] == emptied, "the page has it"
    assert recall(replace(emptied, synced=""), [Ledger((fuzzy, replace(fuzzy, target="")))])[0].target == ""
    assert recall(emptied, [])[0] == emptied
    ours = replace(SIGNED, target="Ours.")
    assert recall(ours, [Ledger((fuzzy,))])[0] == ours


MADE = (machine_digest("One."),)


@pytest.mark.parametrize(
    ("entry", "seen", "by_nobody"),
    [
        ({}, None, False),
        ({"machine": MADE}, None, True),
        ({"machine": MADE}, below("One."), True),
        ({}, below("One.", "draft", "One."), True),  # its marker says that a machine wrote it
        ({}, below("Two.", "draft", "Two."), False),
        ({"machine": MADE, "state": State.APPROVED}, None, False),
        ({"machine": MADE, "facts": {ACCEPTED: "Ruba 2026-01-01"}}, None, False),
        # A tool changed it since: it put a machine's words there, perhaps in the place of a person's.
        ({"machine": MADE, "synced": digest("Ours.")}, None, True),
        ({"machine": MADE, "synced": digest("Ours.")}, below("Ours."), False),
        ({"machine": (*MADE, machine_digest("Ours.")), "synced": digest("Ours.")}, below("Ours."), True),
        ({"synced": digest("Ours.")}, below("One.", "draft", "One."), False),
        ({"machine": MADE, "synced": ""}, None, True),
        # A name without its day is nobody's word, and goes; other facts stay.
        ({"machine": MADE, "facts": {ACCEPTED: "Ruba", "removed": "ab12cd34"}}, None, True),
    ],
)
def test_a_machines_text_is_edited_by_nobody(
    entry: dict[str, Any], seen: PageBlock | None, *, by_nobody: bool
) -> None:
    person = Entry("p1", "نص", "One.", State.EDITED, synced=digest("One."))
    here = replace(person, **entry)
    other = replace(person, key="p2")
    book, found = reject_unsigned_edits(Ledger((here, other)), {"p1": seen} if seen else {}, "x")
    if not by_nobody:
        assert (book.entries, found) == ((here, other), [])
        return
    facts = {name: value for name, value in here.facts.items() if name == "removed"}
    assert book.entries == (replace(here, state=State.DRAFT, touched=True, fuzzy=True, facts=facts), other)
    assert (found[0].check, found[0].severity) == ("unsigned", "warning")
    assert found[0].message.endswith("draft: p1")
    assert "jisr approve x p1" in found[0].remedy


def signed(who: str, when: str) -> Ledger:
    return Ledger(header=(("Last-Translator", who), ("PO-Revision-Date", when)))


@pytest.mark.parametrize(
    ("who", "when", "said"),
    [
        ("Ruba <r@example.org>", "2026-11-23 10:00+0000", "Ruba 2026-11-23"),
        ("Ruba  Hasan", " 2026-11-23 10:00 ", "Ruba Hasan 2026-11-23"),
        ("Ruba Hasan <r@example.org>, 2026", "2026-11-23 10:00", "Ruba Hasan 2026-11-23"),  # Transifex
        ("Ruba, 2026", "2026-11-23 10:00", "Ruba 2026-11-23"),
        ("Ruba <1+ruba@users.noreply.github.com>", "2026-11-23 10:00", "Ruba 2026-11-23"),
        ("Nova <noreply-mt-nova@weblate.org>", "2026-11-23 10:00", ""),  # Weblate's machines and add-ons
        ("Nova <nova@bots.noreply.weblate.org>", "2026-11-23 10:00", ""),
        ("Nova <1+nova[bot]@users.noreply.github.com>", "2026-11-23 10:00", ""),
        ("", "2026-11-23 10:00", ""),
        ("FULL NAME <EMAIL@ADDRESS>", "2026-11-23 10:00", ""),
        ("Ruba", "", ""),
        ("Ruba", "YEAR-MO-DA HO:MI+ZONE", ""),
        ("Ruba", "2026-13-45 10:00", ""),
        ("Ruba", "2026-11-22 10:00", ""),  # as Jisr left it
        ("Ruba", "2026-11-21 10:00", ""),
    ],
)
def test_who_signed_since_jisr_left_the_ledger(who: str, when: str, said: str) -> None:
    before = [signed("Omar", "2026-11-20 10:00"), signed("Omar", "2026-11-22 10:00"), Ledger()]
    assert new_signature(signed(who, when), before) == said
    assert new_signature(signed(who, when), []) == "", "nobody knows what stood there before"
