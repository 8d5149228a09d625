"""The verbs about accounts of the desk."""

import getpass
from argparse import Namespace
from pathlib import Path

from jisr.app.people import accounts
from jisr.app.results import Result
from jisr.cli.messages import print_rows
from jisr.cli.words import word
from jisr.model.diagnostics import Finding, JisrError
from jisr.model.signers import require_person_name


def add_account(root: Path, args: Namespace) -> Result:
    """Make an account of the desk."""
    name = require_person_name(args.name, args.verb, 'jisr desk-account add "NAME OR INITIALS" --role ROLE')
    password = "" if args.no_password else _ask_password(name)
    return accounts.add(root, name, args.role, password)


def change_role(root: Path, args: Namespace) -> Result:
    """Give somebody another role."""
    return accounts.change_role(root, args.name, args.role)


def change_password(root: Path, args: Namespace) -> Result:
    """Give somebody another password."""
    accounts.require(accounts.read(root), args.name)
    return accounts.change_password(root, args.name, _ask_password(args.name))


def end_account(root: Path, args: Namespace) -> Result:
    """End an account, and its sessions."""
    return accounts.end(root, args.name)


def list_accounts(root: Path, args: Namespace) -> bool:
    """Print who may use the desk."""
    found = accounts.read(root).values()
    rows = [{"name": one.name, "role": one.role, "password": bool(one.hash)} for one in found]
    proxied = word("answers.accounts.proxied")
    lines = [f"{one.name}  {one.role}  {'' if one.hash else proxied}".rstrip() for one in found]
    print_rows(args, rows, lines or [word("answers.accounts.none")])
    return False


def _ask_password(name: str) -> str:
    """A password, typed twice and shown nowhere. Raises `JisrError` for one that will not do."""
    password = getpass.getpass(word("answers.accounts.password", name=name))
    if why := accounts.why_not_a_password(password, name):
        remedy = "four words that do not belong together are easy to remember and hard to guess"
        raise JisrError(Finding("account", f"this password will not do: {why}", remedy=remedy))
    if getpass.getpass(word("answers.accounts.again")) != password:
        raise JisrError(Finding("account", "the two are not the same", remedy="type it again"))
    return password
