"""What each article gives to pages that are not its own, worked out once and kept.

A contribution is known by the article's digest, by what of the glossary matters to its words, and by the
settings and the look. What is needed to plan all pages is small and kept apart from the texts, which are read
only for pages that are to be made.
"""

import json
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from sys import intern
from typing import Any, TypeVar

from jisr.model.diagnostics import Finding, JisrError
from jisr.model.glossary import Actor, public_actors
from jisr.model.languages import LANGS, ORIGINAL, Lang
from jisr.model.publication import Article, ArticleHead
from jisr.model.settings import Settings
from jisr.site import cards
from jisr.site.actors.quotes import article_quotes
from jisr.site.article import states
from jisr.site.article.metadata import article_card, last_changed, own_look, summary
from jisr.site.article.text import article_rich_texts, make_wording
from jisr.site.article.view import ArticleViews
from jisr.site.common.co_mentions import article_pairs
from jisr.site.common.context import Site, article_title
from jisr.site.common.listed import Given, ListedArticle, Places
from jisr.site.common.scan import ArticleScan, Scanner
from jisr.site.coverage import count_states
from jisr.site.listing.feeds import article_feed
from jisr.site.timeline.entries import article_entries
from jisr.storage.cache import CachedCall, compute_bundles, is_keeping, keep
from jisr.storage.look import OVERRIDES

T = TypeVar("T")

GIVES: Mapping[str, Callable[[Site, Article, ArticleScan], Given]] = {
    "quotes": article_quotes,
    "dates": article_entries,
    "pairs": article_pairs,
}
"""What → how an article gives it to other pages, in one language: under what (an actor, a month) → rows."""

_ALIKE = ("quotes", "pairs")
"""What of that is the same in all languages, and kept once."""

AT_HAND = {"quotes": 64, "dates": 200, "feed": 64, "pairs": 1}
"""Of how many articles what they give is kept at hand, for the next page most often shows the same.

A page quotes 59 articles at most and tells of 200 dates, pairs are asked for once. Quotations of one take
a fifth of a megabyte.
"""


@dataclass(frozen=True)
class Contribution:
    """What has to be known of an article to plan the pages."""

    listed: Mapping[Lang, ListedArticle]
    mentions: str  # a digest of the names that are found in it
    actors: tuple[str, ...]  # all that are named in it
    named: tuple[str, ...]  # those that the original names by a name


@dataclass(frozen=True)
class Common:
    """What is the same for all articles. A process begins once with all that has one `seal`."""

    seal: str
    actors: tuple[Actor, ...] = field(compare=False, repr=False)
    settings: Settings = field(compare=False, repr=False)

    def begin(self, made: CachedCall) -> "Contributions":
        """What works out the same in this process. Raises `JisrError` where the look was saved meanwhile."""
        contributions = Contributions(self.actors, self.settings, made)
        if contributions.seal != self.seal:
            message, remedy = "the look of the site was saved while jisr was at work", "run this again"
            raise JisrError(Finding("changed", message, OVERRIDES, remedy=remedy))
        return contributions


