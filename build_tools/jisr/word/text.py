"""The text of a file of a word processor: paragraphs, tables and notes, before they are Markdown."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from jisr.model.diagnostics import Finding, notice

Role = Literal["", "title", "heading", "quote", "caption", "subtitle"]
Look = Literal["bold", "italic", "underline", "strike", "sup", "sub"]


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
