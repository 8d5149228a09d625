"""Both tables of sync, row by row: the cases are files in `cases/sync`."""

import re
from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jisr.lang.arabic import digest
from jisr.markup.page_format import parse_page
from jisr.model.ledger import Entry, Ledger, Proposal, State, SyncResult
from jisr.model.source import Block, Document, Kind, Meta, PublicationDate
from jisr.storage.yaml import parse_yaml
from jisr.translation import ledger as ledgers
from jisr.translation.authorship import machine_digest
from jisr.translation.sync import (
    Take,
    compose_original_page,
    compose_translation_page,
    finalise_ledger,
    is_edited_by_hand,
    reconcile,
    translation_digest,
)
from tests.project import TODAY

CASES = sorted((Path(__file__).parents[2] / "cases" / "sync").glob("*.yml"))
ARABIC = {
    "ع1": "أعلنت الحكومة العراقية أمس أنها ستراجع اتفاقية الشراكة الأمنية.",  # a pact will be reviewed
    "ع1مطوّل": "أعلنت  الحكومـــة العراقية أمس أنها ستراجع\u200f اتفاقية الشراكة الأمنية.",  # with tatweel
    "ع1مغيّر": "أعلنت الحكومة العراقية اليوم أنها ستراجع اتفاقية الشراكة الأمنية.",  # "today" for "yesterday"
    "ع1ثالث": "أعلنت الحكومة العراقية اليوم أنها لن تراجع اتفاقية الشراكة الأمنية.",  # "will not review"
    "ع2": "يرى مراقبون أن البرلمان لن يصوّت على قانون الانتخابات قبل نهاية العام.",  # no vote this year
    "ع3": "انخفضت أسعار النفط في الأسواق العالمية وسط مخاوف من الركود.",  # oil prices fell
    "ع4": "تستعد المدارس في محافظات الجنوب لاستقبال الطلبة بعد السيول.",  # schools get ready
    "ع5": "وصل وفد من الخبراء إلى المطار في زيارة تستغرق ثلاثة أيام.",  # experts arrived
}
KINDS = {"h": Kind.HEADING, "title": Kind.TITLE}


def entry(key: str, facts: dict[str, Any]) -> Entry:
    translation = facts["en"]
    state = State(facts["state"])
    stale = facts.get("stale", False)
    return Entry(
        key=key,
        source=ARABIC[facts["ar"]],
        target=translation,
        state=state,
        stale=stale,
        synced=translation_digest(facts.get("was", translation)),
        previous=ARABIC.get(facts.get("previous", ""), ""),
        origin=facts.get("origin", ""),
        score=facts.get("score"),
        by=facts.get("by", ""),
        on=facts.get("on", ""),
        reason=facts.get("reason", ""),
        proposals=(Proposal("argos", facts["proposal"]),) if facts.get("proposal") else (),
        machine=tuple(map(machine_digest, facts.get("machine", []))),
        touched=facts.get("touched", False),
        fuzzy=facts.get("fuzzy", state is State.DRAFT or stale),
        facts=facts.get("facts", {}),
    )


def sync(case: dict[str, Any]) -> SyncResult:
    ARABIC.update(case.get("texts", {}))
    entries = tuple(entry(k, v) for k, v in case["ledger"].items())
    obsolete = tuple(entry(k, v) for k, v in case.get("obsolete", {}).items())
    original = {k: v["ar"] for k, v in case["ledger"].items()}
    original = case.get("arabic", original)
    kinds = case.get("kinds", {})
    blocks = [
        Block(Kind(kinds.get(key, "paragraph")), ARABIC[text], line)
        for line, (key, text) in enumerate(original.items(), 1)
    ]
    document = Document("x", "seeds/x.txt", Meta(), tuple(blocks))
    page = parse_page(digests(case["page"])) if "page" in case else None
    take = {key: Take(how) for key, how in case.get("take", {}).items()}
    # Through the file's form, as every run does: what is not in the file does not count.
    text = ledgers.compose(Ledger(entries, obsolete))
    for e in entries:
        if not e.fuzzy:
            text = re.sub(rf'#, fuzzy\n((?:#\|.*\n)*msgctxt "{e.key}")', r"\1", text)
        elif e.state is not State.DRAFT and not e.stale:
            text = text.replace(f'msgctxt "{e.key}"', f'#, fuzzy\nmsgctxt "{e.key}"')
    for tool, by in case.get("replaced", {}).items():  # what a tool made of the file
        assert tool in text, (tool, text)
        text = text.replace(tool, by)
    if case.get("lost"):  # the tool keeps no comments
        text = re.sub(r"^# .*\n", "", text, flags=re.MULTILINE)
    book, past = ledgers.parse(text, "x.po"), [*map(earlier, case.get("past", []))]
    if "named" in case:
        book = named(book, case["named"]["now"])
        past += [named(Ledger(), case["named"]["before"])]
    how = {"take": take, "today": TODAY, "past": past, "allow_shrink": case.get("shrinks", False)}
    return reconcile(document, book, page, "docs/en/articles/x.md", **how)


