"""What is asked of a machine, and how its English is put together to the block that the Arabic was."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from jisr.model.ledger import JOINED, QUOTED, REJECTED, Entry, Ledger, Proposal, State, SyncResult
from jisr.model.source import Block, Document, Kind, Meta, Terms
from jisr.model.translation import Draft, Segment, Translator
from jisr.translation import drafts
from jisr.translation.authorship import machine_digest
from jisr.translation.memory import Memory, build

P, T, IMG = Kind.PARAGRAPH, Kind.TABLE, Kind.IMAGE
CAME, SAID = "وصل الوزير إلى بغداد.", "وقال إن القرار نهائي."  # the minister came; the decision is final


@pytest.mark.parametrize(
    ("kind", "original", "asked"),
    [
        (P, "وصل الوزير. وقال لا.", "{وصل الوزير.} {وقال لا.}"),  # the minister came and said no
        (P, "كلمة\nوأخرى. ثم\nثالثة.", "{كلمة} {وأخرى.} {ثم} {ثالثة.}"),  # each line ends a sentence
        (P, "*مائل* و[رابط](x).", "{مائل ورابط.}"),
        (P, "\n\nأ.\n\n\nب.", "{أ.}\n\n{ب.}"),
        (P, "", ""),
        # Footnotes: cited behind the sentence, a definition keeps its label.
        (P, "وصل[^1] الوزير[^2].", "{وصل الوزير.}[^1][^2]"),
        (P, "وصل.[^1] وقال.[^2]", "{وصل.}[^1] {وقال.}[^2]"),
        (P, "قالت: «وصل.»[^1] وقال.", "{قالت: «وصل.»}[^1] {وقال.}"),
        (P, "[^1]", "{}[^1]"),
        (P, "كلام.[^أ]\n\n[^أ]: مصدر.\n[^ب]: آخر.", "{كلام.}[^أ]\n\n[^أ]: {مصدر.}\n[^ب]: {آخر.}"),
        # Code is nobody's language.
        (P, "قبل.\n\n```\nx = 1\n```\n\nبعد.", "{قبل.}\n\n```\nx = 1\n```{}\n\n{بعد.}"),
        (P, "قبل.\n```\nx\n```", "{قبل.}\n```\nx\n```{}"),
        (P, "```\nx\n\ny\n```", "```\nx\n\ny\n```{}"),
        (P, "~~~ sh\nx\n```\n~~~\nبعد.", "~~~ sh\nx\n```\n~~~{}\n{بعد.}"),
        (P, "````\nx\n```\n````\nبعد.", "````\nx\n```\n````{}\n{بعد.}"),
        (P, "> ```\n> x\n> ```\n> بعد.", "> ```\n> x\n> ```{}\n> {بعد.}"),
        (P, "- ```\n  x\n  ```\n- بعد.", "- ```\n  x\n  ```{}\n- {بعد.}"),
        (P, "```\nx\ny", "```\nx\ny{}"),  # never closed
        (P, "``` لا `سياج`\nكلام.", "{``` لا سياج} {كلام.}"),  # "no fence"
        # Tables: cells, with the row under the head as it is, and with all of their columns.
        (
            T,
            "| أ | ب |\n|---|:-:|\n| ج | **د** |\nبعد.",
            "| {أ} | {ب} |{}\n|---|:-:|{}\n| {ج} | {د} |{}\n{بعد.}",
        ),
        (T, "قبل.\n\nأ | ب\n--|--\nج | د", "{قبل.}\n\n| {أ} | {ب} |{}\n--|--{}\n| {ج} | {د} |{}"),
        (T, "|أ||\n|-|-|\n||ب|", "| {أ} | {} |{}\n|-|-|{}\n| {} | {ب} |{}"),
        (T, "|أ|\n|-|\n|ب \\| ج|", "| {أ} |{}\n|-|{}\n| {ب \\| ج} |{}"),
        (P, "أ | ب\nليس جدولا", "{أ | ب} {ليس جدولا}"),  # "no table"
        # Marks of lines stay where they are.
        (P, "- أول.\n- ثان.\n  يستمر.", "- {أول.}\n- {ثان.} {يستمر.}"),
        (P, "1. ثالث.\n2) رابع.", "1. {ثالث.}\n2) {رابع.}"),
        (P, "> قال.\n> وقالت.\n\n> أخرى.", "> {قال.}\n> {وقالت.}\n\n> {أخرى.}"),
        (P, "## عنوان\nكلام", "## {عنوان} {كلام}"),
        (P, "  - نقطة.  \n    سطر.", "- {نقطة.}  \n    {سطر.}"),
        # Verse: a line that its author ended stays a line.
        (P, "بيت أول  \nبيت ثان\\\nبيت ثالث\nيستمر", "{بيت أول}  \n{بيت ثان}  \n{بيت ثالث} {يستمر}"),
        (P, "سطر\\\\\nيليه", "{سطر\\\\} {يليه}"),  # a backslash, and no end of a line
        # Of an image the words.
        (IMG, "![صورة](a.jpg)", "![{صورة}](a.jpg)"),
        (IMG, "![](a.jpg)", "![{}](a.jpg)"),
        (IMG, "![صورة](a.jpg)\n\nشرح.", "![{صورة}](a.jpg)\n\n{شرح.}"),
        (P, "![صورة](a.jpg)", "{صورة}"),
    ],
)  # fmt: skip
def test_a_block_is_cut_into_what_a_machine_may_read(kind: Kind, original: str, asked: str) -> None:
    """What stands in braces is the machine's, and is put back as Markdown."""
    parts = drafts.split_pieces(Block(kind, original))
    braced = [f"\ue001{piece.text}\ue002" for piece in parts]
    found = drafts._join_pieces(parts, braced).replace("\ue001", "{").replace("\ue002", "}")
    assert found.replace("\\`", "`") == asked


