"""What a printed page put between the lines of a text: page numbers and running heads.

A number alone on a line may also be the number of a chapter, or a year. So it is taken for a page's only
where it says so («صفحة 3», "page 3") or in a text whose lines a program broke, if it stands in the middle of
a sentence, or is no year and the numbers do not begin with a 1 above the text. A running head stands beside
such a number, or again and again by itself where a sentence goes on behind it.
"""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from itertools import pairwise

from jisr.model.diagnostics import Finding, notice
from jisr.seeds.decoding import Line
from jisr.seeds.text.page_notes import begins_note, find_page_notes
from jisr.seeds.text.wrapping import LineWrap, ends_sentence

_NUMBER = re.compile(
    r"[-–—|\[( ·•~]*(?:(?P<word>صفحة|الصفحة|ص|[Pp]age|[Pp]\.?)\s*\.?\s*)?(?P<number>\d{1,4})"
    r"(?:\s*(?:/|من|of)\s*(?P<all>\d{1,4}))?[-–—|\]) ·•~]*"
)
_HEAD_LENGTH = 80
_TOP = 4  # lines: title, byline and date stand above the first chapter's number
_FULL = 0.7  # of the width: a shorter line may be a heading, a verse, or the last of a list
_PAGE = 12  # lines at least: a refrain comes again sooner than a running head
_YEARS = range(1800, 2101)
_DIGITS = re.compile(r"\d+")


def without_page_breaks(
    lines: Sequence[Line], file: str, wrap: LineWrap | None
) -> tuple[list[Line], list[Line], list[Finding]]:
    """`lines` (stripped) without page numbers and running heads, these, and notices that name them.

    Where one stood in the middle of a sentence the blank lines around it go too, and the notes of the page
    to the end. `wrap` says how a program broke the lines of the text, if one did.
    """
    broken = wrap is not None
    numbers = _page_numbers(lines, broken=broken)
    heads = _running_heads(lines, numbers)
    if wrap:
        heads |= _heads_amid_sentences(lines, numbers | heads, wrap)
    gone = numbers | heads
    if not gone:
        return list(lines), [], []
    notes = [n for start, end in find_page_notes(lines, gone) for n in range(start, end)] if wrap else []
    moved = gone.union(notes)
    kept: list[Line] = []
    is_amid = after_break = False  # within a sentence; right behind what was left out
    for i, line in enumerate(lines):
        if i in moved:
            after_break = True
            while is_amid and broken and kept and not kept[-1].text:
                kept.pop()
        elif line.text or not (after_break and is_amid and broken):
            kept.append(line)
        if i not in moved and line.text:
            is_amid, after_break = not ends_sentence(line.text), False
    for line in (lines[n] for n in notes):
        kept += [Line(line.number, "")] * begins_note(line.text) + [line]
    said = [*_notice(lines, numbers, "page numbers", file), *_notice(lines, heads, "running heads", file)]
    if notes:
        message = "notes at the feet of pages stand at the end"
        remedy = "nothing needs doing; look their place in the text over"
        said.append(notice("seed-page", message, file, lines[notes[0]].number, lines[notes[0]].text, remedy))
    return kept, [lines[i] for i in sorted(gone)], said


def _page_numbers(lines: Sequence[Line], *, broken: bool) -> set[int]:
    numbered = {i: m for i, line in enumerate(lines) if (m := _NUMBER.fullmatch(line.text))}
    said = {i for i, m in numbered.items() if m["word"] or (m["all"] and broken)}
    if not broken:
        return said
    filled = [i for i, line in enumerate(lines) if line.text]
    bare = [i for i in numbered if i not in said]
    are_chapters = bool(bare) and bare[0] in filled[:_TOP] and int(numbered[bare[0]]["number"]) == 1
    cutting = _cutting(lines, numbered)
    return said | {
        i for i in bare if i in cutting or not (are_chapters or int(numbered[i]["number"]) in _YEARS)
    }


def _cutting(lines: Sequence[Line], numbers: Collection[int], least: float = 0) -> set[int]:
    """The numbers above which a sentence of more than a few words, on a line not too short, has not ended."""
    cutting: set[int] = set()
    before, is_title = "", True
    for i, line in enumerate(lines):
        if i in numbers:
            is_going_on = not is_title and before and not ends_sentence(before)
            if is_going_on and len(before.split()) > 3 and len(before) >= least:
                cutting.add(i)
        elif line.text:
            is_title, before = not before, line.text
    return cutting


def _running_heads(lines: Sequence[Line], numbers: Collection[int]) -> set[int]:
    """Short lines beside page numbers that stand there again and again, or repeat one of the first lines.

    The title, which is first, stays.
    """
    filled = [i for i, line in enumerate(lines) if line.text]
    place = {i: n for n, i in enumerate(filled)}
    beside = {
        filled[n]
        for i in numbers
        for n in (place[i] - 1, place[i] + 1)
        if 0 < n < len(filled) and filled[n] not in numbers
    }
    text = {i: _DIGITS.sub("", lines[i].text) for i in beside | set(filled[:_TOP])}
    often = Counter(text.values())
    heads = {text[i] for i in beside if often[text[i]] > 1 and len(lines[i].text) <= _HEAD_LENGTH}
    return {i for i in text if text[i] in heads and i != filled[0]}


def _heads_amid_sentences(lines: Sequence[Line], known: Collection[int], wrap: LineWrap) -> set[int]:
    """Lines apart from those around them or the same on each page, where a full line stops amid a sentence.

    `known` are page numbers and running heads: what stands beside one is a head, else what is repeated.
    """

    def is_apart(i: int) -> bool:
        around = (n for n in (i - 1, i + 1) if 0 <= n < len(lines))
        return all(not lines[n].text or n in known for n in around)

    short = {
        i
        for i, line in enumerate(lines)
        if line.text and i not in known and len(line.text) <= _HEAD_LENGTH and not ends_sentence(line.text)
    }
    alone = {i for i in short if is_apart(i)} | _once_a_page(lines, short)
    cutting = _cutting(lines, {*known, *alone}, _FULL * wrap.width)
    often = Counter(_DIGITS.sub("", lines[i].text) for i in alone & cutting)
    filled = [i for i, line in enumerate(lines) if line.text]
    beside = {i for a, b in pairwise(filled) for i, n in ((a, b), (b, a)) if n in known and n in cutting}
    return {i for i in alone if often[_DIGITS.sub("", lines[i].text)] > 1} | (alone & cutting & beside)


def _once_a_page(lines: Sequence[Line], short: Collection[int]) -> set[int]:
    """The lines of `short` that are the same but for figures, again and again and never close together."""
    same: dict[str, list[int]] = {}
    for i in sorted(short):
        same.setdefault(_DIGITS.sub("", lines[i].text), []).append(i)
    return {
        i
        for text, places in same.items()
        if len(places) > 2
        and any(map(str.isalpha, text))
        and all(b - a >= _PAGE for a, b in pairwise(places))
        for i in places
    }


def _notice(lines: Sequence[Line], gone: Collection[int], what: str, file: str) -> list[Finding]:
    if not gone:
        return []
    words = " | ".join(lines[i].text for i in sorted(gone))
    remedy = "nothing needs doing; a number that is the text's own is kept by a word beside it"
    return [notice("seed-page", f"{what} are left out", file, lines[min(gone)].number, words, remedy)]
