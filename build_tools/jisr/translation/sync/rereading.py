"""Blocks of a ledger as an earlier release read them, and what the present one makes of the same words.

A better reader shows an image where an older one printed its marks, makes points of the lines of a paragraph,
and takes a byline for a fact. The author changed nothing, so nothing may become stale by it, and what a
person wrote for such a line stays. English that cannot be surely cut keeps its block as it was.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from jisr.lang.arabic import essence
from jisr.lang.list_letters import list_letter
from jisr.lang.typography.characters import fold_shapes
from jisr.lang.units import split_units
from jisr.markup.block_marks import mend_block_marks, strip_block_marks
from jisr.markup.fences import opening_fence
from jisr.markup.markdown_text import plain, unescape
from jisr.model.languages import ORIGINAL
from jisr.model.ledger import Entry, Ledger
from jisr.model.private import without_private
from jisr.model.source import Block, Document, Kind
from jisr.translation.authorship import carry_over, take_part, translation_digest
from jisr.translation.keys import BlockGroup, equal_runs, kind_from_key
from jisr.translation.sync.regrouping import translation_parts

_ATTRIBUTES = re.compile(r"\[([^\[\]\n]*)\](?=\{)|[ \t]*\{:?[ \t]*(?:[#.]|[\w-]+=)[^{}\n]*\}")  # {#name}
_IMAGE = re.compile(r"!\[[^\[\]]*\]\((?:[^()]|\([^()]*\))*\)")
_TARGET = re.compile(r"\]\(\s*<?([^\"'<>()]+)|<(?:a|img)\b[^<>]*?\b(?:href|src)=[\"']?([^\"'<>()]+)")
_SPACE = re.compile(r"\s|%20")
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9]*(?:\s[^<>]*)?/?>|(?<=\])\((?:[^()]|\([^()]*\))*\)")
# «أ. », «(i) », «هـ- »
_LETTER = re.compile(r"^\W*([ء-ي]|[A-Za-z]|[ivxIVX]{2,6})ـ?\W*?[.)/–-]", re.MULTILINE)
_MARKS = re.compile(r"[\s\\`*_{}\[\]()<>#+=~|:\-–]+")


def reread(ledger: Ledger, document: Document) -> tuple[Ledger, Document]:
    """The ledger with the Arabic of its entries as the present reader has it, where only the reader changed.

    The document gets back the lines that were set aside as no text (a byline, a frame) for which the ledger
    holds a person's English, and blocks that were cut otherwise whose English cannot be.
    """
    texts = {block.text for block in document.blocks}
    unknown = [entry for entry in ledger.entries if entry.source not in texts]
    if not unknown:
        return ledger, document
    known = {essence(entry.source) for entry in ledger.entries}
    free = [block for block in document.blocks if essence(block.text) not in known]
    renewed = {id(entry): _renewed_by(entry, block) for entry, block in _reread_entries(unknown, free)}
    ledger = replace(ledger, entries=tuple(renewed.get(id(e), e) for e in ledger.entries))
    aside = {essence(unescape(block.text)): block for block in reversed(document.aside)}
    ledger, document = _cut_otherwise(ledger, document, aside)
    texts = {block.text for block in document.blocks}
    held = [e for e in ledger.entries if e.held and e.source not in texts]
    return ledger, replace(document, blocks=_with_translated_asides(document.blocks, held, aside))


_Aside = Mapping[str, Block]
"""Lines that are no text to the reader, by their essence."""


def _with_translated_asides(
    found: Sequence[Block], held: Sequence[Entry], aside: _Aside
) -> tuple[Block, ...]:
    """The blocks, and among them by their lines those set aside for which there is a person's English."""
    blocks = list(found)
    for entry in held:
        if not _left(entry, aside):
            block = replace(aside[essence(unescape(entry.source.split("\n")[0]))], text=entry.source)
            below = (n for n, other in enumerate(blocks) if other.line > block.line)
            blocks.insert(next(below, len(blocks)), block)
    return tuple(blocks)


def _left(entry: Entry, aside: _Aside) -> str:
    """The Arabic of an entry without the lines that are no text now."""
    if not aside:
        return entry.source
    return "\n".join(line for line in entry.source.split("\n") if essence(unescape(line)) not in aside)


def _reread_entries(entries: Sequence[Entry], blocks: Sequence[Block]) -> Iterator[tuple[Entry, Block]]:
    """Entries and the blocks that hold their words, each block once."""
    said: defaultdict[str, list[Block]] = defaultdict(list)
    for block in reversed(blocks):
        said[_visible_essence(block.text)].append(block)
    for entry in entries:
        there = said.get(_visible_essence(entry.source), [])
        is_marked = _visible_essence(entry.source) != essence(entry.source)
        if there and is_marked and _leads(entry.source) == _leads(there[-1].text):
            yield entry, there.pop()


def _renewed_by(entry: Entry, block: Block) -> Entry:
    """An entry with the Arabic of its block; a mark that is the block's now is none of its English."""
    words = strip_block_marks(block, entry.target)
    if words == entry.target:
        return carry_over(entry, block.text)
    renewed = take_part(entry, block.text, words)
    is_synced = entry.synced == translation_digest(entry.target)
    return renewed if is_synced else replace(renewed, synced=entry.synced)


# --- the same text, cut otherwise ---------------------------------------------------------------------------


