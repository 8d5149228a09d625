"""What of a text is private: one rule for all that reads, shows, sends, stores or prints a text.

Private is what whoever wrote it put where no reader of the page would see it: comments of HTML, of Markdown
(`[//]: # (…)`, `%%…%%`, `{>>…<<}`) and of templates, what was tracked as deleted (`{--…--}`, `{~~…~>`),
declarations and instructions, scripts and styles, and elements that are hidden. In code they are code. Where
a text can be read both ways, it is private: words that a notice names are easily put back, a source's
telephone number is not.

Nothing is shown of what is private but where it stands and how many letters it has.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from string import ascii_letters
from typing import Any

_DASHES = "(?:--|[–—])"  # word processors make a dash of two hyphens
_ENDS = re.compile(rf"(?P<open><!{_DASHES})|(?P<close>{_DASHES}!?>)")
_EMPTY = re.compile(r"<!--?-?>")
_ATTRIBUTES = r"""(?>(?:[^<>"']|"[^"<>]{0,2000}"|'[^'<>]{0,2000}')*)"""
_MAY_BE = re.compile(r"<[!?a-z]|%%|\]:|\{(?:[{#%/>]|--|~~)", re.IGNORECASE)
_BEFORE = r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*"  # marks of quotations and lists
_COMMENT = (
    r"\[(?://|comments?)\]:[ \t]*(?:\#|<\#?>)[ \t]*[\"'(]"  # amid a line too nobody means it to be read
)
_BEGIN = re.compile(
    rf"""
      (?P<escape>\\[!-/:-@\[-`{{-~])
    | ^(?P<before>{_BEFORE})(?P<fence>`{{3,}}|~{{3,}})[^`\n]*$
    | (?P<code>`+)
    | (?P<comment><!{_DASHES})
    | (?P<data><!\[CDATA\[)
    | (?P<instruction><\?(?=[A-Za-z]))
    | (?P<declaration><![^<>]*+>)
    | (?P<element><(?P<name>[A-Za-z][A-Za-z0-9]*)(?P<attributes>(?:[\s/]{_ATTRIBUTES})?)>)
    | (?P<address><[A-Za-z][^<>\n]*+>)
    | (?:^{_BEFORE}|(?={_COMMENT}))\[(?P<label>[^\[\]\n]{{0,100}})\]:[ \t]*(?!<!)(?P<to><[^<>\n]*+>|[^\s(]*+)
      (?P<title>(?:[ \t]*\n)?[ \t]*["'(])?
    | (?<![\d%/=&])(?P<percent>%%)(?!%)
    | (?P<template>\{{\{{!--|\{{\{{!|\{{\{{/\*|\{{/\*|\{{>>|\{{--(?!--)
        |\{{~~(?=[^{{}}~]{{0,2000}}~>)|\{{\#(?=\s)|\{{%-?\s*comment\b)
    """,
    re.VERBOSE | re.MULTILINE,
)
# What that begins with: looking for it first passes words at a fraction of the time.
_MAY_BEGIN = re.compile(rf"[\\`<%{{]|^{_BEFORE}(?:~~~|```|\[)|{_COMMENT}", re.MULTILINE)
_TEMPLATES = {"{{!--": "--}}", "{{!": "}}", "{{/*": "*/}}", "{/*": "*/}"}
_TEMPLATES |= {"{>>": "<<}", "{--": "--}", "{~~": "~>", "{#": "#}"}
_END_OF_COMMENT = re.compile(r"\{%-?\s*endcomment\s*-?%\}")
_UNSEEN = frozenset({"script", "style", "template"})
_HIDDEN = re.compile(
    r"\shidden(?=[\s=/]|$)"
    r"|\sstyle\s*=\s*[\"']?[^\"'<>]*(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all)",
    re.IGNORECASE,
)
VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track"}
    | {"wbr"}
)
"""The elements of HTML that have no end."""
_LABELS = frozenset({"", "//", "comment", "comments"})
_NOWHERE = frozenset({"#", "<>", "<#>", "."})
_CLOSING_FENCE = re.compile(r"^[ \t>]*(?P<fence>`{3,}|~{3,})[ \t]*$", re.MULTILINE)
_CLOSERS = {"(": ")", '"': '"', "'": "'"}
_BLANK_LINE = re.compile(r"\n[ \t>]*(?=\n|\Z)")

# What opens a block in docs/ is a comment to HTML, and nobody's secret.
_MARKER = re.compile(
    r"<!--[ \t]*#[a-z][a-z0-9-]{0,60}(?:[ \t]+(?:draft|missing)(?:[ \t]+[0-9a-f]{8})?)?[ \t]*-->"
)


@dataclass(frozen=True)
class PrivateSpan:
    """A stretch of a text that nobody may see; one that is not `closed` goes on to the end of the text."""

    start: int
    end: int
    closed: bool = True


def find_private(text: str, *, code: bool = True, tags: bool = True) -> list[PrivateSpan]:
    """What is private in a text, in order.

    Without `code` no signs in it mean code (it is a single line, or plain), without `tags` none is a tag.
    """
    if not _MAY_BE.search(text):
        return []
    return [
        PrivateSpan(start, end, kind == "closed")
        for kind, start, end in _scan(text, code, tags)
        if kind != "code"
    ]


def find_code(text: str) -> list[tuple[int, int]]:
    """Where a Markdown text is surely code, as (start, end): fenced blocks, and code within a line."""
    if "`" not in text and "~~~" not in text:
        return []
    return [(start, end) for kind, start, end in _scan(text, code=True, tags=True) if kind == "code"]


@lru_cache(maxsize=1 << 12)
def without_private(text: str) -> str:
    """`text` without what is private in it, and without the blanks that would be left of that."""
    parts = find_private(text)
    if not parts:
        return text
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line for _, line in lines_without(text, parts))).strip()


