"""The site on phones, in the dark, by keyboard, without scripts, and over slow lines."""

import gzip
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, Page, Response, Route

from jisr.i18n import load_strings
from tests.conftest import PATIENCE, QuietHandler, served, visit, wait_until
from tests.finished_site.sample_pages import BOTH_SEED, SEED, STATES

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("locale", "path"), [("ar-EG", "/ar/"), ("en-GB", "/en/"), ("fr-FR", "/")])
def test_the_front_door_knows_the_readers_language(
    browser: Browser, address: str, locale: str, path: str
) -> None:
    context = browser.new_context(locale=locale)
    page = context.new_page()
    visit(page, address + "/")
    assert page.url == address + path
    context.close()


def test_the_front_door_remembers_the_language_read_last(browser: Browser, address: str) -> None:
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    page.goto(f"{address}/ar/")
    visit(page, address + "/")
    assert page.url == f"{address}/ar/"
    context.close()


def test_all_works_without_scripts(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, locale="ar")
    page = context.new_page()
    page.goto(address + "/")
    page.click("a[hreflang=en]")
    assert page.url == f"{address}/en/"
    page.goto(f"{address}/en/{SEED}")
    page.click("#p1 .jisr-tools summary")
    page.click("#p1 .jisr-tools a[hreflang=ar]")
    assert page.url == f"{address}/ar/{SEED}#p1"
    page.fill(".jisr-header__inner > .jisr-find input", "داعش")
    page.press(".jisr-header__inner > .jisr-find input", "Enter")
    assert unquote(page.url) == f"{address}/ar/search/?q=داعش"
    page.wait_for_load_state()  # the address is there before the page
    assert page.locator("noscript").count()
    context.close()


# --- for every reader --------------------------------------------------------------------------------------


LIGHTNESS = """(colour => {
  const [r, g, b] = colour.match(/[0-9.]+/g).map(Number);
  return (r + g + b) / 3;
})(getComputedStyle(document.body).backgroundColor)"""


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("path", [f"/ar/{SEED}", "/404.html"])
def test_colours_follow_the_device(browser: Browser, address: str, scripts: bool, path: str) -> None:
    found = {}
    for scheme in ("light", "dark"):
        context = browser.new_context(color_scheme=scheme, java_script_enabled=scripts)
        page = context.new_page()
        page.goto(address + path)
        found[scheme] = page.evaluate(LIGHTNESS)
        context.close()
    assert found["light"] > 230
    assert found["dark"] < 40


def test_the_switch_of_colours_goes_round(browser: Browser, address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}/en/")
    assert page.evaluate(LIGHTNESS) > 230
    for _ in range(2):  # from the device's to light, then dark
        page.locator(".jisr-palette label:visible").click()
    assert page.evaluate(LIGHTNESS) < 40
    page.goto(f"{address}/en/about/")
    assert page.evaluate(LIGHTNESS) < 40
    context.close()


def test_tools_of_a_paragraph_work_by_keyboard(page: Page, address: str) -> None:
    page.goto(f"{address}/en/{SEED}")
    page.focus("#p2 .jisr-tools summary")
    page.keyboard.press("Enter")
    tools = page.locator("#p2 .jisr-tools")
    assert tools.locator("a").all_inner_texts() == [
        "Link to this paragraph",
        "The same paragraph in Arabic",
        "Side by side",
        "Correct this paragraph",
        "Report an error",
    ]
    assert tools.locator("a").first.is_visible()
    page.keyboard.press("Escape")
    assert tools.get_attribute("open") is None
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_the_first_stop_of_the_keyboard_skips_to_the_content(page: Page, address: str) -> None:
    page.goto(f"{address}/ar/{SEED}")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent.trim()") == load_strings("ar")["header"]["skip"]
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_everything_to_press_has_a_name(shown: Callable[[str], Page], lang: str) -> None:
    page = shown(f"{lang}/{STATES}")
    nameless = page.evaluate("""[...document.querySelectorAll('a[href], button, summary, input[type=search]')]
      .filter(e => e.offsetParent && !(e.textContent.trim() || e.ariaLabel || e.title))
      .map(e => e.outerHTML)""")
    assert nameless == []


@pytest.mark.parametrize("lang", ["ar", "en"])
@pytest.mark.parametrize("path", [SEED, STATES])
def test_an_article_is_light(browser: Browser, address: str, lang: str, path: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    weight = {"text": 0, "font": 0}

    def weigh(response: Response) -> None:
        body = response.body()
        if response.url.endswith(".woff2"):
            weight["font"] += len(body)
        else:
            weight["text"] += len(gzip.compress(body))

    page.on("response", weigh)
    visit(page, f"{address}/{lang}/{path}")
    context.close()
    assert 0 < weight["font"] < 200 * 1024, weight
    assert 0 < weight["text"] < 250 * 1024, weight


def test_fonts_that_arrive_late_move_nothing(browser: Browser, address: str) -> None:
    """The layout shift while an article loads, with each font a fifth of a second late."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.add_init_script("""window.shift = 0;
      new PerformanceObserver(list => list.getEntries().forEach(entry => window.shift += entry.value))
        .observe({type: 'layout-shift', buffered: true})""")

    def late(route: Route) -> None:
        time.sleep(0.2)
        route.continue_()

    page.route("**/*.woff2", late)
    for path in (f"ar/{SEED}", f"en/{SEED}", f"ar/{BOTH_SEED}", "en/"):
        visit(page, f"{address}/{path}")
        assert page.evaluate("window.shift") < 0.001, path
    context.close()


# --- the theme's scripts on the search page, which wait for its hits ----------------------------------------


class HalfAPageHandler(QuietHandler):
    """Sends a search page up to the place of its hits, and the rest when `go_on` says so."""

    go_on = threading.Event()

    def copyfile(self, source: Any, outputfile: Any) -> None:
        """Stop at the place of the hits."""
        before, place, after = source.read().partition(b'<div id="jisr-search"></div>')
        outputfile.write(before + place)
        if place:
            self.go_on.wait(PATIENCE / 1000)
        outputfile.write(after)


LATER = (
    "() => !document.getElementById('jisr-later') && [...document.scripts].at(-1).src.endsWith('/jisr.js')"
)


@pytest.mark.parametrize("query", ["", "?q=Iraq"])
def test_the_themes_scripts_start_where_the_end_of_the_page_comes_after_the_hits(
    page: Page, root: Path, query: str
) -> None:
    HalfAPageHandler.go_on.clear()
    with served(root / "site", HalfAPageHandler) as address:
        page.goto(f"{address}/en/search/{query}", wait_until="commit")
        page.wait_for_selector(".jisr-hits[aria-busy=false]", state="attached")
        page.evaluate("new Promise((done) => setTimeout(done))")  # after what the search put off
        assert page.evaluate("document.readyState") == "loading"
        HalfAPageHandler.go_on.set()
        page.wait_for_load_state()
        wait_until(page, LATER)


@pytest.mark.parametrize("script", ["stems", "finder", "hits", "search"])
def test_the_themes_scripts_start_where_the_search_does_not_come(
    page: Page, address: str, script: str
) -> None:
    page.route(f"**/javascripts/{script}.js", lambda route: route.abort())
    page.goto(f"{address}/en/search/?q=Iraq")
    wait_until(page, LATER)
    assert page.locator("#jisr-q").count() == 0, "the case is wrong"
