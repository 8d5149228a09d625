"""The order of the stages, and nothing else: read this to know the system.

    seeds ─read─▶ documents ─sync─▶ outcomes ─draft─▶ outcomes ─write─▶ docs/, translations/
                                        └─publish─▶ articles ─render─▶ .build/pages/ ─MkDocs─▶ site/ ─▶ search

`sync` and `draft` write `docs/` and `translations/`; `build` does the same in memory and writes only
`.build/` and `site/`. What is wrong with one article is a finding, and does not stop the others. What a
person decides about an article is in `editorial`, what changes a name everywhere in `glossary_verbs`.
"""

import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import get_close_matches
from functools import partial
from pathlib import Path

from jisr import checks, glossary, site
from jisr import export as exports
from jisr import seeds as readers
from jisr.builder import mkdocs_run
from jisr.model.diagnostics import Finding, JisrError, Severity
from jisr.model.glossary import Actor
from jisr.model.ledger import SyncResult
from jisr.model.publication import Article
from jisr.model.settings import Settings
from jisr.model.source import SeedFile, Terms
from jisr.model.translation import Engine
from jisr.search import index
from jisr.seeds import pictures
from jisr.site import cards
from jisr.storage import cache, disk, folders, own_folder, static_files, transaction
from jisr.storage.config import read_settings
from jisr.translation import article_files, committed, drafts, engines, incremental, memory, recall, sync
from jisr.translation.decisions import approval, events, records, reviews
from jisr.translation.sync import Take

BATCH_BLOCKS = 500  # blocks drafted between two writes: what a killed run has to do again
MAX_TRIES = 3  # how often a run starts again because somebody saved a file while it was writing
LONG_WAIT = 600.0  # seconds to wait for the lock when hours of an engine's work would otherwise be lost


@dataclass(frozen=True)
class Result:
    """What a verb did: the articles as they now stand, what a person should know, and the files written."""

    outcomes: tuple[SyncResult, ...] = ()
    findings: tuple[Finding, ...] = ()
    written: tuple[Path, ...] = ()
    decisions: tuple[records.Decision, ...] = ()  # to be recorded when it is written
    renamed: Mapping[str, str] = field(default_factory=dict)  # by hand: the name of a ledger → a seed's

    @property
    def failed(self) -> bool:
        """Whether something is wrong that a person has to put right."""
        return any(f.severity is Severity.ERROR for f in self.findings)


@dataclass(frozen=True)
class SyncRun:
    """What `sync` did, all seeds, and what is known of the articles that lie there as a run left them.

    `remembered` is as in `settled.write`.
    """

    result: Result
    seeds: tuple[SeedFile, ...]
    known: incremental.ArticleFingerprints
    remembered: str

    @property
    def has_news_for_memory(self) -> bool:
        """Whether something changed since the memory had nothing to add to any article."""
        return len(self.known) < len(self.seeds) or incremental.fingerprint_all(self.known) != self.remembered


@dataclass(frozen=True)
class Publication:
    """All that the site is made of; `docs` holds the files of `docs/` by their path there.

    `whole` are the articles with all that they have, `articles` what readers are shown of them.
    """

    whole: tuple[Article, ...]
    articles: tuple[Article, ...]
    actors: tuple[Actor, ...]
    settings: Settings
    docs: Mapping[str, bytes]
    result: Result


# --- the verbs, each a sequence of stages ----------------------------------------------------------------


def sync_articles(root: Path, today: date, *, allow_shrink: bool = False) -> Result:
    """Carry editors' and authors' changes into ledgers and pages.

    Articles that lie there as the last run left them are not looked at again; they are not in the result.
    """
    return _sync(root, today, allow_shrink=allow_shrink).result


