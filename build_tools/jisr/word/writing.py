"""A Word file of passages in several languages, each in the direction of its own."""

from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any, Literal

from jisr.markup.xml_text import xml_text
from jisr.model.diagnostics import Finding, JisrError
from jisr.model.languages import Lang, language
from jisr.word.needs import why_no_word

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph

Look = Literal["title", "heading", "text", "label", "box"]
_STYLES = {"title": "Title", "heading": "Heading 2", "text": "Normal", "label": "Normal", "box": "Normal"}
_SIDES = ("top", "left", "bottom", "right")


@dataclass(frozen=True)
class Passage:
    """Lines of one language; a `box` is framed, as a place to write in."""

    text: str
    lang: Lang
    look: Look = "text"


def write_passages(title: str, lang: Lang, passages: Iterable[Passage]) -> bytes:
    """`passages` as a Word file, whose pages are of `lang`. Raises `JisrError` where none can be written."""
    if why := why_no_word():
        message, _, remedy = why.partition("\n")
        raise JisrError(Finding("word", message, remedy=remedy))
    from docx import Document

    document = Document()
    document.core_properties.title = xml_text(title)[:255]
    document.core_properties.author = document.core_properties.comments = ""
    document.core_properties.language = lang
    if language(lang).direction == "rtl":
        pages = document.sections[0]._sectPr
        pages.insert(len(pages) - 1, _add(pages, "w:bidi"))  # before the grid, which the schema wants last
    for passage in passages:
        paragraph = document.add_paragraph(style=_STYLES[passage.look])
        _write(paragraph, passage)
    data = BytesIO()
    document.save(data)
    return data.getvalue()


def _write(paragraph: "Paragraph", passage: Passage) -> None:
    """Fill in a paragraph: its direction, and that of each run, for Word asks both."""
    is_rtl = language(passage.lang).direction == "rtl"
    frame = paragraph._p.get_or_add_pPr()
    if passage.look == "box":
        borders = _add(frame, "w:pBdr")
        for side in _SIDES:
            _add(borders, f"w:{side}", val="single", sz="4", space="4", color="808080")
    if is_rtl:
        _add(frame, "w:bidi")
    run = paragraph.add_run(xml_text(passage.text))
    run.bold = passage.look == "label" or None
    looks = run._r.get_or_add_rPr()
    if is_rtl:
        if run.bold:
            _add(looks, "w:bCs")
        _add(looks, "w:rtl")
        _add(looks, "w:lang", bidi=passage.lang)
    else:
        _add(looks, "w:lang", val=passage.lang)


def _add(parent: Any, name: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    parent.append(made)
    return made
