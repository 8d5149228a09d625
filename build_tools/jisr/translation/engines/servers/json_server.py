"""JSON over HTTP with one server and no other: no redirect is followed, no proxy is asked.

Every way in which a server can fail to answer becomes a finding.
"""

import json
import re
import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from ipaddress import ip_address
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from jisr.lang.arabic import has_arabic
from jisr.model.diagnostics import Finding, JisrError

TIMEOUT = 120.0  # seconds for an answer: a model on a slow machine takes its time
MAX_BYTES = 8 << 20  # of an answer
PAUSES = (15.0, 30.0, 60.0)  # seconds to wait where a server asks for patience and does not say how much
LONGEST_PAUSE = 120.0  # seconds; who asks for more is not waited for
_BUSY = (429, 503)
NO_HEADERS: Mapping[str, str] = MappingProxyType({})
_PRIVATE_NAMES = (".localhost", ".local", ".internal", ".home.arpa")  # reserved: no public server has them


class RefusedError(JisrError):
    """The server answered with a status of 400 or above, which the caller may know how to meet."""

    def __init__(self, status: int, finding: Finding) -> None:
        super().__init__(finding)
        self.status = status


class JsonServer:
    """A server at an address, which `mkdocs.yml` names in `line`.

    Its key stands in the environment as `variable`, and no finding may quote it.
    """

    def __init__(self, url: str, line: int, variable: str, key: str, patience: int = 1) -> None:
        """An answer may take `patience` times as long as usual.

        Raises `JisrError` where the address has no possible port.
        """
        self._patience = patience
        self.url, self.line = url.rstrip("/"), line
        self.variable, self.key = variable, key
        try:
            parts = urlsplit(self.url)
            self.host, self.port = parts.hostname or "", parts.port
        except ValueError as error:
            remedy = "write the address of the server as http(s)://HOST[:PORT][/PATH]"
            raise JisrError(self.finding(f"no address of a server ({error})", remedy)) from error
        self.encrypted, self.path = parts.scheme == "https", parts.path

    def finding(self, message: str, remedy: str) -> Finding:
        """An error about this server."""
        return Finding("engine", message, "mkdocs.yml", self.line, self.url, remedy)

    def ask(self, path: str, data: object = None, headers: Mapping[str, str] = NO_HEADERS) -> Any:
        """The JSON that the server answers to a GET of `path`, or to a POST of `data`.

        A server that is busy is asked again after the pause that it names, within reason. Raises
        `RefusedError` for a status of 400 or above, another `JisrError` for what is no answer at all.
        """
        for pause in (*PAUSES, None):
            status, again, answer = self._request(path, data, headers)
            wait = None if pause is None else _seconds(again, pause)
            if status not in _BUSY or wait is None or wait > LONGEST_PAUSE:
                break
            time.sleep(wait)
        if 300 <= status < 400:
            remedy = "write the address where the server really is; Jisr sends texts nowhere else"
            raise JisrError(self.finding(f"{path} leads to another address ({status})", remedy))
        said = _read_json(answer)
        if status >= 400:
            words = _error_of(said)
            shown = "" if _echoes(str(words), data) else str(words or "")
            raise RefusedError(status, self._refused(path, status, shown))
        if said is None:
            remedy = "look whether the right server is at this address, and in its log; then draft again"
            raise JisrError(self.finding(f"{path} was answered with something that is not JSON", remedy))
        return said

    def _request(self, path: str, data: object, more: Mapping[str, str]) -> tuple[int, str, bytes]:
        """Status, header `Retry-After` and body of the answer."""
        body = None if data is None else json.dumps(data).encode()
        most = TIMEOUT * self._patience
        until = time.monotonic() + most
        kind = HTTPSConnection if self.encrypted else HTTPConnection
        try:
            with closing(kind(self.host, self.port, timeout=most)) as connection:
                method = "GET" if body is None else "POST"
                headers = {"Content-Type": "application/json", "Accept-Language": "en", **more}
                connection.request(method, self.path + path, body, headers)
                with connection.getresponse() as response:
                    answer = b""
                    while chunk := response.read1(1 << 16):
                        answer += chunk
                        if len(answer) > MAX_BYTES or time.monotonic() > until:
                            raise TimeoutError
                    return response.status, response.headers.get("Retry-After", ""), answer
        except TimeoutError as error:
            message = f"the server did not answer within {most:.0f} seconds"
            remedy = "see that it works and is not overloaded, then draft again; what is written stays"
            raise JisrError(self.finding(message, remedy)) from error
        except (OSError, HTTPException, UnicodeError) as error:
            message = f"the server cannot be reached ({_reason(error)})"
            remedy = "start it, or correct `url:`; without it, `engine: argos` drafts on this machine"
            raise JisrError(self.finding(message, remedy)) from error

    def _refused(self, path: str, status: int, words: str) -> Finding:
        """What to say of a refusal, by its status and the words of the server."""
        if self.key:
            words = words.replace(self.key, "…")
        said = "".join(filter(str.isprintable, " ".join(words.split())))[:200]
        key = f"its key, if it wants one, is the variable {self.variable} of the environment"
        remedies = {
            400: f"do what the server says; {key}",
            **dict.fromkeys((401, 403), key),
            **dict.fromkeys((404, 405), "correct `url:`: another server is at this address"),
            **dict.fromkeys(_BUSY, "draft again later, or have its operator raise your limit"),
        }
        remedy = remedies.get(status, "see the server's log, then draft again; what is written stays")
        return self.finding(f"the server refuses {path} ({status}{': ' if said else ''}{said})", remedy)


