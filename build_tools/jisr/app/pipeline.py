"""The order of the stages, and nothing else: read this to know the system.

    seeds ─read─▶ documents ─sync─▶ outcomes ─draft─▶ outcomes ─write─▶ docs/, translations/
                                        └─publish─▶ articles ─render─▶ .build/pages/ ─MkDocs─▶ site/ ─▶ search

`sync` and `draft` write `docs/` and `translations/`; `build` does the same in memory and writes only
`.build/` and `site/`. What is wrong with one article is a finding, and does not stop the others. The
stages are in `syncing`, `drafting` and `publishing`; what a person decides about an article is in
`editorial`, what changes a name everywhere in `glossary_verbs`.
"""

import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeVar

from jisr import export as exports
from jisr import glossary, site
from jisr.app.asked import check_shown, check_slugs, part_slugs_and_keys
from jisr.app.publishing import load_publication, open_pages, plan_paths, render_pages, write_search_index
from jisr.app.results import Publication, Result
from jisr.app.syncing import LONG_WAIT, MAX_TRIES, sync_and_write
from jisr.builder import mkdocs_run
from jisr.model.diagnostics import Finding, JisrError
from jisr.model.glossary import public_actors
from jisr.model.languages import Lang
from jisr.model.settings import Settings
from jisr.model.translation import Translator
from jisr.storage import cache, disk, folders, own_folder, repository, transaction
from jisr.storage.config import read_settings
from jisr.storage.disk import Digests
from jisr.storage.folders import KnownFolder
from jisr.storage.inputs import clock
from jisr.storage.work import garbage
from jisr.storage.work.apart import work_apart
from jisr.translation import article_files
from jisr.translation.decisions import records

_LARGE = 2000  # articles: what planning and rendering them takes of the memory is not to lie beside MkDocs

T = TypeVar("T")


def sync_articles(root: Path, today: date, *, allow_shrink: bool = False) -> Result:
    """Carry editors' and authors' changes into ledgers and pages.

    Articles that lie there as the last run left them are not looked at again. The result says what was found
    and written; of the articles it has those of which nothing may be written.
    """
    return sync_and_write(root, today, allow_shrink=allow_shrink).result


def reread_articles(root: Path, today: date, slugs: Collection[str] = ()) -> Result:
    """Read files of word processors again, though they did not change, and sync.

    What people put right in the seeds that were made of them stands. Raises `JisrError` for an article that
    no such file belongs to.
    """
    from jisr.app.articles.word_files import read_word_files

    with transaction.lock_project(root):
        said = read_word_files(root, slugs, again=True)
    result = sync_articles(root, today)
    return replace(result, findings=(*said, *result.findings))


def draft_articles(
    root: Path,
    today: date,
    slugs: Collection[str] = (),
    *,
    allow_shrink: bool = False,
    send_held: bool = False,
    retry: bool = False,
    engine: str = "",
    max_words: int | None = None,
    cluster: str = "",
    announce: Callable[[str], object] = str,
) -> Result:
    """`sync_articles`, then fill what is missing (in `slugs`, or everywhere) from memory and an engine.

    Behind one article `slugs` may name keys: only these are filled, also where somebody took a draft away.
    An engine is not asked again for what it failed at, unless a key names it or all is to be tried (`retry`).
    An `engine` that is named works instead of that of the settings, and beside drafts of another in articles
    that are named it proposes its own. It is asked for `max_words` at most; what they cost is announced first
    where the settings know its price. The machines of a `cluster` do the work of a model.
    The engine works while others sync, approve and build; what they wrote meanwhile stands. One on another
    machine sees no text that readers may not see, unless a publisher says so this once (`send_held`).
    Raises `JisrError` where that is said without naming articles, or in CI, where no publisher is.
    """
    from jisr.app import drafting  # here, for no other verb needs what these bring along
    from jisr.translation import engines

    if send_held:
        drafting.require_publisher(slugs)
    with own_folder.hold_lock(root, "draft.lock", "it drafts"):
        run = sync_and_write(root, today, allow_shrink=allow_shrink)
        slugs, keys = part_slugs_and_keys(list(slugs), run.seeds)
        check_slugs(slugs, run.seeds)
        (actors, wrong), (terms, broken) = glossary.load_actors(root), glossary.load_terms(root)
        settings = read_settings(root)
        settings = replace(settings, engine=engine or settings.engine)
        find: Callable[[Settings], Translator | None] = engines.find_engine
        if cluster or max_words is not None:
            find = partial(engines.find_engine, max_words=max_words, cluster=cluster)
        machine = find(settings)
        away = engines.is_elsewhere(settings, cluster)
        kept_here = drafting.keep_from_readers(settings) if away and not send_held else drafting.nobody_keeps
        said: Sequence[Finding] = ()
        if machine or slugs or run.noted or run.has_news_for_memory:
            names = glossary.engine_terms(public_actors(actors) if away else actors, terms)
            run, said = drafting.draft_and_write(
                root,
                run,
                machine,
                names,
                slugs,
                keys,
                today,
                allow_shrink,
                kept_here,
                retry=retry,
                second=bool(engine and slugs),
                tell_words=lambda words: announce(engines.say_price(settings, words, max_words)),
            )
        missing = 0 if machine else sum(article.wanting for article in run.known.values())
        found = (*wrong, *broken, *said, *engines.missing_engine_findings(missing))
        return replace(run.result, findings=(*run.result.findings, *found))


