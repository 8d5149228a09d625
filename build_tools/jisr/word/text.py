"""The text of a file of a word processor: paragraphs, tables and notes, before they are Markdown."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from jisr.lang.arabic import is_mostly_arabic
from jisr.model.diagnostics import Finding, notice

Role = Literal["", "title", "heading", "quote", "caption", "subtitle"]
Look = Literal["bold", "italic", "underline", "strike", "sup", "sub"]

_ROLES: Mapping[str, Role] = {
    **dict.fromkeys(("title", "العنوان"), "title"),
    "subtitle": "subtitle",
    **dict.fromkeys(
        ("quote", "intense quote", "block text", "quotations", "block quotation", "اقتباس", "اقتباس مكثف"),
        "quote",
    ),
    **dict.fromkeys(("caption", "illustration", "figure", "تسمية توضيحية"), "caption"),
}
_HEADING = re.compile("(?:heading|(?:ال)?عنوان) ([1-9١-٩])")  # عنوان 1, in Arabic


@dataclass(frozen=True)
class Picture:
    """An image in the file: the name of its part (`""` for one that is not in it), and the words for it."""

    part: str
    words: str = ""


@dataclass(frozen=True)
class Span:
    """Words that look alike; `\\n` in them is a soft break. Or a note's number, or a picture."""

    text: str
    look: frozenset[Look] = frozenset()
    href: str = ""
    note: str = ""
    picture: Picture | None = None
    size: float = 0.0  # of the letters, in points; 0 where nothing says


@dataclass(frozen=True)
class ListPlace:
    """Where a paragraph stands in a list: how deep, and counted as what; `label` is "" for a bullet."""

    list: str
    depth: int = 0
    label: str = ""
    number: int = 0  # 0 for a bullet, and where the label is no number


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; `place` counts those of the file from 1. `role` is what its style calls it."""

    spans: tuple[Span, ...]
    place: int
    role: Role = ""
    level: int = 0  # of a heading, from 1
    point: ListPlace | None = None
    centred: bool = False
    names: tuple[str, ...] = ()  # by which links in the file call it

    @property
    def text(self) -> str:
        """Its words as they are."""
        return "".join(span.text for span in self.spans)

    @property
    def size(self) -> float:
        """The size of most of its letters."""
        sizes: dict[float, int] = {}
        for span in self.spans:
            sizes[span.size] = sizes.get(span.size, 0) + len(span.text.strip())
        return max(sizes, key=sizes.__getitem__, default=0.0)

    @property
    def is_bold(self) -> bool:
        """Whether all its words are bold."""
        said = [span for span in self.spans if span.text.strip()]
        return bool(said) and all("bold" in span.look for span in said)


@dataclass(frozen=True)
class Table:
    """Rows of cells of paragraphs, as many in each row: a cell that is joined to another is empty."""

    rows: tuple[tuple[tuple[Paragraph, ...], ...], ...]
    place: int
    is_bare: bool = False  # without lines around its cells


def role_of_style(name: str) -> tuple[Role, int]:
    """What paragraphs of a style are, by its name in lower case, and the level of a heading."""
    if heading := _HEADING.fullmatch(name):
        return "heading", int(heading[1])
    return _ROLES.get(name, ""), 0


def find_paragraphs(items: Iterable[Paragraph | Table]) -> Iterator[Paragraph]:
    """All paragraphs in their order, those of tables row by row."""
    for item in items:
        if isinstance(item, Table):
            yield from (paragraph for row in item.rows for cell in row for paragraph in cell)
        else:
            yield item


@dataclass(frozen=True)
class WordText:
    """All of a file: what stands in it in order, its notes by their labels, what is known of it besides.

    `properties` are what the file says of people and machines, by name; `read_part` gives a picture's bytes.
    """

    items: tuple[Paragraph | Table, ...]
    notes: Mapping[str, tuple[Paragraph, ...]]
    findings: tuple[Finding, ...]
    properties: Mapping[str, str]
    read_part: Callable[[str], bytes]


_REMEDIES = {
    "comments": ("comments are left out ({n})", "nothing needs doing"),
    "contents": ("a table of contents or an index is left out", "pages make their own"),
    "mirrored": (
        "the columns of a table ran from left to right, and are read from the right ({n})",
        "see that the first column is still the first; a table that runs from right to left is kept as it is",
    ),
    "unseen": (
        "hidden notes, pictures, boxes, rows or sections are left out ({n})",
        "show them if readers are to see them",
    ),
    "page": ("heads and feet of pages are left out", "what is to be read, put into the text"),
    "number": ("numbers of pages are left out ({n})", "nothing needs doing"),
    "macros": ("macros are ignored", "save the file without them"),
    "elsewhere": ("what lies elsewhere is not fetched ({n})", "put it into the file, or link to it"),
    "object": (
        "drawings and files within the file are left out ({n})",
        "save what is to be seen as a picture (PNG), and put that in",
    ),
}
"""What is said of what files of several programs have; each format has more of its own."""


@dataclass
class LeftOut:
    """What of a file does not come into the text, gathered and said once a kind."""

    file: str
    counts: dict[str, int] = field(default_factory=dict)
    words: dict[str, list[str]] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)

    def add(self, what: str, place: int, words: str = "", count: int = 1) -> None:
        """Once more; `words` are named, and are therefore nothing private."""
        self.counts[what] = self.counts.get(what, 0) + count
        self.places.setdefault(what, place)
        if words.strip():
            self.words.setdefault(what, []).append(" ".join(words.split()))

    def findings(self, own: Mapping[str, tuple[str, str]]) -> tuple[Finding, ...]:
        """A notice for each kind: its message, with `{n}` for how many, and what to do, `own` or common."""
        remedies = {**_REMEDIES, **own}
        return tuple(
            notice(
                "word",
                remedies[what][0].format(n=f"{count:,}"),
                self.file,
                self.places[what],
                " | ".join(dict.fromkeys(self.words.get(what, ()))),
                remedies[what][1],
            )
            for what, count in self.counts.items()
        )


def lay_out(
    rows: Sequence[Sequence[Sequence[Paragraph | Table]]],
    place: int,
    left_out: LeftOut,
    *,
    is_bare: bool,
    is_turned: bool,
) -> Iterator[Paragraph | Table]:
    """The table of these rows; where none has two cells that hold something, what they frame.

    One that does not run from right to left (`is_turned`), as the text of its readers does, is made to.
    """
    if all(sum(map(bool, row)) <= 1 for row in rows):
        yield from (item for row in rows for cell in row for item in cell)
        return
    cells = [tuple(tuple(find_paragraphs(cell)) for cell in row) for row in rows]
    words = "".join(paragraph.text for row in cells for cell in row for paragraph in cell)
    if not is_turned and is_mostly_arabic(words):
        cells = [row[::-1] for row in cells]
        left_out.add("mirrored", place)
    yield Table(tuple(cells), place, is_bare)
