"""Editions for Word and LibreOffice: all that is in the others is in them, as other programs find it."""

import html
import re
from collections import Counter
from functools import cache
from io import BytesIO

import docx
import pytest

from jisr import export
from jisr.lang.units import split_units
from jisr.model.languages import LANGS
from jisr.model.publication import Article
from jisr.model.source import Kind, Meta
from jisr.word.odf.document import read_odt
from jisr.word.ooxml.document import read_docx
from jisr.word.text import Paragraph, Table, WordText
from tests.export.made_editions import DOCS, MACHINE, P, given_articles, given_settings, heads, names
from tests.sample import passage

INLINE = frozenset(
    {"a", "abbr", "b", "bdi", "cite", "code", "del", "em", "i", "ins", "kbd", "mark", "q", "s", "small"}
    | {"span", "strong", "sub", "sup", "time", "u"}
)
SETTINGS = given_settings(editions=("docx", "epub", "odt"))
SLUGS = ("iraq-ending-coalition-role", "2020/strange-ثانية")


@cache
def made() -> dict[str, bytes]:
    articles = given_articles()
    found = dict(export.export_files(heads(articles), (), SETTINGS, DOCS, SLUGS))
    return found | dict(export.export_files(heads(articles), (), SETTINGS, DOCS, ()))


def read(name: str) -> WordText:
    return (read_docx if name.endswith(".docx") else read_odt)(made()[name], name)


def paragraphs(text: WordText) -> list[Paragraph]:
    found: list[Paragraph] = []
    for item in text.items:
        rows = item.rows if isinstance(item, Table) else (((item,),),)
        found += [paragraph for row in rows for cell in row for paragraph in cell]
    return [*found, *(paragraph for note in text.notes.values() for paragraph in note)]


def words(text: WordText) -> Counter[str]:
    pictures = (s.picture.words for p in paragraphs(text) for s in p.spans if s.picture)
    return Counter(split_units("\n".join([*(p.text for p in paragraphs(text)), *pictures])))


def words_of_epub(name: str) -> Counter[str]:
    pages = [data.decode() for path, data in names(made()[name]).items() if re.search(r"/a\d+\.xhtml", path)]
    text = re.sub(r'<a [^>]*role="doc-(?:noteref|backlink)"[^>]*>[^<]*</a>', "", "".join(pages))
    text = re.sub(r"<title>.*?</title>|<[?!][^>]*>", "", text)
    text = re.sub(r'<img [^>]*alt="([^"]*)"[^>]*>', r" \1 ", text)
    text = re.sub(r"</?([a-z0-9]+)\b[^>]*>", lambda m: "" if m[1] in INLINE else " ", text)
    return Counter(split_units(html.unescape(text)))


@pytest.mark.parametrize("format_", ["docx", "odt"])
@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("book", ["publication", *(slug.rpartition("/")[2] for slug in SLUGS)])
def test_no_word_of_a_text_is_missing(book: str, lang: str, format_: str) -> None:
    name = f"{book}-{lang}.{format_}"
    lost = words_of_epub(f"{name.rpartition('.')[0]}.epub") - words(read(name))
    assert {unit for unit in lost if not unit.isdecimal()} <= {"notes", "الحواشي"}  # which Word says itself


def test_a_break_is_a_line_of_its_own() -> None:
    for name in ("strange-ثانية-en.docx", "strange-ثانية-ar.odt"):
        assert [p.text for p in paragraphs(read(name))].count("* * *") == 1


def test_other_programs_open_it_and_find_its_styles() -> None:
    for name, data in made().items():
        if name.endswith(".docx"):
            document = docx.Document(BytesIO(data))
            assert "Title" in {paragraph.style.name for paragraph in document.paragraphs if paragraph.style}


def test_arabic_runs_from_the_right_and_english_from_the_left() -> None:
    arabic, english = (
        names(made()[f"publication-{lang}.docx"])["word/document.xml"] for lang in ("ar", "en")
    )
    assert b"<w:bidi/></w:sectPr>" in arabic
    assert b"<w:bidi/></w:sectPr>" not in english
    assert b"<w:rtl/>" in arabic
    written = names(made()["publication-ar.odt"])["content.xml"].decode()
    assert 'style:writing-mode="rl-tb"' in written
    assert made()["publication-ar.odt"][30:].startswith(b"mimetypeapplication/vnd.oasis.opendocument.text")


def test_a_line_of_arabic_that_begins_with_latin_words_runs_from_the_right() -> None:
    """They would stand at its end, and the mark of a point on the wrong side."""
    point = "1. المصادر:\n    - i. من المدينة"
    passages = (
        passage("title", Kind.TITLE, "عنوان", "A title"),
        passage("p1", P, "BBC كانت أول من نشر الخبر.", "The BBC was first."),
        passage("pt1", Kind.POINT, point, "1. Sources:\n    - i. of the town"),
    )
    article = Article("latin", "seeds/latin.txt", Meta(), passages)
    files = dict(export.export_files(heads([article]), (), SETTINGS, DOCS, ["latin"]))
    (name,) = (name for name in files if name.endswith("-ar.docx"))
    document = docx.Document(BytesIO(files[name]))
    lines = {p.text.strip("•\t"): bool(p._p.xpath("w:pPr/w:bidi")) for p in document.paragraphs}
    assert lines["BBC كانت أول من نشر الخبر."]
    assert lines["i. من المدينة"]


def test_a_number_in_arabic_is_isolated_where_runs_have_no_direction() -> None:
    passages = (
        passage("title", Kind.TITLE, "عنوان", "A title"),
        passage("p1", P, "رقمه 031-232-7756، واسمه **Danmar** C++.", "Its number, its name."),
    )
    article = Article("number", "seeds/number.txt", Meta(), passages)
    files = dict(export.export_files(heads([article]), (), SETTINGS, DOCS, ["number"]))
    (name,) = (name for name in files if name.endswith("-ar.odt"))
    written = re.sub(r"<[^>]*>", "", names(files[name])["content.xml"].decode())
    assert "رقمه \u2066031-232-7756\u2069، واسمه \u2066Danmar C++\u2069." in written


def test_each_page_says_what_its_english_is() -> None:
    parts = names(made()["publication-en.docx"])
    said = [data.decode() for name, data in parts.items() if name.startswith("word/header")]
    assert any(MACHINE in head for head in said)
    arabic = names(made()["publication-ar.docx"])
    assert not any(MACHINE.encode() in data for data in arabic.values())
    assert MACHINE in names(made()["publication-en.odt"])["styles.xml"].decode()


def test_notes_are_footnotes_and_lead_nowhere_twice() -> None:
    found = [read(name) for name in made() if not name.endswith(".epub")]
    noted = [text for text in found if text.notes]
    assert noted
    for text in noted:
        cited = [span.note for p in paragraphs(text) for span in p.spans if span.note]
        assert set(cited) == set(text.notes)


def test_nothing_in_it_is_fetched_and_its_bytes_are_the_same_each_time() -> None:
    for name, data in made().items():
        if name.endswith(".docx"):
            said = names(data)["word/_rels/document.xml.rels"].decode()
            kinds = re.findall(r'Type="[^"]*/(\w+)" Target="[^"]*" TargetMode="External"', said)
            assert set(kinds) <= {"hyperlink"}
    again = dict(export.export_files(heads(given_articles()), (), SETTINGS, DOCS, ()))
    assert {name: made()[name] for name in again} == again
