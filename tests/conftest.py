"""Fixtures for every test: Chromium, and a server for a folder."""

import functools
import http.server
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, BrowserContext, Route, sync_playwright

from tests import website
from tests.system_tools import TOOLS, explain, find_chromium

settings.register_profile("any machine", settings.default, deadline=None)  # no test measures time
settings.load_profile("any machine")

CHROMIUM_FLAGS = (
    "--headless",
    "--no-sandbox",  # CI runs as root in a container, where the sandbox cannot start
    "--disable-gpu",
    # no request of Chromium's own: tests count the requests of a page
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

PATIENCE = 180_000
"""Milliseconds after which a page that shows nothing is given up, also by a machine with much else to do."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium, one a test process; `browser.new_context()` gives a test a fresh profile."""
    path = find_chromium()
    if path is None:
        pytest.fail(explain([tool for tool in TOOLS if tool.find is find_chromium]), pytrace=False)
    fresh = Browser.new_context

    def patient(self: Browser, **options: Any) -> BrowserContext:
        context = fresh(self, **options)
        context.set_default_timeout(PATIENCE)
        return context

    with sync_playwright() as playwright, pytest.MonkeyPatch.context() as patch:
        patch.setattr(Browser, "new_context", patient)
        chromium = playwright.chromium.launch(
            executable_path=path, args=list(CHROMIUM_FLAGS), timeout=PATIENCE
        )
        yield chromium
        chromium.close()


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    """Serves files without a line a request on stderr, and uncached: a test sees what it just wrote."""

    def log_message(self, template: str, *args: object) -> None:
        """Say nothing."""

    def end_headers(self) -> None:
        """Add the header that forbids caching."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()


def wait_for_fonts(context: BrowserContext) -> None:
    """Have pages show no letter before its font is there: readers wait for none, pictures must be alike."""

    def patient(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(
            response=answer, body=answer.text().replace("font-display: optional", "font-display: block")
        )

    context.route("**/jisr.css", patient)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve `folder` on a free port of localhost; the value is its address without a slash at the end."""
    handler = functools.partial(QuietHandler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Path], str]]:
    """`serve(folder)` serves a folder until the tests end and gives its address, no slash at the end."""
    with ExitStack() as stack:
        yield functools.cache(lambda folder: stack.enter_context(served(folder)))


@pytest.fixture(scope="session")
def whole_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample publication as a finished site with every kind of page: `tests.website`."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in website.ENVIRONMENT.items():
            patch.setenv(name, value)
        return website.build(tmp_path_factory.mktemp("whole"))
