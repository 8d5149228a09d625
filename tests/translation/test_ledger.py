"""The ledger is PO to every tool, and says the same after each of them."""

import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import polib
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jisr.model.diagnostics import JisrError
from jisr.model.ledger import Entry, Ledger, Proposal, Remark, State
from jisr.model.signers import is_forged
from jisr.translation import ledger, ledger_entry
from tests.translation.ledgers import FILE, HEADER, SAMPLE, read

CASES = Path(__file__).parents[1] / "cases/ledger"


def test_a_ledger_comes_back() -> None:
    got = ledger.parse(ledger.compose(SAMPLE), "x.po")
    assert got.entries == SAMPLE.entries
    assert got.obsolete == SAMPLE.obsolete
    assert ledger.compose(got) == ledger.compose(SAMPLE)


def test_entries_are_the_same_read_one_by_one_and_all_at_once() -> None:
    text = ledger.compose(SAMPLE)
    edited = text.replace('msgstr "', 'msgstr "So: ', 3)
    ledger.parse(text, "known.po")
    assert ledger.parse(edited, "known.po") == ledger.parse(edited, "new.po") != SAMPLE


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


@pytest.mark.parametrize(
    ("facts", "translation", "read"),
    [
        ("", "وصل وفد من الخبراء.", ""),  # "a delegation of experts arrived"
        ("# jisr: state=draft synced=5ca99dbd\n", "وصل وفد\\n من الخبراء. ", ""),
        ("", "[وصل وفد من الخبراء.]", ""),
        ("# jisr: state=draft synced=5ca99dbd\n", "\u202eوصل وفد من الخبراء˙", ""),
        (
            "# jisr: state=draft synced=5ca99dbd\n",
            "“وصل وفد من الخبراء”, he said",
            "“وصل وفد من الخبراء”, he said",
        ),
        ("# jisr: state=edited synced=9f06379b\n", "وصل وفد من الخبراء.", "وصل وفد من الخبراء."),
        ("# jisr: state=draft synced=5ca99dbd\n", "وصل وفد", "وصل وفد"),
    ],
)
def test_the_arabic_that_a_tool_put_for_english_is_none_unless_it_was_synced(
    facts: str, translation: str, read: str
) -> None:
    text = f'{HEADER}{facts}msgctxt "p1"\nmsgid "وصل وفد من الخبراء."\nmsgstr "{translation}"\n'
    (entry,) = ledger.parse(text, FILE).entries
    assert entry.target == read
    mixed = ledger.parse(HEADER + 'msgctxt "p3"\nmsgid "تويتر Twitter"\nmsgstr "تويتر X"\n', FILE)  # Twitter
    assert mixed.entries[0].target == "تويتر X"
    number = ledger.parse(HEADER + 'msgctxt "p2"\nmsgid "1958"\nmsgstr "1958"\n', FILE)
    assert number.entries[0].target == "1958"


def test_a_ledger_is_whole_until_a_tool_changes_flags_or_drops_facts() -> None:
    text = ledger.compose(SAMPLE)
    assert ledger.is_intact(ledger.parse(text, "x.po"))
    flag_set = 'msgctxt "h1"', '#, fuzzy\nmsgctxt "h1"'
    for old, new in (("#, fuzzy", "#, x"), ("state=approved", ""), flag_set):
        assert not ledger.is_intact(ledger.parse(text.replace(old, new), "x.po"))


def test_it_reads_as_the_design_shows_it() -> None:
    """Letter for letter: whatever else is written makes a diff in every ledger of a publication."""
    assert ledger.compose(SAMPLE) == (CASES / "sample.po").read_text("utf-8")


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


@pytest.mark.parametrize(
    "tool",
    [
        "msgcat --indent -",
        "msgcat --escape --no-wrap -",
        "msgcat --escape --width 60 -",
        r"sed s/$/\t/",
        r"sed s/$/\x20\x20/",
        r"sed s/^\(msg\|\"\)/\x20\x20\1/",
        "sed s/^#,.fuzzy/#,fuzzy/",
        "sed s/^#.jisr/#jisr/",
        "sed s/^#,/#=/",
    ],
)
def test_what_tools_write_otherwise_is_read_as_jisr_writes_it(tool: str) -> None:
    text = ledger.compose(SAMPLE)
    made = subprocess.run(tool.split(), input=text, capture_output=True, encoding="utf-8", check=True).stdout
    assert made != text
    assert ledger.parse(made, FILE) == ledger.parse(text, FILE)


def test_bytes_that_are_no_letters_are_damage() -> None:
    with pytest.raises(JisrError, match="a damaged ledger"):
        ledger.parse(HEADER + r'msgctxt "p1"\nmsgid "\331"\nmsgstr "One."'.replace(r"\n", "\n"), FILE)
    backslash = HEADER + 'msgctxt "p1"\nmsgid "نص"\nmsgstr "C:\\\\330"\n'
    assert ledger.parse(backslash, FILE).entries[0].target == "C:\\330"


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
@example([Entry(key="p1", source="#-#-#-#-#", target="#-#-#-#-#", state=State.EDITED)])
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


def test_an_approval_that_was_signed_stands() -> None:
    book = ledger.parse(ledger.compose(Ledger(SAMPLE.entries[:1])), FILE)
    assert (book.entries, book.findings) == (SAMPLE.entries[:1], ())


