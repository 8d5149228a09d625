"""The first page: all articles, how far each is, filters that combine, words to find in both languages."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response

from jisr.app.paragraphs.wordbook import open_wordbook
from jisr.app.shelf import query
from jisr.app.shelf.query import Asked, Listed
from jisr.desk.context import Visit
from jisr.desk.routing import Route
from jisr.site.common.groups import topic_names

_VISITS = "jisr-visits"  # the cookie: when the visit before this one ended, and when somebody last looked
_APART = 3600  # seconds between two visits
_WEEK = 7 * 24 * 3600
_YEAR = 365 * 24 * 3600
AGES: Mapping[str, int] = {"week": _WEEK, "month": 30 * 24 * 3600, "year": _YEAR}


@dataclass(frozen=True)
class Choice:
    """What a list can be filtered by: a value, how it is called, how many articles have it."""

    value: str
    words: str
    count: int


def show(visit: Visit) -> Response:
    """The list."""
    before, now = _visits(visit)
    asked = _asked(visit, before)
    listed = _list(visit, asked)
    shelf = visit.desk.shelf
    response = visit.page(
        "desk/queue",
        listed=listed,
        asked=asked,
        given=dict(visit.query),
        counts=query.count_all(shelf.store),
        choices={kind: _choices(visit, kind) for kind in query.FACETS},
        flags=query.FLAGS,
        orders=tuple(query.ORDERS),
        sizes=tuple(query.SIZES),
        ages=tuple(AGES),
        pages=-(-listed.total // query.PAGE),
        reading=(shelf.done, shelf.total),
        link=lambda **changes: _link(visit, changes),
    )
    response.set_cookie(_VISITS, f"{before:.0f}.{now:.0f}", max_age=_YEAR, httponly=True, samesite="strict")
    return response


def tell(visit: Visit) -> Response:
    """The same for programs."""
    listed = _list(visit, _asked(visit, _visits(visit)[0]))
    return visit.answer(
        {
            "total": listed.total,
            "articles": [{**vars(one), "left": one.left} for one in listed.articles],
            "hits": {slug: [vars(hit) for hit in hits] for slug, hits in listed.hits.items()},
        }
    )


def _list(visit: Visit, asked: Asked) -> Listed:
    visit.desk.shelf.refresh()
    return query.list_articles(visit.desk.shelf.store, asked)


def _asked(visit: Visit, before: float) -> Asked:
    given = visit.query
    now = time.time()
    since = {"visit": before, "week": now - _WEEK}.get(given.get("since", ""), 0.0)
    age = AGES.get(given.get("age", ""))
    return Asked(
        flags=tuple(flag for flag in query.FLAGS if given.get(flag)),
        facets={kind: given[kind] for kind in query.FACETS if given.get(kind)},
        size=given.get("size", ""),
        since=since,
        before=now - age if age else 0.0,
        words=given.get("q", ""),
        order=given.get("order", "due"),
        page=visit.page_number,
    )


def _visits(visit: Visit) -> tuple[float, float]:
    """When the last visit ended before this one, and now."""
    before, _, last = visit.request.cookies.get(_VISITS, "").partition(".")
    now = time.time()
    if not (before.isdecimal() and last.isdecimal()):
        return now, now
    return (float(last) if now - float(last) > _APART else float(before)), now


def _choices(visit: Visit, kind: str) -> list[Choice]:
    found = query.facet_values(visit.desk.shelf.store, kind)
    names: Mapping[str, str] = {}
    if kind == "actor":
        names = open_wordbook(visit.desk.root).names(visit.lang)
    elif kind == "check":
        names = visit.say.table("desk.article.check")
    elif kind == "remark":
        names = visit.say.table("desk.people.for")
    elif kind == "topic":
        settings = visit.desk.settings
        names = {one: topic_names([one], visit.lang, settings)[0] for one, _ in found}
    return [Choice(value, names.get(value, value), count) for value, count in found]


def _link(visit: Visit, changes: Mapping[str, Any]) -> str:
    """The address of this list with something else asked for; what is asked for as `""` no longer."""
    now = {**visit.query, "page": "", **changes}
    return "/?" + urlencode({name: value for name, value in now.items() if value})


_TEXT = {"type": "string"}
_ASKED = {
    **dict.fromkeys((*query.FLAGS, *query.FACETS, "q"), _TEXT),
    "since": {"enum": ["visit", "week"]},
    "age": {"enum": list(AGES)},
    "size": {"enum": list(query.SIZES)},
    "order": {"enum": list(query.ORDERS)},
    "page": {"type": "integer"},
}
ROUTES = (
    Route("GET", "/", show, "All articles"),
    Route(
        "GET",
        "/api/queue",
        tell,
        "Articles, by filters that combine: what they have paragraphs of, by whom, on what, who is named",
        asks=_ASKED,
        gives={
            "type": "object",
            "properties": {
                "total": {"type": "integer"},
                "articles": {"type": "array", "items": {"type": "object", "required": ["slug", "left"]}},
                "hits": {"type": "object"},
            },
            "required": ["total", "articles", "hits"],
        },
    ),
)
