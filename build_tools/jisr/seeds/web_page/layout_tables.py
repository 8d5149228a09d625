"""Tables that only place things on a page are none: its parts, or the halves of verses."""

from collections.abc import Sequence

from jisr.lang.verse import is_one_measure, is_rhymed
from jisr.seeds.web_page.events import PageEvent, outermost_spans

_HALF = 3  # words at least: of two there are other tables, too
_TABLE = frozenset({"table", "tbody", "thead", "tfoot", "tr", "td", "th"})


def without_layout(events: Sequence[PageEvent]) -> list[PageEvent]:
    """The events with plain boxes for tables that only place things: around titles, other tables, a text."""
    tables: list[int] = []  # those that are open, by where they begin
    columns: dict[int, int] = {}  # table → the most cells that a row of it has
    cells = 0  # of the row at hand
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
        if event.tag in ("td", "th") and not event.ends:
            cells += 1 if event.tag == "td" else 2  # what has a head is a table
            columns[tables[-1]] = max(cells, columns.get(tables[-1], 0))
        elif event.tag in ("tr", "table"):
            cells = 0
        if event.tag == "table" and event.ends and columns.get(ended := tables.pop(), 0) < 2:
            layout.add(ended)
    return [
        PageEvent(event.line, "div", event.ends) if owner.get(n) in layout else event
        for n, event in enumerate(events)
    ]


def with_verses(events: Sequence[PageEvent]) -> list[PageEvent]:
    """The events with lines of verse for tables that only set their halves beside each other."""
    result = list(events)
    for start, end in reversed(outermost_spans(events, "table")):
        rows: list[list[str]] = []
        for event in events[start:end]:
            if event.tag == "tr" and not event.ends:
                rows.append([])
            elif event.tag == "td" and not event.ends and rows:
                rows[-1].append("")
            elif rows and rows[-1]:
                rows[-1][-1] += event.words
        halves = [[" ".join(cell.split()) for cell in row if cell.strip()] for row in rows]
        if _are_verses(halves) and not any(event.tag in ("th", "img", "a") for event in events[start:end]):
            line = events[start].line
            lines = (PageEvent(line, words=("\u00a0" * 4).join(row)) for row in halves)
            verses = [one for verse in lines for one in (PageEvent(line, "br"), verse)]
            result[start:end] = [PageEvent(line, "p"), *verses[1:], PageEvent(line, "p", ends=True)]
    return result


def _are_verses(rows: Sequence[Sequence[str]]) -> bool:
    return (
        len(rows) > 1
        and all(len(row) == 2 and is_one_measure(*row) for row in rows)
        and all(len(half.split()) >= _HALF for row in rows for half in row)
        and is_rhymed([second for _, second in rows])
    )
