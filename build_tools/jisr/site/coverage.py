"""How far the translation has come: figures, a chart and a table, for the whole site and by article."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from markupsafe import Markup

from jisr.model.ledger import State
from jisr.model.publication import Article
from jisr.site.common.context import Site
from jisr.site.common.listed import ListedArticle
from jisr.site.common.paging import ListPage, paginate
from jisr.site.jobs import PageJob

PATH = "coverage.md"
SIZE = 200  # articles on a page
_STATES = (State.APPROVED, State.EDITED, State.DRAFT, State.MISSING)
_COLUMNS = (*_STATES, "stale")


@dataclass(frozen=True)
class StateShare:
    """How many blocks are in a state, and what part of all, from 0 to 1. `stale` ones are in another too."""

    state: str
    count: int
    part: float


@dataclass(frozen=True)
class Bar:
    """A stretch of the chart, in its units."""

    state: str
    x: str
    width: str


@dataclass(frozen=True)
class Figures:
    """The figures of a publication, and the size of its chart."""

    articles: int
    blocks: int
    shares: tuple[StateShare, ...]
    width: int = 600
    height: int = 24

    def bars(self, direction: str) -> Iterator[Bar]:
        """The states one after the other; the first begins where the page's lines begin."""
        before = 0
        for share in self.shares:
            if share.count and share.state != "stale":
                start = before if direction == "ltr" else self.blocks - before - share.count
                yield Bar(share.state, self._length(start), self._length(share.count))
                before += share.count

    def _length(self, blocks: int) -> str:
        return f"{self.width * blocks / self.blocks:.2f}".rstrip("0").rstrip(".")


def count_states(article: Article) -> Mapping[str, int]:
    """State → number of blocks, and beside that `stale` for those whose original has changed since."""
    found: Counter[str] = Counter()
    for passage in article.passages:
        found[str(passage.entry.state)] += 1
        found["stale"] += passage.entry.stale
    return found


def coverage_pages(site: Site) -> Iterator[PageJob]:
    """The figures by article, on as many pages as it takes."""
    meta = {
        "title": site.words("coverage.title"),
        "description": site.words("coverage.about"),
        "template": "list.html",
    }
    figures = publication_figures(site)
    for page in paginate(PATH, site.articles, SIZE):
        inputs = (page.place, figures if page.is_first else None, [one.seal for one in page.items])
        yield site.job(page.path, inputs, partial(_coverage_page, site, meta, page, figures))


def _coverage_page(
    site: Site, meta: Mapping[str, object], page: ListPage[ListedArticle], figures: Figures
) -> bytes:
    rows = [(site.article_link(one.slug), Counter(one.counts)) for one in page.items]
    return site.render_page("coverage/page", page.path, meta, list=page.showing(rows), figures=figures)


def coverage_fragment(site: Site, path: str) -> Markup:
    """Figures, chart and the way to the figures by article, for a hand-written page."""
    return site.render("coverage/fragment", path, figures=publication_figures(site))


def publication_figures(site: Site) -> Figures:
    """The figures of the whole publication."""
    found: Counter[str] = Counter()
    for article in site.articles:
        found.update(article.counts)
    blocks = sum(found[state] for state in _STATES)
    shares = (StateShare(s, found[s], found[s] / blocks if blocks else 0) for s in _COLUMNS)
    return Figures(len(site.articles), blocks, tuple(shares))