def draft_articles(
    root: Path, today: date, slugs: Collection[str] = (), *, allow_shrink: bool = False
) -> Result:
    """`sync_articles`, then fill what is missing (in `slugs`, or everywhere) from memory and an engine.

    Behind one article `slugs` may name keys: only these are filled, also where somebody took a draft away.
    The engine works while others sync, approve and build; what they wrote meanwhile stands.
    """
    with own_folder.hold_lock(root, "draft.lock", "it drafts"):
        run = _sync(root, today, allow_shrink=allow_shrink)
        slugs, keys = _articles_and_keys(list(slugs), run.seeds)
        check_slugs(slugs, run.seeds)
        (actors, wrong), (terms, broken) = glossary.load_actors(root), glossary.load_terms(root)
        engine = engines.find_engine(read_settings(root))
        if engine or slugs or run.has_news_for_memory:
            names = glossary.engine_terms(actors, terms)
            run = _draft(root, run, engine, names, slugs, keys, today, allow_shrink)
        missing = 0 if engine else sum(article.wanting for article in run.known.values())
        findings = (*run.result.findings, *wrong, *broken, *engines.missing_engine_findings(missing))
        return replace(run.result, findings=findings)


def check(root: Path) -> Publication:
    """Everything that sync would report, and what every check finds; nothing is written."""
    shown = load_publication(root)
    terms, broken = glossary.load_terms(root)
    texts = article_files.project_texts(root)
    edition = checks.make_context(
        shown.whole, shown.actors, shown.settings, texts, lambda: _pages(shown), terms
    )
    by_hand = [f for o in shown.result.outcomes for f in article_files.arabic_page_findings(root, o)]
    found = checks.run(edition, published=bool(os.environ.get("CI")))
    findings = (*shown.result.findings, *records.find_exposed(root), *broken, *by_hand, *found)
    return replace(shown, result=replace(shown.result, findings=findings))


def render(root: Path) -> Result:
    """Write `.build/pages/`, from which MkDocs (or another builder of its kind) makes the site."""
    with _building(root, LONG_WAIT):
        return _render_pages(root, load_publication(root))


def build(root: Path) -> Result:
    """Render, run MkDocs for both languages, index the search; offline, and the same bytes each time."""
    with _building(root):
        shown = load_publication(root)
        result = _render_pages(root, shown)
        mkdocs_run.build_site(
            root, site.root_files(shown.settings), lambda made: _write_search_index(made, shown)
        )
        return result


def export(root: Path, slugs: Collection[str], formats: Collection[str], folder: Path) -> Result:
    """Write editions of articles, or of the whole publication for none, into a folder anywhere."""
    own_folder.refuse_links(root, folder)
    shown = load_publication(root)
    there = [a for a in shown.articles if a.meta.status == "published"]
    check_slugs(slugs, there)
    settings = replace(shown.settings, editions=tuple(formats))
    return replace(
        shown.result,
        written=tuple(folders.save(folder, exports.export_files(there, settings, shown.docs, slugs))),
    )


@contextmanager
def _building(root: Path, wait: float | None = None) -> Iterator[None]:
    """One build at a time; editors save, sync and approve meanwhile. First, a killed commit is settled."""
    with own_folder.hold_lock(root, "build.lock", "it builds the site", wait):
        with suppress(own_folder.BusyError), transaction.lock_project(root, wait=0):
            pass
        yield


# --- the stages -------------------------------------------------------------------------------------------


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
    result = _load_articles(root, wanted, take or {}, today, allow_shrink=allow_shrink)
    orphans, renamed = article_files.orphans(root, _known_slugs(seeds, result), seeds)
    return replace(result, findings=(*problems, *result.findings, *orphans), renamed=renamed)


