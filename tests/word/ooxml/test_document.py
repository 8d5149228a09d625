"""Word files as Word, LibreOffice and Google Docs write them, and the seeds that are made of them."""

import pytest

from jisr.word.markdown import Converted, to_markdown
from jisr.word.ooxml.document import read_docx
from tests.word.files import (
    BOLD,
    PNG,
    STRICT,
    cell,
    cite,
    counted,
    deleted,
    docx,
    field,
    inserted,
    note,
    p,
    picture,
    point,
    r,
    tab,
    table,
)

LONG = "انخفض منسوب النهر هذا العام كثيرا."  # the river fell much this year
FIRST = "قفا نبك من ذكرى حبيب ومنزل", "بسقط اللوى بين الدخول فحومل"  # a verse of Imru al-Qais
SECOND = "فتوضح فالمقراة لم يعف رسمها", "لما نسجتها من جنوب وشمأل"
GAP = "\u00a0" * 4


def convert(data: bytes) -> Converted:
    return to_markdown(read_docx(data, "seeds/water.docx"), "seeds/water.docx")


def lines(data: bytes) -> list[str]:
    return convert(data).markdown.rstrip("\n").split("\n\n")


def said(data: bytes) -> list[tuple[str, str]]:
    return [(finding.message, finding.text) for finding in convert(data).findings]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(
            p("مستقبل المياه", style="T") + p(LONG) + p("أسباب", style="1") + p("فرع", style="2") + p(LONG),
            ["# مستقبل المياه", LONG, "## أسباب", "### فرع", LONG],
            id="a title by style, and headings below it",
        ),
        pytest.param(
            p("مستقبل المياه", style="1") + p(LONG) + p("أسباب", style="2"),
            ["# مستقبل المياه", LONG, "## أسباب"],
            id="a heading that opens the text",
        ),
        pytest.param(
            p(r("مستقبل المياه", BOLD)) + p("بقلم: ليلى منصور") + p(LONG) + p(r("أسباب", BOLD)) + p(LONG),
            ["# مستقبل المياه", "بقلم: ليلى منصور", LONG, "## أسباب", LONG],
            id="headings in bold alone",
        ),
        pytest.param(
            p(r("مستقبل المياه", '<w:sz w:val="40"/><w:szCs w:val="40"/>'))
            + p(r("بقلم: ليلى منصور", BOLD))
            + p(LONG)
            + p(r("أسباب", '<w:szCs w:val="32"/>'))
            + p(LONG)
            + p(r("فرع", '<w:szCs w:val="28"/>' + BOLD))
            + p(LONG),
            ["# مستقبل المياه", "**بقلم: ليلى منصور**", LONG, "## أسباب", LONG, "### فرع", LONG],
            id="headings by size, and a byline in bold that is none",
        ),
        pytest.param(
            p(r("مستقبل المياه", BOLD) + "<w:r><w:br/></w:r>" + r("شهادات من الجنوب", BOLD))
            + p(r("إعداد: نادر عوّاد", BOLD))
            + p(LONG)
            + p(r("سطران", BOLD) + "<w:r><w:br/></w:r>" + r("ليسا عنوانا", BOLD))
            + p(LONG),
            [
                "# مستقبل المياه شهادات من الجنوب",
                "**إعداد: نادر عوّاد**",
                LONG,
                "**سطران**  \n**ليسا عنوانا**",
                LONG,
            ],
            id="a title on two lines, and two lines elsewhere that are none",
        ),
        pytest.param(
            p(r("مستقبل المياه", BOLD) + "<w:r><w:br/></w:r>" + r("بقلم: ليلى منصور", BOLD)) + p(LONG),
            ["**مستقبل المياه**  \n**بقلم: ليلى منصور**", LONG],
            id="a byline is in no title",
        ),
        pytest.param(
            p(r("تقرير:", BOLD)) + p(r("مستقبل المياه", BOLD)) + p(LONG),
            ["**تقرير:**", "# مستقبل المياه", LONG],
            id="a line with a colon above the title",
        ),
        pytest.param(
            p(LONG) + p(r("هذا كله مهم.", BOLD)) + p(LONG) + p(r("سامر الحلبي", BOLD)),
            [LONG, "**هذا كله مهم.**", LONG, "**سامر الحلبي**"],
            id="no headings: a sentence in bold, a name at the end",
        ),
        pytest.param(
            p(LONG) + "".join(p(r(name, BOLD)) for name in ("سامر", "ليلى", "منى")) + p(LONG) * 4,
            [LONG, "**سامر**", "**ليلى**", "**منى**", LONG, LONG, LONG, LONG],
            id="no headings: names below each other",
        ),
        pytest.param(
            p(LONG) + p(r("أسباب", BOLD)) + p(r("لا نعلم", BOLD)) * 2 + p(r("كل هذا", BOLD)) + p("نعم."),
            [LONG, "**أسباب**", "**لا نعلم**", "**لا نعلم**", "**كل هذا**", "نعم."],
            id="no headings where most is bold",
        ),
        pytest.param(
            p(LONG) + p("أولا", more='<w:outlineLvl w:val="1"/>') + p(LONG),
            [LONG, "## أولا", LONG],
            id="a heading by its level alone",
        ),
        pytest.param(
            p("كان ", r("أمس", BOLD), " و", r("اليوم", "<w:i/><w:iCs/>"), " ", r("غدا", "<w:strike/>"), "."),
            ["كان **أمس** و*اليوم* ~~غدا~~."],
            id="emphasis",
        ),
        pytest.param(
            p(
                "كان ",
                r("أمس ", BOLD),
                r("ثم", BOLD),
                " ",
                r(" ", BOLD),
                "م",
                r("2", '<w:vertAlign w:val="superscript"/>'),
            ),
            ["كان **أمس ثم**  م<sup>2</sup>"],
            id="runs that Word cut up, blanks in bold, raised letters",
        ),
        pytest.param(
            p(
                "كان ",
                r("كل", "<w:i/><w:iCs/>"),
                r("مة", BOLD + "<w:i/><w:iCs/>"),
                " و",
                r("خط", '<w:u w:val="single"/>'),
            ),
            ["كان *كلمة* و<u>خط</u>"],
            id="looks that meet within a word, a line below",
        ),
        pytest.param(
            p(
                "كان ",
                '<w:r><w:rPr><w:rStyle w:val="S"/></w:rPr><w:t>مهما</w:t></w:r>',
                r(" جدا", '<w:b w:val="0"/>'),
            ),
            ["كان **مهما** جدا"],
            id="bold by a style of letters, and turned off",
        ),
        pytest.param(
            p(
                "سطر",
                "<w:r><w:br/></w:r>",
                "سطر ثان",
                "<w:r><w:noBreakHyphen/></w:r>",
                "تتمة",
                "\u00a0نعم\u200c",
            ),
            ["سطر  \nسطر ثان\u2011تتمة\u00a0نعم\u200c"],
            id="soft breaks, hyphens, no-break blanks, marks without width",
        ),
        pytest.param(
            p("قال <ب> & 5*3 [س] _ص_ `ن` ~ه~ | {ك}") + p("# ليس عنوانا") + p("5", ". بداية") + p("- وحدها"),
            [
                "قال &lt;ب> & 5\\*3 \\[س] \\_ص\\_ \\`ن\\` &#126;ه&#126; | \\{ك}",
                "\\# ليس عنوانا",
                "5\\. بداية",
                "\\- وحدها",
            ],
            id="signs that mean nothing",
        ),
        pytest.param(
            point("أولها", 1) + point("ثانيها", 1) + p("كلام") + point("ثالثها", 1) + point("من جديد", 9),
            ["1. أولها", "2. ثانيها", "كلام", "3. ثالثها", "1) من جديد"],
            id="a list that goes on, and one that begins anew",
        ),
        pytest.param(
            point("نقطة", 2) + point("تحتها", 2, 1) + point("أخرى", 2) + p("كلام"),
            ["- نقطة", "    - تحتها", "- أخرى", "كلام"],
            id="bullets, one below another",
        ),
        pytest.param(
            point("أولها", 1) + point("تحتها", 1, 1) + point("ثانيها", 1),
            ["1. أولها", "    - 1.1. تحتها", "2. ثانيها"],
            id="points of points, counted as the author's page shows",
        ),
        pytest.param(
            point("أول", 3) + point("ثان", 3) + point("ثالث", 4) + point("رابع", 5),
            ["أ. أول", "ب. ثان", "أ) ثالث", "i. رابع"],
            id="letters and Roman numbers",
        ),
        pytest.param(
            point("أول", 3)
            + point("تحته", 3, 1)
            + point("وتحته", 3, 1)
            + point("ثان", 3)
            + point("بلا", 2, 1),
            ["أ. أول", "- أ. تحته", "- ب. وتحته", "ب. ثان", "- بلا"],
            id="letters below letters, and bullets below those",
        ),
        pytest.param(
            point("نقطة", 2) + point("تحتها", 4, 1) + point("وتحتها", 4, 1) + point("أعمق", 4, 1),
            ["- نقطة", "    - أ) تحتها", "    - ب) وتحتها", "    - ت) أعمق"],
            id="letters below a bullet",
        ),
        pytest.param(
            point("أول", 1) + point("تحته", 3, 1) + point("ثان", 1),
            ["1. أول", "    - أ. تحته", "2. ثان"],
            id="a list that goes on behind another below it",
        ),
        pytest.param(
            p("1- أولها") + p("2- ثانيها") + p("كلام") + p("• نقطة") + p("• أخرى"),
            ["1. أولها", "2. ثانيها", "كلام", "- نقطة", "- أخرى"],
            id="points that somebody counted by hand",
        ),
        pytest.param(
            p("مقدمة", style="1", more=counted(1)) + p(LONG),
            ["# 1\\. مقدمة", LONG],
            id="headings that are counted",
        ),
        pytest.param(
            p("كلام", more=counted(0)),
            ["كلام"],
            id="a list that was taken away",
        ),
        pytest.param(
            p("قال كذا", style="Q")
            + p("وكذا", style="Q")
            + p("ثم", more='<w:ind w:start="720" w:end="720"/>'),
            ["> قال كذا\n>\n> وكذا\n>\n> ثم"],
            id="quotations by style and by looks",
        ),
        pytest.param(
            p(FIRST[0], tab(), FIRST[1]) + p(f"{SECOND[0]} *** {SECOND[1]}") + p(LONG),
            [f"{FIRST[0]}{GAP}{FIRST[1]}  \n{SECOND[0]} \\*\\*\\* {SECOND[1]}", LONG],
            id="verse with tabs and with marks",
        ),
        pytest.param(
            table(
                cell(p(FIRST[0])) + cell(p(FIRST[1])),
                cell(p(SECOND[0])) + cell(p(SECOND[1])),
                more="<w:bidiVisual/>",
            ),
            [f"{FIRST[0]}{GAP}{FIRST[1]}  \n{SECOND[0]}{GAP}{SECOND[1]}"],
            id="verse in a table without lines",
        ),
        pytest.param(
            p("كلام", cite(2), " آخر", cite(3), cite(1, "endnote"), "."),
            ["كلام[^1] آخر[^2][^e1].", "[^1]: حاشية **مهمة**\n\n    وتتمتها", "[^2]: ثانية", "[^e1]: ختامية"],
            id="footnotes and endnotes",
        ),
        pytest.param(
            table(
                cell(p("البلد")) + cell(p("عدد|ه")), cell(p("العراق"), p("الجنوب")) + cell(p(r("12", BOLD)))
            ),
            ["| البلد | عدد&#124;ه |\n| --- | --- |\n| العراق<br>الجنوب | **12** |"],
            id="a table",
        ),
        pytest.param(
            table(
                cell(p("كلها"), more='<w:gridSpan w:val="2"/>') + cell(p("ج")),
                cell(p("واحد"), more='<w:vMerge w:val="restart"/>') + cell(p("ب")) + cell(p("ج")),
                cell(p(), more="<w:vMerge/>") + cell(p("د")) + cell(p()),
            ),
            ["| كلها |  | ج |\n| --- | --- | --- |\n| واحد | ب | ج |\n|  | د |  |"],
            id="cells that are joined",
        ),
        pytest.param(
            table(cell(p("العدد")) + cell(p("البلد")), cell(p("7")) + cell(p("مصر")), more=""),
            ["| البلد | العدد |\n| --- | --- |\n| مصر | 7 |"],
            id="a table that runs from the left on the author's page",
        ),
        pytest.param(
            table(
                cell(table(cell(p("في جدول")) + cell(p("آخر"))), p()) + cell(p("خارجه")),
                cell(p("س")) + cell(p("ص")),
            ),
            ["| في جدول<br>آخر | خارجه |\n| --- | --- |\n| س | ص |"],
            id="a table in a table",
        ),
        pytest.param(
            table(cell(p("إطار"), p(LONG))),
            ["إطار", LONG],
            id="a frame around paragraphs",
        ),
        pytest.param(
            p(picture("m.png", "خريطة النهر")) + p("نهر دجلة", style="C"),
            ['![خريطة النهر](water-images/6b7fa434f92a.png "نهر دجلة")'],
            id="a picture with its caption",
        ),
        pytest.param(
            p(
                '<w:hyperlink r:id="l1"><w:r><w:t>الموقع</w:t></w:r></w:hyperlink>',
                " و",
                field('HYPERLINK "https://a.org"', r("آخر")),
            ),
            ["[الموقع](https://example.org/a%20b) و[آخر](https://a.org)"],
            id="links, also by a field",
        ),
        pytest.param(
            p('<w:hyperlink w:anchor="b1"><w:r><w:t>أعلاه</w:t></w:r></w:hyperlink>')
            + p('<w:bookmarkStart w:id="1" w:name="b1"/>', "هنا")
            + p('<w:bookmarkStart w:id="2" w:name="b2"/>', "هناك"),
            ["[أعلاه](#b1)", '<span id="b1"></span>هنا', "هناك"],
            id="links within the text",
        ),
        pytest.param(
            p("قال ", inserted(r("اليوم ")), deleted("أمس "), "نعم."),
            ["قال اليوم نعم."],
            id="tracked changes",
        ),
        pytest.param(
            "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>" + r("أوله ") + "</w:p>" + p("آخره"),
            ["أوله آخره"],
            id="two paragraphs that were made one",
        ),
        pytest.param(
            "<w:sdt><w:sdtContent>"
            + p("داخل")
            + "</w:sdtContent></w:sdt><w:customXml>"
            + p("إطار")
            + "</w:customXml>",
            ["داخل", "إطار"],
            id="frames for programs",
        ),
        pytest.param(
            p(
                "قبل",
                "<w:smartTag><w:r><w:t> وسم</w:t></w:r></w:smartTag>",
                '<w:bdo w:val="rtl"><w:r><w:t> دور</w:t></w:r></w:bdo>',
            ),
            ["قبل وسم دور"],
            id="frames around words",
        ),
        pytest.param(
            p(
                "قبل",
                "<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx><w:txbxContent>"
                + p("في إطار")
                + "</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback>"
                + "<w:pict><v:textbox><w:txbxContent>"
                + p("في إطار")
                + "</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>",
            ),
            ["قبل", "في إطار"],
            id="a box of text, which Word writes twice",
        ),
        pytest.param(
            p(
                "قبل ",
                '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>',
                "<m:oMath><m:r><m:t>س+2</m:t></m:r></m:oMath>",
            ),
            ["قبل ✓س+2"],
            id="signs of other fonts, formulas",
        ),
    ],
)
def test_what_an_author_sees_is_what_the_seed_says(body: str, expected: list[str]) -> None:
    data = docx(
        body,
        links={"l1": "https://example.org/a b"},
        media={"m.png": PNG},
        footnotes='<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
        + note(2, p("<w:r><w:footnoteRef/></w:r>", " حاشية ", r("مهمة", BOLD)), p("وتتمتها"))
        + note(3, p(" ثانية"))
        if cite(2) in body
        else "",
        endnotes=note(1, p("ختامية"), kind="endnote") if cite(2) in body else "",
    )
    assert convert(data).markdown == "\n\n".join(expected) + "\n"


