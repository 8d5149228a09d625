"""E-books as programs write them, and the seeds that are made of them."""

from collections import Counter
from collections.abc import Mapping

import pytest

from jisr import seeds
from jisr.lang.units import split_units
from jisr.markup.markdown_text import plain
from jisr.model.diagnostics import JisrError
from jisr.model.source import Kind, Seed
from jisr.word.epub.document import read_epub
from jisr.word.markdown import Converted
from tests.export.test_word import made, words_of_epub
from tests.word.files import PNG, zipped

LONG = "انخفض منسوب النهر هذا العام كثيرا."  # the river fell much this year
HEAD = (
    '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml">'
    "<head><title/><style>p {}</style></head>"
)
CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OEBPS/book.opf"/></rootfiles></container>'
)


def epub(
    *pages: str,
    title: str = "مستقبل المياه",
    properties: Mapping[int, str] = {},
    guide: str = "",
    more: Mapping[str, bytes | str] = {},
    left: frozenset[int] = frozenset(),
) -> bytes:
    """An e-book of these bodies, the future of the waters; `left` are pages that are not in the file."""
    items = "".join(
        f'<item id="i{n}" href="text/{n}.xhtml" media-type="application/xhtml+xml" '
        f'properties="{properties.get(n, "")}"/>'
        for n in range(1, len(pages) + 1)
    )
    spine = "".join(f'<itemref idref="i{n}"/>' for n in range(1, len(pages) + 1))
    return zipped(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": CONTAINER,
            "OEBPS/book.opf": '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="urn:dc"><metadata>'
            f"<dc:title>{title}</dc:title><dc:creator>ليلى منصور</dc:creator></metadata>"
            f"<manifest>{items}</manifest><spine>{spine}</spine><guide>{guide}</guide></package>",
            "OEBPS/img/m.png": PNG,
            **{
                f"OEBPS/text/{n}.xhtml": page if page.startswith("<?xml") else HEAD + page + "</html>"
                for n, page in enumerate(pages, 1)
                if n not in left
            },
            **more,
        }
    )


def convert(data: bytes) -> Converted:
    return read_epub(data, "seeds/water.epub")


def said(data: bytes) -> list[tuple[str, str]]:
    return [(finding.message, finding.text) for finding in convert(data).findings]


def body(words: str, kind: str = "") -> str:
    return f'<body epub:type="{kind}">\n{words}\n</body>' if kind else f"<body>{words}</body>"


