"""Lines of ornament between parts of a text: no words, so they become a break above what follows.

An author writes `***`, `• • •` or a row of dashes where another would leave more space. Neither is there
anything in it to translate, nor is it read out: both languages have a rule there.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from jisr.lang.arabic import TATWEEL
from jisr.markup.markdown_text import UNSEEN, plain
from jisr.model.source import Block, Kind

_STARS = frozenset("*٭⁎∗＊")
_ALONE = frozenset("※⁂⁑⁕☙❖❦❧۞۩") | set(map(chr, range(0x2720, 0x274C)))  # flowers and stars of the printer
# signs of lists, of verse and of numbers, where there are fewer of them: three at the least
_ROWS = frozenset("-–—―_=~#+×•·/\\ـ➖〰★☆⚪⚫🌷🌸🌹🌺🌻🌼🌿🍀🍁🍂🍃💐💮🏵🥀🔴🔵🔶🔷🔸🔹🔺🔻") | set(
    map(chr, (*range(0x2500, 0x2600), *range(0x2B12, 0x2B50)))  # and lines, squares
)
_LEAST = 3
_UNSEEN = str.maketrans("", "", f"{UNSEEN}\ufe0e\ufe0f")
_LONGEST = 500  # characters of a line that is looked at

_BREAKS = (Kind.PARAGRAPH, Kind.HEADING, Kind.QUOTATION)  # an author's `***` may be centred, or large

BREAK = Block(Kind.PARAGRAPH, r"\*\*\*")
"""What a reader gives for a break that its format has a mark for."""


def is_ornament(line: str) -> bool:
    """Whether a line of plain text is nothing but ornament."""
    if _begins_with_word(line):  # as most do
        return False
    signs = line[: _LONGEST + 1].translate(_UNSEEN)
    kinds = set(signs)
    if not kinds or len(signs) > _LONGEST or not kinds <= _STARS | _ALONE | _ROWS:
        return False
    is_row = len(signs) >= _LEAST and kinds != {"★", "☆"}  # ★★★☆☆ says something
    return is_row or kinds <= _STARS or not kinds.isdisjoint(_ALONE)


def _begins_with_word(text: str) -> bool:
    """Whether a letter is first, or a digit; tatweel is a letter to Unicode."""
    return text[:1].isalnum() and text[0] != TATWEEL


def fold_breaks(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The blocks without those of ornament, what follows one having a break above it."""
    result: list[Block] = []
    is_behind = False
    for block in blocks:
        if block.kind in _BREAKS and _is_break(block.text):
            is_behind = True
        else:
            result.append(replace(block, break_above=True) if is_behind else block)
            is_behind = False
    return tuple(result)


def _is_break(text: str) -> bool:
    # most are words, which are not taken apart for this; in code stars mean something
    is_other = text[:1] == "`" or _begins_with_word(text)
    return len(text) <= _LONGEST and not is_other and is_ornament(plain(text).text)


def without_idle_breaks(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks without breaks that part nothing: above the text, and beside a heading, which parts it."""
    above = (None, *blocks)
    heads = (Kind.KICKER, Kind.TITLE, Kind.HEADING)
    return tuple(
        replace(block, break_above=False)
        if block.break_above and (before is None or before.kind in heads or block.kind in heads)
        else block
        for before, block in zip(above, blocks, strict=False)
    )