class Numbers:
    """An engine that counts the sentences it was given, and fails where it is asked to (فشل, failure)."""

    name = "numbers 1"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def translate(self, segments: Sequence[Segment], terms: Terms) -> list[Draft]:
        """`Number N.`, surer each time."""
        assert terms == {"بغداد": "Baghdad"}
        first = len(self.asked)
        self.asked += [s.text for s in segments]
        return [
            Draft("", failure="loop") if "فشل" in s.text else Draft(f"Number {n}.", -n / 8)
            for n, s in enumerate(segments, first + 1)
        ]


def outcome(*entries: Entry, kinds: dict[str, Kind] | None = None) -> SyncResult:
    blocks = [Block((kinds or {}).get(e.key, P), e.source, key=e.key) for e in entries]
    return SyncResult(Document("x", "seeds/x.txt", Meta(), tuple(blocks)), Ledger(entries), None, "x.md")


def drafted(before: SyncResult, engine: Translator, memory: Memory | None = None, *asked: str) -> list[Entry]:
    (after,) = drafts.fill_from_engine([before], engine, {"بغداد": "Baghdad"}, memory, asked)
    return list(after.ledger.entries)


def remembered(*pairs: tuple[str, str]) -> Memory:
    entries = [Entry(f"p{n}", ar, en, State.EDITED) for n, (ar, en) in enumerate(pairs, 1)]
    return build([("old", Ledger(tuple(entries)))])


def test_the_sentences_of_a_block_are_put_together_with_their_mean_score() -> None:
    engine = Numbers()
    one, two = drafted(outcome(Entry("p1", f"{CAME} {SAID}"), Entry("p2", SAID)), engine)
    assert engine.asked == [CAME, SAID, SAID]
    assert (one.target, one.state, one.origin, one.score) == (
        "Number 1. Number 2.",
        "draft",
        "numbers 1",
        -0.19,
    )
    assert two.target == "Number 3."


def test_a_draft_forgets_what_was_known_of_the_english_before_it() -> None:
    kept = Entry("p1", SAID, synced="abc", machine=("m",), notes=("a note",))
    of_old = replace(
        kept,
        target="Old.",
        state=State.DRAFT,
        stale=True,
        previous=CAME,
        origin="argos",
        score=-1.0,
        changed=0.5,
        by="Ruba",
        on="2026-11-23",
        reason="engine: loop",
        proposals=(Proposal("rename: a → b", "Older."),),
    )
    (new,) = drafted(outcome(of_old), Numbers())
    assert new == replace(kept, target="Number 1.", state=State.DRAFT, origin="numbers 1", score=-0.12)


