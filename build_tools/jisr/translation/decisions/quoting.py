"""Quotations: a paragraph whose English is taken from a published translation, which no program changes.

Its words are its source's: neither drafts nor renames nor imports put others there. Whoever changes them on
the page unlocks it by that (`authorship.lapse_quotation`), for they are the source's no longer.
"""

from dataclasses import replace

from jisr.model.diagnostics import Finding, JisrError
from jisr.model.ledger import QUOTED, SyncResult
from jisr.model.private import find_private

_LONGEST_SOURCE = 300


def set_quoted(outcome: SyncResult, key: str, source: str) -> SyncResult:
    """`outcome` with a block's English locked as quoted from `source`; for `""` no longer.

    Raises `JisrError` for what no person wrote, and for a source that readers cannot be told.
    """
    entry, file = outcome.require_entry(key, "quote"), outcome.translation_file
    source = " ".join(source.split())
    if source and not entry.human:
        message = "no person's English stands here that could be quoted"
        remedy = f"write the published translation on the page first, then: jisr quote {outcome.slug} {key}"
        raise JisrError(Finding("quote", message, file, remedy=remedy, key=key))
    if len(source) > _LONGEST_SOURCE or not source.isprintable() or find_private(source):
        message = "this is no source that readers can be told"
        remedy = "write title, author, year or address in one line, without notes of your own"
        raise JisrError(Finding("quote", message, file, text=source, remedy=remedy, key=key))
    facts = {name: value for name, value in entry.facts.items() if name != QUOTED}
    return outcome.with_entries({key: replace(entry, facts=facts | ({QUOTED: source} if source else {}))})
