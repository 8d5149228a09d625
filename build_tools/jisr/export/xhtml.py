"""Trees as XHTML: well-formed whatever an editor wrote, and with nothing where HTML does not allow it.

Browsers mend what stands in the wrong place; readers of EPUB refuse the book. So a list holds items only, a
line of text no paragraphs, a link no link. What stands wrong is taken out of its element; no word is lost.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from jisr.markup.html import Element, Node, text_content, without_unsafe_characters
from jisr.markup.xml_text import escape, quoteattr
from jisr.model.private import VOID

_PHRASING = frozenset(
    {"a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "data", "del", "em", "i", "img", "ins", "kbd"}
    | {"mark", "q", "s", "small", "span", "strong", "sub", "sup", "time", "u"}
)
_LINES = frozenset({"p", "pre", "h1", "h2", "h3", "h4", "h5", "h6"})
_FLOW = frozenset(
    {"div", "blockquote", "section", "header", "footer", "aside", "li", "dd", "dt", "td", "th"}
) | {"figure", "figcaption"}
_ROWS = frozenset({"thead", "tbody"})


def conform_nodes(nodes: Iterable[Node]) -> tuple[Node, ...]:
    """The same text, with every element moved or removed so that the nesting is valid XHTML."""
    return tuple(_flow(nodes))


def _flow(nodes: Iterable[Node]) -> Iterator[Node]:
    for node in nodes:
        if isinstance(node, str):
            yield node
        elif node.tag in _PHRASING:
            yield from _line([node])
        elif node.tag in _LINES:
            yield replace(node, children=tuple(_line(node.children)))
        elif node.tag in ("ul", "ol"):
            yield from _list(node)
        elif node.tag == "table":
            yield from _table(node)
        elif node.tag == "dl":
            yield from _pairs(node)
        elif node.tag in _FLOW and node.tag not in ("li", "dd", "dt", "td", "th"):
            yield replace(node, children=tuple(_flow(node.children)))
        elif node.tag == "hr":
            yield node
        else:  # an item without a list, a cell without a table
            yield from _flow(node.children)


def _line(nodes: Iterable[Node], *, linked: bool = False) -> Iterator[Node]:
    for node in nodes:
        if isinstance(node, str):
            yield node
        elif node.tag not in _PHRASING or (node.tag == "a" and linked):
            yield from _line(node.children, linked=linked)
        else:
            within = tuple(_line(node.children, linked=linked or node.tag == "a"))
            tag = "span" if node.tag == "bdo" and not node.get("dir") else node.tag
            yield replace(node, tag=tag, children=within)


def _list(node: Element) -> Iterator[Node]:
    items = tuple(_only(node.children, ("li",), _flow))
    if node.tag == "ul":  # its items have no numbers
        items = tuple(replace(i, attrs=tuple(attr for attr in i.attrs if attr[0] != "value")) for i in items)
    if items:
        yield replace(node, children=items)


def _only(
    nodes: Iterable[Node], tags: tuple[str, ...], inside: Callable[[Iterable[Node]], Iterable[Node]]
) -> Iterator[Element]:
    """The elements of `tags` among `nodes`, and all else that has words in elements of the first of these."""
    for node in nodes:
        if isinstance(node, Element) and node.tag in tags:
            yield replace(node, children=tuple(inside(node.children)))
        elif text_content([node]).strip():
            yield Element(tags[0], (), tuple(inside([node])))


def _table(node: Element) -> Iterator[Node]:
    parts: list[Node] = []
    for part in node.children:
        if isinstance(part, Element) and part.tag in _ROWS:
            if rows := tuple(_rows(part.children)):
                parts.append(replace(part, children=rows))
        else:
            parts += _rows([part])
    heads = [p for p in parts if isinstance(p, Element) and p.tag == "thead"]
    if (
        any(isinstance(p, Element) and p.tag == "tr" for p in parts)
        or len(heads) > 1
        or parts[:1] != heads[:1]
    ):
        rows = tuple(_bare_rows(parts))
        parts = [Element("tbody", (), rows)] if rows else []
    if parts:
        yield replace(node, children=tuple(parts))


def _bare_rows(parts: Iterable[Node]) -> Iterator[Node]:
    for part in parts:
        if isinstance(part, Element):
            yield from [part] if part.tag == "tr" else part.children


def _rows(nodes: Iterable[Node]) -> Iterator[Node]:
    return (row for row in _only(nodes, ("tr",), _cells) if row.children)


def _cells(nodes: Iterable[Node]) -> Iterator[Node]:
    return _only(nodes, ("td", "th"), _flow)


def _pairs(node: Element) -> Iterator[Node]:
    """A list of terms as it should be; any other as paragraphs."""
    children = [child for child in node.children if not isinstance(child, str) or child.strip()]
    groups = [c.children if isinstance(c, Element) and c.tag == "div" else (c,) for c in children]
    if children and all(_is_pair(group) for group in groups):
        for child, group in zip(children, groups, strict=True):
            assert isinstance(child, Element)
            yield Element("p", child.attrs, tuple(_sentence(group)))
    else:
        apart = (Element("div", (), tuple(_flow([child]))) for child in children)
        yield Element("div", (), tuple(apart))


def _is_pair(group: Iterable[Node]) -> bool:
    return [child.tag if isinstance(child, Element) else "" for child in group] == ["dt", "dd"]


def _sentence(group: Iterable[Node]) -> Iterator[Node]:
    term, said = (child for child in group if isinstance(child, Element))
    yield Element("strong", (), tuple(_line(term.children)))
    yield ": "
    yield from _line(said.children)


def serialise_xml(*nodes: Node) -> str:
    """XML without white space of its own; characters that XML cannot hold are left out."""
    out: list[str] = []

    def walk(node: Node) -> None:
        if isinstance(node, str):
            out.append(escape(without_unsafe_characters(node)))
            return
        attrs = "".join(
            f" {name}={quoteattr(without_unsafe_characters(value))}" for name, value in node.attrs
        )
        if node.tag in VOID:
            out.append(f"<{node.tag}{attrs}/>")
            return
        out.append(f"<{node.tag}{attrs}>")
        for child in node.children:
            walk(child)
        out.append(f"</{node.tag}>")

    for node in nodes:
        walk(node)
    return "".join(out)
