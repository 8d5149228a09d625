"""Friday of the week at the desk: on a phone with a bad line, offline, and with a login that ran out."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from jisr.app import pipeline
from jisr.desk.context import Desk
from jisr.desk.office.entrance import Office
from jisr.desk.office.sessions import Sessions
from jisr.desk.routes import TABS
from jisr.translation import engines
from tests.desk.served import Served
from tests.desk.test_morning import field, ready, saved
from tests.project import TODAY, Echo, Project
from tests.staff import PASSWORD, add_accounts

pytestmark = pytest.mark.browser

ONCE = 150_000  # bytes that a phone is to fetch, for an article and all that shows it


class ServedOffice(Served):
    """The desk of an office: people sign in, and sessions end."""

    def make_desk(self) -> Desk:
        self.sessions = Sessions(self.root)
        return Desk(self.root, TABS, lambda: TODAY, Office(self.root, self.sessions))


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ServedOffice]:
    monkeypatch.setattr(engines, "find_engine", lambda _settings: Echo())
    project = Project(tmp_path / "project")
    project.seed()
    pipeline.draft_articles(project.root, TODAY)
    add_accounts(project.root, monkeypatch, "Tala")
    made = ServedOffice(project.root)
    yield made
    made.stop()


def sign_in(page: Page) -> None:
    page.fill("[name=name]", "Tala")
    page.fill("[name=password]", PASSWORD)
    page.click("main form button")
    page.wait_for_load_state()


def test_a_friday(browser: Browser, office: ServedOffice) -> None:
    context = browser.new_context(
        viewport={"width": 390, "height": 800}, is_mobile=True, has_touch=True, locale="en"
    )
    page = context.new_page()
    fetched: list[int] = []
    page.goto(f"{office.address}/articles/water")
    sign_in(page)
    page.on("requestfinished", lambda request: fetched.append(request.sizes()["responseBodySize"]))
    page.goto(f"{office.address}/articles/water")
    ready(page)
    page.focus(field("p1"))
    page.wait_for_load_state("networkidle")
    assert 0 < sum(fetched) <= ONCE, "an article and all that shows it"

    # the line goes: what is typed is kept, counted as not sent, and survives a closed tab
    context.set_offline(True)
    page.fill(field("p1"), "The government will review the pact.")
    page.keyboard.press("Control+s")
    saved(page, "p1", "offline")
    page.fill(field("p2"), "Observers expect no vote.")
    saved(page, "p2", "no")

    # meanwhile the login runs out; the line comes back, and nothing is lost
    for session in office.sessions.list():
        office.sessions.end(session.id)
    context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    page.wait_for_function("document.getElementById('said').textContent.trim() !== ''")
    assert page.input_value(field("p1")) == "The government will review the pact."
    page.close()
    page = context.new_page()
    page.goto(f"{office.address}/articles/water")
    sign_in(page)
    ready(page)
    assert page.input_value(field("p1")) == "The government will review the pact."
    assert page.input_value(field("p2")) == "Observers expect no vote."
    for key in ("p1", "p2"):
        page.focus(field(key))
        page.keyboard.press("Control+s")
        saved(page, key)
    text = (office.root / "docs/en/articles/water.md").read_text("utf-8")
    assert "The government will review the pact." in text
    assert "Observers expect no vote." in text
    context.close()
