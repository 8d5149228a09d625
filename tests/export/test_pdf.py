"""PDFs as pypdf and PDFium read them."""

import re
from collections import Counter
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2
import pytest

from jisr import export
from jisr.export import pdf
from jisr.lang.units import split_units
from jisr.markup.html import text_content
from jisr.markup.markdown_text import plain
from jisr.model.languages import Lang
from jisr.model.publication import Article
from jisr.model.settings import LookSettings
from jisr.model.source import Kind, Meta
from tests.export.made_editions import (
    DOCS,
    elements,
    given_articles,
    given_settings,
    heads,
    picture,
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


@pytest.mark.parametrize("name", ["publication-ar.pdf", "publication-en.pdf"])
def test_all_that_stands_on_a_page_is_text_in_the_tree_or_said_to_be_none(name: str) -> None:
    """What PDF/UA asks for (ISO 14289-1, 7.1, 7.4, 7.8, 7.18), as far as a file shows it."""
    reader = pypdf.PdfReader(BytesIO(whole()[name]))
    root: Any = reader.trailer["/Root"]
    found = list(elements(root["/StructTreeRoot"]))
    links = [kid.get_object() for one in found for kid in one["/K"] if not isinstance(kid, int)]
    linked = [one["/Obj"] for one in links if one.get("/Type") == "/OBJR"]
    assert all(
        one["/S"] == "/Link" for one in found for kid in one["/K"]
        if not isinstance(kid, int) and kid.get_object().get("/Type") == "/OBJR"
    )  # fmt: skip
    assert all(str(one["/Alt"]) for one in found if one["/S"] == "/Figure")
    annotations = 0
    for page in reader.pages:
        assert str(page["/Tabs"]) == "/S"
        own = page.get("/Annots", [])
        annotations += len(own)
        assert all(one.get_object()["/F"] == 4 and one.get_object()["/Contents"] for one in own)
        said = page.get_contents()
        assert said is not None
        marks = re.findall(rb"/(\w+) (?:<</(\w+) (\S+?)\s*>> )?B[DM]C", said.get_data().replace(b"\n", b" "))
        assert any(mark[:2] == (b"Artifact", b"Type") for mark in marks) or page == reader.pages[0]
        tagged = {int(mark[2]) for mark in marks if mark[1] == b"MCID"}
        here = [one for one in found if "/Pg" in one and one.raw_get("/Pg") == page.indirect_reference]
        tree = {kid for one in here for kid in one["/K"] if isinstance(kid, int)}
        assert tagged == tree
    assert annotations == len(linked)


def test_a_book_ends_with_whom_it_names_on_which_pages() -> None:
    texts = [
        page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(whole()["publication-en.pdf"])
    ]
    last = [line.strip() for line in texts[-1].splitlines()]
    at = next(place for place, line in enumerate(last) if line.startswith("Mohammed Shia al-Sudani"))
    assert "machine-drafted" in last[at + 1]
    pages = [int(number) for number in last[at + 2].split(", ")]
    assert len(set(pages)) == len(pages) > 1
    assert all("Sudani" in texts[page - 1] for page in pages)
    assert last[-1].endswith(str(len(texts)))


def test_no_heading_stands_more_than_one_level_below_the_one_before() -> None:
    reader = pypdf.PdfReader(BytesIO(single("strange-ثانية")["strange-ثانية-en.pdf"]))
    root: Any = reader.trailer["/Root"]
    tags = [str(one["/S"]) for one in elements(root["/StructTreeRoot"])]
    assert [tag for tag in tags if re.fullmatch("/H[1-6]", tag)][:2] == ["/H1", "/H2"]  # written as ####


def test_the_outline_is_that_of_the_text() -> None:
    reader = pypdf.PdfReader(BytesIO(single("specimen")["specimen-en.pdf"]))
    outline: Any = reader.outline
    assert outline[0].title == "All that is written, 2003–2011"
    assert [entry.title for entry in outline[1] if not isinstance(entry, list)][:1] == ["Lists"]
    book = pypdf.PdfReader(BytesIO(whole()["publication-ar.pdf"]))
    top = [str(entry.title) for entry in book.outline if not isinstance(entry, list)]
    assert (
        len([title for title in top if title.strip()]) == len(given_articles()) + 2
    )  # and the contents, and the names


def test_all_fonts_are_embedded_in_part() -> None:
    for data in single("specimen").values():
        if data.startswith(b"%PDF"):
            resources: Any = pypdf.PdfReader(BytesIO(data)).pages[1]["/Resources"]
            fonts = [font.get_object() for font in resources["/Font"].values()]
            found = {font["/BaseFont"]: font for font in fonts}
            assert found
            for name, font in found.items():
                assert re.match(r"/[A-Z]{6}\+", name)
                (inner,) = font["/DescendantFonts"]
                assert {"/FontFile2", "/FontFile3"} & set(inner.get_object()["/FontDescriptor"])
            assert any("Naskh" in name or "Serif" in name for name in found)


def test_a_pdf_has_the_colour_and_the_font_of_the_publication() -> None:
    naskh = "assets/fonts/noto-naskh-arabic-arabic-400-normal.woff2"
    words = (passage("title", Kind.TITLE, "عنوان"), passage("p1", P, "[رابط](https://a.example)"))  # a link
    look = LookSettings("#7a1f3d", fonts={"ar": naskh})
    settings = given_settings(look=look, editions=("pdf",))
    made = dict(
        export.export_files(heads([Article("a", "seeds/a.txt", Meta(), words)]), (), settings, {}, ["a"])
    )
    page: Any = pypdf.PdfReader(BytesIO(made["a-ar.pdf"])).pages[1]
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
    words = (passage("title", Kind.TITLE, "عنوان"), passage("p1", P, "نص."))  # a title, a text
    articles = [Article(slug, f"seeds/{slug}.txt", Meta(), words) for slug in ("a", "b")]
    for slugs in (["a"], []):
        made = dict(export.export_files(heads(articles), (), settings, {}, slugs))
        assert made
        for data in made.values():
            reader = pypdf.PdfReader(BytesIO(data))
            root: Any = reader.trailer["/Root"]
            figures = [one for one in elements(root["/StructTreeRoot"]) if one["/S"] == "/Figure"]
            assert [one["/Alt"] for one in figures] in (["جسر"], ["Jisr"])
            assert figures[0]["/Pg"].get_object() == reader.pages[0]


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_the_words_of_an_article_come_out_of_its_pdf(lang: Lang) -> None:
    """As PDFium and pypdf read it, without a letter that only stands for the form of another."""
    (article,) = (one for one in given_articles() if one.slug == "iraq-ending-coalition-role")
    texts = [plain(one.text(lang)).text for one in article.passages if one.block.kind is P]
    words = Counter(unit for text in texts for unit in split_units(text))
    data = single("iraq-ending-coalition-role")[f"iraq-ending-coalition-role-{lang}.pdf"]
    for text in (
        "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data)),
        "\n".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(data)).pages),
    ):
        missing = words - Counter(split_units(text))
        assert missing.total() <= words.total() * 0.005, missing
        assert re.findall("[\ufb50-\ufdff\ufe70-\ufeff]", text) == []


