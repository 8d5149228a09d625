"""Lines of a plain text → its paragraphs: hard-wrapped lines joined, lines of verse kept apart."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from jisr.lang.verse import split_verse, with_visible_gap
from jisr.seeds.decoding import Line
from jisr.seeds.facts import is_person, line_facts
from jisr.seeds.text.points import is_marked, note_number, parse_point_mark, points_by_letters
from jisr.seeds.text.tables import is_row, may_be_row, table_of
from jisr.seeds.text.wrapping import LineWrap, ends_sentence, is_dangling, is_full, is_verse, line_joins

_MID_STOP = re.compile(r"[.،؛؟!:,] ")
_TITLE_WORDS = 14
_TOP = 12  # lines among which title, byline and date stand
# «مادة 1», «الباب الأول: …» ("article 1", "first part"): divisions of a law or a book, however many in a row.
DIVISION = re.compile(
    r"(?:ال)?(?:مادة|فصل|باب|قسم|مبحث|بند|ملحق)[ \u00a0]+(?:\(?\d{1,3}\b"
    r"|(?:ال)?(?:أول|ثاني|ثالث|رابع|خامس|سادس|سابع|ثامن|تاسع|عاشر)(?:ى|ة)?\b)"
)
_SHORT = 80  # characters: of lines that belong together though nothing joins them


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of a seed; `gap`: a blank line stands before it.

    More than one of `lines` only where they are kept apart: an address, a stanza; `is_verse`: each line has
    two halves; `is_quoted`: they began with `>`, and are without it; `table`: they as Markdown, where they
    are rows of one.
    """

    number: int
    lines: tuple[str, ...]
    gap: bool = False
    is_verse: bool = False
    is_quoted: bool = False
    table: str = ""

    @property
    def text(self) -> str:
        """All of it on one line."""
        return " ".join(self.lines)

    @property
    def words(self) -> int:
        """How many words it has."""
        return len(self.text.split())


def split_paragraphs(lines: Sequence[Line], wrap: LineWrap | None) -> list[Paragraph]:
    """The paragraphs of stripped lines; points, notes, quotations, facts (a byline) are their own."""
    paragraphs: list[Paragraph] = []
    numbers: set[tuple[str, int]] = set()
    letters = points_by_letters([line.text for line in lines if line.text])
    for group in _groups(lines, wrap):
        texts = [line.text.lstrip("> ") or line.text for line in group]
        is_apart = wrap is None or _is_stanza(texts, wrap) or table_of(texts)
        joins = line_joins(wrap, texts) if wrap and not is_apart else []
        parts = [[group[0]]]
        _note_number(group[0].text, numbers)
        for i, line in enumerate(group[1:]):
            before = group[i].text
            is_quoted = _is_quoted(line)
            is_point = is_marked(line.text) or line.text in letters
            is_own = not is_quoted and is_point and not _is_amid(line.text, before, numbers)
            if i < _TOP and not paragraphs:
                is_fact = line_facts(before) is not None or line_facts(line.text) is not None
                is_own = is_own or _is_title(texts, i, wrap) or is_fact or is_person(before)
            if joins and joins[i] and not is_own:
                parts[-1].append(Line(line.number, texts[i + 1]) if is_quoted else line)
            else:
                parts.append([line])
                _note_number(line.text, numbers)
        for n, part in enumerate(parts):
            paragraphs.append(Paragraph(part[0].number, (" ".join(line.text for line in part),), n == 0))
    return paragraphs


def _note_number(text: str, numbers: set[tuple[str, int]]) -> None:
    if mark := parse_point_mark(text):
        numbers.add((mark.style, mark.number))


def _is_amid(text: str, before: str, numbers: Collection[tuple[str, int]]) -> bool:
    """Whether a line of broken prose happens to begin like a point, and goes on from no point's number."""
    if is_dangling(before) or ends_sentence(before):
        return is_dangling(before)
    mark = parse_point_mark(text)
    if not mark:
        return note_number(text) > 1
    is_first = mark.number == 1 and not mark.is_letter
    return not mark.is_bullet and not is_first and (mark.style, mark.number - 1) not in numbers


