"""Notes in a seed that are not for readers (see `private`): left out before anything else is read."""

import re
from collections import Counter
from collections.abc import Sequence

from jisr.model.diagnostics import Finding, JisrError, notice
from jisr.model.private import PrivateSpan, count_letters, find_code, find_private, lines_without
from jisr.seeds.decoding import Line, empty_finding, strip_blanks

_TYPED = re.compile("(?P<open>&lt;!--)|--&gt;")  # typed where a content system shows what it stores
_DOCTYPE = re.compile(r"<!doctype\b", re.IGNORECASE)  # the first line of a page in HTML is nobody's note


def remove_private_notes(
    lines: Sequence[Line], file: str, *, code: bool = True, tags: bool = True, typed: bool = True
) -> tuple[list[Line], list[Finding]]:
    """The lines without what is private, and a notice for each line with such: where, and how many letters.

    Without `code` or `tags` no signs are those; but nobody writes `<!-- … -->` for readers in any format.
    With `typed` that is so where its signs are entities, too; in a published book they are what readers see.

    Raises `JisrError` for a note that never ends: nobody can tell what of the text is to be published.
    """
    text = "\n".join(line.text for line in lines)
    parts = find_private(text, code=code, tags=tags)
    if typed and "&lt;!--" in text:
        parts = _with_typed(parts, text, code)
    if not parts:
        return list(lines), []
    sizes: Counter[int] = Counter()
    for part in parts:
        line = lines[text.count("\n", 0, part.start)].number
        size = count_letters(text[part.start : part.end])
        if not part.closed:
            message = f"a private note begins here and never ends (it has {size} letters)"
            remedy = "end it (-->); if it is meant to be read, put a backslash before its first sign"
            raise JisrError(Finding("private", message, file, line, remedy=remedy))
        if not _DOCTYPE.match(text, part.start):
            sizes[line] += size
    remedy = "nothing needs doing; what is to be read, write outside of comments"
    findings = [
        notice("private", f"a private note is left out ({size} letters)", file, line, remedy=remedy)
        for line, size in sizes.items()
        if size
    ]
    left = [Line(lines[n].number, line) for n, line in lines_without(text, parts)]
    if not any(strip_blanks(line.text) for line in left):
        raise JisrError(empty_finding("there is nothing in this file but private notes", file))
    return left, findings


def _with_typed(parts: Sequence[PrivateSpan], text: str, code: bool) -> list[PrivateSpan]:
    """`parts` and the comments whose signs are entities, outside of code; what overlaps is one."""
    open_: list[int] = []
    found = list(parts)
    of_code = find_code(text) if code else []
    for mark in _TYPED.finditer(text):
        if mark["open"]:
            open_.append(mark.start())
        elif open_:
            start, end = open_.pop(), mark.end()
            if not any(a < end and start < b for a, b in of_code):
                found.append(PrivateSpan(start, end))
    joined: list[PrivateSpan] = []
    for part in sorted(found, key=lambda part: part.start):
        if joined and part.start < joined[-1].end:
            before = joined.pop()
            part = PrivateSpan(before.start, max(before.end, part.end), before.closed and part.closed)
        joined.append(part)
    return joined
