"""Arabic whose lines stand as they were typed (`<pre>`) is text, and no code."""

import re
from collections.abc import Sequence
from dataclasses import replace

from jisr.lang.arabic import is_mostly_arabic
from jisr.seeds.web_page.events import PageEvent, outermost_spans

_GAP = re.compile(" {4,}")
_LINE_WORDS = 3  # of a line that says something


def with_typed_lines(events: Sequence[PageEvent]) -> list[PageEvent]:
    """The events with lines of Arabic that are set as they were typed (`<pre>`) as text: they are no code."""
    result = list(events)
    for start, end in reversed(outermost_spans(events, "pre")):
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
