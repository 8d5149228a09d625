"""A quick look whether a name can stand in a text at all, so that few texts need the exact search.

One expression for all forms goes over a text as it stands: each letter in every shape that folding makes one,
and between two letters whatever folding or a reading without markup leaves out. Only a text in which letters
are coded (entities, the escapes of JSON, per cent signs, ligatures) is decoded first. What the exact search
finds is never passed over; what passes may still be none.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, cached_property, lru_cache

from jisr.lang.arabic import fold, fold_latin
from jisr.removal.views import decoded

_END = ""  # of a form, in the tree of letters
_BETWEEN = " "  # two words
_RANGES = ((0x20, 0x250), (0x2B0, 0x370), (0x600, 0x900), (0x1E00, 0x2070), (0xFB50, 0xFF00))
_AROUND = 400  # characters: more than a name has, markup between its letters and all
_MOST_PIECES = 12  # of markup between two letters
_IN_WORD = r"[*~`\[.'’ʼ‘´ʿʾʻ]"
_IN_GAP = r"[^\w<\]&\\]"

_Tree = dict[str, "_Tree"]


class Sieve:
    """Whether one of `forms`, each of folded words, can stand in a text."""

    def __init__(self, forms: Iterable[Sequence[str]]) -> None:
        self._forms = tuple(sorted({tuple(words) for words in forms}))

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        return _compile(self._forms)

    def may_find(self, text: str) -> bool:
        """Whether `text` has to be searched."""
        if self._pattern is None:
            return False
        if self._pattern.search(text):
            return True
        return any(self._pattern.search(fold(decoded(part)).text) for part in _coded_parts(text))


@lru_cache(maxsize=32)
def _compile(forms: tuple[tuple[str, ...], ...]) -> re.Pattern[str] | None:
    """The expression of all forms: to make it takes a tenth of a second."""
    tree: _Tree = {}
    for words in forms:
        at = tree
        for letter in _BETWEEN.join((words[0], *(word for word in words[1:] if word != "the"))):
            at = at.setdefault(letter, {})
        at[_END] = {}
    return re.compile(_first(tree), re.DOTALL) if tree else None


def _coded_parts(text: str) -> Iterator[str]:
    """The parts of `text` in which letters are coded, each with what stands around it."""
    start = end = -1
    for match in _coded_letter().finditer(text):
        if end >= 0 and match.start() - end > 2 * _AROUND:
            yield text[max(0, start - _AROUND) : end + _AROUND]
            end = -1
        start, end = (match.start() if end < 0 else start), match.end()
    if end >= 0:
        yield text[max(0, start - _AROUND) : end + _AROUND]


def _first(tree: _Tree) -> str:
    """The expression of a tree's first letters: one set that the engine can look for, then which it was."""
    behind = "|".join(f"(?<={_shapes(letter)}){_rest(below)}" for letter, below in tree.items())
    return f"[{''.join(_shapes(letter)[1:-1] for letter in tree)}](?:{behind})"


def _rest(tree: _Tree) -> str:
    if _END in tree:
        return ""
    ways = [_shapes(letter) + _rest(below) for letter, below in tree.items() if letter != _BETWEEN]
    found = _idle(_IN_WORD) + _either(ways) if ways else ""
    if _BETWEEN not in tree:
        return found
    gap = f"(?:{_idle(_IN_GAP)}(?:[tT][hH][eE](?![A-Za-z]){_idle(_IN_GAP)})?)"
    words = gap + _either([_shapes(letter) + _rest(below) for letter, below in tree[_BETWEEN].items()])
    return _either([found, words]) if found else words


def _either(ways: Sequence[str]) -> str:
    return f"(?:{'|'.join(ways)})" if len(ways) > 1 else ways[0]


@cache
def _shapes_of_letters() -> dict[str, str]:
    """Folded letter → the characters that fold to it; `""` → those that folding leaves out, "-" → others."""
    shapes: dict[str, str] = {}
    for char in (chr(code) for first, last in _RANGES for code in range(first, last)):
        folded = _fold(char)
        if {_fold(f"a{char}b"), _fold(f"ب{char}ب")} & {"ab", "بب"}:
            folded = ""
        elif not char.isalnum():
            continue
        kind = folded if len(folded) < 2 else "-"
        shapes[kind] = shapes.get(kind, "") + char
    return shapes


def _fold(text: str) -> str:
    return fold_latin(fold(text).text).text


def _shapes(letter: str) -> str:
    """The set of the characters that are `letter` when folded."""
    return f"[{re.escape(_shapes_of_letters().get(letter, letter))}]"


@cache
def _idle(signs: str) -> str:
    """What may stand between two letters: `signs`, what folding leaves out, markup, or its inside."""
    ways = (
        rf"(?>(?:{signs}|[_{re.escape(_shapes_of_letters()[''])}])+)",
        r"<(?:!--.{0,2000}?-->|/?[A-Za-z][^<>]{0,1000}>)?",
        r"\](?:\([^()\s]{0,1000}(?:\s+\"[^\"\n]{0,300}\")?\)|\[[^\[\]]{0,200}\]|\{[^{}]{0,200}\})?",
        r"&(?:[#\w]{1,31};)?",
        r"\\[nrt]?",
        r"\"[ \t]*\r?\n(?:#[~|]* *)?\"",
    )
    return f"(?:{'|'.join(ways)}){{0,{_MOST_PIECES}}}"


@cache
def _coded_letter() -> re.Pattern[str]:
    """A letter that is written in a code, or as one with its neighbour."""
    plain = "amp|lt|gt|quot|apos|nbsp|para|rarr|larr|middot|mdash|ndash|hellip|copy|times|#39|#34|#x27|#x22"
    return re.compile(
        rf"&(?!(?:{plain});)#?\w{{2,31}};|\\u[0-9a-fA-F]{{4}}|%[4-7c-fC-F][0-9a-fA-F]"
        rf"|[{re.escape(_shapes_of_letters()['-'])}]"
    )
