"""The order of the stages, and nothing else: read this to know the system.

    seeds ─read─▶ documents ─sync─▶ outcomes ─draft─▶ outcomes ─write─▶ docs/, translations/
                                        └─publish─▶ articles ─render─▶ .build/pages/ ─MkDocs─▶ site/ ─▶ search

`sync` and `draft` write `docs/` and `translations/`; `build` does the same in memory and writes only
`.build/` and `site/`. What is wrong with one article is a finding, and does not stop the others. What a
person decides about an article is in `decisions`, what changes a name everywhere in `naming`.
"""

import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import get_close_matches
from functools import partial
from pathlib import Path

from build_tools import actors as glossary
from build_tools import (
    approval,
    cache,
    cards,
    checks,
    committed,
    drafts,
    engines,
    events,
    exports,
    files,
    folders,
    memory,
    pages,
    pictures,
    readers,
    recall,
    records,
    reviews,
    search,
    settled,
    site,
    store,
    sync,
    uploads,
)
from build_tools.config import read_settings
from build_tools.errors import Finding, JisrError, Severity
from build_tools.model import Actor, Article, Engine, Outcome, SeedFile, Settings, Terms
from build_tools.sync import Take

BATCH = 500  # blocks drafted between two writes: what a killed run has to do again
TRIES = 3  # how often a run takes in what somebody saves in the moment in which it writes
PATIENCE = 600.0  # seconds for which a run waits that has hours of an engine's work to write


@dataclass(frozen=True)
class Result:
    """What a verb did: the articles as they now stand, what a person should know, and the files written."""

    outcomes: tuple[Outcome, ...] = ()
    findings: tuple[Finding, ...] = ()
    written: tuple[Path, ...] = ()
    decisions: tuple[records.Decision, ...] = ()  # to be recorded when it is written
    renamed: Mapping[str, str] = field(default_factory=dict)  # by hand: the name of a ledger → a seed's

    @property
    def failed(self) -> bool:
        """Whether something is wrong that a person has to put right."""
        return any(f.severity is Severity.ERROR for f in self.findings)


@dataclass(frozen=True)
class Synced:
    """What `sync` did, all seeds, and what is known of the articles that lie there as a run left them.

    `remembered` is as in `settled.write`.
    """

    result: Result
    seeds: tuple[SeedFile, ...]
    known: settled.Settlements
    remembered: str

    @property
    def new_to_memory(self) -> bool:
        """Whether something changed since the memory had nothing to add to any article."""
        return len(self.known) < len(self.seeds) or settled.together(self.known) != self.remembered


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
    return _synced(root, today, allow_shrink=allow_shrink).result


def draft_articles(
    root: Path, today: date, slugs: Collection[str] = (), *, allow_shrink: bool = False
) -> Result:
    """`sync_articles`, then fill what is missing (in `slugs`, or everywhere) from memory and an engine.

    Behind one article `slugs` may name keys: only these are filled, also where somebody took a draft away.
    The engine works while others sync, approve and build; what they wrote meanwhile stands.
    """
    with store.alone(root, "draft.lock", "it drafts"):
        run = _synced(root, today, allow_shrink=allow_shrink)
        slugs, keys = _articles_and_keys(list(slugs), run.seeds)
        check_slugs(slugs, run.seeds)
        (actors, wrong), (terms, broken) = glossary.actors_of(root), glossary.terms_of(root)
        engine = engines.find_engine(read_settings(root))
        if engine or slugs or run.new_to_memory:
            names = glossary.for_engines(actors, terms)
            run = _drafted(root, run, engine, names, slugs, keys, today, allow_shrink)
        missing = 0 if engine else sum(article.wanting for article in run.known.values())
        findings = (*run.result.findings, *wrong, *broken, *engines.none_at_hand(missing))
        return replace(run.result, findings=findings)


