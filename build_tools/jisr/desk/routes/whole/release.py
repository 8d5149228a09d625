"""What readers may see: released and held by language, built and sent."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any
from urllib.parse import quote

from starlette.responses import Response

from jisr.app import pipeline, releasing
from jisr.app.whole.going_online import find_changes
from jisr.app.whole.sending import find_unsent, send
from jisr.builder.live import is_live
from jisr.desk import runs
from jisr.desk.as_json import FINDING, finding_data
from jisr.desk.context import Visit
from jisr.desk.routes.whole.fields import TAKES, Fields
from jisr.desk.routing import Route
from jisr.model.diagnostics import Finding, JisrError
from jisr.model.languages import LANGS
from jisr.model.release import format_moment, instant, parse_moment
from jisr.model.settings import Settings
from jisr.search.index import BUNDLE
from jisr.search.pieces import BEGINNING
from jisr.storage.inputs import clock

_CHOICES = 1000  # articles to choose from
_PROOFS = 3  # pages that are compared with what is online
_HOME = tuple(f"{lang}/{name}" for lang in LANGS for name in ("index.html", f"{BUNDLE}/{BEGINNING}"))


def show(visit: Visit) -> Response:
    """What the next build changes, and what is held: first what of an article that is asked for."""
    return _page(visit, visit.query.get("slug", ""))


def _page(visit: Visit, slug: str, refused: Mapping[str, str] | None = None) -> Response:
    root, now = visit.desk.root, clock.now()
    run = runs.current(root)
    ahead = None if run.state == "running" else find_changes(root)
    asked, url = visit.query.get("live", ""), visit.desk.settings.site_url
    live = is_live(url, root / "site", (*run.pages, *_HOME)) if asked and url else None
    told = visit.query.get("told", "").split()
    return visit.page(
        "desk/release",
        status=422 if refused else 200,
        ahead=ahead,
        run=run,
        slug=slug,
        own=[one for one in ahead.held if one["slug"] == slug] if ahead else [],
        others=[one for one in ahead.held if one["slug"] != slug] if ahead else [],
        titles=visit.titles,
        holdable=_holdable(visit, slug, ahead.held) if ahead else (),
        told=releasing.find_stands(root, slug, told, now) if told else (),
        wrong=releasing.find_faults(root, slug) if slug else (),
        refused=refused or {},
        langs=LANGS,
        unsent=find_unsent(root),
        live=live,
        url=url,
    )


def _holdable(visit: Visit, slug: str, held: Sequence[Mapping[str, str]]) -> list[str]:
    """The articles of which readers may see something, by title: `slug` and the first of the others."""
    times = Counter(one["slug"] for one in held)
    shown = [one for one in visit.titles if times[one] < len(LANGS)]
    return sorted(sorted(shown, key=lambda one: one != slug)[:_CHOICES], key=visit.title_of)


def change(visit: Visit) -> Response:
    """Release or hold an article, as the button that was pressed says; or build the site."""
    fields, root = Fields.of(visit), visit.desk.root
    step, slug, now = fields.one("step"), fields.one("slug"), clock.now()
    langs = [lang for lang in LANGS if fields.one("lang") == lang]
    if step == "build":
        changed = [one for one in find_changes(root).pages if one.what != "gone"][:_PROOFS]
        pages = tuple(f"{one.lang}/articles/{one.slug}/index.html" for one in changed)
        runs.start(root, partial(pipeline.build, root), pages)
        return visit.go("/release")
    if step == "send":
        send(root, fields.one("message") or visit.say("desk.release.message"), visit.person.name)
        return visit.go("/release")
    if step not in ("release", "release-at", "hold"):
        raise JisrError(Finding("desk", "no such step", text=step, remedy="reload the page and try again"))
    at = fields.one("at") if step == "release-at" else ""
    why = _why_no_hour(at, visit.desk.settings, now) if step == "release-at" else ""
    if why:
        return _page(visit, slug, {"lang": fields.one("lang"), "at": at, "why": why})
    with visit.desk.writing():
        if step == "hold":
            result = releasing.hold(root, slug, langs, now, visit.person.name)
        else:
            result = releasing.release(root, slug, langs, now, at, visit.person.name)
        visit.desk.touched(slug, result, f"Say when readers may see {slug}", visit.person.name)
    return visit.go(f"/release?slug={quote(slug)}&told={'+'.join(langs or LANGS)}")


def _why_no_hour(at: str, settings: Settings, now: datetime) -> str:
    """Why nothing can be released at an hour that somebody typed, in one word; empty where it can be."""
    if not at:
        return "empty"
    try:
        return "" if instant(parse_moment(at), settings) > now else "past"
    except ValueError:
        return "unread"


def tell(visit: Visit) -> Response:
    """How far the build is, or other work in the background."""
    asked = visit.query.get("run", "")
    run = runs.current(visit.desk.root, next((kind for kind in runs.KINDS if kind == asked), "site"))
    ended = format_moment(run.ended, visit.desk.settings) if run.ended else ""
    errors = [one for one in run.findings if one.is_error]
    data: dict[str, Any] = {"state": run.state, "what": run.what, "done": run.done, "total": run.total}
    return visit.answer({**data, "ended": ended, "findings": finding_data(errors, visit.lang)})


_TEXT = {"type": "string"}
_STATE = {
    "type": "object",
    "properties": {
        "state": {"enum": ["idle", "running", "done", "failed"]},
        "what": _TEXT,
        "done": {"type": "integer"},
        "total": {"type": "integer"},
        "ended": _TEXT,
        "findings": {"type": "array", "items": FINDING},
    },
    "required": ["state", "what", "done", "total", "ended", "findings"],
}
ROUTES = (
    Route(
        "GET",
        "/release",
        show,
        "What readers may see",
        asks={"slug": _TEXT, "live": _TEXT, "told": _TEXT},
        may="publisher",
    ),
    Route(
        "POST",
        "/release",
        change,
        "An article released or held; the site built",
        takes=TAKES,
        may="publisher",
    ),
    Route(
        "GET",
        "/api/online",
        tell,
        "How far the build of the site is, or what else goes on in the background (`run`)",
        asks={"run": {"enum": list(runs.KINDS)}},
        gives=_STATE,
    ),
)
