"""Pages that people write by hand, made from the same few tags as articles are.

Whoever has an editor's account, or has stolen one, writes them; MkDocs' own Markdown would let any HTML
and any attribute through. So they are converted here, by the allow-list of `html`: what it does not name
comes out as the text it was written as. Front matter is read as plain data, and only what `_FRONT` names is
passed on.

What stays of Markdown's extensions: tables, footnotes, fenced code, `{: #id }` behind a heading,
`{: .jisr-summary }` below a paragraph, and what `markup.own_pages` knows of Material's.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from hashlib import sha256
from typing import Any

from jisr.markup.html import (
    Element,
    Node,
    map_elements,
    markdown_heading,
    serialise,
    text_content,
)
from jisr.markup.markdown_text import heading_slug
from jisr.markup.own_pages import parse_own_page
from jisr.model.diagnostics import JisrError
from jisr.model.private import without_private
from jisr.site.article.footnotes import FootnoteLinks, FootnoteNumbering
from jisr.site.common.context import Site, markdown_page
from jisr.site.common.urls import leads_to_any, safe_href
from jisr.site.jobs import PageJob
from jisr.site.listing.lists import FRAGMENTS
from jisr.storage.yaml import parse_yaml

TEMPLATES = frozenset({"main.html", "list.html", "search.html"})
"""Templates that a hand-written page may name."""

_FRONT: dict[str, Callable[[Any], bool]] = {
    "title": lambda value: isinstance(value, str),
    "description": lambda value: isinstance(value, str),
    "template": lambda value: value in TEMPLATES,
    "nav": lambda value: value is False,
    "order": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "hide": lambda value: isinstance(value, list) and all(v in ("toc", "navigation") for v in value),
}
_HEAD = re.compile(r"---[ \t]*\n(.*?\n)?(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FRAGMENT = re.compile(r"^[ \t]*<!--[ \t]*jisr:([a-z-]+)[ \t]*-->[ \t]*$", re.MULTILINE)
_PLACE = "\ue000"  # around the name of a fragment on its way through Markdown
_ID = re.compile(r"\s*\{:\s*#([\w-]{1,80})\s*\}\s*$")
_SUMMARY = re.compile(r"\s*\n\{:\s*\.jisr-summary\s*\}\s*$")


def handwritten_job(site: Site, path: str, data: bytes) -> PageJob:
    """The page that a person wrote at `path` below its language, and the lists that it takes in."""
    taken = {name: FRAGMENTS[name] for name in _FRAGMENT.findall(_read(data)) if name in FRAGMENTS}
    inputs = [(name, fragment.inputs(site)) for name, fragment in taken.items()]
    held = sorted(site.settings.held)
    return site.job(
        path, (sha256(data).hexdigest(), held, inputs), partial(handwritten_page, site, path, data)
    )


def _read(data: bytes) -> str:
    return data.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")


def handwritten_page(site: Site, path: str, data: bytes) -> bytes:
    """The Markdown file for MkDocs made of a page that a person wrote at `path` below its language."""
    meta, body = _read_front_matter(_read(data))
    source = without_private(_FRAGMENT.sub(rf"\n{_PLACE}\1{_PLACE}\n", body.replace(_PLACE, "")))
    numbering, links = FootnoteNumbering(), FootnoteLinks(site.words, site.words)

    def address(href: str) -> str | None:
        held, base = site.settings.held, site.settings.base_url
        return None if leads_to_any(href, f"{site.lang}/{path}", held, base) else safe_href(href, path)

    words, _ = numbering.numbered(parse_own_page(source, address, site.words.table("admonition")), site.lang)
    nodes = map_elements(links.linked(words), _set_code_ltr)
    parts = list(_parts(site, path, nodes))
    parts.append(site.render("article/notes", path, links=links, listed=numbering.notes))
    if not meta.get("title"):
        first = next((n for n in nodes if isinstance(n, Element) and n.tag == "h1"), None)
        title = _ID.sub("", text_content(first.children)) if first else ""
        meta = {"title": title or path.rpartition("/")[2].removesuffix(".md"), **meta}
    taken = [FRAGMENTS[name] for name in _FRAGMENT.findall(body) if name in FRAGMENTS]
    rules = site.search_rules({state for fragment in taken for state in fragment.states(site)})
    return markdown_page({**meta, "unlisted": meta.get("nav") is False, **rules}, parts)


def _read_front_matter(text: str) -> tuple[dict[str, Any], str]:
    """What may be said above a page, and the page; front matter that is no YAML says nothing."""
    head = _HEAD.match(text)
    if not head:
        return {}, text
    try:
        data = parse_yaml(head[1] or "", "").data
    except JisrError:
        data = None
    given = data if isinstance(data, dict) else {}
    return {key: given[key] for key, fits in _FRONT.items() if key in given and fits(given[key])}, text[
        head.end() :
    ]


def _parts(site: Site, path: str, nodes: tuple[Node, ...]) -> Iterator[str]:
    taken: dict[str, int] = {}
    for node in nodes:
        if isinstance(node, Element) and re.fullmatch("h[1-6]", node.tag):
            children, key = _cut_end(node.children, _ID)
            yield markdown_heading(
                int(node.tag[1]), _unique_key(key or heading_slug(text_content(children)), taken), *children
            )
        elif isinstance(node, Element) and node.tag == "p":
            name = re.fullmatch(f"{_PLACE}([a-z-]+){_PLACE}", text_content(node.children).strip())
            if name:
                yield FRAGMENTS[name[1]].render(site, path) if name[1] in FRAGMENTS else ""
                continue
            children, _ = _cut_end(node.children, _SUMMARY)
            attrs = node.attrs if children == node.children else (*node.attrs, ("class", "jisr-summary"))
            yield serialise(replace(node, attrs=attrs, children=children))
        else:
            yield serialise(node)


def _set_code_ltr(element: Element) -> list[Node]:
    """Code runs from left to right on an Arabic page too."""
    if element.tag != "code" or element.get("dir"):
        return [element]
    return [replace(element, attrs=(*element.attrs, ("dir", "ltr")))]


def _cut_end(children: tuple[Node, ...], end: re.Pattern[str]) -> tuple[tuple[Node, ...], str]:
    """`children` without what `end` matches at their end, and the group of the match (`""` for none)."""
    if not children or not isinstance(children[-1], str) or not (found := end.search(children[-1])):
        return children, ""
    return (*children[:-1], children[-1][: found.start()]), found[1] if found.re.groups else ""


def _unique_key(key: str, taken: dict[str, int]) -> str:
    """`key`, with a number behind it where it was given before; `taken` has the last number of each."""
    name, number = key, taken.get(key, 0)
    while name in taken:
        number += 1
        name = f"{key}_{number}"
    taken[key] = number
    taken.setdefault(name, 0)
    return name
