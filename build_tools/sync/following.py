"""The second table of the design: the Arabic of a block may have changed since its English was made."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from build_tools.arabic import same
from build_tools.markdown import same_words
from build_tools.model import Block, Entry, Kind, Marked, State
from build_tools.sync.facts import dated
from build_tools.sync.settling import digest_of, edited, is_draft, page_words, unsigned


def follow(entry: Entry, arabic: str) -> Entry:
    """The second table: the Arabic of a block may have changed since its English was made."""
    if same(entry.source, arabic):
        return replace(entry, source=arabic)
    if entry.previous and same(entry.previous, arabic):
        return replace(entry, source=arabic, previous="", stale=False, proposal=None)
    if entry.state is State.MISSING:
        return replace(entry, source=arabic, reason="")
    return replace(
        unsigned(entry),
        source=arabic,
        state=State.EDITED if entry.human else entry.state,
        stale=True,
        previous=entry.previous or entry.source,
        proposal=None,
    )


def retire(
    gone: Sequence[Entry], retired: dict[str, Entry], seen: Mapping[str, Marked], drafts: Collection[str]
) -> tuple[list[Entry], dict[str, Entry]]:
    """Blocks whose Arabic is gone: a person's English stays in the ledger (`#~`), and later edits of it.

    `drafts` are the digests of the article's machine texts: none of them is an edit.
    """
    words = [e for e in gone if e.human]
    for entry in words:
        fresh = replace(entry, stale=False, previous="", proposal=None, synced=digest_of(entry.target))
        retired[entry.key] = dated(entry, fresh, "")
    for key, entry in retired.items():
        if key in seen and key not in {e.key for e in gone}:
            block = Block(kind_of(key), entry.source)
            text = page_words(entry, seen[key], block, drafts)
            machine = is_draft(text, seen[key], drafts)
            if text and not machine and not same_words(text, entry.target):
                retired[key] = replace(edited(entry, text), synced=digest_of(text))
    return words, retired


def kind_of(key: str) -> Kind:
    """The kind a key was first given for; only a guess, for blocks that are no more."""
    names = {
        "title": Kind.TITLE,
        "kicker": Kind.KICKER,
        "h": Kind.HEADING,
        "pt": Kind.POINT,
        "q": Kind.QUOTATION,
    }
    return names.get(re.sub(r"\d.*", "", key), Kind.PARAGRAPH)


def kept(entry: Entry) -> Entry:
    """A person says that the English, as page and ledger now have it, stands for the Arabic as it now is."""
    return replace(entry, stale=False, previous="", proposal=None) if entry.human else entry
