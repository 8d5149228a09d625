"""Names that two actors bear: which is meant, by the rules that an editor declared (`disambiguate`)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from build_tools.actors.lexicon import Language
from build_tools.model import Actor

Weights = Mapping[tuple[int, tuple[str, ...]], int]
"""Actor and words of the name → how well the text fits: the least is meant."""

IN_BLOCK, IN_ARTICLE, BY_DEFAULT, UNKNOWN, ELSEWHERE = -3, -2, -1, 0, 1


@dataclass(frozen=True)
class Rules:
    """The rules of a glossary in one language, each with the pattern of its words."""

    rules: tuple[tuple[int, tuple[str, ...], re.Pattern[str] | None, bool], ...] = ()

    @classmethod
    def of(cls, actors: Sequence[Actor], language: Language) -> "Rules":
        """The rules of `actors`; words of the other language are never found, and do no harm."""
        return cls(
            tuple(
                (index, words, _pattern(rule.near, language), rule.default)
                for index, actor in enumerate(actors)
                for rule in actor.rules
                if (words := language.words(rule.name))
            )
        )

    def __bool__(self) -> bool:
        return bool(self.rules)

    def shown_in(self, text: str) -> frozenset[int]:
        """The numbers of the rules of which a word stands in the folded `text`."""
        return frozenset(n for n, (_, _, near, _) in enumerate(self.rules) if near and near.search(text))

    def weights(self, block: str, article: frozenset[int]) -> Weights:
        """How well each ruled name fits its actor in a block, given what `shown_in` found in its article."""
        here = self.shown_in(block)
        return {
            (actor, words): IN_BLOCK
            if n in here
            else IN_ARTICLE
            if n in article
            else BY_DEFAULT
            if default
            else ELSEWHERE
            for n, (actor, words, _, default) in enumerate(self.rules)
        }


def _pattern(near: Sequence[str], language: Language) -> re.Pattern[str] | None:
    """Any of the words of `near`, with the clitics that may stand before them; None for no words."""
    phrases = [words for words in map(language.words, near) if words]
    if not phrases:
        return None
    starts = (
        "|".join(
            sorted({re.escape(token) for token, _ in language.prefixed(words[0])}, key=len, reverse=True)
        )
        for words in phrases
    )
    rests = ("".join(rf"\W+{re.escape(word)}" for word in words[1:]) for words in phrases)
    whole = "|".join(f"(?:{start}){rest}" for start, rest in zip(starts, rests, strict=True))
    return re.compile(rf"(?<!\w)(?:{whole})(?!\w)")
