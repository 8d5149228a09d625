"""What changed since, and by whom."""

from datetime import UTC, datetime, timedelta

from starlette.responses import Response

from jisr.app.people import changes
from jisr.desk.context import Visit
from jisr.desk.routing import Route

_MOST = 500
"""Changes on one page."""


def show(visit: Visit) -> Response:
    """The page."""
    since = _since(visit)
    slug = visit.query.get("article", "")
    found = changes.find_changes(visit.desk.root, since, slug)
    return visit.page(
        "desk/changes",
        since=since,
        asked=visit.query.get("since", "last"),
        slug=slug,
        found=found[::-1][:_MOST],
        more=max(len(found) - _MOST, 0),
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
ROUTES = (
    Route("GET", "/changes", show, "What changed since, and by whom", asks=_ASKS),
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
