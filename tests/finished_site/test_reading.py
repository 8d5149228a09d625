"""What a reader meets first: where the text begins, what is said above it, how large things are to hit."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from jisr.i18n import load_strings
from tests.conftest import visit, wait_for_fonts
from tests.finished_site.sample_pages import BOTH_SEED, BOTH_STATES, KINDS, SEED, SPECIMEN, STATES
from tests.finished_site.test_accessibility import text_of_twice_the_size

pytestmark = pytest.mark.browser

FIRST_TEXT = """() => [...document.querySelectorAll(
    'main :is(.jisr-summary, .jisr-block p, .jisr-pair--paragraph p)')]
  .find(e => e.checkVisibility()).getBoundingClientRect().top"""
SMALL = """() => [...document.querySelectorAll('a[href], button, summary, .jisr-pair__unfold, input')]
  .filter(e => e.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
  .filter(e => !e.closest('p, dd, .jisr-hidden, .jisr-pair__text, .jisr-block a'))
  .filter(e => { const r = e.getBoundingClientRect(); return r.width && r.height < 24 && r.bottom > 0; })
  .map(e => `${e.textContent.trim()} in ${e.parentElement.className}`)"""


COVERED = """() => {
  const words = [...document.querySelectorAll('main :is(.jisr-kicker, h1, h2, h3, .jisr-h, .jisr-byline)')]
    .filter(e => e.checkVisibility()).map(e => {
      const range = document.createRange();
      range.selectNodeContents(e);
      return [e.textContent, [...range.getClientRects()]];
    });
  const labels = [...document.querySelectorAll('.jisr-pair__unfold')].filter(e => e.checkVisibility());
  return labels.flatMap(label => {
    const at = label.getBoundingClientRect();
    const meets = r => r.left < at.right - 1 && r.right > at.left + 1
      && r.top < at.bottom - 4 && r.bottom > at.top + 4;
    return words.filter(([, rects]) => rects.some(meets)).map(([text]) => text);
  });
}"""
"""The words of headings and of lines about an article that lie below what unfolds its other language."""


@pytest.fixture(scope="module")
def phone(browser: Browser) -> Iterator[Page]:
    with browser.new_context(viewport={"width": 390, "height": 844}, locale="fr") as context:
        wait_for_fonts(context)
        yield context.new_page()


@pytest.fixture(autouse=True)
def narrow(phone: Page) -> None:
    phone.set_viewport_size({"width": 390, "height": 844})
    phone.emulate_media(media="screen")


@pytest.mark.parametrize("lang", ["ar", "en"])
@pytest.mark.parametrize("path", [SEED, BOTH_SEED])
def test_the_text_begins_in_the_upper_half_of_a_phone(
    phone: Page, address: str, lang: str, path: str
) -> None:
    visit(phone, f"{address}/{lang}/{path}")
    assert phone.evaluate(FIRST_TEXT) < 400


@pytest.mark.parametrize("path", KINDS)
def test_nothing_juts_out_where_text_is_twice_as_large_or_a_phone_is_narrow(
    phone: Page, address: str, path: str
) -> None:
    lang = "ar" if KINDS.index(path) % 2 else "en"
    visit(phone, f"{address}/{lang}/{path}")
    assert phone.locator(".md-skip").count() == 1, "by keyboard one gets past the header of every page"
    assert phone.evaluate("[...document.querySelectorAll('[type=search]')].every(e => e.dir === 'auto')")
    if not path.startswith("actors/"):
        assert phone.evaluate(SMALL) == []
    phone.evaluate("document.documentElement.style.fontSize = '250%'")
    assert phone.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert phone.locator("header").evaluate("e => e.scrollWidth - e.clientWidth") <= 0
    phone.evaluate("document.documentElement.style.fontSize = ''")
    phone.set_viewport_size({"width": 320, "height": 640})
    assert phone.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_the_state_is_said_once(phone: Page, address: str) -> None:
    visit(phone, f"{address}/en/articles/arabic-only/")
    assert phone.locator(".jisr-banner").count() == 1
    assert phone.locator(".jisr-badge").count() == 0
    visit(phone, f"{address}/en/{STATES}")
    banner = phone.locator(".jisr-banner")
    assert "language model" not in banner.inner_text(), "whose draft it is unfolds"
    banner.locator("summary").click()
    assert "language model" in banner.inner_text()
    assert not phone.locator(".jisr-byline").get_by_text("Machine").count()
    # in both languages what is missing says so in its own place
    visit(phone, f"{address}/en/{BOTH_STATES}")
    assert phone.locator(".jisr-badge[data-state=missing]").count() == 0


def test_an_article_has_one_control_of_languages(phone: Page, address: str) -> None:
    for path, ways in ((SEED, 2), (BOTH_SEED, 2), ("about/", 1)):
        visit(phone, f"{address}/en/{path}")
        found = phone.locator("header a[hreflang], .jisr-views a:not([aria-current])")
        assert found.count() == ways, path


def test_on_a_phone_the_other_language_unfolds_below_its_paragraph(phone: Page, address: str) -> None:
    visit(phone, f"{address}/en/{BOTH_SEED}")
    pair = phone.locator("#p1")
    arabic = pair.locator("[lang=ar].jisr-pair__text")
    assert not arabic.is_visible()
    pair.locator("label").click()
    assert arabic.is_visible()
    assert not phone.locator("#p2 [lang=ar].jisr-pair__text").is_visible()
    phone.locator("#p2-fold").focus()
    phone.keyboard.press("Space")
    assert phone.locator("#p2 [lang=ar].jisr-pair__text").is_visible()
    phone.set_viewport_size({"width": 1280, "height": 900})
    assert phone.locator("#p3 [lang=ar].jisr-pair__text").is_visible()
    assert not phone.locator("#p3 label").is_visible()


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_what_unfolds_a_language_covers_no_words(phone: Page, address: str, lang: str) -> None:
    for path in (BOTH_SEED, BOTH_STATES):
        visit(phone, f"{address}/{lang}/{path}")
        assert phone.locator(".jisr-pair__unfold").count() > 3
        assert phone.evaluate(COVERED) == [], path


def test_untranslated_headings_stand_right_and_bold(phone: Page, address: str) -> None:
    visit(phone, f"{address}/en/articles/arabic-only/")
    found: dict[str, Any] = phone.evaluate(
        """() => {
          const bdi = document.querySelector('h1 bdi'), range = document.createRange();
          range.selectNodeContents(bdi);
          const bold = [...document.fonts].filter(f => f.family === 'Plex' && f.weight === '700');
          const h1 = document.querySelector('h1'), room = parseFloat(getComputedStyle(h1).paddingRight);
          const right = h1.getBoundingClientRect().right - room;  // what the heading's tools lie in
          return {
            face: bold.some(f => f.status === 'loaded'),
            gap: right - range.getBoundingClientRect().right,
            weight: Number(getComputedStyle(bdi).fontWeight),
          };
        }"""
    )
    assert found["face"]
    assert found["weight"] > 600
    assert abs(found["gap"]) < 3


def test_the_state_of_a_title_in_arabic_lies_beside_its_tools(phone: Page, address: str) -> None:
    visit(phone, f"{address}/en/{STATES}")
    between = phone.evaluate(
        """() => {
          const tools = document.querySelector('.jisr-block--tools[data-key=title]');
          Object.assign(tools, { lang: 'ar', dir: 'rtl' });
          tools.querySelector('.jisr-badge')?.remove();
          tools.insertAdjacentHTML('afterbegin', '<span class="jisr-badge">Awaiting</span>');
          const [badge, button] = ['.jisr-badge', 'summary'].map(
            one => tools.querySelector(one).getBoundingClientRect());
          return button.left - badge.right;
        }"""
    )
    assert between >= 0


def test_without_scripts_nothing_is_kept_free_for_hits(browser: Browser, address: str) -> None:
    with browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844}) as context:
        page = context.new_page()
        page.goto(f"{address}/ar/search/")
        box = page.locator("#jisr-search").bounding_box()
    assert box is None or box["height"] < 300


def test_paper_shows_no_original_that_nobody_unfolded(phone: Page, address: str) -> None:
    visit(phone, f"{address}/en/{SEED}")
    phone.emulate_media(media="print")
    seen = (
        "[...document.querySelectorAll('.jisr-original__text')].filter(e => e.getClientRects().length).length"
    )
    assert phone.locator(".jisr-original").count() > 5
    assert phone.evaluate(seen) == 0
    phone.emulate_media(media="screen")
    phone.locator("#p1 .jisr-original summary").click()
    phone.emulate_media(media="print")
    assert phone.evaluate(seen) == 1


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_highlights_cover_no_sign_beside_them(phone: Page, address: str, lang: str) -> None:
    visit(phone, f"{address}/{lang}/actors/sudani/")
    over = phone.evaluate(
        """() => [...document.querySelectorAll('mark')].flatMap(mark => {
          const next = mark.nextSibling, range = document.createRange();
          if (next?.nodeType !== 3 || mark.getClientRects().length > 1) return [];
          range.setStart(next, 0);
          range.setEnd(next, 1);
          const [sign, box] = [range.getBoundingClientRect(), mark.getBoundingClientRect()];
          if (Math.abs(sign.top - box.top) > 20 || !sign.width) return [];
          return [Math.min(sign.right, box.right) - Math.max(sign.left, box.left)];
        })"""
    )
    assert over
    assert max(over) < 0.6


@pytest.mark.parametrize(
    ("lang", "path"), [("ar", SEED), ("en", SEED), ("en", STATES), ("ar", SPECIMEN), ("ar", "")]
)
def test_letters_figures_and_quotes_are_in_our_fonts_and_these_are_small(
    browser: Browser, address: str, lang: str, path: str
) -> None:
    with browser.new_context(viewport={"width": 390, "height": 844}) as context:
        wait_for_fonts(context)
        page, sizes = context.new_page(), []
        page.on("response", lambda one: sizes.append(one) if one.url.endswith(".woff2") else None)
        visit(page, f"{address}/{lang}/{path}")
        page.evaluate("document.fonts.ready")
        if path != SPECIMEN:  # which has letters of all kinds
            assert sum(int(one.headers["content-length"]) for one in sizes) <= 120_000
        tool = context.new_cdp_session(page)
        tool.send("DOM.enable")
        tool.send("CSS.enable")
        page.evaluate(
            """document.querySelectorAll('main :is(p, h1, h2, li), .jisr-badge, header span').forEach(e =>
               /^[\\p{Script=Arabic}\\p{Script=Latin}0-9\\s«»،؛؟.,:;()“”‘’'"–-]*$/u.test(e.textContent)
               && !e.querySelector('svg, code, details') && e.setAttribute('data-plain', ''))"""
        )
        root = tool.send("DOM.getDocument")["root"]["nodeId"]
        nodes = tool.send("DOM.querySelectorAll", {"nodeId": root, "selector": "[data-plain]"})["nodeIds"]
        fonts = [tool.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"] for node in nodes]
        assert len(fonts) > 5
        assert {font["familyName"] for one in fonts for font in one if not font["isCustomFont"]} == set()


def test_who_is_lost_can_search_and_go_on(phone: Page, address: str) -> None:
    visit(phone, f"{address}/404.html")
    assert phone.locator("form[role=search]").count() == phone.locator("nav").count() == 2
    assert phone.locator("img.jisr-logo").count() == 2
    assert phone.evaluate(SMALL) == []
    for lang in ("ar", "en"):
        visit(phone, f"{address}/{lang}/404.html")
        assert phone.locator("main form[role=search]").is_visible()


def test_on_a_phone_each_figure_stands_beside_what_it_counts(phone: Page, address: str) -> None:
    visit(phone, f"{address}/en/coverage/")
    cells = phone.locator(".jisr-figures--rows td").evaluate_all(
        """cells => cells.filter(cell => cell.checkVisibility()).map(cell => {
          const box = cell.getBoundingClientRect(), said = getComputedStyle(cell, "::before").content;
          return [said.slice(1, -1), cell.textContent, box.left, box.right];
        })"""
    )
    assert cells
    states = set(load_strings("en")["state"].values())
    assert all(said in states and number != "0" for said, number, *_ in cells)
    assert all(left >= 0 and right <= 390 for *_, left, right in cells)


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_in_text_of_twice_the_size_no_word_is_a_column_of_letters(
    phone: Page, address: str, lang: str
) -> None:
    with text_of_twice_the_size(phone):
        visit(phone, f"{address}/{lang}/{BOTH_STATES}")
        badges = phone.locator(".jisr-byline .jisr-badge").evaluate_all(
            "found => found.map(one => one.getBoundingClientRect().width)"
        )
        visit(phone, f"{address}/{lang}/search/?q=x")
        field = phone.locator("main input[type=search]").bounding_box()
    assert min(badges, default=200) > 150
    assert field
    assert field["width"] > 150


def test_in_forced_colours_the_present_view_is_told_from_the_others(phone: Page, address: str) -> None:
    phone.emulate_media(forced_colors="active")
    visit(phone, f"{address}/en/{SEED}")
    grounds = phone.locator(".jisr-views a").evaluate_all(
        "found => found.map(one => [getComputedStyle(one).backgroundColor, one.ariaCurrent])"
    )
    phone.emulate_media(forced_colors="none")
    others = {ground for ground, present in grounds if not present}
    assert [ground for ground, present in grounds if present and ground not in others]


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_a_sentence_of_the_timeline_ends_with_a_whole_line(phone: Page, address: str, lang: str) -> None:
    """Dots that a browser puts there leave of عام 2011 (the year 2011) an 11."""
    visit(phone, f"{address}/{lang}/timeline/")
    rows = phone.locator(".jisr-timeline summary").evaluate_all(
        """found => found.map(one => {
          const words = document.createRange(), end = one.getBoundingClientRect().bottom;
          words.selectNodeContents(one.querySelector('.jisr-timeline__words'));
          const lines = [...words.getClientRects()].map(r => (r.top + r.bottom) / 2 - end);
          const cut = lines.filter(at => Math.abs(at) < 6);
          return [getComputedStyle(one).webkitLineClamp, Math.max(...lines), cut];
        })"""
    )
    assert any(last > 0 for _, last, _ in rows), "some go on below"
    assert [row for row in rows if row[0] != "none" or row[2]] == []


@pytest.mark.parametrize(("path", "width"), [(SEED, 320), (SEED, 390), (SEED, 1280), (SPECIMEN, 390)])
def test_the_state_of_the_translation_begins_its_own_line_at_the_margin(
    phone: Page, address: str, path: str, width: int
) -> None:
    phone.set_viewport_size({"width": width, "height": 844})
    visit(phone, f"{address}/ar/{path}")
    date = phone.locator(".jisr-byline li:has(time)").evaluate(
        "one => new Set([...one.getClientRects()].map(r => Math.round(r.top))).size"
    )
    assert date == 1, "no line ends in the date to keep it beside the state"
    gaps = phone.locator(".jisr-byline").evaluate(
        """line => {
          const [before, state] = [...line.children].slice(-2).map(one => one.getBoundingClientRect());
          const isBelow = state.top > before.bottom - 8, edge = line.getBoundingClientRect().right;
          return [isBelow, (isBelow ? edge : before.right) - state.right];
        }"""
    )
    assert abs(gaps[1]) < 2 if gaps[0] else gaps[1] > 8
