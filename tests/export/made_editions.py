"""The editions of a publication with hostile articles, made once for all tests."""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from typing import Any
from unicodedata import normalize
from xml.etree import ElementTree

import pypdfium2

from jisr import export
from jisr.model.ledger import State
from jisr.model.publication import Article, ArticleHead
from jisr.model.source import Kind, Meta, PublicationDate
from tests import sample
from tests.sample import passage

P = Kind.PARAGRAPH
MACHINE = "Machine translation, not reviewed"
XHTML = "{http://www.w3.org/1999/xhtml}"


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
            passage("p4", P, "فقرة من ١٢٣ كلمة.", "A paragraph.", break_above=True),
        ),
    )


def given_articles() -> list[Article]:
    empty = Article("empty", "seeds/empty.txt", Meta(), ())
    return [*sample.articles(), sample.specimen(), strange(), empty]


def given_settings(**changes: Any) -> Any:
    return sample.settings(**{"editions": ("epub", "pdf"), **changes})


def heads(articles: list[Article]) -> list[ArticleHead]:
    return [ArticleHead.of(article) for article in articles]


@cache
def whole() -> dict[str, bytes]:
    """The editions of the whole publication, by file name."""
    return dict(export.export_files(heads(given_articles()), sample.actors(), given_settings(), DOCS, ()))


@cache
def single(slug: str) -> dict[str, bytes]:
    """The editions of the article with the last part of a slug, by file name."""
    articles = given_articles()
    (article,) = (a for a in articles if a.slug.rpartition("/")[2] == slug)
    return dict(export.export_files(heads(articles), sample.actors(), given_settings(), DOCS, [article.slug]))


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
