"""Seeds in HTML, as a browser, a content system or Word saves a page: the Markdown that the page means.

All that is text to HTML is escaped, so that no sign in it means anything to Markdown; the tags become marks
where those of HTML in Markdown do (`md.html_marks`).
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from jisr.markup.markdown_text import plain
from jisr.model.source import Block, Kind, Meta
from jisr.seeds.content import Content, SeedText
from jisr.seeds.decoding import Line, clean_line
from jisr.seeds.md.structure import read_marked_lines
from jisr.seeds.web_page.article import within_article
from jisr.seeds.web_page.events import PageEvent, join_words
from jisr.seeds.web_page.frame import say_left_out
from jisr.seeds.web_page.head import describe_head, find_held, read_head
from jisr.seeds.web_page.parser import parse_page
from jisr.seeds.web_page.writer import PageWriter
from jisr.seeds.withheld import hold, say_withheld

_FEW = 20  # words


def read_html(seed: SeedText) -> Content:
    """Read a page."""
    page = parse_page("\n".join(line.text for line in seed.lines))
    numbers = [line.number for line in seed.lines]
    given, held = read_head(seed.meta, page)
    events, around = within_article(page.events)
    withheld = ""
    if span := find_held(events):
        withheld = join_words(events[slice(*span)])
        given, withheld_at = hold(given), events[span[1] - 1].line
        events = [replace(event, words="") if n in range(*span) else event for n, event in enumerate(events)]
    content = read_events(events, given, seed.file, numbers)
    meta, blocks = content.meta, content.blocks
    title = next((b for b in blocks if b.kind is Kind.HEADING and b.level == 1), None)
    above = takewhile(lambda block: block is not title, blocks)
    if title and any(map(_is_text, above)) and not _is_named(plain(title.text).text, page.title):
        title = None  # it heads a part of the text
    if not title and (named := _titled(blocks, page.title)):
        title = replace(named, level=1)
        blocks = tuple(title if block is named else block for block in blocks)
    if title:  # what stands above it on the page is none
        blocks = (title, *(block for block in blocks if block is not title))
    elif not meta.title:
        meta = replace(meta, title=page.title)
    about = list(describe_head(page, title, held))
    if withheld:
        about.append(say_withheld("", withheld_at, withheld))
    framing = [(event.line, words) for event in around if (words := event.said.strip())]
    if framing:
        words = " ".join(" ".join(words for _, words in framing).split())
        about.append(say_left_out("what stands around the article", framing[0][0], words))
    findings = (*(replace(f, file=seed.file, line=numbers[f.line]) for f in about), *content.findings)
    elsewhere = (*content.said_elsewhere, *page.unread, *meta.author.values(), page.title, withheld)
    return replace(content, meta=meta, blocks=tuple(blocks), findings=findings, said_elsewhere=elsewhere)


def read_events(events: Sequence[PageEvent], meta: Meta, file: str, numbers: Sequence[int]) -> Content:
    """The blocks of a row of tags and words; `numbers` are those of the lines that these count from 0."""
    writer = PageWriter(events)
    writer.write()
    lines = [Line(numbers[min(n, len(numbers) - 1)], clean_line("".join(p))) for n, p in writer.lines]
    content = read_marked_lines(lines, meta, file)
    named = (replace(finding, file=file, line=numbers[finding.line]) for finding in writer.findings)
    elsewhere = (*content.said_elsewhere, *writer.notes.unread)
    return replace(content, findings=(*named, *content.findings), said_elsewhere=elsewhere)


def _is_named(words: str, title: str) -> bool:
    """Whether words begin or end the title of the page."""
    return re.search(rf"^{re.escape(words)}(?!\w)|(?<!\w){re.escape(words)}$", title) is not None


def _is_text(block: Block) -> bool:
    """Whether a block is a paragraph of a text: above the title of a page stand sections, day and author."""
    return block.kind is Kind.PARAGRAPH and len(plain(block.text).text.split()) > _FEW


def _titled(blocks: Sequence[Block], title: str) -> Block | None:
    """The longest of the headings that stand first, of any level, which begins or ends the title of the page.

    Beside it stands the name of the site there, which may be such a heading as well.
    """
    first = [*takewhile(lambda block: block.kind is Kind.HEADING, blocks)]
    words = {n: plain(block.text).text for n, block in enumerate(first)}
    said = [n for n in words if _is_named(words[n], title)]
    return first[max(said, key=lambda n: len(words[n]))] if said else None
