"""Editions of both kinds: what is in them, when they are made, and how pages lead to them."""

import re
import socket
import subprocess
import sys
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import pypdf
import pypdfium2
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jisr import export, site
from jisr.app import pipeline
from jisr.export import pdf as pdf_module
from jisr.export import xhtml
from jisr.export.assemble import Bindery, build_book
from jisr.export.book import Book
from jisr.export.chapter import absolute_address
from jisr.i18n import InterfaceStrings
from jisr.markup.html import parse_markdown, text_content
from jisr.model.diagnostics import Finding, JisrError, Severity
from jisr.model.publication import Article
from jisr.model.source import Kind, Meta, PublicationDate
from jisr.site.editions import VOLUME, publication_editions
from jisr.storage import cache
from jisr.storage.config import read_settings
from tests import sample
from tests.export.made_editions import (
    DOCS,
    given_articles,
    given_settings,
    heads,
    names,
    said,
    single,
    strange,
    tree,
    whole,
)
from tests.project import PARAGRAPHS, TODAY, Project, edit
from tests.sample import passage

P = Kind.PARAGRAPH


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
    found = dict(export.export_files(heads(given_articles()), sample.actors(), given_settings(), DOCS, slugs))
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
    assert absolute_address(href, base, "https://jisr.example") == there
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
    again = dict(
        export.export_files(
            heads(given_articles()), sample.actors(), given_settings(), DOCS, ["specimen", "human"]
        )
    )
    assert again == {**single("specimen"), **single("human")}


def test_without_english_there_is_no_english_edition() -> None:
    assert set(single("arabic-only")) == {"arabic-only-ar.epub", "arabic-only-ar.pdf"}
    assert set(whole()) == {
        *(f"publication-{lang}.{format_}" for lang in ("ar", "en") for format_ in ("epub", "pdf")),
        "publication-both.epub",
    }
    translation = "".join(
        "".join(tree(d).itertext()) for n, d in names(whole()["publication-en.epub"]).items() if "xhtml" in n
    )
    assert "نص بلا ترجمة" not in translation


@pytest.mark.parametrize("count", [500, pytest.param(2000, marks=pytest.mark.soak)])
def test_an_article_of_many_blocks_is_made(count: int) -> None:
    blocks = [passage(f"p{n}", P, PARAGRAPHS[n % 5]) for n in range(count)]
    article = Article("big", "seeds/big.txt", Meta(), (passage("title", Kind.TITLE, "كبير"), *blocks))
    found = dict(export.export_files(heads([article]), (), given_settings(), {}, ["big"]))
    assert len(pypdfium2.PdfDocument(found["big-ar.pdf"])) > count / 40
    assert names(found["big-ar.epub"])["EPUB/a1.xhtml"].count(b'id="p') == count


def test_articles_of_next_to_nothing_are_made() -> None:
    empty = Article("empty", "seeds/empty.txt", Meta(), ())
    untitled = Article("untitled", "seeds/u.txt", Meta(), (passage("p1", P, "سطر.", "One line."),))
    found = dict(
        export.export_files(heads([empty, untitled]), (), given_settings(), {}, ["empty", "untitled"])
    )
    assert len(found) == 6


# --- in the site -------------------------------------------------------------------------------------------


class Editions(NamedTuple):
    files: dict[str, bytes]
    kept: set[str]
    formats: tuple[str, ...]
    findings: tuple[Finding, ...]


def site_of(articles: list[Article], lying: dict[str, bytes], **changes: Any) -> Editions:
    def lies_there(path: str, key: str) -> bool:
        return key.encode() in lying.get(path, b"")[-export.TAIL :]

    taken = export.make_editions(heads(articles), (), given_settings(**changes), DOCS, lies_there)
    files = dict(taken.files)
    return Editions(files, taken.keys.keys() - files.keys(), taken.formats, taken.findings)


def test_what_lies_there_is_not_made_again() -> None:
    articles = sample.articles()[1:3]
    first = site_of(articles, {})
    assert len(first.files) == 2 * (2 * 2 + 2) + 1
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
    passages = (*changed.passages[:-1], replace(changed.passages[-1], translation="He went."))
    articles[1] = replace(changed, passages=passages)
    made = site_of(articles, lying, editions=("epub",))
    slug = changed.slug
    assert set(made.files) == {  # nothing in Arabic alone
        f"en/articles/{slug}/approved-en.epub",
        "en/editions/publication-en.epub",
        "ar/editions/publication-both.epub",
    }


def test_an_image_that_changed_makes_its_editions_again() -> None:
    edition = next(e for e in publication_editions(site.sites_of(heads([strange()]), given_settings())[1]))
    keys = {
        Bindery(heads([strange()]), (), given_settings(), docs).key(edition)
        for docs in (DOCS, {**DOCS, "en/assets/my map.png": b"new"}, {**DOCS, "en/assets/other.png": b"new"})
    }
    assert len(keys) == 2


