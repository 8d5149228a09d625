"""The review table as Word writes it back: what counts is what stands there with all changes accepted."""

import zipfile
from io import BytesIO
from typing import Any

import pytest
from docx import Document

from jisr.exchange.review.reading import is_review, read_around, read_review
from jisr.exchange.review.rows import (
    ReturnedRow,
    ReviewRow,
    is_of_original,
    read_code,
    row_code,
    text_digest,
)
from jisr.exchange.review.writing import write_review
from jisr.i18n import InterfaceStrings
from jisr.model.diagnostics import JisrError
from jisr.model.languages import LANGS, Lang
from tests.word.files import STRICT, zipped

CODE = row_code("water", "نص", "One two.")  # a text
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
AUTHOR = 'w:id="7" w:author="Sami" w:date="2026-11-29T10:00:00Z"'


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def inserted(text: str) -> str:
    return f'<w:ins {AUTHOR}><w:r w:rsidR="00AB12"><w:t xml:space="preserve">{text}</w:t></w:r></w:ins>'


def deleted(text: str) -> str:
    return f'<w:del {AUTHOR}><w:r><w:delText xml:space="preserve">{text}</w:delText></w:r></w:del>'


def par(*inner: str, mark: str = "") -> str:
    about = f"<w:pPr><w:rPr><w:{mark} {AUTHOR}/></w:rPr></w:pPr>" if mark else ""
    return f"<w:p>{about}{''.join(inner)}</w:p>"


def box(checked: str, sign: str) -> str:
    about = f'<w:sdtPr><w14:checkbox><w14:checked w14:val="{checked}"/></w14:checkbox></w:sdtPr>'
    return f"<w:p><w:sdt>{about}<w:sdtContent>{run(sign)}</w:sdtContent></w:sdt></w:p>"


def row(*cells: str, about: str = "") -> str:
    made = "".join(f'<w:tc><w:tcPr><w:tcW w:w="2000"/></w:tcPr>{cell}</w:tc>' for cell in cells)
    return f"<w:tr>{f'<w:trPr>{about}</w:trPr>' if about else ''}{made}</w:tr>"


def own(english: str, approve: str = "", remarks: str = "", key: str = "p1") -> str:
    first = f"<w:p>{run(key)}<w:r><w:br/><w:t>{CODE}</w:t></w:r></w:p>"
    return row(first, par(run("نص")), english, par(), par(), remarks or par(), approve or par())


def packed(*rows: str, comments: str = "") -> bytes:
    table = f"<w:body><w:tbl>{''.join(rows)}</w:tbl></w:body>"
    body = f'<w:document xmlns:w="{W}" xmlns:w14="{W14}">{table}</w:document>'
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", body)
        if comments:
            archive.writestr("word/comments.xml", f'<w:comments xmlns:w="{W}">{comments}</w:comments>')
    return stream.getvalue()


def read(*rows: str, comments: str = "") -> list[ReturnedRow]:
    return read_review("r.docx", packed(*rows, comments=comments))


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (par(run("One two.")), "One two."),
        (par(run("One "), deleted("two"), inserted("three"), run(".")), "One three."),
        (
            par(run("One "), inserted(f"th{'r'}ee "), f"<w:ins {AUTHOR}>{deleted('gone')}</w:ins>"),
            "One three",
        ),
        (
            par(
                f'<w:moveFromRangeStart w:id="1" w:name="m"/><w:moveFrom {AUTHOR}>{run("One ")}</w:moveFrom>',
                run("two. "),
                f"<w:moveTo {AUTHOR}>{run('One')}</w:moveTo>",
            ),
            "two. One",
        ),
        (par(run("One."), mark="ins") + par(run("Two.")), "One.\n\nTwo."),
        (par(run("One "), mark="del") + par(run("two.")), "One two."),
        (par(deleted("Gone."), mark="del") + par(run("One two.")), "One two."),
        (par(run("“One” two’s—three.")), "“One” two’s—three."),
        (par(run("a"), "<w:r><w:br/></w:r>", run("b")), "a\nb"),
        (par(run("a"), "<w:r><w:tab/><w:noBreakHyphen/></w:r>", run("b")), "a\t\u2011b"),
        (par('<w:hyperlink r:id="x" xmlns:r="r">', run("linked"), "</w:hyperlink>"), "linked"),
        (
            par(
                '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGE</w:instrText></w:r>',
                run("5"),
            ),
            "5",
        ),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{par(run('One'))}</w:sdtContent></w:sdt>", "One"),
        (par(run("One"), "<w:proofErr/><w:bookmarkStart/>", run(" two")), "One two"),
        (par(run("One")) + par() + par(run("two")), "One\n\ntwo"),
        (par(run("One"), "<w:r><w:rPr><w:vanish/></w:rPr><w:t> hidden</w:t></w:r>", run(" two")), "One two"),
        (par(), ""),
    ],
)
def test_what_a_cell_says(cell: str, text: str) -> None:
    (found,) = read(own(cell))
    assert (found.key, found.code, found.original, found.translation) == ("p1", CODE, "نص", text)


