"""An article of two clones made one: what one changed is taken, what both changed is kept twice."""

from dataclasses import replace
from typing import Any

import pytest

from jisr.markup.page_format import parse_page
from jisr.model.ledger import Entry, Ledger, State
from jisr.model.source import Block, Kind
from jisr.translation import ledger as ledgers
from jisr.translation.authorship import translation_digest
from jisr.translation.merging import ArticleFiles, merge_articles

KEYS = ("p1", "p2", "p3")


def entry(key: str, english: str, **more: Any) -> Entry:
    made = Entry(key, f"نص {key}", english, State.EDITED, synced=translation_digest(english))  # "text"
    return replace(made, **more)


def files(**words: str) -> ArticleFiles:
    """An article as sync leaves it; a paragraph without words is gone."""
    entries = [entry(key, words.get(key, f"Text of {key}.")) for key in (*KEYS, *sorted({*words} - {*KEYS}))]
    return of(*(e for e in entries if e.target))


def of(*entries: Entry) -> ArticleFiles:
    page = "---\n---\n\n" + "".join(f"<!-- #{e.key} -->\n{e.target}\n\n" for e in entries)
    return ArticleFiles(ledgers.compose(Ledger(tuple(entries))), page)


def merge(ours: ArticleFiles, theirs: ArticleFiles, base: ArticleFiles | None = None) -> ArticleFiles:
    blocks = [Block(Kind.PARAGRAPH, f"نص {key}", key=key) for key in KEYS]
    return merge_articles(base or files(), ours, theirs, blocks, "translations/water.po")


def entries_of(made: ArticleFiles) -> dict[str, Entry]:
    return {e.key: e for e in ledgers.parse(made.ledger, "").entries}


def page_of(made: ArticleFiles) -> dict[str, str]:
    return {block.key: block.body for block in parse_page(made.page).blocks}


def test_each_changed_another_paragraph() -> None:
    made = merge(files(p1="Mine."), files(p2="Theirs."))
    expected = {"p1": "Mine.", "p2": "Theirs.", "p3": "Text of p3."}
    assert page_of(made) == expected
    assert {key: e.target for key, e in entries_of(made).items()} == expected


def test_both_changed_one_paragraph_alike() -> None:
    made = merge(files(p2="Ours."), files(p2="Ours."))
    assert made.ledger == files(p2="Ours.").ledger
    assert page_of(made)["p2"] == "Ours."


def test_both_changed_one_paragraph_differently() -> None:
    made = merge(files(p2="Mine."), files(p2="Theirs."))
    assert page_of(made)["p2"] == "Mine."
    kept = entries_of(made)["p2"]
    assert kept.target == "Theirs."
    assert kept.synced == translation_digest("Text of p2."), "neither is what was synced: a conflict"


def test_both_wrote_where_nothing_was() -> None:
    base = of(*(entry(key, "", state=State.MISSING, synced="") for key in KEYS))
    made = merge(files(p2="Mine."), files(p2="Theirs."), base)
    assert page_of(made)["p2"] == "Mine."
    assert entries_of(made)["p2"].synced not in ("", *map(translation_digest, ("Mine.", "Theirs.")))


@pytest.mark.parametrize("swapped", [False, True])
def test_what_one_signed_and_the_other_did_not_touch_is_signed(swapped: bool) -> None:
    signed = of(
        entry("p1", "Text of p1."),
        entry("p2", "Text of p2.", state=State.APPROVED, by="Ann", on="2026-11-23"),
        entry("p3", "Text of p3."),
    )
    pair = (signed, files(p3="Mine."))
    made = merge(*(pair[::-1] if swapped else pair))
    assert entries_of(made)["p2"].by == "Ann"
    assert page_of(made)["p3"] == "Mine."