@pytest.mark.parametrize(
    "words",
    [
        "حدّة مواتٍ جنباً يُنهي ثمّة تُسفر شديداً محرِّر علمٍ رسمياً طُلب أيضًا لكن ريح",
        "قُتِلَ أُمَّةٌ أيضًا مُتَّهَم متهم المُعلَّمة كتابٌ كتاب اللهُ الله",  # forms that are met with marks first
        "بُيُوتٌ يَبِيتُ مِنْ مَنْ ثُمَّ جَرَّ حَرَّرَ هَزَّ بيوت يبيت من ثم جر حرر هز",
    ],
)
def test_marks_of_vowels_stay_in_their_words(words: str) -> None:
    blocks = (passage("title", Kind.TITLE, "عنوان"), passage("p1", P, words))
    article = Article("a", "seeds/a.txt", Meta(), blocks)
    settings = given_settings(editions=("pdf",))
    made = dict(export.export_files(heads([article]), (), settings, {}, ["a"]))
    reader = pypdf.PdfReader(BytesIO(made["a-ar.pdf"]))
    assert Counter(split_units(words)) - Counter(split_units(reader.pages[1].extract_text())) == Counter()


def test_points_have_the_numbers_of_their_author() -> None:
    """Also behind a paragraph that interrupts a list, and in a list below a point."""
    blocks = (
        passage("title", Kind.TITLE, "عنوان", "Title"),
        passage("pt1", Kind.POINT, "أول", "first", number=1),
        passage("p1", P, "كلام", "words"),
        passage("pt2", Kind.POINT, "ثان\n\n7. سابع\n8. ثامن", "second\n\n7. seventh\n8. eighth", number=2),
        passage("pt3", Kind.POINT, "خامس", "fifth", number=5),
    )
    article = Article("a", "seeds/a.txt", Meta(), blocks)
    made = dict(export.export_files(heads([article]), (), given_settings(editions=("pdf",)), {}, ["a"]))
    text = pypdfium2.PdfDocument(made["a-en.pdf"])[1].get_textpage().get_text_range()
    assert re.findall(r"^(\w{1,2})\. ?\r?$", text, re.MULTILINE) == ["1", "2", "g", "h", "5"]


