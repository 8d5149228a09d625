"""Whom a book names: who that is, and where it stands, in one list at the end of the book."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from jisr.i18n.marks import describe_actor
from jisr.lang.collation import sort_key
from jisr.model.glossary import Actor, public_actors
from jisr.model.languages import other_lang
from jisr.model.publication import Article
from jisr.model.source import Kind
from jisr.site.common.context import Site
from jisr.site.common.scan import Mentions

NamedBlocks = Mapping[str, Sequence[str]]
"""Actor → the anchors of the blocks of an article that name it, in order."""


class Place(NamedTuple):
    """Where a name stands: the id of a chapter, and the anchor of a block in it."""

    chapter: str
    key: str


@dataclass(frozen=True)
class BookName:
    """What somebody is called in the language of the frame and in the other; who that is, and where."""

    name: str
    other: str
    about: str
    places: tuple[Place, ...]


def find_named_blocks(article: Article, mentions: Mentions) -> dict[str, list[str]]:
    """Whom an article names where. Its original says so, as on the actors' pages; a kicker has no anchor."""
    found: dict[str, list[str]] = defaultdict(list)
    for passage in article.passages:
        if passage.block.kind is not Kind.KICKER:
            key = "title" if passage.block.kind is Kind.TITLE else passage.key
            named = mentions.get((passage.key, article.langs[0]), ())
            for actor in dict.fromkeys(one.actor for one in named if one.kind == "name"):
                found[actor].append(key)
    return dict(found)


def index_names(
    site: Site, actors: Iterable[Actor], chapters: Iterable[tuple[str, NamedBlocks]]
) -> tuple[BookName, ...]:
    """The names of chapters, in the order of the alphabet; a private person's is none of them."""
    places: dict[str, list[Place]] = defaultdict(list)
    for chapter, named in chapters:
        for actor, keys in named.items():
            places[actor] += (Place(chapter, key) for key in keys)
    shown = sorted((a for a in public_actors(actors) if a.id in places), key=lambda a: sort_key(a, site.lang))
    return tuple(
        BookName(
            actor.names(site.lang).preferred,
            actor.names(other_lang(site.lang)).preferred,
            describe_actor(actor, site.lang),
            tuple(places[actor.id]),
        )
        for actor in shown
    )