def test_which_python_makes_an_edition_plays_no_part(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its key is published with it, and the site is the same wherever it is built."""
    edition = next(e for e in publication_editions(site.sites_of(heads([strange()]), given_settings())[1]))
    before = Bindery(heads([strange()]), (), given_settings(), DOCS).key(edition)
    with monkeypatch.context() as patch:
        patch.setattr(sys, "version_info", (3, 99))
        cache._begin_key.cache_clear()
        after = Bindery(heads([strange()]), (), given_settings(), DOCS).key(edition)
    cache._begin_key.cache_clear()
    assert after == before


def test_a_part_of_the_publications_own_makes_editions_again(tmp_path: Path) -> None:
    edition = next(e for e in publication_editions(site.sites_of(heads([strange()]), given_settings())[1]))
    before = Bindery(heads([strange()]), (), given_settings(), DOCS).key(edition)
    part = tmp_path / "overrides/jisr/article/details.html"
    part.parent.mkdir(parents=True)
    part.write_text("<p>mine & “yours”<br></p>", "utf-8")
    bindery = Bindery(heads([strange()]), (), given_settings(root=tmp_path), DOCS)
    assert bindery.key(edition) != before
    book = build_book(bindery.parts(edition))
    assert "mine & “yours”" in text_content(book.chapters[0].nodes)


def dated(number: int, a_year: int = 30) -> Article:
    """The next of so many articles a year, the first of which has no date."""
    day = f"20{number // a_year:02}-01-{number % a_year + 1:02}"
    meta = Meta(published=PublicationDate(day) if number else None)
    return Article(
        f"a{number:03}", "x", meta, (passage("title", Kind.TITLE, f"عنوان {number}", f"Title {number}"),)
    )


def test_many_articles_are_books_of_a_year_and_a_new_one_changes_the_last_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("jisr.site.editions.VOLUME", 10)
    articles = [dated(n, a_year=3) for n in range(11)]
    lying = dict(site_of(articles, {}, editions=("epub",)).files)
    books = sorted(path for path in lying if path.startswith("en/editions/"))
    assert books == [f"en/editions/publication-en-{year}.epub" for year in (*range(2000, 2004), "undated")]
    made = site_of([*articles, dated(11, a_year=3)], lying, editions=("epub",)).files
    assert {path for path in made if "/editions/" in path} == {
        f"{lang}/editions/publication-{langs}-2003.epub"
        for lang, langs in (("ar", "ar"), ("ar", "both"), ("en", "en"))
    }
    book = names(lying["en/editions/publication-en-2001.epub"])
    assert ">Jisr (2001)</dc:title>" in book["EPUB/package.opf"].decode()
    assert b"Title 3<" in book["EPUB/a1.xhtml"]


def test_a_year_of_many_articles_is_several_books() -> None:
    day = Meta(published=PublicationDate("2023-05"))
    articles = [replace(dated(n), meta=day) for n in range(VOLUME + 20)]
    books = publication_editions(site.sites_of(heads(articles), given_settings())[1])
    assert [(book.path, len(book.articles)) for book in books if book.format == "pdf"] == [
        ("editions/publication-en-2023-1.pdf", VOLUME),
        ("editions/publication-en-2023-2.pdf", 20),
    ]
    words = InterfaceStrings("en")
    assert {book.part(words) for book in books} == {"2023/1", "2023/2"}


def test_parts_that_came_on_one_day_stand_in_their_order_in_a_book() -> None:
    day = Meta(published=PublicationDate("2023-05-01"))
    parts = [replace(dated(1), slug=f"part-{number}", meta=day) for number in (10, 2, 1)]
    book = publication_editions(site.sites_of(heads(parts), given_settings())[1])[0]
    assert [article.slug for article in book.articles] == ["part-1", "part-2", "part-10"]


def test_the_whole_publication_is_exported_as_one_book() -> None:
    articles = [dated(n) for n in range(VOLUME + 1)]
    found = dict(export.export_files(heads(articles), (), given_settings(editions=("epub",)), DOCS, ()))
    assert sorted(found) == ["publication-ar.epub", "publication-both.epub", "publication-en.epub"]
    assert f"EPUB/a{VOLUME + 1}.xhtml" in names(found["publication-en.epub"])


def test_editions_made_side_by_side_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    here = site_of([strange()], {}).files
    assert {path.rpartition(".")[2] for path in here} == {"epub", "pdf"}
    monkeypatch.setattr(export, "_MANY_PDFS", 1)
    assert site_of([strange()], {}).files == here


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
        list(export.export_files(heads(articles), (), given_settings(), DOCS, [articles[0].slug]))


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
    assert not re.search(rb'href="[^"]*\.epub"', b"".join(without.values()))


def test_the_settings_know_every_output(tmp_path: Path) -> None:
    project = Project(tmp_path)
    text = (tmp_path / "mkdocs.yml").read_text("utf-8")
    for name in export.EXPORTS:
        (tmp_path / "mkdocs.yml").write_text(
            text.replace("jisr: {}", f"jisr: {{editions: [{name}]}}"), "utf-8"
        )
        assert read_settings(project.root).editions == (name,)
    (tmp_path / "mkdocs.yml").write_text(text.replace("jisr: {}", "jisr: {editions: [mobi]}"), "utf-8")
    with pytest.raises(JisrError, match="docx, epub, odt, pdf"):
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
    found = dict(
        export.export_files(heads(given_articles()), (), given_settings(editions=("txt",)), DOCS, ())
    )
    assert found["publication-en.txt"].startswith(b"Jisr\n7 ")
