"""A book as EPUB 3: XHTML in a ZIP whose bytes depend on nothing but the book.

No fonts are in it: readers of e-books choose their own, and all devices that are sold where Arabic is read
have Arabic ones. It has no scripts, and asks for nothing that is not in it.
"""

import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from importlib import resources
from io import BytesIO
from pathlib import PurePosixPath

from jisr.export.book import Book, Chapter
from jisr.export.images import SCHEME, media_type
from jisr.export.xhtml import serialise_xml
from jisr.markup.html import Element, Node, el
from jisr.site.common.context import DIR, OTHER

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first day that ZIP knows
_UNKNOWN = "1970-01-01"  # EPUB asks for a day of change; this one nobody takes for the truth
_OPS = "http://www.idpf.org/2007/ops"
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
    files: dict[str, str | bytes] = {
        "META-INF/container.xml": _CONTAINER,
        "EPUB/package.opf": _package(book, names.values()),
        "EPUB/nav.xhtml": _navigation(book),
        "EPUB/style.css": resources.files("jisr").joinpath("export/epub.css").read_text("utf-8"),
        "EPUB/title.xhtml": _title_page(book),
        **{f"EPUB/{c.id}.xhtml": _chapter(book, c, names) for c in book.chapters},
        **{f"EPUB/{name}": book.files[path] for path, name in names.items()},
    }
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        # what the file is must stand at its beginning, to be read without unpacking
        archive.writestr(zipfile.ZipInfo("mimetype", _EPOCH), "application/epub+zip")
        for name, data in sorted(files.items()):
            info = zipfile.ZipInfo(name, _EPOCH)
            info.create_system = 3  # otherwise the value depends on the system
            archive.writestr(info, data, zipfile.ZIP_DEFLATED, 9)
        archive.comment = book.key.encode()
    return out.getvalue()


# --- pages -------------------------------------------------------------------------------------------------


def _page(book: Book, title: str, *nodes: Node, kind: str = "") -> str:
    lang = book.frame
    head = el("head", el("title", title), el("link", rel="stylesheet", type="text/css", href="style.css"))
    given = (("epub:type", kind), ("class", book.list_class))
    body = Element("body", tuple((name, value) for name, value in given if value), nodes)
    attrs = (
        ("xmlns", "http://www.w3.org/1999/xhtml"),
        ("xmlns:epub", _OPS),
        *(("lang", lang), ("xml:lang", lang), ("dir", DIR[lang])),
    )
    document = serialise_xml(Element("html", attrs, (head, body)))
    return f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n{document}\n'


def _chapter(book: Book, chapter: Chapter, names: dict[str, str]) -> str:
    nodes = tuple(_to_xml(chapter.nodes, names))
    return _page(book, chapter.title, Element("section", (("epub:type", "chapter"),), nodes))


def _to_xml(nodes: Iterable[Node], names: dict[str, str]) -> Iterator[Node]:
    """The tree with what XHTML and EPUB want beside HTML: `xml:lang`, `epub:type`, paths of images."""
    for node in nodes:
        if isinstance(node, str):
            yield node
            continue
        attrs = []
        for name, value in node.attrs:
            attrs.append((name, names[value.removeprefix(SCHEME)] if name == "src" else value))
            if name == "lang":
                attrs.append(("xml:lang", value))
            elif name == "role" and value in _TYPES:
                attrs.append(("epub:type", _TYPES[value]))
        yield replace(node, attrs=tuple(attrs), children=tuple(_to_xml(node.children, names)))


def _title_page(book: Book) -> str:
    parts: list[Node] = [el("h1", book.title)]
    other = OTHER[book.frame]
    if there := book.titles.get(other):
        parts.append(Element("p", (("lang", other), ("xml:lang", other), ("dir", DIR[other])), (there,)))
    parts += [el("p", name) for name in book.authors]
    if not book.whole:
        parts.append(el("p", book.publication))
    parts.append(el("p", book.about, class_="about"))
    parts.append(el("p", book.say("cite.revision", revision=book.revision)))
    if book.address:
        parts.append(el("p", el("a", el("bdi", book.address, dir="ltr"), href=book.address)))
    section = Element("section", (("epub:type", "titlepage"), ("class", "titlepage")), tuple(parts))
    return _page(book, book.title, section, kind="frontmatter")


def _navigation(book: Book) -> str:
    say = book.say
    entries = [_toc_entry(chapter) for chapter in book.chapters]
    toc = Element(
        "nav",
        (("epub:type", "toc"), ("role", "doc-toc"), ("id", "toc")),
        (el("h1", say("editions.contents")), el("ol", *entries)),
    )
    first = book.chapters[0].id
    marks = (("toc", "nav.xhtml#toc", "editions.contents"), ("bodymatter", f"{first}.xhtml", "editions.text"))
    items = [
        el("li", Element("a", (("epub:type", kind), ("href", href)), (say(name),)))
        for kind, href, name in marks
    ]
    landmarks = Element("nav", (("epub:type", "landmarks"), ("hidden", "hidden")), (el("ol", *items),))
    return _page(book, say("editions.contents"), toc, landmarks)


