"""What a block that is an image consists of."""

from collections.abc import Sequence
from dataclasses import dataclass

from jisr.markup.html import Element, Node, text_content


@dataclass(frozen=True)
class Figure:
    """An image, what stands below it, and what follows in the same block."""

    image: Element
    caption: tuple[Node, ...]
    rest: tuple[Node, ...]


def split_figure(nodes: Sequence[Node]) -> Figure | None:
    """The parts of a block that begins with one image alone; None for any other."""
    first, *below = [node for node in nodes if not isinstance(node, str) or node.strip()] or [""]
    inside = first.children if isinstance(first, Element) else ()
    images = [node for node in inside if isinstance(node, Element)]
    if [image.tag for image in images] != ["img"] or text_content(inside).strip():
        return None
    caption, rest = tuple(below[:1]), tuple(below[1:])
    if not rest and caption and isinstance(caption[0], Element) and caption[0].tag == "p":
        caption = caption[0].children
    return Figure(images[0], caption, rest)
