"""The forms of the desk in a browser: for every reader, and nothing typed is lost where the desk is away."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

from jisr.app import pipeline
from tests.desk.served import Served
from tests.desk.test_new_article import TEXT
from tests.desk.test_whole import ACTORS
from tests.finished_site.test_accessibility import AXE, web_tool
from tests.project import TODAY, Project, edit

pytestmark = pytest.mark.browser

PAGES = (
    "/new",
    "/facts/water",
    "/original/water?key=p1",
    "/names?suggest=yes",
    "/names/board?into=authority",
    "/terms",
    "/find?words=Committee&new=Panel",
    "/state",
    "/draft",
    "/draft?slug=water",
    "/rename/water?to=oil",
    "/rename/water?to=a%26b",
    "/release",
    "/remove?what=water%23p1",
)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    project = Project(tmp_path_factory.mktemp("office") / "project")
    project.seed()
    (project.root / "seeds/water.yml").write_text(
        "notices: [{kind: update, on: 2026-11-20, text: x}]\n", "utf-8"
    )
    (project.root / "seeds/actors.yml").write_text(ACTORS, "utf-8")
    (project.root / "seeds/terms.yml").write_text(
        "terms:\n  - id: pact\n    ar: {name: اتفاقية}\n    en: {name: accord}\n", "utf-8"
    )
    pipeline.sync_articles(project.root, TODAY)
    edit(project.translation(), "<!-- #p1 missing -->", "<!-- #p1 -->\nThe Committee met.")
    pipeline.sync_articles(project.root, TODAY)
    made = Served(project.root)
    yield made
    made.stop()


@pytest.fixture
def page(browser: Browser, office: Served) -> Iterator[Page]:
    context = browser.new_context(reduced_motion="reduce", locale="en")
    context.add_cookies([{"name": "jisr-name", "value": "Ann", "url": office.address}])
    opened = context.new_page()
    opened.on("dialog", lambda dialog: dialog.accept())
    yield opened
    context.close()


@pytest.mark.parametrize(
    ("lang", "scheme", "width"),
    [("ar", "dark", 390), pytest.param("en", "light", 1280, marks=pytest.mark.soak)],
)
def test_forms_are_for_every_reader(page: Page, office: Served, lang: str, scheme: str, width: int) -> None:
    page.context.add_cookies([{"name": "jisr-lang", "value": lang, "url": office.address}])
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    axe = web_tool("axe-core", "axe.min.js").read_text("utf-8")
    page.goto(f"{office.address}/state")
    page.click("[data-action=check]")
    page.wait_for_selector("[data-found]")
    for path in PAGES:
        page.goto(office.address + path)
        page.evaluate("() => document.querySelectorAll('details').forEach((one) => (one.open = true))")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        page.evaluate(axe)
        assert page.evaluate(AXE) == [], path


def test_what_was_typed_stays_while_the_desk_is_away(page: Page, office: Served) -> None:
    page.goto(f"{office.address}/new")
    page.fill("[name=pasted]", TEXT)
    page.fill("[name=slug]", "oil")
    office.stop()
    page.click("[data-action=look]")
    page.wait_for_selector("#said.error")
    assert page.input_value("[name=pasted]") == TEXT
    office.start()
    page.click("[data-action=look]")
    page.wait_for_selector("[data-action=take]")
    page.select_option("[name=kind] >> nth=1", "heading-2")
    page.click("[data-action=take]")
    page.wait_for_url("**/articles/oil")
    assert "## " in (office.root / "seeds/oil.md").read_text("utf-8")


def test_what_was_typed_survives_a_closed_tab_until_it_is_saved(page: Page, office: Served) -> None:
    for path, name in (("/new", "pasted"), ("/facts/water", "licence"), ("/original/water?key=p2", "words")):
        page.goto(office.address + path)
        page.fill(f"[name={name}]", "كلمات كثيرة")  # many words
        page.goto("about:blank")
        page.goto(office.address + path)
        assert page.input_value(f"[name={name}]") == "كلمات كثيرة", path
    page.goto(f"{office.address}/facts/water")
    page.click("[data-action=save]")
    page.wait_for_url("**done=saved")
    left = page.evaluate("Object.keys(localStorage).filter((name) => name.includes('/facts/'))")
    assert left == []
    page.goto(f"{office.address}/articles/water")
    page.click("#p1 [data-action=remark]")
    page.fill("#remark-text", "ملاحظة")  # a remark
    page.keyboard.press("Escape")
    page.click("#p1 [data-action=remark]")
    assert page.input_value("#remark-text") == "ملاحظة"
    page.click("dialog.panel form:has(#remark-text) > button")
    page.wait_for_selector("dialog.panel .thread")
    assert page.input_value("#remark-text") == ""


def test_a_file_is_dropped_and_its_name_proposed(page: Page, office: Served, tmp_path: Path) -> None:
    file = tmp_path / "Law of water.txt"
    file.write_bytes(TEXT.encode("cp1256"))
    page.goto(f"{office.address}/new")
    page.set_input_files("[data-file]", str(file))
    page.wait_for_function("document.querySelector('[name=slug]').value === 'Law-of-water'")
    page.click("[data-action=look]")
    page.wait_for_selector("[data-action=take]")
    page.click("[data-action=take]")
    page.wait_for_url("**/articles/Law-of-water")
    assert (office.root / "seeds/Law-of-water.txt").read_bytes() == file.read_bytes()


def test_a_form_is_sent_anew_where_another_session_began_since(page: Page, office: Served) -> None:
    page.goto(f"{office.address}/facts/water")
    page.fill("[name=licence]", "CC0")
    page.context.clear_cookies()
    page.click("[data-action=save]")
    page.wait_for_url("**done=saved")
    assert "licence: CC0" in (office.root / "seeds/water.yml").read_text("utf-8")


def test_what_was_typed_follows_an_article_to_its_new_address(page: Page, office: Served) -> None:
    (office.root / "seeds/reeds.txt").write_text(TEXT, "utf-8")
    page.goto(f"{office.address}/articles/reeds")
    page.wait_for_selector("html[data-ready]")
    page.fill("#p1-field", "Typed, and not saved.")
    page.goto(f"{office.address}/rename/reeds")
    page.fill("[name=to]", "marshes")
    page.click("[data-action=plan]")
    page.click("[data-action=rename]")
    page.wait_for_url("**/articles/marshes")
    page.wait_for_selector("html[data-ready]")
    assert page.input_value("#p1-field") == "Typed, and not saved."
    page.goto(f"{office.address}/articles/reeds")
    page.wait_for_url("**/articles/marshes")


def test_a_page_shows_how_far_drafting_is_until_it_has_ended(page: Page, office: Served) -> None:
    page.goto(f"{office.address}/articles/water")
    page.click("[data-action=draft]")
    page.wait_for_url("**/draft?slug=water")
    page.wait_for_selector("[data-drafted=done]")
    assert page.query_selector("[data-engine=none]"), "no model is installed here, and that is said"


def test_a_list_that_fills_by_itself_brings_nobody_back(page: Page, office: Served) -> None:
    loaded: list[str] = []
    waiting: list[Route] = []

    def still_reading(route: Route) -> None:
        loaded.append(route.request.url)
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace("</main>", "<p data-reading></p></main>"))

    def hold(route: Route) -> None:
        waiting.append(route)

    page.add_init_script("const wait = setInterval; setInterval = (act, ms) => wait(act, ms / 5)")
    page.route(f"{office.address}/", still_reading)
    page.route("**/articles/water", hold)
    page.goto(f"{office.address}/")
    with page.expect_navigation():
        pass
    with page.expect_request("**/articles/water"):
        page.locator("ul.articles a[href='/articles/water']").first.click(no_wait_after=True)
    before = len(loaded)  # two, or more on a slow machine
    page.wait_for_timeout(1000)
    assert len(loaded) == before, "no reload takes the place of what was asked for"
    waiting[0].continue_()
    page.wait_for_url("**/articles/water")
