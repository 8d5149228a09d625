"""Pages of marked blocks: what stands in the files of `docs/`.

`<!-- #p7 -->` alone on a line opens the block p7; what nobody changed is written back byte for byte.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from jisr.markup.block_marks import strip_blank_lines
from jisr.markup.fences import closes_fence, closing_fence, opening_fence
from jisr.model.ledger import Page, PageBlock

_MARKER = re.compile(
    r"^[ \t]*<!--[ \t]*#(?P<key>[a-z][a-z0-9-]*)(?:"
    r"[ \t]+(?P<mark>draft|missing)(?:[ \t]+(?P<digest>[0-9a-f]{8}))?)?[ \t]*-->[ \t]*$"
)
_FRONT = re.compile(r"\A(?:\ufeff)?---[ \t]*\r?\n(?:.*\r?\n)*?---[ \t]*(?:\r?\n|\Z)")


@lru_cache(maxsize=48)  # whoever saves one paragraph after the other reads what they have just written
def parse_page(text: str) -> Page:
    """Read a page; never fails. A marker in a code fence is code; one never closed ends with its block."""
    front = match[0] if (match := _FRONT.match(text)) else ""
    first_line = front.count("\n") + 1
    chunks: list[tuple[re.Match[str] | None, int, list[str]]] = [(None, first_line, [])]
    fence = ""
    lines = text[len(front) :].splitlines(keepends=True)
    last = {closing: n for n, line in enumerate(lines, first_line) if (closing := closing_fence(line))}
    for number, line in enumerate(lines, first_line):
        bare = line.rstrip("\r\n")
        if fence:
            if closes_fence(bare, fence):
                fence = ""
        elif opening := opening_fence(bare):
            closed = any(n > number and closes_fence(mark, opening) for mark, n in last.items())
            fence = opening if closed else ""
        elif marker := _MARKER.match(bare):
            chunks.append((marker, number, [line]))
            continue
        chunks[-1][2].append(line)
    blocks = tuple(
        PageBlock(m["key"], m["mark"] or "", m["digest"] or "", _body(lines[1:]), "".join(lines), number)
        for m, number, lines in chunks
        if m
    )
    return Page(front, "".join(chunks[0][2]), blocks)


def _body(lines: list[str]) -> str:
    return strip_blank_lines("".join(lines))


def format_marker(key: str, mark: str = "", digest: str = "") -> str:
    """The line that opens a block: `<!-- #p7 draft 3f9a1c2e -->`."""
    return " ".join(["<!--", f"#{key}", *filter(None, (mark, digest)), "-->"])


def format_block(line: str, body: str) -> str:
    """A marker line and the text below it, with the blank line that ends the block."""
    return f"{line}\n{body}\n\n" if body else f"{line}\n\n"


def compose_page(front: str, preamble: str, raws: Iterable[str]) -> str:
    """The text of a page of raw blocks, each closed by a blank line, the whole by one line end."""
    parts = [raw if raw.endswith(("\n\n", "\r\n\r\n")) else raw.rstrip("\r\n") + "\n\n" for raw in raws]
    text = front + preamble + "".join(parts)
    return text.rstrip("\r\n") + "\n" if text.strip() else ""
