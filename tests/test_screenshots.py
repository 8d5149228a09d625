"""Every kind of page stands as it did when it was last looked at: two widths, light and dark, both ways."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser

from tests import screenshots
from tests.screenshots import STORED, difference, shots, tolerance

pytestmark = pytest.mark.browser

FLIP = "document.body.dir = document.documentElement.dir = document.body.dir === 'rtl' ? 'ltr' : 'rtl'"
REMEDY = "look at these pages (python -m tests.screenshots SITE FOLDER), then: make pictures"


def stored() -> dict[str, Image.Image]:
    return {path.stem: Image.open(BytesIO(path.read_bytes())) for path in sorted(STORED.glob("*.png"))}


@pytest.fixture(scope="module")
def address(whole_site: Path, serve: Callable[[Path], str]) -> str:
    return serve(whole_site)


def test_every_page_stands_as_it_did(browser: Browser, address: str) -> None:
    kept = stored()
    moved = {}
    taken = dict(shots(browser, address))
    assert taken.keys() == kept.keys()
    for name, image in taken.items():
        if (found := difference(kept[name], image)) > tolerance(kept[name]):
            moved[name] = f"{found:.1f} of 255 levels of grey, {tolerance(kept[name]):.1f} allowed"
    assert moved == {}, REMEDY


def test_a_page_that_ran_the_wrong_way_would_be_noticed(browser: Browser, address: str) -> None:
    kept = stored()
    turned = {name for name in kept if name.endswith("light") and ("390" in name) is name.startswith("ar")}
    unnoticed = [
        name
        for name, image in shots(browser, address, lambda page: page.evaluate(FLIP), turned.__contains__)
        if difference(kept[name], image) <= tolerance(kept[name])
    ]
    assert len(turned) == 2 * len(screenshots.KINDS)
    assert unnoticed == []


def test_letters_that_are_drawn_otherwise_are_not_noticed(browser: Browser, address: str) -> None:
    """A hair's breadth heavier and half a pixel away, as another release of the browser might draw them."""
    change = "document.body.style.cssText = '-webkit-text-stroke: .15px; transform: translate(.5px, .5px)'"
    kept = stored()
    some = [name for name in kept if "article" in name and name.endswith("light")]
    found = {
        name: difference(kept[name], image)
        for name, image in shots(browser, address, lambda page: page.evaluate(change), some.__contains__)
    }
    assert len(found) == len(some) == 4
    assert {name: grey for name, grey in found.items() if not 0 < grey <= tolerance(kept[name])} == {}


def test_stored_pictures_are_small() -> None:
    sizes = [path.stat().st_size for path in STORED.glob("*.png")]
    assert len(sizes) == len(screenshots.KINDS) * 8
    assert max(sizes) < 12_000
    assert sum(sizes) < 250_000
