"""What the exact search finds, the quick look never passes over; and it lets little else through."""

from collections.abc import Callable
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.removal.names.sieve import Sieve
from jisr.removal.names.spellings import Spellings, spellings_of
from jisr.removal.views import views

NAMES = [
    spellings_of("مريم الحسن", ("مريم",), ()).heard_in(["Mariam Hasan"]),
    spellings_of("عبد الله الأحمد", (), ()),
    spellings_of("Rose O’Hara", (), ()),
]
WHOLE = (
    "مريم الحسن",
    "وللحسن",
    "عبدالله الأحمد",
    "Maryam al-Hassan",
    "maryamhassan",
    "Rose O’Hara",
    "الحسن، مريم",
)
BETWEEN = (
    *("", "", "", "", "َ", "ـ", "\u200d", "\u200f", "*", "**", "`", "<b>", "</b>", "<!-- x -->", "](a.md)"),
    *('"\n"', '\\n"\n#~ "', "[", "\u0301", "\\"),
)
CODES = (
    str,
    lambda letter: f"&#{ord(letter)};",
    lambda letter: f"&#x{ord(letter):x};",
    lambda letter: "".join(f"%{byte:02X}" for byte in letter.encode()),
    lambda letter: f"\\u{ord(letter):04x}",
)
SHAPES = {
    "ا": "أإآٱ",
    "ي": "ىیﻲ",
    "ه": "ةﻪ",
    "ح": "ﺣ",
    "م": "ﻣ",
    "a": "áAā",
    "h": "ḥH",
    "s": "Sş",
    " ": " _-\n\u00a0",
}


def exact(spellings: Spellings, text: str, near: bool) -> bool:
    return any(True for view in views(text) for _ in spellings._find_in(view, near=near))


@given(
    st.sampled_from(NAMES),
    st.sampled_from(WHOLE),
    st.lists(st.tuples(st.sampled_from(BETWEEN), st.sampled_from(CODES), st.integers(0, 9)), max_size=6),
    st.booleans(),
    st.randoms(),
)
def test_nothing_is_passed_over(
    spellings: Spellings,
    name: str,
    changes: list[tuple[str, Callable[[str], str], int]],
    near: bool,
    random: Random,
) -> None:
    letters = list(name)
    for between, code, shape in changes:
        at = random.randrange(len(letters))
        shapes = SHAPES.get(letters[at], letters[at])
        letter = shapes[shape % len(shapes)] if len(letters[at]) == 1 else letters[at]
        letters[at] = between + (code(letter) if len(letter) == 1 and letter.isalpha() else letter)
    text = f"قال {''.join(letters)} said"
    if exact(spellings, text, near):
        assert spellings.may_stand_in(text, near=near)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "مريم عادت",  # a part of the name
        "الحسن",
        "mary am al hass an",
        "mar.yamal",
        "Maryam met Hassan",
        "&amp; &nbsp; مريم — Hassan",
        "<a href='maryam'>al</a>",
    ],
)
def test_little_else_comes_through(text: str) -> None:
    assert not Sieve([("maryam", "al", "hassan"), ("مريم", "الحسن")]).may_find(text)


@pytest.mark.parametrize(
    "text",
    [
        "Maryam the al-Hassan",
        "Maryam&nbsp;al-Hassan",
        "Maryam <al-Hassan>",
        "M&aacute;ryam al-Hassan",
        "مريم](الحسن.md)",
        '<a title="&#1605;ريم الحسن">',
        "ﻣﺮﻳﻢ الحسن",
        "Maryam\\nal-Hassan",
    ],
)
def test_letters_in_other_dress_come_through(text: str) -> None:
    assert Sieve([("maryam", "al", "hassan"), ("مريم", "الحسن")]).may_find(text)


def test_no_form_finds_nothing() -> None:
    assert not Sieve([]).may_find("a")


def test_signs_in_a_row_cost_no_more_than_their_number() -> None:
    """Each piece of markup has two readings: two to the power of a thousand would never end."""
    assert not Sieve([("maryam", "hassan")]).may_find("Maryam" + "](#)" * 1000 + "<b>" * 1000 + "x")


@pytest.mark.parametrize("far", [0, 10, 390, 410, 2000])
def test_each_part_that_is_coded_is_decoded(far: int) -> None:
    sieve = Sieve([("maryam", "al", "hassan")])
    assert sieve.may_find("%4D" + "x" * far + " M&#97;ryam al-Hassan " + "x" * far + "&eacute;")
    assert sieve.may_find("x" * far + " Maryam al-Hass&#97;n")
    assert not sieve.may_find("x" * far + " Maryam al-Hass&#98;n" + "x" * far + "%4D")
