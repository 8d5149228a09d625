"""Seeds in HTML, as a browser, a content system or Word saves a page: the Markdown that the page means.

All that is text to HTML is escaped, so that no sign in it means anything to Markdown; the tags become marks
where those of HTML in Markdown do (`md.html_marks`). What frames a text on a page (menus, scripts, the head)
is left out and named.
"""

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from html.parser import HTMLParser
from itertools import takewhile

from jisr.lang.units import has_same_units
from jisr.markup.markdown_text import escape, plain
from jisr.model.diagnostics import Finding, Severity, notice
from jisr.model.source import Block, Kind, Meta
from jisr.seeds.content import Content, SeedText
from jisr.seeds.decoding import Line, clean_line, decode_anyway, is_allowed_text
from jisr.seeds.facts import complete_author
from jisr.seeds.md.front_matter import author_of, read_day, why_unusable, withhold
from jisr.seeds.md.html_marks import SAID
from jisr.seeds.md.html_tags import KNOWN_TAGS
from jisr.seeds.md.structure import read_marked_lines
from jisr.seeds.web_page_events import (
    with_typed_lines,
    with_word_lists,
    within_article,
    without_layout,
)
from jisr.seeds.web_page_notes import NOTE_TAGS, PageEvent, find_notes

_FRAME = frozenset({"nav", "script", "style", "template"})  # left out with all that is in them
_REMARKS = frozenset({"comments", "respond", "commentform", "disqus_thread", "fb-comments"})  # of readers
_BOXES = frozenset({"div", "section", "aside", "form", "ol", "ul"})
_HEAD = frozenset({"head", "title", "meta", "link", "base"})
_USED = ("author", "date", "article:published_time", "viewport")
_UNSEEN = re.compile(r"\b(?:noindex|none)\b", re.IGNORECASE)
_OFFICE = re.compile(
    r"\W*(?:LibreOffice|OpenOffice|StarOffice|Microsoft|Aspose|WPS|ONLYOFFICE)", re.IGNORECASE
)
_NOTED = ("author", "changedby", "originator", "created", "changed", "date")
_VERBATIM = frozenset({"code", "tt", "samp"})
_KEPT = ("href", "src", "id", "name", "start", "rowspan", "colspan", *SAID)
_LATER = ("data-src", "data-lazy-src", "data-original")  # of an image that a page loads when it is seen
_LONGEST = 1500  # characters of an attribute; more is a file and no address
_LINE_END = re.compile(r"\s*\n\s*")  # within an attribute
_NO_TAG = re.compile(r"<(?!/?[A-Za-z][^<>]*>)")  # what the parser would look at again and again
_ENTITY_BEGINS = re.compile(r"&(?=#?\w{0,31}\Z)")  # what follows may be "lt;", behind a tag or an entity
_SPACES = re.compile(r"[ \t\r\f]+")


def read_html(seed: SeedText) -> Content:
    """Read a page."""
    page = _parse("\n".join(line.text for line in seed.lines))
    numbers = [line.number for line in seed.lines]
    given, held = _meta(seed.meta, page)
    events, around = within_article(page.events)
    content = read_events(events, given, seed.file, numbers)
    title = next((b for b in content.blocks if b.kind is Kind.HEADING and b.level == 1), None)
    meta, blocks = content.meta, content.blocks
    if not title and (named := _titled(blocks, page.title)):
        title = replace(named, level=1)
        blocks = tuple(title if block is named else block for block in blocks)
    if title:  # what stands above it on the page is none
        blocks = (title, *(block for block in blocks if block is not title))
    elif not meta.title:
        meta = replace(meta, title=page.title)
    about = list(_about_head(page, title, held))
    framing = [(event.line, words) for event in around if (words := _words_of(event).strip())]
    if framing:
        words = " ".join(" ".join(words for _, words in framing).split())
        about.append(_left_out("what stands around the article", framing[0][0], words))
    findings = (*(replace(f, file=seed.file, line=numbers[f.line]) for f in about), *content.findings)
    elsewhere = (*content.said_elsewhere, *page.unread, *meta.author.values(), page.title)
    return replace(content, meta=meta, blocks=tuple(blocks), findings=findings, said_elsewhere=elsewhere)


