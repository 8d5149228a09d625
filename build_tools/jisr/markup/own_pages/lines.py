"""Marks within lines: marked, inserted and deleted words, keys, tasks."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from jisr.markup.html import Element, Node, el

_TAGS = {"==": "mark", "^^": "ins", "~~": "del"}
_MARK = re.compile(r"(==|\^\^|~~)")
_KEYS = re.compile(r"\+\+([\w-]+(?:\+[\w-]+)*)\+\+")
_TASK = re.compile(r"\[([ xX])\][ \t]+")
_AS_TYPED = frozenset({"code", "pre", "kbd"})
_NAMES = {"ctrl": "Ctrl", "cmd": "Cmd", "esc": "Esc", "del": "Del", "ins": "Ins"}


def mark_words(nodes: Sequence[Node]) -> tuple[Node, ...]:
    """A tree with an element in place of each pair of marks; what has no partner stays as it was typed."""
    return tuple(_paired([piece for node in nodes for piece in _pieces(node)]))


def _pieces(node: Node) -> Iterator[Node]:
    """A text at its marks; an element with marks inside."""
    if not isinstance(node, str):
        yield node if node.tag in _AS_TYPED else _task(replace(node, children=mark_words(node.children)))
        return
    for piece in filter(None, _MARK.split(node)):
        position = 0
        for found in _KEYS.finditer(piece):
            if found.start() > position:
                yield piece[position : found.start()]
            yield _keys(found[1].split("+"))
            position = found.end()
        if position < len(piece):
            yield piece[position:]


def _keys(names: Sequence[str]) -> Element:
    keys: list[Node] = []
    for name in names:
        shown = _NAMES.get(name, name.upper() if len(name) == 1 else name.replace("-", " ").title())
        keys += [*(["+"] if keys else []), el("kbd", shown)]
    return el("span", *keys, class_="keys", dir="ltr")


def _paired(pieces: Sequence[Node]) -> list[Node]:
    """`pieces` of one element with those between two marks in an element of their own."""
    made: list[Node] = []
    opened: dict[str, int] = {}
    for n, piece in enumerate(pieces):
        if not isinstance(piece, str) or piece not in _TAGS:
            made.append(piece)
            continue
        start = opened.get(piece)
        if start is not None and start < len(made) - 1 and not _ends_in_space(made[-1]):
            inner = tuple(made[start + 1 :])
            made[start:] = [el(_TAGS[piece], *inner)]
            opened = {mark: place for mark, place in opened.items() if place < start}
            continue
        if n + 1 < len(pieces) and not _begins_with_space(pieces[n + 1]):
            opened[piece] = len(made)
        made.append(piece)
    return made


def _ends_in_space(node: Node) -> bool:
    return isinstance(node, str) and node[-1:].isspace()


def _begins_with_space(node: Node) -> bool:
    return isinstance(node, str) and node[:1].isspace()


def _task(element: Element) -> Element:
    """A list item that begins with `[ ]` or `[x]` begins with a box."""
    words = element.children
    at = next((n for n, child in enumerate(words) if not isinstance(child, str) or child.strip()), None)
    if element.tag != "li" or at is None:
        return element
    first = words[at]
    if isinstance(first, Element):
        new: Node = _boxed_paragraph(first) if first.tag == "p" else first
    else:
        new = _boxed(first)
    attrs = element.attrs if new is first else (*element.attrs, ("class", "jisr-task"))
    return replace(element, attrs=attrs, children=(*words[:at], new, *words[at + 1 :]))


def _boxed_paragraph(paragraph: Element) -> Element:
    first, *rest = paragraph.children or ("",)
    if not isinstance(first, str) or (new := _boxed(first)) is first:
        return paragraph
    return replace(paragraph, children=(new, *rest))


def _boxed(text: str) -> str:
    found = _TASK.match(text)
    return f"{'☐' if found[1] == ' ' else '☑'} {text[found.end() :]}" if found else text
