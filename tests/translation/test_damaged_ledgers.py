"""Ledgers that people and tools damaged: what is wrong is named with its line, and the rest is read."""

import pytest

from jisr.model.diagnostics import Finding, JisrError, Severity
from jisr.model.ledger import Ledger, Proposal, Remark, State
from jisr.translation import ledger
from tests.translation.ledgers import FILE, HEADER, SAMPLE, read

NAMED = 'msgctxt "p1"\nmsgid "نص"\n'  # "text"


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


@pytest.mark.parametrize(
    ("text", "line", "damaged"),
    [
        (HEADER + NAMED + 'msgstr "Text\n', 6, 'msgstr "Text'),
        (HEADER + NAMED + 'msgid "again"\nmsgstr "Text"\n', 6, 'msgid "again"'),
        (HEADER + NAMED + 'msgstr "Text"\nText\n', 7, "Text"),
        (HEADER + NAMED + 'msgstr "Te"xt"\n', 6, 'msgstr "Te"xt"'),
        # broken off between the facts of an entry and the entry
        (HEADER + NAMED + 'msgstr "Text"\n\n# jisr: state=dr', 8, "# jisr: state=dr"),
        (HEADER + NAMED + 'msgstr "Text"\n\n# jisr: state=draft\n#, fuzzy\n', 8, "# jisr: state=draft"),
    ],
)
def test_a_damaged_line_is_shown_with_what_to_do(text: str, line: int, damaged: str) -> None:
    with pytest.raises(JisrError) as caught:
        ledger.parse(text, FILE)
    remedy = (
        "mend the line (msgfmt -c names what is wrong), or take the file of the last commit: "
        f"git checkout -- {FILE}"
    )
    assert caught.value.findings == (Finding("ledger", "a damaged ledger", FILE, line, damaged, remedy),)


@pytest.mark.parametrize(
    ("line", "remedy"),
    [
        ("<<<<<<< HEAD", "settle the merge, then run this again"),
        (">>>>>>> other", "settle the merge, then run this again"),
        ("#~ <<<<<<< HEAD", "settle the merge, then run this again"),
        (
            '"#-#-#-#-#  a.po  #-#-#-#-#\\n"',
            "keep one of the texts between #-#-#-#-#, take these lines out, then run this again",
        ),
    ],
)
def test_an_unfinished_merge_is_shown_with_what_to_do(line: str, remedy: str) -> None:
    with pytest.raises(JisrError) as caught:
        ledger.parse(f'{HEADER}{NAMED}msgstr ""\n{line}\n', FILE)
    assert caught.value.findings == (Finding("merge", "an unfinished merge", FILE, 7, line, remedy),)


def test_two_texts_of_one_block_are_named_and_one_text_twice_is_one() -> None:
    """Git leaves the second where both branches moved a block; of two texts a person has to choose."""
    one, gone = NAMED + 'msgstr "Text"\n', '#~ msgctxt "p1"\n#~ msgid "ذهب"\n#~ msgstr "Gone."\n'
    book = ledger.parse("\n".join([HEADER + one, one, gone, gone]), FILE)
    assert [e.target for e in (*book.entries, *book.obsolete)] == ["Text", "Gone."]
    for other in (
        one.replace("Text", "Words"),
        one.replace("نص", "كلام"),  # "talk"
        "# Ask Ann.\n" + one,
        "#, fuzzy\n" + one,
        '#| msgid "قديم"\n' + one,  # "old"
    ):
        with pytest.raises(JisrError) as caught:
            ledger.parse(f"{HEADER}{one}\n{other}", FILE)
        (finding,) = caught.value.findings
        assert (finding.check, finding.message, finding.file, finding.key, finding.remedy) == (
            "ledger", "two entries with the key p1 (also in line 4)", FILE, "p1",
            "give one of them its right msgctxt, or remove it",
        )  # fmt: skip
        assert finding.line == 8
        assert finding.text in other


@pytest.mark.parametrize(
    ("text", "message", "remedy"),
    [
        ('msgid "نص"\nmsgstr ""\n', "an entry without a key (msgctxt)",
         "add the block's key as msgctxt, or remove the entry"),
        ('msgid "نص"\nmsgstr ""\n\nmsgid "x"\nmsgstr ""\n', "an entry without a key (msgctxt)",
         "add the block's key as msgctxt, or remove the entry"),  # po2csv and xliff2po keep no keys
        (NAMED + 'msgid_plural "x"\nmsgstr[0] ""\n', "an entry with plural forms",
         "write it as one msgid and one msgstr"),
    ],
)  # fmt: skip
def test_what_is_no_entry_of_a_block_is_shown_with_what_to_do(text: str, message: str, remedy: str) -> None:
    with pytest.raises(JisrError) as caught:
        ledger.parse(HEADER + text, FILE)
    assert caught.value.findings == (Finding("ledger", message, FILE, 4, "نص", remedy),)


