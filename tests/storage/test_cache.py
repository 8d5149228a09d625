"""The cache: the same bytes with and without it, nothing done twice, nothing out of date, nothing fatal."""

import json
import random
import shutil
import sqlite3
import zlib
from collections import Counter
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from jisr import site
from jisr.model.languages import LANGS
from jisr.model.publication import ArticleHead
from jisr.storage import cache
from tests import sample

FILE = Path(".jisr/cache.sqlite3")


class Counted:
    """What is made, and how often."""

    def __init__(self, made: cache.CachedCall) -> None:
        self.made = made
        self.done: list[str] = []
        self.asked = 0

    def __call__(self, what: str, inputs: str, make: Any) -> Any:
        self.asked += 1

        def counted() -> Any:
            self.done.append(what)
            return make()

        return self.made(what, inputs, counted)


def render(root: Path, articles: Any, **settings: Any) -> tuple[dict[str, bytes], list[str]]:
    with cache.open_cache(root) as made:
        counted = Counted(made)
        actors, given = sample.actors(), sample.settings(**settings)
        return site.render(articles, actors, given, sample.docs(), counted), counted.done


TOGETHER = ("contribution, many", "pairs of many", "pairs of some")  # what is kept of several articles
PLANNED = ("jobs: actor", "jobs: timeline")  # what is kept of pages that show several


def test_a_second_run_makes_nothing_again_and_gives_the_same(tmp_path: Path) -> None:
    first, done = render(tmp_path, sample.articles())
    of_each = [
        "contribution",
        "dates",
        "given",
        "given: dates",
        "given: feed",
        "given: pairs",
        "given: quotes",
    ]
    of_each += ["listed", "mentions", "words"]
    assert Counter(what for what in done if what not in ("near", *TOGETHER, *PLANNED)) == {
        what: n * len(sample.articles()) for what, n in Counter(of_each).items()
    }
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
    once = ["contribution", "dates", "given", "given: dates", "given: feed", "given: pairs", "given: quotes"]
    of_articles = [what for what in done if what not in PLANNED]
    assert sorted(of_articles) == sorted([*once, *TOGETHER, "listed", "mentions", "words"])
    actors = len(sample.actors()) * len(LANGS)
    assert 0 < done.count("jobs: actor") < actors
    assert b"Al-Sudani</a> went." in out["en/articles/2024/approved.md"]
    assert out == site.render(articles, sample.actors(), sample.settings(), sample.docs())


def test_of_many_values_only_one_that_changed_is_made_again(tmp_path: Path) -> None:
    digests = [f"{n:x}" for n in range(1000)]

    def ask(common: str = "") -> int:
        made: list[int] = []

        def make(at: int) -> str:
            made.append(at)
            return digests[at] * 2

        with cache.open_cache(tmp_path) as kept:
            found = cache.compute_many(kept, "double", common, digests, make)
            assert list(found) == [digest * 2 for digest in digests]
        return len(made)

    assert ask() == 1000
    for changed in (0, 500, 999):
        digests[changed] += "new"
        assert ask() == 1
    for _ in range(6):  # what is not asked for goes, but not what stands in a bundle that is
        assert ask() == 0
    digests[7:9] = []
    assert ask() == 0
    assert ask("another") == 998
    assert list(cache.compute_many(cache.compute_uncached, "x", "", [], str)) == []


def test_of_values_side_by_side_what_is_made_of_them_together_is_kept(tmp_path: Path) -> None:
    digests = [f"{n:x}" for n in range(1000)]
    for _ in range(2):
        with cache.open_cache(tmp_path) as kept:
            sums = list(cache.compute_bundles(kept, "place", "", digests, lambda at: at, sum))
        assert (sum(sums), len(sums)) == (499500, len(list(cache.bundles(digests))))


def test_of_many_values_few_are_read_one_by_one(tmp_path: Path) -> None:
    digests = [f"{n:x}" for n in range(1000)]
    with cache.open_cache(tmp_path) as kept:
        list(cache.compute_many(kept, "double", "", digests, str))
        digests[500] += "new"
        counted = Counted(kept)
        list(cache.compute_many(counted, "double", "", digests, str))
    assert Counter(counted.done) == {"double": 1, "double, many": 1}
    assert counted.asked < 400


