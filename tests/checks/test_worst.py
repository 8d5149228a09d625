"""Where to begin: drafts that are wrong come before those that are right."""

import json
import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from jisr.checks.worst import Doubt, order_by_doubt
from jisr.cli import main
from jisr.model.diagnostics import Finding
from jisr.model.ledger import State
from jisr.model.publication import Article
from jisr.model.source import Terms
from jisr.model.translation import Draft, Segment
from jisr.translation import engines
from tests import sample
from tests.project import Project

CASES = yaml.safe_load((sample.ROOT / "tests/cases/engines/translations.yml").read_text("utf-8"))
PAIRS = [(case["arabic"], case["english"]) for case in CASES]


def area_under_curve(doubts: Sequence[float], wrong: Sequence[bool]) -> float:
    """How often a wrong one is doubted more than a right one; 0.5 is chance."""
    bad = [doubt for doubt, is_wrong in zip(doubts, wrong, strict=True) if is_wrong]
    good = [doubt for doubt, is_wrong in zip(doubts, wrong, strict=True) if not is_wrong]
    wins = sum((b > g) + (b == g) / 2 for b in bad for g in good)
    return wins / (len(bad) * len(good))


def spoil(rng: random.Random, english: str) -> str:
    """What an engine gets past every look for faults: a clause left out, a number or a negation changed."""
    words = english.split()
    kind = rng.randrange(3)
    if kind == 0 and any(word.isdecimal() for word in words):
        return " ".join(str(int(word) + 3) if word.isdecimal() else word for word in words)
    if kind == 1:
        return " ".join([*words[:2], "did", "not", *words[2:]])
    return " ".join([*words[: len(words) // 3], *words[len(words) * 3 // 4 :]])


class Half:
    """An engine that is wrong in every second sentence."""

    name = "half 1 m"

    def __init__(self, answers: dict[str, str]) -> None:
        self.answers = answers

    def translate(self, segments: Sequence[Segment], terms: Terms) -> list[Draft]:
        """Right and wrong translations, all of one score."""
        return [Draft(self.answers.get(s.text, "A title"), -0.2) for s in segments]


def test_planted_faults_come_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rng = random.Random(4)
    wrong = {original: n % 2 == 0 for n, (original, _) in enumerate(PAIRS)}
    answers = {o: spoil(rng, t) if wrong[o] else t for o, t in PAIRS}
    monkeypatch.setattr(engines, "find_engine", lambda _settings: Half(answers))
    project = Project(tmp_path / "project")
    project.seed("a", [original for original, _ in PAIRS])
    root = str(project.root)
    assert main.main(["--project", root, "draft"]) == 0
    capsys.readouterr()
    assert main.main(["--project", root, "status", "--worst", "100", "--format", "json"]) == 0
    report = json.loads(capsys.readouterr().out)
    rows = [row for row in report["worst"] if row["key"].startswith("p")]
    is_wrong = [wrong[PAIRS[int(row["key"][1:]) - 1][0]] for row in rows]
    assert len(rows) == len(PAIRS)
    assert area_under_curve([row["doubt"] for row in rows], is_wrong) > 0.75
    assert main.main(["--project", root, "status", "--worst", "2"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2
    assert f"a #{report['worst'][0]['key']}" in lines[0]


def drafts_of(*entries: tuple[str, float | None, str]) -> Article:
    """An article of drafts: the English of each block, its score, its machine."""
    article = sample.articles()[0]
    block = article.passages[0]
    passages = [
        replace(
            block,
            block=replace(block.block, key=f"p{n}", text="كلمة " * 10),
            entry=replace(
                block.entry,
                key=f"p{n}",
                target=text,
                state=State.DRAFT,
                score=score,
                origin=origin,
                touched=False,
            ),
            translation=text,
        )
        for n, (text, score, origin) in enumerate(entries)
    ]
    return replace(article, passages=tuple(passages))


TEN = "word " * 10


def order(article: Article, *findings: Finding) -> list[str]:
    return [doubt.key for doubt in order_by_doubt([article], findings)]


def test_what_the_model_doubts_comes_first_each_by_its_own_measure() -> None:
    article = drafts_of(
        (TEN, -0.1, "a"), (TEN, -0.5, "a"), (TEN, -2.0, "b"), (TEN, -3.0, "b"), (TEN, None, "c")
    )
    assert order(article) == ["p1", "p3", "p0", "p2", "p4"]
    doubts = {doubt.key: doubt for doubt in order_by_doubt([article], [])}
    assert doubts["p1"].why == ("score -0.50",)
    assert doubts["p0"].why == ()


def test_what_is_much_longer_or_shorter_than_others_comes_first() -> None:
    article = drafts_of((TEN, None, ""), ("word " * 3, None, ""), (TEN, None, ""), ("word " * 40, None, ""))
    assert set(order(article)[:2]) == {"p1", "p3"}


def test_what_checks_found_weighs_by_its_severity() -> None:
    article = drafts_of((TEN, None, ""), (TEN, None, ""), (TEN, None, ""))
    file = f"docs/en/articles/{article.slug}.md"
    found = [Finding("numbers", "", file, key="p1"), Finding("names", "", file, key="p2")]
    assert order(article, *found) == ["p1", "p2", "p0"]
    assert order(article, Finding("numbers", "", "docs/en/articles/other.md", key="p1"))[0] == "p0"


def test_only_drafts_that_nobody_worked_on_are_listed() -> None:
    article = drafts_of(*[(TEN, None, "")] * 4)
    states: list[dict[str, Any]] = [{"state": State.EDITED}, {"state": State.APPROVED}, {"touched": True}, {}]
    passages = [
        replace(p, entry=replace(p.entry, **state)) for p, state in zip(article.passages, states, strict=True)
    ]
    assert order(replace(article, passages=tuple(passages))) == ["p3"]
    assert order_by_doubt([], []) == []


def test_a_doubt_says_how_many_words_there_are() -> None:
    (doubt,) = order_by_doubt([drafts_of((TEN, None, ""))], [])
    assert doubt == Doubt(sample.articles()[0].slug, "p0", 0.0, 10, ())
