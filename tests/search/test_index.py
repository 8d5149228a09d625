"""The index: what it holds of articles, actors and pages, and that it depends on nothing else."""

import gzip
import json
from collections.abc import Callable
from dataclasses import replace
from itertools import accumulate
from pathlib import Path
from random import Random

import pytest
from playwright.sync_api import Browser

from jisr.lang.stem import RULES, stems_of
from jisr.model.diagnostics import JisrError
from jisr.model.glossary import Actor, ActorNames
from jisr.model.languages import LANGS
from jisr.model.ledger import Entry, State
from jisr.model.publication import Article, BilingualBlock
from jisr.model.settings import Settings
from jisr.model.source import Block, Kind, Meta, PublicationDate
from jisr.search import index, pieces, segments
from jisr.search.letters import BYTES, in_bytes
from jisr.search.numbering import number_pages
from jisr.search.records import SearchField, SearchRecord
from jisr.search.segments import cut_segments
from tests import sample
from tests.search.corpus import ask, corpus, corpus_records, make_site
from tests.search.found import (
    build_records,
    counts,
    in_letters,
    index_files,
    numbers,
    unpacked,
    write_index,
    written,
)

ROOT = Path(__file__).resolve().parents[2]


def article(**changes: object) -> Article:
    title = Block(Kind.TITLE, "لماذا *الآن*؟", key="title")
    stale = Block(Kind.PARAGRAPH, "فقرة عن [داعش](x.md).", key="p1")
    passages = (
        BilingualBlock(title, Entry("title", "", state=State.EDITED), "Why *now*?"),
        BilingualBlock(stale, Entry("p1", "", state=State.DRAFT, stale=True), "On ISIS."),
        BilingualBlock(Block(Kind.PARAGRAPH, "لم تُترجم.", key="p2"), Entry("p2", "")),
    )
    meta = Meta(published=PublicationDate("2023-10"), summary={"en": "A summary."})
    return Article("2023/now", "seeds/2023/now.txt", changes.pop("meta", meta), passages)  # type: ignore[arg-type] # one key


ACTOR = Actor(
    "isis",
    "armed group",
    ActorNames("تنظيم داعش", short="داعش", avoid={"الدولة الإسلامية": "claims a state"}),
    ActorNames("ISIS", allowed=("Daesh",), description="An armed group."),
)
SETTINGS = Settings(ROOT)


def test_browsers_are_given_the_exceptions_of_stems_in_whatever_order(tmp_path: Path) -> None:
    write_index(tmp_path, [])
    given = json.loads((tmp_path / index.BUNDLE / pieces.BEGINNING).read_bytes())["rules"]
    said = json.loads((ROOT / "build_tools/jisr" / RULES).read_bytes())
    assert sorted(map(in_letters, given["forms"])) == sorted(said["forms"])
    assert set(in_letters(" ".join(given["whole"])).split()) == set(" ".join(said["whole"]).split())
    assert given["particles"] == said["particles"]


def test_an_article_is_recorded_in_the_words_of_the_language() -> None:
    (original,) = build_records("ar", [article()], [], {}, SETTINGS)
    assert (original.url, original.title, original.lang, original.state) == (
        "articles/2023/now/",
        "لماذا الآن؟",
        "ar",
        "",
    )
    assert original.parts == (
        SearchField("title", "لماذا الآن؟"),
        SearchField("p1", "فقرة عن داعش."),
        SearchField("p2", "لم تُترجم."),
    )
    (translation,) = build_records("en", [article()], [], {}, SETTINGS)
    assert (translation.title, translation.state, translation.when) == ("Why now?", "draft", "October 2023")
    assert translation.parts == (
        SearchField("title", "Why now?", "edited", "en"),
        SearchField("p1", "On ISIS.", "stale", "en"),
        SearchField("p2", "لم تُترجم.", "missing", "ar"),
        SearchField("", "A summary.", "", "en"),
    )


@pytest.mark.parametrize("status", ["draft", "embargoed", "withdrawn"])
def test_what_is_not_published_is_not_found(status: str) -> None:
    hidden = article(meta=Meta(status=status))  # type: ignore[arg-type] # one of its literals
    assert build_records("ar", [hidden], [], {}, SETTINGS) == []


