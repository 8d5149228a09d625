"""The site as a reader's browser sees it: a real build of the sample publication, opened in Chromium."""

import gzip
import re
import shutil
import time
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit
from xml.dom import minidom

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Response, Route

from jisr import site
from jisr.builder import mkdocs_run
from jisr.i18n import load_strings
from jisr.model.diagnostics import JisrError
from jisr.model.source import Lang
from jisr.storage import folders
from jisr.storage.static_files import read_static_files, single_language_findings
from tests import sample
from tests.project import SITE, copy
from tests.website import ENVIRONMENT

pytestmark = pytest.mark.browser

SEED, STATES, HOSTILE = "articles/iraq-ending-coalition-role/", "articles/2024/states/", "articles/hostile/"
SPECIMEN = "articles/specimen/"
BOTH_SEED, BOTH_STATES = (path.replace("articles", "parallel") for path in (SEED, STATES))
KINDS = (
    *(
        "",
        "articles/",
        SEED,
        STATES,
        BOTH_SEED,
        BOTH_STATES,
        "articles/arabic-only/",
        "actors/",
        "actors/sudani/",
        "actors/network/",
    ),
    *("search/", "about/", "translation-policy/", "404.html"),
)
BOTH = list(product(("ar", "en"), KINDS))


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A project with the sample's pages rendered, and its site built by MkDocs, strictly."""
    folder = tmp_path_factory.mktemp("sample")
    copy(folder, *SITE)  # without the hook: Jisr itself is installed elsewhere
    shown = [*sample.articles(), sample.specimen()]
    tree = site.render(shown, sample.actors(), sample.settings(folder), sample.docs())
    folders.mirror(folder / ".build/pages", tree)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in ENVIRONMENT.items():
            patch.setenv(name, value)
        mkdocs_run.build_site(folder, site.root_files(sample.settings(folder)))
        yield folder


@pytest.fixture(scope="module")
def address(root: Path, serve: Callable[[Path], str]) -> str:
    return serve(root / "site")


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """The profile of all tests that leave nothing behind in it."""
    shared = browser.new_context(viewport={"width": 1280, "height": 900}, locale="fr")
    yield shared
    shared.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    page = context.new_page()
    yield page
    page.close()


@pytest.mark.parametrize(
    "plugins", ["plugins: []", "plugins:\n  - search\n  # jisr", "plugins: []\nextra:\n  jisr: {}", "x: y"]
)
def test_a_project_that_would_be_built_without_the_plugin_is_told_what_to_write(
    tmp_path: Path, plugins: str
) -> None:
    (tmp_path / "mkdocs.yml").write_text(f"site_name: x\n{plugins}\n", "utf-8")
    with pytest.raises(JisrError, match="is not named") as caught:
        mkdocs_run.build_site(tmp_path, {})
    assert "plugins: [jisr]" in caught.value.findings[0].remedy
    assert not (tmp_path / "site").exists()


# --- directions and languages ------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_direction_and_language_of_every_kind_of_page(page: Page, address: str, lang: str) -> None:
    direction = "rtl" if lang == "ar" else "ltr"
    for path in KINDS:
        page.goto(f"{address}/{lang}/{path}")
        said = page.evaluate(
            """[document.documentElement.lang, document.documentElement.dir, document.body.dir,
                getComputedStyle(document.body).direction, document.querySelectorAll("h1").length]"""
        )
        assert said == [lang, direction, direction, direction, 1], path


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


def test_figures_in_arabic_keep_their_order(page: Page, address: str) -> None:
    page.goto(f"{address}/ar/{STATES}")
    assert left(page, "h1", "2003") > left(page, "h1", "2011")  # a range: the first year is read first
    assert left(page, "#p1", "2024") < left(page, "#p1", "08-30") < left(page, "#p1", "-30")
    assert left(page, "#p1", "+961") < left(page, "#p1", "1 234") < left(page, "#p1", "567")
    assert left(page, "#p1", "50") < left(page, "#p1", "%")


def test_arabic_is_set_as_the_house_sets_it(page: Page, address: str) -> None:
    page.goto(f"{address}/ar/{SEED}")
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
    page.goto(f"{address}/en/{SEED}")
    latin = page.evaluate("parseFloat(getComputedStyle(document.querySelector('#p1 p')).fontSize)")
    assert 1.12 <= style["size"] / latin <= 1.18


