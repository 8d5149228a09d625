"""Which lines of a text are code, and how lines become code."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.markup.commonmark import parse_blocks
from jisr.markup.fences import (
    closes_fence,
    closing_fence,
    find_fenced,
    opening_fence,
    without_fenced,
    wrap_in_fence,
)


@pytest.mark.parametrize(
    ("line", "fence"),
    [
        ("```", "```"),
        ("````python", "````"),
        ("~~~ نص", "~~~"),
        ("  > - 1. ```", "```"),
        ("~~~ a`b", "~~~"),
        ("``", ""),
        ("~~", ""),
        ("نص ```", ""),
        ("```code``` و", ""),  # code within a line
        ("-```", ""),
        ("", ""),
    ],
)
def test_what_begins_code(line: str, fence: str) -> None:
    assert opening_fence(line) == fence


@pytest.mark.parametrize(
    ("line", "fence", "closes"),
    [
        ("```", "```", True),
        ("`````  \r\n", "```", True),
        ("  > ```", "```", True),
        ("```", "````", False),  # fewer signs
        ("~~~", "```", False),
        ("``` نص", "```", False),
        ("```~", "```", False),
        ("", "```", False),
    ],
)
def test_what_ends_code(line: str, fence: str, closes: bool) -> None:
    assert closes_fence(line, fence) is closes


def test_the_signs_of_a_line_that_may_close() -> None:
    assert closing_fence(" ~~~~\n") == "~~~~"
    assert closing_fence("~~~~ a") == ""


@pytest.mark.parametrize(
    ("text", "places", "left"),
    [
        ("أ\n```\nب\n```\nج", [(1, 4)], "أ\n\nج"),
        ("~~~\n```\n~~~\n```\nأ", [(0, 3), (3, 5)], "\n"),
        ("```\nأ", [(0, 2)], ""),
        ("```\n```", [(0, 2)], ""),
        ("أ\nب", [], "أ\nب"),
    ],
)
def test_where_code_is(text: str, places: list[tuple[int, int]], left: str) -> None:
    assert list(find_fenced(text.split("\n"))) == places
    assert without_fenced(text) == left


@given(st.lists(st.text("`~ نab", max_size=8), max_size=5))
def test_what_is_wrapped_is_one_piece_of_code_whatever_it_is(lines: list[str]) -> None:
    wrapped = wrap_in_fence(lines, "python")
    assert list(find_fenced(wrapped)) == [(0, len(lines) + 2)]
    (token,) = parse_blocks("\n".join(wrapped))[0]
    assert (token.type, token.info) == ("fence", "python")
    assert token.content == "".join(line + "\n" for line in lines)
