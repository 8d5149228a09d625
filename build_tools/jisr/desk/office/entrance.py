"""Who somebody is: on one's own machine as they say, in an office by an account or as a proxy tells.

Where more than this machine can reach the desk, it does not start without either.
"""

import socket
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass, field
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from starlette.requests import Request

from jisr.app.people import accounts
from jisr.app.people.accounts import Account, account_key
from jisr.app.people.roles import Role
from jisr.desk.office.sessions import Session, Sessions
from jisr.desk.office.throttle import Throttle
from jisr.model.diagnostics import Finding, JisrError
from jisr.model.settings import DeskSettings
from jisr.model.signers import tidy_name, why_not_a_person

NAME = "jisr-name"
"""The cookie that remembers who writes here, on one's own machine."""
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


class Entrance(Protocol):
    """Tells who asks: a name (empty where nobody said) with a role, or nobody who may come in."""

    def who(self, request: Request, secret: str) -> tuple[str, Role] | None:
        """Who sent a request; `secret` is what its browser holds."""
        ...


@dataclass(frozen=True)
class OwnMachine:
    """Nobody else can reach the desk: who is there is as they say, else `owner`, and may everything."""

    owner: str = ""

    def who(self, request: Request, secret: str) -> tuple[str, Role] | None:
        """As the browser remembers it."""
        del secret
        said = unquote(request.cookies.get(NAME, ""))
        return (self.owner if why_not_a_person(said) else tidy_name(said)), "publisher"


@dataclass(frozen=True)
class Office:
    """People sign in with a password, and have a session."""

    root: Path
    sessions: Sessions
    throttle: Throttle = field(default_factory=Throttle)
    proxies: tuple[str, ...] = ()

    def who(self, request: Request, secret: str) -> tuple[str, Role] | None:
        """The account of the session, as it is now."""
        del request
        found = self.account(secret)
        return (found[0].name, found[0].role) if found else None

    def account(self, secret: str) -> tuple[Account, Session] | None:
        """Account and session of a browser, where both go on and the password is still the same."""
        session = self.sessions.find(secret)
        account = accounts.read(self.root).get(account_key(session.name)) if session else None
        return (account, session) if session and account and account.seal == session.seal else None

    def place(self, request: Request) -> str:
        """Where a request comes from: behind a proxy that is ours, as the proxy says."""
        peer = request.client.host if request.client else ""
        told = request.headers.get("x-forwarded-for", "").rpartition(",")[2].strip()
        return told if told and is_among(peer, ("127.0.0.0/8", "::1", *self.proxies)) else peer


@dataclass(frozen=True)
class BehindProxy:
    """A proxy at one of `proxies` tells in `header` who somebody is; an account says what they may do."""

    root: Path
    header: str
    proxies: tuple[str, ...]

    def who(self, request: Request, secret: str) -> tuple[str, Role] | None:
        """The account of the name that the proxy tells."""
        del secret
        told = request.headers.getlist(self.header)
        peer = request.client.host if request.client else ""
        if len(told) != 1 or not is_among(peer, self.proxies):
            return None
        name = told[0].encode("latin-1", "replace").decode("utf-8", "replace")
        account = accounts.read(self.root).get(account_key(name))
        return (account.name, account.role) if account else None


def is_among(address: str, networks: Collection[str]) -> bool:
    """Whether an address is one of those, or in one of the networks, that are named."""
    try:
        return any(ip_address(address) in ip_network(one, strict=False) for one in networks)
    except ValueError:
        return False


def is_own_machine(host: str) -> bool:
    """Whether nobody else can reach what listens at `host`."""
    return host in LOOPBACK or is_among(host, ("127.0.0.0/8", "::1"))


def open_entrance(root: Path, host: str, settings: DeskSettings, owner: str) -> Entrance:
    """Who is let in at a desk that listens at `host`.

    Raises `JisrError` where others can reach it, and neither accounts nor a proxy say who they are.
    """
    if is_own_machine(host) and not settings.address and not settings.identity_header:
        return OwnMachine(owner)
    if settings.identity_header and not settings.proxies:
        remedy = "proxies: [the proxy's address] beside it; only what comes from there is believed"
        raise _refused("an identity header, and no proxy that may send it", remedy)
    if kept := accounts.find_kept_by_git(root):
        raise JisrError(kept)
    found = accounts.read(root).values()
    if settings.identity_header:
        if not found:
            remedy = (
                'jisr desk-account add "NAME" --role publisher --no-password, the name as the proxy tells it'
            )
            raise _refused("a proxy tells who people are, and nothing says what they may do", remedy)
        return BehindProxy(root, settings.identity_header, settings.proxies)
    if not any(account.hash for account in found):
        remedy = 'jisr desk-account add "NAME" --role publisher; or identity_header: and proxies: below desk:'
        raise _refused("others could reach the desk, and there are no accounts", remedy)
    return Office(root, Sessions(root), proxies=settings.proxies)


def hosts_of(host: str, settings: DeskSettings) -> tuple[str, ...]:
    """The names under which a desk that listens at `host` may be asked."""
    named = urlsplit(settings.address).hostname if settings.address else ""
    own = _names_of_machine() if is_among(host, ("0.0.0.0/32", "::/128")) else [host]
    bracketed = [f"[{one}]" if ":" in one and not one.startswith("[") else one for one in own]
    return tuple(dict.fromkeys((*LOOPBACK, *bracketed, *filter(None, [named]))))


def _names_of_machine() -> list[str]:
    """Name and addresses by which this machine knows itself."""
    name = socket.gethostname()
    with suppress(OSError):
        return [name.casefold(), *socket.gethostbyname_ex(name)[2]]
    return [name.casefold()]


def _refused(message: str, remedy: str) -> JisrError:
    return JisrError(Finding("desk", f"the desk does not start: {message}", remedy=remedy))
