"""What a text and its translation say alike."""

from functools import cache

import pytest

from jisr.exchange.alignment.clues import ClueReader, Clues, read_word_clues
from jisr.model.glossary import Actor, ActorNames


@cache
def reader() -> ClueReader:
    actor = Actor("pact", "agreement", ActorNames("اتفاقية الماء"), ActorNames("Water Pact"))
    return ClueReader((actor,))


def shared(arabic: str, english: str) -> Clues:
    (ours,), (theirs,) = reader().read("ar", [arabic], [arabic]), reader().read("en", [english], [english])
    return ours & theirs


@pytest.mark.parametrize(
    ("arabic", "english", "clue"),
    [
        ("قُتل 35 شخصًا", "35 people were killed", "n35"),
        ("بلغ العدد ٣٥", "the number was 35", "n35"),
        ("في الخامس من آذار", "on 5 March", "month3"),
        ("يوم الثلاثاء", "on Tuesday", "day1"),
        ("القوات الروسية", "Russian forces", "RU"),
        ("في مدينة إدلب", "in the city of Idlib", "place-Idlib"),
        ("نصّت اتفاقية الماء", "the Water Pact says", "pact"),
        ("سكان اللطامنة", "the people of Lataminah", "~ltmn"),
        ("وشيخون", "of Sheikhoun", "~SXn"),
        ("صاروخ من نوع MQ-9", "an MQ-9 missile", "=mq"),
        ("[هنا](https://www.example.org/a/)", "[here](http://example.org/a)", "@example.org/a"),
        ("وللمستشفيات", "and the hospitals", "_hospital"),
        ("هجوم", "attacked", "_attack"),
    ],
)
def test_both_languages_give_one_clue(arabic: str, english: str, clue: str) -> None:
    assert clue in shared(arabic, english)


@pytest.mark.parametrize(
    ("arabic", "english"),
    [
        ("قُتل 35 شخصًا", "53 people"),
        ("في آذار", "in May"),
        ("القوات الروسية", "Turkish troops"),
        ("حلب", "Homs"),
        ("سد", "Dam"),  # two consonants are any word's
    ],
)
def test_what_is_not_said_alike_gives_none(arabic: str, english: str) -> None:
    assert not {clue for clue in shared(arabic, english) if clue[0] != "_"}


def test_words_of_english_are_known_by_their_stems() -> None:
    assert read_word_clues("Droughts are bad") & read_word_clues("A drought") == {"+drought"}
    assert read_word_clues("a bad day") == frozenset()