NOTED = (
    '<p>كلام<a epub:type="noteref" href="#n1">1</a> آخر<a role="doc-noteref" href="2.xhtml#n1">2</a></p>'
    '<aside epub:type="footnote" id="n1"><p>أولى</p></aside>'
)
ENDNOTED = (
    '<p>كلام<sup><a id="r" href="#n">1</a></sup></p><ol><li id="n"><p>حاشية <a href="#r">↩</a></p></li></ol>'
)
LINKED = (
    '<h1>أول</h1><p><a href="2.xhtml">هناك</a> <a href="2.xhtml#x">هنا</a> '
    '<a href="https://a.org/">موقع</a> <a href="7.xhtml">لا شيء</a></p>'
)


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        pytest.param(
            [f"<h1>الماء</h1><p>{LONG}</p><h2>أسباب</h2><p>نعم</p>"],
            ["# الماء", LONG, "## أسباب", "نعم"],
            id="one chapter has the title of the text",
        ),
        pytest.param(
            [f"<h1>أول</h1><p>{LONG}</p><h2>فرع</h2>", f"<h1>ثان</h1><p>{LONG}</p>"],
            ["# مستقبل المياه", "## أول", LONG, "### فرع", "## ثان", LONG],
            id="chapters stand below the title of the book",
        ),
        pytest.param(
            ["<h1>مستقبل المياه</h1>", f"<h1>أول</h1><p>{LONG}</p>"],
            ["# مستقبل المياه", "## أول", LONG],
            id="a page of the title is the title",
        ),
        pytest.param([f"<p>{LONG}</p>"], ["# مستقبل المياه", LONG], id="no heading at all"),
        pytest.param(
            ["<p>كان <b>أمس</b> و<em>اليوم</em>&nbsp;<span>ثم</span><br/>سطر &lt;ب&gt; * 5</p>"],
            ["# مستقبل المياه", "كان **أمس** و*اليوم*\u00a0ثم  \nسطر &lt;ب\\> \\* 5"],
            id="emphasis, entities, breaks and signs that mean nothing",
        ),
        pytest.param(
            ["<p>وسم &amp;lt; و&amp;<b>lt;</b> و&amp;#<i>38;</i> ص&amp;ب</p>"],
            ["# مستقبل المياه", "وسم &amp;lt; و&amp;**lt;** و&amp;\\#*38;* ص&amp;ب"],
            id="signs that are written as their names",
        ),
        pytest.param(
            ["<ol><li>أول</li><li>ثان<ul><li>تحته</li></ul></li></ol><blockquote><p>قال</p></blockquote>"],
            ["# مستقبل المياه", "1. أول", "2. ثان\n    - تحته", "> قال"],
            id="lists and quotations",
        ),
        pytest.param(
            [
                NOTED,
                '<aside role="doc-footnote" id="n1"><p>ثانية</p></aside>',
            ],
            ["# مستقبل المياه", "كلام[^p1-n1] آخر[^p2-n1]\n\n[^p1-n1]: أولى\n\n[^p2-n1]: ثانية"],
            id="footnotes, of one name in two files",
        ),
        pytest.param(
            [
                "<ol><li>أ</li><li>ب</li></ol><ol><li>ج</li></ol>\n<ol><li>د</li></ol>",
                "<ol start='9'><li>ه</li></ol>",
            ],
            ["# مستقبل المياه", "1. أ", "2. ب", "1) ج", "1. د", "9) ه"],
            id="lists that begin anew",
        ),
        pytest.param(
            ['<p>قبل</p><svg><image xlink:href="../img/m.png"/></svg>'],
            ["# مستقبل المياه", "قبل", "![](water-images/6b7fa434f92a.png)"],
            id="a picture within a drawing",
        ),
        pytest.param(
            ["<p>مقدمة</p>", f"<h1>أول</h1><p>{LONG}</p>"],
            ["# مستقبل المياه", "مقدمة", "## أول", LONG],
            id="a preface without a heading",
        ),
        pytest.param(
            [f"<p>تقرير</p><h1>أول</h1><p>{LONG}</p>"],
            ["تقرير", "# أول", LONG],
            id="a line above the title of the only page",
        ),
        pytest.param(
            [ENDNOTED],
            ["# مستقبل المياه", "كلام[^p1-n]\n\n[^p1-n]: حاشية"],
            id="endnotes that lead back",
        ),
        pytest.param(
            ['<figure><img src="../img/m.png" alt="خريطة"/><figcaption>نهر دجلة</figcaption></figure>'],
            ["# مستقبل المياه", "![خريطة](water-images/6b7fa434f92a.png)", "نهر دجلة"],
            id="an image with its words and its caption",
        ),
        pytest.param(
            [
                LINKED,
                '<h1 id="y">ثان</h1><p id="x">نعم</p>',
            ],
            ["# مستقبل المياه", "## أول", "[هناك](#p2) [هنا](#p2-x) [موقع](https://a.org/) لا شيء",
             "## ثان {#p2}", '<span id="p2-x"></span>نعم'],
            id="links, also between chapters",
        ),
        pytest.param(
            ['<p>قبل <span epub:type="pagebreak" title="7">7</span>بعد<!-- سر --><![CDATA[ <و> ]]></p>'],
            ["# مستقبل المياه", "قبل بعد &lt;و\\>"],
            id="numbers of pages, remarks",
        ),
    ],
)  # fmt: skip
def test_what_a_reader_sees_is_what_the_seed_says(pages: list[str], expected: list[str]) -> None:
    assert convert(epub(*map(body, pages))).markdown == "\n\n".join(expected) + "\n"


COVER = '<img src="../img/m.png" alt="غلاف"/>'
TEXT = f"<h1>أول</h1><p>{LONG}</p>"