def test_the_strict_standard_reads_alike() -> None:
    assert lines(docx(p("عنوان", style="T") + p(LONG), w=STRICT)) == ["# عنوان", LONG]


@pytest.mark.parametrize(
    ("body", "message", "text"),
    [
        (p(LONG, inserted(r("نعم"))), "tracked changes are accepted (insertions: 1)", ""),
        (p(LONG, deleted("سر")), "tracked changes are accepted (deletions: 1)", ""),
        (p(LONG, r("سر", "<w:vanish/>")), "hidden words are left out (2 letters)", ""),
        (
            p("سطر", tab(), "3", style="TOC1") + p(LONG),
            "a table of contents or an index is left out",
            "سطر 3",
        ),
        (p(LONG) + p(field("TOC \\o", r("فهرس"))), "a table of contents or an index is left out", "فهرس"),
        (p(LONG, field("PAGE", r("7"))), "numbers of pages are left out (1)", "7"),
        (
            p(LONG) + table(cell(p("العراق")) + cell(p("البلد")), more='<w:tblStyle w:val="TableGrid"/>'),
            "the columns of a table ran from left to right, and are read from the right (1)",
            "",
        ),
        (p(LONG, '<w:r><w:sym w:char="F0AA"/></w:r>'), "signs of a font of pictures are left out (1)", ""),
        (
            p(LONG, '<w:r><w:drawing><wp:docPr descr="رسم"/></w:drawing></w:r>'),
            "drawings and files within the file are left out (1)",
            "رسم",
        ),
        (
            p(LONG, '<w:hyperlink r:id="l1"><w:r><w:t>ملف</w:t></w:r></w:hyperlink>'),
            "links that no page may have are kept as their words (1)",
            "file:///C:/a.doc",
        ),
        (p(LONG) + p(picture("m.emf")), "a picture of the kind EMF is left out", ""),
        (
            p(LONG) + p(picture("m.jpg")),
            "a picture is left out: this is no JPEG file, whatever its name says, or it is cut off",
            "",
        ),
    ],
)
def test_what_is_left_out_is_said(body: str, message: str, text: str) -> None:
    data = docx(body, links={"l1": "file:///C:/a.doc"}, media={"m.emf": b"x", "m.jpg": b"x"})
    assert (message, text) in said(data)
    assert LONG in convert(data).markdown


