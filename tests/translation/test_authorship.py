"""Who wrote it: nothing but other words or a name makes a person, whatever tools and programs do."""

import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import polib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.app import pipeline
from jisr.lang.arabic import digest
from jisr.markup.page_format import format_marker, parse_page
from jisr.model.ledger import ACCEPTED, LAPSED, Entry, Ledger, Proposal, State
from jisr.model.source import Block, Document, Kind, Meta
from jisr.translation import engines, ledger
from jisr.translation.authorship import (
    apply_state_rule,
    drop_approval,
    drop_translation,
    is_visually_same,
    machine_digest,
    mark_stale,
    recorded_machine_digests,
    settle,
    take_part,
    translation_digest,
)
from jisr.translation.sync import compose_translation_page, finalise_ledger, reconcile
from tests.project import TODAY, Echo, Project, edit
from tests.sample import ROOT

DRAFT = Entry("p1", "نص", "We met 3.5 men.", State.DRAFT, synced=digest("We met 3.5 men."))  # "text"
PERSON = replace(DRAFT, state=State.EDITED, target="Five men came.", synced=digest("Five men came."))


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("we met “3.5” men", True),
        ("We met <!-- or saw? --> 3.5 men.", True),
        ("We met 3.5 men.\n\n[men]: https://example.org", True),
        ("We m\u00adet 3.5\u00a0men.", True),
        ("We met 35 men.", False),
        ("We’ve met 3.5 men.", False),
        ("We met -3.5 men.", False),
        ("We met 3.5% men.", False),
        ("We met `<!-- a -->` 3.5 men.", False),
        ("", False),
    ],
)
def test_a_machines_text_is_known_by_its_units(text: str, *, same: bool) -> None:
    assert (machine_digest(text) == machine_digest(DRAFT.target)) is same


def test_texts_that_look_alike_differ_in_nothing_that_is_seen() -> None:
    assert is_visually_same("A *b* c.", "A _b_ c. <!-- note -->\n\n[x]: https://example.org")
    assert is_visually_same("ab", "a\u2060b")
    assert not is_visually_same("A b.", "A, b.")


def test_what_machines_wrote_is_recorded() -> None:
    assert recorded_machine_digests(DRAFT) == (machine_digest(DRAFT.target),)
    assert recorded_machine_digests(replace(DRAFT, synced="")) == recorded_machine_digests(DRAFT)
    assert recorded_machine_digests(replace(DRAFT, target="By a tool.")) == (), (
        "a tool changed it: it may be a person's"
    )
    offered = (Proposal("argos", "Six men."), Proposal("rename: a → b", "Seven men."))
    assert recorded_machine_digests(replace(PERSON, proposals=offered)) == (machine_digest("Six men."),)
    same = replace(PERSON, proposals=(Proposal("argos", PERSON.target),))
    assert recorded_machine_digests(same) == (), (
        "a machine that says what a person wrote makes it no machine's"
    )
    assert recorded_machine_digests(replace(PERSON, machine=("a", "a", "b"))) == ("a", "b")


def test_the_rule() -> None:
    def now(before: Entry, **changes: object) -> Entry:
        return apply_state_rule(before, replace(before, **changes))  # type: ignore[arg-type] # any field

    assert apply_state_rule(DRAFT, DRAFT) is DRAFT, "no diff for nothing"
    edited = now(DRAFT, state=State.EDITED, target="We met 35 men.", touched=True, changed=0.2)
    assert (edited.state, edited.touched, edited.machine) == (
        State.EDITED,
        False,
        recorded_machine_digests(DRAFT),
    )
    back = now(edited, target="we met 3.5 men")
    assert (back.state, back.touched, back.changed) == (State.DRAFT, True, None)
    assert now(DRAFT, state=State.EDITED).state is State.DRAFT
    accepted = now(DRAFT, state=State.EDITED, facts={ACCEPTED: "Ruba 2026-11-23"})
    assert accepted.state is State.EDITED
    assert now(accepted, target="We met 3.5 men!").state is State.EDITED, "what was accepted, but for a comma"
    assert ACCEPTED in now(accepted, target="We met 3.5 men!").facts
    assert ACCEPTED not in now(accepted, target="We met nobody.").facts
    other = replace(accepted, machine=(*accepted.machine, machine_digest("Other.")))
    assert now(other, target="Other.").state is State.DRAFT, "another text than the one that was accepted"
    signed = now(DRAFT, state=State.APPROVED, by="Ruba", on="2026-11-23")
    assert (signed.state, signed.machine) == (State.APPROVED, recorded_machine_digests(DRAFT))
    assert now(signed, state=State.EDITED, by="").state is State.DRAFT
    assert now(PERSON, target="Five men left.").state is State.EDITED, "no machine ever wrote a word of it"
    assert now(replace(PERSON, lost=True), target="Five men left.").state is State.DRAFT, "who knows?"
    assert now(replace(PERSON, lost=True), stale=True).state is State.EDITED
    assert not now(replace(PERSON, lost=True), stale=True).lost
    copied = apply_state_rule(
        PERSON, replace(PERSON, target="Copied.", state=State.EDITED), {machine_digest("Copied.")}
    )
    assert (copied.state, copied.touched) == (State.DRAFT, True)
    redrafted = now(DRAFT, target="Another.")
    assert redrafted.machine == (*recorded_machine_digests(DRAFT), machine_digest("Another."))


