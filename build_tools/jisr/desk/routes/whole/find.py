"""Words found in the whole publication, and replaced where somebody chose to."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from starlette.responses import Response

from jisr.app.whole.replacing import Hit, Search, find_words, replace_words
from jisr.desk.context import Visit
from jisr.desk.routes.whole.fields import TAKES, Fields
from jisr.desk.routing import Route
from jisr.model.diagnostics import Finding

MOST = 500
"""Hits that a page shows."""


def show(visit: Visit) -> Response:
    """The form, and what was looked for."""
    search = Search(
        visit.query.get("words", ""),
        "part" not in visit.query,
        "any" not in visit.query,
        visit.query.get("original", ""),
    )
    hits: list[Hit] = []
    if search.words.strip():
        hits, _ = find_words(visit.desk.root, search)
    return _page(visit, search, visit.query.get("new", ""), hits)


def put(visit: Visit) -> Response:
    """Replace what was chosen, and show what is left."""
    fields = Fields.of(visit)
    search = Search(
        fields.one("words"), not fields.one("part"), not fields.one("any"), fields.one("original")
    )
    chosen = fields.all("hit")
    with visit.desk.writing():
        result = replace_words(
            visit.desk.root, search, fields.one("new"), chosen, visit.desk.today(), visit.person.name
        )
        visit.desk.touched("", result, f"Replace “{search.words}”", visit.person.name)
    said = [one for one in result.findings if one.check == "replace"]
    done = len(chosen) - sum(int(one.message.split()[0]) for one in said)
    hits, _ = find_words(visit.desk.root, search)
    return _page(visit, search, fields.one("new"), hits, done=done, findings=said)


def _page(
    visit: Visit,
    search: Search,
    new: str,
    hits: Sequence[Hit],
    *,
    done: int | None = None,
    findings: Sequence[Finding] = (),
) -> Response:
    shown: list[tuple[str, list[Hit]]] = [
        (slug, list(found)) for slug, found in groupby(hits[:MOST], key=lambda hit: hit.slug)
    ]
    data: dict[str, Any] = {"search": search, "new": new, "articles": shown, "count": len(hits)}
    return visit.page("desk/find", **data, more=len(hits) > MOST, done=done, findings=findings)


ROUTES = (
    Route(
        "GET",
        "/find",
        show,
        "Words in the whole publication",
        asks={name: {"type": "string"} for name in ("words", "new", "part", "any", "original")},
    ),
    Route("POST", "/find", put, "Words replaced where they were chosen", takes=TAKES, may="reviewer"),
)
