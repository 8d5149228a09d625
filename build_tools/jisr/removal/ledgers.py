"""Ledgers without what must go: no state, digest or comment tells the former words."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePosixPath

from jisr.lang.arabic import digest
from jisr.model.diagnostics import JisrError
from jisr.model.ledger import REMOVED, Entry, State
from jisr.removal.redact import SIGN, Redact, redact_json_lines, redact_page, redact_yaml
from jisr.translation import ledger
from jisr.translation.authorship import drop_approval, is_machines_own, machine_digest, record_original
from jisr.translation.removed import left_digest

_UNKNOWN = "00000000"  # a digest that no text has: page and ledger differed before


def redact_ledger(text: str, file: str, redact: Redact, sources: Mapping[str, str]) -> str:
    """A ledger without the name; one that cannot be read is redacted as text.

    `sources` maps an original before to what the seed's reader makes of it now.
    """
    if redact(text) == text:
        return text
    try:
        book = ledger.parse(text, file)
    except JisrError:
        return redact(text)
    entries = tuple(_redact_entry(entry, redact, sources) for entry in book.entries)
    obsolete = tuple(_redact_entry(entry, redact, sources) for entry in book.obsolete)
    header = tuple((name, redact(value)) for name, value in book.header)
    made = replace(
        book,
        entries=entries,
        obsolete=obsolete,
        header=header,
        above=redact(book.above),
        below=redact(book.below),
    )
    return redact(ledger.compose(made))


def remove_entry(text: str, file: str, key: str) -> str:
    """A ledger without the block `key`, living and gone. Raises `JisrError` for one that cannot be read."""
    book = ledger.parse(text, file)
    kept = [tuple(e for e in entries if e.key != key) for entries in (book.entries, book.obsolete)]
    if kept == [book.entries, book.obsolete]:
        return text
    return ledger.compose(replace(book, entries=kept[0], obsolete=kept[1]))


def empty_entry(text: str, file: str, key: str, source: str = SIGN) -> str:
    """A ledger with the sign for the words of the title `key`, in the original as its reader writes it.

    Raises `JisrError` for one that cannot be read.
    """
    book = ledger.parse(text, file)
    if all(entry.key != key for entry in book.all_entries):
        return text
    kept = tuple(entry if entry.key != key else _empty(entry, source) for entry in book.entries)
    gone = tuple(entry for entry in book.obsolete if entry.key != key)
    return ledger.compose(replace(book, entries=kept, obsolete=gone))


def _empty(entry: Entry, source: str) -> Entry:
    target = SIGN if entry.target else ""
    bare = replace(entry, source=source, target=target, previous="", proposals=(), remarks=(), notes=())
    return _to_be_mended(entry, replace(bare, extracted=(), reason="")) if target else bare


def _redact_entry(entry: Entry, redact: Redact, sources: Mapping[str, str]) -> Entry:
    """An entry without the name; where it stood in the texts, editors have to look at what is left."""
    said = replace(
        entry,
        source=sources.get(entry.source) or redact(entry.source),
        target=redact(entry.target),
        previous=redact(entry.previous),
        proposals=tuple(replace(p, origin=redact(p.origin), text=redact(p.text)) for p in entry.proposals),
        remarks=tuple(replace(r, by=redact(r.by), text=redact(r.text)) for r in entry.remarks),
        origin=redact(entry.origin),
        by=redact(entry.by),
        reason=redact(entry.reason),
        notes=tuple(map(redact, entry.notes)),
        extracted=tuple(map(redact, entry.extracted)),
        references=tuple(map(redact, entry.references)),
        facts={name: redact(value) for name, value in entry.facts.items()},
    )
    texts = [(e.source, e.target, e.previous, [p.text for p in e.proposals]) for e in (entry, said)]
    return said if texts[0] == texts[1] else _to_be_mended(entry, said)


def _to_be_mended(before: Entry, after: Entry) -> Entry:
    """`after`, unsigned, without digests of the former words and without the old original to compare with.

    What is a translation of an older original stays so: of which, nobody is told any more.
    """
    after = drop_approval(after) if before.state is State.APPROVED else after
    state = before.state
    if state is State.APPROVED:  # whose approval lapses: a machine's text is a draft again
        is_machines = is_machines_own(before)
        state = State.DRAFT if is_machines else State.EDITED
        after = replace(after, touched=is_machines)
    known = (machine_digest(after.target),) if state is State.DRAFT else ()
    synced = digest(after.target) if before.synced == digest(before.target) else _UNKNOWN
    facts = {**after.facts, REMOVED: left_digest(after)}
    if before.previous != after.previous:
        after = replace(after, previous="")
    synced = synced if before.synced else ""
    made = replace(after, state=state, machine=known, synced=synced, changed=None, facts=facts)
    return record_original(None, made)  # no digest of the original before is left


def redact_text(name: str, text: str, redact: Redact, sources: Mapping[str, str]) -> str:
    """A text of any kind without the name, by the suffix of its file; `sources` is for ledgers."""
    match PurePosixPath(name).suffix.lower():
        case ".yml" | ".yaml":
            return redact_yaml(text, redact)
        case ".po":
            return redact_ledger(text, name, redact, sources)
        case ".md":
            return redact_page(text, redact)
        case ".jsonl" | ".json":
            return redact_json_lines(text, redact)
        case _:
            return redact(text)
