"""What a reader finds in a seed, before anything is checked."""

from dataclasses import dataclass

from rapidfuzz import fuzz

from jisr.lang.units import split_units
from jisr.markup.markdown_text import escape
from jisr.model.diagnostics import Finding
from jisr.model.source import Block, Kind, Meta


@dataclass(frozen=True)
class Content:
    """The blocks of a seed, kicker and title first, and what was noticed on the way.

    `meta` is the sidecar's with what the seed itself says where the sidecar is silent; `made_title` says that
    the author gave no title; `aside` is as in `Document`.
    """

    meta: Meta
    blocks: tuple[Block, ...]
    findings: tuple[Finding, ...] = ()
    made_title: bool = False
    aside: tuple[Block, ...] = ()


def title_blocks(kicker: str, kicker_line: int, title: str, title_line: int) -> list[Block]:
    """The blocks above the text, from Markdown."""
    above = [Block(Kind.KICKER, kicker, kicker_line)] if kicker else []
    return [*above, Block(Kind.TITLE, title, title_line)]


def one_line(text: str) -> str:
    """Plain text for a heading: escaped, on one line; `#` at its end would be taken for a mark."""
    escaped = escape(" ".join(text.split()))
    bare = escaped.rstrip("#")
    ending = escaped[len(bare) :]
    return bare + "\\#" * len(ending) if ending and (not bare or bare[-1].isspace()) else escaped


_MADE_WORDS, _MADE_LENGTH = 10, 200


def first_words(text: str) -> str:
    """A title for a text that has none: its first words, as plain text."""
    words = text.split()
    return " ".join(words[:_MADE_WORDS])[:_MADE_LENGTH] + ("…" if len(words) > _MADE_WORDS else "")


_SLIP = 75  # per cent of the letters of a word


def is_title_variant(text: str, wanted: str) -> bool:
    """Whether a line is a title, at most with a slip of the pen: all its words and numbers but one, in order.

    Another number is none, nor is a word more or less: «مقتل 13» is not «مقتل 3», nor is a negation a slip.
    """
    ours, theirs = split_units(text), split_units(wanted)
    if len(ours) != len(theirs):
        return False
    others = [(a, b) for a, b in zip(ours, theirs, strict=True) if a != b]
    return not others or (
        len(others) == 1
        and text[-1] != "."
        and all(map(str.isalpha, others[0]))
        and fuzz.ratio(*others[0]) >= _SLIP
    )
