"""Who is named in the same paragraph as whom. No more is said: it may be an ally, an opponent or a witness.

Counted in the Arabic, so that both languages say the same. A name inside a longer one (داعش in التحالف
الدولي ضد داعش) does not name its bearer beside the other's, and titles and headings are no paragraphs.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import combinations
from typing import NamedTuple

from markupsafe import Markup

from jisr.model.glossary import Mention
from jisr.model.languages import ORIGINAL
from jisr.model.publication import Article, BilingualBlock
from jisr.model.source import Kind
from jisr.site.common.context import Site, article_path, shown_lang

CHARTED = 8  # actors that have a bar
_PARAGRAPHS = frozenset({Kind.PARAGRAPH, Kind.POINT, Kind.QUOTATION, Kind.NOTE})


class ParagraphRef(NamedTuple):
    """A paragraph."""

    slug: str
    key: str


CoMentions = Mapping[str, Mapping[str, tuple[ParagraphRef, ...]]]
"""Actor → actor named in the same paragraph → those paragraphs, newest article first."""


def named_actors(mentions: Iterable[Mention]) -> list[str]:
    """The actors that a text names by a name of their own, in the order of the text."""
    return list(dict.fromkeys(m.actor for m in mentions if m.kind == "name" and not m.nested))


def find_co_mentions(site: Site) -> CoMentions:
    """All pairs of actors that one paragraph names; each pair stands there both ways."""
    found: dict[str, dict[str, list[ParagraphRef]]] = defaultdict(lambda: defaultdict(list))
    for article in site.articles:
        for passage in article.passages:
            for one, other in combinations(_named(site, article, passage), 2):
                place = ParagraphRef(article.slug, passage.key)
                found[one][other].append(place)
                found[other][one].append(place)
    return {
        one: {
            other: tuple(places) for other, places in sorted(near.items(), key=lambda p: (-len(p[1]), p[0]))
        }
        for one, near in sorted(found.items())
    }


def _named(site: Site, article: Article, passage: BilingualBlock) -> list[str]:
    if passage.block.kind not in _PARAGRAPHS:
        return []
    mentions = site.mentions.get((article.slug, passage.key, ORIGINAL.code), ())
    return [actor for actor in named_actors(mentions) if actor in site.actors]


def mention_chart(site: Site, article: Article) -> Markup:
    """Whom an article names most, as bars: each as long as its share of the longest."""
    found: Counter[str] = Counter()
    for passage in article.passages:
        mentions = site.mentions.get((article.slug, passage.key, shown_lang(passage, site.lang)), ())
        found.update(
            m.actor for m in mentions if m.kind == "name" and not m.nested and m.actor in site.actors
        )
    if not found:
        return Markup("")
    ordered = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
    data = {"counts": ordered[:CHARTED], "others": len(found) - CHARTED}
    return site.render("common/mention-chart", article_path(article), **data)
