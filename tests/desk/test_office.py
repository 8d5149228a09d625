"""An office at the desk: who signs in, how long, and what the browser keeps."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from jisr.app import editorial, pipeline
from jisr.app.people import accounts, remarks
from jisr.desk.context import Desk
from jisr.desk.office.entrance import BehindProxy, Office
from jisr.desk.office.sessions import Sessions
from jisr.desk.office.throttle import MOST
from jisr.desk.routes import TABS
from jisr.desk.server import make_app, open_desk
from jisr.model.diagnostics import JisrError
from jisr.translation.decisions.remarks import Purpose
from tests.desk.sitting import ADDRESS, token
from tests.project import TODAY, Project, edit
from tests.staff import PASSWORD, add_accounts

NEW = "another four good words"
AGENT = "Mozilla/5.0 <b>Firefox</b>"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A publication of one article, with an account for each role."""
    made = Project(tmp_path / "project")
    made.seed()
    pipeline.sync_articles(made.root, TODAY)
    add_accounts(made.root, monkeypatch, "Sami", "Tala", "Rima", "Pia")
    return made


@pytest.fixture
def desk(project: Project) -> Desk:
    return Desk(project.root, TABS, lambda: TODAY, Office(project.root, Sessions(project.root)))


@pytest.fixture
def browser(desk: Desk) -> Iterator[TestClient]:
    with open_browser(desk) as made:
        yield made


def open_browser(desk: Desk, address: str = ADDRESS) -> TestClient:
    app, cookies = make_app(desk, ("127.0.0.1", "desk.example.org")), {"jisr-lang": "en"}
    headers = {"user-agent": AGENT}
    return TestClient(app, base_url=address, cookies=cookies, headers=headers, follow_redirects=False)


def send(browser: TestClient, path: str, **given: str) -> Any:
    return browser.post(path, data={**given, "token": token(browser)["x-jisr-token"]})


def sign_in(browser: TestClient, name: str, password: str = PASSWORD, to: str = "/") -> Any:
    return send(browser, "/sign-in", name=name, password=password, next=to)


def who(browser: TestClient) -> tuple[str, str]:
    told = browser.get("/api/session").json()
    return told["name"], told["role"]


def test_before_signing_in_nothing_of_the_publication_is_shown(browser: TestClient) -> None:
    answer = browser.get("/articles/water?x=1")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=/articles/water%3Fx%3D1")
    form = browser.get(answer.headers["location"])
    assert 'value="/articles/water?x=1"' in form.text
    assert 'href="/remarks"' not in form.text, "nor its parts"
    told = browser.get("/api/articles/water")
    assert (told.status_code, told.json()["error"]) == (401, "signin")
    assert browser.get("/look/desk.css").status_code == 200
    browser.cookies.set("jisr-name", "Pia")
    assert browser.get("/").status_code == 303, "nobody is who they say they are"


def test_a_session_begins_with_a_secret_of_its_own(browser: TestClient, project: Project) -> None:
    browser.get("/sign-in")
    before = dict(browser.cookies)
    answer = sign_in(browser, "TALA", to="/articles/water")
    assert (answer.status_code, answer.headers["location"]) == (303, "/articles/water")
    (cookie,) = answer.headers.get_list("set-cookie")
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    changed = {name for name, value in browser.cookies.items() if before.get(name) != value}
    assert len(changed) == 1, "a cookie that somebody else gave the browser signs nobody in"
    assert who(browser) == ("Tala", "translator")
    assert browser.get("/articles/water").status_code == 200
    assert "Tala" in browser.get("/").text
    assert browser.get("/sign-in?next=/remarks").headers["location"] == "/remarks"


