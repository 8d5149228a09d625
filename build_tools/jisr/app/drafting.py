"""The stage of drafting: an engine fills blocks without English, and every batch is written."""

import os
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, partial
from pathlib import Path

from jisr import seeds as readers
from jisr.app.asked import check_keys
from jisr.app.results import Drafted, Result, SyncRun
from jisr.app.syncing import (
    LONG_WAIT,
    fingerprint_articles,
    hold_and_retry,
    load_articles,
    read_outcomes,
    write_results,
)
from jisr.app.whole.drafted import tell_drafted
from jisr.model.diagnostics import Finding, JisrError, notice
from jisr.model.ledger import SyncResult
from jisr.model.outgoing import why_kept_here
from jisr.model.settings import Settings
from jisr.model.source import SeedFile, Terms
from jisr.model.translation import Translator
from jisr.storage import transaction
from jisr.storage.inputs import clock
from jisr.storage.work.progress import begin_shared_work
from jisr.translation import article_files, drafts, incremental, memory

BATCH_BLOCKS = 500  # blocks drafted between two writes: what a killed run has to do again
AT_ONCE = 40  # articles that are held until they are drafted; of more each is read again

KeptHere = Callable[[SyncResult], str]
"""Why the engine may not see an article; "" where it may."""


def nobody_keeps(_: SyncResult) -> str:
    """For an engine on this machine, which may see all."""
    return ""


def keep_from_readers(settings: Settings) -> KeptHere:
    """For an engine on another machine: it may see what readers may, at this moment for the whole run."""
    moment = clock.now()
    return lambda outcome: why_kept_here(outcome.document.meta, moment, settings)


def require_publisher(slugs: Collection[str]) -> None:
    """Raises `JisrError` where held texts are to be sent in CI, or without naming their articles."""
    if os.environ.get("CI"):
        message, remedy = "no publisher is in CI, who could decide to send what is held", "run it by hand"
    elif not slugs:
        message, remedy = "which articles may be sent?", "name each: jisr draft --send-held ARTICLE …"
    else:
        return
    raise JisrError(Finding("not-sent", message, remedy=remedy))


@dataclass(frozen=True)
class _Articles:
    """The articles that a run may draft; `keys` are asked for, and drafts wanted of what is not of `also`.

    Thousands are more than the memory holds: where they are many, each is read when its turn comes.
    """

    root: Path
    seeds: Sequence[SeedFile]
    read_from: Callable[..., Iterator[SyncResult]]
    keys: Collection[str]
    also: str

    def read(self, *, on_cores: bool) -> Iterator[SyncResult]:
        """Each as it lies there."""
        if len(self.seeds) <= AT_ONCE:
            return iter(self._held)
        return self.read_from(self.seeds, on_cores=on_cores)

    @cached_property
    def _held(self) -> list[SyncResult]:
        return list(self.read_from(self.seeds, on_cores=False))

    @cached_property
    def past(self) -> memory.Memory:
        """What people translated, in all articles."""
        return memory.build(article_files.read_ledgers(self.root))

    def is_wanting(self, outcome: SyncResult) -> bool:
        """Whether there is something to do for a machine."""
        return not outcome.blocked and bool(drafts.entries_to_draft(outcome, self.keys, self.also))

    def recall(self, outcome: SyncResult) -> SyncResult:
        """An article with what people translated before."""
        return drafts.fill_from_memory(outcome, self.past, self.keys)

    def count_words(self, kept_here: KeptHere) -> int:
        """How many words the engine has to translate."""
        filled = map(self.recall, filter(self.is_wanting, self.read(on_cores=True)))
        free = (o for o in filled if not kept_here(o))
        return sum(drafts.count_words([o], self.past, self.keys, self.also) for o in free)


@dataclass
class _Left:
    """What is to be said of articles once they are drafted: what became of each, why some were not sent."""

    keys: Collection[str]
    kept_here: KeptHere
    unsent: Counter[str] = field(default_factory=Counter)
    quoted: list[Finding] = field(default_factory=list)
    drafted: list[Drafted] = field(default_factory=list)

    def note(self, outcome: SyncResult) -> None:
        """Note what is to be said of an article."""
        if not outcome.blocked and drafts.entries_to_draft(outcome) and (why := self.kept_here(outcome)):
            self.unsent[why] += 1
        self.quoted += drafts.quotation_findings(outcome, self.keys)
        if made := tell_drafted(outcome, self.keys):
            self.drafted.append(made)

    def findings(self) -> list[Finding]:
        """How many articles the engine was not shown (not which: logs are read by others), and the rest."""
        return [*_unsent_findings(self.unsent), *self.quoted]


