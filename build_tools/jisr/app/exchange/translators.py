"""Articles out to translators' programs, and what came of them taken back under a person's name.

A program fills in by itself what it knows: the source, a draft, somebody's translation of another article.
None of that makes a text a person's here. Only words that no machine is known to have written, and that
somebody hands in by name, are theirs.
"""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path, PurePosixPath

from jisr import glossary
from jisr import seeds as readers
from jisr.app.asked import check_slugs
from jisr.app.exchange.review import find_article, import_rows
from jisr.app.results import Result, find_news, require_result
from jisr.app.syncing import read_one, sign_then_reconcile, write_results
from jisr.exchange.formats import omegat
from jisr.exchange.formats.glossary import write_commas, write_tabs
from jisr.exchange.formats.po import read_po, write_po
from jisr.exchange.formats.tmx import write_tmx
from jisr.exchange.formats.units import Unit
from jisr.exchange.formats.xliff import read_xliff, write_xliff
from jisr.exchange.review.rows import ReturnedRow, row_code, text_digest
from jisr.lang.arabic import is_mostly_arabic, is_same_text
from jisr.markup.markdown_text import plain
from jisr.model.diagnostics import Finding, JisrError, warning
from jisr.model.glossary import Actor, Term, public_actors
from jisr.model.ledger import Entry, State, SyncResult
from jisr.storage import disk, folders, own_folder, transaction
from jisr.translation import article_files, drafts, memory
from jisr.translation.authorship import machine_digest, recorded_machine_digests
from jisr.translation.decisions.records import Decision

Articles = Mapping[str, Sequence[Unit]]
Files = Iterable[tuple[str, bytes]]
_OWN_WORDS = 4

READERS: Mapping[str, Callable[[str, bytes], list[ReturnedRow]]] = {
    ".xlf": read_xliff,
    ".xliff": read_xliff,
    ".po": read_po,
}
"""Suffix → how what a translator's program wrote is read."""


def export_formats(
    root: Path, slugs: Sequence[str], formats: Sequence[str], folder: Path, today: date
) -> Result:
    """Write articles, all for none, in `formats` for translators into a folder.

    Raises `JisrError` for an article that is not there.
    """
    own_folder.refuse_links(root, folder)
    seeds = readers.find_files(root)[0]
    check_slugs(slugs, seeds)
    findings: list[Finding] = []
    articles = {}
    for slug in slugs or [seed.slug for seed in seeds]:
        result = read_one(root, slug, today=today)
        findings += result.findings
        articles[slug] = _units(require_result(result, slug))
    written: list[Path] = []
    for name in formats:
        written += folders.save(folder, FORMATS[name](root, articles))
    return Result(findings=tuple(dict.fromkeys(findings)), written=tuple(written))


def _units(outcome: SyncResult) -> list[Unit]:
    slug = outcome.slug
    return [
        Unit(slug, e.key, row_code(slug, e.source, e.target), e.source, e) for e in outcome.ledger.entries
    ]


def _each(suffix: str, write: Callable[[Sequence[Unit]], bytes]) -> Callable[[Path, Articles], Files]:
    return lambda _, articles: ((f"{slug}{suffix}", write(units)) for slug, units in articles.items())


def _memory(_: Path, articles: Articles) -> Files:
    yield "memory.tmx", write_tmx([unit for units in articles.values() for unit in units])


def _project(root: Path, articles: Articles) -> Files:
    files = omegat.write_omegat(articles, write_tabs(*_read_glossary(root)))
    return ((f"omegat/{name}", data) for name, data in files)


def _tabs(root: Path, _: Articles) -> Files:
    yield "glossary.txt", write_tabs(*_read_glossary(root))


def _commas(root: Path, _: Articles) -> Files:
    yield "glossary.csv", write_commas(*_read_glossary(root))


def _read_glossary(root: Path) -> tuple[Sequence[Actor], Sequence[Term]]:
    """Names and terms, without private persons: such a file goes to many hands."""
    return public_actors(glossary.load_actors(root)[0]), glossary.load_terms(root)[0]


FORMATS: Mapping[str, Callable[[Path, Articles], Files]] = {
    "xliff": _each(".xlf", write_xliff),
    "po": _each(".po", write_po),
    "tmx": _memory,
    "omegat": _project,
    "glossary-tsv": _tabs,
    "glossary-csv": _commas,
}
"""What translators' programs are given, by name."""