def without_private_values(value: Any, kept: Collection[str]) -> Any:
    """What a file of YAML says without what is private in its texts, but for those of the keys `kept`."""
    if isinstance(value, Mapping):
        items = value.items()
        return {key: one if key in kept else without_private_values(one, kept) for key, one in items}
    if isinstance(value, list):
        return [without_private_values(one, kept) for one in value]
    return without_private(value) if isinstance(value, str) else value


_GONE = "\0"  # marks the place in a line where private text was removed


def lines_without(text: str, parts: Sequence[PrivateSpan]) -> list[tuple[int, str]]:
    """The lines of `text` without some parts of it, each with its number from 0.

    What stood on lines of its own leaves a blank one, which ends a paragraph, but not amid a table.
    """
    numbered: list[tuple[int, str]] = []
    number = begun = position = 0
    line = ""
    for part in [*parts, PrivateSpan(len(text), len(text))]:
        first, *more = text[position : part.start].split("\n")
        line += first
        for following in more:
            numbered.append((begun, line))
            number, line = number + 1, following
            begun = number
        number += text.count("\n", part.start, part.end)
        line += _GONE * (part.end > part.start)
        position = part.end
    numbered.append((begun, line))
    texts = [line for _, line in numbered]
    return [
        (number, _close_gap(line))
        for n, (number, line) in enumerate(numbered)
        if not (_GONE in line and not line.strip(" \t" + _GONE) and _amid_rows(texts, n))
    ]


def _close_gap(line: str) -> str:
    if _GONE not in line:
        return line
    line = re.sub(
        rf"^{_GONE}+[ \t]*(?P<address>\[(?=[^\[\]]*\]:))?", lambda m: "\\[" if m["address"] else "", line
    )
    return re.sub(rf"[ \t]*{_GONE}+(?=[ \t]|$)", "", line).replace(_GONE, "")


def _amid_rows(lines: Sequence[str], n: int) -> bool:
    return 0 < n < len(lines) - 1 and "|" in lines[n - 1] and "|" in lines[n + 1]


def mask_private(text: str) -> str:
    """`text` as a finding or a log may show it: of what is private only how many letters it has."""
    out: list[str] = []
    position = 0
    for part in _find_secrets(text):
        out += [text[position : part.start], hide(text[part.start : part.end])]
        position = part.end
    return "".join([*out, text[position:]])


