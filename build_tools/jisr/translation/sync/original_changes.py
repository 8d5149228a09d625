"""The second table of the design: the Arabic of a block changed since its English was made, or is gone.

A hamza that was put on an initial alif, and vowel marks that were added to a bare word, are mended spelling.
Whatever else is equal when folded may be another word (علي and على, قُتِلَ and قَتَلَ, أعلام and إعلام), and a
person looks once.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from enum import IntEnum
from typing import NamedTuple

from jisr.lang.arabic import essence, fold, is_same_text
from jisr.markup.markdown_text import collapse_spaces, find_private_notes, is_same_markdown
from jisr.model.ledger import MADE_FOR, Entry, PageBlock, State
from jisr.model.source import Block
from jisr.translation.authorship import (
    apply_state_rule,
    carry_over,
    digest_of_original,
    drop_approval,
    is_made_for_another,
    mark_stale,
    settle,
    translation_digest,
)
from jisr.translation.keys import kind_from_key
from jisr.translation.ledger_entry import IGNORE
from jisr.translation.sync.facts import date_changes
from jisr.translation.sync.page_vs_ledger import is_draft_text, page_words, take_page_edit

_WORD = re.compile(r"\S+")
_ARTICLE = re.compile(r"[وف]?(?:[بك]?ال|لل)")  # a noun's own alif behind it is its first letter
_JOINS = re.compile(r"[0-9A-Za-z٠-٩۰-۹]{2}")
_HAMZA = {("ا", "أ"), ("ا", "إ")}


class OriginalChange(IntEnum):
    """What became of a block's Arabic."""

    NONE = 0  # at most white space, tatweel, invisible marks
    MENDED = 1
    FOLDED = 2  # the same when folded
    OTHER = 3


def classify_change(before: str, after: str) -> OriginalChange:
    """How `after` differs from `before`, Arabic of one block."""
    if is_same_text(before, after):
        return OriginalChange.NONE
    old, new = list(_letters(before)), list(_letters(after))
    if len(old) == len(new) and all(map(_is_mended, old, new)):
        return OriginalChange.MENDED
    return OriginalChange.FOLDED if _folded(before) == _folded(after) else OriginalChange.OTHER


class _Letter(NamedTuple):
    """A letter with the vowel marks on it, `first` in its word but for an article; `bare` is its word."""

    sign: str
    marks: str
    first: bool
    bare: bool


def _letters(text: str) -> Iterator[_Letter]:
    """The letters and signs of a text, without white space and what is not seen."""
    last = ""
    for match in _WORD.finditer(text):
        word = essence(match[0])
        if _JOINS.fullmatch(last + word[:1]):  # 7 8 is not 78
            yield _Letter(" ", "", first=False, bare=False)
        last = word[-1:] or last
        letters: list[tuple[str, str]] = []
        for c in word:
            if unicodedata.combining(c) and letters:
                letters[-1] = (letters[-1][0], letters[-1][1] + c)
            else:
                letters.append((c, ""))
        start = next((n for n, (c, _) in enumerate(letters) if c.isalpha()), 0)
        signs = "".join(c for c, _ in letters)
        article = _ARTICLE.match(signs, start)
        begins = {start, article.end() if article else start}
        bare = not any(marks for _, marks in letters)
        yield from (_Letter(c, marks, n in begins, bare) for n, (c, marks) in enumerate(letters))


def _is_mended(old: _Letter, new: _Letter) -> bool:
    letter = old.sign == new.sign or (old.first and new.first and (old.sign, new.sign) in _HAMZA)
    return letter and (old.marks == new.marks or old.bare)


def _folded(text: str) -> str:
    return essence(fold(text).text)


def apply_original_change(entry: Entry, original: str) -> tuple[Entry, OriginalChange]:
    """The second table: a block's original may have changed since its English was made; how it did."""
    if is_made_for_another(entry):
        if entry.facts[MADE_FOR] == digest_of_original(original):
            return carry_over(entry, original), OriginalChange.NONE
        unknown = replace(entry, source="")  # what the English was made from
        return apply_state_rule(entry, mark_stale(unknown, original)), OriginalChange.OTHER
    if entry.source == original:
        return entry, OriginalChange.NONE
    if is_same_text(entry.source, original):
        return carry_over(entry, original), OriginalChange.NONE
    if entry.previous and is_same_text(entry.previous, original):
        return carry_over(settle(entry), original), OriginalChange.NONE
    if entry.state is State.MISSING:
        return replace(entry, source=original, reason="" if entry.open else entry.reason), OriginalChange.NONE
    how = classify_change(entry.source, original) if entry.held and not entry.stale else OriginalChange.OTHER
    if how is OriginalChange.MENDED:
        return carry_over(entry, original), how
    if how is OriginalChange.FOLDED:
        state = State.EDITED if entry.human else entry.state
        kept = replace(drop_approval(carry_over(entry, original)), state=state)
        return apply_state_rule(entry, kept), how
    return apply_state_rule(entry, mark_stale(entry, original)), how


def retire_blocks(
    gone: Sequence[Entry], retired: Sequence[Entry], seen: Mapping[str, PageBlock], drafts: Collection[str]
) -> tuple[list[Entry], list[Entry]]:
    """Blocks whose Arabic is gone: what a person put there stays in the ledger (`#~`), and later edits of it.

    Each is kept, also two of one key. `drafts` are the digests of the article's machine texts: none of them
    is an edit.
    """
    words = [e for e in (_with_page_notes(e, seen) for e in gone) if _is_kept(e)]
    settled = map(settle, words)
    fresh = [date_changes(e, replace(e, synced=translation_digest(e.target)), "") for e in settled]
    there = list(retired)
    latest = {entry.key: n for n, entry in enumerate(retired)}
    for key in latest.keys() & seen.keys() - {e.key for e in gone}:
        entry = there[latest[key]]
        text = page_words(entry, seen[key], Block(kind_from_key(key), entry.source), drafts)
        machine = is_draft_text(text, seen[key], drafts)
        if text and not machine and not is_same_markdown(text, entry.target):
            after = replace(take_page_edit(entry, text), synced=translation_digest(text))
            there[latest[key]] = apply_state_rule(entry, after)
    return words, there + [e for e in fresh if e not in there]


def _is_kept(entry: Entry) -> bool:
    """Whether an entry has anything of a person's: words, a comma in a draft, a note, an ignored check."""
    beside = entry.notes or entry.remarks or entry.extracted or entry.references or entry.flags
    return (
        entry.held
        or bool(entry.quoted)
        or bool(beside)
        or any(name.startswith(IGNORE) for name in entry.facts)
    )


def _with_page_notes(entry: Entry, seen: Mapping[str, PageBlock]) -> Entry:
    """An entry with the comments that stand below its marker: the page will have no place for them."""
    found = find_private_notes(seen[entry.key].body) if entry.key in seen else []
    texts = (collapse_spaces(note[4:-3]) for note in found)
    fresh = [text for text in texts if text and text not in entry.notes]
    return replace(entry, notes=(*entry.notes, *fresh)) if fresh else entry


def apply_keep(entry: Entry) -> Entry:
    """A person says that the English, as page and ledger now have it, stands for the Arabic as it now is."""
    if not entry.held or not (entry.stale or entry.proposals):
        return entry
    return apply_state_rule(entry, settle(entry))
