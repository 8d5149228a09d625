"""What stands above a text: kicker and title, often twice, for web pages are copied with both."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from build_tools import arabic
from build_tools.model import Meta
from build_tools.readers.content import first_words
from build_tools.readers.paragraphs import Paragraph
from build_tools.readers.points import is_marked

_TITLE_WORDS, _TITLE_LENGTH = 45, 320
_SENTENCE_WORDS = 20  # what ends in a full stop and is longer is a paragraph, no title
_KICKER_WORDS = 10
_SIMILAR = 60  # per cent: the sidecar's title and the one in the text are versions of one
_SURE_WORDS = 3  # one or two words may be a first heading (مقدمة)
# Where a report was filed and by whom, above its headline: «بغداد – خاص» ("Baghdad – exclusive").
_DATELINE = re.compile(r"\w+(?: \w+)? ?[-–—/] ?(?:خاص|وكالات|الوكالات|متابعات|متابعة|مراسلنا|مراسلتنا)")
_QUOTES = str.maketrans("", "", "\"“”„‟«»'‘’")


@dataclass(frozen=True)
class Header:
    """Kicker and title as plain text on one line, with their lines in the seed (0: from the sidecar).

    `made` says that the text has no title and this one consists of its first words; `repeated` are the lines
    of the repetition that was left out, `rest` the paragraphs below.
    """

    title: str
    kicker: str = ""
    title_line: int = 0
    kicker_line: int = 0
    made: bool = False
    repeated: tuple[int, ...] = ()
    rest: tuple[Paragraph, ...] = ()


def find_header(found: Sequence[Paragraph], meta: Meta) -> Header:
    """Kicker and title of a text, the sidecar's first; there always is a title."""
    rest = list(found)
    while len(rest) > 1 and not _says_something(rest[0].text):
        rest.pop(0)  # a rule above the title is no part of the text
    kicker, title, used = _kicker_and_title(rest)
    if title and meta.title and not _is_replaced(title.text, kicker, meta.title):
        title, used = None, 0
    start = used
    while title and (again := _repetition(kicker, title, rest[start : start + 2])):
        if not kicker and again == 2:
            kicker = rest[start]
        start += again
    made = not (title or meta.title)
    return Header(
        title=meta.title or (title.text if title else first_words(rest[0].text)),
        kicker=(meta.kicker or (kicker.text if kicker else "")).rstrip(" :"),  # the page's design sets it off
        title_line=title.number if title else rest[0].number if made else 0,
        kicker_line=kicker.number if kicker else 0,
        made=made,
        repeated=tuple(p.number for p in rest[used:start]),
        rest=tuple(rest[start:]),
    )


def _says_something(text: str) -> bool:
    """Not only a rule of hyphens or stars; the basmala (﷽) is one character, and says something."""
    return re.fullmatch(r"[\s*_=~#•.\-–—─━]+", text) is None


def _is_title(paragraph: Paragraph) -> bool:
    text, words = paragraph.text, paragraph.words
    if words > _TITLE_WORDS or len(text) > _TITLE_LENGTH or text[0] == ">":
        return False
    return not (text[-1] in ".…" and words > _SENTENCE_WORDS)


def _is_titular(paragraph: Paragraph) -> bool:
    """Whether a line below a kicker can be its title."""
    return _is_title(paragraph) and paragraph.text[-1] not in ".:،" and not is_marked(paragraph.text)


def _kicker_and_title(found: Sequence[Paragraph]) -> tuple[Paragraph | None, Paragraph | None, int]:
    """Both, as far as they are there, and how many paragraphs they take up."""
    first, *others = found
    if not _is_title(first):
        return None, None, 0
    if first.text[-1] == ":" and first.words <= _KICKER_WORDS and others and _is_titular(others[0]):
        return first, others[0], 2
    has_dateline = _DATELINE.fullmatch(first.text) and others and _is_titular(others[0])
    if has_dateline or _is_kicker_of_a_block_that_stands_twice(found):
        return first, others[0], 2
    # «kicker: title» on one line, then both again on two
    is_both = len(others) >= 2 and others[0].text[-1] == ":" and first.text[-1] != ":"
    if is_both and _plain(first.text) == _plain(f"{others[0].text} {others[1].text}"):
        return others[0], others[1], 1
    return None, first, 1


def _is_kicker_of_a_block_that_stands_twice(found: Sequence[Paragraph]) -> bool:
    """A short line and a longer one, and both again: a kicker without colon, and the title."""
    if len(found) < 4 or not found[0].words < min(found[1].words, _KICKER_WORDS + 1):
        return False
    texts = [_plain(p.text) for p in found[:4]]
    return _is_titular(found[0]) and _is_titular(found[1]) and texts[:2] == texts[2:]


def _repetition(kicker: Paragraph | None, title: Paragraph, rest: Sequence[Paragraph]) -> int:
    """How many of the first paragraphs of `rest` repeat kicker and title; those may be on one line or two."""
    wanted = {_plain(title.text)}
    if kicker:
        wanted.add(_plain(f"{kicker.text} {title.text}"))
    if rest and _plain(rest[0].text) in wanted:
        return 1
    again = kicker is not None and rest and _plain(rest[0].text) == _plain(kicker.text)
    if len(rest) > 1 and (again or (rest[0].text[-1] == ":" and rest[0].words <= _KICKER_WORDS)):
        is_same = _plain(rest[1].text) == _plain(title.text)
        if is_same and (kicker is None or _plain(rest[0].text) == _plain(kicker.text)):
            return 2
    return 0


def _is_replaced(title: str, kicker: Paragraph | None, wanted: str) -> bool:
    """Whether the sidecar's title stands for the one found, or the text begins without a title."""
    similar = fuzz.ratio(_plain(title), _plain(wanted)) >= _SIMILAR
    return similar or kicker is not None or len(title.split()) >= _SURE_WORDS


def _plain(text: str) -> str:
    """For comparison: without quotes, and without what does not change the meaning (white space, tatweel)."""
    return arabic.essence(text.translate(_QUOTES))
