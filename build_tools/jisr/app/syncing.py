"""The stages of sync: seeds, pages and ledgers read, reconciled, signed, and written."""

from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import chain, count, islice
from pathlib import Path
from typing import TypeVar

from jisr import seeds as readers
from jisr.app.asked import check_slugs
from jisr.app.results import Result, Standing, SyncRun
from jisr.articles.orphans import find_orphans, find_rivals
from jisr.articles.reading import ReadOutcome, read_outcome
from jisr.articles.store import read_articles
from jisr.model.diagnostics import Finding, JisrError, Severity
from jisr.model.languages import TRANSLATION
from jisr.model.ledger import SyncResult
from jisr.model.source import SeedFile
from jisr.removal.returned import take_out_again
from jisr.seeds import pictures
from jisr.storage import disk, repository, transaction
from jisr.storage.config import read_settings
from jisr.storage.inputs import clock
from jisr.storage.work.cores import map_on_cores
from jisr.storage.work.progress import follow
from jisr.translation import article_files, drafts, incremental, recall
from jisr.translation.decisions import approval, events, records, reviews, writers
from jisr.translation.decisions.signatures import Writers
from jisr.translation.sync import Take

T = TypeVar("T")
_Read = ReadOutcome | tuple[Finding, ...]
_AT_ONCE = 40  # articles that are in memory, and written, at once
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
    returned = take_out_again(root)
    seeds, problems = readers.find_files(root)
    check_slugs(slugs, seeds)
    wanted = [seed for seed in seeds if not slugs or seed.slug in slugs]
    result = load_articles(root, wanted, take or {}, today, allow_shrink=allow_shrink)
    result = _add_orphans(root, seeds, result)
    return replace(result, findings=(*returned, *problems, *result.findings))


def read_one(
    root: Path, slug: str, *, take: Mapping[str, Take] | None = None, today: date | None = None
) -> Result:
    """`read_and_reconcile` of one article, however many there are: no other is looked at, and none named.

    Raises `JisrError` where there is no such article.
    """
    seed = None if article_files.has_page_without_ledger(root, slug) else readers.find_file(root, slug)
    if seed is None:  # whether it was renamed, or goes by another's name, only all files can tell
        return read_and_reconcile(root, [slug], take={slug: take or {}}, today=today)
    returned = take_out_again(root)
    result = load_articles(root, [seed], {slug: take or {}}, today, allow_shrink=False)
    return replace(result, findings=(*returned, *result.findings))


def check_slug(root: Path, slug: str) -> None:
    """Raises `JisrError` for an article that is not there; no other is read where it is."""
    if readers.find_file(root, slug) is None:
        check_slugs([slug], readers.find_files(root)[0])


def read_standing(root: Path, today: date | None = None) -> Standing:
    """All articles as sync would leave them, their texts read by who needs them; in memory.

    Of an article of whose files none has changed since a run read it, none is read again.
    """
    returned = take_out_again(root)
    seeds, problems = readers.find_files(root)
    articles, said = read_articles(root, seeds, today)
    former = [(article.facts.slug, article.facts.former) for article in articles]
    orphans, renamed, stuck = _find_orphans(root, seeds, former)
    articles = [one.block() if one.facts.slug in stuck else one for one in articles]
    return Standing(tuple(articles), (*returned, *problems, *said, *orphans), renamed)


def _add_orphans(root: Path, seeds: Sequence[SeedFile], result: Result) -> Result:
    """`result` with what is said of ledgers and pages without a seed, and which seeds these belong to."""
    former = [(outcome.slug, article_files.former_slug(outcome)) for outcome in result.outcomes]
    orphans, renamed, stuck = _find_orphans(root, seeds, former)
    return replace(_block(result, stuck), findings=(*result.findings, *orphans), renamed=renamed)


def _block(result: Result, stuck: Collection[str]) -> Result:
    """`result`, in which nothing of the articles `stuck` may be written."""
    outcomes = (replace(o, blocked=True) if o.slug in stuck else o for o in result.outcomes)
    return replace(result, outcomes=tuple(outcomes))


