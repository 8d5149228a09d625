"""What templates print is escaped, laid out the same each time, and theirs to change by a publication."""

from pathlib import Path

import pytest

from jisr.markup.html import el
from jisr.model.diagnostics import JisrError
from jisr.site.templates import Templates, body_parts


def templates(root: Path, **texts: str) -> Templates:
    """The templates of a publication in `root` that has these of its own, by their name in `jisr/`."""
    for name, text in texts.items():
        path = root / f"overrides/jisr/{name}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return Templates(root)


def rendered(root: Path, text: str, **data: object) -> str:
    return templates(root, own=text).render("own", **data)


@pytest.mark.parametrize(
    ("value", "html"),
    [
        ("<b>&\"'", "&lt;b&gt;&amp;&quot;&#x27;"),
        ("two\nlines", "two&#10;lines"),
        ("a\u202eb\0c", "abc"),
        (el("b", "<", class_="x"), '<b class="x">&lt;</b>'),
        (("a ", el("i", "\n"), None, 3), "a <i>&#10;</i>3"),
        (None, ""),
        (7, "7"),
    ],
)
def test_what_is_printed_is_escaped(tmp_path: Path, value: object, html: str) -> None:
    assert rendered(tmp_path, "{{ value }}|{{ value }}", value=value) == f"{html}|{html}"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("<ul>\n  <li>a</li>\n\n  <li>b</li>\n</ul>\n", "<ul><li>a</li><li>b</li></ul>"),
        ("<p>some\n   words</p>", "<p>some words</p>"),
        ("<p>some\n  <b>words</b>\n  more</p>", "<p>some <b>words</b> more</p>"),
        ("{% for i in '12' %}\n  <b>{{ i }}</b>\n{% endfor %}", "<b>1</b><b>2</b>"),
        ("<b>a</b> <b>b</b>", "<b>a</b> <b>b</b>"),
        ("<p>\n{{ '\u00a0' }}</p>", "<p> \u00a0</p>"),
    ],
)
def test_line_breaks_of_a_template_are_layout(tmp_path: Path, text: str, html: str) -> None:
    assert rendered(tmp_path, text) == html


def test_headings_become_markdown_and_all_between_them_a_line_each(tmp_path: Path) -> None:
    text = """
    <p>a</p>
    <p>b</p>
    {{ heading(1, "one", words) }}
    {% call heading(2, "two") %}<a href="x_y_">{{ words }}</a>{% endcall %}
    <p>c</p> text
    """
    assert body_parts(rendered(tmp_path, text, words="*a* <b>\n&")) == [
        "<p>a</p><p>b</p>",
        "# &#42;a&#42; &lt;b&gt; &amp; {: #one }",
        '## <a href="x_y_">&#42;a&#42; &lt;b&gt; &amp;</a> {: #two }',
        "<div><p>c</p> text</div>",
    ]


def test_a_template_of_the_publication_takes_the_place_of_jisrs(tmp_path: Path) -> None:
    assert templates(tmp_path, **{"common/pager": "mine"}).render("common/pager") == "mine"


def test_another_template_is_another_digest(tmp_path: Path) -> None:
    before = templates(tmp_path, own="a").digest
    assert templates(tmp_path, own="a").digest == before
    assert templates(tmp_path, own="b").digest != before
    assert templates(tmp_path, own="a", more="").digest != before


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("<p>\n{% if %}", 2, "TemplateSyntaxError: Expected an expression"),
        ("<p>\n\n{{ nothing }}", 3, "UndefinedError: 'nothing' is undefined"),
        ("<p>\n{{ list.nothing }}", 2, "has no attribute 'nothing'"),
        ("{{ heading(1, 'x', 1 // 0) }}", 1, "ZeroDivisionError"),
        ("\n{% include 'jisr/none.html' %}", 2, "TemplateNotFound: jisr/none.html"),
        ("{% include 'jisr/own.html' %}", 1, "RecursionError"),
        ("\n{% include 'jisr/common/pager.html' %}", 2, "UndefinedError"),  # Jisr's, without what it needs
    ],
)
def test_an_error_names_file_line_and_text(tmp_path: Path, text: str, line: int, says: str) -> None:
    with pytest.raises(JisrError) as caught:
        rendered(tmp_path, text, list={})
    (finding,) = caught.value.findings
    assert (finding.file, finding.line) == ("overrides/jisr/own.html", line)
    assert says in finding.message
    assert finding.text == text.splitlines()[line - 1]
    assert finding.remedy
