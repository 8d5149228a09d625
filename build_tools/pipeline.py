"""The order of the stages, and nothing else: read this to know the system.

    seeds ─read─▶ documents ─sync─▶ outcomes ─draft─▶ outcomes ─write─▶ docs/, translations/
                                        └─publish─▶ articles ─render─▶ .build/pages/ ─MkDocs─▶ site/ ─▶ search

`sync` and `draft` write `docs/` and `translations/`; `build` does the same in memory and writes only
`.build/` and `site/`. What is wrong with one article is a finding, and does not stop the others.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from build_tools import actors as glossary
from build_tools import (
    approval,
    cache,
    checks,
    drafts,
    engines,
    files,
    history,
    memory,
    pages,
    readers,
    renaming,
    search,
    settled,
    site,
    store,
    uploads,
)
from build_tools.config import read_settings
from build_tools.errors import Finding, JisrError, Severity
from build_tools.markdown import marker, parse_page, plain, without_marks
from build_tools.model import (
    Actor,
    Article,
    Entry,
    Lang,
    Marked,
    Outcome,
    Page,
    Passage,
    Seed,
    Settings,
    State,
    Term,
)
from build_tools.sync import Take
from build_tools.typography import repair

BATCH = 500  # blocks drafted between two writes: what a killed run has to do again


@dataclass(frozen=True)
class Result:
    """What a verb did: the articles as they now stand, what a person should know, and the files written."""

    outcomes: tuple[Outcome, ...] = ()
    findings: tuple[Finding, ...] = ()
    written: tuple[Path, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether something is wrong that a person has to put right."""
        return any(f.severity is Severity.ERROR for f in self.findings)


@dataclass(frozen=True)
class Publication:
    """All that the site is made of; `docs` holds the files of `docs/` by their path there."""

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
    with store.locked(root):
        result, _, _ = _synced(root, today, allow_shrink=allow_shrink)
        return result


def draft_articles(
    root: Path, today: date, slugs: Collection[str] = (), *, allow_shrink: bool = False
) -> Result:
    """`sync_articles`, then fill what is missing (in `slugs`, or everywhere) from memory and an engine."""
    with store.locked(root):
        result, seeds, untouched = _synced(root, today, allow_shrink=allow_shrink)
        _check_slugs(slugs, {seed.slug for seed in seeds})
        # What the cache says to want something is read after all, and drafted with the rest.
        again = [seed for seed in seeds if seed.slug in untouched and untouched[seed.slug].wanting]
        more = _loaded(root, again, {}, today, allow_shrink=allow_shrink)
        result = replace(result, outcomes=(*result.outcomes, *more.outcomes))
        wanted = [
            o
            for o in result.outcomes
            if not o.blocked and drafts.wanting(o) and (not slugs or o.slug in slugs)
        ]
        if not wanted:
            return result
        past = memory.build(files.ledgers(root))
        engine = engines.find_engine(read_settings(root))
        terms = glossary.for_engines(read_actors(root)[0], read_terms(root)[0])
        for batch in _batches([drafts.remember(o, past) for o in wanted]):
            drafted = drafts.draft(batch, engine, terms, past) if engine else batch
            result = _merged(result, written(root, _still_true(root, drafted, today)))
        _keep(root, seeds, untouched, result)
        return result if engine else replace(result, findings=(*result.findings, *_no_engine(result)))


def approve(root: Path, slug: str, keys: Collection[str], by: str, today: date) -> Result:
    """Sign the blocks `keys` of an article (all that can be signed, for none) as they stand."""
    return on_article(root, slug, lambda outcome: approval.sign(outcome, keys, by, today), today)


def approve_author(root: Path, author: str, by: str, today: date) -> Result:
    """Sign all that can be signed in the articles of an author, named in either language."""
    with store.locked(root):
        result = reconciled(root, today=today)
        names = {name for o in result.outcomes for name in o.document.meta.author.values()}
        if author not in names:
            there = f"there are {', '.join(sorted(names))}" if names else "no sidecar names an author"
            raise JisrError(Finding("approve", "no article is by this author", text=author, remedy=there))
        theirs = [o for o in result.outcomes if author in o.document.meta.author.values()]
        signed_off = tuple(o if o.blocked else approval.sign(o, (), by, today) for o in theirs)
        return written(root, replace(result, outcomes=signed_off))


