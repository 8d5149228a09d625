"""Editions to take along: an article, or the whole publication, as PDF and EPUB.

A new kind of output is a function `Book -> bytes` and a line in `EXPORTS`. An edition carries the digest of
all that it was made from, so what lies there already is known and not made again. Nothing here asks a clock
or a network; of files only what it is given gets into an edition.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from jisr.export.assemble import Bindery, BookParts, build_book
from jisr.export.book import Book
from jisr.export.epub import build_epub
from jisr.export.opendocument import build_odt
from jisr.export.pdf import build_pdf, why_no_pdf
from jisr.export.word import build_docx
from jisr.model.diagnostics import Finding, JisrError, Severity
from jisr.model.glossary import Actor
from jisr.model.publication import ArticleHead
from jisr.model.settings import Settings
from jisr.site.editions import EditionFile, article_editions, publication_editions, whole_editions
from jisr.storage.cache import CachedCall, compute_uncached
from jisr.storage.work.cores import ENOUGH, map_on_cores
from jisr.storage.work.progress import follow

__all__ = ["EXPORTS", "TAIL", "EditionSet", "export_files", "make_editions"]

EXPORTS: Mapping[str, Callable[[Book], bytes]] = {
    "docx": build_docx,
    "epub": build_epub,
    "odt": build_odt,
    "pdf": build_pdf,
}
"""Suffix → how a book becomes a file. The key of the book must stand in the last `TAIL` bytes of the file."""

NEEDS: Mapping[str, Callable[[], str]] = {"pdf": why_no_pdf}
"""Format → why it cannot be made on this machine, and on the next line what to do; `""` where it can."""

TAIL = 2000
_MANY_PDFS = 8  # are worth other processes, each of which takes a second to begin setting type


@dataclass(frozen=True)
class EditionSet:
    """The editions of a site.

    `keys` are theirs, by their paths below `.build/pages/`; `files` gives content for those that do not lie
    there as they should, one after the other, for together they are too much. `formats` are those that are
    there, `findings` say why others are not.
    """

    keys: Mapping[str, str]
    files: Iterable[tuple[str, bytes]]
    formats: tuple[str, ...]
    findings: tuple[Finding, ...]


def make_editions(
    heads: Sequence[ArticleHead],
    actors: Sequence[Actor],
    settings: Settings,
    docs: Mapping[str, bytes],
    lies_there: Callable[[str, str], bool],
    made: CachedCall = compute_uncached,
) -> EditionSet:
    """The editions that the settings ask for.

    `lies_there` says of a path below `.build/pages/` whether the edition of a key lies there.

    A format that cannot be made here is left out, with a warning, and what lies there of it is given up.
    """
    if not settings.editions:
        return EditionSet({}, (), (), ())
    keys: dict[str, str] = {}
    wanted: dict[str, EditionFile] = {}
    problems: dict[str, Finding] = {}
    bindery = Bindery(heads, actors, settings, docs, made)
    for lang, edition in _all(bindery):
        path = f"{lang}/{edition.path}"
        if edition.format in problems:
            continue
        keys[path] = bindery.key(edition)
        if lies_there(path, keys[path]):
            continue
        if problem := _problem(edition.format):
            problems[edition.format] = problem
        else:
            wanted[path] = edition
    wanted = {path: edition for path, edition in wanted.items() if edition.format not in problems}
    left_out = tuple(f".{format_}" for format_ in problems)
    return EditionSet(
        {path: key for path, key in keys.items() if not path.endswith(left_out)},
        zip(wanted, _make_on_cores(bindery, list(wanted.values())), strict=True),
        tuple(format_ for format_ in settings.editions if format_ not in problems),
        tuple(problems.values()),
    )


def export_files(
    heads: Sequence[ArticleHead],
    actors: Sequence[Actor],
    settings: Settings,
    docs: Mapping[str, bytes],
    slugs: Collection[str],
) -> Iterator[tuple[str, bytes]]:
    """File name and content of the editions of some articles; for none, of the whole publication.

    The formats are those of the settings. Raises `JisrError` for one that cannot be made here.
    """
    for format_ in settings.editions:
        if problem := _problem(format_):
            raise JisrError(replace(problem, severity=Severity.ERROR))
    asked = [head for head in heads if head.slug in slugs] if slugs else heads
    bindery = Bindery(asked, actors, settings, docs)
    wanted = []
    for site in bindery.sites:
        one_by_one = [one for slug in slugs if slug in site.by_slug for one in article_editions(site, slug)]
        wanted += one_by_one if slugs else whole_editions(site)
    for edition, data in zip(wanted, _make_on_cores(bindery, wanted), strict=True):
        yield edition.path.rpartition("/")[2], data


def _make_on_cores(bindery: Bindery, wanted: Sequence[EditionFile]) -> Iterator[bytes]:
    """The editions as files, in their order."""
    return follow(_made_on_cores(bindery, wanted), "making editions", len(wanted))


def _made_on_cores(bindery: Bindery, wanted: Sequence[EditionFile]) -> Iterator[bytes]:
    has_many = sum(edition.format == "pdf" for edition in wanted) >= _MANY_PDFS
    parts = map(bindery.parts, wanted)
    yield from map_on_cores(_make, parts, 1 if has_many else ENOUGH, len(wanted))


def _make(parts: BookParts) -> bytes:
    return EXPORTS[parts.edition.format](build_book(parts))


def _all(bindery: Bindery) -> Iterator[tuple[str, EditionFile]]:
    for site in bindery.sites:
        for edition in publication_editions(site):
            yield site.lang, edition
        for article in site.articles:
            for edition in article_editions(site, article.slug):
                yield site.lang, edition


def _problem(format_: str) -> Finding | None:
    why, _, remedy = NEEDS.get(format_, str)().partition("\n")
    if not why:
        return None
    return Finding("editions", why, text=format_, remedy=remedy, severity=Severity.WARNING)
