"""The editors' guide shows the site as it is, and says what is so."""

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser

from jisr.i18n import load_strings
from tests import guide_pictures, sample
from tests.website import ENVIRONMENT

pytestmark = pytest.mark.browser

GUIDES = {lang: (sample.ROOT / f"docs/{lang}/guide.md").read_text("utf-8") for lang in ("ar", "en")}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in ENVIRONMENT.items():
            patch.setenv(name, value)
        return guide_pictures.build(tmp_path_factory.mktemp("guide"))


def test_the_pictures_are_of_the_site_as_it_is(
    browser: Browser, site: Path, serve: Callable[[Path], str]
) -> None:
    """Of the same width and nearly the same height: letters may be drawn otherwise, lines not be others."""
    stale = []
    taken = dict(guide_pictures.pictures(browser, serve(site)))
    assert len(taken) == 2
    for name, data in taken.items():
        for folder in guide_pictures.FOLDERS:
            kept = (sample.ROOT / folder / name).read_bytes()
            assert len(kept) < 100 * 1024
            one, other = (Image.open(BytesIO(picture)).size for picture in (kept, data))
            if one[0] != other[0] or abs(one[1] - other[1]) > 16:
                stale.append(f"{folder}/{name}")
    assert stale == [], "look at the site, then: python -m tests.guide_pictures"


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_every_picture_is_shown_and_there(site: Path, lang: str) -> None:
    shown = set(re.findall(r"!\[[^\]]+\]\(assets/images/([^)]+)\)", GUIDES[lang]))
    assert shown == {path.name for path in (sample.ROOT / f"docs/{lang}/assets/images").glob("guide-*")}
    html = (site / lang / "guide/index.html").read_text("utf-8")
    for name in shown:
        assert f'src="../assets/images/{name}"' in html
        assert (site / lang / "assets/images" / name).is_file()
    assert '<a href="' in html
    for page in ("", "about/"):
        assert "guide/" in (site / lang / page / "index.html").read_text("utf-8")  # at the foot


def test_the_states_are_called_what_readers_see() -> None:
    for lang in ("ar", "en"):
        for state in ("draft", "edited", "approved", "stale", "missing"):
            assert load_strings(lang)["state"][state] in GUIDES[lang], (lang, state)


def test_both_guides_have_the_same_parts() -> None:
    found = [re.findall(r"\{: #([\w-]+) \}|^```(\w+)", text, re.MULTILINE) for text in GUIDES.values()]
    assert found[0] == found[1]
