"""Checks of names and terms: what only one language names, or by a name to avoid."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from jisr.checks.context import BlockFinding, CheckContext, Pair
from jisr.glossary import Matcher
from jisr.model.glossary import Actor, ActorNames, Mention

LookAtBlock = Callable[[Pair], Iterator[BlockFinding]]


def check_names(edition: CheckContext) -> LookAtBlock:
    """A name without a counterpart"""
    actors = {actor.id: actor for actor in edition.actors}

    def look(pair: Pair) -> Iterator[BlockFinding]:
        there = {m.actor for m in pair.translation_names}
        here = {m.actor for m in pair.original_names}
        lost = {m.actor: m for m in _names_to_match(pair.original_names, actors) if m.actor not in there}
        new = {m.actor: m for m in _names_to_match(pair.translation_names, actors) if m.actor not in here}
        instead = ", ".join(actors[id_].quote(m.text) for id_, m in new.items())
        for mention in lost.values():
            actor = actors[mention.actor]
            name = actor.quote(actor.en.preferred)
            message = f"{actor.quote(mention.text)} ({name}) is not named in the English"
            remedy = f"write {name}, or another of its names in {actor.file}"
            yield BlockFinding(message, instead, remedy)
        if new and not lost:
            message, remedy = f"{instead} is not named in the Arabic", "read both: is somebody else meant?"
            yield BlockFinding(message, instead, remedy)

    return look


def _names_to_match(names: Sequence[Mention], actors: Mapping[str, Actor]) -> Iterator[Mention]:
    """Names that need a counterpart: what lies in another name goes with that (Port Sudan is بورتسودان).

    An adjective needs one where the glossary says how both languages call the people.
    """
    for mention in names:
        actor = actors[mention.actor]
        if not mention.nested and (mention.kind == "name" or (actor.ar.demonyms and actor.en.demonyms)):
            yield mention


def check_terms(edition: CheckContext) -> LookAtBlock:
    """A term that is worded otherwise"""
    wording = {term.id: term for term in edition.terms}

    def look(pair: Pair) -> Iterator[BlockFinding]:
        there = {m.actor for m in pair.translation_terms}
        here = {m.actor for m in pair.original_terms}
        ours = _terms_outside_names(pair.original_terms, pair.original_names)
        theirs = _terms_outside_names(pair.translation_terms, pair.translation_names)
        instead = ", ".join(m.text for m in theirs if m.actor not in here)
        lost = {m.actor: m for m in ours if m.actor not in there}
        for mention in lost.values():
            word = wording[mention.actor].en.preferred
            remedy = f"write {word}, or another of its words in seeds/terms.yml"
            yield BlockFinding(f"{mention.text} is not worded as {word}", instead, remedy)
        if instead and not lost:
            remedy = "write what the author wrote, neither sharper nor softer"
            yield BlockFinding(f"{instead} is not the Arabic's word", instead, remedy)

    return look


def _terms_outside_names(terms: Sequence[Mention], names: Sequence[Mention]) -> list[Mention]:
    """`check_terms` that are no part of a name: the resistance in Hamas's full name is not ours to word."""
    return [t for t in terms if not any(n.start <= t.start and t.end <= n.end for n in names)]


# --- names to avoid ----------------------------------------------------------------------------------------

_QUOTED = re.compile(r"“[^“”]{0,2000}”|\"[^\"]{0,2000}\"|‘[^‘’]{0,400}’(?!\w)|«[^«»]{0,2000}»")
_IN_QUOTES = "only somebody who is quoted may say so"


def _avoided(edition: CheckContext) -> Iterator[tuple[Actor, str, str]]:
    """Each actor or term with a name to avoid and the reason, in the order actor, reason, name."""
    for actor in (*edition.actors, *edition.terms):
        for name, reason in (*actor.en.avoid.items(), *((q, _IN_QUOTES) for q in actor.en.quote_only)):
            yield actor, reason, name


def avoided_names(edition: CheckContext) -> list[Actor]:
    """The names to avoid, each as an actor of its own."""
    names = enumerate(name for _, _, name in _avoided(edition))
    return [Actor(f"{n}", "media", ar=ActorNames(name), en=ActorNames(name)) for n, name in names]


def check_avoided(edition: CheckContext) -> LookAtBlock:
    """A name to avoid, outside a quotation"""
    avoided = list(_avoided(edition))
    wrong = avoided_names(edition)
    about = {name.id: row[:2] for name, row in zip(wrong, avoided, strict=True)}
    matcher = Matcher(wrong, "en")

    def look(pair: Pair) -> Iterator[BlockFinding]:
        found = matcher.find(pair.translation) if wrong else ()
        if not found:
            return
        quoted = [m.span() for m in _QUOTED.finditer(pair.translation)]
        # what lies in a longer, right name is part of that: Islamic State of Iraq
        right = [(m.start, m.end) for m in (*pair.translation_names, *pair.translation_terms)]
        for mention in found:
            start, end = mention.start, mention.end
            in_quotes = any(a < start and end < b for a, b in quoted)
            if in_quotes or any(a <= start and end <= b and b - a > end - start for a, b in right):
                continue
            actor, reason = about[mention.actor]
            text = actor.quote(mention.text)
            message = f"“{text}” is a name to avoid ({actor.quote(reason)})"
            remedy = f"write {actor.quote(actor.en.preferred)}, or quote who says so"
            yield BlockFinding(message, text, remedy)

    return look
