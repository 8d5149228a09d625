"""Quotations of what was removed: word for word or most of it, marked up or broken, and nothing else."""

import pytest

from jisr.removal.passages import Passages

ARABIC = "قالت إنها رأت الجنود عند الجسر القديم فجر ذلك اليوم من كانون الثاني."  # soldiers at the old bridge
ENGLISH = "She said that she saw the soldiers at the old bridge at dawn. They shot twice."
GONE = Passages((ARABIC, ENGLISH, "نعم رأيتهم."))


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (ARABIC, [1]),
        (f"أول.\n\nوقال الكاتب: «{ARABIC}»\n", [3]),
        ("قَالَتْ إنّها رأت الجنود عند الجسر القديم فجر ذلك اليوم", [1]),
        ("قالت إنها رأت الجنود عند **الجسر** القديم\nفجر ذلك اليوم من شباط", [1]),
        ("x\nWe heard: she said that she saw SOLDIERS at the old bridge at dawn, he wrote.", [2]),
        ('msgid "She said that she saw "\n"the soldiers at the old "\n"bridge at dawn."', [1]),
        (f"{ENGLISH}\n\nAnd again:\n\n{ENGLISH}", [1, 1, 5, 5]),  # each sentence
        # not most of it, not in order, not close together, or what anybody may write
        ("She said that it was cold.", []),
        ("dawn at bridge old the at soldiers the saw she that said She", []),
        ("She said that " + "x " * 40 + "she saw the " + "x " * 40 + "soldiers at the old bridge", []),
        ("It said: they shot twice!", [1]),  # a short one whole
        ("They shot at dawn.", []),
        ("نعم رأيتهم.", []),
        ("", []),
    ],
)
def test_where_a_sentence_is_quoted(text: str, lines: list[int]) -> None:
    assert [text.count("\n", 0, place) + 1 for place in GONE.find(text)] == lines


def test_the_place_of_a_quotation_is_its_first_word() -> None:
    text = "He wrote: she *said* that she saw the soldiers at the old bridge at dawn."
    (place,) = GONE.find(text)
    assert text[place:].startswith("she *said*")


@pytest.mark.parametrize(
    ("text", "may"),
    [
        (ARABIC, True),
        ("soldiers … bridge … dawn … said … that", True),
        ("نعم رأيتهم", True),  # a short one whole
        ("They shot twice.", True),
        ("They shot.", False),
        ("نعم.", False),
        ("soldiers", False),
        ("", False),
    ],
)
def test_what_may_hold_it(text: str, may: bool) -> None:
    assert GONE.may_stand_in(text) is may


def test_nothing_removed_stands_nowhere() -> None:
    nothing = Passages(("", "…"))
    assert not nothing.may_stand_in(ARABIC)
    assert nothing.find(ARABIC) == []
