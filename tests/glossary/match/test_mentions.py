"""Mentions of actors: cases written by hand, and what holds of every mention."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from jisr.glossary import Matcher, link_span, unnamed_actor_findings
from jisr.glossary.match import arabic_names
from jisr.glossary.match.gazetteer import gazetteer_actors
from jisr.glossary.match.peoples import demonyms, find_peoples
from jisr.model.diagnostics import Severity
from jisr.model.glossary import Actor, ActorNames, Rule
from jisr.model.languages import Lang
from tests.glossary.match.marked import matcher, unmark

ROOT = Path(__file__).parents[3]
CASES = ROOT / "tests/cases/actors"
Marked = tuple[int, int, str]


def marked_texts() -> Iterator[Any]:
    for path in sorted(CASES.glob("*.yml")):
        if path.stem != "glossary":
            for number, case in enumerate(yaml.safe_load(path.read_text("utf-8")), 1):
                yield pytest.param(
                    path.stem[:2], [case] if isinstance(case, str) else case, id=f"{path.stem}-{number}"
                )


@pytest.mark.parametrize(("lang", "blocks"), list(marked_texts()))
def test_cases(lang: Lang, blocks: list[str]) -> None:
    texts, expected = zip(*map(unmark, blocks), strict=True)
    found = matcher("tests/cases/actors/glossary.yml", lang).find_in_article(texts)
    assert [[_words(text, m) for m in marks] for text, marks in zip(texts, expected, strict=True)] == [
        [_words(text, (m.start, m.end, "~" * (m.kind == "demonym") + m.actor)) for m in mentions]
        for text, mentions in zip(texts, found, strict=True)
    ]


def _words(text: str, marked: Marked) -> tuple[int, str, str]:
    return marked[0], text[marked[0] : marked[1]], marked[2]


def rows(file: str) -> Iterator[Any]:
    for line in (CASES / file).read_text("utf-8").splitlines():
        if not line.startswith("#"):
            yield pytest.param(*line.split("\t"), id=line.replace("\t", " ")[:40])


def named(lang: Lang, names: ActorNames, kind: str, *texts: str) -> list[str]:
    """What the last of `texts` calls by its name an actor of these names."""
    other = ActorNames("-")
    actor = Actor("x", kind, *((names, other) if lang == "ar" else (other, names)))
    return [m.text for m in Matcher([actor], lang).find_in_article(texts)[-1] if m.kind == "name"]


@pytest.mark.parametrize(("lang", "kind", "name", "other", "own"), list(rows("places.tsv")))
def test_a_place_is_told_from_the_words_that_it_is_written_like(
    lang: Lang, kind: str, name: str, other: str, own: str
) -> None:
    assert named(lang, ActorNames(name), kind, other) == []
    assert len(named(lang, ActorNames(name), kind, own)) == own.count(name)


@pytest.mark.parametrize(("lang", "kind", "name", "text"), list(rows("written.tsv")))
def test_a_name_is_found_in_all_its_spellings(lang: Lang, kind: str, name: str, text: str) -> None:
    assert len(named(lang, ActorNames(name), kind, text)) == 1


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("تميم بن حمد آل ثاني", "تميم بن حمد"),
        ("سلمان بن عبد العزيز آل سعود", "سلمان بن عبد العزيز"),
        ("عبد الله الثاني بن الحسين", "عبد الله الثاني"),
    ],
)
def test_a_name_is_found_without_the_house_behind_the_fathers(name: str, short: str) -> None:
    names = ActorNames(name)
    assert named("ar", names, "person", f"زار {name} دمشق.", f"وقال الشيخ {short} ذلك.") == [short]
    assert named("ar", names, "person", f"وقال الشيخ {short} ذلك.") == []


@pytest.mark.parametrize(("name", "text", "words"), list(rows("peoples.tsv")))
def test_a_people_is_told_from_hands_first_names_and_neighbours(name: str, text: str, words: str) -> None:
    found = Matcher([Actor("x", "state", ActorNames(name), ActorNames("X"))], "ar").find(text)
    assert [m.text for m in found if m.kind == "demonym"] == words.split()


@pytest.mark.parametrize(("lang", "name", "short", "other", "own"), list(rows("bodies.tsv")))
def test_another_states_body_of_the_same_short_name_is_none(
    lang: Lang, name: str, short: str, other: str, own: str
) -> None:
    for before in ([], [f"{name}."]):
        assert named(lang, ActorNames(name, short=short), "organisation", *before, other) == []
        assert len(named(lang, ActorNames(name, short=short), "organisation", *before, own)) == 1


@pytest.mark.parametrize(("name", "short", "other", "own"), list(rows("persons_en.tsv")))
def test_another_of_the_family_is_none(name: str, short: str, other: str, own: str) -> None:
    assert named("en", ActorNames(name, short=short), "person", f"{name} spoke.", other) == []
    assert named("en", ActorNames(name, short=short), "person", f"{name} spoke.", own) == [short]


def test_the_description_says_whose_a_body_is() -> None:
    unity = ActorNames("حكومة الوحدة الوطنية", description="حكومة ليبية مقرها طرابلس.")
    assert named("ar", unity, "organisation", "أصدرت حكومة الوحدة الوطنية الفلسطينية بياناً.") == []
    assert named("ar", unity, "organisation", "أصدرت حكومة الوحدة الوطنية الليبية بياناً.")
    # beside a name that says whose it is, the adjective is somebody's name: the prime minister, al-Sudani
    assert named("ar", ActorNames("رئيس الوزراء العراقي"), "office", "قال رئيس الوزراء العراقي السوداني ذلك.")


@pytest.mark.parametrize(
    "state", ["كوريا الشمالية", "مقدونيا الشمالية", "الصحراء الغربية", "ساموا الأمريكية"]
)
def test_what_tells_a_state_from_its_neighbour_is_no_peoples_adjective(state: str) -> None:
    actor = Actor("x", "state", ActorNames(state), ActorNames("-"))
    last = state.rsplit(maxsplit=1)[-1]
    assert Matcher([actor], "ar").find(f"الحدود {last} هادئة.") == []


def test_all_that_peoples_are_called_in_english_is_found() -> None:
    called = {word: key for key, (_, english) in demonyms().items() for word in english}
    found = {word: [key for key, _ in find_peoples("en", f"The {word} team")] for word in called}
    assert all(found.values())
    assert list(find_peoples("en", "the ottoman and the polish")) == []


@pytest.mark.parametrize(
    ("lang", "kind", "name", "text"),
    [
        ("ar", "place", "خان يونس", "خانيونس"),
        ("ar", "place", "كفر نبل", "كفرنبل"),
        ("ar", "place", "كفرنبل", "كفر نبل"),
        ("ar", "place", "دير الزور", "ديرالزور"),
        ("ar", "person", "ذو الفقار علي بوتو", "ذوالفقار علي بوتو"),
        ("en", "organisation", "Syrian Civil Defence", "Syrian civil defence"),
    ],
)
def test_a_name_is_found_as_others_write_it(lang: Lang, kind: str, name: str, text: str) -> None:
    assert named(lang, ActorNames(name), kind, text) == [text]


def test_there_are_enough_cases() -> None:
    assert len(list(marked_texts())) >= 130


# --------------------------------------------------------------------------------------------- properties

PREFIXES = ("", "و", "ف", "ب", "ل", "ك", "وب", "ول", "فل", "وك")


@pytest.mark.parametrize("prefix", PREFIXES)
def test_every_name_is_found_behind_every_clitic(prefix: str) -> None:
    found = matcher("seeds/actors.yml", "ar")
    for actor in found.actors:
        name = actor.ar.preferred
        if prefix.endswith("ل") and name.startswith("ال"):
            name = "ل" + name[2:]
        text = f"ثم {prefix}{name} أمس في العراق"  # general names need the place
        assert (3, 3 + len(prefix + name), actor.id) in [
            (m.start, m.end, m.actor) for m in found.find(text)
        ], text


WORDS = """
العراق و لـ “داعش” داعش تنظيم التحالف الدولي ضد بايدن جو الرئيس الأمريكي إدارة فيلق القدس قائد القائد الأسبق
” « » السوداني محمد شياع (الإطار) التنسيقي ﻻ مُحمّد US al-Sudani’s ISIS. الأُمّة العراقيةالأمريكية
"""


@given(
    st.lists(st.lists(st.sampled_from(WORDS.split()), max_size=12).map(" ".join), max_size=4),
    st.sampled_from(["ar", "en"]),
)
def test_mentions_are_places_in_the_text(texts: list[str], lang: Lang) -> None:
    for text, mentions in zip(texts, matcher("seeds/actors.yml", lang).find_in_article(texts), strict=True):
        assert mentions == sorted(mentions, key=lambda m: (m.start, -m.end))
        for index, mention in enumerate(mentions):
            assert mention.text == text[mention.start : mention.end] != ""
            around = [m for m in mentions[:index] if m.end >= mention.end and m.start <= mention.start]
            assert mention.nested == bool(around)
            assert all(m.end <= mention.start or m in around for m in mentions[:index])
            start, end = link_span(text, mention)
            assert start == mention.start <= end - len(mention.text) <= start + 1


def test_link_span_closes_the_quotation() -> None:
    text = "ضد تنظيم «داعش» في «العراق»"
    group, state = matcher("seeds/actors.yml", "ar").find(text)
    assert text[slice(*link_span(text, group))] == "تنظيم «داعش»"
    assert text[slice(*link_span(text, state))] == "العراق"


@pytest.mark.parametrize(
    "line", (CASES / "surnames.tsv").read_text("utf-8").splitlines(), ids=lambda line: line.split("\t")[2]
)
def test_a_last_word_that_is_a_common_word_is_a_name_only_among_names(line: str) -> None:
    """How often the last word names the person, in a block behind the one that does so in full."""
    word, times, sentence = line.split("\t")
    name = f"جبران {word}"
    found = Matcher([Actor("x", "person", ActorNames(name), ActorNames("X"))], "ar")
    first, second = found.find_in_article([f"{name} حاضر هنا.", sentence])
    assert len(first) == 1
    assert len(second) == int(times)


@pytest.mark.parametrize(
    ("block", "found"),
    [
        ("القوات الأمريكية في العراق", ["forces_us"]),
        ("انسحبت القوات الأميركية من كركوك", ["forces_us"]),  # a place of Iraq's, another spelling
        ("شكّلت بغداد لجنة عسكرية عليا مع العراقيين", ["hmc"]),
        ("القوات الأمريكية في اليابان", []),
        ("القوات الأمريكية في اليابان، خلافاً للعراق", []),
        ("الانتخابات البرلمانية اللبنانية، خلافاً للعراق", []),
        ("جرت الانتخابات البرلمانية في بيروت وزارها وفد من البعثة الدبلوماسية الأمريكية", []),
        ("القوى السياسية الشيعية في لبنان", []),
        ("المليشيات الموالية لإيران في لبنان", []),  # its own name has a word more
        ("المليشيات الموالية لإيران في العراق", ["militias_pro_iran"]),
        ("القوى السياسية الشيعية في العراق", ["shia_currents"]),
    ],
)
def test_a_general_name_needs_its_place(block: str, found: list[str]) -> None:
    general = {
        "forces_us",
        "hmc",
        "mission_us",
        "parl_elections",
        "prov_elections",
        "bases_us",
        "shia_currents",
        "militias_pro_iran",
    }
    named = [m.actor for m in matcher("seeds/actors.yml", "ar").find(block)]
    assert [actor for actor in named if actor in general] == found


@pytest.mark.parametrize(
    ("blocks", "found"),
    [
        (["US forces in Iraq", "then US forces left"], "11"),
        (["Why Iraq?", "US forces left"], "01"),  # the title says where
        (["US forces in Japan", "US forces left; Iraq"], "01"),
        (["Egypt", "the Lebanese parliamentary elections, Japan’s parliamentary elections"], "00"),
        (["Iraq", "parliamentary elections in Lebanon, and the Egyptian parliamentary elections"], "00"),
        (["Iraq", "Japan’s parliamentary elections came. Japan's parliamentary elections went."], "00"),
        (["Iraq", "Iraq’s parliamentary elections came"], "01"),
        (["Iraq", "Elsewhere. Parliamentary elections, and in June parliamentary elections"], "02"),
    ],
)
def test_a_general_name_counts_near_its_place_or_after_its_name(blocks: list[str], found: str) -> None:
    general = {"forces_us", "parl_elections"}
    mentions = matcher("seeds/actors.yml", "en").find_in_article(blocks)
    assert "".join(str(sum(m.actor in general for m in ones)) for ones in mentions) == found


def test_two_of_one_surname() -> None:
    def person(key: str, ar: str) -> Actor:
        return Actor(key, "person", ActorNames(ar), ActorNames(key))

    found = Matcher([person("nouri", "نوري المالكي"), person("riad", "رياض المالكي")], "ar")
    blocks = ["قال نوري المالكي", "وقال المالكي", "وقال رياض المالكي", "ثم قال المالكي", "نوري المالكي"]
    assert [[m.actor for m in ms] for ms in found.find_in_article(blocks)] == [
        ["nouri"], ["nouri"], ["riad"], ["riad"], ["nouri"],
    ]  # fmt: skip
    assert [m.actor for m in found.find("نوري المالكي ثم المالكي ورياض المالكي ثم المالكي")] == [
        "nouri", "nouri", "riad", "riad",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("blocks", "meant"),
    [
        (["A title", "Ahmed Salem spoke", "before the elections"], ["judge"]),  # anywhere in the article
        (["The elections", "Ahmed Salem spoke", "and left"], ["judge"]),
        (["The elections", "Ahmed Salem read his poems"], ["poet"]),  # what stands nearest
        (["A title", "Ahmed Salem spoke", "at the river"], []),  # nothing tells
    ],
)
def test_whom_a_shared_name_means_any_block_of_the_article_tells(blocks: list[str], meant: list[str]) -> None:
    def bearers(*rules: Rule) -> list[Actor]:
        called = ActorNames("أحمد سالم"), ActorNames("Ahmed Salem")
        return [
            Actor(key, "person", *called, rules=(rule,))
            for key, rule in zip(("judge", "poet"), rules, strict=True)
        ]

    judge, poet = Rule("Ahmed Salem", ("elections",)), Rule("Ahmed Salem", ("poems",))
    found = Matcher(bearers(judge, poet), "en").find_in_article(blocks)
    assert [m.actor for mentions in found for m in mentions] == meant
    found = Matcher(bearers(judge, replace(poet, default=True)), "en").find_in_article(blocks)
    assert [m.actor for mentions in found for m in mentions] == (meant or ["poet"])


def test_whoever_stands_first_in_a_text_is_shown_beside_a_private_person() -> None:
    council = Actor("council", "organisation", ActorNames("مجلس الأهوار"), ActorNames("Marsh Council"))
    suad = Actor("suad", "person", ActorNames("سعاد الحلو"), ActorNames("Suad al-Helou"), private=True)
    found = Matcher([council, suad], "en").find("Marsh Council and Suad al-Helou of the Marsh Council")
    assert [(m.start, m.actor) for m in found] == [(0, "council"), (39, "council")]


def test_a_surname_within_the_full_name_of_somebody_else_is_a_part_of_it() -> None:
    names = {"ali": ActorNames("علي صالح", "صالح"), "mutlaq": ActorNames("صالح المطلق")}
    actors = [Actor(key, "person", ar, ActorNames(key)) for key, ar in names.items()]
    street = Actor("street", "place", ActorNames("شارع صالح المطلق"), ActorNames("street"))
    found = Matcher([*actors, street], "ar")
    blocks = ["قال علي صالح", "وقال صالح", "وقال صالح المطلق", "في شارع صالح المطلق"]
    assert [[(m.actor, m.nested) for m in ms] for ms in found.find_in_article(blocks)] == [
        [("ali", False)], [("ali", False)], [("mutlaq", False)], [("street", False), ("mutlaq", True)],
    ]  # fmt: skip


@pytest.mark.parametrize(
    "name", ["The [Right](x) <b>*Way*</b>", "George W. Bush", "St. Petersburg", "A & B/C", "X"]
)
def test_odd_names_are_found_as_they_are_written(name: str) -> None:
    found = Matcher([Actor("x", "organisation", ActorNames(name), ActorNames(name))], "en")
    (mention,) = found.find(f"That is {name}, they say.")
    assert mention.text in name


def test_actors_that_no_article_names_are_warnings() -> None:
    actors = matcher("seeds/actors.yml", "ar").actors[:3]
    (found,) = unnamed_actor_findings(actors, {actors[0].id, actors[2].id})
    assert (found.line, found.severity, found.text) == (
        actors[1].line,
        Severity.WARNING,
        actors[1].ar.preferred,
    )


def test_a_word_of_a_text_leads_to_all_names_that_it_may_begin_in_their_order() -> None:
    trie = Matcher(gazetteer_actors(), "ar")._lexicon
    expected: dict[str, list[tuple[int, str]]] = {}
    for word, node in trie.first.items():
        for token, prefix in arabic_names.prefix_splits(word):
            expected.setdefault(token, []).append((id(node), prefix))
    assert {
        token: [(id(node), prefix) for node, prefix in trie.enter(token)] for token in expected
    } == expected
    assert not trie.enter("كلمة")  # "a word"
