"""Reads `seeds/actors.yml`, and says what is wrong with it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any

from jisr.glossary.match import arabic_names, english_names
from jisr.model.diagnostics import Finding, JisrError, Severity
from jisr.model.glossary import Actor, ActorNames, Role, Rule
from jisr.model.languages import LANGS, Lang
from jisr.storage.yaml import YamlDocument, parse_yaml, read_yaml

ACTORS_FILE = "seeds/actors.yml"


def load_actors(root: Path) -> tuple[tuple[Actor, ...], list[Finding]]:
    """The glossary of a project, and what is to be said of it; a broken one is findings, and no actors."""
    try:
        return read_actors(root / ACTORS_FILE, root)
    except JisrError as error:
        return (), list(error.findings)


def read_actors(path: Path, root: Path) -> tuple[tuple[Actor, ...], list[Finding]]:
    """The actors in the YAML file at `path`, in its order, and warnings; a missing file is an empty glossary.

    Raises `JisrError` with everything that is wrong: what the schema forbids, two actors with one id or name,
    unknown or circular `part-of`, names without a letter.
    """
    return _check_actors(read_yaml(path, root, "actors"))


def parse_actors(text: str, file: str) -> tuple[tuple[Actor, ...], list[Finding]]:
    """`read_actors` of a file's text, for what is to be written. Raises `JisrError`."""
    return _check_actors(parse_yaml(text, file, "actors"))


def _check_actors(document: YamlDocument) -> tuple[tuple[Actor, ...], list[Finding]]:
    items: list[dict[str, Any]] = (document.data or {}).get("actors") or []
    actors = tuple(_actor(item, document.line("actors", i)) for i, item in enumerate(items))
    findings = [
        *_same_ids(document, actors),
        *_former_ids(document, actors),
        *_nameless(document, actors),
        *_same_names(document, actors),
        *_parts(document, actors),
        *_roles(document, actors),
    ]
    if any(finding.severity is Severity.ERROR for finding in findings):
        raise JisrError(findings)
    return actors, findings


def _actor(item: Mapping[str, Any], line: int) -> Actor:
    return Actor(
        id=item["id"],
        type=item["type"],
        ar=read_names(item["ar"]),
        en=read_names(item["en"]),
        needs_full_name=item.get("needs-full-name", item.get("needs_full_name", False)),
        origin=item.get("origin", ""),
        hybrid=item.get("hybrid", False),
        collective=item.get("collective", False),
        part_of=tuple(item.get("part-of", ())),
        wikidata=item.get("wikidata", ""),
        line=line,
        was=tuple(item.get("was", ())),
        roles=tuple(_role(role) for role in item.get("roles", ())),
        rules=tuple(_rule(rule) for rule in item.get("disambiguate", ())),
        source=_joined(item.get("source", "")),
    )


def _role(item: Mapping[str, Any]) -> Role:
    return Role(
        office=item.get("office", ""),
        title=dict(item.get("title", {})),
        since=str(item.get("from", "")),
        until=str(item.get("to", "")),
        source=_joined(item["source"]),
    )


def _rule(item: Mapping[str, Any]) -> Rule:
    return Rule(item["name"], tuple(item.get("near", ())), item.get("default", False))


def _joined(value: str | list[str]) -> str:
    return value if isinstance(value, str) else "; ".join(value)


def read_names(item: Mapping[str, Any]) -> ActorNames:
    """The names that stand under a language in YAML of the schema's form."""

    def text(key: str) -> str:
        return " ".join(str(item.get(key, "")).split())

    def several(*keys: str) -> tuple[str, ...]:
        return tuple(" ".join(name.split()) for key in keys for name in item.get(key, ()))

    shorts = (
        several("short") if isinstance(item.get("short"), list) else tuple(filter(None, (text("short"),)))
    )
    return ActorNames(
        preferred=text("name") or text("preferred"),
        short=shorts[0] if shorts else "",
        also_short=shorts[1:],
        acronym=text("acronym"),
        sort=text("sort"),
        allowed=several("aliases", "allowed"),
        quote_only=several("quote-only"),
        avoid={" ".join(form.split()): _why(reason) for form, reason in item.get("avoid", {}).items()},
        reason=text("reason"),
        source=_joined(item.get("source", "")),
        demonyms=several("demonyms"),
        description=text("description"),
    )


def _why(reason: str | Mapping[str, str]) -> str:
    if isinstance(reason, str):
        return reason
    source = reason.get("source", "")
    return reason["reason"] + (f" ({source})" if source else "")


def _same_ids(document: YamlDocument, actors: Sequence[Actor]) -> Iterator[Finding]:
    first: dict[str, Actor] = {}
    for index, actor in enumerate(actors):
        other = first.setdefault(actor.id, actor)
        if other is not actor:
            message = f"two actors with one id (the other in line {other.line})"
            where = ("actors", index, "id")
            yield document.finding("actors-id", message, *where, text=actor.id, remedy="give one another id")


def _former_ids(document: YamlDocument, actors: Sequence[Actor]) -> Iterator[Finding]:
    """An address leads to one page: a former id is nobody's id, and only one actor's former id."""
    owners = {actor.id: actor for actor in actors}
    for index, actor in enumerate(actors):
        for old in actor.was:
            other = owners.setdefault(old, actor)
            if other is not actor or old == actor.id:
                message = f"a former id that is in use (line {other.line})"
                where = ("actors", index, "was")
                yield document.finding("actors-id", message, *where, text=old, remedy="remove it from was")


