"""A pasted text that names who was removed for safety is taken only once somebody decides who may."""

import pytest
from starlette.testclient import TestClient

from jisr.app.people.roles import Role
from jisr.desk.context import Desk
from jisr.desk.routes import TABS
from jisr.desk.server import make_app
from jisr.translation.removed import REMOVED_FILE, Removal, add_removals
from tests.desk.filled_forms import Pages, put
from tests.desk.sitting import ADDRESS
from tests.desk.test_roles import Somebody
from tests.project import TITLE, TODAY, Project

SAID = f"{TITLE}\n\nقالت مريم الحسن إنها رأت الجنود.\n"  # Maryam al-Hassan said that she saw the soldiers


@pytest.fixture
def removed(project: Project) -> Project:
    record = add_removals(b"", [Removal("article-4363", "", ("مريم الحسن",))])
    (project.root / REMOVED_FILE).write_bytes(record)
    return project


def sit_down(project: Project, role: Role) -> Pages:
    desk = Desk(project.root, TABS, lambda: TODAY, Somebody(role))
    return Pages(TestClient(make_app(desk), base_url=ADDRESS, cookies={"jisr-lang": "en"}))


def test_a_publisher_is_asked_and_decides(removed: Project) -> None:
    asked = sit_down(removed, "publisher")
    typed = put(asked.fields(asked.get("/new")), pasted=SAID, slug="prison")
    page = asked.send("/new", *typed, status=422)
    assert "a name, or a passage, that was removed for safety from another article" in page
    assert "jisr allow" not in page
    assert "say below that it may be named here" in page
    assert 'name="may_name_removed"' in page
    asked.send("/new", *asked.fields(page), ("step", "take"), status=422)
    assert not (removed.root / "seeds/prison.txt").exists()
    decided = put(asked.fields(page), may_name_removed="yes")
    assert 'name="may_name_removed" value="yes" checked' in asked.send("/new", *decided, status=200)
    assert asked.send("/new", *decided, ("step", "take")) == "/articles/prison"
    assert removed.ledger("prison").exists()


def test_a_seed_that_waits_says_why_and_a_publisher_lets_it_through(removed: Project) -> None:
    removed.seed("prison", [SAID.strip().rpartition("\n")[2]], TITLE)
    page = sit_down(removed, "translator").get("/articles/prison")
    assert "Something keeps this article waiting" in page
    assert "Two versions" not in page.partition("<main")[2]
    assert 'data-action="allow"' not in page
    asked = sit_down(removed, "publisher")
    assert 'data-action="allow"' in asked.get("/articles/prison")
    sent = asked.client.post("/allow", data={"slug": "prison"}, headers=asked.token, follow_redirects=False)
    assert sent.headers["location"] == "/articles/prison"
    page = asked.get("/articles/prison")
    assert "Something keeps this article waiting" not in page.partition("<main")[2]
    assert 'data-action="allow"' not in page


def test_a_translator_is_told_and_cannot_decide(removed: Project) -> None:
    asked = sit_down(removed, "translator")
    typed = put(asked.fields(asked.get("/new")), pasted=SAID, slug="prison", may_name_removed="yes")
    page = asked.send("/new", *typed, ("step", "take"), status=422)
    assert "removed for safety" in page
    assert "ask a publisher" in page
    assert 'name="may_name_removed"' not in page
    assert not (removed.root / "seeds/prison.txt").exists()
    given = {"slug": "prison", "text": SAID, "may_name_removed": True}
    answer = asked.client.post("/api/new", json=given, headers=asked.token)
    assert (answer.status_code, answer.json()["findings"][0]["check"]) == (422, "removed")