def test_what_one_part_no_longer_asks_for_stays_while_another_does(tmp_path: Path) -> None:
    for number in range(8):
        with cache.open_cache(tmp_path, "pages") as kept:
            kept("x", "both", lambda: 1)
        with cache.open_cache(tmp_path, "search") as kept:
            for inputs in ("both", "one") if number == 0 else ():
                kept("x", inputs, lambda: 1)
    with cache.open_cache(tmp_path, "pages") as kept:
        assert (kept.get("x", "both"), kept.get("x", "one")) == (1, None)


def test_a_value_is_read_wherever_the_folder_of_the_project_is_named_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with cache.open_cache(tmp_path) as kept:
        kept.put("x", "1", [2])
    monkeypatch.chdir(tmp_path)
    assert cache.read_value(Path(), "x", "1") == [2]


def put_rows(root: Path, before: dict[str, Any], now: dict[str, Any]) -> int:
    """Keep `now` in place of `before`; how many pieces of the table were written."""
    with cache.open_cache(root, "table", whole=False) as kept:
        written = kept._pending
        kept.put_rows("table", cache.find_changed(before, now))
        return kept._pending - written


def get_rows(root: Path) -> dict[str, Any]:
    with cache.open_cache(root, "table") as kept:
        return kept.get_rows("table")


def test_of_a_table_what_changed_is_written_and_all_is_there(tmp_path: Path) -> None:
    rows: dict[str, Any] = {f"ar/{number}.md": [number, "x"] for number in range(3000)}
    assert put_rows(tmp_path, {}, rows) == 256
    changes = {"ar/7.md": [8, "y"], "ar/جديد.md": [0, "new"]}
    now = {name: row for name, row in (rows | changes).items() if name != "ar/1.md"}
    assert put_rows(tmp_path, rows, now) == 3
    assert put_rows(tmp_path, now, dict(now)) == 0
    for _ in range(6):  # runs that read and write nothing let no piece go
        assert get_rows(tmp_path) == now


def test_of_a_table_one_damaged_piece_costs_its_own_rows(tmp_path: Path) -> None:
    rows = {f"{number}": [number] for number in range(3000)}
    put_rows(tmp_path, {}, rows)
    with closing(sqlite3.connect(tmp_path / FILE)) as kept, kept:
        kept.execute("UPDATE made SET value = x'00' WHERE key = (SELECT min(key) FROM made)")
    left = get_rows(tmp_path)
    assert left.items() < rows.items()
    assert len(left) > 2900
    put_rows(tmp_path, left, rows)
    assert get_rows(tmp_path) == rows


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache that knows the sample's articles."""
    root = tmp_path_factory.mktemp("rendered")
    render(root, sample.articles())
    return root


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
def test_settings_are_inputs(rendered: Path, tmp_path: Path, settings: dict[str, Any]) -> None:
    shutil.copytree(rendered, tmp_path, dirs_exist_ok=True)
    out, _ = render(tmp_path, sample.articles(), **settings)
    given = sample.settings(**settings)
    assert out == site.render(sample.articles(), sample.actors(), given, sample.docs())


def test_texts_that_no_page_needs_for_long_are_there_when_one_does(tmp_path: Path) -> None:
    render(tmp_path, sample.articles())
    for _ in range(6):
        with cache.open_cache(tmp_path) as made:
            heads = [ArticleHead.of(article) for article in sample.articles()]
            jobs = site.plan(heads, sample.actors(), sample.settings(), sample.docs(), made)
    actor = next(job for job in jobs if job.paths == ("ar/actors/iraq.md",))
    with cache.open_cache(tmp_path) as made:
        counted = Counted(made)
        jobs = site.plan(heads, sample.actors(), sample.settings(), sample.docs(), counted)
        assert next(job for job in jobs if job.paths == actor.paths).key == actor.key
        for job in jobs:
            job.make()
        assert counted.done == []


def test_a_new_title_reaches_the_pages_that_name_it(tmp_path: Path) -> None:
    articles = sample.articles()
    render(tmp_path, articles)
    title = replace(articles[0].passages[1], translation="Another title")
    articles[0] = replace(articles[0], passages=(articles[0].passages[0], title, *articles[0].passages[2:]))
    out, _ = render(tmp_path, articles)
    assert out == site.render(articles, sample.actors(), sample.settings(), sample.docs())
    assert b"Another title" in out["en/articles/2024/states.md"]  # related


def ask(root: Path, *inputs: str, part: str = "pages", whole: bool = True) -> list[str]:
    """Ask for values; which of them had to be made."""
    with cache.open_cache(root, part, whole=whole) as made:
        counted = Counted(made)
        for one in inputs:
            assert counted(one, one, lambda one=one: [one]) == [one]
    return counted.done


