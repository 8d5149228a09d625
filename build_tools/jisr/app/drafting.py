"""The stage of drafting: an engine fills blocks without English, and every batch is written."""

import os
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from jisr import seeds as readers
from jisr.app.asked import check_keys
from jisr.app.results import Result, SyncRun, merge_results
from jisr.app.syncing import (
    LONG_WAIT,
    fingerprint_articles,
    hold_and_retry,
    load_articles,
    write_results,
)
from jisr.model.diagnostics import Finding, JisrError, notice
from jisr.model.ledger import SyncResult
from jisr.model.outgoing import why_kept_here
from jisr.model.settings import Settings
from jisr.model.source import Terms
from jisr.model.translation import Translator
from jisr.storage import transaction
from jisr.storage.inputs import clock
from jisr.storage.work.progress import begin_shared_work
from jisr.translation import article_files, drafts, incremental, memory

BATCH_BLOCKS = 500  # blocks drafted between two writes: what a killed run has to do again

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
) -> SyncRun:
    """Fill what is wanting from the memory and by the engine, if there is one; written in batches.

    `kept_here` says why the engine may not see an article; `retry` asks for what failed before, too; a
    `second` engine proposes its own beside drafts of another. `tell_words` is told first how many words it
    is about.
    """
    also = engine.name if engine and second else ""
    loaded = {o.slug for o in run.result.outcomes}
    asked = [seed for seed in run.seeds if not slugs or seed.slug in slugs]
    known = {s.slug: keys or also or run.known[s.slug].wanting for s in asked if s.slug in run.known}
    again = [s for s in asked if s.slug not in loaded and known.get(s.slug)]
    more = load_articles(root, again, {}, today, allow_shrink=True)
    result = replace(run.result, outcomes=(*run.result.outcomes, *more.outcomes))
    names = {seed.slug for seed in asked}
    wanted = [
        o
        for o in result.outcomes
        if o.slug in names and not o.blocked and drafts.entries_to_draft(o, keys, also)
    ]
    check_keys(keys, wanted or [o for o in result.outcomes if o.slug in names])
    if wanted:
        past = memory.build(article_files.read_ledgers(root))
        filled = [drafts.fill_from_memory(o, past, keys) for o in wanted]
        fill = partial(
            drafts.fill_from_engine, terms=terms, memory=past, asked=keys, retry=retry, second=second
        )
        drafted = (
            _ask_engine(root, batch, partial(fill, engine=engine), keys, kept_here) if engine else batch
            for batch in drafts.batches(filled, BATCH_BLOCKS)
        )
        free = [o for o in filled if not kept_here(o)] if engine else []
        words = drafts.count_words(free, past, keys, also)
        tell_words(words)
        with begin_shared_work("translating words", words):
            for written in _write_beside(
                partial(_write_batch, root, today=today, allow_shrink=allow_shrink), drafted
            ):
                result = merge_results(result, written)
    settlements = fingerprint_articles(run.seeds, run.known, result)
    # The memory also uses ledgers without a seed, which no fingerprint covers.
    complete = not slugs and not any(f.check == "orphan" for f in result.findings)
    remembered = incremental.fingerprint_all(settlements) if complete else run.remembered
    with transaction.lock_project(root, LONG_WAIT):
        incremental.write_fingerprints(root, settlements, remembered)
    return replace(run, result=result, known=settlements, remembered=remembered)


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


def unsent_findings(outcomes: Iterable[SyncResult], kept_here: KeptHere) -> list[Finding]:
    """How many articles the engine was not shown, and why. Not which: logs are read by others."""
    reasons = Counter(
        why for o in outcomes if not o.blocked and drafts.entries_to_draft(o) and (why := kept_here(o))
    )
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