def import_format(root: Path, slug: str, name: str, data: bytes, by: str, today: date) -> Result:
    """Take back what a translator's program wrote; whose it is, its codes say, or `slug`.

    Raises `JisrError` for a file that cannot be read, and where it is of no article here.
    """
    rows = READERS[PurePosixPath(name).suffix.lower()](name, data)
    if not slug or any(row.code for row in rows):
        slug = find_article(root, rows, name, slug)
    outcome = require_result(read_one(root, slug, today=today), slug)
    past = memory.build(article_files.read_ledgers(root))
    drafted = {one for entry in outcome.ledger.entries for one in recorded_machine_digests(entry)}
    own: list[ReturnedRow] = []
    recalled: dict[str, memory.Match] = {}
    findings: list[Finding] = []
    for row in rows:
        entry = outcome.entry(row.key)
        if entry is None:
            own += [row] if _is_translated(row) else []
        elif not _is_translated(row) or _is_of_machine(row.translation, entry):
            continue
        elif match := _find_recalled(past, row, entry):
            recalled |= {entry.key: match} if entry.open else {}
        elif row.is_unfinished or _is_drafted_over(row, entry):
            message = "not taken: the program marks this as unfinished"
            remedy = "if it is somebody's, take the mark “fuzzy” or “needs review” off, and hand it in again"
            findings.append(warning("import", message, name, row.number, row.translation, remedy, row.key))
        elif _is_draft_elsewhere(row.translation, entry, drafted):
            message = "not taken: a machine's draft of another paragraph"
            remedy = f"if it is right here too, write it at the desk: jisr desk {slug}"
            findings.append(warning("import", message, name, row.number, row.translation, remedy, row.key))
        else:
            own.append(_with_code(row, slug, entry))
    filled = _fill_from_memory(root, slug, recalled, by, today) if recalled else Result()
    result = import_rows(root, slug, own, name, by, today)
    return replace(
        result,
        findings=(*findings, *filled.findings, *result.findings),
        written=(*filled.written, *result.written),
    )


def _is_translated(row: ReturnedRow) -> bool:
    """Whether there is a translation, and not the original again, whole or in part."""
    text = row.translation
    return bool(text.strip()) and text != row.original and not is_mostly_arabic(plain(text).text)


def _is_of_machine(text: str, entry: Entry) -> bool:
    """Whether a machine is known to have written this for the block, or it stands there anyway.

    A comma that somebody put into what stands there is a person's.
    """
    units = machine_digest(text)
    is_mended = text != entry.target and units == machine_digest(entry.target)
    return text == entry.target or (units in recorded_machine_digests(entry) and not is_mended)


def _is_drafted_over(row: ReturnedRow, entry: Entry) -> bool:
    """Whether a program put a draft in place of a person's words: these went out without the marks of one."""
    went_out = row.code is not None and row.code.text == text_digest(entry.target)
    return row.is_drafted and entry.human and went_out


def _is_draft_elsewhere(text: str, entry: Entry, drafted: Container[str]) -> bool:
    """Whether a machine wrote this for another block: a few words may be anybody's as well."""
    units = machine_digest(text)
    return len(text.split()) >= _OWN_WORDS and units in drafted and units != machine_digest(entry.target)


def _find_recalled(past: memory.Memory, row: ReturnedRow, entry: Entry) -> memory.Match | None:
    """Whose English of another place it is, if a program filled it in from memory.

    The memory has what stands there, too: with another comma it is somebody's correction of that.
    """
    match = past.lookup(entry.source)
    is_same = match and machine_digest(match.translation) == machine_digest(row.translation)
    return match if match and is_same and (entry.open or row.translation == match.translation) else None


def _with_code(row: ReturnedRow, slug: str, entry: Entry) -> ReturnedRow:
    """A row with its code; where a program dropped it, what it was, if the original is still the same.

    Then nobody knows what English was there: a person's that stands there now is not replaced.
    """
    if row.code or not is_same_text(row.original, entry.source):
        return row
    return replace(row, code=row_code(slug, entry.source, "" if entry.human else entry.target))


def _fill_from_memory(
    root: Path, slug: str, recalled: Mapping[str, memory.Match], by: str, today: date
) -> Result:
    """Take what a program filled in from people's translations of other articles, as drafts that say so."""
    with transaction.lock_project(root):
        result = sign_then_reconcile(root, [slug], today)
        outcome = require_result(result, slug)
        for key, match in recalled.items():
            text = {key: match.translation}
            outcome, _ = drafts.import_texts(outcome, text, state=State.DRAFT, origin=match.origin)
        how = {"as": State.DRAFT.value, "origin": "memory"}
        decision = Decision(slug, "import", list(recalled), by, how)
        told = find_news(result)
        return write_results(root, replace(result, outcomes=(outcome,), findings=told, decisions=(decision,)))


def import_project(root: Path, folder: Path, by: str, today: date) -> Result:
    """Take back all that OmegaT wrote in a project. Raises `JisrError` where it wrote nothing."""
    written = folder / omegat.TARGET
    files = [name for name in sorted(disk.names_below(str(written))) if name.endswith(".po")]
    if not files:
        remedy = "let OmegaT make the translated documents first (Ctrl+D, or its console mode)"
        raise JisrError(Finding("import", "OmegaT wrote no translation here", str(written), remedy=remedy))
    findings: list[Finding] = []
    paths: list[Path] = []
    for name in files:
        try:
            data = disk.read_file(written / name) or b""
            result = import_format(root, name.removesuffix(".po"), name, data, by, today)
        except JisrError as error:
            findings += error.findings
        else:
            findings += result.findings
            paths += result.written
    return Result(findings=tuple(dict.fromkeys(findings)), written=tuple(dict.fromkeys(paths)))
