"""From an article to a chapter: the text in one language or both, with all that must go along with it.

What a machine wrote says so before every run of it, besides what is said above the article: an edition is
read without the site around it, and opened at any page.
"""

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from posixpath import normpath
from textwrap import shorten
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

from jisr.export.book import Chapter, Heading
from jisr.export.images import SCHEME, find_image
from jisr.export.xhtml import conform_nodes, elements
from jisr.lang.lettering import list_letter
from jisr.markup.html import Element, Node, RichText, el, text_content
from jisr.model.languages import ORIGINAL, TRANSLATION, Lang
from jisr.model.publication import Article, BilingualBlock
from jisr.model.source import Block, Kind
from jisr.site.article import citation, states
from jisr.site.article.components import (
    first_block,
    is_same_list,
    kind_nodes,
    lang_attributes,
    list_class,
    list_tag,
    with_list_letter,
)
from jisr.site.article.footer import corrections_section, source_details
from jisr.site.article.text import INLINE, FootnoteNumbering, article_rich_texts, lead_and_rest
from jisr.site.common.context import Site, parallel_path
from jisr.site.common.urls import SAFE_SCHEMES
from jisr.site.lifecycle import unlisted_title

_NOTHING = RichText(())
_NOWHERE = "https://site.invalid/"  # stands for the site while addresses are worked out
_OF_THE_SITE = frozenset({"tabindex", "download", "data-key"})
_OF_A_LINK = frozenset({"id", "class", "role", "aria-label", "title", "lang", "dir"})


