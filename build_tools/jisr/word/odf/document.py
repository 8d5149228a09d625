"""Text documents (.odt), as LibreOffice, Word and Google Docs write them, to what their author sees."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

from jisr.model.private import count_letters
from jisr.word.odf.styles import OdfLists, OdfStyles
from jisr.word.package import Package
from jisr.word.text import (
    LeftOut,
    ListPlace,
    Paragraph,
    Picture,
    Span,
    Table,
    WordText,
    find_paragraphs,
    lay_out,
)
from jisr.word.xml_names import child, local, value

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_CONTENTS = frozenset(
    {
        "table-of-content",
        "alphabetical-index",
        "illustration-index",
        "table-index",
        "object-index",
        "user-index",
        "bibliography",
    }
)
_WRAPS = frozenset(
    {"section", "index-body", "numbered-paragraph"}
    | {"ruby", "ruby-base", "meta", "meta-field", "p", "h", "span"}
)
_SHAPES = frozenset({"custom-shape", "rect", "ellipse", "circle", "polygon", "path", "line", "g", "control"})
_BESIDE = frozenset({"note", "frame", *_SHAPES})  # no words, but what holds some
_UNSEEN = frozenset({"annotation-end", "note-citation", "ruby-text", "script"})
_SIGNS = {"s": " ", "tab": "\t", "line-break": "\n"}
_NUMBERS = frozenset({"page-number", "page-count", "page-continuation"})
_REMEDIES = {
    "inserted": ("tracked changes are accepted (insertions: {n})", "settle them to be sure of each"),
    "deleted": ("tracked changes are accepted (deletions: {n})", "settle them to be sure of each"),
    "hidden": ("hidden words are left out ({n} letters)", "show them if readers are to see them"),
}
_PROPERTIES = {
    "initial-creator": "author",
    "creator": "last saved by",
    "printed-by": "printed by",
    "title": "title",
    "subject": "subject",
    "keyword": "keywords",
    "description": "description",
    "creation-date": "begun",
    "date": "last saved",
}


def read_odt(data: bytes, file: str) -> WordText:
    """What a text document says. Raises `JisrError` for one that cannot be read."""
    package = Package(data, file, ".odt")
    if b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise package.wrong("the file is locked by a password", "save it without the password")
    if "content.xml" not in package.names:
        raise package.wrong("the file has no text of a word processor")
    return _Odt(package).read()


@dataclass
class _Open:
    """The paragraph that is being read."""

    place: int
    spans: list[Span] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)


@dataclass(frozen=True)
class _Inside:
    """What holds for words where they stand: their looks, and where they lead."""

    styles: tuple[str, ...]
    href: str = ""


class _Odt:
    def __init__(self, package: Package) -> None:
        self.package = package
        self.left_out = LeftOut(package.file)
        self.styles = OdfStyles(package)
        self.lists = OdfLists(package)
        self.notes: dict[str, tuple[Paragraph, ...]] = {}
        self.counts = {"footnote": 0, "endnote": 0}
        self.place = 0

    def read(self) -> WordText:
        elements = self.package.children("content.xml", f"{_OFFICE}text")
        items = tuple(self._blocks(elements, None))
        for words in self.styles.page_words():
            self.left_out.add("page", 0, words)
        if any(
            name.startswith("Basic/") and name.endswith(".xml") and "script-l" not in name
            for name in self.package.names
        ):
            self.left_out.add("macros", 0)
        findings = self.left_out.findings(_REMEDIES)
        return WordText(items, self.notes, findings, self._properties(), self.package.read)

    def _properties(self) -> Mapping[str, str]:
        if "meta.xml" not in self.package.names:
            return {}
        said = self.package.parse("meta.xml").iter()
        return {
            _PROPERTIES[local(one)]: " ".join((one.text or "").split())
            for one in said
            if local(one) in _PROPERTIES and (one.text or "").strip()
        }

    # --- blocks ---

    def _blocks(self, elements: Iterable[Element], point: ListPlace | None) -> Iterator[Paragraph | Table]:
        for element in elements:
            name = local(element)
            if name in ("p", "h"):
                yield from self._paragraph(element, point)
                point = None
            elif name == "list":
                yield from self._list(element, 0, value(element, "style-name"))
            elif name == "table":
                yield from self._table(element)
            elif name == "tracked-changes":
                self._count_changes(element)
            elif name in _CONTENTS:
                words = " | ".join(
                    "".join(p.itertext()) for p in element.iter() if local(p) == "p" and p.tag.endswith("}p")
                )
                self.left_out.add("contents", self.place, words)
            elif _is_hidden(element):
                self.left_out.add("unseen", self.place)
            elif name in ("frame", "annotation", *_SHAPES):
                opened = _Open(self.place)
                self._inline(element, opened, _Inside(()))
                if opened.spans:
                    yield Paragraph(tuple(opened.spans), self.place)
                for box in opened.boxes:
                    yield from self._blocks(box, None)
            elif name in _WRAPS:
                yield from self._blocks(element, point)

    def _count_changes(self, element: Element) -> None:
        for region in element:
            for change in region:
                self.left_out.add("deleted" if local(change) == "deletion" else "inserted", 0)

    def _paragraph(self, element: Element, point: ListPlace | None) -> Iterator[Paragraph | Table]:
        self.place += 1
        opened = _Open(self.place)
        style = value(element, "style-name")
        if _hides_paragraph(element):
            self.left_out.add("hidden", self.place, count=count_letters("".join(element.itertext())))
            return
        self._words(element, opened, _Inside((style,)))
        role, level = self.styles.role(style)
        outline = value(element, "outline-level")
        if local(element) == "h" and role != "title":
            role, level = "heading", int(outline) if outline.isdecimal() else max(level, 1)
        if any(span.text.strip() or span.note or span.picture for span in opened.spans):
            spans = tuple(self._plain(span, style) if role else span for span in opened.spans)
            is_centred = self.styles.is_centred(style)
            if not role and not point and self.styles.is_indented(style):
                role = "quote"
            yield Paragraph(spans, self.place, role, level, point, is_centred, tuple(opened.names))
        for box in opened.boxes:
            yield from self._blocks(box, None)

    def _plain(self, span: Span, style: str) -> Span:
        """Words without the looks that the style of a heading or a quotation gives all of it."""
        return replace(span, look=span.look - self.styles.look((style,)))

    def _list(
        self, element: Element, depth: int, style: str, goes_on: bool = False
    ) -> Iterator[Paragraph | Table]:
        """The points of a list; one below a point without words goes on from the one before (`goes_on`)."""
        style = value(element, "style-name") or style
        goes_on |= value(element, "continue-numbering") == "true" or bool(value(element, "continue-list"))
        if not goes_on:
            self.lists.restart(style, depth)
        for item in element:
            if local(item) == "list-header":
                yield from self._blocks(item, None)
                continue
            point: ListPlace | None = None
            inside = [one for one in item if local(one) != "list"]
            if has_words := any("".join(one.itertext()).strip() or len(one) for one in inside):
                point = self.lists.place(style, depth, value(item, "start-value"))
            yield from self._blocks(inside, point)
            for one in item:
                if local(one) == "list":
                    yield from self._list(one, depth + 1, style, goes_on and not has_words)

    # --- tables ---

    def _table(self, element: Element) -> Iterator[Paragraph | Table]:
        place = self.place + 1
        rows: list[list[tuple[Paragraph | Table, ...]]] = []
        for row in element.iter():
            if local(row) != "table-row" or _is_nested(element, row):
                continue
            cells: list[tuple[Paragraph | Table, ...]] = []
            for cell in row:
                if local(cell) not in ("table-cell", "covered-table-cell"):
                    continue
                inside = tuple(self._blocks(cell, None))
                repeated = value(cell, "number-columns-repeated")
                cells += [inside] * (min(int(repeated), 100) if repeated.isdecimal() and not inside else 1)
            rows.append(cells)
        width = max((len(row) - _trailing(row) for row in rows), default=0)
        whole = [(*row, *((),) * width)[:width] for row in rows if any(row)]
        is_bare, is_turned = self.styles.is_bare(element), self.styles.is_turned(element)
        yield from lay_out(whole, place, self.left_out, is_bare=is_bare, is_turned=is_turned)

    # --- words ---

    def _words(self, element: Element, opened: _Open, inside: _Inside) -> None:
        self._put(element.text, opened, inside)
        for one in element:
            self._inline(one, opened, inside)
            self._put(one.tail, opened, inside)

    def _inline(self, one: Element, opened: _Open, inside: _Inside) -> None:
        match local(one):
            case _ if _is_hidden(one):
                self.left_out.add("hidden", opened.place, count=count_letters("".join(one.itertext())))
            case name if name in _BESIDE and self.styles.is_hidden(inside.styles):
                self.left_out.add("unseen", opened.place)
            case "s" | "tab" | "line-break" as name:
                count = value(one, "c")
                sign = _SIGNS[name] * (min(int(count), 50) if count.isdecimal() else 1)
                self._put(sign, opened, inside, is_typed=True)
            case "a":
                self._words(one, opened, replace(inside, href=value(one, "href")))
            case "bookmark" | "bookmark-start":
                opened.names.append(value(one, "name"))
            case "note":
                self._note(one, opened)
            case "annotation":
                self.left_out.add("comments", opened.place)
            case name if name in _NUMBERS:
                self.left_out.add("number", opened.place, one.text or "")
            case name if name == "frame" or name in _SHAPES:
                self._drawing(one, opened, inside)
            case "span":
                self._words(one, opened, replace(inside, styles=(*inside.styles, value(one, "style-name"))))
            case name if name not in _UNSEEN:
                self._words(one, opened, inside)

    def _put(self, words: str | None, opened: _Open, inside: _Inside, *, is_typed: bool = False) -> None:
        if not words:
            return
        if not is_typed:  # line ends in the file are blanks
            words = "".join(" " if c in "\n\t\r" else c for c in words)
        if self.styles.is_hidden(inside.styles):
            self.left_out.add("hidden", opened.place, count=count_letters(words))
            return
        size = self.styles.size(inside.styles)
        opened.spans.append(Span(words, self.styles.look(inside.styles), inside.href, size=size))

    def _note(self, element: Element, opened: _Open) -> None:
        kind = "endnote" if value(element, "note-class") == "endnote" else "footnote"
        self.counts[kind] += 1
        label = f"{'e' * (kind == 'endnote')}{self.counts[kind]}"
        body = child(element, "note-body")
        place = self.place
        self.notes[label] = tuple(find_paragraphs(self._blocks(body if body is not None else (), None)))
        self.place = place
        opened.spans.append(Span("", note=label))

    def _drawing(self, element: Element, opened: _Open, inside: _Inside) -> None:
        if local(element) in _SHAPES:
            self.left_out.add("object", opened.place)
            opened.boxes.append(element)
            return
        words = " ".join(filter(None, (_text_of(element, "desc") or _text_of(element, "title"),)))
        is_known = False
        for one in element:
            address = value(one, "href").removeprefix("./")
            if local(one) == "image" and not is_known and address:
                is_known = True
                if address in self.package.names:
                    opened.spans.append(Span("", href=inside.href, picture=Picture(address, words)))
                else:
                    self.left_out.add("elsewhere", opened.place, address)
            elif local(one) == "text-box":
                is_known = True
                opened.boxes.append(one)
        if not is_known:
            self.left_out.add("object", opened.place, words)


def _text_of(element: Element, name: str) -> str:
    found = child(element, name)
    return "" if found is None else " ".join((found.text or "").split())


def _is_nested(table: Element, row: Element) -> bool:
    return any(
        row in set(inner.iter()) for inner in table.iter() if inner is not table and local(inner) == "table"
    )


def _is_hidden(element: Element) -> bool:
    """Whether an author, or a condition that holds, keeps an element from the page."""
    return value(element, "display") == "none" or value(element, "is-hidden") == "true"


def _hides_paragraph(element: Element) -> bool:
    """Whether a field keeps the paragraph that it stands in from the page."""
    return any(
        _is_hidden(one)
        if local(one) == "hidden-paragraph"
        else local(one) in ("span", "a") and _hides_paragraph(one)
        for one in element
    )


def _trailing(row: list[tuple[Paragraph | Table, ...]]) -> int:
    return next((n for n, cell in enumerate(reversed(row)) if cell), len(row))
