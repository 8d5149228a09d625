"""What Google Docs and Word 2010 write in ways of their own, and what the seed says of it."""

import pytest

from jisr import seeds
from jisr.model.source import Seed
from tests.word.files import (
    PNG,
    cell,
    cite,
    counted,
    docx,
    field,
    field_code,
    field_mark,
    google,
    note,
    p,
    point,
    r,
    table,
    unfilled,
)
from tests.word.ooxml.test_document import LONG, convert

GOOGLE = "".join(
    f'<w:style w:type="paragraph" w:styleId="{name.title().replace(" ", "")}"><w:name w:val="{name}"/>'
    f'<w:rPr><w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr></w:style>'
    for name, size in (("normal", 22), ("heading 1", 40), ("Title", 52), ("Subtitle", 30))
)


def run(*inside: str) -> str:
    return f"<w:r><w:rPr><w:rtl/></w:rPr>{''.join(inside)}</w:r>"


def form(kind: str, offered: str) -> str:
    begin = field_mark("begin", f"<w:ffData>{offered}</w:ffData>")
    return begin + field_code(kind) + field_mark("end")


def framed(inside: str) -> str:
    return (
        f'<w:sdt><w:sdtPr><w:tag w:val="goog_rdk_0"/></w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>'
    )


def named(*names: str) -> str:
    return "".join(f'<w:bookmarkStart w:name="{n}" w:id="0"/><w:bookmarkEnd w:id="0"/>' for n in names)


def link(name: str, words: str) -> str:
    return f'<w:hyperlink w:anchor="{name}">{r(words)}</w:hyperlink>'


def test_a_text_as_google_docs_writes_it() -> None:
    rule = '<w:r><w:pict><v:rect style="height:1.5pt" o:hr="t" xmlns:o="urn:o"/></w:pict></w:r>'
    remark = framed('<w:commentRangeStart w:id="0"/>')
    data = docx(
        google(named("_t"), r("مستقبل المياه"), style="Title")
        + google(r("في العراق"), style="Subtitle")
        + google()
        + google(link("_h2", "أسباب"))
        + google(named("_h1", "_h2", "_h3"), r("أسباب"), style="Heading1")
        + google(r(LONG), link("_h3", " انظر"))
        + google(
            framed(f'<w:ins w:id="1">{r("زيد")}</w:ins>'), framed('<w:del w:id="2"/>'), remark, r(" بقي")
        )
        + google(r("أول"), more=counted(2))
        + google(r("تحته"), more=counted(2, 1))
        + google(rule)
        + google(r("مهم", '<w:b w:val="1"/>'), r(" مائل", '<w:i w:val="1"/>')),
        styles=GOOGLE,
    )
    made = convert(data)
    assert made.markdown.rstrip("\n").split("\n\n") == [
        "# مستقبل المياه",
        "في العراق",
        "[أسباب](#_h2)",
        "## أسباب {#_h2 #_h3}",
        f"{LONG} [انظر](#_h3)",
        "زيد بقي",
        "- أول",
        "    - تحته",
        "**مهم** *مائل*",
    ]
    assert [f.message for f in made.findings] == [
        "tracked changes are accepted (insertions: 1)",
        "tracked changes are accepted (deletions: 1)",
    ]
    blocks = seeds.read(Seed("water", "seeds/water.md", made.markdown.encode()))[0].blocks
    assert ("_h2", "_h3") in [block.names for block in blocks]