def _titled(blocks: Sequence[Block], title: str) -> Block | None:
    """The longest of the headings that stand first, of any level, which begins or ends the title of the page.

    Beside it stands the name of the site there, which may be such a heading as well.
    """
    first = [*takewhile(lambda block: block.kind is Kind.HEADING, blocks)]
    words = {n: plain(block.text).text for n, block in enumerate(first)}
    said = [
        n for n in words if re.search(rf"^{re.escape(words[n])}(?!\w)|(?<!\w){re.escape(words[n])}$", title)
    ]
    return first[max(said, key=lambda n: len(words[n]))] if said else None


def _is_of_remarks(event: PageEvent) -> bool:
    """Whether a box holds what readers remarked; a heading may have such a name as well."""
    return event.tag in _BOXES and event.attributes.get("id", "").lower() in _REMARKS


def read_events(events: Sequence[PageEvent], meta: Meta, file: str, numbers: Sequence[int]) -> Content:
    """The blocks of a row of tags and words; `numbers` are those of the lines that these count from 0."""
    writer = _Writer(events)
    writer.write()
    lines = [Line(numbers[min(n, len(numbers) - 1)], clean_line("".join(p))) for n, p in writer.lines]
    content = read_marked_lines(lines, meta, file)
    named = (replace(finding, file=file, line=numbers[finding.line]) for finding in writer.findings)
    elsewhere = (*content.said_elsewhere, *writer.notes.unread)
    return replace(content, findings=(*named, *content.findings), said_elsewhere=elsewhere)


def split_page(text: str) -> Sequence[PageEvent]:
    """A page as a row of tags and words, without its head."""
    return _parse(text).events


def withhold_by_head(meta: Meta, data: bytes) -> Meta:
    """`meta` with what the head of a page says of holding it back."""
    return _meta(meta, _parse(decode_anyway(data)))[0]


def _parse(text: str) -> "_Page":
    page = _Page()
    page.feed(_NO_TAG.sub("&lt;", text))
    page.close()
    page.forget_who_typed()
    page.events = with_typed_lines(without_layout(with_word_lists(page.events)))
    page.title = " ".join(clean_line(page.title).split())
    return page


def _meta(given: Meta, page: "_Page") -> tuple[Meta, Mapping[str, str]]:
    """The sidecar's, and where it is silent author and day from the head of the page; and what holds it back.

    What a page asks search engines not to show is not for readers yet, either.
    """
    published = page.said.get("article:published_time") or page.said.get("date") or ""
    day, moment = read_day(published)
    meta = replace(
        given,
        author=complete_author(given.author, author_of(page.said.get("author"))),
        published=given.published or day,
        dated=given.dated if given.published else moment,
    )
    said = {"date": published, **page.said}
    if _UNSEEN.search(page.said.get("robots", "")):
        said["private"] = "yes"
    meta, held = withhold(meta, said)
    return meta, held


def _about_head(page: "_Page", title: Block | None, held: Mapping[str, str]) -> Iterator[Finding]:
    """Names what the head of the page says and the text does not."""
    for key, remedy in held.items():
        name = "robots" if key == "private" and key not in page.said else key
        message = f"{why_unusable(remedy)}readers do not see the text: the head of the page says so"
        text = f"{name}: {page.said.get(name, '')}"
        severity = Severity.ERROR if remedy else Severity.NOTICE
        remedy = remedy or "take the tag out once the text may be read"
        yield Finding("held", message, "", page.line, text, remedy, severity=severity)
    others = [words for name, words in page.said.items() if name not in _USED and name not in held]
    if title and page.title and not has_same_units(page.title, plain(title.text).text):
        others.insert(0, page.title)
    if words := " | ".join(dict.fromkeys(others)):
        yield _left_out("what only the head of the page says", page.line, words)


