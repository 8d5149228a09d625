"""What lists know of articles stands back where somebody saves, and comes to its end all the same."""

import math
import time
from pathlib import Path

import pytest

from jisr.app.shelf import scan
from tests.project import TODAY, Project


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
    assert 0.9 < waited < 1.1
