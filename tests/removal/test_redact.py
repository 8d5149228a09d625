"""No form of a name is left in a text, and no other word is lost."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from jisr.lang.units import split_units
from jisr.model.glossary import Actor, ActorNames
from jisr.removal.names.spellings import Spellings, redactor, spellings_of
from jisr.removal.redact import SIGN, redact_json_lines, redact_page, redact_yaml

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases/removal/redaction.yml").read_text("utf-8"))
ACTORS = (
    Actor(
        "khalid-ali",
        "person",
        ActorNames("خالد العلي", short="أبو ورد"),  # "father of flowers", what friends call him
        ActorNames("Khalid al-Ali", short="Abu Ward"),
    ),
    Actor("said-hassan", "person", ActorNames("سعيد الحسن"), ActorNames("Said al-Hassan")),
)
MARYAM = spellings_of("مريم الحسن", (), ()).heard_in(["Mariam Hasan"])
CUT = redactor(MARYAM, near=True)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_what_is_left(case: dict[str, Any]) -> None:
    actors = ACTORS if "glossary" in case else ()
    spellings = spellings_of(case["name"], case.get("also", ()), actors)
    spellings = spellings.written_in([case["text"]])
    spellings = spellings if "far" in case and "heard" not in case else spellings.heard_in([case["text"]])
    assert redactor(spellings, near="far" not in case)(case["text"]) == case["left"]


WORDS = (
    "الجسر",
    "قال",
    "والحسين",
    "مر",
    "يم",
    "bridge",
    "Hassania",
    "Mary",
    "12",
    "3.5",
    "«نعم»",
    "we’re",
    "حسن",
)
FORMS = (
    *(
        prefix + name
        for prefix in ("", "و", "ل", "وب", "ف")
        for name in ("مريم الحسن", "مَريم «الحسن", "مـريم_الحسن")
    ),
    "Maryam al-Hassan",
    "Maryam al-Hassan's",
    "MARIAM HASAN’S",
    "maryam-al-hassan",
    "maryamhassan",
    "**Maryam** al-Hassan",
    "&#1605;ريم الحسن",
    "%D9%85%D8%B1%D9%8A%D9%85%20%D8%A7%D9%84%D8%AD%D8%B3%D9%86",
)
JOINTS = (" ", "\n", ", ", "، ", ". ", " — ", "\n\n", " (", "/")


@given(st.lists(st.tuples(st.sampled_from((*WORDS, *FORMS)), st.sampled_from(JOINTS)), max_size=12))
def test_no_form_is_left_and_no_other_unit_is_lost(pieces: list[tuple[str, str]]) -> None:
    text = "".join(word + joint for word, joint in pieces)
    left = CUT(text)
    assert MARYAM.find(left, near=True) == []
    others = "".join((SIGN if word in FORMS else word) + joint for word, joint in pieces)
    assert split_units(left) == split_units(others)


@given(st.text(alphabet="مريالحسن MaryHsn-'’*_[]()<>\"\\&;#%\n1", max_size=60))
def test_any_text_is_read_to_its_end(text: str) -> None:
    left = CUT(text)
    assert MARYAM.find(left, near=True) == []
    assert CUT(left) == left


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("title: مريم الحسن\n", 'title: "[…]"\n'),
        ("title: مريم الحسن تروي\nauthor: ربى\n", 'title: "[…] تروي"\nauthor: ربى\n'),
        ("title: 'مريم الحسن'  # مريم الحسن\n", "title: '[…]'  # […]\n"),
        ("a: [مريم الحسن, ربى]\n", 'a: ["[…]", ربى]\n'),
        ("مريم الحسن: x\n", '"[…]": x\n'),
        ("summary: |\n  مريم الحسن\n  قالت\n", "summary: |\n  […]\n  قالت\n"),
        ("a: [مريم الحسن\n", "a: [[…]\n"),  # damaged: taken as text
        ("a: ربى\n", "a: ربى\n"),
    ],
)
def test_yaml_stays_yaml(text: str, left: str) -> None:
    assert redact_yaml(text, CUT) == left


def test_a_page_keeps_what_it_can_and_a_draft_stays_a_draft() -> None:
    from jisr.lang.arabic import digest

    old, new = "Maryam al-Hassan said.", "[…] said."
    page = (
        f"---\ntitle: مريم الحسن\n---\n\n<!-- #p1 draft {digest(old)} -->\n{old}\n\n"
        f"<!-- #p2 draft 01234567 -->\n{old}\n\n<!-- #p3 -->\nKhalid.\n"
    )
    assert redact_page(page, CUT) == (
        f'---\ntitle: "[…]"\n---\n\n<!-- #p1 draft {digest(new)} -->\n{new}\n\n'
        f"<!-- #p2 draft 01234567 -->\n{new}\n\n<!-- #p3 -->\nKhalid.\n"
    )


def test_lines_of_json_stay_json() -> None:
    text = '{"text": "ask\\nMaryam Hassan", "n": [1, "x"]}\nMaryam Hassan {\n{"a": 1}\n'
    assert redact_json_lines(text, CUT) == '{"text": "ask\\n[…]", "n": [1, "x"]}\n[…] {\n{"a": 1}\n'


def test_names_of_the_same_consonants_are_heard_only_beside_the_name() -> None:
    name = spellings_of("نوال قباني", (), ())  # Nawal Qabbani
    said = "Nawal Kabbani, Newal Qabani"
    assert name.find(said, near=False) == []
    assert len(name.heard_in([said]).find(said, near=False)) == 2


def test_all_that_the_glossary_says_of_an_actor_is_hers() -> None:
    found: Spellings = spellings_of("خالد العلي", (), ACTORS)
    assert found.ids == {"khalid-ali"}
    assert found.find("Khalid al-Ali", near=False)
    assert not found.find("Said al-Hassan", near=True)


def test_another_of_the_glossary_whose_name_has_one_more_stays() -> None:
    ahmad = Actor("other", "person", ActorNames("خالد أحمد العلي"), ActorNames("Khalid Ahmad al-Ali"))
    said = "خالد أحمد العلي. خالد سالم العلي. Khalid Ahmad al-Ali. Khalid Salem al-Ali"
    found = spellings_of("خالد العلي", (), (*ACTORS, ahmad)).written_in([said])
    assert redactor(found, near=False)(said) == "خالد أحمد العلي. […]. Khalid Ahmad al-Ali. […]"


def test_a_kunya_that_many_share_counts_only_where_she_is_named() -> None:
    umm = Actor(
        "w", "person", ActorNames("سمر الحلواني", allowed=("أم محمد",)), ActorNames("Samar al-Halwani")
    )
    spellings = spellings_of("سمر الحلواني", (), [umm])
    text = "قالت أم محمد الزعبي لأم محمد. Umm Muhammad"
    assert redactor(spellings, near=False)(text) == text
    assert redactor(spellings, near=True)("قالت أم محمد") == "قالت […]"
    family = replace(umm, ar=ActorNames("سمر الحلواني", allowed=("أم محمد الحلواني",)))
    spellings = spellings_of("سمر الحلواني", (), [family])
    assert redactor(spellings, near=False)("قالت أم محمد الحلواني لأم محمد") == "قالت […] لأم محمد"
    alone = spellings_of("أم محمد", (), ())
    assert redactor(alone, near=False)("قالت أم محمد") == "قالت […]", "else she is known by nothing"


def test_a_child_that_a_kunya_names_is_nobody_by_himself() -> None:
    umm = Actor(
        "w", "person", ActorNames("سمر الحلواني", allowed=("أم عبد الله",)), ActorNames("Samar al-Halwani")
    )
    found = spellings_of("سمر الحلواني", (), [umm])
    assert not found.find("قال عبد الله الزعبي", near=False)  # "said Abdullah al-Zoubi"
    assert found.find("قالت أم عبد الله", near=True)  # "said the mother of Abdullah"
