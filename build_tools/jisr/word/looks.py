"""Headings that an author made by looks alone: bold, or larger, on a line of their own."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from jisr.lang.verse import split_verse
from jisr.seeds.facts import line_facts
from jisr.word.text import Paragraph, Table

_WORDS, _LENGTH = 20, 160  # of a heading
_LARGER = 1.14  # times the letters of the text
_USUAL = 12.0  # points, where nothing says
_MOST = 3  # in a row: more lines that look alike are no headings
_ENDS = (".", "،", "؛", ",", ";", "…")


def find_headings(items: Sequence[Paragraph | Table]) -> list[Paragraph | Table]:
    """The items, with what looks like a title or a heading as one."""
    found = list(items)
    body = _body_size(items)
    places = [n for n, item in enumerate(items) if isinstance(item, Paragraph) and _may_be(item, body)]
    title = _title_place(items, places)
    places = [n for n in places if (title is None or n > title) and "\n" not in _text_of(items[n])]
    bold = {n for n in places if not _is_larger(items[n], body)}
    plain = sum(1 for item in items if isinstance(item, Paragraph) and not item.role and not item.point)
    if 2 * len(bold) > plain:  # where most is bold, bold says nothing
        places = [n for n in places if n not in bold]
    kept = _without_runs(places, items)
    kept = [n for n in kept if _has_text_below(items, n, set(kept))]
    ranks = sorted({_rank(items[n]) for n in kept}, reverse=True)
    above = max((p.level for p in items if isinstance(p, Paragraph) and p.role == "heading"), default=0)
    for n in kept:
        level = min(above + ranks.index(_rank(items[n])) + 1, 5)
        found[n] = _as_heading(found[n], "heading", level)
    if title is not None:
        found[title] = _as_heading(found[title], "title", 0)
    return found


def _as_heading(item: Paragraph | Table, role: str, level: int) -> Paragraph | Table:
    assert isinstance(item, Paragraph)
    spans = tuple(replace(span, look=span.look - {"bold", "underline"}) for span in item.spans)
    return replace(item, role="title" if role == "title" else "heading", level=level, spans=spans)


def _body_size(items: Sequence[Paragraph | Table]) -> float:
    sizes: Counter[float] = Counter()
    for item in items:
        if isinstance(item, Paragraph) and item.role in ("", "quote"):
            for span in item.spans:
                sizes[span.size] += len(span.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _may_be(item: Paragraph, body: float) -> bool:
    """Whether a paragraph looks like a heading, for all that itself can tell."""
    text = " ".join(item.text.split())
    return (
        not item.role
        and item.point is None
        and not any(span.picture for span in item.spans)
        and any(map(str.isalpha, text))
        and len(text) <= _LENGTH
        and len(text.split()) <= _WORDS
        and not text.endswith(_ENDS)
        and (item.is_bold or _is_larger(item, body))
        and split_verse(item.text, sure=True) is None
        and all(line_facts(line) is None for line in (text, *item.text.split("\n")))
    )


def _is_larger(item: Paragraph | Table, body: float) -> bool:
    return isinstance(item, Paragraph) and item.size >= _LARGER * (body or _USUAL)


def _text_of(item: Paragraph | Table) -> str:
    return item.text.strip() if isinstance(item, Paragraph) else ""


def _rank(item: Paragraph | Table) -> tuple[float, bool]:
    assert isinstance(item, Paragraph)
    return item.size, item.is_bold


def _title_place(items: Sequence[Paragraph | Table], places: Sequence[int]) -> int | None:
    """Which of the places is the title's: the first line, or the one below a line with a colon."""
    if any(isinstance(item, Paragraph) and item.role == "title" for item in items):
        return None
    top = [n for n, item in enumerate(items[:6]) if isinstance(item, Paragraph) and item.text.strip()][:2]
    for n in top:
        item = items[n]
        if n in places and isinstance(item, Paragraph) and not item.text.strip().endswith(":"):
            return n
        if not (isinstance(item, Paragraph) and item.text.strip().endswith(":")):
            return None
    return None


def _without_runs(places: Sequence[int], items: Sequence[Paragraph | Table]) -> list[int]:
    """The places without lines that follow each other and look alike: a list of names, say."""
    kept: list[int] = []
    run: list[int] = []
    for n in places:
        if run and n == run[-1] + 1 and _rank(items[n]) == _rank(items[run[-1]]):
            run.append(n)
            continue
        kept += run if len(run) < _MOST else []
        run = [n]
    return kept + (run if len(run) < _MOST else [])


def _has_text_below(items: Sequence[Paragraph | Table], place: int, headings: set[int]) -> bool:
    """Whether anything but headings stands below: a name in bold that ends a text is none."""
    below = (item for n, item in enumerate(items[place + 1 :], place + 1) if n not in headings)
    return any(not isinstance(item, Paragraph) or item.text.strip() for item in below)
