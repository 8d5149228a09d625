"""The pages of the glossary: one an actor, with every passage that names it, and the index."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from jisr.model.glossary import Actor, ActorNames
from jisr.model.source import Lang
from jisr.markup.html import Node, el, markdown_heading, serialise
from jisr.site.common.inline import isolate
from jisr.site.lifecycle import redirect_page
from jisr.site.article.metadata import actor_meta
from jisr.site.actors.network import PATH as NETWORK
from jisr.site.actors.network import network_pages
from jisr.site.common.paging import ListPage, pager, paginate
from jisr.site.actors.quotes import quote_sections, quotes_by_actor, robots_rule
from jisr.site.common.co_mentions import ParagraphRef, co_mention_list, find_co_mentions
from jisr.site.actors.roles import (
    HolderRoles,
    holders_by_office,
    holders_timeline,
    roles_timeline,
    source_links,
)
from jisr.site.common.context import DIR, OTHER, Quote, Site, actor_path, join_with_commas, markdown_page
from jisr.lang.collation import index_letter, sort_key, sort_name
from jisr.site.common.urls import relative_url

INDEX = "actors/index.md"
SIZE = 100  # sentences on a page
LANGS: tuple[Lang, ...] = ("ar", "en")


def actor_pages(site: Site) -> Iterator[tuple[str, bytes]]:
    """A page an actor, and the index."""
    quotes = quotes_by_actor(site.quotes)
    together = find_co_mentions(site)
    held = holders_by_office(site.actors.values())
    members: dict[str, list[Actor]] = defaultdict(list)
    for actor in site.actors.values():
        for whole in actor.part_of:
            members[whole].append(actor)
    for actor in site.actors.values():
        found = quotes.get(actor.id, ())
        for page in paginate(actor_path(actor.id), found, SIZE):
            if page.number == 1:
                beside = _OtherActors(members[actor.id], together.get(actor.id, {}), held.get(actor.id, ()))
                yield page.path, _actor_page(site, actor, page, beside, len(found))
            else:
                yield page.path, _more_quotes(site, actor, page)
        for old in actor.was:
            yield redirect_page(site, actor_path(old), actor_path(actor.id), actor.names(site.lang).preferred)
    yield INDEX, _index(site, quotes)
    yield from network_pages(site, together)


# --- one actor ---------------------------------------------------------------------------------------------


def _more_quotes(site: Site, actor: Actor, page: ListPage[Quote]) -> bytes:
    """A page with further passages that name an actor."""
    name = actor.names(site.lang).preferred
    first, path, quotes = actor_path(actor.id), page.path, page.items
    parts = [
        serialise(el("p", site.words("actors.mentions"), class_="jisr-kicker")),
        markdown_heading(1, "title", el("a", *site.text(name), href=relative_url(path, first))),
        *quote_sections(site, path, quotes),
        pager(site, page),
    ]
    meta = {"title": f"{name} ({site.words.number(page.number)})", "lang": site.lang, "dir": site.dir,
            "template": "actor.html", "robots": robots_rule(quotes)}  # fmt: skip
    return markdown_page(meta, parts)


@dataclass(frozen=True)
class _OtherActors:
    """What of other actors stands on an actor's page."""

    members: Sequence[Actor]
    near: Mapping[str, tuple[ParagraphRef, ...]]
    held: HolderRoles


