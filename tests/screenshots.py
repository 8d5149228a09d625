"""Pictures of a built site, to be looked at.

`python -m tests.screenshots SITE FOLDER [PAGE…]` takes each page at 390 and 1280 pixels, in both languages,
light and dark; a page is its address below the language (`articles/x/`). `LANG/PAGE` takes one language
alone, `PAGE#p7` scrolls there.
"""

import sys
from itertools import product
from pathlib import Path

from playwright.sync_api import sync_playwright

from jisr.model.languages import LANGS
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


def take(site: Path, folder: Path, pages: list[str], *, full: bool = True) -> None:
    """Write `FOLDER/LANG-PAGE-WIDTH-SCHEME.png` for each."""
    folder.mkdir(parents=True, exist_ok=True)
    with served(site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(CHROMIUM_FLAGS))
        for (width, height), scheme in product(WIDTHS.items(), SCHEMES):
            context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)  # type: ignore[arg-type] # the two schemes
            wait_for_fonts(context)
            page = context.new_page()
            for lang, path in product(LANGS, pages):
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
    take(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:] or list(PAGES))
