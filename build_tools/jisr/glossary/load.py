"""Reads `seeds/actors.yml` and `private/actors.yml`, and says what is wrong with them."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any

from jisr.glossary.match import arabic_names, english_names
from jisr.model.diagnostics import Finding, JisrError, Severity
from jisr.model.glossary import ACTORS_FILE, PRIVATE_ACTORS_FILE, Actor, ActorNames, Role, Rule
from jisr.model.languages import LANGS, Lang, language
from jisr.model.private import without_private
from jisr.storage.yaml import YamlDocument, parse_yaml, read_yaml


def load_actors(root: Path) -> tuple[tuple[Actor, ...], list[Finding]]:
    """The glossary of a project, and what is to be said of it; a broken one is findings, and no actors.

    Who stands in `private/actors.yml` is private, whatever the entry says.
    """
    try:
        with _quoting_nothing_private(PRIVATE_ACTORS_FILE):
            private = read_yaml(root / PRIVATE_ACTORS_FILE, root, "actors")
        return _check_actors(read_yaml(root / ACTORS_FILE, root, "actors"), private)
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
    return parse_glossary({file: text})


def parse_glossary(texts: Mapping[str, str]) -> tuple[tuple[Actor, ...], list[Finding]]:
    """`load_actors` of the texts of its files, for what is to be written. Raises `JisrError`."""
    documents = []
    for file, text in texts.items():
        with _quoting_nothing_private(file):
            documents.append(parse_yaml(text, file, "actors"))
    return _check_actors(*documents)


@contextmanager
def _quoting_nothing_private(file: str) -> Iterator[None]:
    """Errors of the file of private persons say what is wrong where, and no word of it: logs are public."""
    try:
        yield
    except JisrError as error:
        if file != PRIVATE_ACTORS_FILE or error.findings[0].check in ("disk", "path"):  # not of its words
            raise
        remedy = f"compare it with an entry of {ACTORS_FILE}: it has the same form"
        raise JisrError(
            Finding(f.check, _without_words(f.message), file, f.line, "", remedy) for f in error.findings
        ) from None


_NO_WORDS = re.compile(
    r"unknown key(?: in [\w.-]+)?|[\w.-]+ (?:is empty|must be one of .*|is a list, also of one|"
    r"has not the form that it needs)|no such day|the same key twice"
)
"""What may be said of a private file: which key is wrong and how, and no word of it."""


def _without_words(message: str) -> str:
    if _NO_WORDS.fullmatch(message):
        return f"{message} (the words are private)"
    return "not of the form that it must have (the words are private)"


@dataclass(frozen=True)
class _Glossary:
    """The actors of all files, and the place of each: its file, and its number there."""

    actors: tuple[Actor, ...]
    places: tuple[tuple[YamlDocument, int], ...]

    def is_whole(self, index: int) -> bool:
        """Whether all that an entry may refer to is here: private persons are part of public groups."""
        return self.actors[index].file == ACTORS_FILE or ACTORS_FILE in (d.file for d, _ in self.places)

    def finding(
        self,
        check: str,
        message: str,
        index: int,
        *where: str | int,
        text: str = "",
        remedy: str = "",
        others: Sequence[Actor] = (),
    ) -> Finding:
        """An error about what stands at `where` in an entry; `text` is also of the entries `others`."""
        document, number = self.places[index]
        owner = next((one for one in (self.actors[index], *others) if one.private), self.actors[index])
        return document.finding(
            check, message, "actors", number, *where, text=owner.quote(text), remedy=remedy
        )


def _check_actors(*documents: YamlDocument) -> tuple[tuple[Actor, ...], list[Finding]]:
    entries = [
        (document, number, item)
        for document in documents
        for number, item in enumerate((document.data or {}).get("actors") or [])
    ]
    glossary = _Glossary(
        tuple(_actor(item, document.line("actors", n), document.file) for document, n, item in entries),
        tuple((document, n) for document, n, _ in entries),
    )
    findings = [
        *_same_ids(glossary),
        *_former_ids(glossary),
        *_nameless(glossary),
        *_same_names(glossary),
        *_parts(glossary),
        *_roles(glossary),
    ]
    if any(finding.is_error for finding in findings):
        raise JisrError(findings)
    return glossary.actors, findings


def _actor(item: Mapping[str, Any], line: int, file: str) -> Actor:
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
        private=file == PRIVATE_ACTORS_FILE or item.get("private", False),
        file=file,
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
    return without_private(value if isinstance(value, str) else "; ".join(value))


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
        description=without_private(text("description")),
    )


def _why(reason: str | Mapping[str, str]) -> str:
    if isinstance(reason, str):
        return reason
    source = reason.get("source", "")
    return reason["reason"] + (f" ({source})" if source else "")


def _same_ids(glossary: _Glossary) -> Iterator[Finding]:
    first: dict[str, Actor] = {}
    for index, actor in enumerate(glossary.actors):
        other = first.setdefault(actor.id, actor)
        if other is not actor:
            message = f"two actors with one id (the other in {_line(other, actor)})"
            remedy = "give one another id"
            yield glossary.finding(
                "actors-id", message, index, "id", text=actor.id, remedy=remedy, others=[other]
            )


def _line(other: Actor, actor: Actor) -> str:
    """Where an actor stands, as seen from another."""
    return f"line {other.line}" if other.file == actor.file else f"{other.file}, line {other.line}"


def _former_ids(glossary: _Glossary) -> Iterator[Finding]:
    """An address leads to one page: a former id is nobody's id, and only one actor's former id."""
    owners = {actor.id: actor for actor in glossary.actors}
    for index, actor in enumerate(glossary.actors):
        for old in actor.was:
            other = owners.setdefault(old, actor)
            if other is not actor or old == actor.id:
                message = f"a former id that is in use ({_line(other, actor)})"
                remedy = "remove it from was"
                yield glossary.finding(
                    "actors-id", message, index, "was", text=old, remedy=remedy, others=[other]
                )


def _roles(glossary: _Glossary) -> Iterator[Finding]:
    offices = {actor.id: actor.type for actor in glossary.actors}
    for index, actor in enumerate(glossary.actors):
        for number, role in enumerate(actor.roles):
            where = (index, "roles", number)
            if role.office and offices.get(role.office) != "office" and glossary.is_whole(index):
                remedy = "add the office as an actor, or give the role a title instead"
                message = "a role whose office is no actor of the type office"
                yield glossary.finding("actors-role", message, *where, text=role.office, remedy=remedy)
            # compared only to the common precision: 2019 and 2019-05 do not contradict each other
            elif role.until and role.until < role.since[: len(role.until)]:
                message = "a role that ends before it begins"
                text = f"{role.since} – {role.until}"
                yield glossary.finding("actors-role", message, *where, text=text, remedy="correct from or to")


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


def _nameless(glossary: _Glossary) -> Iterator[Finding]:
    for index, actor in enumerate(glossary.actors):
        for lang in LANGS:
            for key, name in _keyed(actor.names(lang)):
                if problem := why_too_vague(lang, name):
                    message = f"{problem} ({lang}.{key})"
                    remedy = "write it out"
                    yield glossary.finding("actors-name", message, index, lang, key, text=name, remedy=remedy)


def _same_names(glossary: _Glossary) -> Iterator[Finding]:
    """Two preferred names that are one are an error; an alias that another actor bears is a warning."""
    actors = glossary.actors
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
                ids = f"{actor.quote(actor.id)} and {other.quote(other.id)}"
                message = f"{ids} ({_line(other, actor)}) have one {language(lang).name} name"
                rule, remedy = ("actors-name", _TELL_APART) if both else ("actors-alias", _SETTLE)
                found = glossary.finding(
                    rule, message, index, lang, key, text=name, remedy=remedy, others=[other]
                )
                yield found if both else replace(found, severity=Severity.WARNING)


_TELL_APART = "merge them, or tell them apart: disambiguate: [{name: …, near: [words]}]"
_SETTLE = "it counts for the one named in full last; to settle it: disambiguate, or remove it from one"


def _is_settled_by_rules(lang: Lang, name: str, bearers: Sequence[Actor]) -> bool:
    """Whether rules say whom a shared name means: all who bear it have one, or all but one."""
    words = _words(lang, name)
    without = {a.id for a in bearers if not any(_words(lang, rule.name) == words for rule in a.rules)}
    return len(without) < 2


def _parts(glossary: _Glossary) -> Iterator[Finding]:
    actors = glossary.actors
    ids = {actor.id for actor in actors}
    for index, actor in enumerate(actors):
        for part in actor.part_of:
            if part not in ids and glossary.is_whole(index):
                message = f"{actor.quote(actor.id)} is part of an actor that is not there"
                remedy = "add it, or correct the id"
                yield glossary.finding("actors-part-of", message, index, "part-of", text=part, remedy=remedy)
    graph = {actor.id: [part for part in actor.part_of if part in ids] for actor in actors}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        circle: list[str] = error.args[1]
        first = next(i for i, actor in enumerate(actors) if actor.id in circle)
        others = [actor for actor in actors if actor.id in circle]
        message = "actors that are part of each other in a circle"
        text, remedy = " → ".join(circle), "remove one link"
        yield glossary.finding(
            "actors-part-of", message, first, "part-of", text=text, remedy=remedy, others=others
        )


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


def unnamed_actor_findings(actors: Sequence[Actor], named: Collection[str]) -> Iterator[Finding]:
    """A warning for every actor whose id is not in `named`: no text mentions it."""
    for actor in actors:
        if actor.id not in named:
            message = f"{actor.quote(actor.id)} is named in no article"
            remedy = "remove it, or see whether its Arabic name is spelled as the articles spell it"
            text = actor.quote(actor.ar.preferred)
            yield Finding(
                "actors-unnamed", message, actor.file, actor.line, text, remedy, "", Severity.WARNING
            )
