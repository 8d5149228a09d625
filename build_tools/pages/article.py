"""The page of an article: the same blocks under the same keys in both languages."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from build_tools.markdown import plain
from build_tools.model import Article, Block, Kind, Lang, Passage
from build_tools.pages import states
from build_tools.pages.html import Element, Node, Text, el, heading, parse, parse_inline, serialise, text_of
from build_tools.pages.inline import Target, isolated, linked, longest
from build_tools.pages.site import DIR, OTHER, Site, actor_path, article_path, page
from build_tools.pages.urls import link, safe_href

_INLINE = (Kind.TITLE, Kind.HEADING, Kind.KICKER)
Notes = list[tuple[int, str, tuple[Node, ...]]]
"""Footnotes in order: number, key of the block that cites them, words."""


def article_pages(site: Site) -> Iterator[tuple[str, bytes]]:
    """A page for each article."""
    for article in site.articles:
        yield article_path(article), _Page(site, article).render()


@dataclass
class _Page:
    """Puts one page together; `notes` and `named` grow on the way down."""

    site: Site
    article: Article
    notes: Notes = field(default_factory=list)
    named: set[str] = field(default_factory=set)  # actors linked in this section

    @cached_property
    def usual(self) -> str:
        return states.usual_state(self.article)

    @property
    def path(self) -> str:
        return article_path(self.article)

    def render(self) -> bytes:
        title, lang = self.site.titles[self.article.slug]
        english = self.site.lang == "en"
        parts = [*self._head(), *self._body(), *self._notes(), serialise(self._details())]
        meta = {
            "title": title,
            "description": self.article.meta.summary.get(self.site.lang, ""),
            "lang": self.site.lang,
            "dir": self.site.dir,
            "title_lang": lang if lang != self.site.lang else "",
            "template": "article.html",
            "state": states.page_state(self.article),
            "robots": "noindex" if english and self._needs_noindex() else "",
        }
        return page(meta, parts)

    def _needs_noindex(self) -> bool:
        return states.holds_machine_text(self.article)

    # --- above the text ---

    def _head(self) -> Iterator[str]:
        kicker = self._first(Kind.KICKER)
        if kicker:
            text, lang = self._text(kicker)
            yield serialise(el("p", *text.nodes, class_="jisr-kicker", id=kicker.key, **self._language(lang)))
        title = self._first(Kind.TITLE)
        if title:
            text, lang = self._text(title)
            nodes = (
                text.nodes if lang == self.site.lang else (el("bdi", *text.nodes, lang=lang, dir=DIR[lang]),)
            )
            yield heading(1, title.key, *nodes)
            yield self._below_heading(title, lang)
        else:
            yield heading(1, "title", *self.site.text(*self.site.titles[self.article.slug]))
        yield serialise(self._byline())
        if summary := self.article.meta.summary.get(self.site.lang):
            yield serialise(el("p", *self.site.text(summary), class_="jisr-summary"))
        if self.site.lang == "en":
            yield serialise(states.banner(self.site, self.article, self.path))

    def _first(self, kind: Kind) -> Passage | None:
        return next((p for p in self.article.passages if p.block.kind is kind), None)

    def _byline(self) -> Node:
        say, meta = self.site.words, self.article.meta
        items: list[Node] = []
        if name := meta.author.get(self.site.lang) or meta.author.get("ar"):
            lang: Lang = self.site.lang if self.site.lang in meta.author else "ar"
            before, after = say("article.author", name="\0").split("\0")
            items.append(el("li", before, *self.site.text(name, lang), after, class_="jisr-byline__author"))
        if meta.published:
            day = el("time", say.published(meta.published), datetime=meta.published.value)
            sure = (
                None
                if not meta.published.inferred
                else el("span", f" ({say('article.inferred')})", class_="jisr-quiet")
            )
            items.append(el("li", day, sure))
        if self.site.lang == "en":
            if credit := states.credit(self.site, self.article):
                items.append(el("li", *self.site.text(credit), class_="jisr-byline__credit"))
        else:
            other = el(
                "a", states.badge(self.site, states.page_state(self.article)), href=self.site.other(self.path)
            )
            items.append(el("li", say("article.english_state"), " ", other))
        return el("ul", *items, class_="jisr-byline")

    # --- the text ---

    def _body(self) -> Iterator[str]:
        points: list[Node] = []
        first: Block | None = None
        for passage in self.article.passages:
            block = passage.block
            if block.kind in (Kind.KICKER, Kind.TITLE) and passage in (
                self._first(Kind.KICKER),
                self._first(Kind.TITLE),
            ):
                continue
            listed = block.kind is Kind.POINT and not block.lead
            if points and not (listed and first and bool(block.number) == bool(first.number)):
                yield self._list(points, first)
                points = []
            if listed:
                first = block if not points else first
                points.append(self._point(passage))
            elif block.kind in (Kind.HEADING, Kind.TITLE, Kind.KICKER) or block.lead:
                yield from self._section(passage)
            else:
                yield serialise(self._block(passage))
        if points:
            yield self._list(points, first)

    def _list(self, points: list[Node], first: Block | None) -> str:
        number = first.number if first else 0
        tag = "ol" if number else "ul"
        start = number if number > 1 else None
        return serialise(
            el(tag, *points, class_="jisr-points", start=start, **self._language(self.site.lang))
        )

    def _point(self, passage: Passage) -> Node:
        text, lang = self._text(passage)
        nodes = text.nodes
        if len(nodes) == 1 and isinstance(nodes[0], Element) and nodes[0].tag == "p":
            nodes = nodes[0].children
        value = passage.block.number or None
        return el("li", *nodes, *self._tail(passage), value=value, **self._wrapper(passage, lang))

    def _section(self, passage: Passage) -> Iterator[str]:
        """A heading, or a point that begins with one. Mentions are linked anew below it."""
        self.named.clear()
        block = passage.block
        level = 3 if block.lead else min(max(block.level, 2), 6)
        text, lang = self._text(passage)
        lead, body = (text.nodes, ()) if not block.lead else _lead(text.nodes)
        number = f"{self.site.words.number(block.number)}. " if block.lead and block.number else ""
        name: tuple[Node, ...] = (number, *lead) if number else lead
        if lang != self.site.lang:
            name = (el("bdi", *name, lang=lang, dir=DIR[lang]),)
        yield heading(level, passage.key, *name)
        yield self._below_heading(passage, lang, body)

    def _below_heading(self, passage: Passage, lang: Lang, body: tuple[Node, ...] = ()) -> str:
        """What belongs to a heading and is not in it: a point's words, the mark, the tools."""
        attrs = {**self._wrapper(passage, lang), "id": None, "data_key": passage.key}
        if not body:
            attrs["class_"] = "jisr-block jisr-block--tools"
        return serialise(el("div", *body, *self._tail(passage), **attrs))

    def _block(self, passage: Passage) -> Node:
        text, lang = self._text(passage)
        nodes = text.nodes
        match passage.block.kind:
            case Kind.QUOTATION:
                nodes = (el("blockquote", *nodes),)
            case Kind.TABLE:
                nodes = tuple(self._table(node) for node in nodes)
            case _:
                pass
        return el("div", *nodes, *self._tail(passage), **self._wrapper(passage, lang))

    def _table(self, node: Node) -> Node:
        """A table that scrolls by itself where it is wider than the page, also by keyboard."""
        if not isinstance(node, Element) or node.tag != "table":
            return node
        table = replace(
            node, attrs=(*node.attrs, ("class", "jisr-table__table"))
        )  # a class keeps Material's script away
        return el(
            "div",
            table,
            class_="jisr-table",
            tabindex="0",
            role="group",
            aria_label=self.site.words("article.table"),
        )

    def _wrapper(self, passage: Passage, lang: Lang) -> dict[str, str | bool | int | None]:
        state = states.shown_state(passage.entry) if self.site.lang == "en" else None
        return {
            "class_": f"jisr-block jisr-block--{passage.block.kind}",
            "id": passage.key,
            "data_state": state,
            **self._language(lang),
        }

    def _language(self, lang: Lang) -> dict[str, str]:
        return {"lang": lang, "dir": DIR[lang]}

    # --- words ---

    def _text(self, passage: Passage) -> tuple[Text, Lang]:
        """The words of a passage: parsed, names linked, runs isolated, footnotes numbered."""
        source, lang = self.site.passage_words(passage)

        def address(href: str) -> str | None:
            return safe_href(href, self.path)

        block = passage.block
        if block.kind in _INLINE:
            text = parse_inline(source, address)
            nodes = text.nodes
        else:
            text = parse(_with_heading(source) if block.lead else source, address)
            nodes = _lowered(text.nodes, keep=int(block.lead))
            nodes = self._linked(passage, source, lang, nodes)
        nodes = isolated(nodes, lang)
        notes = {
            name: isolated(words, lang) for name, words in text.notes
        }  # cited in the order of the text, whatever order they are written in
        return Text(self._numbered(passage.key, nodes, notes)), lang

    def _linked(self, passage: Passage, source: str, lang: Lang, nodes: tuple[Node, ...]) -> tuple[Node, ...]:
        once = self.site.settings.link_mentions == "first"
        targets = []
        found = self.site.mentions.get((self.article.slug, passage.key, lang), ())
        if not found:
            return nodes
        words = plain(source)
        lead_end = words.text.find("\n") if passage.block.lead else 0
        for mention in longest(found):
            if mention.actor not in self.site.actors or (once and mention.actor in self.named):
                continue
            if mention.start < lead_end or not words.linkable(mention.start, mention.end):
                continue
            self.named.add(mention.actor)
            targets.append(Target(mention.start, mention.end, link(self.path, actor_path(mention.actor))))
        return linked(nodes, words.text, targets)

    def _numbered(
        self, key: str, nodes: tuple[Node, ...], notes: dict[str, tuple[Node, ...]]
    ) -> tuple[Node, ...]:
        numbers: dict[str, int] = {}

        def walk(node: Node) -> Node | None:
            if isinstance(node, str):
                return node
            name = node.get("data-note")
            if not name:
                return replace(node, children=tuple(n for n in map(walk, node.children) if n is not None))
            if name not in notes:
                return None
            again = name in numbers
            if not again:
                numbers[name] = len(self.notes) + 1
                self.notes.append((numbers[name], key, notes[name]))
            n = numbers[name]
            shown = self.site.words.number(n)
            ref = el("a", shown, href=f"#note-{n}", class_="jisr-note-ref", role="doc-noteref",
                     aria_label=self.site.words("article.note", n=shown))  # fmt: skip
            return el("sup", ref, id=None if again else f"ref-{n}")

        return tuple(n for n in map(walk, nodes) if n is not None)

    def _notes(self) -> Iterator[str]:
        if not self.notes:
            return
        say = self.site.words
        yield heading(2, "notes", say("article.notes"))
        items = []
        for n, _key, words in self.notes:
            back = el("a", "↑", href=f"#ref-{n}", class_="jisr-note-back", role="doc-backlink",
                      aria_label=say("article.note_back", n=say.number(n)))  # fmt: skip
            items.append(el("li", *words, back, id=f"note-{n}"))
        yield serialise(el("section", el("ol", *items, class_="jisr-notes"), role="doc-endnotes"))

    # --- marks, tools, and what is said below ---

    def _tail(self, passage: Passage) -> list[Node]:
        """What follows the words of a block: a mark if it is not as the banner says, and the tools."""
        mark = states.mark(self.site, passage, self.usual) if self.site.lang == "en" else None
        return [node for node in (mark, self._tools(passage, passage.block.kind in _INLINE)) if node]

    def _tools(self, passage: Passage, is_heading: bool) -> Node:
        say, key = self.site.words, passage.key
        kind = "heading_" if is_heading else ""
        here = el(
            "a",
            say(f"tools.{kind}link"),
            href=f"#{key}",
            class_="jisr-tools__link",
            data_copied=say("tools.copied"),
        )
        there = el(
            "a",
            say(f"tools.{kind}other"),
            href=self.site.other(self.path, key),
            hreflang=OTHER[self.site.lang],
        )
        items = [el("li", here), el("li", there)]
        if self.site.lang == "en":
            state = states.shown_state(passage.entry)
            items.insert(0, el("li", say(f"state.{state}"), class_="jisr-tools__state"))
            if address := self.site.correction_url(self.article.slug):
                items.append(
                    el("li", el("a", say(f"tools.{kind}correct"), href=address, rel="edit nofollow"))
                )
        name = say("tools.heading" if is_heading else "tools.title")
        return el(
            "details",
            el("summary", el("span", name, class_="jisr-hidden"), title=name),
            el("ul", *items),
            class_="jisr-tools",
            **self._language(self.site.lang),
        )

    def _details(self) -> Node:
        """Where the text comes from and under what terms, below it."""
        say, meta = self.site.words, self.article.meta
        rows: list[tuple[str, tuple[Node, ...]]] = []
        if self.site.lang == "en" and (credit := states.credit(self.site, self.article)):
            rows.append((say("article.translation"), self.site.text(credit)))
        if meta.source:
            is_link = meta.source.startswith(("https://", "http://"))
            words = (
                (el("a", meta.source, href=meta.source, dir="ltr"),)
                if is_link
                else (el("bdi", meta.source, dir="ltr", class_="jisr-file"),)
            )
            rows.append((say("article.source" if is_link else "article.source_file"), words))
        rows.append((say("article.licence"), self._either(meta.licence) or (say("article.licence_unknown"),)))
        if meta.permission:
            rows.append((say("article.permission"), self._either(meta.permission)))
        if meta.topics:
            joined = ("، " if self.site.lang == "ar" else ", ").join(meta.topics)
            rows.append((say("article.topics"), self._either(joined)))
        pairs = [el("div", el("dt", name), el("dd", *words)) for name, words in rows]
        name = say("article.details")
        return el("footer", el("dl", *pairs), class_="jisr-details", aria_label=name)

    def _either(self, text: str) -> tuple[Node, ...]:
        """Words of the sidecar that have no language of their own, isolated as what they look like."""
        if not text:
            return ()
        return (el("bdi", text, dir="auto"),)


def _lowered(nodes: tuple[Node, ...], keep: int) -> tuple[Node, ...]:
    """Headings that an editor put inside a block, below those of the page; the first `keep` nodes stay."""
    return nodes[:keep] + tuple(
        replace(node, tag="h4") if isinstance(node, Element) and node.tag in ("h1", "h2", "h3") else node
        for node in nodes[keep:]
    )


def _with_heading(source: str) -> str:
    """A point's words with its lead as a heading, so that it is read as one line whatever it begins with."""
    lead, _, rest = source.partition("\n\n")
    return f"# {' '.join(lead.split())} #\n\n{rest}"


def _lead(nodes: tuple[Node, ...]) -> tuple[tuple[Node, ...], tuple[Node, ...]]:
    """The words of the heading that a point begins with, and the rest."""
    first = nodes[0] if nodes else None
    if isinstance(first, Element) and first.tag == "h1":
        return first.children, nodes[1:]
    return (text_of(nodes[:1]),), nodes[1:]
