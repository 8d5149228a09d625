"""Tables drawn with signs, as pandoc draws those of Word: `+---+---+` around rows between `|`."""

import re
from collections.abc import Sequence
from itertools import accumulate, groupby, pairwise, zip_longest

from jisr.model.private import find_code
from jisr.seeds.decoding import Line

_BORDER = re.compile(r"\+(?:[-=:]+\+)+")


def with_grids(lines: Sequence[Line], *, code: bool) -> list[Line]:
    """The lines with each such table as its rows, as Markdown has them; with `code` but what is code."""
    texts = [line.text for line in lines]
    spans = find_code("\n".join(texts)) if code and any(map(_is_drawn, texts)) else []
    starts = dict(zip(map(id, lines), accumulate((len(text) + 1 for text in texts), initial=0), strict=False))

    def is_of_grid(line: Line) -> bool:
        return _is_drawn(line.text) and not any(a <= starts[id(line)] < b for a, b in spans)

    result: list[Line] = []
    for is_grid, run in groupby(lines, is_of_grid):
        part = list(run)
        borders = [n for n, line in enumerate(part) if _BORDER.fullmatch(line.text.strip())]
        if is_grid and len(borders) > 1 and borders[0] == 0 and borders[-1] + 1 == len(part):
            for n, (above, below) in enumerate(pairwise(borders)):
                row = _row(part[above + 1 : below])
                rule = ["|" + "---|" * (row.count("|") - 1)] if n == 0 else []
                result += [Line(part[above].number + 1, text) for text in (row, *rule)]
        else:
            result += part
    return result


def _is_drawn(text: str) -> bool:
    return text.lstrip()[:1] in ("+", "|")


def _row(lines: Sequence[Line]) -> str:
    """A row whose cells go on over some lines."""
    parts = [line.text.strip().strip("|").split("|") for line in lines]
    cells = (" ".join(filter(None, map(str.strip, cell))) for cell in zip_longest(*parts, fillvalue=""))
    return f"| {' | '.join(cells)} |"
