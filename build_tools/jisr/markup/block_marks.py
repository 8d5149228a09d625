"""The marks of a block's kind around its words: `## …`, `> …`, `1. …`."""

import re
from functools import lru_cache

from jisr.model.source import Block, Kind

# Marks that show no sign (RLM, LRM, ALM, BOM, zero-width and no-break spaces), and spaces that are none to
# Markdown, as keyboards and word processors put them beside those of blocks.
_SPACES = "\u00a0\u2000-\u200a\u202f\u205f\u3000"
_UNSEEN = f"{_SPACES}\u200b-\u200f\u061c\ufeff\u202a-\u202e\u2060\u2066-\u2069"
_BESIDE = re.compile(
    rf"^(?P<before>[ \t>{_UNSEEN}]*)"
    rf"(?P<mark>`{{3,}}|~{{3,}}|={{3,}}|-{{3,}}|#{{1,6}}|[-*+]|\d{{1,9}}[{_UNSEEN}]{{0,3}}[.)]|>|\||!\["
    r"|\[[^\[\]\n]{1,100}\]:)"
    rf"(?P<after>[ \t{_UNSEEN}]*)",
    re.MULTILINE,
)
_SPACED = re.compile(r"#{1,6}|[-*+]|\d{1,9}[.)]")
_RULE = re.compile(
    rf"^[ \t>{_UNSEEN}]*(?:[-*_]{{3,}}|\|?[ \t{_UNSEEN}]*:?-+[-:| \t{_UNSEEN}]*)[{_UNSEEN}]*$", re.MULTILINE
)
_ANY_SPACE = re.compile(f"[ \t{_SPACES}]")
_ENDS_ROW = re.compile(rf"(?<=\|)[ \t{_UNSEEN}]+$", re.MULTILINE)
_BLANK_LINES = re.compile(r"(?:[ \t]*\n)+")
_ANY_UNSEEN = re.compile(f"[{_UNSEEN}]")


def mend_block_marks(text: str) -> str:
    """`text` with the marks of blocks as they are meant where invisible characters stand beside them.

    `<RLM>## …` and `##<NBSP>…` are headings, `<RLM>- …` is a point; a no-break space behind is a space.
    """
    if not _ANY_UNSEEN.search(text):
        return text
    text = _RULE.sub(
        lambda m: _ANY_UNSEEN.sub("", m[0]), text
    )  # between or below: a rule, a table's second line
    text = _BESIDE.sub(_mend_match, text)
    return _ENDS_ROW.sub("", text)


def _mend_match(m: re.Match[str]) -> str:
    before, mark, after = _ANY_UNSEEN.sub("", m["before"]), _ANY_UNSEEN.sub("", m["mark"]), m["after"]
    if not _SPACED.fullmatch(mark):
        return before + mark + after
    spaced = _ANY_SPACE.search(after) or (after and mark[0] == "#")
    return f"{before}{mark}{_ANY_UNSEEN.sub('', after) or ' '}" if spaced else m[0]  # -5 and *emphasis*


_HASHES = re.compile(r"^ {0,3}#{1,6}[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$", re.MULTILINE)
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+)[ \t]*")
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
    return _strip_marks(block.kind, block.lead, text)


@lru_cache(maxsize=1 << 11)  # who saves one paragraph has those of the whole article looked at
def _strip_marks(kind: Kind, lead: bool, text: str) -> str:
    text = strip_blank_lines(mend_block_marks(text))
    if (kind in (Kind.TITLE, Kind.HEADING) or lead) and not _HASHES.match(text):
        text = _without_underline(text)
    lines = text.split("\n")
    match kind:
        case Kind.TITLE | Kind.HEADING:
            if heading := _HASHES.match(lines[0]):
                lines[0] = heading[1]
        case Kind.POINT if lead:
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


def _without_underline(text: str) -> str:
    """`text` without the line of = or - below its first words, which makes them a heading to Markdown."""
    lines = text.split("\n")
    for at, line in enumerate(lines[1:], 1):
        if _UNDERLINE.fullmatch(line):
            return "\n".join([*lines[:at], *lines[at + 1 :]])
        if not line.strip():
            break
    return text


def strip_blank_lines(text: str) -> str:
    """`text` without blank lines at either end, even where a formatter left blanks in them."""
    even = re.sub(r"\r+\n?", "\n", text) if "\r" in text else text
    first = _BLANK_LINES.match(even)
    return even[first.end() if first else 0 :].rstrip()