@pytest.mark.parametrize("swapped", [False, True])
def test_what_one_signed_and_the_other_changed_is_changed(swapped: bool) -> None:
    signed = of(
        entry("p1", "Text of p1."),
        entry("p2", "Text of p2.", state=State.APPROVED, by="Ann", on="2026-11-23"),
        entry("p3", "Text of p3."),
    )
    pair = (signed, files(p2="Corrected."))
    made = merge(*(pair[::-1] if swapped else pair))
    kept = entries_of(made)["p2"]
    assert (kept.target, kept.state, kept.by) == ("Corrected.", State.EDITED, "")
    assert page_of(made)["p2"] == "Corrected."


def test_both_noted_something_beside_the_same_words() -> None:
    facts = {name: of(*(entry(k, f"Text of {k}.", facts={name: "x"}) for k in KEYS)) for name in ("a", "b")}
    made = merge(facts["a"], facts["b"])
    assert entries_of(made)["p1"].facts == {"a": "x", "b": "x"}


@pytest.mark.parametrize("swapped", [False, True])
@pytest.mark.parametrize("facts", [{}, {"for": "22222222"}])
def test_words_stand_for_the_arabic_that_they_were_written_for(swapped: bool, facts: dict[str, str]) -> None:
    signed = {"state": State.APPROVED, "by": "Ann", "on": "2026-11-23", "facts": {"for": "11111111"}}
    pair = of(entry("p2", "Text of p2.", **signed)), of(entry("p2", "Corrected.", facts=facts))
    made = merge(*(pair[::-1] if swapped else pair), of(entry("p2", "Text of p2.")))
    assert entries_of(made)["p2"].target == "Corrected."
    assert entries_of(made)["p2"].facts == facts


def test_paragraphs_that_one_added_stand_where_they_stood() -> None:
    ours = of(entry("p1", "1"), entry("p1-k3", "new"), entry("p2", "2"), entry("p3", "3"))
    theirs = of(entry("p1", "1"), entry("p2", "2"), entry("p2-x9", "newer"), entry("p3", "3"))
    base = of(entry("p1", "1"), entry("p2", "2"), entry("p3", "3"))
    made = merge(ours, theirs, base)
    assert list(page_of(made)) == list(entries_of(made)) == ["p1", "p1-k3", "p2", "p2-x9", "p3"]


@pytest.mark.parametrize("swapped", [False, True])
def test_what_one_removed_and_the_other_changed_stays(swapped: bool) -> None:
    pair = (files(p2=""), files(p2="Changed."))
    made = merge(*(pair[::-1] if swapped else pair))
    assert page_of(made)["p2"] == entries_of(made)["p2"].target == "Changed."


@pytest.mark.parametrize("swapped", [False, True])
def test_what_one_removed_is_gone(swapped: bool) -> None:
    pair = (files(p2=""), files(p3="Mine."))
    made = merge(*(pair[::-1] if swapped else pair))
    assert list(page_of(made)) == list(entries_of(made)) == ["p1", "p3"]


def test_what_they_wrote_on_the_page_and_never_synced_is_kept() -> None:
    theirs = replace(files(), page=files(p2="Theirs.").page)
    made = merge(files(p2="Mine."), theirs)
    assert page_of(made)["p2"] == "Mine."
    kept = entries_of(made)["p2"]
    assert (kept.target, kept.synced) == ("Theirs.", translation_digest("Text of p2."))


def test_what_is_gone_from_the_arabic_is_kept_by_both() -> None:
    def retired(words: str) -> ArticleFiles:
        book = Ledger((entry("p1", "1"),), (entry("p9", words),))
        return ArticleFiles(ledgers.compose(book), of(entry("p1", "1")).page)

    made = merge(retired("Mine."), retired("Theirs."), of(entry("p1", "1")))
    assert {e.target for e in ledgers.parse(made.ledger, "").obsolete} == {"Mine.", "Theirs."}


def test_front_matter_that_one_changed_is_taken() -> None:
    ours = replace(files(), page=files().page.replace("---\n---", "---\nreviewed_by: Ann\n---"))
    assert "reviewed_by: Ann" in merge(ours, files(p1="Theirs.")).page
    assert "reviewed_by: Ann" in merge(files(p1="Mine."), ours).page
