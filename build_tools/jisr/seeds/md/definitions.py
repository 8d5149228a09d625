"""Definition lists in Markdown: a term alone on its line, and below it lines that begin with a colon.

The term becomes a paragraph in bold, each of its definitions a paragraph.
"""

import re
from collections.abc import Sequence
from itertools import accumulate

from jisr.model.private import find_code
from jisr.seeds.decoding import Line
from jisr.seeds.md.html_tags import is_within

_DEFINITION = re.compile(r" {0,3}:[ \t]+(?=\S)")
_TERM = re.compile(r"[\w«“\"*_(\[][^\n]{0,80}(?<![.؟?!:،؛,])")


def with_definitions(lines: Sequence[Line]) -> list[Line]:
    """The lines with each term in bold, and blank lines between it and its definitions."""
    texts = [line.text for line in lines]
    if not any(map(_DEFINITION.match, texts)):
        return list(lines)
    code = find_code("\n".join(texts))
    starts = accumulate((len(text) + 1 for text in texts), initial=0)
    result: list[Line] = []
    is_open = False  # a definition stands above
    for line, start in zip(lines, starts, strict=False):
        colon = None if is_within(start, code) else _DEFINITION.match(line.text)
        term = _term_above(result) if colon and not is_open else -1
        if term >= 0:
            words = result[term].text.strip()
            bold = words if "*" in words or "_" in words else f"**{words}**"
            result[term] = Line(result[term].number, bold)
            is_open = True
        if colon and is_open:
            result += [Line(line.number, ""), Line(line.number, line.text[colon.end() :])]
            continue
        is_open = is_open and (not line.text.strip() or line.text[0].isspace() or bool(result[-1].text))
        result.append(line)
    return result


def _term_above(lines: Sequence[Line]) -> int:
    """The index of the last of the lines where it is a term, at most one blank line above; else -1."""
    at = len(lines) - 1
    at -= at > 0 and not lines[at].text.strip()
    is_alone = at == 0 or (at > 0 and not lines[at - 1].text.strip())
    return at if is_alone and _TERM.fullmatch(lines[at].text.strip()) else -1
