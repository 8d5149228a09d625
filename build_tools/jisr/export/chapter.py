"""From an article to a chapter: the text in one language or both, with all that must go along with it.

What a machine wrote says so above the article, and before a run of it wherever the run before was something
else; a line beside it goes on with it, and pages of paper say it at their foot.
"""

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from posixpath import normpath
from textwrap import shorten
from typing import Any
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

from markupsafe import Markup

from jisr.export.book import Chapter, Heading
from jisr.export.images import SCHEME, find_image
from jisr.export.xhtml import conform_nodes
from jisr.i18n.marks import mark_words
from jisr.markup.html import Element, Node, elements, map_elements, parse_html
from jisr.model.languages import LANGS, ORIGINAL, TRANSLATION, Lang
from jisr.model.publication import Article
from jisr.model.source import LeadImage
from jisr.site.article import citation, states
from jisr.site.article.footnotes import FootnoteLinks
from jisr.site.article.text import INLINE, article_rich_texts
from jisr.site.article.view import ArticleView, BlockView, list_runs, view_article
from jisr.site.common.context import Site
from jisr.site.common.urls import SAFE_SCHEMES
from jisr.site.lifecycle import notices_above, told_changes

_NOWHERE = "https://site.invalid/"  # stands for the site while addresses are worked out
_OF_THE_SITE = frozenset({"tabindex", "download", "data-key"})
_OF_A_LINK = frozenset({"id", "class", "role", "aria-label", "title", "lang", "dir"})


def build_chapter(sites: Sequence[Site], article: Article, id_: str, docs: Mapping[str, bytes]) -> Chapter:
    """An article in the languages of `sites`, the first being that of the book's frame."""
    return _Chapter(sites, article, docs).chapter(id_)


def used_images(chapters: Iterable[Chapter]) -> set[str]:
    """The paths below `docs/` of the images that stand in `chapters`."""
    return {
        element.get("src").removeprefix(SCHEME)
        for chapter in chapters
        for element in elements(chapter.nodes)
        if element.tag == "img"
    }


