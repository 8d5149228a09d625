"""Poetry: a quotation, or lines of verse alone, whose every line has two halves is set in two columns.

Classical Arabic verse (الشعر العمودي) has two halves a line, صدر and عجز. Authors write them on one line
with a mark between, or a wide gap: see `jisr.lang.verse`. In Markdown the line ends with two spaces, a
backslash, or is simply a line of the quotation.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from jisr.lang.verse import BETWEEN, is_one_measure
from jisr.markup.html import Element, Node, el, text_content


def mark_up_poems(nodes: Sequence[Node]) -> tuple[Node, ...]:
    """Paragraphs in which every line is a line of verse become `div.jisr-poem`; all others stay."""
    return tuple(_poem(node) or node if isinstance(node, Element) else node for node in nodes)


def _poem(node: Element) -> Element | None:
    if node.tag == "blockquote":
        return replace(node, children=mark_up_poems(node.children))
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
    return [line for line in lines if text_content(line).strip()]


def _halves(line: Sequence[Node]) -> tuple[list[Node], list[Node]] | None:
    """The halves of a line that has exactly one mark between words; a mark of prose needs a measure too."""
    marks = [
        (index, m) for index, node in enumerate(line) if isinstance(node, str) for m in _marks(node, line)
    ]
    if len(marks) != 1:
        return None
    index, m = marks[0]
    first: list[Node] = [*line[:index], m.string[: m.start()].lstrip()]
    second: list[Node] = [m.string[m.end() :].rstrip(), *line[index + 1 :]]
    words = text_content(first), text_content(second)
    is_sure = m["sure"] or m["gap"]
    is_verse = all(map(str.strip, words)) and (is_sure or is_one_measure(*words))
    return (first, second) if is_verse else None


def _marks(text: str, line: Sequence[Node]) -> list[re.Match[str]]:
    return list(BETWEEN.finditer(text.strip(" ") if len(line) == 1 else text))
