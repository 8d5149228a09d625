"""Atom (RFC 4287): the newest articles with their full text and what their English is."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from urllib.parse import urljoin
from xml.etree import ElementTree as Xml

from jisr.i18n.marks import mark_words
from jisr.markup.html import Node, parse_html, serialise
from jisr.markup.xml_text import xml_text
from jisr.model.languages import ORIGINAL, TRANSLATION, other_lang
from jisr.site.article import citation
from jisr.site.article.footnotes import FootnoteLinks
from jisr.site.article.view import ArticleView
from jisr.site.common.context import Site, article_path, author_name, parallel_path
from jisr.site.common.listed import Given, ListedArticle
from jisr.site.jobs import PageJob
from jisr.site.lifecycle import notices_above, told_changes

PATH = "feed.xml"
NEWEST = 20
_ATOM = "http://www.w3.org/2005/Atom"
_UNKNOWN = "1970-01-01"  # Atom asks for a day; this one nobody takes for the truth


def atom_feed(site: Site) -> Iterator[PageJob]:
    """The feed of one language. Without `site_url` there is none: its addresses must be whole."""
    if site.settings.site_url:
        newest = site.articles[:NEWEST]
        filed = [[(g.id, g.name(site.lang)) for g in site.filed.get(a.slug, ())] for a in newest]
        inputs = [(a.seal, site.given_seal(a.slug)) for a in newest], filed
        yield site.job(PATH, inputs, partial(_feed, site, newest))


def _feed(site: Site, articles: Sequence[ListedArticle]) -> bytes:
    home = site.absolute_page_url("index.md")
    say = site.words
    root = Xml.Element("feed", {"xmlns": _ATOM, "xml:lang": site.lang})
    _text(root, "id", home)
    _text(root, "title", site.publication)
    _text(root, "subtitle", say("footer.line"))
    Xml.SubElement(root, "link", rel="self", type="application/atom+xml", href=f"{home}{PATH}")
    Xml.SubElement(root, "link", rel="alternate", type="text/html", href=home, hreflang=site.lang)
    _text(root, "updated", max((_day(article) for article in articles), default=f"{_UNKNOWN}T00:00:00Z"))
    _text(Xml.SubElement(root, "author"), "name", site.publication)
    for article in articles:
        root.append(_entry(site, article))
    Xml.indent(root)
    return bytes(Xml.tostring(root, "utf-8", xml_declaration=True)) + b"\n"


def _entry(site: Site, article: ListedArticle) -> Xml.Element:
    say = site.words
    url = site.absolute_page_url(article_path(article))
    entry = Xml.Element("entry")
    lang = article.title_lang
    _text(entry, "id", url)
    _text(entry, "title", site.marked_title(article.slug), lang if lang != site.lang else "")
    Xml.SubElement(entry, "link", rel="alternate", type="text/html", href=url, hreflang=site.lang)
    if article.is_in_both:
        other = other_lang(site.lang)
        there = url.replace(f"/{site.lang}/", f"/{other}/", 1)
        Xml.SubElement(entry, "link", rel="alternate", type="text/html", href=there, hreflang=other)
    _text(entry, "updated", _day(article))
    published = article.meta.published
    if published and published.precision == "day" and not published.inferred:
        _text(entry, "published", f"{published.value}T00:00:00Z")
    if by := author_name(article, site.lang):
        _text(Xml.SubElement(entry, "author"), "name", by[0])
    if site.lang == TRANSLATION.code:
        state = article.state
        scheme = site.absolute_page_url("translation-policy.md")
        Xml.SubElement(entry, "category", term=state, scheme=scheme, label=say(f"state.{state}"))
    for group in site.filed.get(article.slug, ()):
        if group.sort == "topics":
            name = xml_text(group.name(site.lang)[0])
            Xml.SubElement(entry, "category", term=xml_text(group.id), label=name)
    if article.meta.licence:
        _text(entry, "rights", article.meta.licence)
    if about := article.summary:
        told = mark_words(about[0], site.lang, article.state).as_text
        _text(entry, "summary", told, about[1] if about[1] != site.lang else "")
    (content,) = site.given("feed", article.slug)["text"]
    body = _text(entry, "content", content)
    body.set("type", "html")
    return entry


def _text(parent: Xml.Element, tag: str, text: str, lang: str = "") -> Xml.Element:
    child = Xml.SubElement(parent, tag, {"xml:lang": lang} if lang else {})
    child.text = xml_text(text)
    return child


def _day(article: ListedArticle) -> str:
    """When it last changed; Atom knows no "unknown", so the inferred date of publication does for it."""
    published = article.meta.published
    return f"{article.changed or (published.first_day if published else _UNKNOWN)}T00:00:00Z"


# --- the full text -----------------------------------------------------------------------------------------


def article_feed(site: Site, view: ArticleView) -> Given:
    """An article's text as HTML that stands by itself: what it is, all its blocks, whole addresses.

    The title is the entry's own, and stands here only if there is something to say of it.
    """
    is_translation = site.lang == TRANSLATION.code
    told = citation.note(site, view.article).removeprefix(f"{site.words(f'state.{view.state}')}; ")
    html = site.render(
        "listing/feed-content",
        parallel_path(view.article),
        view=view,
        above=notices_above(view.article, site.lang),
        corrections=told_changes(view.article, site.lang),
        told=site.text(told) if is_translation else (),
        links=FootnoteLinks(site.words, site.words),
    )
    base = site.absolute_page_url(parallel_path(view.article))
    page = site.absolute_page_url(article_path(view.article))
    return {"text": [serialise(*_standing_alone(site, parse_html(html), base, page))]}


def _standing_alone(site: Site, nodes: Iterable[Node], base: str, page: str) -> tuple[Node, ...]:
    """The tree with absolute addresses; links within the page lead to the published page.

    No style sheet is there to say in which digits lists are numbered.
    """
    own_digits = site.settings.digits == "arabic-indic"

    def walk(node: Node, lang: str) -> Node:
        if isinstance(node, str):
            return node
        lang = node.get("lang") or lang
        attrs = []
        for name, value in node.attrs:
            if name in ("href", "src"):
                attrs.append((name, urljoin(page if value.startswith("#") else base, value)))
            elif name != "id":
                attrs.append((name, value))
        if own_digits and node.tag == "ol" and lang == ORIGINAL.code:
            attrs.append(("style", "list-style-type: arabic-indic"))
        children = tuple(walk(child, lang) for child in node.children)
        return replace(node, attrs=tuple(attrs), children=children)

    return tuple(walk(node, site.lang) for node in nodes)
