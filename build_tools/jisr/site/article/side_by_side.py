"""The page that shows both languages of an article: Arabic right, English left, paragraph beside paragraph.

It is a page of its own, so that it needs no script and prints as it is seen. Search engines are led to the
article instead (canonical); the site's own search does not know it. In the source, and on a phone, the
page's own language comes first; the headings of the other are no headings to a screen reader.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from jisr.i18n import InterfaceStrings
from jisr.markup.html import Node, el, serialise
from jisr.model.languages import TRANSLATION
from jisr.model.source import Kind
from jisr.site.article import states
from jisr.site.article.components import (
    kind_nodes,
    lang_attributes,
    list_class,
    list_start,
    list_tag,
    tools,
    view_switch,
)
from jisr.site.article.footnotes import FootnoteLinks
from jisr.site.article.page import byline
from jisr.site.article.view import ArticleView, ArticleViews, BlockView
from jisr.site.common.context import OTHER, Site, article_path, markdown_page, parallel_path
from jisr.site.common.urls import page_url


def parallel_page(site: Site, views: ArticleViews) -> Iterator[tuple[str, bytes]]:
    """The page of both languages in the interface of `site`: path and content."""
    columns = [views.columns[lang] for lang in (site.lang, OTHER[site.lang])]
    yield parallel_path(views.article), _Page(site, views.pages[site.lang], columns).render()


@dataclass
class _Page:
    """Puts one page together: `view` is what is said of the article, `columns` its texts, first the page's own."""

    site: Site
    view: ArticleView
    columns: list[ArticleView]

    def __post_init__(self) -> None:
        own, say, digits = self.site.lang, self.site.words, self.site.settings.digits
        self.notes = {
            column.lang: FootnoteLinks(
                say,
                InterfaceStrings(column.lang, digits),
                mark="" if column.lang == own else f"{column.lang}-",
            )
            for column in self.columns
        }

    @property
    def path(self) -> str:
        return parallel_path(self.view.article)

    def render(self) -> bytes:
        view = self.view
        machine = states.has_machine_text(view.article)
        meta = {
            "title": f"{view.title} ({self.site.words('views.both')})",
            "description": self.site.words("views.about", title=view.title),
            "lang": self.site.lang,
            "dir": self.site.dir,
            "template": "parallel.html",
            "state": view.state,
            "canonical": page_url(article_path(view.article)),
            "robots": "noindex" if machine else "",
            "hide": ["toc"],
        }
        # one block of HTML: no blank line may end it
        body = el("div", *self._rows(), class_="jisr-parallel")
        return markdown_page(meta, [serialise(body)])

    def _rows(self) -> Iterator[Node]:
        site, view = self.site, self.view
        rows = list(zip(*(column.blocks for column in self.columns), strict=True))
        above = [row for row in rows if row[0].key in {b.key for b in (view.kicker, view.heading) if b}]
        yield from map(self._row, above)
        if not view.heading:
            yield el("h1", *site.text(view.title, view.title_lang), id="title")
        yield el(
            "div",
            byline(site, view, self.path),
            view_switch(site, view.article, "both"),
            states.banner(site, view.article, self.path),
            class_="jisr-parallel__head",
        )
        yield from map(self._row, rows[len(above) :])
        if any(column.notes for column in self.columns):
            yield self._notes()

    def _row(self, row: tuple[BlockView, ...]) -> Node:
        (english,) = (block for block in row if block.lang == TRANSLATION.code)
        mark = states.badge(self.site, english.mark) if english.mark else None
        changed = states.change(self.site, english.passage.entry)
        below = el("div", mark, changed, class_="jisr-pair__state") if mark or changed else None
        return el(
            "div",
            *map(self._cell, row),
            below,
            None
            if english.kind is Kind.KICKER
            else tools(self.site, self.view.article, english.passage, both=True),
            class_=f"jisr-pair jisr-pair--{english.kind}{' jisr-pair--lead' if english.block.lead else ''}",
            id=english.key,
            data_state=english.state,
        )

    def _cell(self, block: BlockView) -> Node:
        links = self.notes[block.lang]
        heading, nodes = links.linked(block.heading), links.linked(block.nodes)
        if not heading and not nodes:
            missing = self.site.words("state.missing")
            nodes = (el("p", missing, class_="jisr-quiet", **lang_attributes(self.site.lang)),)
        elif block.kind is Kind.KICKER:
            nodes = (el("p", *heading, class_="jisr-kicker"),)
        elif block.level:
            nodes = (self._heading(block, heading), *nodes)
        elif block.kind is Kind.POINT:
            tag, start = list_tag(block.block), list_start(block.block)
            nodes = (el(tag, el("li", *nodes), start=start, class_=list_class(block.block, "jisr-points")),)
        else:
            nodes = kind_nodes(self.site, block.kind, nodes)
        return el(
            "div", *nodes, class_=f"jisr-pair__text jisr-block--{block.kind}", **lang_attributes(block.lang)
        )

    def _heading(self, block: BlockView, nodes: tuple[Node, ...]) -> Node:
        if block.lang == self.site.lang:
            return el(f"h{block.level}", *nodes)
        return el("p", *nodes, class_=f"jisr-h jisr-h{block.level}")

    def _notes(self) -> Node:
        cells = [
            el(
                "div",
                self.notes[column.lang].listed(column.notes),
                class_="jisr-pair__text",
                **lang_attributes(column.lang),
            )
            for column in self.columns
        ]
        name = el("h2", self.site.words("article.notes"), class_="jisr-hidden")
        return el("section", name, *cells, class_="jisr-pair jisr-pair--notes", role="doc-endnotes")
