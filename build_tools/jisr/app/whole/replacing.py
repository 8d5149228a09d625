"""Words of the translation found in the whole publication, and replaced where a person chose to.

Each hit is shown with its sentence and chosen by itself. Quotations that have a source are their source's
words: they are shown, and stay. What a person wrote is a person's still, and an approval lapses, as if it had
been corrected on the page; a machine's draft stays a machine's, for nobody has read the rest of it.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from jisr import seeds as readers
from jisr.app.results import Result, find_news
from jisr.app.syncing import read_and_reconcile, sign_then_reconcile, write_results
from jisr.lang.arabic import fold, sentence_around
from jisr.lang.typography.quotes import quoted_spans
from jisr.markup.markdown_text import Plain, escape, plain
from jisr.model.diagnostics import Finding, JisrError, warning
from jisr.model.languages import TRANSLATION
from jisr.model.ledger import Entry, State, SyncResult
from jisr.storage import disk, transaction
from jisr.translation import article_files
from jisr.translation.authorship import apply_state_rule, translation_digest
from jisr.translation.decisions import events
from jisr.translation.decisions.records import Decision
from jisr.translation.drafts import quotations
from jisr.translation.sync.page_vs_ledger import take_page_edit

_BETWEEN = re.compile(r"[|،,\n]")
_LONGEST = 300


@dataclass(frozen=True)
class Search:
    """What is looked for; `original` are words of which the original must have one, for a changed term.

    They are parted by commas or `|`; hamzas and vowel marks play no part.
    """

    words: str
    is_whole: bool = True  # whole words alone
    is_exact: bool = True  # also in capitals and small letters
    original: str = ""

    @property
    def pattern(self) -> re.Pattern[str]:
        """What finds it; apostrophes and spaces are alike in all their forms. Raises `JisrError` for none."""
        words = self.words.split()
        if not words or len(self.words) > _LONGEST:
            message, remedy = "no words to look for", f"write up to {_LONGEST} letters"
            raise JisrError(Finding("replace", message, text=self.words[:90], remedy=remedy))
        parts = (re.sub("['’‘ʼ]", "['’‘ʼ]", re.escape(word)) for word in words)
        text = r"[\s\u00a0]+".join(parts)
        if self.is_whole:
            before, after = (
                (r"(?<!\w)" if words[0][0].isalnum() else ""),
                (r"(?!\w)" if words[-1][-1].isalnum() else ""),
            )
            text = f"{before}{text}{after}"
        return re.compile(text, 0 if self.is_exact else re.IGNORECASE)


@dataclass(frozen=True)
class Hit:
    """A place where the words stand: `start` and `end` count characters of the block's plain text.

    `seen` is the digest of the block's English; `source` is what a quotation is locked by, `is_said` whether
    it stands between quotation marks.
    """

    slug: str
    key: str
    start: int
    end: int
    before: str
    words: str
    after: str
    state: str
    seen: str
    source: str = ""
    is_said: bool = False
    is_cut: bool = False  # by bold type, a link or the like: only a person on the page can change it

    @property
    def id(self) -> str:
        """What it is chosen by."""
        return f"{self.slug}#{self.key}:{self.start}:{self.seen}"

    @property
    def can_change(self) -> bool:
        """Whether it may be replaced here."""
        return not (self.source or self.is_cut)

    @property
    def is_draft(self) -> bool:
        """Whether it stands in a machine's draft, which stays one."""
        return self.state == State.DRAFT


def find_words(root: Path, search: Search, slugs: Collection[str] = ()) -> tuple[list[Hit], Result]:
    """All places where words stand in the translation, in the order of articles; nothing changes."""
    pattern = search.pattern
    if not (slugs := slugs or _may_have(root, search)):
        return [], Result()
    result = read_and_reconcile(root, slugs)
    return [hit for outcome in result.outcomes for hit in find_in_article(outcome, search, pattern)], result


def _may_have(root: Path, search: Search) -> list[str]:
    """The articles whose English page or ledger has the longest of the words, so that few are read whole."""
    word = max(re.findall(r"\w+", search.words), key=len, default="").casefold()
    return [
        seed.slug
        for seed in readers.find_files(root)[0]
        if any(word in _text(path).casefold() for path in article_files.paths(root, seed.slug)[:2])
    ]


