"""The state of the publication: what sync and checks find in all articles, with a way to each paragraph."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from starlette.responses import Response

from jisr.app import pipeline
from jisr.app.results import Result
from jisr.app.whole.findings import ArticleFindings, group_findings, list_checks, list_slugs
from jisr.desk import runs
from jisr.desk.as_json import FINDING, finding_data
from jisr.desk.context import Desk, Visit
from jisr.desk.routing import Route
from jisr.model.diagnostics import Finding, Severity, count_by_severity
from jisr.model.release import format_moment

PAGE = 40
"""Articles on a page."""
_SEVERITIES = [one.value for one in Severity]


@dataclass
class Look:
    """A look at all articles, which are `slugs`; one that takes files in says how many it wrote.

    And whether some wait, in which there are errors.
    """

    takes_in: bool = False
    written: int = 0
    waits: bool = False
    slugs: frozenset[str] = frozenset()


def show(visit: Visit) -> Response:
    """What the last look found, by article."""
    run = runs.current(visit.desk.root, "state")
    severity, check = visit.query.get("severity", ""), visit.query.get("check", "")
    asked = [
        one
        for one in run.findings
        if (not severity or one.severity.value == severity) and (not check or one.check == check)
    ]
    groups = _group(run, asked)
    shown, place = visit.cut_page(groups, PAGE)
    return visit.page(
        "desk/state",
        run=run,
        last=run.about if isinstance(run.about, Look) else Look(),
        ended=format_moment(run.ended, visit.desk.settings) if run.ended else "",
        counts=count_by_severity(run.findings),
        checks=_name_checks(visit, run.findings),
        asked={"severity": severity, "check": check},
        groups=shown,
        **place,
        uncommitted=visit.desk.committing.findings,
        link=lambda **changes: _link({"severity": severity, "check": check, **changes}),
    )


def _group(run: runs.Run, findings: Sequence[Finding]) -> list[ArticleFindings]:
    return group_findings(findings, run.about.slugs if isinstance(run.about, Look) else ())


def _link(asked: dict[str, str]) -> str:
    return "/state?" + urlencode({name: value for name, value in asked.items() if value})


def _name_checks(visit: Visit, findings: Sequence[Finding]) -> list[tuple[str, str, int]]:
    """The checks that found anything: id, what it is called, how much."""
    names = {**visit.say.table("desk.article.check"), **visit.say.table("desk.state.kind")}
    return [(check, names.get(check, check), count) for check, count in list_checks(findings)]


def tell(visit: Visit) -> Response:
    """The same for programs."""
    run = runs.current(visit.desk.root, "state")
    groups = [
        {"slug": group.slug, "findings": finding_data(group.findings, visit.lang)}
        for group in _group(run, run.findings)
    ]
    return visit.answer({"state": run.state, "articles": groups})


def check(visit: Visit) -> Response:
    """Look at all articles; nothing is written."""
    return _begin(visit, Look())


def take_in(visit: Visit) -> Response:
    """Carry what people changed in files into ledgers and pages, then look."""
    return _begin(visit, Look(takes_in=True))


def _begin(visit: Visit, look: Look) -> Response:
    desk, by = visit.desk, visit.person.name
    runs.start(desk.root, lambda: _carry_out(desk, look, by), about=look, kind="state")
    return visit.go("/state")


def _carry_out(desk: Desk, look: Look, by: str) -> Result:
    said: tuple[Finding, ...] = ()
    if look.takes_in:
        done = pipeline.sync_articles(desk.root, desk.today())
        desk.touched("", done, "Take in what was changed in files", by)
        said, look.written, look.waits = done.findings, len(done.written), done.failed
    look.slugs = list_slugs(desk.root)
    found = pipeline.check(desk.root).result
    return replace(found, findings=tuple(dict.fromkeys((*said, *found.findings))))


_TEXT = {"type": "string"}
_FOUND = {
    "type": "object",
    "properties": {"slug": _TEXT, "findings": {"type": "array", "items": FINDING}},
    "required": ["slug", "findings"],
}
ROUTES = (
    Route(
        "GET",
        "/state",
        show,
        "What is found in all articles",
        asks={"severity": {"enum": _SEVERITIES}, "check": _TEXT, "page": {"type": "integer"}},
        may="reviewer",
    ),
    Route("POST", "/state/check", check, "All articles checked", takes={}, may="reviewer"),
    Route(
        "POST",
        "/state/take-in",
        take_in,
        "What was changed in files taken in, and all articles checked",
        takes={},
        may="publisher",
    ),
    Route(
        "GET",
        "/api/state",
        tell,
        "What the last look found in all articles; what is in none has an empty slug",
        gives={
            "type": "object",
            "properties": {"state": _TEXT, "articles": {"type": "array", "items": _FOUND}},
            "required": ["state", "articles"],
        },
        may="reviewer",
    ),
)
