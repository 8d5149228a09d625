"""Reads `seeds/actors.yml`, and says what is wrong with it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any

from build_tools.actors import arabic_names, english_names
from build_tools.config import Yaml, read_yaml
from build_tools.errors import Finding, JisrError, Severity
from build_tools.model import Actor, Lang, Names

LANGS: tuple[Lang, ...] = ("ar", "en")


def read_actors(path: Path, root: Path) -> tuple[tuple[Actor, ...], list[Finding]]:
    """The actors in the YAML file at `path`, in its order, and warnings; a missing file is an empty glossary.

    Raises `JisrError` with everything that is wrong: what the schema forbids, two actors with one id or name,
    unknown or circular `part-of`, names without a letter.
    """
    document = read_yaml(path, root, "actors")
    items: list[dict[str, Any]] = (document.data or {}).get("actors") or []
    actors = tuple(_actor(item, document.line("actors", i)) for i, item in enumerate(items))
    findings = [
        *_same_ids(document, actors),
        *_nameless(document, actors),
        *_same_names(document, actors),
        *_parts(document, actors),
    ]
    if any(finding.severity is Severity.ERROR for finding in findings):
        raise JisrError(findings)
    return actors, findings


def _actor(item: Mapping[str, Any], line: int) -> Actor:
    return Actor(
        id=item["id"],
        type=item["type"],
        ar=_names(item["ar"]),
        en=_names(item["en"]),
        needs_full_name=item.get("needs-full-name", item.get("needs_full_name", False)),
        hybrid=item.get("hybrid", False),
        collective=item.get("collective", False),
        part_of=tuple(item.get("part-of", ())),
        wikidata=item.get("wikidata", ""),
        line=line,
    )


def _names(item: Mapping[str, Any]) -> Names:
    def text(key: str) -> str:
        return " ".join(str(item.get(key, "")).split())

    def several(*keys: str) -> tuple[str, ...]:
        return tuple(" ".join(name.split()) for key in keys for name in item.get(key, ()))

    shorts = (
        several("short") if isinstance(item.get("short"), list) else tuple(filter(None, (text("short"),)))
    )
    return Names(
        preferred=text("name") or text("preferred"),
        short=shorts[0] if shorts else "",
        also_short=shorts[1:],
        acronym=text("acronym"),
        sort=text("sort"),
        allowed=several("aliases", "allowed"),
        quote_only=several("quote-only"),
        avoid={" ".join(form.split()): reason for form, reason in item.get("avoid", {}).items()},
        demonyms=several("demonyms"),
        description=text("description"),
    )


def _same_ids(document: Yaml, actors: Sequence[Actor]) -> Iterator[Finding]:
    first: dict[str, Actor] = {}
    for index, actor in enumerate(actors):
        other = first.setdefault(actor.id, actor)
        if other is not actor:
            message = f"two actors with one id (the other in line {other.line})"
            where = ("actors", index, "id")
            yield document.finding("actors-id", message, *where, text=actor.id, remedy="give one another id")


def _nameless(document: Yaml, actors: Sequence[Actor]) -> Iterator[Finding]:
    for index, actor in enumerate(actors):
        for lang in LANGS:
            for key, name in _keyed(actor.names(lang)):
                if not _words(lang, name):
                    message = f"a name without a letter ({lang}.{key})"
                    where = ("actors", index, lang, key)
                    yield document.finding("actors-name", message, *where, text=name, remedy="write it out")


def _same_names(document: Yaml, actors: Sequence[Actor]) -> Iterator[Finding]:
    """Two preferred names that are one are an error; an alias that another actor bears is a warning."""
    for lang in LANGS:
        owners: dict[tuple[str, ...], dict[int, tuple[str, str]]] = {}
        for index, actor in enumerate(actors):
            for key, name in _keyed(actor.names(lang)):
                owners.setdefault(_words(lang, name), {}).setdefault(index, (key, name))
        for held in owners.values():
            (first, (first_key, _)), *others = held.items()
            for index, (key, name) in others:
                yield _shared(
                    document,
                    lang,
                    (actors[index], actors[first]),
                    index,
                    key,
                    name,
                    key == first_key == "name",
                )


def _shared(
    document: Yaml, lang: Lang, two: tuple[Actor, Actor], index: int, key: str, name: str, both: bool
) -> Finding:
    actor, other = two
    message = f"{actor.id} and {other.id} (line {other.line}) have one {lang} name"
    where = ("actors", index, lang, key)
    if both:
        return document.finding(
            "actors-name", message, *where, text=name, remedy="merge them, or tell them apart"
        )
    remedy = "it counts for the one named in full last; if it is only one's, remove it from the other"
    found = document.finding("actors-alias", message, *where, text=name, remedy=remedy)
    return replace(found, severity=Severity.WARNING)


def _parts(document: Yaml, actors: Sequence[Actor]) -> Iterator[Finding]:
    ids = {actor.id for actor in actors}
    for index, actor in enumerate(actors):
        for part in actor.part_of:
            if part not in ids:
                message = f"{actor.id} is part of an actor that is not there"
                where = ("actors", index, "part-of")
                yield document.finding(
                    "actors-part-of", message, *where, text=part, remedy="add it, or correct the id"
                )
    graph = {actor.id: [part for part in actor.part_of if part in ids] for actor in actors}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        circle: list[str] = error.args[1]
        where = ("actors", next(i for i, actor in enumerate(actors) if actor.id in circle), "part-of")
        message = "actors that are part of each other in a circle"
        yield document.finding(
            "actors-part-of", message, *where, text=" → ".join(circle), remedy="remove one link"
        )


def _keyed(names: Names) -> Iterator[tuple[str, str]]:
    """Every name that matching looks for, with the key that it stands under."""
    yield "name", names.preferred
    for key, values in (
        ("short", (names.short, *names.also_short)),
        ("acronym", (names.acronym,)),
        ("aliases", names.allowed),
        ("quote-only", names.quote_only),
        ("avoid", tuple(names.avoid)),
    ):
        for value in values:
            if value:
                yield key, value


def _words(lang: Lang, name: str) -> tuple[str, ...]:
    """What tells names apart: folded words; in English with their case, for Framework is no framework."""
    return arabic_names.words_of(name) if lang == "ar" else english_names.words_of(name)[1]