def _load_articles(
    root: Path,
    seeds: Iterable[SeedFile],
    take: Mapping[str, Mapping[str, Take]],
    today: date | None,
    *,
    allow_shrink: bool,
) -> Result:
    findings: list[Finding] = []
    outcomes = []
    for seed in seeds:
        try:
            document, found = readers.read(readers.open_seed(seed))
            findings += found
            findings += pictures.find_image_problems(root, document)
            how = take.get(seed.slug, {})
            outcome = article_files.load(root, document, how, allow_shrink=allow_shrink, today=today)
            if article_files.has_changed_meanwhile(
                root, outcome
            ):  # another run was writing the article's files
                outcome = article_files.load(root, document, how, allow_shrink=allow_shrink, today=today)
        except JisrError as error:
            findings += error.findings
            continue
        findings += outcome.findings
        read = {**article_files.seed_fingerprints(seed), **outcome.read}
        outcomes.append(replace(outcome, lasting=(*found, *outcome.lasting), read=read))
    return Result(tuple(outcomes), tuple(findings))


def _sync(root: Path, today: date, *, allow_shrink: bool) -> SyncRun:
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
    result = _load_articles(root, changed, {}, today, allow_shrink=allow_shrink)
    said = [finding for known in untouched.values() for finding in known.findings]
    orphans, _ = article_files.orphans(root, _known_slugs(seeds, result), seeds)
    result = replace(result, findings=(*problems, *said, *result.findings, *orphans))
    result = write_results(root, _sign_reviewed(root, result, today))
    known = _fingerprints(seeds, untouched, result)
    if known != past:
        incremental.write_fingerprints(root, known, remembered)
    return SyncRun(result, tuple(seeds), known, remembered)


def _sign_reviewed(root: Path, result: Result, today: date) -> Result:
    """Sign what lines at the top of English pages sign."""

    def ask(outcome: SyncResult, names: Collection[str]) -> Mapping[str, approval.Review]:
        page = next((name for name in outcome.read if name.endswith(".md")), outcome.english_file)
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


def _fingerprints(
    seeds: Iterable[SeedFile], known: incremental.ArticleFingerprints, result: Result
) -> incremental.ArticleFingerprints:
    """Fingerprints of the articles as written by this run; anything saved later counts as an edit."""
    outcomes = {o.slug: o for o in result.outcomes if not o.blocked and not approval.is_awaiting_signature(o)}
    found = {
        s.slug: article_files.fingerprint_article(s, outcomes[s.slug]) for s in seeds if s.slug in outcomes
    }
    return {**known, **{slug: settlement for slug, settlement in found.items() if settlement}}


def _draft(
    root: Path,
    run: SyncRun,
    engine: Engine | None,
    terms: Terms,
    slugs: Collection[str],
    keys: Collection[str],
    today: date,
    allow_shrink: bool,
) -> SyncRun:
    """Fill what is wanting from the memory and by the engine, if there is one; written in batches."""
    loaded = {o.slug for o in run.result.outcomes}
    asked = [seed for seed in run.seeds if not slugs or seed.slug in slugs]
    known = {s.slug: keys or run.known[s.slug].wanting for s in asked if s.slug in run.known}
    again = [s for s in asked if s.slug not in loaded and known.get(s.slug)]
    more = _load_articles(root, again, {}, today, allow_shrink=True)
    result = replace(run.result, outcomes=(*run.result.outcomes, *more.outcomes))
    names = {seed.slug for seed in asked}
    wanted = [
        o for o in result.outcomes if o.slug in names and not o.blocked and drafts.entries_to_draft(o, keys)
    ]
    _check_keys(keys, wanted or [o for o in result.outcomes if o.slug in names])
    if wanted:
        past = memory.build(article_files.read_ledgers(root))
        for batch in drafts.batches([drafts.fill_from_memory(o, past, keys) for o in wanted], BATCH_BLOCKS):
            drafted = drafts.fill_from_engine(batch, engine, terms, past, keys) if engine else batch
            result = _merge_results(result, _write_batch(root, drafted, today, allow_shrink=allow_shrink))
    settlements = _fingerprints(run.seeds, run.known, result)
    # The memory also uses ledgers without a seed, which no fingerprint covers.
    complete = not slugs and not any(f.check == "orphan" for f in result.findings)
    remembered = incremental.fingerprint_all(settlements) if complete else run.remembered
    with transaction.lock_project(root, LONG_WAIT):
        incremental.write_fingerprints(root, settlements, remembered)
    return replace(run, result=result, known=settlements, remembered=remembered)


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
    rejected = [f.key for f in result.findings if f.check == "rejected" and f.file == outcome.english_file]
    decisions = [d for d in result.decisions if d.slug == outcome.slug]
    decisions += [records.Decision(outcome.slug, events.REJECTION, rejected)] if rejected else []
    if not decisions:
        return {}, {}
    po, english, _ = article_files.paths(root, outcome.slug)
    lay = article_files.paths(root, article_files.former_slug(outcome) or outcome.slug)
    before, after = (
        records.snapshots(held[0], held[1], outcome.english_file)
        for held in (
            (disk.read_file(lay[0]), disk.read_file(lay[1])),
            (made[po], made[english]),
        )
    )
    return records.files_with_events(
        root, outcome.slug, list(records.decision_events(decisions, before, after)), made
    )


def _write_batch(root: Path, drafted: Sequence[SyncResult], today: date, *, allow_shrink: bool) -> Result:
    """Write a batch of drafts into what the articles are by now."""
    for _ in range(MAX_TRIES - 1):
        with suppress(transaction.ChangedError), transaction.lock_project(root, LONG_WAIT):
            return write_results(root, _merge_with_current(root, drafted, today, allow_shrink=allow_shrink))
    with transaction.lock_project(root, LONG_WAIT):
        return write_results(root, _merge_with_current(root, drafted, today, allow_shrink=allow_shrink))


def _merge_with_current(
    root: Path, drafted: Sequence[SyncResult], today: date, *, allow_shrink: bool
) -> Result:
    """The drafts, put into what the articles are by now: others may have saved while the engine worked."""
    unchanged = [o for o in drafted if not _has_changed(root, o)]
    still = {o.slug for o in unchanged}
    moved = {o.slug: o for o in drafted if o.slug not in still}
    found = readers.find_files(root)[0] if moved else []
    now = _load_articles(root, [s for s in found if s.slug in moved], {}, today, allow_shrink=allow_shrink)
    carried = [drafts.merge_drafts(moved[o.slug], o) for o in now.outcomes]
    return replace(now, outcomes=(*unchanged, *carried))


def _has_changed(root: Path, outcome: SyncResult) -> bool:
    try:
        return article_files.has_changed_meanwhile(root, outcome)
    except JisrError:  # the error is reported when the article is read again
        return True


def load_publication(root: Path) -> Publication:
    """What the site shows: all articles as sync would leave them, actors, hand-written pages; in memory."""
    day = mkdocs_run.commit_day(root)
    result = read_and_reconcile(root, today=day)
    settings = replace(read_settings(root), correctable=committed.english_pages(root))
    actors, found = glossary.load_actors(root)
    whole, blocked = _articles(root, result)
    # the one thing that the clock decides: an embargo ends on its day, whether or not somebody commits then
    shown = [
        site.visible_article(a, settings.publish) for a in site.lift_embargoes(whole, mkdocs_run.today())
    ]
    docs, refused = static_files.read_static_files(root)
    images, missing = pictures.publish_images(root, shown)
    docs |= images
    said = set(result.findings)  # sync said so of images that are not there
    more = (f for f in missing if f not in said)
    wrong = (*refused, *static_files.single_language_findings(docs), *more)
    findings = (*result.findings, *blocked, *found, *wrong, *cards.findings())
    result = replace(result, findings=findings)
    return Publication(tuple(whole), tuple(shown), actors, settings, docs, result)


