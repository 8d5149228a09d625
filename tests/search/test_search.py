"""Search as a reader has it: an index made by `jisr.search.index`, asked through the page in Chromium.

What each query must find is written by hand in `cases/search/queries_*.tsv`: words as they stand in the
texts, never stems.
"""

import gzip
import json
import re
import shutil
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from html import escape
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

import pytest
import yaml
from playwright.sync_api import Browser, Page, expect

from jisr.glossary import parse_actors
from jisr.i18n import load_strings
from jisr.model.diagnostics import JisrError
from jisr.model.glossary import Actor, ActorNames
from jisr.model.ledger import Entry, State
from jisr.model.publication import Article, BilingualBlock
from jisr.model.settings import Settings
from jisr.model.source import Block, Kind, Lang, Meta, PublicationDate
from jisr.search import index
from jisr.search.index import SearchField, SearchRecord

ROOT = Path(__file__).resolve().parents[2]
CASES = ROOT / "tests/cases/search"
SEED = ROOT / "seeds/iraq-ending-coalition-role.txt"
DRAFT = ROOT / "tests/fixtures/drafts/iraq-ending-coalition-role.en.md"


POLICY = (
    '<meta http-equiv="Content-Security-Policy"'
    " content=\"default-src 'none'; script-src 'self'; connect-src 'self'; form-action 'self'\">"
)


# --- a corpus and what is to be found in it -----------------------------------------------------------------


class Query(NamedTuple):
    kind: str
    text: str
    forms: tuple[frozenset[str], ...]  # for each term, the words that are forms of it


def corpus(lang: Lang) -> dict[str, list[str]]:
    """Article → its paragraphs."""
    texts: dict[str, list[str]] = defaultdict(list)
    for line in (CASES / f"articles{'_en' if lang == 'en' else ''}.tsv").read_text("utf-8").splitlines():
        slug, text = line.split("\t")
        texts[slug].append(text)
    whole = (
        SEED.read_text("utf-8") if lang == "ar" else re.sub("<!--.*?-->|^#+ ", "", DRAFT.read_text("utf-8"))
    )
    texts["seed"] = [line for line in whole.splitlines() if line.strip()]
    return texts


def queries(lang: Lang) -> list[Query]:
    lines = (CASES / f"queries_{lang}.tsv").read_text("utf-8").splitlines()[1:]
    found = []
    for line in lines:
        kind, text, forms = line.split("\t")
        terms = [] if forms == "-" else forms.split(" & ")
        found.append(Query(kind, text, tuple(frozenset(term.split()) for term in terms)))
    return found


def expected(query: Query, texts: dict[str, list[str]]) -> set[str]:
    """Articles that hold, for each term, one of its forms as a word."""
    return {
        slug
        for slug, paragraphs in texts.items()
        if query.forms and all(forms & raw_words(" ".join(paragraphs)) for forms in query.forms)
    }


def raw_words(text: str) -> set[str]:
    """What stands between white space and punctuation; nothing is folded."""
    kept = "".join(c if unicodedata.category(c)[0] in "LMN" or c in "٬.’-" else " " for c in text)
    return {w for word in kept.split() for w in (word, word.rstrip(".’-"), *word.split("-"))}


def records(texts: dict[str, list[str]], lang: Lang) -> list[SearchRecord]:
    state = "draft" if lang == "en" else ""
    return [
        SearchRecord(
            f"articles/{slug}/",
            f"«{slug}»",
            "article",
            tuple(SearchField(f"p{n}", text, state, lang) for n, text in enumerate(paragraphs, 1)),
            lang=lang,
            state=state,
            date="2023-10",
            when="2023",
        )
        for slug, paragraphs in texts.items()
    ]  # fmt: skip


