"""The pages of the glossary: one an actor, with every passage that names it, and the index."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from operator import itemgetter
from typing import Any

from jisr.i18n.marks import describe_actor
from jisr.lang.collation import index_letter, sort_key, sort_name
from jisr.markup.html import Node
from jisr.model.glossary import Actor
from jisr.model.languages import LANGS, Lang, language, other_lang
from jisr.site.actors.network import network_pages
from jisr.site.actors.quotes import Quote, read_quotes, robots_rule
from jisr.site.actors.roles import (
    HolderRoles,
    Source,
    holders_by_office,
    holders_timeline,
    roles_timeline,
    split_sources,
)
from jisr.site.article.metadata import actor_meta
from jisr.site.common.co_mentions import SharedParagraphs, find_co_mentions, rank_co_mentions
from jisr.site.common.context import Link, Site, actor_path, page_title
from jisr.site.common.inline import isolate
from jisr.site.common.listed import Places
from jisr.site.common.paging import ListPage, page_starts, paginate
from jisr.site.jobs import PageJob
from jisr.site.lifecycle import redirect_page

INDEX = "actors/index.md"
NEAR = 100  # actors that are told to be named in the same paragraphs
SIZE = 30  # articles on a page that are quoted
NAMES = 500  # on a page of the index
NEWEST = 40  # articles that name somebody, by which the index narrows; by others it does from their own pages


def actor_pages(site: Site) -> Iterator[PageJob]:
    """A page an actor, with further ones for those of many mentions, and the index.

    Pages that quote the same articles follow each other, for these are read for a page and then at hand.
    """
    together = find_co_mentions(site) if site.settings.network else {}
    ranked = rank_co_mentions(site) if together else {}
    held = holders_by_office(site.actors.values())
    members: dict[str, list[Actor]] = defaultdict(list)
    for actor in site.actors.values():
        for whole in actor.part_of:
            members[whole].append(actor)
    pages: list[tuple[int, PageJob]] = []
    for actor in site.actors.values():
        near = list(ranked.get(actor.id, {}).items())
        around = ActorNeighbours(
            members[actor.id], held.get(actor.id, ()), near[:NEAR], max(0, len(near) - NEAR)
        )
        pages += _known_pages(site, actor, around)
        for old in actor.was:
            yield redirect_page(site, actor_path(old), actor_path(actor.id), actor.names(site.lang).preferred)
    yield from (job for _, job in sorted(pages, key=itemgetter(0)))
    yield from _index(site)
    if site.settings.network:
        yield from network_pages(site, together)


# --- one actor ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ActorNeighbours:
    """Others on an actor's page: its members, who held it as an office, who is named in its paragraphs."""

    members: Sequence[Actor]
    held: HolderRoles
    near: Sequence[tuple[str, SharedParagraphs]]
    others: int  # how many more are named with it

    def inputs(self, site: Site, actor: Actor) -> object:
        """All that the page prints of them."""
        ids = (
            [one.id for one in self.members]
            + [one.id for one, _ in self.held]
            + [id_ for id_, _ in self.near]
        )
        ids += [*actor.part_of, *(role.office for role in actor.roles)]
        names = [(id_, site.actors[id_].names(site.lang).preferred) for id_ in ids if id_ in site.actors]
        titles = [site.marked_title(place.slug) for _, places in self.near for place in places.newest]
        said = [actor.source, actor.ar.source, actor.en.source]
        said += [role.source for role in (*actor.roles, *(role for _, role in self.held))]
        sources = [split_sources(site, one) for one in said if one]
        return names, [(one.id, role) for one, role in self.held], self.near, self.others, titles, sources


