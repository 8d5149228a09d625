"""What the desk shows of findings."""

from pathlib import Path

import pytest

from jisr.desk.as_json import finding_data
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
