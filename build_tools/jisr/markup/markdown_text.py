"""Markdown as Jisr uses it: text that stays text, the plain text behind marks, and pages of marked blocks.

Three things live here. `escape` and `plain` go from plain text to Markdown and back, with offsets, so that a
name found in the plain text can be linked in the source. `add_block_marks` and `strip_block_marks` put the
marks of a
block's kind around its words. `parse_page` and `compose_page` read and write the files of `docs/`, where
`<!-- #p7 -->` alone on a line opens the block p7; what nobody changed is written back byte for byte.
"""

import html
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from jisr.markup.commonmark import to_html
from jisr.model.ledger import Page, PageBlock
from jisr.model.private import find_private
from jisr.model.source import Block, Kind

# --- plain text and Markdown -----------------------------------------------------------------------

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
    text = _INLINE.sub(lambda m: {"<": "&lt;", "&": "&amp;", "~": "&#126;"}.get(m[0], "\\" + m[0]), text)

    def at_line_start(match: re.Match[str]) -> str:
        if match["number"]:
            return match["number"] + "\\"
        if match["odd"]:
            return f"&#{ord(match['odd'])};"
        return "\\"

    return _LINE_START.sub(at_line_start, text)


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
    | (?P<emphasis>\*{1,3}|(?<![^\W_])_{1,3}(?=\S)|(?<=\S)_{1,3}(?![^\W_])|~~)
    | (?P<start>^[ ]{0,3}(?:(?P<hashes>\#{1,6})[ ]+|>[ ]?|[-+*][ ]+|\d{1,9}[.)][ ]+))
    """,
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)


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


@lru_cache(maxsize=1 << 13)  # actors, dates, pages and search all ask for the same blocks
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
        for match in _TOKEN.finditer(source, start, end):
            add(source[position : match.start()], position, match.start(), linkable)
            position = match.end()
            match match.lastgroup:
                case "escape":
                    add(match[0][1], match.start() + 1, position, linkable)
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


def insert_markup(source: str, edits: Iterable[tuple[int, int, str, str]]) -> str:
    """Put markup around spans of the plain text of `source`: `(start, end, before, after)` in its offsets.

    Spans must not overlap; one that marks would be cut by is left out (see `Plain.span`).
    """
    words = plain(source)
    out: list[str] = []
    position = 0
    for start, end, before, after in sorted(edits):
        span = words.span(start, end)
        if span and span[0] >= position:
            out += [source[position : span[0]], before, source[span[0] : span[1]], after]
            position = span[1]
    return "".join([*out, source[position:]])


_NOTES_BELOW = re.compile(r"\n[ \t]*\n(?=\[\^[^\]\s]{1,80}\]:)")


def split_heading(source: str) -> tuple[str, str]:
    """The line of a heading, and the definitions of the footnotes that it cites, which stand below it."""
    line, *below = _NOTES_BELOW.split(source, maxsplit=1)
    return " ".join(line.split()), below[0] if below else ""


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


def collapse_spaces(text: str) -> str:
    """`text` with all white space collapsed: what digests and comparisons look at."""
    return " ".join(text.split())


def is_same_markdown(a: str, b: str) -> bool:
    """Whether two pieces of Markdown are the same but for white space, or else give the same HTML.

    The second is what formatters change: `*` for `_`, `-` for `*`, an escape more or less. Definitions of
    links give no HTML, and are somebody's work all the same.
    """
    return collapse_spaces(a) == collapse_spaces(b) or (
        bool(a.strip()) == bool(b.strip())
        and link_definitions(a) == link_definitions(b)
        and collapse_spaces(to_html(a)) == collapse_spaces(to_html(b))
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


# Marks that show no sign (RLM, LRM, ALM, BOM, zero-width and no-break spaces), as keyboards put them beside
# those of blocks.
_UNSEEN = "\u200b-\u200f\u061c\ufeff\u00a0\u202a-\u202e\u2060\u2066-\u2069"
_BESIDE = re.compile(
    rf"^(?P<before>[ \t>{_UNSEEN}]*)"
    rf"(?P<mark>`{{3,}}|~{{3,}}|={{3,}}|-{{3,}}|#{{1,6}}|[-*+]|\d{{1,9}}[.)]|>|\|)"
    rf"(?P<after>[ \t{_UNSEEN}]*)",
    re.MULTILINE,
)
_SPACED = re.compile(r"#{1,6}|[-*+]|\d{1,9}[.)]")
_ENDS_ROW = re.compile(rf"(?<=\|)[ \t{_UNSEEN}]+$", re.MULTILINE)
_ANY_UNSEEN = re.compile(f"[{_UNSEEN}]")


def mend_block_marks(text: str) -> str:
    """`text` with the marks of blocks as they are meant where invisible characters stand beside them.

    `<RLM>## …` and `##<NBSP>…` are headings, `<RLM>- …` is a point; a no-break space behind is a space.
    """
    if not _ANY_UNSEEN.search(text):
        return text
    text = _BESIDE.sub(_mend_match, text)
    return _ENDS_ROW.sub("", text)


def _mend_match(m: re.Match[str]) -> str:
    before, mark, after = _ANY_UNSEEN.sub("", m["before"]), m["mark"], m["after"]
    if not _SPACED.fullmatch(mark):
        return before + mark + after
    spaced = any(c in after for c in " \t\u00a0") or (after and mark[0] == "#")
    return f"{before}{mark}{_ANY_UNSEEN.sub('', after) or ' '}" if spaced else m[0]  # -5 and *emphasis*


# --- the marks of a block's kind ---------------------------------------------------------------------------

_HASHES = re.compile(r"^ {0,3}#{1,6}[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$", re.MULTILINE)
_NUMBER = re.compile(r"^\d{1,9}[.)][ \t]+")
_ITEM = re.compile(r"^(?:\d{1,9}[.)]|[-*+])[ \t]+")


def add_block_marks(block: Block, text: str) -> str:
    """`text`, words of `block` in either language, as Markdown of its kind: `## …`, `### 1. …`, `> …`."""
    if not text:
        return ""
    first, _, rest = text.partition("\n")
    match block.kind:
        case Kind.TITLE:
            return "# " + text
        case Kind.HEADING:
            return f"{'#' * block.level} {text}"
        case Kind.POINT if block.lead:
            number = f"{block.number}. " if block.numbered else ""
            return f"### {number}{text}"
        case Kind.POINT:
            mark = f"{block.number}. " if block.numbered else "- "
            return "\n".join(
                [mark + first, *("    " + line if line else "" for line in rest.split("\n"))]
            ).rstrip()
        case Kind.QUOTATION:
            return "\n".join(f"> {line}" if line.strip() else ">" for line in text.split("\n"))
        case _:
            return text


def strip_block_marks(block: Block, text: str) -> str:
    """The inverse of `add_block_marks`; marks that are missing or of another level are no matter."""
    lines = _trimmed(mend_block_marks(text)).split("\n")
    match block.kind:
        case Kind.TITLE | Kind.HEADING:
            if heading := _HASHES.match(lines[0]):
                lines[0] = heading[1]
        case Kind.POINT if block.lead:
            if heading := _HASHES.match(lines[0]):
                lines[0] = _NUMBER.sub("", heading[1])
        case Kind.POINT:
            if _ITEM.match(lines[0]):
                lines = [_ITEM.sub("", lines[0]), *(re.sub(r"^ {1,4}|^\t", "", line) for line in lines[1:])]
        case Kind.QUOTATION:
            # A formatter may have wrapped lines without the mark: they still belong to the quotation.
            if all(part.startswith(">") for part in re.split(r"\n[ \t]*\n", "\n".join(lines))):
                lines = [re.sub(r"^> ?", "", line) for line in lines]
        case _:
            pass
    return "\n".join(lines).strip()


# --- pages ------------------------------------------------------------------------------------------------

_MARKER = re.compile(
    r"^[ \t]*<!--[ \t]*#(?P<key>[a-z][a-z0-9-]*)(?:"
    r"[ \t]+(?P<mark>draft|missing)(?:[ \t]+(?P<digest>[0-9a-f]{8}))?)?[ \t]*-->[ \t]*$"
)
_FRONT = re.compile(r"\A(?:\ufeff)?---[ \t]*\r?\n(?:.*\r?\n)*?---[ \t]*(?:\r?\n|\Z)")
_FENCE = re.compile(r"^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(`{3,}(?![^\n]*`)|~{3,})")
_FENCE_END = re.compile(r"(?:`{3,}|~{3,})\Z")


def parse_page(text: str) -> Page:
    """Read a page; never fails. A marker in a code fence is code; one never closed ends with its block."""
    front = match[0] if (match := _FRONT.match(text)) else ""
    first_line = front.count("\n") + 1
    chunks: list[tuple[re.Match[str] | None, int, list[str]]] = [(None, first_line, [])]
    fence = ""
    lines = text[len(front) :].splitlines(keepends=True)
    last = {
        mark[0]: n for n, line in enumerate(lines, first_line) if (mark := _FENCE_END.match(line.strip()))
    }
    for number, line in enumerate(lines, first_line):
        bare = line.rstrip("\r\n")
        if fence:
            if _closes(bare.strip(), fence):
                fence = ""
        elif opening := _FENCE.match(bare):
            closed = any(n > number and _closes(mark, opening[1]) for mark, n in last.items())
            fence = opening[1] if closed else ""
        elif marker := _MARKER.match(bare):
            chunks.append((marker, number, [line]))
            continue
        chunks[-1][2].append(line)
    blocks = tuple(
        PageBlock(m["key"], m["mark"] or "", m["digest"] or "", _body(lines[1:]), "".join(lines), number)
        for m, number, lines in chunks
        if m
    )
    return Page(front, "".join(chunks[0][2]), blocks)


def _closes(line: str, fence: str) -> bool:
    return line.startswith(fence) and not line.strip(fence[0])


def _body(lines: list[str]) -> str:
    return _trimmed("".join(lines))


def _trimmed(text: str) -> str:
    """`text` without blank lines at either end, even where a formatter left blanks in them."""
    return re.sub(r"\A(?:[ \t]*\n)+", "", re.sub(r"\r+\n?", "\n", text)).rstrip()


def format_marker(key: str, mark: str = "", digest: str = "") -> str:
    """The line that opens a block: `<!-- #p7 draft 3f9a1c2e -->`."""
    return " ".join(["<!--", f"#{key}", *filter(None, (mark, digest)), "-->"])


def format_block(line: str, body: str) -> str:
    """A marker line and the text below it, with the blank line that ends the block."""
    return f"{line}\n{body}\n\n" if body else f"{line}\n\n"


def compose_page(front: str, preamble: str, raws: Iterable[str]) -> str:
    """The text of a page of raw blocks, each closed by a blank line, the whole by one line end."""
    parts = [raw if raw.endswith(("\n\n", "\r\n\r\n")) else raw.rstrip("\r\n") + "\n\n" for raw in raws]
    text = front + preamble + "".join(parts)
    return text.rstrip("\r\n") + "\n" if text.strip() else ""