def test_who_had_approved_is_remembered() -> None:
    assert drop_approval(PERSON) is PERSON
    lapsed = drop_approval(replace(PERSON, by="Ruba", on="2026-11-23"))
    assert (lapsed.by, lapsed.on, lapsed.facts) == ("", "", {LAPSED: "Ruba 2026-11-23"})


# --- the law, over random lives of a machine's text ---------------------------------------------------------

ARABIC = ("أعلنت الحكومة اتفاقية جديدة مع الشركة.", "أعلنت الحكومة اتفاقا آخر مع الشركات كلها.")  # a pact
MACHINE = "The government announced 3.5 new pacts with the company’s owners."
Files = tuple[str, str]
"""The page and the ledger."""


def on_page(change: Callable[[str], str]) -> Callable[[Files], Files]:
    """A change of the words on the page."""

    def changed(files: Files) -> Files:
        blocks = parse_page(files[0]).blocks
        if not blocks or not blocks[0].body:
            return files
        return files[0].replace(blocks[0].body, change(blocks[0].body)), files[1]

    return changed


def in_ledger(change: Callable[[str], str]) -> Callable[[Files], Files]:
    """A change of the ledger's text."""
    return lambda files: (files[0], change(files[1]))


def in_english(change: Callable[[str], str]) -> Callable[[Files], Files]:
    """A change of the first block's English in the ledger."""

    def changed(text: str) -> str:
        po = polib.pofile(text, wrapwidth=0)
        po[0].msgstr = change(po[0].msgstr)
        return f"{po}"

    return in_ledger(changed)


NOBODY: dict[str, Callable[[Files], Files]] = {
    "commas": on_page(lambda t: t.replace(" new ", ", new, ")),
    "case": on_page(str.upper),
    "emphasis": on_page(lambda t: t.replace("new", "*new*", 1)),
    "wrapped": on_page(lambda t: t.replace(" ", "\n", 1)),
    "quotes": on_page(lambda t: t.replace("’", "'")),
    "a note": on_page(lambda t: t + " <!-- please check -->"),
    "a note above": on_page(lambda t: "<!-- Ann: hm -->\n" + t),
    "a joiner": on_page(lambda t: t.replace("pacts", "pa\u200dcts")),
    "a link's address": on_page(lambda t: t + "\n\n[pacts]: https://example.org"),
    "emptied": on_page(lambda _: ""),
    "another's draft": on_page(lambda _: "Another draft altogether."),
    "mark taken off": lambda f: (re.sub(r" draft [0-9a-f]{8}", "", f[0]), f[1]),
    "marker escaped": lambda f: (f[0].replace("<!-- #p1", r"\<\!-- \#p1"), f[1]),
    "page deleted": lambda f: ("", f[1]),
    "flags off": in_ledger(lambda t: t.replace("#, fuzzy\n", "")),
    "flags on": in_ledger(lambda t: t if "fuzzy" in t else t.replace("msgctxt", "#, fuzzy\nmsgctxt")),
    "comments off": in_ledger(lambda t: re.sub(r"^# .*\n", "", t, flags=re.MULTILINE)),
    "state typed": in_ledger(lambda t: t.replace("state=draft", "state=edited")),
    "approval typed": in_ledger(lambda t: t.replace("state=draft", "state=approved")),
    "synced taken off": in_ledger(lambda t: re.sub(r" synced=\w+", "", t)),
    "a program's header": in_ledger(
        lambda t: t.replace('"Language: en\\n"', '"PO-Revision-Date: 2026-12-01 10:00\\n"\n"Language: en\\n"')
    ),
    "commas by a tool": in_english(lambda t: t.replace(" new ", " – new – ")),
    "emptied by a tool": in_english(lambda _: ""),
}


