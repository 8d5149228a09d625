"""The lines of a Markdown text, put together to headings, lists, quotations, tables, notes and paragraphs.

The scanner knows what authors use and takes everything else for paragraphs. It looks at each line a bounded
number of times, so that no text can make it slow.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from build_tools.readers.decoding import Line

# Behind the fence may stand a language; Arabic there is text that must not be lost.
_FENCE = re.compile(r" {0,3}(?P<fence>`{3,}|~{3,})[^`\u0600-\u06ff]*$")
_HEADING = re.compile(r" {0,3}(?P<hashes>#{1,6})(?:[ \t]|$)")
_RULE = re.compile(r" {0,3}(?P<mark>[-*_])(?:[ \t]*(?P=mark)){2,}[ \t]*$")
_QUOTE = re.compile(r" {0,3}>[ \t]?")
_ITEM = re.compile(r" {0,3}(?P<mark>[-*+]|(?P<number>\d{1,9})[.)])(?P<space>[ \t]{1,4})(?=\S)")
_NOTE = re.compile(r" {0,3}\[\^(?P<label>[\w-]{1,60})\]:[ \t]*")
_ADDRESS = re.compile(
    r" {0,3}\[(?P<label>[^\[\]^][^\[\]]{0,200})\]:[ \t]+<?(?P<url>[^\s<>]{1,1500})>?"
    r"(?:[ \t]+[\"'(].*)?[ \t]*$"
)
_TABLE_RULE = re.compile(r" {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+)[ \t]*$")
_INDENTED = re.compile(r"(?: {2,}|\t)")


@dataclass(frozen=True)
class Part:
    """Lines of one block, its marks removed from them; `label` is a footnote's or an address's."""

    what: str  # heading, fence, quote, table, item, note, address, paragraph
    line: int
    lines: tuple[str, ...]
    level: int = 0
    number: int = 0
    label: str = ""


def parts_of(lines: Sequence[Line]) -> Iterator[Part]:
    """The parts of a text in order; blank lines and rules (`---`) are none."""
    texts = [line.text.expandtabs(4) if line.text[:1] in "\t " else line.text for line in lines]
    i = 0
    while i < len(texts):
        if not texts[i].strip() or _RULE.match(texts[i]):
            i += 1
            continue
        what, take = next((what, take) for what, begins, take in _PARTS if begins(texts, i))
        part, end = take(texts, i)
        yield replace(part, what=what, line=lines[i].number)
        i = end


def _take_fence(texts: Sequence[str], i: int) -> tuple[Part, int]:
    m = _FENCE.match(texts[i])
    assert m
    end = i + 1
    while end < len(texts) and not _closes(texts[end], m["fence"]):
        end += 1
    return Part("", 0, tuple(texts[i + 1 : end])), end + 1


def _closes(text: str, fence: str) -> bool:
    bare = text.strip()
    return bare.startswith(fence) and not bare.strip(fence[0])


def _take_heading(texts: Sequence[str], i: int) -> tuple[Part, int]:
    m = _HEADING.match(texts[i])
    assert m
    words = texts[i][m.end() :].strip()
    bare = words.rstrip("#")
    return Part(
        "", 0, (bare.strip() if not bare or bare[-1] in " \t" else words,), level=len(m["hashes"])
    ), i + 1


def _take_underlined(texts: Sequence[str], i: int) -> tuple[Part, int]:
    return Part("", 0, (texts[i].strip(),), level=1 if "=" in texts[i + 1] else 2), i + 2


def _take_quote(texts: Sequence[str], i: int) -> tuple[Part, int]:
    end = i
    while end < len(texts) and (_QUOTE.match(texts[end]) or _goes_on(texts, end, i)):
        end += 1
    return Part("", 0, tuple(_QUOTE.sub("", text, count=1) for text in texts[i:end])), end


def _is_table(texts: Sequence[str], i: int) -> bool:
    rule = texts[i + 1] if i + 1 < len(texts) else ""
    return "|" in texts[i] and "|" in rule and _TABLE_RULE.match(rule) is not None


def _take_table(texts: Sequence[str], i: int) -> tuple[Part, int]:
    end = i
    while end < len(texts) and "|" in texts[end]:
        end += 1
    return Part("", 0, tuple(text.strip() for text in texts[i:end])), end


def _take_item(texts: Sequence[str], i: int) -> tuple[Part, int]:
    m = _ITEM.match(texts[i])
    assert m
    end = _below(texts, i)
    lines = (texts[i][m.end() :], *texts[i + 1 : end])
    return Part("", 0, lines, number=int(m["number"] or 0)), end


def _take_note(texts: Sequence[str], i: int) -> tuple[Part, int]:
    m = _NOTE.match(texts[i])
    assert m
    end = _below(texts, i)
    return Part("", 0, (texts[i][m.end() :], *texts[i + 1 : end]), label=m["label"]), end


def _take_address(texts: Sequence[str], i: int) -> tuple[Part, int]:
    m = _ADDRESS.match(texts[i])
    assert m
    return Part("", 0, (m["url"],), label=m["label"].strip().lower()), i + 1


def _take_paragraph(texts: Sequence[str], i: int) -> tuple[Part, int]:
    end = i + 1
    while end < len(texts) and _goes_on(texts, end, i):
        end += 1
    return Part("", 0, tuple(texts[i:end])), end


def _goes_on(texts: Sequence[str], at: int, start: int) -> bool:
    """Whether the line belongs to the paragraph of the line before, for it begins nothing of its own."""
    if at == start or not texts[at].strip() or not texts[at - 1].strip():
        return False
    if (
        _FENCE.match(texts[at])
        or _HEADING.match(texts[at])
        or _QUOTE.match(texts[at])
        or _RULE.match(texts[at])
    ):
        return False
    m = _ITEM.match(texts[at])
    return not _NOTE.match(texts[at]) and (m is None or (m["number"] or "1") != "1")


def _below(texts: Sequence[str], i: int) -> int:
    """Where the item or note that begins at `i` ends: indented lines, and lines that go on, belong to it."""
    end = i + 1
    while end < len(texts):
        if not texts[end].strip():
            following = end + 1
            if (
                following >= len(texts)
                or not _INDENTED.match(texts[following])
                or not texts[following].strip()
            ):
                break
        elif not _INDENTED.match(texts[end]) and (_ITEM.match(texts[end]) or not _goes_on(texts, end, i)):
            break
        end += 1
    return end


_Begins = Callable[[Sequence[str], int], bool]
_Take = Callable[[Sequence[str], int], tuple[Part, int]]

_PARTS: tuple[tuple[str, _Begins, _Take], ...] = (
    ("fence", lambda t, i: bool(_FENCE.match(t[i])), _take_fence),
    ("heading", lambda t, i: bool(_HEADING.match(t[i])), _take_heading),
    ("quote", lambda t, i: bool(_QUOTE.match(t[i])), _take_quote),
    ("item", lambda t, i: bool(_ITEM.match(t[i])), _take_item),
    ("note", lambda t, i: bool(_NOTE.match(t[i])), _take_note),
    ("address", lambda t, i: bool(_ADDRESS.match(t[i])), _take_address),
    ("table", _is_table, _take_table),
    ("heading", lambda t, i: i + 1 < len(t) and bool(_UNDERLINE.match(t[i + 1])), _take_underlined),
    ("paragraph", lambda t, i: bool(t[i]), _take_paragraph),
)  # fmt: skip
"""What a part is, whether it begins at a line, and how it is taken; the first that fits."""
