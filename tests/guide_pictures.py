"""The pictures of the editors' guide, taken of the sample publication: `python -m tests.guide_pictures`.

`tests/repository/test_guide.py` takes them anew and compares, so that the guide shows the site as it is.
"""

import os
import tempfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from jisr import site
from jisr.app import pipeline
from jisr.builder import mkdocs_run
from tests import sample
from tests.conftest import CHROMIUM_FLAGS, served, wait_for_fonts
from tests.desk.served import Served
from tests.desk.sitting import Sitting, open_client
from tests.pages_folder import write_pages
from tests.project import SITE, TODAY, copy
from tests.system_tools import find_chromium
from tests.website import ENVIRONMENT

STATES = "en/articles/2024/states/"
SIZE = {"width": 800, "height": 900}
DESK = {"width": 1100, "height": 640}
DESK_ARTICLE = "iraq-ending-coalition-role"
EDITED = {
    "p1": ("will enter a new phase", "are about to enter a new phase"),
    "p4": ("may result", "could result"),
    "p2": ("What is notable in this context, however, is that", "Notable in this context, however, is that"),
}
CHANGED = ("يبدو أن العلاقات", "يتضح أن العلاقات")  # it seems that relations … → it is clear that relations …
NEW_TEXT = """قانون المياه الجديد

أقرّ مجلس النواب قانونًا جديدًا للمياه بعد نقاش دام عامين.

أسباب القانون

- تراجع منسوب النهرين.
- تلوّث مياه الشرب في الجنوب.

قال الوزير إن العمل به يبدأ في مطلع العام."""  # a new law on water, its reasons, and its beginning
FOLDERS = ("docs/ar/assets/images", "docs/en/assets/images")


def build(folder: Path) -> Path:
    """Build the sample publication in `folder`; gives its site."""
    copy(folder, *SITE)
    tree = site.render(sample.articles(), sample.actors(), sample.settings(folder), sample.docs())
    write_pages(folder, tree)
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
    context.close()


def make_desk(folder: Path) -> None:
    """This repository's own article in the midst of work: corrected, approved, its Arabic changed."""
    copy(folder, "mkdocs.yml", "mkdocs.en.yml", "seeds", "docs", "translations")
    seed = folder / f"seeds/{DESK_ARTICLE}.txt"
    with open_client(folder, "Ruba") as client:
        sitting = Sitting(client, DESK_ARTICLE)
        for key, words in EDITED.items():
            sitting.save(key, sitting.rows[key]["english"].replace(*words))
        sitting.sign("approve", "p4")
    seed.write_text(seed.read_text("utf-8").replace(*CHANGED), "utf-8")
    pipeline.sync_articles(folder, TODAY)


def desk_pictures(browser: Browser, folder: Path, lang: str) -> Iterator[tuple[str, bytes]]:
    """The desk: a paragraph in hand, a change of the Arabic, an approval, a new text, a release."""
    make_desk(folder)
    served = Served(folder)
    context = browser.new_context(viewport=DESK, color_scheme="light", reduced_motion="reduce")  # type: ignore[arg-type] # a size
    for name, value in (("jisr-lang", lang), ("jisr-name", "Ruba")):
        context.add_cookies([{"name": name, "value": value, "url": served.address}])
    page = context.new_page()

    def shot(name: str, first: str = "", height: int = DESK["height"]) -> tuple[str, bytes]:
        page.evaluate("document.fonts.ready")
        y = 0.0
        if first:
            box = page.locator(first).bounding_box()
            assert box
            y = box["y"] + page.evaluate("scrollY") - 12
        clip = {"x": 0, "y": y, "width": DESK["width"], "height": height}
        return name, as_webp(page.screenshot(full_page=True, clip=clip))  # type: ignore[arg-type] # a box

    page.goto(f"{served.address}/articles/{DESK_ARTICLE}")
    page.wait_for_selector("html[data-ready]")
    page.focus("#p3-field")
    page.wait_for_selector("#p3 .helps .name")
    page.evaluate("document.querySelector('#p3').scrollIntoView({block: 'start'})")
    yield "guide-desk.webp", as_webp(page.screenshot())
    yield shot("guide-change.webp", "[data-stale=yes]", 420)
    page.evaluate("scrollTo(0, 0)")
    page.click("[data-action=cover]")
    page.wait_for_selector("dialog[open]")
    yield "guide-approve.webp", as_webp(page.screenshot())
    page.goto(f"{served.address}/new")
    page.fill("[name=pasted]", NEW_TEXT)
    page.fill("[name=slug]", "2026/water-law")
    page.click("[data-action=look]")
    page.wait_for_selector(".blocks")
    yield shot("guide-new.webp", ".blocks", 470)
    page.goto(f"{served.address}/release?slug={DESK_ARTICLE}")
    yield shot("guide-release.webp", "#main")
    context.close()
    served.stop()


def as_webp(png: bytes) -> bytes:
    """A picture as the guide has it."""
    data = BytesIO()
    Image.open(BytesIO(png)).save(data, "WEBP", quality=60, method=6)
    return data.getvalue()


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
            for name, data in desk_pictures(browser, Path(folder) / f"desk-{lang}", lang):
                (sample.ROOT / target / name).write_bytes(data)
        browser.close()


if __name__ == "__main__":
    main()
