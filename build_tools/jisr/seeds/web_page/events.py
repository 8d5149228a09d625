"""A page as a row of tags and words, in order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from jisr.seeds.md.html_marks import SAID


@dataclass(frozen=True)
class PageEvent:
    """A tag that begins or ends, or words (`tag` empty). `line` counts from 0."""

    line: int
    tag: str = ""
    ends: bool = False
    attributes: Mapping[str, str] = field(default_factory=dict)
    words: str = ""

    @property
    def said(self) -> str:
        """What it says to a reader: its words, or those of a tag's attributes."""
        return self.words or f" {' | '.join(filter(None, map(self.attributes.get, SAID)))} "


def join_words(events: Sequence[PageEvent]) -> str:
    """The words of events as a reader sees them on a line."""
    return " ".join("".join(event.words for event in events).split())


def outermost_spans(events: Sequence[PageEvent], tag: str) -> list[tuple[int, int]]:
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
