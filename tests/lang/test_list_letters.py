"""Lists that are lettered."""

import pytest

from jisr.lang.list_letters import ORDERS, letter_of, list_letter
from jisr.model.source import Block, Kind


@pytest.mark.parametrize(
    ("letters", "number", "original", "translation"),
    [
        ("abjad", 1, "أ. ", "a. "),
        ("abjad", 5, "هـ. ", "e. "),
        ("abjad", 26, "ض. ", "z. "),
        ("abjad", 28, "غ. ", "bb. "),
        ("alphabet", 3, "ت. ", "c. "),
        ("alphabet", 26, "هـ. ", "z. "),
        ("lower-roman", 4, "iv. ", "iv. "),
        ("upper-roman", 19, "XIX. ", "XIX. "),
        ("lower-latin", 2, "b. ", "b. "),
        ("upper-latin", 26, "Z. ", "Z. "),
        ("", 3, "", ""),
    ],
)
def test_a_point_keeps_the_kind_of_its_count(
    letters: str, number: int, original: str, translation: str
) -> None:
    """English readers cannot read an Arabic letter, and Roman numbers are read in both."""
    point = Block(Kind.POINT, "كلام", number=number, letters=letters)
    assert (list_letter(point, "ar"), list_letter(point, "en")) == (original, translation)
    assert letter_of(point) == original.removesuffix(". ")


def test_no_sign_stands_twice_in_an_order() -> None:
    assert all(len(order) == len(set(order)) for order in ORDERS.values())
    assert {name: len(ORDERS[name]) for name in ("abjad", "alphabet")} == {"abjad": 28, "alphabet": 28}
