"""Articles to search, what each query must find in them, and a site that asks the index in Chromium."""

import json
import re
import shutil
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from jisr.i18n import load_strings
from jisr.model.languages import Lang
from jisr.search import segments
from jisr.search.records import SearchField, SearchRecord
from tests.search.found import write_index

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


def corpus_records(texts: dict[str, list[str]], lang: Lang) -> list[SearchRecord]:
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


def make_site(site: Path, lang: Lang, found: list[SearchRecord], bits: int = 1) -> None:
    """What MkDocs makes of `overrides/search.html`, without Material; the index as of many."""
    shutil.copytree(ROOT / "overrides/assets/javascripts", site / "assets/javascripts", dirs_exist_ok=True)
    (site / "search").mkdir(parents=True)
    (site / "search/index.html").write_text(
        f'<!doctype html><html lang="{lang}" dir="{"rtl" if lang == "ar" else "ltr"}"><meta charset="utf-8">'
        f"{POLICY}<title>search</title>"
        '<link id="jisr-first" rel="preload" as="fetch" crossorigin href="../assets/search/index.json">'
        '<link rel="modulepreload" href="../assets/javascripts/hits.js">'
        '<script type="module" async src="../assets/javascripts/later.js"></script>'
        '<script type="module" async src="../assets/javascripts/search.js"></script>'
        f"<body><h1>search</h1>"
        f"<div id='jisr-search' data-lang='{lang}' data-words=\"{said(lang)}\"></div>",
        "utf-8",
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(segments, "BITS", bits)
        write_index(site, found)


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


ERRORS = re.compile("|".join(re.escape(load_strings(lang)["search"]["error"]) for lang in ("ar", "en")))


def settled(page: Page, query: str) -> None:
    """Wait until what is shown answers `query`."""
    page.wait_for_url(lambda url: parse_qs(urlsplit(url).query).get("q", [""]) == [query.strip()])
    page.wait_for_selector(".jisr-hits[aria-busy=false]", state="attached")


HREFS = "links => links.map(link => link.getAttribute('href'))"


def ask(page: Page, query: str) -> list[str]:
    """Ask on the open search page; addresses of the hits."""
    page.locator("#jisr-q").fill(query)
    page.locator("#jisr-q").press("Enter")
    settled(page, query)
    expect(page.locator("#jisr-search-status")).not_to_have_text(ERRORS)
    while page.locator(".jisr-search__more:visible").count():
        page.locator(".jisr-search__more").click()
        settled(page, query)
    links: list[str] = page.locator("[data-search-result] a").evaluate_all(HREFS)
    return links


FOUND = """async (queries) => {
  const { asked } = await import(new URL("../assets/javascripts/finder.js", location));
  const pages = (query) => asked(async (finder) => {
    const { pages } = await finder.find(query);
    return (await Promise.all(pages.map((page) => finder.page(page)))).map((page) => `/${page.url}`);
  });
  return Promise.all(queries.map(pages));
}"""


def ask_all(page: Page, queries: Sequence[str]) -> list[list[str]]:
    """What the search page's own script finds for each of many queries, none of which is typed and shown."""
    found: list[list[str]] = page.evaluate(FOUND, queries)
    return found


def slugs(addresses: list[str]) -> set[str]:
    return {address.split("/articles/")[1].split("/")[0] for address in addresses}
