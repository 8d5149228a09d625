"""Fixtures for every test: Chromium, how to wait for its pages, and a server for a folder."""

import functools
import gc
import http.server
import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from hypothesis import settings
from playwright.sync_api import Browser, BrowserContext, Page, Request, Route, sync_playwright

from tests import website
from tests.system_tools import TOOLS, explain, find_chromium

LONGEST = (
    "finished_site/test_accessibility.py",
    "finished_site/test_determinism.py",
    "finished_site/test_site.py",
    "export/test_epub.py",
    "finished_site/test_every_reader.py",
    "app/test_removal.py",
    "finished_site/test_directions.py",
    "finished_site/test_geometry.py",
    "export/test_export.py",
    "repository/test_wheel.py",
    "histories/test_fuzzing.py",
    "removal/test_returned.py",
    "finished_site/test_security.py",
    "finished_site/test_reading.py",
    "repository/test_pythons.py",
    "desk/test_whole_in_a_browser.py",
    "finished_site/test_markup.py",
    "search/test_search.py",
    "storage/test_cache.py",
    "seeds/test_any_text.py",
    "finished_site/test_held.py",
    "desk/test_morning.py",
    "app/test_removal_made.py",
    "removal/test_redact.py",
    "checks/test_false_alarms.py",
    "storage/test_transaction.py",
    "translation/test_committed.py",
    "histories/test_histories.py",
    "histories/test_crashes.py",
    "histories/test_together.py",
    "app/test_drafting_many.py",
    "search/test_search_box.py",
    "lang/test_dates.py",
    "translation/decisions/test_reviews.py",
    "articles/test_store.py",
    "lang/test_stem.py",
    "histories/test_office.py",
    "repository/test_names.py",
    "checks/test_hostile.py",
    "finished_site/test_traces.py",
)
"""The files that take longest, longest first: begun first, they let both processes end at once."""

MEMORY = Path("/dev/shm")
ROOM = 2 << 30
"""More bytes than all tests write."""


os.environ["LC_ALL"] = "C.UTF-8"  # the command line speaks the language of the locale


def work_in_memory() -> None:
    """Have temporary files in memory, where such a folder has room: durable writes wait for no disk."""
    try:
        disk = os.statvfs(MEMORY)
    except (AttributeError, OSError):  # not on this system
        return
    if disk.f_bavail * disk.f_frsize >= ROOM and not disk.f_flag & os.ST_NOEXEC:
        os.environ.setdefault("TMPDIR", str(MEMORY))
        tempfile.tempdir = None  # found anew when it is next asked for


work_in_memory()

# Processes that tests start keep what they compile, as people's do: else each compiles all of Jisr again.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

gc.disable()  # until all tests are read: see `pytest_collection_finish`

# No test measures time. What is true of any text is tried on some at each change, on many in `make soak`.
settings.register_profile("any machine", settings.default, deadline=None, max_examples=75)
settings.register_profile("soak", settings.get_profile("any machine"), max_examples=2000)
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

PATIENCE = 30_000
"""Milliseconds after which a page that shows nothing is given up, also by a machine with much else to do."""

SETTLED = """async () => {
  await document.fonts.ready;
  await new Promise((done) => requestIdleCallback(done, { timeout: 1000 }));
}"""

asking: dict[Page, set[Request]] = {}
"""The requests of each open page that have no answer yet."""


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
        context.on("page", _watch)
        return context

    with sync_playwright() as playwright, pytest.MonkeyPatch.context() as patch:
        patch.setattr(Browser, "new_context", patient)
        chromium = playwright.chromium.launch(
            executable_path=path, args=list(CHROMIUM_FLAGS), timeout=6 * PATIENCE
        )
        yield chromium
        chromium.close()


def _watch(page: Page) -> None:
    requests = asking[page] = set()

    def begin(request: Request) -> None:
        requests.add(request)

    def end(request: Request) -> None:
        requests.discard(request)

    def forget(closed: Page) -> None:
        asking.pop(closed, None)

    page.on("request", begin)
    page.on("requestfinished", end)
    page.on("requestfailed", end)
    page.on("close", forget)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest; all others stay in their order."""
    place = {Path(__file__).parent / name: at for at, name in enumerate(LONGEST)}
    items.sort(key=lambda item: place.get(item.path, len(place)))


def pytest_collection_finish() -> None:
    """Let the collector of garbage look at what tests make alone, and seldom.

    Ten thousand tests and all modules stay to the end: to go through them again and again is a sixth of the
    processor's time.
    """
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    gc.enable()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A test that waited in vain says what its pages still waited for."""
    report = yield
    if report.failed and any(asking.values()):
        report.sections.append(("Requests without an answer", "\n".join(map(_unanswered, asking))))
    return report