def symbol(number: str, font: str = "Wingdings") -> str:
    return par(f'<w:r><w:sym w:font="{font}" w:char="{number}"/></w:r>')


UNTICKED, TICKED = box("0", "☐"), box("1", "☑")
PICTURE = par("<w:r><w:drawing/></w:r>")


@pytest.mark.parametrize(
    ("cell", "ticked", "unclear"),
    [
        *((par(run(sign)), True, "") for sign in ("✓", "✔", "☑", "x", "X", "نعم", "yes", "YES", "1")),  # yes
        *((par(run(sign)), False, "") for sign in ("", "☐", "□", "[ ]", "\u200f☐ ")),
        *((par(run(sign)), False, sign) for sign in ("✗", "✘", "☒", "لا", "no", "0", "-", "?", "ok?")),  # no
        *(
            (par(run(sign)), False, sign)
            for sign in ("next", "11", "10", "yes!", "not yes", "no x", "✓?", "OK")
        ),
        *(
            (par(run(sign)), False, sign)
            for sign in ("✓ لا", "☑ but see the date", "x / ✗", "نعم لولا", "✅")
        ),
        (par(run("☐ x")), True, ""),
        (par(run("✔\ufe0f ")), True, ""),
        (par(run("[x].")), True, ""),
        (par(run("✓")) + par(run("✓")), True, ""),
        (par(inserted("✓")), True, ""),
        (par(deleted("✓")), False, ""),
        (par(deleted("✓"), inserted("✗")), False, "✗"),
        (symbol("F0FE"), True, ""),
        (symbol("F0fc"), True, ""),
        (symbol("F0A8"), False, ""),
        (symbol("F0FD"), False, "☒"),
        (symbol("F0FB"), False, "✗"),
        (symbol("F052", "Wingdings 2"), True, ""),
        (symbol("F054", "Wingdings 2"), False, "☒"),
        (symbol("what"), False, ""),
        (TICKED, True, ""),
        (box("1", "☒"), True, ""),
        (box("true", "☑"), True, ""),
        (UNTICKED, False, ""),
        (UNTICKED + par(run("x")), True, ""),
        (UNTICKED + par(run("لا")), False, "لا"),  # no
        (TICKED + par(run("لا")), False, "لا"),  # no
        (TICKED + UNTICKED, False, "☑/☐"),
        (TICKED + par(run("x")), True, ""),
        (PICTURE, False, "🖼"),
        (par(run("✓")) + PICTURE, False, "✓ 🖼"),
    ],
)
def test_what_is_a_tick_and_what_is_told(cell: str, ticked: bool, unclear: str) -> None:
    (found,) = read(own(par(), cell))
    assert (found.is_ticked, found.unclear) == (ticked, unclear)
    assert found.remarks == ((unclear,) if any(map(str.isalnum, unclear)) else ())


def test_the_strict_standard_reads_alike() -> None:
    usual = packed(own(par(run("One "), deleted("two"))))
    document = zipfile.ZipFile(BytesIO(usual)).read("word/document.xml").decode()
    strict = zipped({"word/document.xml": document.replace(W, STRICT)})
    assert strict != usual
    assert [one.translation for one in read_review("r.docx", strict)] == ["One"]
    assert read_review("r.docx", strict) == read_review("r.docx", usual)


def test_remarks_stand_in_their_column_and_in_words_comments() -> None:
    comment = f'<w:comment w:id="3" w:author="Sami">{par(run("Is this"), run(" right?"))}</w:comment>'
    cited = par(run("One"), '<w:r><w:commentReference w:id="3"/></w:r>')
    (found,) = read(own(cited, remarks=par(run("Ask Ruba.")) + par(run("And Ann."))), comments=comment)
    assert found.remarks == ("Ask Ruba.", "And Ann.", "Sami: Is this right?")
    assert found.translation == "One"


def test_a_row_that_was_deleted_is_none() -> None:
    gone = own(par(run("One")), key="p2").replace("<w:tr>", f"<w:tr><w:trPr><w:del {AUTHOR}/></w:trPr>")
    assert [one.key for one in read(own(par()), gone)] == ["p1"]


def test_columns_are_known_by_their_headings() -> None:
    names = ("translation", "approve", "key")
    heading = row(*(par(run(InterfaceStrings("en")(f"review.{name}"))) for name in names))
    line = row(par(run("One")), par(run("x")), par(run(f"p7 {CODE}")))
    (found,) = read(heading, line)
    assert (found.number, found.key, found.translation, found.is_ticked) == (1, "p7", "One", True)


def test_a_table_that_was_parted_has_its_heading_once() -> None:
    names = ("translation", "key")
    heading = row(*(par(run(InterfaceStrings("en")(f"review.{name}"))) for name in names))
    lines = [row(par(run(f"Of {key}")), par(run(f"{key} {CODE}"))) for key in ("p1", "p2")]
    found = read(heading, lines[0], "</w:tbl><w:p/><w:tbl>", lines[1])
    assert [(one.number, one.key, one.translation) for one in found] == [
        (1, "p1", "Of p1"),
        (2, "p2", "Of p2"),
    ]


