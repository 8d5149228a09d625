"""Pages as Material's users write them: the same marks, through the allow-list, in linear time."""

import re

import pytest
import yaml

from jisr.markup.html import serialise, text_content
from jisr.markup.own_pages import parse_own_page
from jisr.markup.own_pages.blocks import DEEPEST, LARGEST
from tests.sample import ROOT
from tests.steps import LINEAR, count_steps

TITLES = {"note": "Note", "warning": "Warning", "tip": "Tip"}


def shown(source: str) -> str:
    nodes = parse_own_page(source, lambda address: address, TITLES).nodes
    return re.sub(r">\s+<", "><", serialise(*nodes)).strip()


CASES = yaml.safe_load((ROOT / "tests/cases/pages/own.yml").read_text("utf-8"))
BLOCKS = {case["source"]: case["html"] for case in CASES["blocks"]}
LINES = {case["source"]: case["html"] for case in CASES["lines"]}


@pytest.mark.parametrize("source", BLOCKS)
def test_a_marked_block_is_an_element(source: str) -> None:
    assert shown(source) == BLOCKS[source]


@pytest.mark.parametrize("source", LINES)
def test_marks_within_a_line(source: str) -> None:
    assert shown(source) == f"<p>{LINES[source]}</p>"


def test_tabs_in_a_row_are_one_set_and_the_first_is_open() -> None:
    html = shown('=== "One"\n    a\n\n=== "Two"\n    b\n\nBetween.\n\n=== "Three"\n    c')
    assert re.findall(r'data-tabs="([^"]*)"', html) == ["1:2", "2:1"]
    assert re.findall(r'<input[^>]*id="(\w+)"[^>]*checked', html) == ["__tabbed_1_1", "__tabbed_2_1"]
    assert re.findall(r'<label for="(\w+)">(\w+)', html) == [
        ("__tabbed_1_1", "One"),
        ("__tabbed_1_2", "Two"),
        ("__tabbed_2_1", "Three"),
    ]
    assert re.findall(r'<div class="tabbed-block"><p>(\w)', html) == ["a", "b", "c"]


@pytest.mark.parametrize(
    "source",
    [
        "!!!",
        "!!! ",
        "===\n",
        "=== Title",
        "Title\n===",
        "????? note",
        "text !!! note",
        "    !!! note",
        ": words",
        "# A\n: b",
    ],
)
def test_what_is_no_mark_is_text(source: str) -> None:
    assert not re.search(r"<(?:div|details|dl|input)", shown(source))


@pytest.mark.parametrize("fence", ["```", "~~~"])
def test_code_stays_code(fence: str) -> None:
    html = shown(f"{fence}\n!!! note\n    x\n\nterm\n: x\n{fence}")
    assert "<div" not in html
    assert "!!! note" in html


def test_notes_and_links_of_the_page_are_those_of_its_blocks() -> None:
    page = "!!! note\n    A[^1] and [b].\n\nC[^1].\n\n[^1]: The note.\n[b]: https://b.example"
    text = parse_own_page(page, lambda address: address, TITLES)
    html = serialise(*text.nodes)
    assert html.count('<sup data-note="1">') == 2
    assert '<a href="https://b.example">b</a>' in html
    assert [name for name, _ in text.notes] == ["1"]


HOSTILE = [
    '!!! note "<script>x</script>"\n    <img src=x onerror=y> <script>z</script>',
    '=== "a\\" onclick=b"\n    [x](javascript:alert(1))',
    "??? note\n    <style>p{}</style>\n    {: onclick=x }",
    "<b>t</b><script>\n:   <iframe src=x>",
    "==<b onclick=x>a</b>== ++<script>++",
    "\ue0010\ue001",
    "!!! note\n    \ue0010\ue001\n    \ue0011\ue001",
]


@pytest.mark.parametrize("source", HOSTILE)
def test_nothing_runs(source: str) -> None:
    nodes = parse_own_page(source, lambda _address: None, TITLES).nodes
    html = serialise(*nodes)
    assert not re.search(r"<(?:script|style|iframe|img)|<[^>]*\son\w+=|javascript:", html)


@pytest.mark.parametrize("source", [*BLOCKS, *LINES, *HOSTILE[:5]])
def test_no_word_is_lost(source: str) -> None:
    words = [
        word for word in re.findall(r"[^\W_]+", re.sub(r"[<{][^>}]*[>}]", "", source)) if word not in KNOWN
    ]
    said = text_content(parse_own_page(source, lambda address: address, TITLES).nodes).lower()
    assert [word for word in words if word.lower() not in said] == []


KNOWN = {"danger", "inline", "end", "x", "X", "note", "tip", "warning", "javascript", "alert", "1", "onclick"}
"""Words of marks, which are not the text's."""


def test_what_is_too_deep_or_too_long_is_shown_as_it_was_typed() -> None:
    deep = "\n".join(f"{'    ' * n}!!! note" for n in range(DEEPEST + 3))
    assert shown(deep).count('class="admonition note') == DEEPEST
    assert "!!! note" in shown(deep)
    long = "!!! note\n    x\n\n" + "a " * (LARGEST // 2)
    assert "<div" not in shown(long)


@pytest.mark.parametrize(
    "piece",
    [
        "[",
        "!!! note\n",
        "!!! note\n    a [b] c\n\n",
        "==a ",
        "==",
        "t\n: x\n\n",
        "++a",
        '=== "a"\n    b\n',
        "- [ ] a\n",
        ": b\n",
    ],
)
def test_the_work_grows_with_the_text_and_no_faster(piece: str) -> None:
    def work(times: int) -> int:
        return count_steps(lambda: parse_own_page(piece * times, lambda address: address, TITLES))

    assert work(300) / work(100) < 3 * LINEAR / 2.5 + 0.5
