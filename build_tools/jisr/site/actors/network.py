"""The picture of who is named with whom: names below one another, an arc for every two in one paragraph.

Names in a column stay readable on a phone and in both directions, where a cloud of points would lay one name
over another; and its measures are whole numbers worked out the same on every machine. NetworkX puts names
that often stand together near each other, so that arcs are short.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from textwrap import shorten
from typing import Any

from jisr.lang.collation import sort_key
from jisr.site.common.co_mentions import CoMentions
from jisr.site.common.context import Site, page_title
from jisr.site.common.listed import ListedArticle
from jisr.site.common.paging import ListPage, paginate
from jisr.site.jobs import PageJob
from jisr.storage.cache import code_and_libraries

PATH = "actors/network.md"
DRAWN = 60  # names in the picture at most: those most connected
ARCS = 150  # arcs in it at most: those of most paragraphs
SIZE = 30  # rows of the table on a page
NEAR = 60  # names in a row of it at most; an actor's own page has more
NEWEST = 40  # articles by which the picture narrows
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
    degree = {one: sum(places.total for places in near.values()) for one, near in together.items()}
    chosen = set(sorted(degree, key=lambda one: (-degree[one], one))[:drawn])
    pairs = [
        (places.total, one, other)
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


def network_pages(site: Site, together: CoMentions) -> Iterator[PageJob]:
    """The picture with its table, and further pages for a long one."""
    say = site.words
    pairs = sum(map(len, together.values())) // 2
    actors = sorted((site.actors[one] for one in together), key=lambda a: sort_key(a, site.lang))
    totals = {one: [(other, at.total) for other, at in near.items()] for one, near in together.items()}
    rows = [(actor.id, totals[actor.id][:NEAR]) for actor in actors]
    drawn = repr(
        (totals, site.short_names, [site.actors[one].type for one in totals], code_and_libraries("networkx"))
    )
    newest = site.newest_that_name(NEWEST)
    for page in paginate(PATH, rows, SIZE, rising=True):
        title = page_title(site, say("network.title"), page)
        meta = {"title": title, "description": say("network.about"), "template": "network.html"}
        named = sorted({name for one, near in page.items for name in (one, *(other for other, _ in near))})
        links = [(name, site.actors[name].names(site.lang).preferred) for name in named]
        first = (drawn, [one.link for one in newest]) if page.is_first else ""
        inputs = (meta, page.place, page.items, links, pairs, first)
        yield site.job(page.path, inputs, partial(_network_page, site, meta, page, together, pairs, newest))


def _network_page(
    site: Site,
    meta: Mapping[str, object],
    page: ListPage[Any],
    together: CoMentions,
    pairs: int,
    newest: Sequence[ListedArticle],
) -> bytes:
    picture = draw_layout(site, make_layout(together)) if page.is_first else None
    shown = {site.actors[id_].type for id_, _ in picture["names"]} if picture else set()
    data = {
        "list": page,
        "picture": picture,
        "pairs": pairs,
        "types": [kind for kind in site.words.table("actors.type") if kind in shown],
        "articles": [site.article_link(article.slug) for article in newest] if picture else (),
    }
    return site.render_page("actors/network", page.path, meta, **data)


# --- the picture -------------------------------------------------------------------------------------------


def draw_layout(site: Site, shown: NetworkLayout) -> dict[str, Any]:
    """What the template of the picture is given, in pixels from the top: names where lines begin, arcs
    towards where they end; `width` is that of the arcs before they are stretched.
    """
    names = [site.short_names[id_] for id_ in shown.actors]
    return {
        "row": ROW,
        "width": _AREA,
        "names": list(zip(shown.actors, map(_shorten, names), strict=True)),
        "arcs": [(arc, _draw_arc(site, arc, len(names))) for arc in shown.arcs],
    }


def _shorten(name: str) -> str:
    text = shorten(name, _LABEL, placeholder="…")
    return text if text != "…" else name[: _LABEL - 1] + "…"  # a single word longer than the label


def _draw_arc(site: Site, arc: Arc, rows: int) -> str:
    """A path of SVG from one name to the other: the farther apart they stand, the farther out."""
    top, bottom = (ROW * row + ROW // 2 for row in (arc.first, arc.last))
    # a cubic Bézier curve reaches three quarters of the distance to its control points
    reach = 8 + 120 * (arc.last - arc.first) // max(rows - 1, 1)
    start, out = (0, reach) if site.dir == "ltr" else (_AREA, _AREA - reach)
    return f"M{start} {top}C{out} {top} {out} {bottom} {start} {bottom}"
