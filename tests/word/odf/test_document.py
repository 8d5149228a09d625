"""Text documents as LibreOffice writes them, and the seeds that are made of them."""

import zipfile
from collections.abc import Mapping
from io import BytesIO

import pytest

from jisr.model.diagnostics import JisrError
from jisr.word.markdown import Converted, to_markdown
from jisr.word.odf.document import read_odt
from tests.word.files import PNG, zipped

LONG = "انخفض منسوب النهر هذا العام كثيرا."  # the river fell much this year
SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
    for name, space in {
        "office": "office", "style": "style", "text": "text", "table": "table", "draw": "drawing",
        "fo": "xsl-fo-compatible", "svg": "svg-compatible", "meta": "meta",
    }.items()
) + ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"'  # fmt: skip
LOOKS = {"B": 'fo:font-weight="bold"', "I": 'fo:font-style="italic"', "S": 'style:text-position="super 58%"',
         "X": 'text:display="none"', "L": 'fo:font-size="20pt"'}  # fmt: skip
STYLES = "".join(
    f'<style:style style:name="{name}" style:family="text"><style:text-properties {look}/></style:style>'
    for name, look in LOOKS.items()
) + (
    '<style:style style:name="PB" style:family="paragraph"><style:text-properties fo:font-weight="bold"/>'
    '</style:style><style:style style:name="P1" style:parent-style-name="Title"/>'
    '<style:style style:name="PQ"><style:paragraph-properties fo:margin-left="1cm" fo:margin-right="0.5in"/>'
    '</style:style><style:style style:name="G"><style:table-cell-properties fo:border="1pt solid"/>'
    "</style:style>"
    '<text:list-style style:name="N"><text:list-level-style-number text:level="1" style:num-suffix="." '
    'style:num-format="1"/><text:list-level-style-number text:level="2" style:num-suffix="." '
    'style:num-format="1" text:display-levels="2"/></text:list-style><text:list-style style:name="A">'
    '<text:list-level-style-number text:level="1" style:num-suffix="." style:num-format="أ, ب, ج, ..."/>'
    '</text:list-style><text:list-style style:name="M"><text:list-level-style-number text:level="1" '
    'style:num-prefix="المادة " style:num-suffix=":" style:num-format="1"/></text:list-style>'
)


def odt(body: str, styles: str = "", meta: str = "", pictures: Mapping[str, bytes] = {}) -> bytes:
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "META-INF/manifest.xml": "<manifest/>",
            "content.xml": f"<office:document-content {SPACES}><office:automatic-styles>{STYLES}"
            f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
            "</office:document-content>",
            "styles.xml": f"<office:document-styles {SPACES}>{styles}</office:document-styles>",
            "meta.xml": f"<office:document-meta {SPACES}><office:meta>{meta}</office:meta>"
            "</office:document-meta>",
            **{f"Pictures/{name}": data for name, data in pictures.items()},
        }
    )


def p(words: str, style: str = "") -> str:
    return f'<text:p text:style-name="{style}">{words}</text:p>'


def h(words: str, level: int) -> str:
    return f'<text:h text:outline-level="{level}">{words}</text:h>'


def span(words: str, style: str) -> str:
    return f'<text:span text:style-name="{style}">{words}</text:span>'


def points(style: str, *items: str, more: str = "") -> str:
    inside = "".join(f"<text:list-item>{one}</text:list-item>" for one in items)
    return f'<text:list text:style-name="{style}" {more}>{inside}</text:list>'


def cell(words: str, style: str = "G", more: str = "") -> str:
    return f'<table:table-cell table:style-name="{style}" {more}>{p(words)}</table:table-cell>'


