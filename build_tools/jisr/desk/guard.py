"""Who is let in: hosts, origins, tokens and sizes are looked at before any route is asked.

A page of another site that a browser shows beside the desk can send requests to it, so what writes asks for a
token that only the desk's own pages know, and for an origin that is the desk's own. A name that leads to this
machine (DNS rebinding) is none of its hosts.
"""

import hmac
import secrets
from collections.abc import Collection
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from jisr.desk.office.entrance import LOOPBACK
from jisr.desk.words import choose_lang
from jisr.i18n import InterfaceStrings
from jisr.model.languages import language
from jisr.storage.own_folder import STATE_DIR, make_own_folder, write_own_file

MOST_BYTES = 32 << 20  # of a request: a Word file with its pictures
TOKEN = "x-jisr-token"
_SECRET = "desk-secret"
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


class Guard:
    """Lets in what comes from the desk's own pages on one of `hosts`, and sends what browsers are to heed."""

    def __init__(self, app: ASGIApp, hosts: Collection[str] = LOOPBACK) -> None:
        self.app = app
        self._hosts = frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers[name] = value
                headers.setdefault("cache-control", "no-store")
            await send(message)

        if why := self._why_not(scope):
            await _refuse(scope, 403, why)(scope, receive, send_guarded)
            return
        try:
            await self.app(scope, _bounded(receive), send_guarded)
        except TooLargeError:
            await _refuse(scope, 413, "large")(scope, receive, send_guarded)

    def _why_not(self, scope: Scope) -> str:
        headers = Headers(scope=scope)
        if _host_name(headers.get("host", "")) not in self._hosts:
            return "host"
        if scope["method"] in ("GET", "HEAD"):
            return ""
        if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return "site"
        origin = headers.get("origin")
        if origin is not None and urlsplit(origin).netloc != headers.get("host"):
            return "site"
        return ""


def _refuse(scope: Scope, status: int, why: str) -> Response:
    """Why a request is not let in, to a person or a script; no more, for who asks may be anybody."""
    request = Request(scope)
    lang = choose_lang(request)
    says = InterfaceStrings(lang)(f"desk.frame.fault.{why}")
    if request.url.path.startswith("/api/"):
        return JSONResponse({"error": why, "says": says}, status)
    direction = language(lang).direction
    page = f'<!doctype html><html lang="{lang}" dir="{direction}"><meta charset="utf-8"><title>{says}</title>'
    return HTMLResponse(f"{page}<main><p>{says}</p></main></html>", status)


class TooLargeError(Exception):
    """A request brings more than `MOST_BYTES`."""


def _bounded(receive: Receive) -> Receive:
    taken = 0

    async def take() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > MOST_BYTES:
            raise TooLargeError
        return message

    return take


def _host_name(host: str) -> str:
    """A host without its port."""
    return host[: host.rindex(":")] if ":" in host.rpartition("]")[2] else host


class Tokens:
    """Tokens of sessions: only who has the session's cookie and the desk's pages has one.

    They hold on when the desk is started anew, so that a page which was open meanwhile can still save.
    """

    def __init__(self, root: Path) -> None:
        path = make_own_folder(root, STATE_DIR) / _SECRET
        if not path.exists():
            write_own_file(path, secrets.token_bytes(32))
        self._secret = path.read_bytes()
        self.cookie = f"jisr-{sha256(str(root).encode()).hexdigest()[:8]}"

    def session(self, request: Request) -> str:
        """The session of a request; a new one where it has none."""
        return request.cookies.get(self.cookie) or secrets.token_urlsafe(24)

    def token(self, session: str) -> str:
        """The token of a session."""
        return hmac.new(self._secret, session.encode(), sha256).hexdigest()

    def fits(self, session: str, token: str) -> bool:
        """Whether a token is that of a session."""
        return hmac.compare_digest(self.token(session).encode(), token.encode("utf-8", "replace"))
