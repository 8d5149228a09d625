"""Markdown that stays text, offsets that lead back to it, and pages that come back byte for byte."""

import html
import re

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.markup.block_marks import add_block_marks, strip_block_marks
from jisr.markup.markdown_text import escape, is_same_markdown, plain, plain_line, unlink
from jisr.markup.page_format import compose_page, format_block, format_marker, parse_page
from jisr.model.source import Block, Kind

MARKS = st.text(alphabet=st.sampled_from(list("ab ا*_`[](){}<>#+-.!|~:=?&;\\\n1$^\"'%@/،")), max_size=60)
EXTENSIONS = ["tables", "footnotes", "sane_lists", "attr_list", "md_in_html", "def_list", "admonition"]


def tidy(text: str) -> str:
    """As readers hand it over: no blank lines within a block, no white space around lines."""
    return "\n".join(line.strip() for line in text.split("\n") if line.strip())


@given(MARKS.map(tidy))
def test_escaped_text_is_published_as_that_text(text: str) -> None:
    page = markdown.markdown(escape(text), extensions=[*EXTENSIONS, "pymdownx.superfences", "pymdownx.tilde"])
    shown = html.unescape(re.sub(r"</?p>", "", page))
    assert "".join(shown.split()) == "".join(text.split())


@given(MARKS.map(tidy))
def test_plain_undoes_escape(text: str) -> None:
    assert plain(escape(text)).text == text


@given(MARKS)
def test_offsets_lead_back_to_the_source(source: str) -> None:
    words = plain(source)
    for run in words.runs:
        if run.exact:
            assert source[run.source : run.source_end] == words.text[run.start : run.end]
    assert "".join(words.text[r.start : r.end] for r in words.runs) == words.text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("قال **داعش** إنّ", "قال داعش إنّ"),  # "said", bold ISIS
        ("see [the *report*](https://x.org/a_(b)) now[^1]", "see the report now"),
        ("`a*b*c` and ![a map](m.png)", "a*b*c and a map"),
        ("x &lt;script&gt; y", "x <script> y"),
        ("<bdi>IRGC</bdi><!-- note --> <https://a.org>", "IRGC https://a.org"),
        ("### 1. Lead\n\nsnake_case stays", "1. Lead\n\nsnake_case stays"),
        ("> quoted\n> twice", "quoted\ntwice"),
    ],
)
def test_plain(source: str, text: str) -> None:
    assert plain(source).text == text


def test_links_and_headings_and_code_take_no_further_link() -> None:
    words = plain("## Iraq\n\nIraq [Iraq](x) `Iraq` Iraq")
    places = [m.start() for m in re.finditer("Iraq", words.text)]
    assert [words.linkable(i, i + 4) for i in places] == [False, True, False, False, True]


def test_a_span_of_the_plain_text_is_found_in_the_source() -> None:
    source = r"a \* *b* c"
    words = plain(source)
    spans = [words.span(words.text.index(letter), words.text.index(letter) + 1) for letter in "*bc"]
    assert [span and source[slice(*span)] for span in spans] == ["*", "b", "c"]


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("one  two\nthree", "one two three", True),
        ("*one* two", "_one_ two", True),
        ("- a\n- b", "* a\n* b", True),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "|a|b|\n|-|-|\n|1|2|", True),
        ("one two", "one too", False),
        ("one *two*", "one two", False),
        ("", "<!-- -->", False),
    ],
)
def test_same_words(a: str, b: str, *, same: bool) -> None:
    assert is_same_markdown(a, b) is same


BLOCKS = [
    (Block(Kind.TITLE, ""), "Why?", "# Why?"),
    (Block(Kind.HEADING, "", level=3), "Motives\n\nA note.", "### Motives\n\nA note."),
    (Block(Kind.POINT, "", number=2, lead=True), "Lead\n\nBody.", "### 2. Lead\n\nBody."),
    (Block(Kind.POINT, "", number=2), "One\n\n- a", "2. One\n\n    - a"),
    (Block(Kind.POINT, ""), "One", "- One"),
    (Block(Kind.QUOTATION, ""), "One\n\nTwo", "> One\n>\n> Two"),
    (Block(Kind.PARAGRAPH, ""), "One", "One"),
]


@pytest.mark.parametrize(("block", "words", "source"), BLOCKS)
def test_marks_go_on_and_off(block: Block, words: str, source: str) -> None:
    assert add_block_marks(block, words) == source
    assert strip_block_marks(block, source) == words


