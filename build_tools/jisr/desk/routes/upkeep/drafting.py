"""Machine drafts of what is missing, of an article or of all, made by the engine of the settings."""

from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.responses import Response

from jisr.app import pipeline
from jisr.app.articles.writing import find_seed
from jisr.app.results import Drafted, Result
from jisr.app.shelf import query
from jisr.app.whole.drafted import choose_findings, count_wanting, find_no_engine
from jisr.desk import runs
from jisr.desk.context import Desk, Visit
from jisr.desk.routing import Route
from jisr.translation import engines

MOST = 100
"""Articles of which a page says what became of them."""


@dataclass
class Drafting:
    """A run of the engine, for a paragraph (`key`) or all of an article, or for all of them; what it did."""

    slug: str
    key: str
    most_words: int | None
    by: str
    price: str = ""
    done: tuple[Drafted, ...] = ()


def show(visit: Visit) -> Response:
    """What is missing, how far the run is, and what it did."""
    slug, key, settings = visit.query.get("slug", ""), visit.query.get("key", ""), visit.desk.settings
    run = runs.current(visit.desk.root, "drafts")
    rows = visit.rows(slug) if slug else None
    visit.desk.shelf.refresh()
    last = run.about if isinstance(run.about, Drafting) else None
    return visit.page(
        "desk/draft",
        slug=slug,
        key=key,
        blocked=rows is not None and rows.outcome.blocked,
        wanting=count_wanting(rows.outcome, [key] if key else []) if rows else 0,
        counts=query.count_all(visit.desk.shelf.store),
        run=run,
        findings=choose_findings(run.findings, last.slug if last else ""),
        last=last,
        done=last.done[:MOST] if last else (),
        sums={what: sum(getattr(one, what) for one in last.done) for what in ("filled", "offered", "left")}
        if last
        else {},
        engine=settings.engine,
        elsewhere=engines.is_elsewhere(settings),
        without=find_no_engine(settings),
    )


def begin(visit: Visit) -> Response:
    """Have it drafted while pages go on; where a run is under way, it is that one that is shown."""
    asked = _start(visit)
    of = {"slug": asked.slug, "key": asked.key}
    return visit.go("/draft?" + urlencode({name: value for name, value in of.items() if value}))


def begin_for_program(visit: Visit) -> Response:
    """The same for programs, which ask `/api/online?run=drafts` how far it is."""
    _start(visit)
    return visit.answer({"state": runs.current(visit.desk.root, "drafts").state})


def _start(visit: Visit) -> Drafting:
    slug, key, words = (str(visit.given.get(name, "")) for name in ("slug", "key", "words"))
    if slug:
        find_seed(visit.desk.root, slug)
    asked = Drafting(slug, key if slug else "", int(words) if words else None, visit.person.name)
    runs.start(visit.desk.root, lambda: _carry_out(visit.desk, asked), about=asked, kind="drafts")
    return asked


def _carry_out(desk: Desk, asked: Drafting) -> Result:
    def announce(price: str) -> None:
        asked.price = price

    named = [one for one in (asked.slug, asked.key) if one]
    result = pipeline.draft_articles(
        desk.root, desk.today(), named, max_words=asked.most_words, announce=announce
    )
    asked.done = result.drafted
    desk.touched(asked.slug, result, f"Draft what is missing of {asked.slug or 'all articles'}", asked.by)
    return result


_TEXT = {"type": "string"}
_OF = {"slug": _TEXT, "key": _TEXT}
_TAKES = {**_OF, "words": {"type": "string", "pattern": r"^[0-9]{0,9}$"}}
ROUTES = (
    Route(
        "GET",
        "/draft",
        show,
        "What is missing, and is drafted",
        asks=_OF,
        may="publisher",
    ),
    Route("POST", "/draft", begin, "What is missing, drafted by a machine", takes=_TAKES, may="publisher"),
    Route(
        "POST",
        "/api/draft",
        begin_for_program,
        "What is missing is drafted in the background: a paragraph, an article, or all",
        takes=_TAKES,
        gives={"type": "object", "properties": {"state": _TEXT}, "required": ["state"]},
        may="publisher",
    ),
)
