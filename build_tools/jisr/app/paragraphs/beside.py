"""What happened to a paragraph: what git keeps of it, and what was decided and saved in this folder."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from jisr.app import editorial
from jisr.lang.similarity import DiffPart, diff_words
from jisr.model.diagnostics import JisrError
from jisr.model.ledger import Entry
from jisr.translation import ledger
from jisr.translation.decisions import events, records


@dataclass(frozen=True)
class Happening:
    """Something that happened to a paragraph; `at` is ISO 8601, and empty for what is not committed."""

    at: str
    by: str
    what: str
    words: Sequence[DiffPart] = ()


def read_history(root: Path, slug: str, key: str) -> list[Happening]:
    """The life of a paragraph, the latest first."""
    try:
        known = editorial.log(root, slug, key)
    except JisrError:  # it never was in a ledger
        known = []
    committed = [
        Happening(e.version.date, e.version.author, e.what, e.parts) for e in known if e.version.commit
    ]
    decided = _decisions(records.read(root, slug)[0], key)
    return sorted((*committed, *decided), key=lambda one: one.at, reverse=True)


def find_undoable(root: Path, slug: str) -> frozenset[str]:
    """The keys of paragraphs on which something was decided here that nobody has taken back."""
    with suppress(JisrError):  # what cannot be read is told where it is asked for
        return frozenset(event.key for event in events.open_decisions(records.read(root, slug)[0]))
    return frozenset()


def _decisions(happened: Sequence[events.Event], key: str) -> Iterator[Happening]:
    undone = {event.data.get("of"): event for event in happened if event.kind == events.UNDO}
    for event in happened:
        if event.key == key and event.kind in events.DECISIONS:
            yield Happening(event.at, event.by, event.kind, _words(event.data))
            if back := undone.get(event.id):
                yield Happening(back.at, back.by, f"undo: {event.kind}")


def _words(data: Mapping[str, Any]) -> Sequence[DiffPart]:
    """The English before and after a decision, where it changed."""
    before, after = (_english(data.get(name)) for name in ("before", "after"))
    return diff_words(before, after) if before != after else ()


def _english(snapshot: object) -> str:
    return _english_of(str(snapshot.get("entry", ""))) if isinstance(snapshot, Mapping) else ""


@lru_cache(maxsize=1 << 11)
def _english_of(entry: str) -> str:
    try:
        entries: Sequence[Entry] = ledger.parse(entry, "").entries
    except JisrError:
        return ""
    return entries[0].target if entries else ""
