"""When readers may see an article: by its status, its release, its date, and the publication's clock."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from jisr.model.languages import LANGS
from jisr.model.release import (
    find_hold,
    format_moment,
    instant,
    parse_moment,
    parse_release,
    released_langs,
)
from jisr.model.settings import Settings
from jisr.model.source import Meta, PublicationDate

NOW = datetime(2026, 11, 28, 18, 40, tzinfo=UTC)
SETTINGS = Settings(Path())


@pytest.mark.parametrize(
    ("zone", "written", "utc"),
    [
        ("UTC", "2026-12-01", "2026-12-01T00:00"),
        ("UTC", "2026-12-01 18:00", "2026-12-01T18:00"),
        ("Asia/Beirut", "2026-12-01 18:00", "2026-12-01T16:00"),
        ("Asia/Beirut", "2026-07-01T18:00", "2026-07-01T15:00"),  # summer time
        ("Asia/Beirut", "2026-07-01 18:00:30+00:00", "2026-07-01T18:00:30"),
        ("Europe/Berlin", "2026-07-01T18:00:00.123Z", "2026-07-01T18:00"),
        ("Europe/Berlin", "2026-07-01 18:00 +0300", "2026-07-01T15:00"),
        # the clock shows half past two twice, or never: the later moment counts
        ("Europe/Berlin", "2026-10-25 02:30", "2026-10-25T01:30"),
        ("Europe/Berlin", "2026-03-29 02:30", "2026-03-29T01:30"),
        ("America/New_York", "9999-12-31 23:59", "9999-12-31T23:59"),
        ("Asia/Tokyo", "0001-01-01", "0001-01-01T00:00"),
    ],
)
def test_a_moment_is_of_the_publications_clock(zone: str, written: str, utc: str) -> None:
    settings = replace(SETTINGS, timezone=zone)
    assert instant(parse_moment(written), settings) == datetime.fromisoformat(utc).replace(tzinfo=UTC)


def test_a_moment_is_said_as_it_is_written() -> None:
    settings = replace(SETTINGS, timezone="Asia/Beirut")
    for written in ("2026-12-01 18:00", "2026-07-01 00:00", "9999-12-31 23:59"):
        assert format_moment(parse_moment(written), settings) == written
    assert parse_moment("٢٠٢٦-١٢-٠١ ١٨:٠٠") == parse_moment("2026-12-01 18:00")
    assert format_moment(NOW, settings) == "2026-11-28 20:40"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026",
        "2026-12",
        "2026-13-01",
        "2026-02-30",
        "2026-12-01 25:00",
        "2026-12-01 18",
        "18:00",
    ],
)
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w|^$"):
        parse_moment(text)


def test_a_language_that_is_not_named_is_held() -> None:
    assert list(parse_release("now")) == list(LANGS)
    assert list(parse_release({"en": "2026-12-01", "ar": "held"})) == ["en"]
    assert parse_release("held") == parse_release({}) == {}


DAY, HOUR = "2026-11-28", "2026-11-28 18:40"


@pytest.mark.parametrize(
    ("said", "by_hand", "at_once"),
    [
        ({}, (), LANGS),
        ({"status": "draft"}, (), ()),
        ({"status": "draft", "release": parse_release("now")}, (), ()),
        ({"status": "embargoed"}, (), ()),
        ({"status": "embargoed", "until": parse_moment(HOUR)}, (), LANGS),
        ({"status": "embargoed", "until": parse_moment("2026-11-28 18:41")}, (), ()),
        (
            {
                "status": "embargoed",
                "until": parse_moment("2026-11-28 18:41"),
                "release": parse_release("now"),
            },
            (),
            (),
        ),
        ({"status": "withdrawn"}, (), LANGS),
        ({"status": "withdrawn", "release": parse_release({"en": "now"})}, ("en",), ("en",)),
        ({"release": {}}, (), ()),
        ({"release": parse_release("now")}, LANGS, LANGS),
        ({"release": parse_release(HOUR)}, LANGS, LANGS),
        ({"release": parse_release({"ar": HOUR, "en": "2026-11-28 18:41"})}, ("ar",), ("ar",)),
        ({"release": parse_release({"en": DAY})}, ("en",), ("en",)),
        ({"published": PublicationDate("2026-11-28")}, (), LANGS),
        ({"published": PublicationDate("2026-11-29")}, (), ()),
        ({"published": PublicationDate("2026-12")}, (), ()),
        ({"published": PublicationDate("2027", inferred=True)}, (), ()),
        ({"published": PublicationDate("2026")}, (), LANGS),
        ({"published": PublicationDate("2026-11-28"), "dated": parse_moment("2026-11-28 18:41")}, (), ()),
        # somebody released it, whatever date it bears
        ({"published": PublicationDate("2027"), "release": parse_release("now")}, LANGS, LANGS),
    ],
)
def test_who_may_see_what(said: dict[str, Any], by_hand: tuple[str, ...], at_once: tuple[str, ...]) -> None:
    meta = Meta(**said)
    assert released_langs(meta, NOW, replace(SETTINGS, release="by-hand")) == by_hand
    assert released_langs(meta, NOW, SETTINGS) == at_once


def test_a_hold_says_until_when() -> None:
    settings = replace(SETTINGS, timezone="Asia/Beirut")
    moment = parse_moment("2026-12-01 18:00")
    for meta in (
        Meta(release=parse_release("2026-12-01 18:00")),
        Meta(status="embargoed", until=moment),
        Meta(dated=moment),
    ):
        held = find_hold(meta, "ar", NOW, settings)
        assert held
        assert held.until == datetime(2026, 12, 1, 16, tzinfo=UTC)
    for meta in (Meta(release={}), Meta(status="draft"), Meta(status="embargoed")):
        held = find_hold(meta, "ar", NOW, settings)
        assert held
        assert held.until is None