class Contributions:
    """What the articles of a publication give, from what is kept of earlier runs or made anew."""

    def __init__(self, actors: Sequence[Actor], settings: Settings, made: CachedCall) -> None:
        public = {actor.id: actor for actor in public_actors(actors)}
        self._actors, self._settings = tuple(actors), settings
        first = Site(ORIGINAL.code, settings)
        self._sites = {lang: Site(lang, settings, actors=public).sharing_look(first) for lang in LANGS}
        self._scanner = Scanner(actors, made)
        self._made = made
        self._gives = {what: give for what, give in GIVES.items() if what != "pairs" or settings.network}
        self.counts = dict.fromkeys(LANGS, 0)  # of articles
        self.places: dict[Lang, dict[str, dict[str, Places]]] = {
            lang: {what: defaultdict(Places) for what in GIVES} for lang in LANGS
        }
        seals = (f"{site.seal}{own_look(site)}" for site in self._sites.values())
        self._look = sha256("".join((*seals, str(cards.can_draw()))).encode()).hexdigest()
        self._loaded: tuple[str, Article] | None = None
        self._scanned: tuple[str, ArticleScan] | None = None
        self._heads: dict[str, tuple[ArticleHead, str, str]] = {}
        self._at_hand: dict[str, OrderedDict[str, Mapping[Lang, Given]]] = defaultdict(OrderedDict)

    def list_article(self, head: ArticleHead) -> Mapping[Lang, ListedArticle]:
        """The article as it is listed, in each of its languages."""
        return _in_each_language(head, self._made(*self.listed_by(head), partial(self._list, head)))

    def contribute(self, heads: Sequence[ArticleHead]) -> Iterator[tuple[str, Contribution]]:
        """What each article gives, by slug and in order; where it is to be found is in `places` then."""
        digests = [head.digest for head in heads]

        def make(at: int) -> dict[str, Any]:
            return self._contribute(heads[at])

        waiting = iter(heads)
        for bundle in compute_bundles(self._made, "contribution", self.seal, digests, make, _fold):
            names = list(map(intern, bundle["names"]))
            self._place(bundle["given"])
            for facts, head in zip(bundle["articles"], waiting, strict=False):
                self.note(head, facts["glossary"])
                for lang in head.langs:
                    self.counts[lang] += 1
                actors, named = (tuple(map(names.__getitem__, facts[one])) for one in ("actors", "named"))
                listed = _in_each_language(head, facts["listed"])
                yield head.slug, Contribution(listed, facts["mentions"], actors, named)

    def _place(self, given: Mapping[str, Mapping[Lang, Mapping[str, tuple[int, list[int], str]]]]) -> None:
        """Note where what the next articles give is to be found."""
        for what, in_each in given.items():
            for lang, own in in_each.items():
                places, before = self.places[lang][what], self.counts[lang]
                for under, (total, numbers, digests) in own.items():
                    one = places[under]
                    one.articles.extend([before + number for number in numbers])
                    one.digests.frombytes(bytes.fromhex(digests))
                    one.total += total

    @property
    def seal(self) -> str:
        """A digest of all that decides what an article gives, but for the article."""
        return self._scanner.glossary + self._look

    @property
    def common(self) -> Common:
        """What another process begins with, to work out the same."""
        return Common(self.seal, self._actors, self._settings)

    def listed_by(self, head: ArticleHead) -> tuple[str, str]:
        """By what is kept how an article is listed, whatever the glossary says."""
        return "listed", head.digest + self._look

    def work_out(self, head: ArticleHead) -> None:
        """Have all made that an article gives, for whoever keeps it: nothing of it stays here."""
        self._made("contribution", head.digest + self.seal, partial(self._contribute, head))
        for what in self._gives:
            self.given(what, head.slug)
        self.forget(head)

    def forget(self, head: ArticleHead) -> None:
        """Let go what was noted of an article, of which thousands may follow."""
        self._at_hand.clear()
        del self._heads[head.slug]

    def _contribute(self, head: ArticleHead) -> dict[str, Any]:
        """The same from what is kept of the article and of those actors alone that matter to its words."""
        glossary = self._scanner.glossary_of(head, partial(self.load, head))
        seal = self.note(head, glossary)
        listed = self._made("listed", head.digest + self._look, partial(self._list, head))
        return {
            "glossary": glossary,
            "listed": listed,
            **self._made("given", seal, partial(self._give, head)),
        }

    def site(self, lang: Lang) -> Site:
        """A language's site without articles."""
        return self._sites[lang]

    def glossary_of(self, head: ArticleHead) -> str:
        """What the glossary says to the words of an article, as it was noted."""
        return self._heads[head.slug][1]

    def note(self, head: ArticleHead, glossary: str) -> str:
        """Note what decides what an article gives, and keep all that it gave; a digest of that."""
        seal = head.digest + glossary + self._look
        self._heads[head.slug] = head, glossary, seal
        if is_keeping(self._made):
            self._scanner.keep(head, glossary)
            keep(self._made, "listed", head.digest + self._look)
            keep(self._made, "given", seal)
            for what in self._gives:
                keep(self._made, f"given: {what}", seal)
        return seal

    def keep_feed(self, slugs: Iterable[str]) -> None:
        """Keep what feeds hold of some articles, for the next one changes the feed."""
        for slug in slugs:
            keep(self._made, "given: feed", self._heads[slug][2])

    def given(self, what: str, slug: str) -> Mapping[Lang, Given]:
        """All that an article gives to pages of a kind, in each of its languages."""
        at_hand = self._at_hand[what]
        if slug not in at_hand:
            head, _, seal = self._heads[slug]
            make = partial(self._feed, head) if what == "feed" else partial(self._give_texts, head, what)
            at_hand[slug] = _in_all(what, head, self._made(f"given: {what}", seal, make))
            if len(at_hand) > AT_HAND[what]:
                at_hand.popitem(last=False)
        at_hand.move_to_end(slug)
        return at_hand[slug]

    def load(self, head: ArticleHead) -> Article:
        """The whole article; the last one is kept at hand."""
        if self._loaded is None or self._loaded[0] != head.digest:
            self._loaded = head.digest, head.load()
        return self._loaded[1]

    def scan(self, head: ArticleHead) -> ArticleScan:
        """What is found in the article; that of the last one is kept at hand."""
        if self._scanned is None or self._scanned[0] != head.digest:
            glossary = self.glossary_of(head)
            self._scanned = head.digest, self._scanner.scan(head, glossary, partial(self.load, head))
        return self._scanned[1]

    def views(self, head: ArticleHead) -> ArticleViews:
        """The article as its own pages show it."""
        article, scan = self.load(head), self.scan(head)
        texts = {
            lang: article_rich_texts(
                article,
                lang,
                {p.key: scan.mentioned(p.key, lang) for p in article.passages},
                link_mentions=self._settings.link_mentions,
                dates={p.key: scan.dated(p.key, lang) for p in article.passages},
            )
            for lang in LANGS
        }
        return ArticleViews(make_wording(article, texts), self._settings, scan)

    def _list(self, head: ArticleHead) -> dict[str, Any]:
        article, found = self.load(head), {}
        for lang in head.langs:
            site = self._sites[lang]
            picture = article_card(site, article)
            title = article_title(article, lang)
            link = _digest([head.slug, *title, str(head.meta.published), states.page_state(article)])
            found[lang] = (*title, summary(site, article), picture and cards.path(picture), link)
        day = last_changed(article)
        facts = {
            "in": found,
            "state": states.page_state(article),
            "counts": count_states(article),
            "changed": day.isoformat() if day else "",
            "translated": any(p.translation for p in article.passages),
        }
        return {
            **facts,
            "seal": sha256(
                repr((head.slug, head.langs, head.meta, facts)).encode("utf-8", "surrogatepass")
            ).hexdigest(),
        }

    def _give(self, head: ArticleHead) -> dict[str, Any]:
        mentions = self.scan(head).mentions
        named = (
            m.actor
            for (_, lang), found in mentions.items()
            if lang == ORIGINAL.code
            for m in found
            if m.kind == "name"
        )
        return {
            "mentions": sha256(repr(mentions).encode("utf-8", "surrogatepass")).hexdigest(),
            "actors": sorted({m.actor for found in mentions.values() for m in found}),
            "named": sorted(set(named)),
            "given": {what: self._digests(what, head) for what in self._gives if what != "pairs"},
        }

    def _give_texts(self, head: ArticleHead, what: str) -> Mapping[Lang, Given]:
        article, scan = self.load(head), self.scan(head)
        return {lang: self._gives[what](self._sites[lang], article, scan) for lang in _own_langs(what, head)}

    def _digests(self, what: str, head: ArticleHead) -> Mapping[Lang, Mapping[str, tuple[int, str]]]:
        """How many rows there are in each language and under what, and a digest of them."""
        given = self.given(what, head.slug)
        found = {
            lang: {under: (len(rows), f"{_digest(rows):016x}") for under, rows in given[lang].items()}
            for lang in _own_langs(what, head)
        }
        return _in_all(what, head, found)

    def _feed(self, head: ArticleHead) -> Mapping[Lang, Given]:
        views = self.views(head).feeds
        return {lang: article_feed(self._sites[lang], views[lang]) for lang in head.langs}


