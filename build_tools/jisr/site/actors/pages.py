"""The pages of the glossary: one an actor, with every passage that names it, and the index."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jisr.lang.collation import index_letter, sort_key, sort_name
from jisr.markup.html import Node
from jisr.model.glossary import Actor
from jisr.model.languages import LANGS, Lang, language, other_lang
from jisr.site.actors.network import network_pages
from jisr.site.actors.quotes import quotes_by_actor, quotes_by_article, robots_rule
from jisr.site.actors.roles import (
    Source,
    holders_by_office,
    holders_timeline,
    roles_timeline,
    split_sources,
)
from jisr.site.article.metadata import actor_meta
from jisr.site.common.co_mentions import find_co_mentions
from jisr.site.common.context import Link, Quote, Site, actor_path, page_title
from jisr.site.common.inline import isolate
from jisr.site.common.paging import ListPage, paginate
from jisr.site.lifecycle import redirect_page

INDEX = "actors/index.md"
SIZE = 100  # sentences on a page


def actor_pages(site: Site) -> Iterator[tuple[str, bytes]]:
    """A page an actor, and the index: (path, content)."""
    quotes = quotes_by_actor(site.quotes)
    together = find_co_mentions(site) if site.settings.network else {}
    held = holders_by_office(site.actors.values())
    members: dict[str, list[Actor]] = defaultdict(list)
    for actor in site.actors.values():
        for whole in actor.part_of:
            members[whole].append(actor)
    for actor in site.actors.values():
        found = quotes.get(actor.id, ())
        for page in paginate(actor_path(actor.id), found, SIZE):
            if page.number == 1:
                yield (
                    page.path,
                    _actor_page(
                        site,
                        actor,
                        page,
                        facts=_facts(site, actor, members[actor.id]),
                        holders=holders_timeline(site, held.get(actor.id, ())),
                        near=list(together.get(actor.id, {}).items()),
                        total=len(found),
                    ),
                )
            else:
                yield page.path, _more_quotes(site, actor, page)
        for old in actor.was:
            yield redirect_page(site, actor_path(old), actor_path(actor.id), actor.names(site.lang).preferred)
    yield INDEX, _index(site, quotes)
    if site.settings.network:
        yield from network_pages(site, together)


# --- one actor ---------------------------------------------------------------------------------------------


def _more_quotes(site: Site, actor: Actor, page: ListPage[Quote]) -> bytes:
    """A page with further passages that name an actor."""
    meta = {
        "title": page_title(site, actor.names(site.lang).preferred, page),
        "template": "actor.html",
        "robots": robots_rule(page.items),
    }
    data = {"link": site.actor_links[actor.id], "list": page, "sections": quotes_by_article(page.items)}
    return site.render_page("actors/more-quotes", page.path, meta, **data)


def _actor_page(site: Site, actor: Actor, page: ListPage[Quote], **data: Any) -> bytes:
    names = actor.names(site.lang)
    meta = {
        "title": names.preferred,
        "description": names.description,
        "template": "actor.html",
        "robots": robots_rule(page.items),
        **actor_meta(site, actor),
    }
    data |= {"actor": actor, "names": names, "list": page, "sections": quotes_by_article(page.items)}
    return site.render_page("actors/actor", page.path, meta, roles=roles_timeline(site, actor), **data)


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
    notes += [say("actors.machine", origin=actor.origin)] if actor.origin else []
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


def _index(site: Site, quotes: Mapping[str, Sequence[Quote]]) -> bytes:
    say, other = site.words, other_lang(site.lang)
    letters: dict[str, list[Actor]] = defaultdict(list)
    kinds: dict[str, list[Actor]] = defaultdict(list)
    for actor in sorted(site.actors.values(), key=lambda a: sort_key(a, site.lang)):
        letters[index_letter(sort_name(actor, site.lang))].append(actor)
        kinds[actor.type].append(actor)
    meta = {"title": say("actors.title"), "description": say("actors.about"), "template": "names.html"}
    data = {
        "total": len(site.actors),
        "other": language(other),
        "letters": letters,
        "types": {kind: kinds[kind] for kind in say.table("actors.type") if kind in kinds},
        "also": {actor.id: _all_names(actor) for actor in site.actors.values()},
        "mentions": {id_: len(found) for id_, found in quotes.items()},
    }
    return site.render_page("actors/index", INDEX, meta, **data)


def _all_names(actor: Actor) -> str:
    """The names beside the preferred ones by which an actor is found."""
    return " ".join(name for lang in LANGS for name in actor.names(lang).others)
