"""For every reader: axe-core, the keyboard, large text, small screens, Lighthouse, on every kind of page.

The checkers are locked in `tests/web/`. What costs minutes (Lighthouse's marks for speed, every combination
of language, colours and width) is `make soak`.
"""

import json
import subprocess
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from jisr.model.languages import LANGS, Lang, other_lang
from tests.conftest import CHROMIUM_FLAGS
from tests.system_tools import WEB, find_chromium, web_tools_missing
from tests.website import PAGES

pytestmark = pytest.mark.browser

SHOWN = {name: path for name, path in PAGES.items() if name != "moved"}  # which leads on at once
KINDS = {
    name: path for name, path in SHOWN.items() if name not in ("about", "rights", "privacy")
}  # like policy
SCHEMES, WIDTHS = ("light", "dark"), (1280, 390)
ALL = tuple(product(SCHEMES, WIDTHS))


def web_tool(*path: str) -> Path:
    """A file of `tests/web/node_modules/`; the test fails, and says how to get it, where it is not there."""
    if missing := web_tools_missing():
        pytest.fail(missing, pytrace=False)
    return WEB.joinpath("node_modules", *path)


@pytest.fixture(scope="module")
def address(whole_site: Path, host: Callable[[Path], str]) -> str:
    return host(whole_site)


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """One page for all tests, with scripts, without movement; each test sets its size and its colours."""
    context = browser.new_context(reduced_motion="reduce", locale="fr")
    yield context.new_page()
    context.close()


def opened(page: Page, address: str, lang: str, path: str) -> None:
    """Go there; where hits are searched for, wait for them."""
    page.goto(f"{address}/{lang}/{path}")
    if "?q=" in path:
        page.wait_for_selector("[data-search-result]")


def set_to(page: Page, scheme: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type] # one of the two


# --- axe ---------------------------------------------------------------------------------------------------

AXE = """async () => (await axe.run(document, {resultTypes: ['violations']})).violations.flatMap(
  rule => rule.nodes.map(node => `${rule.id}: ${node.html.slice(0, 200)}: ${node.failureSummary}`))"""
OPEN_ALL = "document.querySelectorAll('.md-content details').forEach(menu => menu.open = true)"


def axe_findings(page: Page, looks: Iterable[tuple[str, int]]) -> list[str]:
    """What axe finds on the page that is open; on a phone everything that can be unfolded is."""
    page.evaluate(web_tool("axe-core", "axe.min.js").read_text("utf-8"))
    found = []
    for scheme, width in looks:
        set_to(page, scheme, width)
        if width < 400:
            page.evaluate(OPEN_ALL)
        found += [f"{scheme} {width}: {what}" for what in page.evaluate(AXE)]
    return found


@pytest.mark.soak
@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", SHOWN)
def test_axe_finds_nothing_in_any_combination(page: Page, address: str, lang: str, name: str) -> None:
    set_to(page, *ALL[0])
    opened(page, address, lang, SHOWN[name])
    assert axe_findings(page, ALL) == []


@pytest.mark.parametrize("path", ["/", "/404.html"])
def test_axe_finds_nothing_at_the_front_door(browser: Browser, address: str, path: str) -> None:
    """As who was never here and reads neither language sees it: others are led on."""
    with browser.new_context(reduced_motion="reduce", locale="fr") as context:
        page = context.new_page()
        page.goto(address + path)
        assert axe_findings(page, (ALL[0], ALL[-1])) == []  # wide in light colours, narrow in dark ones
        assert page.url == address + path


def test_axe_would_find_something(page: Page, address: str) -> None:
    opened(page, address, "en", SHOWN["article"])
    page.evaluate(web_tool("axe-core", "axe.min.js").read_text("utf-8"))
    page.evaluate("Object.assign(document.querySelector('#p1 p').style, {color: '#ccc', background: '#ddd'})")
    page.evaluate("document.querySelector('.jisr-palette input').removeAttribute('aria-label')")
    found = {line.partition(":")[0] for line in page.evaluate(AXE)}
    assert {"color-contrast"} <= found


# --- small screens, large text -----------------------------------------------------------------------------

# What reaches out of the screen, or is cut off: text in a box that hides what is too wide for it.
OUTSIDE = """() => {
  const wide = document.documentElement.clientWidth;
  const scrolled = document.documentElement.scrollWidth > wide ? ['the page scrolls sideways'] : [];
  const seen = e => e.checkVisibility({visibilityProperty: true})
    && !e.closest('.jisr-table, .jisr-hidden, svg, .md-skip, noscript');
  const parts = [...document.querySelectorAll('body *')].filter(e => seen(e) && e.childNodes.length
    && [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()));
  const lost = parts.filter(e => {
    const box = e.getBoundingClientRect();
    return box.width && (box.left < -1 || box.right > wide + 1);
  });
  const hides = e => getComputedStyle(e).overflowX !== 'visible';
  const cut = parts.filter(e => hides(e) && e.scrollWidth > e.clientWidth + 1);
  const named = (what, found) => found.map(e => `${what}: ${e.outerHTML.slice(0, 120)}`);
  return [...scrolled, ...named('outside', lost), ...named('cut', cut)];
}"""


