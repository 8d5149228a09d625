"""Which drafts to correct first: those that are likeliest to be wrong, by all that tells of it unread.

A draft is doubted for what checks found in it, for the model's own doubt, for English that is much longer or
shorter than others are for their Arabic, and a little for its length. A model's scores are compared with
those of the same model alone, for each has its own measure.
"""

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from jisr.checks import CHECKS
from jisr.lang.arabic import count_words
from jisr.markup.markdown_text import plain
from jisr.model.diagnostics import Finding, Severity
from jisr.model.languages import ORIGINAL, TRANSLATION
from jisr.model.ledger import State
from jisr.model.publication import Article

FOUND = {Severity.ERROR: 1.0, Severity.WARNING: 0.5, Severity.NOTICE: 0.0}  # what a check's finding weighs
UNSURE = 0.8  # what the model's own doubt weighs at most
ODD = 0.8  # what an odd proportion of the languages weighs at most, where one is twice what it is elsewhere
LONG = 0.2  # what length weighs at most: a longer text has more that can be wrong


@dataclass(frozen=True)
class Doubt:
    """A draft, how much it is to be doubted, and why."""

    slug: str
    key: str
    doubt: float
    words: int
    why: tuple[str, ...]


@dataclass(frozen=True)
class _Row:
    slug: str
    key: str
    engine: str
    score: float | None
    words: int
    proportion: float
    checks: tuple[str, ...]


def order_by_doubt(articles: Iterable[Article], findings: Iterable[Finding]) -> list[Doubt]:
    """The machine's drafts in `articles`, which nobody has worked on, the most doubtful first."""
    checks: defaultdict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for finding in findings:
        if finding.key:
            checks[finding.file, finding.key][finding.check] = None
    rows = [row for article in articles for row in _rows(article, checks)]
    usual = median(row.proportion for row in rows) if rows else 1.0
    unsure = _unsureness(rows)
    lengths = sorted(row.words for row in rows)
    return sorted(
        (_doubt(row, unsure(row), usual, lengths) for row in rows), key=lambda d: (-d.doubt, d.slug, d.key)
    )


def _rows(article: Article, checks: Mapping[tuple[str, str], Iterable[str]]) -> Iterable[_Row]:
    file = TRANSLATION.page_file(article.slug)
    for passage in article.passages:
        entry = passage.entry
        if entry.state is not State.DRAFT or entry.touched or not entry.target:
            continue
        ours, theirs = (count_words(plain(passage.text(one.code)).text) for one in (ORIGINAL, TRANSLATION))
        found = tuple(checks[file, passage.key]) if (file, passage.key) in checks else ()
        engine = entry.origin.partition(",")[0]
        # a word more on both sides, so that headings of two words are not odder than others
        proportion = (theirs + 1) / (ours + 1)
        yield _Row(article.slug, passage.key, engine, entry.score, ours, proportion, found)


def _unsureness(rows: Iterable[_Row]) -> Callable[[_Row], float]:
    """How unsure a model was of a draft: the share of its drafts of which it was surer."""
    scores: defaultdict[str, list[float]] = defaultdict(list)
    for row in rows:
        if row.score is not None:
            scores[row.engine].append(-row.score)
    for own in scores.values():
        own.sort()

    def unsure(row: _Row) -> float:
        own = scores[row.engine]
        return 0.0 if row.score is None else bisect_left(own, -row.score) / max(len(own) - 1, 1)

    return unsure


def _doubt(row: _Row, unsure: float, usual: float, lengths: Sequence[int]) -> Doubt:
    found = sum(FOUND[CHECKS[check].severity] if check in CHECKS else 0.0 for check in row.checks)
    odd = min(1.0, abs(math.log2(row.proportion / usual)))
    long = bisect_left(lengths, row.words) / max(len(lengths) - 1, 1)
    why = [*row.checks]
    why += [f"score {row.score:.2f}"] if row.score is not None and unsure >= 0.5 else []
    why += [f"{row.proportion:.1f} words for one"] if odd >= 0.5 else []
    return Doubt(
        row.slug, row.key, round(found + UNSURE * unsure + ODD * odd + LONG * long, 3), row.words, tuple(why)
    )