def convert(data: bytes) -> Converted:
    return to_markdown(read_odt(data, "seeds/water.odt"), "seeds/water.odt")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            p("عنوان", "P1") + p(LONG) + h("أسباب", 1) + h("فرع", 2) + p(LONG),
            ["# عنوان", LONG, "## أسباب", "### فرع", LONG],
        ),
        (p("عنوان", "PB") + p(LONG) + p("أسباب", "PB") + p(LONG), ["# عنوان", LONG, "## أسباب", LONG]),
        (p(span("عنوان", "L")) + p(LONG), ["# عنوان", LONG]),
        (
            p(f"كان {span('أمس', 'B')} و{span('غدا', 'I')} م{span('2', 'S')}"),
            ["كان **أمس** و*غدا* م<sup>2</sup>"],
        ),
        (p("سطر<text:line-break/>آخر<text:s text:c='3'/>نعم\n  ثم"), ["سطر  \nآخر   نعم   ثم"]),
        (
            points("N", p("أولها") + points("N", p("تحتها")), p("ثانيها"))
            + p("كلام")
            + points("N", p("ثالثها"), more='text:continue-numbering="true"')
            + points("N", p("من جديد")),
            ["1. أولها", "    - 1.1. تحتها", "2. ثانيها", "كلام", "3. ثالثها", "1) من جديد"],
        ),
        (
            points("N", p("أولها") + points("N", p("تحتها")))
            + p("كلام")
            + points("N", points("N", p("بعدها")), more='text:continue-numbering="true"')
            + points("N", points("N", p("من جديد"))),
            ["1. أولها", "    - 1.1. تحتها", "كلام", "1.2. بعدها", "- 1.1. من جديد"],
        ),
        (
            points("M", p("لكل إنسان حق"), p("لا يحتجز أحد")),
            ["المادة 1: لكل إنسان حق", "المادة 2: لا يحتجز أحد"],
        ),
        (points("A", p("حرف"), p("آخر")) + points("none", p("نقطة")), ["أ. حرف", "ب. آخر", "- نقطة"]),
        (p("قال كذا", "Quotations") + p("وكذا", "PQ"), ["> قال كذا\n>\n> وكذا"]),
        (
            p("قفا نبك من ذكرى حبيب ومنزل<text:tab/>بسقط اللوى بين الدخول فحومل"),
            [f"قفا نبك من ذكرى حبيب ومنزل{chr(0xA0) * 4}بسقط اللوى بين الدخول فحومل"],
        ),
        (
            p(
                'كلام<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation>'
                "<text:note-body>" + p("حاشية") + "</text:note-body></text:note>."
            )
            + p(
                '<text:note text:note-class="endnote"><text:note-body>'
                + p("ختامية")
                + "</text:note-body></text:note>"
            ),
            ["كلام[^1].", "[^e1]", "[^1]: حاشية", "[^e1]: ختامية"],
        ),
        (
            "<table:table><table:table-row>"
            + cell("كلها", more='table:number-columns-spanned="2"')
            + "<table:covered-table-cell/></table:table-row><table:table-row>"
            + cell("أ")
            + cell("ب")
            + "</table:table-row></table:table>",
            ["| كلها |  |\n| --- | --- |\n| أ | ب |"],
        ),
        (
            p('<draw:frame><draw:image xlink:href="Pictures/m.png"/><svg:desc>خريطة</svg:desc></draw:frame>')
            + p("نهر دجلة", "Caption"),
            ['![خريطة](water-images/6b7fa434f92a.png "نهر دجلة")'],
        ),
        (
            p('<text:a xlink:href="https://a.org">هنا</text:a> و<text:a xlink:href="#b">هناك</text:a>')
            + p('<text:bookmark text:name="b"/>نعم'),
            ["[هنا](https://a.org) و[هناك](#b)", '<span id="b"></span>نعم'],
        ),
        (
            p("قبل<draw:frame><draw:text-box>" + p("في إطار") + "</draw:text-box></draw:frame>"),
            ["قبل", "في إطار"],
        ),
        ("<text:section>" + p("داخل") + "</text:section>", ["داخل"]),
        (f"<text:numbered-paragraph>{p('نقطة')}</text:numbered-paragraph>", ["نقطة"]),
        (f"<draw:g><draw:rect>{p('في شكل')}</draw:rect></draw:g>" + p(LONG), ["في شكل", LONG]),
        (p("قسم", "عنوان_20_٢") + p(LONG), ["## قسم", LONG]),
        (
            "<table:table><table:table-row><table:table-cell>"
            + h("قسم", 1)
            + points("N", p("أولى"))
            + "</table:table-cell></table:table-row></table:table>",
            ["# قسم", "1. أولى"],
        ),
        (p('<text:hidden-paragraph text:is-hidden="false"/>ظاهر'), ["ظاهر"]),
    ],
)
def test_what_an_author_sees_is_what_the_seed_says(body: str, expected: list[str]) -> None:
    assert convert(odt(body, pictures={"m.png": PNG})).markdown == "\n\n".join(expected) + "\n"


