"""Markdown as Jisr uses it: text that stays text, and the plain text behind marks.

`escape` and `plain` go from plain text to Markdown and back, with offsets, so that a name found in the plain
text can be linked in the source.
"""

import html
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from jisr.markup.commonmark import to_html
from jisr.model.private import find_private

UNSEEN = " \t\n\u00a0\u061c\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
"""Signs of which nothing is seen where they stand alone: spaces, marks of direction, joiners."""

ENTITIES = {"<": "&lt;", "&": "&amp;", "~": "&#126;"}
"""What stands for signs before which Python-Markdown knows no backslash."""

ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_INLINE = re.compile(r"[\\`*_{\[~<]|&(?=#?\w+;)")
_LINE_START = re.compile(
    r"^[ \t]*(?:(?P<number>\d{1,9})(?=[.)](?:\s|$))|(?=[-+#>]|!!!|---)|(?P<odd>=|\||:(?=\s)|\?(?=\?\?)))",
    re.MULTILINE,
)


def escape(text: str) -> str:
    """Plain text → Markdown that can only ever be that text: no link, list, heading, attribute or HTML.

    What has no backslash escape in Python-Markdown (`<`, `&`, `=`, `~`, `|`, `:`, `?`) becomes an entity,
    and only where it could mean something.
    """
    text = _INLINE.sub(lambda m: ENTITIES.get(m[0], "\\" + m[0]), text)

    def at_line_start(match: re.Match[str]) -> str:
        if match["number"]:
            return match["number"] + "\\"
        if match["odd"]:
            return f"&#{ord(match['odd'])};"
        return "\\"

    return _LINE_START.sub(at_line_start, text)


def unescape(text: str) -> str:
    """Markdown without its escapes and entities: what was typed before it was escaped."""
    return html.unescape(ESCAPED.sub(r"\1", text))


_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//|\\", re.IGNORECASE)


def leads_elsewhere(address: str) -> bool:
    """Whether an address leads out of the site, or may be read so: by a scheme, a host, a backslash."""
    return _ELSEWHERE.match(address) is not None


_TOKEN = re.compile(
    r"""
      (?P<escape>\\[!-/:-@\[-`{-~])
    | (?P<code>(?<!`)(?P<ticks>`{1,3})(?!`)(?P<inner>[^`]{1,1000})(?P=ticks)(?!`))
    | (?P<comment><!--.{0,2000}?-->)
    | (?P<auto><(?P<address>https?://[^<>\s]{1,2000}|mailto:[^<>\s]{1,300})>)
    | (?P<tag></?[A-Za-z][^<>]{0,500}>)
    | (?P<note>\[\^[^\]\s]{1,80}\]:?)
    | (?P<image>!\[(?P<alt>[^\[\]]{0,500})\]\([^()]{0,1000}\))
    | (?P<link>\[(?P<label>(?:\\.|[^\[\]\\]){1,1000})\]
        (?:\((?:[^()]|\([^()]{0,300}\)){0,1000}\)|\[[^\[\]]{0,200}\]))
    | (?P<entity>&(?:\#\d{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});)
    | (?P<lone>(?<=[^\s>+-][ ])(?:\*{1,9}|~~)(?=[ ]\S))   # between words: no emphasis (CommonMark, 6.2)
    | (?P<emphasis>\*{1,3}|(?<![^\W_])_{1,3}(?=\S)|(?<=\S)_{1,3}(?![^\W_])|~~)
    | (?P<start>^[ ]{0,3}(?:(?P<hashes>\#{1,6})[ ]+|>[ ]?|[-+*][ ]+|\d{1,9}[.)][ ]+))
    """,
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)

# What a token begins with: looking for it first passes plain words at a fraction of the time.
_MAY_BE_TOKEN = re.compile(r"[\\`<\[!&*_~]|^[ ]{0,3}[#>+0-9-]", re.MULTILINE)
_HEADING_LINE = re.compile(r"^ {0,3}#{1,6} .*$", re.MULTILINE)
_VERBATIM = {"code": "inner", "auto": "address", "image": "alt"}


@dataclass(frozen=True)
class _Run:
    """A stretch of plain text and where it stands in the source; `exact` if character by character."""

    start: int
    end: int
    source: int
    source_end: int
    linkable: bool
    exact: bool


