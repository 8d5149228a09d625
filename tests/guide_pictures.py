"""The pictures of the editors' guide, taken of the sample publication: `python -m tests.guide_pictures`.

`tests/repository/test_guide.py` takes them anew and compares, so that the guide shows the site as it is.
"""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from jisr import site
from jisr.builder import mkdocs_run
from jisr.storage import folders
from tests import sample
from tests.conftest import CHROMIUM_FLAGS, served, wait_for_fonts
from tests.desk.served import Served
from tests.project import SITE, copy
from tests.system_tools import find_chromium
from tests.website import ENVIRONMENT

STATES = "en/articles/2024/states/"
SIZE = {"width": 800, "height": 900}
DESK = {"width": 1100, "height": 640}
DESK_ARTICLE = "iraq-ending-coalition-role"
FOLDERS = ("docs/ar/assets/images", "docs/en/assets/images")


def build(folder: Path) -> Path:
    """Build the sample publication in `folder`; gives its site."""
    copy(folder, *SITE)
    tree = site.render(sample.articles(), sample.actors(), sample.settings(folder), sample.docs())
    folders.mirror(folders.KnownFolder(folder / ".build/pages"), tree)
    mkdocs_run.build_site(folder, {})
    return folder / "site"


def pictures(browser: Browser, address: str) -> Iterator[tuple[str, bytes]]:
    """Name and content of each picture."""
    context = browser.new_context(viewport=SIZE, color_scheme="light", reduced_motion="reduce")  # type: ignore[arg-type] # a size
    wait_for_fonts(context)
    page = context.new_page()

    def shot(name: str, first: str, last: str, below: int) -> tuple[str, bytes]:
        page.evaluate("document.fonts.ready")
        top = page.locator(first).bounding_box()
        end = page.locator(last).bounding_box()
        assert top
        assert end
        y = max(0, top["y"] + page.evaluate("scrollY") - 16)
        height = end["y"] + page.evaluate("scrollY") + end["height"] + below - y
        clip = {"x": 0, "y": y, "width": SIZE["width"], "height": min(height, 900)}
        return name, page.screenshot(type="jpeg", quality=70, full_page=True, clip=clip)  # type: ignore[arg-type] # a box

    page.goto(f"{address}/{STATES}")
    page.click("#p2 .jisr-tools summary")
    yield shot("guide-menu.jpg", "#p1", "#p3", 110)
    page.goto(f"{address}/{STATES}")
    yield shot("guide-states.jpg", ".jisr-banner", "#p4", 16)
    page.click("#p3 .jisr-change > summary")
    yield shot("guide-stale.jpg", "#p3", "#p3", 16)
    context.close()


def desk_picture(browser: Browser, folder: Path, lang: str) -> bytes:
    """The desk of this repository's own article, with a paragraph in hand."""
    copy(folder, "mkdocs.yml", "mkdocs.en.yml", "seeds", "docs", "translations")
    served = Served(folder)
    url = f"http://127.0.0.1:{served.port}"
    context = browser.new_context(viewport=DESK, color_scheme="light", reduced_motion="reduce")  # type: ignore[arg-type] # a size
    for name, value in (("jisr-lang", lang), ("jisr-name", "Ruba")):
        context.add_cookies([{"name": name, "value": value, "url": url}])
    page = context.new_page()
    page.goto(f"{url}/articles/{DESK_ARTICLE}")
    page.wait_for_selector("html[data-ready]")
    page.focus("#p3-field")
    page.wait_for_selector("#p3 .helps .name")
    page.evaluate("document.fonts.ready")
    page.evaluate("document.querySelector('#p3').scrollIntoView({block: 'start'})")
    data = page.screenshot(type="jpeg", quality=70)
    context.close()
    served.stop()
    return data


def main() -> None:
    """Write the pictures where the guide has them."""
    os.environ |= ENVIRONMENT
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(CHROMIUM_FLAGS))
        with served(build(Path(folder))) as address:
            for name, data in pictures(browser, address):
                for target in FOLDERS:
                    (sample.ROOT / target / name).write_bytes(data)
        for target, lang in zip(FOLDERS, ("ar", "en"), strict=True):
            data = desk_picture(browser, Path(folder) / f"desk-{lang}", lang)
            (sample.ROOT / target / "guide-desk.jpg").write_bytes(data)
        browser.close()


if __name__ == "__main__":
    main()