def _actor_page(site: Site, actor: Actor, page: ListPage[Quote], beside: _OtherActors, total: int) -> bytes:
    say, path, quotes = site.words, page.path, page.items
    names, others = actor.names(site.lang), actor.names(OTHER[site.lang])
    other_lang = OTHER[site.lang]
    other = el("bdi", others.preferred, lang=other_lang, dir=DIR[other_lang])
    head = [
        serialise(el("p", *site.text(_type(site, actor.type)), class_="jisr-kicker")),
        markdown_heading(1, "title", *site.text(names.preferred)),
        serialise(el("p", other, class_="jisr-other-name", lang=other_lang)),
        serialise(el("p", *site.text(names.description), class_="jisr-summary")) if names.description else "",
    ]
    rows = list(_facts(site, actor, beside.members))
    notes = [say(f"actors.{flag}") for flag in ("hybrid", "collective") if getattr(actor, flag)]
    notes += [say("actors.machine", origin=actor.origin)] if actor.origin else []
    facts = el(
        "dl", *(el("div", el("dt", name), el("dd", *value)) for name, value in rows), class_="jisr-facts"
    )
    parts = [
        *head,
        serialise(el("p", *site.text(" · ".join(notes)), class_="jisr-quiet")) if notes else "",
        serialise(facts) if rows else "",
        *_section("roles", say("actors.roles"), roles_timeline(site, path, actor)),
        *_section("holders", say("actors.holders"), holders_timeline(site, path, beside.held)),
        *_section("near", say("actors.near"), co_mention_list(site, path, beside.near)),
        markdown_heading(2, "mentions", say("actors.mentions")),
        serialise(el("p", say.count("mentions", total), class_="jisr-quiet")),
        *quote_sections(site, path, quotes),
        pager(site, page),
    ]
    meta = {
        "title": names.preferred,
        "description": names.description,
        "lang": site.lang,
        "dir": site.dir,
        "template": "actor.html",
        "robots": robots_rule(quotes),
        **actor_meta(site, actor),
    }
    return markdown_page(meta, parts)


def _facts(site: Site, actor: Actor, members: Sequence[Actor]) -> Iterator[tuple[str, tuple[Node, ...]]]:
    """What is known of an actor, row by row: other names, wholes and parts, why a name is ours, sources."""
    say, path, other_lang = site.words, actor_path(actor.id), OTHER[site.lang]
    for label, lang in (("also", site.lang), ("in_other", other_lang)):
        if also := other_names(actor.names(lang)):
            yield say(f"actors.{label}"), (_name_list(lang, also),)
    wholes = [site.actors[i] for i in actor.part_of if i in site.actors]
    for label, group in (("part_of", wholes), ("members", members)):
        if group:
            yield say(f"actors.{label}"), join_with_commas(site, [_actor_link(site, path, a) for a in group])
    chosen = [lang for lang in (site.lang, other_lang) if _has_reason(actor.names(lang))]
    if why := [_name_reason(lang, actor.names(lang)) for lang in chosen]:
        yield say("actors.reason"), tuple(part for one in why for part in (" · ", *one))[1:]
    if actor.source:
        yield say("actors.source"), source_links(actor.source)


def _section(key: str, title: str, node: Node | None) -> tuple[str, ...]:
    return (markdown_heading(2, key, title), serialise(node)) if node else ()


def other_names(names: ActorNames) -> list[str]:
    """The names beside the preferred one that are right in a language."""
    found = dict.fromkeys((names.short, *names.also_short, names.acronym, *names.allowed))
    return [name for name in found if name and name != names.preferred]


def _has_reason(names: ActorNames) -> bool:
    return bool(names.reason or names.source)


def _name_reason(lang: Lang, names: ActorNames) -> tuple[Node, ...]:
    """Why a name is ours, where it is a choice of house style, and where that is from."""
    name = el("bdi", *isolate(names.preferred, lang), lang=lang, dir=DIR[lang])
    reason = (": ", el("bdi", names.reason, dir="auto")) if names.reason else ()
    return (name, *reason, *((" (", *source_links(names.source), ")") if names.source else ()))


def _name_list(lang: Lang, names: Sequence[str]) -> Node:
    """Names with the comma of their own language, on a page of either."""
    comma = "، " if lang == "ar" else ", "
    # each by itself: among a language's names there may be an acronym of the other script
    nodes = [part for name in names for part in (comma, el("bdi", *isolate(name, lang)))][1:]
    return el("bdi", *nodes, lang=lang, dir=DIR[lang])


def _actor_link(site: Site, path: str, actor: Actor) -> Node:
    return el(
        "a", *site.text(actor.names(site.lang).preferred), href=relative_url(path, actor_path(actor.id))
    )


def _type(site: Site, kind: str, form: str = "one") -> str:
    return site.words(f"actors.type.{kind}.{form}")


def _heading(site: Site, kind: str) -> str:
    """The plural of a type as a heading: English begins it with a capital."""
    name = _type(site, kind, "other")
    return name[:1].upper() + name[1:]


