"""Links to texts that readers do not see: they are left out, and their words stay.

In articles it is done to the Markdown itself, before anything is made of it: pages, feeds, editions and
downloads have the same words, and only an article with such a link is made anew once the other is released.
"""

import html
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache, partial
from urllib.parse import unquote

from jisr.markup.html import Element, Node, map_elements, parse_markdown
from jisr.markup.markdown_text import escape, plain, unlink
from jisr.model.diagnostics import Finding, warning
from jisr.model.languages import ORIGINAL, TRANSLATION, Lang
from jisr.model.publication import Article, BilingualBlock
from jisr.model.settings import Settings
from jisr.site.common.urls import leads_to_any
from jisr.site.common.visibility import is_own_page

_NAME = re.compile(r"[\w-]+")
_MESSAGE = "the address of a text that is held; the link is left out, and its words are shown"


def without_held_links(
    articles: Iterable[Article], settings: Settings, docs: Mapping[str, bytes]
) -> tuple[list[Article], list[Finding]]:
    """`articles` without links to what `settings` says is held, and a warning for each.

    `docs` are the files of `docs/` by their path there: a warning about a translation tells its page's line.
    """
    found: list[Article] = []
    findings: list[Finding] = []
    for article in articles:
        passages = tuple(_without_links(article, p, settings) for p in article.passages)
        changed = [(old, new) for old, new in zip(article.passages, passages, strict=True) if old is not new]
        for old, _ in changed:
            findings += _findings(article, old, settings, docs)
        found.append(replace(article, passages=passages) if changed else article)
    return found, findings


def _without_links(article: Article, passage: BilingualBlock, settings: Settings) -> BilingualBlock:
    original = _unlinked(article, passage.block.text, ORIGINAL.code, settings)
    translation = _unlinked(article, passage.translation, TRANSLATION.code, settings)
    if (original, translation) == (passage.block.text, passage.translation):
        return passage
    return replace(passage, block=replace(passage.block, text=original), translation=translation)


def _unlinked(article: Article, text: str, lang: Lang, settings: Settings) -> str:
    if not _held_links(article, text, lang, settings):
        return text
    changed = unlink(text, partial(_is_held, article, lang, settings))
    # a form of links that `unlink` does not know: better no mark at all than an address
    return escape(plain(text).text) if _held_links(article, changed, lang, settings) else changed


def _held_links(article: Article, text: str, lang: Lang, settings: Settings) -> list[str]:
    """The addresses in a text that lead to what is held."""
    if _names_in(text).isdisjoint(
        _last_names(settings.held)
    ):  # parsing every text at each build would be slow
        return []
    rich = parse_markdown(text, lambda href: href)
    nodes = [*rich.nodes, *(node for _, words in rich.notes for node in words)]
    return [href for href in _hrefs(nodes) if _is_held(article, lang, settings, href)]


def _is_held(article: Article, lang: Lang, settings: Settings, href: str) -> bool:
    return leads_to_any(href, f"{lang}/articles/{article.slug}.md", settings.held, settings.base_url)


def _hrefs(nodes: Iterable[Node]) -> list[str]:
    found: list[str] = []

    def note(element: Element) -> list[Node]:
        if element.tag == "a" and (href := element.get("href")):
            found.append(str(href))
        return [element]

    map_elements(nodes, note)
    return found


def _names_in(text: str) -> frozenset[str]:
    """All that may be a name in an address, however it is written: `%78`, `&#120;`, `\\-`, over two lines."""
    read = unquote(html.unescape(text.replace("\\", "")))
    return frozenset((*_NAME.findall(read), *_NAME.findall("".join(read.split()))))


@lru_cache(maxsize=4)
def _last_names(pages: Collection[str]) -> frozenset[str]:
    return frozenset(page.rpartition("/")[2] for page in pages)


def _findings(
    article: Article, passage: BilingualBlock, settings: Settings, docs: Mapping[str, bytes]
) -> Iterator[Finding]:
    remedy = "release that text (jisr release), or take the link out until then"
    for href in _held_links(article, passage.block.text, ORIGINAL.code, settings):
        yield warning("held-link", _MESSAGE, article.file, passage.block.line, href, remedy)
    for href in _held_links(article, passage.translation, TRANSLATION.code, settings):
        file = TRANSLATION.page_file(article.slug)
        page = docs.get(file.removeprefix("docs/"), b"").decode("utf-8", "replace")
        line = page.count("\n", 0, page.find(href)) + 1 if href in page else 0
        yield warning("held-link", _MESSAGE, file, line, href, remedy)


def held_link_findings(docs: Mapping[str, bytes], articles: Iterable[Article]) -> Iterator[Finding]:
    """What would say that there is a text which readers do not see: its address, in a page of `docs`.

    `articles` are those that are held in both languages.
    """
    pages = {n: unquote(data.decode("utf-8", "replace")) for n, data in docs.items() if is_own_page(n)}
    for article in articles:
        address = re.compile(rf"articles/{re.escape(article.slug)}(?![\w-]|/\w)")
        for name, text in pages.items():
            for match in address.finditer(text):
                remedy = f"jisr release {article.slug}, or take it out of the page until then"
                line = text.count("\n", 0, match.start()) + 1
                yield warning("held-link", _MESSAGE, f"docs/{name}", line, match[0], remedy)
