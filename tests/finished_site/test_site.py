"""The site as a reader's browser sees it: a real build of the sample publication, opened in Chromium."""

import re
import shutil
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit
from xml.dom import minidom

import pytest
from playwright.sync_api import Browser, Page

from jisr import site
from jisr.builder import mkdocs_run
from jisr.builder.navigation import navigation
from jisr.i18n import load_strings
from jisr.model.diagnostics import JisrError
from jisr.model.languages import Lang
from jisr.storage.static_files import read_static_files, single_language_findings
from tests import sample
from tests.conftest import visit
from tests.finished_site.sample_pages import BOTH, BOTH_SEED, HOSTILE, KINDS, SEED, STATES
from tests.pages_folder import write_pages
from tests.project import SITE, copy
from tests.website import ENVIRONMENT

pytestmark = pytest.mark.browser


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


def test_nothing_of_the_desk_is_in_the_site(root: Path) -> None:
    assert (root / "site/ar/assets/stylesheets/jisr.css").is_file()
    assert list(root.glob("site/*/jisr")) == []


# --- from language to language -----------------------------------------------------------------------------

SWITCH = "header a.jisr-switch, .jisr-views a[hreflang]"


def test_paragraphs_have_the_same_anchors(shown: Callable[[str], Page]) -> None:
    keys = []
    for lang in ("ar", "en"):
        page = shown(f"{lang}/{SEED}")
        keys.append(page.evaluate("[...document.querySelectorAll('.md-content [id]')].map(e => e.id)"))
    assert keys[0] == keys[1]
    assert {"title", "p1", "h1", "pt1", "pt4", "p6"} <= set(keys[0])


def test_the_switch_lands_on_the_same_paragraph(page: Page, address: str) -> None:
    page.goto(f"{address}/en/{SEED}#p3")
    page.click(".jisr-views a[hreflang=ar]")
    assert page.url == f"{address}/ar/{SEED}#p3"
    page.goto(f"{address}/ar/{SEED}")
    page.evaluate("location.hash = '#pt2'")
    page.click(".jisr-views a[hreflang=en]")
    assert page.url == f"{address}/en/{SEED}#pt2"


def test_the_switch_lands_on_the_same_page(page: Page, address: str) -> None:
    for path in ("", BOTH_SEED, "actors/sudani/"):
        page.goto(f"{address}/ar/{path}")
        page.click(SWITCH)
        # from the page of both to the article: which language stands first is chosen there
        assert page.url == f"{address}/en/{path.replace('parallel/', 'articles/')}"


def test_search_engines_are_told_of_both_languages(shown: Callable[[str], Page]) -> None:
    ways = """[...document.querySelectorAll('link[hreflang]')]
        .map(e => [e.hreflang, e.href, e.relList.contains('alternate')])"""
    approved = "articles/2024/approved/"
    page = shown(f"en/{approved}")
    assert sorted(page.evaluate(ways)) == [
        ["ar", f"https://jisr.example/ar/{approved}", True],
        ["en", f"https://jisr.example/en/{approved}", True],
        ["x-default", f"https://jisr.example/ar/{approved}", True],
    ]
    for lang in ("ar", "en"):  # what is machine translation is led to by neither
        page = shown(f"{lang}/{SEED}")
        assert page.evaluate(ways) == []
        assert page.get_attribute("link[rel=canonical]", "href") == f"https://jisr.example/{lang}/{SEED}"


@pytest.mark.parametrize(
    ("path", "robots"),
    [
        (f"en/{SEED}", "noindex"),
        (f"en/{STATES}", "noindex"),
        ("en/articles/2024/approved/", None),
        (f"ar/{SEED}", None),
        ("en/", "noindex"),
        ("ar/", None),
        ("en/about/", None),
    ],
)
def test_machine_text_asks_not_to_be_indexed(
    shown: Callable[[str], Page], path: str, robots: str | None
) -> None:
    page = shown(path)
    metas = page.evaluate("[...document.querySelectorAll('meta[name=robots]')].map(e => e.content)")
    assert metas == ([robots] if robots else [])


def test_the_banner_is_seen_before_the_text(page: Page, address: str) -> None:
    page.goto(f"{address}/en/{SEED}")
    banner = page.locator(".jisr-banner")
    assert load_strings("en")["banner"]["draft"] in banner.inner_text()
    banner.locator("summary").click()
    assert "language model" in banner.inner_text()
    box, text = banner.bounding_box(), page.locator("#p1").bounding_box()
    assert box
    assert text
    assert 0 < box["y"] < text["y"]
    assert box["y"] + box["height"] < 900


# --- every kind of page in both languages, each opened once -------------------------------------------------

TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
DIRECTIONS = """[document.documentElement.lang, document.documentElement.dir, document.body.dir,
    getComputedStyle(document.body).direction, document.querySelectorAll("h1").length]"""
LEADS = f"""[...document.querySelectorAll('{SWITCH}')].map(e => [e.lang, e.hreflang, e.href])"""


