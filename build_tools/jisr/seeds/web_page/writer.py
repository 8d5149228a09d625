"""The tags and words of a page as lines of Markdown with tags in it."""

import html
import re
from collections.abc import Sequence
from dataclasses import replace

from jisr.markup.markdown_text import escape
from jisr.model.diagnostics import Finding
from jisr.seeds.md.html_marks import SAID
from jisr.seeds.md.html_tags import KNOWN_TAGS
from jisr.seeds.web_page.events import PageEvent
from jisr.seeds.web_page.footnotes import NOTE_TAGS, find_notes
from jisr.seeds.web_page.frame import is_frame, say_left_out

_VERBATIM = frozenset({"code", "tt", "samp"})
_KEPT = ("href", "src", "id", "name", "start", "rowspan", "colspan", *SAID)
_LATER = ("data-src", "data-lazy-src", "data-original")  # of an image that a page loads when it is seen
_LONGEST = 1500  # characters of an attribute; more is a file and no address
_LINE_END = re.compile(r"\s*\n\s*")  # within an attribute
_ENTITY_BEGINS = re.compile(r"&(?=#?\w{0,31}\Z)")  # what follows may be "lt;", behind a tag or an entity
_SPACES = re.compile(r"[ \t\r\f]+")


class PageWriter:
    """Writes the events of a page as lines of Markdown with tags in it; `lines` and `findings` grow."""

    def __init__(self, events: Sequence[PageEvent]) -> None:
        self.events = events
        self.notes = find_notes(events)
        self.lines: list[tuple[int, list[str]]] = [(0, [])]
        self.findings: list[Finding] = []
        self.verbatim = 0  # elements around in which text is code
        self.pre = 0
        self.note_ends = -1  # the end of the note that is being written
        self.is_note_begun = False
        self.mark = ""  # of a note that has no words yet: it may be typed again before them

    def write(self) -> None:
        """Write all events."""
        n = 0
        while n < len(self.events):
            event = self.events[n]
            if is_frame(event):
                n = self._leave_out(n)
            elif n in self.notes.cited:
                self._put(event.line, f"[^{self.notes.cited[n]}]")
            elif n in self.notes.begun:
                self._begin_note(n)
            elif n in self.notes.silent:
                pass
            elif n == self.note_ends:
                self._put(event.line, "</p>")
                self.note_ends = -1
            elif event.tag:
                self._tag(event)
            else:
                self._words(event)
            n += 1

    def _leave_out(self, n: int) -> int:
        """Name an element of the page's frame; gives where it ends."""
        end = self.notes.ends.get(n, n)
        words = " ".join("".join(event.said for event in self.events[n:end]).split())
        finding = say_left_out(f"<{self.events[n].tag}>", self.events[n].line, words)
        if all((said.message, said.text) != (finding.message, words) for said in self.findings):
            self.findings.append(finding)  # «[عدل]» ("edit") stands at every heading
        return end

    def _begin_note(self, n: int) -> None:
        event = self.events[n]
        self.mark = self.notes.marks[n]
        if event.tag != "a":
            self._put(event.line, "<p>")
            self.note_ends, self.is_note_begun = self.notes.ends.get(n, n), False
        self.lines.append((event.line, [f"[^{self.notes.begun[n]}]: "]))

    def _tag(self, event: PageEvent) -> None:
        step = -1 if event.ends else 1
        self.verbatim = max(0, self.verbatim + step * (event.tag in _VERBATIM))
        self.pre = max(0, self.pre + step * (event.tag == "pre"))
        if event.tag not in KNOWN_TAGS:
            if said := event.said.strip():
                self.findings.append(say_left_out(f"what <{event.tag}> says of itself", event.line, said))
            return
        if self.note_ends >= 0 and event.tag in NOTE_TAGS:
            # paragraphs of a note are lines of it
            self._put(event.line, "<br>" if self.is_note_begun and not event.ends else "")
            self.is_note_begun = self.is_note_begun and event.ends
            return
        given = "" if event.ends else self._attributes(event)
        self._put(event.line, f"<{'/' if event.ends else ''}{event.tag}{given}>")

    def _attributes(self, event: PageEvent) -> str:
        """What of the attributes means something to a text, as HTML."""
        kept = (*_KEPT, "type") if event.tag == "ol" else _KEPT
        given = {key: value for key, value in event.attributes.items() if key in kept}
        if event.tag == "img" and given.get("src", "data:").startswith("data:"):
            later = (event.attributes.get(name) for name in _LATER)
            given["src"] = next(filter(None, later), given.get("src", ""))
        if given.get("src", "").startswith("data:"):
            excerpt = given.pop("src")[:80]
            self.findings.append(say_left_out("an image within the page itself", event.line, excerpt))
        given = {key: _LINE_END.sub(" ", value).strip() for key, value in given.items()}
        return "".join(f' {key}="{html.escape(value[:_LONGEST])}"' for key, value in given.items())

    def _words(self, event: PageEvent) -> None:
        if self.mark and event.words.strip():
            mark = re.escape(self.mark)
            typed = re.match(rf"\s*(?:[\[(]{mark}[\])]|{mark}[.:)-])\s+(?=\S)", event.words)
            event = replace(event, words=event.words[typed.end() :]) if typed else event
            self.mark = ""
        self.is_note_begun = self.is_note_begun or bool(event.words.strip())
        for n, line in enumerate(event.words.split("\n")):
            if n and (self.pre or self.lines[-1][1]):
                self.lines.append((event.line + n, []))
            if self.pre:
                text = html.escape(line, quote=False).replace("\\", "&#92;").replace("`", "&#96;")
            elif self.verbatim and "`" not in event.words:
                text = html.escape(_SPACES.sub(" ", line), quote=False)
            else:
                words = _SPACES.sub(" ", line)
                bare = words.lstrip(" ")  # a space before - is one behind `</b>`
                text = words.removesuffix(bare) + escape(bare).replace("|", "&#124;")
                text = _ENTITY_BEGINS.sub("&amp;", text)
            self._put(event.line + n, text)

    def _put(self, line: int, text: str) -> None:
        """More on the last line; a line that is still empty begins where `text` stands."""
        pieces = self.lines[-1][1]
        if not pieces and not self.pre:
            text = text.lstrip(" ")
            self.lines[-1] = (line, pieces)
        if text:
            pieces.append(text)