def _roles(document: YamlDocument, actors: Sequence[Actor]) -> Iterator[Finding]:
    offices = {actor.id: actor.type for actor in actors}
    for index, actor in enumerate(actors):
        for number, role in enumerate(actor.roles):
            where = ("actors", index, "roles", number)
            if role.office and offices.get(role.office) != "office":
                remedy = "add the office as an actor, or give the role a title instead"
                message = "a role whose office is no actor of the type office"
                yield document.finding("actors-role", message, *where, text=role.office, remedy=remedy)
            # compared only to the common precision: 2019 and 2019-05 do not contradict each other
            elif role.until and role.until < role.since[: len(role.until)]:
                message = "a role that ends before it begins"
                text = f"{role.since} – {role.until}"
                yield document.finding("actors-role", message, *where, text=text, remedy="correct from or to")


_PREFIXES = frozenset(("ال", "لل", *(c + "ال" for c in "وفبك"), "ولل", "فلل", "وب", "ول", "وك", "فب", "فل"))
"""What stands before words, and is none: the article (ال, "the") and prepositions that are written to it."""


def why_too_vague(lang: Lang, name: str) -> str:
    """Why a name would be found in every text, or nowhere; empty for a name."""
    words = _words(lang, name)
    if not words:
        return "a name without a letter"
    letters = "".join(words)
    # X is a medium; “I” and “A” are words, and small letters stand in lists
    if len(letters) == 1 and (lang == "ar" or letters in "AI" or not letters.isupper()):
        return "a name of a single letter, which every text holds"
    return "a name that is only a prefix, which every text holds" if set(words) <= _PREFIXES else ""


def _nameless(document: YamlDocument, actors: Sequence[Actor]) -> Iterator[Finding]:
    for index, actor in enumerate(actors):
        for lang in LANGS:
            for key, name in _keyed(actor.names(lang)):
                if problem := why_too_vague(lang, name):
                    where = ("actors", index, lang, key)
                    message = f"{problem} ({lang}.{key})"
                    yield document.finding("actors-name", message, *where, text=name, remedy="write it out")


def _same_names(document: YamlDocument, actors: Sequence[Actor]) -> Iterator[Finding]:
    """Two preferred names that are one are an error; an alias that another actor bears is a warning."""
    for lang in LANGS:
        owners: dict[tuple[str, ...], dict[int, tuple[str, str]]] = {}
        for index, actor in enumerate(actors):
            for key, name in _keyed(actor.names(lang)):
                owners.setdefault(_words(lang, name), {}).setdefault(index, (key, name))
        for held in owners.values():
            (first, (first_key, _)), *others = held.items()
            for index, (key, name) in others:
                actor, other, both = actors[index], actors[first], key == first_key == "name"
                if _is_settled_by_rules(lang, name, [actors[i] for i in (index, *held)]):
                    continue
                message = f"{actor.id} and {other.id} (line {other.line}) have one {lang} name"
                rule, remedy = ("actors-name", _TELL_APART) if both else ("actors-alias", _SETTLE)
                where = ("actors", index, lang, key)
                found = document.finding(rule, message, *where, text=name, remedy=remedy)
                yield found if both else replace(found, severity=Severity.WARNING)


_TELL_APART = "merge them, or tell them apart: disambiguate: [{name: …, near: [words]}]"
_SETTLE = "it counts for the one named in full last; to settle it: disambiguate, or remove it from one"


def _is_settled_by_rules(lang: Lang, name: str, bearers: Sequence[Actor]) -> bool:
    """Whether rules say whom a shared name means: all who bear it have one, or all but one."""
    words = _words(lang, name)
    without = {a.id for a in bearers if not any(_words(lang, rule.name) == words for rule in a.rules)}
    return len(without) < 2


def _parts(document: YamlDocument, actors: Sequence[Actor]) -> Iterator[Finding]:
    ids = {actor.id for actor in actors}
    for index, actor in enumerate(actors):
        for part in actor.part_of:
            if part not in ids:
                message = f"{actor.id} is part of an actor that is not there"
                where = ("actors", index, "part-of")
                remedy = "add it, or correct the id"
                yield document.finding("actors-part-of", message, *where, text=part, remedy=remedy)
    graph = {actor.id: [part for part in actor.part_of if part in ids] for actor in actors}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        circle: list[str] = error.args[1]
        where = ("actors", next(i for i, actor in enumerate(actors) if actor.id in circle), "part-of")
        message = "actors that are part of each other in a circle"
        text, remedy = " → ".join(circle), "remove one link"
        yield document.finding("actors-part-of", message, *where, text=text, remedy=remedy)


def _keyed(names: ActorNames) -> Iterator[tuple[str, str]]:
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
    return arabic_names.name_words(name) if lang == "ar" else english_names.name_words(name)[1]


def unnamed_actor_findings(actors: Sequence[Actor], named: Collection[str], file: str) -> Iterator[Finding]:
    """A warning for every actor of the glossary `file` whose id is not in `named`: no text mentions it."""
    for actor in actors:
        if actor.id not in named:
            message = f"{actor.id} is named in no article"
            remedy = "remove it, or see whether its Arabic name is spelled as the articles spell it"
            text = actor.ar.preferred
            yield Finding("actors-unnamed", message, file, actor.line, text, remedy, "", Severity.WARNING)