def test_every_page_runs_its_way_fits_a_phone_and_leads_to_the_other_language_and_asks_nobody(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(has_touch=True)
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
        page.set_viewport_size({"width": 320, "height": 844})
        visit(page, f"{address}/{lang}/{path}")
        direction, other = ("rtl", "en") if lang == "ar" else ("ltr", "ar")
        if (said := page.evaluate(DIRECTIONS)) != [lang, direction, direction, direction, 1]:
            wrong.append(f"{lang}/{path} runs {said}")
        there = f"{address}/{other}/{path.replace('parallel/', 'articles/')}"
        if path != KINDS[-1] and (leads := page.evaluate(LEADS)) != [[other, other, there]]:
            wrong.append(f"{lang}/{path} leads to {leads}")
        for width in (320, 390):
            page.set_viewport_size({"width": width, "height": 844})
            if page.evaluate(TOO_WIDE):
                wrong.append(f"{lang}/{path} is wider than {width} pixels")
    visit(page, address)
    context.close()
    assert asked <= {urlsplit(address).netloc, ""}
    assert wrong == []


# --- safety and privacy ------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_hostile_text_is_only_text(page: Page, address: str, lang: str) -> None:
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: dialogs.append(dialog.message))
    visit(page, f"{address}/{lang}/{HOSTILE}")
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
    assert found[f"https://jisr.example/ar/{SEED}"] == {}
    about = {lang: f"https://jisr.example/{lang}/about/" for lang in ("ar", "en")}
    assert found[about["ar"]] == about | {"x-default": about["ar"]}
    assert f"https://jisr.example/en/{SEED}" not in found
    assert "https://jisr.example/en/articles/2024/approved/" in found
    assert not [address for address in found if "/parallel/" in address]


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_structured_data_is_data_and_cards_are_words(shown: Callable[[str], Page], lang: str) -> None:
    for path in ("", "about/", "articles/"):
        page = shown(f"{lang}/{path}")
        names = page.evaluate(
            "[...document.querySelectorAll('meta[property]')].map(e => e.getAttribute('property'))"
        )
        assert {"og:title", "og:description", "og:type", "og:locale", "og:url"} <= {*names}, path
    for path in (SEED, HOSTILE, "actors/sudani/"):
        page = shown(f"{lang}/{path}")
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
    page = shown(f"{lang}/{HOSTILE}")
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
    shown = page.locator("ul.jisr-names > li:visible a")
    assert [link.get_attribute("href") for link in shown.all()] == [f"{actor}/" for actor in found]
    said = page.locator(".jisr-filter [role=status]").text_content() or ""
    assert (str(len(found)) in said) is bool(found)


def test_the_index_of_names_narrows_by_type_letter_and_article_together(page: Page, address: str) -> None:
    page.goto(f"{address}/en/actors/")
    shown = page.locator("ul.jisr-names > li:visible a")
    every = shown.count()
    page.select_option("[name=type]", "person")
    persons = shown.count()
    page.select_option("[name=letter]", "S")
    assert [link.get_attribute("href") for link in shown.all()] == ["sudani/"]
    assert 1 < persons < every
    page.select_option("[name=letter]", "")
    page.select_option("[name=type]", "")
    page.select_option("[name=article]", "../articles/2024/approved/")
    page.locator("ul.jisr-names > li[hidden]").first.wait_for(state="attached")
    named = [link.get_attribute("href") for link in shown.all()]
    assert "sudani/" in named
    assert len(named) == 2 < every
    page.select_option("[name=type]", "person")
    assert [link.get_attribute("href") for link in shown.all()] == ["sudani/"]


def test_the_picture_of_names_narrows_by_type_and_by_article(page: Page, address: str) -> None:
    page.goto(f"{address}/en/actors/network/")
    back = page.locator(".jisr-net g.jisr-net__back")
    names = page.locator(".jisr-net g[data-row]").count()
    assert back.count() == 0
    page.select_option("[name=type]", "person")
    said = page.locator(".jisr-filter [role=status]")
    assert said.inner_text().endswith(f": {names - back.count()}")
    assert 0 < back.count() < names
    page.select_option("[name=type]", "")
    assert back.count() == 0
    page.select_option("[name=article]", "../../articles/2024/approved/")
    back.first.wait_for(state="attached")
    assert said.inner_text().endswith(": 2")


def test_the_timeline_narrows_by_what_is_chosen_together(page: Page, address: str) -> None:
    page.goto(f"{address}/en/timeline/")
    shown = page.locator("ul.jisr-timeline > li:visible")
    every, said = shown.count(), page.locator(".jisr-filter [role=status]")
    page.select_option("[name=article]", index=1)
    first = shown.count()
    assert said.inner_text().endswith(f": {first}")
    page.select_option("[name=precision]", index=1)
    assert shown.count() <= first < every
    page.select_option("[name=article]", "")
    page.select_option("[name=precision]", "")
    assert (shown.count(), said.inner_text()) == (every, "")


def test_without_scripts_the_index_is_whole_and_has_no_field(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/ar/actors/")
    assert page.locator("#jisr-filter:visible").count() == 0
    assert page.locator("ul.jisr-names > li:visible").count() == len(sample.actors())
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
def test_a_page_that_is_not_there_says_so_in_its_language(shown: Callable[[str], Page], lang: Lang) -> None:
    page = shown(f"{lang}/404.html")
    assert load_strings(lang)["not_found"]["text"] in page.locator(".md-content").inner_text()


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
    assert navigation(nav, only_there, more) == shown


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
    write_pages(tmp_path, tree)
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
