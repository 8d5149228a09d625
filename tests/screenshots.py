"""Pictures of a built site, to be looked at, and small ones of the sample publication, to be compared with.

`python -m tests.screenshots SITE FOLDER [PAGE…]` takes each page at 390 and 1280 pixels, in both languages,
light and dark; a page is its address below the language (`articles/x/`). `LANG/PAGE` takes one language
alone, `PAGE#p7` scrolls there.

`python -m tests.screenshots` (`make pictures`) takes those in `tests/pictures/` anew, with which
`tests/test_screenshots.py` compares: grey, blurred and a sixteenth of the size, so that they show where
things stand and not how a browser draws letters.
"""

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from io import BytesIO
from itertools import product
from pathlib import Path

from PIL import Image, ImageChops, ImageFilter, ImageOps, ImageStat
from playwright.sync_api import Browser, Page, sync_playwright

from tests import website
from tests.conftest import CHROMIUM_FLAGS, served, wait_for_fonts
from tests.system_tools import find_chromium

WIDTHS = {390: 844, 1280: 900}
SCHEMES = ("light", "dark")
PAGES = (
    "",
    "articles/",
    "articles/iraq-ending-coalition-role/",
    "actors/",
    "actors/sudani/",
    "translation-policy/",
)

# --- small ones, to be compared with ----------------------------------------------------------------------

STORED = Path(__file__).parent / "pictures"
KINDS = ("home", "article", "parallel", "actor", "actors", "timeline", "specimen")
WHOLE = {"specimen": 2800}  # pixels from the top that are kept of a page; of others, the first screen
CELL = 16  # pixels of a page that become one
SHARE = 0.22  # of what a page differs from its mirror image: the most that it may differ from its picture
NOISE = 0.8  # of 255 levels of grey: what may always differ

SETTLED = """async () => {
  await document.fonts.ready;
  await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
}"""


def shots(
    browser: Browser,
    address: str,
    change: Callable[[Page], None] = lambda page: None,
    only: Callable[[str], bool] = lambda name: True,
) -> Iterator[tuple[str, Image.Image]]:
    """Name (`ar-home-390-light`) and reduced picture of each kind of page; `change` is done to it before."""
    for width, height in WIDTHS.items():
        context = browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce")
        wait_for_fonts(context)
        page = context.new_page()
        for lang, kind in product(website.LANGS, KINDS):
            names = {f"{lang}-{kind}-{width}-{scheme}": scheme for scheme in SCHEMES}
            names = {name: scheme for name, scheme in names.items() if only(name)}
            if not names:
                continue
            page.goto(f"{address}/{lang}/{website.PAGES[kind]}")
            page.wait_for_function("!document.querySelector('.jisr-filter[hidden]')")  # a script shows it
            change(page)
            for name, scheme in names.items():
                page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type] # one of the two
                page.evaluate(SETTLED)
                clip = {"x": 0, "y": 0, "width": width, "height": WHOLE.get(kind, height)}
                yield name, reduced(page.screenshot(full_page=True, clip=clip))  # type: ignore[arg-type] # a box
        context.close()


def reduced(png: bytes) -> Image.Image:
    """Where things stand: grey, blurred, one pixel for `CELL`."""
    image = Image.open(BytesIO(png)).convert("L").filter(ImageFilter.GaussianBlur(CELL / 2))
    return image.resize((image.width // CELL, image.height // CELL), Image.Resampling.BOX)


def difference(one: Image.Image, other: Image.Image) -> float:
    """Mean of what two reduced pictures differ in, in levels of grey (0–255)."""
    if one.size != other.size:
        return 255.0
    return float(ImageStat.Stat(ImageChops.difference(one, other)).mean[0])


def tolerance(stored: Image.Image) -> float:
    """The most that a page may differ from its stored picture: a share of what it would, were it mirrored."""
    return max(NOISE, SHARE * difference(stored, ImageOps.mirror(stored)))


def renew() -> None:
    """Take the pictures in `tests/pictures/` anew."""
    os.environ |= website.ENVIRONMENT
    STORED.mkdir(exist_ok=True)
    for old in STORED.glob("*.png"):
        old.unlink()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(CHROMIUM_FLAGS))
        with served(website.build(Path(folder))) as address:
            for name, image in shots(browser, address):
                image.save(STORED / f"{name}.png", optimize=True)
        browser.close()


# --- to be looked at --------------------------------------------------------------------------------------


def take(site: Path, folder: Path, pages: list[str], *, full: bool = True) -> None:
    """Write `FOLDER/LANG-PAGE-WIDTH-SCHEME.png` for each."""
    folder.mkdir(parents=True, exist_ok=True)
    with served(site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(CHROMIUM_FLAGS))
        for (width, height), scheme in product(WIDTHS.items(), SCHEMES):
            context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)  # type: ignore[arg-type] # the two schemes
            wait_for_fonts(context)
            page = context.new_page()
            for lang, path in product(website.LANGS, pages):
                if path[:3] in ("ar/", "en/"):
                    if path[:2] != lang:
                        continue
                    path = path[3:]
                page.goto(f"{address}/{lang}/{path}")
                page.evaluate("document.fonts.ready")
                name = path.partition("#")[0].strip("/").replace("/", "-") or "home"
                page.screenshot(
                    path=folder / f"{lang}-{name}-{width}-{scheme}.png", full_page=full and "#" not in path
                )
            context.close()
        browser.close()


if __name__ == "__main__":
    if sys.argv[1:]:
        take(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:] or list(PAGES))
    else:
        renew()
