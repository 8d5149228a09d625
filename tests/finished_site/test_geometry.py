"""Where things stand on every kind of page: two widths, both languages, light and dark.

Boxes, their order, what juts out and how many letters a line holds are the same in every browser's build; how
it draws letters is nobody's business here.
"""

from collections.abc import Callable, Iterator
from itertools import pairwise, product
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page

from jisr.model.languages import LANGS
from tests import website
from tests.conftest import wait_for_fonts

pytestmark = pytest.mark.browser

KINDS = ("home", "article", "states", "parallel", "actor", "actors", "timeline", "specimen")
WITH_TOOLS = ("article", "states", "specimen")  # beside each paragraph
WIDTHS = {390: 844, 1280: 900}
SETTLED = """async () => {
  await document.fonts.ready;
  await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
}"""
FLIP = "document.body.dir = document.documentElement.dir = document.body.dir === 'rtl' ? 'ltr' : 'rtl'"
MEASURE = """() => {
  const luminance = colour =>
    colour.match(/[\\d.]+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0);
  const texts = [...document.querySelectorAll('main :is(h1, h2, h3, p, li)')].filter(e =>
    e.checkVisibility() && e.getClientRects().length && e.textContent.trim()
    && !e.querySelector('p, li, h2, h3') && !e.closest('nav, table, details, figure, svg')
    && (e.tagName !== 'LI' || getComputedStyle(e).display === 'list-item'));
  return {
    wider: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    paper: luminance(getComputedStyle(document.body).backgroundColor),
    ink: luminance(getComputedStyle(document.querySelector('main')).color),
    texts: texts.map(e => {
      const range = document.createRange();
      range.selectNodeContents(e);
      const rects = [...range.getClientRects()].filter(r => r.width > 1);
      const tops = rects.map(r => Math.round(r.top / 8));
      const first = rects.filter(r => Math.abs(r.bottom - rects[0].bottom) < rects[0].height / 2);
      const box = e.getBoundingClientRect();
      const style = getComputedStyle(e);
      const text = e.textContent.trim();
      return {
        tag: e.tagName, text: text.slice(0, 20), letters: text.length, lang: e.closest('[lang]').lang,
        plain: ['start', 'justify'].includes(style.textAlign)
          && ['block', 'list-item'].includes(style.display)
          && e.closest('[lang]').lang === document.documentElement.lang
          && !(/[a-z]/i.test(text) && /[\u0600-\u06ff]/.test(text)),
        left: box.left, right: box.right, top: box.top + scrollY, bottom: box.bottom + scrollY,
        before: Math.min(...first.map(r => r.left)) - box.left,
        after: box.right - Math.max(...first.map(r => r.right)),
        lines: new Set(tops).size,
      };
    }),
  };
}"""


@pytest.fixture(scope="module")
def address(whole_site: Path, serve: Callable[[Path], str]) -> str:
    return serve(whole_site)


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_context(reduced_motion="reduce") as context:
        wait_for_fonts(context)
        yield context.new_page()


def opened(page: Page, address: str, lang: str, kind: str, change: str = "") -> Iterator[int]:
    """Open a page, and give it one width after the other."""
    page.goto(f"{address}/{lang}/{website.PAGES[kind]}")
    page.wait_for_selector(".jisr-filter[hidden]", state="detached")  # a script shows it
    if change:
        page.evaluate(change)
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        yield width


def measured(page: Page, scheme: Literal["light", "dark"] = "light") -> dict[str, Any]:
    """What stands where on the page that is open."""
    page.emulate_media(color_scheme=scheme)
    page.evaluate(SETTLED)
    found: dict[str, Any] = page.evaluate(MEASURE)
    return found


def misplaced(texts: list[dict[str, Any]], width: int) -> list[str]:
    """What is wrong with where the texts of a page stand."""
    wrong = []
    for text in texts:
        name = f"{text['tag']} «{text['text']}»"
        if text["left"] < -1 or text["right"] > width + 1:
            wrong.append(f"{name} juts out")
        own, other = ("after", "before") if text["lang"] == "ar" else ("before", "after")
        if text["plain"] and text[own] > max(2, text[other] + 2):
            wrong.append(f"{name} begins at the wrong side")
        if text["tag"] == "P" and text["lines"] > 3 and not 15 < text["letters"] / text["lines"] < 110:
            wrong.append(f"{name} has lines of {text['letters'] / text['lines']:.0f} letters")
    for above, below in pairwise(texts):
        beside = above["right"] <= below["left"] + 1 or below["right"] <= above["left"] + 1
        if not beside and below["top"] < above["bottom"] - 2:
            wrong.append(f"{below['tag']} «{below['text']}» stands on what is before it")
    return wrong


