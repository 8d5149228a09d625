"""Modality: what must be, may be, or is only said to be, in one language and not in the other.

After Ryding, A Reference Grammar of Modern Standard Arabic, chapters 33 (قد) and 34 (modality with أن). An
accusation in the Arabic that is a fact in the English, or the reverse, is the worst of these.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from jisr.checks.context import BlockFinding, Pair
from jisr.checks.wording.patterns import arabic_pattern, english_pattern, places_of, strip_vowel_marks
from jisr.lang.word_lists import read_word_lists


@dataclass(frozen=True)
class _Mood:
    """What is surely of one mood in each language, and all that may stand for it in the other."""

    name: str
    ours: re.Pattern[str]
    theirs: re.Pattern[str]  # what may stand for `ours`
    said: re.Pattern[str] | None = None
    meant: re.Pattern[str] | None = None  # what may stand for `said`


_MOODS = tuple(
    _Mood(
        row["name"],
        arabic_pattern(row["ours"], before=row["before"]),
        english_pattern(row["theirs"]),
        english_pattern(row["said"]) if "said" in row else None,
        arabic_pattern(row["meant"], before="") if "meant" in row else None,
    )
    for row in read_word_lists("checks/wording/modality.toml")["mood"]
)


_OURS = places_of(mood.ours for mood in _MOODS)
_SAID = places_of((mood.said for mood in _MOODS if mood.said), re.IGNORECASE)


def check_modality(pair: Pair) -> Iterator[BlockFinding]:
    """A duty, a permission, a doubt or an allegation lost or put in"""
    for sentence, text in pair.texts.sentences:
        ours = strip_vowel_marks(sentence)
        places = [match.start() for match in _OURS.finditer(ours)]
        is_said = _SAID.search(text)
        for mood in _MOODS if places or is_said else ():
            if (match := _first(mood.ours, ours, places)) and not mood.theirs.search(text):
                message = f"{match[0].strip()} has no counterpart ({mood.name})"
                remedy = "read both: is it a duty, a permission, a doubt, hearsay?"
                yield BlockFinding(message, text.strip(), remedy)
            elif (
                is_said
                and mood.said
                and mood.meant
                and (match := mood.said.search(text))
                and not mood.meant.search(ours)
            ):
                message = f"{match[0]} has no counterpart in the Arabic"
                yield BlockFinding(message, text.strip(), "read both: who says so, and how surely?")


def _first(pattern: re.Pattern[str], text: str, places: Iterable[int]) -> re.Match[str] | None:
    """The first match of `pattern`, which begins at one of `places`."""
    return next((match for at in places if (match := pattern.match(text, at))), None)
