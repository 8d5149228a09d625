"""States and peoples that a glossary may lack: which of them one language names and the other does not.

A machine, or a tired editor, that takes one nation for another writes a false accusation, and no glossary
holds them all.
"""

import re
from collections.abc import Iterable, Iterator

from build_tools.actors.peoples import spoken_of
from build_tools.checks.texts import Found, Pair
from build_tools.model import Mention


def nationalities(pair: Pair) -> Iterator[Found]:
    """A state or people that the Arabic does not name"""
    said = {
        key: match for key, match in spoken_of("en", pair.english) if not _known(match, pair.english_names)
    }
    if not said:
        return
    meant = {key: match[0] for key, match in spoken_of("ar", pair.folded.text)}
    known = {mention.actor for mention in pair.arabic_names}
    for key, match in said.items():
        if key not in meant and key.lower() not in known:
            instead = [word for other, word in meant.items() if other not in said]
            message = f"{match[0]} is not named in the Arabic" + (
                f" ({'، '.join(instead)})" if instead else ""
            )
            yield Found(message, match[0], "read both: is another nation meant?")


def _known(match: re.Match[str], names: Iterable[Mention]) -> bool:
    """Whether the glossary has what stands there: the check of names compares that."""
    return any(name.start <= match.start() and match.end() <= name.end for name in names)
