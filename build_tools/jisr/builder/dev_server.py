"""`jisr serve`: both languages on localhost, built again whenever something that people write has changed."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from stat import S_ISLNK

from jisr.model.languages import LANGUAGES
from jisr.storage.folders import file_stats

SOURCES = ("docs", "seeds", "translations", "overrides", *(one.mkdocs_file for one in LANGUAGES))
INTERVAL = 0.2  # seconds between two looks at the sources: polling works on every disk, network folders too
_REST = 5  # times as long as a look took, if that is more: of ten thousand articles one takes some tenths


class _Quiet(SimpleHTTPRequestHandler):
    """Static files without a line on the terminal for each; a missing page shows the site's own 404."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the name is the base class's)
        pass

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory) / "404.html"
        if code != 404 or not page.is_file():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def serve_folder(folder: Path, port: int) -> Iterator[str]:
    """Serve the files of `folder` on localhost while the context lasts: yields its address. Port 0: any."""
    server = ThreadingHTTPServer(("127.0.0.1", port), partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def watch_sources(root: Path, wait: Callable[[float], None] = time.sleep) -> Iterator[list[Path]]:
    """Yield, for ever, what changed since the last look, the first being the call; `wait` is told seconds."""
    return _changes(root, _snapshot(root), wait)


def _changes(root: Path, before: Mapping[str, object], wait: Callable[[float], None]) -> Iterator[list[Path]]:
    rest = INTERVAL
    while True:
        wait(rest)
        begun = time.perf_counter()
        after = _snapshot(root)
        rest = max(INTERVAL, _REST * (time.perf_counter() - begun))
        if changed := sorted(p for p in before.keys() | after.keys() if before.get(p) != after.get(p)):
            before = after
            yield list(map(Path, changed))


def _snapshot(root: Path) -> dict[str, object]:
    """Size and times of all that people write; of a link those of what it leads to."""
    found: dict[str, object] = {}
    for source in SOURCES:
        top = root / source
        for name, lying in [(str(top), None)] if top.is_file() else file_stats(top):
            with suppress(OSError):  # gone, or a link that leads nowhere
                stat = Path(name).stat() if lying is None or S_ISLNK(lying.st_mode) else lying
                found[name] = (stat.st_mtime_ns, stat.st_ctime_ns, stat.st_size)
    return found
