"""Footnotes at the feet of printed pages: in a text copied page by page they stand amid its sentences."""

import re
from collections.abc import Collection, Iterator, Sequence

from jisr.seeds.breaks import is_ornament
from jisr.seeds.decoding import Line
from jisr.seeds.text.points import note_number
from jisr.seeds.text.wrapping import ends_sentence

_BARE = re.compile(r"(?P<number>\d{1,3})(?:\s?[.-])?\s+[^\W\d]")  # a raised figure that was copied: «1 وزارة»
_CITED = re.compile(r"(?<=[^\W\d_])\d{1,3}(?![\d.,/٪%])|(?<=[.،؛»”)])\d{1,3}(?![\d٪%])|[(\[]\d{1,3}[)\]]")
_LONGEST = 15  # lines of them on a page
_ANY = 999  # the greatest number of a note
_Mark = tuple[int, bool]
"""The number of a note, and whether it is in brackets."""


def find_page_notes(lines: Sequence[Line], breaks: Collection[int]) -> Iterator[tuple[int, int]]:
    """Where the notes of a page begin and end, right above one of `breaks`, a page's number or head.

    The text above cites the first of them, by a figure that is in brackets if the note's is, and stops amid a
    sentence. The first of all is note 1: «كوفيد19» and a line «19 ألف إصابة» ("19,000 cases") are none.
    """
    filled = [i for i, line in enumerate(lines) if line.text]
    cited: set[_Mark] = set()
    most = 1  # that the next may have
    texts: list[int] = []  # of the page, so far
    for i in filled:
        if i not in breaks:
            texts.append(i)
            continue
        page = [lines[n].text for n in texts]
        cited |= {
            (int(m[0].strip("()[]")), m[0][0] in "([") for text in page for m in _CITED.finditer(text, 1)
        }
        begun = [
            n
            for n in range(1, len(texts))
            if _begins_notes(page, n, {one for one in cited if one[0] <= most})
        ]
        if begun:
            yield texts[begun[0]], texts[-1] + 1
            number, bracketed = max(map(_mark, page[begun[0] :]))
            cited.add((number + 1, bracketed))  # nobody needs to cite the next
            most = _ANY
        texts = []


def begins_note(text: str) -> bool:
    """Whether a line at the foot of a page begins a note."""
    return _number(text) > 0


def _begins_notes(page: Sequence[str], n: int, cited: Collection[_Mark]) -> bool:
    """Whether the notes of a page begin with its line `n`, and are counted on from there."""
    if len(page) - n > _LONGEST or _mark(page[n]) not in cited:
        return False
    text = [one for one in page[:n] if not is_ornament(one)]
    numbers = [number for one in page[n:] if (number := _number(one))]
    is_counted = numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    return is_counted and bool(text) and not ends_sentence(text[-1])


def _number(text: str) -> int:
    m = _BARE.match(text)
    return int(m["number"]) if m else note_number(text)


def _mark(text: str) -> _Mark:
    return _number(text), text[0] in "(["
