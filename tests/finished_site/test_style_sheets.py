"""With a part of the style sheets a page looks, element by element, as with all of them."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from jisr.markup.frame.style_sheets import OF_SOME_PAGES
from tests import website

STYLES = """() => [...document.querySelectorAll('body, body *')].map(element =>
  [element.tagName + '.' + element.className, ...['', '::before', '::after'].map(
    part => getComputedStyle(element, part || null).cssText)])"""
WHOLE = """async names => {
  const link = name => document.querySelector(`link[rel=stylesheet][href*="${name}"]`);
  const load = (sheet, change) => new Promise(done => { sheet.onload = done; change(); });
  const add = (name, before) => {
    const sheet = before.cloneNode();
    sheet.href = before.href.replace(/[^/]*$/, name);
    return load(sheet, () => before.after(sheet));
  };
  const part = link('.part.');
  await add(names.colours, part);
  let before = link('/jisr.css');
  for (const name of names.more) {
    if (!link('/' + name)) await add(name, before);
    before = link('/' + name);
  }
  await load(part, () => { part.href = part.href.replace('.part.', '.min.'); });
  await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
}"""
KINDS = (
    *("home", "articles", "article", "specimen", "parallel", "actors", "actor", "network", "timeline"),
    *("coverage", "policy", "search"),
)


@pytest.fixture(scope="module")
def address(whole_site: Path, serve: Callable[[Path], str]) -> str:
    return serve(whole_site)


@pytest.mark.browser
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_left_out_changes_no_page(whole_site: Path, page: Page, address: str, kind: str) -> None:
    (colours,) = whole_site.glob("ar/assets/stylesheets/palette.*.css")
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{address}/{'en' if kind == 'article' else 'ar'}/{website.PAGES[kind]}")
    found = []
    for change in ("() => {}", WHOLE):
        page.evaluate(change, {"colours": colours.name, "more": OF_SOME_PAGES})
        for width in (390, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            found.append(page.evaluate(STYLES))
        page.emulate_media(media="print")
        found.append(page.evaluate(STYLES))
        page.emulate_media(media="screen")
    for part, whole in zip(found[:3], found[3:], strict=True):
        assert len(part) == len(whole) > 20
        assert [one[0] for one, other in zip(part, whole, strict=True) if one != other] == []
