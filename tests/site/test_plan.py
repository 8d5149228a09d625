"""What is planned: a page is made again where anything of what it shows has changed, and no other is."""

import os
import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from jisr import site
from jisr.model.diagnostics import JisrError
from jisr.model.glossary import Actor, ActorNames
from jisr.model.ledger import State
from jisr.model.publication import Article, ArticleHead
from jisr.model.settings import Settings
from jisr.model.source import Correction, Kind, Meta, Notice, NoticeKind, PublicationDate
from jisr.site import contributions
from jisr.site.actors import pages
from jisr.storage import cache
from jisr.storage.work import ahead
from jisr.storage.work.cores import map_on_cores
from tests import sample

ACTORS = (
    Actor("iraq", "state", ActorNames("العراق"), ActorNames("Iraq")),
    Actor("isis", "armed group", ActorNames("داعش"), ActorNames("ISIS")),
    Actor("sudani", "person", ActorNames("محمد شياع السوداني"), ActorNames("Mohammed Shia al-Sudani")),
    Actor("basra", "place", ActorNames("البصرة"), ActorNames("Basra"), part_of=("iraq",)),
    Actor("kirkuk", "place", ActorNames("كركوك"), ActorNames("Kirkuk")),
)
NAMES = tuple((actor.ar.preferred, actor.en.preferred) for actor in ACTORS)
DOCS = {f"{lang}/{name}.md": f"# {name}\n\n<!-- jisr:{name} -->\n".encode() for lang in ("ar", "en")
        for name in ("latest", "coverage", "corrections", "editions")} | {"ar/a.txt": b"a"}  # fmt: skip


def article(number: int) -> Article:
    """An article that names two actors and a date; the higher its number, the newer."""
    (one, first), (other, second) = NAMES[number % len(NAMES)], NAMES[(number + 1) % len(NAMES)]
    texts = (
        (Kind.TITLE, f"مقال {number}", f"Article {number}"),
        (
            Kind.PARAGRAPH,
            f"وصل {one} إلى {other} في 5 يناير {2000 + number % 20}.",
            f"{first} reached {second}.",
        ),
        (Kind.PARAGRAPH, "لم يحدث شيء آخر.", "Nothing else happened."),
    )
    passages = tuple(sample.passage(f"p{n}", kind, ar, en) for n, (kind, ar, en) in enumerate(texts))
    day = PublicationDate((date(2020, 1, 1) + timedelta(number)).isoformat())
    meta = Meta(
        published=day,
        topics=(f"topic {number % 2}",),
        author={"ar": f"كاتب {number % 2}", "en": f"Author {number % 2}"},
    )
    return Article(f"a{number:03}", f"seeds/a{number:03}.txt", meta, passages)


def edited(one: Article, at: int, translation: str) -> Article:
    """The article with other words in the translation of a block, by a person."""
    old = one.passages[at]
    entry = replace(old.entry, target=translation, state=State.EDITED)
    new = replace(old, translation=translation, entry=entry)
    return replace(one, passages=(*one.passages[:at], new, *one.passages[at + 1 :]))


class Publication:
    """A publication that changes, and its pages: made through the store, and only where a key is new."""

    def __init__(self, root: Path, articles: Sequence[Article], **settings: Any) -> None:
        self.root = root
        self.articles = {one.slug: one for one in articles}
        self.actors: tuple[Actor, ...] = ACTORS
        self.settings: Settings = sample.settings(**settings)
        self.docs: Mapping[str, bytes] = DOCS
        self.keys: dict[str, str] = {}
        self.files: dict[str, bytes] = {}

    def plan(self, made: cache.CachedCall = cache.compute_uncached) -> list[site.PageJob]:
        """Plan all pages; `keys` are then those of their files."""
        heads = [ArticleHead.of(one) for one in self.articles.values()]
        jobs = site.plan(heads, self.actors, self.settings, self.docs, made)
        self.keys = {path: job.key for job in jobs for path in job.paths}
        return jobs

    def build(self) -> list[str]:
        """Make what is new; what was made."""
        before, made = self.keys, dict[str, bytes]()
        with cache.open_cache(self.root) as kept:
            for job in self.plan(kept):
                if any(before.get(path) != job.key for path in job.paths):
                    files = job.make()
                    assert files.keys() == set(job.paths)
                    made |= files
        self.files = {path: data for path, data in self.files.items() if path in self.keys} | made
        return sorted(made)

    def render(self) -> dict[str, bytes]:
        """All pages, made from nothing."""
        return site.render(self.articles.values(), self.actors, self.settings, self.docs)

    def put(self, one: Article) -> None:
        self.articles[one.slug] = one


def set_meta(pub: Publication, slug: str, **changes: Any) -> None:
    one = pub.articles[slug]
    pub.put(replace(one, meta=replace(one.meta, **changes)))


def rename(pub: Publication, id_: str, **changes: Any) -> None:
    pub.actors = tuple(
        replace(actor, en=replace(actor.en, **changes)) if actor.id == id_ else actor for actor in pub.actors
    )


