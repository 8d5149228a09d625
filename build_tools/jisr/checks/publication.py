"""Checks that look at all articles together: unusual lengths, one text in two translations, general names."""

import re
from array import array
from collections.abc import Iterator, Sequence
from functools import lru_cache
from hashlib import blake2b
from itertools import pairwise
from math import exp, log
from statistics import median

from jisr.checks.context import ArticleUnderCheck, BlockFinding, CheckContext, Pair, PairTexts
from jisr.checks.wording.patterns import strip_vowel_marks
from jisr.glossary import unguarded_findings, unnamed_actor_findings
from jisr.lang.align import find_deviation
from jisr.model.diagnostics import Finding

_FEWEST = 12  # blocks from which a publication has a usual length
_SHORTEST = 40  # characters of Arabic below which a length says nothing
_LEAST = 2.0  # times longer or shorter than usual, whatever the spread
_SPREAD = 5.0  # times the median deviation
_MISSING = 2.5  # standard deviations: two of three sentences left out are told, and of 1,000 paragraphs none
_READ_BOTH = "read both: is a sentence missing, or too much?"


class Lengths:
    """Much longer or shorter than usual"""

    def __init__(self, edition: CheckContext) -> None:
        self._edition = edition
        self._places, self._originals, self._ratios = array("Q"), array("L"), array("d")
        self._fewer = array("B")  # by how many sentences the English has fewer

    def note(self, article: ArticleUnderCheck) -> list[list[int]]:
        """Of each block its place, both lengths, and by how many sentences the English has fewer."""
        return [
            [nth, *_measure(pair)]
            for nth, pair in enumerate(article.pairs)
            if len(pair.original) >= _SHORTEST and pair.translation.strip()
        ]

    def add(self, number: int, note: list[list[int]]) -> None:
        """Hold the numbers alone: there are sixty an article."""
        for nth, original, translation, fewer in note:
            self._places.append(_place(number, nth))
            self._fewer.append(fewer)
            self._originals.append(original)
            self._ratios.append(log(translation / original))

    def find(self) -> Iterator[tuple[Pair, BlockFinding]]:
        """Those far from what is usual here; of those with fewer sentences, what is shorter at all."""
        if len(self._ratios) < _FEWEST:
            return
        usual = median(self._ratios)
        spread = median(abs(ratio - usual) for ratio in self._ratios)
        rows = zip(self._places, self._originals, self._ratios, self._fewer, strict=True)
        for place, length, ratio, fewer in rows:
            if fewer and find_deviation(length, round(length * exp(ratio)), exp(usual)) < -_MISSING:
                pair = _pair_at(self._edition, place)
                ours, theirs = pair.texts.sentence_counts
                message = f"{theirs} sentences for {ours} in the Arabic, and short for it"
                yield pair, BlockFinding(message, pair.translation[-60:], _READ_BOTH)
                continue
            # the shorter the text, the more its length varies
            limit = max(log(_LEAST), _SPREAD * 1.4826 * spread) * (1 + _SHORTEST / length / 2)
            if abs(ratio - usual) > limit:
                pair = _pair_at(self._edition, place)
                times = exp(abs(ratio - usual))
                what = "longer" if ratio > usual else "shorter"
                message = f"{times:.1f} times {what} than this publication's translations usually are"
                yield pair, BlockFinding(message, pair.translation[-60:], _READ_BOTH)


def _measure(pair: Pair) -> tuple[int, int, int]:
    ours, theirs = pair.texts.sentence_counts
    fewer = min(max(0, ours - theirs), 255)
    return len(strip_vowel_marks(pair.original) if fewer else pair.original), len(pair.translation), fewer


def check_general_names(edition: CheckContext) -> Iterator[Finding]:
    """A name of common words, without words that show where it is meant"""
    yield from unguarded_findings(edition.actors)


class Unnamed:
    """An actor whom no article names"""

    def __init__(self, edition: CheckContext) -> None:
        self._actors = edition.actors
        self._named: set[int] | None = None

    def note(self, article: ArticleUnderCheck) -> list[int]:
        """Digests of who is named: what is kept tells nothing of private persons."""
        return sorted(map(_short_digest, article.named))

    def add(self, number: int, note: list[int]) -> None:
        """Hold who is named anywhere."""
        del number
        self._named = self._named or set()
        self._named.update(note)

    def find(self) -> Iterator[Finding]:
        """Who is not."""
        if self._named is not None:
            named = {actor.id for actor in self._actors if _short_digest(actor.id) in self._named}
            yield from unnamed_actor_findings(self._actors, named)


# --- one text in two translations --------------------------------------------------------------------------

_WORDS = re.compile(r"\w+")


class _Twins:
    """Blocks whose text in one language is the same, and in the other is not; held as digests."""

    by_source: bool
    fewest_words: int
    message: str  # what is wrong, up to the place of the first of a kind

    def __init__(self, edition: CheckContext) -> None:
        self._edition = edition
        self._places, self._same, self._other = array("Q"), array("Q"), array("Q")

    def note(self, article: ArticleUnderCheck) -> list[list[int]]:
        """Of each block its place, and digests of its text in either language."""
        known = (_digests(pair.texts, self.by_source, self.fewest_words) for pair in article.pairs)
        return [[nth, *digests] for nth, digests in enumerate(known) if digests]

    def add(self, number: int, note: list[list[int]]) -> None:
        """Hold the numbers alone."""
        for nth, same, other in note:
            self._places.append(_place(number, nth))
            self._same.append(same)
            self._other.append(other)

    def find(self) -> Iterator[tuple[Pair, BlockFinding]]:
        """Each that differs from the first of its kind."""
        repeated = {one for one, next_one in pairwise(sorted(self._same)) if one == next_one}
        first: dict[int, tuple[int, int]] = {}
        for place, same, other in zip(self._places, self._same, self._other, strict=True):
            if same in repeated:
                known, said = first.setdefault(same, (place, other))
                if said != other:
                    pair = _pair_at(self._edition, place)
                    yield pair, self._differs_from(_pair_at(self._edition, known))

    def _differs_from(self, known: Pair) -> BlockFinding:
        text = known.translation if self.by_source else known.original
        return BlockFinding(f"{self.message} {known.file}#{known.key}", text, _IF_RIGHT)


@lru_cache(maxsize=1 << 8)
def _digests(texts: PairTexts, by_source: bool, fewest_words: int) -> Sequence[int]:
    """Of what is to be the same in two blocks, and of what is not; none where there are too few words."""
    target = texts.target_essence
    if len(_WORDS.findall(texts.original if by_source else target)) < fewest_words:
        return ()
    source = texts.source_essence
    same, other = (source, target) if by_source else (target, "".join(_WORDS.findall(source)))
    return _short_digest(same), _short_digest(other)


class TwoTargets(_Twins):
    """One Arabic text in two translations"""

    by_source = True
    fewest_words = 2  # one heading may need two translations
    message = "the same Arabic is translated otherwise in"


class TwoSources(_Twins):
    """Two Arabic texts with one translation"""

    by_source = False
    fewest_words = 4  # two short texts may share one
    message = "other Arabic has the same English in"


_IF_RIGHT = "if both are right, ignore it with a reason"


def _short_digest(text: str) -> int:
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def _place(number: int, nth: int) -> int:
    """The place of a block: its article's among all, and its own among the article's."""
    return number << 32 | nth


def _pair_at(edition: CheckContext, place: int) -> Pair:
    return edition.pairs_of(place >> 32)[place & 0xFFFFFFFF]
