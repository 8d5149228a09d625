"""One colour is enough for a whole look, and what is made from it can be read."""

import re
from itertools import product

import pytest

from jisr.markup.colours import contrast, format_colour, least_contrast, parse_colour
from jisr.markup.palette import DARK, LIGHT, desk_style, make_palette, style_sheet, unreadable
from jisr.model.settings import LookSettings
from tests import sample

SHEET = (sample.ROOT / "overrides/assets/stylesheets/jisr.css").read_text("utf-8")
MANY = [f"#{r}{g}{b}" for r, g, b in product(("00", "55", "aa", "ff"), repeat=3)]


def test_the_grounds_are_those_of_the_look() -> None:
    shown = dict.fromkeys(("ground", "sunk", "raised"), "")
    light, dark = ({name: re.findall(rf"--j-{name}: (#\w+)", SHEET)[nth] for name in shown} for nth in (0, 1))
    assert [light["ground"], light["sunk"]] == list(map(format_colour, LIGHT))
    assert [dark["ground"], dark["raised"]] == list(map(format_colour, DARK))


@pytest.mark.parametrize("colour", MANY)
def test_what_is_made_for_the_dark_can_be_read_there(colour: str) -> None:
    made = make_palette(colour)
    assert made.light.accent == parse_colour(colour)
    assert least_contrast(made.dark.accent, DARK) >= 7
    assert contrast(made.dark.strong, DARK[0]) >= contrast(made.dark.accent, DARK[0])
    assert contrast(made.light.strong, LIGHT[0]) >= contrast(made.light.accent, LIGHT[0])
    if not unreadable(LookSettings(colour)):
        assert contrast(made.light.strong, made.light.glow) >= 4.5, "what is pointed at"
        assert contrast(made.dark.strong, made.dark.glow) >= 4.5


def test_a_colour_for_the_dark_is_taken_as_it_is() -> None:
    assert make_palette("#7a1f3d", "#ffb3c7").dark.accent == parse_colour("#ffb3c7")


def test_what_is_hard_to_read_is_named_with_the_nearest_that_is_not() -> None:
    (light, dark) = unreadable(LookSettings("#ff9900", "#333366"))
    assert (light[0], dark[0]) == ("colour", "dark")
    assert light[1] < 4.5 > dark[1]
    assert unreadable(LookSettings(light[2], dark[2])) == []
    assert unreadable(LookSettings()) == unreadable(LookSettings("#0d5660", "#86c8cd")) == []


def test_without_a_look_of_its_own_nothing_is_added() -> None:
    assert style_sheet(LookSettings()) == style_sheet(LookSettings(logo="assets/images/logo.svg")) == ""


def test_each_scheme_has_its_colour() -> None:
    rules = style_sheet(LookSettings("#7a1f3d", "#ffb3c7")).splitlines()
    assert len(rules) == 3
    assert "--j-accent: #7a1f3d;" in rules[0]
    assert ":root," in rules[0]
    assert all("--j-accent: #ffb3c7;" in rule for rule in rules[1:])
    assert rules[1].startswith('body[data-md-color-scheme="jisr-dark"]')
    assert rules[2].startswith("@media (prefers-color-scheme: dark)")


def test_editors_work_in_the_publications_colour() -> None:
    assert desk_style(LookSettings()) == ""
    light, dark = desk_style(LookSettings("#7a1f3d", "#ffb3c7")).strip().splitlines()
    assert light.startswith(":root { --accent: #7a1f3d; --glow: #")
    assert dark.startswith("@media (prefers-color-scheme: dark) { :root { --accent: #ffb3c7; --glow: #")


def test_editors_see_the_publications_font_and_logo() -> None:
    look = LookSettings(logo="assets/images/drop.png", fonts={"ar": "assets/fonts/text.woff2"})
    style = desk_style(look)
    assert 'src: url("/look/text.woff2")' in style
    assert ':root { --arabic: "Own ar"' in style
    assert "--english" not in style
    assert '.brand::before { content: "";' in style
    assert 'url("/look/drop.png")' in style


def test_a_font_is_that_of_its_language() -> None:
    sheet = style_sheet(LookSettings(fonts={"ar": "assets/fonts/text.woff2"}))
    assert 'src: url("../fonts/text.woff2")' in sheet
    assert '[lang|="ar"] { --j-text: "Own ar"' in sheet
    assert "en" not in re.findall(r'"Own (\w+)"', sheet)
