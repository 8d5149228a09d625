"""Which of many texts is an old one under a new name, and which words of a text became which of another."""

from collections import Counter
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import Literal

from jisr.lang.units import split_units

_RUN = 3  # words
ALIKE = 0.6  # share of the old text's runs of words that the new one has; chance gives a few hundredths

DiffPart = tuple[Literal["same", "removed", "added"], str]


def diff_words(before: str, after: str) -> tuple[DiffPart, ...]:
    """Which words of `before` became which of `after`."""
    old, new = before.split(), after.split()
    parts: list[DiffPart] = []
    for op, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if op == "equal":
            parts.append(("same", " ".join(old[a:b])))
            continue
        if a < b:
            parts.append(("removed", " ".join(old[a:b])))
        if c < d:
            parts.append(("added", " ".join(new[c:d])))
    return tuple(parts)


def likely_successors(
    former: Mapping[str, Sequence[str]], texts: Mapping[str, Sequence[str]]
) -> dict[str, str]:
    """For each of `former` (name → its paragraphs) the one of `texts` that is mostly the same, if one is.

    It is known by runs of words that both have, in linear time. Two former texts that would have one
    successor have none: somebody has to say which it is.
    """
    holders: dict[tuple[str, ...], list[str]] = {}
    for name, paragraphs in texts.items():
        for run in _runs(paragraphs):
            holders.setdefault(run, []).append(name)
    found = {}
    for name, paragraphs in former.items():
        runs = _runs(paragraphs)
        shared = Counter(holder for run in runs for holder in holders.get(run, ()))
        best = max(shared.items(), key=lambda item: (item[1], item[0]), default=("", 0))
        if runs and best[1] >= ALIKE * len(runs):
            found[name] = best[0]
    claimed = Counter(found.values())
    return {name: successor for name, successor in found.items() if claimed[successor] == 1}


def _runs(paragraphs: Sequence[str]) -> set[tuple[str, ...]]:
    words = [word for paragraph in paragraphs for word in split_units(paragraph)]
    return {tuple(words[i : i + _RUN]) for i in range(max(1, len(words) - _RUN + 1))} if words else set()
