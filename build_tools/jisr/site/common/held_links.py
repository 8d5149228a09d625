"""Links to texts that readers do not see: they are left out, and their words stay.

In articles it is done to the Markdown itself, before anything is made of it: pages, feeds, editions and
downloads have the same words, and only an article with such a link is made anew once the other is released.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from urllib.parse import unquote

from jisr.articles.facts import KnownArticle, links_in
from jisr.markup.markdown_text import escape, plain, unlink
from jisr.model.diagnostics import Finding, warning
from jisr.model.languages import LANGS, ORIGINAL, TRANSLATION, Lang
from jisr.model.publication import Article, ArticleHead, BilingualBlock
from jisr.model.settings import Settings
from jisr.site.common.urls import leads_to_any
from jisr.site.common.visibility import is_own_page
from jisr.storage.disk import decode_text, read_file

_MESSAGE = "the address of a text that is held; the link is left out, and its words are shown"


def without_held_links(
    shown: Iterable[ArticleHead], articles: Iterable[KnownArticle], settings: Settings
) -> tuple[list[ArticleHead], list[Finding]]:
    """`shown` without links to what `settings` says is held, and a warning for each.

    `articles` are these and others, with the addresses that they lead to.
    """
    links = {article.head.slug: article.text.links for article in articles}
    found: list[ArticleHead] = []
    findings: list[Finding] = []
    for head in shown:
        if any(_is_held(head.slug, lang, settings, href) for href in links[head.slug] for lang in LANGS):
            article, said = _unlink_held(head.load(), settings)
            findings += said
            head = replace(ArticleHead.of(article), load=UnlinkedText(head.load, settings)) if said else head
        found.append(head)
    return found, findings


@dataclass(frozen=True)
class UnlinkedText:
    """Reads an article without its links to what is held, in any process."""

    load: Callable[[], Article]
    settings: Settings

    def __call__(self) -> Article:
        """The article. Raises `JisrError` where it was changed since."""
        return _unlink_held(self.load(), self.settings)[0]


def _unlink_held(article: Article, settings: Settings) -> tuple[Article, list[Finding]]:
    passages = tuple(_without_links(article, p, settings) for p in article.passages)
    changed = [old for old, new in zip(article.passages, passages, strict=True) if old is not new]
    return replace(article, passages=passages), [
        finding for passage in changed for finding in _findings(article, passage, settings)
    ]


def _without_links(article: Article, passage: BilingualBlock, settings: Settings) -> BilingualBlock:
    original = _unlinked(article, passage.block.text, ORIGINAL.code, settings)
    translation = _unlinked(article, passage.translation, TRANSLATION.code, settings)
    if (original, translation) == (passage.block.text, passage.translation):
        return passage
    return replace(passage, block=replace(passage.block, text=original), translation=translation)


def _unlinked(article: Article, text: str, lang: Lang, settings: Settings) -> str:
    if not _held_links(article, text, lang, settings):
        return text
    changed = unlink(text, partial(_is_held, article.slug, lang, settings))
    # a form of links that `unlink` does not know: better no mark at all than an address
    return escape(plain(text).text) if _held_links(article, changed, lang, settings) else changed


def _held_links(article: Article, text: str, lang: Lang, settings: Settings) -> list[str]:
    """The addresses in a text that lead to what is held."""
    return [href for href in links_in(text) if _is_held(article.slug, lang, settings, href)]


def _is_held(slug: str, lang: Lang, settings: Settings, href: str) -> bool:
    return leads_to_any(href, f"{lang}/articles/{slug}.md", settings.held, settings.base_url)


def _findings(article: Article, passage: BilingualBlock, settings: Settings) -> Iterator[Finding]:
    remedy = "release that text (jisr release), or take the link out until then"
    for href in _held_links(article, passage.block.text, ORIGINAL.code, settings):
        yield warning("held-link", _MESSAGE, article.file, passage.block.line, href, remedy)
    file = TRANSLATION.page_file(article.slug)
    for href in _held_links(article, passage.translation, TRANSLATION.code, settings):
        page = decode_text(read_file(settings.root / file))
        line = page.count("\n", 0, page.find(href)) + 1 if href in page else 0
        yield warning("held-link", _MESSAGE, file, line, href, remedy)


def held_link_findings(docs: Mapping[str, bytes], articles: Iterable[ArticleHead]) -> Iterator[Finding]:
    """What would say that there is a text which readers do not see: its address, in a page of `docs`.

    `articles` are those that are held in both languages.
    """
    pages = {name: unquote(docs[name].decode("utf-8", "replace")) for name in docs if is_own_page(name)}
    for article in articles:
        address = re.compile(rf"articles/{re.escape(article.slug)}(?![\w-]|/\w)")
        for name, text in pages.items():
            for match in address.finditer(text):
                remedy = f"jisr release {article.slug}, or take it out of the page until then"
                line = text.count("\n", 0, match.start()) + 1
                yield warning("held-link", _MESSAGE, f"docs/{name}", line, match[0], remedy)
