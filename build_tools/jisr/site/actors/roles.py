"""The offices that a person held, and who held an office, in the order of time."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from jisr.model.glossary import Actor, Role
from jisr.model.source import PublicationDate
from jisr.markup.html import Node, el
from jisr.site.common.context import OTHER, Site, actor_path
from jisr.site.common.urls import relative_url

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


def roles_timeline(site: Site, path: str, actor: Actor) -> Node | None:
    """The time line of a person's offices, for the page in the file `path`."""
    items = [_item(site, _office(site, path, role), role) for role in sorted(actor.roles, key=_sort_key)]
    return el("ol", *items, class_="jisr-roles") if items else None


def holders_timeline(site: Site, path: str, held: HolderRoles) -> Node | None:
    """The time line of an office's holders."""
    items = [
        _item(site, _name(site, path, actor), role)
        for actor, role in sorted(held, key=lambda pair: (*_sort_key(pair[1]), pair[0].id))
    ]
    return el("ol", *items, class_="jisr-roles") if items else None


def _sort_key(role: Role) -> tuple[str, str]:
    """By the first day that is known; what nothing is known of stands last."""
    return role.since or role.until or "9999", role.until or "9999"


def _name(site: Site, path: str, actor: Actor) -> tuple[Node, ...]:
    name = actor.names(site.lang).preferred
    return (el("a", *site.text(name), href=relative_url(path, actor_path(actor.id))),)


def _office(site: Site, path: str, role: Role) -> tuple[Node, ...]:
    if role.office in site.actors:
        return _name(site, path, site.actors[role.office])
    if title := role.title.get(site.lang):
        return site.text(title)
    other = OTHER[site.lang]
    return site.text(role.title.get(other, ""), other)


def _item(site: Site, words: Sequence[Node], role: Role) -> Node:
    say = site.words
    source = el("span", say("roles.source"), " ", *source_links(role.source), class_="jisr-quiet")
    return el("li", el("span", *_time(site, role), class_="jisr-roles__time"), el("span", *words),
              source if role.source else None)  # fmt: skip


def source_links(said: str) -> tuple[Node, ...]:
    """What an editor gave as sources, with links where those are addresses on the web."""
    nodes: list[Node] = []
    for source in said.split("; "):
        address = _ADDRESS.fullmatch(source)
        inner = el("a", source, href=source, rel="noopener") if address else source
        nodes += [", ", el("bdi", inner, dir="auto")]
    return tuple(nodes[1:])


def _time(site: Site, role: Role) -> tuple[Node, ...]:
    since, until = (_day(site, value) for value in (role.since, role.until))
    if since and until:
        return since, " – ", until
    if since or until:
        before, after = site.words("roles.since" if since else "roles.until", day="\0").split("\0")
        return before, since or until or "", after
    return (site.words("roles.undated"),)


def _day(site: Site, value: str) -> Node | None:
    return el("time", site.words.published(PublicationDate(value)), datetime=value) if value else None
