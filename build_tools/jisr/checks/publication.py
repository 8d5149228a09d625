"""Checks that look at all articles together: unusual lengths, one text in two translations, general names."""

import re
from collections.abc import Iterator
from math import exp, log
from statistics import median

from jisr.checks.context import BlockFinding, CheckContext, Pair
from jisr.glossary import unguarded_findings
from jisr.lang.arabic import essence
from jisr.markup.markdown_text import collapse_spaces
from jisr.model.diagnostics import Finding

BlockFindings = Iterator[tuple[Pair, BlockFinding]]

_FEWEST = 12  # blocks from which a publication has a usual length
_SHORTEST = 40  # characters of Arabic below which a length says nothing
_LEAST = 2.0  # times longer or shorter than usual, whatever the spread
_SPREAD = 5.0  # times the median deviation


def check_length(edition: CheckContext) -> BlockFindings:
    """Much longer or shorter than usual"""
    measured = [
        (pair, log(len(pair.translation) / len(pair.original)))
        for pair in edition.pairs
        if len(pair.original) >= _SHORTEST and pair.translation.strip()
    ]
    if len(measured) < _FEWEST:
        return
    usual = median(ratio for _, ratio in measured)
    spread = median(abs(ratio - usual) for _, ratio in measured)
    for pair, ratio in measured:
        # the shorter the text, the more its length varies
        limit = max(log(_LEAST), _SPREAD * 1.4826 * spread) * (1 + _SHORTEST / len(pair.original) / 2)
        if abs(ratio - usual) > limit:
            times = exp(abs(ratio - usual))
            what = "longer" if ratio > usual else "shorter"
            message = f"{times:.1f} times {what} than this publication's translations usually are"
            remedy = "read both: is a sentence missing, or too much?"
            yield pair, BlockFinding(message, pair.translation[-60:], remedy)


def check_general_names(edition: CheckContext) -> Iterator[Finding]:
    """A name of common words, without words that show where it is meant"""
    yield from unguarded_findings(edition.actors)


def check_two_targets(edition: CheckContext) -> BlockFindings:
    """One Arabic text in two translations"""
    yield from _differing_pairs(edition, by_source=True)


def check_two_sources(edition: CheckContext) -> BlockFindings:
    """Two Arabic texts with one translation"""
    yield from _differing_pairs(edition, by_source=False)


_WORDS = re.compile(r"\w+")
_FEWEST_WORDS = {True: 2, False: 4}  # one heading may need two translations, two short ones may share one


def _differing_pairs(edition: CheckContext, *, by_source: bool) -> BlockFindings:
    first: dict[str, tuple[Pair, str]] = {}
    for pair in edition.pairs:
        source, target = essence(pair.source), collapse_spaces(pair.translation).lower().rstrip(".!?:")
        one, other = (source, target) if by_source else (target, "".join(_WORDS.findall(source)))
        if len(_WORDS.findall(pair.original if by_source else target)) < _FEWEST_WORDS[by_source]:
            continue
        known, said = first.setdefault(one, (pair, other))
        if said != other:
            place = f"{known.file}#{known.key}"
            if by_source:
                message, text = f"the same Arabic is translated otherwise in {place}", known.translation
            else:
                message, text = f"other Arabic has the same English in {place}", known.original
            yield pair, BlockFinding(message, text, "if both are right, ignore it with a reason")
