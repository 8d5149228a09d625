"""The life of one block, told from the versions of its ledger and its page that git keeps.

The ledger says what happened (drafted by which engine, edited, approved by whom, stale); the page says who
edited, for the ledger is often committed by whoever ran `jisr sync` after the editor. Without git there is
only the present.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

from jisr.lang.arabic import digest, is_same_text
from jisr.lang.similarity import DiffPart, diff_words
from jisr.markup.page_format import parse_page
from jisr.model.diagnostics import JisrError
from jisr.model.ledger import Entry, State
from jisr.removal import refusal
from jisr.storage import git
from jisr.storage.disk import decode_text, read_bytes
from jisr.translation import ledger
from jisr.translation.decisions.events import EDIT, Event
from jisr.translation.removed import place_of_file
from jisr.translation.repair import bare_words


@dataclass(frozen=True)
class Version:
    """A file as a commit left it; `commit` is empty for what is not committed yet. `date` is ISO 8601."""

    commit: str
    author: str
    date: str
    text: str


@dataclass(frozen=True)
class BlockEvent:
    """One thing that happened to a block. `parts` are the words before and after, where words changed."""

    version: Version
    what: str
    parts: tuple[DiffPart, ...] = ()


def events(
    root: Path, po: Path, page: Path, key: str, former: Sequence[tuple[Path, Path]] = ()
) -> list[BlockEvent]:
    """What happened to the block `key`, the oldest first; empty where no version of `po` has it.

    `former` are ledger and page under the names that the article had before, the last of them last.
    """
    return _tell(root, po, page, former, None, key).get(key, [])


def name_editors(found: Sequence[BlockEvent], decided: Sequence[Event]) -> list[BlockEvent]:
    """`found`, edits made at the desk or taken over from a file by the name of whose they are.

    Git knows who committed them, which may be another. Of several before one commit the last is named.
    """
    edits = [(_moment(act.at), act.by) for act in decided if act.kind == EDIT and act.by]
    named, since = [], datetime.min.replace(tzinfo=UTC)
    for event in found:
        until = _moment(event.version.date)
        own = [by for at, by in edits if since < at <= until]
        if own and event.what == _EDITED:
            event = replace(event, version=replace(event.version, author=own[-1]))
        named.append(event)
        since = until
    return named


def events_by_block(root: Path, po: Path, page: Path) -> dict[str, list[BlockEvent]]:
    """What happened to each block, the oldest first."""
    return _tell(root, po, page, (), None)


def page_authors(root: Path, page: Path, entries: Collection[Entry]) -> dict[str, str]:
    """Who first put the English of `entries` on their page, by key; `""` for what is not committed."""
    pages = [(version, _words_on_page(version.text)) for version in versions(root, page)]
    now = Version("", "", "", "")
    return {
        entry.key: _written_by([(v, words.get(entry.key, "")) for v, words in pages], entry, now).author
        for entry in entries
    }


def events_since(
    root: Path, po: Path, page: Path, commits: Collection[str], former: Sequence[tuple[Path, Path]]
) -> dict[str, list[BlockEvent]]:
    """What happened to each block in `commits`, and what is not committed, the oldest first."""
    return _tell(root, po, page, former, commits)


def _tell(
    root: Path,
    po: Path,
    page: Path,
    former: Sequence[tuple[Path, Path]],
    commits: Collection[str] | None,
    key: str = "",
) -> dict[str, list[BlockEvent]]:
    """What happened by block: to all or to `key`, in all commits or in `commits`."""
    pages = [(v, _words_on_page(v.text)) for v in versions(root, page, [old for _, old in former], commits)]
    found: dict[str, list[BlockEvent]] = {}
    before: dict[str, tuple[Entry, bool]] = {}
    for version in versions(root, po, [old for old, _ in former], commits):
        try:
            after = _entries(version.text)
        except JisrError:  # for example an unfinished merge: the next version shows the result
            continue
        if commits is None or version.commit in ("", *commits):
            for each in [key] if key else dict.fromkeys([*after, *before]):
                happened = _between(*before.get(each, _NOTHING), *after.get(each, _NOTHING), version)
                words = [(v, on_page.get(each, "")) for v, on_page in pages]
                entry = after.get(each, _NOTHING)[0]
                told = [
                    replace(e, version=_written_by(words, entry, version)) if e.what == _EDITED else e
                    for e in happened
                ]
                if told:
                    found.setdefault(each, []).extend(told)
        before = after
    return found


def stale_since(found: Sequence[BlockEvent]) -> BlockEvent | None:
    """The change of the Arabic since which the English is stale, if it is."""
    last: BlockEvent | None = None
    for event in found:
        if event.what == _STALE:
            last = last or event
        elif event.what == _SETTLED:
            last = None
    return last


def as_data(found: Sequence[BlockEvent]) -> dict[str, Any]:
    """`{"events": [{"what", "date", "commit", "author", "words"}], "stale_since"}`: a block's life.

    `words` are `[kind, text]` pairs as in `BlockEvent.parts`; `commit` and `date` (ISO 8601) are empty for
    what is not committed, `author` where nobody is known; `stale_since` is such a date, and null where the
    English is not stale.
    """
    since = stale_since(found)
    rows = [
        {
            "what": event.what,
            "date": event.version.date,
            "commit": event.version.commit,
            "author": event.version.author,
            "words": [list(part) for part in event.parts],
        }
        for event in found
    ]
    return {"events": rows, "stale_since": since.version.date if since else None}


# --- what happened between two versions -------------------------------------------------------------------

_EDITED = "edited"
EDITS = (_EDITED, "edited in the ledger", "accepted as it stands")
"""What happens to a block by somebody who writes its English, or takes it over as theirs."""
_STALE = "the Arabic changed: the English is stale since"
_SETTLED = "settled: the English stands for the new Arabic"


def _between(
    old: Entry | None, was_gone: bool, new: Entry | None, gone: bool, version: Version
) -> Iterator[BlockEvent]:
    if new is None:
        if old is not None:
            yield BlockEvent(version, "removed with its Arabic, which had no person's English")
        return
    base = old or Entry(new.key, new.source)
    if old and not is_same_text(old.source, new.source):
        what = _STALE if new.stale and not old.stale else "the Arabic changed"
        yield BlockEvent(version, what, diff_words(old.source, new.source))
    yield from _translation(base, new, version, first=old is None)
    if base.stale and not new.stale and is_same_text(base.source, new.source):
        yield BlockEvent(version, _SETTLED)
    if new.state is State.APPROVED and (base.state, base.by, base.on) != (new.state, new.by, new.on):
        yield BlockEvent(version, f"approved by {new.by} on {new.on}")
    if gone and not was_gone:
        yield BlockEvent(version, "its Arabic is gone; the English is kept in the ledger")
    elif was_gone and not gone:
        yield BlockEvent(version, "its Arabic came back")


def _translation(old: Entry, new: Entry, version: Version, *, first: bool) -> Iterator[BlockEvent]:
    """What happened to the English."""
    parts = diff_words(old.target, new.target) if old.target != new.target else ()
    # After a PO tool's edit, state and digest describe the old text until the next sync.
    by_tool = bool(new.target) and bool(new.synced) and digest(new.target) != new.synced
    was_by_tool = bool(old.target) and bool(old.synced) and digest(old.target) != old.synced
    if not new.target:
        if old.target:
            yield BlockEvent(version, "the English was removed", parts)
        elif first:
            yield BlockEvent(version, f"without English{f' ({new.reason})' if new.reason else ''}")
    elif by_tool and parts:
        yield BlockEvent(version, "edited in the ledger", parts)
    elif new.state is State.DRAFT and (parts or first):
        yield BlockEvent(version, f"drafted by {new.origin or 'an unknown engine'}", parts)
    elif new.human and parts:
        yield BlockEvent(version, _EDITED, parts)
    elif new.human and old.state is State.DRAFT and not was_by_tool and new.state is not State.APPROVED:
        yield BlockEvent(version, "accepted as it stands")


_NOTHING: tuple[Entry | None, bool] = (None, False)


def _entries(text: str) -> dict[str, tuple[Entry, bool]]:
    """The blocks in a version of the ledger, and whether their Arabic is gone there. Raises `JisrError`."""
    book = ledger.parse(text, "")
    return {e.key: (e, True) for e in reversed(book.obsolete)} | {e.key: (e, False) for e in book.entries}


def _words_on_page(text: str) -> dict[str, str]:
    return {block.key: bare_words(block.body) for block in reversed(parse_page(text).blocks)}


def _written_by(pages: Sequence[tuple[Version, str]], entry: Entry | None, version: Version) -> Version:
    """The version of the page that first had these words, not after `version`; else `version` itself."""
    words_now = bare_words(entry.target) if entry else ""
    found = version
    for (_, before), (page, now) in pairwise([(version, ""), *pages]):
        if now == words_now != before and (not version.commit or (page.commit and page.date <= version.date)):
            found = page
    return found


# --- git ---------------------------------------------------------------------------------------------------


def versions(
    root: Path, path: Path, former: Sequence[Path] = (), commits: Collection[str] | None = None
) -> list[Version]:
    """The versions of a file, the oldest first, followed through renames; the last may be uncommitted.

    Where no commit has the file yet, those of the last of its `former` paths that one has come before it. Of
    `commits`, where they are given, each that changed it, and what it was before.
    """
    paths = (path, *reversed(former))
    slugs = [place_of_file(each.relative_to(root).as_posix()) for each in paths]
    found = next(filter(None, (_committed_versions(root, each, slugs, commits) for each in paths)), [])
    try:
        text = _text(read_bytes(path))
    except OSError:
        return found
    if not found or found[-1].text != text:
        found.append(Version("", "", "", text))
    return found


def _committed_versions(
    root: Path, path: Path, slugs: Sequence[str], commits: Collection[str] | None
) -> list[Version]:
    form = "--format=%x00commit%x00%H%x00%aI%x00by %an"
    file = path.relative_to(root).as_posix()
    log = git.run(root, "log", "--follow", "--name-only", "--relative", form, "--", file)
    records = [record.split("\0") for record in _text(log).split("\0commit\0")[1:]]
    if commits is not None:
        last = max((n for n, (commit, *_) in enumerate(records) if commit in commits), default=-1)
        records = records[: last + 2]
    told = [(*record[:2], *record[2].removeprefix("by ").split("\n", 1)) for record in reversed(records)]
    places = [(commit, name.strip()) for commit, _, _, name in told]
    held = map(_text, refusal.files_at(root, places, slugs))
    return [Version(commit, by, date, text) for (commit, date, by, _), text in zip(told, held, strict=True)]


def _moment(at: str) -> datetime:
    """When something was, to the second that git cuts it to; the end of time for what is not committed."""
    end = datetime.max.replace(tzinfo=UTC)
    return datetime.fromisoformat(at).astimezone(UTC).replace(microsecond=0) if at else end


def _text(data: bytes | None) -> str:
    return decode_text(data).replace("\r\n", "\n")
