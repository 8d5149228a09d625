"""Pages are given the style sheets that they need, and the theme's whole where it is not sure."""

import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import pytest
from tinycss2 import parse_rule_list, serialize

from jisr.markup.frame.style_sheets import (
    FOLDER,
    OF_SOME_PAGES,
    Sheets,
    absent,
    find_sheets,
    link_sheets,
    part_of,
    take_part,
    theme_sheet,
    without_comments,
)
from tests import sample

LINK = '<link rel="stylesheet" href="../{}">'.format
SHEET = (
    '@charset "UTF-8";'
    ':root{--icon:url("data:image/svg+xml;charset=utf-8,<svg>;</svg>");--other:url("data:x")}'
    ":root{--size:1px}"
    ".md-icon{mask:var(--icon)}"
    ".md-typeset .admonition,.md-typeset table{margin:0}"
    ".md-typeset .admonition:before{content:','}"
    ".md-grid:not(.md-tabs){color:red}"
    "[dir=rtl] .md-typeset .tabbed-set>input{top:0}"
    "@media print{.md-search{display:none}}"
    "@media screen{.md-search,.md-header{top:0}.md-tabs{top:0}}"
    "@keyframes md-x{to{top:0}}"
)


def test_rules_for_what_no_page_has_go_and_so_do_the_drawings_that_they_show() -> None:
    assert take_part(SHEET) == (
        '@charset "UTF-8";'
        ':root{--icon:url("data:image/svg+xml;charset=utf-8,<svg>;</svg>");}'
        ":root{--size:1px}"
        ".md-icon{mask:var(--icon)}"
        ".md-typeset table{margin:0}"
        ".md-grid:not(.md-tabs){color:red}"
        "@media screen{.md-header{top:0}}"
        "@keyframes md-x{to{top:0}}"
    )


def test_a_drawing_that_the_look_shows_stays() -> None:
    assert "--other" in take_part(SHEET, "p { mask: var(--other) }")


@pytest.mark.parametrize(
    ("page", "whole"),
    [
        ('<p class="md-typeset jisr-block">admonition</p>', False),
        ('<div class="jisr-block admonition note">', True),
        ("<div class='tabbed-set'>", True),
        ("<div class = md-search>", True),
        ('<ol\nclass="annotate">', True),
    ],
)
def test_a_page_with_an_element_of_such_a_class_needs_the_whole(page: str, *, whole: bool) -> None:
    linked = f"{LINK('a/main.1.min.css')}\n{LINK('a/palette.2.min.css')}{page}"
    found = link_sheets(linked, Sheets((), ("a/main.1.min.css", absent(SHEET))))
    assert found == (linked if whole else LINK("a/main.1.part.css") + page)


@pytest.mark.parametrize(
    ("classes", "more"),
    [
        ("md-typeset jisr-summary jisr-badge", []),
        ("jisr-block", ["article.css"]),
        ("jisr-list", ["lists.css"]),
        ("jisr-net jisr-poem", ["article.css", "lists.css"]),
    ],
)
def test_a_page_has_those_sheets_of_the_look_that_describe_its_classes(classes: str, more: list[str]) -> None:
    ours, own = f"{FOLDER}jisr.css", "own.css"
    page = LINK(ours) + LINK(own) + f"<p class='{classes}'>"
    wanted = "".join(map(LINK, (ours, *(FOLDER + name for name in more), own)))
    sheets = find_sheets([sample.ROOT / "overrides"], plain=False)
    assert link_sheets(page, sheets) == f"{wanted}<p class='{classes}'>"


@pytest.mark.parametrize("sheet", OF_SOME_PAGES)
def test_each_rule_of_such_a_sheet_names_a_class_of_its_own(sheet: str) -> None:
    """A page without one does not have the sheet, and would look otherwise."""
    folder = sample.ROOT / "overrides"
    described = dict(find_sheets([folder], plain=False).more)[sheet]
    found = list(selectors((folder / FOLDER / sheet).read_text("utf-8")))
    assert len(found) > 100
    for selector in found:
        assert described & set(re.findall(r"\.([A-Za-z][\w-]*)", selector)), selector


def selectors(sheet: str) -> Iterator[str]:
    for rule in parse_rule_list(sheet, skip_comments=True, skip_whitespace=True):
        if rule.type == "at-rule":
            yield from selectors(serialize(rule.content))
        else:
            parts = groupby(rule.prelude, lambda token: token != ",")
            yield from (serialize(part) for other, part in parts if other)


def test_of_materials_own_a_third_is_left() -> None:
    path = theme_sheet([])
    assert path is not None
    assert part_of(path.name) != path.name
    whole = path.read_text("utf-8")
    part = take_part(whole)
    assert part.count("{") == part.count("}")
    assert ".md-typeset table:not([class])" in part
    assert ".admonition" not in part
    assert 0 < len(part) < len(whole) / 3
    assert take_part(part) == part


def test_who_has_one_in_its_place_keeps_it_whole(tmp_path: Path) -> None:
    own = tmp_path / "assets/stylesheets/main.57a0d79d.min.css"
    own.parent.mkdir(parents=True)
    own.write_text("p{top:0}", "utf-8")
    assert theme_sheet([tmp_path]) is None


@pytest.mark.parametrize(
    ("sheet", "without"),
    [
        ("/* a\nb */\np { /* c */top: 0 } /* d */", "p { top: 0 } "),
        ("p:after { content: '/* c */' } /* it's */ q { }", "p:after { content: '/* c */' } q { }"),
        ("p { top: 0 } /* open", "p { top: 0 } /* open"),
    ],
)
def test_comments_go_and_strings_stay(sheet: str, without: str) -> None:
    assert without_comments(sheet) == without
