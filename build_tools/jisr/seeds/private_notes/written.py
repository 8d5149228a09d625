"""Notes that only their words tell, also where bold type, tags, entities or ends of lines part these words.

What writes for others parts them everywhere: LibreOffice sets each run of Arabic apart in a page, browsers
and mails end lines within a sentence, and «[**ملاحظة للمحرر:** …]» ("note to the editor") is bold in part.
"""

import re
from collections.abc import Iterator

from jisr.lang.typography.editorial import find_editorial_notes
from jisr.model.private import VOID, PrivateSpan
from jisr.removal.views import decoded, read_through

_BLOCKS = "address|article|aside|blockquote|body|d[dlt]|div|h[1-6]|li|ol|p|pre|section|table|t[dhr]|ul"
_REST = r"\b[^<>]{0,2000}>"
_TAG = rf"(?P<tag>(?<=<)/?(?P<name>[A-Za-z][A-Za-z0-9]{{0,30}}){_REST})"
_SIGN = r"(?P<sign>(?<=[*~])[*~]*|(?<!\w_)(?<=_)|(?<=_)(?!\w))"
_CODE = r"(?P<entity>(?<=&)(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,31});)|(?P<backslash>(?<=\\))"
# Each begins with a sign that few texts have many of: a search runs to that at ten times the speed.
_IN_TEXT = rf"(?P<block>(?<=<)/?(?i:{_BLOCKS}){_REST})|{_TAG}|{_SIGN}|{_CODE}"
_MARKS = re.compile(rf"[<*~_](?:{_TAG}|{_SIGN})")
_SEEN = {
    False: re.compile(rf"[<*~_&\\](?:{_IN_TEXT})"),
    True: re.compile(rf"[<*~_&\\\n](?:{_IN_TEXT}|(?P<line>(?<=\n)))"),
}


def find_written(text: str, *, is_page: bool) -> Iterator[PrivateSpan]:
    """Where such notes stand; marks whose partners stand outside are no part of them.

    On a page in HTML an end of a line is a space, and tags part paragraphs.
    """
    for span in find_editorial_notes(text):
        yield from _without_single_marks(text, *span)
    if any(find_editorial_notes(decoded(text, _SEEN[is_page]))):
        view = read_through(text, _SEEN[is_page])
        for start, end, closed in find_editorial_notes(view.text):
            yield from _without_single_marks(text, *view.span(start, end), closed)


def _without_single_marks(text: str, start: int, end: int, closed: bool) -> Iterator[PrivateSpan]:
    open_: list[re.Match[str]] = []
    single: list[re.Match[str]] = []  # tags that end what began before
    for mark in _MARKS.finditer(text, start, end):
        if open_ and _name(mark) == _name(open_[-1]) and not _begins(mark):
            open_.pop()
        elif mark[0].startswith("</"):
            single.append(mark)
        elif _name(mark) not in VOID:
            open_.append(mark)
    for sign in (_name(mark) for mark in open_ if not mark["tag"]):
        start -= len(sign) * text.endswith(sign, 0, start)
        end += len(sign) * text.startswith(sign, end)
    for mark in sorted((*(mark for mark in open_ if mark["tag"]), *single), key=re.Match.start):
        yield PrivateSpan(start, mark.start(), closed)
        start = mark.end()
    yield PrivateSpan(start, end, closed)


def _name(mark: re.Match[str]) -> str:
    return mark["name"].lower() if mark["tag"] else mark[0]


def _begins(mark: re.Match[str]) -> bool:
    """Whether a mark can only begin something; a sign may end what it began."""
    return bool(mark["tag"]) and not mark["tag"].startswith("/")