def _known_pages(site: Site, actor: Actor, around: ActorNeighbours) -> Iterator[tuple[int, PageJob]]:
    """The pages of an actor, each with the number of the newest article that it quotes."""
    quoted = site.places.get("quotes", {}).get(actor.id, Places())
    years = _count_years(site, quoted)
    told = repr((_without_place(actor), around.inputs(site, actor), quoted.total, years))
    inputs = (
        told.encode("utf-8", "surrogatepass"),
        site.seal_links(quoted.articles),
        quoted.digests.tobytes(),
    )
    jobs = site.known_jobs("actor", inputs, partial(_pages_of, site, actor, around, quoted, years, told))
    articles = quoted.articles or (0,)
    newest = (articles[at] for at in page_starts(len(quoted.articles), SIZE))
    return zip(newest, jobs, strict=True)


def _pages_of(
    site: Site,
    actor: Actor,
    around: ActorNeighbours,
    quoted: Places,
    years: Sequence[tuple[str, int]],
    told: str,
) -> Iterator[PageJob]:
    """The pages; `told` is what the first is made from beside what it quotes."""
    for page in paginate(actor_path(actor.id), range(len(quoted.articles)), SIZE):
        own = slice(page.items[0], page.items[-1] + 1) if page.items else slice(0)
        articles = quoted.articles[own]
        shown = (page.place, site.seal_links(articles).hex(), quoted.digests[own].tobytes().hex())
        if page.is_first:
            inputs = (told, shown)
            make = partial(_actor_page, site, actor, page, articles, around, quoted.total, years)
        else:
            inputs = (actor.names(site.lang).preferred, shown)
            make = partial(_more_quotes, site, actor, page, articles)
        yield site.job(page.path, inputs, make)


def _count_years(site: Site, quoted: Places) -> list[tuple[str, int]]:
    """How many of the articles that name an actor are of each year, where they are of several."""
    found = Counter(map(site.years.__getitem__, quoted.articles))
    del found[""]
    return sorted(found.items()) if len(found) > 1 else []


def _without_place(actor: Actor) -> Actor:
    """The actor as it would be at another place of the glossary."""
    return replace(actor, line=0, file="")


def _sections(site: Site, actor: Actor, articles: Iterable[int]) -> list[tuple[str, list[Quote]]]:
    """The sentences that name an actor, article by article."""
    slugs = [site.articles[number].slug for number in articles]
    return [(slug, read_quotes(site, slug, site.given("quotes", slug)[actor.id])) for slug in slugs]


def _more_quotes(site: Site, actor: Actor, page: ListPage[int], articles: Sequence[int]) -> bytes:
    """A page with further passages that name an actor."""
    sections = _sections(site, actor, articles)
    meta = {
        "title": page_title(site, actor.names(site.lang).preferred, page),
        "template": "actor.html",
        "robots": robots_rule(sections),
    }
    data = {"link": site.actor_links[actor.id], "list": page, "sections": sections}
    return site.render_page("actors/more-quotes", page.path, meta, **data)


def _actor_page(
    site: Site,
    actor: Actor,
    page: ListPage[int],
    articles: Sequence[int],
    around: ActorNeighbours,
    total: int,
    years: Sequence[tuple[str, int]],
) -> bytes:
    names, sections = actor.names(site.lang), _sections(site, actor, articles)
    meta = {
        "title": names.preferred,
        "description": describe_actor(actor, site.lang),
        "template": "actor.html",
        "robots": robots_rule(sections),
        **actor_meta(site, actor),
    }
    data = {
        "actor": actor,
        "names": names,
        "facts": _facts(site, actor, around.members),
        "roles": roles_timeline(site, actor),
        "holders": holders_timeline(site, around.held),
        "near": around.near,
        "others": around.others,
        "list": page,
        "sections": sections,
        "total": total,
        "years": years,
    }
    return site.render_page("actors/actor", page.path, meta, **data)


@dataclass(frozen=True)
class NameReason:
    """Why a name is ours, where it is a choice of house style, and where that is from."""

    lang: Lang
    name: tuple[Node, ...]
    reason: str
    sources: Sequence[Source]


@dataclass(frozen=True)
class ActorFacts:
    """What is known of an actor; names and actors with the word of the interface that says what they are."""

    notes: Sequence[str]
    names: Sequence[tuple[str, Lang, Sequence[tuple[Node, ...]]]]
    groups: Sequence[tuple[str, Sequence[Link]]]
    reasons: Sequence[NameReason]
    sources: Sequence[Source]


