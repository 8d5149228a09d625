"""The original of a paragraph, put right here: in the seed, where nobody but an author wrote before.

As *spelling* it is silent: the translation stands for it as it did. As a *correction* the translation is
stale until somebody has looked at it, and readers are told by a notice. What must leave no trace is removed
by `app.removal`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from jisr import seeds as readers
from jisr.app.articles.facts import facts_of, with_facts
from jisr.app.articles.writing import find_seed, sign_first, write_seed
from jisr.app.results import Result
from jisr.markup.markdown_text import plain
from jisr.model.diagnostics import Finding, JisrError
from jisr.model.ledger import State, SyncResult
from jisr.model.source import Block, Kind, SeedFile
from jisr.removal.views import decode_text
from jisr.storage import transaction
from jisr.translation.authorship import carry_over, drop_approval
from jisr.translation.decisions import events
from jisr.translation.sync.original_changes import OriginalChange, classify_change

_HEADS = (Kind.TITLE, Kind.KICKER)


class How(StrEnum):
    """How an original is put right."""

    SPELLING = "spelling"
    CORRECTION = "correction"


@dataclass(frozen=True)
class SourceLines:
    """The lines of a seed that a block is read from, as they stand there; numbers count from 0.

    A title or the line above it may stand in the sidecar too, under `key`, or in the sidecar alone.
    """

    text: str
    start: int = 0
    end: int = 0
    encoding: str = "utf-8"
    key: str = ""
    is_head: bool = False


def read_source(root: Path, slug: str, key: str, today: date) -> SourceLines:
    """The lines of an article's seed in which a block stands. Raises `JisrError` where it stands in none."""
    with transaction.lock_project(root):
        outcome = _outcome(root, slug, today)
        return _lines_of(find_seed(root, slug), outcome, key)


def edit_original(
    root: Path,
    slug: str,
    key: str,
    words: str,
    how: How,
    today: date,
    *,
    base: str | None = None,
    notice: Mapping[str, Any] | None = None,
    by: str = "",
) -> Result:
    """Put `words` in place of the lines of a seed that a block is read from; `base` is what stood there.

    A correction takes the `notice` for readers into the sidecar. Raises `JisrError` where another block would
    change with it, where the seed was changed meanwhile, and for a spelling that would be another paragraph.
    """
    with transaction.lock_project(root):
        before = _outcome(root, slug, today)
        seed = find_seed(root, slug)
        lines = _lines_of(seed, before, key)
        if base is not None and _collapse(base) != _collapse(lines.text):
            message = "the text was changed meanwhile, and nothing was written"
            raise JisrError(_finding(seed, message, "look at what stands there now, and decide again", key))
        facts: dict[str, Any] = {lines.key: " ".join(words.split())} if lines.key else {}
        if how is How.CORRECTION and notice:
            facts["notices"] = [*facts_of(seed).get("notices", ()), dict(notice)]
        sidecar = with_facts(seed, facts) if facts else seed.sidecar
        data = _with_lines(seed, lines, words) if lines.end else seed.data
        now = SeedFile.of(slug, seed.file, data, sidecar)
        _check_others(seed, now, before, key, how)
        event = events.new("original", by, key, {"how": how.value})
        settle = (lambda outcome: _keep_silent(before, outcome, key, seed)) if how is How.SPELLING else None
        return write_seed(root, seed, now, event, today, settle or (lambda outcome: outcome))


def _outcome(root: Path, slug: str, today: date) -> SyncResult:
    outcome = sign_first(root, slug, today)
    if outcome is None:
        find_seed(root, slug)
        raise JisrError(
            Finding("original", "the article cannot be read", text=slug, remedy="jisr check says why")
        )
    if outcome.blocked:
        raise JisrError(outcome.findings)
    return outcome


