"""Paragraphs that Word saved as points of a list: to HTML they are paragraphs.

Each has its mark and no-break spaces as text.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from jisr.seeds.web_page.events import PageEvent

_CLASS = re.compile(r"MsoList(?:Paragraph|Bullet|Number)")
_STYLE = re.compile(r"mso-list:\s*l\d")
_MARK = re.compile(
    r"\s*(?:(?P<bullet>[·•●▪■◦§Øüo–-])|\(?(?P<number>\d{1,3})[.)/–-]|(?P<letter>\(?[^\W\d_]{1,4}ـ?[.)/–-]))"
    r"[ \n]*\xa0[\s\xa0]*(?=\S)"
)
_LONGEST = 100  # characters of a mark with what stands behind it


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
