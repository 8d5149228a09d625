"""Seeds in Markdown: their headings, lists, quotations, tables, images and footnotes as blocks."""

import html
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise

from jisr.lang.verse import keeps_lines, with_visible_gap
from jisr.markup.fences import wrap_in_fence
from jisr.markup.markdown_text import UNSEEN, escape
from jisr.model.diagnostics import Finding, notice
from jisr.model.source import Block, Kind, Meta
from jisr.seeds.breaks import BREAK
from jisr.seeds.content import Content, SeedText
from jisr.seeds.decoding import Line
from jisr.seeds.md.dialects import convert_dialects, linked_pages
from jisr.seeds.md.html_marks import html_to_markdown
from jisr.seeds.md.inline import InlineWriter, References, escape_block_start
from jisr.seeds.md.invisible import mend_invisible_marks
from jisr.seeds.md.parts import LinkDefinition, MarkdownBlock, parse_markdown_blocks
from jisr.seeds.md.word_marks import convert_pandoc_marks
from jisr.seeds.text.points import PointMark, accept_marks, note_number

_DEEPEST = 6  # levels of lists and quotations within a block; what is deeper stands on the last
_LABEL = re.compile(r"\*\*[^*\n]{1,60}(?::\*\*|\*\*[ ]?:)")  # **المكان:** ("place:")
_NAMES = re.compile(r"[ \t]*\{:?((?:[ \t]*(?:[#.][^\s{}#.]+|[\w-]+=[^\s{}]+))+)[ \t]*\}[ \t]*$")


def read_md(seed: SeedText) -> Content:
    """Read Markdown."""
    lines, unseen = mend_invisible_marks(seed.lines, seed.file)
    lines, others = convert_dialects(lines, seed.file)
    lines, marks = convert_pandoc_marks(lines, seed.file)
    content = read_marked_lines(lines, seed.meta, seed.file)
    said = (*content.said_elsewhere, *linked_pages(seed.lines))
    return replace(content, findings=(*unseen, *others, *marks, *content.findings), said_elsewhere=said)


def read_marked_lines(lines: Sequence[Line], meta: Meta, file: str) -> Content:
    """The blocks of Markdown with HTML in it."""
    as_typed = {line.number: line.text for line in reversed(lines)}  # notes made of a line stand behind all
    lines, tagged, tags = html_to_markdown(lines, file)
    parts, addresses = parse_markdown_blocks(lines, tagged)
    reader = _Reader(file, addresses)
    blocks = reader.blocks(parts)
    aside = tuple(Block(Kind.PARAGRAPH, escape(as_typed[tag.line]), tag.line) for tag in tags)
    findings = (*tags, *reader.findings)
    return Content(meta, tuple(blocks), findings, aside=aside, said_elsewhere=tuple(reader.used))


# --- blocks ------------------------------------------------------------------------------------------