def log(root: Path, slug: str, key: str) -> list[history.Event]:
    """What happened to a block, the oldest first. Raises `JisrError` for one that never was."""
    seeds, _ = readers.find_seeds(root)
    po, english, _ = files.paths(root, slug)
    if not po.exists():
        _check_slugs([slug], {seed.slug for seed in seeds})
    found = history.events(root, po, english, key)
    if not found:
        keys = {
            e.key for s, book in files.ledgers(root) if s == slug for e in (*book.entries, *book.obsolete)
        }
        raise JisrError(_no_key(key, keys, english.relative_to(root).as_posix()))
    return found


def suggest(root: Path, slug: str, key: str = "") -> list[tuple[str, memory.Suggestion]]:
    """What people wrote for texts like those of block `key`, or of all that have no person's words, by key.

    Nothing is written, and nothing of this gets onto a page by itself.
    """
    outcome = known(reconciled(root, [slug]), [slug])[0]
    entries = {e.key: e for e in outcome.ledger.entries}
    _check_key(outcome, key)
    past = memory.build(files.ledgers(root))
    found = []
    for block in outcome.document.blocks:
        entry = entries[block.key]
        if block.key == key or (not key and (not entry.human or entry.stale)):
            texts = [plain(repair(block.text)[0]).text, *(p.text for p in drafts.pieces(block) if p.text)]
            for text in dict.fromkeys(texts):
                found += [(block.key, s) for s in past.suggest(text, but=f"{slug}#{block.key}")]
    return found


def resolve(root: Path, slug: str, key: str, take: Take, today: date | None = None) -> Result:
    """Settle a conflict, a stale or a deleted block as a person decided."""
    with store.locked(root):
        result = reconciled(root, [slug], take={slug: {key: take}}, today=today)
        outcome = known(result, [slug])[0]
        _check_key(outcome, key)
        return written(root, result)


def import_translation(
    root: Path, slug: str, text: str, file: str, *, state: State, origin: str, today: date | None = None
) -> Result:
    """Take over a translation made elsewhere: Markdown with the markers of the English page."""
    page = parse_page(text)
    with store.locked(root):
        result = reconciled(root, [slug], today=today)
        outcome = known(result, [slug])[0]
        blocks = {b.key: b for b in outcome.document.blocks}
        unknown = [m for m in page.blocks if m.key not in blocks]
        if unknown or not page.blocks:
            raise JisrError(_not_importable(unknown, page, file, blocks))
        texts = {m.key: without_marks(blocks[m.key], m.body) for m in page.blocks}
        outcome, kept = drafts.imported(outcome, texts, state=state, origin=origin)
        message = "left as it is: a person's words stand there"
        notices = [
            Finding("import", message, outcome.english_file, key=k, severity=Severity.NOTICE) for k in kept
        ]
        return written(root, replace(result, outcomes=(outcome,), findings=(*result.findings, *notices)))


def check(root: Path) -> Publication:
    """Everything that sync would report, and what every check finds; nothing is written."""
    shown = published(root)
    outcomes = shown.result.outcomes
    whole = [article(o) for o in outcomes]  # what is held back from readers is checked too
    terms, broken = read_terms(root)
    texts = files.texts(root)
    edition = checks.edition(whole, shown.actors, shown.settings, texts, lambda: _pages(shown), terms)
    by_hand = [f for o in outcomes for f in files.arabic_findings(root, o)]
    findings = (*shown.result.findings, *broken, *by_hand, *checks.run(edition))
    return replace(shown, result=replace(shown.result, findings=findings))


def ignore(root: Path, slug: str, key: str, name: str, reason: str, today: date | None = None) -> Result:
    """Ignore a check for one block, with a reason; for an empty one no longer."""
    return on_article(root, slug, lambda o: checks.ignored(o, key, name, reason, checks.CHECKS), today)


def suggest_actors(
    root: Path, slugs: Collection[str] = (), *, least: int = 1, write: bool = False
) -> tuple[list[glossary.Suggestion], Result]:
    """What articles (or `slugs`) name at least `least` times and the glossary lacks; `write` adds stubs."""
    with store.locked(root) if write else nullcontext():
        result = reconciled(root, slugs)
        text, file = _glossary_text(root)
        blocks = {
            o.slug: [(b.key, plain(repair(b.text)[0]).text) for b in o.document.blocks]
            for o in result.outcomes
        }
        found = glossary.suggest(blocks, glossary.parse_actors(text, file)[0])
        found = [one for one in found if one.count >= least]
        if not (write and found):
            return found, result
        new, taken, findings = glossary.with_stubs(text, file, found)
        done = store.commit(
            root, {root / file: new.encode()}, {root / file: store.fingerprint(text.encode())}
        )
        return taken, replace(result, findings=(*result.findings, *findings), written=tuple(done))