def test_one_failed_sentence_leaves_its_block_without_english_and_says_why() -> None:
    failing = f"{CAME} فشل."
    blocks = (
        Entry("p1", failing),
        Entry("p2", failing, "Of old.", State.DRAFT, stale=True, previous=SAID),
        Entry("p3", failing, "Ours.", State.EDITED, stale=True, previous=SAID),
        Entry("p4", SAID),
        Entry("p5", failing, reason=REJECTED),
    )
    one, two, three, four, five = drafted(outcome(*blocks), Numbers(), None, *(e.key for e in blocks))
    assert [(e.target, e.state, e.reason) for e in (one, two)] == [("", State.MISSING, "engine: loop")] * 2
    assert two.previous == ""
    assert three == blocks[2], "a person's English stays"
    assert four.target == "Number 7.", "each block gets its own sentences"
    assert five == blocks[4], "what a person rejected is still rejected"


def test_a_machine_offers_beside_a_persons_stale_english_and_never_in_its_place() -> None:
    stale = Entry("p1", CAME, "Ours.", State.EDITED, stale=True, previous=SAID)
    renamed = replace(stale, key="p2", proposals=(Proposal("rename: a → b", "Theirs."),))
    (one, two) = drafted(outcome(stale, renamed), Numbers())
    assert one == replace(stale, proposals=(Proposal("numbers 1", "Number 1."),))
    assert two.proposals == (Proposal("numbers 1", "Number 2."), *renamed.proposals)


def test_what_a_machine_is_to_do() -> None:
    missing = Entry("p1", CAME)
    rejected = Entry("p2", CAME, reason=REJECTED)
    joined = Entry("p3", CAME, reason=f"{JOINED}p1")
    failed = Entry("p4", CAME, reason="engine: loop")
    draft = Entry("p5", CAME, "Draft.", State.DRAFT)
    stale_draft = Entry("p6", CAME, "Draft.", State.DRAFT, stale=True, proposals=(Proposal("argos", "A."),))
    ours = Entry("p7", CAME, "Ours.", State.EDITED)
    stale = Entry("p8", CAME, "Ours.", State.EDITED, stale=True)
    offered = Entry("p9", CAME, "Ours.", State.EDITED, stale=True, proposals=(Proposal("argos", "A."),))
    named = Entry(
        "p10", CAME, "Ours.", State.EDITED, stale=True, proposals=(Proposal("rename: a → b", "A."),)
    )
    every = outcome(missing, rejected, joined, failed, draft, stale_draft, ours, stale, offered, named)
    assert drafts.entries_to_draft(every) == [missing, failed, stale_draft, stale, named]
    assert drafts.entries_to_draft(every, ["p1", "p2", "p5", "p8", "p9"]) == [missing, rejected, stale]


def test_batches_are_full_at_so_many_blocks_and_leave_no_article_out() -> None:
    one, two, none = (
        outcome(Entry("p1", CAME)),
        outcome(Entry("p1", CAME), Entry("p2", SAID)),
        outcome(Entry("p1", CAME, "Ours.", State.EDITED)),
    )
    assert list(drafts.batches([one, two, none, one, two, one], 3)) == [[one, two], [none, one, two], [one]]
    assert list(drafts.batches([], 3)) == []


def test_sentences_that_people_wrote_are_not_translated_again() -> None:
    engine = Numbers()
    memory = remembered((SAID, "He said that the decision is final."))
    blocks = outcome(Entry("p1", f"{CAME} {SAID}"), Entry("p2", CAME), Entry("p3", SAID))
    one, two, three = drafted(blocks, engine, memory)
    assert engine.asked == [CAME, CAME]
    assert one.target == "Number 1. He said that the decision is final."
    assert (one.state, one.origin, one.score) == (State.DRAFT, "numbers 1, memory old#p1", -0.12)
    assert (two.target, two.origin) == ("Number 2.", "numbers 1")
    assert three.target == "He said that the decision is final."
    assert three.score is None