# --- the index ---------------------------------------------------------------------------------------------


def _index(site: Site, quotes: Mapping[str, Sequence[Quote]]) -> bytes:
    say = site.words
    title = say("actors.title")
    actors = sorted(site.actors.values(), key=lambda a: sort_key(a, site.lang))
    letters: dict[str, list[Actor]] = defaultdict(list)
    kinds: dict[str, list[Actor]] = defaultdict(list)
    for actor in actors:
        letters[index_letter(sort_name(actor, site.lang))].append(actor)
        kinds[actor.type].append(actor)
    order = [kind for kind in say.table("actors.type") if kind in kinds]
    anchors = {name: f"letter-{i}" for i, name in enumerate(letters, 1)}
    jumps = [
        _letter_links(
            say("actors.letters"), [(name, anchors[name]) for name in letters], "jisr-jump jisr-jump--letters"
        ),
        _letter_links(
            say("actors.types"), [(_heading(site, kind), _anchor(kind)) for kind in order], "jisr-jump"
        ),
    ]
    map_link = el("a", say("network.title"), href=relative_url(INDEX, NETWORK))
    parts = [
        markdown_heading(1, "title", title),
        serialise(el("p", say("actors.about"), class_="jisr-summary")),
        serialise(el("p", say.count("names", len(actors)), " · ", map_link, class_="jisr-quiet")),
        serialise(_filter(site)) if actors else "",
        *(serialise(jump) for jump in jumps if actors),
        markdown_heading(2, "by-letter", say("actors.by_letter")) if actors else "",
    ]
    for name, group in letters.items():
        parts += [
            markdown_heading(3, anchors[name], name),
            _actor_names_list(site, group, quotes, with_type=True),
        ]
    parts.append(markdown_heading(2, "by-type", say("actors.by_type")) if actors else "")
    for kind in order:
        parts += [
            markdown_heading(3, _anchor(kind), _heading(site, kind)),
            _actor_names_list(site, kinds[kind], quotes, with_type=False),
        ]
    return markdown_page({"title": title, "description": say("actors.about"), "lang": site.lang, "dir": site.dir,
                 "template": "names.html"}, parts)  # fmt: skip


def _anchor(kind: str) -> str:
    return "type-" + kind.replace(" ", "-")


def _letter_links(name: str, targets: Sequence[tuple[str, str]], class_: str) -> Node:
    items = (el("li", el("a", text, href=f"#{anchor}")) for text, anchor in targets)
    return el("nav", el("ul", *items), class_=class_, aria_label=name)


def _filter(site: Site) -> Node:
    """A field that narrows the lists as one types; names.js shows it, without scripts there is none."""
    say = site.words
    field = el("input", type="search", id="jisr-filter", autocomplete="off", spellcheck="false")
    none = el("p", role="status", class_="jisr-quiet", data_none=say("actors.filter_none"))
    label = el("label", say("actors.filter"), for_="jisr-filter")
    return el("div", label, field, none, class_="jisr-filter", hidden=True)


def _actor_names_list(
    site: Site, actors: Sequence[Actor], quotes: Mapping[str, Sequence[Quote]], *, with_type: bool
) -> str:
    """Names with what is known of them; by type again, without what the list by letter says already."""
    items = []
    other = OTHER[site.lang]
    for actor in actors:
        also = [n for lang in LANGS for n in other_names(actor.names(lang))]
        preferred = actor.names(site.lang).preferred
        name = el("a", *site.text(preferred), href=relative_url(INDEX, actor_path(actor.id)))
        known = {"data_also": " ".join(also) or None}
        if not with_type:
            there = actor.names(other).preferred
            items.append(el("li", name, data_also=" ".join([there, *also])))
            continue
        foreign = el(
            "bdi", actor.names(other).preferred, lang=other, dir=DIR[other], class_="jisr-names__other"
        )
        facts = f"{_type(site, actor.type)} · {site.words.count('mentions', len(quotes.get(actor.id, ())))}"
        items.append(
            el("li", el("span", name, " ", foreign), el("span", facts, class_="jisr-quiet"), **known)
        )
    return serialise(el("ul", *items, class_="jisr-names" if with_type else "jisr-names jisr-names--short"))
