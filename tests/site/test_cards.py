"""Cards: what links to articles show elsewhere. Shaped, in order, small, the same bytes each time."""

import re
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, features

from jisr import site
from jisr.i18n import load_strings
from jisr.model.diagnostics import Severity
from jisr.model.languages import Lang
from jisr.model.settings import LookSettings
from jisr.site import cards
from jisr.site.cards import Card, drawing
from jisr.site.cards.own_look import read_own_look
from jisr.site.common.inline import isolate_plain_text
from tests import sample, website

TITLE = "لماذا تدعو العراق لإنهاء دور التحالف الدولي ضد «داعش»؟"  # why Iraq wants the coalition's role to end
ARABIC = Card("ar", TITLE, "ar", "جسر", "كاتبة عربية · 26 سبتمبر 2023")
ENGLISH = Card(
    "en",
    "Why Iraq wants it to end",
    "en",
    "Jisr",
    "By A. Writer",
    "draft",
    load_strings("en")["state"]["draft"],
)
HARD = (
    ARABIC,
    ENGLISH,
    replace(ARABIC, title=website.LONG_TITLE),
    replace(ENGLISH, title="A long title about العراق and GPT-4, " * 8, state="edited"),
    replace(ENGLISH, title=TITLE, title_lang="ar", state="missing"),
    replace(ARABIC, title=website.WORD),
    replace(ARABIC, title="كلمات كثيرة " * 100),
    replace(ARABIC, title="أ", line="", publication="اسم طويل جدًا لمنشورة عربية"),
    replace(ENGLISH, line="By Somebody with a very long name of many parts · " * 3, state="approved"),
)


@pytest.fixture(autouse=True)
def _afresh() -> Iterator[None]:
    """Forget whether this machine can draw: a test may pretend that it cannot."""
    drawing.can_draw.cache_clear()
    yield
    drawing.can_draw.cache_clear()


def ink(picture: Card) -> Image.Image:
    """What stands on a card: white where it is not the ground."""
    image = Image.open(BytesIO(cards.draw(picture))).convert("RGB")
    return Image.eval(image.convert("L"), lambda value: 255 if value < 200 else 0)


@pytest.mark.parametrize("picture", HARD, ids=range(len(HARD)))
def test_a_card_is_small_and_nothing_on_it_is_cut(picture: Card) -> None:
    data = cards.draw(picture)
    image = Image.open(BytesIO(data))
    assert (image.format, image.size) == ("PNG", (1200, 630))
    assert len(data) < 40_000
    text = ink(picture).crop((0, 20, 1200, 630)).getbbox()
    assert text
    assert text[0] >= drawing.MARGIN - 8
    assert text[2] <= 1200 - drawing.MARGIN + 8
    title = ink(picture).crop((0, drawing.TITLE[1] + 8, 1200, 514)).getbbox()
    assert title is None  # it does not reach the line below it


def test_the_same_card_is_the_same_bytes() -> None:
    for picture in HARD[:3]:
        first = cards.draw(picture)
        for cached in (
            drawing._font,
            drawing._bridge,
            drawing._rounded,
            drawing._word_width,
            drawing._has_glyph,
        ):
            cached.cache_clear()
        assert cards.draw(picture) == first


def test_a_card_is_named_by_what_is_on_it() -> None:
    assert cards.path(ARABIC) == cards.path(replace(ARABIC))
    names = {cards.path(picture) for picture in HARD}
    assert len(names) == len(HARD)
    assert all(re.fullmatch(r"cards/[0-9a-f]{16}\.png", name) for name in names)


def test_lines_begin_where_the_language_begins() -> None:
    untranslated = replace(ENGLISH, title_lang="ar")
    for picture, right in ((ARABIC, True), (ENGLISH, False), (untranslated, True)):
        shown = ink(replace(picture, title="بحر" if right else "sea", said=""))
        box = shown.crop((0, 120 if picture is untranslated else 20, 1200, 500)).getbbox()
        assert box
        assert (box[2] > 1100) is right
        assert (box[0] < 100) is not right
        assert box[2] - box[0] < 400


def test_arabic_letters_are_joined() -> None:
    apart = "\u200c".join("بيت")  # b-y-t: "house", with joining forbidden
    assert drawing._word_width("بيت", "Bold") < 0.8 * drawing._word_width(apart, "Bold")
    # lam and alef are one shape
    assert drawing._word_width("لا", "Bold") < drawing._word_width("ل\u200cا", "Bold")