def test_names_are_described_whole_and_headings_beside_each_other_stand_level(
    page: Page, address: str
) -> None:
    about = "[...document.querySelectorAll('.jisr-names__about')].map(e => e.scrollHeight - e.clientHeight)"
    for _ in opened(page, address, "en", "actors"):
        assert set(page.evaluate(about)) == {0}
    for width in opened(page, address, "en", "home"):
        tops = {page.locator(f"h2#{name}").evaluate("e => e.offsetTop") for name in ("latest", "names")}
        assert len(tops) == (1 if width == 1280 else 2)


# How many tools there are, and the lines of letters of whose small ones a tool covers some.
TOOLS_OVER_WORDS = """() => {
  const seen = 'main :is(.jisr-tools, .jisr-original) > summary';
  const tools = [...document.querySelectorAll(seen)].filter(e => e.checkVisibility());
  const letters = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
  const lines = [];
  while (letters.nextNode()) {
    const words = letters.currentNode;
    if (!words.data.trim() || words.parentElement.closest('summary, .jisr-hidden')) continue;
    if (!words.parentElement.checkVisibility()) continue;
    const range = document.createRange();
    range.selectNodeContents(words);
    const small = parseFloat(getComputedStyle(words.parentElement).fontSize) / 4;
    for (const box of range.getClientRects()) {
      const middle = (box.top + box.bottom) / 2;
      lines.push({left: box.left, right: box.right, top: middle - small, bottom: middle + small,
                  words: words.data.trim()});
    }
  }
  const over = tools.flatMap(tool => {
    const own = tool.getBoundingClientRect();
    return lines.filter(line => own.left < line.right - 1 && line.left + 1 < own.right
      && own.top < line.bottom - 1 && line.top + 1 < own.bottom);
  });
  return [tools.length, over.map(line => line.words.slice(0, 30))];
}"""


@pytest.mark.parametrize(("lang", "kind"), [*product(LANGS, KINDS)])
def test_everything_stands_in_its_place(page: Page, address: str, lang: str, kind: str) -> None:
    for width in opened(page, address, lang, kind):
        light = measured(page)
        assert light["texts"]
        assert light["wider"] <= 0
        assert misplaced(light["texts"], width) == []
        assert light["paper"] - light["ink"] > 300
        tools, covered = page.evaluate(TOOLS_OVER_WORDS)
        assert tools > 1 or kind not in WITH_TOOLS
        assert covered == []
    dark = measured(page, "dark")
    assert dark["texts"] == light["texts"]
    assert dark["ink"] - dark["paper"] > 300


@pytest.mark.parametrize(("lang", "kind"), [("ar", "article"), ("en", "specimen")])
def test_a_page_that_ran_the_wrong_way_would_be_noticed(
    page: Page, address: str, lang: str, kind: str
) -> None:
    for width in opened(page, address, lang, kind, FLIP):
        assert any("wrong side" in one for one in misplaced(measured(page)["texts"], width))


def test_what_stands_on_something_else_would_be_noticed(page: Page, address: str) -> None:
    long = "[...document.querySelectorAll('main p')].filter(e => e.textContent.length > 200)"
    change = f"{long}[2].style.marginTop = '-90px'"
    for width in opened(page, address, "en", "article", change):
        assert misplaced(measured(page)["texts"], width)


# The tools of the title, and the words below it that one of them covers.
OVER_THE_HEAD = """() => {
  const tools = [...document.querySelectorAll('.jisr-pair--title > :is(.jisr-pair__unfold, .jisr-tools)')];
  const head = [...document.querySelectorAll('.jisr-parallel__head :is(.jisr-byline li, a, aside)')];
  const covers = (a, b) => a.left < b.right - 1 && b.left + 1 < a.right
    && a.top < b.bottom - 1 && b.top + 1 < a.bottom;
  const box = e => e.getBoundingClientRect();
  return head.filter(e => tools.some(tool => covers(box(tool), box(e)))).map(e => e.textContent.slice(0, 30));
}"""


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("gone", [".jisr-byline", ".jisr-byline, .jisr-pair--kicker"])
def test_no_tool_of_a_title_lies_on_what_is_below_it(page: Page, address: str, lang: str, gone: str) -> None:
    """Also of an article without an author and a day, or without a line above its title."""
    take_out = f"document.querySelectorAll('.jisr-parallel :is({gone})').forEach(e => e.remove())"
    for _ in opened(page, address, lang, "parallel", take_out):
        page.evaluate(SETTLED)
        assert page.evaluate(OVER_THE_HEAD) == []
