"""Which drafts to correct first: those that are likeliest to be wrong, by all that tells of it unread.

A draft is doubted for what checks found in it, for the model's own doubt, for English that is much longer or
shorter than others are for their Arabic, and a little for its length. A model's scores are compared with
those of the same model alone, for each has its own measure. What drafts are like elsewhere is a `Scale`, by
which single drafts are weighed.
"""

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
class Measured:
    """A machine's draft that nobody has worked on, with all that tells of it.

    `words` are the original's; `proportion` is how many words of the translation there are for each of them.
    """

    slug: str
    key: str
    engine: str
    score: float | None
    words: int
    proportion: float
    checks: tuple[str, ...]


@dataclass(frozen=True)
class Scale:
    """What drafts are like elsewhere: the usual proportion, all lengths, and each model's doubts of its own.

    Both are in order, and a doubt is a score's negative.
    """

    usual: float
    lengths: Sequence[int]
    doubts: Mapping[str, Sequence[float]]

    def weigh(self, draft: Measured) -> Doubt:
        """How much a draft is to be doubted."""
        found = sum(FOUND[CHECKS[check].severity] if check in CHECKS else 0.0 for check in draft.checks)
        unsure = 0.0 if draft.score is None else _share_below(self.doubts.get(draft.engine, ()), -draft.score)
        odd = min(1.0, abs(math.log2(draft.proportion / self.usual)))
        doubt = found + UNSURE * unsure + ODD * odd + LONG * _share_below(self.lengths, draft.words)
        why = [*draft.checks]
        why += [f"score {draft.score:.2f}"] if draft.score is not None and unsure >= 0.5 else []
        why += [f"{draft.proportion:.1f} words for one"] if odd >= 0.5 else []
        return Doubt(draft.slug, draft.key, round(doubt, 3), draft.words, tuple(why))


def order_by_doubt(articles: Iterable[Article], findings: Iterable[Finding]) -> list[Doubt]:
    """The machine's drafts in `articles`, which nobody has worked on, the most doubtful first."""
    checks: defaultdict[str, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for finding in findings:
        if finding.key:
            checks[finding.file][finding.key].append(finding.check)
    drafts = [
        draft
        for article in articles
        for draft in measure(article, checks.get(TRANSLATION.page_file(article.slug), {}))
    ]
    scale = make_scale(drafts)
    return sorted(map(scale.weigh, drafts), key=lambda d: (-d.doubt, d.slug, d.key))


def measure(article: Article, checks: Mapping[str, Iterable[str]]) -> Iterator[Measured]:
    """The machine's drafts in an article, which nobody has worked on; `checks` found something, by key."""
    for passage in article.passages:
        entry = passage.entry
        if entry.state is not State.DRAFT or entry.touched or not entry.target:
            continue
        ours, theirs = (count_words(plain(passage.text(one.code)).text) for one in (ORIGINAL, TRANSLATION))
        found = tuple(dict.fromkeys(checks.get(passage.key, ())))
        engine = entry.origin.partition(",")[0]
        # a word more on both sides, so that headings of two words are not odder than others
        proportion = (theirs + 1) / (ours + 1)
        yield Measured(article.slug, passage.key, engine, entry.score, ours, proportion, found)


def make_scale(drafts: Iterable[Measured]) -> Scale:
    """The scale by which these drafts, and others like them, are weighed."""
    proportions, lengths = [], []
    doubts: defaultdict[str, list[float]] = defaultdict(list)
    for draft in drafts:
        proportions.append(draft.proportion)
        lengths.append(draft.words)
        if draft.score is not None:
            doubts[draft.engine].append(-draft.score)
    usual = median(proportions) if proportions else 1.0
    return Scale(usual, sorted(lengths), {engine: sorted(own) for engine, own in doubts.items()})


def _share_below(values: Sequence[float], value: float) -> float:
    """The share of `values`, which are in order, that are less than one of them."""
    return min(1.0, bisect_left(values, value) / max(len(values) - 1, 1))