def test_what_lies_beside_the_text_is_said_and_comments_are_only_counted() -> None:
    data = docx(
        p(LONG),
        comments="<w:comment>" + p("اسم المصدر") + "</w:comment><w:comment>" + p("احذفه") + "</w:comment>",
        header1=p("مجلة النهر"),
        footer1=p("12"),
        more={"word/vbaProject.bin": b"macro"},
    )
    assert said(data) == [
        ("comments are left out (2)", ""),
        ("heads and feet of pages are left out", "مجلة النهر"),
        ("macros are ignored", ""),
    ]


def test_a_deleted_note_goes_with_what_referred_to_it_and_one_that_nothing_refers_to_stays() -> None:
    data = docx(
        p("نعم", "<w:del><w:r><w:footnoteReference w:id='2'/></w:r></w:del>"),
        footnotes=note(2, p("سر")) + note(3, p("باقية")),
    )
    assert lines(data) == ["نعم", "[^f3-]: باقية"]


def test_pictures_are_clean_and_each_is_kept_once() -> None:
    made = convert(docx(p(picture("m.png")) + p(picture("m.png")), media={"m.png": PNG}))
    assert list(made.pictures) == ["water-images/6b7fa434f92a.png"]
    assert made.markdown.count("water-images/6b7fa434f92a.png") == 2


