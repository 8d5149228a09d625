"""HTML as a small tree: made by us, or out of Markdown with an allow-list, never by pasting strings together.

What editors write may hold any HTML; only what `ALLOWED` names comes out as markup, the rest as the text it
was written as. So nothing on a page can run, whatever a seed, a model or an editor put there. Attribute
lists, templates and includes mean nothing here: the Markdown is converted without such extensions.
"""

import html
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from html.parser import HTMLParser
from typing import Union

from markupsafe import Markup

from jisr.markup.commonmark import to_html
from jisr.markup.markdown_text import leads_elsewhere, split_notes
from jisr.model.private import VOID

Node = Union["Element", str]


def names(text: str) -> frozenset[str]:
    """The names in a text, with spaces between them, as a set."""
    return frozenset(text.split())


BLOCKS = names(
    """p div ul ol li blockquote pre hr table thead tbody tr th td dl dt dd h1 h2 h3 h4 h5 h6 section"""
)
_GLOBAL = names("lang dir")
_INLINE = names("em strong b i s del ins u mark sub sup br bdi cite q small span kbd code")
ALLOWED: dict[str, frozenset[str]] = {
    **dict.fromkeys(BLOCKS - {"div", "section"}, _GLOBAL),
    **dict.fromkeys(_INLINE, _GLOBAL),
    "a": _GLOBAL | {"href", "title"},
    "abbr": _GLOBAL | {"title"},
    "bdo": _GLOBAL,
    "img": _GLOBAL | {"src", "alt"},
    "li": _GLOBAL | {"value"},
    "ol": _GLOBAL | {"start"},
    "td": _GLOBAL | {"style"},
    "th": _GLOBAL | {"style"},
}
# Direction overrides could turn a paragraph's end around, and control characters are errors in HTML.
# The other marks stay, they are somebody's spelling.
_NEVER = "\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\ufffe\uffff"
_NEVER_SHOWN = re.compile(f"[{_NEVER}]")
_SPECIAL = re.compile(f"[&<>\"'{_NEVER}]")
_PASSED = ALLOWED.keys() | {"div"}  # div: around a footnote
_DEEPEST = 60  # elements within each other; a tag deeper inside is text
_ALIGN = {"left": "jisr-start", "center": "jisr-center", "right": "jisr-right"}


@dataclass(frozen=True)
class Element:
    """A tag with its attributes and what is inside; text is `str`, unescaped."""

    tag: str
    attrs: tuple[tuple[str, str], ...] = ()
    children: tuple[Node, ...] = ()

    def get(self, name: str) -> str:
        """The attribute `name`, `""` without one."""
        for given, value in self.attrs:
            if given == name:
                return value
        return ""

    @cached_property
    def html(self) -> str:
        """As `serialise` gives it, kept: the same words stand on several pages."""
        return serialise(self)


def el(tag: str, *children: Node | None, **attrs: str | bool | int | None) -> Element:
    """An element. `class_` is `class`, `data_state` is `data-state`; what is None or False is left out."""
    return Element(
        tag,
        tuple(
            (name.rstrip("_").replace("_", "-"), "" if value is True else str(value))
            for name, value in attrs.items()
            if value is not None and value is not False
        ),
        tuple(child for child in children if child is not None and child != ""),
    )


def serialise(*nodes: Node) -> str:
    """HTML that reads the same as an HTML block in Markdown: every special character is an entity.

    What templates made (`Markup`) is HTML already.
    """
    out: list[str] = []

    def walk(nodes: Iterable[Node]) -> None:
        for node in nodes:
            if isinstance(node, str):
                out.append(node if isinstance(node, Markup) else escape_text(node))
                continue
            out.append(f"<{node.tag}")
            for name, value in node.attrs:
                out.append(f' {name}="{escape_text(value)}"')
            out.append(">")
            if node.tag not in VOID:
                walk(node.children)
                out.append(f"</{node.tag}>")

    walk(nodes)
    return "".join(out)


def escape_text(text: str) -> str:
    """Text as HTML, without what no page may hold."""
    return html.escape(without_unsafe_characters(text)) if _SPECIAL.search(text) else text


def without_unsafe_characters(text: str) -> str:
    """`text` without the characters that no page and no file beside it may hold."""
    return _NEVER_SHOWN.sub("", text)


def markdown_heading(level: int, key: str, *nodes: Node) -> str:
    """A Markdown heading with an id, so that MkDocs puts it into the table of contents."""
    return heading_line(level, key, serialise(*nodes))


