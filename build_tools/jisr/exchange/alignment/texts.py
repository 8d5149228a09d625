"""A translation laid beside an article's blocks: the English of each, and what is left over."""

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from jisr.exchange.alignment.clues import ClueReader, read_word_clues
from jisr.exchange.alignment.joints import find_suspects, split_at_joints
from jisr.exchange.alignment.leads import has_lead, join_leads, part_lead
from jisr.exchange.alignment.moved import match_in_any_order
from jisr.exchange.alignment.pairing import CUT, DOUBTED, Passage, Piece, pair
from jisr.lang.arabic import split_sentences
from jisr.markup.fences import opening_fence
from jisr.markup.markdown_text import plain
from jisr.model.languages import ORIGINAL, TRANSLATION
from jisr.model.source import Block, Kind

SURE = 0.7
"""How certain it must be that a block and a text belong together, for the text to be taken unasked."""

Sentence = tuple[int, str, float]
"""The paragraph that it stands in, by its number, its text, and what it costs to cut before it."""

_LINE = 100  # letters of what may be a heading
_ENOUGH = 0.2  # of the letters of a translation
_INSIDE_WORDS = re.compile(r"(?<=\])\([^()\s]*\)|\\.|(?<=\w)_(?=\w)")  # addresses, what is escaped
_NUMBERED = re.compile(r"(?<=[;:,])(?=\s+\(?(?:\d{1,2}|[a-z])\)\s)")  # a list within a sentence: 1) …; 2) …
_IMAGE = re.compile(r"(?P<words>!\[[^\[\]]*\]\()(?P<file>[^()\s]*)\)")


@dataclass(frozen=True)
class AlignedText:
    """The English found for a block, as Markdown without the marks of its kind, and how sure that is (0–1).

    `line` is where it stands in its file.
    """

    text: str
    certainty: float
    line: int = 0

    @property
    def is_sure(self) -> bool:
        """Whether it may be taken without a look."""
        return self.certainty >= SURE


@dataclass(frozen=True)
class Alignment:
    """What was found for blocks, by key, and what of the translation belongs to none of them."""

    texts: Mapping[str, AlignedText]
    left_over: Sequence[Block]


def align(
    original: Sequence[Block],
    translation: Sequence[Block],
    clues: ClueReader,
    drafts: Mapping[str, str] | None = None,
) -> Alignment:
    """Lay the blocks of a translation beside those of the original.

    `drafts` are other English of these, by key.
    """
    translation = join_leads(original, translation)
    sentences = [(n, text, CUT) for n, block in enumerate(translation) for text in _split(block)]
    passages = _passages(original, clues, drafts or {})
    pieces = _pieces(translation, sentences, clues)
    pairings = pair(passages, pieces)
    parted = list(_part(sentences, find_suspects(pieces, pairings)))
    if len(parted) > len(sentences):
        sentences = parted
        pieces = _pieces(translation, sentences, clues)
        pairings = pair(passages, pieces)
    texts = {}
    taken: set[int] = set()
    for block, found in zip(original, match_in_any_order(passages, pieces, pairings), strict=True):
        if found.pieces:
            taken |= set(found.pieces)
            own = [sentences[n] for n in found.pieces]
            line = translation[own[0][0]].line
            texts[block.key] = AlignedText(_join(block, own), found.certainty, line)
    if not _is_of_this_article(translation, texts):
        texts = {key: replace(one, certainty=min(one.certainty, DOUBTED)) for key, one in texts.items()}
    rest = _by_block(sentence for n, sentence in enumerate(sentences) if n not in taken)
    left = [replace(translation[n], text="".join(parts).strip()) for n, parts in rest.items()]
    return Alignment(texts, left)


def _is_of_this_article(translation: Sequence[Block], texts: Mapping[str, AlignedText]) -> bool:
    """Whether enough of the longer texts of a translation is surely of blocks.

    Titles, headings and pictures are paired by their kind alone, so the English of another article, handed in
    by mistake, would leave its title here.
    """
    longer = [len(one.text) for one in translation if len(one.text) > _LINE]
    sure = sum(len(one.text) for one in texts.values() if one.is_sure and len(one.text) > _LINE)
    return not longer or sure >= _ENOUGH * sum(longer)


def _split(block: Block) -> list[str]:
    """A block in sentences that may be parted; what has marks around several of them stays whole."""
    text = block.text
    if "\n\n" in text or "[^" in text or opening_fence(text) or block.kind in (Kind.IMAGE, Kind.TABLE):
        return [text]
    parts = [part for one in split_sentences(text, TRANSLATION.code) for part in _NUMBERED.split(one)]
    return parts if all(map(_is_closed, parts)) else [text]


def _part(sentences: Sequence[Sentence], suspects: Container[int]) -> Iterator[Sentence]:
    """The sentences, those under suspicion in parts; what has marks around several parts stays whole."""
    for n, (paragraph, text, cut) in enumerate(sentences):
        open_text = ""
        for part, cost in split_at_joints(text) if n in suspects else [(text, cut)]:
            cut = cut if open_text else cost
            open_text += part
            if _is_closed(open_text):
                yield paragraph, open_text, cut
                open_text = ""
        if open_text:
            yield paragraph, open_text, cut


def _is_closed(text: str) -> bool:
    """Whether no emphasis, code or link begins in a piece of Markdown and ends behind it."""
    bare = _INSIDE_WORDS.sub("", text)
    return all(bare.count(mark) % 2 == 0 for mark in "*_`") and bare.count("[") == bare.count("]")


def _passages(blocks: Sequence[Block], clues: ClueReader, drafts: Mapping[str, str]) -> list[Passage]:
    words = [plain(block.text).text for block in blocks]
    found = clues.read(ORIGINAL.code, words, [block.text for block in blocks])
    drafted = [read_word_clues(plain(drafts.get(block.key, "")).text) for block in blocks]
    return [
        Passage(block.kind, len(text), own | draft, _is_line(text))
        for block, text, own, draft in zip(blocks, words, found, drafted, strict=True)
    ]


def _pieces(blocks: Sequence[Block], sentences: Sequence[Sentence], clues: ClueReader) -> list[Piece]:
    words = [plain(text).text for _, text, _ in sentences]
    found = clues.read(TRANSLATION.code, words, [text for _, text, _ in sentences])
    return [
        Piece(blocks[n].kind, len(text), own | read_word_clues(text), _is_line(blocks[n].text), n, cut)
        for (n, _, cut), text, own in zip(sentences, words, found, strict=True)
    ]


def _is_line(text: str) -> bool:
    """Whether a text may be a heading by its looks."""
    return len(text) <= _LINE and not re.search(r"[.!،,;؛:…]\W*\Z", text)


def _by_block(sentences: Iterable[Sentence]) -> dict[int, list[str]]:
    """The sentences by the number of the paragraph that they stand in."""
    found: dict[int, list[str]] = {}
    for number, text, _ in sentences:
        found.setdefault(number, []).append(text)
    return found


def _join(block: Block, sentences: Sequence[Sentence]) -> str:
    """The English of a block: sentences of one paragraph as they stood, paragraphs apart.

    A picture is the original's, whatever its file is called in the translation.
    """
    parts = ("".join(texts).strip() for texts in _by_block(sentences).values())
    if block.kind in (Kind.TITLE, Kind.HEADING, Kind.KICKER):
        return " ".join(" ".join(parts).split())
    text = "\n\n".join(parts)
    if has_lead(block):
        return part_lead(block, text)
    picture = _IMAGE.match(block.text) if block.kind is Kind.IMAGE else None
    return _IMAGE.sub(rf"\g<words>{picture['file']})", text, count=1) if picture else text
