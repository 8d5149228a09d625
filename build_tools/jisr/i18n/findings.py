"""What findings and refusals say, in the language of whoever reads them.

A finding is made with its English sentences, and these are their own codes, as is the custom of gettext:
`findings.LANG.po` has each sentence in another language. What differs from one finding to the next, a name or
a number, is a hole (`{}`) in both. A new finding is written as ever, and its sentences go into the catalogue:
`tests/repository/test_languages.py` says which are missing. A hole is filled with what stood in its place,
itself looked up where it is a sentence or a word of Jisr's; what nobody translated is said as it is.
"""

from dataclasses import replace
from functools import cache, lru_cache
from importlib import resources
from string import Formatter
from typing import NamedTuple

from polib import pofile

from jisr.model.diagnostics import Finding
from jisr.model.languages import TRANSLATION, Lang

WRITTEN_IN = TRANSLATION.code
"""The language in which findings are made."""
_LEAST_OF_A_PART = 12
"""By so many letters a sentence is known within another: fewer may be an author's words."""


class Sentence(NamedTuple):
    """A sentence of the catalogue: `pieces` are what stands around its holes, `said` is its translation."""

    pieces: tuple[str, ...]
    said: str

    @property
    def size(self) -> int:
        """How many letters are the sentence's own: the more, the surer that it is this one."""
        return sum(map(len, self.pieces))


def translate_finding(finding: Finding, lang: Lang) -> Finding:
    """`finding` with message and remedy in `lang`; its excerpt is an author's, and stays."""
    if lang == WRITTEN_IN:
        return finding
    return replace(finding, message=translate(finding.message, lang), remedy=translate(finding.remedy, lang))


@lru_cache(maxsize=1 << 12)
def translate(sentence: str, lang: Lang, least: int = 0) -> str:
    """`sentence` in `lang`, if it is one that findings are made of, with `least` letters of its own."""
    if lang == WRITTEN_IN or not sentence:
        return sentence
    whole, with_holes = load_catalogue(lang)
    if sentence in whole:
        return whole[sentence]
    for one in with_holes:
        if one.size < least:
            break
        if (holes := _find_holes(one.pieces, sentence)) is not None:
            return one.said.format(*(translate(hole, lang, _LEAST_OF_A_PART) for hole in holes))
    return sentence


@cache
def load_catalogue(lang: Lang) -> tuple[dict[str, str], list[Sentence]]:
    """Sentences without holes and their translations; then those with holes, the surest first."""
    text = resources.files("jisr").joinpath("i18n", f"findings.{lang}.po").read_text("utf-8")
    pairs = [(tuple(cut_at_holes(one.msgid)), one.msgstr) for one in pofile(text)]
    whole = {pieces[0]: said.format() for pieces, said in pairs if len(pieces) == 1}
    with_holes = [Sentence(pieces, said) for pieces, said in pairs if len(pieces) > 1]
    return whole, sorted(with_holes, key=lambda one: -one.size)


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
