"""A text whose blocks a person put right before it was taken in, written as a seed in Markdown."""

import html
from collections.abc import Sequence
from dataclasses import replace

from jisr import seeds as readers
from jisr.lang.list_letters import letter_of
from jisr.markup.block_marks import add_block_marks
from jisr.markup.markdown_text import escape, plain
from jisr.model.diagnostics import Finding, JisrError
from jisr.model.source import KIND_NAMES, Block, Kind, Meta, Seed
from jisr.seeds.breaks import fold_breaks, without_idle_breaks


def write_markdown(blocks: Sequence[Block], meta: Meta, file: str) -> bytes:
    """A seed in Markdown that is read as `blocks`, with the sidecar's `meta`; the kicker is in the sidecar.

    Lines that say who else worked on the text (`meta.credits`) follow its title.
    Raises `JisrError` with the first block that comes out otherwise.
    """
    wanted = [_without_lead(block) for block in without_idle_breaks(fold_breaks(blocks))]
    parts = [_say(block) for block in wanted if block.kind is not Kind.KICKER]
    below_title = sum(block.kind is Kind.TITLE for block in wanted)
    parts[below_title:below_title] = map(escape, meta.credits)
    data = ("\n\n".join(part for part in parts if part) + "\n").encode()
    made = readers.read(Seed("", file, data, meta))[0].blocks
    same = [_is_same(*pair) for pair in zip(wanted, made, strict=False)]
    if all(same) and len(wanted) == len(made):
        return data
    first = same.index(False) if False in same else len(same)
    number = min(first + 1, len(wanted))
    block = wanted[number - 1]
    message = f"block {number} would not be read as what it is to be ({KIND_NAMES[block.kind]})"
    remedy = "choose another kind for it, take marks out at its beginning, or part it by a blank line"
    raise JisrError(Finding("new-article", message, file, text=block.text[:90], remedy=remedy))


def _say(block: Block) -> str:
    """A block in the Markdown of seeds, whose pictures have captions, and whose points may have letters."""
    if block.break_above:
        return f"* * *\n\n{_say(replace(block, break_above=False))}"
    if block.lettered:
        return f"{letter_of(block)}) {block.text}"
    picture, gap, caption = block.text.partition("\n\n")
    if block.kind is Kind.IMAGE and gap:
        return f'{picture[:-1]} "{html.escape(plain(caption).text)}")'
    return add_block_marks(block, block.text)


def _without_lead(block: Block) -> Block:
    """A point whose lead is a paragraph of its own: Markdown has no other way to say so."""
    if not block.lead:
        return block
    lead, _, rest = block.text.partition("\n\n")
    return replace(block, lead=False, text=f"**{lead}**" + (f"\n\n{rest}" if rest else ""))


def _is_same(one: Block, other: Block) -> bool:
    level = one.kind is not Kind.HEADING or one.level == other.level
    counted = (one.number, one.letters, one.break_above) == (other.number, other.letters, other.break_above)
    return level and counted and (one.kind, one.text) == (other.kind, other.text)
