"""What templates print is escaped, laid out the same each time, and theirs to change by a publication."""

import re
from pathlib import Path

import pytest
from jinja2 import Environment, meta, nodes

from jisr import site
from jisr.markup.html import el
from jisr.model.diagnostics import JisrError
from jisr.site.templates import MANY, Templates, body_parts
from jisr.storage.cache import open_cache
from tests import sample
from tests.site.rendered import sample_pages


def put(root: Path, **texts: str) -> None:
    """Give the publication in `root` templates of its own, by their name in `jisr/`."""
    for name, text in texts.items():
        path = root / f"overrides/jisr/{name}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def templates(root: Path, **texts: str) -> Templates:
    put(root, **texts)
    return Templates(root)


def made(root: Path, text: str, **data: object) -> str:
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
    assert made(tmp_path, "{{ value }}|{{ value }}", value=value) == f"{html}|{html}"


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
    assert made(tmp_path, text) == html


def test_headings_become_markdown_and_all_between_them_a_line_each(tmp_path: Path) -> None:
    text = """
    <p>a</p>
    <p>b</p>
    {{ heading(1, "one", words) }}
    {% call heading(2, "two") %}<a href="x_y_">{{ words }}</a>{% endcall %}
    <p>c</p> text
    """
    assert body_parts(made(tmp_path, text, words="*a* <b>\n&")) == [
        "<p>a</p><p>b</p>",
        "# &#42;a&#42; &lt;b&gt; &amp; {: #one }",
        '## <a href="x_y_">&#42;a&#42; &lt;b&gt; &amp;</a> {: #two }',
        "<div><p>c</p> text</div>",
    ]


def test_a_template_of_the_publication_takes_the_place_of_jisrs(tmp_path: Path) -> None:
    assert templates(tmp_path, **{"common/pager": "mine"}).render("common/pager") == "mine"


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ('{% include "jisr/part.html" %}{% set v = 5 %}', "{{ v | default('none') }}"),
        ('{% include "jisr/part.html" %}{% set v = 5 %}', "{{ v is defined }}"),
        ('{% for n in [1, 2] %}{% include "jisr/part.html" %}{% set v = n %}{% endfor %}', "{{ v }}"),
        ('{% for n in [1, 2] %}{% include "jisr/part.html" %}{% endfor %}', "{{ loop is defined }} {{ n }}"),
        ('{% set v = 5 %}{% include "jisr/part.html" %}{{ v }}', "{% set v = 6 %}{{ v }}"),
        ('{% include "jisr/part.html" %}{% for v in [1] %}{{ v }}{% endfor %}', "{{ v }}"),
        ('{% set v = 5 %}{% include "jisr/part.html" %}', "{{ v }}"),
        ('{% if not v %}{% set v = 5 %}{% endif %}{% include "jisr/part.html" %}', "{{ v }}"),
        ('{% if v %}{% set v = 5 %}{% else %}{% include "jisr/part.html" %}{% endif %}', "{{ v }}"),
        ('{% for n in [1, 2] %}{% set v = n %}{% include "jisr/part.html" %}{% endfor %}', "{{ v }}{{ n }}"),
        ('{% with v = 5 %}{% include "jisr/part.html" %}{% endwith %}{% set v = 6 %}', "{{ v }}"),
        ('{% set v = 5 %}{% include "jisr/part.html" %}', "{{ v }}{% set v = 6 %}{{ v }}"),
        (
            '{% for n in [1, 2] %}{% include "jisr/part.html" %}{% endfor %}',
            "{% for m in [1, 2] %}{{ loop.first }}{% endfor %}",
        ),
        (
            '{% macro m() %}{% include "jisr/part.html" %}{% endmacro %}{{ m() }}',
            '<p>{% include "jisr/none.html" ignore missing without context %}',
        ),
        (
            '{% set v = 3 %}{% include "jisr/part.html" %}',
            '{{ v }}{% set v = v - 1 %}{% if v %}{% include "jisr/part.html" %}{% endif %}',
        ),
        (
            '{% include "jisr/part.html" %}{% from "jisr/common/filters.html" import choice as v %}',
            "{{ v is defined }}",
        ),
        ('{% include "jisr/part.html" %}{% import "jisr/common/filters.html" as v %}', "{{ v is defined }}"),
        ('{% include "jisr/part.html" %}{% macro v() %}{% endmacro %}', "{{ v is defined }}"),
        ("{% set d = {'a': 1} %}{{ d.a }}{{ d['items']() | length }}", ""),
        ("{% set d = {'a': 1} %}{{ d.b is defined }}{{ d['b'] | default('none') }}", ""),
    ],
)
def test_what_is_filled_in_often_prints_the_same(tmp_path: Path, text: str, part: str) -> None:
    ours = templates(tmp_path, own=text, part=part)
    assert len({ours.render("own", v=0) for _ in range(MANY + 2)}) == 1


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
        made(tmp_path, text, list={})
    (finding,) = caught.value.findings
    assert (finding.file, finding.line) == ("overrides/jisr/own.html", line)
    assert says in finding.message
    assert finding.text == text.splitlines()[line - 1]
    assert finding.remedy


