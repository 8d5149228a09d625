"""What becomes of English whose Arabic changed or is gone."""

from dataclasses import replace
from typing import Any

import pytest

from jisr.lang.arabic import digest
from jisr.markup.page_format import parse_page
from jisr.model.ledger import LAPSED, REJECTED, Entry, PageBlock, Proposal, Remark, State
from jisr.model.source import Kind
from jisr.translation.authorship import translation_digest
from jisr.translation.keys import kind_from_key
from jisr.translation.sync.original_changes import (
    OriginalChange,
    apply_keep,
    apply_original_change,
    classify_change,
    retire_blocks,
)

ARABIC = "قررت الحكومه ذلك امس."  # the government decided so yesterday
MENDED = "قررت الحكومه ذلك أمس."  # a hamza put on
FOLDED = "قررت الحكومة ذلك امس."  # another letter
TODAY = "قررت الحكومه ذلك اليوم."
A = (Proposal("argos", "It decided."),)
EDITED = Entry("p1", ARABIC, "It did.", State.EDITED, synced=translation_digest("It did."))
APPROVED = replace(EDITED, state=State.APPROVED, by="Ruba", on="2026-01-01")
DRAFT = replace(EDITED, state=State.DRAFT, proposals=A)
LAPSE = {LAPSED: "Ruba 2026-01-01"}


def test_what_changes_nothing_that_is_seen_is_taken_over() -> None:
    spaced = ARABIC.replace(" ", "  ")
    assert apply_original_change(APPROVED, spaced) == (replace(APPROVED, source=spaced), OriginalChange.NONE)


def test_a_mended_spelling_keeps_the_approval_and_any_other_word_does_not() -> None:
    assert apply_original_change(APPROVED, MENDED) == (
        replace(APPROVED, source=MENDED),
        OriginalChange.MENDED,
    )
    got, how = apply_original_change(APPROVED, FOLDED)
    assert (got.source, got.state, got.by, got.facts, got.stale, how) == (
        FOLDED, State.EDITED, "", LAPSE, False, OriginalChange.FOLDED
    )  # fmt: skip
    assert apply_original_change(EDITED, FOLDED)[0] == replace(EDITED, source=FOLDED)
    touched = replace(DRAFT, touched=True)
    assert apply_original_change(touched, FOLDED)[0].state is State.DRAFT


def test_another_text_makes_english_stale_until_the_old_one_returns() -> None:
    got, how = apply_original_change(replace(APPROVED, proposals=A), TODAY)
    assert (got.source, got.state, got.stale, got.previous, got.proposals, got.by, got.facts, how) == (
        TODAY, State.EDITED, True, ARABIC, (), "", LAPSE, OriginalChange.OTHER
    )  # fmt: skip
    again, how = apply_original_change(got, FOLDED + " وانتهى.")  # "and that was it"
    assert (again.previous, again.stale, how) == (ARABIC, True, OriginalChange.OTHER), (
        "of what the English was made"
    )
    back, how = apply_original_change(replace(again, proposals=A), ARABIC)
    assert (back.source, back.stale, back.previous, back.proposals, how) == (
        ARABIC,
        False,
        "",
        (),
        OriginalChange.NONE,
    )
    draft, how = apply_original_change(DRAFT, MENDED)
    assert (draft.state, draft.stale, how) == (State.DRAFT, True, OriginalChange.OTHER), (
        "a machine reads it anew"
    )
    assert apply_original_change(got, TODAY.replace("ذلك", "ذٰلك"))[1] is OriginalChange.OTHER, (
        "stale is stale"
    )


def test_a_block_without_english_has_the_new_arabic() -> None:
    failed = Entry("p1", ARABIC, reason="engine: loop")
    assert apply_original_change(failed, TODAY) == (Entry("p1", TODAY), OriginalChange.NONE)
    rejected = Entry("p1", ARABIC, reason=REJECTED)
    assert apply_original_change(rejected, TODAY)[0].reason == REJECTED


def test_what_a_person_keeps_is_stale_no_more() -> None:
    stale = replace(EDITED, stale=True, previous=TODAY, proposals=A)
    got = apply_keep(stale)
    assert (got.stale, got.previous, got.proposals, got.target) == (False, "", (), "It did.")
    assert apply_keep(replace(EDITED, proposals=A)).proposals == ()
    assert apply_keep(EDITED) is EDITED
    draft = replace(stale, state=State.DRAFT)
    assert apply_keep(draft) is draft


def below(key: str, body: str, mark: str = "") -> dict[str, PageBlock]:
    return {key: parse_page(f"<!-- #{key}{mark} -->\n{body}\n").blocks[0]}


