"""The desk does not start where others can reach it and nothing says who they are."""

from pathlib import Path

import pytest

from jisr.app.people import accounts
from jisr.desk.office.entrance import BehindProxy, Office, OwnMachine, hosts_of, is_among, open_entrance
from jisr.model.diagnostics import JisrError
from jisr.model.settings import DeskSettings
from tests.project import Project, git

HEADER = DeskSettings(identity_header="X-User", proxies=("10.0.0.2",))
ADDRESS = DeskSettings(address="https://desk.example.org")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return Project(tmp_path / "project").root


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "[::1]", "127.8.8.8"])
def test_on_ones_own_machine_nobody_is_asked(root: Path, host: str) -> None:
    assert open_entrance(root, host, DeskSettings(), "Ann") == OwnMachine("Ann")


@pytest.mark.parametrize(
    ("host", "settings"),
    [
        ("0.0.0.0", DeskSettings()),
        ("::", DeskSettings()),
        ("192.168.1.5", DeskSettings()),
        ("desk.example.org", DeskSettings()),
        ("127.0.0.1.example.org", DeskSettings()),
        ("127.0.0.1", ADDRESS),  # behind a proxy that others reach
        ("127.0.0.1", HEADER),
        ("127.0.0.1", DeskSettings(identity_header="X-User")),
    ],
)
def test_without_accounts_it_does_not_start(root: Path, host: str, settings: DeskSettings) -> None:
    with pytest.raises(JisrError, match="the desk does not start"):
        open_entrance(root, host, settings, "Ann")


def test_accounts_or_a_proxy_open_it(root: Path) -> None:
    accounts.add(root, "Ann", "publisher", "")
    with pytest.raises(JisrError, match="there are no accounts"):
        open_entrance(root, "0.0.0.0", DeskSettings(), "")  # nobody has a password
    assert isinstance(open_entrance(root, "0.0.0.0", HEADER, ""), BehindProxy)
    with pytest.raises(JisrError, match="no proxy that may send it"):
        open_entrance(root, "0.0.0.0", DeskSettings(identity_header="X-User"), "")
    accounts.add(root, "Bob", "translator", "river lantern copper seven")
    assert isinstance(open_entrance(root, "0.0.0.0", DeskSettings(), ""), Office)
    git(root, "init", "-q")
    git(root, "add", "-f", accounts.FILE)
    with pytest.raises(JisrError, match="git keeps the accounts"):
        open_entrance(root, "0.0.0.0", DeskSettings(), "")


@pytest.mark.parametrize(
    ("host", "settings", "names"),
    [
        ("127.0.0.1", DeskSettings(), ()),
        ("192.168.1.5", DeskSettings(), ("192.168.1.5",)),
        ("fd00::5", DeskSettings(), ("[fd00::5]",)),
        ("127.0.0.1", ADDRESS, ("desk.example.org",)),
    ],
)
def test_it_answers_to_its_own_names(host: str, settings: DeskSettings, names: tuple[str, ...]) -> None:
    assert hosts_of(host, settings) == ("127.0.0.1", "localhost", "[::1]", *names)


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_a_desk_everywhere_answers_to_what_the_machine_is_called(
    host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("socket.gethostname", lambda: "Office")
    monkeypatch.setattr("socket.gethostbyname_ex", lambda name: (name, [], ["192.168.1.5"]))
    assert hosts_of(host, DeskSettings())[3:] == ("office", "192.168.1.5")
    assert hosts_of(host, ADDRESS)[3:] == ("office", "192.168.1.5", "desk.example.org")


@pytest.mark.parametrize(
    ("address", "known", "is_known"),
    [
        ("10.0.0.2", ("10.0.0.2",), True),
        ("10.0.0.9", ("10.0.0.0/24",), True),
        ("10.0.0.9", ("10.0.0.2",), False),
        ("fd00::1", ("10.0.0.0/8", "fd00::/8"), True),
        ("testclient", ("10.0.0.2",), False),
        ("", ("10.0.0.2",), False),
        ("10.0.0.2", (), False),
    ],
)
def test_addresses_are_compared_as_numbers(address: str, known: tuple[str, ...], is_known: bool) -> None:
    assert is_among(address, known) is is_known
