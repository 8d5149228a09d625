"""Lists counted with letters, in both languages."""

import pytest

from jisr.lang.lettering import ABJAD, list_letter
from jisr.model.source import Block, Kind
from jisr.site.article.components import list_class, list_start, list_tag


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


def test_a_lettered_list_has_its_letters_in_the_words() -> None:
    letters, numbers, bullet = point(2), point(2, lettered=False), point(0, lettered=False)
    assert [list_tag(b) for b in (letters, numbers, bullet)] == ["ul", "ol", "ul"]
    assert [list_start(b) for b in (letters, numbers, bullet)] == [None, 2, None]
    assert list_class(letters, "points") == "points points--lettered"
    assert list_class(numbers, "points") == "points"
