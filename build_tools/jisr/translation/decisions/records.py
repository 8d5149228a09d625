"""What people decided of an article, recorded with its change, so that it can be told and taken back.

A decision is recorded in the commit that carries it out: of each block what ledger and page held before and
after. It is taken back by putting the former back, where the latter still stands.
"""

import secrets
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from jisr.markup.page_format import compose_page, parse_page
from jisr.model.diagnostics import Finding, JisrError
from jisr.model.ledger import Ledger
from jisr.storage import disk, git
from jisr.storage.config import read_settings
from jisr.translation import ledger
from jisr.translation.decisions import events
from jisr.translation.decisions.events import Event

_IGNORE, _ATTRIBUTES = f"{events.FOLDER}/.gitignore", f"{events.FOLDER}/.gitattributes"
_EVERYTHING = b"*\n"
_UNION = b"*.jsonl merge=union\n"

Snapshot = Mapping[str, str]
"""A block as it lies there: `entry`, its entry in the ledger, and `page`, what stands on the English page."""


@dataclass(frozen=True)
class Decision:
    """What somebody decided of blocks of an article; `by` is empty where nobody said who it was."""

    slug: str
    kind: str
    keys: Sequence[str]
    by: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


def read(root: Path, slug: str) -> tuple[list[Event], list[Finding]]:
    """The events of an article, and where lines of their file are damaged. Raises `JisrError`."""
    file = events.event_file_name(slug)
    return events.parse(disk.read_file(root / file) or b"", file)


def mentions(root: Path, slug: str, *kinds: str) -> bool:
    """Whether the events of an article may be of one of `kinds`: as the letters of its file tell."""
    data = disk.read_file(root / events.event_file_name(slug)) or b""
    return any(f'"{kind}"'.encode() in data for kind in kinds)


def slugs(root: Path) -> list[str]:
    """The articles that have events."""
    folder = root / events.FOLDER
    return sorted(p.relative_to(folder).as_posix().removesuffix(".jsonl") for p in folder.rglob("*.jsonl"))


def files_with_events(
    root: Path, slug: str, added: Sequence[Event], made: Mapping[Path, bytes | None] | None = None
) -> tuple[dict[Path, bytes | None], dict[Path, str]]:
    """The files that hold an article's events once `added` are among them, and what they were made from.

    `made` is what a run makes of files beside that: an article that is renamed takes its events along.
    """
    if not added:
        return {}, {}
    path = root / events.event_file_name(slug)
    before = disk.read_file(path)
    held = (made or {}).get(path, before) or b""
    contents: dict[Path, bytes | None] = {
        path: events.append_events(held, events.follow_on(held, events.event_file_name(slug), added)),
        **_git_guard_files(root),
    }
    return contents, {path: disk.fingerprint(before)}


def decision_events(
    decisions: Iterable[Decision], before: Mapping[str, Snapshot], after: Mapping[str, Snapshot]
) -> Iterator[Event]:
    """The events of decisions that changed something; those of one decision share their `act`."""
    for decision in decisions:
        act = secrets.token_hex(8)
        for key in decision.keys:
            was, now = before.get(key, {}), after.get(key, {})
            if was != now:
                data = {**decision.data, "act": act, "before": dict(was), "after": dict(now)}
                yield events.new(decision.kind, decision.by, key, data)


def snapshots(
    po: bytes | None, page: bytes | None, file: str, keys: Collection[str] | None = None
) -> dict[str, Snapshot]:
    """The blocks of an article by key (only `keys`, where they are given), as its files hold them.

    `file` is the ledger's name. Raises `JisrError`.
    """
    book = ledger.parse(disk.decode_text(po), file)
    # White space below a block is no part of it: the last has none, until an author adds a paragraph.
    raws = {block.key: block.raw.rstrip() for block in parse_page(disk.decode_text(page)).blocks}
    there = (*(entry.key for entry in book.entries), *raws)  # a tool may have dropped an entry
    wanted = (key for key in dict.fromkeys(there) if keys is None or key in keys)
    return {key: {"entry": _entry(book, key), "page": raws.get(key, "")} for key in wanted}


def restore_blocks(
    undone: Sequence[Event], po: bytes | None, page: bytes | None, file: str
) -> tuple[bytes, bytes]:
    """Ledger and page with the blocks of decisions as before. Raises `JisrError` if one changed since."""
    now = snapshots(po, page, file, {event.key for event in undone})
    if changed := [event.key for event in undone if now.get(event.key) != event.data.get("after")]:
        message = f"cannot be taken back: {', '.join(changed)} changed since"
        remedy = "correct it on the page, or decide anew: jisr log tells what happened"
        raise JisrError(Finding("undo", message, file, remedy=remedy, key=changed[0]))
    before = {event.key: dict(event.data["before"]) for event in undone}
    for event in undone:
        if event.kind == events.REJECTION:  # a page without the marker gets the draft again
            before[event.key]["page"] = ""
    books = [ledger.parse(was.get("entry", ""), file) for was in before.values()]
    old = {entry.key: entry for book in books for entry in book.entries}
    book = ledger.parse(disk.decode_text(po), file)
    entries = tuple(old.get(entry.key, entry) for entry in book.entries)
    there = parse_page(disk.decode_text(page))
    raws = [before.get(block.key, {}).get("page", block.raw) for block in there.blocks]
    text = compose_page(there.front, there.preamble, [raw for raw in raws if raw])
    return ledger.compose(replace(book, entries=entries)).encode(), text.encode()


def find_exposed(root: Path) -> list[Finding]:
    """An error where git keeps what is private, and no setting says that the repository is private too."""
    kept = [name for name in git.lines(root, "ls-files", "--", events.FOLDER) if name.endswith(".jsonl")]
    if not kept or read_settings(root).private_repository:
        return []
    message = f"git keeps private remarks and decisions ({len(kept)} files): whoever has it reads them"
    remedy = (
        f"git rm -r --cached {events.FOLDER}, or, where nobody else can read the repository: "
        "private_repository: true below extra: jisr: in mkdocs.yml"
    )
    return [Finding("private", message, kept[0], remedy=remedy)]


def _git_guard_files(root: Path) -> dict[Path, bytes | None]:
    """The files for git: ignore the folder, or merge by union where the settings let git keep it."""
    ignore = root / _IGNORE
    contents: dict[Path, bytes | None] = {root / _ATTRIBUTES: _UNION}
    if not read_settings(root).private_repository:
        contents[ignore] = _EVERYTHING
    elif disk.read_file(ignore) == _EVERYTHING:
        contents[ignore] = None
    return contents


def _entry(book: Ledger, key: str) -> str:
    one = Ledger(tuple(entry for entry in book.entries if entry.key == key))
    return ledger.compose(one).partition("\n\n")[2]