def heading_line(level: int, key: str, html: str, listed: str = "") -> str:
    """The same of HTML: outside tags and entities no character may mean anything to Markdown.

    With `listed` it stands so in the table of contents.
    """
    parts = re.split(r"(<[^>]*>|&#?\w+;)", " ".join(html.replace("&#10;", " ").split()))
    safe = [re.sub(r"[!-/:-@\[-`{-~]", lambda m: f"&#{ord(m[0])};", part) for part in parts[::2]]
    parts[::2] = safe
    label = f' data-toc-label="{escape_text(listed)}"' if listed else ""
    return f"{'#' * level} {''.join(parts)} {{: #{key}{label} }}"


def text_content(nodes: Iterable[Node]) -> str:
    """The text inside `nodes`."""
    return "".join(node if isinstance(node, str) else text_content(node.children) for node in nodes)


def elements(nodes: Iterable[Node]) -> Iterator[Element]:
    """All elements of a tree."""
    for node in nodes:
        if isinstance(node, Element):
            yield node
            yield from elements(node.children)


def map_text(nodes: Iterable[Node], change: Callable[[str, bool], Iterable[Node]]) -> tuple[Node, ...]:
    """Put other nodes in place of every text; `change` is told whether it is in a link, code or heading."""

    def walk(node: Node, inside: bool) -> Iterator[Node]:
        if isinstance(node, str):
            yield from change(node, inside)
        else:
            within = inside or node.tag in ("a", "code", "pre", "h1", "h2", "h3", "h4", "h5", "h6")
            inner = tuple(new for child in node.children for new in walk(child, within))
            yield Element(node.tag, node.attrs, inner)

    return tuple(new for node in nodes for new in walk(node, inside=False))


def map_elements(nodes: Iterable[Node], change: Callable[[Element], Iterable[Node]]) -> tuple[Node, ...]:
    """Put other nodes in place of every element, from the inside out; texts stay."""
    out: list[Node] = []
    for node in nodes:
        if isinstance(node, str):
            out.append(node)
        else:
            out += change(Element(node.tag, node.attrs, map_elements(node.children, change)))
    return tuple(out)


def without_links(nodes: Iterable[Node]) -> tuple[Node, ...]:
    """The same without the links at names; all other links stay."""

    def unlinked(element: Element) -> Iterable[Node]:
        is_name = element.tag == "a" and element.get("class") == "jisr-name"
        return element.children if is_name else [element]

    return map_elements(nodes, unlinked)


def parse_html(text: str) -> tuple[Node, ...]:
    """HTML that templates made, as a tree: with an end for every tag but those that have none."""
    reader = _Reader()
    reader.feed(text)
    return reader.finish()


