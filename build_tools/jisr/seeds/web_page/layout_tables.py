"""Tables that only place things on a page are none."""

from collections.abc import Sequence

from jisr.seeds.web_page.events import PageEvent

_TABLE = frozenset({"table", "tbody", "thead", "tfoot", "tr", "td", "th"})


def without_layout(events: Sequence[PageEvent]) -> list[PageEvent]:
    """The events with plain boxes for tables that only place things: around titles or other tables."""
    tables: list[int] = []  # those that are open, by where they begin
    owner: dict[int, int] = {}  # a tag of a table → the table
    layout: set[int] = set()
    for n, event in enumerate(events):
        if event.tag == "table" and not event.ends:
            layout.update(tables[-1:])
            tables.append(n)
        if not tables:
            continue
        if event.tag in _TABLE:
            owner[n] = tables[-1]
        if event.tag in ("h1", "h2"):
            layout.add(tables[-1])
        if event.tag == "table" and event.ends:
            tables.pop()
    return [
        PageEvent(event.line, "div", event.ends) if owner.get(n) in layout else event
        for n, event in enumerate(events)
    ]
