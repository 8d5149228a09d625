"""The editors' guide shows the site as it is, and says what is so."""

import re
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from build_tools.strings import words
from tests import guide_pictures, sample
from tests.website import ENVIRONMENT

pytestmark = pytest.mark.browser

GUIDES = {lang: (sample.ROOT / f"docs/{lang}/guide.md").read_text("utf-8") for lang in ("ar", "en")}

DIFFERENCE = """async ([one, other]) => {
  const load = async data => {
    const image = Object.assign(new Image(), {src: data});
    await image.decode();
    return image;
  };
  const images = await Promise.all([load(one), load(other)]);
  if (images[0].width !== images[1].width || Math.abs(images[0].height - images[1].height) > 4) return 1;
  const height = Math.min(images[0].height, images[1].height);
  const [a, b] = images.map(image => {
    const canvas = Object.assign(document.createElement('canvas'), {width: image.width, height});
    const context = canvas.getContext('2d');
    context.drawImage(image, 0, 0);
    return context.getImageData(0, 0, image.width, height).data;
  });
  let differ = 0;
  for (let i = 0; i < a.length; i += 4) {
    if (Math.abs(a[i] - b[i]) + Math.abs(a[i + 1] - b[i + 1]) > 96) differ++;
  }
  return differ / (a.length / 4);
}"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in ENVIRONMENT.items():
            patch.setenv(name, value)
        return guide_pictures.build(tmp_path_factory.mktemp("guide"))


def data_url(data: bytes) -> str:
    return "data:image/jpeg;base64," + b64encode(data).decode()


def test_the_pictures_show_the_site_as_it_is(
    browser: Browser, site: Path, serve: Callable[[Path], str]
) -> None:
    page = browser.new_page()
    stale = []
    taken = dict(guide_pictures.pictures(browser, serve(site)))
    assert len(taken) == 3
    for name, data in taken.items():
        for folder in guide_pictures.FOLDERS:
            kept = (sample.ROOT / folder / name).read_bytes()
            assert len(kept) < 100 * 1024
            if page.evaluate(DIFFERENCE, [data_url(kept), data_url(data)]) > 0.03:
                stale.append(f"{folder}/{name}")
    page.close()
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
            assert words(lang)["state"][state] in GUIDES[lang], (lang, state)


def test_both_guides_have_the_same_parts() -> None:
    found = [re.findall(r"\{: #([\w-]+) \}|^```(\w+)", text, re.MULTILINE) for text in GUIDES.values()]
    assert found[0] == found[1]
