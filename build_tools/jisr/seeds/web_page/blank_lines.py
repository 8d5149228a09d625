"""Text as the editor of WordPress stores it: no tag parts its paragraphs and lines, but line ends do."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from jisr.seeds.web_page.events import PageEvent

_PARTING = frozenset({"p", "br", "div", "pre", "td"})
_INLINE = frozenset({"a", "b", "i", "u", "s", "strong", "em", "del", "ins", "span", "sup", "sub", "q"})
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_ENDS = re.compile(r"(\s*\n\s*)")


def with_blank_lines(events: Sequence[PageEvent]) -> list[PageEvent]:
    """The events with tags for the line ends that part paragraphs and lines, where no tag does."""
    is_stored = any(event.words.strip() and _BLANK_LINE.search(event.words) for event in events)
    if not is_stored or any(event.tag in _PARTING for event in events):
        return list(events)
    tags = ["", *(event.tag for event in events), ""]
    return [one for n, event in enumerate(events) for one in _parted(event, tags[n], tags[n + 2])]


def _parted(event: PageEvent, before: str, after: str) -> Iterator[PageEvent]:
    """An event with its line ends as tags; `before` and `after` are the tags beside it."""
    pieces = _ENDS.split(event.words)  # words and line ends by turns
    line = event.line
    for n, words in enumerate(pieces):
        yield replace(event, line=line, words=words)
        line += words.count("\n")
        if n % 2 and _BLANK_LINE.search(words):
            yield PageEvent(line, "p")
        elif n % 2:
            is_behind = pieces[n - 1] or (n == 1 and before in _INLINE)
            is_before = pieces[n + 1] or (n == len(pieces) - 2 and after in _INLINE)
            yield from [PageEvent(line, "br")] * bool(is_behind and is_before)