def _find_orphans(
    root: Path, seeds: Sequence[SeedFile], former: Sequence[tuple[str, str]]
) -> tuple[Sequence[Finding], Mapping[str, str], Collection[str]]:
    """What is said of ledgers and pages without a seed, which seeds these belong to, and what is blocked.

    An article that was renamed by hand with its English page, and without its ledger, is blocked: a ledger
    made of its page would have none of the states and signatures that the one left behind has. So is each of
    several that name one former slug. `former` is as in `find_rivals`.
    """
    known = {*(old for _, old in former), *(seed.slug for seed in seeds)} - {""}
    orphans, renamed = find_orphans(root, known, seeds)
    stuck = {slug for slug in renamed.values() if article_files.has_page_without_ledger(root, slug)}
    rivals = find_rivals(former)
    orphans += [_about_rival(seed, rivals[seed.slug]) for seed in seeds if seed.slug in rivals]
    return orphans, renamed, stuck | rivals.keys()


def _about_rival(seed: SeedFile, old: str) -> Finding:
    message = f"was: names {old}, as that of another seed does; what people wrote is of one of them"
    remedy = "take was: out of the one whose text it is not"
    return Finding("renamed", message, seed.file, text=old, remedy=remedy)


def load_articles(
    root: Path,
    seeds: Sequence[SeedFile],
    take: Mapping[str, Mapping[str, Take]],
    today: date | None,
    *,
    allow_shrink: bool,
) -> Result:
    """The articles of `seeds`, each as sync would leave it; one that cannot be read is a finding."""
    work = partial(_try_to_read, root, take, today, allow_shrink)
    return _collect(root, seeds, _read_on_cores(work, seeds))


def read_outcomes(
    root: Path, today: date, seeds: Sequence[SeedFile], *, allow_shrink: bool, on_cores: bool
) -> Iterator[SyncResult]:
    """The articles of `seeds` that can be read, each as sync would leave it when it is asked for."""
    work = partial(_try_to_read, root, {}, today, allow_shrink)
    read = _read_on_cores(work, seeds) if on_cores else map(work, seeds)
    return (made.outcome for made in read if isinstance(made, ReadOutcome))


def _read_on_cores(
    work: Callable[[SeedFile], _Read], seeds: Sequence[SeedFile]
) -> Generator[_Read, None, None]:
    return follow(map_on_cores(work, seeds), "reading articles", len(seeds))


def _collect(root: Path, seeds: Sequence[SeedFile], read: Iterable[_Read]) -> Result:
    findings: list[Finding] = []
    outcomes = []
    for seed, made in zip(seeds, read, strict=True):
        if not isinstance(made, ReadOutcome):
            findings += made
            continue
        findings += made.said
        findings += pictures.find_image_problems(root, seed.file, made.images)
        findings += made.outcome.findings
        outcomes.append(made.outcome)
    return Result(tuple(outcomes), tuple(findings))


def _try_to_read(
    root: Path,
    take: Mapping[str, Mapping[str, Take]],
    today: date | None,
    allow_shrink: bool,
    seed: SeedFile,
) -> _Read:
    """An article as sync would leave it, or why it cannot be read."""
    try:
        return read_outcome(root, seed, take.get(seed.slug, {}), today, allow_shrink=allow_shrink)
    except JisrError as error:
        return error.findings


def hold_and_retry(
    root: Path, work: Callable[[], T], wait: float | None = None
) -> tuple[T, dict[Finding, None]]:
    """What `work` makes while the project is held, again where somebody saved meanwhile; and what was saved.

    Raises `transaction.ChangedError` where somebody does each of `MAX_TRIES` times.
    """

    def hold() -> T:
        with transaction.lock_project(root, wait):
            return work()

    return _retry(hold)


def _retry(work: Callable[[], T]) -> tuple[T, dict[Finding, None]]:
    saved: dict[Finding, None] = {}
    for tries_left in reversed(range(MAX_TRIES)):
        try:
            return work(), saved
        except transaction.ChangedError as error:
            saved |= dict.fromkeys(error.findings)
            if not tries_left:
                raise
    raise AssertionError


