"""The second table of the design: the Arabic of a block may have changed since its English was made."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from build_tools.arabic import same
from build_tools.authorship import digest_of, ruled, unsigned
from build_tools.ledger import IGNORE
from build_tools.markdown import collapsed, notes, same_words
from build_tools.model import Block, Entry, Kind, Marked, State
from build_tools.sync.arabic_changes import Change, change
from build_tools.sync.facts import dated
from build_tools.sync.settling import edited, is_draft, page_words


def follow(entry: Entry, arabic: str) -> tuple[Entry, Change]:
    """The second table: the Arabic of a block may have changed since its English was made."""
    if same(entry.source, arabic):
        return replace(entry, source=arabic), Change.NONE
    if entry.previous and same(entry.previous, arabic):
        return replace(entry, source=arabic, previous="", stale=False, proposals=()), Change.NONE
    if entry.state is State.MISSING:
        return replace(entry, source=arabic, reason="" if entry.open else entry.reason), Change.NONE
    how = change(entry.source, arabic) if entry.held and not entry.stale else Change.OTHER
    if how is Change.MENDED:
        return replace(entry, source=arabic), how
    state = State.EDITED if entry.human else entry.state
    if how is Change.FOLDED:
        return ruled(entry, replace(unsigned(entry), source=arabic, state=state)), how
    after = replace(
        unsigned(entry),
        source=arabic,
        state=state,
        stale=True,
        previous=entry.previous or entry.source,
        proposals=(),
    )
    return ruled(entry, after), how


def retire(
    gone: Sequence[Entry], retired: Sequence[Entry], seen: Mapping[str, Marked], drafts: Collection[str]
) -> tuple[list[Entry], list[Entry]]:
    """Blocks whose Arabic is gone: what a person put there stays in the ledger (`#~`), and later edits of it.

    Each is kept, also two of one key. `drafts` are the digests of the article's machine texts: none of them
    is an edit.
    """
    kept_here = [_with_page_notes(e, seen) for e in gone]
    words = [e for e in kept_here if _is_kept(e)]
    settled = (replace(e, stale=False, previous="", proposals=()) for e in words)
    fresh = [dated(e, replace(e, synced=digest_of(e.target)), "") for e in settled]
    latest = {entry.key: n for n, entry in enumerate(retired)}
    there = list(retired)
    for key, n in latest.items():
        entry = there[n]
        if key in seen and key not in {e.key for e in gone}:
            block = Block(kind_of(key), entry.source)
            text = page_words(entry, seen[key], block, drafts)
            machine = is_draft(text, seen[key], drafts)
            if text and not machine and not same_words(text, entry.target):
                there[n] = ruled(entry, replace(edited(entry, text), synced=digest_of(text)))
    return words, there + [e for e in fresh if e not in there]


def _is_kept(entry: Entry) -> bool:
    """Whether an entry has anything of a person's: words, a comma in a draft, a note, an ignored check."""
    beside = entry.notes or entry.remarks or entry.extracted or entry.references or entry.flags
    return entry.held or bool(beside) or any(name.startswith(IGNORE) for name in entry.facts)


def _with_page_notes(entry: Entry, seen: Mapping[str, Marked]) -> Entry:
    """An entry with the comments that stand below its marker: the page will have no place for them."""
    found = notes(seen[entry.key].body) if entry.key in seen else []
    fresh = [text for text in (collapsed(note[4:-3]) for note in found) if text and text not in entry.notes]
    return replace(entry, notes=(*entry.notes, *fresh)) if fresh else entry


def kind_of(key: str) -> Kind:
    """The kind a key was first given for; only a guess, for blocks that are no more."""
    names = {
        "title": Kind.TITLE,
        "kicker": Kind.KICKER,
        "h": Kind.HEADING,
        "pt": Kind.POINT,
        "q": Kind.QUOTATION,
        "img": Kind.IMAGE,
    }
    return names.get(re.sub(r"\d.*", "", key), Kind.PARAGRAPH)


def kept(entry: Entry) -> Entry:
    """A person says that the English, as page and ledger now have it, stands for the Arabic as it now is."""
    if not entry.held or not (entry.stale or entry.proposals):
        return entry
    return ruled(entry, replace(entry, stale=False, previous="", proposals=()))
