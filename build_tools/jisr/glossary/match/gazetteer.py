"""States, cities and well-known bodies, in Arabic and English: what `suggestions` need not be told.

The names are those of the Unicode CLDR (through Babel): its territories, and the cities that its time zones
are named after. What newspapers say beside them stands in the table below, more places in `places.txt`,
bodies that no cue shows in `bodies.txt`.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib import resources

from babel import Locale

from jisr.glossary.match.arabic_names import name_words
from jisr.glossary.match.peoples import demonyms, english_names
from jisr.lang.word_lists import read_word_lists
from jisr.model.glossary import Actor, ActorNames

_LISTS = read_word_lists("glossary/match/gazetteer.toml")
# What CLDR lists, and no newspaper writes as one name or in this sense.
_LEFT_OUT = frozenset(("EZ", "QO", "XA", "XB", "ZZ", "AC", "IO", "DG", "TF", "UM", "CQ"))
_KINDS = ("organisation", "bloc", "mission or base", "party", "armed group", "state force", "media")
_ZONES = ("Africa/", "Asia/", "Europe/")
_NO_NAMES = frozenset(name_words(name) for name in ("سول", "أورال", "ترك", "نوم", "سمراء", "تشيتا", "العيون"))


@cache
def gazetteer_actors() -> tuple[Actor, ...]:
    """States and the two unions that CLDR lists, by their codes there; cities; well-known bodies."""
    states = tuple(_states())
    known = {name_words(name) for actor in states for name in (actor.ar.preferred, *actor.ar.allowed)}
    return (*states, *_cities(known), *_bodies())


def also_called(name: str, english: str) -> tuple[ActorNames, ActorNames]:
    """What else one of `gazetteer_actors` that has these names is called, and its people."""
    for actor in gazetteer_actors():
        ours = (actor.ar.preferred, *actor.ar.allowed)
        if actor.en.preferred == english and name in ours:
            taken = {one.en.preferred for one in gazetteer_actors()}
            others = [other for other in english_names(actor.id) if other not in taken]
            people = [other for other in others if other.startswith(english)]  # South Sudanese
            return (
                replace(actor.ar, allowed=tuple(other for other in ours if other != name)),
                ActorNames(
                    english,
                    allowed=tuple(other for other in others if other not in people),
                    demonyms=(*people, *demonyms().get(actor.id, ((), ()))[1]),
                ),
            )
    return ActorNames(name), ActorNames(english)


def _bodies() -> Iterator[Actor]:
    for line in resources.files("jisr").joinpath("glossary/match/bodies.txt").read_text("utf-8").splitlines():
        described, _, english = line.partition("; ")
        kind = next((kind for kind in _KINDS if described.startswith(f"{kind} ")), "")
        if kind:
            arabic, *others = described.removeprefix(f"{kind} ").split("|")
            yield Actor(
                f"body-{english}", kind, ActorNames(arabic, allowed=tuple(others)), ActorNames(english)
            )


def _states() -> Iterator[Actor]:
    arabic, english = Locale("ar").territories, Locale("en").territories
    for code, name in arabic.items():
        if len(code) != 2 or code in _LEFT_OUT or "(" in name or " - " in name:
            continue
        also, demonyms = map(tuple, _LISTS["also"].get(code, ((), ())))
        kind = "organisation" if code in ("EU", "UN") else "place" if code in ("EH", "AQ") else "state"
        ours = ActorNames(name, allowed=also, demonyms=demonyms)
        yield Actor(code, kind, ours, ActorNames(str(english[code]).replace("&", "and")))


def _cities(known: set[tuple[str, ...]]) -> Iterator[Actor]:
    known = known | _NO_NAMES
    for line in resources.files("jisr").joinpath("glossary/match/places.txt").read_text("utf-8").splitlines():
        words = line.split()
        size = next((i for i, word in enumerate(words) if word.isascii()), 0)
        if size and not line.startswith("#"):
            known.add(name_words(" ".join(words[:size])))
            yield _place(" ".join(words[:size]), " ".join(words[size:]))
    english = Locale("en").time_zones
    for zone, names in Locale("ar").time_zones.items():
        arabic = names.get("city", "")
        is_name = arabic and not set(arabic) & set("(،")
        if zone.startswith(_ZONES) and is_name and name_words(arabic) not in known:
            known.add(name_words(arabic))
            last = zone.rpartition("/")[2].replace("_", " ")
            yield _place(arabic, str(english.get(zone, {}).get("city", last)))


def _place(arabic: str, english: str) -> Actor:
    return Actor(f"place-{english}", "place", ActorNames(arabic), ActorNames(english))
