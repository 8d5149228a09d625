"""What an author keeps from the page, or deleted, is in no seed, whatever it stands in."""

import pytest

from jisr.word.conversion import CONVERTERS
from jisr.word.markdown import Converted
from tests.word.files import PNG, cell, cite, docx, note, p, r, table
from tests.word.ooxml.test_document import LONG

SECRET = "المصدر سعاد"
VANISH = "<w:rPr><w:vanish/></w:rPr>"
UNSEEN = "hidden notes, pictures, boxes, rows or sections are left out (1)"
BOX = f"<w:txbxContent>{p(SECRET)}</w:txbxContent>"


def convert(data: bytes) -> Converted:
    return CONVERTERS[".docx"](data, "water.docx")


def drawn(inside: str, about: str = "", run: str = "") -> str:
    named = f'<wp:docPr descr="{SECRET}"{about}/>'
    return f"<w:r>{run}<w:drawing><wp:inline>{named}{inside}</wp:inline></w:drawing></w:r>"


PICTURE = '<pic:pic><pic:nvPicPr><pic:cNvPr{}/></pic:nvPicPr><a:blip r:embed="m.png"/></pic:pic>'


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(p(drawn(PICTURE.format(""), run=VANISH)), id="a picture in hidden words"),
        pytest.param(p(drawn(PICTURE.format(""), ' hidden="1"')), id="a picture that is hidden"),
        pytest.param(p(drawn(PICTURE.format(' hidden="true"'))), id="a picture that is hidden in a group"),
        pytest.param(p(drawn(f"<wps:txbx>{BOX}</wps:txbx>", run=VANISH)), id="a box in hidden words"),
        pytest.param(p(drawn(f"<wps:txbx>{BOX}</wps:txbx>", ' hidden="1"')), id="a box that is hidden"),
        pytest.param(
            p(f'<w:r><w:pict><v:shape style="top:0;visibility:hidden">{BOX}</v:shape></w:pict></w:r>'),
            id="a box that is hidden, in older files",
        ),
        pytest.param(
            p(
                f"<w:r>{VANISH}<mc:AlternateContent><mc:Choice>{drawn(BOX)}</mc:Choice>"
                "</mc:AlternateContent></w:r>"
            ),
            id="a drawing that is written twice, in hidden words",
        ),
        pytest.param(
            table(cell(p(SECRET)) + cell(p("30"))).replace("<w:tr>", "<w:tr><w:trPr><w:hidden/></w:trPr>"),
            id="a row",
        ),
        pytest.param(p(f"<w:r>{VANISH}<w:footnoteReference w:id='2'/></w:r>"), id="a note"),
    ],
)
def test_what_is_hidden_is_left_out_and_counted(body: str) -> None:
    notes = note(2, p(SECRET)) if "footnote" in body else ""
    made = convert(docx(p(LONG) + body, media={"m.png": PNG}, footnotes=notes))
    assert made.markdown == LONG + "\n"
    assert not made.pictures
    assert [(finding.message, finding.text) for finding in made.findings] == [(UNSEEN, "")]


@pytest.mark.parametrize(
    "left_out",
    [
        "<w:del w:id='1'><m:r><m:t>سعاد</m:t></m:r></w:del>",
        "<m:r><m:rPr/><w:rPr><w:vanish/></w:rPr><m:t>سعاد</m:t></m:r>",
    ],
)
def test_a_formula_is_without_what_was_deleted_and_hidden_in_it(left_out: str) -> None:
    made = convert(docx(p(LONG) + p(f"<m:oMath><m:r><m:t>س</m:t></m:r>{left_out}</m:oMath>")))
    assert made.markdown == f"{LONG}\n\nس\n"


def test_heads_of_pages_are_named_without_what_is_hidden_and_deleted_in_them() -> None:
    head = p("مجلة ", r(SECRET, "<w:vanish/>"), f"<w:moveFrom>{r(SECRET)}</w:moveFrom>", "النهر")
    assert [finding.text for finding in convert(docx(p(LONG), header1=head)).findings] == ["مجلة النهر"]


def test_a_note_that_was_moved_stays() -> None:
    moved = p(f"<w:moveFrom>{cite(2)}</w:moveFrom>") + p("هنا", f"<w:moveTo>{cite(2)}</w:moveTo>")
    made = convert(docx(p(LONG) + moved, footnotes=note(2, p("حاشية"))))
    assert made.markdown.endswith("[^1]: حاشية\n")


def test_comments_that_nobody_wrote_are_not_counted() -> None:
    assert not convert(docx(p(LONG), comments="")).findings
