"""Nobody but the desk's own pages, on its own hosts, is let in; nothing inline runs, nothing is too large."""

from pathlib import Path
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from jisr.desk import guard
from tests.desk.sitting import open_client, token
from tests.media import marked
from tests.project import Project, edit

FIELDS = {
    "undo": ("slug", "key"),
    "ignore": ("slug", "key", "check", "reason"),
    "save": ("slug", "key", "text", "seen"),
}
FORM = {"name": "Ruba", "back": "/"}


@pytest.mark.parametrize("host", ["127.0.0.1:8010", "127.0.0.1", "localhost:1", "[::1]:8010", "[::1]"])
def test_its_own_names_are_let_in(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil", "", "[::2]", "10.0.0.1"]
)
def test_a_name_that_leads_here_is_none_of_its_own(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"host": host}).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:3000"},  # another program on this machine
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_what_another_site_sends_is_refused(client: TestClient, headers: dict[str, str]) -> None:
    answer = client.post("/session", data={**FORM, **_form_token(client)}, headers=headers)
    assert answer.status_code == 403
    assert "<p>This comes from another site.</p>" in answer.text


@pytest.mark.parametrize(
    ("lang", "direction", "says"),
    [("en", "ltr", "This name is none of the desk’s."), ("ar", "rtl", "ليس هذا الاسم من أسماء المكتب.")],
)
def test_who_is_kept_out_is_told_so_in_their_language_and_nothing_else(
    client: TestClient, lang: str, direction: str, says: str
) -> None:
    headers = {"host": "evil.example", "accept-language": lang}
    client.cookies.clear()
    page = client.get("/", headers=headers).text
    assert f'<html lang="{lang}" dir="{direction}">' in page
    assert f"<p>{says}</p>" in page
    assert "token" not in page
    assert client.get("/api/session", headers=headers).json() == {"error": "host", "says": says}


def test_a_form_that_is_broken_off_is_told_of_on_a_page(client: TestClient) -> None:
    kind = {"content-type": "multipart/form-data; boundary=x"}
    answer = client.post("/session", content=b"--y\r\n", headers={**kind, **token(client)})
    assert answer.status_code == 400
    assert "could not read this request" in answer.text


def test_what_writes_brings_a_token(client: TestClient) -> None:
    assert client.post("/session", data=FORM).status_code == 403
    assert client.post("/session", data={**FORM, "token": "0" * 64}).status_code == 403
    given = client.post("/session", data={**FORM, **_form_token(client)}, follow_redirects=False)
    assert given.status_code == 303


def test_a_token_is_one_sessions_and_lives_on_when_the_desk_is_started_anew(project: Project) -> None:
    first, other = open_client(project.root), open_client(project.root)
    mine = token(first)
    assert token(other) != mine
    assert other.post("/session", data=FORM, headers=mine).status_code == 403
    again = open_client(project.root)
    again.cookies.update(first.cookies)
    assert again.post("/session", data=FORM, headers=mine, follow_redirects=False).status_code == 303
    secret = project.root / ".jisr/desk-secret"
    assert secret.stat().st_mode & 0o077 == 0


def test_what_is_too_large_is_refused(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "MOST_BYTES", 1000)
    answer = client.post("/session", data={**FORM, "name": "a" * 2000}, headers=token(client))
    assert answer.status_code == 413


@pytest.mark.parametrize("path", ["/", "/articles/water", "/nothing", "/look/desk.js", "/api/session"])
def test_every_answer_forbids_what_is_inline(client: TestClient, path: str) -> None:
    policy = client.get(path).headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy


@pytest.mark.parametrize("back", ["//evil.example", "https://evil.example/", "/\\evil.example", "evil"])
def test_a_form_leads_nowhere_else(client: TestClient, back: str) -> None:
    answer = client.post(
        "/session", data={**FORM, "back": back}, headers=token(client), follow_redirects=False
    )
    assert answer.headers["location"] == "/"