EDITS: tuple[Callable[[Publication], None], ...] = (
    lambda pub: pub.put(edited(pub.articles["a001"], 2, "Nothing more happened, Kirkuk said.")),
    lambda pub: pub.put(edited(pub.articles["a001"], 0, "Another title")),
    lambda pub: pub.put(edited(pub.articles["a002"], 1, "")),
    lambda pub: pub.put(article(7)),
    lambda pub: pub.put(replace(article(3), langs=("ar",))),
    lambda pub: set_meta(pub, "a000", published=PublicationDate("2031-02")),
    lambda pub: set_meta(pub, "a000", topics=("topic 7",), series="s", was=("old",)),
    lambda pub: set_meta(
        pub,
        "a001",
        notices=(Notice(NoticeKind.UPDATE, date(2024, 1, 2), {"ar": "أضيف ردّ"}),),  # a reply
    ),
    lambda pub: set_meta(pub, "a001", corrections=(Correction("a", "b", "c", on=date(2024, 1, 2)),)),
    lambda pub: set_meta(pub, "a002", status="withdrawn", reason={"en": "it was wrong"}),
    lambda pub: rename(pub, "iraq", preferred="Republic of Iraq"),
    lambda pub: rename(pub, "basra", description="A port."),
    lambda pub: setattr(pub, "actors", pub.actors[1:]),
    lambda pub: setattr(pub, "docs", {**pub.docs, "en/a.txt": b"b", "en/new.md": b"# New"}),
    lambda pub: setattr(pub, "settings", replace(pub.settings, held=frozenset({"en/new"}))),
    lambda pub: setattr(pub, "settings", replace(pub.settings, publication={"en": "Bridge"})),
    lambda pub: pub.articles.__delitem__("a001"),
)


def test_what_is_made_where_a_key_is_new_is_what_is_made_from_nothing(tmp_path: Path) -> None:
    pub = Publication(tmp_path, [article(n) for n in range(3)])
    pub.build()
    for number, edit in enumerate(random.Random(3).sample(EDITS, len(EDITS))):
        try:
            edit(pub)
        except KeyError:  # the article went by an edit before
            continue
        pub.build()
        if number % 3 == 2:
            assert pub.files == pub.render()
    assert pub.files == pub.render()
    assert pub.build() == []


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    pub = Publication(tmp_path_factory.mktemp("many"), [article(n) for n in range(60)])
    with cache.open_cache(pub.root) as made:
        pub.plan(made)
    return pub


def changed(pub: Publication, **now: Any) -> set[str]:
    """The files that have another key where the publication is another."""
    other = copy(pub)
    vars(other).update(now)
    with cache.open_cache(pub.root) as made:
        other.plan(made)
    return {path for path, key in other.keys.items() if pub.keys.get(path) != key}


def articles_in(paths: set[str]) -> set[str]:
    return {path.split("/")[2].removesuffix(".md") for path in paths if path[3:].startswith("articles/a")}


def test_a_paragraph_makes_its_article_and_what_lists_it(many: Publication) -> None:
    found = changed(many, articles={**many.articles, "a007": edited(many.articles["a007"], 2, "Nothing.")})
    assert articles_in(found) == {"a007"}
    assert not [path for path in found if "actors/" in path or "timeline" in path]  # nobody is named there
    assert len(found) < 30


def test_a_sentence_that_names_somebody_makes_his_page_alone(many: Publication) -> None:
    one = edited(many.articles["a007"], 1, "Kirkuk was reached.")
    found = changed(many, articles={**many.articles, "a007": one})
    assert {
        path for path in found if path.startswith("en/") and "actors/" in path and "more" not in path
    } == {
        "en/actors/sudani.md",  # whom the original names there; it does not name Kirkuk
        "en/actors/basra.md",
    }


def test_one_article_more_changes_few_files(many: Publication) -> None:
    found = changed(many, articles={**many.articles, "a060": article(60)})
    assert "en/articles/a060.md" in found
    assert len(articles_in(found)) <= 12  # those near it
    assert not [path for path in found if "more/" in path]


def test_a_name_costs_the_articles_that_hold_its_words(many: Publication) -> None:
    actors = tuple(
        replace(a, ar=replace(a.ar, allowed=("كركوك القديمة",))) if a.id == "kirkuk" else a for a in ACTORS
    )
    assert changed(many, actors=actors) <= {
        path for path in many.keys if "actors/" in path
    }  # the same names are found, and the page of the actor says how else it is called
    named = {one.slug for one in many.articles.values() if "كركوك" in one.passages[1].block.text}
    done: list[str] = []
    with cache.open_cache(many.root) as made:

        def count(what: str, inputs: str, make: Callable[[], Any]) -> Any:
            def counted() -> Any:
                done.append(what)
                return make()

            return made(what, inputs, counted)

        other = copy(many)
        other.actors = tuple(replace(a, needs_full_name=True) if a.id == "kirkuk" else a for a in ACTORS)
        other.plan(count)
    assert done.count("mentions") == len(named)


