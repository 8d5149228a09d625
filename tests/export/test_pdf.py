"""PDFs as pypdf and PDFium read them."""

import re
from io import BytesIO
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pypdf
import pypdfium2
import pytest

from jisr import export
from jisr.model.publication import Article
from jisr.model.settings import LookSettings
from jisr.model.source import Kind, Meta
from tests import sample
from tests.export.made_editions import (
    elements,
    given_articles,
    given_settings,
    heads,
    picture,
    said,
    single,
    whole,
)
from tests.sample import passage

P = Kind.PARAGRAPH
MACHINE = "Machine translation, not reviewed"


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


def test_a_pdf_has_the_colour_and_the_font_of_the_publication() -> None:
    naskh = "assets/fonts/noto-naskh-arabic-arabic-400-normal.woff2"
    words = (passage("title", Kind.TITLE, "عنوان"), passage("p1", P, "[رابط](https://a.example)"))  # a link
    look = LookSettings("#7a1f3d", fonts={"ar": naskh})
    settings = given_settings(look=look, editions=("pdf",))
    made = dict(export.export_files(heads([Article("a", "seeds/a.txt", Meta(), words)]), settings, {}, ["a"]))
    page: Any = pypdf.PdfReader(BytesIO(made["a-ar.pdf"])).pages[0]
    fonts = {str(font.get_object()["/BaseFont"]) for font in page["/Resources"]["/Font"].values()}
    assert any("Own" in name for name in fonts)
    assert re.search(rb"\.478\d* \.?0?\.121\d* 0?\.239\d* rg", page.get_contents().get_data())


def test_a_pdf_begins_with_the_publications_logo(tmp_path: Path) -> None:
    logo = tmp_path / "overrides/assets/images/logo.png"
    logo.parent.mkdir(parents=True)
    logo.write_bytes(picture())
    settings = given_settings(
        root=tmp_path, look=LookSettings(logo="assets/images/logo.png"), editions=("pdf",)
    )
    articles = sample.articles()[:2]
    for slugs in ([articles[0].slug], []):
        made = dict(export.export_files(heads(articles), settings, {}, slugs))
        for data in made.values():
            reader = pypdf.PdfReader(BytesIO(data))
            root: Any = reader.trailer["/Root"]
            figures = [one for one in elements(root["/StructTreeRoot"]) if one["/S"] == "/Figure"]
            assert [one["/Alt"] for one in figures] in (["جسر"], ["Jisr"])
            assert figures[0]["/Pg"].get_object() == reader.pages[0]


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
        data = dict(export.export_files(heads(articles), options, {}, [articles[0].slug]))["a-ar.pdf"]
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
    translation = pypdfium2.PdfDocument(single("specimen")["specimen-en.pdf"])[0]
    assert boxes(translation, "Lists")[0] < 72
    assert boxes(translation, "2003")[1] < boxes(translation, "2011")[0]


def test_nothing_reaches_over_the_edge_of_the_page() -> None:
    for data in single("strange-ثانية").values():
        if data.startswith(b"%PDF"):
            for page in pypdfium2.PdfDocument(data):
                width, _ = page.get_size()
                text = page.get_textpage()
                found = [text.get_charbox(n) for n in range(text.count_chars())]
                assert min(box[0] for box in found) > 50
                assert max(box[2] for box in found) < width - 50
