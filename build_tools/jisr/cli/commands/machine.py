"""Who may use the desk, and the model that translates."""

from pathlib import Path

from jisr.cli.options import (
    FORMAT,
    NAME,
    Command,
    flag,
    option,
)

_ROLES = "suggester: words on no page; translator: writes; reviewer: approves; publisher: all"
COMMANDS = (
    Command(
        "desk-account add",
        "let somebody use the desk of an office; asks for a password",
        (
            NAME,
            option("--role", _ROLES, required=True, choices="app.people.roles:ROLES"),
            flag("--no-password", "a proxy tells who they are"),
        ),
        "cli.verbs.people.accounts:add_account",
    ),
    Command(
        "desk-account role",
        "give somebody another role, at once",
        (NAME, option("role", _ROLES, choices="app.people.roles:ROLES")),
        "cli.verbs.people.accounts:change_role",
    ),
    Command(
        "desk-account password",
        "give somebody another password, which ends their sessions",
        (NAME,),
        "cli.verbs.people.accounts:change_password",
    ),
    Command(
        "desk-account end",
        "end an account and its sessions, at once",
        (NAME,),
        "cli.verbs.people.accounts:end_account",
    ),
    Command(
        "desk-account list",
        "show who may use the desk",
        (FORMAT,),
        "cli.verbs.people.accounts:list_accounts",
    ),
    Command(
        "model install",
        "install the Arabic-English package, checked by SHA-256",
        (
            option("file", "a package at hand, instead of the one in Argos' index", nargs="?", type=Path),
            flag("--accept", "install what mkdocs.yml does not name yet without asking, and name it there"),
        ),
        "cli.verbs.model:install",
    ),
)