def test_the_first_letter_of_arabic_stands_right() -> None:
    """A long letter before a short one: the ink is heavier on the right."""
    image = ink(replace(ARABIC, title="شششا", line="", publication=" ")).crop((0, 120, 1200, 500))
    box = image.getbbox()
    assert box
    last = image.crop((box[0], box[1], box[0] + 12, box[3])).getbbox()
    assert last
    assert last[3] - last[1] > 40  # alef, the tallest of them, is the last one and stands left


@pytest.mark.parametrize(
    ("text", "lang", "isolated"),
    [
        ("أزمة 2003–2011", "ar", "أزمة \u20672003–2011\u2069"),  # the first year is read first
        ("زاد 50% في 2024-08-30", "ar", "زاد \u206650%\u2069 في \u20662024-08-30\u2069"),
        ("قال (IRGC) ذلك", "ar", "قال (\u2066IRGC\u2069) ذلك"),
        ("أعوام 2003-2011", "ar", "أعوام \u2067\u20682003\u2069-\u20682011\u2069\u2069"),
        ("said المؤسسة العامة, and went", "en", "said \u2067المؤسسة العامة\u2069, and went"),
    ],
)
def test_runs_of_another_direction_are_isolated(text: str, lang: Lang, isolated: str) -> None:
    assert isolate_plain_text(text, lang) == isolated


def test_an_isolate_that_goes_on_in_the_next_line_begins_there_again() -> None:
    lines = [["a", "\u2066b"], ["c\u2069", "d"]]
    assert list(drawing._close_isolates(lines)) == [["a", "\u2066b\u2069"], ["\u2066c\u2069", "d"]]


def test_a_title_for_which_there_is_no_room_ends_in_dots() -> None:
    size, lines = drawing._fit_title("كلمات كثيرة " * 100, "ar")
    assert size == drawing.SIZES[-1]
    assert lines[-1].endswith("…")
    assert not any("…" in line for line in lines[:-1])
    size, lines = drawing._fit_title(website.LONG_TITLE.replace(" 🙂", ""), "ar")
    assert " ".join(lines) == website.LONG_TITLE.replace(" 🙂", "")


def test_what_the_typeface_lacks() -> None:
    assert cards.is_drawable(replace(ARABIC, title="سلام 🙂"))
    assert drawing._drawable_text("سلام 🙂") == "سلام"
    assert not cards.is_drawable(replace(ARABIC, title="سلام 北京"))  # Beijing, in letters that it has not


# --- on pages ----------------------------------------------------------------------------------------------


def front(lang: Lang, **settings: Any) -> tuple[dict[str, bytes], str]:
    """The rendered tree of the sample, and the page of its first article in one language."""
    tree = site.render(sample.articles(), sample.actors(), sample.settings(**settings), {})
    return tree, tree[f"{lang}/articles/iraq-ending-coalition-role.md"].decode()


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_an_article_names_its_card(lang: Lang) -> None:
    tree, text = front(lang)
    found = re.search(rf'"image": "https://jisr\.example/{lang}/(cards/[0-9a-f]+\.png)", "width": 1200', text)
    assert found
    assert tree[f"{lang}/{found[1]}"].startswith(b"\x89PNG")
    said = load_strings("en")["state"]["draft"]
    assert (said in text.partition('"alt":')[2].partition("}")[0]) is (lang == "en")


def test_without_an_address_or_a_library_there_is_no_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    tree, text = front("en", site_url="")
    assert '"image"' not in text
    assert not [path for path in tree if "/cards/" in path]
    monkeypatch.setattr(features, "check", lambda feature: feature != "fribidi")
    drawing.can_draw.cache_clear()
    tree, text = front("en")
    assert '"image"' not in text
    assert not [path for path in tree if "/cards/" in path]
    (said,) = cards.findings()
    assert said.severity is Severity.NOTICE
    assert "libfribidi0" in said.remedy


def test_with_the_library_nothing_is_said() -> None:
    assert list(cards.findings()) == []


def own(root: Path, card: Card = ENGLISH, **look: Any) -> Card:
    """The card of a publication that lies at `root`, with a look of its own."""
    settings = sample.settings(root=root, look=LookSettings("#7a1f3d", **look))
    return replace(card, own=read_own_look(settings, card.publication), accent=(122, 31, 61))


