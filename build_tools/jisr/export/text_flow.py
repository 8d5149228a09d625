"""Chapters as a flow of lines and tables, which is how word processors know a text."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import PurePosixPath

from jisr.export.book import Book, Chapter
from jisr.export.images import SCHEME
from jisr.markup.html import Element, Node, elements

_SHOWN = frozenset({".png", ".jpg", ".jpeg", ".gif"})  # that every word processor shows
_LOOKS = {
    **dict.fromkeys(("b", "strong", "th"), "bold"),
    **dict.fromkeys(("i", "em", "cite", "dfn", "var"), "italic"),
    **dict.fromkeys(("u", "ins"), "underline"),
    **dict.fromkeys(("s", "del"), "strike"),
    "sup": "sup",
    "sub": "sub",
}
_BLOCKS = frozenset(
    {
        "p",
        "div",
        "section",
        "header",
        "footer",
        "aside",
        "ul",
        "ol",
        "li",
        "blockquote",
        "figure",
        "figcaption",
    }
    | {"h1", "h2", "h3", "h4", "h5", "h6", "pre", "dl", "dt", "dd", "hr", "nav", "article", "main"}
)
_STYLES = {
    "blockquote": "quote",
    "figcaption": "caption",
    "footer": "small",
    "aside": "notice",
    "pre": "code",
}
_GAP = "\u00a0" * 4  # between the halves of a verse
_DOTS_PER_INCH, _WIDEST = 96, 6.3  # inches


@dataclass(frozen=True)
class Run:
    """Words that look alike; or a note's number, or a picture by its path below `docs/`."""

    text: str
    looks: frozenset[str] = frozenset()
    rtl: bool = False
    href: str = ""
    note: str = ""
    picture: str = ""


@dataclass(frozen=True)
class Line:
    """A paragraph: `style` is body, title, h2 to h6, quote, point, caption, notice, small or code."""

    runs: tuple[Run, ...]
    style: str = "body"
    rtl: bool = False
    depth: int = 0  # of a point, from 1
    id: str = ""  # what links in the text lead to


@dataclass(frozen=True)
class Grid:
    """A table: rows of cells, each a line."""

    rows: tuple[tuple[Line, ...], ...]
    rtl: bool


@dataclass(frozen=True)
class Flow:
    """A chapter: its lines and tables, its notes by name, and what is said at the head of each page."""

    items: tuple[Line | Grid, ...]
    notes: Mapping[str, tuple[Run, ...]]
    head: str
    rtl: bool


def make_flows(book: Book) -> list[Flow]:
    """The chapters of a book, before them its title where it has several."""
    flows = [_flow(book, chapter) for chapter in book.chapters]
    if book.whole:
        rtl = book.dir == "rtl"
        words = (book.title, book.publication, book.about, book.revision)
        lines = [
            Line((Run(one, rtl=rtl),), "small" if n else "title", rtl) for n, one in enumerate(words) if one
        ]
        flows.insert(0, Flow(tuple(lines), {}, "", rtl))
    return flows


def _flow(book: Book, chapter: Chapter) -> Flow:
    reader = _Reader(book.files)
    reader.collect_notes(chapter.nodes)
    rtl = book.dir == "rtl"
    reader.read(chapter.nodes, _Around(rtl=rtl, line_rtl=rtl))
    reader.flush()
    head = " · ".join(filter(None, (chapter.title, chapter.state, book.publication)))
    return Flow(tuple(reader.items), reader.notes, head, rtl)


@dataclass(frozen=True)
class _Around:
    """What holds for words where they stand; `line_rtl` for the line that they are on."""

    style: str = "body"
    rtl: bool = False
    line_rtl: bool = False
    looks: frozenset[str] = frozenset()
    href: str = ""
    depth: int = 0


