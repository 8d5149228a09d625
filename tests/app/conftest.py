"""Fixtures of all tests of verbs: a project whose engine answers at once."""

from pathlib import Path

import pytest

from jisr.translation import engines
from tests.project import Echo, Project


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setattr(engines, "find_engine", lambda _settings: Echo())
    return Project(tmp_path / "project")
