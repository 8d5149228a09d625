"""Which actors of a glossary matter to a text: told by its words, without looking for names in it.

What a `Matcher` finds depends on no others. So what was found is known by the text and by these actors, and a
name that is added or changed costs those texts alone that hold its words.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from functools import cache, cached_property, partial
from hashlib import sha256
from typing import NamedTuple

from jisr.glossary.match import arabic_names, english_names
from jisr.glossary.match.general_names import state_adjectives
from jisr.glossary.match.peoples import states_of_actor
from jisr.lang.arabic import fold, fold_latin
from jisr.markup.markdown_text import plain
from jisr.model.glossary import Actor
from jisr.model.languages import LANGS, ORIGINAL, Lang
from jisr.model.publication import Article, ArticleHead
from jisr.storage.cache import CachedCall, keep

Words = Mapping[Lang, AbstractSet[str]]
"""The folded words of a text in each language."""

_FOLD = {lang: fold if lang == ORIGINAL.code else fold_latin for lang in LANGS}
_RULES = {lang: arabic_names if lang == ORIGINAL.code else english_names for lang in LANGS}


def words_of(texts: Iterable[str], lang: Lang) -> set[str]:
    """The folded words of plain texts in a language, as names are looked for in them."""
    return set[str]().union(*(_FOLD[lang](text).words for text in texts))


def article_words(article: Article) -> dict[Lang, list[str]]:
    """The folded words of an article in each language; code may be left out of its texts, so also without."""
    found = {}
    for lang in LANGS:
        texts = [*(passage.text(lang) for passage in article.passages), article.meta.summary.get(lang, "")]
        texts += [text.replace("`", " ") for text in texts if "`" in text]
        found[lang] = sorted(words_of((plain(text).text for text in texts), lang))
    return found


class _Wanted(NamedTuple):
    """What a text must hold beside the word that a form is kept under: one of `first`, all of `others`."""

    first: frozenset[str]
    others: frozenset[str]
    actor: int


class Relevance:
    """The actors of a glossary by the words of their names."""

    def __init__(self, actors: Sequence[Actor]) -> None:
        self._actors = tuple(actors)
        self._forms = {
            lang: [(f.words, f.actor) for f, _ in _RULES[lang].name_forms(actors)] for lang in LANGS
        }
        self._wanted = {lang: _by_rarest_word(self._forms[lang], lang) for lang in LANGS}
        self._needs = self._find_needs()
        self._facts = [_facts(actor) for actor in actors]

    def digest_of(self, words: Words) -> str:
        """A digest of all that decides which names are found where these words stand."""
        return _digest(self._facts[index] for index in self.indexes_of(words))

    def indexes_of(self, words: Words) -> list[int]:
        """The places in the glossary of actors that may be named where these words stand, or decide how."""
        found: set[int] = set()
        for lang, here in words.items():
            wanted = self._wanted[lang]
            for word in here & wanted.keys():
                for first, others, actor in wanted[word]:
                    if actor not in found and others <= here and (not first or not first.isdisjoint(here)):
                        found.add(actor)
        return sorted(found.union(*(self._needs[index] for index in found)))

    def _find_needs(self) -> list[frozenset[int]]:
        """For each actor those that decide which names it has, and where these are meant.

        A name that ends in another's (قائد الحشد الشعبي) is said with all of that one's names; adjectives of
        states make a name general; a rule's place stands for all that is in it.
        """
        ids = {actor.id: index for index, actor in enumerate(self._actors)}
        needs = [set[int]() for _ in self._actors]
        called: dict[str, set[int]] = defaultdict(set)
        places: dict[str, set[int]] = defaultdict(set)
        for index, actor in enumerate(self._actors):
            for name in _names(actor):
                called[name].add(index)
            for whole in actor.part_of:
                places[whole].add(index)
        for lang in LANGS:
            adjectives: dict[str, set[int]] = defaultdict(set)
            whose: dict[tuple[str, ...], set[int]] = defaultdict(set)
            for index, actor in enumerate(self._actors):
                for word in state_adjectives([actor], lang):
                    adjectives[word].add(index)
            for words, index in self._forms[lang]:
                whose[words].add(index)
            for words, index in self._forms[lang]:
                for cut, word in enumerate(words):
                    needs[index].update(adjectives.get(word, ()), whose.get(words[cut:], ()) if cut else ())
        for index, actor in enumerate(self._actors):
            near = {one for rule in actor.rules for name in rule.near for one in called.get(name, ())}
            needs[index] |= near.union(*(places[self._actors[one].id] for one in near))
            needs[index] |= {ids[whole] for whole in actor.part_of if whole in ids}
        return [frozenset(found) for found in needs]


_at_hand: list[tuple[Sequence[Actor], Relevance]] = []


def relevance_of(actors: Sequence[Actor]) -> Relevance:
    """`Relevance`, of which the last is at hand: pages and search ask for that of the same glossary."""
    for known, made in _at_hand:
        if known is actors:
            return made
    _at_hand[:] = [(actors, Relevance(actors))]
    return _at_hand[0][1]


def _by_rarest_word(forms: Sequence[tuple[tuple[str, ...], int]], lang: Lang) -> Mapping[str, set[_Wanted]]:
    """Word → what stands beside it in forms of which it is the word that fewest have."""

    @cache
    def tokens(word: str) -> frozenset[str]:
        return frozenset(token for token, _ in _RULES[lang].prefix_splits(word))

    common = Counter(word for words, _ in forms for word in words)
    found: dict[str, set[_Wanted]] = defaultdict(set)
    for words, actor in forms:
        if not words:
            continue
        others = frozenset(words[1:])
        rarest = min(words, key=lambda word: common[word])
        if rarest != words[0]:
            found[rarest].add(_Wanted(tokens(words[0]), others, actor))
        else:
            for token in tokens(words[0]):
                found[token].add(_Wanted(frozenset(), others, actor))
    return found


def _names(actor: Actor) -> Iterator[str]:
    """All that an actor is called, in both languages, and its people."""
    for names in (actor.ar, actor.en):
        yield from (names.preferred, names.short, names.acronym, *names.allowed, *names.demonyms)
    yield from arabic_names.demonyms(actor)


def _facts(actor: Actor) -> str:
    """What of an actor decides where it is named: not what is told of it, nor where it stands in the file."""
    names = [
        (n.preferred, n.short, n.acronym, n.allowed, n.quote_only, tuple(n.avoid), n.demonyms, n.also_short)
        for n in (actor.ar, actor.en)
    ]
    kind = (actor.id, actor.type, actor.needs_full_name, actor.collective, actor.private)
    return repr((kind, names, actor.part_of, actor.rules, sorted(states_of_actor(actor))))


def glossary_digest(actors: Iterable[Actor]) -> str:
    """A digest of all in a glossary that decides where its actors are named."""
    return _digest(map(_facts, actors))


class RelevantFacts:
    """A digest, for each article, of all that glossaries tell of what matters to it, but for where it stands.

    Kept by article and glossaries, of which `seal` is a digest.
    """

    def __init__(self, glossaries: Sequence[Sequence[Actor]], made: CachedCall) -> None:
        self._glossaries = glossaries
        self._made = made
        # a private person's line is how findings call her
        self._facts = [
            [_digest([repr(one if one.private else replace(one, line=0))]) for one in actors]
            for actors in glossaries
        ]
        self.seal = _digest(repr(facts) for facts in self._facts)

    @cached_property
    def _relevances(self) -> list[Relevance]:
        return [relevance_of(actors) for actors in self._glossaries]

    def digest_of(self, head: ArticleHead) -> str:
        """What decides who is found in an article, and what is said of them."""
        keep(self._made, "words", head.digest)
        return str(self._made("told", head.digest + self.seal, partial(self._find, head)))

    def _find(self, head: ArticleHead) -> str:
        found = self._made("words", head.digest, lambda: article_words(head.load()))
        words = {lang: set(found[lang]) for lang in LANGS}
        return _digest(
            repr([facts[index] for index in relevance.indexes_of(words)])
            for facts, relevance in zip(self._facts, self._relevances, strict=True)
        )


def _digest(texts: Iterable[str]) -> str:
    return sha256("\n".join(texts).encode("utf-8", "surrogatepass")).hexdigest()