def earlier(entries: dict[str, Any]) -> Ledger:
    """A ledger as Jisr left it before."""
    return ledgers.parse(ledgers.compose(Ledger(tuple(entry(k, v) for k, v in entries.items()))), "x.po")


def named(book: Ledger, who: str) -> Ledger:
    """A ledger saved by somebody, `NAME DATE`, with a tool that says so."""
    name, _, day = who.rpartition(" ")
    return replace(book, header=(("Last-Translator", name), ("PO-Revision-Date", f"{day} 10:00+0000")))


def digests(page: str) -> str:
    return re.sub(r"\{digest:([^}]*)\}", lambda m: digest(m[1]), page)


def facts_of(entry: Entry, names: Any) -> dict[str, Any]:
    values = {name: getattr(entry, name) for name in names}
    as_data = {"facts": dict, "notes": list, "state": str, "changed": str}
    return {name: as_data.get(name, lambda v: v)(value) for name, value in values.items()}


def expected_facts(facts: dict[str, Any]) -> dict[str, Any]:
    return {k: ARABIC.get(v, v) if isinstance(v, str) else v for k, v in facts.items()}


@pytest.mark.parametrize("path", CASES, ids=lambda p: p.stem)
def test_case(path: Path) -> None:
    case = parse_yaml(path.read_text("utf-8"), path.name).data
    expect = case["expect"]
    outcome = sync(case)
    assert [f.check for f in outcome.findings] == expect.get("findings", []), outcome.findings
    assert all(f.remedy or f.check in ("retired", "settled", "healed") for f in outcome.findings)
    assert all("jisr resolve x p" in f.remedy for f in outcome.findings if "jisr resolve" in f.remedy)
    assert outcome.blocked is expect.get("blocked", False)
    if outcome.blocked:
        return
    for key, facts in expect.get("ledger", {}).items():
        found = outcome.entry(key)
        assert found is not None
        assert facts_of(found, facts) == expected_facts(facts)
    assert [k for k in expect.get("absent", []) if outcome.entry(k)] == []
    if "obsolete" in expect:
        obsolete = {e.key: facts_of(e, expect["obsolete"].get(e.key, {})) for e in outcome.ledger.obsolete}
        assert obsolete == expect["obsolete"]
    if "retired" in expect:
        assert [e.target for e in outcome.ledger.obsolete] == expect["retired"]
    text = compose_translation_page(outcome)
    if "page" in expect:
        page = case["page"] if expect["page"] == "same" else expect["page"]
        assert text.removeprefix("---\nlang: en\ndir: ltr\n---\n\n") == digests(page)
    assert_settled(outcome, text, expect.get("again", []))


def assert_settled(outcome: SyncResult, text: str, lasting: Collection[str] = ()) -> None:
    """A second run, with the first one's files, changes nothing and finds nothing but what is `lasting`."""
    written = ledgers.compose(finalise_ledger(outcome.ledger, outcome.was))
    blocks = tuple(Block(b.kind, b.text, b.line) for b in outcome.document.blocks)
    document = Document("x", "seeds/x.txt", Meta(), blocks)
    again = reconcile(
        *(document, ledgers.parse(written, "x.po"), parse_page(text), "docs/en/articles/x.md"),
        today=TODAY + timedelta(days=1),
    )
    assert [f.check for f in again.findings] == list(lasting)
    assert compose_translation_page(again) == text
    assert ledgers.compose(finalise_ledger(again.ledger, again.was)) == written


WORDS = st.sampled_from(["", "One.", "Two, a person's.", "Three *four*.", "## Five", "> six"])
MARKS = {"": "", "draft": " draft ", "missing": " missing"}
STATES = st.sampled_from(State)


