"""Who is named in the same paragraph as whom. No more is said: it may be an ally, an opponent or a witness.

Counted in the Arabic, so that both languages say the same. A name inside a longer one (داعش in التحالف
الدولي ضد داعش) does not name its bearer beside the other's, and titles and headings are no paragraphs.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations
from math import log
from typing import Any, NamedTuple
from zlib import crc32

from markupsafe import Markup

from jisr.model.glossary import Mention
from jisr.model.languages import ORIGINAL
from jisr.model.publication import Article
from jisr.model.source import Kind
from jisr.site.common.context import Site, article_path
from jisr.site.common.groups import in_steps
from jisr.site.common.listed import Given
from jisr.site.common.scan import ArticleScan
from jisr.storage.cache import keep

CHARTED = 8  # actors that have a card
_PARAGRAPHS = frozenset({Kind.PARAGRAPH, Kind.POINT, Kind.QUOTATION, Kind.NOTE})


class ParagraphRef(NamedTuple):
    """A paragraph."""

    slug: str
    key: str


@dataclass(frozen=True)
class SharedParagraphs:
    """In how many paragraphs two actors are named, and the newest of these."""

    total: int
    newest: tuple[ParagraphRef, ...]


CoMentions = Mapping[str, Mapping[str, SharedParagraphs]]
"""Actor → those named in the same paragraph, most often first → where."""

NEWEST = 5  # paragraphs that are led to
_PARTS, _IN_PART = 8, 8  # of a publication, whose pairs are counted by themselves: parts, and parts of these


def named_actors(mentions: Iterable[Mention]) -> list[str]:
    """The actors that a text names by a name of their own, in the order of the text."""
    return list(dict.fromkeys(m.actor for m in mentions if m.kind == "name" and not m.nested))


def article_pairs(site: Site, article: Article, scan: ArticleScan) -> Given:
    """One actor → others whose ids come later, each with the keys of the paragraphs that name both."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for passage in article.passages if ORIGINAL.code in article.langs else ():
        if passage.block.kind in _PARAGRAPHS:
            named = named_actors(scan.mentioned(passage.key, ORIGINAL.code))
            for one, other in combinations(sorted(actor for actor in named if actor in site.actors), 2):
                found[one][other].append(passage.key)
    return {one: [[other, keys] for other, keys in near.items()] for one, near in found.items()}


def find_co_mentions(site: Site) -> CoMentions:
    """All pairs of actors that one paragraph names; each pair stands there both ways.

    They are counted part by part: where an article changed, only what is in its part is counted again.
    """
    if "pairs" not in site.alike:
        site.alike["pairs"] = _pair_up(site)
    found: CoMentions = site.alike["pairs"]
    return found


def rank_co_mentions(site: Site) -> CoMentions:
    """The same in the order of `rank_by_surprise`."""
    if "ranked" not in site.alike:
        site.alike["ranked"] = rank_by_surprise(find_co_mentions(site))
    found: CoMentions = site.alike["ranked"]
    return found


