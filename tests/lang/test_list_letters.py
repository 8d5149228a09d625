"""Lists counted with letters, in both languages."""

import pytest

from jisr.lang.list_letters import ABJAD, list_letter
from jisr.model.source import Block, Kind


def point(number: int, *, lettered: bool = True) -> Block:
    return Block(Kind.POINT, "نص", number=number, lettered=lettered)


@pytest.mark.parametrize(
    ("number", "arabic", "english"),
    [(1, "أ. ", "a. "), (2, "ب. ", "b. "), (5, "هـ. ", "e. "), (26, "ض. ", "z. "), (28, "غ. ", "bb. ")],
)
def test_letters(number: int, arabic: str, english: str) -> None:
    assert (list_letter(point(number), "ar"), list_letter(point(number), "en")) == (arabic, english)
    assert list_letter(point(number, lettered=False), "ar") == ""
    assert len(ABJAD) == len(set(ABJAD)) == 28
