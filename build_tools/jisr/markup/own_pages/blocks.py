"""Blocks whose first line has a mark and whose others stand four spaces deeper."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

from jisr.markup.fences import find_fenced
from jisr.markup.html import Element, Node, RichText, el, map_elements, text_content

DEEPEST = 6  # blocks within each other; what is nested deeper is shown as it was typed
LARGEST = 300_000  # characters of a page; in a larger one such marks are shown as they were typed

_HEAD = re.compile(
    r"(?P<mark>!!!|\?\?\?\+?|===)[ \t]*(?P<kinds>[\w-]+(?:[ \t]+[\w-]+)*)?"
    r"(?:[ \t]*\"(?P<title>[^\"]*)\")?[ \t]*"
)
_DEFINITION = re.compile(r":[ \t]+(?P<words>\S.*)")
_REFERENCE = re.compile(r"(?m)^ {0,3}\[(?P<label>[^\]\n]+)\]:[^\n]*(?:\n(?: {4,}|\t)[^\n]*)*")
_CITED = re.compile(r"\[([^\[\]\n]+)\]")
_PLACE = "\ue001"  # around the number of a block on its way through Markdown


@dataclass(frozen=True)
class _Block:
    """A marked block: `kind` is the mark or `dl`; lines without the indentation."""

    kind: str
    kinds: str = ""
    title: str | None = None
    lines: tuple[str, ...] = ()
    rows: tuple[tuple[str, tuple[str, ...]], ...] = ()  # of a definition list: `dt` or `dd`, lines


@dataclass
class OwnBlocks:
    """Parses a page; `parse_part` makes a tree of Markdown, `titles` are words for kinds of notes."""

    parse_part: Callable[[str], RichText]
    titles: Mapping[str, str]
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def parse(self, source: str) -> RichText:
        """The tree of a page, and its footnotes, each once."""
        source = source.replace(_PLACE, "")
        if len(source) > LARGEST:
            return self.parse_part(source)
        defined = {match["label"].casefold(): match[0] for match in _REFERENCE.finditer(source)}
        notes: dict[str, tuple[Node, ...]] = {}
        nodes = self._parse(source, defined, notes, 0)
        return RichText(nodes, tuple(notes.items()))

    def _parse(
        self, source: str, defined: Mapping[str, str], notes: dict[str, tuple[Node, ...]], depth: int
    ) -> tuple[Node, ...]:
        lines, blocks = (source.split("\n"), []) if depth == DEEPEST else split_blocks(source.split("\n"))
        text = self.parse_part("\n".join(lines))
        for name, words in text.notes:
            notes.setdefault(name, words)

        def make(element: Element) -> Sequence[Node]:
            words = text_content(element.children).strip() if element.tag == "p" else ""
            place = re.fullmatch(f"{_PLACE}(\\d+){_PLACE}", words)
            return [self._element(blocks[int(place[1])], defined, notes, depth)] if place else [element]

        return map_elements(text.nodes, make) if blocks else text.nodes

    def _element(
        self,
        block: "list[_Block]",
        defined: Mapping[str, str],
        notes: dict[str, tuple[Node, ...]],
        depth: int,
    ) -> Node:
        def inner(lines: Sequence[str]) -> tuple[Node, ...]:
            source = "\n".join(lines)
            named = {label.casefold() for label in _CITED.findall(source)} & defined.keys()
            more = "\n\n".join(defined[label] for label in sorted(named))
            return self._parse(f"{source}\n\n{more}" if more else source, defined, notes, depth + 1)

        first = block[0]
        if first.kind == "dl":
            return el("dl", *(el(tag, *_unwrapped(inner(lines))) for tag, lines in first.rows))
        if first.kind == "===":
            return self._tabs([(one.title or "", inner(one.lines)) for one in block])
        kind = next((one for one in first.kinds.lower().split() if one in self.titles), "note")
        title = self.titles[kind] if first.title is None else first.title
        if first.kind == "!!!":
            heading = el("p", title, class_="admonition-title") if title else None
            return el("div", heading, *inner(first.lines), class_=f"admonition {kind}")
        return el(
            "details",
            el("summary", title or self.titles[kind]),
            *inner(first.lines),
            class_=kind,
            open=first.kind == "???+",
        )

    def _tabs(self, tabs: Sequence[tuple[str, tuple[Node, ...]]]) -> Element:
        """As the theme's own style sheet shows them, without a script: the first is open."""
        number = next(self._numbers)
        name = f"__tabbed_{number}"
        ids = [f"{name}_{n}" for n in range(1, len(tabs) + 1)]
        inputs = [el("input", type="radio", id=key, name=name, checked=key == ids[0]) for key in ids]
        shown = [el("div", *words, class_="tabbed-block") for _, words in tabs]
        labels = [el("label", title, for_=key) for key, (title, _) in zip(ids, tabs, strict=True)]
        return el(
            "div",
            *inputs,
            el("div", *labels, class_="tabbed-labels"),
            el("div", *shown, class_="tabbed-content"),
            class_="tabbed-set tabbed-alternate",
            data_tabs=f"{number}:{len(tabs)}",
        )