def build_chapter(sites: Sequence[Site], article: Article, id_: str, docs: Mapping[str, bytes]) -> Chapter:
    """An article in the languages of `sites`, the first being that of the book's frame."""
    made = _Chapter(sites, article, docs)
    return made.chapter(id_)


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
        self.english = next((site for site in self.sites if site.lang == TRANSLATION.code), None)
        self.texts = {site.lang: article_rich_texts(self.article, site.lang, {}) for site in self.sites}
        if self.english:  # where English is missing
            self.texts.setdefault(ORIGINAL.code, article_rich_texts(self.article, ORIGINAL.code, {}))
        self.numbering = {
            site.lang: FootnoteNumbering(site.words, mark="" if site is self.site else f"{site.lang}-")
            for site in self.sites
        }
        self.usual = states.usual_state(self.article)

    def chapter(self, id_: str) -> Chapter:
        title, lang = unlisted_title(self.site, self.article)
        nodes = conform_nodes((*self._head(), *self._body(), *self._notes(), self._about()))
        ids = {element.get("id") for element in elements(nodes)}
        state = ""
        if self.english:
            state = self.english.words(f"state.{states.page_state(self.article)}")
        return Chapter(id_, title, lang, tuple(self._freed(nodes, ids)), tuple(self.headings), state)

    # --- above the text ---

    def _head(self) -> Iterator[Node]:
        kicker, title = (first_block(self.article, kind) for kind in (Kind.KICKER, Kind.TITLE))
        parts: list[Node | None] = []
        if kicker:
            parts += [
                el("p", *nodes, class_="kicker", **lang_attributes(lang))
                for nodes, lang in self._words(kicker)
            ]
        if title:
            (nodes, lang), *more = self._words(title)
            parts.append(el("h1", *nodes, id="title", **lang_attributes(lang)))
            parts += [el("p", *nodes, class_="title", **lang_attributes(lang)) for nodes, lang in more]
            parts.append(self._mark(title))
        else:
            name, lang = unlisted_title(self.site, self.article)
            parts.append(el("h1", name, id="title", **lang_attributes(lang)))
        parts += [self._byline(site) for site in self.sites]
        for site in self.sites:
            if summary := self.article.meta.summary.get(site.lang):
                parts.append(el("p", *site.text(summary), class_="summary", **lang_attributes(site.lang)))
        if self.english:
            banner = states.banner(self.english, self.article, parallel_path(self.article))
            parts.append(el("div", banner, **lang_attributes(TRANSLATION.code)))
        yield el("header", *parts)

    def _byline(self, site: Site) -> Node:
        say, meta = site.words, self.article.meta
        items: list[Node] = []
        if by := citation.author(site, self.article):
            before, after = say("article.author", name="\0").split("\0")
            items.append(el("li", before, *site.text(*by), after))
        if meta.published:
            sure = f" ({say('article.inferred')})" if meta.published.inferred else ""
            items.append(el("li", say.published(meta.published), sure))
        if site.lang == TRANSLATION.code and (credit := states.credit(site, self.article)):
            items.append(el("li", *site.text(credit)))
        return el("ul", *items, class_="byline", **lang_attributes(site.lang)) if items else ""

    # --- the text ---

    def _body(self) -> Iterator[Node]:
        points: list[Node] = []
        before: Block | None = None
        above = [first_block(self.article, kind) for kind in (Kind.KICKER, Kind.TITLE)]
        for passage in self.article.passages:
            block = passage.block
            if any(passage is one for one in above):
                continue
            listed = block.kind is Kind.POINT and not block.lead and len(self.sites) == 1
            mark = self._mark(passage)
            if points and before and not (listed and is_same_list(block, before) and not mark):
                yield _list(points, before)
                points = []
            if listed:
                yield from [mark] if mark else []
                before = block
                points.append(self._point(passage))
            else:
                yield self._block(passage, mark)
        if points and before:
            yield _list(points, before)

    def _block(self, passage: BilingualBlock, mark: Node | None) -> Node:
        parts: list[Node | None] = []
        for words, lang in self._words(passage):
            nodes = self._of_kind(passage, words, lang)
            alone = lang == self.site.lang and not parts
            parts += nodes if alone else [el("div", *nodes, **lang_attributes(lang))]
        headed = passage.block.kind in INLINE or passage.block.lead
        parts.insert(1 if headed else 0, mark)  # under a heading, the mark comes first
        return el("div", *parts, **self._attrs(passage, named=not headed))

    def _attrs(self, passage: BilingualBlock, *, named: bool = True) -> dict[str, str | bool | int | None]:
        kind = passage.block.kind
        return {
            "class_": f"block {kind}",
            "id": passage.key if named else None,
            "data_state": states.shown_state(passage.entry) if self.english else None,
        }

    def _point(self, passage: BilingualBlock) -> Node:
        nodes, lang = self._words(passage)[0]
        if len(nodes) == 1 and isinstance(nodes[0], Element) and nodes[0].tag == "p":
            nodes = nodes[0].children
        nodes = with_list_letter(passage.block, nodes, lang)
        if lang != self.site.lang:
            nodes = (el("div", *nodes, **lang_attributes(lang)),)
        return el(
            "li",
            *nodes,
            value=passage.block.number if list_tag(passage.block) == "ol" else None,
            **self._attrs(passage),
        )

    def _of_kind(self, passage: BilingualBlock, nodes: tuple[Node, ...], lang: Lang) -> tuple[Node, ...]:
        """The words of a passage as its kind asks for."""
        block = passage.block
        if block.kind in INLINE:
            return (self._heading(passage, min(max(block.level, 2), 6), nodes, lang),)
        if block.lead:
            lead, rest = lead_and_rest(nodes)
            number = f"{self.site.words.number(block.number)}. " if block.numbered else ""
            number = list_letter(block, lang) or number
            return (self._heading(passage, 3, (number, *lead) if number else lead, lang), *rest)
        match block.kind:
            case Kind.QUOTATION | Kind.IMAGE:
                return kind_nodes(self.site, passage, nodes)
            case Kind.POINT:  # in a bilingual edition each point is a list of its own
                value = block.number if list_tag(block) == "ol" else None
                return (_list([el("li", *with_list_letter(block, nodes, lang), value=value)], block),)
            case _:
                return nodes

    def _heading(self, passage: BilingualBlock, level: int, nodes: tuple[Node, ...], lang: Lang) -> Node:
        """A heading that stands in the table of contents; its translation beside it is none."""
        if any(heading.key == passage.key for heading in self.headings):
            return el("p", *nodes, class_=f"heading h{level}")
        text = " ".join(text_content(nodes).split())
        self.headings.append(Heading(passage.key, level, shorten(text, 200, placeholder="…"), lang))
        return el(f"h{level}", *nodes, id=passage.key, **lang_attributes(lang))

    def _words(self, passage: BilingualBlock) -> list[tuple[tuple[Node, ...], Lang]]:
        """The words of a passage in the languages of the book; Arabic stands for English that is missing."""
        if len(self.sites) > 1:
            langs = [s.lang for s in self.sites if passage.key in self.texts[s.lang]] or [self.site.lang]
        else:
            langs = [self.site.passage_lang(passage)]
        own = self.numbering[self.site.lang]
        return [
            (
                tuple(
                    _with_images(
                        self.numbering.get(lang, own).numbered(self.texts[lang].get(passage.key, _NOTHING)),
                        lang,
                    )
                ),
                lang,
            )
            for lang in langs
        ]

    def _mark(self, passage: BilingualBlock) -> Node | None:
        """What a block's English is: where the banner does not say it, and before each run of a draft.

        Runs begin anew below each heading; of the first the banner stands right above.
        """
        if not self.english:
            return None
        state, block = states.shown_state(passage.entry), passage.block
        if block.kind in INLINE or block.lead:
            self.told = ""
        run = state == "draft" != self.told and block.kind not in INLINE
        self.told = state if block.kind in (Kind.TITLE, Kind.KICKER) or block.kind not in INLINE else ""
        if state == self.usual and state not in ("stale", "missing") and not run:
            return None
        return el("p", states.badge(self.english, state), class_="state", **lang_attributes(TRANSLATION.code))

    # --- below it ---

    def _notes(self) -> Iterator[Node]:
        for site in self.sites:
            if notes := self.numbering[site.lang].listed():
                name = el("h2", site.words("article.notes"), id=f"{self.numbering[site.lang].mark}notes")
                yield el("section", name, notes, role="doc-endnotes", **lang_attributes(site.lang))

    def _about(self) -> Node:
        """Corrections, origin and terms, and how to cite this revision."""
        parts: list[Node] = []
        for site in self.sites:
            inner = [corrections_section(site, self.article), source_details(site, self.article)]
            cite = el(
                "p", el("strong", site.words("cite.title")), ": ", *citation.as_text(site, self.article)
            )
            parts.append(
                el("div", *inner, replace(cite, attrs=(("class", "cite"),)), **lang_attributes(site.lang))
            )
        return el("footer", *parts)

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


def _list(points: Sequence[Node], block: Block) -> Node:
    return el(list_tag(block), *points, class_=list_class(block, "points"))
