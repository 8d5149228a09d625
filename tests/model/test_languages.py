"""What differs between the languages is what they differ in, and each is the other of the other."""

import re
from datetime import date
from pathlib import Path

import pytest
import yaml
from babel import Locale

from jisr import i18n
from jisr.model.languages import LANGS, LANGUAGES, ORIGINAL, TRANSLATION, Language, language, other_lang
from jisr.model.ledger import Entry
from jisr.model.publication import BilingualBlock
from jisr.model.source import Block, Kind

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("one", LANGUAGES, ids=LANGS)
def test_a_language_is_as_cldr_has_it(one: Language) -> None:
    locale = Locale(one.code)
    assert re.fullmatch(f"{one.code}_[A-Z]{{2}}", one.locale)
    assert locale.get_language_name("en") == one.name
    assert {"left-to-right": "ltr", "right-to-left": "rtl"}[locale.character_order] == one.direction
    assert [int(digit) for digit in one.digits] == list(range(10))


@pytest.mark.parametrize("one", LANGUAGES, ids=LANGS)
def test_its_site_is_configured_in_its_language(one: Language) -> None:
    text = re.sub(r"!\S+", "", (ROOT / one.mkdocs_file).read_text("utf-8"))
    assert yaml.safe_load(text)["theme"]["language"] == one.code


def test_a_page_lies_in_the_folder_of_its_language() -> None:
    assert ORIGINAL.page_file("2025/a") == "docs/ar/articles/2025/a.md"
    assert TRANSLATION.page_file("2025/a") == "docs/en/articles/2025/a.md"


def test_each_is_the_other_of_the_other() -> None:
    assert [other_lang(lang) for lang in LANGS] == [*reversed(LANGS)]
    assert [language(lang) for lang in LANGS] == [*LANGUAGES] == [ORIGINAL, TRANSLATION]


def test_a_block_has_a_text_in_each() -> None:
    block = BilingualBlock(Block(Kind.PARAGRAPH, "جسر", key="p1"), Entry("p1", "جسر"), "A bridge.")
    assert [block.text(lang) for lang in LANGS] == ["جسر", "A bridge."]


@pytest.mark.parametrize(("lang", "day"), [("ar", "٥ أكتوبر ٢٠٢٣"), ("en", "5 October 2023")])
def test_own_digits_are_the_languages_own(lang: str, day: str) -> None:
    assert i18n.InterfaceStrings(language(lang).code, "arabic-indic").day(date(2023, 10, 5)) == day
