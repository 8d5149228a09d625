"""The one article of a page, and what stands around it."""

from collections.abc import Sequence

from jisr.seeds.web_page.events import PageEvent, outermost_spans
from jisr.seeds.web_page.frame import is_frame

_HIDDEN = ("script", "style", "template")
_MENU = frozenset({"nav", "ul", "ol", "form", "aside"})
_MUCH_LONGER = 3


def within_article(events: Sequence[PageEvent]) -> tuple[Sequence[PageEvent], Sequence[PageEvent]]:
    """The events of a page's one article, with a heading of the first level, and those around it.

    Between that heading and the article stand author, day and picture, unless there is a menu. A page that
    does not say what its article is stays whole, and so does one that has most words elsewhere, or what its
    article refers to.
    """
    span = _article(events)
    if not span:
        return events, ()
    titles = [] if any(event.tag == "h1" for event in events[slice(*span)]) else outermost_spans(events, "h1")
    above = [title for title in titles if title[1] <= span[0]][-1:]
    if above and not any(event.tag in _MENU for event in events[above[0][1] : span[0]]):
        titles.remove(above[0])
        span = above[0][0], span[1]
    inside = events[slice(*span)]
    outside = [e for a, b in _between([*titles, span], len(events)) for e in _seen(events[a:b])]
    names = {event.attributes.get("id") for event in outside if not is_frame(event)}  # remarks are
    leads = {e.attributes.get("href", "")[1:] for e in inside if e.attributes.get("href", "")[:1] == "#"}
    if _count(outside) > _count(inside) or not names.isdisjoint(leads - {""}):
        return events, ()
    kept = [event for a, b in titles for event in events[a:b]]
    return [*kept, *inside], outside


def _article(events: Sequence[PageEvent]) -> tuple[int, int] | None:
    """Where the `<main>` of a page is, or its `<article>`, of several one much longer than the others."""
    spans = outermost_spans(events, "main") or outermost_spans(events, "article")
    by_length = sorted(spans, key=lambda span: _count(events[slice(*span)]))
    lengths = [_count(events[slice(*span)]) for span in by_length]
    is_one = len(lengths) == 1 or (lengths and lengths[-1] > _MUCH_LONGER * lengths[-2])
    return by_length[-1] if is_one else None


def _between(spans: Sequence[tuple[int, int]], length: int) -> list[tuple[int, int]]:
    ordered = sorted(spans)
    starts = [0, *(end for _, end in ordered)]
    return list(zip(starts, [*(start for start, _ in ordered), length], strict=True))


def _seen(events: Sequence[PageEvent]) -> list[PageEvent]:
    """The events without scripts and styles."""
    seen: list[PageEvent] = []
    hidden = ""
    for event in events:
        if not hidden and event.tag in _HIDDEN and not event.ends:
            hidden = event.tag
        elif hidden:
            hidden = "" if event.tag == hidden and event.ends else hidden
        else:
            seen.append(event)
    return seen


def _count(events: Sequence[PageEvent]) -> int:
    return sum(len(event.words.split()) for event in events)
