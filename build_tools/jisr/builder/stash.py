"""Finished HTML, put aside while MkDocs converts a page."""

import re
from collections.abc import Sequence

_FINISHED = re.compile(r"(?m)(?:\A|(?<=^\n))<[a-z][^\n]*>(?:\n\n<[a-z][^\n]*>)*$(?=\n(?:\n|\Z)|\Z)")
_PLACE = re.compile(r'<div data-jisr="(\d+)"></div>')


def stash_html(markdown: str) -> tuple[str, list[str]]:
    """A page with a short mark in place of each run of paragraphs that are one line of HTML, and these runs.

    Rendered pages are made of such lines; MkDocs spends three quarters of its time on taking them apart.
    """
    kept: list[str] = []

    def mark(match: re.Match[str]) -> str:
        kept.append(match[0])
        return f'<div data-jisr="{len(kept) - 1}"></div>'

    return _FINISHED.sub(mark, markdown), kept


def unstash_html(html: str, kept: Sequence[str]) -> str:
    """The inverse of `stash_html` on the HTML that became of its page."""
    return _PLACE.sub(lambda match: kept[int(match[1])] if int(match[1]) < len(kept) else match[0], html)
