"""The ledger is PO to every tool, and says the same after each of them."""

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import polib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from build_tools import ledger
from build_tools.errors import JisrError
from build_tools.model import Entry, Ledger, Proposal, Remark, State
from build_tools.signers import is_forged

SAMPLE = Ledger(
    entries=(
        Entry(
            "h1",
            "دوافع رئيسية",
            "Main motives",
            State.APPROVED,
            synced="5ca99dbd",
            by="Ruba Ḥ.",
            on="2026-11-23",
        ),
        Entry(
            "p2",
            "بيد أن التطور يطرح تساؤلات عديدة.",  # But the development raises numerous questions.
            'Its "repercussions" are open.\n\nA note with a back\\slash.',
            State.EDITED,
            stale=True,
            synced="c79fc2b6",
            origin="argos 1.12 translate-ar_en 1.0 ab12cd34",
            changed=0.4,
            previous="التطور يطرح تساؤلات.",
            proposals=(
                Proposal("argos 1.12 ab12", "But the development raises many questions.\n\nTwo."),
                Proposal('a "system" (two)', "| a |\n| - |\n|   b ¶¶ |"),
            ),
            fuzzy=True,
            machine=("3f9a1c2e", "ab12cd34"),
            remarks=(
                Remark("Ruba (desk)", "2026-11-23T10:00:00Z", 'Is "ISIS" right? proposal (x): no.'),
                Remark("Omar", "2026-11-24", "Yes.\n\nSee ¶ 3 ↵ there."),
            ),
            notes=("Ask the author.",),
            extracted=("A tool's own.", "proposal of nobody"),
            references=("seeds/x.txt:3", "README"),
            flags=("no-wrap",),
            facts={"ignore-numbers": "a quotation", "lapsed": "Ruba 2026-11-01"},
        ),
        Entry(
            "p3",
            "نص",
            "Text",
            State.DRAFT,
            synced="b047afd3",
            origin="language model",
            score=-0.31,
            touched=True,
            fuzzy=True,
        ),
        Entry("p2-k3xa", "جديد", reason="engine: loop"),
    ),
    obsolete=(
        Entry("p9", "ذهب", "It is gone.", State.EDITED, synced="55c463da"),
        Entry("p9", "راح", "It has gone.", State.EDITED, synced="0c8f2a1b"),
    ),
)


def test_a_ledger_comes_back() -> None:
    got = ledger.parse(ledger.compose(SAMPLE), "x.po")
    assert got.entries == SAMPLE.entries
    assert got.obsolete == SAMPLE.obsolete
    assert ledger.compose(got) == ledger.compose(SAMPLE)


def test_what_stands_above_and_below_all_entries_is_kept() -> None:
    book = replace(
        SAMPLE, above="# Water, by the desk.\n#. made by a tool\n#, fuzzy", below="# the end\n#, x"
    )
    got = ledger.parse(ledger.compose(book), "x.po")
    assert (got.above, got.below, got.entries) == (book.above, book.below, SAMPLE.entries)
    assert ledger.compose(got) == ledger.compose(book)


def test_what_goes_keeps_its_comments_as_a_translators() -> None:
    entry = replace(SAMPLE.entries[1], previous="", stale=False)
    text = ledger.compose(Ledger(obsolete=(entry,)))
    (got,) = ledger.parse(text, "x.po").obsolete
    assert (got.proposals, got.remarks, got.extracted, got.references) == ((), (), (), ())
    assert got.flags == entry.flags
    assert [note for note in got.notes if "ISIS" in note or "A tool's own" in note or "seeds/x.txt:3" in note]
    assert ledger.compose(Ledger(obsolete=(got,))) == text


def test_proposals_of_the_first_form_are_read() -> None:
    text = (
        "#. proposal (argos 1.12, memory a#p2): One. ¶ Two.\n"
        '#, fuzzy\nmsgctxt "p1"\nmsgid "نص"\nmsgstr "Text"\n'
    )
    (entry,) = ledger.parse(text, "x.po").entries
    assert entry.proposals == (Proposal("argos 1.12, memory a#p2", "One.\n\nTwo."),)
    assert "#. proposal (argos 1.12, memory a#p2): One. ¶ Two.\n" in ledger.compose(Ledger((entry,)))


