"""Words that look alike, links, notes and pictures of a paragraph as Markdown."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from urllib.parse import quote

from jisr.markup.markdown_text import escape
from jisr.model.diagnostics import Finding, notice
from jisr.seeds.md.inline import escape_block_start
from jisr.word.text import Look, Paragraph, Picture, Span

GAP = "\u00a0" * 4
"""Between the halves of a verse."""

_MARKS: dict[Look, tuple[str, str]] = {
    "strike": ("~~", "~~"),
    "underline": ("<u>", "</u>"),
    "sup": ("<sup>", "</sup>"),
    "sub": ("<sub>", "</sub>"),
    "italic": ("*", "*"),
    "bold": ("**", "**"),
}
_ALLOWED = re.compile(r"(?:https?://|mailto:)\S+", re.IGNORECASE)
_WIDE = re.compile(r"\t+|[ \u00a0]{4,}")
_EDGES = re.compile(r"^(\s*)(.*?)(\s*)$", re.DOTALL)
_NUMBERED = re.compile(r"(\d{1,9})(?=[.)](?:\s|$))")


@dataclass
class SpanWriter:
    """Writes paragraphs; `picture` names the file of a picture, `wanted` are names that links lead to."""

    picture: Callable[[Picture], str]
    wanted: frozenset[str] = frozenset()
    _refused: dict[str, None] = field(default_factory=dict)

    def line(self, paragraph: Paragraph) -> str:
        """A paragraph on one line, without what looks alike all through: a heading is bold anyway."""
        spans = tuple(replace(s, look=s.look - {"bold"}) for s in paragraph.spans)
        words = " ".join(self.block(replace(paragraph, spans=spans)).split())
        bare = words.rstrip("#")
        return bare + "\\#" * (len(words) - len(bare))

    def block(self, paragraph: Paragraph, *, gap: bool = False) -> str:
        """A paragraph; `gap` keeps that between the halves of a verse."""
        spans = list(_joined(_without_blanks(paragraph.spans)))
        pieces: list[str] = []
        for href, run in groupby(spans, lambda span: span.href):
            group = list(run)
            before = pieces[-1] if pieces else ""
            if before.endswith("!") and (href or group[0].note):
                pieces[-1] = before[:-1] + "&#33;"
            pieces.append(self._linked(group, href, gap) if href else self._words(group, gap))
        lines = "".join(pieces).strip().split("\n")
        lines = [_NUMBERED.sub(r"\1\\", line, count=1) if _NUMBERED.match(line) else line for line in lines]
        lines = [line if line.startswith("\\") else self._start(line) for line in lines]
        targets = "".join(f'<span id="{n}"></span>' for n in paragraph.names if n in self.wanted)
        return targets + "\n".join(line for line in lines if line.strip())

    def _start(self, line: str) -> str:
        if line.startswith(("**", "*", "![", "[")) and not line.startswith("* "):
            return line
        return escape_block_start(line)

    def _linked(self, spans: Sequence[Span], href: str, gap: bool) -> str:
        words = self._words([replace(s, look=s.look - {"underline"}) for s in spans], gap)
        address = _address(href)
        if href.startswith("#"):
            address = href if href[1:] in self.wanted else ""
        elif not _ALLOWED.fullmatch(address):
            self._refused[href] = None
            address = ""
        if not address or not words.strip() or any(span.picture or span.note for span in spans):
            return words
        edges = _EDGES.fullmatch(words)
        assert edges
        inner = " ".join(edges[2].split())
        return f"{edges[1]}[{inner}]({address}){edges[3]}"

    def _words(self, spans: Sequence[Span], gap: bool) -> str:
        pieces: list[str] = []
        for span in spans:
            if span.note:
                pieces.append(f"[^{span.note}]")
            elif span.picture:
                pieces.append(self._image(span.picture))
            else:
                pieces.append(_marked(span, gap))
        return "".join(pieces)

    def _image(self, picture: Picture) -> str:
        name = self.picture(picture)
        words = " ".join(re.sub(r"[\[\]()<>\\`\"{}]", " ", picture.words).split())[:500]
        return f"![{words}]({quote(name)})" if name else ""

    def refused(self, file: str) -> Iterator[Finding]:
        """What is said of links that lead to no web page and no mail."""
        if self._refused:
            message = f"links that no page may have are kept as their words ({len(self._refused):,})"
            yield notice("word", message, file, 0, " | ".join(self._refused), "link to web pages and mail")


def _without_blanks(spans: Sequence[Span]) -> list[Span]:
    """The spans without looks of blanks alone, which no mark can show, and without what opens a note."""
    return [span if span.text.strip() else replace(span, look=frozenset()) for span in spans]


def _joined(spans: Sequence[Span]) -> Iterator[Span]:
    """Neighbours that look alike as one; where two looks meet within a word, none is italic.

    The marks of both would run together.
    """
    made: list[Span] = []
    for span in spans:
        if not (span.text or span.note or span.picture):
            continue
        last = made[-1] if made else None
        is_words = not (span.note or span.picture)
        if last and is_words and not (last.note or last.picture) and last.href == span.href:
            if last.look == span.look:
                made[-1] = replace(last, text=last.text + span.text)
                continue
            if last.look and span.look and not last.text[-1].isspace() and not span.text[0].isspace():
                both = last.look & span.look
                made[-1] = replace(last, text=last.text + span.text, look=both)
                continue
        made.append(span)
    yield from made


def _marked(span: Span, gap: bool) -> str:
    edges = _EDGES.fullmatch(span.text)
    assert edges
    before, words, behind = (_plain(part, gap) for part in edges.groups())
    if not words:
        return before + behind
    lines = []
    for line in words.split("  \n"):
        for look, (opens, closes) in _MARKS.items():
            if look in span.look and line.strip():
                line = f"{opens}{line}{closes}"
        lines.append(line)
    return before + "  \n".join(lines) + behind


def _plain(text: str, gap: bool) -> str:
    """Words as Markdown: a soft break is one of Markdown, a tab a space or the gap in a verse."""
    if gap:
        text = _WIDE.sub(GAP, text)
    lines = [line.replace("\t", " ") for line in text.split("\n")]
    return "  \n".join(escape(line) for line in lines)


def _address(href: str) -> str:
    return quote(href.strip(), safe="!#$%&*+,/:;=?@_.~-")
