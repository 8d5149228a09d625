"""Numbers as both languages write them: what each may mean, where it stands, and how much it weighs.

A number read wrongly lets a false figure pass, or sends an editor after one that is right.
"""

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from jisr.lang.numbers import arabic_numbers, english_numbers, has_dual

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parents[1] / "cases" / "checks" / "numerals.yml").read_text("utf-8")
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['lang']} {case['text']}")
def test_numbers_are_read_in_all_their_meanings(case: dict[str, Any]) -> None:
    text = case["text"]
    numbers = (arabic_numbers if case["lang"] == "ar" else english_numbers)(text)
    assert [sorted(n.values) for n in numbers] == [sorted(values) for values in case["values"]]
    assert [text[n.start : n.end] for n in numbers] == [n.text for n in numbers]
    assert [n.text for n in numbers if not n.strict] == case.get("loose", [])
    assert [n.text for n in numbers if n.percent] == case.get("percent", [])


@pytest.mark.parametrize(
    ("text", "dual"),
    [("زار البلدين", True), ("مرّت سنتان", True), ("قبل يوميهما", True), ("قُتل كثر", False), ("لي", False)],
)  # both countries; two years; their two days; many were killed; to me
def test_only_a_word_that_may_be_two_excuses_a_two(text: str, dual: bool) -> None:
    assert has_dual(text) == dual


# --- every number in words ---------------------------------------------------------------------------------

ENGLISH = (  # without zero
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
ENGLISH_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
ARABIC = ["واحد", "اثنان", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة", "عشرة"]  # one to ten
ARABIC += [f"{unit} عشر" for unit in ["أحد", "اثنا", *ARABIC[2:9]]]  # eleven to nineteen
ARABIC_TENS = ["عشرون", "ثلاثون", "أربعون", "خمسون", "ستون", "سبعون", "ثمانون", "تسعون"]
ARABIC_HUNDREDS = ["مئة", "مئتان", "ثلاثمئة", "أربعمئة", "خمسمئة", "ستمئة", "سبعمئة", "ثمانمئة", "تسعمئة"]
ARABIC_SCALES = [  # one, two, three, eleven of them
    (10**9, ("مليار", "ملياران", "مليارات", "مليارا")),
    (10**6, ("مليون", "مليونان", "ملايين", "مليونا")),
    (10**3, ("ألف", "ألفان", "آلاف", "ألفا")),
]


def in_english(number: int) -> str:
    if number < 20:
        return ENGLISH[number - 1]
    if number < 100:
        return ENGLISH_TENS[number // 10 - 2] + (f"-{ENGLISH[number % 10 - 1]}" if number % 10 else "")
    for scale, word in ((10**9, "billion"), (10**6, "million"), (10**3, "thousand"), (100, "hundred")):
        if number >= scale:
            count, rest = divmod(number, scale)
            joint = " and " if rest < 100 else " "
            return f"{in_english(count)} {word}" + (joint + in_english(rest) if rest else "")
    raise ValueError(number)


def in_arabic(number: int) -> str:
    said = []
    for scale, (one, two, few, many) in ARABIC_SCALES:
        count, number = divmod(number, scale)
        word = few if 3 <= count % 100 <= 10 else one if count % 100 < 3 else many
        if count:
            said.append({1: one, 2: two}.get(count) or f"{in_arabic(count)} {word}")
    said += [ARABIC_HUNDREDS[number // 100 - 1]] * (number >= 100)
    units, tens = (number % 10, number // 10 % 10) if number % 100 > 19 else (number % 100, 0)
    said += [ARABIC[units - 1]] * bool(units) + [ARABIC_TENS[tens - 2]] * bool(tens)
    return " و".join(said)


@given(st.integers(3, 10**12 - 1))
def test_a_number_in_words_is_itself(number: int) -> None:
    for found in (arabic_numbers(in_arabic(number)), english_numbers(in_english(number))):
        assert found
        assert all(number in n.values for n in found)


@given(st.integers(3, 999), st.integers(3, 999), st.sampled_from([1000, 10**6, 10**9]))
def test_the_limits_of_a_range_in_words_stay_two(low: int, high: int, scale: int) -> None:
    arabic = f"بين {in_arabic(low * scale)} و{in_arabic(high * scale)}"  # between … and …
    english = f"between {in_english(low * scale)} and {in_english(high * scale)}"
    for found in (arabic_numbers(arabic), english_numbers(english)):
        assert [scale * n in f.values for n, f in zip((low, high), found, strict=True)] == [True, True]