def rename_actor(
    root: Path, id_: str, name: str, lang: Lang, new_id: str = "", today: date | None = None
) -> Result:
    """Call an actor `name` in the glossary; in English also in drafts, and as a proposal in people's texts.

    `new_id` gives it another address, and keeps the old one in `was`, from which its page redirects.
    """
    with store.locked(root):
        text, file = _glossary_text(root)
        actors, _ = glossary.parse_actors(text, file)
        new = glossary.with_name(text, file, id_, lang, name) if name else text
        new = glossary.with_id(new, file, id_, new_id) if new_id and new_id != id_ else new
        result = reconciled(root, today=today)
        if stuck := [f for o in result.outcomes if o.blocked for f in o.findings]:
            raise JisrError(stuck)  # its drafts would keep the old name for good
        if lang == "en" and name:
            actor = next(a for a in actors if a.id == id_)
            matcher = glossary.Matcher(actors, "en")
            done = [renaming.renamed(o, actor, name, matcher) for o in result.outcomes]
            found = [f for o, _, keys in done for f in renaming.findings(o, keys)]
            found += renaming.left_over(actors, actor, name, file)
            outcomes = tuple(o for o, _, _ in done)
            result = replace(result, outcomes=outcomes, findings=(*result.findings, *found))
        return written(root, result, {root / file: (text.encode(), new.encode())})


def render(root: Path) -> Result:
    """Write `.build/pages/`, from which MkDocs (or another builder of its kind) makes the site."""
    return _rendered(root, published(root))


def build(root: Path) -> Result:
    """Render, run MkDocs for both languages, index the search; offline, and the same bytes each time."""
    with store.locked(root):
        shown = published(root)
        result = _rendered(root, shown)
        site.build(root, pages.root_files(shown.settings), lambda made: _indexed(made, shown))
        return result


def _indexed(made: Path, shown: Publication) -> None:
    """The search index of each language, in the folder in which the site is made."""
    for lang in pages.LANGS:
        written_by_hand = {
            name.removeprefix(f"{lang}/"): data.decode("utf-8", "replace")
            for name, data in shown.docs.items()
            if name.startswith(f"{lang}/") and name.endswith(".md")
        }
        records = search.records(lang, shown.articles, shown.actors, written_by_hand, shown.settings)
        search.index(made / lang, records)


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
    seeds, problems = readers.find_seeds(root)
    _check_slugs(slugs, {seed.slug for seed in seeds})
    wanted = [seed for seed in seeds if not slugs or seed.slug in slugs]
    result = _loaded(root, wanted, take or {}, today, allow_shrink=allow_shrink)
    orphans = files.orphans(root, {seed.slug for seed in seeds})
    return replace(result, findings=(*problems, *result.findings, *orphans))


def _loaded(
    root: Path,
    seeds: Iterable[Seed],
    take: Mapping[str, Mapping[str, Take]],
    today: date | None,
    *,
    allow_shrink: bool,
) -> Result:
    findings: list[Finding] = []
    outcomes = []
    for seed in seeds:
        try:
            document, found = readers.read(seed)
            findings += found
            how = take.get(seed.slug, {})
            outcome = files.load(root, document, how, allow_shrink=allow_shrink, today=today)
        except JisrError as error:
            findings += error.findings
            continue
        findings += outcome.findings
        outcomes.append(replace(outcome, lasting=(*found, *outcome.lasting)))
    return Result(tuple(outcomes), tuple(findings))


def _synced(root: Path, today: date, *, allow_shrink: bool) -> tuple[Result, list[Seed], settled.Settlements]:
    """`sync`; the seeds; and what is known of the articles that it did not have to look at."""
    past = settled.read(root)
    seeds, problems = readers.find_seeds(root)
    untouched = {
        seed.slug: past[seed.slug]
        for seed in seeds
        if seed.slug in past
        and past[seed.slug].print == settled.fingerprint(seed, files.fingerprints(root, seed.slug).values())
    }
    changed = [seed for seed in seeds if seed.slug not in untouched]
    result = _loaded(root, changed, {}, today, allow_shrink=allow_shrink)
    said = [finding for known in untouched.values() for finding in known.findings]
    orphans = files.orphans(root, {seed.slug for seed in seeds})
    result = replace(result, findings=(*problems, *said, *result.findings, *orphans))
    result = written(root, signed(result, today))
    if changed or len(untouched) < len(past):
        _keep(root, seeds, untouched, result)
    return result, seeds, untouched


