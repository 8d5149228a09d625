"""What the desk shows of findings."""

import pytest

from jisr.desk.as_json import finding_data
from jisr.model.diagnostics import Finding
from jisr.model.languages import Lang


@pytest.mark.parametrize(
    ("check", "lang", "remedy", "shown"),
    [
        ("approve", "en", "first: jisr resolve 2024/water p2-k3 --take keep", "first: “Still right”"),
        ("approve", "ar", "first: jisr resolve 2024/water p2-k3 --take keep", "أولًا: «ما زالت صحيحة»"),
        (
            "conflict",
            "en",
            "jisr resolve water p1 --take page, or: jisr resolve water p1 --take ledger",
            "“Keep the page’s”, or: “Take the other”",
        ),
        # no button deletes a person's words
        (
            "restored",
            "en",
            "to delete it for good: jisr resolve water p1 --take page",
            "to delete it for good: jisr resolve water p1 --take page",
        ),
        (
            "translation",
            "en",
            'whoever approves it signs it: jisr resolve a p1 --take keep, jisr approve a p1 p2 --by "N"',
            "whoever approves it signs it: “Still right”, “Approve”",
        ),
        (
            "doubled",
            "en",
            "if it is right as it is, sign it: jisr approve",
            "if it is right as it is, sign it: “Approve”",
        ),
        # one command, of which the second half would be left alone
        (
            "rename",
            "en",
            "jisr resolve a p1 --take proposal, or --take keep",
            "jisr resolve a p1 --take proposal, or --take keep",
        ),
        ("resolve", "en", "jisr resolve a p1 --take proposal", "“Use suggestion”"),
    ],
)
def test_a_remedy_at_the_desk_names_the_button_where_there_is_one(
    check: str, lang: Lang, remedy: str, shown: str
) -> None:
    assert [one["remedy"] for one in finding_data([Finding(check, "", remedy=remedy)], lang)] == [shown]