@contextmanager
def text_of_twice_the_size(page: Page) -> Iterator[None]:
    """With the reader's own setting for the size of text doubled, as browsers have it."""
    session = page.context.new_cdp_session(page)
    session.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
    assert page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") == 40
    yield
    session.send("Page.setFontSizes", {"fontSizes": {"standard": 16, "fixed": 13}})
    session.detach()


# Kinds of pages take turns in language, colours and width.
LOOKS = [
    (name, LANGS[turn % 2], SCHEMES[turn // 2 % 2], WIDTHS[turn // 4 % 2]) for turn, name in enumerate(KINDS)
]
OTHERS = [(name, other_lang(lang), *look) for name, lang, *look in LOOKS]


@pytest.mark.parametrize(
    ("name", "lang", "scheme", "width"),
    [*LOOKS, *(pytest.param(*one, marks=pytest.mark.soak) for one in OTHERS)],
)
def test_a_page_is_there_for_every_reader(
    page: Page, address: str, name: str, lang: Lang, scheme: str, width: int
) -> None:
    """Nothing is lost on 320 pixels and in text of twice the size, and axe finds nothing.

    Each kind of page is looked at once here, in both languages and by axe in all looks in `make soak`.
    """
    set_to(page, "light", 320)
    opened(page, address, lang, KINDS[name])
    assert page.evaluate(OUTSIDE) == []
    set_to(page, "light", 1280)
    with text_of_twice_the_size(page):
        assert page.evaluate(OUTSIDE) == []
    assert axe_findings(page, [(scheme, width)]) == []


@pytest.mark.parametrize("lang", LANGS)
def test_dates_in_sentences_of_the_timeline_are_read_in_the_dark(
    page: Page, address: str, lang: Lang
) -> None:
    set_to(page, "dark", 1280)
    opened(page, address, lang, KINDS["timeline"])
    assert page.locator(".jisr-timeline mark").count()
    assert axe_findings(page, [("dark", 1280)]) == []


def test_what_is_lost_would_be_found(page: Page, address: str) -> None:
    set_to(page, "light", 320)
    opened(page, address, "en", SHOWN["article"])
    assert page.evaluate(OUTSIDE) == []
    page.evaluate("document.querySelector('#p1 p').style.marginInlineStart = '200px'")
    page.evaluate("document.querySelector('#p1 p').style.whiteSpace = 'nowrap'")
    hidden = "{display: 'block', whiteSpace: 'nowrap', overflow: 'hidden', maxWidth: '5rem'}"
    page.evaluate(f"Object.assign(document.querySelector('.jisr-banner__state').style, {hidden})")
    found = [line.partition(":")[0] for line in page.evaluate(OUTSIDE)]
    assert "the page scrolls sideways" in found
    assert "outside" in found
    assert "cut" in found


# --- the keyboard ------------------------------------------------------------------------------------------

# Everything that can be pressed or typed into and is seen; a group of radio buttons is one stop.
STOPS = """() => [...document.querySelectorAll('a[href], button, summary, input, textarea, [tabindex="0"]')]
  .filter(e => e.checkVisibility({visibilityProperty: true}) && !e.disabled && e.tabIndex >= 0
    && !(e.type === 'radio' && !e.checked))
  .map(e => { e.dataset.stop = ''; return e; }).length"""
# The outline of what has the focus, or of the label that shows it; and whether it lies in the window.
FOCUS = """() => {
  const e = document.activeElement;
  const label = e.type === 'radio' && document.querySelector('.jisr-palette input:focus-visible + label');
  const style = getComputedStyle(label || e), box = (label || e).getBoundingClientRect();
  const alpha = Number((style.outlineColor.match(/[\\d.]+/g) || [])[3] ?? 1);
  const marked = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1 && alpha > 0.5;
  const seen = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  const first = !('reached' in e.dataset);
  e.dataset.reached = '';
  return {body: e === document.body, first, marked, seen, html: e.outerHTML.slice(0, 160)};
}"""
NOT_REACHED = """[...document.querySelectorAll('[data-stop]:not([data-reached])')]
  .map(e => e.outerHTML.slice(0, 160))"""
WALKED = {
    ("ar", "dark", 390): ("article", "parallel", "actors", "lost"),
    ("en", "light", 1280): ("home", "actor", "network", "timeline", "results"),
}
"""Where the keyboard goes in `make test`; in `make soak` everywhere in both languages, colours and widths."""
EVERYWHERE = sorted({"specimen", *(name for names in WALKED.values() for name in names)})


@pytest.mark.parametrize(
    ("lang", "scheme", "width", "names"),
    [
        *((*look, names) for look, names in WALKED.items()),
        *(
            pytest.param(lang, *look, EVERYWHERE, marks=pytest.mark.soak)
            for lang, look in product(LANGS, ALL)
        ),
    ],
)
def test_the_keyboard_reaches_everything_and_is_seen(
    page: Page, address: str, lang: str, scheme: str, width: int, names: Iterable[str]
) -> None:
    wrong = []
    for name in names:
        set_to(page, scheme, width)
        opened(page, address, lang, SHOWN[name])
        page.evaluate("document.activeElement.blur()")
        stops = page.evaluate(STOPS)
        for _ in range(stops + 20):
            page.keyboard.press("Tab")
            at = page.evaluate(FOCUS)
            if at["body"] or not at["first"]:
                break
            if not (at["marked"] and at["seen"]):
                wrong.append((name, at))
        wrong += [(name, f"not reached: {html}") for html in page.evaluate(NOT_REACHED)]
    assert wrong == []


def test_the_skip_link_leads_past_the_header(page: Page, address: str) -> None:
    for lang in LANGS:
        set_to(page, "light", 1280)
        opened(page, address, lang, SHOWN["article"])
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("!!document.activeElement.closest('.md-content')"), lang


def test_whoever_wants_no_movement_gets_none(page: Page, address: str) -> None:
    """The fixture's browser asks for reduced motion."""
    set_to(page, "light", 1280)
    opened(page, address, "en", SHOWN["parallel"])
    moving = page.evaluate("""[...document.querySelectorAll('*')].filter(e => {
      const style = getComputedStyle(e), lasts = times => times.split(',').some(time => parseFloat(time) > 0);
      return lasts(style.transitionDuration)
        || (style.animationName !== "none" && lasts(style.animationDuration));
    }).map(e => e.outerHTML.slice(0, 100))""")
    assert moving == []
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


@pytest.mark.parametrize("lang", ["ar", pytest.param("en", marks=pytest.mark.soak)])
def test_slash_leads_to_the_search_box_from_every_page(page: Page, address: str, lang: str) -> None:
    lost = []
    for name in ("home", "article", "parallel", "actors", "timeline", "search", "lost"):
        set_to(page, "light", 1280)
        opened(page, address, lang, SHOWN[name])
        page.evaluate("document.activeElement.blur()")
        page.keyboard.press("/")
        if page.evaluate("[document.activeElement.type, document.activeElement.value]") != ["search", ""]:
            lost.append(name)
    assert lost == []


# --- Lighthouse --------------------------------------------------------------------------------------------

MEASURED = (
    "/ar/",
    "/en/",
    *(
        f"/{lang}/{PAGES[name]}"
        for name in ("approved", "approved-actor", "parallel-approved")
        for lang in LANGS
    ),
)
SOME = (MEASURED[0], MEASURED[3])
"""The home page in Arabic and an approved article in English; in `make soak` all of them."""
LEAST = 0.95


def lighthouse(
    site: Path, pages: tuple[str, ...], categories: tuple[str, ...], runs: int = 1
) -> "subprocess.Popen[str]":
    """Lighthouse at work on pages of a site (see `tests/web/lighthouse.mjs`)."""
    web_tool("lighthouse", "package.json")
    job = {
        "site": str(site), "chrome": str(find_chromium()), "flags": [*CHROMIUM_FLAGS[1:], "--headless=new"],
        "pages": pages, "categories": categories, "runs": runs,
    }  # fmt: skip
    command = ["node", str(WEB / "lighthouse.mjs"), json.dumps(job)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def answer(running: "subprocess.Popen[str]") -> dict[str, dict[str, Any]]:
    out, err = running.communicate(timeout=1200)
    assert running.returncode == 0, err
    found: dict[str, dict[str, Any]] = json.loads(out.splitlines()[-1])
    return found


@pytest.fixture(scope="module", autouse=True)
def audit(whole_site: Path) -> Iterator["subprocess.Popen[str]"]:
    """What depends on no speed, and not on axe, which is asked above: looked at while the other tests run."""
    with lighthouse(whole_site, SOME, ("best-practices", "seo")) as running:
        yield running
        running.kill()


@pytest.mark.soak
@pytest.mark.parametrize("category", ["performance", "accessibility", "best-practices", "seo"])
def test_lighthouse_gives_the_best_marks(whole_site: Path, category: str) -> None:
    """The median of three runs: of speed, one alone says as much of the machine as of the page."""
    searches = tuple(f"/{lang}/search/?q=العراق" for lang in LANGS)  # Iraq
    found = answer(lighthouse(whole_site, (*MEASURED, *searches), (category,), runs=3))
    marks = {page: median(run[category] for run in what["scores"]) for page, what in found.items()}
    assert {page: (mark, found[page]["short"]) for page, mark in marks.items() if mark < LEAST} == {}


def test_lighthouse_finds_nothing_amiss(audit: "subprocess.Popen[str]") -> None:
    found = answer(audit)
    assert set(found) == set(SOME)
    poor = {
        page: (what["scores"], what["short"])
        for page, what in found.items()
        if min(mark for run in what["scores"] for mark in run.values()) < LEAST
    }
    assert poor == {}