def test_an_actor_is_found_by_every_name_and_shown_by_its_own() -> None:
    (record,) = build_records("en", [], [ACTOR], {}, SETTINGS)
    assert {"ISIS", "Daesh", "داعش", "تنظيم داعش", "الدولة الإسلامية"} <= set(record.names)
    assert [part.text for part in record.parts] == ["ISIS", "An armed group.", "Daesh"]
    assert "claims" not in " ".join(record.names)
    (record,) = build_records("ar", [], [ACTOR], {}, SETTINGS)
    assert "الدولة الإسلامية" not in " ".join(part.text for part in record.parts)


def test_an_article_is_found_by_what_its_actors_are_called_in_the_other_language() -> None:
    """داعش is named in its first paragraph; the English of its second is missing."""
    _, original = build_records("ar", [article()], [ACTOR], {}, SETTINGS)
    assert original.names == ("ISIS", "Daesh")
    actor, translation = build_records("en", [article()], [ACTOR], {}, SETTINGS)
    assert {"داعش", "تنظيم داعش"} <= set(translation.names)
    assert (
        build_records("ar", [article()], [replace(ACTOR, ar=ActorNames("كييف"))], {}, SETTINGS)[1].names == ()
    )
    (words,) = unpacked(index_files([original, replace(actor, url="actors/isis/")]), "words")
    of_actor, of_article = counts(words["isis"])
    assert of_article < of_actor  # the page of the actor comes first


def test_an_article_is_found_by_a_state_whose_adjective_alone_it_has() -> None:
    ukraine = Actor(
        "ukraine", "state", ActorNames("أوكرانيا"), ActorNames("Ukraine", demonyms=("Ukrainian",))
    )
    blocks = (BilingualBlock(Block(Kind.PARAGRAPH, "فقرة أوكرانية.", key="p1"), Entry("p1", "", ""), ""),)
    records = build_records("ar", [replace(article(), passages=blocks)], [ukraine], {}, SETTINGS)
    assert records[1].names == ("Ukraine", "Ukrainian")


def test_hand_written_pages() -> None:
    docs = {
        "en/about.md": b"---\ntitle: x\n---\n\n# About **us**\n\nWe publish.\n\n## Who\n\n[People](x.md)",
        "en/rights/index.md": b"# Rights",
        "en/more/README.md": b"# More",
        "en/index.md": b"# Home",
        "en/search.md": b"# Search",
        "en/articles/x.md": b"# not this",
        "en/logo.svg": b"<svg/>",
        "ar/guide.md": b"# the other language",
    }
    found = {record.url: record for record in build_records("en", [], [], docs, SETTINGS)}
    assert list(found) == ["", "about/", "more/", "rights/"]
    assert found["about/"].title == "About us"
    assert [part.text for part in found["about/"].parts] == ["About us", "We publish.", "Who", "People"]


@pytest.mark.parametrize("page", ["isis.md", "isis/index.md"])
def test_a_hand_written_page_in_the_place_of_an_actors_is_not_found(page: str) -> None:
    """Readers see the one that is made; the two were one address too many for the whole build."""
    records = build_records("en", [], [ACTOR], {f"en/actors/{page}": b"# By hand"}, SETTINGS)
    assert [record.title for record in records] == ["ISIS"]


def test_a_hand_written_page_is_found_by_what_its_readers_read() -> None:
    """Tables, lists, notes and what Material's users write are no Markdown there either."""
    page = """# Guide

| State | When |
|---|---|
| `draft` | nobody *changed* it |

- one **point**
- another

  with more

!!! note "Mind"
    the gap

Term
:   what it is

> quoted[^1]

```
jisr draft
```

![a map](m.png)

[^1]: A note.
"""
    (record,) = build_records("en", [], [], {"en/guide.md": page.encode()}, SETTINGS)
    assert [part.text for part in record.parts] == [
        *("Guide", "State · When", "draft · nobody changed it", "one point", "another", "with more"),
        *("Mind", "the gap", "Term", "what it is", "quoted", "jisr draft", "a map", "A note."),
    ]


def test_attribute_lists_are_no_words() -> None:
    page = """# Privacy {: #title }

No [cookies](x.md){: .ext rel="me" }, one ![map](m.png){ width=300 } and a {brace}.
{: .jisr-summary }

## The desk {#desk .wide}

Write `## … {: #imprint }`.

``` { .yaml }
a: {b: c}

{: .kept }
```

Set {: lang="ar" } and \\{: #text }.
"""
    (found,) = build_records("en", [], [], {"en/privacy.md": page.encode()}, SETTINGS)
    assert found.title == "Privacy"
    assert [part.text for part in found.parts] == [
        "Privacy",
        "No cookies, one map and a {brace}.",
        "The desk",
        "Write ## … {: #imprint }.",
        *[part.text for part in found.parts[4:-1]],
        "Set and {: #text }.",
    ]
    assert "{: .kept }" in " ".join(part.text for part in found.parts[4:-1])


