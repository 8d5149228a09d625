"""The days that the ledger keeps of a block: since when it is stale, when it was deleted and put back."""

from dataclasses import replace

from jisr.model.ledger import DELETED, STALE_SINCE, Entry


def date_changes(before: Entry, after: Entry, today: str, *, put_back: bool = False) -> Entry:
    """`after` with the days that it is to have, where a run made it of `before` on `today` (ISO 8601, or "").

    `put_back`: a person's English that somebody had deleted stands on the page again.
    """
    facts = dict(after.facts)
    if not after.stale:
        facts.pop(STALE_SINCE, None)
    elif not before.stale and today:
        facts[STALE_SINCE] = today
    if put_back:
        facts[DELETED] = today
    elif (before.source, before.target, before.state) != (after.source, after.target, after.state):
        facts.pop(DELETED, None)
    return after if facts == after.facts else replace(after, facts=facts)
