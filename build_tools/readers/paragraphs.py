"""Lines of a plain text → its paragraphs: hard-wrapped lines joined, lines of verse kept apart.

A file has either a paragraph a line, or lines broken at some width. The second is recognised by its lines
being full: the first word of the next would not have fitted. Verse is recognised by its rhyme and its gaps.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from build_tools.readers.decoding import Line, bare
from build_tools.verse import halves

_STOPS = ".؟?!…:؛"
_MID_STOP = re.compile(r"[.،؛؟!:,] ")
_NARROW, _WIDE = 40, 130  # columns at which people and programs break prose
_SHORT = 80  # characters: of lines that belong together though nothing joins them
_WIDE_GAP = re.compile(r"\s{3,}|\t")
_GAP_SHOWN = "\u00a0" * 4  # between the halves of a verse, where white space of other kinds would collapse


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of a seed; `gap`: a blank line stands before it.

    More than one of `lines` only where they are kept apart: an address, a stanza; `is_verse`: each line has
    two halves.
    """

    number: int
    lines: tuple[str, ...]
    gap: bool = False
    is_verse: bool = False

    @property
    def text(self) -> str:
        """All of it on one line."""
        return " ".join(self.lines)

    @property
    def words(self) -> int:
        """How many words it has."""
        return len(self.text.split())


def paragraphs(lines: Sequence[Line], is_marked: Callable[[str], bool]) -> list[Paragraph]:
    """The paragraphs of a plain text; a line for which `is_marked` holds (`1- `, `>`) always begins one."""
    stripped = [Line(line.number, bare(line.text)) for line in lines]
    width = wrap_width([line.text for line in stripped])
    found: list[tuple[int, bool, list[str]]] = []
    previous = ""
    for line in stripped:
        if line.text:
            is_joined = bool(width and previous) and _is_full(previous, line.text, width)
            if is_joined and not is_marked(line.text):
                found[-1][2].append(line.text)
            else:
                found.append((line.number, not previous, [line.text]))
        previous = line.text
    return [Paragraph(number, (" ".join(parts),), gap) for number, gap, parts in found]


def wrap_width(lines: Sequence[str]) -> int:
    """The width in characters at which the lines were broken; 0 where each line is a paragraph.

    Broken prose has full lines, most of which end in the middle of a sentence, and sentences or clauses that
    end in the middle of a line; verse has the first of these too, but its lines rhyme.
    """
    pairs = [(a, b) for a, b in pairwise(lines) if a and b]
    if len(pairs) < 2:
        return 0
    lengths = sorted(len(a) for a, _ in pairs)
    width = lengths[-1 - len(lengths) // 10]  # a long title or address is no measure
    full = [a for a, b in pairs if _is_full(a, b, width)]
    if not _NARROW <= width <= _WIDE or len(full) < max(2, 0.6 * len(pairs)):
        return 0
    stopped = sum(1 for a in full if a[-1] in _STOPS)
    amid = sum(1 for a in full if _MID_STOP.search(a))
    if stopped > len(full) / 3 or amid < len(full) / 4 or _is_verse([a for a, _ in pairs]):
        return 0
    return width


def _is_full(line: str, following: str, width: int) -> bool:
    """Whether the first word of the next line would not have fitted on this one."""
    return len(line) + 1 + len(following.split(None, 1)[0]) > width


def _is_verse(lines: Sequence[str]) -> bool:
    """Whether most lines end in one letter, or have a wide gap between their halves."""
    endings = Counter(letters[-1] for line in lines if (letters := [c for c in line if c.isalpha()]))
    rhymed = endings.most_common(1)[0][1] if endings else 0
    halved = sum(1 for line in lines if _verses([line]))
    return len(lines) >= 3 and (rhymed >= 0.7 * len(lines) or halved >= 0.5 * len(lines))


def _verses(lines: Sequence[str]) -> tuple[str, ...]:
    """Lines of verse with a gap or mark between the halves that pages know; nothing if they are none.

    A mark that prose has too (`…`, `/`) is one only where every line has it.
    """
    gaps = [_WIDE_GAP.sub(_GAP_SHOWN, line) for line in lines]
    are_verse = all(halves(line, sure=len(lines) == 1) for line in gaps)
    return tuple(gaps) if are_verse else ()


def stanzas(found: Sequence[Paragraph], is_marked: Callable[[str], bool]) -> list[Paragraph]:
    """`found` with short lines that follow each other without a blank line put together.

    So that verse, an address or a signature of several lines stays one thing, and none of its lines is taken
    for a heading. Sentences that end in a full stop or colon are paragraphs, however short.
    """
    result: list[Paragraph] = []
    run: list[Paragraph] = []

    def close() -> None:
        ended = sum(1 for p in run if p.text[-1] in ".:")
        if run and (verses := _verses([p.text for p in run])):
            result.append(Paragraph(run[0].number, verses, run[0].gap, is_verse=True))
        elif len(run) > 1 and 3 * ended <= len(run):
            result.append(Paragraph(run[0].number, tuple(p.text for p in run), run[0].gap))
        else:
            result.extend(run)
        run.clear()

    for paragraph in found:
        short = len(paragraph.text) <= _SHORT or bool(_verses([paragraph.text]))
        if not short or is_marked(paragraph.text):
            close()
            result.append(paragraph)
            continue
        if paragraph.gap:
            close()
        run.append(paragraph)
    close()
    return _verses_apart(result)


def _verses_apart(found: Sequence[Paragraph]) -> list[Paragraph]:
    """Lines of verse with a blank line between them, whose mark prose might have: two in a row are verse."""
    could_be = [p.is_verse or (len(p.lines) == 1 and halves(p.text) is not None) for p in found]
    beside = [any(could_be[max(0, i - 1) : i]) or any(could_be[i + 1 : i + 2]) for i in range(len(found))]
    return [
        replace(p, is_verse=True) if is_one and near else p
        for p, is_one, near in zip(found, could_be, beside, strict=True)
    ]