class _Reader:
    """Makes blocks of the parts of a text; `findings` grow."""

    def __init__(self, file: str, addresses: Mapping[str, LinkDefinition]) -> None:
        self.file = file
        self.addresses = addresses
        self.findings: list[Finding] = []
        self.notes: dict[str, MarkdownBlock] = {}
        self.cited: set[str] = set()
        self.used: set[str] = set()  # labels of addresses, letters of points
        self.names: list[str] = []  # of the place where the next block begins

    def blocks(self, parts: Sequence[MarkdownBlock]) -> list[Block]:
        """The blocks of all parts, each with the footnotes that it is first to cite; the others last."""
        again = []
        for note in _notes(parts):
            if note.label in self.notes:
                again.append(note)
            self.notes.setdefault(note.label, note)
        parts = [piece for part in parts for piece in _part_counted_lines(part)]
        marks = iter(accept_marks([_whole(part) for part in parts if part.what == "paragraph"]))
        marked = [(part, next(marks) if part.what == "paragraph" else None) for part in parts]
        blocks = [block for part, mark in marked for block in self._of(part, mark)]
        uncited = [*(note for label, note in self.notes.items() if label not in self.cited), *again]
        for note in uncited:
            blocks += self._block(note, Block(Kind.NOTE, ""), partial(_flow, note.parts), cites=False)
            self._say("footnote", "a footnote that nothing refers to stands at the end", note.line,
                      f"[^{note.label}]", "refer to it in the text, or delete it")  # fmt: skip
        for label, address in self.addresses.items():
            if label not in self.used:
                words = f" {address.title!r}" if address.title else ""
                left = f"[{label}]: {address.url}{words}"
                self._say("links", "an address that nothing refers to is left out", address.line,
                          left, "refer to it in the text, or delete it")  # fmt: skip
        return blocks

    def _of(self, part: MarkdownBlock, mark: PointMark | None) -> Iterator[Block]:
        """What a part gives: a block, or one for each point of a list; `mark` is that of a paragraph."""
        match part.what:
            case "note":
                return
            case "break":
                yield replace(BREAK, line=part.line)
            case "list":
                for item in part.parts:
                    point = Block(Kind.POINT, "", number=max(item.number, 0), zero=item.number == 0)
                    yield from self._block(item, point, partial(_flow, item.parts))
            case "quote":
                yield from self._block(part, Block(Kind.QUOTATION, ""), partial(_flow, part.parts))
            case "heading":
                heading = Block(Kind.HEADING, "", level=part.level)
                yield from self._block(part, heading, partial(_heading, part))
            case "paragraph" if mark and _is_counted(mark):
                point = Block(Kind.POINT, "", number=mark.number, letters=mark.letters)
                behind = replace(part, lines=tuple(mark.rest.split("\n")))
                self.used.add(_whole(part).removesuffix(mark.rest))
                yield from self._block(behind, point, partial(_text, behind))
            case _:
                kind = Kind.TABLE if part.what == "table" else Kind.PARAGRAPH
                yield from self._block(part, Block(kind, ""), partial(_text, part))

    def _block(
        self, part: MarkdownBlock, kind: Block, words: Callable[[InlineWriter], str], *, cites: bool = True
    ) -> Iterator[Block]:
        """A block with the notes that it is first to cite, if it has words, and below it its images."""
        writer = InlineWriter(References(self.notes.keys() if cites else (), self.addresses))
        block = replace(kind, text=words(writer), line=part.line)
        for label in dict.fromkeys(writer.cited):
            if label not in self.cited:
                self.cited.add(label)
                block = replace(block, text=f"{block.text}\n\n{_definition(self.notes[label], writer)}")
        self.used |= writer.used
        made = [Block(Kind.IMAGE, picture.text, part.line) for picture in writer.pictures]
        if not _is_blank(block.text):
            # what stands before all words stays above them: below it is its caption
            made.insert(writer.leading if block.kind is Kind.PARAGRAPH else 0, block)
        self.names += writer.names
        if made:
            made[0] = replace(made[0], names=tuple(self.names))
            self.names = []
        yield from made

    def _say(self, check: str, message: str, line: int, text: str, remedy: str) -> None:
        self.findings.append(notice(check, message, self.file, line, text, remedy))


def _is_blank(text: str) -> bool:
    """Whether nothing of a text is seen: `&nbsp;`, a mark of direction that a content system left."""
    if text.startswith("&") and len(text) < 20:
        text = html.unescape(html.unescape(text))  # of most entities the & is one itself by now
    return not text.strip(UNSEEN)


def _whole(part: MarkdownBlock) -> str:
    return "\n".join(part.lines)


def _is_counted(mark: PointMark) -> bool:
    """Whether authors mark points so and Markdown does not know it: أ. ب. ج., 1- 2- 3-, 1/ 2/, • •."""
    is_bullet = mark.is_bullet and mark.style[-1] not in "-*"  # a dash may say that somebody speaks
    return bool(is_bullet or mark.letters or (mark.number and mark.style[-1] in "-/"))


def _part_counted_lines(part: MarkdownBlock) -> Iterator[MarkdownBlock]:
    """A paragraph whose lines are counted as Markdown does not know, as one for each point."""
    marks = accept_marks(part.lines) if part.what == "paragraph" else []
    begins = (n for n, mark in enumerate(marks) if n and mark and _is_counted(mark))
    for start, end in pairwise([0, *begins, len(part.lines)]):
        yield replace(part, line=part.line + start, lines=part.lines[start:end])


def _notes(parts: Iterable[MarkdownBlock]) -> Iterator[MarkdownBlock]:
    """The footnotes of a text, wherever they are defined."""
    for part in parts:
        if part.what == "note":
            yield part
        yield from _notes(part.parts)