# --- a publication's own look ------------------------------------------------------------------------------


def test_a_publication_replaces_a_part_and_keeps_the_rest(tmp_path: Path) -> None:
    put(tmp_path, **{"listing/article-list": "<p class='mine'>{{ articles | length }}</p>"})
    before, after = sample_pages(), sample_pages(tmp_path)
    page = "en/articles/index.md"
    assert "<p class='mine'>6</p>" in after[page]
    assert "jisr-list" in before[page]
    assert "jisr-list" not in after[page]
    assert [path for path in before if before[path] != after[path] and "mine" not in after[path]] == []
    assert before["en/timeline/index.md"] == after["en/timeline/index.md"]


def test_a_part_that_is_kept_from_the_last_run_is_made_anew_when_its_template_changes(tmp_path: Path) -> None:
    def actor_page() -> str:
        with open_cache(tmp_path) as kept:
            files = site.render(sample.articles(), sample.actors(), sample.settings(tmp_path), {}, kept)
        return files["en/actors/iraq.md"].decode()

    first = actor_page()
    quotes = "{% for _, quotes in sections %}<q>{{ quotes[0].texts | length }}</q>{% endfor %}"
    put(tmp_path, **{"actors/quotes": quotes})
    second = actor_page()
    assert "<blockquote" in first
    assert "<q>" not in first
    assert "<blockquote" not in second
    assert "<q>2</q>" in second


def test_a_fault_in_a_publications_part_stops_the_build_with_its_place(tmp_path: Path) -> None:
    put(tmp_path, **{"actors/index": "<p>\n{{ nobody.name }}"})
    with pytest.raises(JisrError, match=r"overrides/jisr/actors/index.html:2: error: .*nobody"):
        sample_pages(tmp_path)


# --- what a publication's own template can use -------------------------------------------------------------

EVERYWHERE = {"site", "book", "say", "phrase", "url", "path", "heading", "language", "other_lang", "ORIGINAL"}
"""What ARCHITECTURE.md («The look») says that every template knows."""


LOOK = sample.ROOT / "overrides/jisr"


@pytest.mark.parametrize("name", sorted(path.relative_to(LOOK).as_posix() for path in LOOK.rglob("*.html")))
def test_the_comment_at_its_top_names_all_that_a_template_is_given(name: str) -> None:
    text = (LOOK / name).read_text("utf-8")
    tree = Environment(autoescape=True).parse(text)
    made = {one.name for one in tree.find_all(nodes.Name) if one.ctx == "store"}
    for one in tree.find_all(nodes.FromImport):
        made |= {name if isinstance(name, str) else name[1] for name in one.names}
    made |= {one.name for one in tree.find_all(nodes.Macro)}
    asked = meta.find_undeclared_variables(tree) - made - EVERYWHERE
    comment = re.match(r"\{#-(.*?)-?#\}", text, re.DOTALL)
    assert comment
    assert asked - set(re.findall(r"`(\w+)`", comment[1])) == set()


def test_architecture_says_what_every_template_knows() -> None:
    text = (sample.ROOT / "ARCHITECTURE.md").read_text("utf-8")
    look = text.partition("## The look")[2].partition("\n## ")[0]
    assert EVERYWHERE - set(re.findall(r"`(\w+)(?:\([\w, ]*\))?`", look)) == set()


# --- nothing else makes HTML -------------------------------------------------------------------------------

BUILDERS = {
    "export/chapter.py",  # the text of articles, whose links and images have to be found elsewhere
    "export/pdf/__init__.py",  # the last words of a title, held on one line
    "export/xhtml.py",  # the same, moved to where HTML allows it
    "site/article/footnotes.py",
    "site/article/poetry.py",
    "site/article/text.py",
    "site/common/date_markup.py",  # dates in an author's text
    "site/common/inline.py",  # runs of another direction, links and marks in an author's text
    "site/look_files.py",  # the drawing of a publication's own letter
}
"""What makes elements: of the words of authors alone, as trees that templates print."""


def test_pages_and_editions_are_made_by_templates_alone() -> None:
    package = sample.ROOT / "build_tools/jisr"
    makers = {
        path.relative_to(package).as_posix()
        for room in ("site", "export")
        for path in (package / room).rglob("*.py")
        if re.search(r"\bel\(|(?<!\.)\bElement\(", path.read_text("utf-8"))
    }
    assert makers == BUILDERS


def test_every_template_is_used() -> None:
    look, package = sample.ROOT / "overrides/jisr", sample.ROOT / "build_tools/jisr"
    texts = [path.read_text("utf-8") for path in (*package.rglob("*.py"), *look.rglob("*.html"))]
    names = {path.relative_to(look).with_suffix("").as_posix() for path in look.rglob("*.html")}
    assert {n for n in names if not any(f'"{n}"' in t or f'"jisr/{n}.html"' in t for t in texts)} == set()
