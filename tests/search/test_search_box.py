"""The search box of every page, and the words lit where a hit leads."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from playwright.sync_api import Page, expect

from jisr.i18n import load_strings
from jisr.search.records import SearchField, SearchRecord
from tests.conftest import settle
from tests.search.corpus import ask, make_site, reading_page

LIT = (
    '<h1 id="title">ماذا عن التحالف؟</h1>'
    '<p id="p1"><span class="jisr-s">و<a href="#x">بالتحالف</a> الدوليّ، '
    "ثم <b>وال</b>تحالف «الدولي» وحده.</span></p>"
    '<p id="p2">قوات لا تحالف لها؛ <bdi lang="en" dir="ltr">US coalition</bdi></p><nav><p>التحالف</p></nav>'
)


@pytest.fixture(scope="session")
def pages_(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], str]) -> str:
    """A site of two articles and its search; its address."""
    top = tmp_path_factory.mktemp("pages")
    found = [
        SearchRecord(
            "articles/a/",
            "ماذا عن التحالف؟",
            "article",
            (SearchField("p1", "وبالتحالف الدوليّ"),),
            date="2023",
        ),
        SearchRecord(
            "articles/b/",
            "أخرى",
            "article",
            (SearchField("p3", "للتحالف", "stale"),),
            state="draft",
            date="2022",
        ),
    ]
    make_site(top / "ar", "ar", found)
    reading_page(top / "ar", "ar", "articles/a/", LIT)
    reading_page(top / "ar", "ar", "articles/b/", "<p id='p3'>للتحالف</p>")
    return f"{serve(top)}/ar"


@pytest.mark.browser
def test_the_box_of_every_page_is_worked_by_keyboard(pages_: str, page: Page) -> None:
    page.goto(f"{pages_}/articles/b/")
    page.locator("#first").focus()
    page.keyboard.press("/")
    box = page.get_by_role("combobox")
    expect(box).to_be_focused()
    page.keyboard.type("تحالف")
    options = page.locator("[role=option]")
    expect(options).to_have_count(2)
    expect(page.locator(".jisr-found [role=status]")).to_have_text("نتيجتان")
    expect(box).to_have_attribute("aria-expanded", "true")
    states = load_strings("ar")["state"]
    expect(options.nth(1).locator(".jisr-badge")).to_have_text([states["draft"], states["stale"]])
    for key, chosen in (
        ("ArrowDown", 0),
        ("ArrowDown", 1),
        ("ArrowDown", -1),
        ("ArrowUp", 1),
        ("ArrowUp", 0),
    ):
        page.keyboard.press(key)
        marked = [option.get_attribute("aria-selected") for option in options.all()]
        assert marked == ["true" if n == chosen else "false" for n in range(2)], key
        active = box.get_attribute("aria-activedescendant")
        assert active == (options.nth(chosen).get_attribute("id") if chosen >= 0 else None)
    page.keyboard.press("Escape")
    expect(options.first).to_be_hidden()
    expect(page.locator("#first")).to_be_focused()
    page.keyboard.press("/")
    page.keyboard.type("تحالف")
    expect(options).to_have_count(2)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/articles/a/*#p1")
    page.go_back()
    page.keyboard.press("/")
    page.keyboard.type("تحالف")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")
    expect(page.locator("[data-search-result]")).to_have_count(2)


@pytest.mark.browser
def test_what_was_searched_for_is_lit_until_escape(pages_: str, page: Page) -> None:
    page.goto(f"{pages_}/search/?q=للتحالف")
    page.locator("[data-search-result] a").first.click()
    page.wait_for_url("**/articles/a/*#p1")
    expect(page.locator("mark.jisr-lit").first).to_be_visible()
    # the word, whatever stands before it, also where it begins outside of its link; not what is no text
    assert page.locator("mark.jisr-lit").all_text_contents() == [
        "التحالف", "و", "بالتحالف", "وال", "تحالف", "تحالف",
    ]  # fmt: skip
    assert "lit=" not in page.url
    page.keyboard.press("Escape")
    expect(page.locator("mark")).to_have_count(0)
    expect(page.locator(".jisr-unlit")).to_have_count(0)
    assert page.locator("main").inner_html() == '<a href="#p1" id="first">x</a>' + LIT
    page.goto(f"{pages_}/articles/a/?lit=تحالف#p1")
    page.get_by_role("button", name=load_strings("ar")["search"]["unlit"]).click()
    expect(page.locator("mark")).to_have_count(0)


@pytest.mark.browser
@pytest.mark.parametrize(
    ("query", "lit"),
    [
        ("«التحالف الدولي»", ["و", "بالتحالف", "الدوليّ", "وال", "تحالف", "الدولي"]),
        ("Coalitions", ["coalition"]),
        ("coalit", ["coalition"]),
        ("<script>alert(1)</script>", []),
        ("\u064b\u0651", []),
        ("", []),
        ("(.*+?^${}[]\\ 🕊️", []),
    ],
)
def test_phrases_beginnings_and_odd_queries_are_lit(
    query: str, lit: list[str], pages_: str, page: Page
) -> None:
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(f"{pages_}/articles/a/?lit={quote(query)}#p1")
    page.wait_for_url(lambda url: not urlsplit(url).query)
    if lit:
        expect(page.locator("mark.jisr-lit").first).to_be_visible()
    settle(page)
    assert page.locator("mark.jisr-lit").all_text_contents() == lit
    assert wrong == []


@pytest.mark.browser
@pytest.mark.parametrize(
    "query",
    [
        *("ا" * 10_000, "(" * 500, "ًٌٍ", "🕊️🙂", "<script>alert(1)</script>", '"', "«»", "\\"),
        *("constructor", "«toString constructor»"),  # members of every object
    ],
)
def test_an_odd_query_is_answered(query: str, pages_: str, page: Page) -> None:
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(f"{pages_}/search/")
    assert ask(page, query) == []
    assert wrong == []
