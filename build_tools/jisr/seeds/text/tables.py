"""Tables in a plain text: rows with tabs, as spreadsheets and word processors give them, or with `|`."""

import re
from collections.abc import Sequence

from jisr.markup.markdown_text import escape

_RULE = re.compile(r"\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*)*\|?")
_WIDE_GAP = re.compile(r" {2,}")
_BAR = re.compile(r" *\| *")
_FIGURES = re.compile(r"[^\w\s]{0,2}\d[\d\s.,٫٬،/%٪–-]*\W{0,2}(?:\w{1,10})?")


def is_row(line: str) -> bool:
    """Whether a line, however long, is the row of a table by its signs."""
    return line.count("\t") > 1 or (line.startswith("|") and line.count("|") > 1)


def may_be_row(line: str) -> bool:
    """Whether a line, however long, is the row of a table if those beside it are: prose has gaps too."""
    return is_row(line) or line.count("|") > 1 or len(_WIDE_GAP.findall(line)) > 1


def table_of(lines: Sequence[str]) -> str:
    """The table that lines are, as Markdown; nothing if they are none.

    Two columns with a tab between them are verse as well, but where the second has figures.
    """
    if len(lines) < 2:
        return ""
    if len(lines) > 2 and all(map(may_be_row, lines)) and _RULE.fullmatch(lines[1]):
        rows = [re.split(r"(?<!\\)\|", line.strip().strip("|")) for line in (lines[0], *lines[2:])]
    elif all("\t" in line for line in lines):
        rows = [line.split("\t") for line in lines]
        width = max(map(len, rows))
        used = [n for n in range(width) if any(len(row) > n and row[n].strip() for row in rows)]
        rows = [[row[n] if len(row) > n else "" for n in used] for row in rows]
        if len(used) < 2 or (len(used) == 2 and not _has_figures(rows)):
            return ""
    else:
        rows = next(filter(None, (_same_columns(lines, gap) for gap in (_BAR, _WIDE_GAP))), [])
    return _as_markdown(rows) if rows else ""


def _has_figures(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the second column has figures below its head."""
    return len(rows) > 2 and all(_FIGURES.fullmatch(row[1].strip()) for row in rows[1:])


def _same_columns(lines: Sequence[str], gap: re.Pattern[str]) -> list[list[str]]:
    """Rows of three columns at least, as many in each, with bars or wide gaps between; else nothing.

    Where all gaps are of two spaces, a program filled lines of prose up.
    """
    if gap is _WIDE_GAP and not any("   " in line.strip() for line in lines):
        return []
    rows = [gap.split(line.strip().strip("|").strip()) for line in lines]
    widths = set(map(len, rows))
    return rows if len(rows) > 2 and len(widths) == 1 and widths.pop() > 2 else []


def _as_markdown(rows: Sequence[Sequence[str]]) -> str:
    width = max(map(len, rows))
    written = ["| " + " | ".join(map(_cell, [*row, *[""] * (width - len(row))])) + " |" for row in rows]
    return "\n".join([written[0], "|" + "---|" * width, *written[1:]])


def _cell(words: str) -> str:
    return escape(words.strip()).replace("|", "&#124;")
