"""What drafting did, and what it left: told at the end, by article."""

from collections.abc import Collection, Iterable

from jisr.app.results import Drafted
from jisr.model.diagnostics import Finding, JisrError
from jisr.model.ledger import Entry, Ledger, State, SyncResult
from jisr.model.settings import Settings
from jisr.translation import drafts, engines
from jisr.translation.removed import article_of_file

_OWN = ("not-sent", "quoted", "changed", "removed")
"""What is said of drafting itself, and of what somebody saved or removed meanwhile."""


def tell_drafted(outcome: SyncResult, keys: Collection[str]) -> Drafted | None:
    """What became of an article in a run that was asked for `keys` of it, or for all; nothing: `None`."""
    if outcome.blocked:
        return None
    before, now = _by_key(outcome.was), _by_key(outcome.ledger)
    filled = sum(_is_drafted(before.get(key), entry) for key, entry in now.items())
    offered = sum(_is_offered(before.get(key), entry) for key, entry in now.items())
    left = drafts.entries_to_draft(outcome, keys)
    reasons = tuple(dict.fromkeys(entry.reason for entry in left if entry.reason))
    return Drafted(outcome.slug, filled, offered, len(left), reasons) if filled or offered or left else None


def choose_findings(findings: Iterable[Finding], slug: str) -> tuple[Finding, ...]:
    """What of a run's findings is about drafting, or kept it from an article (from `slug`, or from any).

    What sync finds besides, in texts that were there before, is told with the state of the publication.
    """
    return tuple(one for one in findings if one.check in _OWN or (one.is_error and _concerns(one, slug)))


def _concerns(finding: Finding, slug: str) -> bool:
    return not slug or article_of_file(finding.file) in ("", slug)


def count_wanting(outcome: SyncResult, keys: Collection[str] = ()) -> int:
    """How many paragraphs of an article (of `keys`, or of all) a machine has something to do for."""
    return 0 if outcome.blocked else len(drafts.entries_to_draft(outcome, keys))


def find_no_engine(settings: Settings) -> tuple[Finding, ...] | None:
    """Why no machine can draft: nothing more is known where it is empty; `None` where one can."""
    try:
        return None if engines.find_engine(settings) else ()
    except JisrError as error:
        return error.findings


def _by_key(ledger: Ledger) -> dict[str, Entry]:
    return {entry.key: entry for entry in ledger.entries}


def _is_drafted(before: Entry | None, now: Entry) -> bool:
    return now.state is State.DRAFT and now.target != "" and (before is None or before.target != now.target)


def _is_offered(before: Entry | None, now: Entry) -> bool:
    return bool(now.proposal) and (before is None or before.proposal != now.proposal)
