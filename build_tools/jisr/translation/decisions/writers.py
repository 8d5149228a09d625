"""Who wrote the English of a block as it stands: by what was saved at the desk, by commits, by the ledger."""

from collections import defaultdict
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from jisr.markup.markdown_text import is_same_markdown
from jisr.model.diagnostics import JisrError
from jisr.model.ledger import ACCEPTED, Entry, SyncResult
from jisr.storage import git
from jisr.translation import ledger
from jisr.translation.decisions import events, history, records
from jisr.translation.decisions.events import Event
from jisr.translation.decisions.signatures import Writers


def find_writers(root: Path, outcome: SyncResult, po: Path, page: Path) -> Writers:
    """The names of who wrote each block of an article that holds a person's words, as far as they are known.

    What is not committed, and was not saved at the desk, is whoever's machine this is.
    """
    entries = {entry.key: entry for entry in outcome.ledger.entries if entry.held}
    found: defaultdict[str, set[str]] = defaultdict(set)
    for event in records.read(root, outcome.slug)[0]:
        entry = entries.get(event.key)
        if entry and event.by and event.kind not in _NO_WRITING and _wrote(event, entry):
            found[event.key].add(event.by)
    owner = next(iter(git.lines(root, "config", "user.name")), "")
    for key, told in history.events_by_block(root, po, page).items():
        edits = [one.version for one in told if one.what in history.EDITS]
        if key in entries and edits and (edits[-1].commit or not found[key]):
            found[key].add(edits[-1].author if edits[-1].commit else owner)
    was = {entry.key: entry.target for entry in outcome.was.entries}
    unsynced = [e for e in entries.values() if not is_same_markdown(was.get(e.key, ""), e.target)]
    for key, author in history.page_authors(root, page, unsynced).items():
        found[key] = {author or owner}
    for key, entry in entries.items():
        if accepted := entry.facts.get(ACCEPTED, ""):
            found[key].add(accepted.rpartition(" ")[0])
    return {key: names - {""} for key, names in found.items()}


_NO_WRITING: Collection[str] = ("approve", "unapprove", "ignore", "quote", events.REJECTION)


def _wrote(event: Event, entry: Entry) -> bool:
    """Whether a decision brought the English that a block has now."""
    before, after = (_target(event, when) for when in ("before", "after"))
    return is_same_markdown(after, entry.target) and not is_same_markdown(before, after)


def _target(event: Event, when: str) -> str:
    held = event.data.get(when)
    with suppress(JisrError):  # a line that somebody damaged tells of no writer
        if isinstance(held, dict):
            book = ledger.parse(str(held.get("entry", "")), "")
            return next((entry.target for entry in book.entries), "")
    return ""