def check(root: Path) -> Publication:
    """Everything that sync would report, and what every check finds; nothing is written."""
    from jisr import checks  # they bring much along, which no other stage needs
    from jisr.app.articles.word_files import find_kept_by_git
    from jisr.app.doctor.exposure import find_published_by_git
    from jisr.checks.on_all_cores import report_ahead

    shown = load_publication(root)
    terms, broken = glossary.load_terms(root)
    by_hand = [finding for one in shown.standing for finding in one.facts.by_hand]
    with cache.open_cache(root, "checks") as made:
        edition = checks.make_context(
            shown.whole,
            shown.actors,
            shown.settings,
            article_files.WrittenFiles(root),
            terms,
            shown.docs.keys(),
            lambda: plan_paths(shown, made),
            made,
        )
        report_ahead(edition)
        found = checks.run(edition, published=bool(os.environ.get("CI")))
    exposed = [*records.find_exposed(root), *glossary.find_exposed_persons(root), *find_kept_by_git(root)]
    exposed += repository.find_refused(root)
    exposed += find_published_by_git(root) if os.environ.get("CI") else ()
    said, found = checks.say_images_once(shown.result.findings, found)
    findings = (*said, *exposed, *broken, *by_hand, *found)
    return replace(shown, result=replace(shown.result, findings=findings))


def render(root: Path) -> Result:
    """Write `.build/pages/`, from which MkDocs (or another builder of its kind) makes the site."""
    with _building(root, LONG_WAIT):
        result, _, pages = _try_again(partial(_render, root))
        return replace(result, left=pages.state())


def _render(
    root: Path, *, is_served: bool = False, trusting: bool = False
) -> tuple[Result, Publication, KnownFolder]:
    """What was said, what readers are shown, and the pages that were written of it."""
    with garbage.holding():
        shown = load_publication(root)
    showing = mkdocs_run.show_ahead(root) if is_served else nullcontext()
    with open_pages(root, trusting=trusting) as pages, showing as show:
        return render_pages(root, shown, pages, show), replace(shown, standing=(), whole=()), pages


def _render_sources(
    root: Path, files: Digests, *, is_served: bool
) -> tuple[Result, Publication, Mapping[Lang, Mapping[str, str]]]:
    """`_render` with no more of the pages than MkDocs goes by: of many much is known.

    `files` is what this run has read of files. MkDocs reads few pages, and looks at those.
    """
    with disk.recalling(files):
        result, shown, pages = _render(root, is_served=is_served, trusting=True)
    return result, shown, mkdocs_run.read_sources(pages)


def build(root: Path, *, is_served: bool = False) -> Result:
    """Render, run MkDocs for both languages, index the search; offline, and the same bytes each time.

    Of a site that is served the pages of an article that changed are shown before all others are made.
    """
    with _building(root):
        return _try_again(partial(_build, root, is_served=is_served))


def _build(root: Path, *, is_served: bool) -> Result:
    is_large = len([*disk.names_below(f"{root}/translations")]) > _LARGE
    render = partial(_render_sources, root, disk.read_digests(), is_served=is_served)
    result, shown, sources = work_apart(render) if is_large else render()
    index = partial(write_search_index, shown=shown)
    with folders.open_folder(root, "site") as there:
        found = mkdocs_run.build_site(root, site.root_files(shown.settings), index, sources, there)
        left = there.state()
    # a plugin that wants all pages may read what is not among the inputs
    until = clock.now() if any(f.check == mkdocs_run.WHOLE for f in found) else result.until
    return replace(result, findings=(*result.findings, *found), until=until, left=left)


def _try_again(work: Callable[[], T]) -> T:
    """What `work` gives; it begins again where somebody saved a text or a picture while it was being read."""
    for _ in range(MAX_TRIES - 1):
        try:
            return work()
        except JisrError as error:
            if any(finding.check != "changed" for finding in error.findings):
                raise
    return work()


def export(root: Path, slugs: Collection[str], formats: Collection[str], folder: Path) -> Result:
    """Write editions of articles, or of the whole publication for none, into a folder anywhere."""
    own_folder.refuse_links(root, folder)
    shown = load_publication(root)
    there = site.published(shown.articles)
    check_shown(slugs, shown.whole, there, shown.settings, clock.now())
    check_slugs(slugs, there)
    settings = replace(shown.settings, editions=tuple(formats))
    files = exports.export_files(there, shown.actors, settings, shown.docs, slugs)
    return replace(shown.result, written=tuple(folders.save(folder, files)))


@contextmanager
def _building(root: Path, wait: float | None = None) -> Iterator[None]:
    """One build at a time; editors save, sync and approve meanwhile. First, a killed commit is settled."""
    with own_folder.hold_lock(root, "build.lock", "it builds the site", wait):
        with suppress(own_folder.BusyError), transaction.lock_project(root, wait=0):
            pass
        with garbage.letting_go():
            yield