@pytest.mark.parametrize(
    ("block", "source", "words"),
    [
        (Block(Kind.HEADING, ""), "#### Motives ##", "Motives"),  # another level
        (Block(Kind.HEADING, ""), "Motives", "Motives"),  # an editor's browser lost the hashes
        (Block(Kind.TITLE, ""), "Motives\r\n=======\r\n", "Motives"),  # a formatter underlined it
        (Block(Kind.HEADING, ""), "Motives\nand means\n---", "Motives\nand means"),
        (Block(Kind.HEADING, ""), "Motives\n\n---", "Motives\n\n---"),  # a rule
        (Block(Kind.HEADING, ""), "## Motives\n---", "Motives\n---"),
        (Block(Kind.TITLE, ""), "Motives\n= 3", "Motives\n= 3"),
        (Block(Kind.POINT, "", number=2, lead=True), "Lead\n----\n\nBody.", "Lead\n\nBody."),
        (Block(Kind.PARAGRAPH, ""), "Words\n---", "Words\n---"),
        (Block(Kind.POINT, "", number=2, lead=True), "### Lead\r\n\r\nBody.\r\n", "Lead\n\nBody."),
    ],
)
def test_marks_that_an_editor_changed(block: Block, source: str, words: str) -> None:
    assert strip_block_marks(block, source) == words


@pytest.mark.parametrize(
    "below",
    ["", "\n\n[^1]: A note.", "\n[^1]: A note.", "\n \n  [^1]: A note.\n[^2]: Another.\n\n    More of it."],
)
def test_a_line_is_read_without_its_notes(below: str) -> None:
    assert plain_line(f"Who *speaks*[^1] for\nthe valley?{below}") == "Who speaks for the valley?"


PAGE = """---
lang: en
---

A preamble.

<!-- #title draft 3f9a1c2e -->
# Why?

<!-- #p1 -->
One.

Two, an editor's.


<!--  #p2-k3   missing -->
<!-- #p3 -->
```
<!-- #p4 -->
```
"""


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_page_is_read_with_its_lines_and_written_back_as_it_was(newline: str) -> None:
    text = PAGE.replace("\n", newline)
    page = parse_page(text)
    assert [(b.key, b.mark, b.digest, b.line) for b in page.blocks] == [
        ("title", "draft", "3f9a1c2e", 7),
        ("p1", "", "", 10),
        ("p2-k3", "missing", "", 16),
        ("p3", "", "", 17),
    ]
    assert page.blocks[1].body == "One.\n\nTwo, an editor's."
    assert page.blocks[3].body == "```\n<!-- #p4 -->\n```"
    assert page.front + page.preamble + "".join(b.raw for b in page.blocks) == text


def test_compose_closes_blocks_and_the_page() -> None:
    raws = [format_block(format_marker("title", "draft", "3f9a1c2e"), "# Why?"), "<!-- #p1 -->\nOne."]
    text = compose_page("---\nlang: en\n---\n\n", "", raws)
    assert text == "---\nlang: en\n---\n\n<!-- #title draft 3f9a1c2e -->\n# Why?\n\n<!-- #p1 -->\nOne.\n"
    again = parse_page(text)
    assert compose_page(again.front, again.preamble, [b.raw for b in again.blocks]) == text


@pytest.mark.parametrize(
    ("source", "left"),
    [
        ("a [b *c*](x) [d](y)", "a b *c* [d](y)"),
        ('[b](x "t") [b]( <x> ) [b](&#120;) [b](x)', "b b b b"),
        ("[b](a\\-x)", "[b](a\\-x)"),
        ("[b](a\\-b)", "b"),
        ("`[b](x)` \\[b](x) ![b](x) [b][x] [^x]", "`[b](x)` \\[b](x) ![b](x) [b][x] [^x]"),
        ("<https://x.org/a_b_> <https://y.org>", "https://x.org/a\\_b\\_ <https://y.org>"),
        ("<a title='t' HREF=x>b</a> <a href=\"y\">c</a> <b>x</b>", '<a>b</a> <a href="y">c</a> <b>x</b>'),
        ("[1. *b*](x)\n[# c](x)\n[*d*](x)", "1\\. *b*\n\\# c\n*d*"),
        ("[]() [b]() <a>b</a>", "[]() [b]() <a>b</a>"),
    ],
)
def test_links_that_are_left_out_leave_their_words(source: str, left: str) -> None:
    assert unlink(source, lambda address: address in ("x", "a-b", "https://x.org/a_b_", "")) == left


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("a *** b  \nc *** d", "a *** b  \nc *** d"),  # halves of verse
        ("3 * 4 * 5 and ~~ 6", "3 * 4 * 5 and ~~ 6"),
        ("**a** *b* and **c **d", "a b and c d"),
        ("* a\n> * b\n- * c", " a\n b\n c"),
    ],
)
def test_asterisks_between_words_are_no_emphasis(source: str, words: str) -> None:
    assert [line.strip() for line in plain(source).text.split("\n")] == [
        line.strip() for line in words.split("\n")
    ]