def make_site(site: Path, lang: Lang, found: list[SearchRecord]) -> None:
    """What MkDocs makes of `overrides/search.html`, without Material; and the index."""
    shutil.copytree(ROOT / "overrides/assets/javascripts", site / "assets/javascripts", dirs_exist_ok=True)
    (site / "search").mkdir(parents=True)
    (site / "search/index.html").write_text(
        f'<!doctype html><html lang="{lang}" dir="{"rtl" if lang == "ar" else "ltr"}"><meta charset="utf-8">'
        f"{POLICY}<title>search</title>"
        '<link id="jisr-first" rel="preload" as="fetch" crossorigin href="../assets/search/index.json">'
        '<script type="module" async src="../assets/javascripts/search.js"></script>'
        f"<body><h1>search</h1>"
        f"<div id='jisr-search' data-lang='{lang}' data-words=\"{said(lang)}\"></div>",
        "utf-8",
    )
    index.write_index(site, found)


def said(lang: Lang) -> str:
    """The interface's words as they stand in an attribute."""
    say = load_strings(lang)
    own = json.dumps(say["search"] | {"state": say["state"], "results": say["count"]["results"]})
    return escape(own, quote=True)


def reading_page(site: Path, lang: Lang, path: str, text: str) -> None:
    """A page with the header's box, as `overrides/partials/header.html` has it, and `text` as its content."""
    up = "../" * path.count("/")
    (site / path).mkdir(parents=True)
    (site / path / "index.html").write_text(
        f'<!doctype html><html lang="{lang}" dir="{"rtl" if lang == "ar" else "ltr"}"><meta charset="utf-8">'
        f"{POLICY}<title>{path}</title><body>"
        f'<header class="jisr-header" data-lang="{lang}" data-words="{said(lang)}">'
        f'<form class="jisr-find" role="search" action="{up}search/">'
        '<input type="search" name="q"></form></header>'
        f'<main class="md-content"><a href="#p1" id="first">x</a>{text}</main>'
        f'<script src="{up}assets/javascripts/jisr.js"></script>',
        "utf-8",
    )


@pytest.fixture(scope="session")
def sites(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], str]) -> dict[Lang, str]:
    """Both sites, deployed in a folder of a server: their addresses."""
    top = tmp_path_factory.mktemp("deployed")
    langs: tuple[Lang, ...] = ("ar", "en")
    for lang in langs:
        make_site(top / "some/folder" / lang, lang, records(corpus(lang), lang))
    return {lang: f"{serve(top)}/some/folder/{lang}" for lang in langs}


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_context() as context:
        yield context.new_page()


ERRORS = re.compile("|".join(re.escape(load_strings(lang)["search"]["error"]) for lang in ("ar", "en")))


def settled(page: Page, query: str) -> None:
    """Wait until what is shown answers `query`."""
    page.wait_for_function(
        "q => (new URL(location).searchParams.get('q') ?? '') === q"
        " && document.querySelector('.jisr-hits[aria-busy=false]')",
        arg=query.strip(),
    )


def ask(page: Page, query: str) -> list[str]:
    """Ask on the open search page; addresses of the hits."""
    page.locator("#jisr-q").fill(query)
    page.locator("#jisr-q").press("Enter")
    settled(page, query)
    expect(page.locator("#jisr-search-status")).not_to_have_text(ERRORS)
    while page.locator(".jisr-search__more:visible").count():
        page.locator(".jisr-search__more").click()
        settled(page, query)
    return [str(a.get_attribute("href")) for a in page.locator("[data-search-result] a").all()]


def slugs(addresses: list[str]) -> set[str]:
    return {address.split("/articles/")[1].split("/")[0] for address in addresses}


# --- the measure --------------------------------------------------------------------------------------------


