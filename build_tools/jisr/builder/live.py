"""Whether the published site shows what was built here."""

from collections.abc import Iterable
from contextlib import closing
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from urllib.parse import quote, urlsplit

_PATIENCE = 10.0  # seconds that a server may take to answer
_MOST = 20_000_000  # bytes of a page


def is_live(site_url: str, site: Path, paths: Iterable[str]) -> bool:
    """Whether the files `paths` of a built site lie as they are at its address, `site_url` of one language.

    Not where the address does not answer, or leads anywhere but to the web.
    """
    parts = urlsplit(site_url)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return False
    base = parts.path.rstrip("/").rpartition("/")[0]
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    with closing(kind(parts.netloc, timeout=_PATIENCE)) as server:
        return all(
            (site / path).is_file()
            and _read(server, f"{base}/{quote(path.removesuffix('index.html'))}")
            == (site / path).read_bytes()
            for path in paths
        )


def _read(server: HTTPConnection, address: str) -> bytes | None:
    """What lies at an address; `None` where nothing is, or not yet."""
    try:
        server.request("GET", address, headers={"Cache-Control": "no-cache"})
        answer = server.getresponse()
        data = answer.read(_MOST)
    except (OSError, HTTPException):
        return None
    return data if answer.status == 200 else None
