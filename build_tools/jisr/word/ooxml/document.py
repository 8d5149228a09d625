"""Word files (.docx), as Word, LibreOffice and Google Docs write them, to what their author sees.

Tracked changes are accepted; comments, hidden words, codes of fields, tables of contents, heads and feet of
pages are left out and named, or counted where they are nobody else's business.
"""

from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from jisr.lang.units import split_units
from jisr.word.ooxml.lists import Lists
from jisr.word.ooxml.parts import Relations, find_properties, main_part
from jisr.word.ooxml.runs import RunReader, Shown, choose, is_placeholder
from jisr.word.ooxml.styles import Styles, is_centred, is_indented
from jisr.word.package import Package
from jisr.word.text import LeftOut, ListPlace, Paragraph, Span, Table, WordText, find_paragraphs, lay_out
from jisr.word.xml_names import child, is_on, local, value

_WRAPS = frozenset({"ins", "moveTo", "customXml", "smartTag", "sdtContent", "Choice", "body", "txbxContent"})
_REMEDIES = {
    "inserted": ("tracked changes are accepted (insertions: {n})", "settle them in Word to be sure of each"),
    "deleted": (
        "tracked changes are accepted (deletions: {n})",
        "settle them in Word to be sure of each",
    ),
    "hidden": ("hidden words are left out ({n} letters)", "show them in Word if readers are to see them"),
    "sign": ("signs of a font of pictures are left out ({n})", "write what they mean"),
    "formula": ("formulas are kept as their letters ({n})", "put a complex one in as a picture (PNG)"),
    "field": ("fields without a text are left out ({n})", "write in the text what they show"),
    "placeholder": ("places that nobody filled in are left out ({n})", "write the text in their place"),
    "turned": ("a direction that was forced upon words is not kept ({n})", "see that they read rightly"),
}


def read_docx(data: bytes, file: str) -> WordText:
    """What a Word file says. Raises `JisrError` for one that cannot be read."""
    return _Docx(Package(data, file, ".docx")).read()


