"""`jisr serve`: both languages on localhost, built again whenever something that people write has changed."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from jisr.model.languages import LANGUAGES

SOURCES = ("docs", "seeds", "translations", "overrides", *(one.mkdocs_file for one in LANGUAGES))
INTERVAL = 0.5  # seconds between two looks at the sources: polling works on every disk, network folders too


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


def _changes(
    root: Path, before: Mapping[Path, object], wait: Callable[[float], None]
) -> Iterator[list[Path]]:
    while True:
        wait(INTERVAL)
        after = _snapshot(root)
        if changed := sorted(p for p in before.keys() | after.keys() if before.get(p) != after.get(p)):
            before = after
            yield changed


def _snapshot(root: Path) -> dict[Path, tuple[int, int, int]]:
    found = {}
    for source in SOURCES:
        top = root / source
        for path in [top, *top.rglob("*")] if top.is_dir() else [top]:
            try:
                stat = path.stat()
            except OSError:  # gone, or being written by an editor's program
                continue
            if path.is_file() and not path.name.startswith("."):
                found[path] = (stat.st_mtime_ns, stat.st_ctime_ns, stat.st_size)
    return found
