"""What the head of a page says: author and day, and whether readers may see it yet."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from jisr.lang.units import has_same_units
from jisr.markup.markdown_text import plain
from jisr.model.diagnostics import Finding, Severity
from jisr.model.source import Block, Meta
from jisr.seeds.decoding import decode_anyway
from jisr.seeds.facts import complete_author
from jisr.seeds.md.front_matter import author_of, read_day, why_unusable, withhold
from jisr.seeds.web_page.article import within_article
from jisr.seeds.web_page.events import PageEvent, join_words
from jisr.seeds.web_page.frame import say_left_out
from jisr.seeds.web_page.parser import Page, parse_page
from jisr.seeds.withheld import find_withheld, hold, without_front_matter

_USED = ("author", "date", "article:published_time", "viewport")
_WITHIN_LINES = frozenset({"a", "b", "bdi", "em", "font", "i", "mark", "small", "span", "strong", "u"})
_UNSEEN = re.compile(r"\b(?:noindex|none)\b", re.IGNORECASE)


def withhold_by_page(meta: Meta, data: bytes) -> Meta:
    """`meta` with what a page says of holding it back, in its head or in its first lines."""
    page = parse_page(without_front_matter(decode_anyway(data)))
    meta = read_head(meta, page)[0]
    return hold(meta) if find_held(within_article(page.events)[0]) else meta


def find_held(events: Sequence[PageEvent]) -> tuple[int, int] | None:
    """Where the line stands, among the first of a page, that says that nobody is to read it yet."""
    ends = [n for n, event in enumerate(events) if event.tag and event.tag not in _WITHIN_LINES]
    spans = list(pairwise((0, *ends, len(events))))
    place = find_withheld([join_words(events[a:b]) for a, b in spans])
    return spans[place] if place >= 0 else None


def read_head(given: Meta, page: Page) -> tuple[Meta, Mapping[str, str]]:
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


def describe_head(page: Page, title: Block | None, held: Mapping[str, str]) -> Iterator[Finding]:
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
        yield say_left_out("what only the head of the page says", page.line, words)