def test_a_pdf_begins_with_its_title_author_and_date() -> None:
    cover = pypdfium2.PdfDocument(single("specimen")["specimen-en.pdf"])[0].get_textpage().get_text_range()
    for said_there in ("All that is written", "The Calligrapher", "revision"):
        assert said_there in cover
    assert "Lists" not in cover  # the text begins on the next page


@pytest.mark.parametrize(
    ("title", "held"),
    [
        ("من يملك ماء الجنوب اليوم", "الجنوب اليوم"),
        ("ماء الجنوب اليوم", ""),  # three words: nothing to hold together
        ("ماء", ""),
        ("", ""),
    ],
)
def test_no_word_stands_alone_on_the_last_line_of_a_title(title: str, held: str) -> None:
    nodes = pdf.hold_last_words(title)
    assert text_content(nodes) == title
    assert "".join(text_content([node]) for node in nodes if not isinstance(node, str)) == held


def test_every_page_of_a_draft_says_so() -> None:
    document = pypdfium2.PdfDocument(
        single("iraq-ending-coalition-role")["iraq-ending-coalition-role-en.pdf"]
    )
    assert len(document) > 2
    for number in range(len(document) - 1):  # on the last stand names
        low = document[number].get_textpage().get_text_bounded(bottom=0, top=60)  # the foot of the page
        assert MACHINE in low


def test_pages_are_numbered_in_the_digits_of_the_text() -> None:
    number = re.compile("[0-9٠-٩]+")

    def feet(digits: str, articles: list[Article]) -> list[str]:
        options = given_settings(editions=("pdf",), digits=digits)
        data = dict(export.export_files(heads(articles), (), options, {}, [articles[0].slug]))["a-ar.pdf"]
        document = pypdfium2.PdfDocument(data)
        labels = [document.get_page_label(n) for n in range(len(document))]
        feet = [page.get_textpage().get_text_bounded(bottom=0, top=60) for page in document]
        assert number.findall(feet[0]) == []  # the cover
        found = list(map(number.findall, feet[1:]))
        assert [f for f in found if len(f) != 1] == []
        named = [label or foot[0] for label, foot in zip(labels[1:], found, strict=True)]
        return named + [foot[0] for foot in found]

    def article(words: str) -> Article:
        return Article("a", "seeds/a.txt", Meta(), tuple(passage(f"p{n}", P, words * 60) for n in range(9)))

    assert feet("as-written", [article("كلمة ١٢٣ ")])[:2] == ["٢", "٣"]
    assert feet("as-written", [article("كلمة 123 ")])[:2] == ["2", "3"]
    assert feet("arabic-indic", [article("كلمة 123 ")])[-2:][0] in "١٢٣٤٥٦٧٨٩"