def test_what_is_left_out_is_said() -> None:
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion>" + p("سر") + "</text:deletion>"
        "</text:changed-region><text:changed-region><text:insertion/></text:changed-region>"
        "</text:tracked-changes>"
        + p(LONG + "<office:annotation><dc:creator>سامر</dc:creator>" + p("سر") + "</office:annotation>")
        + p(span("سر", "X") + "<text:page-number>7</text:page-number><draw:custom-shape/>")
        + "<text:table-of-content><text:index-body>"
        + p("فهرس")
        + "</text:index-body></text:table-of-content>"
        + p('<draw:frame><draw:image xlink:href="http://a.org/x.png"/></draw:frame>')
    )
    styles = (
        "<office:master-styles><style:master-page><style:header>"
        + p("مجلة النهر")
        + "</style:header><style:footer>"
        + p("12")
        + "</style:footer></style:master-page></office:master-styles>"
    )
    made = convert(odt(body, styles, "<meta:initial-creator>سامر</meta:initial-creator>"))
    assert made.markdown == LONG + "\n"
    assert [(finding.message, finding.text) for finding in made.findings] == [
        ("tracked changes are accepted (deletions: 1)", ""),
        ("tracked changes are accepted (insertions: 1)", ""),
        ("comments are left out (1)", ""),
        ("hidden words are left out (2 letters)", ""),
        ("numbers of pages are left out (1)", "7"),
        ("drawings and files within the file are left out (1)", ""),
        ("a table of contents or an index is left out", "فهرس"),
        ("what lies elsewhere is not fetched (1)", "http://a.org/x.png"),
        ("heads and feet of pages are left out", "مجلة النهر"),
    ]
    assert made.properties == {"author": "سامر"}


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"META-INF/manifest.xml": "<m><encryption-data/></m>", "content.xml": "x"}, "locked by a password"),
        ({"META-INF/manifest.xml": "<m/>"}, "no text of a word processor"),
        ({"content.xml": "<a"}, "broken off, or no XML"),
    ],
)
def test_what_cannot_be_read_says_why(parts: dict[str, bytes | str], message: str) -> None:
    with pytest.raises(JisrError, match=message):
        convert(zipped(parts))


def test_what_is_no_number_counts_nothing_and_breaks_nothing() -> None:
    parts = zipfile.ZipFile(BytesIO(odt(points("N", p("أولها")))))
    content = parts.read("content.xml").decode().replace('text:level="2"', 'text:level="x"')
    made = {name: parts.read(name) for name in parts.namelist()} | {"content.xml": content.encode()}
    assert "أولها" in convert(zipped(made)).markdown


FRAME = "<draw:frame{}><draw:text-box>" + p("سعاد") + "</draw:text-box></draw:frame>"
NOTE = '<text:note text:note-class="footnote"><text:note-body>' + p("سعاد") + "</text:note-body></text:note>"
IMAGE = '<draw:frame><draw:image xlink:href="Pictures/m.png"/><svg:desc>سعاد</svg:desc></draw:frame>'
UNSEEN = "hidden notes, pictures, boxes, rows or sections are left out (1)"
HIDDEN = "hidden words are left out (4 letters)"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (p('<text:hidden-paragraph text:is-hidden="true"/>سعاد'), HIDDEN),
        (p('<text:hidden-text text:is-hidden="true">سعاد</text:hidden-text>'), HIDDEN),
        (p('<text:variable-set text:display="none">سعاد</text:variable-set>'), HIDDEN),
        (p(FRAME.format(' draw:display="none"')), HIDDEN),
        (FRAME.format(' draw:display="none"'), UNSEEN),
        ('<text:section text:display="none">' + p("سعاد") + "</text:section>", UNSEEN),
        (
            '<text:section text:display="condition" text:is-hidden="true">' + p("سعاد") + "</text:section>",
            UNSEEN,
        ),
        (p(span(NOTE, "X")), UNSEEN),
        (p(span(IMAGE, "X")), UNSEEN),
        (p(span(FRAME.format(""), "X")), UNSEEN),
        ("<office:annotation>" + p("سعاد") + "</office:annotation>", "comments are left out (1)"),
    ],
)
def test_what_is_hidden_is_left_out_and_counted(body: str, message: str) -> None:
    made = convert(odt(p(LONG) + body, pictures={"m.png": PNG}))
    assert made.markdown == LONG + "\n"
    assert [(finding.message, finding.text) for finding in made.findings] == [(message, "")]


@pytest.mark.parametrize(
    ("own", "of_page", "is_turned"),
    [
        ("rl-tb", "lr-tb", True),
        ("lr-tb", "rl-tb", False),
        ("page", "lr-tb", False),
        ("page", "rl-tb", True),
        ("", "lr-tb", True),
    ],
)
def test_columns_run_from_the_right(own: str, of_page: str, is_turned: bool) -> None:
    styles = (
        f'<office:automatic-styles><style:page-layout style:name="P"><style:page-layout-properties '
        f'style:writing-mode="{of_page}"/></style:page-layout></office:automatic-styles><office:master-styles>'
        '<style:master-page style:page-layout-name="P"/></office:master-styles>'
        f'<office:styles><style:style style:name="W"><style:table-properties style:writing-mode="{own}"/>'
        "</style:style></office:styles>"
    )
    row = f"<table:table-row>{cell('الاسم')}{cell('العمر')}</table:table-row>"
    made = convert(odt(f'<table:table table:style-name="W">{row}</table:table>', styles))
    first, second = ("الاسم", "العمر") if is_turned else ("العمر", "الاسم")
    assert made.markdown == f"| {first} | {second} |\n| --- | --- |\n"
    assert len(made.findings) == (not is_turned)