_WORD = re.compile(r"[^\W_]{3,}")


def _error_of(said: Any) -> Any:
    """What a server says is wrong: `{"error": "…"}`, or `{"error": {"message": "…"}}`."""
    error = said.get("error") if isinstance(said, dict) else ""
    return error.get("message") if isinstance(error, dict) else error


def _texts_in(data: object) -> Iterator[str]:
    """The texts in lists of `data`, however deep: what was sent to be translated."""
    for value in data.values() if isinstance(data, dict) else ():
        if isinstance(value, list):
            yield from (text for text in value if isinstance(text, str))
            for one in value:
                yield from filter(has_arabic, one.values()) if _is_texts(one) else ()


def _is_texts(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(text, str) for text in value.values())


def _echoes(words: str, data: object) -> bool:
    """Whether a server's words may be those of the texts that it was sent: findings go to logs."""
    texts = list(_texts_in(data))
    sent = set(_WORD.findall(" ".join(texts).casefold()))
    coded = "\\" in words or "%" in words or any(c.isalnum() and not c.isascii() for c in words)
    return bool(texts) and (coded or bool(sent & set(_WORD.findall(words.casefold()))))


def _seconds(again: str, otherwise: float) -> float:
    """How long a `Retry-After` asks to wait: seconds, or until a date."""
    if again.strip().isdecimal():
        return float(again)
    try:
        then = parsedate_to_datetime(again)
    except (ValueError, TypeError, IndexError, OverflowError):
        return otherwise
    return max(0.0, (then.replace(tzinfo=then.tzinfo or UTC) - datetime.now(UTC)).total_seconds())


def _read_json(data: bytes) -> Any:
    """What `data` says; `None` where it is no JSON."""
    try:
        return json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError):
        return None


def _reason(error: Exception) -> str:
    return (getattr(error, "strerror", None) or str(error).strip() or type(error).__name__).splitlines()[0]


def connect(
    engine: str, url: str, line: int, variable: str, key: str, *, insecure: bool, patience: int = 1
) -> JsonServer:
    """The server that `line` of mkdocs.yml names for an engine; nothing is sent yet.

    Raises `JisrError` where it names none, or one that texts may not be sent to.
    """
    server = JsonServer(url, line, variable, key, patience)
    if not server.host:
        remedy = f"write below extra: jisr: in mkdocs.yml: {engine}: {{url: http://localhost:PORT}}"
        raise JisrError(server.finding(f"`engine: {engine}` needs the address of a server", remedy))
    if not (server.encrypted or insecure or is_private(server.host)):
        message = "texts would go to a public address without encryption, for anybody on the way to read"
        remedy = f"write https://, or {engine}: {{insecure: true}} if nothing in the texts is secret"
        raise JisrError(server.finding(message, remedy))
    return server


def is_private(host: str) -> bool:
    """Does `host` name this machine or one of a private network, by its form alone?

    Addresses that no public network routes, names reserved for private networks, and names without a dot, as
    containers have (but not numbers without one, which are public addresses in disguise).
    """
    try:
        address = ip_address(host)
    except ValueError:
        name = host.lower()
        return name.endswith(_PRIVATE_NAMES) or ("." not in name and name[:1].isalpha())
    address = getattr(address, "ipv4_mapped", None) or address
    return address.is_loopback or address.is_private
