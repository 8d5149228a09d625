"""XLIFF, TMX, PO and glossaries: what is written, and what is read of what other programs made of it."""

from collections.abc import Callable

import polib
import pytest
from defusedxml.ElementTree import fromstring

from jisr.exchange.formats.glossary import write_commas, write_tabs
from jisr.exchange.formats.po import read_po, write_po
from jisr.exchange.formats.tmx import write_tmx
from jisr.exchange.formats.units import Unit
from jisr.exchange.formats.xliff import read_xliff, write_xliff
from jisr.exchange.review.rows import ReturnedRow, row_code
from jisr.model.diagnostics import JisrError
from jisr.model.glossary import Actor, ActorNames, Term
from jisr.model.ledger import Entry, State

X = "{urn:oasis:names:tc:xliff:document:1.2}"
TEXTS = {
    State.MISSING: "",
    State.DRAFT: "A *draft* with [a link](https://x.org/?a=1&b=2) and a note[^1].\n\n[^1]: The “note” <b>.",
    State.EDITED: "Edited,  with\nlines.",
    State.APPROVED: "Approved\x0b.",
}


def units() -> list[Unit]:
    made = []
    for n, (state, text) in enumerate(TEXTS.items()):
        by = "Ruba" if state is State.APPROVED else ""
        entry = Entry(
            f"p{n}", f"نص *{n}*", text, state, origin="argos 1.12" if n == 1 else "", by=by
        )  # a text
        made.append(Unit("a/b", entry.key, row_code("a/b", entry.source, text), entry.source, entry))
    return made


def stale() -> Unit:
    entry = Entry("p9", "جديد", "Old", State.EDITED, stale=True, previous="قديم")  # new, old
    return Unit("c", "p9", row_code("c", "جديد", "Old"), "جديد", entry)


WAYS: dict[str, tuple[Callable[[list[Unit]], bytes], Callable[[str, bytes], list[ReturnedRow]]]] = {
    "xliff": (write_xliff, read_xliff),
    "po": (write_po, read_po),
}


@pytest.mark.parametrize("way", WAYS)
def test_what_is_written_is_read_again(way: str) -> None:
    write, read = WAYS[way]
    rows = read("f", write(units()))
    assert [(row.key, row.code, row.original) for row in rows] == [
        (unit.key, unit.code, unit.original) for unit in units()
    ]
    assert [row.translation.replace("\x0b", "") for row in rows] == [
        text.replace("\x0b", "") for text in TEXTS.values()
    ]
    assert not any(row.remarks for row in rows)


def test_xliff_says_states_codes_and_what_changed() -> None:
    root = fromstring(write_xliff([*units(), stale()]))
    assert [(file.get("original"), file.get("target-language")) for file in root] == [
        ("a/b", "en"),
        ("c", "en"),
    ]
    found = {
        unit.get("id"): (unit.get("approved"), target.get("state"), target.get("state-qualifier"))
        for unit in root.iter(f"{X}trans-unit")
        if (target := unit.find(f"{X}target")) is not None
    }
    assert found == {
        "p1": ("no", "needs-review-translation", "leveraged-mt"),
        "p2": ("no", "translated", None),
        "p3": ("yes", "signed-off", None),
        "p9": ("no", "needs-adaptation", None),
    }
    inner = [(code.tag.removeprefix(X), code.text) for code in root.findall(f".//{X}target/*")]
    assert inner[:4] == [("bpt", "*"), ("ept", "*"), ("bpt", "["), ("ept", "](https://x.org/?a=1&b=2)")]
    assert [note.text for note in root.iter(f"{X}note")] == ["Arabic before: قديم"]


@pytest.mark.parametrize(
    ("cut", "put", "row"),
    [
        ("Edited,  with\nlines.", "Better.", ("p2", "Better.", ())),
        ("Edited,  with\nlines.</target>", "Better.</target><note>Why?</note>", ("p2", "Better.", ("Why?",))),
        ("Edited,  with\nlines.", '<mrk mtype="seg">Better</mrk><x id="9"/>.', ("p2", "Better.", ())),
        (' extradata="', ' x-old="', ("p2", "Edited,  with\nlines.", ())),
    ],
)
def test_xliff_as_programs_write_it(cut: str, put: str, row: tuple[str, str, tuple[str, ...]]) -> None:
    text = write_xliff(units()).decode()
    assert cut in text
    found = read_xliff("f.xlf", text.replace(cut, put).encode())[2]
    assert (found.key, found.translation, found.remarks) == row
    assert (found.code is None) is ("x-old" in put)


