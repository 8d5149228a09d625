"""What stands below an article: actors named, corrections, source, citing and sharing, related articles."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from jisr.model.publication import Article
from jisr.site.article.citation import make_citation
from jisr.site.article.view import ArticleViews
from jisr.site.common.co_mentions import mention_chart
from jisr.site.common.context import Link, Site
from jisr.site.editions import article_edition_links
from jisr.site.lifecycle import told_changes

COMMON = 3  # things in common that are named for a related article


class Related(NamedTuple):
    """An article near another, and pages of what they have in common."""

    article: Link
    shared: list[Link]


def footer_parts(site: Site, views: ArticleViews) -> dict[str, Any]:
    """What the templates of an article's page are given for what stands below it, by the name there."""
    article = views.article
    return {
        "chart": mention_chart(site, article, views.scan),
        "corrections": told_changes(article, site.lang),
        "editions": article_edition_links(site, article),
        "related": list(_related(site, article)),
        "citation": make_citation(site, article),
    }


def _related(site: Site, article: Article) -> Iterator[Related]:
    groups = {group.path: group for group in site.filed.get(article.slug, ())}
    for related in site.near.get(article.slug, ()):
        why = [groups[path] for path in related.groups if path in groups]
        shared = [Link(group.path, site.text(*group.name(site.lang))) for group in why]
        actors = related.actors[: max(0, COMMON - len(shared))]
        shared += [site.actor_links[actor] for actor in actors]
        yield Related(site.article_link(related.slug), shared)
