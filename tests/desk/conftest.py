"""A desk for a small publication, and a client that asks it without a server."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from jisr.app import pipeline
from jisr.desk.context import Desk
from jisr.desk.routes import TABS
from jisr.desk.server import make_app
from tests.project import TODAY, Project

ADDRESS = "http://127.0.0.1:8010"
Post = Callable[..., Any]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A publication of one article that no machine has drafted."""
    made = Project(tmp_path / "project")
    made.seed()
    pipeline.sync_articles(made.root, TODAY)
    return made


@pytest.fixture
def client(project: Project) -> Iterator[TestClient]:
    """Who asks the desk of `project`, in English."""
    with open_client(project.root) as made:
        yield made


def open_client(root: Path, name: str = "Ruba") -> TestClient:
    """A browser at the desk of a project, with cookies of its own."""
    cookies = {"jisr-lang": "en", "jisr-name": name}
    return TestClient(make_app(Desk(root, TABS, lambda: TODAY)), base_url=ADDRESS, cookies=cookies)


def token(client: TestClient) -> Mapping[str, str]:
    """The header that what writes has to bring."""
    return {"x-jisr-token": client.get("/api/session").json()["token"]}
