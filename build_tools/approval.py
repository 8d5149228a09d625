"""Approval: a person signs one English for one Arabic, and it lapses with either.

By `jisr approve`, or in the browser by `reviewed_by: NAME` in the front matter of an English page: sync signs
the blocks as they stand and removes the line, so that it never signs what comes later.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date

from build_tools.errors import Finding, JisrError, Severity
from build_tools.model import LAPSED, Outcome, State

# However it is written: Reviewed-by, reviewed by …
_REVIEWED_BY = re.compile(r"^reviewed[ _-]?by[ \t]*:(?P<names>.*)\r?\n", re.MULTILINE | re.IGNORECASE)

# What stands in a form that nobody has filled in, or answers a question that was not asked.
_NOBODY = {"yes", "no", "true", "false", "null", "none", "nobody", "todo", "tbd", "done", "n/a"}
_NOBODY |= {"name", "your name", "نعم", "لا"}


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
    """Carry out `reviewed_by:` on the English page, and take the line away.

    A line that names nobody, or stands in the text, signs nothing: the outcome says so, for as long as it is
    there.
    """
    page = outcome.page
    if page is None or outcome.blocked:
        return outcome
    lines = list(_REVIEWED_BY.finditer(page.front))
    names = list(dict.fromkeys(name for match in lines for name in _names(match["names"])))
    if names:
        front = _REVIEWED_BY.sub("", page.front)
        signed = sign(replace(outcome, page=replace(page, front=front)), (), ", ".join(names), on)
        return replace(signed, lasting=(*outcome.lasting, *_misplaced(outcome)))
    empty = [_unsigned(outcome, page.front.count("\n", 0, m.start()) + 1, "it names nobody") for m in lines]
    return replace(outcome, lasting=(*outcome.lasting, *empty, *_misplaced(outcome)))


def _names(text: str) -> Iterator[str]:
    """The names in `Ann`, `"Ann"`, `[Ann, Bob]`, `Ann # on Friday`; none in `no`, `null`, `-`, `2026`."""
    for name in re.sub(r"\s#.*", "", text).strip("[] \t").split(","):
        bare = " ".join(name.split()).strip("'\" ")
        if any(c.isalpha() for c in bare) and bare.lower() not in _NOBODY:
            yield bare


def _misplaced(outcome: Outcome) -> Iterator[Finding]:
    for block in outcome.page.blocks if outcome.page else ():
        for number, line in enumerate(block.raw.splitlines(), block.line):
            if _REVIEWED_BY.match(line + "\n"):
                yield _unsigned(outcome, number, "it stands in the text, and is published as text", block.key)


def _unsigned(outcome: Outcome, line: int, why: str, key: str = "") -> Finding:
    remedy = "write reviewed_by: and your name between the --- lines at the top of the page"
    return Finding(
        *("reviewed-by", f"reviewed_by: signs nothing: {why}", outcome.english_file, line, "", remedy, key),
        severity=Severity.WARNING,
    )
