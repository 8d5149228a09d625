"""XLIFF, TMX, PO and glossaries: what is written, and what is read of what other programs made of it."""

from collections.abc import Callable
from pathlib import Path
from xml.etree.ElementTree import tostring

import polib
import pytest
from defusedxml.ElementTree import fromstring
from lxml import etree

from jisr.exchange.formats.glossary import write_commas, write_tabs
from jisr.exchange.formats.po import read_po, write_po
from jisr.exchange.formats.tmx import write_tmx
from jisr.exchange.formats.units import Unit
from jisr.exchange.formats.xliff import read_xliff, write_xliff
from jisr.exchange.review.rows import ReturnedRow, row_code
from jisr.model.diagnostics import JisrError
from jisr.model.glossary import Actor, ActorNames, Term
from jisr.model.ledger import Entry, State

SCHEMAS = Path(__file__).parents[2] / "fixtures/schemas"
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


CODED = "نص *مهم* [هنا](https://x.org)[^1]"  # an important text, here
WHOLE = "An *important* text [here](https://x.org)[^1]"


@pytest.mark.parametrize(
    ("target", "text"),
    [
        ('An <g id="1">important</g> text <g id="2">here</g><x id="3"/>', WHOLE),
        ('An <bx id="1"/>important<ex id="1"/> text <bx id="2"/>here<ex id="2"/><ph id="3"/>', WHOLE),
        ('An <bx id="1" rid="1"/>important<ex id="9" rid="1"/>', "An *important*"),
        (
            '<mrk mtype="seg">An <bpt id="1">*</bpt>important<ept id="1">*</ept></mrk> text',
            "An *important* text",
        ),
        ('<g id="2">here, <g id="1">important</g></g>', "[here, *important*](https://x.org)"),
        ('An <ph id="1">{0}</ph><x id="7"/><g id="8">text</g>', "An {0}text"),
        ('<bpt id="5">_</bpt>An<ept id="5">_</ept> <it id="6" pos="open">*</it>a', "_An_ *a"),
    ],
)
def test_codes_that_a_program_emptied_are_those_of_the_source(target: str, text: str) -> None:
    unit = Unit("a", "p1", row_code("a", CODED, "Old"), CODED, Entry("p1", CODED, "Old", State.EDITED))
    (row,) = read_xliff("f.xlf", write_xliff([unit]).replace(b">Old<", f">{target}<".encode()))
    assert (row.original, row.translation) == (CODED, text)


def test_what_trados_keeps_of_deleted_words_is_no_translation() -> None:
    sent = write_xliff([unit for unit in units() if unit.key == "p1"]).decode()
    begins, ends = sent.index("<target"), sent.index("</target>")
    put = '<target>One <mrk mtype="x-sdl-deleted">two</mrk><mrk mtype="x-sdl-added">three</mrk>.'
    (row,) = read_xliff("f.xlf", (sent[:begins] + put + sent[ends:]).encode())
    assert row.translation == "One three."


@pytest.mark.parametrize(
    ("key", "marks", "unfinished"),
    [
        ("p0", "", False),
        ("p0", 'state="translated"', False),
        ("p0", 'state="needs-review-translation"', True),
        ("p0", 'state="new"', True),
        ("p0", 'state="translated" state-qualifier="leveraged-mt"', True),
        ("p0", 'state="final" state-qualifier="leveraged-inherited"', False),
        ("p1", 'state="needs-review-translation" state-qualifier="leveraged-mt"', False),
        ("p1", 'state="translated" state-qualifier="leveraged-mt"', False),
        ("p1", 'state="translated" state-qualifier="mt-suggestion"', True),
        ("p0", 'state="translated" state-qualifier="tm-suggestion"', True),
        ("p1", 'state="needs-translation"', True),
        ("p2", 'state="needs-review-translation"', False),
    ],
)
def test_whether_a_program_says_that_nobody_finished_it(key: str, marks: str, unfinished: bool) -> None:
    """Our own marks stay where programs know none; what went out empty has none of ours."""
    root = fromstring(write_xliff(units()))
    unit = next(one for one in root.iter(f"{X}trans-unit") if one.get("id") == key)
    for old in unit.findall(f"{X}target"):
        unit.remove(old)
    told = fromstring(f'<target xmlns="{X[1:-1]}" {marks}>Words</target>')
    unit.append(told)
    rows = {row.key: row for row in read_xliff("f.xlf", tostring(root))}
    assert rows[key].is_unfinished is unfinished


ELSEWHERE = "http://www.w3.org/2001/xml.xsd"
XML_NAMESPACE = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"
    targetNamespace="http://www.w3.org/XML/1998/namespace">
  <xs:attribute name="lang" type="xs:language"/>
  <xs:attribute name="space" type="xs:NCName"/>
</xs:schema>"""


def every_kind() -> list[Unit]:
    entry = Entry("p8", "\x0b", TEXTS[State.DRAFT], State.DRAFT, origin="memory a#p1\ufffe")
    return [*units(), stale(), Unit("c", "p8", row_code("c", "", ""), CODED, entry)]


def test_xliff_is_valid(tmp_path: Path) -> None:
    rules = (SCHEMAS / "xliff-core-1.2-strict.xsd").read_text("utf-8")
    assert rules.count(ELSEWHERE) == 1
    (tmp_path / "rules.xsd").write_text(rules.replace(ELSEWHERE, "xml.xsd"), "utf-8")
    (tmp_path / "xml.xsd").write_text(XML_NAMESPACE, "utf-8")
    schema = etree.XMLSchema(etree.parse(tmp_path / "rules.xsd"))
    schema.assertValid(etree.fromstring(write_xliff(every_kind())))
    broken = write_xliff(every_kind()).replace(b"needs-review-translation", b"draft")
    assert not schema.validate(etree.fromstring(broken))


@pytest.mark.parametrize("coded", [True, False])
def test_tmx_is_valid(coded: bool) -> None:
    rules = etree.DTD(SCHEMAS / "tmx14.dtd")
    assert rules.validate(etree.fromstring(write_tmx(every_kind(), coded=coded))), rules.error_log
    assert not rules.validate(etree.fromstring(b'<tmx version="1.4"><body/></tmx>'))


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
    assert (one.is_unfinished, two.is_unfinished) == (True, False)


BOMB = b'<!DOCTYPE x [<!ENTITY a "b">]><xliff>&a;</xliff>'
OUTSIDE = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><xliff>&a;</xliff>'


OTHER = b'<xliff version="2.0" xmlns="urn:oasis:names:tc:xliff:document:2.0"/>'


@pytest.mark.parametrize(
    "data", [b"", b"<xliff", b"<tmx/>", OTHER, BOMB, OUTSIDE, b"\xff\xfe", b"PK\x03\x04"]
)
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
