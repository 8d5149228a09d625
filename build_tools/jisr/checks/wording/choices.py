"""Words of which one is easily taken for another: the Arabic has one of them, the English another.

So are opposites, and the check of them is here; those of time and of units are the business of others.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from jisr.checks.context import BlockFinding, Pair
from jisr.checks.wording.negation import negates_alike
from jisr.lang.arabic import Folded, fold
from jisr.lang.word_lists import read_word_lists

_BEFORE = "[وف]?[بكل]?"
_NUMBER = r"(?:\d[\d.,]*|(?:ثلاث|اربع|خمس|ست|سبع|ثماني?|تسع|عشر)(?:[هة]|ين|ون)?|بضع[هة]?|عد[هة]|مي?[اي][هة])"
_TA = "\ue000"  # what no word has
_BESIDE = re.compile(r"\(\?<?[=!][^)]*\)")  # what must stand beside a word, or must not


class _Row(NamedTuple):
    """One meaning: its words in Arabic, what these begin with, what surely says it in English, what may."""

    ours: str
    exact: str  # with ة, which folds to ه: والدة is a mother, والده somebody's father
    begins: str
    theirs: str
    may: str

    @classmethod
    def read(cls, row: str) -> "_Row":
        arabic, *english = row.split(" / ")
        ours = fold(arabic).text
        begins = " ".join(_BESIDE.sub("", word).removeprefix("#_").split("_")[0] for word in ours.split())
        exact = fold(arabic.replace("ة", _TA)).text.replace(_TA, "ة")
        return cls(ours, exact, begins, english[0], " ".join(english))


class Choices:
    """Tables of such words: rows of Arabic, a slash and English, of which a table is one choice.

    Behind another slash stand words that may be meant by it, but say too little to be taken for it. A word is
    a pattern, `_` a space, `#` a number.
    """

    def __init__(self, tables: Iterable[str]) -> None:
        self._tables = [[_Row.read(row) for row in table.strip().split("\n")] for table in tables]
        self._begins = " ".join(row.begins for table in self._tables for row in table)
        # the same words come again and again: which rows may begin with one is asked once
        self._begun_by = lru_cache(maxsize=1 << 14)(self._find_rows)

    def _find_rows(self, word: str) -> tuple[tuple[int, int], ...]:
        """The tables and rows that may begin with a folded `word`."""
        if not _pattern(self._begins, _BEFORE).fullmatch(word):  # most begin none
            return ()
        rows = ((t, n, row) for t, table in enumerate(self._tables) for n, row in enumerate(table))
        return tuple((t, n) for t, n, row in rows if _pattern(row.begins, _BEFORE).fullmatch(word))

    def mistaken(self, original: Folded, translation: str) -> Iterator[tuple[str, str]]:
        """Of each choice of which the Arabic has one, and the English only others: both words."""
        begun = {place for word in original.words for place in self._begun_by(word)}
        for number in sorted({table for table, _ in begun}):
            table = self._tables[number]
            rows = (row for n, row in enumerate(table) if (number, n) in begun)
            ours = ((row, _pattern(row.ours, _BEFORE).search(original.text)) for row in rows)
            found = [(row, match) for row, match in ours if match]
            if found:
                text = _with_ta(original)
                ours = ((row, _pattern(row.exact, _BEFORE).search(text)) for row, _ in found)
                exact = [(row, match) for row, match in ours if match]
                # who writes ة at all writes it where it is meant
                found = exact if exact or "ة" in original.original else found
            if len(found) != 1 or _pattern(found[0][0].may).search(translation):
                continue
            said = next((match for row in table if (match := _pattern(row.theirs).search(translation))), None)
            if said:
                yield original.original[slice(*original.span(*found[0][1].span()))], said[0]


def _with_ta(original: Folded) -> str:
    """The folded text, with ة where the original has it."""
    letters = list(original.text)
    for match in re.finditer("ه", original.text):
        if original.original[original.span(*match.span())[0]] == "ة":
            letters[match.start()] = "ة"
    return "".join(letters)


@cache  # made when it is asked for: most words are in few texts
def _pattern(words: str, before: str = "") -> re.Pattern[str]:
    either = "|".join(words.replace("_", r"\s").replace("#", _NUMBER).split())
    return re.compile(rf"(?<!\w){before}(?:{either})(?!\w)", re.IGNORECASE)


_OPPOSITES = Choices(read_word_lists("checks/wording/opposites.toml")["choices"])


def check_opposites(pair: Pair) -> Iterator[BlockFinding]:
    """The opposite of what the Arabic says: south for north, a fall for a rise"""
    found = list(_OPPOSITES.mistaken(pair.texts.folded, pair.translation))
    if not found or not negates_alike(pair):
        return  # «منعت» is “did not allow” as well
    for meant, said in found:
        yield BlockFinding(f"{said} stands for {meant}", said, "read both: is it the opposite?")