def test_english_that_was_synced_is_not_missing() -> None:
    text = ledger.compose(Ledger((Entry("p1", "نص", "Text", synced="0c8f2a1b"),)))
    (entry,) = ledger.parse(text, "x.po").entries
    assert (entry.state, entry.lost) == (State.DRAFT, True)
    (filled,) = ledger.parse(text.replace(" synced=0c8f2a1b", ""), "x.po").entries
    assert (filled.state, filled.lost) == (State.MISSING, False), "a tool filled it"


def test_a_ledger_is_whole_until_a_tool_changes_flags_or_drops_facts() -> None:
    text = ledger.compose(SAMPLE)
    assert ledger.is_whole(ledger.parse(text, "x.po"))
    flag_set = 'msgctxt "h1"', '#, fuzzy\nmsgctxt "h1"'
    for old, new in (("#, fuzzy", "#, x"), ("state=approved", ""), flag_set):
        assert not ledger.is_whole(ledger.parse(text.replace(old, new), "x.po"))


def test_it_reads_as_the_design_shows_it() -> None:
    text = ledger.compose(SAMPLE)
    assert '# jisr: state=approved synced=5ca99dbd by="Ruba Ḥ." on=2026-11-23\nmsgctxt "h1"\n' in text
    assert "#. proposal (argos 1.12 ab12): But the development" in text
    assert '#, fuzzy, no-wrap\n#| msgid "التطور يطرح تساؤلات."\nmsgctxt "p2"\n' in text
    assert '#. remark ("Ruba (desk)", 2026-11-23T10:00:00Z): Is "ISIS" right?' in text
    assert " machine=3f9a1c2e,ab12cd34\n" in text
    assert '#~ msgctxt "p9"' in text


@pytest.mark.parametrize("command", [["msgcat", "--no-wrap", "-"], ["polib"]])
def test_tools_return_the_file_unchanged(command: list[str], tmp_path: Path) -> None:
    text = ledger.compose(SAMPLE)
    if command == ["polib"]:
        path = tmp_path / "x.po"
        path.write_text(text, "utf-8")
        polib.pofile(str(path), wrapwidth=0).save()
        assert path.read_text("utf-8") == text
    else:
        assert shutil.which(command[0]), "gettext is missing: apt-get install gettext"
        done = subprocess.run(
            command, input=text, capture_output=True, text=True, encoding="utf-8", check=True
        )
        assert done.stdout == text


LONG = replace(
    SAMPLE,
    entries=tuple(
        replace(
            entry,
            by="Ruba Al-Karim Abdul-Rahman" if entry.state is State.APPROVED else "",
            origin="argos 1.12 translate-ar_en 1.0 ab12cd34" if entry.by else entry.origin,
            machine=("3f9a1c2e", "ab12cd34", "55aa55aa", "12345678", "0f0f0f0f"),
            facts={**entry.facts, "ignore-retired-twice": "said so by the author, and by her editor - twice"},
            proposals=(
                *entry.proposals,
                Proposal("argos 1.12", "A well-known text that is so long that tools wrap it. " * 3 + "End."),
            ),
            remarks=(*entry.remarks, Remark("Omar", "2026-11-24T10:00:00Z", "A question " * 12 + "?")),
        )
        for entry in SAMPLE.entries
    ),
)


@pytest.mark.parametrize("width", [50, 60, 76, 77, 78, 79, 80, 100, 120])
def test_comments_that_a_tool_wrapped_are_read_as_they_were_written(width: int) -> None:
    """A fact behind column 78 would be a translator's note, and its block nobody's."""
    text = ledger.compose(LONG)
    wrapped = f"{polib.pofile(text, wrapwidth=width)}"
    assert wrapped.count("\n#") > text.count("\n#")
    read = ledger.parse(wrapped, "x.po")
    assert read.entries == ledger.parse(text, "x.po").entries
    assert [e.facts for e in read.obsolete] == [e.facts for e in ledger.parse(text, "x.po").obsolete]
    again = f"{polib.pofile(wrapped, wrapwidth=width)}"
    assert ledger.parse(again, "x.po").entries == read.entries