def _groups(lines: Sequence[Line], wrap: LineWrap | None) -> list[list[Line]]:
    """Lines that follow each other; a blank line that a program put into a sentence parts nothing."""
    groups: list[list[Line]] = []
    blank = 2
    for line in lines:
        if not line.text:
            blank += 1
            continue
        is_apart = not groups or (blank > 0 and not (wrap and _is_torn(groups[-1], line.text, blank, wrap)))
        if is_apart or _is_quoted(line) != _is_quoted(groups[-1][-1]):  # what is answered, and the answer
            groups.append([line])
        else:
            groups[-1].append(line)
        blank = 0
    return groups


def _is_quoted(line: Line) -> bool:
    return line.text.startswith(">")


def _is_torn(group: Sequence[Line], following: str, blank: int, wrap: LineWrap) -> bool:
    """Whether blank lines stand in the middle of a sentence, as where a page ended."""
    last = group[-1].text
    is_cut = len(group) > 1 and wrap.even and is_full(last, following, wrap.width) and not ends_sentence(last)
    return (wrap.spaced and blank == 1) or is_dangling(last) or is_cut


def _is_stanza(texts: Sequence[str], wrap: LineWrap) -> bool:
    """Whether a group is verse within broken prose: with halves, or with rhyme in short lines."""
    if sum(1 for text in texts if split_verse(text)) >= len(texts) / 2:
        return True
    full = sum(1 for a, b in pairwise(texts) if is_full(a, b, wrap.width))
    return len(texts) >= 4 and is_verse(texts) and 2 * full < len(texts)


def _is_title(texts: Sequence[str], index: int, wrap: LineWrap | None) -> bool:
    """Whether a line is a title with no blank line below it: the first, and the text below goes on and on."""
    if index or wrap is None or wrap.even or len(texts) < 3:
        return False
    first = texts[0]
    is_short = len(first.split()) <= _TITLE_WORDS and len(first) <= 0.7 * wrap.width
    return is_short and not _MID_STOP.search(first) and not is_dangling(first)


def _verses(lines: Sequence[str]) -> tuple[str, ...]:
    """Lines of verse with a gap or mark between the halves that pages know; nothing if they are none.

    A mark that prose has too (`…`, `/`) is one only where every line has it.
    """
    gaps = [with_visible_gap(line) for line in lines]
    are_verse = all(split_verse(line, sure=len(lines) == 1) for line in gaps)
    return tuple(gaps) if are_verse else ()


def join_stanzas(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """`paragraphs` with short lines that follow each other without a blank line put together.

    So that verse, an address or a signature of several lines stays one thing, and none of its lines is taken
    for a heading. Sentences that end in a full stop or colon are paragraphs, however short.
    """
    result: list[Paragraph] = []
    run: list[Paragraph] = []
    letters = points_by_letters([p.text for p in paragraphs])

    def close() -> None:
        if table := table_of([p.text for p in run]):
            result.append(replace(run[0], lines=tuple(p.text for p in run), table=table))
        else:
            parts = [(is_short, list(part)) for is_short, part in groupby(run, _is_short)]
            result.extend(one for is_short, part in parts for one in (_stanza(part) if is_short else part))
        run.clear()

    for paragraph in paragraphs:
        short = may_be_row(paragraph.text) or _is_short(paragraph)
        is_division = DIVISION.match(paragraph.text) and "\t" not in paragraph.text  # of no table of contents
        if not short or is_marked(paragraph.text) or paragraph.text in letters or is_division:
            close()
            result.append(paragraph)
            continue
        if paragraph.gap:
            close()
        run.append(paragraph)
    close()
    return _verses_apart(result)


def _is_short(paragraph: Paragraph) -> bool:
    text = paragraph.text
    return len(text) <= _SHORT or is_row(text) or bool(_verses([text]))


def _stanza(run: Sequence[Paragraph]) -> Sequence[Paragraph]:
    """Short lines as one paragraph where they are verse, or most end no sentence; else as they are."""
    lines = tuple(p.text for p in run)
    ended = sum(1 for line in lines if line[-1] in ".:")
    if verses := _verses(lines):
        return [replace(run[0], lines=verses, is_verse=True)]
    return [replace(run[0], lines=lines)] if len(run) > 1 and 3 * ended <= len(run) else run


def _verses_apart(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Lines of verse with a blank line between them, whose mark prose might have: two in a row are verse."""
    could_be = [p.is_verse or (len(p.lines) == 1 and split_verse(p.text) is not None) for p in paragraphs]
    return [
        replace(p, is_verse=True)
        if could_be[i] and any(could_be[max(0, i - 1) : i] + could_be[i + 1 : i + 2])
        else p
        for i, p in enumerate(paragraphs)
    ]