def boxes(page: Any, word: str) -> tuple[float, float]:
    """Where a word stands on a page: left and right edge in points."""
    text = page.get_textpage()
    index, count = text.search(word).get_next()
    found = [text.get_charbox(i) for i in range(index, index + count)]
    return min(box[0] for box in found), max(box[2] for box in found)


def test_arabic_runs_from_right_to_left() -> None:
    page = pypdfium2.PdfDocument(single("specimen")["specimen-ar.pdf"])[1]
    width, _ = page.get_size()
    assert boxes(page, "قوائم")[1] > width - 72  # a heading begins at the right margin
    assert boxes(page, "2003")[0] > boxes(page, "2011")[1]  # the first year is read first
    assert boxes(page, "السنة")[0] > boxes(page, "البلد")[1]  # so does the first column of a table
    translation = pypdfium2.PdfDocument(single("specimen")["specimen-en.pdf"])[1]
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


def test_a_long_address_parts_no_figure_beside_it() -> None:
    cells = (
        "| الرقة | 1,250 | 615.5 | https://www.example.org/2019/03/levels-and-discharge-at-raqqa-final.pdf |"
    )
    table = passage("t1", Kind.TABLE, f"| المحطة | قبل | بعد | المصدر |\n|---|--:|--:|---|\n{cells}\n")
    article = Article("levels", "seeds/levels.md", Meta(), (passage("title", Kind.TITLE, "ماء"), table))
    options = given_settings(editions=("pdf",))
    files = dict(export.export_files(heads([article]), (), options, {}, ["levels"]))
    pages = pypdfium2.PdfDocument(files["levels-ar.pdf"])
    words = "".join(page.get_textpage().get_text_range() for page in pages)
    assert {"1,250", "615.5"} <= set(words.split())


def test_a_picture_begins_where_the_text_does() -> None:
    image = passage("img1", Kind.IMAGE, "![خريطة](../assets/map.png)\n\nخريطة النهر")
    article = Article("map", "seeds/map.md", Meta(), (passage("title", Kind.TITLE, "ماء"), image))
    options = given_settings(editions=("pdf",))
    files = dict(export.export_files(heads([article]), (), options, DOCS, ["map"]))
    page = pypdfium2.PdfDocument(files["map-ar.pdf"])[1]
    (found,) = (one for one in page.get_objects() if one.type == pypdfium2.raw.FPDF_PAGEOBJ_IMAGE)
    assert abs(found.get_bounds()[2] - boxes(page, "ماء")[1]) < 3


def test_a_drawing_that_has_but_a_proportion_is_as_wide_as_the_text() -> None:
    """WeasyPrint fails at one in a text from right to left."""
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 9"><path d="M0 0h90v9H0z"/></svg>'
    image = passage("img1", Kind.IMAGE, "![خريطة](../assets/map.svg)\n\nخريطة النهر")
    article = Article("map", "seeds/map.md", Meta(), (passage("title", Kind.TITLE, "ماء"), image))
    options = given_settings(editions=("pdf",))
    docs = {"ar/assets/map.svg": drawing}
    files = dict(export.export_files(heads([article]), (), options, docs, ["map"]))
    page = pypdfium2.PdfDocument(files["map-ar.pdf"])[1]
    bounds = [one.get_bounds() for one in page.get_objects() if one.type == pypdfium2.raw.FPDF_PAGEOBJ_PATH]
    assert max(right - left for left, _, right, _ in bounds) > page.get_width() / 2