def test_no_page_of_this_repository_is_found_by_its_attribute_lists() -> None:
    for lang in LANGS:
        found = build_records(lang, [], [], sample.docs(), SETTINGS)
        assert len(found) > 5
        texts = [text for page in found for text in (page.title, *(part.text for part in page.parts))]
        assert [text for text in texts if "{: ." in text or text.endswith("}")] == []


@pytest.mark.browser
def test_a_query_in_either_script_finds_an_actor(
    browser: Browser, serve: Callable[[Path], str], tmp_path: Path
) -> None:
    make_site(tmp_path / "en", "en", build_records("en", [article()], [ACTOR], {}, SETTINGS))
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{serve(tmp_path)}/en/search/")
        for query in ("داعش", "لداعش", "Daesh", "isis’s", "الدولة الإسلامية"):
            assert any("/actors/isis/" in address for address in ask(page, query)), query


def test_who_is_called_just_so_comes_first() -> None:
    after = Actor(
        "coalition", "bloc", ActorNames("التحالف ضد داعش", allowed=("تحالف داعش",)), ActorNames("Coalition")
    )
    found = build_records("en", [], [after, ACTOR], {}, SETTINGS)
    (words_,) = unpacked(index_files(found), "words")
    shown = [page["url"] for page in unpacked(index_files(found), "page")]
    times = dict(zip(shown, counts(words_["داعش"]), strict=True))
    assert times["actors/isis/"] > times["actors/coalition/"]


# --- the index ----------------------------------------------------------------------------------------------


def found_page(slug: str, *texts: str, title: str = "عنوان", date: str = "") -> SearchRecord:
    parts = tuple(SearchField(f"p{n}", text) for n, text in enumerate(texts, 1))
    return SearchRecord(f"articles/{slug}/", title, "article", parts, date=date)


def test_the_index_depends_on_nothing_but_its_records(tmp_path: Path) -> None:
    found = corpus_records(corpus("ar"), "ar")
    write_index(tmp_path / "one", found)
    old = tmp_path / "else/where/assets/search"
    old.mkdir(parents=True)
    for name in ("words-0", "page-zzzzzzzzzz", "index.json"):
        (old / name).write_text("of an earlier release")
    write_index(tmp_path / "else/where", found[::-1])
    assert written(tmp_path / "one") == written(tmp_path / "else/where")


def test_a_page_is_kept_as_it_is_shown() -> None:
    found = [SearchRecord("articles/x/", "عنوان", "article", (SearchField("p1", "نصّ «داعش»"),), when="2023")]
    (page,) = unpacked(index_files(found), "page")
    assert (page["url"], page["title"], page["when"]) == ("articles/x/", "عنوان", "2023")
    assert page["parts"] == [["p1", "نصّ «داعش»", "", "ar"]]


def test_words_of_the_title_count_most_and_the_newest_has_the_greatest_number() -> None:
    found = [
        found_page("b", "نصّ حرب", title="سلام", date="2021"),
        found_page("a", "نصّ", title="حرب", date="2020"),
        found_page("c", "حرب"),
    ]
    files = index_files(found)
    (words_,) = unpacked(files, "words")
    assert counts(words_["حرب"]) == [1, 5, 1]
    assert [page["url"] for page in unpacked(files, "page")] == ["articles/c/", "articles/a/", "articles/b/"]
    (listed,) = unpacked(files, "list")
    assert numbers(words_["حرب"]) == list(accumulate(listed["pages"]))


def follows(found: list[SearchRecord], stem: str) -> set[str]:
    """The signs of what follows a stem, of one page."""
    (shard,) = unpacked(index_files(found), "following")
    (signs,) = shard[stem]
    return {signs[at : at + 4] for at in range(0, len(signs), 4)}


def test_what_follows_a_word_lies_in_the_same_part() -> None:
    apart = found_page("a", "حرب سلام", "حرب", "سلام حرب")
    joined = found_page("a", "حرب سلام حرب")
    assert len(follows([apart], "حرب")) == len(follows([apart], "سلام")) == 1
    assert not follows([apart], "حرب") & follows([joined], "حرب")  # war behind peace, or nothing
    assert {one[:3] for one in follows([apart], "حرب")} == {one[:3] for one in follows([joined], "حرب")}


