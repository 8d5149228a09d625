"""A seed without one of its blocks."""

from collections.abc import Iterator

from jisr.model.source import Block, Document


def cut_block(text: str, document: Document, block: Block) -> Iterator[str]:
    """What a seed's text may be without `block`, the likeliest first; who asks reads it to see which is it.

    Its lines are those from its own to the next that begins something, with blank lines around or without.
    """
    lines = text.splitlines(keepends=True)
    others = [b.line for b in (*document.blocks, *document.aside) if b.line and b is not block]
    start = block.line - 1
    end = min((line - 1 for line in others if line - 1 > start), default=len(lines))
    if not 0 <= start < len(lines):
        return
    last = end
    while last > start + 1 and not lines[last - 1].strip():
        last -= 1
    first_blank = next((n for n in range(start, end) if not lines[n].strip()), end)
    for a, b in ((start, end), (start, last), (start, first_blank), (start, start + 1)):
        yield "".join(lines[:a] + lines[b:])
        if a and lines[a - 1].strip() and a > 1:  # a rule or sign over it
            yield "".join(lines[: a - 1] + lines[b:])