def test_nothing_elsewhere_is_fetched() -> None:
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="i" Type="x/image" Target="http://example.org/a.png" '
        'TargetMode="External"/></Relationships>'
    )
    data = docx(
        p(LONG, picture("i").replace("embed", "link")), more={"word/_rels/document.xml.rels": relations}
    )
    assert said(data) == [("what lies elsewhere is not fetched (1)", "http://example.org/a.png")]


def test_what_a_file_says_of_people_is_told_and_kept_out_of_the_seed() -> None:
    core = "<c xmlns:dc='urn:dc'><dc:creator>سامر</dc:creator><dc:title>نهر</dc:title><dc:x>ar</dc:x></c>"
    made = convert(
        docx(p(LONG), more={"docProps/core.xml": core, "docProps/app.xml": "<p><Company>دار</Company></p>"})
    )
    assert made.properties == {"author": "سامر", "title": "نهر", "company": "دار"}
    assert made.markdown == LONG + "\n"


def test_what_is_no_number_counts_nothing_and_breaks_nothing() -> None:
    numbers = counted(1, "x")
    style = f'<w:style w:styleId="L"><w:pPr>{numbers}</w:pPr></w:style>'
    assert lines(docx(p("أولها", style="L") + point("ثانيها", 1), styles=style)) == ["1. أولها", "2. ثانيها"]
