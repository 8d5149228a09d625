"""Parts of an article's pages: blocks by kind, the tools of a paragraph, the choice of views."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from jisr.model.publication import Article, BilingualBlock
from jisr.model.source import Block, Kind, Lang
from jisr.site.article import states
from jisr.markup.html import Element, Node, el
from jisr.site.common.context import DIR, OTHER, Site, article_path, parallel_path
from jisr.site.article.text import INLINE
from jisr.site.common.urls import relative_url


def lang_attributes(lang: Lang) -> Mapping[str, str]:
    """The attributes of an element in `lang`."""
    return {"lang": lang, "dir": DIR[lang]}


def list_start(block: Block) -> int | None:
    """Where a list begins whose first point is `block`, if not at 1."""
    return block.number if list_tag(block) == "ol" and block.number != 1 else None


def list_tag(block: Block) -> str:
    """The tag of the list that a point begins; letters stand in the words."""
    return "ol" if block.numbered and not block.lettered else "ul"


def list_class(block: Block, name: str) -> str:
    """`name`, and what says that the list needs no marks of its own."""
    return f"{name} {name}--lettered" if block.lettered else name


def kind_nodes(site: Site, kind: Kind, nodes: Sequence[Node]) -> tuple[Node, ...]:
    """The words of a block with what its kind asks for."""
    match kind:
        case Kind.QUOTATION:
            return (el("blockquote", *nodes),)
        case Kind.TABLE:
            return tuple(_table(site, node) for node in nodes)
        case Kind.IMAGE:
            return _figure(nodes)
        case _:
            return tuple(nodes)


def _figure(nodes: Sequence[Node]) -> tuple[Node, ...]:
    """An image with what stands below it."""
    first, *caption = [node for node in nodes if not isinstance(node, str) or node.strip()] or [""]
    images = [n for n in first.children if isinstance(n, Element)] if isinstance(first, Element) else []
    if [image.tag for image in images] != ["img"]:
        return tuple(nodes)
    below = [el("figcaption", *(n.children if isinstance(n, Element) and n.tag == "p" and len(caption) == 1
                                else [n] )) for n in caption[:1]]  # fmt: skip
    return (el("figure", *images, *below, *caption[1:]),)


def _table(site: Site, node: Node) -> Node:
    """A table that scrolls by itself where it is wider than the page, also by keyboard."""
    if not isinstance(node, Element) or node.tag != "table":
        return node
    # a class keeps Material's script away
    table = replace(node, attrs=(*node.attrs, ("class", "jisr-table__table")))
    return el("div", table, class_="jisr-table", tabindex="0", role="group",
              aria_label=site.words("article.table"))  # fmt: skip


def view_switch(site: Site, article: Article, now: str) -> Node:
    """The choice between Arabic, English and both side by side; `now` is `ar`, `en` or `both`."""
    say = site.words
    path = parallel_path(article) if now == "both" else article_path(article)
    items = []
    for view in ("ar", "en", "both"):
        target = parallel_path(article) if view == "both" else article_path(article)
        foreign = view in DIR and view != site.lang
        href = site.other(path, target=target) if foreign else relative_url(path, target)
        other = OTHER[site.lang]
        attrs = {"hreflang": other, **lang_attributes(other)} if foreign else {}
        current = view == now
        items.append(
            el("li", el("a", say(f"views.{view}"), href="#title" if current else href, data_jisr_view=view,
                        aria_current="page" if current else None, **attrs))
        )  # fmt: skip
    return el("nav", el("ul", *items), class_="jisr-views", aria_label=say("views.label"))


def tools(site: Site, article: Article, passage: BilingualBlock, *, both: bool = False) -> Node:
    """The small menu of a block: its state, its address, the same in the other language, a correction.

    `both` is for the page that shows both languages: it leads to either.
    """
    say, key = site.words, passage.key
    kind = "heading_" if passage.block.kind in INLINE else ""
    path = parallel_path(article) if both else article_path(article)
    here = el("a", say(f"tools.{kind}link"), href=f"#{key}", class_="jisr-tools__link",
              data_copied=say("tools.copied"))  # fmt: skip
    there = el("a", say(f"tools.{kind}other"), href=site.other(path, key, target=article_path(article)),
               hreflang=OTHER[site.lang])  # fmt: skip
    items = [el("li", here), el("li", there)]
    if not both:
        items.append(
            el("li", el("a", say("views.both"), href=relative_url(path, parallel_path(article), key)))
        )
    if site.lang == "en" or both:
        items.insert(0, el("li", *states.state_menu_item(site, passage.entry), class_="jisr-tools__state"))
        if address := site.correction_url(article.slug):
            items.append(el("li", el("a", say(f"tools.{kind}correct"), href=address, rel="edit nofollow")))
    if where := site.report_url(article.slug, key):
        items.append(el("li", el("a", say("report.title"), href=where, rel="nofollow")))
    name = say("tools.heading" if kind else "tools.title")
    return el(
        "details",
        el("summary", el("span", name, class_="jisr-hidden"), title=name),
        el("ul", *items),
        class_="jisr-tools",
        **lang_attributes(site.lang),
    )
