"""The act: files are written, what holds the rest is thrown away and made anew, and every file searched."""

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from jisr import seeds as readers
from jisr.app.removal.plans import Plan, made_files
from jisr.app.syncing import LONG_WAIT, read_and_reconcile, write_results
from jisr.model.diagnostics import Finding, JisrError, Severity
from jisr.removal.returned import mark_caches_purged, take_out_again
from jisr.removal.traces import MADE_AGAIN, drop_empty_folders, project_files
from jisr.storage import cache, disk, own_folder, transaction
from jisr.storage.work import sentences
from jisr.storage.work.progress import follow


@dataclass(frozen=True)
class Done:
    """What an act did: files written, files thrown away, and where something remains."""

    written: tuple[Path, ...]
    findings: tuple[Finding, ...]

    @property
    def failed(self) -> bool:
        """Whether something remains that a person has to remove."""
        return any(finding.is_error for finding in self.findings)


def carry_out(root: Path, asked: Plan, today: date, make_site: Callable[[Path], object]) -> Done:
    """Remove what `asked` says, make the site anew and look whether anything remains. Raises `JisrError`."""
    findings = list(asked.notices)
    with transaction.lock_project(root):
        for file in asked.made:  # the pages go down first
            (root / file).unlink(missing_ok=True)
        written = transaction.commit(root, asked.contents, asked.expected)
        cache.drop_values(root, asked.is_held_by)
        sentences.drop_sentences(root, asked.is_held_by)
        mark_caches_purged(root)
        take_out_again(root)  # what only the record's reading finds did not come back: it had stayed
        there = {seed.slug for seed in readers.find_files(root)[0]}
        slugs = [slug for slug in asked.slugs if slug in there]
        if slugs:
            settled = write_results(root, read_and_reconcile(root, slugs, allow_shrink=True, today=today))
            findings += [replace(f, text="") for f in settled.findings if f.is_error]
    try:
        with own_folder.waiting(LONG_WAIT):  # a build under way may put out yet what it had read before
            make_site(root)
    except JisrError as error:
        findings += [replace(f, text="") for f in error.findings]
        findings += _throw_all_away(root, asked)
    cache.forget_dropped_values(root)  # such as pictures of titles, in which no word is found
    findings += _look_again(root, asked)
    drop_empty_folders(root)
    return Done(tuple(written), tuple(dict.fromkeys(findings)))


def _throw_all_away(root: Path, asked: Plan) -> Iterator[Finding]:
    """Caches, and where no spelling tells which files of the old site hold it, the old site."""
    cache.drop_values(root, lambda _: True)
    sentences.drop_sentences(root, lambda _: True)
    for file in made_files(root):
        if not file.startswith(("site/", "exports/")):
            (root / file).unlink(missing_ok=True)
    mark_caches_purged(root)
    if asked.spellings is None:
        shutil.rmtree(root / "site", ignore_errors=True)
        message = "the old site was thrown away, for no new one could be made"
        remedy = "mend what is said above, then: jisr build; take the published pages down meanwhile"
        yield Finding("remove", message, "site", remedy=remedy)


def _look_again(root: Path, asked: Plan) -> Iterator[Finding]:
    """Every file once more: what can be made again is thrown away with the name, all else is an error."""
    if asked.search is None:
        return
    files = list(project_files(root))
    for file in follow(files, "searching files once more", len(files)):
        found = list(asked.search.traces(file, disk.read_file(root / file) or b""))
        if not found:
            continue
        if file.split("/")[0] in MADE_AGAIN:
            (root / file).unlink(missing_ok=True)
            message = f"thrown away, for it still held the name ({len(found)} times)"
            yield Finding("remove", message, file, severity=Severity.NOTICE)
            continue
        for place, count in Counter(trace.place for trace in found).items():
            remedy = "take it out by hand, or delete the file; then run this again"
            message = f"the name still stands here ({count} times)"
            yield Finding("remove", message, place, remedy=remedy)
