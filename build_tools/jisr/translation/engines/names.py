"""The glossary's names in a sentence, and whether an engine's English says them as the glossary does."""

import re
from collections.abc import Sequence
from functools import lru_cache

from jisr.glossary.match.mentions import Matcher
from jisr.glossary.match.trie import TERM
from jisr.lang.arabic import fold_latin
from jisr.model.glossary import Actor, ActorNames
from jisr.model.languages import ORIGINAL
from jisr.model.source import Terms
from jisr.model.translation import Draft

NEAR = (
    0.15  # of a score: an answer that the engine finds so much less likely is bought too dearly with a name
)
_WORD = re.compile(r"[^\W_]+")


class NameFinder:
    """Finds which of the glossary's names and terms a sentence holds, with clitics and in other spellings."""

    def __init__(self, terms: Terms) -> None:
        self._terms = terms
        self._matcher = _matcher(tuple(sorted(terms.items())))

    def find(self, sentence: str) -> Terms:
        """The names in a sentence, as the glossary writes them, with their translations."""
        found = dict.fromkeys(m.actor for m in self._matcher.find(sentence) if not m.nested)
        return {name: self._terms[name] for name in found}


@lru_cache(maxsize=2)  # the same for all batches of a run
def _matcher(terms: tuple[tuple[str, str], ...]) -> Matcher:
    names = ((original, ActorNames(original), ActorNames(translation)) for original, translation in terms)
    actors = [Actor(original, TERM, ours, theirs) for original, ours, theirs in names]
    return Matcher(actors, ORIGINAL.code, bare=True)


def count_names(terms: Terms, translation: str) -> int:
    """How many of the names in `terms` a translation holds as the glossary writes them."""
    text = _plain(translation)
    return sum(_plain(name) in text for name in set(terms.values()))


def _plain(text: str) -> str:
    return f" {' '.join(_WORD.findall(fold_latin(text).text.casefold()))} "


def prefer_names(terms: Terms, drafts: Sequence[Draft]) -> Draft:
    """Of judged answers, the likelier first, the one that is best: without a fault, and with most names.

    One that is far less likely than the first of those without a fault is not taken for its names: what
    the engine would not have said is seldom English.
    """
    sound = [draft for draft in drafts if not draft.failure]
    if not sound:
        return drafts[0]
    near = [draft for draft in sound if _is_near(draft, sound[0])]
    return max(near, key=lambda draft: count_names(terms, draft.text)) if terms else sound[0]


def _is_near(draft: Draft, first: Draft) -> bool:
    return draft.score is None or first.score is None or draft.score >= first.score - NEAR
