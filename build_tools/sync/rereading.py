"""Blocks of a ledger as an earlier release read them, and what the present one makes of the same words.

A better reader shows an image where an older one printed its marks, and takes a byline for a fact. The
author changed nothing, so nothing may become stale by it, and what a person wrote for such a line stays.
"""

import html
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from build_tools.arabic import essence
from build_tools.blocks import letters
from build_tools.lettering import label
from build_tools.markdown import meant_marks, plain
from build_tools.model import Block, Document, Entry, Ledger
from build_tools.private import public

_ATTRIBUTES = re.compile(r"\[([^\[\]\n]*)\](?=\{)|[ \t]*\{:?[ \t]*(?:[#.]|[\w-]+=)[^{}\n]*\}")  # {#name}
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


def reread(ledger: Ledger, document: Document) -> tuple[Ledger, Document]:
    """The ledger with the Arabic of its entries as the present reader has it, where only the reader changed.

    The document gets back the lines that were set aside as no text (a byline, a frame) for which the ledger
    holds a person's English.
    """
    texts = {block.text for block in document.blocks}
    unknown = [entry for entry in ledger.entries if entry.source not in texts]
    if not unknown:
        return ledger, document
    document = replace(document, blocks=_with_known(document, [e for e in unknown if e.held]))
    known = {essence(entry.source) for entry in ledger.entries}
    free = [block for block in document.blocks if essence(block.text) not in known]
    renewed = {id(entry): replace(entry, source=source) for entry, source in _renewed(unknown, free)}
    return replace(ledger, entries=tuple(renewed.get(id(e), e) for e in ledger.entries)), document


def _with_known(document: Document, held: Sequence[Entry]) -> tuple[Block, ...]:
    """The blocks, and among them by their lines those set aside for which there is a person's English."""
    known = {essence(_typed(entry.source)) for entry in held}
    back = [block for block in document.aside if essence(_typed(block.text)) in known]
    blocks = list(document.blocks)
    for block in back:
        below = (n for n, other in enumerate(blocks) if other.line > block.line)
        blocks.insert(next(below, len(blocks)), block)
    return tuple(blocks)


def _renewed(entries: Sequence[Entry], blocks: Sequence[Block]) -> Iterator[tuple[Entry, str]]:
    """Entries and the Arabic of the blocks that hold their words, each block once."""
    words: defaultdict[str, list[int]] = defaultdict(list)
    for n, block in reversed(list(enumerate(blocks))):
        words[_words(block)].append(n)
    for entry in entries:
        if found := _of_list(entry, blocks, words):
            yield entry, "\n".join(blocks[n].text for n in found)
        elif (said := _said(entry.source)) != essence(entry.source) and words.get(said):
            yield entry, blocks[words[said].pop()].text


def _of_list(entry: Entry, blocks: Sequence[Block], words: dict[str, list[int]]) -> list[int]:
    """The places of the lettered points that an entry holds as lines of one paragraph."""
    lines = [letters(essence(line)) for line in _shown(entry.source).split("\n")]
    for first in words.get(lines[0], ()):
        found = list(range(first, min(first + len(lines), len(blocks))))
        if blocks[first].lettered and [_words(blocks[n]) for n in found] == lines:
            for n in found:
                words[_words(blocks[n])].remove(n)
            return found
    return []


def _words(block: Block) -> str:
    """What is compared of a block; a point that is counted with letters was text with its letter before."""
    if block.lettered:
        return letters(essence(label(block, "ar") + _shown(block.text)))
    return _said(block.text)


def _said(text: str) -> str:
    """The essence of what readers would see of a text; of the text itself where they would see nothing."""
    return essence(_shown(text)) or essence(_bare(text))


def _shown(text: str) -> str:
    """What readers would see of a text if none of its marks were escaped."""
    return plain(_bare(text)).text


def _bare(text: str) -> str:
    """A text as typed, without what no reader sees: private notes, attributes, invisible signs."""
    return _ATTRIBUTES.sub(r"\1", meant_marks(public(_typed(text))))


def _typed(text: str) -> str:
    """A text without the escapes that Jisr put into it."""
    return html.unescape(_ESCAPED.sub(r"\1", text))
