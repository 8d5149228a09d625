"""PDFs with a layer of text: put in order, and never silently."""

from io import BytesIO

import pytest
from pypdf import PdfWriter

from jisr.export.pdf import why_no_pdf
from jisr.model.diagnostics import JisrError
from jisr.word import pdf_text
from jisr.word.pdf_text import read_pdf

LINES = ("كانت المدينة كبيرة على ضفة النهر", "وقالت السيدة إنها سنة صعبة")  # a city on the river; a hard year
MIXED = "وقالت السيدة إن 2024 سنة صعبة (جدا)"  # … that 2024 was a (very) hard year


def printed(*pages: str) -> bytes:
    """A PDF of these pages, as a program for pages sets them."""
    import weasyprint

    html = "".join(f"<p style='break-after: page'>{page}</p>" for page in pages)
    data: bytes = weasyprint.HTML(string=f"<html dir=rtl>{html}</html>").write_pdf()
    return data


@pytest.fixture(scope="module")
def pdf() -> bytes:
    assert not why_no_pdf()
    return printed(*LINES)


def test_words_come_in_the_order_in_which_they_are_read(pdf: bytes) -> None:
    text, said = read_pdf(pdf, "a.pdf")
    assert " ".join(text.split()) == " ".join(LINES)
    assert [(f.severity.value, f.message) for f in said] == [
        ("warning", "the text of 2 pages was put together from their signs")
    ]


def in_order(text: str) -> tuple[str, list[str]]:
    made, said = pdf_text._in_order(text, 1, "a.pdf")
    return made, [finding.message for finding in said[1:]]


def test_lines_that_run_backwards_are_turned() -> None:
    backwards = "(ادج) ةبعص ةنس 2024 نإ ةديسلا تلاقو"
    assert in_order(backwards) == (f"{MIXED}\n", ["its lines ran backwards and were turned"])
    assert in_order(MIXED) == (f"{MIXED}\n", [])


def test_forms_of_letters_are_letters_and_cut_words_are_joined() -> None:
    assert in_order("ﻛﺎﻥ") == ("كان\n", ["forms of letters were made letters"])  # it was
    assert in_order("the govern-\nment of 2003-\n2011") == (
        "the government of 2003-\n2011\n",
        ["words cut at the ends of lines were joined (1)"],
    )


def test_what_has_no_text_or_cannot_be_read_says_why(pdf: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    empty, locked = PdfWriter(), PdfWriter(BytesIO(pdf))
    empty.add_blank_page(100, 100)
    locked.encrypt("secret", algorithm="RC4-128")
    for writer, message in ((empty, "only pictures of pages"), (locked, "locked by a password")):
        out = BytesIO()
        writer.write(out)
        with pytest.raises(JisrError, match=message):
            read_pdf(out.getvalue(), "a.pdf")
    for data in (b"", b"%PDF-1.7", pdf[:200]):
        with pytest.raises(JisrError, match="no PDF that can be read"):
            read_pdf(data, "a.pdf")
    monkeypatch.setattr(pdf_text, "MOST_PAGES", 1)
    with pytest.raises(JisrError, match="more than 1 pages"):
        read_pdf(pdf, "a.pdf")
