"""Pages are given the part of the theme's style sheet that they need, and the whole where it is not sure."""

from pathlib import Path

import pytest

from jisr.markup.frame.style_sheets import (
    absent,
    link_part,
    part_of,
    take_part,
    theme_sheet,
    without_comments,
)

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
    link = '<link rel="stylesheet" href="../a/{}.css">'.format
    linked = f"{link('main.1.min')}\n{link('palette.2.min')}{page}"
    found = link_part(linked, "a/main.1.min.css", absent(SHEET))
    assert found == (linked if whole else link("main.1.part") + page)


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
