"""Who writes here, and in which language the desk speaks."""

from urllib.parse import quote

from starlette.responses import Response

from jisr.desk.context import Visit
from jisr.desk.office.entrance import NAME
from jisr.desk.routing import Route
from jisr.desk.words import LANGUAGE_COOKIE
from jisr.model.languages import LANGS
from jisr.model.signers import require_person_name

_YEAR = 365 * 24 * 3600


def tell(visit: Visit) -> Response:
    """Who is here, and the token that what writes has to bring."""
    person = visit.person
    return visit.answer(
        {"token": visit.token, "name": person.name, "role": person.role or "", "language": visit.lang}
    )


def choose(visit: Visit) -> Response:
    """Remember a name, or a language. Raises `JisrError` for what names no person."""
    response = visit.go(str(visit.given.get("back", "/")))
    if name := str(visit.given.get("name", "")):
        kept = require_person_name(name, "desk", visit.say("desk.frame.name_remedy"))
        response.set_cookie(NAME, quote(kept), max_age=_YEAR, httponly=True, samesite="strict")
    if lang := str(visit.given.get("language", "")):
        response.set_cookie(LANGUAGE_COOKIE, lang, max_age=_YEAR, httponly=True, samesite="strict")
    return response


_TEXT = {"type": "string"}
ROUTES = (
    Route(
        "GET",
        "/api/session",
        tell,
        "Who is at the desk, and the token for what writes",
        gives={
            "type": "object",
            "properties": {"token": _TEXT, "name": _TEXT, "role": _TEXT, "language": {"enum": list(LANGS)}},
            "required": ["token", "name", "role", "language"],
        },
        may="anyone",
    ),
    Route(
        "POST",
        "/session",
        choose,
        "Who writes, in which language the desk speaks",
        takes={"name": _TEXT, "language": {"enum": list(LANGS)}, "back": _TEXT},
        may="anyone",
    ),
)
