"""Actors and terms, by the names that they have in both languages."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from jisr.model.languages import ORIGINAL, Lang
from jisr.model.private import hide

ACTORS_FILE = "seeds/actors.yml"
PRIVATE_ACTORS_FILE = "private/actors.yml"
"""The same for persons who are private: outside git, for such a list is itself what nobody may have."""
GROUPS = frozenset(("armed group", "state force", "bloc", "party", "organisation"))
"""Types of actors that may be called after their members: the Houthis, and so a Houthi leader."""


@dataclass(frozen=True)
class ActorNames:
    """The names of an actor in one language.

    `preferred` is our own voice; `short` may stand for it once the full name was named; `allowed` are other
    right names; `quote_only` may stand in quotations; `avoid` maps a wrong or loaded name to the reason.
    """

    preferred: str
    short: str = ""
    acronym: str = ""
    sort: str = ""
    allowed: tuple[str, ...] = ()
    quote_only: tuple[str, ...] = ()
    avoid: Mapping[str, str] = field(default_factory=dict)
    demonyms: tuple[str, ...] = ()
    also_short: tuple[str, ...] = ()  # short forms beside `short` that others write
    description: str = ""
    reason: str = ""  # why the preferred name is our choice, where it is one of house style
    source: str = ""

    @property
    def others(self) -> list[str]:
        """The names beside the preferred one that are right in our own voice, each once."""
        found = dict.fromkeys((self.short, *self.also_short, self.acronym, *self.allowed))
        return [name for name in found if name and name != self.preferred]


@dataclass(frozen=True)
class Role:
    """An office that a person held: an actor of that type, or just a `title` in each language.

    `since` and `until` are `2022`, `2022-10` or `2022-10-27`; empty where unknown, `until` while it lasts.
    """

    office: str = ""
    title: Mapping[str, str] = field(default_factory=dict)
    since: str = ""
    until: str = ""
    source: str = ""


@dataclass(frozen=True)
class Rule:
    """Whom a shared `name` means: this actor where one of the words `near` stands in the block or article.

    `default` is the one it means where no rule's words are there.
    """

    name: str
    near: tuple[str, ...] = ()
    default: bool = False


@dataclass(frozen=True)
class Actor:
    """Someone or something named, as `seeds/actors.yml` has it; `schemas/actors.json` lists the types.

    A `private` person (a victim, a witness, a detainee, a relative) has one English name like others, and the
    checks see to it; but nothing that is published says that there is an entry: see `public_actors`.
    """

    id: str
    type: str
    ar: ActorNames
    en: ActorNames
    needs_full_name: bool = False
    origin: str = ""  # the machine that drafted the entry, until a person has checked it
    hybrid: bool = False
    collective: bool = False
    part_of: tuple[str, ...] = ()
    wikidata: str = ""
    line: int = 0
    was: tuple[str, ...] = ()  # former ids: their pages' addresses lead to this one's
    roles: tuple[Role, ...] = ()
    rules: tuple[Rule, ...] = ()
    source: str = ""  # of its type and description
    private: bool = False
    file: str = ACTORS_FILE

    def names(self, lang: Lang) -> ActorNames:
        """The names in `lang`."""
        return self.ar if lang == ORIGINAL.code else self.en

    def quote(self, text: str) -> str:
        """`text` of the entry as a finding may show it: of a private person only place and number of letters.

        Names in an article are published with it. Which of them stand for private persons is not, and
        findings go to logs that anybody can read.
        """
        if not self.private or not text:
            return text
        return f"{hide(text)} of {self.file}, line {self.line}"


def public_actors(actors: Iterable[Actor]) -> tuple[Actor, ...]:
    """Those of whom anything may be published: all but private persons."""
    return tuple(actor for actor in actors if not actor.private)


@dataclass(frozen=True)
class Term:
    """A word that names no actor and has one way to be said in English: see `seeds/terms.yml`."""

    id: str
    ar: ActorNames
    en: ActorNames
    note: str = ""
    line: int = 0


class Mention(NamedTuple):
    """A span of a block's plain text that names an actor; `start` and `end` count characters.

    `kind` is `name` (any name of the actor) or `demonym`; `nested` lies within a longer mention.
    """

    actor: str
    lang: Lang
    start: int
    end: int
    text: str
    kind: Literal["name", "demonym"] = "name"
    nested: bool = False


@dataclass(frozen=True)
class ActorSuggestion:
    """An actor that may be missing from the glossary.

    `count` is how often it is named, `cue` what gave it away, `context` the sentence of its first mention in
    the article `slug`, block `key`. `english` is a spelling to begin with, CLDR's name, or "" for none.
    """

    name: str
    type: str
    english: str
    count: int
    cue: str
    context: str = ""
    slug: str = ""
    key: str = ""
