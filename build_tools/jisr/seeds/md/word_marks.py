"""What converters make of a Word file beside Markdown (pandoc above all) → what is meant by it.

`[words]{dir="rtl"}` and `::: {dir="rtl"}` mark what pages mark themselves; `[words]{.underline}` is `<u>`;
`[]{#name}` names a place; lines behind `| ` keep their ends.
"""

import re
from collections.abc import Callable, Sequence

from jisr.model.diagnostics import Finding, notice
from jisr.model.private import find_code
from jisr.seeds.decoding import Line
from jisr.seeds.md.html_tags import is_within

_ONE = r"""[.#][^\s{}"<>]{1,200}|[\w-]{1,60}=(?:"[^"{}<>\n]{0,300}"|[^\s{}"<>]{1,300})"""
_ATTRIBUTES = rf"\{{(?P<attributes>[ \t\n]*(?:{_ONE})(?:[ \t\n]+(?:{_ONE})){{0,19}}[ \t\n]*)\}}"
_SPAN = re.compile(
    r"(?<![\\!\]])\[(?!\^)(?P<words>(?:\\.|!\[[^\[\]\n]{0,300}\]|[^\[\]\\\n]|\n(?![ \t]*\n)){0,2000})\]"
    + _ATTRIBUTES
)
_BEHIND_LINK = re.compile(
    r"(?P<link>\)|\[\^[^\[\]\s]{1,80}\]|\]\[[^\[\]\n]{0,200}\])" + _ATTRIBUTES + r"(?P<emphasis>[*_~]*)"
)
_FENCE = re.compile(rf"^[ \t>]*:::+[ \t]*(?:{_ATTRIBUTES}|[A-Za-z][\w-]*)?[ \t]*:*[ \t]*$", re.MULTILINE)
_BREAK = re.compile(r"^\\$", re.MULTILINE)
_LINE_BLOCK = re.compile(r"(?:^\| (?=[^\W\d_]|[«“\"(])[^|\n]*(?:\n|\Z))+(?![ \t]*\|)", re.MULTILINE)
_TAGS = {".underline": "u", ".ul": "u", ".mark": "mark", ".kbd": "kbd"}
_BEGIN_WORDS = tuple("[<`!&$\\")
_NEAR = 500  # characters; emphasis that began farther above is none
_DEEPEST = 6  # spans within each other


def convert_pandoc_marks(lines: Sequence[Line], file: str) -> tuple[list[Line], list[Finding]]:
    """The lines with these marks as HTML and Markdown, and one notice of all that is left out of them."""
    text = "\n".join(line.text for line in lines)
    left: list[str] = []
    for pattern, rewrite in _REWRITES:
        text = _replaced(pattern, rewrite, text, left)
    for _ in range(_DEEPEST):
        before, text = text, _replaced(_SPAN, _span, text, left)
        if text == before:
            break
    read = [Line(line.number, new) for line, new in zip(lines, text.split("\n"), strict=True)]
    if not left:
        return read, []
    first = next(a.number for a, b in zip(lines, read, strict=True) if a.text != b.text)
    message = f"marks of a converter are left out ({len(left):,} times): pages do without"
    remedy = "nothing needs doing; what is to be read, write outside of { }"
    said = " | ".join(dict.fromkeys(left))
    return read, [notice("html", message, file, first, said, remedy)]


def _replaced(
    pattern: re.Pattern[str], rewrite: Callable[[re.Match[str]], str], text: str, left: list[str]
) -> str:
    """`text` with each match outside of code rewritten; line ends stay, attributes are added to `left`."""
    code = find_code(text) if pattern.search(text) else []

    def put(m: re.Match[str]) -> str:
        if is_within(m.start(), code):
            return m[0]
        attributes = " ".join((m.groupdict().get("attributes") or m[0]).split())
        if pattern is not _LINE_BLOCK and attributes.strip("\\:"):
            left.append(attributes)
        new = rewrite(m)
        return new + "\n" * (m[0].count("\n") - new.count("\n"))

    return pattern.sub(put, text)


def _span(m: re.Match[str]) -> str:
    words = m["words"]
    for attribute in m["attributes"].split():
        if attribute.startswith("#"):
            words = f'<span id="{attribute[1:]}">{words}</span>'
        elif tag := _TAGS.get(attribute):
            words = f"<{tag}>{words}</{tag}>"
    return words


def _line_block(m: re.Match[str]) -> str:
    return re.sub(r"\n(?=.)", "  \n", re.sub(r"^\| ", "", m[0], flags=re.MULTILINE))


def _without_attributes(m: re.Match[str]) -> str:
    """A link or a footnote's reference, with a space where the attributes parted it from what follows."""
    following = m.string[m.end() : m.end() + 1]
    if not (following.isalnum() or following in _BEGIN_WORDS):
        return m["link"] + m["emphasis"]
    before = m.string[max(0, m.start() - _NEAR) : m.start()]
    closes = bool(m["emphasis"]) and before.count(m["emphasis"]) % 2 == 1
    return m["link"] + (m["emphasis"] + " " if closes else " " + m["emphasis"])


def _nothing(_: re.Match[str]) -> str:
    return ""


_REWRITES = (
    (_FENCE, _nothing),
    (_BREAK, _nothing),
    (_LINE_BLOCK, _line_block),
    (_BEHIND_LINK, _without_attributes),
)