@pytest.mark.browser
@pytest.mark.parametrize("lang", ["ar", "en"])
def test_finds_what_was_picked_by_hand(
    lang: Lang, sites: dict[Lang, str], page: Page, record_property: Callable[[str, object], None]
) -> None:
    texts = corpus(lang)
    wanted: Counter[str] = Counter()
    got: Counter[str] = Counter()
    wrong: list[str] = []
    page.goto(f"{sites[lang]}/search/")
    for query in queries(lang):
        should, does = expected(query, texts), slugs(ask(page, query.text))
        assert bool(should) == bool(query.forms), f"the case is wrong: {query}"
        wanted[query.kind] += len(should)
        got[query.kind] += len(should & does)
        if should - does:
            wrong.append(f"{query.text}: misses {sorted(should - does)}")
        if does - should:
            wrong.append(f"{query.text}: finds {sorted(does - should)} too")
            assert query.kind != "nonsense", wrong[-1]
    for kind in wanted:
        record_property(kind, f"{got[kind]} of {wanted[kind]}")
    assert got.total() >= 0.98 * wanted.total(), "\n".join(wrong)
    assert len(wrong) <= 2, "\n".join(wrong)


NEWS = ROOT / "tests/cases/news"


def fresh(lang: Lang) -> tuple[dict[str, list[str]], list[Actor]]:
    """Texts that nothing was tuned on, and the actors of some of them."""
    texts: dict[str, list[str]] = defaultdict(list)
    for line in (CASES / f"fresh_articles_{lang}.tsv").read_text("utf-8").splitlines():
        slug, text = line.split("\t")
        texts[slug].append(text)
    actors: dict[str, Actor] = {}
    for path in sorted(NEWS.glob("*.text.yml")):
        name = path.name.split(".")[0]
        if lang == "ar" and name.startswith(("dev_", "held_", "fresh_")):
            marked = yaml.safe_load(path.read_text("utf-8"))
            texts[name] = [re.sub(r"\[|\|[^\]|]*\]", "", text) for text in marked]
        if name.startswith("dev_"):
            found, _ = parse_actors((NEWS / f"{name}.actors.yml").read_text("utf-8"), name)
            actors |= {actor.id: actor for actor in found if actor.id not in actors}
    return texts, list(actors.values())


@pytest.mark.browser
@pytest.mark.parametrize("lang", ["ar", "en"])
def test_finds_in_texts_that_nothing_was_tuned_on(
    lang: Lang, page: Page, serve: Callable[[Path], str], tmp_path: Path
) -> None:
    texts, actors = fresh(lang)
    found = records(texts, lang) + index.build_records(lang, [], actors, {}, SETTINGS)
    make_site(tmp_path / lang, lang, found)
    page.goto(f"{serve(tmp_path)}/{lang}/search/")
    wanted = got = 0
    missed: list[str] = []
    for line in (CASES / f"fresh_queries_{lang}.tsv").read_text("utf-8").splitlines()[1:]:
        kind, text, forms = line.split("\t")
        hits = ask(page, text)
        assert kind != "nonsense" or not hits, f"{text}: {hits}"
        if forms.startswith("actor:"):
            should = {f"/actors/{forms.removeprefix('actor:')}/"}
        else:
            terms = () if forms == "-" else tuple(frozenset(term.split()) for term in forms.split(" & "))
            should = {f"/articles/{slug}/" for slug in expected(Query(kind, text, terms), texts)}
        assert bool(should) == (forms != "-"), f"the case is wrong: {line}"
        here = {part for part in should if any(part in hit for hit in hits)}
        wanted, got = wanted + len(should), got + len(here)
        missed += [f"{text}: misses {sorted(should - here)}"] if should - here else []
    assert got >= 0.95 * wanted, missed


# --- the page -----------------------------------------------------------------------------------------------


@pytest.mark.browser
def test_a_name_written_as_one_word_is_found_as_the_two_that_it_is(
    page: Page, serve: Callable[[Path], str], tmp_path: Path
) -> None:
    texts = {
        "joined": ["قال عبدالله حمدوك ذلك."],
        "parted": ["زار عبد الله حمدوك المدينة."],
        "other": ["والله ما رأيت عبد الرحمن."],
    }
    make_site(tmp_path / "ar", "ar", records(texts, "ar"))
    page.goto(f"{serve(tmp_path)}/ar/search/")
    for query in ("عبدالله", "حمدوك عبدالله"):
        assert {hit.split("/articles/")[1].split("/")[0] for hit in ask(page, query)} == {"joined", "parted"}