def test_numbers_in_the_arabic_stand_as_readers_see_them() -> None:
    original = "رقمه 031-232-7756 في 2024-08-30 عام 2011-2014"  # its number, on a day, in the years
    rows = [ReviewRow("p1", CODE, original, "", "Edited")]
    document = Document(BytesIO(write_review("عنوان", rows, InterfaceStrings("en"))))
    (cell,) = document.tables[0].rows[1].cells[1].paragraphs
    assert cell.text == original
    assert [one.text for one in cell.runs if not one.font.rtl] == ["031-232-7756", "2024-08-30"]


@pytest.mark.parametrize("lang", LANGS)
def test_what_was_written_around_the_table_is_read(lang: Lang) -> None:
    document = Document(BytesIO(write_review("عنوان", [], InterfaceStrings(lang))))  # a title
    assert read_around("r.docx", saved(document)) == []
    document.add_paragraph("Look at the names.")
    document.paragraphs[0].insert_paragraph_before("Dear Ruba,")
    assert read_around("r.docx", saved(document)) == ["Dear Ruba,", "Look at the names."]


def saved(document: Any) -> bytes:
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("mark", "struck"),
    [
        ("<w:strike/>", True),
        ('<w:dstrike w:val="true"/>', True),
        ('<w:strike w:val="0"/>', False),
        ("<w:b/>", False),
    ],
)
def test_words_with_a_line_through_them_are_told(mark: str, struck: bool) -> None:
    lined = f"<w:r><w:rPr>{mark}</w:rPr><w:t>One</w:t></w:r>"
    assert [one.is_struck for one in read(own(par(run("Two"), lined)))] == [struck]
    assert [one.is_struck for one in read(own(par(), remarks=par(lined)))] == [False]


def test_what_was_written_over_a_state_is_a_remark() -> None:
    states = ["", "Edited", "محرَّرة", "Approved; the Arabic changed since", "Two versions", "Please wait!"]
    rows = [own(par()).split("<w:tc>") for _ in states]
    for cells, state in zip(rows, states, strict=True):
        cells[4] = cells[4].replace(par(), par(run(state)))
    assert [one.remarks for one in read(*("<w:tc>".join(cells) for cells in rows))] == [
        *[()] * 5,
        ("Please wait!",),
    ]


def test_cells_that_were_joined_leave_the_others_in_their_columns() -> None:
    joined = own(par(run("One")), par(run("x")))
    cells = joined.split("<w:tc>")
    cells[4] = cells[4].replace("<w:tcPr>", '<w:tcPr><w:gridSpan w:val="2"/>')
    assert [one.is_ticked for one in read("<w:tc>".join(cells[:5] + cells[6:]))] == [True]


def test_a_damaged_span_is_none() -> None:
    cells = own(par(run("One")), par(run("x"))).replace("<w:tcPr>", '<w:tcPr><w:gridSpan w:val="-x"/>')
    assert [(one.key, one.translation, one.is_ticked) for one in read(cells)] == [("p1", "One", True)]


def test_other_tables_and_files_are_no_review() -> None:
    assert not is_review("r.docx", packed(row(par(run("Menu")), par(run("Soup")))))
    assert not is_review("r.md", b"p1 \n")
    assert is_review("r.DOCX", packed(own(par())))
    with pytest.raises(JisrError):
        is_review("r.docx", b"no zip")


def test_a_row_without_its_code_is_told() -> None:
    lost = row(par(run("p2")), par(), par(run("Words")))
    found = read(own(par()), lost)
    assert [(one.number, one.key, one.code is None, one.translation) for one in found] == [
        (1, "p1", False, ""),
        (2, "p2", True, "Words"),
    ]


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_what_is_written_is_read_again(lang: str) -> None:
    texts = ("First *line*\nsecond\n\nNext & <b>", "")
    rows = [
        ReviewRow(
            f"p{n}",
            row_code("a/b", "نص", text),
            "نص\x0b",
            text,
            "Edited",
            ("Look: here",),
            ("Ann: why?",),
            n == 1,
        )
        for n, text in enumerate(texts)
    ]
    data = write_review("عنوان", rows, InterfaceStrings("ar" if lang == "ar" else "en"))  # a title
    found = read_review("r.docx", data)
    assert [(one.key, one.code, one.translation) for one in found] == [
        (one.key, one.code, one.translation) for one in rows
    ]
    assert not any(one.is_ticked for one in found)
    assert {one.remarks for one in found} == {("Ann: why?",)}
    document = zipfile.ZipFile(BytesIO(data)).read("word/document.xml").decode()
    assert document.count("w14:checkbox>") == 2  # begun and ended: what is signed has no box
    assert document.count("<w:rtl/>") >= 2


def test_a_code_says_what_a_row_was_made_of() -> None:
    assert read_code(f"p7-k3\n{CODE}") == ("p7-k3", CODE)
    assert read_code("P 7") == ("", None)
    assert row_code("water", " نص ", "One  two.") == CODE
    assert row_code("water", "نص", "One\n\ntwo.") != CODE
    assert is_of_original(CODE, "نص")
    assert not is_of_original(CODE, "نص آخر")
    assert text_digest("a  \nb\n\n\nc ") == text_digest("a b\n\nc")
