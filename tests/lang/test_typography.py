"""Repairs of Arabic typography, and what is left to people. Cases: `cases/typography/*.yml`."""

import html
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from jisr.lang.typography.doubts import find_doubts
from jisr.lang.typography.quotes import nested
from jisr.lang.typography.rules import RULES, repair_typography
from jisr.lang.units import split_units
from jisr.markup.markdown_text import escape, plain
from tests.steps import LINEAR, LONG, ending, growth

CASES = Path(__file__).parents[1] / "cases" / "typography"
SEED = Path(__file__).resolve().parents[2] / "seeds" / "iraq-ending-coalition-role.txt"


def cases(name: str) -> list[Any]:
    read = yaml.safe_load((CASES / f"{name}.yml").read_text("utf-8"))
    return [pytest.param(case, id=case["name"]) for case in read]


@pytest.mark.parametrize("case", cases("repair"))
def test_repair(case: dict[str, Any]) -> None:
    repaired, repairs = repair_typography(case["text"])
    assert repaired == case["repaired"]
    assert [one.rule for one in repairs] == case["rules"]
    assert repair_typography(repaired) == (repaired, ())


@pytest.mark.parametrize("case", cases("doubtful"))
def test_doubtful(case: dict[str, Any]) -> None:
    found: dict[str, list[str]] = {}
    for message, words in find_doubts(case["text"]):
        found.setdefault(message, []).append(words)
    assert found == case["doubts"]


def test_every_rule_has_a_case() -> None:
    names = {"entities", *(name for name, _ in RULES)}
    assert {rule for case in cases("repair") for rule in case.values[0]["rules"]} == names


def test_a_repair_shows_the_words_around_it() -> None:
    _, (quotes, stop) = repair_typography("القائد الأسبق لـ”فيلق القدس” التابع للحرس ، قاسم")
    assert (quotes.before, quotes.after) == ("لـ”فيلق القدس”", "لـ«فيلق القدس»")
    assert (stop.before, stop.after) == ("للحرس ،", "للحرس،")


def test_a_repair_shows_thirty_letters_where_there_is_no_space() -> None:
    _, (one,) = repair_typography("أ" * 40 + "ـ" + "ب" * 40)
    assert (one.before, one.after) == ("أ" * 30 + "ـ" + "ب" * 30, "أ" * 30 + "ب" * 30)
    _, (one,) = repair_typography("أ" * 40 + " أـب " + "ب" * 40)
    assert (one.before, one.after) == ("أـب", "أب")


def test_a_long_quotation_is_shown_by_its_ends() -> None:
    _, (one,) = repair_typography("“" + "كلمة " * 100 + "أخيرة”")
    assert one.after.startswith("«كلمة كلمة")
    assert one.after.endswith("كلمة أخيرة»")
    assert len(one.after) < 80


def test_all_quotes_of_the_seed_come_out_in_pairs() -> None:
    text = escape(SEED.read_text("utf-8"))
    repaired, repairs = repair_typography(text)
    assert not set('“”"') & set(repaired)
    assert repaired.count("«") == repaired.count("»") == len(repairs) == 24
    assert repaired.replace("«", "“").replace("»", "”") == text.replace("ـ”", "ـ“")


PIECES = st.sampled_from([
    "داعش", "قال", "العراق", "ة", "و", "لـ", "ـ", "ـــ", "هـ", " ", "  ", "\n", "\n\n", "\t", "\xa0",
    '"', "“", "”", "„", "«",
    "»", "،", "؛", "؟", ".", "..", "...", "…", ":", "!", ",", ";", "?", "-", "--", "---", "—", "–",
    " - ", "(", ")", "[", "]",
    "\\[", "[^1]", "](x)", "`", "*", "**", "_", "5", "2003", "2011", "٣", "CNN", "a@b.org",
    "http://x.org/", "&amp;", "&amp;#8220;", "&amp;quot;", "ﻣﺮ", "ﺎﺒ", " … ", "\\",
    "|", "|---|", "ً", "ٰ", "\u200f", "\ufffc", "د.", "<b>", "<!--", "-->", "```", "~~~",
])  # fmt: skip
TEXTS = st.lists(PIECES, max_size=40).map("".join)


def legible(text: str) -> str:
    """`text` as it is read: entities as what they stand for, presentation forms as letters."""
    for _ in range(4):
        text = html.unescape(text)
    return re.sub("[\ufb50-\ufdf9\ufe70-\ufefc]", lambda m: unicodedata.normalize("NFKC", m[0]), text)


def letters(text: str) -> list[str]:
    return [c for c in legible(text) if c.isalnum() and c != "ـ"]


@given(TEXTS)
@example('قال "نحن"وأضاف 5" 3.5 -7 10:30 2003 - 2011 50 % l\'Orient')
def test_a_repair_changes_no_unit(text: str) -> None:
    repaired, _ = repair_typography(text)
    assert split_units(legible(plain(repaired).text)) == split_units(legible(plain(text).text))


@given(TEXTS | st.text(max_size=60))
@example("قال -- -- نعم")
@example('"“نص”" ""')
def test_letters_stay_and_twice_is_once(text: str) -> None:
    repaired, repairs = repair_typography(text)
    assert letters(repaired) == letters(text)
    assert bool(repairs) == (repaired != text)
    assert repair_typography(repaired) == (repaired, ())
    find_doubts(text)


@given(TEXTS)
def test_what_is_escaped_stays_text(text: str) -> None:
    """Repairing escaped text is escaping repaired words: no escape is torn, no mark comes into being."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    source = escape("\n".join(lines))
    repaired, _ = repair_typography(source)
    assert letters(plain(repaired).text) == letters(plain(source).text)
    assert repaired.count("\\") == source.count("\\")


@pytest.mark.parametrize(
    "piece",
    ['"', "“", "”", "«", "»", "«“", 'ن"', '5"', ' "', "(", ")", "[", "](", "`", "``", "<", "<!--",
    "\\", "&", "ـ", "ن ـ",
     ".", "،", " ،", " ", "\t", "\n", "ن,", "-", " - ", "2003-", "ة", "العراقيةال", "ی", "|", "[^",
    "http://", "a@", "*_"],
)  # fmt: skip
@pytest.mark.parametrize("length", LONG)
def test_steps_grow_with_the_length_only(piece: str, length: int) -> None:
    def mend(size: int) -> None:
        text = "ن " + piece * (size // len(piece.encode()))
        repair_typography(text)
        find_doubts(text)

    with ending():
        assert growth(mend, 1_500) < LINEAR
        mend(length)


def test_quotation_marks_within_others_are_one_level_deeper() -> None:
    assert nested("ضد «داعش» و«قال “نعم”»", "ar") == "ضد “داعش” و“قال ‘نعم’”"
    assert nested("Don’t say “yes”", "en") == "Don’t say ‘yes’"
