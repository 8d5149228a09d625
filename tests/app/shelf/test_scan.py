"""What lists know of articles stands back where somebody saves, and comes to its end all the same."""

import math
import shutil
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from jisr.app import pipeline
from jisr.app.people import assignments
from jisr.app.shelf import query, scan
from jisr.checks.worst import order_by_doubt
from jisr.model.settings import Settings
from jisr.model.source import Terms
from jisr.model.translation import Draft, Segment
from jisr.storage.config import parse_meta
from jisr.storage.inputs import clock
from jisr.translation import engines
from tests import sample
from tests.project import TITLE, TODAY, Project, edit


def test_where_somebody_always_saves_lists_are_brought_up_to_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = Project(tmp_path / "project")
    project.seed()
    shelf = scan.Shelf(project.root, TODAY)
    waited = 0.0

    def sleep(seconds: float) -> None:
        nonlocal waited
        waited += seconds
        assert waited < 10

    monkeypatch.setattr(time, "sleep", sleep)
    monkeypatch.setattr(shelf, "_calm", math.inf)
    shelf.look()
    assert list(shelf.store.prints()) == ["water"]
    assert waited == 0, "there was no list yet"
    project.seed("oil")
    shelf.look()
    assert list(shelf.store.prints()) == ["oil", "water"]
    assert 0.9 < waited < 1.1


CASES = yaml.safe_load((sample.ROOT / "tests/cases/engines/translations.yml").read_text("utf-8"))
RIGHT = {case["arabic"]: Draft(case["english"], -0.2) for case in CASES}


class Spoils:
    """An engine that is right, but for one sentence."""

    name = "spoils 1 m"

    def __init__(self, original: str, spoilt: Draft) -> None:
        self._answers = {**RIGHT, original: spoilt}

    def translate(self, segments: Sequence[Segment], terms: Terms) -> list[Draft]:
        """What is known, and titles."""
        return [self._answers.get(one.text, Draft("A title", -0.2)) for one in segments]


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda text: Draft(text[: len(text) // 3], -0.2), id="most of it left out"),
        pytest.param(lambda text: Draft(f"{text} {text} {text}", -0.2), id="said three times"),
        pytest.param(lambda text: Draft(text, -2.5), id="the model is unsure"),
        pytest.param(lambda text: Draft(f"{text} 4711", -0.2), id="a number that the original has not"),
    ],
)
def test_the_article_of_a_spoilt_draft_comes_first_as_status_has_it(
    spoil: Callable[[str], Draft], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever it stands, and by the same rule: `jisr status --worst` begins with the same draft."""
    originals = list(RIGHT)[:12]
    at = originals[7]
    monkeypatch.setattr(engines, "find_engine", lambda _settings: Spoils(at, spoil(RIGHT[at].text)))
    project = Project(tmp_path / "project")
    for n, slug in enumerate(("a", "b", "c")):
        project.seed(slug, originals[n * 4 : n * 4 + 4], f"{TITLE} {slug}")
    pipeline.draft_articles(project.root, TODAY)
    shelf = scan.Shelf(project.root, TODAY)
    shelf.look()
    shelf.check_all()
    listed = query.list_articles(shelf.store, query.Asked(order="doubt")).articles
    assert listed[0].slug == "b"
    assert query.most_doubtful(shelf.store, "b")[0] == "p4"
    shown = pipeline.check(project.root)
    doubts = order_by_doubt((head.load() for head in shown.whole), shown.result.findings)
    assert (doubts[0].slug, doubts[0].key, doubts[0].doubt) == ("b", "p4", listed[0].doubt)
    edit(project.translation("b"), spoil(RIGHT[at].text).text, "A person wrote this.")
    later = scan.Shelf(project.root, TODAY)
    later.look()
    later.check_all()
    (spoilt,) = (one for one in query.list_articles(later.store, query.Asked()).articles if one.slug == "b")
    assert "p4" not in query.most_doubtful(later.store, "b")
    assert spoilt.doubt is not None
    assert spoilt.doubt < doubts[0].doubt


@pytest.mark.parametrize(
    ("sidecar", "due"),
    [
        ("release: now", ""),
        ("release: {ar: now, en: 2026-12-02 08:00}", "2026-12-02T08:00"),
        ("release: {ar: 2026-11-01 08:00, en: 2026-12-02 08:00}", "2026-12-02T08:00"),
        ("release: {ar: 2026-12-03, en: 2026-12-02 08:00}", "2026-12-02T08:00"),
        ("release: 2026-11-01 08:00", ""),
        ("release: {ar: held, en: held}", ""),
        ("{status: draft, release: 2026-12-02 08:00}", ""),
        ("{status: embargoed, until: 2026-11-01}", ""),
        ("{status: embargoed, until: 2026-12-05}", "2026-12-05T00:00"),
        ("title: x", ""),
    ],
)
def test_only_an_hour_to_come_is_due(tmp_path: Path, sidecar: str, due: str) -> None:
    meta, now = parse_meta(sidecar.encode(), "seeds/x.yml"), datetime(2026, 11, 29, tzinfo=UTC)
    assert scan.find_due(meta, Settings(tmp_path), now) == due


def test_what_was_due_is_so_until_its_hour_comes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No file changes then; and a promise that is not kept stays due."""
    project = Project(tmp_path / "project")
    project.seed()
    (project.root / "seeds/water.yml").write_text("release: {ar: 2026-12-01 18:00, en: held}\n", "utf-8")
    shutil.copy(project.root / "seeds/water.txt", project.root / "seeds/oil.txt")
    assignments.assign(project.root, "oil", "Ann", "Omar", due="2026-12-01 18:00")
    shelf = scan.Shelf(project.root, TODAY)

    def due(hour: int) -> dict[str, str]:
        monkeypatch.setattr(clock, "now", lambda: datetime(2026, 12, 1, hour, tzinfo=UTC))
        shelf.look()
        return {one.slug: one.due for one in query.list_articles(shelf.store, query.Asked()).articles}

    there = "2026-12-01T18:00"
    assert due(17) == {"water": there, "oil": there}
    assert due(18) == {"water": "", "oil": there}
    assert due(19) == {"water": "", "oil": there}


def test_an_article_is_listed_whose_name_ends_as_that_of_a_file_for_people(tmp_path: Path) -> None:
    project = Project(tmp_path / "project")
    for slug in ("about-readme", "readme"):
        project.seed(slug)
    shelf = scan.Shelf(project.root, TODAY)
    shelf.look()
    listed = {one.slug for one in query.list_articles(shelf.store, query.Asked()).articles}
    assert "about-readme" in listed
    assert "readme" not in listed