@dataclass
class _Chapter:
    sites: Sequence[Site]
    article: Article
    docs: Mapping[str, bytes]
    told: str = ""  # the state that was last said

    def __post_init__(self) -> None:
        self.site = self.sites[0]
        self.translation = next((site for site in self.sites if site.lang == TRANSLATION.code), None)
        # the Arabic is wanted in an English edition too, where English is missing
        langs = LANGS if self.translation else (ORIGINAL.code,)
        texts = {lang: article_rich_texts(self.article, lang, {}) for lang in langs}
        both = len(self.sites) > 1
        self.views = [
            view_article(self.article, site.lang, site.settings, texts, alone=both) for site in self.sites
        ]
        self.notes = {
            site.lang: FootnoteLinks(
                site.words, site.words, mark="" if site is self.site else f"{site.lang}-"
            )
            for site in self.sites
        }
        self.rows = {
            row[0].key: tuple(block for block in row if block.markdown) or row[:1]
            for row in zip(*(view.blocks for view in self.views), strict=True)
        }
        self.states = {
            block.key: block for view in self.views if view.lang == TRANSLATION.code for block in view.blocks
        }
        self.told = states.page_state(self.article)  # by the banner

    def chapter(self, id_: str) -> Chapter:
        view = self.views[0]
        nodes = conform_nodes(parse_html(self._html()))
        ids = {element.get("id") for element in elements(nodes)}
        state = self.translation.words(f"state.{view.state}") if self.translation else ""
        return Chapter(
            id_,
            view.title,
            view.title_lang,
            mark_words(shorten(view.title, 200, placeholder="…"), view.title_lang, view.state).as_title,
            map_elements(nodes, partial(self._freed, ids)),
            tuple(self._headings()),
            state,
        )

    def _html(self) -> Markup:
        view, translation = self.views[0], self.translation
        pairs = list(zip(self.sites, self.views, strict=True))
        above = tuple(block for block in (view.kicker, view.heading) if block)
        marks = {block.key: self._mark(block) for block in (*above, *view.body)}
        if len(self.sites) > 1:  # each point is a list of its own, beside its translation
            runs = [(False, self.rows[block.key]) for block in view.body]
        else:
            runs = list(list_runs(view.body, lambda block: bool(marks[block.key])))
        return self._render(
            self.site,
            view,
            "export/chapter",
            translation=translation,
            pairs=pairs,
            kicker=self.rows[view.kicker.key] if view.kicker else (),
            title=self.rows[view.heading.key] if view.heading else (),
            runs=runs,
            marks=marks,
            states={key: block.state for key, block in self.states.items()},
            links_of=lambda block: partial(self._linked, block),
            bylines=[self._render(*pair, "export/byline", credit=self._credit(pair[0])) for pair in pairs],
            banner=self._banner(translation) if translation else "",
            notices=[self._notices(*pair) for pair in pairs],
            lead=self._lead(),
            notes=[self._render(*pair, "export/notes", links=self.notes[pair[0].lang]) for pair in pairs],
            about=[self._about(*pair) for pair in pairs],
        )

    def _lead(self) -> str:
        """The address of the lead image, `""` for none."""
        path = f"{self.site.lang}/{LeadImage.path(self.article.slug, 'large')}"
        return quote(f"/{path}") if self.article.meta.image and path in self.docs else ""

    def _banner(self, translation: Site) -> Markup:
        banner = states.make_banner(translation, self.article)
        return self._render(translation, self.views[0], "article/banner", banner=banner, in_book=True)

    def _notices(self, site: Site, view: ArticleView) -> Markup:
        above = notices_above(self.article, site.lang)
        return self._render(site, view, "article/notices", above=above)

    def _about(self, site: Site, view: ArticleView) -> Markup:
        return self._render(
            site,
            view,
            "export/about",
            corrections=told_changes(self.article, site.lang),
            credit=self._credit(site),
            citation=citation.make_citation(site, self.article),
        )

    def _credit(self, site: Site) -> str:
        return states.credit(site, self.article) if site.lang == TRANSLATION.code else ""

    def _render(self, site: Site, view: ArticleView, template: str, **data: Any) -> Markup:
        return site.render(template, view.parallel_path, view=view, **data)

    def _headings(self) -> Iterator[Heading]:
        """The headings that stand in the table of contents; a translation beside one is none."""
        for first in (self.rows[block.key][0] for block in self.views[0].body):
            if first.level:
                text = shorten(first.heading_text, 200, placeholder="…")
                yield Heading(first.key, first.level, text, first.lang)

    def _linked(self, block: BlockView, nodes: tuple[Node, ...]) -> tuple[Node, ...]:
        """Words of a block with links to footnotes; Arabic that stands for English has its notes with it."""
        links = self.notes.get(block.lang) or self.notes[self.site.lang]

        def with_lang(element: Element) -> list[Node]:
            """An image that knows in which language's folder it was looked for."""
            is_image = element.tag == "img"
            return (
                [replace(element, attrs=(*element.attrs, ("data-lang", block.lang)))]
                if is_image
                else [element]
            )

        return map_elements(links.linked(nodes), with_lang)

    def _mark(self, shown: BlockView) -> str:
        """What is said of a translation: where the banner does not say it, and before each run of a draft."""
        if not self.translation:
            return ""
        block = self.states[shown.key]
        run = block.state == "draft" != self.told and block.kind not in INLINE
        if block.kind not in INLINE:
            self.told = block.state
        return block.state if block.mark or run else ""

    # --- addresses ---

    def _freed(self, ids: Container[str], element: Element) -> Iterable[Node]:
        """An element as it can stand outside the site: whole addresses, and of images only our own."""
        if element.tag == "img":
            return [self._image(element)]
        if element.tag == "a":
            return self._link(element, ids)
        return [replace(element, attrs=tuple((n, v) for n, v in element.attrs if n not in _OF_THE_SITE))]

    def _link(self, element: Element, ids: Container[str]) -> Iterable[Node]:
        href = element.get("href")
        if href.startswith("#"):
            href = href if href[1:] in ids else ""
        else:
            base = _base_page(self.article, self.site.lang)
            href = absolute_address(href, base, self.site.settings.base_url)
        if not href:
            return element.children
        kept = ((n, v) for n, v in element.attrs if n in _OF_A_LINK)
        return [replace(element, attrs=(("href", href), *kept))]

    def _image(self, node: Element) -> Node:
        alt = node.get("alt")
        lang: Lang = TRANSLATION.code if node.get("data-lang") == TRANSLATION.code else ORIGINAL.code
        way = urlsplit(urljoin(_base_page(self.article, lang), node.get("src"))).path
        path = normpath(unquote(way)).lstrip("/")
        if find_image(self.docs, path) is None:
            return Element("span", (("class", "image"),), (self.site.words("article.image", alt=alt),))
        return Element("img", (("src", SCHEME + path), ("alt", alt)))


def absolute_address(href: str, base: str, root: str) -> str:
    """The whole address of a link on the page at `base`, of one to the site below `root`; `""` for none.

    What a strict reader would refuse is written in its safe form.
    """
    try:
        parts = urlsplit(urljoin(base, href))
        whole = urlunsplit(parts)
        if parts.scheme in ("http", "https") and not re.fullmatch(r"[\w.-]+(:\d{1,5})?", parts.netloc):
            return ""
    except ValueError:
        return ""
    if whole.startswith(_NOWHERE):
        whole = f"{root}/{whole.removeprefix(_NOWHERE)}" if root else ""
    return quote(whole, safe="!#$%&'()*+,/:;=?@_.~-") if parts.scheme in SAFE_SCHEMES else ""


def _base_page(article: Article, lang: Lang) -> str:
    """The page that the addresses of an article's texts begin at."""
    return f"{_NOWHERE}{lang}/parallel/{article.slug}/"