def _unwrapped(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    """The words of a single paragraph; anything else as it is."""
    (only, *rest) = nodes or ("",)
    return only.children if isinstance(only, Element) and only.tag == "p" and not rest else nodes


def split_blocks(lines: Sequence[str]) -> tuple[list[str], list[list[_Block]]]:
    """The lines with a paragraph in place of each marked block, and these; tabs in a row are one."""
    code = {n for start, end in find_fenced(lines) for n in range(start, end)}
    kept: list[str] = []
    blocks: list[list[_Block]] = []
    n = 0
    while n < len(lines):
        block, end = (None, n) if n in code else _block_at(lines, n, kept)
        if block is None:
            kept.append(lines[n])
            n += 1
            continue
        is_next_tab = block.kind == "===" and blocks and blocks[-1][0].kind == "===" and _ends_in_place(kept)
        if is_next_tab:
            blocks[-1].append(block)
        else:
            blocks.append([block])
            kept += ["", f"{_PLACE}{len(blocks) - 1}{_PLACE}", ""]
        n = end
    return kept, blocks


def _ends_in_place(kept: Sequence[str]) -> bool:
    last = next((line for line in reversed(kept) if line.strip()), "")
    return last.startswith(_PLACE)


def _block_at(lines: Sequence[str], n: int, kept: list[str]) -> tuple[_Block | None, int]:
    """The marked block that begins in line `n`, and where it ends; the terms of a list go out of `kept`."""
    head = _HEAD.fullmatch(lines[n])
    if head and (head["title"] is not None if head["mark"] == "===" else head["kinds"]):
        end = _end_of_deeper(lines, n + 1)
        return _Block(head["mark"], head["kinds"] or "", head["title"], _dedented(lines[n + 1 : end])), end
    if _DEFINITION.fullmatch(lines[n]) and (terms := _take_terms(kept)):
        return _definitions(lines, n, terms)
    return None, n


def _end_of_deeper(lines: Sequence[str], n: int) -> int:
    """Behind the last line that stands deeper; blank lines count where a deeper one follows."""
    end = n
    while n < len(lines) and (not lines[n].strip() or lines[n].startswith(("    ", "\t"))):
        n += 1
        if lines[n - 1].strip():
            end = n
    return end


def _dedented(lines: Sequence[str]) -> tuple[str, ...]:
    return tuple(line.removeprefix("\t") if line.startswith("\t") else line[4:] for line in lines)


def _take_terms(kept: list[str]) -> list[str]:
    """The lines right above, which are the terms; they go out of what is kept."""
    terms: list[str] = []
    while kept and kept[-1].strip() and not kept[-1].startswith((" ", "\t", "#", ">", "|", _PLACE)):
        terms.insert(0, kept.pop())
    return terms


def _definitions(lines: Sequence[str], n: int, terms: list[str]) -> tuple[_Block, int]:
    """The list whose first definition is line `n`: definitions, and terms that have some, up to all else."""
    rows: list[tuple[str, tuple[str, ...]]] = [("dt", (term,)) for term in terms]
    while n < len(lines):
        ahead = _skip(lines, n, lambda line: not line.strip())
        names = _skip(lines, ahead, lambda line: re.match(r"[^\s:#>|]", line) is not None)
        match = _DEFINITION.fullmatch(lines[names]) if names < len(lines) else None
        if match is None:
            break
        rows += [("dt", (line,)) for line in lines[ahead:names]]
        n = _end_of_deeper(lines, names + 1)
        rows.append(("dd", (match["words"], *_dedented(lines[names + 1 : n]))))
    return _Block("dl", rows=tuple(rows)), n


def _skip(lines: Sequence[str], n: int, passes: Callable[[str], bool]) -> int:
    """The first line from `n` on that does not pass."""
    while n < len(lines) and passes(lines[n]):
        n += 1
    return n
