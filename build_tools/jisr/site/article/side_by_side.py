"""The page that shows both languages of an article: Arabic right, English left, paragraph beside paragraph.

It is a page of its own, so that it needs no script and prints as it is seen. Search engines are led to the
article instead (canonical); the site's own search does not know it. In the source, and on a phone, the
page's own language comes first; the headings of the other are no headings to a screen reader.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from jisr.lang.lettering import list_letter
from jisr.model.publication import Article, BilingualBlock
from jisr.model.source import Kind, Lang
from jisr.site.article import states
from jisr.site.article.page import byline
from jisr.markup.html import Node, RichText, el, serialise
from jisr.site.article.components import (first_block, kind_nodes, lang_attributes, list_class, list_start, list_tag, tools, view_switch, with_list_letter)
from jisr.site.common.context import OTHER, Site, article_path, markdown_page, parallel_path
from jisr.site.article.text import FootnoteNumbering, INLINE, Wording, lead_and_rest
from jisr.site.common.urls import page_url

_NOTHING = RichText(())


def parallel_page(site: Site, words: Wording) -> Iterator[tuple[str, bytes]]:
    """The page of both languages in the interface of `site`: path and content."""
    yield parallel_path(words.article), _Page(site, words).render()


@dataclass
class _Page:
    site: Site
    words: Wording

    def __post_init__(self) -> None:
        lang = self.site.lang
        self.langs: tuple[Lang, Lang] = (lang, OTHER[lang])
        say = self.site.words
        self.numbering = {lang: FootnoteNumbering(say), OTHER[lang]: FootnoteNumbering(say, mark=f"{OTHER[lang]}-")}

    @property
    def article(self) -> Article:
        return self.words.article

    @property
    def path(self) -> str:
        return parallel_path(self.article)

    @cached_property
    def usual(self) -> str:
        return states.usual_state(self.article)

    def render(self) -> bytes:
        title, _ = self.site.titles[self.article.slug]
        machine = states.has_machine_text(self.article)
        meta = {
            "title": f"{title} ({self.site.words('views.both')})",
            "description": self.site.words("views.about", title=title),
            "lang": self.site.lang,
            "dir": self.site.dir,
            "template": "parallel.html",
            "state": states.page_state(self.article),
            "canonical": page_url(article_path(self.article)),
            "robots": "noindex" if machine else "",
            "hide": ["toc"],
        }
        # one block of HTML: no blank line may end it
        body = el("div", *self._rows(), class_="jisr-parallel")
        return markdown_page(meta, [serialise(body)])

    def _rows(self) -> Iterator[Node]:
        above = [p for p in (first_block(self.article, Kind.KICKER), first_block(self.article, Kind.TITLE)) if p]
        for passage in above:
            yield self._row(passage)
        if not any(p.block.kind is Kind.TITLE for p in above):
            yield el("h1", *self.site.text(*self.site.titles[self.article.slug]), id="title")
        yield el(
            "div",
            byline(self.site, self.article, self.path),
            view_switch(self.site, self.article, "both"),
            states.banner(self.site, self.article, self.path),
            class_="jisr-parallel__head",
        )
        for passage in self.article.passages:
            if passage not in above:
                yield self._row(passage)
        if any(numbering.notes for numbering in self.numbering.values()):
            yield self._notes()

    def _row(self, passage: BilingualBlock) -> Node:
        state = states.shown_state(passage.entry)
        cells = [self._cell(passage, lang) for lang in self.langs]
        mark = states.mark(self.site, passage, self.usual)
        kind = passage.block.kind
        changed = states.change(self.site, passage.entry)
        below = el("div", mark, changed, class_="jisr-pair__state") if mark or changed else None
        return el(
            "div",
            *cells,
            below,
            None if kind is Kind.KICKER else tools(self.site, self.article, passage, both=True),
            class_=f"jisr-pair jisr-pair--{kind}{' jisr-pair--lead' if passage.block.lead else ''}",
            id=passage.key,
            data_state=state,
        )

    def _cell(self, passage: BilingualBlock, lang: Lang) -> Node:
        block = passage.block
        nodes = self.numbering[lang].numbered(self.words.paired[lang].get(passage.key, _NOTHING))
        if not nodes:
            missing = self.site.words("state.missing")
            nodes = (el("p", missing, class_="jisr-quiet", **lang_attributes(self.site.lang)),)
        elif block.kind is Kind.KICKER:
            nodes = (el("p", *nodes, class_="jisr-kicker"),)
        elif block.kind in INLINE:
            level = 1 if block.kind is Kind.TITLE else min(max(block.level, 2), 6)
            nodes = (self._heading(level, lang, nodes),)
        elif block.lead:
            lead, rest = lead_and_rest(nodes)
            number = (f"{self.site.words.number(block.number)}. ",) if block.numbered else ()
            number = (letter,) if (letter := list_letter(block, lang)) else number
            nodes = (self._heading(3, lang, (*number, *lead)), *rest)
        elif block.kind is Kind.POINT:
            start = list_start(block)
            item = el("li", *with_list_letter(block, nodes, lang))
            nodes = (el(list_tag(block), item, start=start, class_=list_class(block, "jisr-points")),)
        else:
            nodes = kind_nodes(self.site, passage, nodes)
        return el("div", *nodes, class_=f"jisr-pair__text jisr-block--{block.kind}", **lang_attributes(lang))

    def _heading(self, level: int, lang: Lang, nodes: tuple[Node, ...]) -> Node:
        if lang == self.site.lang:
            return el(f"h{level}", *nodes)
        return el("p", *nodes, class_=f"jisr-h jisr-h{level}")

    def _notes(self) -> Node:
        cells = [
            el("div", self.numbering[lang].listed(), class_="jisr-pair__text", **lang_attributes(lang))
            for lang in self.langs
        ]
        name = el("h2", self.site.words("article.notes"), class_="jisr-hidden")
        return el("section", name, *cells, class_="jisr-pair jisr-pair--notes", role="doc-endnotes")