def test_what_memory_knows_in_full_needs_no_machine() -> None:
    memory = remembered((CAME, "The *minister* came."), (SAID, "He said that the decision is final."))
    blocks = {
        "p1": CAME,  # a whole block, with its Markdown
        "p2": f"- {CAME}\n- {SAID}",
        "p3": f"{CAME} ولم يسمع به أحد.",  # nobody heard of it: one sentence is not enough
        "p4": "ولم يسمع به أحد.",
        "p5": "```\nx\n```",
        "p6": f"{CAME}\n\n```\nx\n```",
    }
    after = drafts.fill_from_memory(outcome(*(Entry(k, t) for k, t in blocks.items())), memory)
    got = {e.key: (e.target, e.state, e.origin) for e in after.ledger.entries}
    assert got == {
        "p1": ("The *minister* came.", "draft", "memory old#p1"),
        "p2": (
            "- The minister came.\n- He said that the decision is final.",
            "draft",
            "memory old#p1 old#p2",
        ),
        "p3": ("", "missing", ""),
        "p4": ("", "missing", ""),
        "p5": ("```\nx\n```", "draft", ""),
        "p6": ("The minister came.\n\n```\nx\n```", "draft", "memory old#p1"),
    }
    asked = drafts.fill_from_memory(outcome(*(Entry(k, t) for k, t in blocks.items())), memory, ["p2"])
    assert [e.key for e in asked.ledger.entries if e.target] == ["p2"]


def test_what_a_machine_made_meanwhile_is_carried_only_to_the_same_arabic() -> None:
    made = Entry("p1", CAME, "Number 1.", State.DRAFT, origin="numbers 1")
    before = outcome(made, replace(made, key="p2"), replace(made, key="p3"), replace(made, key="p4"))
    now = outcome(
        Entry("p1", CAME, synced="abc"),
        Entry("p2", SAID),  # the Arabic changed meanwhile
        Entry("p3", CAME, "Ours.", State.EDITED),  # a person filled it meanwhile
        Entry("p4", CAME, "Ours.", State.EDITED, stale=True),
        Entry("p5", CAME),  # and this one is new
    )
    one, *others = drafts.merge_drafts(before, now).ledger.entries
    assert one == replace(made, synced="abc")
    assert tuple(others) == now.ledger.entries[1:]
    offer = (Proposal("numbers 1", "Number 1."),)
    beside = outcome(Entry("p4", CAME, "Older.", State.EDITED, stale=True, proposals=offer))
    assert drafts.merge_drafts(beside, now).ledger.entries[3] == replace(
        now.ledger.entries[3], proposals=offer
    )
    assert drafts.merge_drafts(outcome(Entry("p1", CAME, "X.", State.EDITED)), now) == now, (
        "no person's words"
    )
    failed = Entry("p1", CAME, reason="engine: loop")
    assert drafts.merge_drafts(outcome(failed), now).ledger.entries[0] == replace(failed, synced="abc")


def test_an_import_fills_and_replaces_drafts_and_no_persons_words() -> None:
    draft = Entry("p2", CAME, "Draft.", State.DRAFT, machine=(machine_digest("Older draft."),))
    touched = replace(draft, key="p3", touched=True)
    ours = Entry("p4", CAME, "Ours.", State.EDITED)
    before = outcome(Entry("p1", CAME), draft, touched, ours, Entry("p5", CAME))
    texts = {f"p{n}": "New." for n in range(1, 5)}
    after, kept = drafts.import_texts(before, texts, state=State.DRAFT, origin="deepl")
    one, two, *others = (
        replace(e, target="New.", state=State.DRAFT, origin="deepl") if e.key in ("p1", "p2") else e
        for e in before.ledger.entries
    )
    assert after.ledger.entries == (one, two, *others)
    assert kept == ["p3", "p4"]
    after, kept = drafts.import_texts(before, texts, state=State.EDITED, origin="")
    assert [e.state for e in after.ledger.entries] == ["edited", "edited", "edited", "edited", "missing"]
    assert [e.target for e in after.ledger.entries] == ["New.", "New.", "New.", "Ours.", ""]
    assert kept == ["p4"]
    same = {"p2": "Draft.", "p3": "older draft", "p4": "Ours."}
    assert drafts.import_texts(before, same, state=State.EDITED, origin="") == (before, ["p3"]), (
        "still a machine's, and the one that does not stand there is named"
    )
    assert drafts.import_texts(before, {"p2": "Draft."}, state=State.DRAFT, origin="deepl") == (before, [])