def _cut_otherwise(ledger: Ledger, document: Document, aside: _Aside) -> tuple[Ledger, Document]:
    """Ledger and document alike in what was only read otherwise: each entry as read now, or block as then."""
    entries, blocks = list(ledger.entries), list(document.blocks)
    for olds, news in reversed(list(_groups(entries, blocks, aside))):
        old, new = [entries[n] for n in olds], [blocks[n] for n in news]
        if len(old) > 1 or not _follows(old[0], new, _left(old[0], aside)):
            blocks[news.start : news.stop] = [_as_it_was(e, new[0]) for e in old]
        elif len(new) == 1:
            entries[olds[0]] = _renewed_by(old[0], new[0])
        else:
            entries[olds[0]] = carry_over(old[0], "\n\n".join(block.text for block in new))
    return replace(ledger, entries=tuple(entries)), replace(document, blocks=tuple(blocks))


def _follows(entry: Entry, blocks: Sequence[Block], left: str) -> bool:
    """Whether the English of an entry can be that of these blocks, cut as they are."""
    if not entry.target:
        return True
    if left != entry.source:
        return False
    if len(blocks) == 1:
        return blocks[0].lead == ("\n\n" in entry.source) or blocks[0].kind is not Kind.POINT
    return not entry.stale and bool(translation_parts([block.text for block in blocks], entry.target))


def _as_it_was(entry: Entry, block: Block) -> Block:
    """The block of an entry as an earlier release read it, where `block` stands."""
    kind = kind_from_key(entry.key)
    number = block.number if kind is Kind.POINT and block.kind is Kind.POINT and not block.lettered else 0
    is_led = kind is Kind.POINT and "\n\n" in entry.source
    return Block(kind, entry.source, block.line, number=number, lead=is_led, names=block.names)


def _groups(entries: Sequence[Entry], blocks: Sequence[Block], aside: _Aside) -> Iterator[BlockGroup]:
    """Where entries and blocks that do not know each other hold the same words, in order."""
    before, now = [essence(e.source) for e in entries], [essence(b.text) for b in blocks]
    above = {str(b.kind) for b in blocks if b.kind in (Kind.TITLE, Kind.KICKER)}
    ours = [
        _signs(_left(e, aside)) if is_new and e.key not in above else _OLD_STRANGER
        for e, is_new in zip(entries, _not_among(before, now), strict=True)
    ]
    theirs = [
        _signs(_labelled(b)) if is_new and b.kind not in above else _NEW_STRANGER
        for b, is_new in zip(blocks, _not_among(now, before), strict=True)
    ]
    for olds, news in equal_runs(ours, theirs, begin=1):
        behind = news.stop
        while behind < len(blocks) and theirs[behind] == "" and blocks[behind].kind is Kind.IMAGE:
            behind += 1
        old, left = [entries[n] for n in olds], [_left(entries[n], aside) for n in olds]
        for last in range(news.stop, behind + 1):
            if _is_reread(old, left, blocks[news.start : last]):
                yield olds, range(news.start, last)
                break


def _not_among(texts: Sequence[str], others: Sequence[str]) -> list[bool]:
    """Which of `texts` are not among `others`, each of which is only one of them."""
    left, result = Counter(others), []
    for text in texts:
        result.append(not left[text])
        left[text] -= bool(left[text])
    return result


_OLD_STRANGER, _NEW_STRANGER = "\0", "\1"  # stand for what is known, and match nothing


def _is_reread(old: Sequence[Entry], left: Sequence[str], new: Sequence[Block]) -> bool:
    """Whether words and links are the same, and not just the cuts others: that an author may have done."""
    texts = [block.text for block in new]
    if essence(" ".join(e.source for e in old)) == essence(" ".join(texts)):
        return False
    before, after = (split_units(" ".join(map(_bare_words, part))) for part in (left, map(_labelled, new)))
    return before == after and _leads(*left) == _leads(*texts)


def _labelled(block: Block) -> str:
    """The text of a block with the letter that it is counted with, which was text once."""
    return list_letter(block, ORIGINAL.code) + block.text if block.kind is not Kind.IMAGE else ""


def _signs(text: str) -> str:
    """The letters and signs of a text that no reader takes for marks."""
    return _MARKS.sub("", essence(_bare_words(text)))


def _bare_words(text: str) -> str:
    """A text as typed without images, tags, targets of links and the marks of lettered points."""
    bare = _TAG.sub(" ", _IMAGE.sub(" ", _without_fences(_text_as_seen(text))))
    return _LETTER.sub(lambda m: f"{m[1].replace('ا', 'أ')} ", bare)


def _without_fences(text: str) -> str:
    """A text without the lines that begin and end code; the code stays."""
    return "\n".join("" if opening_fence(line) else line for line in text.split("\n"))


def _leads(*texts: str) -> Counter[str]:
    """Where the links and images of texts lead to."""
    found = (match for text in texts for match in _TARGET.finditer(unescape(text)))
    return Counter(_SPACE.sub("", match[1] or match[2]) for match in found)


# --- what is read ---


def _visible_essence(text: str) -> str:
    """The essence of the visible text; if nothing is visible, the essence of the text itself."""
    return essence(plain(_text_as_seen(text)).text) or essence(_text_as_seen(text))


def _text_as_seen(text: str) -> str:
    """A text as typed, without what no reader sees: private notes, attributes, signs and forms."""
    return fold_shapes(_ATTRIBUTES.sub(r"\1", mend_block_marks(without_private(unescape(text)))))
