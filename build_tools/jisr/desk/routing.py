"""A route of the desk: what it is called, what it takes and gives, and how a request comes to it."""

import json
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import quote

from jsonschema import Draft202012Validator
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route as Path

from jisr.app.people.roles import Least
from jisr.desk.context import Desk, Person, Visit
from jisr.desk.faults import answer_fault, refuse
from jisr.desk.guard import MOST_BYTES, TOKEN, Tokens
from jisr.model.diagnostics import Finding

Schema = Mapping[str, Any]
Handler = Callable[[Visit], Response]
_MOST_FILES = 20
_NOT_TEXT = re.compile("[\0\ud800-\udfff]")
_NO_TEXT = Finding("text", "a sign that is no text", remedy="type it anew: it was copied from a damaged file")


@dataclass(frozen=True)
class Route:
    """What the desk answers at an address; `title` says what it is for.

    `takes` are the members of what is given, each with its JSON schema, `needs` those that must be there,
    `asks` the same of what stands behind the question mark; `gives` is the schema of the answer. `may` is the
    least role: what writes has to name it, and is a publisher's where it does not.
    """

    method: Literal["GET", "POST"]
    path: str
    run: Handler
    title: str
    takes: Schema | None = None
    needs: tuple[str, ...] = ()
    asks: Schema | None = None
    gives: Schema | None = None
    may: Least | None = None

    @property
    def least(self) -> Least:
        """The least role that may ask for it."""
        return self.may or ("suggester" if self.method == "GET" else "publisher")

    @property
    def body(self) -> Schema:
        """The schema of what is given."""
        return {
            "type": "object",
            "properties": dict(self.takes or {}),
            "required": list(self.needs),
            "additionalProperties": False,
        }


def open_route(route: Route, desk: Desk, tokens: Tokens) -> Path:
    """The route as Starlette takes it."""
    validator = Draft202012Validator(route.body)

    async def endpoint(request: Request) -> Response:
        session = tokens.session(request)
        visit = make_visit(desk, request, tokens, session)
        try:
            response = await _respond(visit, route, validator, tokens)
        finally:
            await request.close()  # files that were sent along
        if request.cookies.get(tokens.cookie) != session:
            visit.remember(response, session)
        return response

    return Path(route.path, endpoint, methods=[route.method])


def make_visit(desk: Desk, request: Request, tokens: Tokens, session: str) -> Visit:
    """A request as routes see it."""
    who = desk.entrance.who(request, session)
    person = Person(*who) if who else Person()
    return Visit(desk, request, person, tokens.token(session), session, tokens.cookie)


async def _respond(visit: Visit, route: Route, validator: Draft202012Validator, tokens: Tokens) -> Response:
    if not visit.person.may(route.least):
        return _keep_out(visit)
    visit.desk.visits.came(visit.person.name)
    if route.method == "POST":
        given = await _read_given(visit)
        if given is None or any(validator.iter_errors(given)):
            return refuse(visit, 400, "form")
        if not tokens.fits(visit.secret, visit.request.headers.get(TOKEN, "") or visit.form_token):
            return refuse(visit, 403, "token")
        visit.given = given
    if any(map(_leads_out, (visit.request.path_params, visit.query, visit.given))):
        finding = Finding("article", "no such article", remedy="the list of articles has their names")
        return refuse(visit, 404, "nothing", [finding])
    if not _is_text(visit.given):
        return refuse(visit, 422, "refused", [_NO_TEXT])
    return await run_in_threadpool(_run, visit, route)


def _run(visit: Visit, route: Route) -> Response:
    """What a route answers, or what is said of what was wrong: files are read for both, so in a thread."""
    try:
        return route.run(visit)
    except Exception as error:
        if (response := answer_fault(visit, error)) is None:
            raise
        return response


def _leads_out(given: Mapping[str, Any]) -> bool:
    """Whether an article is named by a path that leads elsewhere than to its files."""
    slug = given.get("slug")
    if not isinstance(slug, str) or not slug:
        return False
    return "\0" in slug or any(part in ("", ".", "..") for part in slug.replace("\\", "/").split("/"))


async def _read_given(visit: Visit) -> dict[str, Any] | None:
    """What a request brings, a form or JSON; `None` where that is neither. Files and token are put aside."""
    request = visit.request
    kind = request.headers.get("content-type", "")
    if kind.startswith("application/json"):
        with suppress(ValueError, RecursionError):
            given = json.loads(await request.body())
            return given if isinstance(given, dict) else None
        return None
    if not kind.startswith(("multipart/form-data", "application/x-www-form-urlencoded")):
        return {}
    form = await request.form(max_files=_MOST_FILES, max_part_size=MOST_BYTES)
    visit.files = {name: value for name, value in form.items() if isinstance(value, UploadFile)}
    words = {name: value for name, value in form.items() if isinstance(value, str)}
    visit.form_token = words.pop("token", "")
    return words


def _is_text(given: Any) -> bool:
    """Whether all in what was given can be written to a file: no half of a sign, and no NUL."""
    if isinstance(given, dict):
        return all(_is_text(name) and _is_text(value) for name, value in given.items())
    if isinstance(given, list):
        return all(map(_is_text, given))
    return not isinstance(given, str) or _NOT_TEXT.search(given) is None


def _keep_out(visit: Visit) -> Response:
    """What somebody gets who may not do this: a place to sign in, where that is what is missing."""
    if visit.person.role is not None:
        return refuse(visit, 403, "role")
    if visit.signs_in and not visit.wants_json and visit.request.method == "GET":
        return visit.go(f"/sign-in?next={quote(visit.here)}")
    return refuse(visit, 401 if visit.signs_in else 403, "signin")
