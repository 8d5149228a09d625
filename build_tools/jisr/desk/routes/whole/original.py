"""The original of a paragraph, put right: as spelling, as a correction with its notice, or for safety."""

from typing import Any
from urllib.parse import quote

from starlette.responses import Response

from jisr.app.articles.originals import How, edit_original, read_source
from jisr.desk.context import Visit
from jisr.desk.routes.whole.fields import TAKES, Fields
from jisr.desk.routing import Route
from jisr.model.diagnostics import Finding, JisrError
from jisr.model.languages import LANGS
from jisr.model.source import NoticeKind


def show(visit: Visit) -> Response:
    """The lines of the seed, to be put right."""
    slug, key = visit.request.path_params["slug"], visit.query.get("key", "")
    source = read_source(visit.desk.root, slug, key, visit.desk.today())
    return _page(visit, slug, key, source.text, source.text, Fields([]))


def save(visit: Visit) -> Response:
    """Put them right. Raises `JisrError` for a form that does not say how."""
    fields = Fields.of(visit)
    slug, key = visit.request.path_params["slug"], fields.one("key")
    words, base = fields.raw("words") or "", fields.raw("base") or ""
    try:
        if fields.one("how") not in list(How):
            remedy = visit.say("desk.original.how_remedy")
            raise JisrError(Finding("original", visit.say("desk.original.no_how"), remedy=remedy))
        how = How(fields.one("how"))
        notice = _notice(visit, fields) if how is How.CORRECTION else None
        with visit.desk.writing():
            result = edit_original(
                visit.desk.root,
                slug,
                key,
                words,
                how,
                visit.desk.today(),
                base=base,
                notice=notice,
                by=visit.person.name,
            )
            visit.desk.touched(slug, result, f"Correct the original of {slug} #{key}", visit.person.name)
    except JisrError as error:
        return _page(visit, slug, key, words, base, fields, error)
    return visit.go(f"/articles/{quote(slug)}#{quote(key)}")


def _notice(visit: Visit, fields: Fields) -> dict[str, Any] | None:
    """What readers are told; nothing where no words are given."""
    text = fields.texts("notice", LANGS)
    if not text:
        return None
    said = {
        "kind": fields.one("notice-kind") or NoticeKind.CORRECTION.value,
        "on": visit.desk.today().isoformat(),
    }
    place = {"place": fields.one("place")} if fields.one("place") else {}
    return {**said, "text": text, **place}


def _page(
    visit: Visit, slug: str, key: str, words: str, base: str, fields: Fields, error: JisrError | None = None
) -> Response:
    rows = visit.rows(slug)
    row = next((one for one in rows.paragraphs if one.key == key), None)
    return visit.page(
        "desk/original",
        status=422 if error else 200,
        slug=slug,
        key=key,
        words=words,
        base=base,
        row=row,
        fields=fields,
        kinds=list(NoticeKind),
        findings=error.findings if error else (),
    )


ROUTES = (
    Route("GET", "/original/{slug:path}", show, "The original of a paragraph", may="reviewer"),
    Route(
        "POST",
        "/original/{slug:path}",
        save,
        "The original of a paragraph, put right",
        takes=TAKES,
        may="reviewer",
    ),
)