def test_shards_hold_each_stem_once_in_the_order_of_the_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "_SHARD", 2000)
    found = [*corpus_records(corpus("ar"), "ar"), SearchRecord("x/", "𐀀 ﷺ zebra كلمة", "page", ())]
    files = index_files(found)
    shards = unpacked(files, "words")
    assert len(shards) > 20
    made = json.loads(files["index.json"])["segments"]
    firsts = [first for segment in made for first in segment["firsts"]]
    assert list(map(in_letters, firsts)) == [next(iter(shard)) for shard in shards]
    for segment in made:
        here = shards[: len(segment["firsts"])]
        del shards[: len(here)]
        every = [in_bytes(stem).encode("utf-16-be") for shard in here for stem in shard]
        assert every == sorted(set(every))
    shards = unpacked(files, "words")
    assert [list(shard) for shard in unpacked(files, "following")] == [list(shard) for shard in shards]


def test_most_stems_lie_in_shards_that_are_hardly_longer_than_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "_SHARD", 3000)
    files = index_files(corpus_records(corpus("ar"), "ar"))
    sizes = [len(gzip.decompress(files[name]).decode()) for name in files if name.startswith("both")]
    assert len(sizes) > 15
    assert sum(size * size for size in sizes) / sum(sizes) < 1.25 * sum(sizes) / len(sizes)


def test_no_stem_has_a_sign_that_stands_for_a_letter() -> None:
    texts = [f"{sign}كلمة{sign} {sign}Word{sign} {sign}" for sign in BYTES]
    assert not set(BYTES) & set("".join(stem for text in texts for stem in stems_of(text)))


def test_how_many_pages_are_held_at_once_is_no_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [*corpus_records(corpus("ar"), "ar"), SearchRecord("x/", "𐀀 ﷺ zebra كلمة", "page", ())]
    files = index_files(found)
    assert len(found) < index._RUN
    monkeypatch.setattr(index, "_RUN", 3)
    assert index_files(found) == files


def test_nothing_to_find_is_an_index_too() -> None:
    assert set(index_files([])) == {"index.json"}


def test_two_pages_with_one_address_are_refused(tmp_path: Path) -> None:
    record = SearchRecord("articles/x/", "x", "article", ())
    with pytest.raises(JisrError, match="one address: «articles/x/»"):
        write_index(tmp_path, [record, record])


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "assets").write_text("a file in the folder's place")
    with pytest.raises(JisrError, match="cannot write the index"):
        index.write_index(tmp_path, [])


# --- from the index that is there ---------------------------------------------------------------------------

# war, peace, oil, water, land, sky, army, city, law, state, borders, power
WORDS = ["حرب", "سلام", "نفط", "ماء", "أرض", "سماء", "جيش", "مدينة", "قانون", "دولة", "حدود", "كهرباء"]


def changed(found: list[SearchRecord], chance: Random) -> list[SearchRecord]:
    """`found` after what may happen to a publication between two builds."""
    found = list(found)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(found))
        what = chance.choice(("edit", "edit", "word", "date", "add", "remove"))
        words = chance.choices(WORDS, k=12)
        if what == "add" or len(found) < 3:
            date = chance.choice(("", "2019", "2020-02", "2020-02-07", f"20{chance.randint(10, 29)}-03-04"))
            found.insert(at, found_page(f"n{chance.randrange(10**6)}", " ".join(words), date=date))
        elif what == "remove":
            del found[at]
        elif what == "date":
            found[at] = replace(found[at], date="2021-05-05")
        else:
            own = (
                [f"كلمة{chance.randrange(10**4)}"] if what == "word" else words
            )  # one that no other page has
            found[at] = replace(found[at], parts=(*found[at].parts[1:], SearchField("p1", " ".join(own))))
    return found


@pytest.mark.parametrize("seed", range(6))
def test_an_index_that_was_brought_up_to_date_is_that_made_from_nothing(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "_SHARD", 600)
    monkeypatch.setattr(index, "_LIST", 8)
    monkeypatch.setattr(segments, "BITS", 1 + seed % 3)
    chance = Random(seed)
    found = [found_page(f"a{n}", " ".join(chance.choices(WORDS, k=9)), date="2020-01") for n in range(40)]
    write_index(tmp_path, found)
    for _ in range(5):
        found = changed(found, chance)
        write_index(tmp_path, found)
        assert written(tmp_path) == index_files(found)


