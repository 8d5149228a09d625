"""What runs from right to left and what from left to right, on built pages in Chromium."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page

from jisr.i18n import load_strings
from tests.conftest import wait_until
from tests.finished_site.sample_pages import BOTH_SEED, BOTH_STATES, SEED, SIDES, SPECIMEN, STATES

pytestmark = pytest.mark.browser


def left(page: Page, selector: str, text: str) -> float:
    """Where `text`, found within `selector`, begins on the screen, in pixels from the left."""
    return float(page.evaluate(
        """([selector, text]) => {
          const walker = document.createTreeWalker(document.querySelector(selector), NodeFilter.SHOW_TEXT);
          for (let node; (node = walker.nextNode());) {
            const at = node.data.indexOf(text);
            if (at < 0) continue;
            const range = document.createRange();
            range.setStart(node, at); range.setEnd(node, at + text.length);
            return range.getBoundingClientRect().left;
          }
          throw new Error("not found: " + text);
        }""", [selector, text]))  # fmt: skip


def test_figures_in_arabic_keep_their_order(shown: Callable[[str], Page]) -> None:
    page = shown(f"ar/{STATES}")
    assert left(page, "h1", "2003") > left(page, "h1", "2011")  # a range: the first year is read first
    assert left(page, "#p1", "2024") < left(page, "#p1", "08-30") < left(page, "#p1", "-30")
    assert left(page, "#p1", "+961") < left(page, "#p1", "1 234") < left(page, "#p1", "567")
    assert left(page, "#p1", "50") < left(page, "#p1", "%")


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_the_units_of_figures_stand_below_each_other(shown: Callable[[str], Page], lang: str) -> None:
    page = shown(f"{lang}/{SPECIMEN}")
    ends = page.locator("#t1 td.jisr-right").evaluate_all(
        """cells => cells.filter(one => one.checkVisibility()).map(one => {
            const words = document.createRange();
            words.selectNodeContents(one);
            return Math.round(words.getBoundingClientRect().right);
        })"""
    )
    assert len(ends) > 1
    assert len(set(ends)) == 1


def test_arabic_is_set_as_the_house_sets_it(shown: Callable[[str], Page]) -> None:
    page = shown(f"ar/{SEED}")
    style = page.evaluate("""() => {
      const of = (selector) => getComputedStyle(document.querySelector(selector));
      const body = of('#p1 p'), title = of('h1');
      return {spacing: [body.letterSpacing, title.letterSpacing],
              leading: parseFloat(body.lineHeight) / parseFloat(body.fontSize),
              synthesis: body.fontSynthesis, align: body.textAlign, size: parseFloat(body.fontSize)};
    }""")
    assert style["spacing"] == ["normal", "normal"] or style["spacing"] == ["0px", "0px"]
    assert 1.8 <= style["leading"] <= 1.9
    assert style["synthesis"] == "none"
    assert style["align"] == "start"
    page = shown(f"en/{SEED}")
    latin = page.evaluate("parseFloat(getComputedStyle(document.querySelector('#p1 p')).fontSize)")
    assert 1.12 <= style["size"] / latin <= 1.18


def test_an_awaiting_block_stands_in_arabic(shown: Callable[[str], Page]) -> None:
    page = shown(f"en/{STATES}")
    block = page.locator("#p4")
    assert (block.get_attribute("lang"), block.get_attribute("dir")) == ("ar", "rtl")
    assert load_strings("en")["state"]["missing"] in block.inner_text()
    assert page.evaluate("getComputedStyle(document.querySelector('#p4 p')).fontFamily").startswith("Naskh")


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_lists_have_their_marks_where_lines_begin(shown: Callable[[str], Page], lang: str) -> None:
    page = shown(f"{lang}/{SPECIMEN}")
    gaps = page.evaluate(
        """() => ['#pt1', '#pt3', '#pt3 li'].map(selector => {
          const list = document.querySelector(selector).parentElement.getBoundingClientRect();
          const item = document.querySelector(selector).getBoundingClientRect();
          return [item.left - list.left, list.right - item.right];
        })"""
    )
    for left_gap, right_gap in gaps:
        assert (right_gap if lang == "ar" else left_gap) > 10
        assert (left_gap if lang == "ar" else right_gap) < 1
    styles = page.evaluate(
        "['#pt3', '#pt3 ol > li'].map(s => getComputedStyle(document.querySelector(s)).listStyleType)"
    )
    assert styles == (["decimal", "jisr-abjad"] if lang == "ar" else ["decimal", "lower-alpha"])


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_tables_and_quotations_begin_where_lines_begin(shown: Callable[[str], Page], lang: str) -> None:
    page = shown(f"{lang}/{SPECIMEN}")
    cells = page.evaluate(
        "[...document.querySelectorAll('#t1 tr')[1].cells].map(e => e.getBoundingClientRect().x)"
    )
    assert (cells == sorted(cells)) is (lang == "en")
    side = SIDES[lang][0]
    edges = page.evaluate(
        """() => { const s = getComputedStyle(document.querySelector('#q1 blockquote'));
                   return {left: parseFloat(s.borderLeftWidth), right: parseFloat(s.borderRightWidth)}; }"""
    )
    assert edges.pop(side) > 0
    assert list(edges.values()) == [0]


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_code_runs_left_to_right(shown: Callable[[str], Page], lang: str) -> None:
    page = shown(f"{lang}/{SPECIMEN}")
    directions = page.evaluate(
        "[...document.querySelectorAll('#p3 > p code, #p4 > pre')].map(e => getComputedStyle(e).direction)"
    )
    assert directions == ["ltr", "ltr"]
    assert "if x < 5 and y > 2:\n    print" in page.locator("#p4 > pre").inner_text()


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_verse_stands_in_two_columns_and_stacked_on_a_phone(page: Page, address: str, lang: str) -> None:
    page.goto(f"{address}/{lang}/{SPECIMEN}")
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        halves = page.evaluate(
            """[...document.querySelectorAll('#q2 > blockquote .jisr-poem__half')]
               .map(e => e.getBoundingClientRect().toJSON())"""
        )
        assert len(halves) == 4
        first, second = halves[:2]
        if width == 390:
            assert first["bottom"] <= second["top"] + 1
        else:
            assert abs(first["top"] - second["top"]) < 1
            assert (first["left"] > second["right"]) is (lang == "ar")
    assert page.locator("#q1 .jisr-poem").count() == 0


def test_figures_and_words_in_tables_stay_whole(page: Page, address: str) -> None:
    lines = """selector => [...document.querySelectorAll(selector)].flatMap(e => {
      const walker = document.createTreeWalker(e, NodeFilter.SHOW_TEXT), found = [];
      for (let node; (node = walker.nextNode());) for (const word of node.data.matchAll(/\\S+/g)) {
        const range = document.createRange();
        range.setStart(node, word.index); range.setEnd(node, word.index + word[0].length);
        found.push([word[0], new Set([...range.getClientRects()].map(box => Math.round(box.top))).size]);
      }
      return found;
    })"""
    for path, selector in (
        (SPECIMEN, "bdi:not([lang], [class])"),
        ("coverage/", ".jisr-figures :is(th, td)"),
    ):
        page.goto(f"{address}/ar/{path}")
        for width in (320, 390, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            found = page.evaluate(lines, selector)
            assert len(found) > 3
            # a Latin word may break at its hyphen
            cut = [word for word, count in found if count > 1 and re.fullmatch("[0-9–+-]+|[ء-ي].*", word)]
            assert cut == [], (path, width)


def test_a_dash_before_a_figure_stays_before_it(shown: Callable[[str], Page]) -> None:
    page = shown(f"ar/{SPECIMEN}")
    degrees = "#p1 bdi:nth-of-type(2)"
    assert page.locator(degrees).inner_text() == "-5"
    assert left(page, degrees, "-") < left(page, degrees, "5")


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_readers_are_not_told_how_the_file_was_called(shown: Callable[[str], Page], lang: str) -> None:
    page = shown(f"{lang}/{SEED}")
    assert ".txt" not in page.locator("main").inner_text()


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_notes_lead_there_and_back(page: Page, address: str, lang: str) -> None:
    page.goto(f"{address}/{lang}/{SPECIMEN}")
    page.click("#p2 > p .jisr-note-ref")
    assert page.url.endswith("#note-1")
    page.click("#note-1 .jisr-note-back")
    assert page.url.endswith("#ref-1")


def test_no_arabic_is_slanted_or_spaced(shown: Callable[[str], Page]) -> None:
    page = shown(f"ar/{SPECIMEN}")
    wrong = page.evaluate("""[...document.querySelectorAll('.md-content [lang=ar] *, .md-content :lang(ar)')]
      .filter(e => { const s = getComputedStyle(e);
        return s.fontStyle === 'italic' || !['normal', '0px'].includes(s.letterSpacing); })
      .map(e => e.outerHTML)""")
    assert wrong == []
    weight = page.evaluate("getComputedStyle(document.querySelector('#p1 em')).fontWeight")
    assert weight == "700"


# --- both languages side by side ---------------------------------------------------------------------------


def boxes(page: Page, key: str) -> dict[str, dict[str, float]]:
    """Where both languages of a block stand on the page of both."""
    found: dict[str, dict[str, float]] = page.evaluate(
        """key => Object.fromEntries([...document.querySelectorAll(`#${key} > .jisr-pair__text`)].map(
             e => [e.lang, e.getBoundingClientRect().toJSON()]))""",
        key,
    )
    return found


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_arabic_stands_right_and_english_left_on_one_line(shown: Callable[[str], Page], lang: str) -> None:
    page = shown(f"{lang}/{BOTH_SEED}")
    for key in ("title", "p1", "pt1", "p6"):
        at = boxes(page, key)
        assert at["en"]["right"] < at["ar"]["left"]
        assert abs(at["en"]["top"] - at["ar"]["top"]) < 1
    directions = (
        "[...document.querySelectorAll('#p1 > .jisr-pair__text')].map(e => getComputedStyle(e).direction)"
    )
    assert sorted(page.evaluate(directions)) == ["ltr", "rtl"]


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_on_a_phone_a_paragraph_stands_below_its_own(browser: Browser, address: str, lang: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=True)
    page = context.new_page()
    page.goto(f"{address}/{lang}/{BOTH_SEED}")
    page.click("#p1 label")
    at = boxes(page, "p1")
    first, second = (at[lang], at["en" if lang == "ar" else "ar"])
    assert first["bottom"] <= second["top"]
    assert min(first["width"], second["width"]) > 300
    context.close()


def test_a_sentence_lights_its_sentence(page: Page, address: str) -> None:
    page.goto(f"{address}/en/{BOTH_SEED}")
    lit = """([key, number]) => [...document.querySelectorAll(`#${key} .jisr-s`)]
      .filter(e => getComputedStyle(e).backgroundColor !== 'rgba(0, 0, 0, 0)')
      .map(e => e.closest('[lang]').lang + e.dataset.s).join() === `en${number},ar${number}`"""
    key = page.evaluate("document.querySelector('.jisr-pair:has(.jisr-s)').id")
    page.locator(f"#{key}").scroll_into_view_if_needed()
    line = page.evaluate(
        "id => document.querySelector(`#${id} [lang=en] [data-s='2']`).getClientRects()[0].toJSON()", key
    )
    page.mouse.move(line["x"] + line["width"] - 5, line["y"] + 5)
    wait_until(page, lit, [key, "2"])
    page.mouse.move(0, 0)
    page.locator(f"#{key} [lang=ar] [data-s='1']").focus()
    page.keyboard.press("ArrowDown")
    wait_until(page, lit, [key, "2"])
    page.keyboard.press("ArrowRight")
    wait_until(page, lit, [key, "1"])


def test_the_view_is_remembered(browser: Browser, address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}/en/{SEED}#p3")
    page.click("a[data-jisr-view=both]")
    assert page.url == f"{address}/en/{BOTH_SEED}#p3"
    page.goto(f"{address}/ar/{STATES}#p2")
    page.wait_for_url(f"{address}/ar/{BOTH_STATES}#p2")
    page.click("a[data-jisr-view=ar]")
    assert page.url == f"{address}/ar/{STATES}#p2"
    page.goto(f"{address}/en/{SEED}")
    assert page.url == f"{address}/en/{SEED}"
    assert not context.cookies()
    context.close()


def test_an_english_paragraph_unfolds_its_arabic(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/en/{SEED}")
    original = page.locator("#p2 .jisr-original__text")
    assert not original.is_visible()
    page.click("#p2 .jisr-original > summary")
    assert original.is_visible()
    assert (original.get_attribute("lang"), original.get_attribute("dir")) == ("ar", "rtl")
    assert "لكن اللافت في هذا السياق" in original.inner_text()
    page.click("a[data-jisr-view=both]")
    assert page.url == f"{address}/en/{BOTH_SEED}"
    page.wait_for_load_state()  # the address is there before the page
    assert page.locator("#p1 > .jisr-pair__text").count() == 2
    context.close()


def test_the_page_of_both_stands_for_the_article(shown: Callable[[str], Page]) -> None:
    page = shown(f"ar/{BOTH_SEED}")
    assert page.get_attribute("meta[name=robots]", "content") == "noindex"
    page = shown("en/parallel/2024/approved/")
    canonical = page.get_attribute("link[rel=canonical]", "href")
    assert canonical == "https://jisr.example/en/articles/2024/approved/"
    assert page.locator("meta[name=robots]").count() == 0


def test_what_changed_in_the_arabic_is_marked(page: Page, address: str) -> None:
    page.goto(f"{address}/en/{STATES}")
    page.click("#p3 .jisr-change > summary")
    assert page.locator("#p3 .jisr-change del").inner_text() == "فقرة."
    assert page.locator("#p3 .jisr-change ins").inner_text() == "فقرة تغيّر أصلها."
