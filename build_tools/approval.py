"""Approval: a person signs one English for one Arabic, and it lapses with either.

By `jisr approve`, or in the browser by `reviewed_by: NAME` in the front matter of an English page: sync signs
the blocks as they stand and removes the line, so that it never signs what comes later.
"""

import re
from collections.abc import Collection
from dataclasses import replace
from datetime import date

from build_tools.errors import Finding, JisrError
from build_tools.model import LAPSED, Outcome, State

_REVIEWED_BY = re.compile(r"^reviewed_by:[ \t]*(?P<name>.*?)[ \t]*\r?\n", re.MULTILINE)


def sign(outcome: Outcome, keys: Collection[str], by: str, on: date) -> Outcome:
    """Approve the blocks `keys` (all for none) in the name of `by`: all that have English and are not stale.

    Raises `JisrError` for a key that no block has, and for a named block that cannot be signed as it stands.
    """
    known = {entry.key: entry for entry in outcome.ledger.entries}
    for key in keys:
        entry = known.get(key)
        why = (
            f"no block has the key {key}; there are {', '.join(known)}"
            if entry is None
            else "it has no English yet"
            if entry.state is State.MISSING
            else f"its Arabic changed since; settle that first: jisr resolve {outcome.slug} {key} --take keep"
            if entry.stale
            else ""
        )
        if why:
            raise JisrError(Finding("approve", f"cannot be approved: {why}", outcome.english_file, key=key))
    signed = {
        key: replace(
            entry,
            state=State.APPROVED,
            by=by,
            on=on.isoformat(),
            reason="",
            proposal=None,
            facts={name: value for name, value in entry.facts.items() if name != LAPSED},
        )
        for key, entry in known.items()
        if (not keys or key in keys)
        and entry.state is not State.MISSING
        and not entry.stale
        # What a person signed stays that person's.
        and (keys or entry.state is not State.APPROVED)
    }
    return outcome.with_entries(signed)


def sign_reviewed(outcome: Outcome, on: date) -> Outcome:
    """Carry out `reviewed_by:` on the English page, and take the line away."""
    page = outcome.page
    match = _REVIEWED_BY.search(page.front) if page else None
    if page is None or match is None or outcome.blocked:
        return outcome
    name = match["name"].strip("'\"")
    if not name:
        return outcome
    front = page.front[: match.start()] + page.front[match.end() :]
    return sign(replace(outcome, page=replace(page, front=front)), (), name, on)