def test_an_awaiting_block_stands_in_arabic(page: Page, address: str) -> None:
    page.goto(f"{address}/en/{STATES}")
    block = page.locator("#p4")
    assert (block.get_attribute("lang"), block.get_attribute("dir")) == ("ar", "rtl")
    assert load_strings("en")["state"]["missing"] in block.inner_text()
    assert page.evaluate("getComputedStyle(document.querySelector('#p4 p')).fontFamily").startswith("Naskh")


# --- the specimen: every kind of text in both directions ----------------------------------------------------


SIDES = {"ar": ("right", -1), "en": ("left", 1)}  # where lines begin, and which way they run


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_lists_have_their_marks_where_lines_begin(page: Page, address: str, lang: str) -> None:
    page.goto(f"{address}/{lang}/{SPECIMEN}")
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
def test_tables_and_quotations_begin_where_lines_begin(page: Page, address: str, lang: str) -> None:
    page.goto(f"{address}/{lang}/{SPECIMEN}")
    cells = page.evaluate(
        "[...document.querySelectorAll('#t1 tr')[1].cells].map(e => e.getBoundingClientRect().x)"
    )
    assert (cells == sorted(cells)) is (lang == "en")
    # `---:` in Markdown is the end of the line, not the right
    align = page.evaluate("getComputedStyle(document.querySelectorAll('#t1 tr')[1].cells[2]).textAlign")
    assert align == "end"
    side = SIDES[lang][0]
    edges = page.evaluate(
        """() => { const s = getComputedStyle(document.querySelector('#q1 blockquote'));
                   return {left: parseFloat(s.borderLeftWidth), right: parseFloat(s.borderRightWidth)}; }"""
    )
    assert edges.pop(side) > 0
    assert list(edges.values()) == [0]


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_code_runs_left_to_right(page: Page, address: str, lang: str) -> None:
    page.goto(f"{address}/{lang}/{SPECIMEN}")
    directions = page.evaluate(
        "[...document.querySelectorAll('#p3 > p code, #p4 > pre')].map(e => getComputedStyle(e).direction)"
    )
    assert directions == ["ltr", "ltr"]
    assert "if x < 5 and y > 2:\n    print" in page.locator("#p4 > pre").inner_text()


