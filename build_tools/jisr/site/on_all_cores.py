"""What articles give to pages, worked out by all cores before the pages are planned."""

from collections.abc import Sequence
from functools import lru_cache, partial

from jisr.model.glossary import Actor
from jisr.model.publication import ArticleHead
from jisr.model.settings import Settings
from jisr.site.common.visibility import published
from jisr.site.contributions import Common, Contributions
from jisr.storage.cache import CachedCall, compute_uncached
from jisr.storage.work.ahead import NotedValues, Row, work_ahead


def contribute_ahead(
    heads: Sequence[ArticleHead], actors: Sequence[Actor], settings: Settings, made: CachedCall
) -> None:
    """Have `made` hold what `plan` will ask of articles, where it holds little of it.

    Not where another glossary is all that is new: most of what was found holds then, which `plan` knows.
    """
    contributions = Contributions(actors, settings, compute_uncached)
    work = partial(_contribute, contributions.common)
    work_ahead(made, published(heads), contributions.listed_by, work, "looking for names and dates")


def _contribute(common: Common, head: ArticleHead) -> list[Row]:
    contributions, noted = _begin(common)
    contributions.work_out(head)
    return noted.take()


@lru_cache(maxsize=1)
def _begin(common: Common) -> tuple[Contributions, NotedValues]:
    noted = NotedValues()
    return common.begin(noted), noted