class _Reader(HTMLParser):
    """Builds the tree of what it is given, tag by tag."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, tuple[tuple[str, str], ...], list[Node]]] = [("", (), [])]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append((tag, tuple((name, value or "") for name, value in attrs), []))
        if tag in VOID:
            self.end()

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            while self.end() != tag:
                pass

    def handle_data(self, data: str) -> None:
        self.open[-1][2].append(data)

    def end(self) -> str:
        """End the innermost element; gives its tag."""
        tag, attrs, children = self.open.pop()
        self.open[-1][2].append(Element(tag, attrs, tuple(children)))
        return tag

    def finish(self) -> tuple[Node, ...]:
        """End all elements that are still open; gives the tree."""
        self.close()
        while len(self.open) > 1:
            self.end()
        return tuple(self.open[0][2])


# --- Markdown → tree ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class RichText:
    """The words of a block as a tree; `notes` are its footnotes by name, cited by `sup[data-note]`."""

    nodes: tuple[Node, ...]
    notes: tuple[tuple[str, tuple[Node, ...]], ...] = ()


def parse_markdown(source: str, link: Callable[[str], str | None]) -> RichText:
    """Markdown → tree. `link` gives the address to publish for a link, or None to leave the link out."""
    builder = _Builder(link)
    builder.feed(_known_tags(to_html(source)))
    notes: list[tuple[str, tuple[Node, ...]]] = []
    nodes = builder.finish()
    kept = _without_notes(nodes, notes) if "[^" in source else nodes
    return RichText(_paragraphs(kept), tuple(notes))


_TAG = re.compile(r"<(?=(?P<mark>/?(?P<name>[A-Za-z][A-Za-z0-9]*)(?:[\s/][^<>]*)?>)?)")


def _known_tags(text: str) -> str:
    """`text` with every `<` that begins no allowed tag as a character, and without comments.

    So the parser never sees a tag without an end, nor one behind which it would take all for a script.
    """
    pieces: list[str] = []
    position = 0
    while (start := text.find("<!--", position)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        pieces.append(text[position:start])
        position = end + 3
    text = "".join([*pieces, text[position:]])
    return _TAG.sub(lambda m: "<" if (m["name"] or "").lower() in _PASSED else "&lt;", text)


def parse_inline(source: str, link: Callable[[str], str | None]) -> RichText:
    """One line of Markdown (a title, a heading) with its footnotes → inline tree, whatever it begins with."""
    # The closing mark keeps a # that the words end with (C#) from being taken for one.
    line, notes = split_notes(source)
    text = parse_markdown(f"# {line} #\n\n{notes}", link)
    first = text.nodes[0] if text.nodes else None
    if isinstance(first, Element) and first.tag == "h1":
        return RichText(first.children, text.notes)
    return RichText((text_content(text.nodes),), text.notes)


def _without_notes(nodes: Iterable[Node], notes: list[tuple[str, tuple[Node, ...]]]) -> tuple[Node, ...]:
    """`nodes` without the footnotes, which are put into `notes`."""
    kept: list[Node] = []
    for node in nodes:
        if isinstance(node, str):
            kept.append(node)
        elif node.get("class") == "footnote":
            for child in node.children:
                if isinstance(child, Element) and child.get("id"):
                    notes.append((child.get("id").partition(":")[2], child.children))
                else:  # an editor's own
                    kept.append(child)
        else:
            kept.append(replace(node, children=_without_notes(node.children, notes)))
    return tuple(kept)


def _paragraphs(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    """Inline nodes that stand among blocks get paragraphs of their own."""
    out: list[Node] = []
    loose: list[Node] = []

    def close() -> None:
        if text_content(loose).strip() or any(element.tag == "img" for element in elements(loose)):
            out.append(Element("p", (), tuple(loose)))
        loose.clear()

    for node in nodes:
        if isinstance(node, Element) and node.tag in BLOCKS:
            close()
            out.append(node)
        else:
            loose.append(node)
    close()
    return tuple(out)


class _Builder(_Reader):
    """Builds the tree; what is not allowed becomes the text it was written as."""

    def __init__(self, link: Callable[[str], str | None]) -> None:
        super().__init__()
        self._link = link

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        deep = len(self.open) > _DEEPEST and tag not in VOID
        if deep or (kept := self._attributes(tag, given)) is None:
            self.handle_data(self.get_starttag_text() or "")
        elif tag == "img" and not dict(kept).get("src"):
            self.handle_data(given.get("alt", ""))
        else:
            super().handle_starttag(tag, list(kept))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag in ALLOWED and tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if any(name == tag for name, _, _ in self.open):
            super().handle_endtag(tag)
        elif tag not in ALLOWED:
            self.handle_data(f"</{tag}>")

    def end(self) -> str:
        tag, attrs, children = self.open[-1]
        if children and attrs and attrs[0][0] == "data-note":
            # a number that an editor typed; references made from Markdown are not numbered yet
            self.open[-1] = tag, (), children
        return super().end()

    def _attributes(self, tag: str, given: dict[str, str]) -> tuple[tuple[str, str], ...] | None:
        """The attributes to keep; None if the tag is to be text."""
        if tag == "div" and given == {"class": "footnote"}:
            return (("class", "footnote"),)
        if tag == "li" and given.get("id", "").startswith("fn:"):
            return (("id", given["id"]),)
        if tag == "sup" and given.get("id", "").startswith("fnref"):
            return (("data-note", given["id"].partition(":")[2]),)
        if tag not in ALLOWED:
            return None
        kept = {name: given[name] for name in sorted(ALLOWED[tag] & given.keys())}
        if kept.get("dir", "auto") not in ("ltr", "rtl", "auto"):
            del kept["dir"]
        if "lang" in kept and not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", kept["lang"]):
            del kept["lang"]
        for count in ("start", "value"):
            if count in kept and not re.fullmatch(r"-?[0-9]{1,9}", kept[count]):
                del kept[count]
        if "style" in kept:
            side = re.fullmatch(r"text-align:(left|center|right)", kept.pop("style"))
            kept |= {"class": _ALIGN[side[1]]} if side else {}
        if "href" in kept and (address := self._link(kept.pop("href"))) is not None:
            kept["href"] = address
        if tag == "img":
            address = self._link(kept.get("src", "")) or ""
            # an image elsewhere would have the reader's browser ask another host
            kept["src"] = "" if leads_elsewhere(address) else address
        return tuple(kept.items())
