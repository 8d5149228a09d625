"""The lines of a Markdown text as a tree of headings, lists, quotations, tables, code, notes and paragraphs.

CommonMark decides what begins where (`commonmark.parse_blocks`), but for what Arabic authors mean otherwise:
٣. begins a point, a line that a word processor indented is no code, nor is a paragraph above `---` a heading.
Nor is a line code that was indented as HTML is, and whose tag was obeyed.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from markdown_it.token import Token

from jisr.markup.commonmark import parse_blocks
from jisr.seeds.decoding import Line

_ARABIC_NUMBER = re.compile(r"^(?P<before>[ \t>]*)(?P<number>[٠-٩۰-۹]{1,9})(?=[.)][ \t])", re.MULTILINE)
_ARABIC = re.compile("[\u0620-\u06ff]")
_ENDS_CELL = re.compile(r"(?<!\\)\|")
_KINDS = {
    "heading_open": "heading",
    "paragraph_open": "paragraph",
    "blockquote_open": "quote",
    "bullet_list_open": "list",
    "ordered_list_open": "list",
    "list_item_open": "item",
    "definition_open": "note",
    "fence": "code",
    "code_block": "code",
    "table_open": "table",
    "hr": "break",
}


@dataclass(frozen=True)
class MarkdownBlock:
    """A block and what it holds, its marks removed.

    `lines` are those of a heading or paragraph, of code, the rows of a table; `label` is a note's, or says in
    which language code is. `mark` is how a point is marked: `-`, `*`, `+`, `.` or `)`.
    """

    what: str  # heading, paragraph, code, table, quote, list, item, note, break
    line: int
    lines: tuple[str, ...] = ()
    parts: tuple["MarkdownBlock", ...] = ()
    level: int = 0
    number: int = 0
    mark: str = ""
    label: str = ""
    tight: bool = False  # a list without blank lines between its points


@dataclass(frozen=True)
class LinkDefinition:
    """What a reference may lead to: `[label]: url "title"`."""

    url: str
    title: str
    line: int


def parse_markdown_blocks(
    lines: Sequence[Line], tagged: Collection[int]
) -> tuple[list[MarkdownBlock], Mapping[str, LinkDefinition]]:
    """The parts of a text in order, and the addresses that it defines, by label in lower case.

    `tagged` are the numbers of lines that held tags of HTML.
    """
    if not lines:
        return [], {}
    source = "\n".join(line.text for line in lines)
    source = _ARABIC_NUMBER.sub(lambda m: f"{m['before']}{int(m['number'])}", source)
    try:
        tokens, references = parse_blocks(source)
    except ValueError:
        return list(_as_paragraphs(lines)), {}
    numbers = [line.number for line in lines]
    raw = source.split("\n")
    addresses = {
        label.lower(): LinkDefinition(reference["href"], reference["title"], numbers[reference["map"][0]])
        for label, reference in references.items()
    }
    return list(_parse_level(iter(tokens), raw, numbers, tagged)), addresses


def _as_paragraphs(lines: Sequence[Line]) -> Iterator[MarkdownBlock]:
    """A text that is nested beyond reason, as paragraphs."""
    for is_text, run in groupby(lines, lambda line: bool(line.text.strip())):
        if is_text:
            first, *others = run
            yield MarkdownBlock("paragraph", first.number, (first.text, *(line.text for line in others)))


def _parse_level(
    tokens: Iterator[Token], raw: Sequence[str], numbers: Sequence[int], tagged: Collection[int]
) -> Iterator[MarkdownBlock]:
    """The parts of one level, up to the token that closes it."""
    for token in tokens:
        if token.nesting < 0:
            return
        start, end = token.map or (0, 1)
        part = MarkdownBlock(_KINDS[token.type], numbers[min(start, len(numbers) - 1)])
        match part.what:
            case "heading" | "paragraph":
                lines = tuple(next(tokens).content.split("\n"))
                part = replace(part, lines=lines, level=int(token.tag[1:] or 0))
                next(tokens)
                is_underlined = token.markup == "-" and len(part.lines) > 1  # a paragraph above a rule
                yield replace(part, what="paragraph", level=0) if is_underlined else part
                if is_underlined:
                    yield MarkdownBlock("break", numbers[end - 1])
            case "code":
                yield from _code(part, token, numbers[start:end], tagged)
            case "table":
                rows = list(_rows(tokens))
                typed = [line.strip() for line in raw[start:end]]
                yield replace(part, lines=tuple(rows if token.level else _whole(typed)))
            case "break":
                yield part
            case _:
                yield from _container(part, token, list(_parse_level(tokens, raw, numbers, tagged)))


def _code(
    part: MarkdownBlock, token: Token, numbers: Sequence[int], tagged: Collection[int]
) -> Iterator[MarkdownBlock]:
    lines = token.content.removesuffix("\n").split("\n")
    is_text = _ARABIC.search(token.content) or any(number in tagged for number in numbers)
    if token.type == "code_block" and is_text:
        indented = [Line(n, text.strip()) for n, text in zip(numbers, lines, strict=False)]
        inner, addresses = parse_markdown_blocks(indented, tagged)
        yield from _as_paragraphs(indented) if addresses else inner
        return
    label = token.info.strip()
    if _ARABIC.search(label):  # no language: it is text, and stays
        yield replace(part, what="paragraph", lines=(label,))
        label = ""
    yield replace(part, lines=tuple(lines), label=label.partition(" ")[0])


def _container(part: MarkdownBlock, token: Token, inner: list[MarkdownBlock]) -> Iterator[MarkdownBlock]:
    part = replace(part, parts=tuple(inner), mark=token.markup)
    if part.what == "item":
        # what the list counts is counted by the list
        yield replace(part, number=int(token.info) if token.info else -1)
    elif part.what == "list":
        first = inner[0].number if inner else -1
        items = [replace(one, number=first + n if first >= 0 else -1) for n, one in enumerate(inner)]
        is_tight = all(sum(one.what == "paragraph" for one in item.parts) <= 1 for item in items)
        yield replace(part, parts=tuple(items), tight=is_tight)
    elif part.what == "note":
        yield replace(part, label=token.meta["label"])
    else:
        yield part


def _rows(tokens: Iterator[Token]) -> Iterator[str]:
    """The rows of a table from its cells, for where its lines hold other marks too."""
    cells: list[str] = []
    head = True
    for token in tokens:
        if token.type == "table_close":
            return
        if token.type == "inline":
            cells.append(_ENDS_CELL.sub(r"\\|", token.content))
        elif token.type == "tr_close":
            yield f"| {' | '.join(cells)} |"
            if head:
                yield f"|{'---|' * len(cells)}"
            cells, head = [], False


def _whole(typed: Sequence[str]) -> Iterator[str]:
    """The rows as they were typed; where one has more cells than the head, the head gets as many."""
    inner = (row.strip().removeprefix("|").removesuffix("|") for row in typed)  # || begins with an empty cell
    counts = [len(_ENDS_CELL.findall(row)) + 1 for row in inner]
    most = max(counts)
    for n, row in enumerate(typed):
        missing = most - counts[n] if n < 2 else 0
        closed = row if row.endswith("|") or not missing else row + " |"
        yield closed + (" --- |" if n else "  |") * missing
