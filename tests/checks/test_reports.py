"""What is kept of each article: nothing is looked into twice, and what is kept finds what a look finds."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from jisr import checks
from jisr.checks import reports
from jisr.checks.context import CheckContext, Pair, Wording, look_into
from jisr.checks.on_all_cores import report_ahead
from jisr.model.diagnostics import Finding
from jisr.model.glossary import Actor, ActorNames
from jisr.model.ledger import Entry, State
from jisr.model.publication import Article, ArticleHead, BilingualBlock
from jisr.model.settings import Settings
from jisr.model.source import Block, Kind, Meta
from jisr.storage.cache import CachedCall, compute_uncached, open_cache
from jisr.storage.work import ahead
from jisr.translation.article_files import WrittenFiles
from tests.checks.editions import actors_of, edition_of, read_cases, terms_of

ACTOR = Actor("isis", "armed group", ActorNames("داعش"), ActorNames("ISIS"))
PRIVATE = Actor("layla-haddad", "person", ActorNames("ليلى حداد"), ActorNames("Layla Haddad"), private=True)
WRONG = ("قُتل 12 جندياً في الموصل.", "Some 21 soldiers were killed in Mosul.")  # 12 soldiers
# Layla Haddad said that the group had left the whole city
SAID = ("قالت ليلى حداد إن داعش انسحب من المدينة كلها.", "Layla Haddad said ISIS had left the whole city.")


class Kept:
    """A store that lasts; what was made for it."""

    def __init__(self) -> None:
        self.values: dict[tuple[str, str], Any] = {}
        self.made: list[str] = []

    def __call__(self, what: str, inputs: str, make: Callable[[], Any]) -> Any:
        if (what, inputs) not in self.values:
            self.made.append(what)
            self.values[what, inputs] = compute_uncached(what, inputs, make)
        return self.values[what, inputs]


def article(slug: str, *texts: tuple[str, str]) -> Article:
    passages = tuple(
        BilingualBlock(Block(Kind.PARAGRAPH, ar, key=f"p{n}"), Entry(f"p{n}", ar, en, State.EDITED), en)
        for n, (ar, en) in enumerate(texts, 1)
    )
    return Article(slug, f"seeds/{slug}.txt", Meta(), passages)


def page(one: Article) -> bytes:
    return "\n\n".join(f"<!-- #{p.key} -->\n{p.translation}" for p in one.passages).encode()


def run(
    articles: list[Article], kept: Kept, *, actors: tuple[Actor, ...] = (ACTOR,), above: bytes = b""
) -> list[Finding]:
    files = {f"docs/en/articles/{one.slug}.md": above + page(one) for one in articles}
    heads = map(ArticleHead.of, articles)
    return checks.run(checks.make_context(heads, actors, Settings(Path()), files, made=kept))


ARTICLES = [article("a", WRONG, SAID), article("b", SAID, ("نصّ.", "A text.")), article("c", WRONG)]


def test_what_is_kept_finds_the_same_and_nothing_is_looked_into_again() -> None:
    kept = Kept()
    first = run(ARTICLES, kept)
    assert {f.check for f in first} == {"numbers"}
    kept.made.clear()
    assert run(ARTICLES, kept) == first
    assert kept.made == []


def test_one_article_that_changed_is_looked_into_and_its_page_read() -> None:
    kept = Kept()
    run(ARTICLES, kept)
    kept.made.clear()
    other = article("b", (SAID[0], "Layla Haddad said so of ISIS."), ("نصّ.", "A text."))
    found = run([ARTICLES[0], other, ARTICLES[2]], kept)
    assert sorted(kept.made) == ["check", "check files", "checked", "told", "words"]
    assert [(f.check, f.file) for f in found if f.check != "numbers"] == [
        ("two-targets", "docs/en/articles/b.md")
    ]
    assert found == run([ARTICLES[0], other, ARTICLES[2]], Kept())


@pytest.mark.parametrize("actors", [(), (replace(ACTOR, en=ActorNames("IS")),), (ACTOR, PRIVATE)])
def test_another_glossary_is_another_look(actors: tuple[Actor, ...]) -> None:
    kept = Kept()
    run(ARTICLES, kept)
    assert run(ARTICLES, kept, actors=actors) == run(ARTICLES, Kept(), actors=actors)


def test_a_changed_name_costs_the_articles_that_hold_it() -> None:
    kept = Kept()
    other = replace(ACTOR, en=replace(ACTOR.en, avoid={"ISIL": "not what they call themselves"}))
    sudan = Actor("x", "state", ActorNames("السودان"), ActorNames("Sudan"))
    run(ARTICLES, kept, actors=(ACTOR, PRIVATE))
    for actors, looked in (
        ((other, PRIVATE), 2),  # a and b name the group
        ((other, replace(PRIVATE, line=7)), 2),
        ((replace(other, line=3), replace(PRIVATE, line=7)), 0),
        ((other, replace(PRIVATE, line=7), sudan), 0),
    ):
        kept.made.clear()
        found = run(ARTICLES, kept, actors=actors)
        assert (kept.made.count("check"), found) == (looked, run(ARTICLES, Kept(), actors=actors))


def test_a_page_on_which_lines_moved_is_another_look() -> None:
    kept = Kept()
    lines = [[f.line for f in run(ARTICLES, kept, above=above)] for above in (b"", b"---\nx: y\n---\n\n")]
    assert lines == [[2, 2], [6, 6]]


def test_what_is_kept_does_not_name_private_persons_as_such() -> None:
    kept = Kept()
    unnamed = [f for f in run(ARTICLES, kept, actors=(PRIVATE, ACTOR)) if f.check == "unnamed"]
    assert unnamed == []
    assert PRIVATE.id not in repr(kept.values)


def test_a_text_is_read_only_where_something_is_found_in_it() -> None:
    kept = Kept()
    run(ARTICLES, kept)

    def refuse() -> Article:
        raise AssertionError("an article that is as it was is not read again")

    heads = [replace(ArticleHead.of(one), load=refuse) for one in ARTICLES]
    files = {f"docs/en/articles/{one.slug}.md": page(one) for one in ARTICLES}
    checks.run(checks.make_context(heads, (ACTOR,), Settings(Path()), files, made=kept))


@pytest.mark.skipif(len(os.sched_getaffinity(0)) < 2, reason="one core does it all itself")
def test_what_all_cores_found_is_all_that_the_checks_ask_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "docs/en/articles"
    folder.mkdir(parents=True)
    for one in ARTICLES:
        (folder / f"{one.slug}.md").write_bytes(page(one))
    files, settings = WrittenFiles(tmp_path), Settings(tmp_path)

    def context(made: CachedCall, actor: Actor = ACTOR) -> CheckContext:
        return checks.make_context(map(ArticleHead.of, ARTICLES), (actor,), settings, files, made=made)

    expected = checks.run(context(compute_uncached))
    monkeypatch.setattr(ahead, "ENOUGH", 2)
    with open_cache(tmp_path, "checks") as made:
        report_ahead(context(made))
        monkeypatch.setattr(reports.ArticleReports, "_make", refuse)
        assert checks.run(context(made)) == expected
        monkeypatch.setattr(ahead, "map_on_cores", refuse)
        report_ahead(context(made, replace(ACTOR, needs_full_name=True)))  # costs what holds its words
    assert expected


def refuse(*_: object) -> None:
    raise AssertionError("all should be known")


class WordingAlone:
    """A block of which no more is known than its wording."""

    def __init__(self, pair: Pair) -> None:
        self.texts, self.source, self.target, self.kind = pair.texts, pair.source, pair.target, pair.kind
        self.original, self.translation = pair.original, pair.translation
        self.original_names, self.translation_names = pair.original_names, pair.translation_names
        self.original_terms, self.translation_terms = pair.original_terms, pair.translation_terms


@pytest.mark.parametrize("name", [name for name, check in checks.CHECKS.items() if check.blocks])
def test_a_check_of_words_looks_at_nothing_else(name: str, tmp_path: Path) -> None:
    check = checks.CHECKS[name]
    looked = 0
    for case in read_cases(name):
        actors, terms = actors_of(case, tmp_path), terms_of(case, tmp_path)
        blocks = case.get("blocks") or [(case["ar"], case["en"])]
        kind = Kind(case.get("kind", "paragraph"))
        edition = edition_of(blocks, actors=actors, terms=terms, kind=kind)
        assert check.blocks
        look = check.blocks(edition)
        find = Wording(edition.actors, edition.terms)
        for pair in look_into(edition.heads[0].load(), "", find).pairs:
            alone: Any = WordingAlone(pair)
            assert check.of_marks or list(look(alone)) == list(look(pair))
            looked += 1
    assert looked
