"""Of a thousand articles a few are in memory while they are drafted, and what comes of it is the same."""

import gc
import itertools
import weakref
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from jisr.app import drafting, pipeline
from jisr.app.results import Result
from jisr.model.ledger import SyncResult
from jisr.model.source import Terms
from jisr.model.translation import Draft, Segment
from jisr.translation import engines
from jisr.translation.sync import kept
from tests.project import PARAGRAPHS, TODAY, Echo, Project, edit


class Counting(Echo):
    """An engine that counts how many articles are in memory when it is asked, and notes what for.

    They are counted as they come and go: whoever lists all that is in memory (`gc.get_objects`) also takes
    hold of what another thread is just making, which then fails.
    """

    def __init__(self) -> None:
        self.held: list[int] = []
        self.asked: list[str] = []
        self.alive: set[int] = set()
        self._made = itertools.count()

    def count(self, outcome: SyncResult) -> None:
        """Count an article from now on until nobody holds it."""
        number = next(self._made)
        self.alive.add(number)
        weakref.finalize(outcome, self.alive.discard, number)

    def translate(self, segments: Sequence[Segment], terms: Terms) -> list[Draft]:
        """As `Echo`."""
        kept._reconcile_once.cache_clear()
        gc.collect()
        self.held.append(len(self.alive))
        self.asked += (segment.text for segment in segments)
        return super().translate(segments, terms)


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Counting:
    engine = Counting()
    monkeypatch.setattr(engines, "find_engine", lambda _settings: engine)
    monkeypatch.setattr(drafting, "BATCH_BLOCKS", 8)
    init = SyncResult.__init__

    def count(made: SyncResult, *given: Any, **named: Any) -> None:
        init(made, *given, **named)
        engine.count(made)

    monkeypatch.setattr(SyncResult, "__init__", count)
    gc.collect()
    gc.freeze()  # garbage is then sought among what this test makes, not among all that others left
    return engine


def make_project(root: Path, count: int) -> Project:
    """Articles of a title and two paragraphs, the first of which is everywhere the same."""
    project = Project(root)
    for n in range(count):
        project.seed(f"a{n:03}", [PARAGRAPHS[0], f"وصلت {n} شاحنة إلى المدينة."], f"عن {n}")
    return project


@pytest.mark.parametrize("is_synced", [True, False])
def test_twice_the_articles_hold_no_more_memory(
    tmp_path: Path, engine: Counting, monkeypatch: pytest.MonkeyPatch, is_synced: bool
) -> None:
    monkeypatch.setattr(drafting, "AT_ONCE", 4)
    most = []
    for count in (18, 36):
        project = make_project(tmp_path / f"{count}", count)
        if is_synced:
            pipeline.sync_articles(project.root, TODAY)
        engine.held = []
        result = pipeline.draft_articles(project.root, TODAY)
        assert len(engine.held) == count / 3
        assert not result.outcomes
        assert {project.state("p2", f"a{n:03}") for n in (0, count - 1)} == {("draft", False)}
        most.append(max(engine.held))
    assert most[1] <= most[0] + 3, most  # a batch more or less, as the disk is slow or fast


@pytest.mark.parametrize("has_engine", [True, False])
def test_articles_that_are_read_again_come_to_the_same(
    tmp_path: Path, engine: Counting, monkeypatch: pytest.MonkeyPatch, has_engine: bool
) -> None:
    """One half was synced before; of these a person translated one, another quotes, a third is blocked."""

    def run(folder: str) -> tuple[Result, Project]:
        project = make_project(tmp_path / folder, 3)
        pipeline.draft_articles(project.root, TODAY)
        edit(project.translation("a000"), "Draft of 9 words. Draft of 4 words.", "The government said so.")
        project.seed("a001", ["> «انخفض المنسوب.» — وكالة", "وصل الوفد."], "عن الوكالة")
        page = project.translation("a002")
        page.write_text(page.read_text("utf-8") + "\n<!-- #p1 -->\nAnother text.\n", "utf-8")
        for n in range(3, 6):
            project.seed(f"a{n:03}", [PARAGRAPHS[0], f"عادت {n} شاحنة من المدينة."], f"عن {n}")
        monkeypatch.setattr(engines, "find_engine", lambda _settings: engine if has_engine else None)
        engine.asked = []
        return pipeline.draft_articles(project.root, TODAY), project

    held, first = run("held")
    asked = [*engine.asked]
    monkeypatch.setattr(engines, "find_engine", lambda _settings: engine)
    monkeypatch.setattr(drafting, "AT_ONCE", 0)
    again, second = run("again")
    assert second.files() == first.files()
    assert again.findings == held.findings
    assert [o.slug for o in again.outcomes] == [o.slug for o in held.outcomes]
    names = [
        [p.relative_to(one.root) for p in made.written] for one, made in ((first, held), (second, again))
    ]
    assert names[0] == names[1]
    assert engine.asked == asked
