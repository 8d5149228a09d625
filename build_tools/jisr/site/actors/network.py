"""The picture of who is named with whom: names below one another, an arc for every two in one paragraph.

Names in a column stay readable on a phone and in both directions, where a cloud of points would lay one name
over another; and its measures are whole numbers worked out the same on every machine. NetworkX puts names
that often stand together near each other, so that arcs are short.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from textwrap import shorten

from jisr.model.glossary import Actor
from jisr.markup.html import Node, el, markdown_heading, serialise
from jisr.site.common.paging import pager, paginate
from jisr.site.common.co_mentions import CoMentions
from jisr.site.common.context import Site, actor_path, join_with_commas, markdown_page
from jisr.lang.collation import sort_key
from jisr.site.common.urls import relative_url

PATH = "actors/network.md"
DRAWN = 60  # names in the picture at most: those most connected
ARCS = 150  # arcs in it at most: those of most paragraphs
SIZE = 100  # rows of the table on a page
OTHERS = 4  # names in a row before the rest is folded away
ROW = 26  # pixels from name to name
_LABEL = 24  # letters of a name in the picture
_AREA = 100  # width of the arcs' drawing, stretched to what room there is


WeightedPair = tuple[int, str, str]
"""In how many paragraphs two actors stand together, and the two."""


@dataclass(frozen=True)
class Arc:
    """Two names of the picture, by their row, and in how many paragraphs they stand together."""

    first: int
    last: int
    weight: int


@dataclass(frozen=True)
class NetworkLayout:
    """What is drawn: actors from the top down, and arcs, the lightest first."""

    actors: tuple[str, ...]
    arcs: tuple[Arc, ...]


def make_layout(together: CoMentions, drawn: int = DRAWN, most: int = ARCS) -> NetworkLayout:
    """The most connected actors in an order that keeps together what is named together."""
    degree = {one: sum(map(len, near.values())) for one, near in together.items()}
    chosen = set(sorted(degree, key=lambda one: (-degree[one], one))[:drawn])
    pairs = [
        (len(places), one, other)
        for one in sorted(chosen)
        for other, places in together[one].items()
        if one < other and other in chosen
    ]
    pairs.sort(key=lambda pair: (-pair[0], pair[1:]))
    kept = heaviest(pairs, most)
    order = arrange_names(kept)
    row = {actor: number for number, actor in enumerate(order)}
    arcs = (
        Arc(min(row[one], row[other]), max(row[one], row[other]), weight)
        for weight, one, other in reversed(kept)
    )
    return NetworkLayout(tuple(order), tuple(arcs))


def heaviest(pairs: Sequence[WeightedPair], most: int) -> Sequence[WeightedPair]:
    """The first of `pairs`, sorted by weight: no more than `most`, and all of one weight or none of it.

    Only where there are too many of the greatest weight, the first of them have to do.
    """
    if len(pairs) <= most:
        return pairs
    least = pairs[most][0]
    return [pair for pair in pairs if pair[0] > least] or pairs[:most]


def arrange_names(pairs: Sequence[WeightedPair]) -> list[str]:
    """The names in `pairs` (weight, one, other), those of a cluster below one another.

    Clusters by greedy modularity (Clauset, Newman & Moore, "Finding community structure in very large
    networks", 2004), inside them by reverse Cuthill-McKee, which keeps neighbours near.
    """
    import networkx as nx

    if not pairs:
        return []
    # The library walks through sets: of names in another order in each process, of numbers in the same.
    names = sorted({name for _, *both in pairs for name in both})
    number = {name: n for n, name in enumerate(names)}
    graph = nx.Graph()
    graph.add_nodes_from(range(len(names)))
    graph.add_weighted_edges_from(
        sorted((number[one], number[other], weight) for weight, one, other in pairs)
    )
    clusters = [sorted(c) for c in nx.community.greedy_modularity_communities(graph, weight="weight")]
    clusters.sort(key=lambda cluster: (-len(cluster), cluster))
    order: list[int] = []
    for cluster in clusters:
        inner = nx.Graph()
        inner.add_nodes_from(cluster)
        inner.add_edges_from(sorted(tuple(sorted(edge)) for edge in graph.subgraph(cluster).edges))
        order += nx.utils.reverse_cuthill_mckee_ordering(inner)
    return [names[n] for n in order]


# --- the page ----------------------------------------------------------------------------------------------


def network_pages(site: Site, together: CoMentions) -> Iterator[tuple[str, bytes]]:
    """The picture with its table; further pages hold the rest of a long table."""
    say = site.words
    shown = make_layout(together)
    actors = sorted((site.actors[one] for one in together), key=lambda a: sort_key(a, site.lang))
    for page in paginate(PATH, actors, SIZE):
        number, path, group = page.number, page.path, page.items
        title = say("network.title")
        parts = [markdown_heading(1, "title", title)]
        if number == 1:
            parts.append(serialise(el("p", say("network.about"), class_="jisr-summary")))
            parts.append(serialise(el("p", say("network.meaning"), class_="jisr-banner")))
            pairs = sum(map(len, together.values())) // 2
            if len(shown.arcs) < pairs:
                text = say("network.part", n=say.number(len(shown.arcs)), all=say.number(pairs))
                parts.append(serialise(el("p", text, class_="jisr-quiet")))
            parts.append(serialise(el("div", draw_layout(site, path, shown))) if shown.arcs else "")
        else:
            title = f"{title} ({say.number(number)})"
        parts.append(markdown_heading(2, "table", say("network.table")))
        rows = [_row(site, path, actor, together[actor.id]) for actor in group]
        parts.append(serialise(_table(site, rows)) if rows else serialise(el("p", say("network.none"))))
        parts.append(pager(site, page))
        meta = {"title": title, "description": say("network.about"), "lang": site.lang, "dir": site.dir,
                "template": "list.html"}  # fmt: skip
        yield path, markdown_page(meta, parts)


def _table(site: Site, rows: Sequence[Node]) -> Node:
    heads = [el("th", site.words(f"network.{name}"), scope="col") for name in ("name", "others")]
    table = el(
        "table", el("thead", el("tr", *heads)), el("tbody", *rows), class_="jisr-table__table jisr-pairs"
    )
    return el("div", table, class_="jisr-table", tabindex="0", role="group",
              aria_label=site.words("network.table"))  # fmt: skip


def _row(site: Site, path: str, actor: Actor, near: Mapping[str, Sequence[object]]) -> Node:
    """A name and whom it is named with: those it is named with most, the others to be unfolded."""
    others = [_other(site, path, site.actors[other], len(places)) for other, places in near.items()]
    cell = [el("span", *join_with_commas(site, others[:OTHERS]))]
    if rest := others[OTHERS:]:
        more = el("summary", site.words("actors.more", n=site.words.number(len(rest))))
        cell.append(el("details", more, *join_with_commas(site, rest), class_="jisr-more"))
    own = el("a", *site.text(actor.names(site.lang).preferred), href=relative_url(path, actor_path(actor.id)))
    return el("tr", el("th", own, scope="row"), el("td", *cell))


def _other(site: Site, path: str, other: Actor, count: int) -> Node:
    name = el(
        "a", *site.text(other.names(site.lang).preferred), href=relative_url(path, actor_path(other.id))
    )
    return el("span", name, " ", el("bdi", f"({site.words.number(count)})", class_="jisr-quiet"))


# --- the picture -------------------------------------------------------------------------------------------


def draw_layout(site: Site, path: str, shown: NetworkLayout) -> Node:
    """The picture: names where lines begin, arcs towards where they end; each name leads to its page.

    Text has the size of the page's, whatever the width: only the arcs are stretched.
    """
    rows = [
        _name(
            site,
            path,
            site.actors[actor],
            number,
            [a for a in shown.arcs if number in (a.first, a.last)],
            shown,
        )
        for number, actor in enumerate(shown.actors)
    ]
    return el(
        "svg",
        el("title", site.words("network.picture"), id="picture"),
        _area(site, shown, [_path(site, arc, len(shown.actors)) for arc in shown.arcs], "jisr-net__arcs"),
        *rows,
        width="100%",
        height=_height(shown),
        role="group",
        aria_labelledby="picture",
        class_="jisr-net",
    )


def _height(shown: NetworkLayout) -> int:
    return ROW * len(shown.actors)


def _area(site: Site, shown: NetworkLayout, paths: Sequence[Node], class_: str) -> Node:
    """The half of the picture that arcs are in."""
    return el(
        "svg",
        *paths,
        x="52%" if site.dir == "ltr" else "0",
        width="48%",
        height=_height(shown),
        viewBox=f"0 0 {_AREA} {_height(shown)}",
        preserveAspectRatio="none",
        class_=class_,
    )


def _path(site: Site, arc: Arc, rows: int) -> Node:
    """From one name out and back to the other: the farther apart they stand, the farther out."""
    top, bottom = (ROW * row + ROW // 2 for row in (arc.first, arc.last))
    # a cubic Bézier curve reaches three quarters of the distance to its control points
    reach = 8 + 120 * (arc.last - arc.first) // max(rows - 1, 1)
    start, out = (0, reach) if site.dir == "ltr" else (_AREA, _AREA - reach)
    strength = min(arc.weight, 6)
    return el("path", d=f"M{start} {top}C{out} {top} {out} {bottom} {start} {bottom}", class_=f"w{strength}")


def _name(site: Site, path: str, actor: Actor, row: int, arcs: Sequence[Arc], shown: NetworkLayout) -> Node:
    """A name as a link, with its own arcs over the others while it is pointed at."""
    names = actor.names(site.lang)
    text = shorten(names.short or names.preferred, _LABEL, placeholder="…")
    if text == "…":  # a single word longer than the label
        text = (names.short or names.preferred)[: _LABEL - 1] + "…"
    y = ROW * row + ROW // 2
    label = el("text", text, x=-9 if site.dir == "ltr" else 9, y=y, dy="0.35em", text_anchor="end")
    way = el(
        "a",
        el("title", names.preferred),
        label,
        el("circle", cx=0, cy=y, r=4),
        href=relative_url(path, actor_path(actor.id)),
        aria_label=names.preferred,
    )
    place = el(
        "svg", way, x="52%" if site.dir == "ltr" else "48%", overflow="visible", class_="jisr-net__name"
    )
    own = _area(site, shown, [_path(site, arc, len(shown.actors)) for arc in arcs], "jisr-net__own")
    return el("g", own, place)