def _left_out(what: str, line: int, words: str) -> Finding:
    remedy = "nothing needs doing; what is to be read, put into the text of the page"
    return notice("html", f"{what} is left out", "", line, words, remedy)


# --- the page as a row of tags and words -------------------------------------------------------------------


class _Page(HTMLParser):
    """Takes a page apart; the head is read at once."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.events: list[PageEvent] = []
        self.said: dict[str, str] = {}  # by the head: name → words
        self.title = ""
        self.line = 0  # where it first says something
        self.unread: list[str] = []  # what attributes say to programs
        self.is_title = False
        self.title_tag = ""  # of a title by Word, which has no <h1> for it

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not tag.isascii():  # no element is called so: <xكلمة> is words, as <كلمة> is
            self.handle_data(self.get_starttag_text() or "")
            return
        given = {name: value or "" for name, value in attrs}
        unread = (value for name, value in given.items() if name not in ("href", "src", *SAID))
        self.unread += [words for words in (*unread, *given) if not words.isascii()]
        self.is_title = tag == "title" and not self.title
        if tag == "meta" and (name := given.get("name") or given.get("property")) and given.get("content"):
            self.said.setdefault(name.lower(), given["content"])
            self.line = self.line or self.getpos()[0] - 1
        if given.get("class") == "MsoTitle":
            self.title_tag, tag = tag, "h1"
        elif tag == self.title_tag:
            self.title_tag = ""
        if tag not in _HEAD:
            self.events.append(PageEvent(self.getpos()[0] - 1, tag, attributes=given))

    def forget_who_typed(self) -> None:
        """Leave out what word processors note by themselves: whose computer it was, and when."""
        if _OFFICE.match(self.said.get("generator", "")):
            for name in _NOTED:
                self.said.pop(name, None)

    def handle_endtag(self, tag: str) -> None:
        if not tag.isascii():
            self.handle_data(f"</{tag}>")
            return
        self.is_title = False
        if tag == self.title_tag:
            tag, self.title_tag = "h1", ""
        if tag not in _HEAD:
            self.events.append(PageEvent(self.getpos()[0] - 1, tag, ends=True))

    def handle_data(self, data: str) -> None:
        if self.is_title:
            self.line = self.line or self.getpos()[0] - 1
            self.title += data
        else:
            self.events.append(PageEvent(self.getpos()[0] - 1, words=data))

    def handle_entityref(self, name: str) -> None:
        self.handle_data(_character(f"&{name};"))

    def handle_charref(self, name: str) -> None:
        self.handle_data(_character(f"&#{name};"))


def _character(entity: str) -> str:
    """The text that an entity stands for; as it was typed where that may not be shown."""
    character = html.unescape(entity)
    return character if is_allowed_text(character) else entity


# --- Markdown ----------------------------------------------------------------------------------------------


def _words_of(event: PageEvent) -> str:
    """What an event says to a reader: its words, or those of a tag's attributes."""
    return event.words or f" {' | '.join(filter(None, map(event.attributes.get, SAID)))} "


class _Writer:
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
            if not event.ends and (event.tag in _FRAME or _is_of_remarks(event)):
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
        words = " ".join("".join(map(_words_of, self.events[n:end])).split())
        self.findings.append(_left_out(f"<{self.events[n].tag}>", self.events[n].line, words))
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
            if said := _words_of(event).strip():
                self.findings.append(_left_out(f"what <{event.tag}> says of itself", event.line, said))
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
        given = {key: value for key, value in event.attributes.items() if key in _KEPT}
        if event.tag == "img" and given.get("src", "data:").startswith("data:"):
            later = (event.attributes.get(name) for name in _LATER)
            given["src"] = next(filter(None, later), given.get("src", ""))
        if given.get("src", "").startswith("data:"):
            excerpt = given.pop("src")[:80]
            self.findings.append(_left_out("an image within the page itself", event.line, excerpt))
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
