"""What stands below a marker and does not belong there: copies, and footnotes of other blocks."""

import re
from collections import defaultdict
from collections.abc import Mapping

from build_tools.healing.words import COPY, DEFINITION, bare, definitions, halved, is_machine
from build_tools.healing.work import Work
from build_tools.model import Marked


def copies(work: Work) -> None:
    """A paragraph pasted once more: an exact copy of a whole block below another or below itwork."""
    homes = {bare(b.body): b.key for b in work.page.blocks if len(bare(b.body).split()) >= COPY}
    blocks = []
    for block in work.page.blocks:
        own = bare(work.texts.get(block.key, ""))
        if not own or not block.body or work.own(block) or is_machine(block):
            blocks.append(block)
            continue
        body = _without_copies(block, own, homes)
        if bare(body) == bare(block.body):
            blocks.append(block)
            continue
        work.say("a copy of a paragraph was removed", block.line, block.key)
        blocks.append(work.made(block.key, body, block.line, block.mark, block.digest))
    if blocks != list(work.page.blocks):
        work.put(blocks)


def _without_copies(block: Marked, own: str, homes: Mapping[str, str]) -> str:
    """A block's text without the whole texts of other blocks, and without its own for a second time."""
    half = halved(block.body)
    if half and bare(half) == own:
        return half
    pieces = re.split(r"\n[ \t]*\n|\n(?=[#>] )", block.body)
    kept: list[str] = []
    n = 0
    while n < len(pieces):
        for end in range(len(pieces), n, -1):
            words = bare("\n\n".join(pieces[n:end]))
            elsewhere = homes.get(words, block.key) != block.key and words not in own
            again = len(words.split()) >= COPY and words in map(bare, kept) and own.count(words) == 1
            if elsewhere or again:
                n = end
                break
        else:
            kept.append(pieces[n])
            n += 1
    return "\n\n".join(kept)


def notes(work: Work) -> None:
    """Footnotes that a formatter moved to the end go back to the blocks that cite them."""
    moved: dict[str, list[str]] = defaultdict(list)
    blocks = []
    for block in work.page.blocks:
        kept = []
        for piece in definitions(block.body):
            label = match[1] if (match := DEFINITION.match(piece)) else ""
            home = _cites(work, label) if label else ""
            if home and home != block.key and f"[^{label}]" not in block.body.replace(f"[^{label}]:", ""):
                moved[home].append(piece.strip("\n"))
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


def _cites(work: Work, label: str) -> str:
    """The key of the one block that cites a footnote."""
    keys = [b.key for b in work.page.blocks if f"[^{label}]" in b.body.replace(f"[^{label}]:", "")]
    return keys[0] if len(keys) == 1 else ""
