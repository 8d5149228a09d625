"""What becomes of English whose Arabic changed or is gone."""

from dataclasses import replace
from typing import Any

import pytest

from build_tools.arabic import digest
from build_tools.authorship import digest_of
from build_tools.markdown import parse_page
from build_tools.model import LAPSED, REJECTED, Entry, Kind, Marked, Proposal, Remark, State
from build_tools.sync.arabic_changes import Change
from build_tools.sync.following import follow, kept, kind_of, retire

ARABIC = "قررت الحكومه ذلك امس."  # the government decided so yesterday
MENDED = "قررت الحكومه ذلك أمس."  # a hamza put on
FOLDED = "قررت الحكومة ذلك امس."  # another letter
TODAY = "قررت الحكومه ذلك اليوم."
A = (Proposal("argos", "It decided."),)
EDITED = Entry("p1", ARABIC, "It did.", State.EDITED, synced=digest_of("It did."))
APPROVED = replace(EDITED, state=State.APPROVED, by="Ruba", on="2026-01-01")
DRAFT = replace(EDITED, state=State.DRAFT, proposals=A)
LAPSE = {LAPSED: "Ruba 2026-01-01"}


def test_what_changes_nothing_that_is_seen_is_taken_over() -> None:
    spaced = ARABIC.replace(" ", "  ")
    assert follow(APPROVED, spaced) == (replace(APPROVED, source=spaced), Change.NONE)


def test_a_mended_spelling_keeps_the_approval_and_any_other_word_does_not() -> None:
    assert follow(APPROVED, MENDED) == (replace(APPROVED, source=MENDED), Change.MENDED)
    got, how = follow(APPROVED, FOLDED)
    assert (got.source, got.state, got.by, got.facts, got.stale, how) == (
        FOLDED, State.EDITED, "", LAPSE, False, Change.FOLDED
    )  # fmt: skip
    assert follow(EDITED, FOLDED)[0] == replace(EDITED, source=FOLDED)
    touched = replace(DRAFT, touched=True)
    assert follow(touched, FOLDED)[0].state is State.DRAFT


def test_another_text_makes_english_stale_until_the_old_one_returns() -> None:
    got, how = follow(replace(APPROVED, proposals=A), TODAY)
    assert (got.source, got.state, got.stale, got.previous, got.proposals, got.by, got.facts, how) == (
        TODAY, State.EDITED, True, ARABIC, (), "", LAPSE, Change.OTHER
    )  # fmt: skip
    again, how = follow(got, FOLDED + " وانتهى.")  # "and that was it"
    assert (again.previous, again.stale, how) == (ARABIC, True, Change.OTHER), "of what the English was made"
    back, how = follow(replace(again, proposals=A), ARABIC)
    assert (back.source, back.stale, back.previous, back.proposals, how) == (
        ARABIC,
        False,
        "",
        (),
        Change.NONE,
    )
    draft, how = follow(DRAFT, MENDED)
    assert (draft.state, draft.stale, how) == (State.DRAFT, True, Change.OTHER), "a machine reads it anew"
    assert follow(got, TODAY.replace("ذلك", "ذٰلك"))[1] is Change.OTHER, "stale is stale"


def test_a_block_without_english_has_the_new_arabic() -> None:
    failed = Entry("p1", ARABIC, reason="engine: loop")
    assert follow(failed, TODAY) == (Entry("p1", TODAY), Change.NONE)
    rejected = Entry("p1", ARABIC, reason=REJECTED)
    assert follow(rejected, TODAY)[0].reason == REJECTED


def test_what_a_person_keeps_is_stale_no_more() -> None:
    stale = replace(EDITED, stale=True, previous=TODAY, proposals=A)
    got = kept(stale)
    assert (got.stale, got.previous, got.proposals, got.target) == (False, "", (), "It did.")
    assert kept(replace(EDITED, proposals=A)).proposals == ()
    assert kept(EDITED) is EDITED
    draft = replace(stale, state=State.DRAFT)
    assert kept(draft) is draft


def below(key: str, body: str, mark: str = "") -> dict[str, Marked]:
    return {key: parse_page(f"<!-- #{key}{mark} -->\n{body}\n").blocks[0]}


def test_what_a_person_put_into_a_block_that_is_gone_stays() -> None:
    stale = replace(
        APPROVED, stale=True, previous=TODAY, proposals=A, synced="", facts={"since": "2026-01-01"}
    )
    empty, draft = Entry("p2", ARABIC), replace(DRAFT, key="p3")
    words, there = retire([stale, empty, draft], [], {}, ())
    assert words == [stale]
    assert there == [
        replace(stale, stale=False, previous="", proposals=(), synced=digest_of("It did."), facts={})
    ]
    older = replace(EDITED, target="Older.")
    assert retire([EDITED], [older, EDITED], {}, ())[1] == [older, EDITED], "each once, also two of one key"


@pytest.mark.parametrize(
    "beside",
    [
        {"notes": ("n",)},
        {"remarks": (Remark("Ann", "2026-01-01", "Why?"),)},
        {"extracted": ("e",)},
        {"references": ("r",)},
        {"flags": ("f",)},
        {"facts": {"ignore-numbers": "a quotation"}},
        {"touched": True},
    ],
)
def test_whatever_a_person_put_beside_a_draft_stays_with_it(beside: dict[str, Any]) -> None:
    draft = replace(DRAFT, **beside)
    assert retire([draft], [], {}, ())[0] == [draft]
    assert retire([DRAFT], [], {}, ())[0] == []
    assert retire([replace(DRAFT, facts={"x": "1"})], [], {}, ())[0] == []


def test_notes_of_the_page_go_with_the_block() -> None:
    noted = replace(DRAFT, notes=("old",))
    seen = below("p1", "It did. <!-- ask   Ann -->\n<!-- old -->\n<!-- -->")
    (got,), _ = retire([noted], [], seen, ())
    assert got.notes == ("old", "ask Ann")
    assert retire([EDITED], [], below("p2", "<!-- ask Ann -->"), ())[0] == [EDITED]


def test_later_words_of_a_block_that_is_gone_are_the_latest() -> None:
    older, newer = replace(EDITED, target="Older."), APPROVED
    _, there = retire([], [older, newer], below("p1", "Later."), ())
    assert there[0] == older
    assert (there[1].target, there[1].state, there[1].by, there[1].synced) == (
        "Later.", State.EDITED, "", digest_of("Later.")
    )  # fmt: skip
    same = [older, newer]
    for seen, drafts in (
        ({}, ()),
        (below("p1", "It did."), ()),
        (below("p1", ""), ()),
        (below("p1", "A draft."), (digest("A draft."),)),
        (below("p1", "A draft.", f" draft {digest('A draft.')}"), ()),
        (below("p2", "Later."), ()),
    ):
        assert retire([], same, seen, drafts)[1] == same
    assert retire([EDITED], same, below("p1", "Later."), ())[1] == [*same, EDITED], (
        "those are the block's own"
    )


def test_the_kind_that_a_key_was_first_given_for() -> None:
    kinds = {"title": Kind.TITLE, "kicker": Kind.KICKER, "h2": Kind.HEADING, "pt3-k3xa": Kind.POINT}
    kinds |= {"q1": Kind.QUOTATION, "img1": Kind.IMAGE, "p7": Kind.PARAGRAPH, "t1": Kind.PARAGRAPH}
    assert {key: kind_of(key) for key in kinds} == kinds
