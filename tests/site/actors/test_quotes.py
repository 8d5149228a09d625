"""What an actor's page quotes, and where the index has its name."""

import re

import pytest

from jisr import site
from jisr.lang.collation import index_letter, sort_name
from jisr.model.glossary import Actor, ActorNames
from jisr.model.languages import Lang
from jisr.model.publication import Article
from jisr.model.source import Meta
from tests import sample
from tests.sample import P, passage
from tests.site.rendered import meta


def test_an_actors_page_quotes_each_sentence_and_leads_to_its_paragraph(tree: dict[str, str]) -> None:
    page = tree["ar/actors/sudani.md"]
    assert "# محمد شياع السوداني {: #title }" in page
    assert 'lang="en" dir="ltr">Mohammed Shia al-Sudani</bdi>' in page
    assert "<mark>محمد شياع السوداني</mark>" in page
    assert 'href="../../articles/iraq-ending-coalition-role/#pt1"' in page
    assert "تأتي تصريحات <mark>السوداني</mark> بعد تحقيق" in page
    assert "وتجدر الإشارة" not in page  # the sentence after


def test_an_actor_named_twice_in_a_sentence_is_quoted_once(tree: dict[str, str]) -> None:
    assert tree["ar/actors/sudani.md"].count("رئيس الوزراء.</p>") == 1


def test_an_english_page_of_an_actor_shows_what_is_not_translated_in_arabic(tree: dict[str, str]) -> None:
    page = tree["en/actors/maliki.md"]
    assert '<blockquote lang="ar" dir="rtl"><p>فقرة لم تُترجم بعد عن <mark>نوري المالكي</mark>.' in page
    assert meta(page)["robots"] == "noindex"


def test_both_languages_quote_the_same_sentences_however_the_translation_words_them() -> None:
    united = Actor("us", "state", ActorNames("الولايات المتحدة", demonyms=("أمريكي",)), ActorNames("US"))
    blocks = (
        # an adjective in the original, a name in English
        passage("p1", P, "انسحبت القوات الأمريكية من البلاد.", "US forces left the country."),
        # a name there, a pronoun here
        passage("p2", P, "رحبت الولايات المتحدة بذلك. ثم عادت.", "It welcomed this. Then it returned."),
        # two sentences there that are one here
        passage(
            "p3",
            P,
            "قالت الولايات المتحدة نعم. ثم رفضت الولايات المتحدة.",
            "The US agreed, and then the US refused.",
        ),
    )
    article = Article("us", "seeds/us.md", Meta(), blocks)
    files = site.render([article], [united], sample.settings(), {})
    pages = {lang: files[f"{lang}/actors/us.md"].decode() for lang in ("ar", "en")}
    keys = {lang: re.findall(r'href="[^"]*articles/us/#(\w+)"', page) for lang, page in pages.items()}
    assert keys == {"ar": ["p2", "p3"], "en": ["p2", "p3"]}
    assert "It welcomed this" in pages["en"]
    assert "US forces" not in pages["en"]


@pytest.mark.parametrize(
    ("lang", "kind", "name", "filed"),
    [
        ("ar", "person", "نوري المالكي", "م"),
        ("ar", "state", "العراق", "ع"),
        ("ar", "place", "آل سعود", "أ"),
        ("ar", "organisation", "الأمم المتحدة", "أ"),
        ("ar", "bloc", "«الإطار التنسيقي»", "أ"),
        ("ar", "event", "الله أكبر", "أ"),
        ("en", "person", "Nouri al-Maliki", "M"),
        ("en", "state", "The Gambia", "G"),
        ("en", "media", "Al-Hurra", "H"),
        ("en", "place", "Île de la Cité", "I"),
        ("en", "event", "1991 uprising", "#"),
    ],
)
def test_letters(lang: Lang, kind: str, name: str, filed: str) -> None:
    actor = Actor("x", kind, ActorNames(name), ActorNames(name))
    assert index_letter(sort_name(actor, lang)) == filed


def test_the_index_lists_every_actor_once_with_what_it_narrows_by(tree: dict[str, str]) -> None:
    letters: dict[Lang, str] = {"en": "S", "ar": "س"}
    for lang, letter in letters.items():
        page = tree[f"{lang}/actors/index.md"]
        for actor in sample.actors():
            assert page.count(f'href="{actor.id}/"') + page.count(f'href="../actors/{actor.id}/"') == 1
            assert actor.names(lang).description in page
        sudani = re.search('<li data-type="person" data-letter="(.)"[^>]*>(?:(?!<li).)*sudani/', page)
        assert sudani
        assert sudani[1] == letter
        assert 'value="../articles/iraq-ending-coalition-role/">' in page
        assert 'value="../articles/human/">' not in page  # which names nobody: nothing would be left