def _keep(root: Path, seeds: Iterable[Seed], untouched: settled.Settlements, result: Result) -> None:
    """Remember the articles that are settled, by what was written: what is saved since then is an edit."""
    known = dict(untouched)
    outcomes = {o.slug: o for o in result.outcomes if not o.blocked}
    for seed in seeds:
        outcome = outcomes.get(seed.slug)
        names = files.names(seed.slug)
        if outcome and set(names) <= set(outcome.read):
            prints = (outcome.read[name] for name in names)
            known[seed.slug] = settled.Settled(
                settled.fingerprint(seed, prints), outcome.lasting, len(drafts.wanting(outcome))
            )
    settled.write(root, known)


def signed(result: Result, today: date) -> Result:
    """Carry out the `reviewed_by:` of English pages."""
    return replace(result, outcomes=tuple(approval.sign_reviewed(o, today) for o in result.outcomes))


def written(root: Path, result: Result, also: Mapping[Path, tuple[bytes, bytes]] | None = None) -> Result:
    """Write the pages and ledgers of all that is not blocked, in one commit: all or nothing.

    `also` are other files with what was read of them and what they shall hold.
    """
    contents: dict[Path, bytes | None] = {path: new for path, (_, new) in (also or {}).items()}
    expected = {path: store.fingerprint(old) for path, (old, _) in (also or {}).items()}
    findings = list(result.findings)
    for outcome in result.outcomes:
        if not outcome.blocked:
            made, found = files.changes(root, outcome)
            contents |= made
            expected |= {root / name: then for name, then in outcome.read.items()}
            findings += found
    done = store.commit(root, contents, expected)
    prints = {path.relative_to(root).as_posix(): store.fingerprint(data) for path, data in contents.items()}
    outcomes = []
    for outcome in result.outcomes:
        read = {**outcome.read, **{n: prints[n] for n in files.names(outcome.slug) if n in prints}}
        outcomes.append(replace(outcome, read=read))
    return Result(tuple(outcomes), tuple(findings), (*result.written, *done))


def _still_true(root: Path, drafted: Iterable[Outcome], today: date) -> Result:
    """The drafts, put into what the articles are by now: an editor may have saved while the engine worked."""
    outcomes: list[Outcome] = []
    findings: list[Finding] = []
    for outcome in drafted:
        if files.changed_meanwhile(root, outcome):
            try:
                now = files.load(root, outcome.document, {}, allow_shrink=True, today=today)
            except JisrError as error:
                findings += error.findings
                continue
            findings += now.findings
            outcome = drafts.carried(outcome, now)
        outcomes.append(outcome)
    return Result(tuple(outcomes), tuple(findings))


def published(root: Path) -> Publication:
    """What the site shows: all articles as sync would leave them, actors, hand-written pages; in memory."""
    day = site.day(root)
    result = reconciled(root, today=day)
    settings = read_settings(root)
    actors, found = read_actors(root)
    articles = pages.released([article(o) for o in result.outcomes], day)
    articles = [pages.as_shown(a, settings.publish) for a in articles]
    docs, refused = uploads.uploads(root)
    findings = (*result.findings, *found, *refused)
    return Publication(tuple(articles), tuple(actors), settings, docs, replace(result, findings=findings))


def _rendered(root: Path, shown: Publication) -> Result:
    store.mirror(root / ".build" / "pages", _pages(shown))
    return shown.result


def _pages(shown: Publication) -> dict[str, bytes]:
    with cache.opened(shown.settings.root) as made:
        return pages.render(shown.articles, shown.actors, shown.settings, shown.docs, made)


def article(outcome: Outcome) -> Article:
    """An article as it is published: the Arabic with its typography repaired, the English as it stands."""
    entries = {e.key: e for e in outcome.ledger.entries}
    passages, repairs = [], []
    for block in outcome.document.blocks:
        text, found = repair(block.text)
        entry = entries.get(block.key) or Entry(block.key, block.text)
        passages.append(Passage(replace(block, text=text), entry, entry.target))
        repairs += [replace(r, key=block.key) for r in found]
    document = outcome.document
    return Article(document.slug, document.file, document.meta, tuple(passages), tuple(repairs))


