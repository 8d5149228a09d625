"""Texts with their mentions marked, as cases and gold hold them."""

import re
from functools import cache
from pathlib import Path

from jisr.glossary import Matcher, read_actors
from jisr.model.languages import Lang

ROOT = Path(__file__).parents[3]
Marked = tuple[int, int, str]


@cache
def matcher(glossary: str, lang: Lang) -> Matcher:
    return Matcher(read_actors(ROOT / glossary, ROOT)[0], lang)


def unmark(marked: str) -> tuple[str, list[Marked]]:
    """`[words|actor]` → the bare text and its (start, end, actor), outer ones first."""
    text, open_, found = "", [], []
    for part in re.split(r"(\[|\|~?\w+\])", marked):
        if part == "[":
            open_.append(len(text))
        elif part.startswith("|") and open_:
            found.append((open_.pop(), len(text), part[1:-1]))
        else:
            text += part
    assert not open_, f"a bracket is left open: {marked}"
    return text, sorted(found, key=lambda m: (m[0], -m[1]))