def _lines_of(seed: SeedFile, outcome: SyncResult, key: str) -> SourceLines:
    outcome.require_entry(key, "original")
    document = outcome.document
    block = next(b for b in document.blocks if b.key == key)
    read = decode_text(seed.data)
    lines = read[0].splitlines(keepends=True) if read else []
    said = facts_of(seed).get(block.kind.value, "") if block.kind in _HEADS else ""
    if (
        block.kind in _HEADS and not block.line
    ):  # from the sidecar, or from front matter, of which it has the say
        return SourceLines(said or plain(block.text).text, key=block.kind.value)
    others = [b.line for b in (*document.blocks, *document.aside) if b.line > block.line]
    end = min((line - 1 for line in others), default=len(lines))
    start = block.line - 1
    shared = any(b.line == block.line for b in document.blocks if b is not block)
    if read is None or not 0 <= start < end or shared:
        message = "this does not stand in lines of the seed that are its own"
        remedy = "correct the seed by hand, or say a title in the sidecar"
        raise JisrError(_finding(seed, message, remedy, key))
    if block.kind in _HEADS:  # what stands there again below is none of its lines
        end = next((n for n in range(start + 1, end) if not lines[n].strip()), end)
    while end > start + 1 and not lines[end - 1].strip():
        end -= 1
    text = "".join(lines[start:end]).rstrip("\r\n")
    return SourceLines(text, start, end, read[1], block.kind.value if said else "", block.kind in _HEADS)


def _with_lines(seed: SeedFile, lines: SourceLines, words: str) -> bytes:
    """The seed with other words in these lines, in its own encoding and with its own ends of lines.

    A title that stands there again, as in texts copied from a web page, is put right there too.
    """
    read = decode_text(seed.data)
    assert read is not None  # its lines were found
    there = read[0].splitlines(keepends=True)
    last = there[lines.end - 1]
    end = last[len(last.rstrip("\r\n")) :]
    ends = "\r\n" if "\r\n" in read[0] else "\n"
    new = ends.join(words.strip("\r\n").splitlines())
    old = there[lines.start].strip()
    for n, line in enumerate(there):
        if lines.is_head and lines.end == lines.start + 1 and line.strip() == old:
            there[n] = line.replace(old, new.strip())
    made = [*there[: lines.start], new + end, *there[lines.end :]]
    try:
        return "".join(made).encode(lines.encoding)
    except UnicodeEncodeError as error:
        message = f"the seed is written in {lines.encoding}, which has no sign for one of these"
        raise JisrError(_finding(seed, message, "save the seed as UTF-8 first", "")) from error


def _check_others(seed: SeedFile, now: SeedFile, before: SyncResult, key: str, how: How) -> None:
    """Raises `JisrError` where the seed would be read otherwise elsewhere than in the block `key`."""
    old, new = before.document.blocks, readers.read(readers.open_seed(now))[0].blocks
    at = next(n for n, block in enumerate(old) if block.key == key)
    behind = len(old) - at - 1
    kept = _texts(new[:at]) == _texts(old[:at]) and _texts(new[len(new) - behind :]) == _texts(old[at + 1 :])
    between = new[at : len(new) - behind]
    if not kept or len(new) < at + behind:
        message = "another paragraph would change with it, and nothing was written"
        raise JisrError(_finding(seed, message, "change less at once, or correct the seed by hand", key))
    if not between:
        remedy = (
            f"to take the paragraph out: jisr remove {now.slug}#{key} --for-safety, or delete it in the seed"
        )
        raise JisrError(_finding(seed, "no text would be left of the paragraph", remedy, key))
    if how is How.SPELLING and (len(between) > 1 or between[0].kind is not old[at].kind):
        message = "this makes another paragraph of it, or several: that is no spelling"
        raise JisrError(_finding(seed, message, "save it as a correction", key))


def _keep_silent(before: SyncResult, after: SyncResult, key: str, seed: SeedFile) -> SyncResult:
    """`after` with the English of a block as it stood for the former spelling.

    An approval stays where nothing but a hamza or vowel marks was put right: else somebody looks once.
    """
    was, now = before.require_entry(key), after.entry(key)
    if now is None:
        raise JisrError(
            _finding(seed, "so much is new that it is no spelling", "save it as a correction", key)
        )
    kept = carry_over(was, now.source)
    how = classify_change(was.source, now.source)
    if how not in (OriginalChange.NONE, OriginalChange.MENDED) and was.state is State.APPROVED:
        kept = replace(drop_approval(kept), state=State.EDITED)
    return after.with_entries({key: kept})


def _texts(blocks: Sequence[Block]) -> list[tuple[Kind, str]]:
    return [(block.kind, block.text) for block in blocks]


def _collapse(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.splitlines())


def _finding(seed: SeedFile, message: str, remedy: str, key: str) -> Finding:
    return Finding("original", message, seed.file, remedy=remedy, key=key)
