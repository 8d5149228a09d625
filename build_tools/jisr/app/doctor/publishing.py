"""What would be missed once the publication is out: by its readers, and by the forge that keeps it."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from jisr.app.doctor.look import find_unshown
from jisr.app.new_publication import same_names
from jisr.app.publishing import load_publication
from jisr.app.results import Publication
from jisr.checks import CHECKS, make_context
from jisr.checks import run as run_checks
from jisr.model.diagnostics import Finding, warning
from jisr.model.languages import LANGUAGES, ORIGINAL
from jisr.storage import git
from jisr.storage.static_files import single_language_findings
from jisr.translation.article_files import WrittenFiles

_IMPRINT = re.compile(r"\{:\s*#imprint\s*\}")
_IMPRINT_FILES = ("imprint.md", "impressum.md", "contact.md")
_LARGE_FILE, _TOO_LARGE = 50_000_000, 100_000_000  # GitHub warns, and refuses
_LARGE_REPOSITORY = 1_000_000_000  # what forges ask repositories, and GitHub Pages sites, to stay below


def find_missing(root: Path) -> Iterator[Finding]:
    """Addresses, names, pages and files that are not as readers and forges need them."""
    shown = load_publication(root)
    yield from _wrong_settings(root, shown)
    if not shown.settings.site_url:
        message = "no site_url: there are no feeds, and search engines are not told which language is which"
        remedy = f"site_url: https://HOST/…/{ORIGINAL.code}/ in {ORIGINAL.mkdocs_file}, the other beside it"
        yield warning("settings", message, ORIGINAL.mkdocs_file, remedy=remedy)
    yield from same_names(shown.settings.publication)
    yield from single_language_findings(shown.docs)
    yield from _no_imprint(shown.docs)
    if not (shown.settings.report or shown.settings.repository):
        message = "readers find no way to report an error"
        remedy = "report: mailto:NAME@HOST, or repository, below extra: jisr:"
        yield warning("report", message, ORIGINAL.mkdocs_file, remedy=remedy)
    yield from find_unshown(shown.settings)
    yield from _large(root)


def _wrong_settings(root: Path, shown: Publication) -> Iterator[Finding]:
    """Addresses that are placeholders, languages that lie apart, topics and series without names."""
    edition = make_context(shown.whole, shown.actors, shown.settings, WrittenFiles(root))
    yield from run_checks(edition, {"settings": CHECKS["settings"]}, published=True)


def _no_imprint(docs: Mapping[str, bytes]) -> Iterator[Finding]:
    """A language in which no page says who answers for what is published."""
    for one in LANGUAGES:
        pages = {name: data for name, data in docs.items() if name.startswith(f"{one.code}/")}
        named = any(name.rpartition("/")[2] in _IMPRINT_FILES for name in pages)
        if not named and not any(_IMPRINT.search(data.decode("utf-8", "replace")) for data in pages.values()):
            file = f"docs/{one.code}/about.md"
            message = f"no page in {one.name} says who answers for what is published, and how to reach them"
            remedy = "add a section to it:  ## Publisher and contact {: #imprint }"
            yield warning("imprint", message, file, remedy=remedy)


def _large(root: Path) -> Iterator[Finding]:
    """Files and a history that forges refuse."""
    for line in git.lines(root, "ls-files", "-z")[:1]:
        for name in filter(None, line.split("\0")):
            path = root / name
            size = path.stat().st_size if path.is_file() else 0
            if size >= _LARGE_FILE:
                message = (
                    f"a file of {size // 1_000_000} MB: forges refuse those of {_TOO_LARGE // 1_000_000}"
                )
                remedy = "make it smaller, or publish it elsewhere and link to it; it stays in the history"
                kind = Finding if size >= _TOO_LARGE else warning
                yield kind("size", message, name, remedy=remedy)
    said = dict(line.split(": ", 1) for line in git.lines(root, "count-objects", "-v") if ": " in line)
    kilobytes = sum(int(said.get(name, 0)) for name in ("size", "size-pack"))
    if kilobytes * 1024 >= _LARGE_REPOSITORY:
        message = f"the repository holds {kilobytes // 1_000_000} GB: every build of CI fetches all of it"
        remedy = "git gc; then keep films and sound elsewhere, or begin a publication for each decade"
        yield warning("size", message, remedy=remedy)
