"""What those who work on a text tell each other in its words: notes in brackets, marks of what is to come.

No sign hides such a note, only its words tell it: «[ملاحظة للمحرر: …]» ("note to the editor") is none for
readers, «ملاحظة المحرر» ("the editor's note") is.
"""

import re
from collections.abc import Iterator

from jisr.lang.word_lists import read_word_lists

_LISTS = read_word_lists("lang/typography/editorial.toml")
# Between words; a line may end there.
_SPACE = r"(?:[^\S\n]+(?:\n[ \t>]*)?|\n[ \t>]*)(?!\n)"
_NOTES, _WHOM, _ASIDE, _WITHHELD, _ENGLISH, _MISSING_MARKS, _MISSING_ALONE = (
    "|".join(_LISTS[name].strip().split("\n")).replace(" ", _SPACE)
    for name in ("notes", "to", "in_square_brackets", "withheld", "english", "missing", "missing_alone")
)
_TO = rf"(?:(?:{_WHOM})(?!\w))"
_NOTE = rf"(?:{_NOTES})(?:{_SPACE}\w+)?{_SPACE}{_TO}"
_MISSING = rf"(?:{_MISSING_MARKS})(?![A-Za-z0-9])"
_WORDS = (
    rf"{_NOTE}\s*[:،/)–-]|{_TO}\s*:|(?:{_WITHHELD})\s*[:،–-]|(?i:{_ENGLISH})\b"
    rf"|{_MISSING}[\s:،,.–-]+(?=[^\W\d])"
)
# Each begins with a sign that few texts have many of: a search runs to that at ten times the speed.
_BEGIN = re.compile(rf"[(\[{{](?:\s*(?:{_WORDS})|(?<=[\[{{])\s*(?:{_NOTE}|(?:{_ASIDE}|{_WITHHELD})(?!\w)))")
_BRACKETS = {pair[0]: re.compile(f"[{re.escape(pair)}]") for pair in ("()", "[]", "{}")}
_AROUND = {**{mark: mark for mark in "*_=~"}, "[": "]"}
_BLANK_LINE = re.compile(r"\n[ \t>]*\n")
_LONGEST = 2000  # characters of a note in brackets
_COMMENT = re.compile(r"/(?<![^\s>]/)\\?\*(?=[\s\w])")
_LONGEST_COMMENT = 5000
# Of a line, alone or with its like: in verse such signs stand before a second half.
_REST = r"[ \t]+\w(?:(?!//)[^\n])*(?:\n|\Z)"
_LINE = re.compile(rf"/(?:(?<=\n\n/)|(?<=\A/))/{_REST}(?://{_REST})*")

_NOTES = "|".join(_LISTS["notes_by_themselves"].split())
# On lines of its own, to one person: of several readers may be some («ملاحظة للمترجمين», "… translators").
_TO_ONE = rf"(?:{_NOTES})(?:{_SPACE}\w+)?{_SPACE}(?:{_WHOM})(?<!ين)(?<!ات)\s*:"
_BY_ITSELF = re.compile(rf"^[ \t>*_#•–-]*{_TO_ONE}[^\n]*(?:(?=(?P<goes_on>\n[ \t>]*[^\s>])))?", re.MULTILINE)
_PARAGRAPH = re.compile(  # the same in HTML
    rf"<(?P<tag>p|li|h[1-6])\b[^<>]*>(?:\s*<[^<>]*>)*\s*{_TO_ONE}(?:(?!</(?P=tag)>).){{0,3000}}</(?P=tag)>",
    re.DOTALL,
)

UNFINISHED = re.compile(
    rf"[(\[{{]\s*{_MISSING}\s*[)\]}}]|(?<![A-Za-z0-9])(?:{_MISSING_ALONE})(?![A-Za-z0-9])"
)
"""A mark of what is still to be written: `[TK]`, `TODO:`."""
NOTES = re.compile(_NOTES)
"""The words that name a note."""
ADDRESSED = re.compile(rf"(?<![^\n]){_NOTE}\s*[:،–-]")
"""The beginning of a note to an editor that nothing encloses, so that nobody can tell where it ends."""


def find_editorial_notes(text: str) -> Iterator[tuple[int, int, bool]]:
    """Where the notes of a text begin and end, in order, and whether they do end."""
    notes = [
        _with_marks(text, _start(text, m.start()), *_end(text, m.start())) for m in _BEGIN.finditer(text)
    ]
    notes += [(m.start(), m.end(), not m["goes_on"]) for m in _BY_ITSELF.finditer(text)]
    notes += [(m.start(), m.end(), True) for m in (_PARAGRAPH.finditer(text) if "</" in text else ())]
    notes += [(m.start(), _end_of_comment(text, m.end()), True) for m in _COMMENT.finditer(text)]
    notes += [(m.start(), m.end(), True) for m in _LINE.finditer(text)]
    position = 0
    for start, end, closed in sorted(notes):
        if start >= position and end > start:
            yield start, end, closed
            position = end


def _start(text: str, bracket: int) -> int:
    """Where a note begins: with the sign of Markdown before its bracket."""
    return bracket - text.startswith("\\", bracket - 1) if bracket else 0


def _end(text: str, start: int) -> tuple[int, bool]:
    """Where a note ends of which the bracket is at `start`: with that, or with the paragraph without one.

    0 if it is no note: words of a link are there to be pressed.
    """
    mark, depth = text[start], 0
    blank = _BLANK_LINE.search(text, start, start + _LONGEST)
    end = blank.start() if blank else min(len(text), start + _LONGEST)
    for bracket in _BRACKETS[mark].finditer(text, start, end):
        depth += 1 if bracket[0] == mark else -1
        if not depth:
            at = bracket.end()
            return (0 if mark == "[" and text[at : at + 1] in ("(", "[", ":") else at), True
    return end, False


def _with_marks(text: str, start: int, end: int, closed: bool) -> tuple[int, int, bool]:
    """A note with the marks that stand around it alone: those of bold, of a link to a page of notes."""
    while closed and 0 < start < end < len(text) and _AROUND.get(text[start - 1]) == text[end]:
        start, end = start - 1, end + 1
    return start, end, closed


def _end_of_comment(text: str, start: int) -> int:
    """Where `/* …` ends; 0 if it does not."""
    end = text.find("*/", start, start + _LONGEST_COMMENT)
    return end + 2 if end >= 0 else 0
