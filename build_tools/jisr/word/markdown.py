"""The text of a file of a word processor as Markdown, in the form that seeds have."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from jisr.lang.verse import split_verse
from jisr.markup.markdown_text import escape
from jisr.model.diagnostics import Finding
from jisr.seeds.md.inline import escape_block_start
from jisr.seeds.text.points import accept_marks
from jisr.word.inline import GAP, SpanWriter
from jisr.word.looks import find_headings
from jisr.word.pictures import Pictures
from jisr.word.text import ListPlace, Paragraph, Table, WordText, find_paragraphs

_CAPTION = re.compile(r"[^\"<>{}\\`\n\[\]()]{1,500}")


@dataclass(frozen=True)
class Converted:
    """A file as a seed: Markdown, the pictures that it shows by their names beside it, what was noticed."""

    markdown: str
    pictures: Mapping[str, bytes]
    findings: tuple[Finding, ...]
    properties: Mapping[str, str]


def to_markdown(text: WordText, file: str) -> Converted:
    """A text as Markdown; `file` is the file that it was read from, beside which its pictures will lie."""
    writer = _Writer(text, file)
    markdown = writer.write(find_headings(text.items))
    findings = (*text.findings, *writer.pictures.findings, *writer.spans.refused(file))
    return Converted(markdown, writer.pictures.kept, findings, text.properties)


@dataclass
class _List:
    """The list that is being written, as far as the next paragraph needs to know it."""

    names: dict[int, str] = field(default_factory=dict)  # depth → the list that was last there
    marks: dict[int, str] = field(default_factory=dict)  # depth → the last mark there
    numbers: dict[int, int] = field(default_factory=dict)


class _Writer:
    def __init__(self, text: WordText, file: str) -> None:
        self.text = text
        self.pictures = Pictures(file, text.read_part)
        paragraphs = [*find_paragraphs(text.items), *(one for note in text.notes.values() for one in note)]
        wanted = {s.href[1:] for p in paragraphs for s in p.spans if s.href.startswith("#")}
        there = {name for p in paragraphs for name in p.names}
        self.spans = SpanWriter(self.pictures.name, frozenset(wanted & there))
        self.list = _List()

    def write(self, items: Sequence[Paragraph | Table]) -> str:
        """All of the text, the notes last."""
        deeper = int(any(isinstance(item, Paragraph) and item.role == "title" for item in items))
        blocks: list[str] = []
        for kind, run in groupby(self._typed_points(items), _run_kind):
            group = list(run)
            if kind == "verse":
                blocks.append("  \n".join(self._verse(p) for p in group if isinstance(p, Paragraph)))
            elif kind == "quote":
                quoted = [self.spans.block(p) for p in group if isinstance(p, Paragraph)]
                blocks.append("\n>\n".join(_indent(one, "> ", "> ") for one in quoted))
            else:
                for item in group:
                    blocks += self._block(item, deeper, blocks)
            if kind != "point":
                self.list = _List(names=self.list.names, numbers=self.list.numbers)
        for label, paragraphs in self.text.notes.items():
            words = "\n\n".join(self.spans.block(p).lstrip() for p in paragraphs)
            blocks.append(_indent(words, f"[^{label}]: ", "    "))
        return "\n\n".join(block for block in blocks if block.strip()) + "\n"

    def _block(self, item: Paragraph | Table, deeper: int, before: list[str]) -> list[str]:
        if isinstance(item, Table):
            return [self._table(item)]
        if item.role == "title":
            return ["# " + self.spans.line(item)]
        if item.role == "heading":
            label = escape(item.point.label) + " " if item.point and item.point.label else ""
            words = self.spans.line(replace(item, names=()))
            names = " ".join(f"#{name}" for name in item.names if name in self.spans.wanted)
            marks = f" {{{names}}}" if names else ""
            return [f"{'#' * min(item.level + deeper, 6)} {label}{words}{marks}"]
        if item.role == "caption" and before and (m := _PICTURE.fullmatch(before[-1])):
            words = " ".join(item.text.split())
            if _CAPTION.fullmatch(words) and not any(span.note or span.href for span in item.spans):
                before[-1] = f'{m[1]} "{words}")'
                return []
        if item.point:
            return [self._point(item, item.point)]
        return [self.spans.block(item)]

    # --- lists ---

    def _typed_points(self, items: Iterable[Paragraph | Table]) -> Iterator[Paragraph | Table]:
        """The items, with paragraphs that an author counted by hand as points."""
        for is_plain, run in groupby(items, _is_plain):
            group = list(run)
            if not is_plain:
                yield from group
                continue
            paragraphs = [item for item in group if isinstance(item, Paragraph)]
            for paragraph, mark in zip(
                paragraphs, accept_marks([p.text.strip() for p in paragraphs]), strict=True
            ):
                typed = len(paragraph.text.strip()) - len(mark.rest) if mark else 0
                if mark and typed and not mark.is_letter:
                    label = "" if mark.is_bullet else f"{mark.number}."
                    point = ListPlace(f"typed {mark.style}", 0, label, mark.number)
                    yield replace(self._behind(paragraph, mark.rest), point=point)
                else:
                    yield paragraph

    def _behind(self, paragraph: Paragraph, rest: str) -> Paragraph:
        """A paragraph without all that stands before `rest`, with which it ends."""
        over = len(paragraph.text.rstrip()) - len(rest.rstrip())
        spans = []
        for span in paragraph.spans:
            cut = min(over, len(span.text))
            over -= cut
            spans.append(replace(span, text=span.text[cut:]))
        return replace(paragraph, spans=tuple(spans))

    def _point(self, paragraph: Paragraph, point: ListPlace) -> str:
        now = self.list
        depth = min(point.depth, max(now.marks, default=-1) + 1)
        number = point.number
        goes_on = now.names.get(depth) == point.list or depth > 0
        mark = now.marks.get(depth, "")
        other = {"-": "*", "*": "-"}.get(mark, "-")
        if number:
            delimiter = mark[-1:] if mark[-1:] in (".", ")") else "."
            if mark and (not goes_on or number != now.numbers.get(depth, 0) + 1):
                delimiter = ")" if delimiter == "." else "."
            mark = f"{number}{delimiter}"
        elif depth or not point.label:  # letters below another point are a list as well
            mark = mark if mark in ("-", "*") and goes_on else other
        else:
            mark = ""
        words = self.spans.block(paragraph)
        indent = "".join(" " * max(4, len(now.marks[one]) + 1) for one in range(depth) if now.marks.get(one))
        marks = {one: said for one, said in now.marks.items() if one < depth}
        numbers = {one: said for one, said in now.numbers.items() if one < depth}
        marks[depth], numbers[depth] = mark, number
        if point.label and not number:  # a letter is text: it is read again as the letter of a point
            words = f"{escape_block_start(escape(point.label))} {words}"
        self.list = _List({**now.names, depth: point.list}, marks, numbers)
        first = f"{indent}{mark} " if mark else indent
        return _indent(words, first, indent + " " * (max(4, len(mark) + 1) if mark else 0))

    # --- verse, tables ---

    def _verse(self, paragraph: Paragraph) -> str:
        return self.spans.block(paragraph, gap=True)

    def _table(self, table: Table) -> str:
        cells = [[self._cell(cell) for cell in row] for row in table.rows]
        said = [[cell for cell in row if cell.strip()] for row in cells]
        if (
            table.is_bare
            and len(said) > 1
            and all(
                len(row) == 2
                and split_verse(GAP.join(" ".join(p.text for p in cell) for cell in typed if cell))
                for row, typed in zip(said, table.rows, strict=True)
            )
        ):
            return "  \n".join(GAP.join(row) for row in said)
        rows = [f"| {' | '.join(row)} |" for row in cells]
        return "\n".join([rows[0], "|" + " --- |" * len(cells[0]), *rows[1:]])

    def _cell(self, paragraphs: Sequence[Paragraph]) -> str:
        lines = []
        for paragraph in paragraphs:
            label = ""
            if paragraph.point:
                label = escape(paragraph.point.label or "•") + " "
            lines.append(label + self.spans.block(paragraph))
        words = "<br>".join("<br>".join(re.split(r" *\n", line)) for line in lines if line.strip())
        return words.replace("|", "&#124;")


_PICTURE = re.compile(r"(!\[[^\[\]]*\]\([^()\s]+)\)")


def _is_plain(item: Paragraph | Table) -> bool:
    return isinstance(item, Paragraph) and not item.role and item.point is None


def _run_kind(item: Paragraph | Table) -> str:
    """Paragraphs of one kind that follow each other are of one piece: the lines of a poem, a quotation."""
    if isinstance(item, Table):
        return "table"
    if item.point and item.role != "heading":
        return "point"
    if item.role in ("", "quote") and _is_verse(item):
        return "verse"
    return "quote" if item.role == "quote" else "text"


def _is_verse(paragraph: Paragraph) -> bool:
    lines = [line for line in paragraph.text.strip().split("\n") if line.strip()]
    return bool(lines) and all(split_verse(line.strip(), sure=True) for line in lines)


def _indent(text: str, first: str, others: str) -> str:
    lines = text.split("\n")
    return "\n".join(
        (others if n else first) + line if line else (others if n else first).rstrip()
        for n, line in enumerate(lines)
    )
