"""The page of an article: the same blocks under the same keys in both languages."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from jisr.lang.lettering import list_letter
from jisr.model.publication import Article, BilingualBlock
from jisr.model.source import Block, Kind, Lang
from jisr.site.article import states
from jisr.site.article.footer import footer, group_link
from jisr.markup.html import (Element, Node, RichText, el, markdown_heading, serialise, without_links)
from jisr.site.article.metadata import article_meta
from jisr.site.article.components import (first_block, is_same_list, kind_nodes, lang_attributes, list_class, list_start, list_tag, tools, view_switch, with_list_letter)
from jisr.site.common.context import DIR, OTHER, Site, article_path, markdown_page
from jisr.site.article.text import FootnoteNumbering, INLINE, Wording, lead_and_rest

_NOTHING = RichText(())


def article_page(site: Site, words: Wording) -> Iterator[tuple[str, bytes]]:
    """The page of an article in the language of `site`: path and content."""
    yield article_path(words.article), _Page(site, words).render()


@dataclass
class _Page:
    """Puts one page together; footnotes are numbered on the way down."""

    site: Site
    words: Wording

    def __post_init__(self) -> None:
        say = self.site.words
        self.numbering = FootnoteNumbering(say)
        # The Arabic that an English paragraph unfolds has its notes on the Arabic page.
        self.beside = FootnoteNumbering(say, elsewhere=self.site.other(self.path))

    @property
    def article(self) -> Article:
        return self.words.article

    @cached_property
    def usual(self) -> str:
        return states.usual_state(self.article)

    @property
    def path(self) -> str:
        return article_path(self.article)

    def render(self) -> bytes:
        title, lang = self.site.titles[self.article.slug]
        english = self.site.lang == "en"
        parts = [*self._head(), *self._body(), *self._notes(), serialise(footer(self.site, self.article))]
        meta = {
            "title": title,
            "lang": self.site.lang,
            "dir": self.site.dir,
            "title_lang": lang if lang != self.site.lang else "",
            "template": "article.html",
            "state": states.page_state(self.article),
            "robots": "noindex" if english and states.has_machine_text(self.article) else "",
            **article_meta(self.site, self.article),
        }
        return markdown_page(meta, parts)

    # --- above the text ---

    def _head(self) -> Iterator[str]:
        kicker = first_block(self.article, Kind.KICKER)
        if kicker:
            nodes, lang = self._nodes(kicker)
            yield serialise(el("p", *nodes, class_="jisr-kicker", id=kicker.key, **lang_attributes(lang)))
        title = first_block(self.article, Kind.TITLE)
        if title:
            nodes, lang = self._nodes(title)
            if lang != self.site.lang:
                nodes = (el("bdi", *nodes, lang=lang, dir=DIR[lang]),)
            yield markdown_heading(1, title.key, *nodes)
            yield self._below_heading(title, lang)
        else:
            yield markdown_heading(1, "title", *self.site.text(*self.site.titles[self.article.slug]))
        yield serialise(byline(self.site, self.article, self.path))
        if summary := self.article.meta.summary.get(self.site.lang):
            yield serialise(el("p", *self.site.text(summary), class_="jisr-summary"))
        yield serialise(view_switch(self.site, self.article, self.site.lang))
        if self.site.lang == "en":
            yield serialise(states.banner(self.site, self.article, self.path))

    # --- the text ---

    def _body(self) -> Iterator[str]:
        points: list[Node] = []
        first: Block | None = None
        above = (first_block(self.article, Kind.KICKER), first_block(self.article, Kind.TITLE))
        for passage in self.article.passages:
            block = passage.block
            if block.kind in (Kind.KICKER, Kind.TITLE) and passage in above:
                continue
            listed = block.kind is Kind.POINT and not block.lead
            if points and first and not (listed and is_same_list(block, first)):
                yield self._list(points, first)
                points = []
            if listed:
                first = block if not points else first
                points.append(self._point(passage))
            elif block.kind in INLINE or block.lead:
                yield from self._section(passage)
            else:
                yield serialise(self._block(passage))
        if points and first:
            yield self._list(points, first)

    def _list(self, points: list[Node], first: Block) -> str:
        return serialise(
            el(
                list_tag(first),
                *points,
                class_=list_class(first, "jisr-points"),
                start=list_start(first),
                **lang_attributes(self.site.lang),
            )
        )

    def _point(self, passage: BilingualBlock) -> Node:
        nodes, lang = self._nodes(passage)
        if len(nodes) == 1 and isinstance(nodes[0], Element) and nodes[0].tag == "p":
            nodes = nodes[0].children
        nodes = with_list_letter(passage.block, nodes, lang)
        value = passage.block.number if list_tag(passage.block) == "ol" else None
        return el("li", *nodes, *self._tail(passage), value=value, **self._wrapper(passage, lang))

    def _section(self, passage: BilingualBlock) -> Iterator[str]:
        """A heading, or a point that begins with one."""
        block = passage.block
        level = 3 if block.lead else min(max(block.level, 2), 6)
        nodes, lang = self._nodes(passage)
        lead, body = lead_and_rest(nodes) if block.lead else (nodes, ())
        number = f"{self.site.words.number(block.number)}. " if block.lead and block.numbered else ""
        number = list_letter(block, lang) or number
        name: tuple[Node, ...] = (number, *lead) if number else lead
        if lang != self.site.lang:
            name = (el("bdi", *name, lang=lang, dir=DIR[lang]),)
        yield markdown_heading(level, passage.key, *name)
        yield self._below_heading(passage, lang, body)

    def _below_heading(self, passage: BilingualBlock, lang: Lang, body: tuple[Node, ...] = ()) -> str:
        """What belongs to a heading and is not in it: a point's words, the mark, the tools."""
        attrs = {**self._wrapper(passage, lang), "id": None, "data_key": passage.key}
        if not body:
            attrs["class_"] = "jisr-block jisr-block--tools"
        return serialise(el("div", *body, *self._tail(passage), **attrs))

    def _block(self, passage: BilingualBlock) -> Node:
        nodes, lang = self._nodes(passage)
        return el(
            "div",
            *kind_nodes(self.site, passage, nodes),
            *self._tail(passage),
            **self._wrapper(passage, lang),
        )

    def _wrapper(self, passage: BilingualBlock, lang: Lang) -> dict[str, str | bool | int | None]:
        state = states.shown_state(passage.entry) if self.site.lang == "en" else None
        return {
            "class_": f"jisr-block jisr-block--{passage.block.kind}",
            "id": passage.key,
            "data_state": state,
            **lang_attributes(lang),
        }

    def _nodes(self, passage: BilingualBlock) -> tuple[tuple[Node, ...], Lang]:
        """The words of a passage as they stand here, and their language."""
        lang = self.site.passage_lang(passage)
        # only the English page has the other language beside a sentence
        texts = self.words.paired if self.site.lang == "en" else self.words.single
        return self.numbering.numbered(texts[lang].get(passage.key, _NOTHING)), lang

    def _notes(self) -> Iterator[str]:
        if notes := self.numbering.listed():
            yield markdown_heading(2, "notes", self.site.words("article.notes"))
            yield serialise(el("section", notes, role="doc-endnotes"))

    # --- marks, tools, and what is said below ---

    def _tail(self, passage: BilingualBlock) -> list[Node]:
        """What follows the words of a block: a mark if it is not as the banner says, tools, the Arabic."""
        mark = original = changed = None
        if self.site.lang == "en":
            mark = states.mark(self.site, passage, self.usual)
            changed = states.change(self.site, passage.entry)
            original = self._original(passage)
        menu = tools(self.site, self.article, passage)
        return [node for node in (mark, menu, changed, original) if node]

    def _original(self, passage: BilingualBlock) -> Node | None:
        """The Arabic of an English paragraph, to be unfolded in its place."""
        # notes are numbered even if not shown, so that the numbers match the Arabic page
        nodes = self.beside.numbered(self.words.paired["ar"].get(passage.key, _NOTHING))
        if not passage.english or passage.block.kind in INLINE:
            return None
        if passage.block.lead:
            lead, rest = lead_and_rest(nodes)
            nodes = (el("p", el("strong", *lead)), *rest)
        nodes = without_links(nodes)  # those of the English text above lead to the same names
        name = self.site.words("article.original")
        return el(
            "details",
            el("summary", el("span", name, class_="jisr-hidden"), title=name, lang="en", dir="ltr"),
            el("div", *kind_nodes(self.site, passage, nodes), class_="jisr-original__text", **lang_attributes("ar")),
            class_="jisr-original",
        )


def byline(site: Site, article: Article, path: str) -> Node:
    """Author, date, and what the translation is."""
    say, meta = site.words, article.meta
    items: list[Node] = []
    for group in site.filed.get(article.slug, ()):
        if group.sort == "authors":
            before, after = say("article.author", name="\0").split("\0")
            by = group_link(site, path, group)
            items.append(el("li", before, by, after, class_="jisr-byline__author"))
    items += [el("li", *site.text(credit, "ar")) for credit in meta.credits]
    if meta.published:
        day = el("time", say.published(meta.published), datetime=meta.published.value)
        sure = (
            el("span", f" ({say('article.inferred')})", class_="jisr-quiet")
            if meta.published.inferred
            else None
        )
        items.append(el("li", day, sure))
    if site.lang == "en":
        if credit := states.credit(site, article):
            items.append(el("li", *site.text(credit), class_="jisr-byline__credit"))
    else:
        there = site.other(path, target=article_path(article))
        other = el("a", states.badge(site, states.page_state(article)), href=there, hreflang=OTHER[site.lang])
        items.append(el("li", say("article.english_state"), " ", other))
    return el("ul", *items, class_="jisr-byline")
