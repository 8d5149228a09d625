"""The stages of sync: seeds, pages and ledgers read, reconciled, signed, and written."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from jisr import seeds as readers
from jisr.app.asked import check_slugs
from jisr.app.results import Result, SyncRun
from jisr.builder import mkdocs_run
from jisr.model.diagnostics import Finding, JisrError, Severity
from jisr.model.ledger import SyncResult
from jisr.model.source import SeedFile
from jisr.seeds import pictures
from jisr.storage import disk, transaction
from jisr.translation import article_files, incremental, recall
from jisr.translation.decisions import approval, events, records, reviews
from jisr.translation.sync import Take

MAX_TRIES = 3  # how often a run starts again because somebody saved a file while it was writing
LONG_WAIT = 600.0  # seconds to wait for the lock when hours of an engine's work would otherwise be lost


def read_and_reconcile(
    root: Path,
    slugs: Collection[str] = (),
    *,
    take: Mapping[str, Mapping[str, Take]] | None = None,
    allow_shrink: bool = False,
    today: date | None = None,
) -> Result:
    """Read the seeds and settle each with its ledger and page, in memory; `today` is when things change."""
    seeds, problems = readers.find_files(root)
    check_slugs(slugs, seeds)
    wanted = [seed for seed in seeds if not slugs or seed.slug in slugs]
    result = load_articles(root, wanted, take or {}, today, allow_shrink=allow_shrink)
    result = _find_orphans(root, seeds, result)
    return replace(result, findings=(*problems, *result.findings))


def _find_orphans(root: Path, seeds: Sequence[SeedFile], result: Result) -> Result:
    """`result` with what is said of ledgers and pages without a seed, and which seeds these belong to.

    An article that was renamed by hand with its English page, and without its ledger, is blocked: a ledger
    made of its page would have none of the states and signatures that the one left behind has.
    """
    orphans, renamed = article_files.orphans(root, known_slugs(seeds, result), seeds)
    outcomes = tuple(
        replace(o, blocked=True)
        if o.slug in renamed.values() and article_files.has_page_without_ledger(root, o.slug)
        else o
        for o in result.outcomes
    )
    findings = (*result.findings, *orphans)
    return replace(result, outcomes=outcomes, findings=findings, renamed=renamed)


def load_articles(
    root: Path,
    seeds: Iterable[SeedFile],
    take: Mapping[str, Mapping[str, Take]],
    today: date | None,
    *,
    allow_shrink: bool,
) -> Result:
    """The articles of `seeds`, each as sync would leave it; one that cannot be read is a finding."""
    findings: list[Finding] = []
    outcomes = []
    for seed in seeds:
        try:
            document, found = readers.read(readers.open_seed(seed))
            findings += found
            findings += pictures.find_image_problems(root, document)
            how = take.get(seed.slug, {})
            outcome = article_files.load(root, document, how, allow_shrink=allow_shrink, today=today)
            if article_files.has_changed_meanwhile(root, outcome):  # another run was writing its files
                outcome = article_files.load(root, document, how, allow_shrink=allow_shrink, today=today)
        except JisrError as error:
            findings += error.findings
            continue
        findings += outcome.findings
        read = {**article_files.seed_fingerprints(seed), **outcome.read}
        outcomes.append(replace(outcome, lasting=(*found, *outcome.lasting), read=read))
    return Result(tuple(outcomes), tuple(findings))


def sync_and_write(root: Path, today: date, *, allow_shrink: bool) -> SyncRun:
    """Read and write what changed since the last run; what somebody saves in that moment is taken in too."""
    saved: list[Finding] = []
    while True:
        try:
            with transaction.lock_project(root):
                run = _sync_once(root, today, allow_shrink=allow_shrink)
        except transaction.ChangedError as error:
            saved += error.findings
            if len(saved) >= MAX_TRIES:
                raise
        else:
            return replace(
                run, result=replace(run.result, findings=(*_saved_meanwhile(saved), *run.result.findings))
            )


def _saved_meanwhile(saved: Iterable[Finding]) -> Iterator[Finding]:
    message = "this was saved while jisr was at work; what was saved is taken in"
    for finding in dict.fromkeys(saved):
        yield replace(finding, message=message, remedy="", severity=Severity.NOTICE)


def _sync_once(root: Path, today: date, *, allow_shrink: bool) -> SyncRun:
    past, remembered = incremental.read_fingerprints(root)
    seeds, problems = readers.find_files(root)
    untouched = article_files.unchanged_articles(root, seeds, past)
    changed = [seed for seed in seeds if seed.slug not in untouched]
    result = load_articles(root, changed, {}, today, allow_shrink=allow_shrink)
    result = _find_orphans(root, seeds, result)
    said = [finding for known in untouched.values() for finding in known.findings]
    result = replace(result, findings=(*problems, *said, *result.findings))
    result = write_results(root, _sign_reviewed(root, result, today))
    known = fingerprint_articles(seeds, untouched, result)
    if known != past:
        incremental.write_fingerprints(root, known, remembered)
    return SyncRun(result, tuple(seeds), known, remembered)


def _sign_reviewed(root: Path, result: Result, today: date) -> Result:
    """Sign what lines at the top of English pages sign."""

    def ask(outcome: SyncResult, names: Collection[str]) -> Mapping[str, approval.Review]:
        page = next((name for name in outcome.read if name.endswith(".md")), outcome.translation_file)
        return reviews.find_reviews(root, outcome, page, names, partial(article_files.load_committed, root))

    done = [approval.sign_reviewed(outcome, ask, today) for outcome in result.outcomes]
    said = (finding for _, findings in done for finding in findings)
    decisions = (
        records.Decision(new.slug, "approve", keys, by)
        for old, (new, _) in zip(result.outcomes, done, strict=True)
        for by, keys in approval.new_approvals(old, new).items()
    )
    return replace(
        result,
        outcomes=tuple(outcome for outcome, _ in done),
        findings=(*result.findings, *said),
        decisions=(*result.decisions, *decisions),
    )


def sign_then_reconcile(
    root: Path,
    slugs: Collection[str],
    today: date | None,
    take: Mapping[str, Mapping[str, Take]] | None = None,
) -> Result:
    """Read and reconcile, once the lines at the top of pages were carried out: before anything else does."""
    result = read_and_reconcile(root, slugs, today=today)
    waiting = tuple(o for o in result.outcomes if approval.is_awaiting_signature(o) and not o.blocked)
    if not waiting and not take:
        return result
    signed = write_results(root, _sign_reviewed(root, Result(waiting), today or mkdocs_run.commit_day(root)))
    result = read_and_reconcile(root, slugs, take=take, today=today)
    return replace(result, findings=(*signed.findings, *result.findings), written=signed.written)


def fingerprint_articles(
    seeds: Iterable[SeedFile], known: incremental.ArticleFingerprints, result: Result
) -> incremental.ArticleFingerprints:
    """Fingerprints of the articles as written by this run; anything saved later counts as an edit."""
    outcomes = {o.slug: o for o in result.outcomes if not o.blocked and not approval.is_awaiting_signature(o)}
    found = {
        s.slug: article_files.fingerprint_article(s, outcomes[s.slug]) for s in seeds if s.slug in outcomes
    }
    return {**known, **{slug: settlement for slug, settlement in found.items() if settlement}}


def write_results(
    root: Path, result: Result, also: Mapping[Path, tuple[bytes, bytes]] | None = None
) -> Result:
    """Write the pages and ledgers of all that is not blocked, in one commit: all or nothing.

    `also` are other files with what was read of them and what they shall hold.
    """
    contents: dict[Path, bytes | None] = {path: new for path, (_, new) in (also or {}).items()}
    expected = {path: disk.fingerprint(old) for path, (old, _) in (also or {}).items()}
    findings = list(result.findings)
    outcomes = []
    for outcome in result.outcomes:
        if not outcome.blocked:
            try:
                made, read, found = article_files.changes(root, outcome)
            except JisrError as error:
                findings += error.findings
                outcome = replace(outcome, blocked=True)
            else:
                noted, then = _event_files(root, outcome, made, result)
                contents |= made | noted
                expected |= read | then
                findings += found
        outcomes.append(outcome)
    done = transaction.commit(root, contents, expected)
    recall.keep_copies(root, contents)
    prints = {path.relative_to(root).as_posix(): disk.fingerprint(data) for path, data in contents.items()}
    now = [{**o.read, **{n: prints[n] for n in article_files.names(o.slug) if n in prints}} for o in outcomes]
    return Result(
        tuple(replace(outcome, read=read) for outcome, read in zip(outcomes, now, strict=True)),
        tuple(findings),
        (*result.written, *done),
    )


def _event_files(
    root: Path, outcome: SyncResult, made: Mapping[Path, bytes | None], result: Result
) -> tuple[dict[Path, bytes | None], dict[Path, str]]:
    """What is to be written beside `made`, an article's files, so that decisions can be taken back."""
    rejected = [
        f.key for f in result.findings if f.check == "rejected" and f.file == outcome.translation_file
    ]
    decisions = [d for d in result.decisions if d.slug == outcome.slug]
    decisions += [records.Decision(outcome.slug, events.REJECTION, rejected)] if rejected else []
    if not decisions:
        return {}, {}
    po, translation, _ = article_files.paths(root, outcome.slug)
    lay = article_files.paths(root, article_files.former_slug(outcome) or outcome.slug)
    before, after = (
        records.snapshots(held[0], held[1], outcome.translation_file)
        for held in (
            (disk.read_file(lay[0]), disk.read_file(lay[1])),
            (made[po], made[translation]),
        )
    )
    return records.files_with_events(
        root, outcome.slug, list(records.decision_events(decisions, before, after)), made
    )


def known_slugs(seeds: Iterable[SeedFile], result: Result) -> set[str]:
    """The slugs that belong to an article, those under which a renamed one was kept among them."""
    former = {old for outcome in result.outcomes if (old := article_files.former_slug(outcome))}
    return {seed.slug for seed in seeds} | former
