"""The offices that a person held, and who held an office, in the order of time."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from jisr.markup.html import Node
from jisr.model.glossary import Actor, Role
from jisr.model.languages import other_lang
from jisr.model.source import PublicationDate
from jisr.site.common.context import Link, Site

_ADDRESS = re.compile(r"https?://[^\s/]\S*")
HolderRoles = Sequence[tuple[Actor, Role]]


def holders_by_office(actors: Iterable[Actor]) -> Mapping[str, HolderRoles]:
    """Office → who held it, and how."""
    found: dict[str, list[tuple[Actor, Role]]] = defaultdict(list)
    for actor in actors:
        for role in actor.roles:
            if role.office:
                found[role.office].append((actor, role))
    return found


Source = tuple[str, bool]
"""What an editor gave as a source, and whether it is an address on the web."""


def split_sources(said: str) -> list[Source]:
    """The sources that an editor gave, one behind the other."""
    return [(source, bool(_ADDRESS.fullmatch(source))) for source in said.split("; ") if said]


@dataclass(frozen=True)
class RoleLine:
    """An office with its time: a page that it leads to, or its title alone."""

    since: PublicationDate | None
    until: PublicationDate | None
    sources: Sequence[Source]
    link: Link | None = None
    title: tuple[Node, ...] = ()


def roles_timeline(site: Site, actor: Actor) -> list[RoleLine]:
    """The time line of a person's offices."""
    return [_office(site, role) for role in sorted(actor.roles, key=_sort_key)]


def holders_timeline(site: Site, held: HolderRoles) -> list[RoleLine]:
    """The time line of an office's holders."""
    ordered = sorted(held, key=lambda pair: (*_sort_key(pair[1]), pair[0].id))
    return [_line(role, link=site.actor_links[actor.id]) for actor, role in ordered]


def _sort_key(role: Role) -> tuple[str, str]:
    """By the first day that is known; what nothing is known of stands last."""
    return role.since or role.until or "9999", role.until or "9999"


def _office(site: Site, role: Role) -> RoleLine:
    if role.office in site.actors:
        return _line(role, link=site.actor_links[role.office])
    if title := role.title.get(site.lang):
        return _line(role, title=site.text(title))
    other = other_lang(site.lang)
    return _line(role, title=site.text(role.title.get(other, ""), other))


def _line(role: Role, link: Link | None = None, title: tuple[Node, ...] = ()) -> RoleLine:
    since, until = (PublicationDate(day) if day else None for day in (role.since, role.until))
    return RoleLine(since, until, split_sources(role.source), link, title)
