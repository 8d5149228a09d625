"""What counts as written, and what does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.lang.units import has_same_units, split_units, units_digest


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We're not were", ["we're", "not", "were"]),
        ("3.5 is not 35", ["3.5", "is", "not", "35"]),
        ("from -5 to 5, F-16", ["from", "-5", "to", "5", "f", "16"]),
        ("50%, 50 %, ٥٠٪", ["50%", "50%", "50%"]),
        ("$1,250.75 and 5 €", ["$1,250.75", "and", "5€"]),
        ("2003–2011, 2003-2011", ["2003-2011", "2003-2011"]),
        (
            "«كتاب» في ١٢ آذار و15،300 متر",
            ["كتاب", "في", "12", "آذار", "و", "15,300", "متر"],
        ),  # a book; 15,300 metres
        ("قُتِلَ قَتَلَ", ["قُتِلَ", "قَتَلَ"]),  # was killed, killed
        ("the boys' war, rock’n’roll", ["the", "boys", "war", "rock'n'roll"]),
        ("", []),
        ("— … !", []),
    ],
)
def test_units(text: str, expected: list[str]) -> None:
    assert split_units(text) == expected


@pytest.mark.parametrize(
    "sign",
    [
        "\u00ad",
        "\u200b",
        "\u200c",
        "\u200d",
        "\u200e",
        "\u200f",
        "\u2060",
        "\ufeff",
        "\u3164",
        "\uffa0",
        "\U000e0020",
    ],
)
def test_an_invisible_sign_writes_nothing(sign: str) -> None:
    assert has_same_units(f"Machine sen{sign}tence.", "machine “sentence”")
    assert units_digest(f"Machine sen{sign}tence.") == units_digest("Machine sentence")


@pytest.mark.parametrize(
    ("a", "b"), [("3.5", "35"), ("-5", "5"), ("we're", "were"), ("5%", "5"), ("1-2", "12")]
)
def test_figures_and_contractions_are_told_apart(a: str, b: str) -> None:
    assert not has_same_units(f"about {a} of them", f"about {b} of them")
    assert units_digest(a) != units_digest(b)


def test_a_digest_that_a_ledger_holds_stays_what_it_is() -> None:
    assert units_digest("«كتاب» في ١٢ آذار") == units_digest("كتاب في 12 آذار \ud800") == "4e29db3f"  # a book


@given(st.text(), st.text())
def test_white_space_between_texts_joins_nothing(a: str, b: str) -> None:
    assert split_units(f"{a}\n\n{b}") == split_units(a) + split_units(b)
