"""What each role may do: one table, tried over every route. A new route that writes has to say who may."""

import re

import pytest
from starlette.responses import PlainTextResponse, Response
from starlette.testclient import TestClient

from jisr.app.people.roles import ROLES, Role, has_role
from jisr.desk.context import Desk, Visit
from jisr.desk.routes import ROUTES, TABS
from jisr.desk.routing import Route
from jisr.desk.server import make_app
from tests.desk.sitting import ADDRESS, token
from tests.project import TODAY, Project

OPEN = {
    ("GET", "/look/{name}"),
    ("GET", "/api/session"),
    ("POST", "/session"),
    ("GET", "/sign-in"),
    ("POST", "/sign-in"),
    ("POST", "/sign-out"),
}
"""What is there before somebody signs in: the look, the form, the language. Nothing of the publication."""

KEPT_OUT = re.compile(r'desk/fault (?:role|signin)|"error":"(?:role|signin)"')
IDS = [f"{route.method} {route.path}" for route in ROUTES]


class Somebody:
    """An entrance through which a role comes, and nobody asks for its name."""

    def __init__(self, role: Role | None) -> None:
        self.role = role

    def who(self, request: object, secret: str) -> tuple[str, Role] | None:
        del request, secret
        return ("Ann", self.role) if self.role else None


def name_page(visit: Visit, name: str, /, *, status: int = 200, **data: object) -> Response:
    """A page without its look, which takes longer than all else."""
    return PlainTextResponse(f"{name} {data.get('why')}", status)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Visit, "page", name_page)


@pytest.fixture(scope="module")
def clients(tmp_path_factory: pytest.TempPathFactory) -> dict[Role | None, TestClient]:
    """A browser for each role at the desk of a publication without articles, and one for nobody."""
    root = Project(tmp_path_factory.mktemp("roles") / "project").root
    made: dict[Role | None, TestClient] = {}
    for role in (*ROLES, None):
        desk = Desk(root, TABS, lambda: TODAY, Somebody(role))
        made[role] = TestClient(make_app(desk), base_url=ADDRESS, follow_redirects=False)
    return made


@pytest.mark.parametrize("route", ROUTES, ids=IDS)
def test_what_writes_names_a_role(route: Route) -> None:
    assert route.method == "GET" or route.may, "who may do this? Route(may=…)"


def test_only_what_signing_in_needs_is_there_before() -> None:
    assert {(route.method, route.path) for route in ROUTES if route.least == "anyone"} == OPEN


@pytest.mark.parametrize("route", ROUTES, ids=IDS)
def test_every_role_is_let_in_where_it_may(clients: dict[Role | None, TestClient], route: Route) -> None:
    path = re.sub(r"\{\w+(:\w+)?\}", "none", route.path)
    for role, client in clients.items():
        # what is sent has no token: who is let in is refused for that, and nothing is done here
        answer = client.get(path) if route.method == "GET" else client.post(path, json={})
        kept_out = KEPT_OUT.search(answer.text)
        assert bool(kept_out) is not has_role(role, route.least), (role, answer.text)
        assert answer.status_code == 403 or not kept_out


def test_a_role_that_is_not_there_yet_writes_nothing(clients: dict[Role | None, TestClient]) -> None:
    nobody = clients[None]
    assert nobody.post("/people/remark", data={"slug": "water", "text": "x"}).status_code == 403
    assert token(nobody)["x-jisr-token"], "before one signs in there is a token for the form"