def test_what_a_person_put_into_a_block_that_is_gone_stays() -> None:
    stale = replace(
        APPROVED, stale=True, previous=TODAY, proposals=A, synced="", facts={"since": "2026-01-01"}
    )
    empty, draft = Entry("p2", ARABIC), replace(DRAFT, key="p3")
    words, there = retire_blocks([stale, empty, draft], [], {}, ())
    assert words == [stale]
    assert there == [
        replace(stale, stale=False, previous="", proposals=(), synced=translation_digest("It did."), facts={})
    ]
    older = replace(EDITED, target="Older.")
    assert retire_blocks([EDITED], [older, EDITED], {}, ())[1] == [older, EDITED], (
        "each once, also two of one key"
    )


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
    assert retire_blocks([draft], [], {}, ())[0] == [draft]
    assert retire_blocks([DRAFT], [], {}, ())[0] == []
    assert retire_blocks([replace(DRAFT, facts={"x": "1"})], [], {}, ())[0] == []


def test_notes_of_the_page_go_with_the_block() -> None:
    noted = replace(DRAFT, notes=("old",))
    seen = below("p1", "It did. <!-- ask   Ann -->\n<!-- old -->\n<!-- -->")
    (got,), _ = retire_blocks([noted], [], seen, ())
    assert got.notes == ("old", "ask Ann")
    assert retire_blocks([EDITED], [], below("p2", "<!-- ask Ann -->"), ())[0] == [EDITED]


def test_later_words_of_a_block_that_is_gone_are_the_latest() -> None:
    older, newer = replace(EDITED, target="Older."), APPROVED
    _, there = retire_blocks([], [older, newer], below("p1", "Later."), ())
    assert there[0] == older
    assert (there[1].target, there[1].state, there[1].by, there[1].synced) == (
        "Later.", State.EDITED, "", translation_digest("Later.")
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
        assert retire_blocks([], same, seen, drafts)[1] == same
    assert retire_blocks([EDITED], same, below("p1", "Later."), ())[1] == [*same, EDITED], (
        "those are the block's own"
    )


def test_the_kind_that_a_key_was_first_given_for() -> None:
    kinds = {"title": Kind.TITLE, "kicker": Kind.KICKER, "h2": Kind.HEADING, "pt3-k3xa": Kind.POINT}
    kinds |= {"q1": Kind.QUOTATION, "img1": Kind.IMAGE, "p7": Kind.PARAGRAPH, "t1": Kind.PARAGRAPH}
    assert {key: kind_from_key(key) for key in kinds} == kinds


@pytest.mark.parametrize(
    ("before", "after", "how"),
    [
        ("قال الوزير", "قال  الوزيـــر\u200f", OriginalChange.NONE),  # the minister said; with tatweel
        ("", "", OriginalChange.NONE),
        # A hamza on the first alif of a word, also behind an article and its prefixes.
        ("اعلن الامر", "أعلن الأمر", OriginalChange.MENDED),  # he announced the matter
        ("الى اعلام", "إلى أعلام", OriginalChange.MENDED),  # to flags
        ("والامر وبالاسم", "والأمر وبالأسم", OriginalChange.MENDED),
        ("للامر وللامر", "للأمر وللأمر", OriginalChange.MENDED),
        ("«اعلن»", "«أعلن»", OriginalChange.MENDED),  # behind a sign
        ("أعلن", "اعلن", OriginalChange.FOLDED),  # taken away
        ("أعلام", "إعلام", OriginalChange.FOLDED),  # flags, media
        ("سال", "سأل", OriginalChange.FOLDED),  # it flowed, he asked: not the first
        ("وامر", "وأمر", OriginalChange.FOLDED),  # without an article
        ("على", "علي", OriginalChange.FOLDED),  # on, Ali
        # Vowel marks on a bare word are mended; on a word that has some it may be another.
        ("قتل", "قُتِل", OriginalChange.MENDED),  # killed
        ("قُتل", "قُتِل", OriginalChange.FOLDED),
        ("قُتِل", "قَتَل", OriginalChange.FOLDED),  # was killed, killed
        ("قُتِل", "قتل", OriginalChange.FOLDED),
        ("قتل قُتل", "قَتل قُتل", OriginalChange.MENDED),  # each word by itself
        # Everything else is another text.
        ("قال الوزير", "قال وزير", OriginalChange.OTHER),  # a minister
        ("قال الوزير", "قال", OriginalChange.OTHER),
        ("قال", "قال الوزير", OriginalChange.OTHER),
        ("قال 7 8", "قال 78", OriginalChange.OTHER),
        ("قال 78", "قال 7 8", OriginalChange.OTHER),
        ("قال ٧ ٨ مرات", "قال ٧٨ مرات", OriginalChange.OTHER),  # times
        ("ab cd", "abcd", OriginalChange.OTHER),
        ("مدرسه", "مدرسة", OriginalChange.FOLDED),  # a school
    ],
)
def test_how_much_changed(before: str, after: str, how: OriginalChange) -> None:
    assert classify_change(before, after) is how
