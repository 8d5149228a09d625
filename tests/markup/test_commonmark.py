"""Markdown to HTML: what differs from CommonMark, and that no text takes long.

CommonMark itself is held to its own 650 examples by markdown-it-py.
"""

from html import escape

import pytest

from jisr.markup.commonmark import MAX_NESTING, to_html
from tests.steps import LINEAR, ending, growth


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("و**«داعش»**في", "<p>و<strong>«داعش»</strong>في</p>\n"),  # “and **ISIS** in”, written together
        ("لـ*“فيلق”*", "<p>لـ<em>“فيلق”</em></p>\n"),  # to the “corps”
        ("_a_ snake_case_x 2 * 3 * 4", "<p><em>a</em> snake_case_x 2 * 3 * 4</p>\n"),
        ("***both*** **b**", "<p><em><strong>both</strong></em> <strong>b</strong></p>\n"),
        ("[x](javascript:1) [y](مرحبا.md)", '<p><a href="javascript:1">x</a> <a href="مرحبا.md">y</a></p>\n'),
        ("a\0b", "<p>ab</p>\n"),
        ("1. a\n\n    b", "<ol>\n<li>\n<p>a</p>\n<p>b</p>\n</li>\n</ol>\n"),
        ("```python\n<b>\n```", '<pre><code class="language-python">&lt;b&gt;\n</code></pre>\n'),
    ],
)
def test_markdown(source: str, html: str) -> None:
    assert to_html(source) == html


def test_footnotes_stand_where_they_are_defined() -> None:
    found = to_html("a[^1] b[^2]\n\n[^1]: one\n\n    more\n\nc")
    assert found == (
        '<p>a<sup id="fnref:1"></sup> b[^2]</p>\n'
        '<div class="footnote"><li id="fn:1"><p>one</p>\n<p>more</p>\n</li></div>\n<p>c</p>\n'
    )


def test_a_footnote_needs_no_blank_line_above_and_its_name_is_no_markup() -> None:
    found = to_html('a[^"<b>]\n[^"<b>]: one')
    assert '<sup id="fnref:&quot;&lt;b&gt;"></sup>' in found
    assert '<li id="fn:&quot;&lt;b&gt;"><p>one</p>' in found


@pytest.mark.parametrize("mark", ["> ", "- ", "1. ", "[^1]: "])
def test_what_is_nested_beyond_reason_is_shown_as_it_is_typed(mark: str) -> None:
    source = mark * (MAX_NESTING + 1) + "end <b>"
    assert to_html(source) == f"<p>{escape(source)}</p>"
    assert "end" in to_html(mark * (MAX_NESTING // 2 - 1) + "end")


@pytest.mark.parametrize(
    "unit", ["[", "![", "[a](", "[a](<b", "`a``", "*a **a ", "__a _b ", "<a ", "<!--", "[^1]: "]
)
def test_steps_grow_with_the_text(unit: str) -> None:
    with ending():
        assert growth(lambda size: to_html(unit * (size // len(unit))), 1_000) < LINEAR
