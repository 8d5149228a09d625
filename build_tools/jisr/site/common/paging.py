"""Long lists go on over several pages: the first has the list's own address, the others `more/…/2/`."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from jisr.markup.html import Node, el
from jisr.site.common.context import Site
from jisr.site.common.urls import relative_url

T = TypeVar("T")


def page_path(path: str, number: int) -> str:
    """The file of page `number` of the list that begins in the file `path`."""
    if number == 1:
        return path
    stem = path.removesuffix(".md").removesuffix("/index")
    return f"more/{stem}/{number}.md"


def paginate(path: str, items: Sequence[T], size: int) -> Iterator[tuple[int, str, Sequence[T]]]:
    """The pages of a list: number, file, items; one empty page for an empty list."""
    for number, start in enumerate(range(0, max(len(items), 1), size), 1):
        yield number, page_path(path, number), items[start : start + size]


def count_pages(items: Sequence[object], size: int) -> int:
    """How many pages a list takes."""
    return max(1, -(-len(items) // size))


def pager(site: Site, path: str, number: int, last: int) -> Node | None:
    """Links to the pages of the list that begins in `path`, on its page `number`; None for a single page."""
    if last == 1:
        return None
    say = site.words
    here = page_path(path, number)

    def way(n: int, text: str, **attrs: str) -> Node:
        return el("li", el("a", text, href=relative_url(here, page_path(path, n)), **attrs))

    items: list[Node] = []
    if number > 1:
        items.append(way(number - 1, say("pager.before"), rel="prev"))
    shown = sorted({n for n in (1, 2, number - 1, number, number + 1, last - 1, last) if 1 <= n <= last})
    for before, n in zip([0, *shown], shown, strict=False):
        if n - before > 1:
            items.append(el("li", "…", aria_hidden="true"))
        current = {"aria_current": "page"} if n == number else {}
        items.append(way(n, say.number(n), **current))
    if number < last:
        items.append(way(number + 1, say("pager.after"), rel="next"))
    return el("nav", el("ul", *items), class_="jisr-pager", aria_label=say("pager.label"))
