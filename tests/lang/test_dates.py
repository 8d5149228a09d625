"""Dates in both languages: the seed's, the cases to develop with, and those set aside to measure with."""

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from jisr.lang.dates import DateMention, Interval, find_dates
from jisr.lang.dates.resolve import Context, DatePoint, Ref, resolve, resolve_range
from jisr.model.languages import Lang
from tests.steps import LINEAR, LONG, by_turns, ending, growth

CASES = Path(__file__).parents[1] / "cases" / "dates"
ROOT = Path(__file__).resolve().parents[2]
Row = list[list[str]]


def cases(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load((CASES / name).read_text("utf-8"))
    return found


def dates(case: dict[str, Any], lang: Lang = "ar") -> list[DateMention]:
    previous = Interval.parse(case["after"]) if "after" in case else None
    like = find_dates(case["like"], case.get("published")) if "like" in case else None
    return find_dates(case["text"], case.get("published"), previous, lang=lang, like=like)


def rows(mentions: list[DateMention]) -> Row:
    return [[m.text, m.value, m.kind] for m in mentions]


@pytest.mark.parametrize("case", cases("ar.yml"), ids=lambda case: case["text"][:40])
def test_dates_in_arabic(case: dict[str, Any]) -> None:
    assert rows(dates(case)) == case["dates"]


@pytest.mark.parametrize("case", cases("en.yml"), ids=lambda case: case["text"][:40])
def test_dates_in_english(case: dict[str, Any]) -> None:
    assert rows(dates(case, "en")) == case["dates"]


@pytest.mark.parametrize("case", cases("resolve.yml"), ids=lambda case: case["name"])
def test_what_a_date_means(case: dict[str, Any]) -> None:
    ref = Ref(*case["ref"]) if "ref" in case else None
    published, previous = (
        Interval.parse(str(case[key])) if key in case else None for key in ("published", "previous")
    )
    told: dict[str, bool] = {key: case[key] for key in ("near", "here", "to_come") if key in case}
    found = resolve(DatePoint(0, 0, ref=ref, **case["point"]), Context(published, previous, **told))
    meant = None if found is None else [str(found[0]), found[1]]
    assert meant == (case["is"] and [str(value) for value in case["is"]])


@pytest.mark.parametrize(
    ("points", "values"),
    [
        ([DatePoint(0, 0, 3), DatePoint(0, 0, 5, 5, 2021)], ["2021-05-03", "2021-05-05"]),  # 3 to 5 May 2021
        ([DatePoint(0, 0, 3, 4), DatePoint(0, 0, 5, 5, 2021)], ["2021-04-03", "2021-05-05"]),
        (
            [DatePoint(0, 0, 0, 11), DatePoint(0, 0, 0, 2, 2021)],
            ["2020-11", "2021-02"],
        ),  # over the turn of the year
        ([DatePoint(0, 0, 0, 2), DatePoint(0, 0, 0, 2, 2021)], ["2021-02", "2021-02"]),
        ([DatePoint(0, 0, 1, 1, 2019), DatePoint(0, 0, 5, 5, 2021)], ["2019-01-01", "2021-05-05"]),
        ([DatePoint(0, 0, 31), DatePoint(0, 0, 5, 2, 2021)], None),  # no 31 February
        ([DatePoint(0, 0, 3), DatePoint(0, 0, 5, 5)], None),  # nothing says the year
    ],
)
def test_several_dates_share_what_only_the_last_one_says(
    points: list[DatePoint], values: list[str] | None
) -> None:
    found = resolve_range(points, Context())
    assert (None if found is None else [str(interval) for interval, _ in found]) == values


def test_dates_in_sentences_set_aside() -> None:
    """Precision and recall on sentences that the grammar was not made with; they are not to be tuned to."""
    right = found = wanted = 0
    for case in cases("ar_set_aside.yml"):
        got = {tuple(row) for row in rows(dates(case))}
        expected = {tuple(row) for row in case["dates"]}
        right, found, wanted = right + len(got & expected), found + len(got), wanted + len(expected)
    assert right / found >= 0.95, f"precision {right}/{found}"
    assert right / wanted >= 0.95, f"recall {right}/{wanted}"


def test_there_are_enough_cases() -> None:
    developed, aside = (len(cases(name)) for name in ("ar.yml", "ar_set_aside.yml"))
    assert developed + aside >= 80
    assert aside >= 40


def test_the_seeds_dates() -> None:
    """All seven of the annotation with their values, none of the vague ones."""
    gold = json.loads((ROOT / "tests/fixtures/gold/seed_gold.json").read_text("utf-8"))["dates"]
    text = (ROOT / "seeds/iraq-ending-coalition-role.txt").read_text("utf-8")
    assert [(m.text, m.value) for m in find_dates(text, "2023-10")] == [
        (date["text"], date["value"]) for date in gold if date["value"]
    ]


def test_without_a_publication_date_only_what_is_written_is_known() -> None:
    text = (ROOT / "seeds/iraq-ending-coalition-role.txt").read_text("utf-8")
    assert [m.value for m in find_dates(text)] == ["2020-01-05", "2020-01-03", "2021-07-26"]


@pytest.mark.parametrize(
    ("text", "written", "inferred"),
    [
        ("في 26 سبتمبر الفائت", "md", True),
        ("في 26 سبتمبر 2023", "ymd", False),
        ("في مايو الماضي", "m", True),
        ("العام الماضي", "", True),
        ("في 3 من هذا الشهر", "d", True),
        ("في 7 و8 أغسطس الماضي", "md", True),
        ("من 3 إلى 5 مايو 2022", "ymd", False),
        ("في 26 سبتمبر [2023]", "md", True),
    ],
)
def test_what_is_not_written_is_inferred(text: str, written: str, inferred: bool) -> None:
    (mention,) = find_dates(text, "2023-10-20")
    assert (mention.written, mention.inferred) == (written, inferred)


def test_the_ends_of_a_range_have_places_of_their_own() -> None:
    text = "زيارة في 7 و8 أغسطس الماضي"
    (mention,) = find_dates(text, "2023-10")
    assert [(text[p.start : p.end], p.value) for p in mention.parts] == [
        ("7", "2023-08-07"),
        ("8 أغسطس الماضي", "2023-08-08"),
    ]


def test_hijri_dates_are_marked_and_have_no_single_value_but_for_a_day() -> None:
    day, month = find_dates("في 1 محرم 1446 وفي رمضان 1444هـ")
    assert (day.calendar, day.value, len(day.parts)) == ("hijri", "2024-07-07", 1)
    assert (month.calendar, month.value, month.parts) == ("hijri", "2023-03-23/2023-04-20", ())


@pytest.mark.parametrize("value", ["2023-13", "2023-02-30", "x", "", "2023/2022", "2023-1-1-1"])
def test_an_interval_that_is_none_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Interval.parse(value)


@pytest.mark.parametrize(
    ("value", "first", "last", "precision"),
    [
        ("2023", "2023-01-01", "2023-12-31", "year"),
        ("2024-02", "2024-02-01", "2024-02-29", "month"),
        ("2023-08-07/2023-08-08", "2023-08-07", "2023-08-08", "day"),
        ("2003/2011", "2003-01-01", "2011-12-31", "year"),
    ],
)
def test_the_days_of_an_interval(value: str, first: str, last: str, precision: str) -> None:
    interval = Interval.parse(value)
    assert (str(interval), str(interval.first), str(interval.last), interval.precision) == (
        value, first, last, precision)  # fmt: skip


# every kind of token that the grammars know, and what may stand between
TOKENS = """
5 31 2023 1445 9999 0 ٧ ¹ 26/9/2023 2023-09-26 / - – . ، , ( ) [ ] % و ال ـ م ق هـ مايو كانون الثاني صفر
رمضان شهر الشهر عام العام عامي الماضي المقبل الجاري نفسه التالي هذا ذلك من إلى بين في منذ الخامس والعشرين
عشر الربع الأول أمس غداً اليوم قال الثلاثاء بعد أول last next this May September the 3rd of that year month
and to between in yesterday day same
"""
PIECES = (*TOKENS.split(), " ", " ", " ", " ", "\n", "\n\n", "\u0651", "\u200f")
PUBLISHED = st.sampled_from([None, "2023", "2023-10", "2023-10-20", "0001-01-01", "9999-12-31"])


@given(
    st.lists(st.sampled_from(PIECES), max_size=24).map("".join) | st.text(max_size=60), PUBLISHED, PUBLISHED
)
@example("في اليوم التالي", None, "9999-12-31")
@example("رمضان الماضي", "0001-01-01", None)
def test_mentions_are_places_in_the_text_with_values(
    text: str, published: str | None, previous: str | None
) -> None:
    before = Interval.parse(previous) if previous else None
    arabic = find_dates(text, published, before)
    for found in (arabic, find_dates(text, published, before, lang="en"),
                  find_dates(text, published, before, lang="en", like=arabic)):  # fmt: skip
        for mention in found:
            assert text[mention.start : mention.end] == mention.text != ""
            assert str(Interval.parse(mention.value)) == mention.value
            assert all(
                mention.start <= p.start < p.end <= mention.end and "/" not in p.value for p in mention.parts
            )
            assert all(a.end <= b.start for a, b in pairwise(mention.parts))
        assert all(a.end <= b.start for a, b in pairwise(found))


HOSTILE = (
    *(
        "5 و",
        "1",
        "1/",
        "2003-",
        "مايو ",
        "مايو/",
        "من ",
        "العام ",
        "الأول ",
        "(",
        "\n",
        " ",
        "ـ",
        "بين 3 و",
        "اليوم ",
    ),
    *("قال ", "1، ", "و", "5 مايو و", "1 and ", "May ", "the ", "1, ", "2003 to ", "last ", "1–", "May 1, "),
)


@pytest.mark.parametrize("length", LONG)
@pytest.mark.parametrize("lang", ["ar", "en"])
@pytest.mark.parametrize("unit", by_turns(HOSTILE))
def test_steps_grow_with_hostile_text(unit: str, lang: Lang, length: int) -> None:
    with ending():
        assert growth(lambda size: find_dates((unit * size)[:size], "2023-10-20", lang=lang), 1_250) < LINEAR
        find_dates((unit * length)[:length], "2023-10-20", lang=lang)
