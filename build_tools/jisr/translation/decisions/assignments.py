"""Who has which paragraphs of an article, and until when: events, like remarks, and as private.

An assignment names its paragraphs. One that comes later between two of them belongs to it too; one that is
moved takes its person along. The later of two assignments of a paragraph counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from jisr.model.diagnostics import JisrError
from jisr.model.ledger import unknown_key_finding
from jisr.translation.decisions import events
from jisr.translation.decisions.events import Event

ASSIGNED, ENDED = "assigned", "assignment-ended"


@dataclass(frozen=True)
class Assignment:
    """A range of an article given to a person; `due` is as people write it, by the publication's clock."""

    id: str
    at: str
    by: str
    to: str
    keys: tuple[str, ...]
    due: str = ""


def assignment_event(to: str, keys: Sequence[str], by: str, due: str = "") -> Event:
    """A range that is given to somebody."""
    return events.new(ASSIGNED, by, data={"to": to, "keys": list(keys), "due": due})


def end_event(assignment: Assignment, by: str) -> Event:
    """The end of an assignment, done or not."""
    return events.new(ENDED, by, data={"of": assignment.id})


def keys_between(order: Sequence[str], first: str, last: str, file: str) -> list[str]:
    """The keys from `first` to `last`, in whichever order they are named. Raises `JisrError`."""
    if missing := next((key for key in (first, last) if key not in order), ""):
        raise JisrError(unknown_key_finding(missing, order, file, "assign"))
    start, end = sorted(map(order.index, (first, last)))
    return list(order[start : end + 1])


def read_assignments(happened: Sequence[Event]) -> list[Assignment]:
    """The assignments of an article that have not ended, the oldest first."""
    ended = {event.data.get("of") for event in happened if event.kind == ENDED}
    return [
        assignment
        for event in happened
        if event.kind == ASSIGNED and event.id not in ended and (assignment := _read(event))
    ]


def assigned_keys(assignments: Sequence[Assignment], order: Sequence[str]) -> dict[str, Assignment]:
    """Who has which of the article's paragraphs, whose keys stand in `order`."""
    found = {key: one for one in assignments for key in one.keys if key in order}
    named = {key for one in assignments for key in one.keys}
    given = dict(found)
    before: Assignment | None = None
    for newcomers, group in groupby(order, lambda key: "-" in key and key not in named):
        run = list(group)
        if newcomers and before:
            after = found.get(order[order.index(run[-1]) + 1]) if run[-1] != order[-1] else None
            if after is before:
                given |= dict.fromkeys(run, before)
        before = found.get(run[-1])
    return {key: given[key] for key in order if key in given}


def _read(event: Event) -> Assignment | None:
    to, keys, due = (event.data.get(name) for name in ("to", "keys", "due"))
    if not isinstance(to, str) or not to or not isinstance(keys, list):
        return None
    return Assignment(
        event.id, event.at, event.by, to, tuple(map(str, keys)), due if isinstance(due, str) else ""
    )
