"""A desk for a small publication, and a client that asks it without a server."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from jisr.app import pipeline
from jisr.translation import engines
from tests.desk.filled_forms import Pages
from tests.desk.sitting import Sitting, open_client
from tests.project import TODAY, Echo, Project


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A publication of one article, drafted by a machine."""
    monkeypatch.setattr(engines, "find_engine", lambda _settings: Echo())
    made = Project(tmp_path / "project")
    made.seed()
    pipeline.draft_articles(made.root, TODAY)
    return made


@pytest.fixture
def client(project: Project) -> Iterator[TestClient]:
    """Who asks the desk of `project`, in English."""
    with open_client(project.root) as made:
        yield made


@pytest.fixture
def sitting(client: TestClient) -> Sitting:
    """An editor at the desk, before the article."""
    return Sitting(client)


@pytest.fixture
def asked(project: Project) -> Iterator[Pages]:
    """A browser that fills in the desk's forms."""
    with open_client(project.root, "Ann") as client:
        yield Pages(client)