@pytest.mark.parametrize("lang", ["ar", "en"])
@pytest.mark.parametrize("width", [390, 1280])
def test_verse_stands_in_two_columns_and_stacked_on_a_phone(
    browser: Browser, address: str, lang: str, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto(f"{address}/{lang}/{SPECIMEN}")
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
    context.close()


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_figures_and_words_in_tables_stay_whole(browser: Browser, address: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
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
        found = page.evaluate(lines, selector)
        assert len(found) > 3
        # a Latin word may break at its hyphen
        assert [word for word, count in found if count > 1 and re.fullmatch("[0-9–+-]+|[ء-ي].*", word)] == []
    context.close()


def test_a_dash_before_a_figure_stays_before_it(page: Page, address: str) -> None:
    page.goto(f"{address}/ar/{SPECIMEN}")
    degrees = "#p1 bdi:nth-of-type(2)"
    assert page.locator(degrees).inner_text() == "-5"
    assert left(page, degrees, "-") < left(page, degrees, "5")


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_the_name_of_a_file_is_said_to_be_english(page: Page, address: str, lang: str) -> None:
    page.goto(f"{address}/{lang}/{SEED}")
    assert page.locator(".jisr-file").first.get_attribute("lang") == "en"


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_notes_lead_there_and_back(page: Page, address: str, lang: str) -> None:
    page.goto(f"{address}/{lang}/{SPECIMEN}")
    page.click("#p2 > p .jisr-note-ref")
    assert page.url.endswith("#note-1")
    page.click("#note-1 .jisr-note-back")
    assert page.url.endswith("#ref-1")


def test_no_arabic_is_slanted_or_spaced(page: Page, address: str) -> None:
    page.goto(f"{address}/ar/{SPECIMEN}")
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
def test_arabic_stands_right_and_english_left_on_one_line(page: Page, address: str, lang: str) -> None:
    page.goto(f"{address}/{lang}/{BOTH_SEED}")
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
    page.wait_for_function(lit, arg=[key, "2"])
    page.mouse.move(0, 0)
    page.locator(f"#{key} [lang=ar] [data-s='1']").focus()
    page.keyboard.press("ArrowDown")
    page.wait_for_function(lit, arg=[key, "2"])
    page.keyboard.press("ArrowRight")
    page.wait_for_function(lit, arg=[key, "1"])


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
    assert page.locator("#p1 > .jisr-pair__text").count() == 2
    context.close()


def test_the_page_of_both_stands_for_the_article(page: Page, address: str) -> None:
    page.goto(f"{address}/ar/{BOTH_SEED}")
    assert page.get_attribute("link[rel=canonical]", "href") == f"https://jisr.example/ar/{SEED}"
    assert page.get_attribute("meta[name=robots]", "content") == "noindex"
    page.goto(f"{address}/en/parallel/2024/approved/")
    assert page.locator("meta[name=robots]").count() == 0


def test_what_changed_in_the_arabic_is_marked(page: Page, address: str) -> None:
    page.goto(f"{address}/en/{STATES}")
    page.click("#p3 .jisr-change > summary")
    assert page.locator("#p3 .jisr-change del").inner_text() == "فقرة."
    assert page.locator("#p3 .jisr-change ins").inner_text() == "فقرة تغيّر أصلها."


# --- from language to language -----------------------------------------------------------------------------


def test_paragraphs_have_the_same_anchors(page: Page, address: str) -> None:
    keys = []
    for lang in ("ar", "en"):
        page.goto(f"{address}/{lang}/{SEED}")
        keys.append(page.evaluate("[...document.querySelectorAll('.md-content [id]')].map(e => e.id)"))
    assert keys[0] == keys[1]
    assert {"title", "p1", "h1", "pt1", "pt4", "p6"} <= set(keys[0])


def test_the_switch_lands_on_the_same_paragraph(page: Page, address: str) -> None:
    page.goto(f"{address}/en/{SEED}#p3")
    page.click("a.jisr-switch")
    assert page.url == f"{address}/ar/{SEED}#p3"
    page.goto(f"{address}/ar/{SEED}")
    page.evaluate("location.hash = '#pt2'")
    page.click("a.jisr-switch")
    assert page.url == f"{address}/en/{SEED}#pt2"


def test_the_switch_lands_on_the_same_page(page: Page, address: str) -> None:
    for path in KINDS[:-1]:
        page.goto(f"{address}/ar/{path}")
        switch = page.locator("a.jisr-switch")
        assert (switch.get_attribute("lang"), switch.get_attribute("hreflang")) == ("en", "en")
        switch.click()
        assert page.url == f"{address}/en/{path}"


def test_search_engines_are_told_of_both_languages(page: Page, address: str) -> None:
    page.goto(f"{address}/en/{SEED}")
    links = page.evaluate(
        """[...document.querySelectorAll('link[hreflang]')]
           .map(e => [e.hreflang, e.href, e.relList.contains('alternate')])"""
    )
    assert sorted(links) == [
        ["ar", f"https://jisr.example/ar/{SEED}", True],
        ["en", f"https://jisr.example/en/{SEED}", True],
        ["x-default", f"https://jisr.example/ar/{SEED}", True],
    ]
    assert page.get_attribute("link[rel=canonical]", "href") == f"https://jisr.example/en/{SEED}"


@pytest.mark.parametrize(
    ("path", "robots"),
    [
        (f"en/{SEED}", "noindex"),
        (f"en/{STATES}", "noindex"),
        ("en/articles/2024/approved/", None),
        (f"ar/{SEED}", None),
        ("en/", None),
    ],
)
def test_machine_text_asks_not_to_be_indexed(page: Page, address: str, path: str, robots: str | None) -> None:
    page.goto(f"{address}/{path}")
    metas = page.evaluate("[...document.querySelectorAll('meta[name=robots]')].map(e => e.content)")
    assert metas == ([robots] if robots else [])


def test_the_banner_is_seen_before_the_text(page: Page, address: str) -> None:
    page.goto(f"{address}/en/{SEED}")
    banner = page.locator(".jisr-banner")
    assert load_strings("en")["banner"]["draft"] in banner.inner_text()
    assert "language model" in banner.inner_text()
    box, text = banner.bounding_box(), page.locator("#p1").bounding_box()
    assert box
    assert text
    assert 0 < box["y"] < text["y"]
    assert box["y"] + box["height"] < 900


# --- safety and privacy ------------------------------------------------------------------------------------


def test_no_page_asks_another_host_or_stumbles(browser: Browser, address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    asked: set[str] = set()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda request: asked.add(urlsplit(request.url).netloc))
    # Material asks for a sitemap beside every rel=alternate it finds: none may look like one to it.
    # (The index of the search is not made in these tests.)
    page.on(
        "response",
        lambda got: (
            wrong.append(got.url)
            if "sitemap" in got.url or (got.status >= 400 and "/assets/search/" not in got.url)
            else None
        ),
    )
    for lang, path in [*BOTH, ("ar", HOSTILE), ("en", HOSTILE)]:
        page.goto(f"{address}/{lang}/{path}", wait_until="networkidle")
    page.goto(address, wait_until="networkidle")
    context.close()
    assert asked <= {urlsplit(address).netloc, ""}
    assert wrong == []


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_hostile_text_is_only_text(page: Page, address: str, lang: str) -> None:
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: dialogs.append(dialog.message))
    page.goto(f"{address}/{lang}/{HOSTILE}", wait_until="networkidle")
    content = page.locator(".md-content")
    assert page.title() != "pwned"
    assert not dialogs
    assert content.locator("script, iframe, svg, object, style, form").count() == 0
    assert (
        page.evaluate(
            """[...document.querySelectorAll('.md-content *')]
               .filter(e => [...e.attributes].some(a => /^on/.test(a.name))).length"""
        )
        == 0
    )
    assert page.evaluate("[...document.links].filter(a => /^(javascript|data):/.test(a.href)).length") == 0
    assert page.locator("#p1").inner_text().startswith('<script>document.title="pwned"</script>')
    assert "{{ config.site_name }}" in page.locator("#p5").inner_text()
    assert '--8<-- "mkdocs.yml"' in page.locator("#p7").inner_text()
    assert "</div></article>" in page.locator("#p9").inner_text()
    assert page.locator("[id=title]").count() == 1


def test_no_script_of_ours_is_inline(root: Path) -> None:
    html = (root / "site" / "en" / SEED / "index.html").read_text("utf-8")
    inline = re.findall(r"<script>(.{0,40})", html)
    theirs = ("__md_scope=", "var palette=__md_get", "var target=document.getElem", "var tabs=")
    assert [code for code in inline if not code.startswith(theirs)] == []


# --- nothing leads nowhere ---------------------------------------------------------------------------------


class Links(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.links += [given[name] or "" for name in ("href", "src") if name in given]
        if given.get("id"):
            self.ids.append(given["id"] or "")


def test_every_link_leads_somewhere_and_no_id_stands_twice(root: Path) -> None:
    folder = root / "site"
    parsed = {
        file.relative_to(folder).as_posix(): Links(file.read_text("utf-8")) for file in folder.rglob("*.html")
    }
    lost, twice = [], []
    for name, found in parsed.items():
        twice += [(name, anchor) for anchor in set(found.ids) if found.ids.count(anchor) > 1]
        for href in found.links:
            target = urlsplit(urljoin(f"https://site.test/{name}", href))
            path = unquote(target.path).lstrip("/")
            path += "index.html" if path.endswith("/") or not path else ""
            if target.netloc != "site.test" or "/assets/search/" in path:
                continue
            anchors = parsed[path].ids if target.fragment and path in parsed else [unquote(target.fragment)]
            if not (folder / path).is_file() or unquote(target.fragment) not in anchors:
                lost.append((name, href))
    assert lost == []
    assert twice == []


def test_every_page_is_in_the_sitemap_of_its_language(root: Path) -> None:
    text = (root / "site" / "ar" / "sitemap.xml").read_text("utf-8")
    assert f"https://jisr.example/ar/{SEED}" in text


def loc(url: Any) -> str:
    return str(url.getElementsByTagName("loc")[0].firstChild.data)


def test_the_sitemap_knows_both_languages_and_no_page_that_is_not_to_be_indexed(root: Path) -> None:
    maps = {
        lang: minidom.parse(str(root / "site" / lang / "sitemap.xml")).getElementsByTagName("url")
        for lang in ("ar", "en")
    }
    found = {
        loc(url): {
            link.getAttribute("hreflang"): link.getAttribute("href")
            for link in url.getElementsByTagName("xhtml:link")
        }
        for urls in maps.values()
        for url in urls
    }
    ways = found[f"https://jisr.example/ar/{SEED}"]
    assert ways == {
        "ar": f"https://jisr.example/ar/{SEED}",
        "x-default": f"https://jisr.example/ar/{SEED}",
        "en": f"https://jisr.example/en/{SEED}",
    }
    assert f"https://jisr.example/en/{SEED}" not in found
    assert "https://jisr.example/en/articles/2024/approved/" in found
    assert not [address for address in found if "/parallel/" in address]


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_structured_data_is_data_and_cards_are_words(page: Page, address: str, lang: str) -> None:
    for path in (SEED, HOSTILE, "actors/sudani/"):
        page.goto(f"{address}/{lang}/{path}")
        blocks = page.evaluate(
            """[...document.querySelectorAll('script[type="application/ld+json"]')]
               .map(e => JSON.parse(e.textContent))"""
        )
        assert [block["@context"] for block in blocks] == ["https://schema.org"]
        card = page.evaluate(
            """Object.fromEntries([...document.querySelectorAll('meta[property]')]
               .map(e => [e.getAttribute('property'), e.content]))"""
        )
        assert {"og:title", "og:description", "og:type", "og:locale", "og:url"} <= card.keys()
    page.goto(f"{address}/{lang}/{HOSTILE}")
    title = page.evaluate("document.querySelector('meta[property=\"og:title\"]').content")
    assert 'document.title="pwned"' in title
    assert page.title() != "pwned"


def test_plain_markdown_and_citations_lie_beside_the_article(root: Path) -> None:
    folder = root / "site" / "en" / STATES
    assert {"article.md", "cite.bib", "cite.ris"} <= {path.name for path in folder.iterdir()}


@pytest.mark.parametrize(
    ("lang", "typed", "found"),
    [
        ("ar", "السُّودانى", ["sudani"]),
        ("ar", "محمد شياع", ["sudani"]),
        ("ar", "sudani", ["sudani"]),
        ("en", "DAESH", ["isis"]),
        ("en", "الائتلاف", []),
    ],
)
def test_the_index_of_names_narrows_as_one_types(
    page: Page, address: str, lang: str, typed: str, found: list[str]
) -> None:
    page.goto(f"{address}/{lang}/actors/")
    page.fill("#jisr-filter", typed)
    shown = page.locator("ul.jisr-names:not(.jisr-names--short) > li:visible a")
    assert [link.get_attribute("href") for link in shown.all()] == [f"{actor}/" for actor in found]
    assert bool(page.locator(".jisr-filter [role=status]").text_content()) is not bool(found)


def test_without_scripts_the_index_is_whole_and_has_no_field(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/ar/actors/")
    assert page.locator("#jisr-filter:visible").count() == 0
    assert page.locator("ul.jisr-names > li:visible").count() == 2 * len(sample.actors())
    context.close()


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_names_in_the_picture_are_whole_on_a_phone(browser: Browser, address: str, lang: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 800})
    page = context.new_page()
    page.goto(f"{address}/{lang}/actors/network/")
    places = page.evaluate(
        """Array.from(document.querySelectorAll('.jisr-net text'), (t) => {
          const box = t.getBoundingClientRect(), all = t.closest('.jisr-net').getBoundingClientRect();
          return [box.left - all.left, all.right - box.right, box.height]; })"""
    )
    assert len(places) > 1
    assert all(left >= 0 and right >= 0 and height >= 12 for left, right, height in places)
    context.close()


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_a_page_that_is_not_there_says_so_in_its_language(page: Page, address: str, lang: Lang) -> None:
    page.goto(f"{address}/{lang}/404.html")
    assert load_strings(lang)["not_found"]["text"] in page.locator(".md-content").inner_text()


# --- the front door ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("locale", "path"), [("ar-EG", "/ar/"), ("en-GB", "/en/"), ("fr-FR", "/")])
def test_the_front_door_knows_the_readers_language(
    browser: Browser, address: str, locale: str, path: str
) -> None:
    context = browser.new_context(locale=locale)
    page = context.new_page()
    page.goto(address + "/", wait_until="networkidle")
    assert page.url == address + path
    context.close()


def test_the_front_door_remembers_the_language_read_last(browser: Browser, address: str) -> None:
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    page.goto(f"{address}/ar/")
    page.goto(address + "/", wait_until="networkidle")
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
    assert page.locator("noscript").count()
    context.close()


# --- for every reader --------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [320, 390])
def test_nothing_is_wider_than_a_phone(browser: Browser, address: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 844}, has_touch=True)
    page = context.new_page()
    wide = []
    for lang, path in [*BOTH, ("ar", HOSTILE), ("en", HOSTILE)]:
        page.goto(f"{address}/{lang}/{path}")
        page.evaluate("document.fonts.ready")
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wide.append((lang, path))
    context.close()
    assert wide == []


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
def test_everything_to_press_has_a_name(page: Page, address: str, lang: str) -> None:
    page.goto(f"{address}/{lang}/{STATES}")
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
    page.goto(f"{address}/{lang}/{path}", wait_until="networkidle")
    context.close()
    assert 0 < weight["font"] < 200 * 1024, weight
    assert 0 < weight["text"] < 250 * 1024, weight


def test_fonts_that_arrive_late_move_nothing(browser: Browser, address: str) -> None:
    """The layout shift while an article loads, with fonts half a second late."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.add_init_script("""window.shift = 0;
      new PerformanceObserver(list => list.getEntries().forEach(entry => window.shift += entry.value))
        .observe({type: 'layout-shift', buffered: true})""")

    def late(route: Route) -> None:
        time.sleep(0.5)
        route.continue_()

    page.route("**/*.woff2", late)
    for path in (f"ar/{SEED}", f"en/{SEED}", f"ar/{BOTH_SEED}", "en/"):
        page.goto(f"{address}/{path}", wait_until="networkidle")
        page.evaluate("document.fonts.ready")
        assert page.evaluate("window.shift") < 0.001, path
    context.close()


# --- pages of one's own ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("nav", "only_there", "more", "shown"),
    [
        (["index.md", "about.md"], [], [], ["index.md", "about.md"]),
        (["index.md"], [], ["contact.md", "index.md"], ["index.md", "contact.md"]),
        (["index.md", "contact.md"], ["contact.md"], [], ["index.md"]),
        ([{"Us": "contact.md"}, {"Home": "index.md"}], ["contact.md"], [], [{"Home": "index.md"}]),
        (
            [{"Us": [{"Mail": "contact.md"}, "about.md"]}],
            ["contact.md"],
            ["about.md"],
            [{"Us": ["about.md"]}],
        ),
        ([{"Us": ["contact.md"]}, "index.md"], ["contact.md"], [], ["index.md"]),
        ([{"Elsewhere": "https://news.org/"}], [], ["a.md"], [{"Elsewhere": "https://news.org/"}, "a.md"]),
    ],
)
def test_the_navigation_of_one_language(
    nav: list[Any], only_there: list[str], more: list[str], shown: list[Any]
) -> None:
    assert mkdocs_run.navigation(nav, only_there, more) == shown


def test_a_page_in_one_language_is_published_there(tmp_path: Path) -> None:
    copy(tmp_path, *SITE)
    shutil.rmtree(tmp_path / "docs/en/articles", ignore_errors=True)
    shutil.rmtree(tmp_path / "docs/ar/articles", ignore_errors=True)
    (tmp_path / "docs/ar/contact.md").write_text("# اتصل بنا\n\nالبريد.\n", "utf-8")  # contact us; mail
    (tmp_path / "docs/ar/quiet.md").write_text("---\nnav: false\n---\n\n# صفحة\n", "utf-8")  # a page
    (tmp_path / "docs/en/team.md").write_text("# Team\n", "utf-8")
    settings = tmp_path / "mkdocs.yml"
    settings.write_text(
        settings.read_text("utf-8").replace("  - about.md\n", "  - about.md\n  - team.md\n"), "utf-8"
    )
    docs, _ = read_static_files(tmp_path)
    assert [f.file for f in single_language_findings(docs)] == [
        "docs/ar/contact.md",
        "docs/ar/quiet.md",
        "docs/en/team.md",
    ]
    tree = site.render(sample.articles(), sample.actors(), sample.settings(tmp_path), docs)
    folders.mirror(tmp_path / ".build/pages", tree)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in ENVIRONMENT.items():
            patch.setenv(name, value)
        mkdocs_run.build_site(tmp_path, {})
    there = [
        lang + name
        for lang in ("ar", "en")
        for name in ("/contact", "/quiet", "/team")
        if (tmp_path / f"site/{lang}{name}/index.html").exists()
    ]
    assert there == ["ar/contact", "ar/quiet", "en/team"]
    home = {lang: (tmp_path / f"site/{lang}/index.html").read_text("utf-8") for lang in ("ar", "en")}
    assert ['href="contact/"' in home["ar"], 'href="quiet/"' in home["ar"], 'href="team/"' in home["ar"]] == [
        True,
        False,
        False,
    ]
    assert ['href="contact/"' in home["en"], 'href="team/"' in home["en"]] == [False, True]
