"""Kicker and title: which blocks of a text they are, and what stands for them where it has none."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from jisr.lang.arabic import fold
from jisr.lang.units import has_same_units, split_units
from jisr.markup.markdown_text import escape, plain
from jisr.model.diagnostics import Finding, notice
from jisr.model.source import KIND_NAMES, Block, Kind, Meta

_TITLE_WORDS, _KICKER_WORDS = 45, 10


_LINKED = re.compile(r"\A\[([^\[\]]*)\]\((?![a-z]+:)[^()]*\)\Z")  # to the page itself, as Drupal has it


def place_title(
    blocks: Sequence[Block], meta: Meta, given: Meta, file: str
) -> tuple[list[Block], list[Finding], bool]:
    """The blocks with kicker and title first, what is left out for them, and whether the title was made.

    `meta` is what the sidecar (`given`) and the seed itself say. There is at least one block.
    Only what opens the text can be its title: words never change places, nor are they put out for others.
    """
    rest = list(blocks)
    at, is_kicked = _title_at(rest, meta.title, overridden=bool(given.title))
    own = rest.pop(at) if at is not None else None
    kicker = rest.pop(at - 1) if at and is_kicked else None
    findings: list[Finding] = []
    if meta.title:
        title = replace(own or Block(Kind.TITLE, ""), text=one_line(meta.title))
        findings += _replaced(own, title, file)
    elif own:
        title = replace(own, text=_LINKED.sub(r"\1", own.text))
    else:
        words = filter(None, map(_words, rest))
        title = Block(Kind.TITLE, one_line(first_words(next(words, ""))) or "…", rest[0].line)
    if meta.kicker:
        new = Block(Kind.KICKER, one_line(meta.kicker), kicker.line if kicker else 0)
        findings += _replaced(kicker, new, file)
        kicker = new
    kicker = kicker or Block(Kind.KICKER, "")
    above = title_blocks(kicker.text.rstrip(" :"), kicker.line, title.text, title.line)
    above[-1] = replace(above[-1], names=title.names)
    # Where headings of the first level divide the text, those of the second are below them.
    deeper = int(any(block.kind is Kind.HEADING and block.level == 1 for block in rest))
    for n, block in enumerate(rest):
        if block.kind is Kind.HEADING:
            rest[n] = replace(block, level=min(max(block.level + deeper, 2), 6))
    return [*above, *rest], findings, own is None and not meta.title


def _replaced(own: Block | None, new: Block, file: str) -> Iterator[Finding]:
    """What is said where other words than the text's own stand for them."""
    if own is None or has_same_units(plain(own.text).text, plain(new.text).text):
        return
    message = (
        f"{KIND_NAMES[new.kind]} of the text's own is not shown: another is given above it, or in the sidecar"
    )
    remedy = "nothing needs doing; where both are to be read, put the words into the text"
    yield notice("seed-title", message, file, own.line, plain(own.text).text, remedy)


def _title_at(blocks: Sequence[Block], wanted: str, *, overridden: bool) -> tuple[int | None, bool]:
    """Which block is the title, and whether a kicker stands right above it.

    Where a title is given (`wanted`), only a line like it is the same title; a sidecar's is put in the place
    of the one heading of the first level (`overridden`).
    """
    at = next((i for i, block in enumerate(blocks) if block.kind is not Kind.IMAGE), None)
    if at is None:
        return None, False
    first, *below = blocks[at : at + 2]
    firsts = [block for block in blocks if block.kind is Kind.HEADING and block.level == 1]
    is_label = first.text.endswith(":") and len(first.text.split()) <= _KICKER_WORDS
    # so is an office or a series: the one heading below it is the title
    is_label = is_label or (_is_short(first, _KICKER_WORDS) and firsts == below)
    is_above = bool(below) and below[0].kind is Kind.HEADING
    is_kicked = first.kind is Kind.PARAGRAPH and is_label and is_above
    at += is_kicked
    top = blocks[at]
    is_line = _is_line(top)
    if wanted:
        alike = (is_line or top.kind is Kind.HEADING) and is_title_variant(plain(top.text).text, wanted)
        alike = alike or (overridden and firsts == [top])
        return (at, is_kicked) if alike else (None, False)
    return (at, is_kicked) if top.kind is Kind.HEADING or _is_short(top, _TITLE_WORDS) else (None, False)


def _is_line(block: Block) -> bool:
    return block.kind is Kind.PARAGRAPH and "\n" not in block.text and any(map(str.isalnum, block.text))


def _is_short(block: Block, words: int) -> bool:
    return _is_line(block) and len(block.text.split()) <= words and block.text[-1] not in ".:"


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


def _words(block: Block) -> str:
    """The words of a block, without the signs that make a table of them."""
    text = plain(block.text).text
    if block.kind is Kind.TABLE:
        text = " ".join(word for word in re.split(r"[|\s]+", text) if word.strip(":-"))
    return text.strip()


_VOWEL = re.compile("[\u064b-\u0652\u0670]")
_SLIP = 75  # per cent of the letters of a word


def is_title_variant(text: str, wanted: str) -> bool:
    """Whether a line is a title, at most with a slip of the pen: all its words and numbers but one, in order.

    Vowel marks and hamzas that one of the two leaves out are no slip.
    Another number is none, nor is a word more or less: «مقتل 13» is not «مقتل 3», nor is a negation a slip.
    """
    ours, theirs = split_units(text), split_units(wanted)
    if len(ours) != len(theirs):
        return False
    others = [(a, b) for a, b in zip(ours, theirs, strict=True) if a != b and not _is_respelled(a, b)]
    return not others or (
        len(others) == 1
        and text[-1] != "."
        and all(map(str.isalpha, others[0]))
        and fuzz.ratio(*others[0]) >= _SLIP
    )


def _is_respelled(a: str, b: str) -> bool:
    """Whether two words are the same where one has vowel marks or hamzas that the other leaves out."""
    return fold(a).text == fold(b).text and not (_VOWEL.search(a) and _VOWEL.search(b))