def test_tmx_holds_what_has_english_and_says_whose_it_is() -> None:
    root = fromstring(write_tmx([*units(), stale()]), forbid_dtd=False)
    assert [(unit.get("tuid"), unit.findtext("prop")) for unit in root.iter("tu")] == [
        ("a/b#p1", "draft"),
        ("a/b#p2", "edited"),
        ("a/b#p3", "approved"),
        ("c#p9", "edited"),
    ]
    assert [said.get("changeid") for said in root.iter("tuv") if said.get("changeid")] == ["Ruba"]
    first = [code.tag for code in root.iter() if code.tag in ("bpt", "ept", "ph")]
    assert first[:2] == ["bpt", "ept"]
    segments = ["".join(one.itertext()) for one in root.iter("seg")]
    assert segments[1] == TEXTS[State.DRAFT]
    plain = fromstring(write_tmx(units(), coded=False))
    assert [one.text for one in plain.iter("seg")][1] == TEXTS[State.DRAFT]
    assert not list(plain.iter("bpt"))


def test_po_marks_what_is_no_persons() -> None:
    po = polib.pofile(write_po([*units(), stale()]).decode())
    assert {entry.msgctxt for entry in po if "fuzzy" in entry.flags} == {"p1", "p9"}
    empty = polib.pofile(write_po(units(), filled=False).decode())
    assert [(entry.msgstr, entry.flags) for entry in empty] == [("", [])] * 4


POEDIT = """#
msgid ""
msgstr ""
"Project-Id-Version: Jisr\\n"
"Last-Translator: Sami <s@example.org>\\n"
"X-Generator: Poedit 3.5\\n"
"X-Poedit-SourceCharset: UTF-8\\n"

#. jisr 0f416849-3c449a74-71263325
#, fuzzy
#| msgid "قديم"
msgctxt "p1"
msgid ""
"نص طويل "
"على سطرين"
msgstr ""
"A long text "
"on two lines"

# Is this right?
msgctxt "p2"
msgid "نص"
msgstr ""

#~ msgctxt "p3"
#~ msgid "ذهب"
#~ msgstr "Gone"
"""  # old; a long text on two lines; a text; gone


def test_po_as_poedit_writes_it() -> None:
    one, two = read_po("f.po", POEDIT.encode())
    assert (one.key, one.original, one.translation) == ("p1", "نص طويل على سطرين", "A long text on two lines")
    assert str(one.code) == "0f416849-3c449a74-71263325"
    assert (two.key, two.code, two.translation, two.remarks) == ("p2", None, "", ("Is this right?",))
    assert one.number == 9


BOMB = b'<!DOCTYPE x [<!ENTITY a "b">]><xliff>&a;</xliff>'
OUTSIDE = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><xliff>&a;</xliff>'


@pytest.mark.parametrize("data", [b"", b"<xliff", b"<tmx/>", BOMB, OUTSIDE, b"\xff\xfe", b"PK\x03\x04"])
def test_what_is_no_xliff_is_refused(data: bytes) -> None:
    with pytest.raises(JisrError) as refused:
        read_xliff("f.xlf", data)
    assert [(f.file, bool(f.remedy)) for f in refused.value.findings] == [("f.xlf", True)]


@pytest.mark.parametrize("data", [b'msgid "a', b"words", b'msgid "\xff"\nmsgstr ""\n'])
def test_what_is_no_po_is_refused(data: bytes) -> None:
    with pytest.raises(JisrError) as refused:
        read_po("f.po", data)
    assert [(f.file, bool(f.remedy)) for f in refused.value.findings] == [("f.po", True)]


def test_glossaries_have_names_terms_and_what_to_know() -> None:
    actors = [
        Actor(
            "isis",
            "armed group",
            ActorNames("تنظيم الدولة", short="داعش", allowed=("الدولة الإسلامية",)),
            ActorNames("Islamic State", short="ISIS", avoid={"Daesh": "loaded"}, description="A\tgroup"),
        )
    ]
    terms = [Term("militia", ActorNames("مليشيا"), ActorNames("militia"), "as the author says")]
    assert write_tabs(actors, terms).decode().splitlines() == [
        "تنظيم الدولة\tIslamic State\tA group. not “Daesh”: loaded",
        "داعش\tISIS\tA group. not “Daesh”: loaded",
        "الدولة الإسلامية\tIslamic State\tA group. not “Daesh”: loaded",
        "مليشيا\tmilitia\tas the author says",
    ]
    assert write_commas(actors, terms).decode().splitlines()[::4] == [
        '"source","target","developer_comments"',
        '"مليشيا","militia","as the author says"',
    ]
