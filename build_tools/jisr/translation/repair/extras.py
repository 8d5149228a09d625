"""What stands below a marker and does not belong there: copies, and footnotes of other blocks."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from jisr.markup.markdown_text import find_private_notes as notes_of
from jisr.model.ledger import PageBlock
from jisr.translation.repair.state import RepairState
from jisr.translation.repair.words import (
    DEFINITION,
    MIN_COPY_WORDS,
    bare_words,
    cited_labels,
    repeated_half,
    split_at_footnotes,
)


def remove_copies(work: RepairState) -> None:
    """Remove pasted copies: the exact text of a block below another block, or twice below its own."""
    homes = _TextTree(work.page.blocks)
    blocks = list(work.page.blocks)
    for n, block in enumerate(blocks):
        own = bare_words(work.texts.get(block.key, ""))
        if own and block.body and not work.has_own_words(block):
            body = _without_copies(block, own, homes)
            if bare_words(body) != bare_words(block.body):
                work.say("a copy of a paragraph was removed", block.line, block.key)
                blocks[n] = work.made(block.key, body, block.line, block.mark, block.digest)
    work.put(blocks)


def _without_copies(block: PageBlock, own: str, homes: "_TextTree") -> str:
    """A block's text without the whole texts of other blocks, and without its own for a second time."""
    half = repeated_half(block.body)
    if half and bare_words(half) == own:
        return half
    pieces = re.split(r"\n[ \t]*\n|\n(?=[#>] )", block.body)
    words = [bare_words(piece).split() for piece in pieces]
    kept: list[str] = []
    there: set[str] = set()
    n = 0
    while n < len(pieces):
        text = " ".join(words[n])
        end = homes.end_of(words, n, block.key, own)
        if end or (len(words[n]) >= MIN_COPY_WORDS and text in there and own.count(text) == 1):
            end = end or n + 1
            kept += [note for piece in pieces[n:end] for note in notes_of(piece)]
            n = end
        else:
            kept.append(pieces[n])
            there.add(text)
            n += 1
    return "\n\n".join(kept)


class _TextTree:
    """The words of a page's blocks as a tree, in which a copy is found by reading it once."""

    def __init__(self, blocks: Iterable[PageBlock]) -> None:
        self._tree: dict[str, Any] = {}
        for block in blocks:
            words = bare_words(block.body).split()
            if len(words) >= MIN_COPY_WORDS:
                node = self._tree
                for word in words:
                    node = node.setdefault(word, {})
                node[_END] = block.key

    def end_of(self, pieces: Sequence[Sequence[str]], start: int, key: str, own: str) -> int:
        """The end of the longest text of another block that begins at piece `start`; 0 if there is none."""
        found = 0
        read: list[str] = []
        node = self._tree
        for n in range(start, len(pieces)):
            for word in pieces[n]:
                if word not in node:
                    return found
                node = node[word]
            read.extend(pieces[n])
            if node.get(_END, key) != key and " ".join(read) not in own:
                found = n + 1
        return found


_END = " "  # the end of a text; its value is the key of the block


def return_footnotes(work: RepairState) -> None:
    """Footnotes that a formatter moved to the end go back to the blocks that cite them."""
    moved: dict[str, list[str]] = defaultdict(list)
    citing: dict[str, list[str]] = defaultdict(list)
    for block in work.page.blocks:
        for label in cited_labels(block.body):
            citing[label].append(block.key)
    blocks = []
    for block in work.page.blocks:
        kept = []
        for piece in split_at_footnotes(block.body):
            label = match[1] if (match := DEFINITION.match(piece)) else ""
            homes = citing.get(label, [])
            if len(homes) == 1 and block.key not in homes:
                moved[homes[0]].append(piece.strip("\n"))
            else:
                kept.append(piece)
        text = "".join(kept)
        whole = len(text) == len(block.body)
        blocks.append(block if whole else work.made(block.key, text, block.line, block.mark, block.digest))
    if not moved:
        return
    for n, block in enumerate(blocks):
        if block.key in moved:
            work.say("a footnote was put back below its paragraph", block.line, block.key)
            body = "\n\n".join([block.body, *moved[block.key]])
            blocks[n] = work.made(block.key, body, block.line, block.mark, block.digest)
    work.put(blocks)
