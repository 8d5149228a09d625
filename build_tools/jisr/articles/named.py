"""Texts that name who was removed for safety from another article: told of, and waiting where they are new.

Nothing is cut out of them: another person may bear the name. Somebody has to say that it may stand there.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache, partial
from pathlib import Path

from jisr.model.diagnostics import Finding, JisrError, Severity
from jisr.model.ledger import SyncResult
from jisr.model.source import Document, Meta, sidecar_of
from jisr.removal.refusal import actors_of, names_elsewhere, parse_record
from jisr.storage import disk
from jisr.translation.removed import REMOVED_FILE, RemovedPlaces

_KEPT = 1 << 12  # texts of which is known that they name nobody

Text = tuple[str, int, str, str]
"""File, line, key and words of a part of an article."""


def texts_of(document: Document) -> list[Text]:
    """The original's texts, and what is said of it."""
    sidecar = sidecar_of(document.file)
    about = [(sidecar, 0, "", words) for words in _about(document.meta)]
    return [*((document.file, block.line, block.key, block.text) for block in document.blocks), *about]


def _about(meta: Meta) -> Iterator[str]:
    yield from (meta.title, meta.kicker, meta.source, *meta.credits)
    for said in (meta.author, meta.summary, meta.reason, *(notice.text for notice in meta.notices)):
        yield from said.values()


def translations_of(outcome: SyncResult) -> list[Text]:
    """The translation's texts."""
    return [(outcome.translation_file, 0, entry.key, entry.target) for entry in outcome.ledger.entries]


def find_named(root: Path, slug: str, texts: Iterable[Text], *, is_new: bool) -> list[Finding]:
    """What is said of texts that name who was removed elsewhere: an error where they are new, no words.

    A warning where they were there before, a notice once somebody said that the article may.
    """
    record = disk.read_file(root / REMOVED_FILE)
    removed = parse_record(record) if record else RemovedPlaces()
    if not removed.names:
        return []
    severity = Severity.ERROR if is_new else Severity.WARNING
    if removed.may_name(slug):
        severity = Severity.NOTICE
    is_told = _names_nobody(root, record or b"", slug.replace("-", " "))
    what = slug if is_told else "ARTICLE"
    remedy = f"take it out; if it is another's name, or may stand there for all that: jisr allow {what}"
    message = "a name, or a passage, that was removed for safety from another article"
    found = [
        Finding("removed", message, file if is_told else _folder(file), line, "", remedy, key, severity)
        for file, line, key, text in texts
        if text and not _names_nobody(root, record or b"", text)
    ]
    return list(dict.fromkeys(found))


def without_names(root: Path, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """`findings` about a text but for those that quote who was removed: logs are public."""
    record = disk.read_file(root / REMOVED_FILE)
    if not record:
        return tuple(findings)
    return tuple(
        found
        for found in findings
        if _names_nobody(root, record, f"{found.message}\n{found.text}\n{found.remedy}")
    )


def check_named(root: Path, slug: str, texts: Iterable[Text]) -> None:
    """Raises `JisrError` where new texts for an article name who was removed, and nobody said that it may."""
    named = find_named(root, slug, texts, is_new=True)
    if wrong := [found for found in named if found.is_error]:
        raise JisrError(wrong)


def _folder(file: str) -> str:
    """Where a file lies whose name tells who it is about."""
    return f"{file.rpartition('/')[0]}/"


@lru_cache(maxsize=_KEPT)
def _names_nobody(root: Path, record: bytes, text: str) -> bool:
    """Whether a text names nobody who was removed: asked again and again while its article is written."""
    return not names_elsewhere(parse_record(record), text, partial(actors_of, root))