def test_a_note_behind_the_facts_is_a_note_and_a_comment_behind_a_proposal_a_tools() -> None:
    text = ledger.compose(SAMPLE)
    text = re.sub(r"(# jisr: state=draft[^\n]*\n)", r"\1# Ask Ruba about it=x\n", text)
    text = text.replace("#: seeds/x.txt:3", "#. a tool came by\n#: seeds/x.txt:3")
    read = {e.key: e for e in ledger.parse(text, "x.po").entries}
    assert read["p3"].notes == ("Ask Ruba about it=x",)
    assert read["p2"].proposals == SAMPLE.entries[1].proposals
    assert "a tool came by" in read["p2"].extracted


TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n\t"), max_size=40)
WORD = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), max_size=12).map(
    lambda t: " ".join(t.split())
)


@given(
    st.lists(
        st.builds(
            Entry,
            key=st.from_regex(r"p[0-9]{1,3}", fullmatch=True),
            source=TEXT.filter(bool),
            target=TEXT,
            state=st.sampled_from([State.DRAFT, State.EDITED, State.APPROVED]),
            stale=st.booleans(),
            origin=WORD,
            by=WORD,
            reason=WORD,
            previous=TEXT,
        )
        .map(lambda e: e if e.target.strip() else replace(e, state=State.MISSING))
        .map(
            lambda e: (
                replace(e, by="x" if is_forged(e.by) else e.by or "x", on="2026-11-23", stale=False)
                if e.state == "approved"
                else e
            )
        ),
        unique_by=lambda e: e.key,
        max_size=4,
    )
)
def test_any_words_survive(entries: list[Entry]) -> None:
    first = ledger.parse(ledger.compose(Ledger(tuple(entries))), "x.po")
    for before, after in zip(entries, first.entries, strict=True):
        assert after.source.split() == before.source.split()
        assert after.target.split() == before.target.split()
        assert (after.state, after.stale, after.origin, after.by) == (
            before.state,
            before.stale,
            before.origin,
            before.by,
        )
    assert ledger.compose(first) == ledger.compose(ledger.parse(ledger.compose(first), "x.po"))


def test_where_a_tool_dropped_our_facts_the_lower_state_counts() -> None:
    text = 'msgctxt "p1"\nmsgid "نص"\nmsgstr "Text"\n'
    entry = ledger.parse(text, "x.po").entries[0]
    assert (entry.state, entry.lost) == (State.DRAFT, True)


@pytest.mark.parametrize(
    ("damage", "message", "line"),
    [
        (lambda t: t.replace('msgstr "Text"', 'msgstr "Text'), "damaged", 38),
        (lambda t: t.replace('msgctxt "p3"', 'msgctxt "h1"'), "two entries with the key h1", 34),
        (lambda t: t.replace('msgctxt "p3"\n', ""), "without a key", 34),
        (lambda t: t.replace('msgctxt "p3"', '<<<<<<< HEAD\nmsgctxt "p3"'), "unfinished merge", 36),
        (lambda t: t.replace('msgstr "Text"', 'msgstr ""\n"#-#-#-#-#  a.po  #-#-#-#-#\\n"'), "merge", 39),
        (lambda t: t.replace('msgstr "Text"', 'msgstr ""\n"<<<<<<< HEAD\\n"'), "unfinished merge", 39),
        (lambda t: t.replace('msgstr "Text"', 'msgid_plural "x"\nmsgstr[0] "Text"'), "plural", 34),
    ],
)
def test_damage_is_named_with_its_line(damage, message: str, line: int) -> None:  # type: ignore[no-untyped-def] # a lambda
    with pytest.raises(JisrError) as caught:
        ledger.parse(damage(ledger.compose(SAMPLE)), "translations/x.po")
    finding = caught.value.findings[0]
    assert message in finding.message
    assert finding.file == "translations/x.po"
    assert abs(finding.line - line) <= 1
    assert finding.remedy
