"""What converters make of a Word file beside Markdown (pandoc above all) → what is meant by it.

`[words]{dir="rtl"}` and `::: {dir="rtl"}` mark what pages mark themselves; `[words]{.underline}` is `<u>`;
`[]{#name}` names a place; lines behind `| ` keep their ends.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence

from jisr.model.diagnostics import Finding, Severity
from jisr.model.private import find_code
from jisr.seeds.decoding import Line

_ONE = r"""[.#][^\s{}"<>]{1,200}|[\w-]{1,60}=(?:"[^"{}<>\n]{0,300}"|[^\s{}"<>]{1,300})"""
_ATTRIBUTES = rf"\{{(?P<attributes>[ \t\n]*(?:{_ONE})(?:[ \t\n]+(?:{_ONE})){{0,19}}[ \t\n]*)\}}"
_SPAN = re.compile(
    r"(?<![\\!])\[(?P<words>(?:\\.|!\[[^\[\]\n]{0,300}\]|[^\[\]\\\n]|\n(?![ \t]*\n)){0,2000})\]" + _ATTRIBUTES
)
_BEHIND_LINK = re.compile(r"(?<=\))" + _ATTRIBUTES)
_FENCE = re.compile(rf"^[ \t>]*:::+[ \t]*(?:{_ATTRIBUTES}|[A-Za-z][\w-]*)?[ \t]*:*[ \t]*$", re.MULTILINE)
_BREAK = re.compile(r"^\\$", re.MULTILINE)
_LINE_BLOCK = re.compile(r"(?:^\| (?=[^\W\d_]|[«“\"(])[^|\n]*(?:\n|\Z))+(?![ \t]*\|)", re.MULTILINE)
_TAGS = {".underline": "u", ".ul": "u", ".mark": "mark", ".kbd": "kbd"}
_DEEPEST = 6  # spans within each other


def convert_pandoc_marks(lines: Sequence[Line], file: str) -> tuple[list[Line], list[Finding]]:
    """The lines with these marks as HTML and Markdown, and one notice of all that is left out of them."""
    text = "\n".join(line.text for line in lines)
    left: list[str] = []
    for pattern, new in ((_FENCE, ""), (_BREAK, ""), (_LINE_BLOCK, None), (_BEHIND_LINK, "")):
        text = _replaced(pattern, new, text, left)
    for _ in range(_DEEPEST):
        before, text = text, _replaced(_SPAN, None, text, left)
        if text == before:
            break
    read = [Line(line.number, new) for line, new in zip(lines, text.split("\n"), strict=True)]
    if not left:
        return read, []
    first = next(a.number for a, b in zip(lines, read, strict=True) if a.text != b.text)
    message = f"marks of a converter are left out ({len(left):,} times): pages do without"
    remedy = "nothing needs doing; what is to be read, write outside of { }"
    said = " | ".join(dict.fromkeys(left))
    return read, [Finding("html", message, file, first, said, remedy, severity=Severity.NOTICE)]


def _replaced(pattern: re.Pattern[str], new: str | None, text: str, left: list[str]) -> str:
    """`text` with each match outside of code as `new`, or as it means; the line ends stay."""
    code = find_code(text) if pattern.search(text) else []

    def put(m: re.Match[str]) -> str:
        at = bisect_right(code, m.start(), key=lambda part: part[0]) - 1
        if at >= 0 and m.start() < code[at][1]:
            return m[0]
        if pattern is _LINE_BLOCK:
            return re.sub(r"\n(?=.)", "  \n", re.sub(r"^\| ", "", m[0], flags=re.MULTILINE))
        attributes = " ".join((m.groupdict().get("attributes") or m[0]).split())
        if attributes.strip("\\:"):
            left.append(attributes)
        return (_span(m["words"], attributes.split()) if new is None else new) + "\n" * _count_line_ends(m)

    return pattern.sub(put, text)


def _count_line_ends(m: re.Match[str]) -> int:
    """How many line ends go with what is left out."""
    return m[0].count("\n") - (m.groupdict().get("words") or "").count("\n")


def _span(words: str, attributes: Sequence[str]) -> str:
    for attribute in attributes:
        if attribute.startswith("#"):
            words = f'<span id="{attribute[1:]}">{words}</span>'
        elif tag := _TAGS.get(attribute):
            words = f"<{tag}>{words}</{tag}>"
    return words
