"""States, peoples and cities that a glossary may lack, and that one language names and the other does not.

A machine, or a tired editor, that takes one nation for another writes a false accusation, and no glossary
holds them all. A city is said otherwise more often (the town, the capital, its state), so that only one that
stands for another is told.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from jisr.checks.context import BlockFinding, Pair
from jisr.checks.wording.spelling import consonant_skeleton
from jisr.glossary.match.arabic_words import HOMOGRAPH_WORDS, ORDINARY_WORDS
from jisr.glossary.match.gazetteer import gazetteer_actors
from jisr.glossary.match.peoples import capital_of, find_peoples
from jisr.lang.arabic import fold
from jisr.lang.word_lists import any_of
from jisr.model.glossary import Mention


def check_nationalities(pair: Pair) -> Iterator[BlockFinding]:
    """A state, people or city that the Arabic does not name"""
    yield from _other_cities(pair)
    said = {
        key: match
        for key, match in find_peoples("en", pair.translation)
        if not _is_in_glossary(match, pair.translation_names)
    }
    if not said:
        return
    meant = {key: match[0] for key, match in find_peoples("ar", pair.texts.folded.text)}
    known = {mention.actor for mention in pair.original_names}
    known |= {key.lower() for key, _ in find_peoples("en", pair.original)}  # English words in the Arabic
    for key, match in said.items():
        if key not in meant and key.lower() not in known and not _has_capital(key, pair):
            instead = [word for other, word in meant.items() if other not in said]
            named = f" ({'، '.join(instead)})" if instead else ""
            message = f"{match[0]} is not named in the Arabic{named}"
            yield BlockFinding(message, match[0], "read both: is another nation meant?")


def _has_capital(key: str, pair: Pair) -> bool:
    """Whether the Arabic names the capital: «رفضت طهران» may be “Iran refused”."""
    capital = capital_of(key)
    return bool(capital and capital.search(pair.texts.folded.text))


def _is_in_glossary(match: re.Match[str], names: Iterable[Mention]) -> bool:
    """Whether the glossary has what stands there: the check of names compares that."""
    return any(name.start <= match.start() and match.end() <= name.end for name in names)


# --- one city for another ----------------------------------------------------------------------------------

_CAPITALISED = re.compile(r"[A-Z][^\W_]{3,}")  # Khan Sheikhoun is Khan Shaykhun
_ALSO_A_STATE = "عمان"  # Amman and Oman


@cache
def _cities() -> tuple[Mapping[str, str], re.Pattern[str], re.Pattern[str]]:
    """The Arabic name of each city, folded → the English one; what finds the names of each language."""
    places = [actor for actor in gazetteer_actors() if actor.type == "place"]
    names = {fold(actor.ar.preferred).text: actor.en.preferred for actor in places}
    words = any_of(name.removeprefix("ال") for name in names)
    return (
        {name.removeprefix("ال"): english for name, english in names.items()},
        re.compile(rf"(?<!\w)[وف]?[بكل]?(?:ال|لل)?(?P<city>{words})(?!\w)"),
        re.compile(rf"\b(?:{any_of(set(names.values()))})(?!\w)"),
    )


def _other_cities(pair: Pair) -> Iterator[BlockFinding]:
    """A city that stands for another: the English has one that the Arabic has not, and the reverse.

    A capital may be said for its state, in either language.
    """
    cities, arabic, english = _cities()
    said = {m[0]: m for m in english.finditer(pair.translation)}
    if not said:
        return
    found = list(arabic.finditer(pair.texts.folded.text))
    of_states = _capitals(find_peoples("ar", pair.texts.folded.text))
    meant = {name for city, name in cities.items() if name in said and _is_any(city, of_states)}
    meant |= {cities[one["city"]] for one in found}
    new = [m for name, m in said.items() if name not in meant]
    if not new or any(_is_in_glossary(m, pair.translation_names) for m in new):
        return
    written = set(map(consonant_skeleton, _CAPITALISED.findall(pair.translation)))
    of_states = _capitals(find_peoples("en", pair.translation))
    lost = [
        m[0]
        for m in found
        if m["city"] not in HOMOGRAPH_WORDS | ORDINARY_WORDS | {_ALSO_A_STATE}
        and written.isdisjoint(map(consonant_skeleton, _CAPITALISED.findall(cities[m["city"]])))
        and not _is_any(m["city"], of_states)
    ]
    if lost:
        instead = f" ({'، '.join(dict.fromkeys(lost))})"
        message = f"{new[0][0]} is not named in the Arabic{instead}"
        yield BlockFinding(message, new[0][0], "read both: is another city meant?")


def _capitals(named: Iterable[tuple[str, re.Match[str]]]) -> list[re.Pattern[str]]:
    return [capital for capital in (capital_of(key) for key, _ in named) if capital]


def _is_any(city: str, capitals: Iterable[re.Pattern[str]]) -> bool:
    return any(capital.fullmatch(city) for capital in capitals)
