"""Poetry: a quotation whose every line has a first and a second half is set in two columns.

Classical Arabic verse (الشعر العمودي) has two halves a line, صدر and عجز. Authors write them on one line
with a mark between: `***`, `*`, `…`, `//`, `٭` or a tab; in Markdown the line ends with two spaces, a
backslash, or is simply a line of the quotation.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from build_tools.pages.html import Element, Node, el, text_of

_BETWEEN = re.compile(r"[ \t\u00a0]+(?:\*{1,3}|…|\.{3}|//?|٭|۝|\|\|?)[ \t\u00a0]+|\t+|[ \u00a0]{4,}")


def with_verses(nodes: Sequence[Node]) -> tuple[Node, ...]:
    """Paragraphs in which every line is a line of verse become `div.jisr-poem`; all others stay."""
    return tuple(_poem(node) or node if isinstance(node, Element) else node for node in nodes)


def _poem(node: Element) -> Element | None:
    if node.tag == "blockquote":
        return replace(node, children=with_verses(node.children))
    if node.tag != "p":
        return None
    verses = [_halves(line) for line in _lines(node.children)]
    if not verses or not all(verses):
        return None
    rows = [
        el("span", el("span", *first, class_="jisr-poem__half"), " ",
           el("span", *second, class_="jisr-poem__half"), class_="jisr-poem__verse")
        for first, second in (halves for halves in verses if halves)
    ]  # fmt: skip
    lines = [part for row in rows for part in ("\n", row)][1:]
    return el("p", *lines, class_="jisr-poem")


def _lines(children: Sequence[Node]) -> list[list[Node]]:
    lines: list[list[Node]] = [[]]
    for child in children:
        if isinstance(child, str):
            first, *more = child.split("\n")
            lines[-1].append(first)
            lines += [[part] for part in more]
        elif child.tag != "br":  # a break stands before a line end, which divides
            lines[-1].append(child)
    return [line for line in lines if text_of(line).strip()]


def _halves(line: Sequence[Node]) -> tuple[list[Node], list[Node]] | None:
    """The halves of a line that has exactly one mark between words."""
    found: tuple[list[Node], list[Node]] | None = None
    for index, node in enumerate(line):
        if not isinstance(node, str):
            continue
        parts = _BETWEEN.split(node.strip(" ") if len(line) == 1 else node)
        if len(parts) > 2 or (len(parts) == 2 and found):
            return None
        if len(parts) == 2:
            found = ([*line[:index], parts[0].lstrip()], [parts[1].rstrip(), *line[index + 1 :]])
    return found if found and text_of(found[0]).strip() and text_of(found[1]).strip() else None
