"""The cache: the same bytes with and without it, nothing done twice, nothing out of date, nothing fatal."""

import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from jisr import site
from jisr.storage import cache
from tests import sample

FILE = Path(".jisr/cache.sqlite3")


class Counted:
    """What is made, and how often."""

    def __init__(self, made: cache.CachedCall) -> None:
        self.made = made
        self.done: list[str] = []

    def __call__(self, what: str, inputs: str, make: Any) -> Any:
        def counted() -> Any:
            self.done.append(what)
            return make()

        return self.made(what, inputs, counted)


def render(root: Path, articles: Any, **settings: Any) -> tuple[dict[str, bytes], list[str]]:
    with cache.open_cache(root) as made:
        counted = Counted(made)
        actors, given = sample.actors(), sample.settings(**settings)
        return site.render(articles, actors, given, sample.docs(), counted), counted.done


def test_a_second_run_makes_nothing_again_and_gives_the_same(tmp_path: Path) -> None:
    first, done = render(tmp_path, sample.articles())
    assert len(done) == 6 * len(sample.articles())  # mentions, dates, pages, what feeds hold, two cards
    again, done = render(tmp_path, sample.articles())
    assert done == []
    assert again == first
    assert again == site.render(sample.articles(), sample.actors(), sample.settings(), sample.docs())


def test_only_what_changed_is_made_again(tmp_path: Path) -> None:
    articles = sample.articles()
    render(tmp_path, articles)
    changed = articles[2]
    passages = (*changed.passages[:-1], replace(changed.passages[-1], translation="Al-Sudani went."))
    articles[2] = replace(changed, passages=passages)
    out, done = render(tmp_path, articles)
    assert sorted(done) == ["article", "dates", "feed", "mentions"]
    assert b"Al-Sudani</a> went." in out["en/articles/2024/approved.md"]
    assert out == site.render(articles, sample.actors(), sample.settings(), sample.docs())


@pytest.mark.parametrize(
    "settings",
    [
        {"link_mentions": "all"},
        {"digits": "arabic-indic"},
        {"repository": ""},
        {"site_url": ""},
        {"publish": "approved"},
        {"report": "mailto:a@b.example"},
        {"topics": {"energy": {"ar": "الطاقة", "en": "Energy"}}},
    ],
)
def test_settings_are_inputs(tmp_path: Path, settings: dict[str, Any]) -> None:
    render(tmp_path, sample.articles())
    out, _ = render(tmp_path, sample.articles(), **settings)
    given = sample.settings(**settings)
    assert out == site.render(sample.articles(), sample.actors(), given, sample.docs())


def test_a_new_title_reaches_the_pages_that_name_it(tmp_path: Path) -> None:
    articles = sample.articles()
    render(tmp_path, articles)
    title = replace(articles[0].passages[1], translation="Another title")
    articles[0] = replace(articles[0], passages=(articles[0].passages[0], title, *articles[0].passages[2:]))
    out, _ = render(tmp_path, articles)
    assert out == site.render(articles, sample.actors(), sample.settings(), sample.docs())
    assert b"Another title" in out["en/articles/2024/states.md"]  # related


def test_what_is_not_asked_for_any_more_is_dropped(tmp_path: Path) -> None:
    render(tmp_path, sample.articles())
    render(tmp_path, sample.articles()[:1])
    with sqlite3.connect(tmp_path / FILE) as kept:
        assert kept.execute("SELECT count(*) FROM made").fetchone() == (6,)
    kept.close()


@pytest.mark.parametrize("damage", [b"", b"no database at all" * 100])
def test_a_damaged_cache_is_begun_anew(tmp_path: Path, damage: bytes) -> None:
    first, _ = render(tmp_path, sample.articles())
    (tmp_path / FILE).write_bytes(damage)
    again, done = render(tmp_path, sample.articles())
    assert again == first
    assert done
    assert render(tmp_path, sample.articles())[1] == []


def test_damaged_values_are_made_again(tmp_path: Path) -> None:
    first, _ = render(tmp_path, sample.articles())
    with sqlite3.connect(tmp_path / FILE) as kept:
        kept.execute("UPDATE made SET value = x'00ff'")
    kept.close()
    assert render(tmp_path, sample.articles())[0] == first


def test_a_cache_that_another_run_holds_costs_only_time(tmp_path: Path) -> None:
    first, _ = render(tmp_path, sample.articles()[:1])
    holder = sqlite3.connect(tmp_path / FILE, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    assert render(tmp_path, sample.articles()[:1])[0] == first
    holder.execute("ROLLBACK")
    holder.close()


def test_a_folder_that_cannot_be_made_costs_only_time(tmp_path: Path) -> None:
    (tmp_path / ".jisr").write_text("a file")
    with cache.open_cache(tmp_path) as made:
        assert made("x", "y", lambda: (1, 2)) == [1, 2]


def test_fresh_gives_what_a_cache_gives(tmp_path: Path) -> None:
    def make() -> Any:
        return {"a": (1, "ب"), "b": None}

    with cache.open_cache(tmp_path) as made:
        assert made("x", "y", make) == made("x", "y", make) == cache.compute_uncached("x", "y", make)