def no_page(self: object) -> None:
    raise AssertionError("all pages are read again")


@pytest.mark.parametrize(("at", "made"), [(4, ["following", "list", "page", "words"]), (3, ["both", "page"])])
def test_a_word_that_is_put_into_a_paragraph_makes_few_files_new(
    at: int, made: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "_SHARD", 2000)
    monkeypatch.setattr(segments, "BITS", 4)  # only one of the two is among the newest
    found = corpus_records(corpus("ar"), "ar")
    write_index(tmp_path, found)
    before = written(tmp_path)
    part = found[at].parts[0]
    longer = replace(found[at], parts=(part._replace(text=f"ثم {part.text}"), *found[at].parts[1:]))  # then …
    monkeypatch.setattr(index._Index, "_all_lines", no_page)
    write_index(tmp_path, [*found[:at], longer, *found[at + 1 :]])
    after = written(tmp_path)
    new = sorted(name.partition("-")[0] for name in after.keys() - before.keys())
    assert new == made
    assert len(before.keys() - after.keys()) == len(new)
    assert {n for n in after.keys() & before.keys() if after[n] != before[n]} == {"index.json"}


def test_the_newest_page_changes_no_shard_but_those_of_the_newest_pages(tmp_path: Path) -> None:
    words = [f"كلمة{n}" for n in range(300)]
    chance = Random(1)
    found = [
        found_page(
            f"a{n}", " ".join(chance.choices(words, k=200)), date=f"20{10 + n // 10}-01-{n % 10 + 1:02}"
        )
        for n in range(199)
    ]
    write_index(tmp_path, found)
    before = written(tmp_path)
    write_index(tmp_path, [*found, found_page("new", " ".join(words), date="2031-01-01")])
    after = written(tmp_path)
    *old, _ = json.loads(before["index.json"])["segments"]
    *now, newest = json.loads(after["index.json"])["segments"]
    assert old == now
    assert len(old) >= 1
    assert {name for name in after.keys() - before.keys() if not name.startswith("page")} == {
        f"both-{name}" for name in pieces.split_names(newest["both"])
    }


def test_what_the_newest_pages_are_called_is_said_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segments, "BITS", 4)  # not all are the newest
    found = [found_page(f"a{n}", "سلام", date=f"2020-01-{n:02}") for n in range(1, 29)]
    lists = json.loads(index_files(found)["index.json"])["lists"]
    numbers = sorted(number_pages((page.url, page.date) for page in found).values())
    (*_, (span, newest)) = cut_segments(numbers).items()
    assert span[1] is None
    assert list(accumulate(lists["newest"]["pages"])) == newest
    assert lists["firsts"] == [numbers[0]]


@pytest.fixture
def found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[SearchRecord]:
    """Articles whose index lies in `tmp_path`; not all are the newest."""
    monkeypatch.setattr(segments, "BITS", 1)
    records = corpus_records(corpus("ar"), "ar")[:12]
    write_index(tmp_path, records)
    return records


@pytest.mark.parametrize("kind", ["words", "following", "list", "page"])
def test_a_piece_that_somebody_took_away_is_put_back(
    kind: str, tmp_path: Path, found: list[SearchRecord]
) -> None:
    before = written(tmp_path)
    (tmp_path / index.BUNDLE / next(name for name in before if name.startswith(kind))).unlink()
    write_index(tmp_path, found)
    assert written(tmp_path) == before


@pytest.mark.parametrize("kind", ["page", "list", "words", "following", "index.json"])
def test_an_index_that_is_damaged_is_made_from_nothing(
    kind: str, tmp_path: Path, found: list[SearchRecord]
) -> None:
    for path in (tmp_path / index.BUNDLE).glob(f"{kind}*"):
        path.write_bytes(b"[]" if kind == "index.json" else gzip.compress(b"{}"))
    other = [*found[:3], replace(found[3], title="سلام"), *found[4:]]
    write_index(tmp_path, other)
    assert written(tmp_path) == index_files(other)


def test_a_piece_does_not_say_which_system_or_python_made_it() -> None:
    packed = pieces.pack(b"[]")
    assert packed[4:10] == b"\0\0\0\0" + packed[8:9] + b"\xff"  # no time; the system is unknown
    assert gzip.decompress(packed) == b"[]"
