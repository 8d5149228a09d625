"""The page of an article: the same blocks under the same keys in both languages."""

from collections.abc import Iterator
from dataclasses import dataclass

from jisr.i18n import InterfaceStrings
from jisr.markup.html import Element, Node, el, heading_line, markdown_heading, serialise, without_links
from jisr.model.languages import ORIGINAL, TRANSLATION
from jisr.model.publication import Article
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
from jisr.site.article.footer import footer, group_link
from jisr.site.article.footnotes import FootnoteLinks
from jisr.site.article.metadata import article_meta
from jisr.site.article.text import INLINE
from jisr.site.article.view import ArticleView, ArticleViews, BlockView, list_runs
from jisr.site.common.context import DIR, OTHER, Site, article_path, markdown_page


def article_page(site: Site, views: ArticleViews) -> Iterator[tuple[str, bytes]]:
    """The page of an article in the language of `site`: path and content."""
    originals = {}
    if site.lang == TRANSLATION.code:
        originals = {block.key: block for block in views.columns[ORIGINAL.code].body}
    yield article_path(views.article), _Page(site, views.pages[site.lang], originals).render()


@dataclass
class _Page:
    """Puts one page together; `originals` are the blocks in Arabic that English ones unfold."""

    site: Site
    view: ArticleView
    originals: dict[str, BlockView]

    def __post_init__(self) -> None:
        say = self.site.words
        self.notes = FootnoteLinks(say, say)
        # The Arabic that an English paragraph unfolds has its notes on the Arabic page.
        counted = InterfaceStrings(ORIGINAL.code, self.site.settings.digits)
        self.elsewhere = FootnoteLinks(say, counted, elsewhere=self.site.other(self.path))

    @property
    def article(self) -> Article:
        return self.view.article

    @property
    def path(self) -> str:
        return article_path(self.article)

    def render(self) -> bytes:
        view, english = self.view, self.site.lang == TRANSLATION.code
        parts = [*self._head(), *self._body(), *self._notes(), serialise(footer(self.site, self.article))]
        meta = {
            "title": view.title,
            "lang": self.site.lang,
            "dir": self.site.dir,
            "title_lang": view.title_lang if view.title_lang != self.site.lang else "",
            "template": "article.html",
            "state": view.state,
            "robots": "noindex" if english and states.has_machine_text(self.article) else "",
            **article_meta(self.site, self.article),
        }
        return markdown_page(meta, parts)

    # --- above the text ---

    def _head(self) -> Iterator[str]:
        if kicker := self.view.kicker:
            words = self.notes.linked(kicker.heading)
            yield serialise(
                el(
                    "p",
                    *words,
                    self._mark(kicker),
                    class_="jisr-kicker",
                    id=kicker.key,
                    **lang_attributes(kicker.lang),
                )
            )
        if title := self.view.heading:
            yield from self._section(title)
        else:
            yield markdown_heading(1, "title", *self.site.text(self.view.title, self.view.title_lang))
        yield serialise(byline(self.site, self.view, self.path))
        if self.view.summary:
            yield serialise(el("p", *self.site.text(self.view.summary), class_="jisr-summary"))
        yield serialise(view_switch(self.site, self.article, self.site.lang))
        if self.site.lang == TRANSLATION.code:
            yield serialise(states.banner(self.site, self.article, self.path))

    # --- the text ---

    def _body(self) -> Iterator[str]:
        for is_list, blocks in list_runs(self.view.body):
            first = blocks[0]
            if is_list:
                yield self._list(blocks)
            elif first.level:
                yield from self._section(first)
            else:
                yield serialise(self._block(first))

    def _list(self, points: tuple[BlockView, ...]) -> str:
        first = points[0].block
        return serialise(
            el(
                list_tag(first),
                *map(self._point, points),
                class_=list_class(first, "jisr-points"),
                start=list_start(first),
                **lang_attributes(self.site.lang),
            )
        )

    def _point(self, block: BlockView) -> Node:
        nodes = self.notes.linked(block.nodes)
        if len(nodes) == 1 and isinstance(nodes[0], Element) and nodes[0].tag == "p":
            nodes = nodes[0].children
        value = block.block.number if list_tag(block.block) == "ol" else None
        return el("li", *nodes, *self._tail(block), value=value, **self._wrapper(block))

    def _section(self, block: BlockView) -> Iterator[str]:
        """A heading, or a point that begins with one."""
        name = self.notes.linked(block.heading)
        if block.lang != self.site.lang:
            name = (el("bdi", *name, lang=block.lang, dir=DIR[block.lang]),)
        listed = block.heading_text if block.notes else ""
        yield heading_line(block.level, block.key, serialise(*name), listed)
        body = self.notes.linked(block.nodes)
        attrs = {**self._wrapper(block), "id": None, "data_key": block.key}
        if not body:
            attrs["class_"] = "jisr-block jisr-block--tools"
        yield serialise(el("div", *body, *self._tail(block), **attrs))

    def _block(self, block: BlockView) -> Node:
        nodes = kind_nodes(self.site, block.kind, self.notes.linked(block.nodes))
        return el("div", *nodes, *self._tail(block), **self._wrapper(block))

    def _wrapper(self, block: BlockView) -> dict[str, str | bool | int | None]:
        return {
            "class_": f"jisr-block jisr-block--{block.kind}",
            "id": block.key,
            "data_state": block.state or None,
            **lang_attributes(block.lang),
        }

    def _notes(self) -> Iterator[str]:
        if notes := self.notes.listed(self.view.notes):
            yield markdown_heading(2, "notes", self.site.words("article.notes"))
            yield serialise(el("section", notes, role="doc-endnotes"))

    # --- marks, tools, and what is said below ---

    def _mark(self, block: BlockView) -> Node | None:
        return states.badge(self.site, block.mark) if block.mark else None

    def _tail(self, block: BlockView) -> list[Node]:
        """What follows the words of a block: a mark if it is not as the banner says, tools, the Arabic."""
        original = changed = None
        if self.site.lang == TRANSLATION.code:
            changed = states.change(self.site, block.passage.entry)
            original = self._original(block)
        menu = tools(self.site, self.article, block.passage)
        return [node for node in (self._mark(block), menu, changed, original) if node]

    def _original(self, block: BlockView) -> Node | None:
        """The Arabic of an English paragraph, to be unfolded in its place."""
        if block.lang == ORIGINAL.code or block.kind in INLINE:
            return None
        original = self.originals[block.key]
        lead = (el("p", el("strong", *original.heading)),) if original.heading else ()
        nodes = self.elsewhere.linked((*lead, *original.nodes))
        nodes = without_links(nodes)  # those of the English text above lead to the same names
        name = self.site.words("article.original")
        return el(
            "details",
            el(
                "summary",
                el("span", name, class_="jisr-hidden"),
                title=name,
                **lang_attributes(TRANSLATION.code),
            ),
            el(
                "div",
                *kind_nodes(self.site, block.kind, nodes),
                class_="jisr-original__text",
                **lang_attributes(ORIGINAL.code),
            ),
            class_="jisr-original",
        )


def byline(site: Site, view: ArticleView, path: str) -> Node:
    """Author, date, and what the translation is."""
    say, article = site.words, view.article
    items: list[Node] = []
    for group in site.filed.get(article.slug, ()):
        if group.sort == "authors":
            before, after = say("article.author", name="\0").split("\0")
            by = group_link(site, path, group)
            items.append(el("li", before, by, after, class_="jisr-byline__author"))
    items += [el("li", *site.text(credit, ORIGINAL.code)) for credit in view.credits]
    if published := article.meta.published:
        day = el("time", view.date, datetime=published.value)
        items.append(el("li", day, el("span", view.inferred, class_="jisr-quiet") if view.inferred else None))
    if site.lang == TRANSLATION.code:
        if credit := states.credit(site, article):
            items.append(el("li", *site.text(credit), class_="jisr-byline__credit"))
    else:
        there = site.other(path, target=article_path(article))
        other = el("a", states.badge(site, view.state), href=there, hreflang=OTHER[site.lang])
        items.append(el("li", say("article.english_state"), " ", other))
    return el("ul", *items, class_="jisr-byline")
