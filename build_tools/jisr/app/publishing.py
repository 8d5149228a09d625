"""The stages of publishing: what the site shows, its pages, and the index of its search."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from hashlib import sha256
from pathlib import Path

from jisr import export as exports
from jisr import glossary, site
from jisr.app.results import Publication, Result, Standing
from jisr.app.syncing import read_standing
from jisr.articles.facts import KnownArticle
from jisr.articles.orphans import find_rivals, seed_names
from jisr.builder import PAGES
from jisr.model.diagnostics import Finding
from jisr.model.languages import LANGS
from jisr.model.publication import Article, ArticleHead
from jisr.model.release import next_change
from jisr.search import index
from jisr.search.pieces import BEGINNING, EarlierIndex, is_named_by
from jisr.search.records import find_pages
from jisr.seeds import pictures
from jisr.site import cards
from jisr.storage import cache, cleaned_files, folders, own_folder, static_files
from jisr.storage.config import read_settings
from jisr.storage.folders import KnownFolder
from jisr.storage.inputs import clock
from jisr.storage.work import garbage
from jisr.storage.work.cores import map_on_cores
from jisr.storage.work.progress import follow
from jisr.translation import article_files, committed
from jisr.translation.removed import read_removed_addresses

_ENOUGH = 200  # pictures: beginning another process takes as long as a hundred
_FEW = 4  # articles that may have changed for somebody to wait for their pages


def load_publication(root: Path) -> Publication:
    """What the site shows: all articles as sync would leave them, actors, hand-written pages; in memory."""
    standing = read_standing(root, clock.commit_day(root))
    settings = replace(
        read_settings(root),
        correctable=committed.translation_pages(root),
        removed=read_removed_addresses(root),
    )
    actors, found = glossary.load_actors(root)
    known, blocked, left_out = _publishable(root, standing)
    whole = [article.head for article in known]
    # the one thing that the clock decides: what is released at an hour, whether or not somebody commits then
    shown = site.readers_articles(whole, settings, moment := clock.now())
    with cleaned_files.open_cleaner(root) as clean:
        docs, refused = static_files.read_static_files(root, clean)
        images, missing = pictures.publish_images(root, site.shown_images(known, shown, settings), clean)
    wrong = (*refused, *static_files.single_language_findings(docs))
    docs = site.without_held_files(docs, known, shown, settings) | images
    said = set(standing.findings)  # sync said so of images that are not there
    more = (f for f in missing if f not in said)
    settings = replace(settings, held=site.held_pages(whole, shown))
    seen = {article.slug for article in shown}
    linked = site.held_link_findings(docs, (a for a in whole if a.slug not in seen))
    shown, unlinked = site.without_held_links(shown, known, settings)
    waiting = (
        *linked,
        *unlinked,
        *site.hold_findings(known, settings, moment),
        *site.left_out_findings(whole, shown),
    )
    docs = static_files.read_default_pages() | docs
    with cache.open_cache(root, "images") as made:
        shown = site.with_images(shown, known, docs, made)
    unmade = tuple(cards.findings())
    findings = (*standing.findings, *blocked, *found, *waiting, *wrong, *more, *unmade)
    # what git has of an article may be held until some hour too, and what this machine lacks may come
    until = moment if left_out or unmade else next_change((a.meta for a in whole), moment, settings)
    result = Result(findings=findings, renamed=standing.renamed, until=until)
    return Publication(standing.articles, tuple(whole), tuple(shown), actors, settings, docs, result)


def _publishable(root: Path, standing: Standing) -> tuple[list[KnownArticle], list[Finding], bool]:
    """All articles; one that is blocked, or whose seed cannot be used, as its ledger was last committed.

    With what is said of those, and whether one of them is left out.
    """
    going = {one.facts.slug: one.known for one in standing.articles if not one.facts.blocked}
    blocked = [one.facts.slug for one in standing.articles if one.facts.blocked]
    stuck = {slug: article_files.names(slug)[1] for slug in blocked}
    stuck = {s: f for s, f in seed_names(root, going).items() if s not in going} | stuck
    stuck |= {old: article_files.names(old)[1] for old in standing.renamed}  # by hand, and not synced yet
    anybodys = find_rivals((one.facts.slug, one.facts.former) for one in standing.articles).values()
    held = {slug: committed.last_agreed_article(root, slug, anybodys) for slug in stuck}
    instead = {new for old, new in standing.renamed.items() if held[old]}
    held = {slug: shown for slug, shown in held.items() if slug not in instead}
    found = [committed.blocked_finding(root, slug, stuck[slug], shown) for slug, shown in held.items()]
    agreed = {slug: KnownArticle.of(shown) for slug, shown in held.items() if shown}
    together = {slug: known for slug, known in (going | agreed).items() if slug not in instead}
    return [together[slug] for slug in sorted(together)], found, None in held.values()


@contextmanager
def open_pages(root: Path, *, trusting: bool = False) -> Iterator[KnownFolder]:
    """The folder of rendered pages; for `trusting` see `open_folder`."""
    own_folder.make_own_folder(root, PAGES)
    with folders.open_folder(root, PAGES, trusting=trusting) as folder:
        yield folder


Show = Callable[[Sequence[str]], object]
"""Shows pages, by their paths in the folder of rendered pages, before all others are made."""


def render_pages(root: Path, shown: Publication, folder: KnownFolder, show: Show | None = None) -> Result:
    """Write pages and editions into `folder`; those of a few articles that changed first, and `show` them."""
    with cache.open_cache(root, "editions") as made:
        taken = exports.make_editions(
            shown.articles, shown.actors, shown.settings, shown.docs, partial(_lies_there, folder), made
        )
    # no page leads to what cannot be made here
    shown = replace(shown, settings=replace(shown.settings, editions=taken.formats))
    _write_pages(folder, shown, taken, show)
    until = clock.now() if taken.findings else shown.result.until  # what is lacking may come
    return replace(shown.result, findings=(*shown.result.findings, *taken.findings), until=until)


def _lies_there(folder: KnownFolder, path: str, key: str) -> bool:
    """Whether an edition lies in `folder`.

    Its last bytes say so where a killed run wrote it, or nothing is known of it.
    """
    if folder.key(path) == key:
        return True
    if folder.former_key(path) in (key, ""):  # somebody changed it
        return False
    if not folder.digest(path) or key.encode() not in folders.read_tail(folder.path / path, exports.TAIL):
        return False
    folder.claim(path, key)
    return True


def texts_of(articles: Iterable[ArticleHead]) -> list[Article]:
    """Articles in whole."""
    return [article.load() for article in articles]


def _write_pages(
    folder: KnownFolder, shown: Publication, editions: exports.EditionSet, show: Show | None
) -> None:
    """Have `folder` hold all pages and editions, and nothing else; made is what does not lie there yet."""
    with cache.open_cache(shown.settings.root) as made:
        site.contribute_ahead(shown.articles, shown.actors, shown.settings, made)
        tell_first = partial(_write_first, folder, show) if show else None
        with garbage.holding():
            jobs = site.plan(
                shown.articles, shown.actors, shown.settings, shown.docs, made, tell_first=tell_first
            )
        paths = {path for job in jobs for path in job.paths}
        folder.remove(sorted(folder.names() - paths - editions.keys.keys()))
        made.commit()  # other processes ask it too
        todo = _changed(folder, jobs)
        # the same page of both languages, one behind the other: what it is made of is at hand then
        order = {path: place for place, path in enumerate(dict.fromkeys(_page_of(job) for job in todo))}
        todo.sort(key=lambda job: order[_page_of(job)])
        for job, files in follow(_do(todo), "making pages", len(todo)):
            _write(folder, job, files)
    for path, data in editions.files:
        folder.write(path, data, editions.keys[path])


def _changed(folder: KnownFolder, jobs: Iterable[site.PageJob]) -> list[site.PageJob]:
    """The jobs of which `folder` does not hold what they make."""
    keys = folder.keys()
    return [job for job in jobs if {*map(keys.get, job.paths)} != {job.key}]


def _write(folder: KnownFolder, job: site.PageJob, files: Mapping[str, bytes]) -> None:
    for path, data in files.items():
        folder.write(path, data, job.key)


def _write_first(folder: KnownFolder, show: Show, jobs: Iterable[site.PageJob]) -> None:
    """Write the pages of articles that changed, where these are few, and show them."""
    todo = _changed(folder, jobs)
    if 0 < len(todo) <= _FEW:
        for job in todo:
            _write(folder, job, job.make())
        show([path for job in todo for path in job.paths])


def _do(jobs: Sequence[site.PageJob]) -> Iterator[tuple[site.PageJob, dict[str, bytes]]]:
    """Each job with what it makes; those that go anywhere on all cores."""
    apart = [job for job in jobs if job.anywhere]
    yield from zip(apart, map_on_cores(site.make_job, apart, _ENOUGH), strict=True)
    yield from ((job, job.make()) for job in jobs if not job.anywhere)


def _page_of(job: site.PageJob) -> str:
    """What is the same of a page's path in both languages."""
    return job.paths[0].partition("/")[2]


