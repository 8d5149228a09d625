"""Who is named in the same paragraph as whom. No more is said: it may be an ally, an opponent or a witness.

Counted in the Arabic, so that both languages say the same. A name inside a longer one (داعش in التحالف
الدولي ضد داعش) does not name its bearer beside the other's, and titles and headings are no paragraphs.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import combinations
from typing import NamedTuple

from jisr.model.glossary import Actor, Mention
from jisr.model.publication import Article, BilingualBlock
from jisr.model.source import Kind
from jisr.markup.html import Node, el
from jisr.site.common.context import Site, actor_path, article_path
from jisr.site.common.urls import relative_url

SHOWN = 12  # actors named before the rest is folded away
LINKED = 5  # newest paragraphs that a count leads to
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
    mentions = site.mentions.get((article.slug, passage.key, "ar"), ())
    return [actor for actor in named_actors(mentions) if actor in site.actors]


def co_mention_list(site: Site, path: str, near: Mapping[str, tuple[ParagraphRef, ...]]) -> Node | None:
    """The list of who is named in one paragraph with an actor, for the actor's page in the file `path`."""
    if not near:
        return None
    items = [_item(site, path, site.actors[other], places) for other, places in near.items()]
    shown = el("ul", *items[:SHOWN], class_="jisr-near")
    if len(items) <= SHOWN:
        return shown
    more = el("summary", site.words("actors.more", n=site.words.number(len(items) - SHOWN)))
    rest = el("details", more, el("ul", *items[SHOWN:], class_="jisr-near"), class_="jisr-more")
    return el("div", shown, rest)


def _item(site: Site, path: str, other: Actor, places: tuple[ParagraphRef, ...]) -> Node:
    """A name, in how many paragraphs, and the newest of them."""
    say = site.words
    name = el("a", *site.text(other.names(site.lang).preferred), href=relative_url(path, actor_path(other.id)))
    ways: list[Node] = []
    for number, place in enumerate(places[:LINKED], 1):
        article = site.by_slug[place.slug]
        title = say("actors.paragraph", n=say.number(number), title=site.titles[place.slug][0])
        href = relative_url(path, article_path(article), place.key)
        ways += [" ", el("a", say.number(number), href=href, title=title, aria_label=title)]
    more = " …" if len(places) > LINKED else None
    count = say.count("blocks", len(places))
    return el("li", name, el("span", count, ":", *ways, more, class_="jisr-quiet"))


def mention_chart(site: Site, article: Article, most: int = 8) -> Node | None:
    """Whom an article names most, as bars: each as long as its share of the longest."""
    found: dict[str, int] = defaultdict(int)
    for passage in article.passages:
        lang = site.passage_lang(passage)
        for mention in site.mentions.get((article.slug, passage.key, lang), ()):
            if mention.kind == "name" and not mention.nested and mention.actor in site.actors:
                found[mention.actor] += 1
    if not found:
        return None
    say, path = site.words, article_path(article)
    rows = []
    longest = max(found.values())
    for actor, count in sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))[:most]:
        name = el("a", *site.text(site.actors[actor].names(site.lang).preferred),
                  href=relative_url(path, actor_path(actor)))  # fmt: skip
        width = round(100 * count / longest, 1)
        bar = el(
            "rect",
            x=f"{0 if site.dir == 'ltr' else round(100 - width, 1)}%",
            width=f"{width}%",
            height="100%",
        )
        rows.append(
            el("li", el("span", name), el("svg", bar, class_="jisr-bar", aria_hidden="true"),
               el("span", say.number(count), class_="jisr-bars__count"))
        )  # fmt: skip
    title = el("p", say("actors.in_article"), class_="jisr-below__name")
    rest = len(found) - most
    more = el("p", say("actors.more", n=say.number(rest)), class_="jisr-quiet") if rest > 0 else None
    return el("div", title, el("ul", *rows, class_="jisr-bars"), more, class_="jisr-named")