def _toc_entry(chapter: Chapter) -> Node:
    """A chapter in the table of contents, its headings below it, each below those that it belongs to."""
    rows: list[list[Node]] = [[]]  # what stands at each depth of the branch that is being built
    levels: list[int] = []
    page = f"{chapter.id}.xhtml"

    def close() -> None:
        levels.pop()
        inner = rows.pop()
        last = rows[-1][-1]
        assert isinstance(last, Element)
        if inner:
            rows[-1][-1] = replace(last, children=(*last.children, el("ol", *inner)))

    for heading in chapter.headings:
        while levels and levels[-1] >= heading.level:
            close()
        name = el("span", heading.text, lang=heading.lang, dir=DIR[heading.lang])
        rows[-1].append(el("li", el("a", name, href=f"{page}#{heading.key}")))
        rows.append([])
        levels.append(heading.level)
    while levels:
        close()
    name = el("span", chapter.title, lang=chapter.lang, dir=DIR[chapter.lang])
    return el("li", el("a", name, href=page), el("ol", *rows[0]) if rows[0] else None)


# --- what is said of the book ------------------------------------------------------------------------------


def _package(book: Book, images: Iterable[str]) -> str:
    pages = [
        ("nav", "nav.xhtml"),
        ("front", "title.xhtml"),
        *((c.id, f"{c.id}.xhtml") for c in book.chapters),
    ]
    items = [
        el("item", id=id_, href=href, media_type="application/xhtml+xml", properties=_property(id_))
        for id_, href in pages
    ]
    items.append(el("item", id="style", href="style.css", media_type="text/css"))
    items += [
        el("item", id=f"i{n}", href=name, media_type=media_type(name)) for n, name in enumerate(images, 1)
    ]
    spine = [el("itemref", idref=id_) for id_ in ("front", "nav", *(c.id for c in book.chapters))]
    attrs = (
        ("xmlns", "http://www.idpf.org/2007/opf"),
        *(("version", "3.0"), ("unique-identifier", "id"), ("xml:lang", book.frame), ("dir", book.dir)),
    )
    package = Element(
        "package",
        attrs,
        (
            Element("metadata", (("xmlns:dc", "http://purl.org/dc/elements/1.1/"),), tuple(_metadata(book))),
            el("manifest", *items),
            el("spine", *spine, page_progression_direction=book.dir),
        ),
    )
    return f'<?xml version="1.0" encoding="utf-8"?>\n{serialise_xml(package)}\n'


def _property(id_: str) -> str | None:
    return "nav" if id_ == "nav" else None


def _metadata(book: Book) -> Iterator[Node]:
    yield el("dc:identifier", book.id, id="id")
    yield el("dc:title", book.title, id="title")
    other = OTHER[book.frame]
    if there := book.titles.get(other):
        attrs = (("refines", "#title"), ("property", "alternate-script"), ("xml:lang", other))
        yield Element("meta", attrs, (there,))
    for lang in book.langs:
        yield el("dc:language", lang)
    for n, (name, names) in enumerate(book.authors.items(), 1):
        yield el("dc:creator", name, id=f"by{n}")
        yield _refines(f"by{n}", "role", "aut", "marc:relators")
        if there := names.get(other, ""):
            attrs = (("refines", f"#by{n}"), ("property", "alternate-script"), ("xml:lang", other))
            yield Element("meta", attrs, (there,))
    for n, name in enumerate(book.translators, 1):
        credit = book.say("article.translated_by_machine", origin=name)
        yield el("dc:contributor", credit, id=f"tr{n}")
        yield _refines(f"tr{n}", "role", "trl", "marc:relators")
    yield el("dc:publisher", book.publication)
    yield el("dc:description", book.about)
    yield el("dc:rights", book.rights)
    if book.published:
        yield el("dc:date", book.published)
    if book.address:
        yield el("dc:source", book.address)
    for topic in book.topics:
        yield el("dc:subject", topic)
    yield el("meta", f"{book.day or _UNKNOWN}T00:00:00Z", property="dcterms:modified")
    yield el("meta", book.revision, property="schema:version")
    yield from _accessibility(book)


def _refines(id_: str, name: str, value: str, scheme: str) -> Node:
    return el("meta", value, refines=f"#{id_}", property=name, scheme=scheme)


def _accessibility(book: Book) -> Iterator[Node]:
    features = ["structuralNavigation", "tableOfContents", "readingOrder", "displayTransformability"]
    if book.files:
        yield el("meta", "visual", property="schema:accessMode")
        features.append("alternativeText")
    yield el("meta", "textual", property="schema:accessMode")
    yield el("meta", "textual", property="schema:accessModeSufficient")
    for feature in features:
        yield el("meta", feature, property="schema:accessibilityFeature")
    yield el("meta", "none", property="schema:accessibilityHazard")
    yield el("meta", book.say("editions.accessibility"), property="schema:accessibilitySummary")
