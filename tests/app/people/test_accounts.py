"""Accounts of an office: who has one, with which role, by a password that nobody can read."""

import json
from pathlib import Path

import pytest

from jisr.app.people import accounts
from jisr.app.people.accounts import Account, check_password, why_not_a_password
from jisr.app.people.roles import ROLES, has_role
from jisr.cli import main
from jisr.model.diagnostics import JisrError
from tests.project import Project, git
from tests.staff import PASSWORD, hash_cheaply


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    hash_cheaply(monkeypatch)
    return Project(tmp_path / "project")


def test_each_role_may_more_than_the_one_before() -> None:
    assert tuple(map(str, ROLES)) == ("suggester", "translator", "reviewer", "publisher")
    for n, role in enumerate(ROLES):
        assert [has_role(role, least) for least in ROLES] == [n >= m for m in range(4)]


def test_an_account_lives_and_ends(project: Project) -> None:
    accounts.add(project.root, "Ann  Haddad", "translator", PASSWORD)
    accounts.add(project.root, "Bob", "publisher", "")
    found = accounts.read(project.root)
    assert {key: (one.name, one.role) for key, one in found.items()} == {
        "ann haddad": ("Ann Haddad", "translator"),
        "bob": ("Bob", "publisher"),
    }
    ann, bob = found.values()
    assert check_password(ann, PASSWORD)
    assert not check_password(ann, PASSWORD.upper())
    assert not check_password(bob, ""), "who has no password comes through a proxy or not at all"
    assert not check_password(None, PASSWORD)
    assert not check_password(Account("Eve", "publisher", "no hash"), "no hash")
    accounts.change_role(project.root, "ANN HADDAD", "reviewer")
    (again, _) = accounts.read(project.root).values()
    assert (again.name, again.role, again.seal) == ("Ann Haddad", "reviewer", ann.seal)
    accounts.change_password(project.root, "Ann Haddad", "another four good words")
    (anew, _) = accounts.read(project.root).values()
    assert anew.seal != ann.seal, "sessions that began with the former password end"
    assert check_password(anew, "another four good words")
    accounts.end(project.root, "ann haddad")
    assert list(accounts.read(project.root)) == ["bob"]


def test_what_is_kept_is_no_password_and_not_for_others(project: Project) -> None:
    accounts.add(project.root, "Ann", "translator", PASSWORD)
    path = project.root / accounts.FILE
    assert "argon2id" in path.read_text("utf-8")
    assert "river" not in path.read_text("utf-8")
    assert path.parent.stat().st_mode & 0o077 == 0
    git(project.root, "init", "-q")
    git(project.root, "add", "-A")
    assert accounts.find_kept_by_git(project.root) == []
    assert "desk" not in git(project.root, "ls-files")
    git(project.root, "add", "-f", accounts.FILE)
    (finding,) = accounts.find_kept_by_git(project.root)
    assert finding.file == accounts.FILE


def test_no_account_twice_and_none_that_is_not_there(project: Project) -> None:
    accounts.add(project.root, "Ann", "translator", PASSWORD)
    with pytest.raises(JisrError, match="there is such an account"):
        accounts.add(project.root, "ANN", "publisher", PASSWORD)
    for wrong in (accounts.end, lambda root, name: accounts.change_role(root, name, "publisher")):
        with pytest.raises(JisrError, match="did you mean Ann"):
            wrong(project.root, "Anna")
    accounts.end(project.root, "Ann")
    with pytest.raises(JisrError, match="jisr desk-account add"):
        accounts.end(project.root, "Ann")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "5",
        "[5]",
        '[{"name": "Ann", "role": "publisher"}]',
        '[{"name": "Ann", "role": "king"}]',
        "[{}]",
    ],
)
def test_a_damaged_file_lets_nobody_in(project: Project, text: str) -> None:
    path = project.root / accounts.FILE
    path.parent.mkdir(parents=True)
    path.write_text(text, "utf-8")
    with pytest.raises(JisrError, match="damaged"):
        accounts.read(project.root)


@pytest.mark.parametrize(
    ("password", "why"),
    [
        (PASSWORD, ""),
        ("كلمات أربع لا تجتمع", ""),  # four words that do not meet
        ("short", "fewer than 12"),
        ("a" * 1025, "more than 1024"),
        ("م" * 600, "more than 1024"),
        ("aaaaaaaaaaaaaaaa", "guessed"),
        ("ann haddad 2026!", "guessed"),
    ],
)
def test_what_is_easily_guessed_is_no_password(password: str, why: str) -> None:
    assert why in why_not_a_password(password, "Ann Haddad")
    assert bool(why) is bool(why_not_a_password(password, "Ann Haddad"))


def test_the_verbs(
    project: Project, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def jisr(*words: str, typed: str = PASSWORD) -> int:
        monkeypatch.setattr("getpass.getpass", lambda _: typed)
        return main.main(["--project", str(project.root), "desk-account", *words])

    assert jisr("add", "Ann", "--role", "suggester") == 0
    assert jisr("add", "Bob", "--role", "publisher", "--no-password") == 0
    assert jisr("add", "Eve", "--role", "suggester", typed="short") == 1
    assert jisr("add", "jisr", "--role", "suggester") == 1, "a program's name"
    assert jisr("role", "Ann", "translator") == 0
    assert jisr("password", "Ann", typed="another four good words") == 0
    capsys.readouterr()
    assert jisr("list", "--format", "json") == 0
    assert json.loads(capsys.readouterr().out) == [
        {"name": "Ann", "role": "translator", "password": True},
        {"name": "Bob", "role": "publisher", "password": False},
    ]
    assert jisr("list") == 0
    assert "Ann  translator" in capsys.readouterr().out
    assert jisr("end", "Ann") == 0
    assert check_password(accounts.read(project.root).get("ann"), "another four good words") is False
    answers = iter([PASSWORD, "something else entirely"])
    monkeypatch.setattr("getpass.getpass", lambda _: next(answers))
    assert main.main(["--project", str(project.root), "desk-account", "password", "Bob"]) == 1
    assert "not the same" in capsys.readouterr().err
