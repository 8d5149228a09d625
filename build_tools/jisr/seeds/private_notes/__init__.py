"""What of a seed is not for readers: left out before anything else is read.

That is what signs hide (see `private`), what the words of a note tell, what is of a mail or a chat, comments.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate

from jisr.model.diagnostics import Finding, JisrError, notice, warning
from jisr.model.private import PrivateSpan, count_letters, find_code, find_private, lines_without
from jisr.seeds.decoding import Line, empty_finding, strip_blanks
from jisr.seeds.private_notes.chat import find_chat
from jisr.seeds.private_notes.comments import find_comments
from jisr.seeds.private_notes.mail import find_mail_ends, find_mail_heads
from jisr.seeds.private_notes.written import find_written

_TYPED = re.compile("(?P<open>&lt;!--)|--&gt;")  # typed where a content system shows what it stores
_DOCTYPE = re.compile(r"<!doctype\b", re.IGNORECASE)  # the first line of a page in HTML is nobody's note
_SIGNED, _WRITTEN, _MAIL, _CHAT, _COMMENT, _REFERENCE = range(6)
_SAID = {
    _SIGNED: (
        "a private note is left out ({} letters)",
        "nothing needs doing; what is to be read, write outside of comments",
    ),
    _WRITTEN: (
        "a note to those who work on the text is left out ({} letters)",
        "do what it asks, and take it out of the seed; what is to be read, write in other words",
    ),
    _MAIL: (
        "what is of a mail and not of the text is left out ({} letters)",
        "take it out of the seed; author and day are said in the sidecar",
    ),
    _CHAT: (
        "who wrote when in a chat is left out ({} letters)",
        "nothing needs doing; what is to be read, write into the text",
    ),
    _COMMENT: (
        "a comment of Google Docs or Word is left out ({} letters)",
        "do what it asks, and take it out of the seed; what is to be read, write into the text",
    ),
}
"""What is left out → message and remedy."""
_ENDLESS = {
    _SIGNED: "end it (-->); if it is meant to be read, put a backslash before its first sign",
    _WRITTEN: "put it in closed brackets, or take it out; what is to be read, write in other words",
    _COMMENT: "take the comments of Google Docs out of the seed: more text stands below the last of them",
}
"""What never ends → remedy."""


def remove_private_notes(
    lines: Sequence[Line], file: str, *, code: bool = True, tags: bool = True, typed: bool = True
) -> tuple[list[Line], list[Finding]]:
    """The lines without what is private, and for each line with such where it was, and how many letters.

    Without `code` or `tags` no signs are those; but nobody writes `<!-- … -->` for readers in any format.
    With `typed` that is so where its signs are entities, too, and words tell of a note that it is one; in a
    published book both are what readers see.

    Raises `JisrError` for a note that never ends: nobody can tell what of the text is to be published.
    """
    text = "\n".join(line.text for line in lines)
    found = [(part, _SIGNED) for part in find_private(text, code=code, tags=tags)]
    if typed:
        starts = list(accumulate((len(line.text) + 1 for line in lines), initial=0))
        of_lines = [*_mail(lines, starts), *_chat(lines, starts)]
        written = [(part, _WRITTEN) for part in find_written(text, is_page=tags and not code)]
        others = [*_typed(text), *written, *of_lines, *_comments(text)]
        of_code = find_code(text) if code and others else []
        found += [(p, kind) for p, kind in others if not any(a < p.end and p.start < b for a, b in of_code)]
    if not found:
        return list(lines), []
    parts: list[PrivateSpan] = []
    sizes: Counter[tuple[int, int]] = Counter()
    for part, kind in sorted(found, key=lambda one: one[0].start):
        line = lines[text.count("\n", 0, part.start)].number
        size = count_letters(text[max(part.start, parts[-1].end if parts else 0) : part.end])
        if not part.closed:
            message = f"a private note begins here and never ends (it has {size} letters)"
            remedy = _ENDLESS.get(kind, _ENDLESS[_SIGNED])
            raise JisrError(Finding("private", message, file, line, remedy=remedy))
        if kind == _CHAT:  # each message of a chat has some: they are told once
            line = next((n for n, other in sizes if other == _CHAT), line)
        if kind != _REFERENCE and not _DOCTYPE.match(text, part.start):
            sizes[line, kind] += size
        _add(parts, part)
    findings = [_finding(kind, size, file, line) for (line, kind), size in sizes.items() if size]
    left = [Line(lines[n].number, line) for n, line in lines_without(text, parts)]
    if not any(strip_blanks(line.text) for line in left):
        raise JisrError(empty_finding("there is nothing in this file but private notes", file))
    return left, findings


def _finding(kind: int, size: int, file: str, line: int) -> Finding:
    message, remedy = _SAID[kind]
    say = notice if kind == _SIGNED else warning  # what only its words tell may be meant for readers
    return say("private", message.format(size), file, line, remedy=remedy)


def _add(parts: list[PrivateSpan], part: PrivateSpan) -> None:
    """Add a part to those before it; what overlaps is one."""
    if parts and part.start < parts[-1].end:
        before = parts.pop()
        part = PrivateSpan(before.start, max(before.end, part.end))
    parts.append(part)


def _typed(text: str) -> Iterator[tuple[PrivateSpan, int]]:
    """The comments whose signs are entities."""
    open_: list[int] = []
    for mark in _TYPED.finditer(text) if "&lt;!--" in text else ():
        if mark["open"]:
            open_.append(mark.start())
        elif open_:
            yield PrivateSpan(open_.pop(), mark.end()), _SIGNED


def _comments(text: str) -> Iterator[tuple[PrivateSpan, int]]:
    return ((span, _COMMENT if is_comment else _REFERENCE) for span, is_comment in find_comments(text))


def _chat(lines: Sequence[Line], starts: Sequence[int]) -> Iterator[tuple[PrivateSpan, int]]:
    return ((PrivateSpan(starts[n] + a, starts[n] + b), _CHAT) for n, a, b in find_chat(lines))


def _mail(lines: Sequence[Line], starts: Sequence[int]) -> Iterator[tuple[PrivateSpan, int]]:
    found = (*find_mail_heads(lines), *find_mail_ends(lines))
    return ((PrivateSpan(starts[a], starts[b] - 1), _MAIL) for a, b in found)
