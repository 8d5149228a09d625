"""Names in an index stand where a reader of that language looks for them."""

import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser

from jisr.glossary.match.gazetteer import gazetteer_actors
from jisr.lang import collation
from jisr.lang.collation import (
    collation_form,
    filing_name,
    index_letter,
    sort_key,
    sort_name,
)
from jisr.model.glossary import Actor, ActorNames
from jisr.model.languages import Lang

IN_ORDER: list[tuple[Lang, str, list[str]]] = [
    # the house of Saud, Ahmad, Iran, Paris, Tunis: alifs are one letter, آ is two of it, پ stands behind ب
    ("ar", "the letters", ["آل سعود", "أحمد", "إيران", "البصرة", "پاريس", "تونس", "الچاد", "حلب"]),
    # a space stands before every letter: Abu Ghraib before Abadan's neighbours
    ("ar", "spaces", ["أبو بكر", "أبو غريب", "أبوت", "الأبيض"]),
    # ة is ت (CLDR), so Hama stands before Hamas; ى is ي
    ("ar", "letters with two forms", ["حماة", "حماد", "حمى", "حمية"]),
    ("ar", "marks and quotes", ["«الإطار» التنسيقي", "الإعمار", "عمّان", "عُمان", "عنان"]),
    ("ar", "figures, then Arabic, then Latin", ["17 تشرين", "العراق", "OPEC"]),
    (
        "ar",
        "the letters after ف",
        ["فيلق", "ڤيينا", "قطر", "كركوك", "گولان", "لبنان", "هولندا", "وارسو", "اليمن"],
    ),
    ("en", "the letters", ["Al-Anbar", "Baghdad", "The Gambia", "Île Longue", "Iran", "al-Qaim", "Zakho"]),
    ("en", "marks", ["ʿAbd al-Aziz", "abdication", "Abu Ghraib", "“Framework”", "Frankfurt"]),
]


def named(name: str, lang: Lang, number: int = 0) -> Actor:
    other = ActorNames(f"x{number}")
    return Actor(
        f"a{number}", "place", *((ActorNames(name), other) if lang == "ar" else (other, ActorNames(name)))
    )


@pytest.mark.parametrize(("lang", "about", "names"), IN_ORDER)
def test_names_stand_in_the_order_of_their_language(lang: Lang, about: str, names: list[str]) -> None:
    actors = [named(name, lang, n) for n, name in enumerate(names)]
    if about == "letters with two forms":
        # ت before د: حماة (ت) حماد — said in full, for it is what the rule decides
        assert collation_form("حماة", "ar") == "حمات"
    mixed = random.Random(7).sample(actors, len(actors))
    assert [a.names(lang).preferred for a in sorted(mixed, key=lambda a: sort_key(a, lang))] == names


def _without_ignored(name: str, lang: Lang) -> str:
    """A name without the parts that an index ignores (article, quotes, hyphens); vowel marks stay."""
    name = (collation._ARTICLE if lang == "en" else collation._ARABIC_ARTICLE).sub(
        "", name.strip("“”‘’\"'«» ")
    )
    return " ".join("".join(c for c in name if c.isalnum() or c == " " or unicodedata.combining(c)).split())


@pytest.mark.browser
@pytest.mark.parametrize("lang", ["ar", "en"])
def test_the_order_is_that_of_icu(lang: Lang, browser: Browser) -> None:
    """States, cities, provinces and bodies, sorted here, are in order for the browser's ICU too."""
    actors = [a for a in gazetteer_actors() if a.names(lang).preferred]
    actors += [named(word, lang, n) for n, word in enumerate(ODD[lang])]
    assert len(actors) > 500
    mixed = random.Random(7).sample(actors, len(actors))
    names = [
        _without_ignored(filing_name(a, lang), lang) for a in sorted(mixed, key=lambda a: sort_key(a, lang))
    ]
    page = browser.new_page()
    try:
        wrong = page.evaluate(
            """([lang, names]) => {
                const icu = new Intl.Collator(lang, {sensitivity: "base"});
                return names.filter((name, i) => i && icu.compare(names[i - 1], name) > 0);
            }""",
            [lang, names],
        )
    finally:
        page.close()
    assert wrong == []


# Every letter beside others, alone and in words
ODD: dict[Lang, list[str]] = {
    "ar": ["مؤتمر", "ماهر", "مئة", "ميناء", "آسيا", "أسوان", "اسم", "ٱلله", "سماء", "سما", "سماعيل", "حماة",
           "حمات", "حمى", "حمي", "گرم", "كرم", "لام", "پان", "بان",
           "٣ أيام", "3 أيام", "هيئة", "هياكل", "هوية"],
    "en": ["Éire", "Eire", "Øresund", "Oslo", "Zürich", "Zurich", "Ägypten", "Aden", "naïve", "3rd", "20th"],
}  # fmt: skip


@given(st.sampled_from(["ar", "en"]), st.text(min_size=1))
def test_any_name_has_a_place(lang: Lang, name: str) -> None:
    key = sort_key(named(name, lang), lang)
    assert key == sort_key(named(name, lang), lang)
    assert index_letter(sort_name(named(name, lang), lang))


@pytest.mark.parametrize("name", ["الله أكبر", "آل ثاني", "ال"])
def test_what_looks_like_an_article_and_is_none_stays(name: str) -> None:
    assert len(collation_form(name, "ar")) == len(name.replace("آ", "اا"))