@pytest.mark.parametrize("name", ["Argos", "jisr", "123", "a\u202eb", "x" * 101])
def test_no_machine_sits_at_the_desk(client: TestClient, name: str) -> None:
    answer = client.post("/session", data={**FORM, "name": name}, headers=token(client))
    assert answer.status_code == 422
    assert client.get("/api/session").json()["name"] == "Ruba"


@pytest.mark.parametrize("name", ["../desk.css", "..%2fdesk.css", "base.html", "desk", "x.js"])
def test_no_path_leaves_the_look(client: TestClient, name: str) -> None:
    assert client.get(f"/look/{name}").status_code == 404


def test_a_publication_may_have_a_look_of_its_own(client: TestClient, project: Project) -> None:
    before = client.get("/look/desk.css")
    own: Path = project.root / "overrides/jisr/desk/desk.css"
    own.parent.mkdir(parents=True)
    own.write_text("body {}")
    after = client.get("/look/desk.css", headers={"if-none-match": before.headers["etag"]})
    assert (after.status_code, after.text) == (200, "body {}")
    same = client.get("/look/desk.css", headers={"if-none-match": after.headers["etag"]})
    assert same.status_code == 304


def _form_token(client: TestClient) -> dict[str, str]:
    return {"token": token(client)["x-jisr-token"]}


@pytest.mark.parametrize(
    "slug", ["../../etc/passwd", "..", "a/../../b", "/etc/x", "a\\..\\b", "a\0b", "a//b"]
)
def test_no_name_of_an_article_leads_out_of_the_project(client: TestClient, slug: str) -> None:
    for act in ("undo", "ignore", "save"):
        given = {"slug": slug, "key": "p1", "check": "x", "reason": "y", "text": "z", "seen": "x"}
        wanted = {name: given[name] for name in FIELDS[act]}
        answer = client.post(f"/api/{act}", json=wanted, headers=token(client))
        assert (answer.status_code, answer.json()["error"]) == (404, "nothing")
    assert client.get("/api/approval", params={"slug": slug}).status_code == 404
    assert client.get(f"/api/articles/{quote(slug, safe='')}").status_code == 404


def test_a_token_that_is_no_text_fits_nothing(client: TestClient) -> None:
    answer = client.post("/session", data=FORM, headers={b"x-jisr-token": b"\xff\xfe"})
    assert answer.status_code == 403


def test_the_desk_has_the_publications_colour(client: TestClient, project: Project) -> None:
    assert "--accent: #7a1f3d" not in client.get("/look/desk.css").text
    edit(project.root / "mkdocs.yml", "  jisr: {}", "  jisr: {look: {colour: '#7a1f3d'}}")
    assert client.get("/look/desk.css").text.count("--accent: #7a1f3d") == 1
    assert "--accent: #7a1f3d" not in client.get("/look/people.css").text


def test_the_desk_has_the_publications_logo_and_no_other_picture(
    client: TestClient, project: Project
) -> None:
    images = project.root / "overrides/assets/images"
    images.mkdir(parents=True)
    made = marked.image(".jpg", 6)
    for name in ("drop.jpg", "other.jpg"):
        (images / name).write_bytes(made)
    (images / "drop.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>', "utf-8")
    assert client.get("/look/drop.jpg").status_code == 404
    edit(project.root / "mkdocs.yml", "  jisr: {}", "  jisr: {look: {logo: assets/images/drop.jpg}}")
    assert 'url("/look/drop.jpg")' in client.get("/look/desk.css").text
    shown = client.get("/look/drop.jpg")
    assert (shown.status_code, shown.headers["content-type"]) == (200, "image/jpeg")
    assert len(shown.content) < len(made), "what it tells of people is gone"
    assert client.get("/look/other.jpg").status_code == 404
    edit(project.root / "mkdocs.yml", "drop.jpg", "drop.svg")
    assert client.get("/look/drop.svg").status_code == 404, "a drawing that runs something"
