"""Healing: what careless editing and formatters did to a page's markers is put right where that is safe.

Pure: the English page as it lies there and what the ledger knows go in; a page with its markers in order
comes out, and a finding for each thing that was put right. What cannot be put right without guessing stays as
it is, and is reported by `sync`. Healing moves markers and drops exact copies; it never changes words.

A text is known again by its *bare* words (no marks, no white space, straight quotes), and a block without
marker by those and by its place between its neighbours. A new kind of damage is a step in `STEPS`, a function
that changes the `RepairState`, and a case.
"""

from collections.abc import Callable, Collection, Mapping, Sequence

from jisr.model.diagnostics import Finding
from jisr.model.ledger import Entry, Page, PageBlock
from jisr.translation.repair.extras import remove_copies, return_footnotes
from jisr.translation.repair.keys import (
    merge_repeated,
    resolve_duplicate_keys,
    resolve_unknown_keys,
    swap_displaced,
)
from jisr.translation.repair.lines import (
    FRONT,
    intended_key,
    is_placeholder_key,
    is_suspected_marker,
    noted_key,
    restore_front_matter,
    restore_marker_lines,
)
from jisr.translation.repair.lost_markers import restore_marker_above, restore_marker_within
from jisr.translation.repair.state import RepairState
from jisr.translation.repair.words import bare_words, body_digests

__all__ = [
    "FRONT",
    "bare_words",
    "body_digests",
    "intended_key",
    "is_placeholder_key",
    "noted_key",
    "repair_markers",
]

STEPS: Sequence[Callable[[RepairState], None]] = (
    restore_front_matter,
    restore_marker_lines,
    merge_repeated,
    swap_displaced,
    resolve_duplicate_keys,
    resolve_unknown_keys,
    restore_marker_above,
    restore_marker_within,
    remove_copies,
    return_footnotes,
)
"""In order: each finds the page as those before it left it."""


def repair_markers(
    page: Page, entries: Mapping[str, Entry], retired: Collection[str], file: str
) -> tuple[Page, list[Finding]]:
    """Put the markers of `page` right.

    `entries` are the blocks that the page was last written with, in order; `retired` keys of blocks whose
    Arabic is gone. Returns the same page where nothing was wrong; findings are notices, with the line before
    healing.
    """
    if page.blocks and page.front and not page.preamble.strip() and _is_in_order(page, entries):
        return page, []
    work = RepairState(page, entries, retired, file)
    for step in STEPS:
        step(work)
    return work.page, work.findings


def _is_in_order(page: Page, entries: Mapping[str, Entry]) -> bool:
    """Whether every block stands there once, under its key, and nothing looks like another marker."""
    keys = [block.key for block in page.blocks]
    return (
        len(set(keys)) == len(keys)
        and set(keys) == set(entries)
        and all(_has_own_words(block, entries) for block in page.blocks)
        and not any(is_suspected_marker(line) for block in page.blocks for line in block.raw.split("\n")[1:])
    )


def _has_own_words(block: PageBlock, entries: Mapping[str, Entry]) -> bool:
    return not block.body or bare_words(block.body) == bare_words(entries[block.key].target)