@given(st.lists(st.lists(st.sampled_from([*NOBODY, "the Arabic"]), max_size=3), max_size=6))
def test_no_machines_text_becomes_a_persons_without_other_words_or_a_name(runs: list[list[str]]) -> None:
    other = Entry("p2", ARABIC[1] + " وغيره.", "Another draft altogether.", State.DRAFT)  # "and others"
    entry = Entry("p1", ARABIC[0], MACHINE, State.DRAFT, fuzzy=True)
    book = ledger.compose(finalise_ledger(Ledger((entry, other))))
    page = "---\nlang: en\n---\n\n" + "\n\n".join(
        f"{format_marker(e.key, 'draft', digest(e.target))}\n{e.target}" for e in (entry, other)
    )
    original = 0
    past: list[Ledger] = []
    for acts in runs:
        for act in acts:
            original ^= act == "the Arabic"
            page, book = NOBODY[act]((page, book)) if act != "the Arabic" else (page, book)
        blocks = tuple(Block(Kind.PARAGRAPH, text, 1) for text in (ARABIC[original], other.source))
        document = Document("x", "seeds/x.txt", Meta(), blocks)
        there = parse_page(page) if page else None
        now = ledger.parse(book, "x.po")
        outcome = reconcile(document, now, there, "docs/en/articles/x.md", today=TODAY, past=past)
        states = [e.state for e in finalise_ledger(outcome.ledger, outcome.was).entries]
        assert not {State.EDITED, State.APPROVED} & set(states), runs
        if not outcome.blocked:
            page, book = (
                compose_translation_page(outcome),
                ledger.compose(finalise_ledger(outcome.ledger, outcome.was)),
            )
            past = [ledger.parse(book, "x.po")]


# --- what stays of an entry ---


KEPT = Entry(
    "p1", "نص", synced="abc", machine=("m",), notes=("a note",), facts={"ignore-numbers": "so"}, fuzzy=True
)  # text
FULL = replace(
    KEPT,
    target="Said.",
    state=State.APPROVED,
    stale=True,
    previous="قول",  # a saying
    origin="argos",
    score=-1.0,
    changed=0.5,
    by="Ruba",
    on="2026-11-23",
    reason="r",
    touched=True,
    proposals=(Proposal("argos", "Text."),),
)


def test_of_english_that_goes_only_what_people_noted_beside_it_stays() -> None:
    assert drop_translation(FULL) == KEPT
    assert drop_translation(FULL, "rejected") == replace(KEPT, reason="rejected")


def test_settled_english_stands_for_the_present_arabic_and_keeps_its_approval() -> None:
    assert settle(FULL) == replace(FULL, stale=False, previous="", proposals=())


@pytest.mark.parametrize("previous", ["", "قول"])
def test_english_of_another_arabic_keeps_the_first_one_and_loses_its_approval(previous: str) -> None:
    now = mark_stale(replace(FULL, stale=bool(previous), previous=previous), "كلام")  # speech
    assert (now.source, now.stale, now.previous, now.proposals) == ("كلام", True, previous or "نص", ())
    assert (now.state, now.by, now.facts[LAPSED]) == (State.EDITED, "", "Ruba 2026-11-23")
    assert (now.target, now.machine, now.notes) == ("Said.", ("m",), ("a note",))
    assert mark_stale(DRAFT, "كلام").state is State.DRAFT


def test_a_part_of_a_machines_text_is_a_machines_and_of_a_persons_a_persons() -> None:
    part = take_part(DRAFT, "ن", "We met.")
    assert (part.source, part.target, part.synced) == ("ن", "We met.", digest("We met."))
    assert part.machine == (*DRAFT.machine, machine_digest("We met."))
    assert take_part(PERSON, "ن", "Five.").machine == PERSON.machine


# --- publications made before -------------------------------------------------------------------------------


@pytest.mark.parametrize("folder", [ROOT, ROOT / "tests/fixtures/first_ledgers"], ids=["seed", "fixture"])
def test_a_publication_made_before_opens_without_a_change(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "find_engine", lambda _settings: Echo())
    project = Project(tmp_path / "project")
    for name in ("seeds", "translations", "docs/en/articles"):
        shutil.copytree(folder / name, project.root / name, dirs_exist_ok=True)
    before = {n: d for n, d in project.files().items() if not n.startswith("docs/ar")}
    result = pipeline.sync_articles(project.root, TODAY)
    after = {n: d for n, d in project.files().items() if not n.startswith("docs/ar")}
    assert after == before
    said = [f for f in result.findings if not f.file.startswith("seeds/")]
    assert not said, said


def test_only_what_changes_is_written_in_the_new_form(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "find_engine", lambda _settings: Echo())
    project = Project(tmp_path / "project")
    fixture = ROOT / "tests/fixtures/first_ledgers"
    for name in ("seeds", "translations", "docs/en/articles"):
        shutil.copytree(fixture / name, project.root / name, dirs_exist_ok=True)
    before = project.ledger().read_text("utf-8").splitlines()
    translation = re.search(r"<!-- #p2 draft \w+ -->\n(.*)", project.translation().read_text("utf-8"))
    assert translation
    edit(project.translation(), translation[1], "Observers do not expect a vote.")
    pipeline.sync_articles(project.root, TODAY)
    after = project.ledger().read_text("utf-8").splitlines()
    new = [line for line in after if line not in before]
    assert len(new) == 2
    assert f"machine={machine_digest(translation[1])}" in new[0]
    assert translation_digest("Observers do not expect a vote.") in new[0]
