"""The pages of the glossary: one an actor, with every passage that names it, and the index."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from build_tools.model import Actor
from build_tools.pages.html import Node, el, heading, serialise
from build_tools.pages.metadata import actor_meta
from build_tools.pages.paging import paged, pager, pages_in
from build_tools.pages.quotes import by_actor, listed, robots
from build_tools.pages.site import DIR, OTHER, Quote, Site, actor_path, page
from build_tools.pages.sorting import letter, sort_key, sort_name
from build_tools.pages.urls import link

INDEX = "actors/index.md"
SIZE = 100  # sentences on a page


def actor_pages(site: Site) -> Iterator[tuple[str, bytes]]:
    """A page an actor, and the index."""
    quotes = by_actor(site.quotes)
    members: dict[str, list[Actor]] = defaultdict(list)
    for actor in site.actors.values():
        for whole in actor.part_of:
            members[whole].append(actor)
    for actor in site.actors.values():
        found = quotes.get(actor.id, ())
        last = pages_in(found, SIZE)
        for number, path, shown in paged(actor_path(actor.id), found, SIZE):
            if number == 1:
                yield path, _actor_page(site, actor, shown, members[actor.id], len(found), last)
            else:
                yield path, _more_quotes(site, actor, path, shown, number, last)
    yield INDEX, _index(site, quotes)


# --- one actor ---------------------------------------------------------------------------------------------


def _more_quotes(
    site: Site, actor: Actor, path: str, quotes: Sequence[Quote], number: int, last: int
) -> bytes:
    """A page with further passages that name an actor."""
    name = actor.names(site.lang).preferred
    first = actor_path(actor.id)
    ways = pager(site, first, number, last)
    parts = [
        serialise(el("p", site.words("actors.mentions"), class_="jisr-kicker")),
        heading(1, "title", el("a", *site.text(name), href=link(path, first))),
        *listed(site, path, quotes),
        serialise(ways) if ways else "",
    ]
    meta = {"title": f"{name} ({site.words.number(number)})", "lang": site.lang, "dir": site.dir,
            "template": "actor.html", "robots": robots(site, quotes)}  # fmt: skip
    return page(meta, parts)


def _actor_page(
    site: Site, actor: Actor, quotes: Sequence[Quote], members: Sequence[Actor], total: int, last: int
) -> bytes:
    say, path = site.words, actor_path(actor.id)
    names, others = actor.names(site.lang), actor.names(OTHER[site.lang])
    other_lang = OTHER[site.lang]
    other = el("bdi", others.preferred, lang=other_lang, dir=DIR[other_lang])
    head = [
        serialise(el("p", *site.text(_type(site, actor.type)), class_="jisr-kicker")),
        heading(1, "title", *site.text(names.preferred)),
        serialise(el("p", other, class_="jisr-other-name", lang=other_lang)),
        serialise(el("p", *site.text(names.description), class_="jisr-summary")) if names.description else "",
    ]
    rows = []
    also = list(
        dict.fromkeys(n for n in (names.short, names.acronym, *names.allowed) if n and n != names.preferred)
    )
    if also:
        rows.append((say("actors.also"), _joined(site, [el("bdi", name, dir="auto") for name in also])))
    for label, group in (
        ("part_of", [site.actors[i] for i in actor.part_of if i in site.actors]),
        ("members", members),
    ):
        if group:
            rows.append((say(f"actors.{label}"), _joined(site, [_actor_link(site, path, a) for a in group])))
    notes = [say(f"actors.{flag}") for flag in ("hybrid", "collective") if getattr(actor, flag)]
    notes += [say("actors.machine", origin=actor.origin)] if actor.origin else []
    facts = el(
        "dl", *(el("div", el("dt", name), el("dd", *value)) for name, value in rows), class_="jisr-facts"
    )
    parts = [
        *head,
        serialise(el("p", *site.text(" · ".join(notes)), class_="jisr-quiet")) if notes else "",
        serialise(facts) if rows else "",
        heading(2, "mentions", say("actors.mentions")),
        serialise(el("p", say.count("mentions", total), class_="jisr-quiet")),
        *listed(site, path, quotes),
        serialise(ways) if (ways := pager(site, path, 1, last)) else "",
    ]
    meta = {
        "title": names.preferred,
        "description": names.description,
        "lang": site.lang,
        "dir": site.dir,
        "template": "actor.html",
        "robots": robots(site, quotes),
        **actor_meta(site, actor),
    }
    return page(meta, parts)


def _joined(site: Site, nodes: Sequence[Node]) -> tuple[Node, ...]:
    comma = "، " if site.lang == "ar" else ", "
    return tuple(part for i, node in enumerate(nodes) for part in ((comma, node) if i else (node,)))


def _actor_link(site: Site, path: str, actor: Actor) -> Node:
    return el("a", *site.text(actor.names(site.lang).preferred), href=link(path, actor_path(actor.id)))


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
        letters[letter(sort_name(actor, site.lang))].append(actor)
        kinds[actor.type].append(actor)
    order = [kind for kind in say.table("actors.type") if kind in kinds]
    anchors = {name: f"letter-{i}" for i, name in enumerate(letters, 1)}
    jumps = [
        _jump(
            say("actors.letters"), [(name, anchors[name]) for name in letters], "jisr-jump jisr-jump--letters"
        ),
        _jump(say("actors.types"), [(_heading(site, kind), _anchor(kind)) for kind in order], "jisr-jump"),
    ]
    parts = [
        heading(1, "title", title),
        serialise(el("p", say("actors.about"), class_="jisr-summary")),
        serialise(el("p", say.count("names", len(actors)), class_="jisr-quiet")),
        *(serialise(jump) for jump in jumps if actors),
        heading(2, "by-letter", say("actors.by_letter")) if actors else "",
    ]
    for name, group in letters.items():
        parts += [heading(3, anchors[name], name), _names(site, group, quotes, with_type=True)]
    parts.append(heading(2, "by-type", say("actors.by_type")) if actors else "")
    for kind in order:
        parts += [
            heading(3, _anchor(kind), _heading(site, kind)),
            _names(site, kinds[kind], quotes, with_type=False),
        ]
    return page({"title": title, "description": say("actors.about"), "lang": site.lang, "dir": site.dir,
                 "template": "list.html"}, parts)  # fmt: skip


def _anchor(kind: str) -> str:
    return "type-" + kind.replace(" ", "-")


def _jump(name: str, targets: Sequence[tuple[str, str]], class_: str) -> Node:
    items = (el("li", el("a", text, href=f"#{anchor}")) for text, anchor in targets)
    return el("nav", el("ul", *items), class_=class_, aria_label=name)


def _names(
    site: Site, actors: Sequence[Actor], quotes: Mapping[str, Sequence[Quote]], *, with_type: bool
) -> str:
    items = []
    other = OTHER[site.lang]
    for actor in actors:
        name = el("a", *site.text(actor.names(site.lang).preferred), href=link(INDEX, actor_path(actor.id)))
        foreign = el(
            "bdi", actor.names(other).preferred, lang=other, dir=DIR[other], class_="jisr-names__other"
        )
        facts = [_type(site, actor.type)] if with_type else []
        facts.append(site.words.count("mentions", len(quotes.get(actor.id, ()))))
        items.append(
            el("li", el("span", name, " ", foreign), el("span", " · ".join(facts), class_="jisr-quiet"))
        )
    return serialise(el("ul", *items, class_="jisr-names"))