def rank_by_surprise(together: CoMentions) -> CoMentions:
    """The same with those first whom an actor is named with more often than chance would have it.

    By the log-likelihood ratio of the pair (Dunning, "Accurate methods for the statistics of surprise and
    coincidence", 1993) among all pairs of names that share a paragraph. How often each is named goes by
    steps, or one article more would put all lists in another order.
    """
    degree = {one: in_steps(sum(at.total for at in near.values())) for one, near in together.items()}
    every = in_steps(sum(degree.values()) // 2)

    def rank(one: str, pair: tuple[str, SharedParagraphs]) -> tuple[float, int, str]:
        other, places = pair
        return -surprise(places.total, degree[one], degree[other], every), -places.total, other

    return {one: dict(sorted(near.items(), key=partial(rank, one))) for one, near in together.items()}


def surprise(both: int, one: int, other: int, every: int) -> float:
    """G² of two names that stand together `both` times, each `one` and `other` times with any, of `every`.

    Below 0 where chance would have them together more often.
    """
    every = max(every, one + other)
    alone, alone_other = max(one - both, 0), max(other - both, 0)
    table = (
        (both, one, other),
        (alone, one, every - other),
        (alone_other, every - one, other),
        (every - both - alone - alone_other, every - one, every - other),
    )
    told = sum(n * log(n * every / (row * column)) for n, row, column in table if n > 0)
    return round(2 * told * (1 if both * every >= one * other else -1), 3)


def _pair_up(site: Site) -> CoMentions:
    parts: list[list[list[str]]] = [[[] for _ in range(_IN_PART)] for _ in range(_PARTS)]
    for article in site.articles:
        part, within = divmod(crc32(article.slug.encode()) % (_PARTS * _IN_PART), _IN_PART)
        parts[part][within].append(article.slug)
    near: dict[str, dict[str, SharedParagraphs]] = defaultdict(dict)
    there = ([slugs for slugs in part if slugs] for part in parts)
    for one, other, total, newest in _merge(site, [_rows_of_part(site, part) for part in there if part]):
        refs = tuple(ParagraphRef(slug, key) for slug, key in newest)
        near[one][other] = near[other][one] = SharedParagraphs(total, refs)
    return {
        one: dict(sorted(others.items(), key=lambda pair: (-pair[1].total, pair[0])))
        for one, others in sorted(near.items())
    }


def _rows_of_part(site: Site, part: Sequence[Sequence[str]]) -> Sequence[Any]:
    """The pairs of many articles, from those of few, which stay in the store for the next change."""
    told = [repr([(slug, site.given_seal(slug)) for slug in slugs]) for slugs in part]
    for members in told:
        keep(site.made, "pairs of some", members)

    def count() -> list[Any]:
        pairs = zip(told, part, strict=True)
        rows = [site.made("pairs of some", m, partial(_count_pairs, site, slugs)) for m, slugs in pairs]
        return _merge(site, rows)

    found: Sequence[Any] = site.made("pairs of many", repr(told), count)
    return found


def _merge(site: Site, parts: Iterable[Iterable[Any]]) -> list[Any]:
    """The pairs of parts together, in order: one, other, in how many paragraphs, the newest of these."""
    totals: Counter[tuple[str, str]] = Counter()
    newest: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for one, other, total, found in (row for part in parts for row in part):
        totals[one, other] += total
        newest[one, other] += found

    def place(ref: Sequence[str]) -> int:
        return site.places_of_articles[ref[0]]

    # of one article they stand in order already
    return [[*pair, totals[pair], sorted(refs, key=place)[:NEWEST]] for pair, refs in sorted(newest.items())]


def _count_pairs(site: Site, slugs: Iterable[str]) -> list[Any]:
    """The pairs of some articles, as `_merge` gives them."""
    found: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for slug in slugs:
        for one, others in site.given("pairs", slug).items():
            for other, keys in others:
                found[one, other] += ((slug, key) for key in keys)
    return [[one, other, len(refs), refs[:NEWEST]] for (one, other), refs in sorted(found.items())]


def mention_chart(site: Site, article: Article, scan: ArticleScan) -> Markup:
    """Whom an article names most, and all others that it names.

    Counted in the original, as all is: English names a state where Arabic has but an adjective of it.
    """
    lang = article.langs[0]
    found: Counter[str] = Counter()
    for passage in article.passages:
        mentions = scan.mentioned(passage.key, lang)
        found.update(
            m.actor for m in mentions if m.kind == "name" and not m.nested and m.actor in site.actors
        )
    if not found:
        return Markup("")
    ordered = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
    rows = [(site.actors[actor], count) for actor, count in ordered]
    data = {"counts": rows[:CHARTED], "others": rows[CHARTED:]}
    return site.render("common/mention-chart", article_path(article), **data)