@pytest.mark.parametrize(
    ("facts", "why", "first"),
    [
        ("", "without a signature (by=, on=)", ""),
        ("by=Ruba", "without a day (on=YYYY-MM-DD)", ""),
        ("by=Ruba on=today", "without a day (on=YYYY-MM-DD)", ""),
        ("on=2026-11-23", "without a name (by=)", ""),
        ('by=" " on=2026-11-23', "without a name (by=)", ""),
        ("by=DeepL on=2026-11-23", "by what is no person's name (by=)", ""),
        ("stale by=Ruba on=2026-11-23", "though its Arabic changed since",
         "jisr resolve news/water p1 --take keep, then "),
    ],
)  # fmt: skip
def test_an_approval_that_was_typed_is_none_and_says_why(facts: str, why: str, first: str) -> None:
    text = f'{HEADER}# jisr: state=approved {facts}\n{NAMED}msgstr "Text"\n'
    book = ledger.parse(text, FILE)
    (entry,) = book.entries
    assert (entry.state, entry.by, entry.on, entry.target) == (State.EDITED, "", "", "Text")
    assert book.findings == (
        Finding(
            "unsigned", f"approved {why}, so it counts as edited", FILE, 4, "Text",
            f'whoever approves it signs it: {first}jisr approve news/water p1 --by "NAME"',
            "p1", Severity.WARNING,
        ),
    )  # fmt: skip


def test_a_ledger_whose_header_a_tool_left_out_loses_nothing() -> None:
    """As `msgattrib --omit-header` does: the first block, a person's, must not become a machine's."""
    text = ledger.compose(SAMPLE).partition("\n\n")[2]
    book = ledger.parse(text, FILE)
    assert (book.entries, book.obsolete) == (SAMPLE.entries, SAMPLE.obsolete)
    assert (book.header, book.above) == ((), "")
    assert ledger.compose(book) == ledger.compose(SAMPLE)
    for damage, line in (("msgstr", 4), ("msgctxt", 3)):
        with pytest.raises(JisrError) as caught:
            ledger.parse(f'# Ask Ann.\n{NAMED}msgstr "Text"\n'.replace(damage, "msgid", 1), FILE)
        assert caught.value.findings[0].line == line


def test_comments_under_the_last_entry_belong_to_none() -> None:
    last = ledger.compose(SAMPLE).rstrip("\n")
    for book in (last, last.replace("#~ ", ""), last + '\n#~ "More."'):
        text = book.replace('msgctxt "p9"\nmsgid "ذهب"', 'msgctxt "p8"\nmsgid "ذهب"')
        assert ledger.parse(f"{text}\n\n# the end  \n\n#, x\n", FILE).below == "# the end\n#, x"
    assert ledger.parse("# alone\n", FILE).below == "# alone"


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("proposal (argos): One. ↵ Two ↵↵.", Proposal("argos", "One.\nTwo ↵.")),
        ("proposal (argos):", Proposal("argos", "")),
        ("remark (Ann, 2026-11-23): Why?", Remark("Ann", "2026-11-23", "Why?")),
        ('remark ("A (b) \\"c\\"", 2026-11-23):', Remark('A (b) "c"', "2026-11-23", "")),
        ("remark (Ann): Why?", "remark (Ann): Why?"),
        ("proposal argos: One.", "proposal argos: One."),
    ],
)
def test_what_stands_beside_an_entry_is_a_text_a_remark_or_a_tools(
    line: str, found: Proposal | Remark | str
) -> None:
    entry = read("state=edited", above=f"#. {line}\n")
    assert [*entry.proposals, *entry.remarks, *entry.extracted] == [found]
    assert f"#. {line}\n" in ledger.compose(Ledger((entry,)))


@pytest.mark.parametrize(
    ("above", "facts", "notes"),
    [
        ('# jisr: state=edited origin="a\n# b"\n', {"origin": "a b"}, ()),
        ('# jisr: state=edited origin="a \\"\n# b"\n', {"origin": 'a " b'}, ()),
        ("# jisr: state=edited by=Al-\n# Karim\n", {"by": "Al-Karim"}, ()),
        ("# jisr: state=edited\n# stale by=Ruba\n", {"stale": True, "by": "Ruba"}, ()),
        ('# jisr: state=edited\n# by="Ruba K."\n', {"by": "Ruba K."}, ()),
        ("# jisr: state=edited\n# ask by=Ruba\n", {"by": ""}, ("ask by=Ruba",)),
        ("# Ask\n# by=Ruba\n# jisr: state=edited\n", {"by": ""}, ("Ask", "by=Ruba")),
        ("# jisr: state=edited\n# jisr: by=Ruba\n", {"by": "Ruba"}, ()),
    ],
)
def test_what_a_tool_wrapped_is_facts_and_what_a_person_wrote_below_is_a_note(
    above: str, facts: dict[str, object], notes: tuple[str, ...]
) -> None:
    entry = read(above=above)
    assert {name: getattr(entry, name) for name in facts} == facts
    assert (entry.state, entry.notes) == (State.EDITED, notes)