@pytest.mark.parametrize(
    ("data", "message", "text"),
    [
        (epub(body(COVER), body(TEXT)), "the cover is left out", "غلاف"),
        (epub(body(TEXT), body("<p>جسر</p>", "cover")), "the cover is left out", "جسر"),
        (
            epub(body("<nav><ol><li>أول</li></ol></nav>"), body(TEXT), properties={1: "nav scripted"}),
            "a table of contents or an index is left out",
            "أول",
        ),
        (
            epub(body("<p>أول ...</p>"), body(TEXT), guide='<reference type="toc" href="text/1.xhtml#a"/>'),
            "a table of contents or an index is left out",
            "أول ...",
        ),
        (epub(body(TEXT + "<script>x</script>")), "scripts are ignored (1)", ""),
        (
            epub(body(TEXT + '<img src="http://192.0.2.1/a.png" alt="ب"/>')),
            "what lies elsewhere is not fetched (1)",
            "http://192.0.2.1/a.png",
        ),
        (epub(body(TEXT + '<img src="a.svg" alt="ب"/>')), "a picture of the kind SVG is left out", "ب"),
        (
            epub(body(TEXT), "", left=frozenset({2})),
            "a page that the book names is not in it",
            "OEBPS/text/2.xhtml",
        ),
        (epub(body(TEXT + "<!-- سر -->")), "a private note is left out (2 letters)", ""),
        (epub(body(TEXT), body(TEXT)), "the title is that which the book says of itself", "مستقبل المياه"),
    ],
)  # fmt: skip
def test_what_is_left_out_is_said(data: bytes, message: str, text: str) -> None:
    assert (message, text) in said(data)
    assert LONG in convert(data).markdown


def encryption(method: str) -> Mapping[str, str]:
    said = f'<EncryptedData><EncryptionMethod Algorithm="{method}"/></EncryptedData>'
    return {"META-INF/encryption.xml": f"<e>{said}</e>"}


ENTITY = '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><body><p>&x;</p></body></html>'


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "the file is empty"),
        (epub(body(TEXT))[:-40], "damaged, or no .epub"),
        (zipped({"a.txt": "x"}), "no text of an e-book"),
        (zipped({"META-INF/container.xml": "<c/>"}), "no text of an e-book"),
        (epub(body(TEXT), more=encryption("http://www.w3.org/xmlenc#aes128-cbc")), "locked against copying"),
        (epub(body(TEXT), more={"META-INF/rights.xml": "<r/>"}), "locked against copying"),
        (epub(body("<p>أ</p><script>x")), "text/1.xhtml is broken off within <script>"),
        (epub(ENTITY), "text/1.xhtml declares entities"),
        (epub(body(TEXT), more={"META-INF/container.xml": "<!DOCTYPE c><c/>"}), "declares entities"),
        (epub(body("<p>\x01\x02\x03</p>" * 50)), ""),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_in_a_line(data: bytes, message: str) -> None:
    with pytest.raises(JisrError) as error:
        convert(data)
    (finding,) = error.value.findings
    assert message in finding.message
    assert finding.file == "seeds/water.epub"
    assert finding.remedy


def test_emphasis_may_be_a_matter_of_style() -> None:
    sheet = "p.x, .b-1 { color: red; font-weight: 700 } .i{font-style:italic} .no .deep p {font-weight:bold}"
    words = (
        '<p>كان <span class="x b-1">أمس</span> <span class="i">اليوم <span class="no">هنا</span></span> '
        '<span style="font-weight:bold">غدا</span></p>'
    )
    opf = (
        '<package><manifest><item id="i1" href="text/1.xhtml" media-type="application/xhtml+xml"/>'
        '<item id="c" href="a.css" media-type="text/css"/></manifest>'
        '<spine><itemref idref="i1"/></spine></package>'
    )
    data = epub(body(words), more={"OEBPS/book.opf": opf, "OEBPS/a.css": sheet})
    assert convert(data).markdown == "كان **أمس** *اليوم هنا* **غدا**\n"


def test_fonts_that_are_only_hidden_lock_nothing() -> None:
    data = epub(body(TEXT), more=encryption("http://www.idpf.org/2008/embedding"))
    assert LONG in convert(data).markdown


def test_what_a_book_says_of_people_is_told_and_kept_out_of_the_seed() -> None:
    read = convert(epub(body(TEXT)))
    assert read.properties == {"title": "مستقبل المياه", "author": "ليلى منصور"}
    assert read.markdown == f"# أول\n\n{LONG}\n"


@pytest.mark.parametrize("name", sorted(n for n in made() if n.endswith(".epub")))
def test_no_word_of_an_edition_is_lost(name: str) -> None:
    read = convert(made()[name])
    content, findings = seeds.read(Seed("a", "seeds/a.md", read.markdown.encode()))
    shown = "\n".join(plain(block.text).text for block in (*content.blocks, *content.aside))
    named = "\n".join(finding.text for finding in (*read.findings, *findings))
    said = f"{shown}\n{named}\n{content.meta.author}{content.meta.published}"
    assert words_of_epub(name) - Counter(split_units(said)) == Counter()
    assert sum(block.kind is Kind.TITLE for block in content.blocks) == 1