def sync_and_write(root: Path, today: date, *, allow_shrink: bool) -> SyncRun:
    """Read and write what changed since the last run; what somebody saves in that moment is taken in too.

    Some articles are written at once, all or none of them, and let go: thousands are more than the memory
    holds. Those of which nothing may be written are in the result.
    """
    run, saved = hold_and_retry(root, partial(_sync_once, root, today, allow_shrink=allow_shrink))
    return replace(run, result=replace(run.result, findings=(*_taken_in(saved), *run.result.findings)))


def _taken_in(saved: Iterable[Finding]) -> list[Finding]:
    message = "this was saved while jisr was at work; what was saved is taken in"
    return [replace(f, message=message, remedy="", severity=Severity.NOTICE) for f in saved]


def _sync_once(root: Path, today: date, *, allow_shrink: bool) -> SyncRun:
    from jisr.app.articles.word_files import read_word_files  # here, for a build needs none of what it brings

    handed_in = read_word_files(root)
    returned = take_out_again(root)
    past, remembered = incremental.read_fingerprints(root)
    seeds, problems = readers.find_files(root)
    known = untouched = article_files.unchanged_articles(root, seeds, past)
    changed = [seed for seed in seeds if seed.slug not in untouched]
    orphans, renamed, stuck = _find_orphans(root, seeds, ())
    if orphans:  # unless they are an article's under its former name
        former = list(article_files.find_former_slugs(root, changed))
        orphans, renamed, stuck = _find_orphans(root, seeds, former)
    blocked: list[SyncResult] = []
    noted: set[str] = set()
    said = [finding for one in untouched.values() for finding in one.findings]
    findings = [*repository.find_refused(root), *handed_in, *returned, *problems, *said]
    written: list[Path] = []
    work = partial(_try_to_read, root, {}, today, allow_shrink)
    with closing(_read_on_cores(work, changed)) as read:
        for start in range(0, len(changed), _AT_ONCE):
            some = changed[start : start + _AT_ONCE]
            tries = chain([list(islice(read, len(some)))], (map(work, some) for _ in count()))
            try:
                done, saved = _retry(partial(_write_some, root, some, tries, stuck, today))
            except JisrError as error:
                if not written:
                    raise
                findings += error.findings  # what was found in those that are written is said this once
                break
            known = fingerprint_articles(some, known, done)
            blocked += (outcome for outcome in done.outcomes if outcome.blocked)
            noted.update(o.slug for o in done.outcomes if drafts.entries_to_draft(o) or drafts.quotations(o))
            findings += (*_taken_in(saved), *done.findings)
            written += done.written
    if known != past:
        incremental.write_fingerprints(root, known, remembered)
    result = Result(tuple(blocked), (*findings, *orphans), tuple(written), renamed=renamed)
    return SyncRun(result, tuple(seeds), known, remembered, frozenset(noted))


def _write_some(
    root: Path,
    seeds: Sequence[SeedFile],
    tries: Iterator[Iterable[_Read]],
    stuck: Collection[str],
    today: date,
) -> Result:
    """Sign and write articles as they were read; each of `tries` reads them again."""
    result = _block(_collect(root, seeds, next(tries)), stuck)
    return write_results(root, _sign_reviewed(root, result, today))


def _sign_reviewed(root: Path, result: Result, today: date) -> Result:
    """Sign what lines at the top of English pages sign."""

    def ask(outcome: SyncResult, names: Collection[str]) -> Mapping[str, approval.Review]:
        pages = (name for name in outcome.read if name.startswith(f"{TRANSLATION.articles_folder}/"))
        page = next(pages, outcome.translation_file)  # a seed may be Markdown, too
        return reviews.find_reviews(root, outcome, page, names, partial(article_files.load_committed, root))

    done = [
        approval.sign_reviewed(
            outcome,
            ask,
            today,
            find_writers(root, outcome) if approval.is_awaiting_signature(outcome) else None,
        )
        for outcome in result.outcomes
    ]
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


