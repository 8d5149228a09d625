"""Fixtures of tests on a finished site: the sample publication built by MkDocs, and Chromium."""

import functools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from jisr import site
from jisr.builder import mkdocs_run
from tests import sample
from tests.conftest import build_once
from tests.pages_folder import write_pages
from tests.project import SITE, copy
from tests.website import ENVIRONMENT


@pytest.fixture(scope="session")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with the sample's pages rendered, and its site built by MkDocs, strictly."""
    return build_once(tmp_path_factory, "sample", build)


def build(folder: Path) -> None:
    copy(folder, *SITE)  # without the hook: Jisr itself is installed elsewhere
    shown = [*sample.articles(), sample.specimen()]
    tree = site.render(shown, sample.actors(), sample.settings(folder), sample.docs())
    write_pages(folder, tree)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in ENVIRONMENT.items():
            patch.setenv(name, value)
        mkdocs_run.build_site(folder, site.root_files(sample.settings(folder)))


@pytest.fixture(scope="session")
def address(root: Path, host: Callable[[Path], str]) -> str:
    return host(root / "site")


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """The profile of all tests that leave nothing behind in it."""
    shared = browser.new_context(viewport={"width": 1280, "height": 900}, locale="fr")
    yield shared
    shared.close()


@pytest.fixture(scope="module")
def shown(context: BrowserContext, address: str) -> Callable[[str], Page]:
    """`shown("ar/about/")` is a page for tests that only look: it is opened once for all of them."""

    @functools.cache
    def look(path: str) -> Page:
        page = context.new_page()
        page.goto(f"{address}/{path}")
        return page

    return look


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    page = context.new_page()
    yield page
    page.close()