@dataclass(frozen=True)
class Plain:
    """The words of a piece of Markdown without its marks, and the way back to the source."""

    text: str
    runs: tuple[_Run, ...]

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """Where the characters `start:end` of `text` stand in the source; None if marks would be cut in two.

        A span may run over several stretches (a name half of which is bold) only if all are at one level,
        which the source cannot tell, so such spans are given up: a missing link harms less than a torn mark.
        """
        run = self._run(start)
        if run is None or end > run.end:
            return None
        if not run.exact:
            return (run.source, run.source_end) if (start, end) == (run.start, run.end) else None
        return run.source + start - run.start, run.source + end - run.start

    def linkable(self, start: int, end: int) -> bool:
        """Whether a link may be put around `start:end`: not within links, code, headings or tags."""
        run = self._run(start)
        return run is not None and end <= run.end and run.linkable and run.exact

    def _run(self, offset: int) -> _Run | None:
        index = bisect_right(self.runs, offset, key=lambda run: run.start) - 1
        run = self.runs[index] if index >= 0 else None
        return run if run and run.start <= offset < run.end else None


def _find_tokens(source: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """The tokens in `source[start:end]`, in order."""
    while place := _MAY_BE_TOKEN.search(source, start, end):
        token = _TOKEN.match(source, place.start(), end)
        if token:
            yield token
        start = token.end() if token else place.start() + 1


@lru_cache(maxsize=1 << 11)  # actors, dates, pages and search all ask for the same blocks
def plain(source: str) -> Plain:
    """The plain text of Markdown: what a reader reads, with paragraphs kept apart by their blank lines.

    Tags, comments and footnote references give no text; code, link labels and alternative texts give theirs.
    """
    out: list[str] = []
    runs: list[_Run] = []
    length = 0

    def add(text: str, at: int, end: int, linkable: bool) -> None:
        nonlocal length
        if text:
            exact = end - at == len(text)
            last = runs[-1] if runs else None
            if last and exact and last.exact and last.linkable == linkable and last.source_end == at:
                runs[-1] = replace(last, end=length + len(text), source_end=end)
            else:
                runs.append(_Run(length, length + len(text), at, end, linkable, exact))
            out.append(text)
            length += len(text)

    def scan(start: int, end: int, linkable: bool) -> None:
        position = start
        for match in _find_tokens(source, start, end):
            add(source[position : match.start()], position, match.start(), linkable)
            position = match.end()
            match match.lastgroup:
                case "escape":
                    add(match[0][1], match.start() + 1, position, linkable)
                case "lone":
                    add(match[0], match.start(), position, linkable)
                case "entity":
                    add(html.unescape(match[0]), match.start(), position, linkable)
                case "code" | "auto" | "image":
                    part = _VERBATIM[match.lastgroup]
                    add(match[part], match.start(part), match.end(part), linkable=False)
                case "link":
                    scan(match.start("label"), match.end("label"), linkable=False)
                case _:
                    pass  # marks that give no text
        add(source[position:end], position, end, linkable)

    position = 0
    for heading in _HEADING_LINE.finditer(source):
        scan(position, heading.start(), linkable=True)
        scan(heading.start(), heading.end(), linkable=False)
        position = heading.end()
    scan(position, len(source), linkable=True)
    return Plain("".join(out), tuple(runs))


_BLOCK_MARK = re.compile(r"\A\s*(?:\d{1,9}(?=[.)])|(?=[#>+=~|-]|[*]\s))")
_DESTINATION = re.compile(r"\]\(\s*(?:<([^<>]*)>|([^\s]*))")
_HREF = re.compile(r"<a\b[^<>]*?\shref\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", re.IGNORECASE)


def unlink(source: str, is_left_out: Callable[[str], bool]) -> str:
    """Markdown without the links whose address `is_left_out`; their words stay as they were written."""

    def without(match: re.Match[str]) -> str:
        written = match[0]
        if match["address"]:
            return escape(match["address"]) if is_left_out(match["address"]) else written
        if match["tag"]:
            href = _HREF.match(written)
            return (
                "<a>"
                if href and is_left_out(html.unescape("".join(filter(None, href.groups()))))
                else written
            )
        if not match["label"]:
            return written
        label = match["label"]
        place = _DESTINATION.match(written, 1 + len(label))
        address = (place[1] or (place[2] or "").removesuffix(")")) if place else ""
        address = unescape(address)
        if not address or not is_left_out(address):
            return written
        # «[1. الأول](x)» ("1. the first") would begin a list without its brackets
        return _BLOCK_MARK.sub(r"\g<0>\\", label)

    return _TOKEN.sub(without, source)


_NOTES_BELOW = re.compile(r"(?:\n[ \t]*)?\n(?= {0,3}\[\^[^\]\s]{1,80}\]:)")


def split_notes(source: str) -> tuple[str, str]:
    """A title, heading or opening on one line, and the definitions of the footnotes below it."""
    line, *below = _NOTES_BELOW.split(source, maxsplit=1)
    return " ".join(line.split()), below[0] if below else ""


@lru_cache(maxsize=1 << 8)  # an article's title and how it begins stand on its pages, in lists and feeds
def plain_line(source: str) -> str:
    """The plain text of a title, heading or opening on one line, without the words of its footnotes."""
    return " ".join(plain(split_notes(source)[0]).text.split())


def rename_notes(source: str, numbers: Mapping[str, int], others: str) -> str:
    """`source` with its footnotes called by `numbers`, so that it can stand in a text with others.

    A note that nothing cites is called `others` and its name; what cites no note becomes text.
    """

    def renamed(match: re.Match[str]) -> str:
        if match.lastgroup != "note":
            return match[0]
        name, colon = match[0][2:].rsplit("]", 1)
        if name in numbers:
            return f"[^{numbers[name]}]{colon}"
        return f"[^{others}{name}]:" if colon else "\\" + match[0]

    return _TOKEN.sub(renamed, source) if "[^" in source else source


_ATTRIBUTES = re.compile(
    r"""
      (?P<verbatim>\\.
        | ^\ {0,3}(?P<fence>`{3,}|~{3,})[^\n]*\n.*?^\ {0,3}(?P=fence)[`~]*[ \t]*$
        | (?<!`)(?P<ticks>`+)(?!`)[^`]+(?P=ticks)(?!`))
    | \s*\{(?::[ \t]*|[ \t]*(?=[#.][\w-]|[\w-]+=))[^{}\n]*\}
    """,
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)


def without_attribute_lists(text: str) -> str:
    """Markdown without what Python-Markdown's `attr_list` reads: `{: #id .class key="value" }`, `{ .class }`.

    It stands behind a heading, link or image, or below a paragraph; in code it is text.
    """
    return _ATTRIBUTES.sub(lambda m: m["verbatim"] or "", text) if "{" in text else text


def collapse_spaces(text: str) -> str:
    """`text` with all white space collapsed: what digests and comparisons look at."""
    return " ".join(text.split())


def is_same_markdown(a: str, b: str) -> bool:
    """Whether two pieces of Markdown are the same but for white space, or else give the same HTML.

    The second is what formatters change: `*` for `_`, `-` for `*`, an escape more or less. Definitions of
    links give no HTML, and are somebody's work all the same.
    """
    return (
        a == b
        or collapse_spaces(a) == collapse_spaces(b)
        or (
            bool(a.strip()) == bool(b.strip())
            and link_definitions(a) == link_definitions(b)
            and collapse_spaces(to_html(a)) == collapse_spaces(to_html(b))
        )
    )


_DEFINITION = re.compile(r"^ {0,3}\[(?!\^)(?P<label>[^\[\]\n]{1,999})\]:[ \t]*(?P<to>\S.*)$", re.MULTILINE)


def find_private_notes(text: str) -> list[str]:
    """What is private in a piece of Markdown: notes of those who work on it, no English."""
    return [text[part.start : part.end] for part in find_private(text)]


def link_definitions(text: str) -> dict[str, str]:
    """The definitions of links, `[label]: address`, by their labels; those of footnotes are text."""
    if "]:" not in text:
        return {}
    return {
        " ".join(m["label"].casefold().split()): collapse_spaces(m["to"]) for m in _DEFINITION.finditer(text)
    }


def without_link_definitions(text: str) -> str:
    """A piece of Markdown without the definitions of its links."""
    return _DEFINITION.sub("", text) if "]:" in text else text


def heading_slug(title: str) -> str:
    """The address of a heading on its page, as MkDocs' `pymdownx.slugs` with `case: lower` makes it."""
    words = re.sub(r"[^\w\- ]", "", unicodedata.normalize("NFC", title)).strip().lower()
    return re.sub(r"\s", "-", words)[:80] or "section"
