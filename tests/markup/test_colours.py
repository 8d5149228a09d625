"""Colours are held against each other as the guidelines for accessible pages do."""

import pytest

from jisr.markup.colours import (
    BLACK,
    WHITE,
    contrast,
    format_colour,
    least_contrast,
    make_readable,
    mix,
    parse_colour,
)


@pytest.mark.parametrize(
    ("text", "colour"), [("#7a1f3d", (122, 31, 61)), ("#ABC", (170, 187, 204)), ("#000", (0, 0, 0))]
)
def test_a_colour_is_read(text: str, colour: tuple[int, int, int]) -> None:
    assert parse_colour(text) == colour
    assert parse_colour(format_colour(colour)) == colour


@pytest.mark.parametrize("text", ["", "red", "#12", "#1234", "#12345g", "7a1f3d", "#7a1f3d\n", "#7a1f3d;}"])
def test_what_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        parse_colour(text)


@pytest.mark.parametrize(
    ("one", "other", "known"),
    [
        ("#fff", "#000", 21.0),
        ("#777", "#fff", 4.48),  # the well-known grey that is just too light
        ("#767676", "#fff", 4.54),
        ("#f00", "#fff", 4.0),
        ("#0000ff", "#fff", 8.59),
        ("#123", "#123", 1.0),
    ],
)
def test_contrast_is_that_of_wcag(one: str, other: str, known: float) -> None:
    first, second = parse_colour(one), parse_colour(other)
    assert contrast(first, second) == contrast(second, first) == pytest.approx(known, abs=0.05)


def test_a_mixture_lies_between() -> None:
    assert mix(BLACK, WHITE, 0.5) == (128, 128, 128)
    assert mix((10, 20, 30), WHITE, 0) == (10, 20, 30)
    assert mix((10, 20, 30), (1, 2, 3), 1) == (1, 2, 3)


def test_the_worst_ground_counts() -> None:
    grey = parse_colour("#777")
    assert least_contrast(grey, (WHITE, grey)) == 1.0


def test_what_cannot_be_read_is_changed_no_more_than_it_must() -> None:
    orange = parse_colour("#ff9900")
    better = make_readable(orange, (WHITE,), 4.5, BLACK)
    assert contrast(better, WHITE) >= 4.5
    assert contrast(better, WHITE) < 5
    dark = parse_colour("#222")
    assert make_readable(dark, (WHITE,), 4.5, BLACK) == dark
    assert make_readable(orange, (WHITE, BLACK), 20, BLACK) == BLACK, "where nothing can, the end of the way"
