"""Mentions in whole articles: the gold annotation of the seed, and articles of other regions."""

import json
from collections.abc import Callable
from functools import cache
from itertools import accumulate
from pathlib import Path

import pytest
import yaml

from jisr.glossary import Matcher, read_actors
from jisr.model.glossary import Actor, ActorNames, Mention
from tests.glossary.match.marked import matcher, unmark

ROOT = Path(__file__).parents[3]


def test_gold(record_property: Callable[[str, object], None]) -> None:
    """Names, offices and events of the seed, place by place; the descriptions but for القواعد العراقية."""
    gold = json.loads((ROOT / "tests/fixtures/gold/seed_gold.json").read_text("utf-8"))["mentions"]
    found = seed_mentions()
    spans = {(m.actor, m.start, m.end) for m in found}
    recall = {}
    for kind in ("name", "office", "event", "description", "demonym"):
        wanted = {(m["id"], m["start"], m["end"]) for m in gold if m["kind"] == kind}
        recall[kind] = len(wanted & spans) / len(wanted)
        record_property(f"recall of {kind}", recall[kind])
    precision = {}
    for found_kind in ("name", "demonym"):
        ours = {(m.actor, m.start, m.end) for m in found if m.kind == found_kind}
        precision[found_kind] = len(ours & {(m["id"], m["start"], m["end"]) for m in gold}) / len(ours)
        record_property(f"precision of {found_kind}", precision[found_kind])
    assert min(recall.values()) >= 0.95, recall
    assert min(precision.values()) >= 0.95, precision


def test_gold_nesting() -> None:
    gold = json.loads((ROOT / "tests/fixtures/gold/seed_gold.json").read_text("utf-8"))["mentions"]
    nested = {(m["id"], m["start"], m["end"]): m["nested"] for m in gold}
    # Within mentions that are none for us: القواعد العراقية has no page, نظيره الأمريكي is no name.
    left_out = {("iraq", 949, 957), ("us", 4106, 4114)}
    for mention in seed_mentions():
        place = (mention.actor, mention.start, mention.end)
        assert place in left_out or nested[place] == mention.nested, mention


@cache
def seed_mentions() -> tuple[Mention, ...]:
    """The mentions in the seed line by line, placed in the whole."""
    text = (ROOT / "seeds/iraq-ending-coalition-role.txt").read_text("utf-8")
    lines = text.split("\n")
    starts = accumulate((len(line) + 1 for line in lines), initial=0)
    found = matcher("seeds/actors.yml", "ar").find_in_article(lines)
    return tuple(
        m._replace(start=m.start + start, end=m.end + start)
        for start, mentions in zip(starts, found, strict=False)
        for m in mentions
    )


@pytest.mark.parametrize("shorts", [True, False])
def test_bare_names_suffice_for_the_seed(*, shorts: bool) -> None:
    """Without one alias: only names (and short forms and demonyms as any editor would write them)."""
    actors, _ = read_actors(ROOT / "seeds/actors.yml", ROOT)
    bare = [
        Actor(
            a.id,
            a.type,
            ActorNames(a.ar.preferred, a.ar.short, also_short=a.ar.also_short, demonyms=a.ar.demonyms)
            if shorts
            else ActorNames(a.ar.preferred),
            a.en,
            a.needs_full_name,
        )
        for a in actors
    ]
    lines = (ROOT / "seeds/iraq-ending-coalition-role.txt").read_text("utf-8").split("\n")
    starts = accumulate((len(line) + 1 for line in lines), initial=0)
    found = Matcher(bare, "ar").find_in_article(lines)
    ours = {(m.actor, m.start + at, m.end + at) for at, ms in zip(starts, found, strict=False) for m in ms}
    gold = json.loads((ROOT / "tests/fixtures/gold/seed_gold.json").read_text("utf-8"))["mentions"]
    every = {(m["id"], m["start"], m["end"]) for m in gold}
    wanted = {
        (m["id"], m["start"], m["end"]) for m in gold if m["kind"] in ("name", "office", "event", "demonym")
    }
    assert len(ours & wanted) >= 0.95 * len(wanted)
    assert len(ours & every) >= 0.95 * len(ours)


# --------------------------------------------------------------------------------- articles of other regions


@pytest.mark.parametrize("which", ["dev", "held", "fresh", "blind", "later"])
def test_articles_of_other_regions(which: str) -> None:
    """Names almost without aliases, in articles annotated beforehand.

    `fresh` came when the matcher was done, `blind` after many changes to it (found before it was mended for
    them: .975 at .934), and `later` when it had been mended for `blind`, and not since.
    """
    found_well = found = wanted = 0
    for path in sorted((ROOT / "tests/cases/news").glob(f"{which}_*.text.yml")):
        texts, expected = zip(*map(unmark, yaml.safe_load(path.read_text("utf-8"))), strict=True)
        names = path.with_suffix("").with_suffix(".actors.yml").relative_to(ROOT).as_posix()
        found_here = matcher(names, "ar").find_in_article(texts)
        ids = {actor.id for actor in matcher(names, "ar").actors}
        for marks, mentions in zip(expected, found_here, strict=True):
            gold = {mark for mark in marks if mark[2].lstrip("~") in ids}
            ours = {(m.start, m.end, "~" * (m.kind == "demonym") + m.actor) for m in mentions}
            found_well += len(gold & ours)
            found += len(ours)
            wanted += len(gold)
    assert wanted > 50
    assert found_well >= 0.95 * wanted
    assert found_well >= 0.95 * found


@pytest.mark.parametrize("which", ["blind", "later"])
def test_articles_of_other_regions_in_english(which: str) -> None:
    """Careful translations of some of them; `later` came when the matcher had been mended for `blind`."""
    found_well = found = wanted = 0
    for path in sorted((ROOT / "tests/cases/news").glob(f"{which}_*.text.en.yml")):
        texts, expected = zip(*map(unmark, yaml.safe_load(path.read_text("utf-8"))), strict=True)
        names = path.with_name(path.name.replace(".text.en.yml", ".actors.yml")).relative_to(ROOT).as_posix()
        for marks, mentions in zip(expected, matcher(names, "en").find_in_article(texts), strict=True):
            ours = {(m.start, m.end, "~" * (m.kind == "demonym") + m.actor) for m in mentions}
            found_well += len(ours & set(marks))
            found += len(ours)
            wanted += len(marks)
    assert wanted > 50
    assert found_well >= 0.95 * wanted
    assert found_well >= 0.95 * found


def test_every_actor_of_the_glossary_is_named_in_both_languages() -> None:
    draft = (ROOT / "tests/fixtures/drafts/iraq-ending-coalition-role.en.md").read_text("utf-8")
    english = {m.actor for m in matcher("seeds/actors.yml", "en").find(draft)}
    arabic = {m.actor for m in seed_mentions()}
    assert arabic == english == {a.id for a in matcher("seeds/actors.yml", "ar").actors}


def test_glossary_is_complete() -> None:
    actors, findings = read_actors(ROOT / "seeds/actors.yml", ROOT)
    assert not findings
    for actor in actors:
        assert actor.ar.description.endswith(".")
        assert actor.en.description.endswith(".")