def find_writers(root: Path, outcome: SyncResult) -> Writers | None:
    """Who wrote what of an article, where the settings ask for two signatures; `None` where one is enough."""
    if read_settings(root).signatures < 2:
        return None
    po, page, _ = article_files.paths(root, outcome.slug)
    return writers.find_writers(root, outcome, po, page)


def sign_then_reconcile(
    root: Path,
    slugs: Collection[str],
    today: date | None,
    take: Mapping[str, Mapping[str, Take]] | None = None,
    attempt: Callable[[SyncResult], object] = lambda _: None,
) -> Result:
    """Read and reconcile, once the lines at the top of pages were carried out: before anything else does.

    `attempt` is what will be done with an article then: what it raises is raised before anything is written.
    """
    result = _read(root, slugs, today)
    waiting = tuple(o for o in result.outcomes if approval.is_awaiting_signature(o) and not o.blocked)
    if not waiting and not take:
        return result
    transaction.write_gathered()  # git is asked about pages as they lie there
    ready = _sign_reviewed(root, Result(waiting), today or clock.commit_day(root))
    for outcome in ready.outcomes:
        attempt(outcome)
    signed = write_results(root, ready)
    result = _read(root, slugs, today, take)
    return replace(result, findings=(*signed.findings, *result.findings), written=signed.written)


def _read(
    root: Path,
    slugs: Collection[str],
    today: date | None,
    take: Mapping[str, Mapping[str, Take]] | None = None,
) -> Result:
    if len(slugs) == 1:
        (slug,) = slugs
        return read_one(root, slug, take=(take or {}).get(slug), today=today)
    return read_and_reconcile(root, slugs, take=take, today=today)


def fingerprint_articles(
    seeds: Iterable[SeedFile], known: incremental.ArticleFingerprints, result: Result
) -> incremental.ArticleFingerprints:
    """Fingerprints of the articles as written by this run; anything saved later counts as an edit."""
    outcomes = {o.slug: o for o in result.outcomes if not o.blocked and not approval.is_awaiting_signature(o)}
    now = dict(known)
    for seed in seeds:
        if seed.slug in outcomes and (found := article_files.fingerprint_article(seed, outcomes[seed.slug])):
            now[seed.slug] = found
    return now


def write_results(
    root: Path, result: Result, also: Mapping[Path, tuple[bytes | None, bytes | None]] | None = None
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
    transaction.do_once_written(partial(recall.keep_copies, root, contents))
    now = [{**outcome.read, **_fingerprint_written(root, outcome.slug, contents)} for outcome in outcomes]
    return Result(
        tuple(replace(outcome, read=read) for outcome, read in zip(outcomes, now, strict=True)),
        tuple(findings),
        (*result.written, *done),
    )


def _fingerprint_written(root: Path, slug: str, contents: Mapping[Path, bytes | None]) -> dict[str, str]:
    """File → fingerprint of what was written, for those of an article's files that were."""
    names = (name for name in article_files.names(slug) if root / name in contents)
    return {name: disk.fingerprint(contents[root / name]) for name in names}


def _event_files(
    root: Path, outcome: SyncResult, made: Mapping[Path, bytes | None], result: Result
) -> tuple[dict[Path, bytes | None], dict[Path, str]]:
    """What is to be written beside `made`, an article's files, so that decisions can be taken back."""
    file = outcome.translation_file
    rejected = [f.key for f in result.findings if f.check == "rejected" and f.file == file]
    decisions = [d for d in result.decisions if d.slug == outcome.slug]
    decisions += [records.Decision(outcome.slug, events.REJECTION, rejected)] if rejected else []
    if not decisions:
        return {}, {}
    po, translation, _ = article_files.paths(root, outcome.slug)
    lay = article_files.paths(root, article_files.former_slug(outcome) or outcome.slug)
    held = (disk.read_file(lay[0]), disk.read_file(lay[1])), (made[po], made[translation])
    keys = {key for decision in decisions for key in decision.keys}
    before, after = (records.snapshots(*pair, article_files.names(outcome.slug)[0], keys) for pair in held)
    happened = list(records.decision_events(decisions, before, after))
    return records.files_with_events(root, outcome.slug, happened, made)
