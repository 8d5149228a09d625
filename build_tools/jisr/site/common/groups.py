"""What articles are filed under: authors, topics, series; and which articles are near each other."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import nsmallest
from typing import Literal, NamedTuple

from jisr.lang.arabic import has_arabic
from jisr.model.languages import LANGS, ORIGINAL, TRANSLATION, Lang, other_lang
from jisr.model.settings import Settings
from jisr.site.common.listed import AnyArticle, PlaceInTime, place_in_time

GroupKind = Literal["authors", "topics", "series"]
GROUP_KINDS: tuple[GroupKind, ...] = ("topics", "series", "authors")
MAX_RELATED = 3  # related articles named on a page
_REACH = 8  # articles before and after that are looked at for each thing in common
_FEATURES = 16


@dataclass(frozen=True)
class Group:
    """An author, a topic or a series, with its articles, newest first (those of a series oldest first)."""

    sort: GroupKind
    id: str
    names: Mapping[str, str]
    articles: tuple[str, ...] = ()  # their slugs

    @property
    def path(self) -> str:
        """The Markdown file of its page in either language."""
        return f"{self.sort}/{self.id}.md"

    @cached_property
    def seal(self) -> str:
        """All that is said of it where it is named."""
        return repr((self.sort, self.id, sorted(self.names.items())))

    def name(self, lang: Lang) -> tuple[str, Lang]:
        """Its name, and the language that the name is in: Arabic where there is no English one."""
        if lang in self.names:
            return self.names[lang], lang
        other = other_lang(lang)
        return self.names.get(other, self.id), other


Groups = Mapping[GroupKind, tuple[Group, ...]]


def group_articles(articles: Sequence[AnyArticle], settings: Settings) -> Groups:
    """All groups that have articles; `articles` are newest first. Groups are in the order of their ids."""
    found: dict[GroupKind, dict[str, tuple[Mapping[str, str], list[str]]]] = {
        sort: {} for sort in GROUP_KINDS
    }
    known_as = {
        m.author[TRANSLATION.code]: m.author for a in articles if len((m := a.meta).author) == len(LANGS)
    }
    for article in articles:
        meta = article.meta
        author = known_as.get(meta.author.get(TRANSLATION.code, ""), meta.author)
        wanted: list[tuple[GroupKind, str, Mapping[str, str]]] = []
        if author:
            wanted.append(("authors", author.get(ORIGINAL.code) or author[TRANSLATION.code], author))
        wanted += [("topics", *find_group(topic, settings.topics)) for topic in meta.topics]
        if meta.series:
            wanted.append(("series", *find_group(meta.series, settings.series)))
        for sort, name, names in wanted:
            known, members = found[sort].setdefault(name, (names, []))
            if article.slug not in members[-1:]:
                members.append(article.slug)
            if len(names) > len(known):  # one article gives the author's English name, another does not
                found[sort][name] = (names, members)
    in_series = {a.slug: place_in_time(a) for a in articles if a.meta.series}
    return {sort: tuple(_groups_by_name(sort, found[sort], in_series)) for sort in GROUP_KINDS}


def find_group(said: str, table: Mapping[str, Mapping[str, str]]) -> tuple[str, Mapping[str, str]]:
    """A topic or series of the settings, by id or by either name; others are what they are called.

    Its name is the original's, where it has one.
    """
    for id_, names in table.items():
        if said == id_ or said in names.values():
            return names.get(ORIGINAL.code, id_), {**names, "id": id_}
    return said, {ORIGINAL.code: said} if has_arabic(said) else {TRANSLATION.code: said}


def topic_names(topics: Iterable[str], lang: Lang, settings: Settings) -> tuple[str, ...]:
    """What an article's topics are called in `lang`; one without a name in it keeps its other."""
    return tuple(
        names.get(lang) or names.get(other_lang(lang)) or said
        for said, (_, names) in ((topic, find_group(topic, settings.topics)) for topic in topics)
    )


