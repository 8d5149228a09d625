"""Blocks of which only the cuts changed (a better reader, another program): their English is cut alike.

Nothing is retired and nothing is said twice. English is joined in order, or cut where sentences of both
languages surely end together; where that is not sure, it stays whole under the first of the new blocks.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate, chain, pairwise

from jisr.lang.align import align_sentences
from jisr.lang.arabic import essence, split_sentences
from jisr.markup.fences import opening_fence
from jisr.model.languages import TRANSLATION
from jisr.model.ledger import JOINED, Entry, State
from jisr.translation.authorship import (
    carry_over,
    machine_digest,
    mark_stale,
    recorded_machine_digests,
    take_part,
    translation_digest,
)
from jisr.translation.keys import RegroupedBlocks, comparable_letters

_STATES = list(State)  # the lowest first


def regroup(
    settled: Mapping[str, Entry], groups: Iterable[RegroupedBlocks], original: Mapping[str, str]
) -> dict[str, Entry]:
    """The entries by key, those of `groups` joined and cut as their Arabic (by key) now is."""
    groups = list(groups)
    entries = dict(settled)
    gone = {key for group in groups for key in group.old}
    for key in gone & set(original) - {key for group in groups for key in group.new}:
        entries[key] = Entry(key, original[key])
    for group in groups:
        ends = list(accumulate(len(comparable_letters(essence(original[key]))) for key in group.new))
        parts: dict[str, list[Entry]] = {key: [] for key in group.new}
        start = 0
        for old in (settled[key] for key in group.old):
            size = len(comparable_letters(essence(old.source)))
            inner = [end - start for end in ends if start < end < start + size]
            first = next(n for n, end in enumerate(ends) if end > start or n == len(ends) - 1)
            cut = _cut_entry(old, list(_cut_text(old.source, inner)))
            for key, part in zip(group.new[first:], cut, strict=False):
                parts[key].append(part)
            start += size
        for key, there in parts.items():
            if there:
                joined = _join_entries(there, original[key])
                entries[key] = replace(carry_over(joined, original[key]), key=key)
    return entries


def _cut_text(original: str, ends: Sequence[int]) -> Iterator[str]:
    """An Arabic text cut behind so many letters."""
    original = unicodedata.normalize("NFC", original)
    begin = count = 0
    wanted = list(ends)
    for n, sign in enumerate(original):
        is_letter = bool(comparable_letters(essence(sign)))
        if wanted and count >= wanted[0] and is_letter:
            yield original[begin:n]
            begin = n
            wanted.pop(0)
        count += is_letter
    yield original[begin:]


def _cut_entry(entry: Entry, original: Sequence[str]) -> list[Entry]:
    """An entry cut in as many parts as its Arabic."""
    if len(original) == 1:
        return [entry]
    first, *others = original
    if not entry.target:
        return [replace(entry, source=text) for text in original]
    if translation := [] if entry.stale else translation_parts(original, entry.target):
        parts = zip(original, translation, strict=True)
        return [replace(take_part(entry, *part), proposals=()) for part in parts]
    reason = f"{JOINED}{entry.key}" if entry.held else ""
    return [mark_stale(entry, first), *(Entry(entry.key, text, reason=reason) for text in others)]


def translation_parts(original: Sequence[str], translation: str) -> list[str]:
    """The English of each part; none where sentences do not surely end together at every cut."""
    has_table_or_note = re.search(r"\[\^|^\s*\|", translation, re.MULTILINE)
    if has_table_or_note or any(map(opening_fence, translation.split("\n"))):
        return []
    ours = [[s.strip() for s in split_sentences(text) if s.strip()] for text in original]
    theirs = split_sentences(translation, TRANSLATION.code)
    cuts = set(accumulate(map(len, ours)))
    beads = align_sentences(list(chain(*ours)), [s.strip() for s in theirs])
    if not cuts <= {bead.source[1] for bead in beads} or not all(bead.is_sound for bead in beads):
        return []
    ends = {bead.source[1]: bead.target[1] for bead in beads}
    bounds = [0, *(ends[cut] for cut in sorted(cuts))]
    return ["".join(theirs[a:b]).strip() for a, b in pairwise(bounds)]


def _join_entries(parts: Sequence[Entry], original: str) -> Entry:
    """Entries joined to one: the lowest of their states, and stale where a part has no English."""
    if len(parts) == 1:
        return parts[0]
    there = [e for e in parts if e.target] or parts
    apart = len(re.split(r"\n\s*\n", original)) > 1 or any("\n\n" in e.target for e in there)
    target = ("\n\n" if apart else " ").join(e.target for e in there).strip()
    state = min((e.state for e in there), key=_STATES.index)
    machine = [digest for e in parts for digest in recorded_machine_digests(e)]
    if all(machine_digest(e.target) in recorded_machine_digests(e) for e in there):
        machine.append(machine_digest(target))
    stale = len(there) < len(parts) or any(e.stale for e in there)
    signed = state is State.APPROVED and not stale
    return replace(
        there[0],
        target=target,
        synced=translation_digest(target),
        state=State.EDITED if state is State.APPROVED and stale else state,
        stale=stale,
        touched=state is State.DRAFT and any(e.held for e in there),
        previous=" ".join(e.previous if e.stale else e.source for e in there) if stale else "",
        by=", ".join(dict.fromkeys(e.by for e in there)) if signed else "",
        on=max(e.on for e in there) if signed else "",
        origin=", ".join(dict.fromkeys(e.origin for e in there if e.origin)),
        changed=max((e.changed for e in there if e.changed is not None), default=None),
        machine=tuple(dict.fromkeys(machine)),
        facts={name: value for e in reversed(parts) for name, value in e.facts.items()},
        notes=_once(e.notes for e in parts),
        remarks=tuple(chain(*(e.remarks for e in parts))),
        extracted=_once(e.extracted for e in parts),
        references=_once(e.references for e in parts),
        flags=_once(e.flags for e in parts),
        proposals=(),
        reason="" if target else max(e.reason for e in parts),
    )


def _once(texts: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(chain(*texts)))
