"""Data classes through JSON and back: the very same values, of every kind that articles are made of."""

import json
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.model.diagnostics import Finding, Severity
from jisr.model.ledger import Entry, Proposal, Remark, State
from jisr.model.publication import Article, BilingualBlock
from jisr.model.source import Block, Correction, Kind, Meta, Notice, NoticeKind, PublicationDate, Repair
from jisr.storage.work.as_json import from_json, to_json
from tests import sample


def through_json(value: Any) -> Any:
    return from_json(type(value), json.loads(json.dumps(to_json(value), ensure_ascii=False)))


TEXTS = st.text(max_size=12) | st.sampled_from(["", "خبر\n", 'a"b\\n', "\u2028", "\ud800", "\x00"])
ZONES = st.sampled_from([UTC, timezone(timedelta(hours=3, minutes=30))])
# no moment of a sidecar says which of two hours it means
MOMENTS = (st.datetimes() | st.datetimes(timezones=ZONES)).map(lambda moment: moment.replace(fold=0))
TABLES = st.dictionaries(TEXTS, TEXTS, max_size=3)
MANY = st.lists(TEXTS, max_size=3).map(tuple)
NUMBERS = st.none() | st.floats(allow_nan=False)
METAS = st.builds(
    Meta,
    title=TEXTS,
    author=TABLES,
    published=st.none() | st.builds(PublicationDate, st.just("2023-10"), st.booleans()),
    status=st.sampled_from(["published", "draft", "embargoed", "withdrawn"]),
    until=st.none() | MOMENTS,
    release=st.none() | st.dictionaries(st.sampled_from(["ar", "en"]), MOMENTS),
    topics=MANY,
    summary=TABLES,
    corrections=st.lists(
        st.builds(Correction, TEXTS, TEXTS, TEXTS, on=st.none() | st.dates(), line=st.integers()), max_size=2
    ).map(tuple),
    sensitive=st.booleans(),
    reason=TABLES,
    notices=st.lists(
        st.builds(Notice, st.sampled_from(NoticeKind), st.dates(), TABLES, st.booleans()), max_size=2
    ).map(tuple),
)
BLOCKS = st.builds(Block, st.sampled_from(Kind), TEXTS, st.integers(), TEXTS, lead=st.booleans(), names=MANY)
ENTRIES = st.builds(
    Entry,
    TEXTS,
    TEXTS,
    TEXTS,
    st.sampled_from(State),
    st.booleans(),
    score=NUMBERS,
    changed=NUMBERS,
    machine=MANY,
    proposals=st.lists(st.builds(Proposal, TEXTS, TEXTS), max_size=2).map(tuple),
    remarks=st.lists(st.builds(Remark, TEXTS, TEXTS, TEXTS), max_size=2).map(tuple),
    facts=TABLES,
)
PASSAGES = st.lists(st.builds(BilingualBlock, BLOCKS, ENTRIES, TEXTS), max_size=2).map(tuple)
REPAIRS = st.lists(st.builds(Repair, TEXTS, TEXTS, TEXTS, TEXTS), max_size=2).map(tuple)
LANGS = st.sampled_from([("ar", "en"), ("en",)])
ARTICLES = st.builds(Article, TEXTS, TEXTS, METAS, PASSAGES, REPAIRS, LANGS)


@given(ARTICLES)
def test_every_article_comes_back_as_it_was(article: Article) -> None:
    again = through_json(article)
    assert again == article
    assert repr(again) == repr(article)  # digests are of this


@given(st.builds(Finding, TEXTS, TEXTS, TEXTS, st.integers(), TEXTS, TEXTS, TEXTS, st.sampled_from(Severity)))
def test_every_finding_comes_back_as_it_was(finding: Finding) -> None:
    assert through_json(finding) == finding


def test_articles_with_everything_in_them_come_back_as_they_were() -> None:
    for value in (*sample.articles(), *sample.actors()):
        assert repr(through_json(value)) == repr(value)


def test_what_is_as_by_default_is_not_kept() -> None:
    assert to_json(Block(Kind.POINT, "نقطة")) == ["point", "نقطة"]
    assert to_json(Correction("a", "b", "c", on=date(2024, 1, 2))) == ["a", "b", "c", "", "2024-01-02"]
    assert to_json((1, None), tuple[int, str | None]) == [1, None]
    assert from_json(datetime, "2024-01-02T03:04:05+00:00") == datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    "said", [[], ["cloud", "x"], ["point"], "point", {"kind": "point"}, None, [*"abcdefghijklm"]]
)
def test_what_is_no_such_value_is_refused(said: Any) -> None:
    """A cache that somebody else wrote, or a release with other fields."""
    with pytest.raises(ValueError, match=r"."):
        from_json(Block, said)


@pytest.mark.parametrize("said", [[], ["a"], ["a", 1, 2], None, 7])
def test_a_tuple_of_another_size_is_refused(said: Any) -> None:
    with pytest.raises(ValueError, match=r"."):
        from_json(tuple[str, int], said)


@pytest.mark.parametrize("of", [int | str, bytes, dict[str, str]])
def test_a_type_that_would_not_come_back_is_refused(of: Any) -> None:
    with pytest.raises(TypeError):
        to_json("x", of)
