"""What the kind of a block makes of its words, as a tree: for pages, editions and feeds."""

from collections.abc import Sequence
from dataclasses import replace

from jisr.markup.html import Element, Node, el
from jisr.model.source import Kind
from jisr.site.common.context import Site


def kind_nodes(site: Site, kind: Kind, nodes: Sequence[Node]) -> tuple[Node, ...]:
    """The words of a block with what its kind asks for."""
    match kind:
        case Kind.QUOTATION:
            return (el("blockquote", *nodes),)
        case Kind.TABLE:
            return tuple(_table(site, node) for node in nodes)
        case Kind.IMAGE:
            return _figure(nodes)
        case _:
            return tuple(nodes)


def _figure(nodes: Sequence[Node]) -> tuple[Node, ...]:
    """An image with what stands below it."""
    first, *caption = [node for node in nodes if not isinstance(node, str) or node.strip()] or [""]
    images = [n for n in first.children if isinstance(n, Element)] if isinstance(first, Element) else []
    if [image.tag for image in images] != ["img"]:
        return tuple(nodes)
    below = [el("figcaption", *(n.children if isinstance(n, Element) and n.tag == "p" and len(caption) == 1
                                else [n] )) for n in caption[:1]]  # fmt: skip
    return (el("figure", *images, *below, *caption[1:]),)


def _table(site: Site, node: Node) -> Node:
    """A table that scrolls by itself where it is wider than the page, also by keyboard."""
    if not isinstance(node, Element) or node.tag != "table":
        return node
    # a class keeps Material's script away
    table = replace(node, attrs=(*node.attrs, ("class", "jisr-table__table")))
    return el("div", table, class_="jisr-table", tabindex="0", role="group",
              aria_label=site.words("article.table"))  # fmt: skip
