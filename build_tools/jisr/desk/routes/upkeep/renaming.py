"""Another address for an article: what that changes is shown before, and the old address leads there."""

from collections.abc import Sequence
from urllib.parse import quote

from starlette.responses import Response

from jisr.app import article_renaming
from jisr.app.articles.writing import find_seed
from jisr.desk.context import Visit
from jisr.desk.routing import Route
from jisr.model.diagnostics import Finding, JisrError
from jisr.model.languages import LANGS


def show(visit: Visit) -> Response:
    """The form, and what a new address would change where one was typed; nothing is written."""
    slug, new = visit.request.path_params["slug"], visit.query.get("to", "").strip()
    find_seed(visit.desk.root, slug)
    if not new:
        return _page(visit, slug)
    try:
        return _page(visit, slug, new, article_renaming.plan(visit.desk.root, slug, new))
    except JisrError as error:
        return _page(visit, slug, new, findings=error.findings)


def rename(visit: Visit) -> Response:
    """Give it the address that was shown."""
    slug, new = visit.request.path_params["slug"], str(visit.given["to"]).strip()
    desk = visit.desk
    find_seed(desk.root, slug)
    try:
        with desk.writing():
            result = article_renaming.rename(desk.root, slug, new, desk.today())
            desk.touched(slug, result, f"Rename {slug} to {new}", visit.person.name)
            desk.shelf.touch(new)
    except JisrError as error:
        return _page(visit, slug, new, findings=error.findings)
    return visit.go(f"/articles/{quote(new)}")


def _page(
    visit: Visit,
    slug: str,
    new: str = "",
    planned: article_renaming.RenamePlan | None = None,
    findings: Sequence[Finding] = (),
) -> Response:
    return visit.page(
        "desk/rename",
        status=422 if findings else 200,
        slug=slug,
        new=new,
        plan=planned,
        findings=findings,
        langs=LANGS,
    )


_TEXT = {"type": "string"}
ROUTES = (
    Route(
        "GET",
        "/rename/{slug:path}",
        show,
        "What another address of an article would change",
        asks={"to": _TEXT},
        may="publisher",
    ),
    Route(
        "POST",
        "/rename/{slug:path}",
        rename,
        "Another address for an article; the old one leads there",
        takes={"to": _TEXT},
        needs=("to",),
        may="publisher",
    ),
)
