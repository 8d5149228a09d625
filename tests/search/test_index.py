"""The index: what it holds of articles, actors and pages, and that it depends on nothing else."""

import gzip
import json
from collections.abc import Callable
from dataclasses import replace
from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from jisr.model.diagnostics import JisrError
from jisr.model.glossary import Actor, ActorNames
from jisr.model.ledger import Entry, State
from jisr.model.publication import Article, BilingualBlock
from jisr.model.settings import Settings
from jisr.model.source import Block, Kind, Meta, PublicationDate
from jisr.search import index, records
from jisr.search.records import SearchField, SearchRecord
from tests.search.corpus import ask, corpus, corpus_records, make_site

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


def test_an_article_is_recorded_in_the_words_of_the_language() -> None:
    (original,) = records.build_records("ar", [article()], [], {}, SETTINGS)
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
    (translation,) = records.build_records("en", [article()], [], {}, SETTINGS)
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
    assert records.build_records("ar", [hidden], [], {}, SETTINGS) == []


def test_an_actor_is_found_by_every_name_and_shown_by_its_own() -> None:
    (record,) = records.build_records("en", [], [ACTOR], {}, SETTINGS)
    assert {"ISIS", "Daesh", "داعش", "تنظيم داعش", "الدولة الإسلامية"} <= set(record.names)
    assert [part.text for part in record.parts] == ["ISIS", "An armed group.", "Daesh"]
    assert "claims" not in " ".join(record.names)
    (record,) = records.build_records("ar", [], [ACTOR], {}, SETTINGS)
    assert "الدولة الإسلامية" not in " ".join(part.text for part in record.parts)


def test_an_article_is_found_by_what_its_actors_are_called_in_the_other_language() -> None:
    """داعش is named in its first paragraph; the English of its second is missing."""
    _, original = records.build_records("ar", [article()], [ACTOR], {}, SETTINGS)
    assert original.names == ("ISIS", "Daesh")
    actor, translation = records.build_records("en", [article()], [ACTOR], {}, SETTINGS)
    assert {"داعش", "تنظيم داعش"} <= set(translation.names)
    assert (
        records.build_records("ar", [article()], [replace(ACTOR, ar=ActorNames("كييف"))], {}, SETTINGS)[
            1
        ].names
        == ()
    )
    weights = index.index_files([original, replace(actor, url="actors/isis/")])
    (words,) = (json.loads(gzip.decompress(data)) for name, data in weights.items() if "words-0" in name)
    of_article, of_actor = words["isis"][1::2]
    assert of_article < of_actor  # the page of the actor comes first


def test_hand_written_pages() -> None:
    docs = {
        "en/about.md": b"---\ntitle: x\n---\n\n# About **us**\n\nWe publish.\n\n## Who\n\n[People](x.md)",
        "en/rights/index.md": b"# Rights",
        "en/index.md": b"# Home",
        "en/search.md": b"# Search",
        "en/articles/x.md": b"# not this",
        "en/logo.svg": b"<svg/>",
        "ar/guide.md": b"# the other language",
    }
    found = {record.url: record for record in records.build_records("en", [], [], docs, SETTINGS)}
    assert list(found) == ["", "about/", "rights/"]
    assert found["about/"].title == "About us"
    assert [part.text for part in found["about/"].parts] == ["About us", "We publish.", "Who", "People"]


@pytest.mark.browser
def test_a_query_in_either_script_finds_an_actor(
    browser: Browser, serve: Callable[[Path], str], tmp_path: Path
) -> None:
    make_site(tmp_path / "en", "en", records.build_records("en", [article()], [ACTOR], {}, SETTINGS))
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{serve(tmp_path)}/en/search/")
        for query in ("داعش", "لداعش", "Daesh", "isis’s", "الدولة الإسلامية"):
            assert any("/actors/isis/" in address for address in ask(page, query)), query


def test_who_is_called_just_so_comes_first() -> None:
    after = Actor(
        "coalition", "bloc", ActorNames("التحالف ضد داعش", allowed=("تحالف داعش",)), ActorNames("Coalition")
    )
    found = records.build_records("en", [], [after, ACTOR], {}, SETTINGS)
    (words_,) = pieces(found, "words")
    coalition, isis = words_["داعش"][1::2]
    assert isis > coalition


