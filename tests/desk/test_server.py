"""`jisr desk` serves on this machine, says where, opens the browser, and helps where a port is taken."""

import socket
import sys
import webbrowser

import pytest
import uvicorn

from jisr.cli import main
from tests.project import Project


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is opened in the browser; the server ends at once, and leaves its port as `host:port` there."""
    found: list[str] = []

    def run(_server: uvicorn.Server, sockets: list[socket.socket]) -> None:
        found.append("{}:{}".format(*sockets[0].getsockname()))

    monkeypatch.setattr(webbrowser, "open", found.append)
    monkeypatch.setattr(uvicorn.Server, "run", run)
    return found


def desk(project: Project, *words: str) -> int:
    return main.main(["--project", str(project.root), "desk", *words])


def test_it_says_where_it_is_and_opens_the_browser(
    project: Project, opened: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert desk(project, "--port", "0") == 0
    address, place = opened
    assert place.startswith("127.0.0.1:")
    assert address == f"http://{place}/"
    assert address in capsys.readouterr().out


def test_it_leaves_the_browser_alone_where_that_is_asked(project: Project, opened: list[str]) -> None:
    assert desk(project, "--port", "0", "--no-open") == 0
    assert len(opened) == 1


def test_a_taken_port_is_named_with_another(
    project: Project, opened: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert desk(project, "--port", str(port)) == 1
    assert f"jisr desk --port {port + 1}" in capsys.readouterr().err
    assert opened == []


def test_without_its_libraries_it_says_what_to_install(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "jisr.desk.server", None)
    assert desk(project) == 1
    assert "pip install 'jisr[desk]'" in capsys.readouterr().err