def test_cookies_of_an_encrypted_desk_travel_encrypted(project: Project) -> None:
    edit(project.root / "mkdocs.yml", "jisr: {}", "jisr: {desk: {address: 'https://desk.example.org'}}")
    with open_browser(open_desk(project.root, "127.0.0.1"), "https://desk.example.org") as browser:
        answer = sign_in(browser, "Tala")
        assert all("; secure" in cookie.casefold() for cookie in answer.headers.get_list("set-cookie"))
        assert who(browser) == ("Tala", "translator")


def test_a_desk_that_others_reach_does_not_start_without_accounts(tmp_path: Path) -> None:
    with pytest.raises(JisrError, match="does not start"):
        open_desk(Project(tmp_path / "project").root, "0.0.0.0")


@pytest.mark.parametrize("next_", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_signing_in_leads_nowhere_else(browser: TestClient, next_: str) -> None:
    assert sign_in(browser, "Tala", to=next_).headers["location"] == "/"


@pytest.mark.parametrize(
    ("name", "password"), [("Tala", "wrong"), ("Nobody", PASSWORD), ("", ""), ("Tala", "")]
)
def test_a_wrong_name_and_a_wrong_password_are_told_alike(
    browser: TestClient, name: str, password: str
) -> None:
    answer = sign_in(browser, name, password)
    assert answer.status_code == 403
    assert "The name or the password is wrong." in answer.text
    assert who(browser) == ("", "")


def test_whoever_guesses_has_to_wait(browser: TestClient) -> None:
    for _ in range(MOST["both"]):
        assert sign_in(browser, "Tala", "wrong").status_code == 403
    answer = sign_in(browser, "Tala")
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 0
    assert sign_in(browser, "Rima").status_code == 303, "others sign in"


def test_signing_out_takes_away_all_that_the_browser_holds(browser: TestClient, desk: Desk) -> None:
    sign_in(browser, "Tala")
    held = dict(browser.cookies)
    answer = send(browser, "/sign-out")
    assert answer.headers["clear-site-data"] == '"cache", "cookies", "storage"'
    assert "/look/forget.js" in answer.text
    assert who(browser) == ("", "")
    with open_browser(desk) as thief:
        thief.cookies.update(held)
        assert who(thief) == ("", ""), "the cookie that was copied is worth nothing"


def test_a_session_is_ended_from_elsewhere(browser: TestClient, desk: Desk) -> None:
    sign_in(browser, "Tala")
    with open_browser(desk) as phone, open_browser(desk) as boss, open_browser(desk) as other:
        for one, name in ((phone, "Tala"), (boss, "Pia"), (other, "Rima")):
            sign_in(one, name)
        page = browser.get("/sessions").text
        assert page.count("/sessions/end") == 2
        assert "Rima" not in page
        assert "&lt;b&gt;Firefox" in page
        assert boss.get("/sessions").text.count("/sessions/end") == 4, "a publisher sees all"
        ids = {session.name: session.id for session in Sessions(desk.root).list()}
        send(other, "/sessions/end", id=ids["Pia"])
        assert who(boss) == ("Pia", "publisher"), "who is no publisher ends their own"
        send(boss, "/sessions/end", id=ids["Rima"])
        assert who(other) == ("", "")
        told = send(phone, "/password", old=PASSWORD, new=NEW, again=NEW)
        assert told.headers["location"].endswith("changed")
        assert who(phone) == ("Tala", "translator")
        assert who(browser) == ("", ""), "another password ends the other sessions"
        accounts.change_role(desk.root, "Tala", "suggester")
        assert who(phone) == ("Tala", "suggester")
        accounts.end(desk.root, "Tala")
        assert who(phone) == ("", "")


@pytest.mark.parametrize(
    ("old", "new", "again", "said"),
    [
        ("wrong", NEW, NEW, "wrong"),
        (PASSWORD, NEW, f"{NEW}!", "differs"),
        (PASSWORD, "short", "short", "weak"),
    ],
)
def test_a_password_is_changed_by_who_knows_it(
    browser: TestClient, old: str, new: str, again: str, said: str
) -> None:
    sign_in(browser, "Tala")
    assert (
        send(browser, "/password", old=old, new=new, again=again).headers["location"]
        == f"/sessions?said={said}"
    )
    assert sign_in(browser, "Tala").status_code == 303


def test_a_proxy_that_is_ours_tells_who_somebody_is(project: Project) -> None:
    entrance = BehindProxy(project.root, "X-User", ("10.0.0.2",))
    app = make_app(Desk(project.root, TABS, lambda: TODAY, entrance))

    def told(peer: str, *names: str) -> tuple[str, str]:
        client = TestClient(app, base_url=ADDRESS, client=(peer, 1))
        headers = [("X-User", name) for name in names]
        found = client.get("/api/session", headers=headers).json()
        return found["name"], found["role"]

    assert told("10.0.0.2", "rima") == ("Rima", "reviewer")
    assert told("10.0.0.3", "Rima") == ("", ""), "what another machine sends is believed by nobody"
    assert told("10.0.0.2", "Nobody") == ("", "")
    assert told("10.0.0.2") == ("", "")
    assert told("10.0.0.2", "Rima", "Pia") == ("", ""), "two names are none"
    client = TestClient(app, base_url=ADDRESS, client=("10.0.0.2", 1))
    assert client.get("/", follow_redirects=False).status_code == 403
    assert client.get("/sessions", headers={"X-User": "Rima"}).status_code == 404
    assert "/sign-out" not in client.get("/", headers={"X-User": "Rima"}).text


def test_guesses_are_counted_by_who_sends_them_and_not_by_what_they_say(project: Project, desk: Desk) -> None:
    office = desk.entrance
    assert isinstance(office, Office)

    def place(peer: str, told: str) -> str:
        client = TestClient(
            make_app(desk), base_url=ADDRESS, client=(peer, 1), headers={"x-forwarded-for": told}
        )
        sign_in(client, "Nobody", "wrong")
        return next(at for kind, at in reversed(office.throttle._failures) if kind == "place")

    assert place("203.0.113.5", "10.9.9.9") == "203.0.113.5"
    assert place("127.0.0.1", "10.9.9.9, 203.0.113.7") == "203.0.113.7", "what our own proxy added"


def test_a_suggesters_words_are_signed_and_on_no_page(browser: TestClient, project: Project) -> None:
    sign_in(browser, "Sami")
    (row,) = (row for row in browser.get("/api/articles/water").json()["paragraphs"] if row["key"] == "p1")
    header = token(browser)
    before = project.files()
    for _ in range(2):
        given = {"slug": "water", "key": "p1", "text": "The pact is final.", "seen": row["seen"]}
        assert browser.post("/api/save", json=given, headers=header).status_code == 200
    assert project.files() == before
    ((_, thread),) = remarks.read(project.root)[0]
    assert (thread.purpose, thread.by, thread.key, thread.text) == (
        Purpose.SUGGESTION,
        "Sami",
        "p1",
        "The pact is final.",
    )
    assert browser.post("/api/save", json={**given, "text": " "}, headers=header).status_code == 422


def test_who_may_not_sign_takes_back_no_decision_about_signatures(
    project: Project, browser: TestClient
) -> None:
    edit(project.translation(), "<!-- #p1 missing -->", "<!-- #p1 -->\nThe pact is final.")
    editorial.approve(project.root, "water", ["p1"], "Rima", TODAY)
    editorial.unapprove(project.root, "water", ["p1"], "Rima", TODAY)
    sign_in(browser, "Tala")
    header = token(browser)
    refused = browser.post("/api/undo", json={"slug": "water", "key": "p1"}, headers=header)
    assert refused.status_code == 422
    assert "your role" in refused.json()["findings"][0]["message"]
    assert project.state("p1") == ("edited", False)
    sign_in(browser, "Rima")
    header = token(browser)
    assert browser.post("/api/undo", json={"slug": "water", "key": "p1"}, headers=header).status_code == 200
    assert project.state("p1") == ("approved", False)