@pytest.mark.browser
def test_a_linked_query_shows_its_words_and_leads_to_the_paragraph(
    sites: dict[Lang, str], page: Page
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{sites['ar']}/search/?q=للسوداني")
    hit = page.locator("[data-search-result]").first
    expect(hit.locator("mark").first).to_have_text(re.compile("الس.?وداني"))
    assert re.search(r"/ar/articles/(seed|n1)/\?lit=[^#]+#p\d+$", str(hit.locator("a").get_attribute("href")))
    expect(page.locator("#jisr-q")).to_have_value("للسوداني")
    expect(page.locator("#jisr-search-status")).to_have_text("نتيجتان")
    assert {url.split("/some/")[0] for url in asked} == {sites["ar"].split("/some/")[0]}, "asked another host"


@pytest.mark.browser
def test_english_hits_say_what_they_are(sites: dict[Lang, str], page: Page) -> None:
    page.goto(f"{sites['en']}/search/?q=Sudani")
    badge = page.locator("[data-search-result] .jisr-badge").first
    expect(badge).to_have_text("Machine translation, not reviewed")
    expect(badge).to_have_attribute("data-state", "draft")
    expect(page.locator("#jisr-search-status")).to_have_text("1 result")


@pytest.mark.browser
def test_results_come_while_typing_and_the_address_follows(sites: dict[Lang, str], page: Page) -> None:
    page.goto(f"{sites['ar']}/search/")
    expect(page.locator("#jisr-q")).to_be_focused()
    page.keyboard.type("التحال")  # التحالف, not yet finished
    expect(page.locator("[data-search-result]")).to_have_count(1)
    expect(page.locator("mark").first).to_contain_text("التحالف")
    assert "q=%D8%A7%D9%84%D8%AA%D8%AD%D8%A7%D9%84" in page.url
    page.keyboard.type("زق")
    expect(page.locator("[data-search-result]")).to_have_count(0)
    expect(page.locator("#jisr-search-status")).to_contain_text("لا نتائج")


@pytest.mark.browser
def test_keyboard(sites: dict[Lang, str], page: Page) -> None:
    page.goto(f"{sites['ar']}/search/?q=فيروس")
    titles = page.locator(".jisr-hit__title")
    expect(titles).to_have_count(10)
    page.locator("body").click(position={"x": 1, "y": 1})
    page.keyboard.press("/")
    expect(page.locator("#jisr-q")).to_be_focused()
    expect(page.locator("#jisr-q")).to_have_value("فيروس")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(titles.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.locator("#jisr-q")).to_be_focused()
    page.locator(".jisr-search__more").click()
    expect(titles.nth(10)).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#jisr-q")).to_have_value("")
    expect(titles).to_have_count(0)
    assert "?" not in page.url


@pytest.mark.browser
def test_what_could_not_be_loaded_is_said_and_tried_again(sites: dict[Lang, str], page: Page) -> None:
    page.route("**/words-*", lambda route: route.abort())
    page.goto(f"{sites['en']}/search/?q=coalition")
    expect(page.locator("#jisr-search-status")).to_have_text(load_strings("en")["search"]["error"])
    page.unroute("**/words-*")
    assert ask(page, "coalition")


@pytest.mark.browser
def test_texts_are_shown_as_text(browser: Browser, serve: Callable[[Path], str], tmp_path: Path) -> None:
    hostile = (
        "<img src=x onerror=document.title='pwned'> خبر </script><script>document.title='pwned'</script>"
    )
    make_site(
        tmp_path / "ar",
        "ar",
        [SearchRecord("articles/x/", hostile, "article", (SearchField("p1", hostile),))],
    )
    with browser.new_context(bypass_csp=True) as context:
        page = context.new_page()
        page.goto(f"{serve(tmp_path)}/ar/search/?q=خبر")
        expect(page.locator("[data-search-result] a")).to_have_text(hostile)
        assert page.title() == "search"


@pytest.mark.browser
@pytest.mark.parametrize(
    ("count", "said"),
    [(1, "نتيجة واحدة"), (2, "نتيجتان"), (3, "3 نتائج"), (11, "11 نتيجة"), (100, "100 نتيجة")],
)
def test_arabic_counts(
    count: int, said: str, browser: Browser, serve: Callable[[Path], str], tmp_path: Path
) -> None:
    found = [
        SearchRecord(f"articles/{n}/", f"{n}", "article", (SearchField("p1", "خبر"),)) for n in range(count)
    ]
    make_site(tmp_path / "ar", "ar", found)
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{serve(tmp_path)}/ar/search/?q=الخبر")
        expect(page.locator("#jisr-search-status")).to_have_text(said)


# --- the box of every page, and the words lit where a hit leads ---------------------------------------------

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
    expect(options.nth(1).locator(".jisr-badge")).to_have_text(load_strings("ar")["state"]["stale"])
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
    page.wait_for_function("() => !location.search")
    if lit:
        expect(page.locator("mark.jisr-lit").first).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert page.locator("mark.jisr-lit").all_text_contents() == lit
    assert wrong == []


@pytest.mark.browser
@pytest.mark.parametrize(
    "query", ["ا" * 10_000, "(" * 500, "ًٌٍ", "🕊️🙂", "<script>alert(1)</script>", '"', "«»", "\\"]
)
def test_an_odd_query_is_answered(query: str, pages_: str, page: Page) -> None:
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(f"{pages_}/search/")
    assert ask(page, query) == []
    assert wrong == []


# --- records ------------------------------------------------------------------------------------------------


def article(**changes: object) -> Article:
    title = Block(Kind.TITLE, "لماذا *الآن*؟", key="title")
    stale = Block(Kind.PARAGRAPH, "فقرة عن [داعش](x.md).", key="p1")
    passages = (
        BilingualBlock(title, Entry("title", "", state=State.EDITED), "Why *now*?"),
        BilingualBlock(stale, Entry("p1", "", state=State.DRAFT, stale=True), "On ISIS."),
        BilingualBlock(Block(Kind.PARAGRAPH, "لم تُترجم.", key="p2"), Entry("p2", "")),
    )
    meta = Meta(published=PublicationDate("2023-10"), summary={"en": "A summary."})
    return Article("2023/now", "seeds/2023/now.txt", changes.pop("meta", meta), passages)  # type: ignore[arg-type] # one key


ACTOR = Actor(
    "isis",
    "armed group",
    ActorNames("تنظيم داعش", short="داعش", avoid={"الدولة الإسلامية": "claims a state"}),
    ActorNames("ISIS", allowed=("Daesh",), description="An armed group."),
)
SETTINGS = Settings(ROOT)


def test_an_article_is_recorded_in_the_words_of_the_language() -> None:
    (arabic,) = index.build_records("ar", [article()], [], {}, SETTINGS)
    assert (arabic.url, arabic.title, arabic.lang, arabic.state) == (
        "articles/2023/now/",
        "لماذا الآن؟",
        "ar",
        "",
    )
    assert arabic.parts == (
        SearchField("title", "لماذا الآن؟"),
        SearchField("p1", "فقرة عن داعش."),
        SearchField("p2", "لم تُترجم."),
    )
    (english,) = index.build_records("en", [article()], [], {}, SETTINGS)
    assert (english.title, english.state, english.when) == ("Why now?", "draft", "October 2023")
    assert english.parts == (
        SearchField("title", "Why now?", "edited", "en"),
        SearchField("p1", "On ISIS.", "stale", "en"),
        SearchField("p2", "لم تُترجم.", "missing", "ar"),
        SearchField("", "A summary.", "", "en"),
    )


@pytest.mark.parametrize("status", ["draft", "embargoed", "withdrawn"])
def test_what_is_not_published_is_not_found(status: str) -> None:
    hidden = article(meta=Meta(status=status))  # type: ignore[arg-type] # one of its literals
    assert index.build_records("ar", [hidden], [], {}, SETTINGS) == []


def test_an_actor_is_found_by_every_name_and_shown_by_its_own() -> None:
    (record,) = index.build_records("en", [], [ACTOR], {}, SETTINGS)
    assert {"ISIS", "Daesh", "داعش", "تنظيم داعش", "الدولة الإسلامية"} <= set(record.names)
    assert [part.text for part in record.parts] == ["ISIS", "An armed group.", "Daesh"]
    assert "claims" not in " ".join(record.names)
    (record,) = index.build_records("ar", [], [ACTOR], {}, SETTINGS)
    assert "الدولة الإسلامية" not in " ".join(part.text for part in record.parts)


def test_an_article_is_found_by_what_its_actors_are_called_in_the_other_language() -> None:
    """داعش is named in its first paragraph; the English of its second is missing."""
    _, arabic = index.build_records("ar", [article()], [ACTOR], {}, SETTINGS)
    assert arabic.names == ("ISIS", "Daesh")
    actor, english = index.build_records("en", [article()], [ACTOR], {}, SETTINGS)
    assert {"داعش", "تنظيم داعش"} <= set(english.names)
    assert (
        index.build_records("ar", [article()], [replace(ACTOR, ar=ActorNames("كييف"))], {}, SETTINGS)[1].names
        == ()
    )
    weights = index.index_files([arabic, replace(actor, url="actors/isis/")])
    (words,) = (json.loads(gzip.decompress(data)) for name, data in weights.items() if "words-0" in name)
    of_article, of_actor = words["isis"][1::2]
    assert of_article < of_actor  # the page of the actor comes first


def test_hand_written_pages() -> None:
    docs = {
        "en/about.md": b"---\ntitle: x\n---\n\n# About **us**\n\nWe publish.\n\n## Who\n\n[People](x.md)",
        "en/rights/index.md": b"# Rights",
        "en/index.md": b"# Home",
        "en/search.md": b"# Search",
        "en/articles/x.md": b"# not this",
        "en/logo.svg": b"<svg/>",
        "ar/guide.md": b"# the other language",
    }
    found = {record.url: record for record in index.build_records("en", [], [], docs, SETTINGS)}
    assert list(found) == ["", "about/", "rights/"]
    assert found["about/"].title == "About us"
    assert [part.text for part in found["about/"].parts] == ["About us", "We publish.", "Who", "People"]


@pytest.mark.browser
def test_a_query_in_either_script_finds_an_actor(
    browser: Browser, serve: Callable[[Path], str], tmp_path: Path
) -> None:
    make_site(tmp_path / "en", "en", index.build_records("en", [article()], [ACTOR], {}, SETTINGS))
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{serve(tmp_path)}/en/search/")
        for query in ("داعش", "لداعش", "Daesh", "isis’s", "الدولة الإسلامية"):
            assert any("/actors/isis/" in address for address in ask(page, query)), query


def test_who_is_called_just_so_comes_first() -> None:
    after = Actor(
        "coalition", "bloc", ActorNames("التحالف ضد داعش", allowed=("تحالف داعش",)), ActorNames("Coalition")
    )
    found = index.build_records("en", [], [after, ACTOR], {}, SETTINGS)
    (words_,) = pieces(found, "words")
    coalition, isis = words_["داعش"][1::2]
    assert isis > coalition


# --- the index ----------------------------------------------------------------------------------------------


def written(site: Path) -> dict[str, bytes]:
    return {str(p.relative_to(site)): p.read_bytes() for p in sorted(site.rglob("*")) if p.is_file()}


def pieces(found: list[SearchRecord], kind: str) -> list[Any]:
    """The pieces of an index of one kind, unpacked, in order."""
    files = {name.split("/")[-1]: data for name, data in index.index_files(found).items()}
    named = sorted(
        (name for name in files if name.startswith(kind)), key=lambda name: int(name.split("-")[1])
    )
    return [json.loads(gzip.decompress(files[name])) for name in named]


def test_the_index_depends_on_nothing_but_its_records(tmp_path: Path) -> None:
    found = records(corpus("ar"), "ar")
    index.write_index(tmp_path / "one", found)
    old = tmp_path / "else/where/assets/search/words-0"
    old.parent.mkdir(parents=True)
    old.write_text("of an earlier build")
    index.write_index(tmp_path / "else/where", found[::-1])
    assert written(tmp_path / "one") == written(tmp_path / "else/where")


def test_an_index_lies_in_a_folder_of_its_own_digest() -> None:
    found = [SearchRecord("articles/x/", "عنوان", "article", (SearchField("p1", "نصّ «داعش»"),), when="2023")]
    names = set(index.index_files(found))
    start = json.loads(index.index_files(found)["index.json"])
    assert names == {"index.json"} | {f"{start['version']}/{n}-0" for n in ("words", "places", "page")}
    changed = json.loads(index.index_files([replace(found[0], when="2024")])["index.json"])
    assert changed["version"] != start["version"]


def test_a_page_is_kept_as_it_is_shown() -> None:
    found = [SearchRecord("articles/x/", "عنوان", "article", (SearchField("p1", "نصّ «داعش»"),), when="2023")]
    (page,) = pieces(found, "page")
    assert (page["url"], page["title"], page["when"]) == ("articles/x/", "عنوان", "2023")
    assert page["parts"] == [["p1", "نصّ «داعش»", "", "ar"]]


def test_words_of_the_title_weigh_most_and_the_newest_comes_first() -> None:
    found = [
        SearchRecord("articles/a/", "حرب", "article", (SearchField("p1", "نصّ"),), date="2020"),
        SearchRecord("articles/b/", "سلام", "article", (SearchField("p1", "نصّ حرب"),), date="2021"),
    ]
    (words_,) = pieces(found, "words")
    assert words_["حرب"] == [0, 45, 1, 81]  # page 0, the newest; then one further, page 1
    assert [page["url"] for page in pieces(found, "page")] == ["articles/b/", "articles/a/"]


def test_places_tell_phrases_and_parts_apart() -> None:
    found = [
        SearchRecord(
            "articles/a/", "عنوان", "article", (SearchField("p1", "حرب سلام"), SearchField("p2", "حرب"))
        )
    ]
    (places,) = pieces(found, "places")
    war, peace = (list(accumulate(places[stem][0])) for stem in ("حرب", "سلام"))
    assert war[0] + 1 == peace[0]
    assert war[1] > peace[0] + 1


def test_shards_hold_each_stem_once_in_the_order_of_the_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "_SHARD", 200)
    found = [*records(corpus("ar"), "ar"), SearchRecord("x/", "𐀀 ﷺ zebra كلمة", "page", ())]
    shards = pieces(found, "words")
    assert len(shards) > 20
    every = [stem.encode("utf-16-be") for shard in shards for stem in shard]
    assert every == sorted(set(every))
    start = json.loads(index.index_files(found)["index.json"])
    assert start["shards"] == [next(iter(shard)) for shard in shards]


def test_nothing_to_find_is_an_index_too() -> None:
    assert set(index.index_files([])) == {"index.json"}


def test_two_pages_with_one_address_are_refused(tmp_path: Path) -> None:
    record = SearchRecord("articles/x/", "x", "article", ())
    with pytest.raises(JisrError, match="one address: «articles/x/»"):
        index.write_index(tmp_path, [record, record])


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "assets").write_text("a file in the folder's place")
    with pytest.raises(JisrError, match="cannot write the index"):
        index.write_index(tmp_path, [])