@settings(deadline=None)  # a busy machine is no failure
@given(
    ledger=st.lists(st.tuples(STATES, WORDS, WORDS, st.booleans(), st.booleans()), min_size=5, max_size=5),
    page=st.lists(
        st.tuples(st.sampled_from(["", "draft", "missing", "none"]), WORDS), min_size=5, max_size=5
    ),
    original=st.permutations(["ع1", "ع1مغيّر", "ع3", "ع4", "ع5"]),
    decision=st.sampled_from(["page", "ledger"]),
)
def test_the_latest_words_of_a_person_are_never_lost(
    ledger: list[tuple[State, str, str, bool, bool]],
    page: list[tuple[str, str]],
    original: list[str],
    decision: str,
) -> None:
    base = ["ع1", "ع2", "ع3", "ع4", "ع5"]
    # What is missing was never synced, what is not was: else facts are lost, and nobody's.
    ledger = [
        (state, en, "" if state is State.MISSING else was or "Zero.", stale, fuzzy)
        for state, en, was, stale, fuzzy in ledger
    ]
    case: dict[str, Any] = {
        "ledger": {
            f"p{n}": {
                "ar": base[n - 1],
                "en": en,
                "was": was,
                "state": state,
                "stale": stale and bool(en),
                "fuzzy": fuzzy,
            }
            for n, (state, en, was, stale, fuzzy) in enumerate(ledger, 1)
        },
        "arabic": {f"p{n}": text for n, text in enumerate(original, 1)},
        "page": "\n\n".join(
            f"<!-- #p{n}{MARKS[mark]}{digest(words) if mark == 'draft' else ''} -->\n{words}"
            for n, (mark, words) in enumerate(page, 1)
            if mark != "none"
        ),
    }
    outcome = sync(case)
    decided = [f for f in outcome.findings if f.check in ("conflict", "cut-off")]
    case["take"] = {f.key: decision for f in decided}
    # Words of another block may stand there, where somebody changed markers: they are what is decided on.
    given_up = " ".join(f.message if decision == "ledger" else f.text for f in decided)
    outcome = sync(
        {**case, "shrinks": True}
    )  # what needs a person is decided, and nothing is blocked any more
    assert not outcome.blocked, outcome.findings
    text = compose_translation_page(outcome)
    everywhere = " ".join([text, *(e.target for e in (*outcome.ledger.entries, *outcome.ledger.obsolete))])
    for n, ((state, en, was, _, _), (mark, words)) in enumerate(zip(ledger, page, strict=True), 1):
        # What was synced under another key is there because somebody moved it, and goes back.
        moved = words in {w for _, _, w, _, _ in ledger}
        if f"p{n}" in case["take"]:
            chosen = words if decision == "page" else en
            machine = decision == "page" and (mark == "draft" or moved)  # and may go with its Arabic
            assert machine or chosen.strip("#> ") in everywhere, (n, case)
            continue
        typed = mark in ("", "missing") and words and not moved
        tool = en and translation_digest(en) != translation_digest(was)
        human = state in (State.EDITED, State.APPROVED) and (en or (mark != "draft" and not moved))
        # Another block's words go back there: a draft goes with its Arabic, and what a tool wrote is later.
        others = [e for e in ledger if e[2] == words != en]
        passed = any(e[0] is State.DRAFT or (e[1] and e[1] != words) for e in others)
        if (words if typed else en) and (words if typed else en).strip("#> ") in given_up:
            continue
        if typed or (not tool and mark != "none" and words and human and not passed):
            assert words.strip("#> ") in everywhere, (n, case)
        elif tool:
            assert en.strip("#> ") in everywhere, (n, case)
    for e in outcome.ledger.entries:
        if e.state is State.MISSING:
            assert not e.target
        else:
            assert e.target
    assert_settled(outcome, text)


def test_an_arabic_page_knows_when_it_was_edited_by_hand() -> None:
    meta = Meta(published=PublicationDate("2023-10", inferred=True))
    document = Document(
        "x",
        "seeds/x.txt",
        meta,
        (
            Block(Kind.TITLE, "لماذا؟", key="title"),
            Block(Kind.POINT, "أ\n\nب", key="pt1", number=1, lead=True),
        ),
    )
    text = compose_original_page(document, ["لماذا؟", "أ\n\nب"])
    assert "<!-- #title -->\n# لماذا؟\n\n<!-- #pt1 -->\n### 1. أ\n\nب\n" in text
    assert 'published: "2023-10"\ninferred: true\n' in text
    texts = [b.text for b in document.blocks]
    assert not is_edited_by_hand(text, texts)
    assert not is_edited_by_hand(text.replace("\n", "\r\n"), texts)
    assert not is_edited_by_hand(text.replace("؟", "?"), texts)  # typography is nobody's words
    assert is_edited_by_hand(text.replace("لماذا", "كيف"), texts)  # "how" for "why"
    assert not is_edited_by_hand(text.replace("لماذا", "كيف"), [*texts, "كيف"])
    assert is_edited_by_hand(text.replace("<!-- #title", "تعليق\n\n<!-- #title"), texts)  # "a comment"