def private_line_numbers(text: str) -> set[int]:
    """The numbers (from 1) of lines that what is private in a text stands on."""
    lines: set[int] = set()
    for part in _find_secrets(text):
        first = text.count("\n", 0, part.start) + 1
        lines.update(range(first, first + text.count("\n", part.start, part.end) + 1))
    return lines


def _find_secrets(text: str) -> Iterator[PrivateSpan]:
    """What is private in an excerpt, but for markers, and for tags whose end is cut off or missing."""
    for part in find_private(text, code=False):
        is_tag = not part.closed and text[part.start + 1] in ascii_letters
        if not is_tag and not _MARKER.fullmatch(text, part.start, part.end):
            yield part


def hide(text: str) -> str:
    """What is shown in place of a private text."""
    return f"(private, {count_letters(text)} letters)"


def count_letters(text: str) -> int:
    """How many letters and digits a text has."""
    return sum(map(str.isalnum, text))


# --- where it begins and ends ------------------------------------------------------------------------------


def _scan(text: str, code: bool, tags: bool) -> Iterator[tuple[str, int, int]]:
    """`code`, `closed` or `open` (what is private), with where it begins and ends."""
    ends = _Ends.of(text)
    fences = list(_CLOSING_FENCE.finditer(text)) if code else []
    position = 0
    while match := _find_begin(text, position):
        start, position = match.start(), match.end()
        if match["fence"] or match["code"]:
            position = match.end("fence" if match["fence"] else "code")
            if code and (end := _end_of_code(text, match, fences)):
                position = end
                yield "code", start, end
        elif match["element"] and not tags:
            position = match.start() + 1
        elif not match["escape"] and not match["address"] and (end := _end(text, match, ends)):
            position = end if end > 0 else len(text)
            yield "closed" if end > 0 else "open", start, position


def _find_begin(text: str, position: int) -> re.Match[str] | None:
    """The first match of `_BEGIN` from `position` on."""
    while place := _MAY_BEGIN.search(text, position):
        if match := _BEGIN.match(text, place.start()):
            return match
        position = place.start() + 1
    return None


def _end(text: str, match: re.Match[str], ends: "_Ends") -> int:
    """Where what begins with `match` ends; -1 if it never does, 0 if it is not private."""
    start = match.end()
    if match["comment"]:
        return ends.behind(match.start(), text)
    if match["data"] or match["instruction"]:
        mark = "]]>" if match["data"] else "?>"
        end = text.find(mark, start)
        return end + len(mark) if end >= 0 else -1
    if match["declaration"]:
        return start
    if match["element"]:
        return _end_of_element(text, match)
    if match["label"] is not None:
        return _end_of_definition(text, match)
    if match["percent"]:
        end = text.find("%%", start)
        alone = _is_blank_before(text, match.start())
        return end + 2 if end >= 0 else -1 if alone else 0
    opening = match["template"]
    if opening.startswith("{%"):
        closing = _END_OF_COMMENT.search(text, start)
        return closing.end() if closing else -1
    mark = _TEMPLATES[opening]
    at = bisect_left(ends.templates[mark], start)
    return ends.templates[mark][at] + len(mark) if at < len(ends.templates[mark]) else 0


@dataclass(frozen=True)
class _Ends:
    """Where the comments of a text end: each opening with its closing, as brackets are paired."""

    paired: dict[int, int]
    closings: list[int]
    templates: dict[str, list[int]]

    @classmethod
    def of(cls, text: str) -> "_Ends":
        open_: list[int] = []
        paired: dict[int, int] = {}
        closings: list[int] = []
        for match in _ENDS.finditer(text):
            if match["open"]:
                open_.append(match.start())
            else:
                closings.append(match.end())
                if open_:
                    paired[open_.pop()] = match.end()
        marks = {
            mark: [m.start() for m in re.finditer(re.escape(mark), text)] for mark in _TEMPLATES.values()
        }
        return cls(paired, closings, marks)

    def behind(self, start: int, text: str) -> int:
        """Where the comment that begins at `start` ends; -1 if it never does.

        `<!-->` is a comment already; whoever goes on to a second end meant that. `--!>` likewise.
        """
        end = self.paired.get(start, 0)
        if end and text[end - 2] != "!":
            return end
        if not end:
            empty = _EMPTY.match(text, start)
            if not empty:
                return self._next(start + 3) or -1
            end = empty.end()
        following = self._next(end)
        return following if following and _is_same_paragraph(text, end, following) else end

    def _next(self, position: int) -> int:
        at = bisect_right(self.closings, position)
        return self.closings[at] if at < len(self.closings) else 0


