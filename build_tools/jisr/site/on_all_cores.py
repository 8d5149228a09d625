"""What articles give to pages, worked out by all cores before the pages are planned."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from jisr.model.glossary import Actor
from jisr.model.publication import ArticleHead
from jisr.model.settings import Settings
from jisr.site.common.visibility import published
from jisr.site.contributions import Contributions
from jisr.storage.cache import CachedCall, compute_uncached
from jisr.storage.work.ahead import NotedValues, Row, work_ahead


def contribute_ahead(
    heads: Sequence[ArticleHead], actors: Sequence[Actor], settings: Settings, made: CachedCall
) -> None:
    """Have `made` hold what `plan` will ask of articles, where it holds little of it.

    Not where another glossary is all that is new: most of what was found holds then, which `plan` knows.
    """
    contributions = Contributions(actors, settings, compute_uncached)
    work = _Contribute(contributions.seal, tuple(actors), settings)
    shown = published(heads)
    work_ahead(made, shown, contributions.listed_by, work, "looking for names and dates")


@dataclass(frozen=True)
class _Contribute:
    """Works out what an article gives. A process begins once with all that has one `seal`."""

    seal: str
    actors: tuple[Actor, ...] = field(compare=False, repr=False)
    settings: Settings = field(compare=False, repr=False)

    def __call__(self, head: ArticleHead) -> list[Row]:
        contributions, noted = _begin(self)
        contributions.work_out(head)
        return noted.take()


@lru_cache(maxsize=1)
def _begin(work: _Contribute) -> tuple[Contributions, NotedValues]:
    noted = NotedValues()
    return Contributions(work.actors, work.settings, noted), noted
