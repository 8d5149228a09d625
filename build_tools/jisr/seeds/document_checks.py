"""What a person should know of a text, whatever format it came in: its title, language and typography."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache

from jisr.lang.dates import find_written_dates
from jisr.lang.typography.doubts import find_doubts
from jisr.lang.units import split_units
from jisr.markup.markdown_text import plain, plain_line
from jisr.model.diagnostics import Finding, warning
from jisr.model.languages import ORIGINAL
from jisr.model.source import Document, Kind
from jisr.seeds.content import Content
from jisr.seeds.decoding import Line

_FEW_LETTERS, _ARABIC_SHARE = 40, 0.3  # fewer letters say nothing of the language
_ARABIC = re.compile("[\u0621-\u064a\u066e-\u06d3\ufb50-\ufdff\ufe70-\ufefc]+")
_COMMONEST = "اليمنورتب"  # half of the characters of most Arabic texts
_LATIN_OR_OTHER = re.compile(r"[^\W\d_\u0600-\u06ff\ufb50-\ufdff\ufe70-\ufeff]+")
_LONG_TITLE = 150  # characters; more does not fit in lists and search results


def check_document(document: Document, *, made_title: bool) -> Iterator[Finding]:
    """What the title, the language and the typography of a document leave to a person."""
    yield from _title_warnings(document, made_title=made_title)
    yield from _language_warnings(document)
    yield from _typography_warnings(document)
    yield from _date_warnings(document)


def find_lost_words(lines: Sequence[Line], content: Content, file: str) -> Iterator[Finding]:
    """A warning for words of a seed that its reader lost: they are in no block, and nothing names them.

    Only words in other letters than ASCII count, for names of tags and addresses are no text. Letters that
    are there, though in other words, are not lost: `<b>كل</b>مة` is one word to readers.
    """
    # most lines stand in a block as they are, and need not be taken apart
    before, after = Counter(line.text for line in lines), Counter(_texts_of(content))
    if not _count_units(before - after) - _count_units(after - before):
        return
    given = Counter(unit for line in lines for unit in _words(line.text))
    kept = Counter(unit for text in _texts_of(content) for unit in _words(text))
    if not (lost := given - kept):
        return
    named = (*content.said_elsewhere, *(finding.text for finding in content.findings))
    elsewhere = {unit for text in named for unit in _words(text)}
    words = Counter({unit: count for unit, count in lost.items() if unit not in elsewhere})
    if not _letters(words) - _letters(kept - given):
        return
    place = max(lines, key=lambda line: sum(word in words for word in _words(line.text)))
    message = f"{words.total()} words of this file are neither in the text nor named as left out"
    remedy = "write them as plain paragraphs, and report the lines that Jisr reads wrongly"
    yield warning("seed-lost", message, file, place.number, " ".join(words), remedy)


def _count_units(texts: Counter[str]) -> Counter[str]:
    return Counter(unit for text in texts.elements() for unit in _words(text))


@lru_cache(maxsize=1 << 8)
def _words(text: str) -> Sequence[str]:
    """The units of a text that is marked or not, without those in ASCII."""
    return [unit for unit in split_units(text.replace("\\", "")) if not unit.isascii()]


def _letters(words: Counter[str]) -> Counter[str]:
    return Counter("".join(words.elements()))


def _texts_of(content: Content) -> Iterator[str]:
    """All that a reader gives on of a seed."""
    yield content.meta.title
    for block in (*content.blocks, *content.aside):
        yield block.text
        yield from block.names


def _title_warnings(document: Document, *, made_title: bool) -> Iterator[Finding]:
    title = next(block for block in document.blocks if block.kind is Kind.TITLE)
    words = plain_line(title.text)
    problems = []
    remedy = "give one in the sidecar: `title: …`"
    if made_title:
        problems.append(("no title was found, so the first words serve as one", remedy))
    elif len(words) > _LONG_TITLE:
        problems.append((f"a title of {len(words)} characters", remedy))
    if document.blocks[-1] is title:
        problems.append(("there is nothing but a title", "add the text to the seed"))
    for message, remedy in problems:
        yield warning("seed-title", message, document.file, title.line, words, remedy)


def _language_warnings(document: Document) -> Iterator[Finding]:
    """A text in another language was put here by mistake: it would be published as Arabic."""
    written = " ".join(block.text for block in document.blocks)
    if sum(map(written.count, _COMMONEST)) >= _ARABIC_SHARE * len(written):
        return  # most texts end here: to take the marks off, and to tell all letters, costs more
    share = _arabic_share(" ".join(plain(block.text).text for block in document.blocks))
    if share < _ARABIC_SHARE:
        title = next(block for block in document.blocks if block.kind is Kind.TITLE)
        message = f"only {share:.0%} of the letters are Arabic, and the text is published as Arabic"
        remedy = "seeds are Arabic; a translation comes in by jisr import"
        text = plain_line(title.text)
        yield warning("seed-language", message, document.file, title.line, text, remedy)


def _arabic_share(text: str) -> float:
    """The share (0–1) of Arabic letters in a text; 1 for one too short to tell."""
    arabic, others = (sum(map(len, runs.findall(text))) for runs in (_ARABIC, _LATIN_OR_OTHER))
    return arabic / (arabic + others) if arabic + others >= _FEW_LETTERS else 1.0


def _typography_warnings(document: Document) -> Iterator[Finding]:
    """What a person must decide about the typography, by block."""
    for block in document.blocks:
        for message, words in find_doubts(block.text):
            yield warning("typography", message, document.file, block.line, words, _correct(words))


_MAY_BE_TOO_LATE = re.compile("29|3[01]|٢٩|٣[٠١]|ثلاثين")  # a day that not every month has


def _date_warnings(document: Document) -> Iterator[Finding]:
    """Days that their month does not have, by block."""
    for block in document.blocks:
        if not _MAY_BE_TOO_LATE.search(block.text):
            continue
        text = plain(block.text).text
        for date in find_written_dates(text, ORIGINAL.code):
            if not date.may_be:
                words = text[date.start : date.end]
                message = "a day that its month does not have: no date is read here"
                yield warning("dates", message, document.file, block.line, words, _correct(words))


def _correct(words: str) -> str:
    """What to put into the sidecar where a person sees that `words` are wrong."""
    find = "'" + words.replace("'", "''") + "'"  # as YAML
    return f"if so, put into the sidecar: corrections: [{{find: {find}, replace: …, reason: …}}]"
