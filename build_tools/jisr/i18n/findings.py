"""What findings and refusals say, in the language of whoever reads them.

A finding is made with its English sentences, and these are their own codes, as is the custom of gettext:
`findings.LANG.po` has each sentence in another language. What differs from one finding to the next, a name or
a number, is a hole (`{}`) in both. A new finding is written as ever, and its sentences go into the catalogue:
`tests/repository/test_languages.py` says which are missing. A hole is filled with what stood in its place,
itself looked up where it is a sentence or a word of Jisr's; what nobody translated is said as it is.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib import resources
from string import Formatter
from typing import NamedTuple

from polib import pofile

from jisr.model.diagnostics import Finding
from jisr.model.languages import TRANSLATION, Lang

WRITTEN_IN = TRANSLATION.code
"""The language in which findings are made."""
_SURE = 13
"""By so many letters a sentence is known within another, and for sure: fewer may be an author's words."""
_BEGUN = 7
"""And by so many at its beginning, where it stands alone."""
_PART = "part"
"""The context of what is short, and never stands but in a hole of another sentence."""
_QUOTES = ("“", "«", '"')
"""What begins words that are an author's."""
_LISTS = (("; ", "؛ "), (", ", "، "))
"""What stands between several things in a hole, and what does in Arabic."""


class Sentence(NamedTuple):
    """A sentence of the catalogue: `pieces` are what stands around its holes, `said` is its translation."""

    pieces: tuple[str, ...]
    said: str
    is_part: bool = False

    def may_begin(self, hole: str) -> bool:
        """Whether `hole` may stand at its beginning: before a word of a part there is a number or a key."""
        return not self.is_part or self.pieces[0] != "" or self.pieces[1][:1] != " " or " " not in hole

    @property
    def size(self) -> int:
        """How many letters are the sentence's own: the more, the surer that it is this one."""
        return sum(map(len, self.pieces))


def translate_finding(finding: Finding, lang: Lang) -> Finding:
    """`finding` with message and remedy in `lang`; its excerpt is an author's, and stays."""
    if lang == WRITTEN_IN:
        return finding
    return replace(finding, message=translate(finding.message, lang), remedy=translate(finding.remedy, lang))


@dataclass(frozen=True)
class Catalogue:
    """A language's sentences: `whole` without holes, then those with holes, the surest first.

    What is `begun` by words of its own is surer than what is not, where a sentence is short.
    `parts` stand in holes alone; `whole_parts` are those that have no hole of their own.
    """

    whole: dict[str, str]
    whole_parts: dict[str, str]
    sure: list[Sentence]
    parts: list[Sentence]
    begun: list[Sentence]
    unsure: list[Sentence]


@lru_cache(maxsize=1 << 12)
def translate(sentence: str, lang: Lang) -> str:
    """`sentence` in `lang`, if it is one that findings are made of.

    What stands before it with a colon, an address, a check, a place in a file, stays.
    """
    if lang == WRITTEN_IN or not sentence:
        return sentence
    known = load_catalogue(lang)
    said = known.whole.get(sentence) or _fill(known.sure, sentence, lang)
    said = said or _fill(known.begun, sentence, lang) or _translate_parts(sentence, lang)
    return said or _fill(known.unsure, sentence, lang) or sentence


def _translate_parts(sentence: str, lang: Lang) -> str | None:
    """What several sentences make together, or one with something before or behind it; else `None`."""
    before, colon, behind = sentence.partition(": ")
    if colon:
        told = [_translate_hole(part, lang) for part in (before, behind)]
        is_name = " " not in before
        if told[1] != behind if is_name else told[0] != before:
            return ": ".join(told)
    several = _translate_hole(sentence, lang)
    return several if several != sentence else None


def _translate_hole(words: str, lang: Lang) -> str:
    """What fills a hole: a sentence or part of Jisr's, several of them, or what stays as it is."""
    known = load_catalogue(lang)
    if said := known.whole.get(words) or known.whole_parts.get(words) or _fill(known.sure, words, lang):
        return said
    for between, its in _LISTS:
        several = words.split(between)
        told = [_translate_hole(one, lang) for one in several] if len(several) > 1 else []
        if told and all(one != its_own for one, its_own in zip(told, several, strict=True)):
            return its.join(told)
    return _fill(known.parts, words, lang) or words


def _fill(sentences: Iterable[Sentence], words: str, lang: Lang) -> str | None:
    """`words` by the first of `sentences` that they are; `None` where they are none."""
    for one in sentences:
        if (holes := _find_holes(one.pieces, words)) is not None and one.may_begin(holes[0]):
            said = (
                hole if before.endswith(_QUOTES) else _translate_hole(hole, lang)
                for before, hole in zip(one.pieces, holes, strict=False)
            )
            return one.said.format(*said)
    return None


@cache
def load_catalogue(lang: Lang) -> Catalogue:
    """The sentences of findings, and their translations."""
    text = resources.files("jisr").joinpath("i18n", f"findings.{lang}.po").read_text("utf-8")
    entries = [(one.msgctxt == _PART, tuple(cut_at_holes(one.msgid)), one.msgstr) for one in pofile(text)]
    whole: tuple[dict[str, str], dict[str, str]] = ({}, {})
    for is_part, pieces, said in entries:
        if len(pieces) == 1:
            whole[is_part][pieces[0]] = said.format()
    holed = sorted(
        (Sentence(pieces, said, is_part) for is_part, pieces, said in entries if len(pieces) > 1),
        key=lambda one: -one.size,
    )
    own = [one for one in holed if not one.is_part]
    short = [one for one in own if one.size < _SURE]
    return Catalogue(
        *whole,
        sure=[one for one in own if one.size >= _SURE],
        parts=[one for one in holed if one.is_part],
        begun=[one for one in short if len(one.pieces[0]) >= _BEGUN],
        unsure=[one for one in short if len(one.pieces[0]) < _BEGUN],
    )


def cut_at_holes(template: str) -> list[str]:
    """What stands around the holes of a template: one piece more than there are holes."""
    pieces = [""]
    for words, hole, _form, _conversion in Formatter().parse(template):
        pieces[-1] += words
        if hole is not None:
            pieces.append("")
    return pieces


def _find_holes(pieces: tuple[str, ...], sentence: str) -> list[str] | None:
    """What fills the holes between `pieces`, each as short as can be; `None` for another sentence."""
    first, *middle, last = pieces
    at, end = len(first), len(sentence) - len(last)
    if at > end or not sentence.startswith(first) or not sentence.endswith(last):
        return None
    holes = []
    for piece in middle:
        there = sentence.find(piece, at, end)
        if there < 0:
            return None
        holes.append(sentence[at:there])
        at = there + len(piece)
    return [*holes, sentence[at:end]]
