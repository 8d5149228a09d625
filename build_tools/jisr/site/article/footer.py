"""What stands below an article: actors named, corrections, source, citing and sharing, related articles."""

from dataclasses import dataclass

from jisr.markup.html import Node
from jisr.model.publication import Article
from jisr.model.source import Correction
from jisr.site.common.co_mentions import mention_chart
from jisr.site.common.context import Link, Site
from jisr.site.editions import EditionLink, article_edition_links
from jisr.site.lifecycle import dated_corrections

COMMON = 3  # things in common that are named for a related article


@dataclass(frozen=True)
class Related:
    """An article near another, and pages of what they have in common."""

    article: Link
    shared: tuple[Link, ...]


@dataclass(frozen=True)
class Footer:
    """What stands below an article. `chart` shows whom it names most."""

    chart: Node | None
    corrections: tuple[Correction, ...]
    editions: tuple[EditionLink, ...]
    related: tuple[Related, ...]


def make_footer(site: Site, article: Article) -> Footer:
    """What stands below an article on its page."""
    return Footer(
        mention_chart(site, article),
        tuple(dated_corrections(article)),
        tuple(article_edition_links(site, article)),
        _related(site, article),
    )


def _related(site: Site, article: Article) -> tuple[Related, ...]:
    groups = {group.path: group for group in site.filed.get(article.slug, ())}
    found = []
    for related in site.near.get(article.slug, ()):
        why = [groups[path] for path in related.groups if path in groups]
        shared = [Link(group.path, site.text(*group.name(site.lang))) for group in why]
        actors = related.actors[: max(0, COMMON - len(shared))]
        shared += [site.actor_links[actor] for actor in actors]
        found.append(Related(site.article_link(related.slug), tuple(shared)))
    return tuple(found)
