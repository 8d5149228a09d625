"""Wherever a machine's sentence or title stands in any file of a site, what it is stands beside it."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from lxml import etree, html
from playwright.sync_api import Page

from jisr.i18n import load_strings
from jisr.lang.arabic import sentence_spans
from jisr.markup.markdown_text import plain
from jisr.model.languages import TRANSLATION
from jisr.model.ledger import State
from jisr.model.publication import Article
from jisr.site.article.states import page_state
from jisr.site.common.context import article_title
from tests import website
from tests.conftest import visit

SIGNED = "2025/approved"
"""An article of the same words as another's, which an editor signed: there they need no mark."""
STATE = {lang: load_strings(lang)["state"]["draft"] for lang in ("ar", "en")}
UNITS = ("li", "tr", "blockquote", "section", "option", "summary", "figure", "dd")
"""Elements that a mark within them speaks for, beside the page's banner."""


def sentences(article: Article, *, drafts: bool) -> Iterator[str]:
    """The English sentences of an article that a machine wrote, or all others."""
    if drafts == (page_state(article) == State.DRAFT):
        yield article_title(article, TRANSLATION.code)[0]
    for passage in article.passages:
        if drafts == (passage.entry.state is State.DRAFT):
            text = plain(passage.translation).text
            yield from (text[start:end] for start, end in sentence_spans(text, TRANSLATION.code))


def beginnings(*, drafts: bool) -> set[str]:
    """How such sentences begin, where that tells them from all else."""
    shown = [one for one in website.articles() if one.meta.status == "published" and one.slug != SIGNED]
    words = (squeeze(one)[:40] for article in shown for one in sentences(article, drafts=drafts))
    return {one for one in words if one.count(" ") > 3 and one.isascii() and one[0].isalpha()}


def squeeze(text: str) -> str:
    return " ".join(text.split())


WORDS = beginnings(drafts=True) - beginnings(drafts=False)
FOUND = re.compile("|".join(map(re.escape, sorted(WORDS))))


def is_marked(text: str) -> bool:
    return any(told in text for told in (*STATE.values(), SIGNED))


def unmarked(text: str) -> list[str]:
    """The draft's words in a piece of a file that holds no mark."""
    return [] if is_marked(text) else FOUND.findall(squeeze(text))


def in_page(data: bytes) -> Iterator[str]:
    """The draft's words without a mark in a page, with where they stand."""
    page = html.document_fromstring(data)
    head = page.find("head")
    told = " ".join(meta.get("content", "") for meta in head.iter("meta"))
    for meta in head.iter("meta"):
        name = meta.get("name") or meta.get("property") or ""
        # a card shows title and description together
        alone = told if name.startswith("og:") else meta.get("content", "")
        yield from (f"{name}: {words}" for words in unmarked(meta.get("content", "")) if not is_marked(alone))
    yield from (f"title: {words}" for words in unmarked(head.findtext("title") or "") if not is_marked(told))
    for script in page.iter("script"):
        if script.get("type") == "application/ld+json":
            yield from in_data(json.loads(script.text or ""))
    article = page.find(".//article")
    if article is None or article.xpath(".//aside[contains(@class,'jisr-banner')][@data-state='draft']"):
        return
    for element in article.iter():
        own = [element.text or "", *(child.tail or "" for child in element), *element.attrib.values()]
        for words in (found for text in own for found in FOUND.findall(squeeze(text))):
            around = [element, *element.iterancestors(*UNITS)]
            if not any(is_marked(html.tostring(one, encoding="unicode")) for one in around):
                yield f"<{element.tag}>: {words}"


def in_data(value: Any) -> Iterator[str]:
    """The same in data: an object speaks for its own texts."""
    if isinstance(value, dict):
        own = {key: one for key, one in value.items() if isinstance(one, str)}
        if value.get("state") != "draft" and not is_marked(" ".join(own.values())):
            yield from (f"{key}: {words}" for key, one in own.items() for words in unmarked(one))
        value = list(value.values())
    for one in value if isinstance(value, list) else []:
        yield from in_data(one)


def in_feed(data: bytes) -> Iterator[str]:
    for entry in etree.fromstring(data).iter("{*}entry"):
        if SIGNED not in (entry.findtext("{*}id") or ""):
            yield from unmarked(" ".join(entry.itertext()))
            for one in entry.iter("{*}summary", "{*}content"):
                yield from unmarked(one.text or "")


def in_calendar(data: bytes) -> Iterator[str]:
    for event in data.decode().replace("\r\n ", "").replace("\\", "").split("BEGIN:VEVENT"):
        for line in event.split("\r\n") if SIGNED not in event else ():
            yield from unmarked(line)


def in_whole(data: bytes) -> Iterator[str]:
    yield from unmarked(data.decode())


def in_fields(data: bytes) -> Iterator[str]:
    """The same in a record for reference managers: a title is taken without its note."""
    for line in data.decode().splitlines():
        if re.match(r"\s*(title|titleaddon|T[IT])\b", line):
            yield from unmarked(line)


READERS: Mapping[str, Callable[[bytes], Iterator[str]]] = {
    ".html": in_page,
    ".xml": in_feed,
    ".json": lambda data: in_data(json.loads(data)),
    ".ics": in_calendar,
    ".bib": in_fields,
    ".ris": in_fields,
    ".md": in_whole,
    ".txt": in_whole,
}


@pytest.mark.parametrize("suffix", READERS)
def test_a_machines_words_stand_nowhere_without_their_mark(whole_site: Path, suffix: str) -> None:
    paths = (str(file.relative_to(whole_site)) for file in whole_site.rglob(f"*{suffix}"))
    read = READERS[suffix]
    found = {
        path: list(read((whole_site / path).read_bytes()))
        for path in paths
        if SIGNED not in path and "/search/" not in path
    }
    assert {path: words for path, words in found.items() if words} == {}


def test_the_words_that_are_looked_for_are_there(whole_site: Path) -> None:
    page = (whole_site / "en" / website.PAGES["states"] / "index.html").read_text("utf-8")
    assert FOUND.search(squeeze(page))
    timeline = (whole_site / "en/timeline/index.html").read_text("utf-8")
    assert FOUND.search(squeeze(timeline))


@pytest.mark.browser
def test_search_marks_a_machines_title_above_words_that_a_person_wrote(
    page: Page, host: Callable[[Path], str], whole_site: Path
) -> None:
    visit(page, f"{host(whole_site)}/en/search/?q=Prices")
    hit = page.locator(".jisr-hit", has_text="The energy crisis").first
    hit.wait_for()
    states = hit.locator(".jisr-badge").evaluate_all("found => found.map(one => one.dataset.state)")
    assert states == ["draft", "edited"]
