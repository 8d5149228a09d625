"""What is done to the tags and words of a page before Markdown is made of them.

Its article is taken out of what stands around it, tables that only place things are none, nor is Arabic code
where its lines stand as they were typed. Paragraphs that Word saved as points of a list become such: to HTML
they are paragraphs, each with its mark and no-break spaces as text.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from jisr.lang.arabic import is_mostly_arabic
from jisr.seeds.web_page_notes import PageEvent

_CLASS = re.compile(r"MsoList(?:Paragraph|Bullet|Number)")
_STYLE = re.compile(r"mso-list:\s*l\d")
_MARK = re.compile(
    r"\s*(?:(?P<bullet>[·•●▪■◦§Øüo–-])|\(?(?P<number>\d{1,3})[.)/–-]|(?P<letter>\(?[^\W\d_]{1,4}ـ?[.)/–-]))"
    r"[ \n]*\xa0[\s\xa0]*(?=\S)"
)
_LONGEST = 100  # characters of a mark with what stands behind it


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
    titles = [] if any(event.tag == "h1" for event in events[slice(*span)]) else _spans(events, "h1")
    above = [title for title in titles if title[1] <= span[0]][-1:]
    if above and not any(event.tag in _MENU for event in events[above[0][1] : span[0]]):
        titles.remove(above[0])
        span = above[0][0], span[1]
    inside = events[slice(*span)]
    outside = [e for a, b in _between([*titles, span], len(events)) for e in _seen(events[a:b])]
    names = {event.attributes.get("id") for event in outside}
    leads = {e.attributes.get("href", "")[1:] for e in inside if e.attributes.get("href", "")[:1] == "#"}
    if _count(outside) > _count(inside) or not names.isdisjoint(leads - {""}):
        return events, ()
    kept = [event for a, b in titles for event in events[a:b]]
    return [*kept, *inside], outside


def _article(events: Sequence[PageEvent]) -> tuple[int, int] | None:
    """Where the `<main>` of a page is, or its `<article>`, of several one much longer than the others."""
    spans = _spans(events, "main") or _spans(events, "article")
    by_length = sorted(spans, key=lambda span: _count(events[slice(*span)]))
    lengths = [_count(events[slice(*span)]) for span in by_length]
    is_one = len(lengths) == 1 or (lengths and lengths[-1] > _MUCH_LONGER * lengths[-2])
    return by_length[-1] if is_one else None


def _spans(events: Sequence[PageEvent], tag: str) -> list[tuple[int, int]]:
    """Where the outermost elements of one kind begin and end."""
    spans: list[tuple[int, int]] = []
    depth = start = 0
    for n, event in enumerate(events):
        if event.tag == tag:
            start = n if not depth else start
            depth = max(0, depth + (-1 if event.ends else 1))
            if event.ends and not depth:
                spans.append((start, n + 1))
    return spans


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


_GAP = re.compile(" {4,}")
_LINE_WORDS = 3  # of a line that says something


def with_typed_lines(events: Sequence[PageEvent]) -> list[PageEvent]:
    """The events with lines of Arabic that are set as they were typed (`<pre>`) as text: they are no code."""
    result = list(events)
    for start, end in reversed(_spans(events, "pre")):
        words = "".join("\n" if event.tag == "br" else event.words for event in events[start:end])
        lines = [line.split() for line in words.split("\n") if line.strip()]
        if not is_mostly_arabic(words) or any(len(line) < _LINE_WORDS for line in lines):
            continue
        inner: list[PageEvent] = []
        for event in events[start + 1 : end - 1]:
            for n, line in enumerate(event.words.split("\n")):
                inner += [PageEvent(event.line + n, "br")] * bool(n)
                inner += [replace(event, words=_GAP.sub("\u00a0" * 4, line))] * bool(line or event.tag)
        result[start:end] = [
            PageEvent(events[start].line, "p"),
            *inner,
            PageEvent(events[end - 1].line, "p", ends=True),
        ]
    return result


def with_word_lists(events: Sequence[PageEvent]) -> list[PageEvent]:
    """The events with Word's paragraphs of lists as points; a letter that counts one stays as text."""
    result: list[PageEvent] = []
    position = 0
    while position < len(events):
        event = events[position]
        end = _end(events, position) if _is_point(event) else position
        mark = _MARK.match(_words(events[position:end])) if end > position else None
        if mark is None:
            result.append(event)
            position += 1
            continue
        inner = _without(events[position + 1 : end], mark.end(), mark["letter"] or "")
        if mark["letter"]:
            result += [event, *inner, events[end]]
        else:
            _add_point(result, event, inner, mark["number"] or "")
        position = end + 1
    return result


def _is_point(event: PageEvent) -> bool:
    return (
        event.tag == "p"
        and not event.ends
        and bool(
            _CLASS.match(event.attributes.get("class", ""))
            or _STYLE.search(event.attributes.get("style", ""))
        )
    )


def _end(events: Sequence[PageEvent], start: int) -> int:
    """Where the paragraph ends that begins at `start`; `start` where it does not before another begins."""
    for n in range(start + 1, len(events)):
        if events[n].tag == "p":
            return n if events[n].ends else start
    return start


def _words(events: Sequence[PageEvent]) -> str:
    words = ""
    for event in events:
        words += event.words
        if len(words) > _LONGEST:
            break
    return words


def _without(events: Sequence[PageEvent], count: int, instead: str) -> list[PageEvent]:
    """The events without the first characters of their words, and `instead` of these."""
    result: list[PageEvent] = []
    for event in events:
        if event.words and count:
            cut = min(count, len(event.words))
            count -= cut
            event = replace(event, words=(f"{instead} " if instead and not count else "") + event.words[cut:])
        if event.tag or event.words:
            result.append(event)
    return result


def _add_point(result: list[PageEvent], begin: PageEvent, inner: Sequence[PageEvent], number: str) -> None:
    """Add a point to the list right before it, or to a new one."""
    tag = "ol" if number else "ul"
    above = next(
        (n for n in range(len(result), 0, -1) if result[n - 1].tag or result[n - 1].words.strip()), 0
    )
    if above and result[above - 1].tag == tag and result[above - 1].ends:
        del result[above - 1]
    else:
        result.append(PageEvent(begin.line, tag, attributes={"start": number} if number else {}))
    line = begin.line
    result += [
        PageEvent(line, "li"),
        *inner,
        PageEvent(line, "li", ends=True),
        PageEvent(line, tag, ends=True),
    ]
