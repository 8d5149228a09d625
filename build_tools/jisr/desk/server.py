"""The desk as a web application, and the server that runs it on this machine."""

import socket
import webbrowser
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Protocol

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response

from jisr.desk.context import Desk
from jisr.desk.faults import refuse
from jisr.desk.guard import Guard, Tokens
from jisr.desk.office.entrance import LOOPBACK, hosts_of, is_own_machine, open_entrance
from jisr.desk.routes import ROUTES, TABS
from jisr.desk.routing import make_visit, open_route
from jisr.model.diagnostics import Finding, JisrError
from jisr.storage import git
from jisr.storage.config import read_settings


class Announce(Protocol):
    """Tells whoever started it where the desk is."""

    def __call__(self, address: str, *, is_open: bool) -> None:
        """It is at `address`; `is_open` says that what goes there and back is not encrypted."""


Report = Callable[[BaseException], object]
"""Tells whoever started the desk of a fault of Jisr's own."""


def make_app(desk: Desk, hosts: Collection[str] = LOOPBACK, report: Report = id) -> Starlette:
    """The application of a desk, for any server of its kind. Raises `JisrError`."""
    tokens = Tokens(desk.root)

    def fault(status: int, why: str) -> Callable[[Request, Exception], Response]:
        def answer(request: Request, error: Exception) -> Response:
            if why == "own":
                report(error)
            return refuse(make_visit(desk, request, tokens, tokens.session(request)), status, why)

        return answer

    app = Starlette(
        routes=[open_route(route, desk, tokens) for route in ROUTES],
        middleware=[Middleware(Guard, hosts=hosts)],
        exception_handlers={
            400: fault(400, "form"),
            404: fault(404, "nothing"),
            405: fault(405, "nothing"),
            500: fault(500, "own"),
        },
    )
    app.state.desk = desk
    return app


def serve(root: Path, host: str, port: int, announce: Announce, report: Report, *, opens: bool) -> None:
    """Serve the desk at the address `host` until it is interrupted; `announce` is told where, before.

    What fails by a fault of Jisr's own is a page that says so, and goes to `report`.

    Raises `JisrError` where the port is not free, and where others can reach it and nothing says who they
    are.
    """
    desk = open_desk(root, host)
    hosts = hosts_of(host, desk.settings.desk)
    try:
        listening = socket.create_server((host.strip("[]"), port), family=_family(host))
    except OSError as error:
        remedy = f"jisr desk --port {port + 1}"
        raise JisrError(Finding("desk", f"{host}, port {port}: {error.strerror}", remedy=remedy)) from error
    with listening:
        shown = host if host in hosts else hosts[-1]
        address = f"http://{shown}:{listening.getsockname()[1]}/"
        # who asks is never taken from a header that anybody can send
        config = uvicorn.Config(
            make_app(desk, hosts, report),
            log_level="critical",
            access_log=False,
            server_header=False,
            proxy_headers=False,
        )
        is_open = not is_own_machine(host) and not desk.is_encrypted
        announce(desk.settings.desk.address or address, is_open=is_open)
        if opens and is_own_machine(host):
            webbrowser.open(address)
        try:
            uvicorn.Server(config).run(sockets=[listening])
        finally:
            desk.close()


def open_desk(root: Path, host: str) -> Desk:
    """The desk that listens at `host`. Raises `JisrError` where nothing says who people are."""
    settings = read_settings(root).desk
    is_encrypted = settings.address.startswith("https:")
    entrance = open_entrance(root, host, settings, git.find_owner(root))
    return Desk(root, TABS, entrance=entrance, is_encrypted=is_encrypted)


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET
