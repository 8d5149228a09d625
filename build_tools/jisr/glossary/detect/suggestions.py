"""New actors: what Arabic texts name and the glossary does not know.

`cues` finds the names by the words around them; they are then counted with the matcher, as if they were in
the glossary already. States and cities are known by themselves (`gazetteer_actors`).
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate, product

from jisr.glossary.detect.ner import find_name_spans
from jisr.glossary.detect.ner_bodies import match_administrations
from jisr.glossary.detect.phrases import translate_phrase
from jisr.glossary.detect.romanise import count_guessed_vowels, romanise
from jisr.glossary.detect.tokens import NameSpan, TokenisedBlock
from jisr.glossary.match.arabic_names import name_words
from jisr.glossary.match.english_words import OPENING
from jisr.glossary.match.gazetteer import gazetteer_actors
from jisr.glossary.match.mentions import Matcher
from jisr.lang.arabic import sentence_around
from jisr.model.glossary import Actor, ActorNames, ActorSuggestion


def find_unknown_actors(
    articles: Mapping[str, Sequence[tuple[str, str]]], known: Sequence[Actor]
) -> list[ActorSuggestion]:
    """The actors that `articles` (slug → blocks of key and plain Arabic) name and `known` does not hold.

    Most often named first. Linear in the texts.
    """
    world = _gazetteer_matcher()
    states = {actor.id: actor for actor in world.actors}
    own = Matcher(known, "ar", bare=True, private=True)
    found: dict[tuple[str, ...], _Found] = {}
    for blocks in articles.values():
        plain = [text for _, text in blocks]
        placed = world.find_in_article(plain)
        texts = [TokenisedBlock(text, mentions, states) for text, mentions in zip(plain, placed, strict=True)]
        counts = Counter(token.text for text in texts for token in text.tokens)
        repeated = {word for word, count in counts.items() if count > 1}
        families: set[str] = set()
        for text in texts:
            found_here = list(find_name_spans(text, repeated))
            families |= {text.word(s.end - 1) for s in found_here if s.type == "person"}
            closed: set[int] = set()  # words of names in which a place is not meant: فيلق القدس
            for span in (*found_here, *match_administrations(text, families)):
                name = text.name(span)
                key = name_words(name)
                if key not in found or found[key].cue == "quotes":  # which say least of the type
                    found[key] = _Found(name, span.type, span.cue)
                if span.type in _CLOSED and span.end > span.start + 1:
                    closed.update(range(span.start, span.end))
            for first, (end, actor) in text.named.items():
                if first not in closed:
                    name = _matching_name(actor, text.name(NameSpan(first, end, "", "")))
                    found[name_words(name)] = _Found(name, actor.type, "known", actor.en.preferred)
    fresh = {key: value for key, value in found.items() if key and not _is_known(value.name, own)}
    return _count_mentions(articles, _merge_short_forms(fresh), own)


@dataclass(frozen=True)
class _Found:
    name: str
    type: str
    cue: str
    english: str = ""


_CLOSED = frozenset(("person", "armed group", "media", "agreement", "place", "event"))


def _matching_name(actor: Actor, written: str) -> str:
    """The name of `actor` that `written` is, clitics aside."""
    names = sorted((actor.ar.preferred, *actor.ar.allowed), key=len, reverse=True)
    folded = "".join(name_words(written))
    bare = (("".join(name_words(name))).removeprefix("ال") for name in names)
    return next((name for name, letters in zip(names, bare, strict=True) if letters in folded), names[-1])


@cache
def _gazetteer_matcher() -> Matcher:
    return Matcher(gazetteer_actors(), "ar")


def _english(found: _Found) -> str:
    """What an editor may begin with: bodies and offices by their meaning, persons and places by their sound.

    "" where too much would be guessed: Arabic leaves short vowels out, and Manzama for منظمة helps nobody.
    """
    if found.type not in ("person", "place", "media"):
        return translate_phrase(found.name)
    if count_guessed_vowels(found.name) > (found.type == "person"):
        return ""
    spelled = romanise(found.name)
    return "" if spelled.lower() in OPENING else spelled  # أون would be every On of the English


def _is_known(name: str, own: Matcher) -> bool:
    return any(m.kind == "name" and m.start == 0 and m.end >= len(name) for m in own.find(name))


# ------------------------------------------------------------------------------------------------- counting


def _merge_short_forms(found: Mapping[tuple[str, ...], _Found]) -> dict[tuple[str, ...], _Found]:
    """Without what is another's short form, or the same name with a word too many."""
    kept = dict(found)
    persons = [key for key, value in found.items() if value.type == "person"]
    for key, other in product(persons, persons):
        if len(key) < len(other) and key == other[-len(key) :]:
            kept.pop(key, None)
        elif len(key) < len(other) and key == other[: len(key)]:
            kept.pop(other, None)
    return kept


def _count_mentions(
    articles: Mapping[str, Sequence[tuple[str, str]]], found: Mapping[tuple[str, ...], _Found], own: Matcher
) -> list[ActorSuggestion]:
    """How often each name stands where none is known: قوات الأمن may be short for an actor that is."""
    ids = {str(index): value for index, value in enumerate(found.values())}
    names = {id_: ActorNames(value.name) for id_, value in ids.items()}
    actors = [Actor(id_, value.type, names[id_], names[id_]) for id_, value in ids.items()]
    matcher = Matcher(actors, "ar", bare=True)
    seen: dict[str, ActorSuggestion] = {}
    for slug, blocks in articles.items():
        texts = [text for _, text in blocks]
        both = zip(blocks, matcher.find_in_article(texts), own.find_in_article(texts), strict=True)
        for (key, text), mentions, known in both:
            named = [m for m in known if m.kind == "name"]
            starts = [m.start for m in named]
            reach = list(accumulate((m.end + 1 for m in named), max))  # with a closing quotation mark
            for mention in mentions:
                before = bisect_right(starts, mention.start)
                inside = before and mention.end <= reach[before - 1]
                if inside or mention.kind == "demonym":
                    continue
                if earlier := seen.get(mention.actor):
                    seen[mention.actor] = replace(earlier, count=earlier.count + 1)
                    continue
                new = ids[mention.actor]
                start, end = sentence_around(text, mention.start, mention.end)
                context = " ".join(text[start:end].split())
                english = new.english or _english(new)
                seen[mention.actor] = ActorSuggestion(
                    new.name, new.type, english, 1, new.cue, context, slug, key
                )
    return sorted(seen.values(), key=lambda s: (-s.count, name_words(s.name)))
