"""For all tests of engines: nothing leaves the machine, its models are not seen, a tiny one is at hand."""

import socket
from pathlib import Path
from typing import Any, NoReturn

import pytest

from jisr.model.settings import Settings
from jisr.translation.engines.install import install
from tests.argos_package import PACKAGE, configure


@pytest.fixture(autouse=True)
def offline(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No socket leaves the machine, and no model of the machine is seen."""
    connect = socket.socket.connect

    def refuse(*_: object, **__: object) -> NoReturn:
        raise AssertionError("something asked for the network")

    def stay(self: socket.socket, address: Any) -> None:
        assert address[0] == "127.0.0.1", address
        connect(self, address)

    def look_up(host: str, port: int, *_: object, **__: object) -> list[Any]:
        assert host == "127.0.0.1", host
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, port))]

    monkeypatch.setattr(socket.socket, "connect", stay)
    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    for name in ("connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    for name in ("JISR_MODELS", "ARGOS_PACKAGES_DIR", "JISR_LIBRETRANSLATE_KEY", "JISR_OPENAI_KEY"):
        monkeypatch.delenv(name, raising=False)
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))


@pytest.fixture(scope="session")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of a project that has the tiny model installed."""
    configured = configure(tmp_path_factory.mktemp("project"))
    install(configured, PACKAGE)
    return configured