@dataclass
class _Reader:
    files: Mapping[str, bytes]
    items: list[Line | Grid] = field(default_factory=list)
    notes: dict[str, tuple[Run, ...]] = field(default_factory=dict)
    runs: list[Run] = field(default_factory=list)
    now: _Around = field(default_factory=_Around)
    id: str = ""
    label: str = ""

    def collect_notes(self, nodes: Iterable[Node]) -> None:
        for node in nodes:
            if isinstance(node, Element):
                if node.get("role") == "doc-endnotes":
                    for item in (one for one in elements(node.children) if one.tag == "li"):
                        inner = _Reader(self.files)
                        rtl = node.get("dir") == "rtl"
                        inner.read(item.children, _Around(rtl=rtl, line_rtl=rtl))
                        inner.flush()
                        lines = [one for one in inner.items if isinstance(one, Line)]
                        self.notes[item.get("id")] = tuple(_joined(lines))
                else:
                    self.collect_notes(node.children)

    def read(self, nodes: Iterable[Node], around: _Around) -> None:
        for node in nodes:
            if isinstance(node, str):
                self._words(node, around)
            elif node.get("role") not in ("doc-endnotes", "doc-backlink"):
                self._element(node, around)

    def _element(self, node: Element, around: _Around) -> None:
        if said := node.get("dir"):
            around = replace(around, rtl=said == "rtl")
        if node.tag in _BLOCKS:
            around = replace(around, line_rtl=around.rtl)
        if self.runs and "jisr-poem__verse" in node.get("class"):
            self._put(Run("\n", rtl=around.rtl), around)
        elif self.runs and "jisr-poem__half" in node.get("class") and not self.runs[-1].text.endswith("\n"):
            self._put(Run(_GAP, rtl=around.rtl), around)
        if look := _LOOKS.get(node.tag):
            around = replace(around, looks=around.looks | {look})
        if node.get("role") == "doc-noteref" and node.get("href")[1:] in self.notes:
            self._put(Run("", note=node.get("href")[1:]), around)
        elif node.tag == "br":
            self._put(Run("\n", rtl=around.rtl), around)
        elif node.tag == "img":
            self._image(node, around)
        elif node.tag == "a":
            self.read(node.children, replace(around, href=node.get("href")))
        elif node.tag == "table":
            self.flush()
            self._table(node, around)
        elif node.tag in _BLOCKS:
            self._block(node, around)
        else:
            self.read(node.children, around)

    def _block(self, node: Element, around: _Around) -> None:
        self.flush()
        style = "title" if node.tag == "h1" else node.tag if re.fullmatch("h[2-6]", node.tag) else ""
        around = replace(around, style=style or _STYLES.get(node.tag, around.style))
        self.id = node.get("id") or self.id
        if node.tag in ("ul", "ol"):
            self._list(node, replace(around, depth=around.depth + 1))
        elif node.tag == "hr":
            self._put(Run("* * *", rtl=around.rtl), around)
        else:
            self.read(node.children, around)
        self.flush()

    def _list(self, node: Element, around: _Around) -> None:
        number = 0
        has_marks = "byline" not in node.get("class")
        lettered = "points--lettered" in node.get("class")
        for item in (one for one in node.children if isinstance(one, Element)):
            number = int(item.get("value")) if item.get("value").isdecimal() else number + 1
            self.flush()
            self.label = f"{number}." if node.tag == "ol" else "" if lettered or not has_marks else "•"
            inner = replace(around, style="point") if has_marks else replace(around, style="small", depth=0)
            self.id = item.get("id") or self.id
            self._element(replace(item, tag="div"), inner)

    def _table(self, node: Element, around: _Around) -> None:
        rows: list[tuple[Line, ...]] = []
        for row in (one for one in elements([node]) if one.tag == "tr"):
            cells = []
            for cell in (one for one in row.children if isinstance(one, Element)):
                inner = _Reader(self.files, notes=self.notes)
                looks = around.looks | ({"bold"} if cell.tag == "th" else set())
                inner.read(cell.children, replace(around, looks=frozenset(looks), style="body", depth=0))
                inner.flush()
                lines = [one for one in inner.items if isinstance(one, Line)]
                cells.append(Line(tuple(_joined(lines)), rtl=around.rtl))
            rows.append(tuple(cells))
        width = max(map(len, rows), default=0)
        if width:
            empty = Line((), rtl=around.rtl)
            self.items.append(Grid(tuple((*row, *(empty,) * (width - len(row))) for row in rows), around.rtl))

    def _image(self, node: Element, around: _Around) -> None:
        path = node.get("src").removeprefix(SCHEME)
        if PurePosixPath(path).suffix.lower() in _SHOWN and path in self.files:
            self._put(Run(node.get("alt"), picture=path), around)
        else:
            self._words(node.get("alt"), around)

    def _words(self, text: str, around: _Around) -> None:
        words = text if around.style == "code" else re.sub(r"[ \t\r\n]+", " ", text)
        self._put(Run(words, around.looks, around.rtl, around.href), around)

    def _put(self, run: Run, around: _Around) -> None:
        if not self.runs:
            self.now = around
        self.runs.append(run)

    def flush(self) -> None:
        """End the line that is being read, if there is anything on it."""
        runs = _trimmed(self.runs)
        self.runs = []
        if not runs:
            return
        now = self.now
        if self.label and now.style == "point":
            runs = [Run(self.label + "\t", rtl=now.line_rtl), *runs]
        self.items.append(Line(tuple(runs), now.style, now.line_rtl, now.depth, self.id))
        self.id = self.label = ""


def _trimmed(runs: Sequence[Run]) -> list[Run]:
    """Runs without blanks at both ends of the line, and at its breaks."""
    made: list[Run] = []
    for run in runs:
        at_start = not made or made[-1].text.endswith((" ", "\n"))
        text = run.text.lstrip(" ") if at_start and not run.picture else run.text
        if text or run.note or run.picture:
            made.append(replace(run, text=text))
    while made and not made[-1].text.strip(" \n") and not (made[-1].note or made[-1].picture):
        made.pop()
    if made and not made[-1].picture:
        made[-1] = replace(made[-1], text=made[-1].text.rstrip(" \n"))
    return made


def _joined(lines: Sequence[Line]) -> Iterator[Run]:
    """Several lines as one, with breaks between them."""
    for n, line in enumerate(lines):
        if n:
            yield Run("\n", rtl=line.rtl)
        yield from line.runs


def picture_size(data: bytes) -> tuple[float, float]:
    """Width and height of a picture on paper, in inches."""
    from PIL import Image

    with Image.open(BytesIO(data)) as image:
        width, height = (side / _DOTS_PER_INCH for side in image.size)
    scale = min(1.0, _WIDEST / width)
    return width * scale, height * scale