def _unanswered(page: Page) -> str:
    return "\n".join(
        sorted(f"{request.method} {request.url} ({request.resource_type})" for request in asking[page])
    )


def visit(page: Page, address: str) -> None:
    """Open an address, and wait for all that its page then does by itself."""
    page.goto(address)
    settle(page)


def wait_until(page: Page, condition: str, arg: object = None) -> None:
    """Wait until a function of JavaScript says so.

    Not by Playwright's `wait_for_function`: where it holds not at once, that asks again by `eval`, which the
    site's policy forbids.
    """
    end = time.monotonic() + PATIENCE / 1000
    while not page.evaluate(condition, arg):
        if time.monotonic() > end:
            pytest.fail(f"{page.url} never comes to\n{condition}\n{arg or ''}")
        page.wait_for_timeout(20)


def settle(page: Page) -> None:
    """Wait for fonts, for the search page's later scripts, for requests, and until nothing is left to do.

    Not for Playwright's `networkidle`, which says nothing of the request that it waits for.
    """
    end = time.monotonic() + PATIENCE / 1000
    page.wait_for_selector("#jisr-later", state="detached")
    page.evaluate(SETTLED)
    while asking[page]:
        if time.monotonic() > end:
            pytest.fail(f"{page.url} still waits for\n{_unanswered(page)}")
        page.wait_for_timeout(20)
        page.evaluate(SETTLED)


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    """Serves files without a line a request on stderr, and uncached: a test sees what it just wrote."""

    def log_message(self, template: str, *args: object) -> None:
        """Say nothing."""

    def end_headers(self) -> None:
        """Add the header that forbids caching."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()


class HostHandler(QuietHandler):
    """Has browsers keep what they loaded, as hosts of finished sites do: a profile reads each font once."""

    def end_headers(self) -> None:
        """Add the header that allows caching."""
        self.send_header("Cache-Control", "max-age=600")
        http.server.SimpleHTTPRequestHandler.end_headers(self)


def wait_for_fonts(context: BrowserContext) -> None:
    """Have pages show no letter before its font is there: readers wait for none, pictures must be alike."""

    def patient(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(
            response=answer, body=answer.text().replace("font-display: optional", "font-display: block")
        )

    context.route("**/jisr.css", patient)


class Server(http.server.ThreadingHTTPServer):
    """Takes all connections that browsers open at once, and does not mind those that they leave."""

    request_queue_size = 128

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a browser that went before its answer came."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def running(handler: Callable[..., http.server.BaseHTTPRequestHandler]) -> Iterator[str]:
    """Answer by `handler` on a free port of localhost; the value is the address, no slash at its end."""
    with Server(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


def served(
    folder: Path, handler: type[http.server.SimpleHTTPRequestHandler] = QuietHandler
) -> AbstractContextManager[str]:
    """Serve the files of `folder` as `running` does."""
    return running(functools.partial(handler, directory=str(folder)))


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Path], str]]:
    """`serve(folder)` serves a folder until the tests end and gives its address, no slash at the end."""
    with ExitStack() as stack:
        yield functools.cache(lambda folder: stack.enter_context(served(folder)))


@pytest.fixture(scope="session")
def host() -> Iterator[Callable[[Path], str]]:
    """`host(folder)` does the same with a finished folder, of which browsers keep what they loaded."""
    with ExitStack() as stack:
        yield functools.cache(lambda folder: stack.enter_context(served(folder, HostHandler)))


def build_once(folders: pytest.TempPathFactory, name: str, build: Callable[[Path], object]) -> Path:
    """The folder that `build` fills for the first process that asks; all share it, and none may change it."""
    top = folders.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        top = top.parent
    with FileLock(top / f"{name}.lock"):
        if not (top / name).exists():
            made = folders.mktemp(name)
            build(made)
            made.rename(top / name)
    return top / name


@pytest.fixture(scope="session")
def whole_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample publication as a finished site with every kind of page: `tests.website`."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in website.ENVIRONMENT.items():
            patch.setenv(name, value)
        return build_once(tmp_path_factory, "whole", website.build) / "site"
