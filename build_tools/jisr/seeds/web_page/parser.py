"""A page taken apart: its head read, the rest a row of tags and words."""

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser

from jisr.seeds.decoding import clean_line, is_allowed_text
from jisr.seeds.md.dialects import write_captions
from jisr.seeds.md.html_marks import SAID
from jisr.seeds.web_page.blank_lines import with_blank_lines
from jisr.seeds.web_page.events import PageEvent
from jisr.seeds.web_page.layout_tables import with_verses, without_layout
from jisr.seeds.web_page.lists_from_word import with_word_lists
from jisr.seeds.web_page.typed_lines import with_typed_lines

_HEAD = frozenset({"head", "title", "meta", "link", "base"})
_OFFICE = re.compile(
    r"\W*(?:LibreOffice|OpenOffice|StarOffice|Microsoft|Aspose|WPS|ONLYOFFICE)", re.IGNORECASE
)
_NOTED = ("author", "changedby", "originator", "created", "changed", "date")
_NO_TAG = re.compile(r"<(?!/?[A-Za-z][^<>]*>)")  # what the parser would look at again and again


@dataclass(frozen=True)
class Page:
    """What a page says: its head, by name, from one `line` on (counted from 0), and `events`, the rest.

    `unread` is what attributes say to programs.
    """

    title: str
    said: Mapping[str, str]
    line: int
    events: Sequence[PageEvent]
    unread: Sequence[str]


def parse_page(text: str) -> Page:
    """Take a page apart, and put right what its tags do not mean."""
    parser = _Parser()
    parser.feed(_NO_TAG.sub("&lt;", write_captions(text)))
    parser.close()
    parser.forget_who_typed()
    events: Sequence[PageEvent] = parser.events
    for put_right in (with_blank_lines, with_word_lists, with_verses, without_layout, with_typed_lines):
        events = put_right(events)
    title = " ".join(clean_line(parser.title).split())
    return Page(title, parser.said, parser.line, events, parser.unread)


class _Parser(HTMLParser):
    """Takes a page apart; the head is read at once."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.events: list[PageEvent] = []
        self.said: dict[str, str] = {}  # by the head: name → words
        self.title = ""
        self.line = 0  # where it first says something
        self.unread: list[str] = []  # what attributes say to programs
        self.is_title = False
        self.title_tag = ""  # of a title by Word or Google Docs, which have no <h1> for it

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
        classes = given.get("class", "").split()
        if "MsoTitle" in classes or (tag == "p" and "title" in classes):  # Word's, Google Docs'
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
