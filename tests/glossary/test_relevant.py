"""What is found in a text depends on the actors that its words lead to, and on no others."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr.glossary import Matcher, Relevance, glossary_digest, relevance_of, words_of
from jisr.model.glossary import Actor, ActorNames, Rule
from jisr.model.languages import LANGS, Lang


def actor(id_: str, kind: str, ar: str, en: str, **more: Any) -> Actor:
    """An actor; names after the first, behind a bar, are allowed ones."""
    (name, *also), (english, *others) = ar.split("|"), en.split("|")
    names = ActorNames(name, allowed=tuple(also)), ActorNames(english, allowed=tuple(others))
    return Actor(id_, kind, *names, **more)


IRAQ_RULE = (Rule("وزارة الدفاع", near=("العراق",)), Rule("Ministry of Defence", near=("Iraq",)))
LAWSUIT = (Rule("صالح", near=("اليمن", "Yemen")),)
POOL = (
    actor("iraq", "state", "العراق", "Iraq"),
    actor("baghdad", "place", "بغداد", "Baghdad", part_of=("iraq",)),
    actor("usa", "state", "الولايات المتحدة الأمريكية|أمريكا", "United States|America"),
    actor("iran", "state", "إيران", "Iran"),
    actor("yemen", "state", "اليمن", "Yemen"),
    actor("biden", "person", "جو بايدن", "Joe Biden"),
    actor("hunter", "person", "هنتر بايدن", "Hunter Biden", needs_full_name=True),
    actor("biden_administration", "organisation", "إدارة بايدن", "Biden administration"),
    actor("saleh", "person", "علي عبد الله صالح|صالح", "Ali Abdullah Saleh|Saleh", rules=LAWSUIT),
    actor("saleh_village", "place", "صالح", "Saleh", rules=(Rule("صالح", default=True),)),
    actor("pmf", "state force", "الحشد الشعبي", "Popular Mobilization Forces"),
    actor("pmf_leader", "office", "قائد الحشد الشعبي", "commander of the Popular Mobilization Forces"),
    actor(
        "ministry", "organisation", "وزارة الدفاع", "Ministry of Defence", rules=IRAQ_RULE, part_of=("iraq",)
    ),
    actor("elections", "event", "الانتخابات البرلمانية", "parliamentary elections", collective=True),
    actor("militias", "armed group", "المليشيات العراقية", "Iraqi militias", collective=True),
    actor("isis", "armed group", "تنظيم داعش|داعش", "ISIS|Daesh"),
    actor("coalition", "organisation", "التحالف الدولي ضد داعش", "coalition against ISIS"),
    actor("council", "organisation", "مجلس النواب", "Council of Representatives"),
    actor("witness", "person", "سلمى بايدن", "Salma Biden", private=True),
    actor("premier", "office", "رئيس الوزراء العراقي", "Prime Minister of Iraq"),
)
FILLERS: dict[Lang, str] = {
    "ar": "قال الرئيس الأمريكي السابق في غير للشرب و وفد التفاوضي مقر القوات العراقية الإيراني «. ،",
    "en": "said President the former of in Mr and forces’ Iraqi Iranian . , Street House",
}


def words(lang: Lang) -> list[str]:
    """What stands in texts: the names of the pool, their words, with clitics before, and others."""
    names = [name for one in POOL for name in (one.names(lang).preferred, *one.names(lang).allowed)]
    found = [word for name in names for word in name.split()]
    return [*names, *found, *(f"و{word}" for word in found if lang == "ar"), *FILLERS[lang].split()]


def blocks(lang: Lang) -> st.SearchStrategy[list[str]]:
    """The blocks of an article."""
    return st.lists(st.lists(st.sampled_from(words(lang)), max_size=14).map(" ".join), min_size=1, max_size=4)


GLOSSARIES = st.lists(st.sampled_from(POOL), unique_by=lambda a: a.id, max_size=len(POOL))


@given(GLOSSARIES, blocks("ar"), blocks("en"))
def test_no_other_actor_changes_what_is_found(
    actors: list[Actor], original: list[str], translation: list[str]
) -> None:
    texts: dict[Lang, list[str]] = {"ar": original, "en": translation}
    kept = Relevance(actors).indexes_of({lang: words_of(texts[lang], lang) for lang in LANGS})
    few = [actors[index] for index in kept]
    for lang in LANGS:
        found, all_ = (Matcher(known, lang).find_in_article(texts[lang]) for known in (few, actors))
        assert found == all_


TEXT = {
    "ar": words_of(["قال جو بايدن إن أمريكا باقية."], "ar"),
    "en": words_of(["Joe Biden"], "en"),
}
BIDEN = POOL[[one.id for one in POOL].index("biden")]


def digest(*actors: Actor) -> str:
    return Relevance(actors).digest_of({"ar": TEXT["ar"], "en": TEXT["en"]})


def test_only_actors_whose_words_are_there_matter() -> None:
    ids = {POOL[index].id for index in Relevance(POOL).indexes_of({"ar": TEXT["ar"], "en": TEXT["en"]})}
    assert {"biden", "hunter", "usa"} <= ids  # بايدن alone may be either
    assert not ids & {"saleh", "ministry", "isis", "coalition", "iran", "yemen"}


def test_what_is_told_of_an_actor_and_where_he_stands_change_nothing() -> None:
    told = replace(BIDEN, line=7, wikidata="Q6279", was=("joe",), ar=replace(BIDEN.ar, sort="ب", reason="x"))
    assert digest(told) == digest(BIDEN)
    assert glossary_digest([told]) == glossary_digest([BIDEN])


@pytest.mark.parametrize(
    "changes",
    [
        {"ar": replace(BIDEN.ar, preferred="جوزيف بايدن")},
        {"ar": replace(BIDEN.ar, avoid={"بايدن": "short"})},
        {"en": replace(BIDEN.en, short="Biden")},
        {"en": replace(BIDEN.en, description="President of the United States")},  # whose body, if it were one
        {"needs_full_name": True},
        {"private": True},
        {"type": "place"},
        {"rules": (Rule("بايدن", near=("البيت الأبيض",)),)},  # the White House
    ],
)
def test_what_decides_where_he_is_named_changes_the_digest(changes: dict[str, Any]) -> None:
    changed = replace(BIDEN, **changes)
    assert digest(changed) != digest(BIDEN)
    assert glossary_digest([changed]) != glossary_digest([BIDEN])


def test_the_last_glossary_is_at_hand_for_whoever_asks_for_that_very_one() -> None:
    other = POOL[1:]
    known = relevance_of(POOL)
    assert relevance_of(POOL) is known
    assert relevance_of([*POOL]) is not known
    for actors in (other, POOL):
        assert relevance_of(actors).digest_of({"ar": TEXT["ar"], "en": TEXT["en"]}) == digest(*actors)
