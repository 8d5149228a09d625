"""What changed since, and by whom."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from starlette.responses import Response

from jisr.app.people import changes
from jisr.desk.context import Visit
from jisr.desk.routing import Route

_PAGE = 100
"""Changes on one page."""


def show(visit: Visit) -> Response:
    """The page."""
    since = _since(visit)
    slug = visit.query.get("article", "")
    found = changes.find_changes(visit.desk.root, since, slug)
    shown, place = visit.cut_page(found[::-1], _PAGE)
    asked = {"since": visit.query.get("since", "last"), "article": slug}
    return visit.page(
        "desk/changes",
        since=since,
        asked=asked["since"],
        slug=slug,
        found=shown,
        **place,
        link=lambda **others: "/changes?" + urlencode({**asked, **others}),
    )


def tell(visit: Visit) -> Response:
    """The same for programs, the oldest first."""
    found = changes.find_changes(visit.desk.root, _since(visit), visit.query.get("article", ""))
    return visit.answer({"changes": [changes.change_row(change) for change in found]})


def _since(visit: Visit) -> datetime:
    """Since one was last here, for a week, or since a moment that somebody names. Raises `JisrError`."""
    asked = visit.query.get("since", "last")
    week = datetime.now(UTC) - timedelta(days=7)
    if asked == "last":
        return visit.desk.visits.last(visit.person.name) or week
    return week if asked == "week" else changes.parse_since(visit.desk.root, asked)


_TEXT = {"type": "string"}
_ASKS = {"since": {"type": "string", "description": "last, week, or a moment"}, "article": _TEXT}
_PAGED = {**_ASKS, "page": {"type": "integer"}}
ROUTES = (
    Route("GET", "/changes", show, "What changed since, and by whom", asks=_PAGED),
    Route(
        "GET",
        "/api/changes",
        tell,
        "The same for programs",
        asks=_ASKS,
        gives={
            "type": "object",
            "properties": {"changes": {"type": "array", "items": {"type": "object"}}},
            "required": ["changes"],
        },
    ),
)
