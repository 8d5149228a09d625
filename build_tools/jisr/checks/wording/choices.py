"""Words of which one is easily taken for another: the Arabic has one of them, the English another.

So are opposites, and the check of them is here; those of time and of units are the business of others.
"""

import re
from collections.abc import Iterable, Iterator

from jisr.checks.context import BlockFinding, Pair
from jisr.checks.wording.negation import negates_alike
from jisr.lang.arabic import Folded, fold
from jisr.lang.word_lists import read_word_lists

_BEFORE = "[وف]?[بكل]?"


class Choices:
    """Tables of such words: rows of Arabic, a slash and English, of which a table is one choice.

    Behind another slash stand words that may be meant by it, but say too little to be taken for it. A word is
    a pattern, `_` a space.
    """

    def __init__(self, tables: Iterable[str]) -> None:
        rows = [
            [(fold(arabic).text, *english) for arabic, *english in (row.split(" / ") for row in rows)]
            for rows in (table.strip().split("\n") for table in tables)
        ]
        self._tables = [
            [
                (_pattern(arabic, _BEFORE), _pattern(words, ""), _pattern(" ".join([words, *also]), ""))
                for arabic, words, *also in table
            ]
            for table in rows
        ]
        self._any = _pattern(" ".join(arabic for table in rows for arabic, *_ in table), _BEFORE)

    def mistaken(self, original: Folded, translation: str) -> Iterator[tuple[str, str]]:
        """Of each choice of which the Arabic has one, and the English only others: both words."""
        folded = original.text
        places = [match.start() for match in self._any.finditer(folded)]
        for table in self._tables if places else ():
            found = (
                next(filter(None, (ours.match(folded, at) for at in places)), None) for ours, *_ in table
            )
            meant = [(word, may) for word, (_, _, may) in zip(found, table, strict=True) if word]
            if len(meant) != 1 or meant[0][1].search(translation):
                continue
            said = next((m for _, theirs, _ in table if (m := theirs.search(translation))), None)
            if said:
                yield original.original[slice(*original.span(*meant[0][0].span()))], said[0]


def _pattern(words: str, before: str) -> re.Pattern[str]:
    either = "|".join(words.replace("_", r"\s").split())
    return re.compile(rf"(?<!\w){before}(?:{either})(?!\w)", re.IGNORECASE)


_OPPOSITES = Choices(read_word_lists("checks/wording/opposites.toml")["choices"])


def check_opposites(pair: Pair) -> Iterator[BlockFinding]:
    """The opposite of what the Arabic says: south for north, a fall for a rise"""
    found = list(_OPPOSITES.mistaken(pair.texts.folded, pair.translation))
    if not found or not negates_alike(pair):
        return  # «منعت» is “did not allow” as well
    for meant, said in found:
        yield BlockFinding(f"{said} stands for {meant}", said, "read both: is it the opposite?")
