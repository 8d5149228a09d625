"""What the desk shows of findings."""

from pathlib import Path

import pytest

from jisr.desk.as_json import finding_data
from jisr.desk.words import DeskStrings
from jisr.model.diagnostics import Finding
from jisr.model.languages import Lang

CASES = Path(__file__).parents[1] / "cases/desk/remedies.tsv"
REMEDIES = [line.split("\t") for line in CASES.read_text("utf-8").splitlines() if not line.startswith("#")]


@pytest.mark.parametrize(("check", "lang", "remedy", "shown"), REMEDIES)
def test_a_remedy_at_the_desk_names_the_button_where_there_is_one(
    check: str, lang: Lang, remedy: str, shown: str
) -> None:
    assert [one["remedy"] for one in finding_data([Finding(check, "", remedy=remedy)], lang)] == [shown]


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("ar", "تعذّرت قراءته (\u2066Is (on disk 2) a directory\u2069)"),
        ("en", "cannot be read (Is (on disk 2) a directory)"),
    ],
)
def test_what_the_system_says_stands_in_its_own_direction(lang: Lang, said: str) -> None:
    found = Finding("read", "cannot be read (Is (on disk 2) a directory)")
    assert [one["message"] for one in finding_data([found], lang)] == [said]


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("مثل 2026-12-01 18:00.", "مثل ⟨2026-12-01 18:00⟩."),  # such as
        ("مثل 2023 أو 2023-10، أو 2023-10-05.", "مثل 2023 أو ⟨2023-10⟩، أو ⟨2023-10-05⟩."),
        ("المجلد site/ على الخادم", "المجلد ⟨site/⟩ على الخادم"),  # the folder
        ("مثل 2026/water-law.", "مثل ⟨2026/water-law⟩."),
        ("في https://x.org/ar/ وحده", "في ⟨https://x.org/ar/⟩ وحده"),  # there alone
        ("كلمة و/أو كلمة، 12-13", "كلمة و/أو كلمة، 12-13"),  # a word and/or a word
        ("تعذّر (bad file a/b) ذلك", "تعذّر (⟨bad file ⟨a/b⟩⟩) ذلك"),  # that could not be done
        ("⟨2026-12-01⟩", "⟨2026-12-01⟩"),
        ("ملف (Word أو صفحة HTML)", "ملف (Word أو صفحة HTML)"),  # a file (Word or a page of HTML)
    ],
)
def test_days_and_paths_keep_their_order_within_arabic(words: str, shown: str) -> None:
    marks = str.maketrans("⟨⟩", "\u2066\u2069")
    found = Finding("x", words.translate(marks), remedy=words.translate(marks))
    (told,) = finding_data([found], "ar")
    assert told["message"] == told["remedy"] == shown.translate(marks)
    assert finding_data([found], "en")[0]["message"] == words.translate(marks)


def test_the_desks_own_words_are_in_order_too() -> None:
    assert "\u20662026-12-01 18:00\u2069" in DeskStrings("ar")("desk.facts.until_hint")
    assert "\u20662026-12-01 18:00\u2069" in DeskStrings("ar")("desk.state.done", when="2026-12-01 18:00")
    assert "\u2066" not in DeskStrings("en")("desk.facts.until_hint")