def picture_file(root: Path, name: str, colour: str) -> str:
    path = root / "overrides/assets/images" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (400, 100), colour).save(path)
    return f"assets/images/{name}"


def shown(card: Card) -> Image.Image:
    return Image.open(BytesIO(cards.draw(card))).convert("RGB")


def test_a_card_has_the_publications_logo(tmp_path: Path) -> None:
    logo = picture_file(tmp_path, "logo.png", "#00c8fa")
    for card, start in ((ENGLISH, drawing.MARGIN), (ARABIC, drawing.WIDTH - drawing.MARGIN - 256)):
        found = own(tmp_path, card, logo=logo)
        box = Image.eval(shown(found).split()[0], lambda red: 255 * (red < 10)).getbbox()
        assert box == (start, 52, start + 256, 116)  # as wide as it is high, four times
        beside = (start + 266, 60, start + 300, 100) if card is ENGLISH else (start - 40, 60, start - 10, 100)
        assert ink(found).crop(beside).getbbox()  # the publication's name
    before = cards.path(found)
    picture_file(tmp_path, "logo.png", "#00c8fb")
    assert cards.path(own(tmp_path, ARABIC, logo=logo)) != before


def test_of_a_drawing_the_picture_beside_it_is_shown(tmp_path: Path) -> None:
    """Pillow shows no SVG; without such a picture there is the publication's first letter, no bridge."""
    (tmp_path / "overrides/assets/images").mkdir(parents=True)
    logo = "assets/images/logo.svg"
    (tmp_path / "overrides" / logo).write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', "utf-8")
    letter = own(tmp_path, logo=logo)
    assert letter.own.letter == "J"
    assert shown(letter).getpixel((drawing.MARGIN + 30, 48)) == (122, 31, 61)
    picture_file(tmp_path, "logo.png", "#00c8fa")
    assert (0, 200, 250) in colours(shown(own(tmp_path, logo=logo)))


@pytest.mark.parametrize("data", [b"", b"no picture", b"\x89PNG\r\n\x1a\n"])
def test_a_logo_that_is_none_is_not_shown(tmp_path: Path, data: bytes) -> None:
    logo = picture_file(tmp_path, "logo.png", "red")
    (tmp_path / "overrides" / logo).write_bytes(data)
    assert cards.draw(own(tmp_path, logo=logo)) == cards.draw(own(tmp_path))


def test_a_title_stands_in_the_publications_font(tmp_path: Path) -> None:
    serif = "assets/fonts/source-serif-4-latin-700-normal.woff2"
    with_font = own(sample.ROOT, fonts={"en": serif})
    assert shown(with_font).tobytes() != shown(own(sample.ROOT)).tobytes()
    assert cards.path(with_font) != cards.path(own(sample.ROOT))
    # a title in another language, or with signs that it lacks, and what is no font at all: the house's
    assert cards.draw(own(sample.ROOT, ARABIC, fonts={"en": serif})) == cards.draw(own(sample.ROOT, ARABIC))
    naskh = "assets/fonts/noto-naskh-arabic-arabic-400-normal.woff2"  # it has no quotation marks
    assert cards.draw(own(sample.ROOT, ARABIC, fonts={"ar": naskh})) == cards.draw(own(sample.ROOT, ARABIC))
    mixed = replace(ENGLISH, title="Why العراق wants it")
    assert cards.draw(own(sample.ROOT, mixed, fonts={"en": serif})) == cards.draw(own(sample.ROOT, mixed))
    broken = tmp_path / "overrides/assets/fonts/text.woff2"
    broken.parent.mkdir(parents=True)
    broken.write_bytes(b"none")
    own_font = own(tmp_path, fonts={"en": "assets/fonts/text.woff2"})
    assert cards.is_drawable(own_font)
    assert cards.draw(own_font) == cards.draw(own(tmp_path))


def test_a_card_has_the_publications_colour() -> None:
    crimson = (122, 31, 61)
    image = Image.open(BytesIO(cards.draw(replace(ENGLISH, accent=crimson)))).convert("RGB")
    plain = Image.open(BytesIO(cards.draw(ENGLISH))).convert("RGB")
    assert (crimson in colours(image), crimson in colours(plain)) == (True, False)
    assert cards.path(ENGLISH) != cards.path(replace(ENGLISH, accent=crimson))


def colours(image: Image.Image) -> set[object]:
    return {colour for _, colour in image.getcolors(1 << 20) or ()}
