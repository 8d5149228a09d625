"""The desk as a web application, and the server that runs it on this machine."""

import socket
import webbrowser
from collections.abc import Callable, Collection
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response

from jisr.desk.context import Desk
from jisr.desk.faults import refuse
from jisr.desk.guard import LOOPBACK, Guard, Tokens
from jisr.desk.routes import ROUTES, TABS
from jisr.desk.routing import make_visit, open_route
from jisr.model.diagnostics import Finding, JisrError

ADDRESS = "127.0.0.1"
PORT = 8010


def make_app(desk: Desk, hosts: Collection[str] = LOOPBACK) -> Starlette:
    """The application of a desk, for any server of its kind. Raises `JisrError`."""
    tokens = Tokens(desk.root)

    def fault(status: int, why: str) -> Callable[[Request, Exception], Response]:
        def answer(request: Request, _: Exception) -> Response:
            return refuse(make_visit(desk, request, tokens, tokens.session(request)), status, why)

        return answer

    app = Starlette(
        routes=[open_route(route, desk, tokens) for route in ROUTES],
        middleware=[Middleware(Guard, hosts=hosts)],
        exception_handlers={
            404: fault(404, "nothing"),
            405: fault(405, "nothing"),
            500: fault(500, "own"),
        },
    )
    app.state.desk = desk
    return app


def serve(root: Path, port: int, announce: Callable[[str], None], *, opens: bool) -> None:
    """Serve the desk on this machine until it is interrupted; `announce` is told its address before.

    Raises `JisrError` where the port is not free.
    """
    try:
        listening = socket.create_server((ADDRESS, port))
    except OSError as error:
        remedy = f"jisr desk --port {port + 1}"
        raise JisrError(Finding("desk", f"port {port}: {error.strerror}", remedy=remedy)) from error
    with listening:
        address = f"http://{ADDRESS}:{listening.getsockname()[1]}/"
        desk = Desk(root, TABS)
        app = make_app(desk)
        config = uvicorn.Config(app, log_level="critical", access_log=False, server_header=False)
        announce(address)
        if opens:
            webbrowser.open(address)
        try:
            uvicorn.Server(config).run(sockets=[listening])
        finally:
            desk.close()