def check(root: Path) -> Publication:
    """Everything that sync would report, and what every check finds; nothing is written."""
    shown = published(root)
    terms, broken = glossary.terms_of(root)
    texts = files.texts(root)
    edition = checks.edition(shown.whole, shown.actors, shown.settings, texts, lambda: _pages(shown), terms)
    by_hand = [f for o in shown.result.outcomes for f in files.arabic_findings(root, o)]
    found = checks.run(edition, published=bool(os.environ.get("CI")))
    findings = (*shown.result.findings, *records.public(root), *broken, *by_hand, *found)
    return replace(shown, result=replace(shown.result, findings=findings))


def render(root: Path) -> Result:
    """Write `.build/pages/`, from which MkDocs (or another builder of its kind) makes the site."""
    with _building(root, PATIENCE):
        return _rendered(root, published(root))


def build(root: Path) -> Result:
    """Render, run MkDocs for both languages, index the search; offline, and the same bytes each time."""
    with _building(root):
        shown = published(root)
        result = _rendered(root, shown)
        site.build(root, pages.root_files(shown.settings), lambda made: _indexed(made, shown))
        return result


def export(root: Path, slugs: Collection[str], formats: Collection[str], folder: Path) -> Result:
    """Write editions of articles, or of the whole publication for none, into a folder anywhere."""
    store.refuse_links(root, folder)
    shown = published(root)
    there = [a for a in shown.articles if a.meta.status == "published"]
    check_slugs(slugs, there)
    settings = replace(shown.settings, editions=tuple(formats))
    return replace(
        shown.result,
        written=tuple(folders.save(folder, exports.exported(there, settings, shown.docs, slugs))),
    )


@contextmanager
def _building(root: Path, wait: float | None = None) -> Iterator[None]:
    """One build at a time; editors save, sync and approve meanwhile. First, a killed commit is settled."""
    with store.alone(root, "build.lock", "it builds the site", wait):
        with suppress(store.BusyError), store.locked(root, wait=0):
            pass
        yield


# --- the stages -------------------------------------------------------------------------------------------


def reconciled(
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
    result = _loaded(root, wanted, take or {}, today, allow_shrink=allow_shrink)
    orphans, renamed = files.orphans(root, _known_slugs(seeds, result), seeds)
    return replace(result, findings=(*problems, *result.findings, *orphans), renamed=renamed)


def _loaded(
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
            findings += pictures.problems(root, document)
            how = take.get(seed.slug, {})
            outcome = files.load(root, document, how, allow_shrink=allow_shrink, today=today)
            if files.changed_meanwhile(root, outcome):  # another run was writing the article's files
                outcome = files.load(root, document, how, allow_shrink=allow_shrink, today=today)
        except JisrError as error:
            findings += error.findings
            continue
        findings += outcome.findings
        read = {**files.of_seed(seed), **outcome.read}
        outcomes.append(replace(outcome, lasting=(*found, *outcome.lasting), read=read))
    return Result(tuple(outcomes), tuple(findings))


def _synced(root: Path, today: date, *, allow_shrink: bool) -> Synced:
    """Read and write what changed since the last run; what somebody saves in that moment is taken in too."""
    saved: list[Finding] = []
    while True:
        try:
            with store.locked(root):
                run = _synced_once(root, today, allow_shrink=allow_shrink)
        except store.ChangedError as error:
            saved += error.findings
            if len(saved) >= TRIES:
                raise
        else:
            return replace(
                run, result=replace(run.result, findings=(*_taken_in(saved), *run.result.findings))
            )


def _taken_in(saved: Iterable[Finding]) -> Iterator[Finding]:
    message = "this was saved while jisr was at work; what was saved is taken in"
    for finding in dict.fromkeys(saved):
        yield replace(finding, message=message, remedy="", severity=Severity.NOTICE)


def _synced_once(root: Path, today: date, *, allow_shrink: bool) -> Synced:
    past, remembered = settled.read(root)
    seeds, problems = readers.find_files(root)
    untouched = files.untouched(root, seeds, past)
    changed = [seed for seed in seeds if seed.slug not in untouched]
    result = _loaded(root, changed, {}, today, allow_shrink=allow_shrink)
    said = [finding for known in untouched.values() for finding in known.findings]
    orphans, _ = files.orphans(root, _known_slugs(seeds, result), seeds)
    result = replace(result, findings=(*problems, *said, *result.findings, *orphans))
    result = written(root, _reviewed(root, result, today))
    known = _settled(seeds, untouched, result)
    if known != past:
        settled.write(root, known, remembered)
    return Synced(result, tuple(seeds), known, remembered)


def _reviewed(root: Path, result: Result, today: date) -> Result:
    """Sign what lines at the top of English pages sign."""

    def ask(outcome: Outcome, names: Collection[str]) -> Mapping[str, approval.Review]:
        page = next((name for name in outcome.read if name.endswith(".md")), outcome.english_file)
        return reviews.reviews(root, outcome, page, names, partial(files.load_committed, root))

    done = [approval.sign_reviewed(outcome, ask, today) for outcome in result.outcomes]
    said = (finding for _, findings in done for finding in findings)
    decisions = (
        records.Decision(new.slug, "approve", keys, by)
        for old, (new, _) in zip(result.outcomes, done, strict=True)
        for by, keys in approval.signed_since(old, new).items()
    )
    return replace(
        result,
        outcomes=tuple(outcome for outcome, _ in done),
        findings=(*result.findings, *said),
        decisions=(*result.decisions, *decisions),
    )


def signed_first(
    root: Path,
    slugs: Collection[str],
    today: date | None,
    take: Mapping[str, Mapping[str, Take]] | None = None,
) -> Result:
    """`reconciled`, once the lines at the top of pages were carried out: before anything else comes there."""
    result = reconciled(root, slugs, today=today)
    waiting = tuple(o for o in result.outcomes if approval.is_waiting(o) and not o.blocked)
    if not waiting and not take:
        return result
    signed = written(root, _reviewed(root, Result(waiting), today or site.day(root)))
    result = reconciled(root, slugs, take=take, today=today)
    return replace(result, findings=(*signed.findings, *result.findings), written=signed.written)


def _settled(seeds: Iterable[SeedFile], known: settled.Settlements, result: Result) -> settled.Settlements:
    """What is known of articles by what was written of them: what is saved since then is an edit."""
    outcomes = {o.slug: o for o in result.outcomes if not o.blocked and not approval.is_waiting(o)}
    found = {s.slug: files.settlement(s, outcomes[s.slug]) for s in seeds if s.slug in outcomes}
    return {**known, **{slug: settlement for slug, settlement in found.items() if settlement}}


def _drafted(
    root: Path,
    run: Synced,
    engine: Engine | None,
    terms: Terms,
    slugs: Collection[str],
    keys: Collection[str],
    today: date,
    allow_shrink: bool,
) -> Synced:
    """Fill what is wanting from the memory and by the engine, if there is one; written in batches."""
    loaded = {o.slug for o in run.result.outcomes}
    asked = [seed for seed in run.seeds if not slugs or seed.slug in slugs]
    known = {s.slug: keys or run.known[s.slug].wanting for s in asked if s.slug in run.known}
    again = [s for s in asked if s.slug not in loaded and known.get(s.slug)]
    more = _loaded(root, again, {}, today, allow_shrink=True)
    result = replace(run.result, outcomes=(*run.result.outcomes, *more.outcomes))
    names = {seed.slug for seed in asked}
    wanted = [o for o in result.outcomes if o.slug in names and not o.blocked and drafts.wanting(o, keys)]
    _check_keys(keys, wanted or [o for o in result.outcomes if o.slug in names])
    if wanted:
        past = memory.build(files.ledgers(root))
        for batch in drafts.batches([drafts.remember(o, past, keys) for o in wanted], BATCH):
            drafted = drafts.draft(batch, engine, terms, past, keys) if engine else batch
            result = _merged(result, _put_in(root, drafted, today, allow_shrink=allow_shrink))
    settlements = _settled(run.seeds, run.known, result)
    # What lies in ledgers without a seed is in the memory too, and is known by nothing.
    complete = not slugs and not any(f.check == "orphan" for f in result.findings)
    remembered = settled.together(settlements) if complete else run.remembered
    with store.locked(root, PATIENCE):
        settled.write(root, settlements, remembered)
    return replace(run, result=result, known=settlements, remembered=remembered)


def written(root: Path, result: Result, also: Mapping[Path, tuple[bytes, bytes]] | None = None) -> Result:
    """Write the pages and ledgers of all that is not blocked, in one commit: all or nothing.

    `also` are other files with what was read of them and what they shall hold.
    """
    contents: dict[Path, bytes | None] = {path: new for path, (_, new) in (also or {}).items()}
    expected = {path: store.fingerprint(old) for path, (old, _) in (also or {}).items()}
    findings = list(result.findings)
    outcomes = []
    for outcome in result.outcomes:
        if not outcome.blocked:
            try:
                made, read, found = files.changes(root, outcome)
            except JisrError as error:
                findings += error.findings
                outcome = replace(outcome, blocked=True)
            else:
                noted, then = _recorded(root, outcome, made, result)
                contents |= made | noted
                expected |= read | then
                findings += found
        outcomes.append(outcome)
    done = store.commit(root, contents, expected)
    recall.keep(root, contents)
    prints = {path.relative_to(root).as_posix(): store.fingerprint(data) for path, data in contents.items()}
    now = [{**o.read, **{n: prints[n] for n in files.names(o.slug) if n in prints}} for o in outcomes]
    return Result(
        tuple(replace(outcome, read=read) for outcome, read in zip(outcomes, now, strict=True)),
        tuple(findings),
        (*result.written, *done),
    )


def _recorded(
    root: Path, outcome: Outcome, made: Mapping[Path, bytes | None], result: Result
) -> tuple[dict[Path, bytes | None], dict[Path, str]]:
    """What is to be written beside `made`, an article's files, so that decisions can be taken back."""
    rejected = [f.key for f in result.findings if f.check == "rejected" and f.file == outcome.english_file]
    decisions = [d for d in result.decisions if d.slug == outcome.slug]
    decisions += [records.Decision(outcome.slug, events.REJECTION, rejected)] if rejected else []
    if not decisions:
        return {}, {}
    po, english, _ = files.paths(root, outcome.slug)
    lay = files.paths(root, files.moved_from(outcome) or outcome.slug)
    before, after = (
        records.snapshots(held[0], held[1], outcome.english_file)
        for held in ((store.read(lay[0]), store.read(lay[1])), (made[po], made[english]))
    )
    return records.with_events(root, outcome.slug, list(records.decided(decisions, before, after)), made)


def _put_in(root: Path, drafted: Sequence[Outcome], today: date, *, allow_shrink: bool) -> Result:
    """Write a batch of drafts into what the articles are by now."""
    for _ in range(TRIES - 1):
        with suppress(store.ChangedError), store.locked(root, PATIENCE):
            return written(root, _still_true(root, drafted, today, allow_shrink=allow_shrink))
    with store.locked(root, PATIENCE):
        return written(root, _still_true(root, drafted, today, allow_shrink=allow_shrink))


def _still_true(root: Path, drafted: Sequence[Outcome], today: date, *, allow_shrink: bool) -> Result:
    """The drafts, put into what the articles are by now: others may have saved while the engine worked."""
    unchanged = [o for o in drafted if not _changed(root, o)]
    still = {o.slug for o in unchanged}
    moved = {o.slug: o for o in drafted if o.slug not in still}
    found = readers.find_files(root)[0] if moved else []
    now = _loaded(root, [s for s in found if s.slug in moved], {}, today, allow_shrink=allow_shrink)
    carried = [drafts.carried(moved[o.slug], o) for o in now.outcomes]
    return replace(now, outcomes=(*unchanged, *carried))


def _changed(root: Path, outcome: Outcome) -> bool:
    try:
        return files.changed_meanwhile(root, outcome)
    except JisrError:  # what is wrong is said by whoever reads it again
        return True


def published(root: Path) -> Publication:
    """What the site shows: all articles as sync would leave them, actors, hand-written pages; in memory."""
    day = site.day(root)
    result = reconciled(root, today=day)
    settings = replace(read_settings(root), correctable=committed.english_pages(root))
    actors, found = glossary.actors_of(root)
    whole, blocked = _articles(root, result)
    # the one thing that the clock decides: an embargo ends on its day, whether or not somebody commits then
    shown = [pages.as_shown(a, settings.publish) for a in pages.released(whole, site.today())]
    docs, refused = uploads.uploads(root)
    images, missing = pictures.published(root, shown)
    docs |= images
    said = set(result.findings)  # sync said so of images that are not there
    more = (f for f in missing if f not in said)
    wrong = (*refused, *uploads.alone(docs), *more)
    findings = (*result.findings, *blocked, *found, *wrong, *cards.findings())
    result = replace(result, findings=findings)
    return Publication(tuple(whole), tuple(shown), actors, settings, docs, result)


def _articles(root: Path, result: Result) -> tuple[list[Article], list[Finding]]:
    """All articles; one that is blocked, or whose seed cannot be used, as its ledger was last committed."""
    going = {o.slug: sync.article(o) for o in result.outcomes if not o.blocked}
    stuck = {o.slug: o.english_file for o in result.outcomes if o.blocked}
    stuck |= {slug: file for slug, file in files.seed_names(root).items() if slug not in going | stuck}
    renamed = {old: new for old, new in result.renamed.items() if new in going}  # by hand, and not settled
    stuck |= {old: files.names(old)[1] for old in renamed}
    held = {slug: committed.article(root, slug) for slug in stuck}
    found = [committed.finding(slug, stuck[slug], shown) for slug, shown in held.items()]
    instead = {new for old, new in renamed.items() if held[old]}
    together = {slug: shown for slug, shown in (going | held).items() if shown and slug not in instead}
    return [together[slug] for slug in sorted(together)], found


def _rendered(root: Path, shown: Publication) -> Result:
    folder = store.own_folder(root, ".build/pages")
    taken = exports.editions(
        shown.articles, shown.settings, shown.docs, lambda name, size: folders.tail(folder / name, size)
    )
    # no page leads to what cannot be made here
    shown = replace(shown, settings=replace(shown.settings, editions=taken.formats))
    folders.mirror(folder, {**_pages(shown), **taken.files}, taken.kept)
    return replace(shown.result, findings=(*shown.result.findings, *taken.findings))


def _pages(shown: Publication) -> dict[str, bytes]:
    with cache.opened(shown.settings.root) as made:
        return pages.render(shown.articles, shown.actors, shown.settings, shown.docs, made)


def _indexed(made: Path, shown: Publication) -> None:
    """The search index of each language, in the folder in which the site is made."""
    for lang in pages.LANGS:
        records = search.records(lang, shown.articles, shown.actors, shown.docs, shown.settings)
        search.index(made / lang, records)


def _known_slugs(seeds: Iterable[SeedFile], result: Result) -> set[str]:
    """The slugs that belong to an article, those under which a renamed one was kept among them."""
    former = {old for outcome in result.outcomes if (old := files.moved_from(outcome))}
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


def _check_keys(keys: Iterable[str], outcomes: Iterable[Outcome]) -> None:
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


def _merged(result: Result, later: Result) -> Result:
    """`result` after a later stage went over some of its articles again."""
    newer = {o.slug: o for o in later.outcomes}
    return Result(
        tuple(newer.get(o.slug, o) for o in result.outcomes),
        tuple(dict.fromkeys((*result.findings, *later.findings))),
        tuple(dict.fromkeys((*result.written, *later.written))),
    )
