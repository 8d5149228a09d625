"""Word files that Jisr writes: every paragraph in the direction of its language, as Word asks for it."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from docx.oxml.ns import qn

from jisr.model.diagnostics import JisrError
from jisr.model.languages import Lang
from jisr.word import needs, writing
from jisr.word.writing import Passage, write_passages

PASSAGES = [
    Passage("أسئلة", "ar", "title"),  # questions
    Passage("السؤال: متى؟", "ar", "label"),  # the question: when?
    Passage("In\x0b May.\nOr June.", "en"),  # a sign that no such file can hold
    Passage("", "ar", "box"),
]


def test_paragraphs_have_the_direction_of_their_language() -> None:
    document = Document(BytesIO(write_passages("أسئلة", "ar", PASSAGES)))
    told = [
        (
            one.text,
            bool(one._p.findall(f"w:pPr/{qn('w:bidi')}", one._p.nsmap)),
            bool(one._p.findall(f".//{qn('w:rtl')}")),
        )
        for one in document.paragraphs
    ]
    assert told == [
        ("أسئلة", True, True),
        ("السؤال: متى؟", True, True),
        ("In May.\nOr June.", False, False),
        ("", True, True),
    ]
    langs = [next(iter(one._p.iter(qn("w:lang")))).attrib for one in document.paragraphs]
    assert [dict(one) for one in langs[1:3]] == [{qn("w:bidi"): "ar"}, {qn("w:val"): "en"}]
    assert [len(one._p.findall(f".//{qn('w:pBdr')}/*")) for one in document.paragraphs] == [0, 0, 0, 4]
    assert document.core_properties.title == "أسئلة"
    assert document.core_properties.author == document.core_properties.comments == "", "tells of no program"


@pytest.mark.parametrize(("lang", "is_rtl"), [("ar", True), ("en", False)])
def test_pages_have_the_direction_of_the_file_and_their_parts_in_order(lang: Lang, is_rtl: bool) -> None:
    with ZipFile(BytesIO(write_passages("x", lang, PASSAGES))) as packed:
        xml = packed.read("word/document.xml").decode()
    pages = xml[xml.index("<w:sectPr") :]
    assert ("<w:bidi/>" in pages) is is_rtl
    assert not is_rtl or pages.index("<w:bidi/>") < pages.index("<w:docGrid")
    assert xml.index("<w:pBdr>") < xml.rindex("<w:bidi/><", 0, xml.index("</w:body>")), (
        "as the schema has them"
    )


def test_what_is_missing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "why_no_word", lambda: "no Word file\ninstall it")
    with pytest.raises(JisrError, match="no Word file\\n    → install it"):
        write_passages("x", "ar", PASSAGES)
    assert not needs.why_no_word()
