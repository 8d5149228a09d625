"""A book as EPUB 3: XHTML in a ZIP whose bytes depend on nothing but the book.

No fonts are in it but the publication's own, where it has such: readers of e-books choose theirs, and all
devices that are sold where Arabic is read have Arabic ones. It has no scripts, and asks for nothing that is
not in it.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from importlib import resources
from pathlib import PurePosixPath

from markupsafe import Markup

from jisr.export.book import Book, Chapter, Heading, TocEntry, nest_headings
from jisr.export.images import SCHEME, media_type
from jisr.export.xhtml import serialise_xml
from jisr.export.zipped import zip_files
from jisr.markup.html import Element, Node, map_elements

_TYPES = {"doc-noteref": "noteref", "doc-endnotes": "endnotes", "doc-backlink": "backlink"}
_CONTAINER = (
    '<?xml version="1.0" encoding="utf-8"?>\n'
    '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>'
    "</rootfiles></container>\n"
)


def build_epub(book: Book) -> bytes:
    """The book as a file; its key is the comment of the ZIP."""
    names = {path: f"images/{n}{PurePosixPath(path).suffix.lower()}" for n, path in enumerate(book.files, 1)}
    fonts = {f"fonts/{name}": dict(book.fonts)[name] for name in book.own_fonts.values()}
    files: dict[str, str | bytes] = {
        "META-INF/container.xml": _CONTAINER,
        "EPUB/package.opf": book.render(
            "export/epub-package",
            images=[(name, media_type(name)) for name in names.values()],
            fonts=sorted(fonts),
        ),
        "EPUB/nav.xhtml": _contents(book),
        "EPUB/style.css": _style(book),
        "EPUB/title.xhtml": book.render("export/epub-title", title=book.title, logo=names.get(book.logo, "")),
        **{f"EPUB/{c.id}.xhtml": _page(book, c, names) for c in book.chapters},
        **({"EPUB/names.xhtml": _names(book)} if book.names else {}),
        **{f"EPUB/{name}": book.files[path] for path, name in names.items()},
        **{f"EPUB/{name}": data for name, data in fonts.items()},
        **({"EPUB/cover.png": book.cover} if book.cover else {}),
    }
    return zip_files(files, book.key, "application/epub+zip")


def _style(book: Book) -> str:
    """The style sheet; colour and fonts are the publication's, where it has such and the device shows any."""
    rules = [resources.files("jisr").joinpath("export/epub.css").read_text("utf-8")]
    if book.look.colour:
        rules.append(f"a {{ color: {book.look.colour}; }}\n")
    for lang, name in book.own_fonts.items():
        face = f'font-family: "Own {lang}"; src: url("fonts/{name}") format("woff2")'
        rules += [
            f"@font-face {{ {face}; }}\n",
            f':lang({lang}) {{ font-family: "Own {lang}", serif; }}\n',
        ]
    return "".join(rules)


def _page(book: Book, chapter: Chapter, names: dict[str, str]) -> Markup:
    words = serialise_xml(*map_elements(chapter.nodes, partial(_to_xml, names)))
    nodes = Markup(words.replace("\n", "&#10;"))  # of the text, where a template's own are layout
    return book.render("export/epub-chapter", title=chapter.title, nodes=nodes)


def _to_xml(names: dict[str, str], element: Element) -> list[Node]:
    """An element with what XHTML and EPUB want beside HTML: `xml:lang`, `epub:type`, paths of images."""
    attrs = []
    for name, value in element.attrs:
        attrs.append((name, names[value.removeprefix(SCHEME)] if name == "src" else value))
        if name == "lang":
            attrs.append(("xml:lang", value))
        elif name == "role" and value in _TYPES:
            attrs.append(("epub:type", _TYPES[value]))
    return [replace(element, attrs=tuple(attrs))]


def _contents(book: Book) -> Markup:
    entries = [entry for chapter in book.chapters for entry in nest_headings(_toc_lines(chapter))]
    if book.names:
        entries.append(TocEntry(Heading("names.xhtml", 0, book.say("editions.names"), book.frame), []))
    return book.render("export/epub-contents", title=book.say("editions.contents"), entries=entries)


def _names(book: Book) -> Markup:
    """The index of names: of a book of many, the articles; of one article, its places by number."""
    titles = {chapter.id: chapter.listed for chapter in book.chapters}
    entries = []
    for name in book.names:
        if book.whole:
            first = {place.chapter: place for place in reversed(name.places)}
            shown = [(first[id_], title) for id_, title in titles.items() if id_ in first]
        else:
            shown = [(place, book.say.number(number)) for number, place in enumerate(name.places, 1)]
        entries.append((name, [(f"{at.chapter}.xhtml#{at.key}", words) for at, words in shown]))
    return book.render("export/epub-names", title=book.say("editions.names"), entries=entries)


def _toc_lines(chapter: Chapter) -> Iterator[Heading]:
    """A chapter and its headings with their addresses, each below those that it belongs to."""
    page = f"{chapter.id}.xhtml"
    yield Heading(page, 0, chapter.listed, chapter.lang)
    for heading in chapter.headings:
        yield replace(heading, key=f"{page}#{heading.key}")
