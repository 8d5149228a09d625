"""The glossary's names in what engines answer: the likeliest answer that holds them, and no other."""

import pytest

from jisr.model.translation import Draft
from jisr.translation.engines.names import NEAR, NameFinder, count_names, prefer_names

TERMS = {"السوداني": "al-Sudani", "بغداد": "Baghdad", "الحشد الشعبي": "the Popular Mobilisation Forces"}


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("وصل السوداني إلى بغداد.", {"السوداني", "بغداد"}),
        ("عاد من بغداد.", {"بغداد"}),
        ("وبغداد بعيدة.", {"بغداد"}),  # and Baghdad is far
        ("قال للحشد الشعبي كلاما.", {"الحشد الشعبي"}),  # with a clitic
        ("كتب رسالة.", set()),
    ],
)
def test_names_are_found_with_their_clitics(sentence: str, found: set[str]) -> None:
    assert NameFinder(TERMS).find(sentence) == {name: TERMS[name] for name in found}


def test_without_a_glossary_nothing_is_found() -> None:
    assert NameFinder({}).find("وصل السوداني إلى بغداد.") == {}


@pytest.mark.parametrize(
    ("translation", "count"),
    [
        ("Al-Sudani arrived in Baghdad.", 2),
        ("Al Sudani arrived in Bagdad.", 1),
        ("The Sudanese arrived in Baghdadi's house.", 0),
        ("Al-Sūdānī spoke to the Popular Mobilisation Forces", 2),
    ],
)
def test_names_count_in_any_case_and_with_any_signs(translation: str, count: int) -> None:
    assert count_names(TERMS, translation) == count


SUDANESE, BY_NAME = Draft("The Sudanese came.", -0.2), Draft("Al-Sudani came.", -0.3)
FAULTY = Draft("", -0.1, "loop")


@pytest.mark.parametrize(
    ("answers", "taken"),
    [
        ([SUDANESE, BY_NAME], BY_NAME),
        ([SUDANESE, Draft("Al-Sudani he came.", -0.2 - NEAR - 0.01)], SUDANESE),
        ([SUDANESE, Draft("Sudan came.", -0.21)], SUDANESE),
        ([Draft("Al-Sudani came early.", -0.2), BY_NAME], Draft("Al-Sudani came early.", -0.2)),
        ([FAULTY, SUDANESE], SUDANESE),
        ([FAULTY, SUDANESE, BY_NAME], BY_NAME),
        ([FAULTY, Draft("", -0.2, "empty")], FAULTY),
        ([Draft("The Sudanese came."), Draft("Al-Sudani came.")], Draft("Al-Sudani came.")),
    ],
)
def test_of_several_answers_that_one_is_taken_which_holds_the_names(
    answers: list[Draft], taken: Draft
) -> None:
    assert prefer_names({"السوداني": "al-Sudani"}, answers) == taken


def test_where_no_name_is_asked_for_the_first_sound_answer_stands() -> None:
    assert prefer_names({}, [SUDANESE, BY_NAME]) == SUDANESE
    assert prefer_names({}, [FAULTY, BY_NAME, SUDANESE]) == BY_NAME
