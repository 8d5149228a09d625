"""Runs of another direction, links inside of texts, and addresses between pages."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.markup.html import el, parse_markdown, serialise, text_content
from jisr.markup.markdown_text import plain
from jisr.markup.page_urls import page_url
from jisr.model.languages import Lang
from jisr.site.common.inline import LinkSpan, isolate, isolate_nodes, link_spans
from jisr.site.common.urls import relative_url
from tests.site.rendered import cases


@pytest.mark.parametrize(
    ("lang", "text", "html"),
    [(lang, *case) for lang, rows in cases("isolation.yml").items() for case in rows],
)
def test_runs_of_another_direction_are_isolated(lang: Lang, text: str, html: str) -> None:
    assert serialise(*isolate(text, lang)) == html


@given(
    st.text(alphabet=st.sampled_from("اب وة١٢12aZ-–+%.,:()«»“”@/#$ \n"), max_size=60),
    st.sampled_from(["ar", "en"]),
)
def test_isolation_changes_no_character(text: str, lang: Lang) -> None:
    assert text_content(isolate(text, lang)) == text


@pytest.mark.parametrize(
    ("lang", "text", "html"),
    [(lang, *case) for lang, rows in cases("isolation_of_nodes.yml").items() for case in rows],
)
def test_a_run_through_links_and_emphasis_is_one_isolate(lang: Lang, text: str, html: str) -> None:
    (paragraph,) = isolate_nodes(parse_markdown(text, lambda href: href).nodes, lang)
    assert serialise(paragraph) == f"<p>{html}</p>"


@given(
    st.lists(st.text(alphabet=st.sampled_from("اب aZ2(-.,"), min_size=1), max_size=8),
    st.lists(st.sampled_from(["", "a", "em", "code", "bdi"]), min_size=8, max_size=8),
    st.sampled_from(["ar", "en"]),
)
def test_isolation_in_trees_changes_only_spaces_behind_numbers_and_tears_no_element(
    texts: list[str], tags: list[str], lang: Lang
) -> None:
    nodes = [el(tag, text) if tag else text for tag, text in zip(tags, texts, strict=False)]
    found = isolate_nodes(nodes, lang)
    assert text_content(found).replace("\u00a0", " ") == text_content(nodes)
    elements = [tag for tag, _ in zip(tags, texts, strict=False) if tag in ("a", "em", "code")]
    assert re.findall("<(a|em|code)[ >]", serialise(*found)) == elements


def test_of_a_cell_only_what_is_longer_than_a_word_is_broken() -> None:
    address = "https://www.example.org/levels.pdf"
    (table,) = parse_markdown(f"| 1,410 |\n|--:|\n| انظر {address} و1,250 |", lambda href: href).nodes
    found = serialise(*isolate_nodes([table], "ar"))
    assert re.findall('<span class="jisr-long">([^<]*)</span>', found) == [address]
    assert '<th class="jisr-right">1,410</th>' in found


# --- links -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "url"),
    [
        ("index.md", ""),
        ("about.md", "about/"),
        ("articles/index.md", "articles/"),
        ("articles/a/x.md", "articles/a/x/"),
        ("a/p.png", "a/p.png"),
    ],
)
def test_pages_lie_where_mkdocs_puts_them(path: str, url: str) -> None:
    assert page_url(path) == url


@pytest.mark.parametrize(
    ("source", "target", "anchor", "address"),
    [
        ("articles/a/x.md", "actors/y.md", "", "../../../actors/y/"),
        ("index.md", "articles/x.md", "p7", "articles/x/#p7"),
        ("articles/x.md", "index.md", "", "../../"),
        ("articles/x.md", "articles/x.md", "p1", "#p1"),
        ("articles/x.md", "../en/articles/x.md", "p1", "../../../en/articles/x/#p1"),
        ("index.md", "../en/index.md", "", "../en/"),
        ("index.md", "index.md", "", "./"),
        ("articles/x.md", "articles/مقال.md", "", "../%D9%85%D9%82%D8%A7%D9%84/"),
    ],
)
def test_relative_addresses(source: str, target: str, anchor: str, address: str) -> None:
    assert relative_url(source, target, anchor) == address


def test_names_are_linked_outside_of_links_code_and_headings() -> None:
    source = "Iraq, [Iraq](https://a.example), `Iraq` and *Iraq*.\n\n| Iraq |\n|---|\n| 1 |"
    words_ = plain(source)
    spans = [LinkSpan(m.start(), m.end(), "../iraq/") for m in re.finditer("Iraq", words_.text)]
    html = serialise(*link_spans(parse_markdown(source, lambda href: href).nodes, words_.text, spans))
    assert html.count('class="jisr-name"') == 3
    assert "<code>Iraq</code>" in html
    assert '<a href="https://a.example">Iraq</a>' in html
    assert '<em><a class="jisr-name" href="../iraq/">Iraq</a></em>' in html


@given(st.data())
def test_links_change_no_character(data: st.DataObject) -> None:
    source = data.draw(
        st.lists(
            st.sampled_from(
                ["داعش ", "*Iraq* ", "**a** ", "`c` ", "\n\n", "- x\n", "b[^1] ", "\n\n[^1]: n\n\n"]
            ),
            max_size=12,
        ).map("".join)
    )
    words_ = plain(source)
    nodes = parse_markdown(source, lambda href: href).nodes
    spans = [LinkSpan(m.start(), m.end(), "x") for m in re.finditer("داعش|Iraq", words_.text)]
    assert text_content(link_spans(nodes, words_.text, spans)) == text_content(nodes)
