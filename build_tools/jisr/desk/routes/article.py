"""An article at the desk: a row for each paragraph, both languages side by side, and what helps with it."""

from collections.abc import Iterable, Mapping
from typing import Any

from starlette.responses import Response

from jisr.app.paragraphs.beside import find_undoable, read_history
from jisr.app.paragraphs.reading import ArticleRows, Paragraph
from jisr.app.paragraphs.wordbook import open_wordbook
from jisr.app.shelf.query import most_doubtful, similar
from jisr.app.whole.drafted import count_wanting
from jisr.desk.as_json import ARTICLE, FINDING, article_data, finding_data
from jisr.desk.context import Visit
from jisr.desk.routing import Route
from jisr.lang.similarity import diff_words
from jisr.markup.html import Node, parse_inline, parse_markdown
from jisr.markup.markdown_text import plain
from jisr.model.languages import LANGS, ORIGINAL
from jisr.model.source import Block, Kind
from jisr.site.common.inline import isolate_nodes
from jisr.translation.memory import FuzzyMatch


def show(visit: Visit) -> Response:
    """The page."""
    rows = _rows(visit)
    titles = {lang: rows.title(lang) for lang in LANGS}
    worst = most_doubtful(visit.desk.shelf.store, rows.outcome.slug)
    waits = any(one.check == "removed" and one.is_error for one in rows.findings)
    drafts = {row.key for row in rows.paragraphs if row.state == "draft"}  # the list may be late
    return visit.page(
        "desk/article",
        rows=rows,
        trees=_trees(rows),
        titles=titles,
        undoable=find_undoable(visit.desk.root, rows.outcome.slug),
        worst=[key for key in worst if key in drafts],
        names_removed=waits and visit.person.may("publisher"),
        wanting=count_wanting(rows.outcome),
        may_draft=visit.person.may("publisher"),
    )


def tell(visit: Visit) -> Response:
    """The same for programs."""
    return visit.answer(tell_article(visit, _rows(visit)))


def tell_rows(visit: Visit) -> Response:
    """Some of its rows as they are shown."""
    return visit.answer({"rows": render_rows(visit, _rows(visit), visit.query.get("keys", "").split(","))})


def tell_article(visit: Visit, rows: ArticleRows) -> dict[str, Any]:
    """An article as JSON, with what its page says of it."""
    return {**article_data(rows, visit.lang), "left": visit.say.count("desk.article.left", rows.left)}


def render_rows(visit: Visit, rows: ArticleRows, keys: Iterable[str]) -> Mapping[str, str]:
    """Rows as HTML, by key."""
    wanted, slug = set(keys), rows.outcome.slug
    undoable = find_undoable(visit.desk.root, slug)
    return {
        row.key: visit.render(
            "desk/row",
            row=row,
            slug=slug,
            tree=_tree(row.block, row.original),
            undoable=undoable,
            may_draft=visit.person.may("publisher"),
        )
        for row in rows.paragraphs
        if row.key in wanted
    }


def check_article(visit: Visit) -> Response:
    """What the checks of single paragraphs find."""
    found = open_wordbook(visit.desk.root).check(_rows(visit))
    return visit.answer(
        {"findings": {key: finding_data(findings, visit.lang) for key, findings in found.items()}}
    )


def check_text(visit: Visit) -> Response:
    """What they find in what is being typed."""
    given = visit.given
    rows = visit.rows(given["slug"])
    rows.paragraph(given["key"])
    found = open_wordbook(visit.desk.root).check_text(rows, given["key"], given["text"])
    return visit.answer({"findings": finding_data(found, visit.lang)})


def tell_beside(visit: Visit) -> Response:
    """What stands beside a paragraph: names and terms, similar texts."""
    rows = _rows(visit)
    row = rows.paragraph(visit.query.get("key", ""))
    found = similar(visit.desk.shelf.store, plain(row.original).text, f"{rows.outcome.slug}#{row.key}")
    return visit.answer(
        {
            "offers": [vars(one) for one in open_wordbook(visit.desk.root).offer(rows, row.key)],
            "memory": [_match_data(one, row) for one in found],
        }
    )


def tell_history(visit: Visit) -> Response:
    """What happened to a paragraph: git is asked, so that it is told where somebody wants to know."""
    slug, key = visit.request.path_params["slug"], visit.query.get("key", "")
    _rows(visit).paragraph(key)
    history = [
        {
            "at": one.at,
            "by": one.by,
            "what": visit.say.sentence(one.what),
            "words": [list(part) for part in one.words],
        }
        for one in read_history(visit.desk.root, slug, key)
    ]
    return visit.answer({"history": history})


def _match_data(found: FuzzyMatch, row: Paragraph) -> dict[str, Any]:
    parts = diff_words(plain(found.match.original).text, plain(row.original).text)
    return {
        "score": found.score,
        "place": found.match.place,
        "english": found.match.translation,
        "approved": found.match.approved,
        "difference": [list(part) for part in parts],
    }


def _rows(visit: Visit) -> ArticleRows:
    return visit.rows(visit.request.path_params["slug"])


def _trees(rows: ArticleRows) -> Mapping[str, tuple[Node, ...]]:
    return {row.key: _tree(row.block, row.original) for row in rows.paragraphs}


def _tree(block: Block, original: str) -> tuple[Node, ...]:
    """The Arabic of a block as HTML, numbers as readers see them; nothing in it leads away from the desk."""
    line = block.kind in (Kind.TITLE, Kind.KICKER, Kind.HEADING)
    nodes = (parse_inline if line else parse_markdown)(original, lambda _: None).nodes
    return isolate_nodes(nodes, ORIGINAL.code)


_TEXT = {"type": "string"}
_LIST = {"type": "array", "items": {"type": "object"}}
ROUTES = (
    Route("GET", "/articles/{slug:path}", show, "An article, paragraph by paragraph"),
    Route("GET", "/api/articles/{slug:path}", tell, "An article, paragraph by paragraph", gives=ARTICLE),
    Route(
        "GET",
        "/api/rows/{slug:path}",
        tell_rows,
        "Rows of an article as HTML; `keys` are those of its paragraphs, with commas between",
        asks={"keys": _TEXT},
        gives={"type": "object", "properties": {"rows": {"type": "object"}}, "required": ["rows"]},
    ),
    Route(
        "GET",
        "/api/checks/{slug:path}",
        check_article,
        "What the checks find in an article, by paragraph",
        gives={"type": "object", "properties": {"findings": {"type": "object"}}, "required": ["findings"]},
    ),
    Route(
        "POST",
        "/api/check",
        check_text,
        "What the checks find in what is being typed into a paragraph",
        takes={"slug": _TEXT, "key": _TEXT, "text": _TEXT},
        needs=("slug", "key", "text"),
        gives={"type": "object", "properties": {"findings": {"type": "array", "items": FINDING}}},
        may="suggester",
    ),
    Route(
        "GET",
        "/api/beside/{slug:path}",
        tell_beside,
        "What helps with a paragraph: names and terms of its Arabic, similar texts",
        asks={"key": _TEXT},
        gives={"type": "object", "properties": {"offers": _LIST, "memory": _LIST}},
    ),
    Route(
        "GET",
        "/api/history/{slug:path}",
        tell_history,
        "What happened to a paragraph, the latest first",
        asks={"key": _TEXT},
        gives={"type": "object", "properties": {"history": _LIST}},
    ),
)
