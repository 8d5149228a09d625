"""Names that two actors bear, or that are common words: who is meant, by editors' rules (`disambiguate`)."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property

from jisr.glossary.match import arabic_names
from jisr.glossary.match.general_names import general_names, has_guarding_rule, state_adjectives
from jisr.glossary.match.peoples import states_of_actor
from jisr.glossary.match.trie import TERM, LanguageRules
from jisr.lang.word_lists import any_of
from jisr.model.glossary import Actor
from jisr.model.languages import Lang

RuledName = tuple[int, tuple[str, ...]]
"""An actor, and the words of one of its names."""
NameWeights = Mapping[RuledName, int]
"""How well the text fits each name: the least is meant."""

IN_BLOCK, IN_ARTICLE, BY_DEFAULT, UNKNOWN, ELSEWHERE = -3, -2, -1, 0, 1


@dataclass(frozen=True)
class NearWords:
    """What a rule asks for beside a name: single words with their clitics, and phrases."""

    words: frozenset[str]
    phrases: re.Pattern[str] | None
    beginnings: frozenset[str]  # all that any of them begins with

    def occurs_in(self, text: str, words: AbstractSet[str]) -> bool:
        """Whether any of it stands in the folded `text`, whose words are `words`."""
        return not self.words.isdisjoint(words) or bool(self.phrases and self.phrases.search(text))


@dataclass(frozen=True)
class CompiledRule:
    """A rule as it is looked for: whose name it is, in one of its spellings, and what it asks for."""

    name: RuledName
    near: NearWords | None
    default: bool


@dataclass(frozen=True)
class Rules:
    """The rules of a glossary in one language, and the general names that no rule guards."""

    rules: tuple[CompiledRule, ...] = ()
    unguarded: frozenset[RuledName] = frozenset()
    owners: Mapping[int, frozenset[str]] = field(default_factory=dict)  # whose the actors with such names are

    @classmethod
    def of(cls, actors: Sequence[Actor], language: LanguageRules, lang: Lang) -> "Rules":
        """The rules of `actors`; words of the other language are never found, and do no harm.

        What guards an actor's own name guards its other general names too, and those with words left out, in
        both languages; and a place or person that stands in `near` stands for all its names, its people's
        adjective and its places.
        """
        known = _called(actors, lang) if any(actor.rules for actor in actors) else {}
        of_states = state_adjectives(actors, lang)
        found: list[CompiledRule] = []
        unguarded: set[RuledName] = set()
        for index, actor in enumerate(actors):
            general = general_names(actor, lang, of_states) if actor.type != TERM else ()
            guarded = has_guarding_rule(actor)
            for rule in actor.rules:
                near = _near([n for name in rule.near for n in known.get(name, (name,))], language)
                own = guarded and rule.name in (actor.ar.preferred, actor.en.preferred)
                others = (*general, *_abridged(actor, language, lang)) if own else ()
                names = _spelled((language.words(rule.name), *others), language)
                found += [CompiledRule((index, words), near, rule.default) for words in names]
            if not guarded:
                unguarded.update((index, words) for words in _spelled(general, language))
        unguarded -= {rule.name for rule in found}
        states = {actor.id: actor for actor in actors if actor.type == "state"}
        whose: dict[int, frozenset[str]] = {}
        for index, _ in unguarded:
            parts = (states_of_actor(states[whole]) for whole in actors[index].part_of if whole in states)
            whose[index] = states_of_actor(actors[index]).union(*parts)
        return cls(tuple(found), frozenset(unguarded), whose)

    @cached_property
    def names(self) -> frozenset[RuledName]:
        """The names that there are rules for."""
        return frozenset(rule.name for rule in self.rules)

    def find_shown(self, text: str, words: frozenset[str]) -> frozenset[int]:
        """The numbers of the rules of which something stands in the folded `text` of these `words`."""
        begun = {n for word in words & self._begun.keys() for n in self._begun[word]}
        return frozenset(n for n, asked in self._near(begun) if asked.occurs_in(text, words))

    def _near(self, numbers: Iterable[int]) -> Iterator[tuple[int, NearWords]]:
        return ((n, near) for n in numbers if (near := self.rules[n].near))

    @cached_property
    def _begun(self) -> Mapping[str, Sequence[int]]:
        """The numbers of the rules that ask for something that begins with a word."""
        found: dict[str, list[int]] = defaultdict(list)
        for n, asked in self._near(range(len(self.rules))):
            for word in asked.beginnings:
                found[word].append(n)
        return found

    def weights(
        self, names: Iterable[RuledName], here: frozenset[int], article: frozenset[int]
    ) -> NameWeights:
        """How well each of `names` fits its actor, if it is a ruled one; `here` and `article` are what
        `find_shown` gives for the block and for its article.
        """
        weights: dict[RuledName, int] = {}
        for name in self._numbers.keys() & names:
            n = self._numbers[name][-1]
            otherwise = BY_DEFAULT if self.rules[n].default else ELSEWHERE
            weights[name] = IN_BLOCK if n in here else IN_ARTICLE if n in article else otherwise
        return weights

    def is_far(self, name: RuledName, near: frozenset[int]) -> bool:
        """Whether a rule for a name asks for words, and is not among those `near` by."""
        return any(not self.rules[n].default and n not in near for n in self._numbers.get(name, ()))

    @cached_property
    def _numbers(self) -> Mapping[RuledName, Sequence[int]]:
        """The numbers of the rules for each name; what the last of them says holds."""
        found: dict[RuledName, list[int]] = defaultdict(list)
        for n, rule in enumerate(self.rules):
            found[rule.name].append(n)
        return found

    @cached_property
    def asked(self) -> Mapping[RuledName, Sequence[NearWords]]:
        """What is asked for beside names."""
        found: dict[RuledName, list[NearWords]] = {}
        for rule in self.rules:
            if rule.near:
                found.setdefault(rule.name, []).append(rule.near)
        return found


def _abridged(actor: Actor, language: LanguageRules, lang: Lang) -> tuple[tuple[str, ...], ...]:
    """The names of a body that say less than its own: المليشيات الموالية لإيران (pro-Iran militias)."""
    names = actor.names(lang)
    whole = set(language.words(names.preferred))
    found = map(language.words, names.allowed if actor.type != "person" else ())
    return tuple(words for words in found if len(words) > 1 and set(words) < whole)


def _spelled(names: Iterable[tuple[str, ...]], language: LanguageRules) -> Iterable[tuple[str, ...]]:
    """Each of `names` in all its spellings, once."""
    return dict.fromkeys(spelling for words in names if words for spelling in language.spelled(words))


def _called(actors: Sequence[Actor], lang: Lang) -> Mapping[str, tuple[str, ...]]:
    """Each name of an actor → what shows in `lang` that it is spoken of."""
    shown: dict[str, tuple[str, ...]] = {}
    places: dict[str, list[Actor]] = {}
    for actor in actors:
        for whole in actor.part_of if actor.type == "place" else ():
            places.setdefault(whole, []).append(actor)
    for actor in actors:
        names = [name for one in (actor, *places.get(actor.id, ())) for name in _names(one, lang)]
        for name in (*_names(actor, "ar"), *_names(actor, "en")):
            shown.setdefault(name, (name, *names))
    return shown


def _names(actor: Actor, lang: Lang) -> tuple[str, ...]:
    names = actor.names(lang)
    adjectives = arabic_names.demonyms(actor) if lang == "ar" else names.demonyms
    return tuple(filter(None, (names.preferred, names.short, names.acronym, *names.allowed, *adjectives)))


def _near(near: Sequence[str], language: LanguageRules) -> NearWords | None:
    """The words of `near`, with the clitics that may stand before them; None for no words."""
    phrases = [words for words in map(language.words, near) if words]
    if not phrases:
        return None
    words: set[str] = set()
    beginnings: set[str] = set()
    patterns: list[str] = []
    for first, *rest in phrases:
        tokens = {token for token, _ in language.prefixed(first)}
        beginnings |= tokens
        if rest:
            patterns.append(rf"(?:{any_of(tokens)})" + "".join(rf"\W+{re.escape(word)}" for word in rest))
        else:
            words |= tokens
    whole = re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)") if patterns else None
    return NearWords(frozenset(words), whole, frozenset(beginnings))