# --- what a page must not hold --------------------------------------------------------------------------

BLOCKS = (
    Block(Kind.TITLE, "مستقبل المياه", 1),  # the future of water
    Block(Kind.HEADING, "أسباب متشابكة", 3),  # tangled causes
    Block(Kind.POINT, ARABIC["ع1"], 5),
    Block(Kind.QUOTATION, ARABIC["ع2"], 7),
    Block(Kind.TABLE, "| أ | ب |\n|---|---|\n| 1 | 2 |", 9),
)


def met(page: str) -> SyncResult:
    """What sync makes of a page of `BLOCKS` that nobody has seen before."""
    document = Document("a", "seeds/a.md", Meta(), BLOCKS)
    return reconcile(document, Ledger(), parse_page(page), "docs/en/articles/a.md", today=TODAY)


def test_an_article_below_its_title_is_an_error_with_line_and_remedy() -> None:
    page = "<!-- #title -->\n# Water\n\nThe government said so.\n\nIt went on.\n\n<!-- #h1 -->\n## Causes\n"
    outcome = met(page)
    (found,) = [f for f in outcome.findings if f.check == "marker"]
    assert (found.line, found.key, found.text, outcome.blocked) == (
        1,
        "title",
        "The government said so.",
        True,
    )
    assert "(7 words)" in found.message
    assert found.remedy
    below_heading = page.replace("#title", "#t").replace("## Causes", "## Causes\n\n" + "word " * 41)
    assert met(
        below_heading.replace("#t ", "#title ").replace("The government said so.\n\nIt went on.\n\n", "")
    ).blocked
    assert not met("<!-- #h1 -->\n## Causes[^1]\n\n[^1]: A note.\n\nA remark.\n").blocked


@pytest.mark.parametrize("between", ["\n", " ", "\n===\n"])
def test_an_article_below_its_title_without_blank_lines_is_an_error(between: str) -> None:
    lines = ["The future of water", *["The government said so, and it went on." for _ in range(4)]]
    for marks in ("# ", "") if between == "\n" else ("",):
        (found,) = [
            f for f in met(f"<!-- #title -->\n{marks}{between.join(lines)}\n").findings if f.key == "title"
        ]
        assert (found.check, "(36 words)" in found.message) == ("marker", True)
    assert not met(
        "<!-- #title -->\n# The future of\nwater in the south, as it was seen\nfrom the city\n"
    ).blocked


def test_a_note_without_an_end_is_an_error_and_tells_no_word() -> None:
    outcome = met("<!-- #title -->\n# Water\n\n<!-- #pt1 -->\n- Our words <!-- ask zz\nabout it\n")
    (found,) = [f for f in outcome.findings if f.check == "private"]
    assert (found.line, found.key, outcome.blocked) == (5, "pt1", True)
    assert "zz" not in str(found)


def test_invisible_characters_beside_marks_are_read_as_meant_and_said_once() -> None:
    page = (
        "<!-- #title -->\n\u200f# Water\n\n<!-- #h1 -->\n##\u00a0Causes\n\n"
        "<!-- #pt1 -->\n\u200e-\u00a0Our words.\n\n<!-- #q1 -->\n\u061c> They said.\n\n"
        "<!-- #t1 -->\n\u200f| a | b |\u200f\n\ufeff|---|---|\n\u200f| 1 | 2 |\n"
    )
    outcome = met(page)
    assert [e.target for e in outcome.ledger.entries] == [
        "Water", "Causes", "Our words.", "They said.", "| a | b |\n|---|---|\n| 1 | 2 |"
    ]  # fmt: skip
    assert [(f.line, f.severity) for f in outcome.findings if f.check == "invisible"] == [(2, "notice")]


def test_a_conflict_shows_where_two_long_texts_differ() -> None:
    """Findings are printed cut: a long beginning in common would hide what is to be decided."""
    same = "The ministry said that the water of the dam stood higher than in the ten years before"
    entry = {"ar": "ع1", "en": f"{same}, and fell.", "was": "One.", "state": "draft"}
    page = f"<!-- #p1 draft {digest('One.')} -->\n{same}, and rose.\n"
    found = next(f for f in sync({"ledger": {"p1": entry}, "page": page}).findings if f.check == "conflict")
    assert "ten years before, and rose." in found.message
    assert found.text.startswith("…")
    assert found.text.endswith("and fell.")
