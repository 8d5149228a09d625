"""A seed or its sidecar written, and with it ledger and pages as they follow, in one commit of files."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from jisr import seeds as readers
from jisr.app.asked import check_slugs
from jisr.app.results import Result
from jisr.app.syncing import sign_then_reconcile, write_results
from jisr.articles.reading import read_outcome
from jisr.model.ledger import SyncResult
from jisr.model.source import SeedFile, sidecar_of
from jisr.storage import disk
from jisr.translation import article_files
from jisr.translation.decisions import events, records
from jisr.translation.removed import read_removed


def find_seed(root: Path, slug: str) -> SeedFile:
    """The seed of an article with its sidecar, held in memory. Raises `JisrError` where there is none."""
    if own := readers.find_file(root, slug):
        return own.held()
    found, _ = readers.find_files(root)
    check_slugs([slug], found)
    return next(one for one in found if one.slug == slug).held()


def why_closed(root: Path, slug: str) -> str:
    """Why no article may be called `slug` ever again; empty where one may."""
    if read_removed(root).is_closed(slug):
        return "an article of this name was removed for safety, and what comes under it goes again"
    return ""


def sign_first(root: Path, slug: str, today: date) -> SyncResult | None:
    """The article once the lines at the top of its page were carried out; `None` where it cannot be read."""
    return next(iter(sign_then_reconcile(root, [slug], today).outcomes), None)


def write_seed(
    root: Path,
    before: SeedFile | None,
    now: SeedFile,
    event: events.Event,
    today: date,
    settle: Callable[[SyncResult], SyncResult] = lambda outcome: outcome,
    also: Mapping[str, bytes] = {},
) -> Result:
    """Write `now`, of which `before` lies there, and what follows of it; who calls has the lock.

    `also` are files that the seed shows. `settle` has the last word on what becomes of its English. An
    article that has a conflict keeps its ledger and pages as they are. Raises `JisrError` where the seed
    cannot be read.
    """
    made = read_outcome(root, now, {}, today, allow_shrink=True)
    own = article_files.seed_fingerprints(now)
    read = {name: then for name, then in made.outcome.read.items() if name not in own}
    outcome = settle(replace(made.outcome, read=read))
    lay = {now.file: before.data, sidecar_of(now.file): before.sidecar} if before else {}
    lay |= {name: disk.read_file(root / name) for name in also}
    then = {**also, now.file: now.data, sidecar_of(now.file): now.sidecar}
    seed_files = {
        root / name: (lay.get(name), data)
        for name, data in then.items()
        if data is not None and data != lay.get(name)
    }
    noted, _ = records.files_with_events(root, now.slug, [event])
    event_files = {path: (disk.read_file(path), data) for path, data in noted.items()}
    result = Result((outcome,), (*made.said, *outcome.findings))
    return write_results(root, result, {**seed_files, **event_files})
