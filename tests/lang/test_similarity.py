"""Which text is an old one renamed."""

from jisr.lang.similarity import likely_successors
from tests.project import PARAGRAPHS, TITLE

WATER = [TITLE, *PARAGRAPHS]


def test_an_equal_text_is_found_and_one_with_changed_words_and_paragraphs() -> None:
    changed = [*WATER[:4], WATER[4].replace("تستعد", "ستستعد"), "فقرة جديدة لم تكن في النص من قبل."]
    assert likely_successors({"old": WATER}, {"new": WATER, "x": PARAGRAPHS[4:]}) == {"old": "new"}
    assert likely_successors({"old": WATER}, {"new": changed}) == {"old": "new"}


def test_another_text_is_not_even_with_a_paragraph_of_the_old_one() -> None:
    assert (
        likely_successors({"old": WATER}, {"new": [WATER[1], "نص آخر تماما عن شيء لا صلة له بما سبق."]}) == {}
    )
    assert likely_successors({"old": []}, {"new": WATER}) == {}
    assert likely_successors({"old": WATER}, {}) == {}


def test_two_old_texts_claim_no_successor_together() -> None:
    assert likely_successors({"a": WATER, "b": WATER}, {"new": WATER}) == {}


def test_a_text_of_few_words_is_found_only_by_all_of_them() -> None:
    assert likely_successors({"old": ["نص قصير"]}, {"new": ["نص قصير"]}) == {"old": "new"}
    assert likely_successors({"old": ["نص قصير"]}, {"new": ["نص قصير جدا"]}) == {}