def _groups_by_name(
    sort: GroupKind,
    found: Mapping[str, tuple[Mapping[str, str], list[str]]],
    in_series: Mapping[str, PlaceInTime],
) -> list[Group]:
    taken: set[str] = set()
    groups = []
    for name, (names, articles) in sorted(found.items()):
        base = names.get("id") or slugify(names.get(TRANSLATION.code) or name)
        id_ = base
        number = 1
        while id_ in taken or id_ == "index":
            number += 1
            id_ = f"{base}-{number}"
        taken.add(id_)
        shown = {lang: text for lang, text in names.items() if lang != "id"}
        members = sorted(articles, key=in_series.__getitem__) if sort == "series" else articles
        groups.append(Group(sort, id_, shown, tuple(members)))
    return sorted(groups, key=lambda group: group.id)


def slugify(text: str) -> str:
    """A name as part of an address: lower case, no accents, letters and digits of any script."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text).casefold() if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", "-", unicodedata.normalize("NFC", bare)).strip("-")[:80] or "x"


def groups_by_article(groups: Groups) -> Mapping[str, tuple[Group, ...]]:
    """Slug → the groups that an article is in."""
    found: dict[str, list[Group]] = defaultdict(list)
    for sort in GROUP_KINDS:
        for group in groups[sort]:
            for slug in group.articles:
                found[slug].append(group)
    return {slug: tuple(own) for slug, own in found.items()}


class RelatedArticle(NamedTuple):
    """An article near another, and what they have in common: groups, actors."""

    slug: str
    groups: Sequence[str] = ()  # paths of pages
    actors: Sequence[str] = ()


def related_articles(
    articles: Sequence[AnyArticle], groups: Groups, named: Mapping[str, Iterable[str]]
) -> Mapping[str, tuple[RelatedArticle, ...]]:
    """Slug → the nearest articles: those that share a series, topics, an author, or rarely named actors.

    `named` holds the actors of each article. Of what two articles share, the rarer counts for more; only
    articles that are neighbours in time are looked at, so that the time grows with the articles alone.
    How rare something is goes by steps, or one article more would change what is near to all others.
    """
    members: dict[str, list[str]] = defaultdict(list)
    weights = {"series": 4.0, "topics": 3.0, "authors": 1.5}
    worth: dict[str, float] = {}
    for sort in GROUP_KINDS:
        for group in groups[sort]:
            members[group.path] = list(group.articles)
            worth[group.path] = weights[sort]
    for article in articles:
        for actor in named.get(article.slug, ()):
            members[actor].append(article.slug)
            worth[actor] = 1.0
    features: dict[str, list[tuple[str, int]]] = defaultdict(list)  # slug → what, and its place among those
    size = {what: in_steps(len(slugs)) for what, slugs in members.items()}
    for what in sorted(members, key=lambda what: (size[what] / worth[what], what)):
        for at, slug in enumerate(members[what]) if len(members[what]) > 1 else ():
            if len(features[slug]) < _FEATURES:
                features[slug].append((what, at))
    share = {what: worth[what] / (1 + size[what]) ** 0.5 for what in members}
    out = {}
    for article in articles:
        scores: dict[str, float] = defaultdict(float)
        near = [
            (what, members[what][max(0, at - _REACH) : at + _REACH + 1])
            for what, at in features[article.slug]
        ]
        for what, slugs in near:
            own = share[what]
            for slug in slugs:
                scores[slug] += own
        scores.pop(article.slug, None)
        best = nsmallest(MAX_RELATED, ((-score, slug) for slug, score in scores.items()))
        out[article.slug] = tuple(
            _related(slug, [what for what, slugs in near if slug in slugs]) for _, slug in best
        )
    return out


def in_steps(number: int) -> int:
    """A small number as it is, others up to the next power of two."""
    return number if number <= 16 else 1 << (number - 1).bit_length()


def _related(slug: str, shared: Sequence[str]) -> RelatedArticle:
    groups = [what for what in shared if what.endswith(".md")]
    return RelatedArticle(slug, groups, [what for what in shared if not what.endswith(".md")])
