"""Verse: how the two halves of a line of classical Arabic poetry are told apart where they stand on one line.

Between صدر and عجز (first and second half) authors put `***`, `//`, `===`, `٭` or a wide gap, which prose
never has between words, or `…`, `..`, `*`, `/`, `|`, `#`, which it may have: those count where both halves
are of one measure.
Readers, typography and pages hold to these rules.
"""

import re
from collections import Counter
from collections.abc import Sequence

_SPACE = "[ \t\u00a0]+"
BETWEEN = re.compile(
    rf"{_SPACE}(?:(?P<sure>\*{{2,9}}|/{{2,9}}|={{2,9}}|ـ{{3,9}}|٭{{1,9}}|۝|\|\|)|[*…/|#]|\.{{2,9}}){_SPACE}"
    r"|(?P<gap>\t+|[ \u00a0]{4,})"
)
"""What stands between two halves: surely (`sure`, or a `gap`), or perhaps."""

_HALF_WORDS = range(2, 11)
_MOST = 160  # characters of a line
_RHYMED, _SHORT = 4, 60  # lines at the least, characters at the most, where rhyme alone tells
_PAUSE = re.compile(r"[.،؛؟!,:;?]")
_STOP = re.compile(r"[.؟?!:؛](?:\s|$)")


def is_one_measure(first: str, second: str) -> bool:
    """Whether two pieces can be the halves of a verse: some words each, and neither twice as long."""
    short, long = sorted((len(first.strip()), len(second.strip())))
    return all(len(half.split()) in _HALF_WORDS for half in (first, second)) and long <= 2 * short


def split_verse(line: str, *, sure: bool = False) -> tuple[str, str, str] | None:
    """First half, mark and second half of a line of verse; with `sure`, marks of prose are none."""
    if len(line) > _MOST:
        return None
    marks = list(BETWEEN.finditer(line.strip()))
    if len(marks) != 1:
        return None
    first, second = line.strip()[: marks[0].start()], line.strip()[marks[0].end() :]
    is_sure = bool(marks[0]["sure"] or marks[0]["gap"])
    if not all(len(half.split()) in _HALF_WORDS for half in (first, second)):
        return None
    is_prose = any(_STOP.search(half) for half in (first, second[:-1])) or not is_one_measure(first, second)
    return None if not is_sure and (sure or is_prose) else (first, marks[0][0], second)


def is_stanza(text: str) -> bool:
    """Whether a text is lines of verse and nothing else; of a single line the mark must be sure."""
    lines = text.strip().split("\n")
    return all(split_verse(line, sure=len(lines) == 1) for line in lines)


def is_rhymed(lines: Sequence[str]) -> bool:
    """Whether most lines end in one letter."""
    endings = Counter(letters[-1] for line in lines if (letters := [c for c in line if c.isalpha()]))
    return bool(endings) and endings.most_common(1)[0][1] >= 0.7 * len(lines)


def keeps_lines(lines: Sequence[str]) -> bool:
    """Whether lines that follow each other are verse and no broken prose: by halves, or by rhyme if short."""
    if len(lines) > 1 and all(map(split_verse, lines)):
        return True
    short = len(lines) >= _RHYMED and all(len(line.strip()) <= _SHORT for line in lines)
    return short and not _PAUSE.search(" ".join(lines).strip()[:-1]) and is_rhymed(lines)


_WIDE_GAP = re.compile(r"(?<=\S)(?:\s{3,}|\t)(?=\S)")


def with_visible_gap(line: str) -> str:
    """A verse line with a gap between its halves that HTML does not collapse."""
    is_narrow = " ".join(line.split()) == line  # as most are: to look for a gap takes longer
    return line if is_narrow else _WIDE_GAP.sub("\u00a0" * 4, line)
