"""What the rules of typography work on: a text with all hidden that is not text, and edits of it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from jisr.lang.arabic import find_from

HIDDEN = "\ufffc"  # stands for each character of what is not text; no rule touches it

# Bounded repetitions throughout: a hostile text must not make these quadratic.
NOT_TEXT = re.compile(
    r"""
      ^[ ]{0,3}(?P<fence>`{3,}|~{3,})[^\n]*(?:\n(?![ ]{0,3}(?P=fence))[^\n]*)*(?:\n[ ]{0,3}(?P=fence)[`~]*)?
    | (?<!`)(?P<ticks>`{1,3})(?!`)[^`]{1,1000}(?P=ticks)(?!`)
    | <[A-Za-z/][^<>\n]{0,1000}>
    | \]\((?:[^()\n]|\([^()\n]{0,300}\)){0,1000}\)
    | \]\[[^\[\]\n]{0,200}\]
    | \[\^[^\]\s]{1,80}\]:?
    | https?://[^\s«»“”"،؛؟<>()\[\]\ufffc]+
    | [A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}\.[A-Za-z0-9.-]{1,200}
    | &(?:\#\d{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});
    | \\(?:[\[\](){}](?P<bracket>)|[!-/:-@\[-`{-~])
    | ^\|[-:|\ \t]+$                # the line below the head of a table
    | ^[ \t]+ | (?<![ \t])[ \t]+$             # indentation, and the two spaces of a line break
    """,
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)


_MAY_BE_NOT_TEXT = re.compile(r"[`~<\[\]&\\A-Za-z0-9._%+-]|^[ \t|]|[ \t]+$", re.MULTILINE)


def mask_non_text(md: str) -> str:
    """`md` with all that is not text made invisible, at the same length; escaped brackets stay brackets."""
    pieces: list[str] = []
    done = 0
    for match in find_from(_MAY_BE_NOT_TEXT, NOT_TEXT, md):
        is_bracket = match["bracket"] is not None
        hidden = HIDDEN + match[0][1] if is_bracket else HIDDEN * len(match[0])
        pieces += (md[done : match.start()], hidden)
        done = match.end()
    return "".join((*pieces, md[done:]))


@dataclass(frozen=True)
class Edit:
    """An edit: the characters `start:end` are replaced by `new`."""

    start: int
    end: int
    new: str


Change = tuple[Edit, ...]
"""Edits that belong together (both quotes of a pair), in order; reported as one repair."""


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """`text` with `edits` carried out, which do not overlap."""
    pieces: list[str] = []
    done = 0
    for edit in sorted(edits, key=lambda e: (e.start, e.end)):
        pieces += [text[done : edit.start], edit.new]
        done = edit.end
    return "".join([*pieces, text[done:]])


CONTEXT = 30  # characters of context that a repair shows on each side


LETTER = "\u0620-\u063f\u0641-\u064a\u066e\u066f\u0671-\u06d3\u06fa-\u06fc"  # without tatweel
MARK = "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed"
SPACE = " \t\u00a0\u202f"
