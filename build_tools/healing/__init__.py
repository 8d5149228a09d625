"""Healing: what careless editing and formatters did to a page's markers is put right where that is safe.

Pure: the English page as it lies there and what the ledger knows go in; a page with its markers in order
comes out, and a finding for each thing that was put right. What cannot be put right without guessing stays as
it is, and is reported by `sync`. Healing moves markers and drops exact copies; it never changes words.

A text is known again by its *bare* words (no marks, no white space, straight quotes), and a block without
marker by those and by its place between its neighbours. A new kind of damage is a step in `STEPS`, a function
that changes the `Work`, and a case.
"""

from collections.abc import Callable, Collection, Mapping, Sequence

from build_tools.errors import Finding
from build_tools.healing.extras import copies, notes
from build_tools.healing.keys import displaced, doubled, same_again, unknown
from build_tools.healing.lines import FRONT, front_matter, is_unnamed, marker_lines, near_key, suspect
from build_tools.healing.losses import lost_above, lost_within
from build_tools.healing.words import bare, digests
from build_tools.healing.work import Work
from build_tools.model import Entry, Marked, Page

__all__ = ["FRONT", "bare", "digests", "heal", "is_unnamed", "near_key"]

STEPS: Sequence[Callable[[Work], None]] = (
    front_matter,
    marker_lines,
    same_again,
    displaced,
    doubled,
    unknown,
    lost_above,
    lost_within,
    copies,
    notes,
)
"""In order: each finds the page as those before it left it."""


def heal(
    page: Page, entries: Mapping[str, Entry], retired: Collection[str], file: str
) -> tuple[Page, list[Finding]]:
    """Put the markers of `page` right.

    `entries` are the blocks that the page was last written with, in order; `retired` keys of blocks whose
    Arabic is gone. Returns the same page where nothing was wrong; findings are notices, with the line before
    healing.
    """
    if page.blocks and page.front and not page.preamble.strip() and _in_order(page, entries):
        return page, []
    work = Work(page, entries, retired, file)
    for step in STEPS:
        step(work)
    return work.page, work.findings


def _in_order(page: Page, entries: Mapping[str, Entry]) -> bool:
    """Whether every block stands there once, under its key, and nothing looks like another marker."""
    keys = [block.key for block in page.blocks]
    return (
        len(set(keys)) == len(keys)
        and set(keys) == set(entries)
        and all(_own(block, entries) for block in page.blocks)
        and not any(suspect(line) for block in page.blocks for line in block.raw.split("\n")[1:])
    )


def _own(block: Marked, entries: Mapping[str, Entry]) -> bool:
    return not block.body or bare(block.body) == bare(entries[block.key].target)
