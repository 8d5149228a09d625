"""Search as a reader has it: an index made by `jisr.search.index`, asked through the page in Chromium.

What each query must find is written by hand in `cases/search/queries_*.tsv`: words as they stand in the
texts, never stems.
"""

import json
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
import yaml
from playwright.sync_api import Browser, Page, Route, expect

from jisr.glossary import parse_actors
from jisr.i18n import load_strings
from jisr.lang.stem import stems_of
from jisr.model.glossary import Actor
from jisr.model.languages import Lang
from jisr.model.settings import Settings
from jisr.search import index
from jisr.search.letters import in_bytes
from jisr.search.pieces import split_names
from jisr.search.records import SearchField, SearchRecord
from tests.conftest import settle
from tests.search.corpus import (
    Query,
    ask,
    ask_all,
    corpus,
    corpus_records,
    expected,
    make_site,
    queries,
    slugs,
)
from tests.search.found import build_records, write_index

ROOT = Path(__file__).resolve().parents[2]
CASES = ROOT / "tests/cases/search"
SETTINGS = Settings(ROOT)


@pytest.fixture(scope="session")
def sites(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], str]) -> dict[Lang, str]:
    """Both sites, deployed in a folder of a server: their addresses."""
    top = tmp_path_factory.mktemp("deployed")
    langs: tuple[Lang, ...] = ("ar", "en")
    for lang in langs:
        make_site(top / "some/folder" / lang, lang, corpus_records(corpus(lang), lang))
    return {lang: f"{serve(top)}/some/folder/{lang}" for lang in langs}


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
    asked = queries(lang)
    found = ask_all(page, [query.text for query in asked])
    for query, hits in zip(asked[::10], found[::10], strict=True):  # it is shown as well
        assert slugs(ask(page, query.text)) == slugs(hits), query
    for query, hits in zip(asked, found, strict=True):
        should, does = expected(query, texts), slugs(hits)
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
    found = corpus_records(texts, lang) + build_records(lang, [], actors, {}, SETTINGS)
    make_site(tmp_path / lang, lang, found)
    page.goto(f"{serve(tmp_path)}/{lang}/search/")
    wanted = got = 0
    missed: list[str] = []
    asked = [
        line.split("\t") for line in (CASES / f"fresh_queries_{lang}.tsv").read_text("utf-8").splitlines()[1:]
    ]
    for (kind, text, forms), hits in zip(asked, ask_all(page, [text for _, text, _ in asked]), strict=True):
        assert kind != "nonsense" or not hits, f"{text}: {hits}"
        if forms.startswith("actor:"):
            should = {f"/actors/{forms.removeprefix('actor:')}/"}
        else:
            terms = () if forms == "-" else tuple(frozenset(term.split()) for term in forms.split(" & "))
            should = {f"/articles/{slug}/" for slug in expected(Query(kind, text, terms), texts)}
        assert bool(should) == (forms != "-"), f"the case is wrong: {text}"
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
    make_site(tmp_path / "ar", "ar", corpus_records(texts, "ar"))
    page.goto(f"{serve(tmp_path)}/ar/search/")
    for query in ("عبدالله", "حمدوك عبدالله"):
        assert {hit.split("/articles/")[1].split("/")[0] for hit in ask(page, query)} == {"joined", "parted"}


@pytest.mark.browser
@pytest.mark.parametrize("lang", ["ar", "en"])
def test_a_phrase_is_found_where_its_words_follow_each_other(
    lang: Lang, sites: dict[Lang, str], page: Page
) -> None:
    stems = {slug: [stems_of(text) for text in texts] for slug, texts in corpus(lang).items()}
    chance = Random(1)
    phrases: list[tuple[str, ...]] = []
    for texts in corpus(lang).values():
        words = chance.choice([text.split() for text in texts if len(text.split()) > 4])
        at = chance.randrange(len(words) - 4)
        phrases += [tuple(words[at : at + 3]), (words[at + 1], words[at])]
    page.goto(f"{sites[lang]}/search/")
    for phrase, hits in zip(phrases, ask_all(page, [f'"{" ".join(one)}"' for one in phrases]), strict=True):
        wanted = stems_of(" ".join(phrase))
        runs = {
            slug: [row[at : at + len(wanted)] for row in rows for at in range(len(row))]
            for slug, rows in stems.items()
        }
        assert slugs(hits) == {slug for slug in runs if wanted and wanted in runs[slug]}, phrase


@pytest.mark.browser
def test_a_phrase_asks_for_its_words_but_not_the_last_of_three(
    page: Page, serve: Callable[[Path], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "_SHARD", 400)
    make_site(tmp_path / "ar", "ar", corpus_records(corpus("ar"), "ar"))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    phrase = "منظمة الصحة العالمية"  # the World Health Organization
    page.goto(f'{serve(tmp_path)}/ar/search/?q="{phrase}"')
    expect(page.locator(".jisr-hits")).to_have_attribute("aria-busy", "false")
    assert page.locator("[data-search-result]").count() > 1
    start = json.loads((tmp_path / "ar/assets/search/index.json").read_text("utf-8"))
    for kind in ("words", "following"):
        first, second, last = (
            {
                f"{kind}-{split_names(segment[kind])[bisect_right(segment['firsts'], stem) - 1]}"
                for segment in start["segments"]
                if kind in segment
            }
            for stem in map(in_bytes, stems_of(phrase))
        )
        assert {name for name in asked if name.startswith(kind)} == first | second
        assert last - first | second


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
def test_an_index_that_was_exchanged_meanwhile_is_asked_anew(
    page: Page, serve: Callable[[Path], str], tmp_path: Path
) -> None:
    before = {"a": ["حرب"], "b": ["سلام"]}  # war, peace
    make_site(tmp_path / "ar", "ar", corpus_records(before, "ar"))
    page.goto(f"{serve(tmp_path)}/ar/search/")
    assert slugs(ask(page, "حرب")) == {"a"}
    write_index(tmp_path / "ar", corpus_records({"a": ["حرب"], "b": ["أرض"]}, "ar"))  # land
    assert slugs(ask(page, "سلام")) == set()  # the words that the browser has say b, whose piece is gone
    assert slugs(ask(page, "أرض")) == {"b"}


@pytest.mark.browser
def test_what_is_not_there_keeps_no_request_open(sites: dict[Lang, str], page: Page) -> None:
    page.route("**/index.json", lambda route: route.continue_(url=f"{sites['en']}/nothing"))
    page.goto(f"{sites['en']}/search/?q=coalition")
    expect(page.locator("#jisr-search-status")).to_have_text(load_strings("en")["search"]["error"])
    settle(page)


@pytest.mark.browser
@pytest.mark.parametrize(
    ("script", "old"),
    [
        ("hits", "export const other = 1;"),  # which search.js cannot be joined with
        ("finder", "export const asked = () => Promise.reject(new TypeError()), open = asked, BASE = '';"),
    ],
)
def test_a_script_that_a_browser_kept_from_an_older_release_is_asked_for_anew(
    sites: dict[Lang, str], page: Page, script: str, old: str
) -> None:
    kept = [old]

    def answer(route: Route) -> None:
        if kept:
            route.fulfill(body=kept.pop(), content_type="text/javascript")
        else:
            route.continue_()

    page.route(f"**/{script}.js", answer)
    page.goto(f"{sites['en']}/search/?q=Sudani")
    expect(page.locator(".jisr-hit").first).to_be_visible()


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
