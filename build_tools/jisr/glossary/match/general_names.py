"""Names that are only common words (الانتخابات البرلمانية, parliamentary elections): every country has such.

Who has one says by `near` where it is meant; without that, an article on Lebanon would be linked to Iraq's.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from jisr.glossary.match import arabic_names, english_names
from jisr.glossary.match.arabic_words import HOMOGRAPH_WORDS
from jisr.lang.word_lists import folded_words, read_word_lists
from jisr.model.diagnostics import Finding
from jisr.model.glossary import Actor
from jisr.model.languages import Lang

_LISTS = read_word_lists("glossary/match/general_names.toml")

_OF_COUNCILS = folded_words("النواب الوزراء المحافظات المحافظة البلدي المحلي الشعب الأمة الشورى الشيوخ")
_MANY_COUNCILS = frozenset(_LISTS["councils"].split())
_PLACED = ("mission or base",)
"""Types whose names say by a state's adjective whose they are, and not where."""

NameWords = tuple[str, ...]


@cache
def _common(lang: Lang) -> frozenset[str]:
    return folded_words(_LISTS["arabic"]) if lang == "ar" else frozenset(_LISTS["english"].split())


@cache
def _one_only(lang: Lang) -> frozenset[NameWords]:
    """Names of such words that one body in the world has: البنك الدولي (the World Bank)."""
    return frozenset(_folded(lang, name) for name in re.split(r"[|\n]", _LISTS["one_only"].strip()))


def is_general(words: NameWords, lang: Lang, of_states: frozenset[str] = frozenset()) -> bool:
    """Whether a name is of common words alone; `of_states` are adjectives that are not enough to name it."""
    if not words or words in _one_only(lang):
        return False
    if len(words) == 1 and words[0] in HOMOGRAPH_WORDS:  # these count only where shown
        return False
    if (words[0] == "مجلس" and words[-1] not in _OF_COUNCILS) or (
        words[-1] == "council" and words[0] not in _MANY_COUNCILS
    ):
        return False  # مجلس القيادة الرئاسي is one body's name, مجلس النواب many's
    named = [w for w in words if (w if lang == "en" else _bare(w)) not in _common(lang)]
    return all(word in of_states for word in named) and len(named) < len(words)


def _bare(word: str) -> str:
    return word[2:] if word[:2] in ("ال", "لل") and len(word) > 3 else word


def general_names(actor: Actor, lang: Lang, of_states: frozenset[str]) -> tuple[NameWords, ...]:
    """The open names of `actor` that are general, the preferred one first."""
    whole = actor.names(lang)
    words = (_folded(lang, name) for name in (whole.preferred, *whole.allowed))
    described = of_states if actor.collective or actor.type in _PLACED else frozenset()
    return tuple(dict.fromkeys(found for found in words if is_general(found, lang, described)))


def state_adjectives(actors: Sequence[Actor], lang: Lang) -> frozenset[str]:
    """The adjectives of the states among `actors`, and their acronyms, which stand for them: US forces."""
    found: set[str] = set()
    for actor in actors:
        if lang == "ar":
            found |= arabic_names.demonyms(actor)
        elif actor.type == "state":
            found |= {word for name in (*actor.en.demonyms, actor.en.acronym) for word in _folded(lang, name)}
    return frozenset(found)


def unguarded_findings(actors: Sequence[Actor]) -> Iterator[Finding]:
    """A finding for every actor whose own name is general, and that has no `near`."""
    of_states: Mapping[Lang, frozenset[str]] = {
        "ar": state_adjectives(actors, "ar"),
        "en": state_adjectives(actors, "en"),
    }
    for actor in actors:
        for lang, adjectives in of_states.items():
            name = actor.names(lang).preferred
            if _folded(lang, name) in general_names(actor, lang, adjectives) and not has_guarding_rule(actor):
                name = actor.quote(name)
                message = (
                    f"{actor.quote(actor.id)} has a name of common words, linked only where the text says"
                )
                message += " whose it is"
                remedy = f"say where it is meant: disambiguate: [{{name: {name}, near: [a place, a person]}}]"
                yield Finding("actors-general", message, actor.file, actor.line, name, remedy)
                break


def has_guarding_rule(actor: Actor) -> bool:
    """Whether a rule says where the actor's own name means it."""
    own = {_folded("ar", actor.ar.preferred), _folded("en", actor.en.preferred)}
    return any(rule.near and _folded(lang, rule.name) in own for rule in actor.rules for lang in ("ar", "en"))


def _folded(lang: Lang, name: str) -> NameWords:
    return arabic_names.name_words(name) if lang == "ar" else english_names.folded_words(name)
