"""Whether a program broke the lines of a text, and which of them go on on the next.

Prose out of e-mail or a PDF file has lines that end in the middle of a sentence: after a word that ends none
(في, "in"; التي, "which"), or with no stop where the next word would not have fitted. Verse, addresses and
lists have lines without stops too, but no sentences in them.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from jisr.lang.arabic import fold
from jisr.lang.verse import is_rhymed, split_verse
from jisr.seeds.text.points import is_marked, points_by_letters

_NARROW, _WIDE = 24, 130  # columns at which people and programs break prose
_SENTENCE_END = re.compile(r"[.؟?!…][»”\")\]]*$")
_STOP_WITHIN = re.compile(r"(?:(?<!\.)\.|[،؛؟!,])(?=\s)")
_NEARLY = 0.85  # of the width
_FEW = 5  # pairs of lines: a list of as many lines alike has none that end where a sentence does
_MARK = 3  # signs at the beginning of a line that may be the mark of a point: its stop ends no sentence
_CLOSING = '»”")]'
_END_NOTHING = frozenset(
    fold(word).text
    for word in re.findall(
        r"\w+",
        """
        في من على إلى عن مع بين قبل بعد عند منذ خلال ضد حول دون بدون عبر نحو لدى أمام تحت فوق ضمن حتى أو
        ثم بل لكن أن إن كأن لأن بأن فإن وأن وإن ولكن لا لم لن ما قد لقد سوف هل كل بعض غير أي أية كما حيث
        إذا إذ لو كي لكي الذي التي الذين اللذين اللتين اللواتي هذا هذه ذلك تلك هؤلاء أولئك هو هي هم كان
        كانت يكون تكون ليس ليست مثل وفي ومن وعلى وإلى وعن ومع وبين والتي والذي وهو وهي وهذا وهذه وكان
        وكانت وقد ولا ولم ولن وما وحتى وكل وكما بهذا بهذه لهذا لهذه فيما مما عما بما كلما عندما بينما
        أثناء إلا سوى أكثر أقل يجب يمكن ينبغي
        """,
    )
)
"""Words after which hardly a sentence ends (prepositions, relatives, particles), folded."""


@dataclass(frozen=True)
class LineWrap:
    """How lines were broken: at a `width` in characters, all as near to it as words allow if `even`.

    `spaced`: with a blank line between any two. `apart`: paragraphs have blank lines between them.
    """

    width: int
    even: bool
    spaced: bool = False
    apart: bool = True


def is_dangling(line: str) -> bool:
    """Whether a line ends in the middle of a sentence for certain."""
    if not any(map(str.isalpha, line)):
        return False
    last = line.rsplit(maxsplit=1)[-1]
    return last[-1:] in ("،", ",") or last in ("و", "-", "–") or fold(last).text in _END_NOTHING


def ends_sentence(line: str) -> bool:
    """Whether a line ends with a stop that ends a sentence, or introduces what follows."""
    return _SENTENCE_END.search(line) is not None or line.rstrip(_CLOSING)[-1:] in (":", "؛")


def find_wrap(lines: Sequence[str]) -> LineWrap | None:
    """How the lines of a text (blank ones empty) were broken; None where each line is a paragraph."""
    bare = (line.lstrip("> ") for line in lines)  # marks of a mail that was quoted
    groups = list(line_groups([line if any(map(str.isalpha, line)) else "" for line in bare]))
    all_lines = [line for group in groups for line in group]
    letters = points_by_letters(all_lines)

    def pairs_of(group: Sequence[str]) -> list[tuple[str, str]]:
        """Lines with the next one, but where that begins a point: it stands on its own line anyway."""
        return [(a, b) for a, b in pairwise(group) if not (is_marked(b) or b in letters)]

    pairs = [pair for group in groups for pair in pairs_of(group)]
    if len(pairs) >= 2:
        apart = sum(1 for group in groups if len(group) > 1) > 1 or len(groups) > 2
        return _judge(pairs, [g for g in groups if len(g) > 1], apart=apart)
    pairs = pairs_of(all_lines)
    wrap = _judge(pairs, [], apart=False) if len(pairs) >= 5 else None
    return replace(wrap, spaced=True) if wrap else None


def line_groups(lines: Sequence[str]) -> Iterator[list[str]]:
    """Lines that follow each other without a blank one."""
    return (list(group) for is_text, group in groupby(lines, bool) if is_text)


def _judge(pairs: Sequence[tuple[str, str]], groups: Sequence[list[str]], *, apart: bool) -> LineWrap | None:
    """What the lines that have a next one say; None where they are no broken prose."""
    firsts = [a for a, _ in pairs]
    lengths = sorted(map(len, firsts))
    width = lengths[-1 - len(lengths) // 10]  # a long title or address is no measure
    if not _NARROW <= width <= _WIDE:
        return None
    count = len(pairs)
    lines = [line for group in groups for line in group] or firsts
    going_on = sum(1 for a in firsts if not ends_sentence(a))
    dangling = sum(1 for a in firsts if is_dangling(a))
    within = sum(1 for a in firsts if _STOP_WITHIN.search(a, _MARK))
    full = sum(1 for a, b in pairs if is_full(a, b, width))
    closed = sum(1 for group in groups if ends_sentence(group[-1]))
    if 3 * going_on < 2 * count or is_verse(lines) or not (within or 2 * closed >= len(groups) > 0):
        return None
    if count < _FEW and not dangling and not 2 * closed >= len(groups) > 0:
        return None
    full_on = sum(1 for a, b in pairs if is_full(a, b, width) and not ends_sentence(a))
    if 10 * full_on >= 9 * (going_on - _count_headings(pairs, width)) and 8 * (dangling + within) >= count:
        return LineWrap(width, even=True, apart=apart)
    in_paragraphs = 2 * closed >= len(groups) > 0 and (dangling > 0 or 10 * full >= 6 * count)
    is_torn = dangling >= 3 and 20 * dangling >= 3 * count
    is_prose = 8 * (dangling + within) >= count and (in_paragraphs or is_torn)
    words = sum(len(a.split()) for a in firsts)
    if is_prose and words >= 4 * count and sum(lengths) >= 0.45 * width * count:
        return LineWrap(width, even=False, apart=apart)
    return None


def _count_headings(pairs: Sequence[tuple[str, str]], width: int) -> int:
    """How many short lines without a stop stand below a short one with a stop, a paragraph's end."""
    return sum(
        1
        for (above, line), (same, below) in pairwise(pairs)
        if line is same
        and not (is_full(above, line, width) or is_full(line, below, width))
        and ends_sentence(above)
        and not ends_sentence(line)
    )


