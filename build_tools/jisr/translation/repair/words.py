"""Words of pages as any program would leave them, and how alike they are."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache

from rapidfuzz.distance import Indel

from jisr.lang.arabic import digest
from jisr.markup.block_marks import strip_block_marks
from jisr.model.ledger import PageBlock
from jisr.model.private import without_private
from jisr.model.source import Block, Kind

MIN_SIMILARITY = 0.6  # share of words in common with the ledger's English that tells a block from others
MIN_SIMILARITY_MID_LINE = 0.85  # the same where no line end says where one text ends and the next begins
MIN_COPY_WORDS = 4  # words; shorter texts may well stand twice on purpose

_LINE_MARK = re.compile(r"^[ \t]*(?:(?:#{1,6}|>|[-*+•▪]|\d{1,3}[.)])[ \t]+)+", re.MULTILINE)
_STRAIGHT = str.maketrans("‘’“”„–—−", '\'\'"""---', "*_`\\~\ufeff\u200b")
DEFINITION = re.compile(r"\[\^([^\]\s]+)\]:")
_CITED = re.compile(r"\[\^([^\]\s]+)\](?!:)")


@lru_cache(maxsize=1 << 11)
def bare_words(text: str) -> str:
    """The words of a piece of Markdown as any program would leave them: see the module's docstring."""
    return " ".join(_LINE_MARK.sub("", without_private(text)).translate(_STRAIGHT).split())


def similarity(a: str, b: str) -> float:
    """The share (0–1) of words that two texts have in common, in order."""
    return Indel.normalized_similarity(bare_words(a).split(), bare_words(b).split())


def is_machine_text(block: PageBlock) -> bool:
    """Whether a block holds exactly the words that its marker says a machine wrote, whatever its kind."""
    return block.mark == "draft" and block.digest in body_digests(block.body)


@lru_cache(maxsize=1 << 11)
def body_digests(body: str) -> frozenset[str]:
    """The digests of a block's words, whatever its kind; none for a block without words."""
    kinds = (Block(kind, "", lead=lead) for kind in Kind for lead in (False, True))
    return frozenset(digest(strip_block_marks(kind, body)) for kind in kinds) if body else frozenset()


def split_at_footnotes(body: str) -> Iterator[str]:
    """A block's text cut before each footnote definition, and after it where unindented text goes on."""
    position = 0
    for match in re.finditer(
        r"^\[\^[^\]\s]+\]:.*(?:\n(?:[ \t]+\S.*|[ \t]*(?=\n[ \t]+\S)|[^\s\[].*))*\n*", body, re.MULTILINE
    ):
        if match.start() > position:
            yield body[position : match.start()]
        yield match[0]
        position = match.end()
    if position < len(body):
        yield body[position:]


def cited_footnotes(notes: Sequence[str], body: str) -> list[str]:
    """Those definitions of footnotes that a text cites."""
    there = cited_labels(body)
    return [note for note in notes if (match := DEFINITION.match(note)) and match[1] in there]


def cited_labels(body: str) -> set[str]:
    """The labels of the footnotes that a text cites."""
    return set(_CITED.findall(body))


def repeated_half(body: str) -> str:
    """One half of a text that is the same thing twice; `""` for any other."""
    words = bare_words(body).split()
    half = len(words) // 2
    if len(words) < 2 * MIN_COPY_WORDS or words[:half] != words[half:]:
        return ""
    cuts = [m.end() for m in re.finditer(r"\s+", body)]
    first = bisect_left(cuts, half, key=lambda cut: len(bare_words(body[:cut]).split()))
    heads = (body[:cut] for cut in cuts[first : first + MIN_COPY_WORDS])
    return next((head.strip() for head in heads if bare_words(head).split() == words[:half]), "")
