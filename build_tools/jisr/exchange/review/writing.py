"""Writes the review table: a Word file that Word, LibreOffice and Google Docs open, with boxes to tick."""

import re
from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING

from jisr.exchange.review.rows import ReviewRow
from jisr.i18n import InterfaceStrings
from jisr.markup.html import text_content
from jisr.markup.xml_text import xml_text
from jisr.model.languages import ORIGINAL, TRANSLATION, language
from jisr.site.common.inline import isolate

if TYPE_CHECKING:
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph

COLUMNS = ("key", "original", "translation", "state", "findings", "remarks", "approve")
"""What the columns hold, in order; their headings are words of the interface."""
_WIDTHS = (2.2, 6.4, 7.5, 2.2, 3.6, 3.6, 1.6)  # cm: an A4 page on its side
_BOX = """<w:sdt xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
 xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"><w:sdtPr><w14:checkbox>
<w14:checked w14:val="0"/><w14:checkedState w14:val="2611" w14:font="Segoe UI Symbol"/>
<w14:uncheckedState w14:val="2610" w14:font="Segoe UI Symbol"/></w14:checkbox></w:sdtPr>
<w:sdtContent><w:r><w:t>☐</w:t></w:r></w:sdtContent></w:sdt>"""


def write_review(title: str, rows: Sequence[ReviewRow], words: InterfaceStrings) -> bytes:
    """The table of an article as a `.docx`."""
    from docx import Document
    from docx.enum.section import WD_ORIENT
    from docx.oxml import OxmlElement, parse_xml
    from docx.shared import Cm, Pt, RGBColor

    document = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(1.3)
    document.core_properties.author = "Jisr"
    document.core_properties.title = xml_text(title)[:255]
    is_rtl = language(words.lang).direction == "rtl"
    _write(document.add_heading(level=1), words("review.title", title=title), is_rtl=is_rtl)
    _write(document.add_paragraph(), words("review.about"), is_rtl=is_rtl)
    table = document.add_table(rows=1, cols=len(COLUMNS), style="Table Grid")
    table.autofit = False
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell, name in zip(table.rows[0].cells, COLUMNS, strict=True):
        _fill(cell, words(f"review.{name}"), is_rtl=is_rtl)
    for row in rows:
        cells = table.add_row().cells
        _fill(cells[0], row.key)
        code = cells[0].paragraphs[0].add_run(f"\n{row.code}")
        code.font.size, code.font.color.rgb = Pt(5), RGBColor(0x70, 0x70, 0x70)
        _fill(cells[1], row.original, is_rtl=ORIGINAL.direction == "rtl")
        _fill(cells[2], row.translation, is_rtl=TRANSLATION.direction == "rtl")
        _fill(cells[3], row.state, is_rtl=is_rtl)
        _fill(cells[4], "\n\n".join(row.findings))
        _fill(cells[5], "\n\n".join(row.remarks))
        if not row.is_signed:
            cells[6].paragraphs[0]._p.append(parse_xml(_BOX))
    for column, width in zip(table.columns, _WIDTHS, strict=True):
        column.width = Cm(width)
        for cell in column.cells:
            cell.width = Cm(width)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def _fill(cell: "_Cell", text: str, *, is_rtl: bool = False) -> None:
    """Write a text into a cell, each of its paragraphs in one."""
    first, *others = re.split(r"\n\s*\n", text)
    _write(cell.paragraphs[0], first, is_rtl=is_rtl)
    for other in others:
        _write(cell.add_paragraph(), other, is_rtl=is_rtl)


def _write(paragraph: "Paragraph", text: str, *, is_rtl: bool) -> None:
    """Write a text into a paragraph that runs its way; line breaks stay.

    In Arabic a number such as 031-232-7756 is a run of its own: else its groups stand the other way round.
    """
    from docx.oxml import OxmlElement

    words = xml_text(text)
    if not is_rtl:
        paragraph.add_run(words)
        return
    paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
    for node in isolate(words, ORIGINAL.code):
        run = paragraph.add_run(text_content([node]))
        if isinstance(node, str) or node.get("dir") == "rtl":
            run.font.rtl = True