def test_another_name_is_said_where_it_stood(many: Publication) -> None:
    actors = tuple(
        replace(a, en=replace(a.en, preferred="Kirkouk")) if a.id == "kirkuk" else a for a in ACTORS
    )
    named = {one.slug for one in many.articles.values() if "كركوك" in one.passages[1].block.text}
    found = articles_in(changed(many, actors=actors))
    assert named <= found
    assert len(found) < len(many.articles)  # those near, whose readers are told what they have in common


@pytest.mark.parametrize(
    "settings", [{"digits": "western"}, {"publication": {"ar": "أ"}}, {"repository": ""}]
)
def test_a_setting_costs_everything(many: Publication, settings: dict[str, Any]) -> None:
    found = changed(many, settings=replace(many.settings, **settings))
    assert len(articles_in(found)) == len(many.articles)


def test_what_may_be_corrected_and_what_is_held_cost_what_says_so(many: Publication) -> None:
    here = frozenset(many.articles) - {"a003"}
    assert articles_in(changed(many, settings=replace(many.settings, correctable=here))) == {"a003"}
    held = changed(many, settings=replace(many.settings, held=frozenset({"en/articles/x"})))
    assert held == {
        path
        for path in DOCS
        if path.endswith(".md") and "coverage" not in path  # which Jisr makes itself
    }


def test_an_article_is_read_a_few_times_however_many_actors_it_names(
    many: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its sentences stand on the pages of all of them, which are made one behind the other."""
    read: Counter[str] = Counter()
    with cache.open_cache(many.root) as made:

        def count(what: str, inputs: str, make: Callable[[], Any]) -> Any:
            read[what] += 1
            is_planned = what.startswith("jobs: ")  # with pages of another size than those that are kept
            return (cache.compute_uncached if is_planned else made)(what, inputs, make)

        monkeypatch.setitem(contributions.AT_HAND, "quotes", 16)
        monkeypatch.setattr(pages, "SIZE", 4)
        for job in copy(many).plan(count):
            if "actors/" in job.paths[0]:
                job.make()
    assert read["given: quotes"] == 2 * len(many.articles)  # in two languages, for two pages each


@pytest.mark.skipif(len(os.sched_getaffinity(0)) < 2, reason="one core does it all itself")
def test_what_all_cores_work_out_is_all_that_a_plan_asks_of_articles(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heads = [ArticleHead.of(article(number)) for number in range(3)]
    settings = sample.settings(network=True)
    expected = {path: job.key for job in site.plan(heads, ACTORS, settings, DOCS) for path in job.paths}
    monkeypatch.setattr(ahead, "ENOUGH", 2)
    with cache.open_cache(tmp_path) as made:
        site.contribute_ahead(heads, ACTORS, settings, made)
        for name in ("_contribute", "_give_texts"):
            monkeypatch.setattr(contributions.Contributions, name, refuse)
        jobs = site.plan(heads, ACTORS, settings, DOCS, made)
    assert {path: job.key for job in jobs for path in job.paths} == expected
    monkeypatch.setattr(ahead, "map_on_cores", refuse)
    with cache.open_cache(tmp_path) as made:  # a name costs the articles that hold its words
        site.contribute_ahead(heads, ACTORS[1:], settings, made)


def test_a_process_that_works_ahead_holds_no_article_that_is_done() -> None:
    noted = ahead.NotedValues()
    given = contributions.Contributions(ACTORS, sample.settings(network=True), noted)
    for number in range(3):
        given.work_out(ArticleHead.of(article(number)))
        assert noted.take()
        assert not any(given._at_hand.values())
        assert not given._heads


def test_pages_are_made_by_no_other_look_than_the_one_they_were_planned_for(tmp_path: Path) -> None:
    """What was saved meanwhile and taken back before the next build would stay on them."""
    settings = replace(sample.settings(), root=tmp_path)
    common = contributions.Contributions(ACTORS, settings, cache.compute_uncached).common
    assert common.begin(cache.compute_uncached).seal == common.seal
    template = tmp_path / "overrides/jisr/article/page.html"
    template.parent.mkdir(parents=True)
    template.write_text("other", "utf-8")
    with pytest.raises(JisrError) as caught:
        common.begin(cache.compute_uncached)
    assert [finding.check for finding in caught.value.findings] == ["changed"]


def refuse(*_: object) -> None:
    raise AssertionError("all should be known")


def test_articles_and_pictures_are_made_in_any_process(tmp_path: Path) -> None:
    footer = tmp_path / "overrides/jisr/article/footer.html"
    footer.parent.mkdir(parents=True)
    footer.write_text("<p>{{ site.articles | length }} {{ site.groups.topics | length }}</p>")
    pub = Publication(tmp_path, [article(n) for n in range(12)])
    pub.settings = replace(pub.settings, root=tmp_path)
    pub.put(replace(article(3), langs=("ar",)))
    with cache.open_cache(pub.root) as made:
        jobs = [job for job in pub.plan(made) if job.anywhere]
        made.commit()
        files = [job.make() for job in jobs]
        assert list(map_on_cores(site.make_job, jobs, enough=1)) == files
    paths = {path for job in jobs for path in job.paths}
    assert {"ar/articles/a003.md", "en/parallel/a004.md", "ar/articles/a000/cite.bib"} <= paths
    assert len([path for path in paths if path.endswith(".png")]) == 23
