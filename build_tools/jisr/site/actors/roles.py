"""The offices that a person held, and who held an office, in the order of time."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from jisr.markup.html import Node
from jisr.model.glossary import Actor, Role
from jisr.model.languages import other_lang
from jisr.model.source import PublicationDate
from jisr.site.common.context import Link, Site

_ADDRESS = re.compile(r"https?://[^\s/]\S*")
_PASSAGE = re.compile(r"(?P<slug>\S+)(?: #(?P<key>\w+))?")
HolderRoles = Sequence[tuple[Actor, Role]]


def holders_by_office(actors: Iterable[Actor]) -> Mapping[str, HolderRoles]:
    """Office → who held it, and how."""
    found: dict[str, list[tuple[Actor, Role]]] = defaultdict(list)
    for actor in actors:
        for role in actor.roles:
            if role.office:
                found[role.office].append((actor, role))
    return found


@dataclass(frozen=True)
class Source:
    """What an editor gave as a source: a passage of an article here, an address on the web, or words."""

    words: str
    is_address: bool = False
    article: Link | None = None
    key: str = ""


def split_sources(site: Site, said: str) -> list[Source]:
    """The sources that an editor gave, one behind the other."""
    return [_read_source(site, source) for source in said.split("; ") if said]


def _read_source(site: Site, said: str) -> Source:
    passage = _PASSAGE.fullmatch(said.strip())
    if passage and passage["slug"] in site.titles:
        return Source(said, article=site.article_link(passage["slug"]), key=passage["key"] or "")
    return Source(said, bool(_ADDRESS.fullmatch(said)))


class Bar(NamedTuple):
    """Where a time lies on the line of all times that stand together, in per cent."""

    start: float
    width: float


@dataclass(frozen=True)
class RoleLine:
    """An office with its time: a page that it leads to, or its title alone."""

    since: PublicationDate | None
    until: PublicationDate | None
    sources: Sequence[Source]
    link: Link | None = None
    title: tuple[Node, ...] = ()
    bar: Bar | None = None


def roles_timeline(site: Site, actor: Actor) -> list[RoleLine]:
    """The time line of a person's offices."""
    return with_bars([_office(site, role) for role in sorted(actor.roles, key=_sort_key)])


def holders_timeline(site: Site, held: HolderRoles) -> list[RoleLine]:
    """The time line of an office's holders."""
    ordered = sorted(held, key=lambda pair: (*_sort_key(pair[1]), pair[0].id))
    return with_bars([_line(site, role, link=site.actor_links[actor.id]) for actor, role in ordered])


def with_bars(lines: Sequence[RoleLine]) -> list[RoleLine]:
    """The lines with their times on one bar each, where there are several whose beginning is known.

    One that lasts reaches to the end of the bar, which lies behind the last day that is known: nobody asks a
    clock. What nothing is known of the beginning of has no bar.
    """
    begins = [_year(one.since.value) for one in lines if one.since]
    if len(begins) < 2:
        return list(lines)
    first = min(begins)
    last = max([*begins, *(_year(one.until.value, end=True) for one in lines if one.until)])
    whole = max(last - first, 1) * (1 if all(one.until for one in lines) else 1.1)
    return [replace(one, bar=_bar(one, first, whole)) for one in lines]


def _bar(line: RoleLine, first: float, whole: float) -> Bar | None:
    if not line.since:
        return None
    start = _year(line.since.value) - first
    end = _year(line.until.value, end=True) - first if line.until else whole
    return Bar(round(100 * start / whole, 1), round(100 * max(end - start, whole / 100) / whole, 1))


def _year(value: str, *, end: bool = False) -> float:
    """A date as a number of years: the first day of what is known, or the last."""
    year, *parts = map(int, value.split("-"))
    month, day = (*parts, *((12, 31)[len(parts) :] if end else (1, 1)[len(parts) :]))
    return year + (month - 1) / 12 + (day - 1) / 372


def _sort_key(role: Role) -> tuple[str, str]:
    """By the first day that is known; what nothing is known of stands last."""
    return role.since or role.until or "9999", role.until or "9999"


def _office(site: Site, role: Role) -> RoleLine:
    if role.office in site.actors:
        return _line(site, role, link=site.actor_links[role.office])
    if title := role.title.get(site.lang):
        return _line(site, role, title=site.text(title))
    other = other_lang(site.lang)
    return _line(site, role, title=site.text(role.title.get(other, ""), other))


def _line(site: Site, role: Role, link: Link | None = None, title: tuple[Node, ...] = ()) -> RoleLine:
    since, until = (PublicationDate(day) if day else None for day in (role.since, role.until))
    return RoleLine(since, until, split_sources(site, role.source), link, title)