def is_full(line: str, following: str, width: int) -> bool:
    """Whether the next line's first word would not have fitted on this one, of `width` characters."""
    return len(line) + 1 + len(following.split(None, 1)[0]) > width


def is_verse(lines: Sequence[str]) -> bool:
    """Whether most lines end in one letter, or have a mark between their halves."""
    halved = sum(1 for line in lines if split_verse(line))
    return len(lines) >= 3 and (is_rhymed(lines) or halved >= 0.5 * len(lines))


def line_joins(wrap: LineWrap, group: Sequence[str]) -> list[bool]:
    """For each line of a group but the last, whether it goes on on the next."""
    alone = len(group) > 1 and _is_list_of_lines(group, wrap)
    return [
        _goes_on(wrap, line, following, is_first=not i, alone=alone)
        for i, (line, following) in enumerate(pairwise(group))
    ]


def _goes_on(wrap: LineWrap, line: str, following: str, *, is_first: bool, alone: bool) -> bool:
    if is_dangling(line):
        return True
    if is_full(line, following, wrap.width) and (wrap.even or not ends_sentence(line)):
        return True
    if wrap.even and wrap.apart and not ends_sentence(line) and len(line) >= _NEARLY * wrap.width:
        return not split_verse(
            line
        )  # programs count vowel marks and signs that nobody sees each in their way
    if wrap.even or alone or split_verse(line):
        return False
    if wrap.apart:  # all of a group is one paragraph, but for a heading right above it
        return not is_first or len(line) >= 0.4 * wrap.width
    if wrap.spaced:
        return not ends_sentence(line) and len(line) >= 0.4 * wrap.width
    return len(line) >= (0.6 if ends_sentence(line) else 0.4) * wrap.width


def _is_list_of_lines(group: Sequence[str], wrap: LineWrap) -> bool:
    """Whether the lines of a group stand for themselves: short all of them, as in a signature or address."""
    before = sorted(map(len, group[:-1]))
    return before[len(before) // 2] < wrap.width / 2
