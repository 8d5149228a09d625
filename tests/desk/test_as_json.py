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
        (
            "rename",
            "en",
            "jisr resolve a p1 --take proposal, or: jisr resolve a p1 --take keep",
            "“Use suggestion”, or: “Still right”",
        ),
        (
            "held",
            "ar",
            "jisr release 2026/water, if readers may see it now",
            "إن جاز أن يراه القرّاء الآن: صفحة «النشر»",
        ),
        (
            "embargo",
            "en",
            'jisr release water --at "2026-12-01 18:00", by the publication\'s clock',
            "the page “Publish”, by the publication's clock",
        ),
        (
            "gone",
            "en",
            "to take the paragraph out: jisr remove water#p1 --for-safety, or delete it in the seed",
            "to take the paragraph out: the page “Remove for safety”, or delete it in the seed",
        ),
        ("suppress", "en", 'jisr ignore a p1 numbers --reason "…"', "“Not an error”"),
        (
            "import",
            "en",
            "a draft goes by: jisr reject a p1; a person's stays",
            "a draft goes by: “Discard draft”; a person's stays",
        ),
        ("article", "en", "jisr status lists the articles", "the page “Articles” lists the articles"),
        (
            "name",
            "en",
            'jisr actors rename iraq "…", if it changes with it',
            "the page “Names”, if it changes with it",
        ),
        ("remark", "en", 'jisr remark a p1 "…" --by NAME --for question', "the page “Remarks”"),
        # what the desk cannot do is said as it is
        ("model", "en", "run `jisr model install`", "run `jisr model install`"),
        (
            "draft",
            "en",
            "to have it drafted again: jisr draft a p1",
            "to have it drafted again: jisr draft a p1",
        ),
        ("resolve", "en", "jisr resolve a p1 --take proposal", "“Use suggestion”"),
    ],
)
def test_a_remedy_at_the_desk_names_the_button_where_there_is_one(
    check: str, lang: Lang, remedy: str, shown: str
) -> None:
    assert [one["remedy"] for one in finding_data([Finding(check, "", remedy=remedy)], lang)] == [shown]