def draft_and_write(
    root: Path,
    run: SyncRun,
    engine: Translator | None,
    terms: Terms,
    slugs: Collection[str],
    keys: Collection[str],
    today: date,
    allow_shrink: bool,
    kept_here: KeptHere = nobody_keeps,
    *,
    retry: bool = False,
    second: bool = False,
    tell_words: Callable[[int], object] = int,
) -> tuple[SyncRun, list[Finding]]:
    """Fill what is wanting from the memory and by the engine, if there is one; written in batches.

    `kept_here` says why the engine may not see an article; `retry` asks for what failed before, too; a
    `second` engine proposes its own beside drafts of another. `tell_words` is told first how many words it
    is about. Gives also what is to be said of texts that were not sent, and of quotations.
    """
    also = engine.name if engine and second else ""
    asked = {seed.slug: seed for seed in run.seeds if not slugs or seed.slug in slugs}
    blocked = {o.slug: o for o in run.result.outcomes if o.slug in asked}
    wanting = run.noted.union(slug for slug, known in run.known.items() if known.wanting)
    again = [s for slug, s in asked.items() if slug not in blocked and (keys or also or slug in wanting)]
    read = partial(read_outcomes, root, today, allow_shrink=allow_shrink)
    articles, left = _Articles(root, again, read, keys, also), _Left(keys, kept_here)
    if keys:
        check_keys(keys, (*articles.read(on_cores=False), *blocked.values()))
    for outcome in blocked.values():
        left.note(outcome)

    def fill_from_memory() -> Iterator[SyncResult]:
        for outcome in articles.read(on_cores=not engine):  # beside an engine no process waits for hours
            if articles.is_wanting(outcome):
                yield articles.recall(outcome)
            else:
                left.note(outcome)

    def fill_from_engine(engine: Translator, batch: Sequence[SyncResult]) -> list[SyncResult]:
        past = articles.past
        return drafts.fill_from_engine(batch, engine, terms, past, keys, retry=retry, second=second)

    words = articles.count_words(kept_here) if engine else 0
    tell_words(words)
    drafted = (
        _ask_engine(root, batch, partial(fill_from_engine, engine), keys, kept_here) if engine else batch
        for batch in drafts.batches(fill_from_memory(), BATCH_BLOCKS)
    )
    known, findings, written = run.known, [*run.result.findings], [*run.result.written]
    with begin_shared_work("translating words", words):
        write = partial(_write_batch, root, today=today, allow_shrink=allow_shrink)
        for done in _write_beside(write, drafted):
            known = fingerprint_articles([asked[o.slug] for o in done.outcomes], known, done)
            findings += done.findings
            written += done.written
            for outcome in done.outcomes:
                left.note(outcome)
    result = replace(
        run.result,
        findings=tuple(dict.fromkeys(findings)),
        written=tuple(dict.fromkeys(written)),
        drafted=tuple(left.drafted),
    )
    # The memory also uses ledgers without a seed, which no fingerprint covers.
    complete = not slugs and not any(f.check == "orphan" for f in findings)
    remembered = incremental.fingerprint_all(known) if complete else run.remembered
    with transaction.lock_project(root, LONG_WAIT):
        incremental.write_fingerprints(root, known, remembered)
    return replace(run, result=result, known=known, remembered=remembered), left.findings()


def _ask_engine(
    root: Path,
    batch: Sequence[SyncResult],
    fill: Callable[[Sequence[SyncResult]], list[SyncResult]],
    keys: Collection[str],
    kept_here: KeptHere,
) -> list[SyncResult]:
    """The articles with what the engine made of them; what it may not see says so where it is missing.

    What somebody saved since it was read may be meant to stay here by now, and is left to the next run.
    """
    reasons = {o.slug: kept_here(o) for o in batch}
    kept = [drafts.mark_unsent(o, reasons[o.slug], keys) for o in batch if reasons[o.slug]]
    free = [o for o in batch if not reasons[o.slug]]
    sent = [o for o in free if kept_here is nobody_keeps or not _has_changed(root, o)]
    drafted = fill(sent) if sent else []
    done = {o.slug: o for o in (*kept, *drafted)}
    return [done.get(o.slug, o) for o in batch]


def _unsent_findings(reasons: Counter[str]) -> list[Finding]:
    if not reasons:
        return []
    counts = ", ".join(f"{why}: {count}" for why, count in sorted(reasons.items()))
    message = (
        f"{reasons.total()} articles were not sent to the engine, which is on another machine ({counts})"
    )
    remedy = "translate them by hand or with a model on this machine; or, if a publisher decides so: "
    return [notice("not-sent", message, remedy=remedy + "jisr draft --send-held ARTICLE …")]


def _write_beside(
    write: Callable[[Sequence[SyncResult]], Result], batches: Iterable[Sequence[SyncResult]]
) -> Iterator[Result]:
    """Write each batch while the engine is at work on the next; what it gave before it failed is written."""
    with ThreadPoolExecutor(1) as pool:
        under_way: Future[Result] | None = None
        for batch in batches:
            if under_way:
                yield under_way.result()
            under_way = pool.submit(write, batch)
        if under_way:
            yield under_way.result()


def _write_batch(root: Path, drafted: Sequence[SyncResult], today: date, *, allow_shrink: bool) -> Result:
    """Write drafts while the project is held, again where somebody saved in that moment."""
    write = partial(_write_into, root, drafted, today, allow_shrink=allow_shrink)
    return hold_and_retry(root, write, LONG_WAIT)[0]


def _write_into(root: Path, drafted: Sequence[SyncResult], today: date, *, allow_shrink: bool) -> Result:
    """Write drafts into what the articles are by now: others may have saved while the engine worked."""
    moved = {o.slug: o for o in drafted if _has_changed(root, o)}
    found = [s for s in readers.find_files(root)[0] if s.slug in moved] if moved else []
    now = load_articles(root, found, {}, today, allow_shrink=allow_shrink)
    carried = [drafts.merge_drafts(moved[o.slug], o) for o in now.outcomes]
    unchanged = [o for o in drafted if o.slug not in moved]
    return write_results(root, replace(now, outcomes=(*unchanged, *carried)))


def _has_changed(root: Path, outcome: SyncResult) -> bool:
    try:
        return article_files.has_changed_meanwhile(root, outcome)
    except JisrError:  # the error is reported when the article is read again
        return True
