"""An article at the desk: a row for each paragraph, both languages side by side."""

from typing import Any

from starlette.responses import Response

from jisr.app.paragraphs.reading import ArticleRows, Paragraph, read_rows
from jisr.desk.context import Visit
from jisr.desk.faults import finding_data
from jisr.desk.routing import Route


def show(visit: Visit) -> Response:
    """The page."""
    return visit.page("desk/article", rows=_rows(visit))


def tell(visit: Visit) -> Response:
    """The same for programs."""
    rows = _rows(visit)
    return visit.answer(
        {
            "slug": rows.outcome.slug,
            "blocked": rows.outcome.blocked,
            "findings": finding_data(rows.findings),
            "paragraphs": [paragraph_data(one) for one in rows.paragraphs],
        }
    )


def _rows(visit: Visit) -> ArticleRows:
    return read_rows(visit.desk.root, visit.request.path_params["slug"], visit.desk.today())


def paragraph_data(one: Paragraph) -> dict[str, Any]:
    """A paragraph as JSON."""
    entry = one.entry
    return {
        "key": one.key,
        "kind": one.kind.value,
        "original": one.original,
        "english": one.translation,
        "seen": one.seen,
        "state": one.state,
        "stale": entry.stale,
        "touched": entry.touched,
        "origin": one.origin,
        "by": entry.by,
        "on": entry.on,
        "quoted": entry.quoted,
        "rival": one.rival,
        "proposal": {"origin": one.proposal.origin, "text": one.proposal.text} if one.proposal else None,
        "original_change": [list(part) for part in one.original_change],
        "ignored": dict(one.ignored),
        "findings": finding_data(one.findings),
    }


_TEXT = {"type": "string"}
_TEXTS = ("key", "kind", "original", "english", "seen", "origin", "by", "on", "quoted")
PARAGRAPH = {
    "type": "object",
    "properties": {
        **dict.fromkeys(
            ("key", "kind", "original", "english", "seen", "origin", "by", "on", "quoted"), _TEXT
        ),
        "state": {"enum": ["missing", "draft", "edited", "approved"]},
        "stale": {"type": "boolean"},
        "touched": {"type": "boolean"},
        "rival": {"type": ["string", "null"]},
        "proposal": {"type": ["object", "null"]},
        "original_change": {"type": "array"},
        "ignored": {"type": "object"},
        "findings": {"type": "array", "items": {"type": "object"}},
    },
    "required": ["key", "state", "english", "original", "seen", "findings"],
}
ARTICLE = {
    "type": "object",
    "properties": {
        "slug": _TEXT,
        "blocked": {"type": "boolean"},
        "findings": {"type": "array", "items": {"type": "object"}},
        "paragraphs": {"type": "array", "items": PARAGRAPH},
    },
    "required": ["slug", "blocked", "findings", "paragraphs"],
}
ROUTES = (
    Route("GET", "/articles/{slug:path}", show, "An article, paragraph by paragraph"),
    Route("GET", "/api/articles/{slug:path}", tell, "An article, paragraph by paragraph", gives=ARTICLE),
)