def test_code_stands_beside_what_a_machine_made_and_is_never_asked_for() -> None:
    engine = Numbers()
    (one,) = drafted(outcome(Entry("p1", f"{CAME}\n\n```\nx = 1\n```\n\n{SAID}")), engine)
    assert engine.asked == [CAME, SAID]
    assert one.target == "Number 1.\n\n```\nx = 1\n```\n\nNumber 2."


def test_a_second_engine_offers_its_own_beside_the_drafts_of_another() -> None:
    another = Entry("p1", CAME, "Theirs.", State.DRAFT, origin="argos 1.12")
    same = replace(another, key="p2", target="Number 2.")  # of one mind
    own = replace(another, key="p3", origin="numbers 1")
    offered = replace(another, key="p4", proposals=(Proposal("numbers 1", "Number 9."),))
    persons = Entry("p5", CAME, "Ours.", State.EDITED, origin="argos 1.12")
    unknown = replace(another, key="p6", origin="")
    before = outcome(another, same, own, offered, persons, unknown, Entry("p7", CAME))
    wanted = ["p1", "p2", "p7"]
    assert [e.key for e in drafts.entries_to_draft(before, second="numbers")] == wanted
    assert [e.key for e in drafts.entries_to_draft(before, ["p1", "p3", "p5"], "numbers")] == ["p1"]
    (after,) = drafts.fill_from_engine([before], Numbers(), {"بغداد": "Baghdad"}, second=True)
    one, *rest, seven = after.ledger.entries
    assert one == replace(another, proposals=(Proposal("numbers 1", "Number 1."),))
    assert tuple(rest) == before.ledger.entries[1:-1]
    assert (seven.target, seven.state, seven.proposals) == ("Number 3.", State.DRAFT, ())
    assert drafts.count_words([before], Memory(), second="numbers") == 3 * len(CAME.split())


def test_what_is_quoted_with_its_source_is_no_machines_to_word() -> None:
    named = Entry("p1", CAME, "As printed.", State.EDITED, stale=True, facts={QUOTED: "Title, 2019"})
    below = Entry("q1", CAME, "As printed.\n\n— Title, 2020", State.EDITED)
    ours = Entry("p2", CAME, "Ours.", State.EDITED, stale=True)
    before = outcome(named, below, ours, kinds={"q1": Kind.QUOTATION})
    assert drafts.quotations(before) == {"p1": "Title, 2019", "q1": "Title, 2020"}
    assert drafts.entries_to_draft(before) == [ours]
    assert drafts.entries_to_draft(before, ["p1", "q1"]) == []
    said = [(f.check, f.key, f.file, f.severity) for f in drafts.quotation_findings(before)]
    assert said == [("quoted", "p1", "x.md", "notice")]
    (_, asked) = drafts.quotation_findings(before, ["q1"])
    assert asked.key == "q1"
    assert asked.message.startswith("quoted from Title, 2020, so no draft was made")
    assert "corrects it does so on the page" in asked.remedy


def test_what_was_not_sent_to_another_machine_says_why_and_nothing_else_does() -> None:
    blocks = (
        Entry("p1", CAME),
        Entry("p2", CAME, reason=REJECTED),
        Entry("p3", CAME, "Draft.", State.DRAFT),
        Entry("p4", CAME, "Ours.", State.EDITED, stale=True),
    )
    one, *others = drafts.mark_unsent(outcome(*blocks), "it is sensitive", ()).ledger.entries
    assert one == replace(blocks[0], reason="not sent: it is sensitive")
    assert tuple(others) == blocks[1:]
    asked = drafts.mark_unsent(outcome(*blocks), "it is sensitive", ["p3"])
    assert asked.ledger.entries == blocks
