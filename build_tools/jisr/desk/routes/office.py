"""Who signs in and out, and which of their sessions go on."""

from datetime import UTC, datetime

from starlette.responses import RedirectResponse, Response

from jisr.app.people import accounts
from jisr.app.people.accounts import Account, account_key
from jisr.desk.context import Visit
from jisr.desk.faults import refuse
from jisr.desk.office.entrance import Office
from jisr.desk.office.sessions import Session
from jisr.desk.routing import Route
from jisr.model.release import format_moment

_FORGET = '"cache", "cookies", "storage"'


def show_sign_in(visit: Visit) -> Response:
    """The form; whoever is in already goes on."""
    if _office(visit) is None or visit.person.role:
        return visit.go(visit.query.get("next", "/"))
    return _form(visit, visit.query.get("next", "/"))


def sign_in(visit: Visit) -> Response:
    """Begin a session for whoever knows the password."""
    office = _office(visit)
    if office is None:
        return refuse(visit, 404, "nothing")
    name, password, to = (str(visit.given.get(one, "")) for one in ("name", "password", "next"))
    who, place = account_key(name), office.place(visit.request)
    if seconds := office.throttle.wait(who, place):
        response = _form(visit, to, name, "wait", 429)
        response.headers["retry-after"] = str(seconds)
        return response
    account = accounts.read(visit.desk.root).get(who)
    if not accounts.check_password(account, password) or account is None:
        office.throttle.failed(who, place)
        return _form(visit, to, name, "wrong", 403)
    office.throttle.succeeded(who, place)
    browser = visit.request.headers.get("user-agent", "")
    response = visit.go(to)
    visit.remember(response, office.sessions.begin(account.name, account.seal, browser))
    return response


def sign_out(visit: Visit) -> Response:
    """End the session, and have the browser forget all that it holds of the desk."""
    office = _office(visit)
    if office and (found := office.account(visit.secret)):
        office.sessions.end(found[1].id)
    response = visit.page("desk/signed-out")
    response.headers["clear-site-data"] = _FORGET
    response.delete_cookie(visit.cookie, httponly=True, samesite="strict", secure=visit.desk.is_encrypted)
    return response


def show_sessions(visit: Visit) -> Response:
    """A person's sessions; a publisher sees everybody's."""
    own = _own(visit)
    if own is None:
        return refuse(visit, 404, "nothing")
    office, account, session = own
    mine = [one for one in office.sessions.list() if _may_end(visit, account, one)]
    settings = visit.desk.settings
    rows = [
        {
            "id": one.id,
            "name": one.name,
            "browser": one.browser,
            "begun": format_moment(datetime.fromtimestamp(one.begun, UTC), settings),
            "seen": format_moment(datetime.fromtimestamp(one.seen, UTC), settings),
            "this": one.id == session.id,
        }
        for one in mine
    ]
    return visit.page("desk/sessions", rows=rows, said=visit.query.get("said", ""))


def end_session(visit: Visit) -> Response:
    """End a session of one's own; a publisher ends anybody's."""
    own = _own(visit)
    if own is None:
        return refuse(visit, 404, "nothing")
    office, account, _ = own
    for one in office.sessions.list():
        if one.id == visit.given["id"] and _may_end(visit, account, one):
            office.sessions.end(one.id)
    return visit.go("/sessions?said=ended")


def change_password(visit: Visit) -> Response:
    """Give oneself another password; all other sessions end by it."""
    own = _own(visit)
    if own is None:
        return refuse(visit, 404, "nothing")
    office, account, session = own
    who, place = account_key(account.name), office.place(visit.request)
    if office.throttle.wait(who, place):
        return visit.go("/sessions?said=wait")
    if not accounts.check_password(account, str(visit.given["old"])):
        office.throttle.failed(who, place)
        return visit.go("/sessions?said=wrong")
    new = str(visit.given["new"])
    if new != visit.given["again"]:
        return visit.go("/sessions?said=differs")
    if accounts.why_not_a_password(new, account.name):
        return visit.go("/sessions?said=weak")
    accounts.change_password(visit.desk.root, account.name, new)
    office.sessions.end(session.id)
    seal = accounts.require(accounts.read(visit.desk.root), account.name).seal
    response: Response = RedirectResponse("/sessions?said=changed", 303)
    visit.remember(response, office.sessions.begin(account.name, seal, session.browser))
    return response


def _form(visit: Visit, to: str, name: str = "", wrong: str = "", status: int = 200) -> Response:
    return visit.page("desk/sign-in", status=status, to=to, typed=name, wrong=wrong)


def _office(visit: Visit) -> Office | None:
    entrance = visit.desk.entrance
    return entrance if isinstance(entrance, Office) else None


def _own(visit: Visit) -> tuple[Office, Account, Session] | None:
    office = _office(visit)
    found = office.account(visit.secret) if office else None
    return (office, *found) if office and found else None


def _may_end(visit: Visit, account: Account, session: Session) -> bool:
    return session.name == account.name or visit.person.may("publisher")


_TEXT = {"type": "string", "maxLength": 2000}
ROUTES = (
    Route("GET", "/sign-in", show_sign_in, "Sign in", may="anyone"),
    Route(
        "POST",
        "/sign-in",
        sign_in,
        "Begin a session",
        takes={"name": _TEXT, "password": _TEXT, "next": _TEXT},
        needs=("name", "password"),
        may="anyone",
    ),
    Route("POST", "/sign-out", sign_out, "End the session, and forget what the browser holds", may="anyone"),
    Route("GET", "/sessions", show_sessions, "Where one is signed in", may="suggester"),
    Route(
        "POST",
        "/sessions/end",
        end_session,
        "End a session",
        takes={"id": _TEXT},
        needs=("id",),
        may="suggester",
    ),
    Route(
        "POST",
        "/password",
        change_password,
        "Another password, which ends all other sessions",
        takes={"old": _TEXT, "new": _TEXT, "again": _TEXT},
        needs=("old", "new", "again"),
        may="suggester",
    ),
)
