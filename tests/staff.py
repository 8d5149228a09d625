"""The people of an office, with accounts that are quick to check."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from jisr.app.people import accounts
from jisr.app.people.roles import Role

PASSWORD = "river lantern copper seven"
STAFF: Mapping[str, Role] = {
    "Sami": "suggester",
    "Tala": "translator",
    "Omar": "translator",
    "Rima": "reviewer",
    "Noor": "reviewer",
    "Pia": "publisher",
}


def hash_cheaply(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have passwords hashed by what takes no time."""
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(accounts, "_hasher", lambda: cheap)


def add_accounts(root: Path, monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    """Give an account to those of the staff with these names, or to all."""
    hash_cheaply(monkeypatch)
    for name in names or STAFF:
        accounts.add(root, name, STAFF[name], PASSWORD)