def _facts(site: Site, actor: Actor, members: Sequence[Actor]) -> ActorFacts:
    say, langs = site.words, (site.lang, other_lang(site.lang))
    notes = [say(f"actors.{flag}") for flag in ("hybrid", "collective") if getattr(actor, flag)]
    notes += [say("actors.machine", origin=say.origin(actor.origin))] if actor.origin else []
    names = [
        (label, lang, [tuple(isolate(name, lang)) for name in also])
        for label, lang in zip(("also", "in_other"), langs, strict=True)
        if (also := actor.names(lang).others)
    ]
    wholes = [site.actors[i] for i in actor.part_of if i in site.actors]
    groups = [
        (label, [site.actor_links[one.id] for one in group])
        for label, group in (("part_of", wholes), ("members", members))
        if group
    ]
    reasons = [
        NameReason(lang, tuple(isolate(own.preferred, lang)), own.reason, split_sources(site, own.source))
        for lang in langs
        if (own := actor.names(lang)).reason or own.source
    ]
    return ActorFacts(notes, names, groups, reasons, split_sources(site, actor.source))


# --- the index ---------------------------------------------------------------------------------------------


def _index(site: Site) -> Iterator[PageJob]:
    """One list in the order of the alphabet, on as many pages as it takes; a script narrows it."""
    say, places = site.words, site.places.get("quotes", {})
    ordered = sorted(site.actors.values(), key=lambda a: sort_key(a, site.lang))
    letters = list(dict.fromkeys(_letter(actor, site.lang) for actor in ordered))
    kinds, topics = Counter(actor.type for actor in ordered), site.groups["topics"]
    types = {kind: kinds[kind] for kind in say.table("actors.type") if kind in kinds}
    newest = site.newest_that_name(NEWEST)
    data = {
        "total": len(ordered),
        "drafted": sum(bool(actor.origin) for actor in ordered),
        "other": language(other_lang(site.lang)),
        "letter_of": lambda actor: _letter(actor, site.lang),
        "letters": letters,
        "types": types,
        "topics": topics,
        "articles": [site.article_link(article.slug) for article in newest],
        "also": _all_names,
    }
    told = (
        len(ordered),
        data["drafted"],
        letters,
        types,
        [group.seal for group in topics],
        [one.link for one in newest],
    )
    for page in paginate(INDEX, ordered, NAMES, rising=True):
        found = [places.get(actor.id, Places()) for actor in page.items]
        rows = [
            IndexRow(actor, there.total, _topics(site, there))
            for actor, there in zip(page.items, found, strict=True)
        ]
        inputs = (page.place, told, [(_without_place(r.actor), r.mentions, r.topics) for r in rows])
        title = page_title(site, say("actors.title"), page)
        meta = {"title": title, "description": say("actors.about"), "template": "names.html"}
        pages = [page.path_of(number) for number in range(1, page.last + 1) if number != page.number]
        make = partial(_index_page, site, meta, page.showing(rows), {**data, "pages": pages})
        yield site.job(page.path, inputs, make)


def _letter(actor: Actor, lang: Lang) -> str:
    return index_letter(sort_name(actor, lang))


@dataclass(frozen=True)
class IndexRow:
    """A line of the index: how often articles name the actor, and the topics of those, by their ids."""

    actor: Actor
    mentions: int
    topics: Sequence[str]


def _index_page(
    site: Site, meta: Mapping[str, object], page: ListPage[IndexRow], data: Mapping[str, Any]
) -> bytes:
    return site.render_page("actors/index", page.path, meta, list=page, **data)


def _topics(site: Site, found: Places) -> list[str]:
    return sorted(set().union(*map(site.topics.__getitem__, found.articles)))


def _all_names(actor: Actor) -> str:
    """The names beside the preferred ones by which an actor is found."""
    return " ".join(name for lang in LANGS for name in actor.names(lang).others)