def _own_langs(what: str, head: ArticleHead) -> Sequence[Lang]:
    """The languages of an article in which it gives something of its own."""
    return head.langs[:1] if what in _ALIKE else head.langs


def _in_all(what: str, head: ArticleHead, found: Mapping[Lang, T]) -> Mapping[Lang, T]:
    """What was found in these, for all languages of the article."""
    return dict.fromkeys(head.langs, found[head.langs[0]]) if what in _ALIKE else found


def _in_each_language(head: ArticleHead, facts: Mapping[str, Any]) -> Mapping[Lang, ListedArticle]:
    return {lang: _listed(head, facts, facts["in"][lang]) for lang in head.langs}


def _listed(head: ArticleHead, facts: Mapping[str, Any], own: Sequence[Any]) -> ListedArticle:
    title, title_lang, about, card, link = own
    return ListedArticle(
        head,
        title,
        title_lang,
        (about[0], about[1]) if about else None,
        facts["state"],
        facts["counts"],
        facts["changed"],
        facts["translated"],
        card or "",
        facts["seal"],
        link,
    )


def _fold(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """What articles that stand side by side give, in few words: what, language, under what → how many rows,
    numbers of the articles among these, and digests; names by their places among all.
    """
    names: dict[str, int] = {}
    counts = dict.fromkeys(LANGS, 0)
    given: dict[str, dict[Lang, dict[str, list[Any]]]] = {}
    articles = []
    for row in rows:
        for lang in row["listed"]["in"]:
            for what, found in row["given"].items():
                places = given.setdefault(what, {}).setdefault(lang, {})
                for under, (count, digest) in found[lang].items():
                    one = places.setdefault(under, [0, [], ""])
                    one[0] += count
                    one[1].append(counts[lang])
                    one[2] += digest
            counts[lang] += 1
        for which in ("actors", "named"):
            row[which] = [names.setdefault(name, len(names)) for name in row[which]]
        articles.append({**row, "given": None})
    return {"names": list(names), "articles": articles, "given": given}


def _digest(rows: Sequence[Any]) -> int:
    text = json.dumps(rows, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return int.from_bytes(sha256(text).digest()[:8])