@pytest.mark.parametrize(
    ("facts", "translation", "state", "lost"),
    [
        ("state=edited", "Text", State.EDITED, False),
        ("state=edited", "", State.MISSING, False),
        ("state=edited synced=5ca99dbd", "", State.EDITED, False),  # a tool emptied it
        ("state=edited synced=5ca99dbd", " ", State.EDITED, False),
        ("state=draft", "Text", State.DRAFT, False),
        ("state=missing", "", State.MISSING, False),
        ("state=missing", "Text", State.MISSING, False),  # a tool filled it
        ("state=missing synced=5ca99dbd", "Text", State.DRAFT, True),
        ("state=missing synced=5ca99dbd", " ", State.MISSING, False),
        ("state=final", "Text", State.DRAFT, True),
        ("synced=5ca99dbd", "Text", State.DRAFT, True),
        ("", "", State.MISSING, True),
        ("", " ", State.MISSING, True),
    ],
)
def test_what_facts_say_of_the_state_and_what_they_do_not(
    facts: str, translation: str, state: State, *, lost: bool
) -> None:
    entry = read(facts, translation)
    assert (entry.state, entry.lost) == (state, lost)


def test_facts_are_read_as_they_are_meant() -> None:
    entry = read(r'state=draft touched origin="a \"b\" \\c  d" score=-0.5 changed=0.25 seen kind=')
    assert (entry.touched, entry.origin, entry.score, entry.changed) == (True, r'a "b" \c d', -0.5, 0.25)
    assert (entry.facts, entry.stale, entry.lost) == ({"seen": "", "kind": ""}, False, False)
    assert (read("state=draft score=high").score, read("state=draft").score) == (None, None)
    assert read("state=draft machine=a,,b").machine == ("a", "b")
    assert read("stale").stale


def test_each_check_that_is_ignored_has_its_own_reason() -> None:
    more = '# jisr: ignore=numbers reason="as quoted"\n# jisr: ignore=names\n# jisr: ignore\n'
    entry = read("state=missing reason=rejected", "", more)
    assert entry.reason == "rejected", "the reason of a draft that was refused"
    assert entry.facts == {"ignore-numbers": "as quoted", "ignore-names": "", "ignore": ""}
    text = ledger.compose(Ledger((entry,)))
    assert text.index("ignore=names\n") < text.index('ignore=numbers reason="as quoted"\n')
    assert ledger.parse(text, FILE).entries == (entry,)


def test_signs_that_only_python_takes_for_line_ends_are_white_space() -> None:
    """A letter of another program's in a comment must not make a ledger that nobody can read."""
    for sign in "\v\f\x1c\x1d\x1e\x85\u2028\u2029\r":
        assert read("state=edited", f"Te{sign}xt").target == "Te xt"
        text = ledger.compose(Ledger((Entry("p1", f"ن{sign}ص", f"Te{sign}xt", State.EDITED),)))
        assert 'msgid "ن ص"\nmsgstr "Te xt"\n' in text
    for end in ("\r\n", "\r"):
        elsewhere = ledger.compose(SAMPLE).replace("\n", end)
        assert ledger.parse(elsewhere, FILE) == ledger.parse(ledger.compose(SAMPLE), FILE)
    text = ledger.compose(Ledger((Entry("p1", "نص", "One\r\ntwo", State.EDITED),)))
    assert ledger.parse(text, FILE).entries[0].target == "One\ntwo"


def test_only_what_can_be_shipped_is_not_fuzzy() -> None:
    edited = Entry("p1", "نص", "Text", State.EDITED)
    for entry, fuzzy in (
        (edited, False),
        (replace(edited, state=State.DRAFT), True),
        (replace(edited, stale=True), True),
        (replace(edited, target="", state=State.MISSING), False),
    ):
        assert ledger_entry.is_fuzzy(entry) is fuzzy
        assert ("#, fuzzy" in ledger.compose(Ledger((entry,)))) is fuzzy
        assert "#, fuzzy" not in ledger.compose(Ledger(obsolete=(entry,)))
        assert ledger.is_intact(Ledger((replace(entry, fuzzy=fuzzy),)))
        assert not ledger.is_intact(Ledger((replace(entry, fuzzy=not fuzzy),)))
        assert not ledger.is_intact(Ledger((replace(entry, fuzzy=fuzzy, lost=True),)))


PARTS = ledger.compose(SAMPLE).split("\n\n")


@given(
    st.lists(st.sampled_from([*PARTS, "", "# a note", "\n", '"more"', PARTS[1] + "\n" + PARTS[2]])), st.data()
)
def test_entries_that_were_read_before_are_read_as_in_the_whole(
    parts: list[str], data: st.DataObject
) -> None:
    text = "\n\n".join([*PARTS[:1], *parts]) + "\n"
    at = data.draw(st.integers(0, len(text)))
    text = text[:at] + data.draw(st.sampled_from(["", "", "\n", "\n\n", "#", '"', "#~ ", "\r"])) + text[at:]

    def read(parse: Callable[..., Ledger]) -> object:
        try:
            return parse(text, FILE)
        except JisrError as error:
            return error.findings

    assert read(ledger.parse) == read(ledger._parse_whole)