# --- the index ----------------------------------------------------------------------------------------------


def written(site: Path) -> dict[str, bytes]:
    return {str(p.relative_to(site)): p.read_bytes() for p in sorted(site.rglob("*")) if p.is_file()}


def pieces(found: list[SearchRecord], kind: str) -> list[Any]:
    """The pieces of an index of one kind, unpacked, in order."""
    files = {name.split("/")[-1]: data for name, data in index.index_files(found).items()}
    named = sorted(
        (name for name in files if name.startswith(kind)), key=lambda name: int(name.split("-")[1])
    )
    return [json.loads(gzip.decompress(files[name])) for name in named]


def test_the_index_depends_on_nothing_but_its_records(tmp_path: Path) -> None:
    found = corpus_records(corpus("ar"), "ar")
    index.write_index(tmp_path / "one", found)
    old = tmp_path / "else/where/assets/search/words-0"
    old.parent.mkdir(parents=True)
    old.write_text("of an earlier build")
    index.write_index(tmp_path / "else/where", found[::-1])
    assert written(tmp_path / "one") == written(tmp_path / "else/where")


def test_an_index_lies_in_a_folder_of_its_own_digest() -> None:
    found = [SearchRecord("articles/x/", "عنوان", "article", (SearchField("p1", "نصّ «داعش»"),), when="2023")]
    names = set(index.index_files(found))
    start = json.loads(index.index_files(found)["index.json"])
    assert names == {"index.json"} | {f"{start['version']}/{n}-0" for n in ("words", "places", "page")}
    changed = json.loads(index.index_files([replace(found[0], when="2024")])["index.json"])
    assert changed["version"] != start["version"]


def test_a_page_is_kept_as_it_is_shown() -> None:
    found = [SearchRecord("articles/x/", "عنوان", "article", (SearchField("p1", "نصّ «داعش»"),), when="2023")]
    (page,) = pieces(found, "page")
    assert (page["url"], page["title"], page["when"]) == ("articles/x/", "عنوان", "2023")
    assert page["parts"] == [["p1", "نصّ «داعش»", "", "ar"]]


def test_words_of_the_title_weigh_most_and_the_newest_comes_first() -> None:
    found = [
        SearchRecord("articles/a/", "حرب", "article", (SearchField("p1", "نصّ"),), date="2020"),
        SearchRecord("articles/b/", "سلام", "article", (SearchField("p1", "نصّ حرب"),), date="2021"),
    ]
    (words_,) = pieces(found, "words")
    assert words_["حرب"] == [0, 45, 1, 81]  # page 0, the newest; then one further, page 1
    assert [page["url"] for page in pieces(found, "page")] == ["articles/b/", "articles/a/"]


def test_places_tell_phrases_and_parts_apart() -> None:
    found = [
        SearchRecord(
            "articles/a/", "عنوان", "article", (SearchField("p1", "حرب سلام"), SearchField("p2", "حرب"))
        )
    ]
    (places,) = pieces(found, "places")
    war, peace = (list(accumulate(places[stem][0])) for stem in ("حرب", "سلام"))
    assert war[0] + 1 == peace[0]
    assert war[1] > peace[0] + 1


def test_shards_hold_each_stem_once_in_the_order_of_the_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "_SHARD", 200)
    found = [*corpus_records(corpus("ar"), "ar"), SearchRecord("x/", "𐀀 ﷺ zebra كلمة", "page", ())]
    shards = pieces(found, "words")
    assert len(shards) > 20
    every = [stem.encode("utf-16-be") for shard in shards for stem in shard]
    assert every == sorted(set(every))
    start = json.loads(index.index_files(found)["index.json"])
    assert start["shards"] == [next(iter(shard)) for shard in shards]


def test_nothing_to_find_is_an_index_too() -> None:
    assert set(index.index_files([])) == {"index.json"}


def test_two_pages_with_one_address_are_refused(tmp_path: Path) -> None:
    record = SearchRecord("articles/x/", "x", "article", ())
    with pytest.raises(JisrError, match="one address: «articles/x/»"):
        index.write_index(tmp_path, [record, record])


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "assets").write_text("a file in the folder's place")
    with pytest.raises(JisrError, match="cannot write the index"):
        index.write_index(tmp_path, [])