class _Docx:
    """Reads one file; what is found grows."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.left_out = LeftOut(package.file)
        self.main = main_part(package)
        self.relations = Relations(package, self.main)
        self.styles = Styles(package, self.relations.of_type("styles"))
        self.lists = Lists(package, self.relations.of_type("numbering"))
        self.runs = RunReader(self.styles, self.left_out)
        self.place = 0
        self.joined: tuple[Span, ...] = ()  # of a paragraph without an end of its own: it goes on in the next
        self.names: list[str] = []  # by which links call what comes next

    def read(self) -> WordText:
        self.runs.relations = self.relations
        items = tuple(self._blocks(self.package.children(self.main, "body")))
        if self.joined:
            items = (*items, Paragraph(self.joined, self.place))
        notes = dict(self._notes())
        self._tell_rest()
        return WordText(
            items,
            notes,
            self.left_out.findings(_REMEDIES),
            find_properties(self.package),
            self.package.read,
        )

    # --- blocks ---

    def _blocks(self, elements: Iterable[Element]) -> Iterator[Paragraph | Table]:
        for element in elements:
            name = local(element)
            if name == "p":
                yield from self._paragraph(element)
            elif name == "tbl":
                yield from self._table(element)
            elif name in ("del", "moveFrom"):
                self.runs.delete(element, self.place)
            elif name == "sdt":
                yield from self._framed(element)
            elif name in _WRAPS:
                yield from self._blocks(element)
            elif name == "AlternateContent":
                yield from self._blocks(choose(element))
            elif name == "bookmarkStart":
                self.names.append(value(element, "name"))
            elif name == "altChunk":
                self.left_out.add("object", self.place)

    def _framed(self, element: Element) -> Iterator[Paragraph | Table]:
        """What stands in a frame for programs."""
        inside = child(element, "sdtContent")
        if inside is None:
            return
        if _is_contents(element):
            self.left_out.add("contents", self.place, " ".join(map(_words, inside)))
        elif is_placeholder(element):
            self.left_out.add("placeholder", self.place, _words(inside))
        else:
            yield from self._blocks(inside)

    def _paragraph(self, element: Element) -> Iterator[Paragraph | Table]:
        self.place += 1
        properties = child(element, "pPr")
        style = self.styles.get(value(child(properties, "pStyle"), "val") or self.styles.normal)
        shown = Shown(self.place, style)
        self.runs.read(element, shown)
        self.runs.end_paragraph(self.place)
        self.names += shown.names
        mark = child(properties, "rPr")
        is_deleted = child(mark, "del") is not None or child(mark, "moveFrom") is not None
        is_initial = value(child(properties, "framePr"), "dropCap") not in ("", "none")
        ends = not is_deleted and not is_initial
        if is_deleted:
            self.left_out.add("deleted", self.place)
        if child(mark, "ins") is not None:
            self.left_out.add("inserted", self.place)
        spans = (*self.joined, *shown.spans)
        self.joined = () if ends else spans
        if style.is_contents:
            self.left_out.add("contents", self.place, "".join(span.text for span in spans))
        elif ends and any(span.text.strip() or span.note or span.picture for span in spans):
            outline = value(child(properties, "outlineLvl"), "val")
            level = int(outline) + 1 if outline.isdecimal() and int(outline) < 9 else style.level
            point = self._point(properties, style.list, style.depth)
            is_quoted = is_indented(properties, style.indented) and not point and not level
            role = "heading" if level else style.role or ("quote" if is_quoted else "")
            yield Paragraph(
                spans,
                self.place,
                role,
                level,
                point,
                is_centred(properties, style.centred),
                tuple(self.names),
            )
            self.names = []
        for box in shown.boxes:
            yield from self._blocks(box)

    def _point(self, properties: Element | None, name: str, depth: int) -> ListPlace | None:
        number = child(properties, "numPr")
        name = value(child(number, "numId"), "val") or name
        said = value(child(number, "ilvl"), "val")
        return self.lists.place(name, int(said) if said.isdecimal() else depth)

    # --- tables ---

    def _table(self, element: Element) -> Iterator[Paragraph | Table]:
        place = self.place + 1
        rows: list[list[tuple[Paragraph | Table, ...]]] = []
        for row in _within(element, "tr"):
            about = child(row, "trPr")
            if child(about, "del") is not None:
                self.runs.delete(row, self.place)
            elif is_on(child(about, "hidden")):
                self.runs.hide(row, self.place)
            else:
                rows.append(self._row(row))
        width = max(map(len, rows), default=0)
        whole = [(*row, *((),) * (width - len(row))) for row in rows]
        properties = child(element, "tblPr")
        is_turned = is_on(child(properties, "bidiVisual"))
        yield from lay_out(whole, place, self.left_out, is_bare=_is_bare(properties), is_turned=is_turned)

    def _row(self, row: Element) -> list[tuple[Paragraph | Table, ...]]:
        before = value(child(child(row, "trPr"), "gridBefore"), "val")
        cells: list[tuple[Paragraph | Table, ...]] = [()] * _small(before, 0)
        for cell in _within(row, "tc"):
            properties = child(cell, "tcPr")
            merged = child(properties, "vMerge")
            if child(properties, "cellDel") is not None:
                self.runs.delete(cell, self.place)
                continue
            inside = tuple(self._blocks(cell))
            is_empty = merged is not None and value(merged, "val") != "restart" and not inside
            cells.append(() if is_empty else inside)
            cells += [()] * (_small(value(child(properties, "gridSpan"), "val"), 1) - 1)
        return cells

    # --- beside the text ---

    def _notes(self) -> Iterator[tuple[str, tuple[Paragraph, ...]]]:
        """The notes that are referred to, and those that nothing refers to and nobody deleted."""
        for kind in ("footnote", "endnote"):
            part = self.relations.of_type(f"{kind}s")
            if part not in self.package.names:
                continue
            self.runs.relations = Relations(self.package, part)
            for element in self.package.children(part, f"{kind}s"):
                number = value(element, "id")
                label = self.runs.labels.get((kind, number), "")
                if value(element, "type") or (not label and (kind, number) in self.runs.notes_out):
                    continue
                place = self.place
                paragraphs = tuple(find_paragraphs(self._blocks(element)))
                self.place = place
                if paragraphs:
                    yield label or f"{kind[0]}{number}-", paragraphs

    def _tell_rest(self) -> None:
        """Names what lies beside the text in the file."""
        part = self.relations.of_type("comments")
        if part in self.package.names:
            for _ in self.package.children(part, "comments"):
                self.left_out.add("comments", 0)
        for part in self.relations.all_of_type("header", "footer"):
            words = " ".join(" ".join(map(_words, self.package.children(part))).split())
            if any(not unit.isdecimal() for unit in split_units(words)):
                self.left_out.add("page", 0, words)
        if any(name.endswith("vbaProject.bin") for name in self.package.names):
            self.left_out.add("macros", 0)
        for address in self.relations.elsewhere:
            self.left_out.add("elsewhere", 0, address)


def _within(element: Element, name: str) -> Iterator[Element]:
    """The rows of a table, the cells of a row, also those within frames for programs."""
    for one in element:
        if local(one) == name:
            yield one
        elif local(one) in (*_WRAPS, "sdt"):
            yield from _within(one, name)


def _small(text: str, otherwise: int) -> int:
    return min(int(text), 100) if text.isdecimal() else otherwise


def _words(element: Element) -> str:
    """All words of an element, deleted and hidden ones aside."""
    name = local(element)
    if name in ("del", "moveFrom") or is_on(child(child(element, "rPr"), "vanish")):
        return ""
    own = (element.text or "") if name == "t" else " " if name in ("p", "tab", "br") else ""
    return own + "".join(map(_words, element))


def _is_contents(element: Element) -> bool:
    gallery = child(child(child(element, "sdtPr"), "docPartObj"), "docPartGallery")
    return value(gallery, "val") == "Table of Contents"


def _is_bare(properties: Element | None) -> bool:
    """Whether nothing draws lines around the cells of a table."""
    borders = child(properties, "tblBorders")
    if borders is None:
        return value(child(properties, "tblStyle"), "val") in ("", "TableNormal", "a1")
    return all(value(line, "val") in ("none", "nil") for line in borders)
