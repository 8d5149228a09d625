"""Who may use the desk of an office: accounts with roles, in a folder that git never keeps.

`private/desk/accounts.json` has of each a name, a role and the hash of a password (Argon2id), or none where a
proxy tells who somebody is. It is read anew for each request, so that whoever is ended, or given another
role, is so at once.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from jisr.app.people.roles import ROLES, Role
from jisr.app.results import Result
from jisr.model.diagnostics import Finding, JisrError, nearest_remedy
from jisr.model.signers import tidy_name
from jisr.storage import disk, git, transaction
from jisr.translation.decisions import events

if TYPE_CHECKING:  # it brings compiled code along, for who only lists accounts
    from argon2 import PasswordHasher

FOLDER = f"{events.FOLDER}/desk"
FILE = f"{FOLDER}/accounts.json"
_IGNORE = f"{FOLDER}/.gitignore"
SHORTEST = 12  # characters of a password
LONGEST = 1024  # bytes: more is nobody's password, and takes long to hash


@dataclass(frozen=True)
class Account:
    """Somebody who may use the desk; without a `hash` only as a proxy tells who they are."""

    name: str
    role: Role
    hash: str = ""

    @property
    def seal(self) -> str:
        """What sessions of this account are known by: another password ends them all."""
        return sha256(f"{self.name}\0{self.hash}".encode()).hexdigest()


def read(root: Path) -> dict[str, Account]:
    """The accounts by `account_key` of their names. Raises `JisrError` for a file that is damaged."""
    data = disk.read_file(root / FILE)
    if data is None:
        return {}
    try:
        found = [Account(str(item["name"]), item["role"], str(item["hash"])) for item in json.loads(data)]
        if all(one.role in ROLES for one in found):
            return {account_key(one.name): one for one in found}
    except (ValueError, TypeError, KeyError):
        pass  # as one with a role that is none
    remedy = "put back a copy of it, or delete it and add the accounts again: jisr desk-account add"
    raise JisrError(Finding("account", "this file of accounts is damaged", FILE, remedy=remedy))


def account_key(name: str) -> str:
    """What a name is compared by: who has one, has it in capitals too."""
    return tidy_name(name).casefold()


def add(root: Path, name: str, role: Role, password: str) -> Result:
    """Make an account; without a password for who comes through a proxy. Raises `JisrError`."""
    hashed = _hash(password) if password else ""

    def change(found: dict[str, Account]) -> None:
        if account_key(name) in found:
            remedy = f'jisr desk-account role "{name}" {role}, or: jisr desk-account end "{name}"'
            raise JisrError(Finding("account", "there is such an account", text=name, remedy=remedy))
        found[account_key(name)] = Account(tidy_name(name), role, hashed)

    return _change(root, change)


def change_role(root: Path, name: str, role: Role) -> Result:
    """Give somebody another role. Raises `JisrError` where there is no such account."""

    def change(found: dict[str, Account]) -> None:
        one = require(found, name)
        found[account_key(name)] = replace(one, role=role)

    return _change(root, change)


def change_password(root: Path, name: str, password: str) -> Result:
    """Give somebody another password, which ends their sessions. Raises `JisrError`."""
    hashed = _hash(password)

    def change(found: dict[str, Account]) -> None:
        one = require(found, name)
        found[account_key(name)] = replace(one, hash=hashed)

    return _change(root, change)


def end(root: Path, name: str) -> Result:
    """End an account, and with it its sessions. Raises `JisrError` where there is no such account."""

    def change(found: dict[str, Account]) -> None:
        require(found, name)
        del found[account_key(name)]

    return _change(root, change)


def require(found: Mapping[str, Account], name: str) -> Account:
    """The account of somebody. Raises `JisrError` where there is none."""
    if account := found.get(account_key(name)):
        return account
    names = [one.name for one in found.values()]
    remedy = nearest_remedy(name, names) if names else 'jisr desk-account add "NAME" --role publisher'
    raise JisrError(Finding("account", "there is no such account", text=name, remedy=remedy))


def check_password(account: Account | None, password: str) -> bool:
    """Whether this is the account's password; for none, and for one without, it takes as long to say no."""
    from argon2.exceptions import InvalidHashError, VerificationError

    known = account.hash if account and account.hash else _nobodys_hash()
    try:
        _hasher().verify(known, password[:LONGEST])
    except (VerificationError, InvalidHashError):
        return False
    return bool(account and account.hash)


def find_kept_by_git(root: Path) -> list[Finding]:
    """An error where git keeps accounts: whoever has the repository may try passwords at leisure."""
    kept = git.lines(root, "ls-files", "--", FOLDER)
    if not kept:
        return []
    remedy = f"git rm -r --cached {FOLDER}, and give everybody a new password"
    return [Finding("private", "git keeps the accounts of the desk", kept[0], remedy=remedy)]


def why_not_a_password(password: str, name: str = "") -> str:
    """Why nobody should have this password; `""` where it will do."""
    if len(password) < SHORTEST:
        return f"it has fewer than {SHORTEST} characters"
    if len(password.encode()) > LONGEST:
        return f"it has more than {LONGEST} bytes"
    if len(set(password)) < SHORTEST // 3 or (name and account_key(name) in password.casefold()):
        return "it is easily guessed"
    return ""


def _change(root: Path, change: Callable[[dict[str, Account]], None]) -> Result:
    with transaction.lock_project(root):
        before = disk.read_file(root / FILE)
        found = read(root)
        change(found)
        (root / FOLDER).mkdir(0o700, parents=True, exist_ok=True)
        lines = ",\n".join(json.dumps(asdict(one), ensure_ascii=False) for one in found.values())
        contents = {root / _IGNORE: b"*\n", root / FILE: f"[\n{lines}\n]\n".encode()}
        return Result(
            written=tuple(transaction.commit(root, contents, {root / FILE: disk.fingerprint(before)}))
        )


def _hash(password: str) -> str:
    if why := why_not_a_password(password):
        remedy = "four words that do not belong together are easy to remember and hard to guess"
        raise JisrError(Finding("account", f"this password will not do: {why}", remedy=remedy))
    return _hasher().hash(password)


@cache
def _hasher() -> "PasswordHasher":
    from argon2 import PasswordHasher

    return PasswordHasher()


@cache
def _nobodys_hash() -> str:
    return _hasher().hash("nobody has this password")
