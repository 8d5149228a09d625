"""The life of one block, told from the versions of its ledger and its page that git keeps.

The ledger says what happened (drafted by which engine, edited, approved by whom, stale); the page says who
edited, for the ledger is often committed by whoever ran `jisr sync` after the editor. Without git there is
only the present.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

from jisr.lang.arabic import digest, is_same_text
from jisr.markup.page_format import parse_page
from jisr.model.diagnostics import JisrError
from jisr.model.ledger import Entry, State
from jisr.removal import refusal
from jisr.storage import git
from jisr.storage.disk import decode_text
from jisr.translation import ledger
from jisr.translation.removed import place_of_file
from jisr.translation.repair import bare_words

DiffPart = tuple[Literal["same", "removed", "added"], str]


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
    pages = [(v, _on_page(v.text, key)) for v in versions(root, page, [old for _, old in former])]
    found: list[BlockEvent] = []
    before: tuple[Entry | None, bool] = (None, False)
    for version in versions(root, po, [old for old, _ in former]):
        after = _entry(version.text, key)
        if after[0] is None and before[0] is None:
            continue
        found += (
            replace(e, version=_written_by(pages, after[0], version)) if e.what == _EDITED else e
            for e in _between(*before, *after, version)
        )
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

    `words` are `[kind, text]` pairs as in `BlockEvent.parts`; `commit`, `author` and `date` (ISO 8601) are
    empty for what is not committed; `stale_since` is such a date, and null where the English is not stale.
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
_STALE = "the Arabic changed: the English is stale since"
_SETTLED = "settled: the English stands for the new Arabic"


def _between(
    old: Entry | None, was_gone: bool, new: Entry | None, gone: bool, version: Version
) -> Iterator[BlockEvent]:
    if new is None:
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


def diff_words(before: str, after: str) -> tuple[DiffPart, ...]:
    """Which words of `before` became which of `after`."""
    old, new = before.split(), after.split()
    parts: list[DiffPart] = []
    for op, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if op == "equal":
            parts.append(("same", " ".join(old[a:b])))
            continue
        if a < b:
            parts.append(("removed", " ".join(old[a:b])))
        if c < d:
            parts.append(("added", " ".join(new[c:d])))
    return tuple(parts)


def _entry(text: str, key: str) -> tuple[Entry | None, bool]:
    """The block in a version of the ledger, and whether its Arabic is gone there."""
    try:
        book = ledger.parse(text, "")
    except JisrError:  # for example a version with an unfinished merge: the next version shows the result
        return None, False
    rows = [(e, False) for e in book.entries] + [(e, True) for e in book.obsolete]
    return next(((entry, gone) for entry, gone in rows if entry.key == key), (None, False))


def _on_page(text: str, key: str) -> str:
    return next((bare_words(block.body) for block in parse_page(text).blocks if block.key == key), "")


def _written_by(pages: Sequence[tuple[Version, str]], entry: Entry | None, version: Version) -> Version:
    """The version of the page that first had these words, not after `version`; else `version` itself."""
    words_now = bare_words(entry.target) if entry else ""
    found = version
    for (_, before), (page, now) in pairwise([(version, ""), *pages]):
        if now == words_now != before and (not version.commit or (page.commit and page.date <= version.date)):
            found = page
    return found


# --- git ---------------------------------------------------------------------------------------------------


def versions(root: Path, path: Path, former: Sequence[Path] = ()) -> list[Version]:
    """The versions of a file, the oldest first, followed through renames; the last may be uncommitted.

    Where no commit has the file yet, those of the last of its `former` paths that one has come before it.
    """
    paths = (path, *reversed(former))
    slugs = [place_of_file(each.relative_to(root).as_posix()) for each in paths]
    found = next(filter(None, (_committed_versions(root, each, slugs) for each in paths)), [])
    try:
        text = _text(path.read_bytes())
    except OSError:
        return found
    if not found or found[-1].text != text:
        found.append(Version("", "", "", text))
    return found


def _committed_versions(root: Path, path: Path, slugs: Sequence[str]) -> list[Version]:
    found = []
    form = "--format=%x00commit%x00%H%x00%aI%x00by %an"
    file = path.relative_to(root).as_posix()
    log = git.run(root, "log", "--follow", "--name-only", "--relative", form, "--", file)
    for record in _text(log).split("\0commit\0")[1:]:
        commit, date, rest = record.split("\0")
        author, _, name = rest.removeprefix("by ").partition("\n")
        found.append(Version(commit, author, date, _text(refusal.file_at(root, commit, name.strip(), slugs))))
    found.reverse()
    return found


def _text(data: bytes | None) -> str:
    return decode_text(data).replace("\r\n", "\n")
