"""A removal for somebody's safety: shown before, carried out beside the pages, and what it leaves to do."""

from dataclasses import dataclass
from functools import partial

from starlette.responses import Response

from jisr.app import pipeline, removal
from jisr.app.removal.allowing import allow_names
from jisr.app.results import Result
from jisr.app.whole.sending import find_unsent
from jisr.desk import runs
from jisr.desk.context import Desk, Visit
from jisr.desk.faults import refuse
from jisr.desk.routes.whole.fields import TAKES, Fields
from jisr.desk.routing import Route


@dataclass
class Removal:
    """A removal that runs, or was the last run: until then, and in memory alone, its words are known."""

    what: str
    also: tuple[str, ...]
    plan: removal.Plan | None = None
    done: removal.Done | None = None


def show(visit: Visit) -> Response:
    """What would go; without a word, how far the last removal is, and what it leaves to do."""
    root = visit.desk.root
    what = visit.query.get("what", "").strip()
    also = visit.query.get("also", "").split()
    asked = removal.plan(root, what, also) if what else None
    run = runs.current(root)
    last = run.about if isinstance(run.about, Removal) and not what else None
    done = last.plan if last and last.done else None
    beyond = removal.list_beyond_reach(done, visit.lang, private=False) if done else ()
    return visit.page(
        "desk/remove",
        what=what,
        also=" ".join(also),
        asked=asked,
        run=run,
        last=last,
        beyond=tuple(beyond),
        unsent=find_unsent(root) if done else None,
    )


def begin(visit: Visit) -> Response:
    """Have it removed, and the site made anew, while pages go on; not beside another run."""
    fields, root = Fields.of(visit), visit.desk.root
    asked = Removal(fields.one("what"), tuple(fields.one("also").split()))
    run = runs.start(root, partial(_carry_out, visit.desk, asked), about=asked)
    return visit.go("/remove") if run.about is asked else refuse(visit, 423, "busy")


def allow(visit: Visit) -> Response:
    """Let an article name who was removed from another."""
    slug = str(visit.given["slug"])
    with visit.desk.writing():
        result = allow_names(visit.desk.root, slug)
        visit.desk.touched(slug, result, f"Let {slug} name who was removed elsewhere", visit.person.name)
    return visit.go(f"/articles/{slug}")


def _carry_out(desk: Desk, asked: Removal) -> Result:
    asked.plan = removal.plan(desk.root, asked.what, asked.also)
    asked.done = removal.carry_out(desk.root, asked.plan, desk.today(), pipeline.build)
    result = Result(findings=asked.done.findings, written=asked.done.written)
    desk.touched("", result, "Remove for safety", "")
    return result


_TEXT = {"type": "string"}
ROUTES = (
    Route(
        "GET",
        "/remove",
        show,
        "What a removal for safety would take away, or left to do",
        asks={"what": _TEXT, "also": _TEXT},
        may="publisher",
    ),
    Route("POST", "/remove", begin, "A removal for safety", takes=TAKES, may="publisher"),
    Route(
        "POST",
        "/allow",
        allow,
        "Let an article name who was removed from another",
        takes={"slug": _TEXT},
        needs=("slug",),
        may="publisher",
    ),
)
