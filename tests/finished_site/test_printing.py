"""An article printed from the browser: text, notes, source, date, address and state, and nothing to press."""

from itertools import product

import pytest
from playwright.sync_api import Page

from jisr.i18n import load_strings
from jisr.model.languages import LANGS
from tests.conftest import visit
from tests.finished_site.sample_pages import SEED, SPECIMEN, STATES

pytestmark = pytest.mark.browser

CONTROLS = (
    "header.jisr-header, footer.jisr-footer, summary, button, select, input, .jisr-tools, .jisr-views,"
    " .jisr-ways, .jisr-near, .jisr-original, .jisr-toc, .jisr-pair__unfold"
)
SHOWN = "found => found.filter(one => one.checkVisibility()).map(one => one.outerHTML.slice(0, 80))"


def printed(page: Page, address: str, path: str, scheme: str = "light") -> None:
    """Open a page as it is printed: Material's script unfolds all that is folded before that."""
    visit(page, f"{address}/{path}")
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    page.emulate_media(media="print", color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": 642, "height": 970})  # A4 between the margins


@pytest.mark.parametrize("path", [f"en/{SEED}", f"ar/{SEED}", f"en/{SEED.replace('articles', 'parallel')}"])
def test_paper_has_the_text_and_where_it_stands_but_nothing_to_press(
    page: Page, address: str, path: str
) -> None:
    printed(page, address, path)
    assert page.locator(CONTROLS).evaluate_all(SHOWN) == []
    said = page.locator("article").inner_text()
    assert f"https://jisr.example/{path[:2]}/{SEED}" in said
    assert "2023" in said
    if path.startswith("en"):
        assert load_strings("en")["state"]["draft"] in said
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_what_chooses_among_entries_is_not_on_paper(page: Page, address: str) -> None:
    printed(page, address, "ar/timeline/")
    assert page.locator("main :is(select, input, button)").evaluate_all(SHOWN) == []


def test_both_languages_stand_in_two_columns_that_touch_nothing(page: Page, address: str) -> None:
    printed(page, address, f"en/{SEED.replace('articles', 'parallel')}")
    rows = page.locator(".jisr-pair").evaluate_all(
        """rows => rows.map(row => [...row.querySelectorAll(':scope > .jisr-pair__text')].map(cell => {
            const words = document.createRange(); words.selectNodeContents(cell);
            const box = words.getBoundingClientRect(); return [box.left, box.right, box.top];
        }).concat([[row.getBoundingClientRect().left + row.getBoundingClientRect().width / 2]]))"""
    )
    assert len(rows) > 10
    for english, arabic, (middle,) in rows:
        assert english[1] < middle < arabic[0], "the rule between them runs beside words"
        assert abs(english[2] - arabic[2]) < 30


@pytest.mark.parametrize(
    "path",
    [
        f"{lang}/{SPECIMEN.replace('articles', kind)}"
        for lang, kind in product(LANGS, ("articles", "parallel"))
    ],
)
def test_a_table_with_a_long_address_is_whole_on_paper(page: Page, address: str, path: str) -> None:
    printed(page, address, path)
    wide = page.evaluate(
        """() => { const cell = document.querySelector('#t1 td');
          const run = cell.appendChild(document.createElement('span'));
          run.className = 'jisr-long';
          run.textContent = 'https://example.org/' + 'a/very/long/address/'.repeat(6);
          const table = cell.closest('table'), frame = table.closest('#t1');
          return table.getBoundingClientRect().width - frame.getBoundingClientRect().width; }"""
    )
    assert wide < 1


def test_paper_is_white_whatever_the_screen_is(page: Page, address: str) -> None:
    printed(page, address, f"en/{STATES}", "dark")
    colours = page.locator("h1, .jisr-block p, .jisr-banner, .jisr-badge").evaluate_all(
        "found => found.map(one => getComputedStyle(one)).map(one => [one.color, one.backgroundColor])"
    )
    grounds = {"rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"}
    assert {ink for ink, _ in colours} <= {"rgb(0, 0, 0)", "rgb(51, 51, 51)"}
    assert {ground for _, ground in colours} <= grounds
