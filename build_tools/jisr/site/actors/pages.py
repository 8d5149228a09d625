"""The pages of the glossary: one an actor, with every passage that names it, and the index."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from operator import itemgetter

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
from jisr.site.common.co_mentions import SharedParagraphs, find_co_mentions
from jisr.site.common.context import Link, Site, actor_path, page_title
from jisr.site.common.inline import isolate
from jisr.site.common.listed import ListedArticle, Places
from jisr.site.common.paging import ListPage, paginate
from jisr.site.jobs import PageJob
from jisr.site.lifecycle import redirect_page

INDEX = "actors/index.md"
NEAR = 100  # actors that are told to be named in the same paragraphs
SIZE = 30  # articles on a page that are quoted


def actor_pages(site: Site) -> Iterator[PageJob]:
    """A page an actor, with further ones for those of many mentions, and the index.

    Pages that quote the same articles follow each other, for these are read for a page and then at hand.
    """
    together = find_co_mentions(site) if site.settings.network else {}
    held = holders_by_office(site.actors.values())
    members: dict[str, list[Actor]] = defaultdict(list)
    for actor in site.actors.values():
        for whole in actor.part_of:
            members[whole].append(actor)
    pages: list[tuple[int, PageJob]] = []
    for actor in site.actors.values():
        near = list(together.get(actor.id, {}).items())
        around = ActorNeighbours(
            members[actor.id], held.get(actor.id, ()), near[:NEAR], max(0, len(near) - NEAR)
        )
        pages += _pages_of(site, actor, around)
        for old in actor.was:
            yield redirect_page(site, actor_path(old), actor_path(actor.id), actor.names(site.lang).preferred)
    yield from (job for _, job in sorted(pages, key=itemgetter(0)))
    yield _index(site)
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
        titles = [site.titles[place.slug] for _, places in self.near for place in places.newest]
        return names, [(one.id, role) for one, role in self.held], self.near, self.others, titles


def _pages_of(site: Site, actor: Actor, around: ActorNeighbours) -> Iterator[tuple[int, PageJob]]:
    """The pages of an actor, each with the number of the newest article that it quotes."""
    names, quoted = actor.names(site.lang), site.places.get("quotes", {}).get(actor.id, Places())
    for page in paginate(actor_path(actor.id), range(len(quoted.articles)), SIZE):
        articles = [site.articles[quoted.articles[n]] for n in page.items]
        shown = (page.place, [one.link for one in articles], [quoted.digests[n] for n in page.items])
        if page.is_first:
            inputs: object = (_without_place(actor), around.inputs(site, actor), quoted.total, shown)
            make = partial(_actor_page, site, actor, page, articles, around, quoted.total)
        else:
            inputs = (names.preferred, shown)
            make = partial(_more_quotes, site, actor, page, articles)
        yield next((quoted.articles[n] for n in page.items), 0), site.job(page.path, inputs, make)


def _without_place(actor: Actor) -> Actor:
    """The actor as it would be at another place of the glossary."""
    return replace(actor, line=0, file="")


def _sections(site: Site, actor: Actor, articles: Iterable[ListedArticle]) -> list[tuple[str, list[Quote]]]:
    """The sentences that name an actor, article by article."""
    return [(one.slug, read_quotes(one.slug, site.given("quotes", one.slug)[actor.id])) for one in articles]


def _more_quotes(site: Site, actor: Actor, page: ListPage[int], articles: Sequence[ListedArticle]) -> bytes:
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
    articles: Sequence[ListedArticle],
    around: ActorNeighbours,
    total: int,
) -> bytes:
    names, sections = actor.names(site.lang), _sections(site, actor, articles)
    meta = {
        "title": names.preferred,
        "description": names.description,
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
        NameReason(lang, tuple(isolate(own.preferred, lang)), own.reason, split_sources(own.source))
        for lang in langs
        if (own := actor.names(lang)).reason or own.source
    ]
    return ActorFacts(notes, names, groups, reasons, split_sources(actor.source))


# --- the index ---------------------------------------------------------------------------------------------


def _index(site: Site) -> PageJob:
    say, other = site.words, other_lang(site.lang)
    letters: dict[str, list[Actor]] = defaultdict(list)
    kinds: dict[str, list[Actor]] = defaultdict(list)
    for actor in sorted(site.actors.values(), key=lambda a: sort_key(a, site.lang)):
        letters[index_letter(sort_name(actor, site.lang))].append(actor)
        kinds[actor.type].append(actor)
    meta = {"title": say("actors.title"), "description": say("actors.about"), "template": "names.html"}
    mentions = {id_: found.total for id_, found in site.places.get("quotes", {}).items()}
    data = {
        "total": len(site.actors),
        "other": language(other),
        "letters": letters,
        "types": {kind: kinds[kind] for kind in say.table("actors.type") if kind in kinds},
        "also": {actor.id: _all_names(actor) for actor in site.actors.values()},
        "mentions": mentions,
    }
    inputs = (list(map(_without_place, site.actors.values())), sorted(mentions.items()))
    return site.job(INDEX, inputs, partial(site.render_page, "actors/index", INDEX, meta, **data))


def _all_names(actor: Actor) -> str:
    """The names beside the preferred ones by which an actor is found."""
    return " ".join(name for lang in LANGS for name in actor.names(lang).others)