def _text(path: Path) -> str:
    try:
        return disk.read_bytes(path).decode("utf-8", "replace")
    except OSError:  # none yet; one that cannot be read is reported by every run
        return ""


def _folded(text: str) -> str:
    return " ".join(fold(text).text.split())


def find_in_article(outcome: SyncResult, search: Search, pattern: re.Pattern[str]) -> Iterator[Hit]:
    """The places in one article."""
    sources = quotations(outcome)
    wanted = [folded for one in _BETWEEN.split(search.original) if (folded := _folded(one))]
    for entry in outcome.ledger.entries:
        if wanted and not any(one in _folded(plain(entry.source).text) for one in wanted):
            continue
        bare = plain(entry.target)
        quoted = quoted_spans(bare.text)
        for match in pattern.finditer(bare.text):
            first, last = sentence_around(bare.text, *match.span(), TRANSLATION.code)
            yield Hit(
                slug=outcome.slug,
                key=entry.key,
                start=match.start(),
                end=match.end(),
                before=bare.text[first : match.start()],
                words=match[0],
                after=bare.text[match.end() : last],
                state=entry.state.value,
                seen=translation_digest(entry.target),
                source=sources.get(entry.key, ""),
                is_said=any(a < match.start() and match.end() < b for a, b in quoted),
                is_cut=bare.span(*match.span()) is None,
            )


def replace_words(
    root: Path, search: Search, new: str, chosen: Collection[str], today: date, by: str = ""
) -> Result:
    """Put `new` in place of the hits that were `chosen` by their ids; drafts stay drafts.

    A hit whose paragraph changed since it was shown stays, and a warning names it. Articles with a conflict
    stay whole.
    """
    pattern, new = search.pattern, " ".join(new.split())
    by_slug: dict[str, set[str]] = defaultdict(set)
    for one in chosen:
        by_slug[one.partition("#")[0]].add(one)
    with transaction.lock_project(root):
        result = sign_then_reconcile(root, list(by_slug), today) if by_slug else Result()
        outcomes, findings, decisions = [], list(find_news(result)), []
        for outcome in result.outcomes:
            asked = by_slug[outcome.slug]
            hits = [
                hit for hit in find_in_article(outcome, search, pattern) if hit.id in asked and hit.can_change
            ]
            changed = {} if outcome.blocked else dict(_changed(outcome, hits, new))
            missed = len(asked) - sum(hit.key in changed for hit in hits)
            if missed:
                findings.append(_missed(outcome, missed))
            outcomes.append(outcome.with_entries(changed))
            decisions.append(Decision(outcome.slug, events.EDIT, list(changed), by))
        done = replace(result, outcomes=tuple(outcomes), findings=tuple(findings), decisions=tuple(decisions))
        return write_results(root, done)


def _changed(outcome: SyncResult, hits: Collection[Hit], new: str) -> Iterator[tuple[str, Entry]]:
    for key in dict.fromkeys(hit.key for hit in hits):
        entry = outcome.require_entry(key)
        bare = plain(entry.target)
        text = entry.target
        for hit in sorted((h for h in hits if h.key == key), key=lambda h: -h.start):
            text = _put(text, bare, hit, new)
        if text != entry.target and text.strip():
            yield key, _with_text(entry, text)


def _with_text(entry: Entry, text: str) -> Entry:
    """`entry` with other words; a draft's new text is recorded as a machine's, so no run finds an edit."""
    is_draft = entry.state is State.DRAFT
    return apply_state_rule(entry, replace(entry, target=text) if is_draft else take_page_edit(entry, text))


def _put(text: str, bare: Plain, hit: Hit, new: str) -> str:
    span = bare.span(hit.start, hit.end)
    return text if span is None else text[: span[0]] + escape(new) + text[span[1] :]


def _missed(outcome: SyncResult, count: int) -> Finding:
    message = (
        f"{count} of the places were left as they are: they changed meanwhile, or may not be changed here"
    )
    return warning("replace", message, outcome.translation_file, remedy="look for the words once more")