OFFERED = '<w:ddList><w:result w:val="1"/><w:listEntry w:val="لا"/><w:listEntry w:val="بلى"/></w:ddList>'
FORMULA = (
    "<m:oMath><m:f><m:fPr><m:ctrlPr/></m:fPr><m:num><m:t>1</m:t></m:num><m:den><m:t>2+س</m:t></m:den></m:f>"
    "<m:r><m:t> 10</m:t></m:r><m:sSup><m:e><m:t>10</m:t></m:e><m:sup><m:t>6</m:t></m:sup></m:sSup>"
    "<m:rad><m:deg/><m:e><m:t>9</m:t></m:e></m:rad><m:d><m:e><m:t>ب</m:t></m:e></m:d></m:oMath>"
)
CHOICE = "<mc:AlternateContent><mc:Choice>{}</mc:Choice><mc:Fallback>{}</mc:Fallback></mc:AlternateContent>"
OLD_PICTURE = '<w:pict><v:shape alt="خريطة"><v:imagedata r:id="m.png"/></v:shape></w:pict>'
SHOWN = "![خريطة](water-images/6b7fa434f92a.png)"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(p("قبل ", run(OLD_PICTURE)), [f"قبل {SHOWN}"], id="a picture in VML"),
        pytest.param(
            p(run(CHOICE.format("<w:drawing><wp:docPr/></w:drawing>", OLD_PICTURE))),
            [SHOWN],
            id="a chart, of which there is a picture for old programs",
        ),
        pytest.param(
            p(run(CHOICE.format("", "<w:t>بديل</w:t>")), " بعد"), ["بديل بعد"], id="nothing for new programs"
        ),
        pytest.param(
            p(
                '<w:smartTag w:element="x">',
                r("بغداد"),
                '</w:smartTag><w:proofErr w:type="spellStart"/>',
                " ثم",
            ),
            ["بغداد ثم"],
            id="tags and marks of Word's own",
        ),
        pytest.param(
            p(run("<w:t>كل</w:t><w:softHyphen/><w:t>مة</w:t><w:noBreakHyphen/><w:t>ب</w:t>")),
            ["كلمة\u2011ب"],
            id="hyphens that are shown and that are not",
        ),
        pytest.param(
            p(
                "5",
                run('<w:sym w:font="Symbol" w:char="F0B0"/><w:sym w:font="Symbol" w:char="F06D"/>'),
                run('<w:sym w:font="Wingdings" w:char="F0FE"/><w:sym w:font="Arial" w:char="00A9"/>'),
                '<w:r><w:rPr><w:rFonts w:ascii="Symbol"/></w:rPr><w:t>\uf0b3\uf033</w:t></w:r>',
            ),
            ["5°μ☑©≥3"],
            id="signs of fonts of pictures",
        ),
        pytest.param(
            p(run(f"<w:ruby><w:rt>{r('kan')}</w:rt><w:rubyBase>{r('漢')}</w:rubyBase></w:ruby>"), " بعد"),
            ["漢 (kan) بعد"],
            id="words above words",
        ),
        pytest.param(
            p(
                "أ ",
                field("HYPERLINK http://a.org", r("موقع")),
                field(' HYPERLINK "http://b.org/x" \\l "y" \\o "ت" ', r(" آخر")),
            ),
            ["أ [موقع](http://a.org) [آخر](http://b.org/x#y)"],
            id="links by fields, with and without marks",
        ),
        pytest.param(
            p(
                "ص ",
                field("PAGEREF _Toc1 \\h", r("7")),
                " ",
                field("REF _R \\h", r("الفصل")),
                field("SEQ x", r(" 1")),
            ),
            ["ص 7 الفصل 1"],
            id="fields that refer",
        ),
        pytest.param(
            p(
                "أ ",
                form("FORMDROPDOWN", OFFERED),
                form(" FORMCHECKBOX ", '<w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox>'),
                form(" FORMCHECKBOX ", '<w:checkBox><w:default w:val="0"/></w:checkBox>'),
                form(" MACROBUTTON NoMacro اكتب هنا ", ""),
                form(' SYMBOL 179 \\f "Symbol" \\s 12 ', ""),
                form(' XE "النهر" ', ""),
            ),
            ["أ بلى☒☐اكتب هنا≥"],
            id="fields that have no text and show one",
        ),
        pytest.param(
            p("أ", field_mark("begin"), field_code("HYPERLINK")) + p(LONG) + p("آخر"),
            ["أ", LONG, "آخر"],
            id="a field that never ends",
        ),
        pytest.param(
            p("ا", more='<w:framePr w:dropCap="drop" w:lines="3"/>') + p("نخفض منسوب النهر."),
            ["انخفض منسوب النهر."],
            id="a large initial",
        ),
        pytest.param(
            p("قبل ", run('<w:pict><v:shape><v:textpath string="عنوان فني"/></v:shape></w:pict>')),
            ["قبل عنوان فني"],
            id="letters drawn large",
        ),
        pytest.param(
            p("م ", FORMULA),
            ["م 1/(2+س) 1010^6√9(ب)"],
            id="formulas, whose numbers do not run together",
        ),
        pytest.param(
            table(
                cell(p("أ")) + cell(p("محذوف"), more='<w:cellDel w:id="1"/>') + cell(p("ب")),
                cell(p("ج")) + cell(p("د")),
            ),
            ["| أ | ب |\n| --- | --- |\n| ج | د |"],
            id="a cell that was deleted while changes were tracked",
        ),
        pytest.param(
            named("_a") + p(LONG, link("_b", " هنا"), link("_a", " أعلاه")) + p(named("_b")) + p("هناك"),
            [f'<span id="_a"></span>{LONG} [هنا](#_b) [أعلاه](#_a)', '<span id="_b"></span>هناك'],
            id="places that stand between paragraphs, and in empty ones",
        ),
        pytest.param(
            table(
                cell(
                    p("قسم", style="1"),
                    p(LONG),
                    point("أولى", 1),
                    table(cell(p("أ")) + cell(p("ب"))),
                    p("تتمة"),
                ),
                more="",
            ),
            ["# قسم", LONG, "1. أولى", "| أ | ب |\n| --- | --- |", "تتمة"],
            id="a frame around a text with headings, points and a table",
        ),
    ],
)
def test_what_word_writes_in_ways_of_its_own(body: str, expected: list[str]) -> None:
    assert convert(docx(body, media={"m.png": PNG})).markdown == "\n\n".join(expected) + "\n"


@pytest.mark.parametrize(
    ("body", "message", "text"),
    [
        (
            unfilled(p("انقر هنا")),
            "places that nobody filled in are left out (1)",
            "انقر هنا",
        ),
        (
            p(unfilled(r("انقر"))),
            "places that nobody filled in are left out (1)",
            "انقر",
        ),
        (p(form("EQ \\o(س,ص)", "")), "fields without a text are left out (1)", "EQ \\o(س,ص)"),
        (
            p(field_mark("begin"), field_code("HYPERLINK"), r("ضائع")),
            "fields without a text are left out (1)",
            "ضائع",
        ),
        (p("<w:r><w:t>\uf0aa</w:t></w:r>"), "signs of a font of pictures are left out (1)", ""),
    ],
)
def test_what_is_not_kept_is_named(body: str, message: str, text: str) -> None:
    made = convert(docx(p(LONG) + body))
    assert [(finding.message, finding.text) for finding in made.findings] == [(message, text)]
    assert made.markdown == LONG + "\n"


def test_notes_stand_without_what_parts_them_from_the_page() -> None:
    parts = "".join(
        f'<w:footnote w:type="{kind}" w:id="{n}">{p(run(f"<w:{kind}/>"))}</w:footnote>'
        for n, kind in enumerate(("separator", "continuationSeparator"), -1)
    )
    data = docx(p("كلام", cite(1)), footnotes=parts + note(1, p(run("<w:footnoteRef/>"), " حاشية")))
    assert convert(data).markdown == "كلام[^1]\n\n[^1]: حاشية\n"
