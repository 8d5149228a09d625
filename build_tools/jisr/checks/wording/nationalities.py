"""States and peoples that a glossary may lack: which of them one language names and the other does not.

A machine, or a tired editor, that takes one nation for another writes a false accusation, and no glossary
holds them all.
"""

import re
from collections.abc import Iterable, Iterator

from jisr.checks.context import BlockFinding, Pair
from jisr.glossary.match.peoples import capital_of, find_peoples
from jisr.model.glossary import Mention


def check_nationalities(pair: Pair) -> Iterator[BlockFinding]:
    """A state or people that the Arabic does not name"""
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
