"""HTML out of Markdown: only what is allowed, with all its words. Cases: `cases/pages/markdown.yml`."""

import re
from html.parser import HTMLParser
from pathlib import Path

import markdown as python_markdown
import pytest
import yaml
from hypothesis import assume, example, given
from hypothesis import strategies as st

from jisr.markup.html import (
    Element,
    Node,
    RichText,
    el,
    map_elements,
    map_text,
    markdown_heading,
    parse_html,
    parse_inline,
    parse_markdown,
    serialise,
    text_content,
    without_links,
)
from jisr.markup.markdown_text import escape
from jisr.site.common.urls import safe_href

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases/pages/markdown.yml").read_text("utf-8"))


def parsed(source: str) -> RichText:
    return parse_markdown(source, lambda href: safe_href(href, "articles/x.md"))


def shown(nodes: tuple[Node, ...]) -> str:
    return re.sub(r"(?<=>)\s+(?=<)|\n", "", serialise(*nodes))


@pytest.mark.parametrize(("source", "html"), CASES)
def test_markdown_becomes_only_allowed_html(source: str, html: str) -> None:
    assert shown(parsed(source).nodes) == html


class Tags(HTMLParser):
    """Collects the tags and attributes that a browser would see."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, {name: value or "" for name, value in attrs}))


HTML_PIECES = (
    *("<", ">", "</", "/>", "script", "img", "=", "'", '"', "a", "b", "style", "svg", "<!--", "-->"),
    *("<![CDATA[", "]]>", "<?", "&", "lt;", "`", "[", "](", ")", "#", "\n\n", " ", " src=x", " onerror=y"),
    *(" href=javascript:z", "{: #x }"),
)


RUNNING = ["script", "style", "iframe", "svg", "object", "embed", "form", "input", "base", "link", "meta"]


@given(st.lists(st.sampled_from(HTML_PIECES), max_size=24).map("".join))
def test_nothing_that_runs_comes_through(source: str) -> None:
    for tag, attrs in Tags(serialise(*parsed(source).nodes)).seen:
        assert tag not in RUNNING
        assert not [name for name in attrs if name.startswith("on") or name in ("style", "id")]
        assert not attrs.get("href", "").lower().startswith(("javascript:", "data:"))


@given(st.text(max_size=80))
def test_a_seeds_text_is_published_as_that_text(text: str) -> None:
    words_ = " ".join("".join(c for c in text if c.isprintable() or c == "\n").split())
    nodes = parse_markdown(escape(words_), lambda href: None).nodes
    assert " ".join(text_content(nodes).split()) == words_


def test_text_nested_beyond_reason_is_shown_as_it_is_typed() -> None:
    source = "1. " * 5_000 + "end"
    assert text_content(parse_markdown(source, lambda href: None).nodes) == source


@given(st.text(alphabet=st.characters(exclude_categories=("C", "Z")) | st.just(" "), max_size=60))
@example("C#")
def test_a_heading_reads_the_same_after_markdown(text: str) -> None:
    flat = " ".join(text.split())
    assume(flat)
    source = markdown_heading(2, "h1", *parse_inline(escape(flat), lambda href: None).nodes)
    html = python_markdown.markdown(source, extensions=["attr_list", "toc"])
    assert html.startswith('<h2 id="h1">')
    seen = HeadingText(html)
    assert seen.text == flat
    assert {tag for tag, _ in seen.tags} == {"h2"}


class HeadingText(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.text, self.tags = "", []
        self.feed(html)

    tags: list[tuple[str, object]]

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append((tag, attrs))

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize(
    ("source", "html", "notes"),
    [
        ("a[^1]\n\n[^1]: n *x*", '<p>a<sup data-note="1"></sup></p>', {"1": "<p>n <em>x</em></p>"}),
        ("> q[^a:b]\n\n[^a:b]: n", '<blockquote><p>q<sup data-note="a:b"></sup></p></blockquote>',
         {"a:b": "<p>n</p>"}),
        ("a[^1] b[^2]\n\n[^2]: two\n[^1]: one",
         '<p>a<sup data-note="1"></sup> b<sup data-note="2"></sup></p>',
         {"1": "<p>one</p>", "2": "<p>two</p>"}),
        ("a[^1]", "<p>a[^1]</p>", {}),
        # an editor's own HTML in the shape of notes keeps its words
        ('a[^1]\n\n<div class="footnote">Words</div>\n\n[^1]: n',
         '<p>a<sup data-note="1"></sup></p><p>Words</p>',
         {"1": "<p>n</p>"}),
        ('a[^1]\n\n<div class="footnote"><p>One</p><li>Two</li></div>\n\n[^1]: n',
         '<p>a<sup data-note="1"></sup></p><p>One</p><li>Two</li>', {"1": "<p>n</p>"}),
        ('m<sup id="fnref:1">2</sup>', "<p>m<sup>2</sup></p>", {}),
        ('<li id="fn:1">n</li> [^1]', '<li id="fn:1">n</li><p> [^1]</p>', {}),
    ],
)  # fmt: skip
def test_notes_stand_apart(source: str, html: str, notes: dict[str, str]) -> None:
    text = parsed(source)
    assert shown(text.nodes) == html
    assert {name: shown(nodes) for name, nodes in text.notes} == notes


@pytest.mark.parametrize(
    ("source", "nodes"),
    [
        ("C#", ("C#",)),
        ("- a", ("- a",)),
        ("1. *b*", ("1. ", Element("em", (), ("b",)))),
        ("two\n lines", ("two lines",)),
        ("[^1]: n", ("[^1]: n",)),
        ("", ()),
    ],
)
def test_a_line_is_inline_whatever_it_begins_with(source: str, nodes: tuple[Node, ...]) -> None:
    assert parse_inline(source, lambda href: href).nodes == nodes


def test_a_line_nested_beyond_reason_is_its_text() -> None:
    source = "*a " * 3_000
    assert text_content(parse_inline(source, lambda href: None).nodes) == source.strip()


def test_tags_nested_beyond_reason_are_text() -> None:
    html = serialise(*parsed("<b>" * 60 + "<i>x<br>").nodes)
    assert html.count("<b>") == 59  # within a paragraph
    assert "&lt;b&gt;&lt;i&gt;x<br></b>" in html


# --- trees -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("element", "html"),
    [
        (el("p", "a", None, "", el("br"), class_="x", data_state="draft"),
         '<p class="x" data-state="draft">a<br></p>'),
        (el("ol", start=3, hidden=True, id=None, reversed=False), '<ol start="3" hidden=""></ol>'),
        (el("p", "a < b & \"c\" \u202ed", title="'<"),
         '<p title="&#x27;&lt;">a &lt; b &amp; &quot;c&quot; d</p>'),
        (el("img", "lost", src="x"), '<img src="x">'),
    ],
)  # fmt: skip
def test_an_element_is_written_as_it_was_made(element: Element, html: str) -> None:
    assert serialise(element) == html
    assert element.children == tuple(child for child in element.children if child)


def test_attributes_are_found_by_name() -> None:
    element = el("a", href="x", title="y")
    assert (element.get("href"), element.get("title"), element.get("id")) == ("x", "y", "")


def test_a_heading_means_nothing_to_markdown_but_a_heading() -> None:
    assert markdown_heading(3, "p2", "a * b", el("em", "<c>  d")) == (
        "### a &#42; b<em>&lt;c&gt; d</em> {: #p2 }"
    )


def test_texts_are_told_whether_they_stand_in_a_link_code_or_heading() -> None:
    seen: list[tuple[str, bool]] = []

    def change(text: str, inside: bool) -> tuple[Node, ...]:
        seen.append((text, inside))
        return (text.upper(), el("br"))

    paragraph = el("p", "b", el("a", el("em", "c"), href="x"), el("code", "d"))
    nodes = map_text([el("h2", "a"), paragraph, "e"], change)
    assert seen == [("a", True), ("b", False), ("c", True), ("d", True), ("e", False)]
    assert serialise(*nodes) == (
        '<h2>A<br></h2><p>B<br><a href="x"><em>C<br></em></a><code>D<br></code></p>E<br>'
    )


def test_elements_are_replaced_from_the_inside_out() -> None:
    seen: list[str] = []

    def change(element: Element) -> list[Node]:
        seen.append(element.tag)
        if element.tag == "b":
            return []
        return [*element.children, "!"] if element.tag == "i" else [element]

    tree: list[Node] = ["a", el("p", "b", el("i", "c", el("b", "d")), "e"), el("b", el("u", "f"))]
    assert map_elements(tree, change) == ("a", el("p", "b", "c", "!", "e"))
    assert seen == ["b", "i", "p", "u", "b"]


def test_links_at_names_go_and_all_others_stay() -> None:
    name = el("a", el("b", "Iraq"), href="i", class_="jisr-name")
    other = el("a", "there", href="t", class_="out")
    span = el("span", "kept", class_="jisr-name")
    assert serialise(*without_links([el("p", "in ", name, " and ", other, span)])) == (
        '<p>in <b>Iraq</b> and <a href="t" class="out">there</a><span class="jisr-name">kept</span></p>'
    )


def test_html_of_templates_is_read_as_it_is_written() -> None:
    html = '<p class="a" download="">one<br>two &amp; <b>three</b></p>text<img src="x">'
    assert serialise(*parse_html(html)) == html