def _articles(root: Path, result: Result) -> tuple[list[Article], list[Finding]]:
    """All articles; one that is blocked, or whose seed cannot be used, as its ledger was last committed."""
    going = {o.slug: sync.build_article(o) for o in result.outcomes if not o.blocked}
    stuck = {o.slug: o.english_file for o in result.outcomes if o.blocked}
    stuck |= {
        slug: file for slug, file in article_files.seed_names(root).items() if slug not in going | stuck
    }
    renamed = {old: new for old, new in result.renamed.items() if new in going}  # by hand, and not synced yet
    stuck |= {old: article_files.names(old)[1] for old in renamed}
    held = {slug: committed.last_agreed_article(root, slug) for slug in stuck}
    found = [committed.blocked_finding(slug, stuck[slug], shown) for slug, shown in held.items()]
    instead = {new for old, new in renamed.items() if held[old]}
    together = {slug: shown for slug, shown in (going | held).items() if shown and slug not in instead}
    return [together[slug] for slug in sorted(together)], found


def _render_pages(root: Path, shown: Publication) -> Result:
    folder = own_folder.make_own_folder(root, ".build/pages")
    taken = exports.make_editions(
        shown.articles, shown.settings, shown.docs, lambda name, size: folders.read_tail(folder / name, size)
    )
    # no page leads to what cannot be made here
    shown = replace(shown, settings=replace(shown.settings, editions=taken.formats))
    folders.mirror(folder, {**_pages(shown), **taken.files}, taken.kept)
    return replace(shown.result, findings=(*shown.result.findings, *taken.findings))


def _pages(shown: Publication) -> dict[str, bytes]:
    with cache.open_cache(shown.settings.root) as made:
        return site.render(shown.articles, shown.actors, shown.settings, shown.docs, made)


def _write_search_index(made: Path, shown: Publication) -> None:
    """The search index of each language, in the folder in which the site is made."""
    for lang in site.LANGS:
        records = index.build_records(lang, shown.articles, shown.actors, shown.docs, shown.settings)
        index.write_index(made / lang, records)


def _known_slugs(seeds: Iterable[SeedFile], result: Result) -> set[str]:
    """The slugs that belong to an article, those under which a renamed one was kept among them."""
    former = {old for outcome in result.outcomes if (old := article_files.former_slug(outcome))}
    return {seed.slug for seed in seeds} | former


# --- small parts ------------------------------------------------------------------------------------------


def check_slugs(slugs: Collection[str], seeds: Iterable[SeedFile | Article]) -> None:
    """Raises `JisrError` for a slug that no seed has."""
    there = {seed.slug for seed in seeds}
    for slug in slugs:
        if slug not in there:
            near = get_close_matches(slug, there, n=1)
            remedy = f"did you mean {near[0]}?" if near else "jisr status lists the articles"
            raise JisrError(Finding("article", "no such article", text=slug, remedy=remedy))


def _articles_and_keys(
    asked: Sequence[str], seeds: Iterable[SeedFile]
) -> tuple[Sequence[str], Sequence[str]]:
    """What was asked for as articles and as keys: keys may stand behind a single article."""
    there = {seed.slug for seed in seeds}
    alone = bool(asked) and asked[0] in there and not there & set(asked[1:])
    return (asked[:1], asked[1:]) if alone else (asked, ())


def _check_keys(keys: Iterable[str], outcomes: Iterable[SyncResult]) -> None:
    """Raises `JisrError` for a key that no block of the article has."""
    for outcome in outcomes:
        there = [e.key for e in outcome.ledger.entries]
        for key in keys:
            if key not in there:
                near = get_close_matches(key, there, n=1)
                remedy = f"did you mean {near[0]}?" if near else f"there are {', '.join(there)}"
                raise JisrError(
                    Finding("key", f"no block has the key {key}", outcome.english_file, remedy=remedy)
                )


def _merge_results(result: Result, later: Result) -> Result:
    """`result` after a later stage went over some of its articles again."""
    newer = {o.slug: o for o in later.outcomes}
    return Result(
        tuple(newer.get(o.slug, o) for o in result.outcomes),
        tuple(dict.fromkeys((*result.findings, *later.findings))),
        tuple(dict.fromkeys((*result.written, *later.written))),
    )