def held(root: Path, table: str = "made") -> int:
    with closing(sqlite3.connect(root / FILE)) as kept:
        return int(kept.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def test_what_is_not_asked_for_any_more_is_dropped(tmp_path: Path) -> None:
    """Not at once, for a run between may be of another branch; and only by runs that ask for all there is."""
    ask(tmp_path, "a", "b")
    ask(tmp_path, "a")
    ask(tmp_path, "a")
    assert ask(tmp_path, "a", "b") == []
    for _ in range(9):
        ask(tmp_path, "c", whole=False)
    assert ask(tmp_path, "a", "b", "c") == []
    for _ in range(5):
        ask(tmp_path, "a")
    assert (held(tmp_path), held(tmp_path, "asked")) == (1, 1)
    assert ask(tmp_path, "a", "b") == ["b"]


def test_what_is_of_use_stays_unread(tmp_path: Path) -> None:
    ask(tmp_path, "a", "b")
    for _ in range(9):
        with cache.open_cache(tmp_path) as made:
            cache.keep(made, "a", "a")
    assert ask(tmp_path, "a", "b") == ["b"]


def test_runs_over_a_part_drop_nothing_of_another(tmp_path: Path) -> None:
    ask(tmp_path, "a", part="articles")
    for _ in range(9):
        ask(tmp_path, "b")
    assert ask(tmp_path, "a", part="articles", whole=False) == []


def test_what_a_killed_run_wrote_is_dropped_too(tmp_path: Path) -> None:
    run = cache.open_cache(tmp_path)
    made = run.__enter__()
    made.put("a", "a", [1])
    made.commit()
    run.__exit__(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert held(tmp_path) == 1
    for _ in range(5):
        ask(tmp_path, "b")
    assert held(tmp_path) == 1


def test_one_run_reads_while_another_writes(tmp_path: Path) -> None:
    ask(tmp_path, "a")
    with cache.open_cache(tmp_path, whole=False) as made:
        for number in range(400):
            made.put("x", str(number), "y" * 9000 + str(number))
        assert ask(tmp_path, "a", whole=False) == []
        made.commit()
        assert ask(tmp_path, "a", "b", whole=False) == ["b"]


def test_a_value_on_several_lines_is_found_by_its_words(tmp_path: Path) -> None:
    """What is removed for safety may stand at the end of a line and the beginning of the next."""
    with cache.open_cache(tmp_path) as made:
        made.put("a", "a", ["نوال\nقباني"])
        made.put("b", "b", ["نوال"])
    cache.drop_values(tmp_path, lambda text: "نوال\nقباني" in text)
    with cache.open_cache(tmp_path) as made:
        assert (made.get("a", "a"), made.get("b", "b")) == (None, ["نوال"])
    left = b"".join(path.read_bytes() for path in (tmp_path / ".jisr").glob("cache*"))
    assert zlib.compress('["نوال\\nقباني"]'.encode(), 1) not in left


def test_what_no_text_tells_of_goes_with_the_next_run_that_does_not_ask_for_it(tmp_path: Path) -> None:
    picture, other = random.Random(1).randbytes(3000).hex(), random.Random(2).randbytes(3000).hex()
    with cache.open_cache(tmp_path) as made:
        made.put("card", "old", picture)
        made.put("card", "same", other)
    cache.drop_values(tmp_path, lambda text: "نوال" in text)
    with cache.open_cache(tmp_path) as made:
        assert made.get("card", "same") == other
    cache.forget_dropped_values(tmp_path)
    left = b"".join(path.read_bytes() for path in (tmp_path / ".jisr").glob("cache*"))
    assert zlib.compress(json.dumps(picture).encode(), 1)[9:] not in left
    with cache.open_cache(tmp_path) as made:
        assert made.get("card", "old") is None


@pytest.mark.parametrize("share", [0.05, 0.3, 0.6, 0.9])
def test_a_cache_damaged_in_its_middle_is_begun_anew(tmp_path: Path, share: float) -> None:
    many = [random.Random(number).randbytes(3000).hex() for number in range(60)]
    ask(tmp_path, *many)
    data = (tmp_path / FILE).read_bytes()
    at = int(len(data) * share)
    (tmp_path / FILE).write_bytes(data[:at] + b"\xff" * (len(data) - at))
    assert ask(tmp_path, *many)
    ask(tmp_path, *many)
    assert ask(tmp_path, *many) == []


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