def plan_paths(shown: Publication, held: cache.Cache) -> list[str]:
    """The paths of all pages, of which none is made; `held` is a cache that the caller is writing to."""
    held.commit()
    with cache.open_cache(shown.settings.root, whole=False) as made:
        site.contribute_ahead(shown.articles, shown.actors, shown.settings, made)
        jobs = site.plan(shown.articles, shown.actors, shown.settings, shown.docs, made)
        return [path for job in jobs for path in job.paths]


def _whole_pieces(site: KnownFolder, below: str) -> set[str]:
    """The pieces of the index in a folder of the site that hold what they are named by.

    All do that a build left there which came to its end.
    """

    def is_whole(name: str) -> bool:
        return site.is_as_left(f"{below}/{name}") or is_named_by(site.digest(f"{below}/{name}"), name)

    return set(filter(is_whole, site.names(below))) - {BEGINNING}


def write_search_index(made: Path, there: KnownFolder, shown: Publication) -> set[str]:
    """Write what is new of each language's search index into `made`; gives all files of it, by path.

    `there` is the site with the index of before, which is made use of if it is one that this wrote.
    """
    names: set[str] = set()
    with cache.open_cache(shown.settings.root, "search") as kept:
        for lang in LANGS:
            below = f"{lang}/{index.BUNDLE}"
            earlier = EarlierIndex(there.path / below, _whole_pieces(there, below))
            if kept.get("index", f"{lang} {there.digest(f'{below}/{BEGINNING}')}"):
                earlier = replace(earlier, names={*earlier.names, BEGINNING})
            found = find_pages(lang, shown.articles, shown.actors, shown.docs, shown.settings, kept)
            now = index.write_index(made / lang, found, earlier)
            kept.put("index", f"{lang} {sha256((made / below / BEGINNING).read_bytes()).hexdigest()}", 1)
            names |= {f"{below}/{name}" for name in now}
    return names