# --- the words of a block ---------------------------------------------------------------------------------


def _flow(parts: Sequence[MarkdownBlock], writer: InlineWriter, depth: int = 0) -> str:
    """What stands within a block: paragraphs, lists, quotations, tables and code."""
    text = ""
    before = ""
    for part in parts:
        if piece := _text(part, writer, depth):
            close = part.what == "list" and part.tight and before == "paragraph"
            text += ("\n" if close else "\n\n") * bool(text) + piece
            before = part.what
    return text


def _text(part: MarkdownBlock, writer: InlineWriter, depth: int = 0) -> str:
    match part.what:
        case "paragraph":
            lines = writer.inline(_joined(part.lines)).split("\n")
            return "\n".join(filter(None, (escape_block_start(line.lstrip()) for line in lines))).rstrip()
        case "heading":
            return f"{'#' * part.level} {_heading(part, writer)}"
        case "code":
            return _code(part)
        case "table":
            rows = enumerate(part.lines)
            return "\n".join(row if n == 1 else writer.inline(row, breaks="tag") for n, row in rows)
        case "quote":
            return _indented(_flow(part.parts, writer, depth + 1), "> ", "> ")
        case "list":
            items = [_item(item, writer, depth + 1) for item in part.parts]
            return ("\n" if part.tight else "\n\n").join(items)
        case _:
            return ""  # a note stands with the block that cites it; a break within a block parts nothing


def _item(item: MarkdownBlock, writer: InlineWriter, depth: int) -> str:
    mark = f"{item.number}{item.mark} " if item.number >= 0 else f"{item.mark} "
    return _indented(_flow(item.parts, writer, depth), mark, "    " if depth < _DEEPEST else "  ")


def _indented(text: str, first: str, others: str) -> str:
    """`text` with marks before its lines; blank lines have none but that of a quotation."""
    lines = text.split("\n")
    marked = ((others if n else first) + line for n, line in enumerate(lines))
    return "\n".join(new if line else new.rstrip(" ") for new, line in zip(marked, lines, strict=True))


def _code(part: MarkdownBlock) -> str:
    return "\n".join(wrap_in_fence(part.lines, re.sub(r"[^\w+#.-]", "", part.label)))


def _heading(part: MarkdownBlock, writer: InlineWriter) -> str:
    text = " ".join(line.strip() for line in part.lines)
    if attributes := _NAMES.search(text):
        names = [name[1:] for name in attributes[1].split() if name.startswith("#")]
        if names:
            writer.names += names
            text = text[: attributes.start()]
    marked = " ".join(writer.inline(text, breaks="space").split())
    bare = marked.rstrip("#")
    return bare + "\\#" * (len(marked) - len(bare)) if not bare or bare[-1] == " " else marked


def _definition(note: MarkdownBlock, writer: InlineWriter) -> str:
    """A footnote's definition with all its paragraphs; a note cites no notes."""
    references = replace(writer.references, notes=())
    plain_writer = InlineWriter(references, writer.pictures, writer.names, [], writer.used)
    return _indented(_flow(note.parts, plain_writer), f"[^{note.label}]: ", "    ")


def _joined(lines: Sequence[str]) -> str:
    """Broken lines as one, but for verse and points; a break that was asked for (two spaces, \\) stays."""
    is_verse = keeps_lines(lines)
    lines = [with_visible_gap(line) for line in lines] if is_verse else lines
    bare = [line.strip() for line in lines]
    begun = {n for n, mark in enumerate(accept_marks(bare)) if mark}
    labelled = {n for n, line in enumerate(bare) if _LABEL.match(line)}
    begun |= labelled if 0 in labelled else set()
    noted = {n for n, line in enumerate(bare) if note_number(line)}
    begun |= noted if 0 in noted else set()
    pieces = []
    for n, line in enumerate(lines):
        last = n == len(lines) - 1
        is_break = not last and (
            n + 1 in begun or line.endswith("  ") or (line.endswith("\\") and not line.endswith("\\\\"))
        )
        text = line.strip().removesuffix("\\") if is_break else line.strip()
        pieces.append(text + ("" if last else "  \n" if is_break or is_verse else " "))
    return "".join(pieces)
