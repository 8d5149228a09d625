"""A server on this machine that answers as LibreTranslate does, and fails as it or a proxy before it may."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from typing import Any

from tests.conftest import running
from tests.sample import ROOT

PAIRS = dict(
    line.split("\t")[:2]
    for line in (ROOT / "tests/fixtures/argos/pairs.tsv").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
)


def translate(original: str) -> str:
    """English for any Arabic, the same each time and another for each text, and longer for more words."""
    number = int.from_bytes(original.encode()) % 1_000_003
    said = " and ".join(_spell(number + n) for n in range(1 + len(original.split()) // 4))
    numbers = "".join(f", {n}" for n in re.findall(r"\d+", original))
    return PAIRS.get(original) or f"It says under {said}{numbers}."


def _spell(number: int) -> str:
    """A word for a number."""
    return "".join("abcdefghij"[int(digit)] for digit in str(number))


class LibreTranslate:
    """What the server is told to be, and what it was asked: path and body of each request."""

    def __init__(self) -> None:
        self.address = ""
        self.asked: list[tuple[str, Any]] = []
        self.key = self.shown = ""
        self.batch_limit = self.char_limit = 1_000_000
        self.version: str | None = "1.6.5"
        self.languages: Any = [{"code": "ar", "name": "Arabic", "targets": ["ar", "en"]}]
        self.translate: Callable[[str], str] = translate
        self.script: list[Callable[[Handler], None] | None] = []
        """What is done for the next requests of `/translate`, in this order; `None`: as ever."""

    @property
    def texts(self) -> list[list[str]]:
        """The texts of each request of `/translate`, the server's trial left out."""
        return [body["q"] for path, body in self.asked if path == "/translate"][1:]

    def answer(self, path: str, body: Any) -> tuple[int, Any]:
        """Status and JSON of the answer."""
        if path == "/languages":
            return 200, self.languages
        if path == "/spec" and self.version is not None:
            return 200, {"info": {"title": "LibreTranslate", "version": self.version}}
        if path != "/translate":
            return 404, None
        texts: list[str] = body["q"]
        if self.key and body.get("api_key") not in (None, self.key):
            return 403, {"error": f"Invalid API key {body['api_key']}"}
        if self.key and body.get("api_key") is None:
            return 400, {"error": "Please contact the server operator to get an API key"}
        for size, limit in ((len(texts), self.batch_limit), (sum(map(len, texts)), self.char_limit)):
            if size > limit:
                return 400, {"error": f"Invalid request: request ({size}) exceeds text limit ({limit})"}
        if (body["source"], body["target"], body["format"]) != ("ar", "en", "text"):
            return 400, {"error": "not supported"}
        try:
            return 200, {"translatedText": [self.translate(text) for text in texts]}
        except ValueError as error:
            return 500, {"error": f"Cannot translate text: {error}"}


class Handler(BaseHTTPRequestHandler):
    """Hands requests to `server.state`."""

    state: Any

    def do_GET(self) -> None:
        """Languages and version."""
        self.state.asked.append((self.path, None))
        self.say(*self.state.answer(self.path, None))

    def do_POST(self) -> None:
        """Translations, or what the script says."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.state.asked.append((self.path, body))
        self.state.shown = self.headers.get("Authorization", "")
        act = self.state.script.pop(0) if self.state.script else None
        if act:
            act(self)
        else:
            self.say(*self.state.answer(self.path, body))

    def say(self, status: int, data: Any, again: str = "", location: str = "") -> None:
        """Answer with JSON; with a page where `data` is `None`."""
        body = b"<html>Not Found</html>" if data is None else json.dumps(data).encode()
        self.send(status, body, headers={"Retry-After": again, "Location": location})

    def send(
        self, status: int, body: bytes, length: int | None = None, headers: Mapping[str, str] | None = None
    ) -> None:
        """Answer with bytes, and say that they are `length` long."""
        self.send_response(status)
        for name, value in (headers or {}).items():
            if value:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, template: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def served() -> Iterator[LibreTranslate]:
    """A server on a free port of this machine."""
    state = LibreTranslate()
    handler = type("Handler", (Handler,), {"state": state})
    with running(handler) as state.address:
        yield state
