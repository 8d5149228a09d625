"""What MkDocs is told where a publication says nothing, and what it says is kept."""

from pathlib import Path
from typing import Any

import pytest
from mkdocs.config import load_config

from jisr.builder import RENDERED
from jisr.builder.navigation import page_order
from jisr.builder.plugin import apply_defaults, on_config, on_post_template
from jisr.markup.frame.style_sheets import part_of, theme_sheet
from jisr.site.common.context import markdown_page

OURS = "assets/stylesheets/jisr.css"


def configured(folder: Path, more: str = "") -> Any:
    (folder / "docs").mkdir()
    file = folder / "mkdocs.yml"
    file.write_text(f"site_name: x\ntheme: {{name: material}}\nplugins: []\n{more}", "utf-8")
    config = load_config(config_file=str(file))
    apply_defaults(config)
    return config


def test_a_style_sheet_of_ones_own_comes_after_ours(tmp_path: Path) -> None:
    config = configured(tmp_path, "extra_css: [own.css]\nextra_javascript: [own.js]\n")
    assert config.extra_css == [OURS, "own.css"]
    assert list(map(str, config.extra_javascript)) == ["assets/javascripts/jisr.js", "own.js"]


def test_who_names_ours_says_when_it_comes(tmp_path: Path) -> None:
    assert configured(tmp_path, f"extra_css: [own.css, {OURS}]\n").extra_css == ["own.css", OURS]


def test_without_a_word_all_is_as_the_look_wants_it(tmp_path: Path) -> None:
    config = configured(tmp_path)
    assert config.extra_css == [OURS]
    assert config.theme["favicon"] == "assets/images/favicon.svg"
    assert config.theme["font"] is False
    assert config.extra["preload"]["ar"][0].startswith("noto-naskh")


@pytest.mark.filterwarnings("error")
def test_where_python_is_told_that_warnings_are_errors_there_is_none(tmp_path: Path) -> None:
    assert configured(tmp_path).extra_css == [OURS]


def test_the_name_of_the_file_says_whose_site_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without `language:` Material's is English, and the Arabic site had the English pages."""
    monkeypatch.setenv(RENDERED, "1")
    config = on_config(configured(tmp_path))
    assert (config.theme["language"], config.theme["direction"]) == ("ar", "rtl")
    assert config.docs_dir == str(tmp_path / ".build/pages/ar")


def test_the_logo_is_the_icon_and_a_font_is_loaded_first(tmp_path: Path) -> None:
    look = "look: {logo: assets/images/a.svg, fonts: {ar: assets/fonts/own.woff2}}"
    config = configured(tmp_path, f"extra: {{jisr: {{{look}}}}}\n")
    assert config.theme["favicon"] == "assets/images/a.svg"
    assert config.extra["preload"]["ar"] == ["own.woff2"]
    assert config.extra["preload"]["en"][0].startswith("source-serif")


@pytest.mark.parametrize(
    ("page", "more", "part"),
    [
        ('<p class="md-typeset">', "", True),
        ('<div class="admonition note">', "", False),
        ('<p class="md-typeset">', "extra_css: [own.css]\n", False),
        ('<p class="md-typeset">', "extra_javascript: [own.js]\n", False),
    ],
)
def test_a_page_has_the_part_of_the_style_sheet_that_it_needs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: str, more: str, *, part: bool
) -> None:
    monkeypatch.setenv(RENDERED, "1")
    config = on_config(configured(tmp_path, more))
    sheet = theme_sheet([])
    assert sheet is not None
    link = '<link href="../assets/stylesheets/{}">'.format
    wanted = link(part_of(sheet.name) if part else sheet.name) + page
    assert on_post_template(link(sheet.name) + page, config) == wanted


@pytest.mark.parametrize(("count", "is_long"), [(7, False), (30, True)])
def test_more_names_than_a_line_holds_are_in_the_menu(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int, *, is_long: bool
) -> None:
    """With thirty pages in the navigation every page was wider than the screen."""
    monkeypatch.setenv(RENDERED, "1")
    config = on_config(configured(tmp_path))
    env = config.theme.get_env()
    env.filters["url"] = str
    pages = [
        {"is_page": True, "is_homepage": not n, "title": "دليل الأسماء", "url": f"{n}/"}
        for n in range(count + 1)
    ]
    header = env.get_template("partials/header.html").render(config=config, nav=pages, page=None)
    assert ("jisr-header--long" in header) == is_long
    assert header.count("<li>") == count * 2 + 1, "in the line, and in the menu with the home page"


@pytest.mark.parametrize(
    ("meta", "place"), [({"order": 3}, 3), ({"order": -1, "title": "x"}, -1), ({}, None)]
)
def test_front_matter_gives_a_page_its_place(meta: dict[str, Any], place: int | None) -> None:
    rendered = markdown_page({"title": "x\norder: 9", **meta}, ["<p>x</p>", "order: 5\n"]).decode()
    assert page_order(rendered) == (float("inf") if place is None else place)