def _is_same_paragraph(text: str, start: int, end: int) -> bool:
    """Whether two places lie in one paragraph, with no other comment between them."""
    return "\n\n" not in text[start:end] and "<!" not in text[start:end]


def _end_of_element(text: str, match: re.Match[str]) -> int:
    """The end of an element that no browser shows; 0 for one that it does."""
    name = match["name"].lower()
    if name not in _UNSEEN and not _HIDDEN.search(match["attributes"]):
        return 0
    if name in VOID or match["attributes"].endswith("/"):
        return match.end()
    depth = 1
    for tag in re.compile(rf"<(?P<end>/?){name}\b[^<>]*>", re.IGNORECASE).finditer(text, match.end()):
        depth += -1 if tag["end"] else 1
        if depth == 0:
            return tag.end()
    return -1


def _end_of_definition(text: str, match: re.Match[str]) -> int:
    """The end of an address without a use that carries a note: `[//]: # (…)`; 0 for any other address."""
    label, to, title = match["label"].strip().lower(), match["to"], match["title"]
    if label not in _LABELS and not (title and to in _NOWHERE):
        return 0
    if not title:
        return _line_end(text, match.end())
    blank = _BLANK_LINE.search(text, match.end())
    is_amid = match.start() > 0 and text[match.start() - 1] != "\n"
    last = blank.start() + (not is_amid) if blank else len(text)  # the words before it end their line
    mark, depth = title[-1], 1
    for at in range(match.end(), last):
        depth += (text[at] == mark == "(") - (text[at] == _CLOSERS[mark])
        if depth == 0:
            return at + 1 if is_amid else _line_end(text, at)
    return last


# --- code --------------------------------------------------------------------------------------------------


def _end_of_code(text: str, match: re.Match[str], fences: Sequence[re.Match[str]]) -> int:
    """Where code ends that `match` begins; 0 if it is none, or might be read as none.

    A fence has to be closed in the list or quotation that it stands in, code in a line before its cell ends.
    """
    if run := match["code"]:
        line = text[match.end() : _line_end(text, match.end())]
        end = re.compile(rf"(?<!`){run}(?!`)").search(line)
        return match.end() + end.end() if end and "|" not in line[: end.start()] else 0
    first = bisect_left(fences, match.end(), key=lambda m: m.start())
    behind = (fences[n] for n in range(first, len(fences)))
    closing = next((m for m in behind if m["fence"].startswith(match["fence"])), None)
    if closing is None:
        return 0
    before = match["before"]
    quotes, indent = before.count(">"), len(before.expandtabs(4))
    for line in text[match.end() + 1 : closing.start()].split("\n")[:-1]:
        bare = line.lstrip(" \t>")
        own = line[: len(line) - len(bare)]
        if own.count(">") < quotes or (bare and not quotes and len(own.expandtabs(4)) < indent):
            return 0
    is_code = match[0].strip(" \t>~") or not is_prose_between_tildes(text[match.end() : closing.start()])
    return closing.end() if is_code else 0


_WORDS = re.compile("[\u0620-\u065f]+")


def is_prose_between_tildes(text: str) -> bool:
    """Whether `~~~`, which fences code, parts what stands there from the rest: nothing, or Arabic prose."""
    letters = sum(map(str.isalpha, text))
    is_arabic = 5 * sum(map(len, _WORDS.findall(text))) > 4 * letters
    return not letters or (is_arabic and any(len(_WORDS.findall(one)) > 3 for one in text.split("\n")))


def _is_blank_before(text: str, start: int) -> bool:
    return not text[text.rfind("\n", 0, start) + 1 : start].strip()


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return end if end >= 0 else len(text)
