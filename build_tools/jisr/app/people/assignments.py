"""Ranges of an article given to people, and taken back."""

from pathlib import Path

from jisr.app.results import Result, require_result
from jisr.app.syncing import check_slug, read_one
from jisr.model.diagnostics import Finding, JisrError
from jisr.model.release import format_moment, parse_moment
from jisr.storage import transaction
from jisr.storage.config import read_settings
from jisr.translation.decisions import assignments, events, records
from jisr.translation.decisions.assignments import Assignment


def assign(
    root: Path, slug: str, to: str, by: str, *, first: str = "", last: str = "", due: str = ""
) -> Result:
    """Give the paragraphs from `first` to `last` (all, for none) to a person, to be done by the hour `due`.

    Raises `JisrError` for an article, a paragraph or an hour that there is not.
    """
    with transaction.lock_project(root):
        outcome = require_result(read_one(root, slug), slug)
        order = [block.key for block in outcome.document.blocks]
        file = outcome.translation_file
        keys = assignments.keys_between(order, first or order[0], last or first or order[-1], file)
        said = assignments.assignment_event(to, keys, by, _hour(root, due))
        return _write(root, slug, said)


def end(root: Path, slug: str, id_: str, by: str) -> Result:
    """End an assignment. Raises `JisrError` where there is none of this name."""
    with transaction.lock_project(root):
        check_slug(root, slug)
        happened, _ = records.read(root, slug)
        found = [one for one in assignments.read_assignments(happened) if id_ and one.id.startswith(id_)]
        if len(found) != 1:
            file, remedy = events.event_file_name(slug), "jisr assignments lists them"
            raise JisrError(Finding("assign", "no assignment has this name", file, text=id_, remedy=remedy))
        return _write(root, slug, assignments.end_event(found[0], by))


def read(root: Path, slug: str = "") -> list[tuple[str, Assignment]]:
    """What is assigned of an article, or of all, the next due first, as (slug, assignment)."""
    found = [
        (one, assignment)
        for one in ([slug] if slug else records.slugs(root))
        if records.mentions(root, one, assignments.ASSIGNED)
        for assignment in assignments.read_assignments(records.read(root, one)[0])
    ]
    return sorted(found, key=lambda pair: (pair[1].due or "9", pair[1].at))


def _hour(root: Path, due: str) -> str:
    settings = read_settings(root)
    try:
        return format_moment(parse_moment(due), settings) if due else ""
    except ValueError as error:
        remedy = "write it as 2026-12-01 18:00, by the publication's clock"
        raise JisrError(Finding("assign", "no such moment", text=due, remedy=remedy)) from error


def _write(root: Path, slug: str, said: events.Event) -> Result:
    contents, expected = records.files_with_events(root, slug, [said])
    return Result(written=tuple(transaction.commit(root, contents, expected)))
