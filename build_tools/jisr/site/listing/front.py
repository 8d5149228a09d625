"""The front page: one article large, the newest others, what else there is by topic, and who is in the news.

However many articles there are, it shows a fixed number, and each of them once.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from markupsafe import Markup

from jisr.model.languages import ORIGINAL
from jisr.site.common.context import Link, Site
from jisr.site.common.listed import ListedArticle
from jisr.site.listing.listed_facts import listed_facts

LATEST = 6  # articles below the one that leads
TOPICS = 6  # topics with articles that stand nowhere above
OF_TOPIC = 3  # such articles
NAMES = 12
RECENT = 7  # newest articles whose names these are


class TopicSection(NamedTuple):
    """A topic, and its newest articles that are not shown above it."""

    topic: Link
    articles: Sequence[ListedArticle]


@dataclass(frozen=True)
class FrontPage:
    """What the front page shows."""

    lead: ListedArticle | None
    latest: Sequence[ListedArticle]
    topics: Sequence[TopicSection]
    names: Sequence[Link]
    has_more: bool

    @property
    def articles(self) -> Iterator[ListedArticle]:
        """All articles that it shows, in order."""
        yield from (self.lead,) if self.lead else ()
        yield from self.latest
        for section in self.topics:
            yield from section.articles


def plan_front_page(site: Site) -> FrontPage:
    """What is shown now."""
    above = site.articles[: 1 + LATEST]
    shown = {article.slug for article in above}
    sections: list[TopicSection] = []
    # by their newest articles, not by name: what is written on now comes first
    topics = sorted(site.groups["topics"], key=lambda group: site.places_of_articles[group.articles[0]])
    for group in topics:
        slugs = list(islice((slug for slug in group.articles if slug not in shown), OF_TOPIC))
        if slugs and len(sections) < TOPICS:
            shown.update(slugs)
            link = Link(group.path, site.text(*group.name(site.lang)))
            sections.append(TopicSection(link, [site.by_slug[slug] for slug in slugs]))
    # one that is translated, if there is one among the newest
    lead = next(
        (one for one in above if site.lang == ORIGINAL.code or one.is_translated), next(iter(above), None)
    )
    return FrontPage(
        lead,
        [one for one in above if one is not lead],
        sections,
        _names_of_late(site),
        len(site.articles) > len(shown),
    )


def _names_of_late(site: Site) -> list[Link]:
    """Whom the newest articles name, those first who stand in most of them."""
    counts = {
        actor: sum(number < RECENT for number in found.articles[:RECENT])
        for actor, found in site.places.get("quotes", {}).items()
        if actor in site.actors
    }
    named = sorted((actor for actor, count in counts.items() if count), key=lambda one: (-counts[one], one))
    return [site.actor_links[actor] for actor in named[:NAMES]]


def front_fragment(site: Site, path: str) -> Markup:
    """The front page's lists, for a hand-written page."""
    return site.render("listing/front", path, front=plan_front_page(site), **listed_facts(site))


def front_inputs(site: Site) -> object:
    """What they are made from."""
    front = plan_front_page(site)
    topics = [(section.topic, [one.seal for one in section.articles]) for section in front.topics]
    return [one.seal for one in front.articles], topics, front.names, front.has_more


def front_states(site: Site) -> Iterator[str]:
    """The states of all articles that they show."""
    return (one.state for one in plan_front_page(site).articles)
