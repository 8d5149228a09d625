"""From an article to a chapter: the text in one language or both, with all that must go along with it.

What a machine wrote says so before every run of it, besides what is said above the article: an edition is
read without the site around it, and opened at any page.
"""

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from posixpath import normpath
from textwrap import shorten
from typing import Any
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

from jisr.export.book import Chapter, Heading
from jisr.export.images import SCHEME, find_image
from jisr.export.xhtml import conform_nodes, elements
from jisr.markup.html import Element, Node, el, parse_html
from jisr.model.languages import LANGS, ORIGINAL, TRANSLATION, Lang
from jisr.model.publication import Article
from jisr.model.source import Kind
from jisr.site.article import citation, states
from jisr.site.article.components import kind_nodes, lang_attributes
from jisr.site.article.footnotes import FootnoteLinks
from jisr.site.article.text import INLINE, article_rich_texts
from jisr.site.article.view import ArticleView, BlockView, list_runs, view_article
from jisr.site.common.context import Site
from jisr.site.common.urls import SAFE_SCHEMES
from jisr.site.lifecycle import dated_corrections

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
    headings: list[Heading] = field(default_factory=list)
    told: str = ""  # the state that was last said since a heading

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
        self.rows = [
            tuple(block for block in row if block.markdown) or row[:1]
            for row in zip(*(view.blocks for view in self.views), strict=True)
        ]
        self.states = {
            block.key: block for view in self.views if view.lang == TRANSLATION.code for block in view.blocks
        }

    def chapter(self, id_: str) -> Chapter:
        view = self.views[0]
        nodes = conform_nodes((*self._head(), *self._body(), *self._notes(), self._about()))
        ids = {element.get("id") for element in elements(nodes)}
        state = self.translation.words(f"state.{view.state}") if self.translation else ""
        return Chapter(
            id_, view.title, view.title_lang, tuple(self._freed(nodes, ids)), tuple(self.headings), state
        )

    # --- above the text ---

    def _head(self) -> Iterator[Node]:
        view = self.views[0]
        above = {block.key: row for row in self.rows for block in row[:1]}
        parts: list[Node | None] = []
        if view.kicker:
            parts += [
                el("p", *self._linked(block, block.heading), class_="kicker", **lang_attributes(block.lang))
                for block in above[view.kicker.key]
            ]
            parts.append(self._mark(view.kicker))
        if view.heading:
            first, *more = above[view.heading.key]
            words = self._linked(first, first.heading)
            parts.append(el("h1", *words, id="title", **lang_attributes(first.lang)))
            parts += [
                el("p", *self._linked(block, block.heading), class_="title", **lang_attributes(block.lang))
                for block in more
            ]
            parts.append(self._mark(view.heading))
        else:
            parts.append(el("h1", view.title, id="title", **lang_attributes(view.title_lang)))
        pairs = list(zip(self.sites, self.views, strict=True))
        parts += [self._byline(site, one) for site, one in pairs]
        parts += [
            el("p", *site.text(one.summary), class_="summary", **lang_attributes(site.lang))
            for site, one in pairs
            if one.summary
        ]
        if self.translation:
            banner = self._rendered(
                self.translation, view, "banner", banner=states.make_banner(self.translation, self.article)
            )
            parts.append(el("div", *banner, **lang_attributes(TRANSLATION.code)))
        yield el("header", *parts)

    def _byline(self, site: Site, view: ArticleView) -> Node:
        items: list[Node] = []
        if view.author:
            before, after = site.words("article.author", name="\0").split("\0")
            items.append(el("li", before, *site.text(*view.author), after))
        items += [el("li", *site.text(credit, ORIGINAL.code)) for credit in view.credits]
        if view.date:
            items.append(el("li", view.date, view.inferred))
        if site.lang == TRANSLATION.code and (credit := states.credit(site, self.article)):
            items.append(el("li", *site.text(credit)))
        return el("ul", *items, class_="byline", **lang_attributes(site.lang)) if items else ""

    # --- the text ---

    def _body(self) -> Iterator[Node]:
        view = self.views[0]
        rows = {row[0].key: row for row in self.rows}
        marks = {block.key: self._mark(block) for block in view.body}
        if len(self.sites) > 1:  # each point is a list of its own, beside its translation
            yield from (self._block(rows[block.key], marks[block.key]) for block in view.body)
            return
        for is_list, blocks in list_runs(view.body, lambda block: marks[block.key] is not None):
            mark = marks[blocks[0].key]
            if is_list:
                yield from [mark] if mark else []
                yield _list([self._point(block) for block in blocks], blocks[0])
            else:
                yield self._block(blocks, mark)

    def _block(self, row: Sequence[BlockView], mark: Node | None) -> Node:
        parts: list[Node | None] = []
        for block in row:
            nodes = self._of_kind(block)
            alone = block.lang == self.site.lang and not parts
            parts += nodes if alone else [el("div", *nodes, **lang_attributes(block.lang))]
        headed = bool(row[0].level)
        parts.insert(1 if headed else 0, mark)  # under a heading, the mark comes first
        return el("div", *parts, **self._attrs(row[0], named=not headed))

    def _attrs(self, block: BlockView, *, named: bool = True) -> dict[str, str | bool | int | None]:
        return {
            "class_": f"block {block.kind}",
            "id": block.key if named else None,
            "data_state": self.states[block.key].state if self.translation else None,
        }

    def _point(self, block: BlockView) -> Node:
        nodes = self._linked(block, block.line)
        if block.lang != self.site.lang:
            nodes = (el("div", *nodes, **lang_attributes(block.lang)),)
        return el("li", *nodes, value=block.list_value, **self._attrs(block))

    def _of_kind(self, block: BlockView) -> tuple[Node, ...]:
        """The words of a block as its kind asks for."""
        nodes = self._linked(block, block.nodes)
        if block.level:
            return self._heading(block), *nodes
        match block.kind:
            case Kind.QUOTATION | Kind.IMAGE:
                return kind_nodes(self.site, block.kind, nodes)
            case Kind.POINT:  # in a bilingual edition each point is a list of its own
                return (_list([el("li", *nodes, value=block.list_value)], block),)
            case _:
                return nodes

    def _heading(self, block: BlockView) -> Node:
        """A heading that stands in the table of contents; its translation beside it is none."""
        nodes = self._linked(block, block.heading)
        if any(heading.key == block.key for heading in self.headings):
            return el("p", *nodes, class_=f"heading h{block.level}")
        text = shorten(block.heading_text, 200, placeholder="…")
        self.headings.append(Heading(block.key, block.level, text, block.lang))
        return el(f"h{block.level}", *nodes, id=block.key, **lang_attributes(block.lang))

    def _linked(self, block: BlockView, nodes: tuple[Node, ...]) -> tuple[Node, ...]:
        """Words of a block with links to footnotes; Arabic that stands for English has its notes with it."""
        links = self.notes.get(block.lang) or self.notes[self.site.lang]
        return tuple(_with_images(links.linked(nodes), block.lang))

    def _mark(self, shown: BlockView) -> Node | None:
        """What a block's English is: where the banner does not say it, and before each run of a draft.

        Runs begin anew below each heading; of the first the banner stands right above.
        """
        if not self.translation:
            return None
        block = self.states[shown.key]
        if block.level:
            self.told = ""
        run = block.state == "draft" != self.told and block.kind not in INLINE
        self.told = block.state if block.kind is not Kind.HEADING else ""
        if not block.mark and not run:
            return None
        return el(
            "p",
            states.badge(self.translation, block.state),
            class_="state",
            **lang_attributes(TRANSLATION.code),
        )

    # --- below it ---

    def _notes(self) -> Iterator[Node]:
        for site, view in zip(self.sites, self.views, strict=True):
            links = self.notes[site.lang]
            if notes := links.listed(view.notes):
                name = el("h2", site.words("article.notes"), id=f"{links.mark}notes")
                yield el("section", name, notes, role="doc-endnotes", **lang_attributes(site.lang))

    def _about(self) -> Node:
        """Corrections, origin and terms, and how to cite this revision."""
        parts: list[Node] = []
        for site, view in zip(self.sites, self.views, strict=True):
            corrections = self._rendered(
                site, view, "corrections", corrections=dated_corrections(self.article)
            )
            credit = states.credit(site, self.article) if site.lang == TRANSLATION.code else ""
            details = self._rendered(site, view, "details", credit=credit)
            words = self._rendered(site, view, "cite", citation=citation.make_citation(site, self.article))
            cite = el("p", el("strong", site.words("cite.title")), ": ", *words, class_="cite")
            parts.append(el("div", *corrections, *details, cite, **lang_attributes(site.lang)))
        return el("footer", *parts)

    def _rendered(self, site: Site, view: ArticleView, part: str, **data: Any) -> tuple[Node, ...]:
        """A part of the article's page as a tree."""
        return parse_html(site.render(f"article/{part}", view.parallel_path, view=view, **data))

    # --- addresses ---

    def _freed(self, nodes: Iterable[Node], ids: Container[str]) -> Iterator[Node]:
        """The tree as it can stand outside the site: whole addresses, and of images only our own."""
        for node in nodes:
            if isinstance(node, str):
                yield node
                continue
            children = tuple(self._freed(node.children, ids))
            if node.tag == "img":
                yield self._image(node)
            elif node.tag == "a":
                yield from self._link(node, children, ids)
            else:
                attrs = tuple((n, v) for n, v in node.attrs if n not in _OF_THE_SITE)
                yield replace(node, attrs=attrs, children=children)

    def _link(self, node: Element, children: tuple[Node, ...], ids: Container[str]) -> Iterator[Node]:
        href = node.get("href")
        if href.startswith("#"):
            href = href if href[1:] in ids else ""
        else:
            href = absolute_address(
                href, _base_page(self.article, self.site.lang), self.site.settings.site_url
            )
        if not href:
            yield from children
            return
        kept = tuple((n, v) for n, v in node.attrs if n in _OF_A_LINK)
        yield Element("a", (("href", href), *kept), children)

    def _image(self, node: Element) -> Node:
        alt = node.get("alt")
        lang: Lang = TRANSLATION.code if node.get("data-lang") == TRANSLATION.code else ORIGINAL.code
        way = urlsplit(urljoin(_base_page(self.article, lang), node.get("src"))).path
        path = normpath(unquote(way)).lstrip("/")
        if find_image(self.docs, path) is None:
            return el("span", self.site.words("article.image", alt=alt), class_="image")
        return el("img", src=SCHEME + path, alt=alt)


def absolute_address(href: str, base: str, site_url: str) -> str:
    """The whole address of a link on the page at `base`; `""` for one that is none, or leads nowhere.

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
        root = site_url.rstrip("/").removesuffix(f"/{ORIGINAL.code}")
        whole = f"{root}/{whole.removeprefix(_NOWHERE)}" if root else ""
    return quote(whole, safe="!#$%&'()*+,/:;=?@_.~-") if parts.scheme in SAFE_SCHEMES else ""


def _with_images(nodes: Iterable[Node], lang: Lang) -> Iterator[Node]:
    """The tree with images that know in which language's folder they were looked for."""
    for node in nodes:
        if isinstance(node, str):
            yield node
        elif node.tag == "img":
            yield replace(node, attrs=(*node.attrs, ("data-lang", lang)))
        else:
            yield replace(node, children=tuple(_with_images(node.children, lang)))


def _base_page(article: Article, lang: Lang) -> str:
    """The page that the addresses of an article's texts begin at."""
    return f"{_NOWHERE}{lang}/parallel/{article.slug}/"


def _list(points: Sequence[Node], first: BlockView) -> Node:
    return el(first.list_tag, *points, class_="points points--lettered" if first.block.lettered else "points")