def read_actors(root: Path) -> tuple[Sequence[Actor], list[Finding]]:
    """The glossary; a broken one is a finding, and no actor is linked."""
    try:
        return glossary.read_actors(root / "seeds" / "actors.yml", root)
    except JisrError as error:
        return (), list(error.findings)


def read_terms(root: Path) -> tuple[Sequence[Term], list[Finding]]:
    """The terms beside the glossary; broken ones are findings, and no terms."""
    try:
        return glossary.read_terms(root / "seeds" / "terms.yml", root), []
    except JisrError as error:
        return (), list(error.findings)


def _glossary_text(root: Path) -> tuple[str, str]:
    """The text of the glossary (`""` for none) and its path. Raises `JisrError` if it is not UTF-8."""
    file = "seeds/actors.yml"
    try:
        return (store.read(root / file) or b"").decode("utf-8"), file
    except UnicodeDecodeError as error:
        raise JisrError(Finding("yaml", "not UTF-8", file, 1, remedy="save the file as UTF-8")) from error


# --- small parts ------------------------------------------------------------------------------------------


def on_article(
    root: Path, slug: str, change: Callable[[Outcome], Outcome], today: date | None = None
) -> Result:
    """Settle one article, change it, write it. Raises `JisrError` where it has a conflict to settle first."""
    with store.locked(root):
        result = reconciled(root, [slug], today=today)
        outcome = known(result, [slug])[0]
        if outcome.blocked:
            raise JisrError(outcome.findings)
        return written(root, replace(result, outcomes=(change(outcome),)))


def known(result: Result, slugs: Collection[str]) -> list[Outcome]:
    """The outcomes of `slugs`. Raises `JisrError` for one that could not be read."""
    found = {o.slug: o for o in result.outcomes}
    if set(slugs) - set(found):
        raise JisrError(result.findings)
    return [found[slug] for slug in slugs]


def _check_slugs(slugs: Collection[str], there: Collection[str]) -> None:
    for slug in slugs:
        if slug not in there:
            near = get_close_matches(slug, there, n=1)
            remedy = f"did you mean {near[0]}?" if near else "jisr status lists the articles"
            raise JisrError(Finding("article", "no such article", text=slug, remedy=remedy))


def _check_key(outcome: Outcome, key: str) -> None:
    if key and outcome.entry(key) is None:
        raise JisrError(_no_key(key, [e.key for e in outcome.ledger.entries], outcome.english_file))


def _no_key(key: str, keys: Collection[str], file: str) -> Finding:
    near = get_close_matches(key, keys, n=1)
    remedy = f"did you mean {near[0]}?" if near else f"there are {', '.join(keys) or 'none yet: jisr sync'}"
    return Finding("key", f"no block has the key {key}", file, remedy=remedy)


def _merged(result: Result, later: Result) -> Result:
    """`result` after a later stage went over some of its articles again."""
    newer = {o.slug: o for o in later.outcomes}
    return Result(
        tuple(newer.get(o.slug, o) for o in result.outcomes),
        tuple(dict.fromkeys((*result.findings, *later.findings))),
        tuple(dict.fromkeys((*result.written, *later.written))),
    )


def _batches(outcomes: Iterable[Outcome]) -> Iterator[list[Outcome]]:
    """The articles in runs of about `BATCH` blocks without English."""
    batch: list[Outcome] = []
    size = 0
    for outcome in outcomes:
        batch.append(outcome)
        size += len(drafts.wanting(outcome))
        if size >= BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _no_engine(result: Result) -> list[Finding]:
    missing = sum(len(drafts.wanting(o)) for o in result.outcomes)
    message = f"{missing} blocks have no draft of their present Arabic"
    return [Finding("engine", message, remedy=engines.HINT, severity=Severity.NOTICE)] if missing else []


def _not_importable(unknown: Sequence[Marked], page: Page, file: str, keys: Iterable[str]) -> list[Finding]:
    if not page.blocks:
        remedy = f"put a line like {marker(next(iter(keys)))} before each block, as in docs/en/articles/"
        return [Finding("import", "no block markers in this file", file, remedy=remedy)]
    there = f"the article has {', '.join(keys)}"
    return [Finding("import", f"no block has the key {m.key}", file, m.line, m.body, there) for m in unknown]
