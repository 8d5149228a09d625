"""The glossary and the mentions: cases written by hand, the gold annotation of the seed, wrong glossaries."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from jisr.glossary import Matcher, link_span, read_actors, unnamed_actor_findings
from jisr.model.diagnostics import JisrError, Severity
from jisr.model.glossary import Actor, ActorNames, Mention, Role
from jisr.model.source import Lang

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests/cases/actors"
Marked = tuple[int, int, str]

# ------------------------------------------------------------------------------------------- cases by hand


@cache
def matcher(glossary: str, lang: Lang) -> Matcher:
    return Matcher(read_actors(ROOT / glossary, ROOT)[0], lang)


def unmark(marked: str) -> tuple[str, list[Marked]]:
    """`[words|actor]` → the bare text and its (start, end, actor), outer ones first."""
    text, open_, found = "", [], []
    for part in re.split(r"(\[|\|~?\w+\])", marked):
        if part == "[":
            open_.append(len(text))
        elif part.startswith("|") and open_:
            found.append((open_.pop(), len(text), part[1:-1]))
        else:
            text += part
    assert not open_, f"a bracket is left open: {marked}"
    return text, sorted(found, key=lambda m: (m[0], -m[1]))


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


def test_there_are_enough_cases() -> None:
    assert len(list(marked_texts())) >= 130


# -------------------------------------------------------------------------------------------------- gold


def test_gold(record_property: Callable[[str, object], None]) -> None:
    """Names, offices and events of the seed, place by place; the descriptions but for القواعد العراقية."""
    gold = json.loads((ROOT / "tests/fixtures/gold/seed_gold.json").read_text("utf-8"))["mentions"]
    found = seed_mentions()
    spans = {(m.actor, m.start, m.end) for m in found}
    recall = {}
    for kind in ("name", "office", "event", "description", "demonym"):
        wanted = {(m["id"], m["start"], m["end"]) for m in gold if m["kind"] == kind}
        recall[kind] = len(wanted & spans) / len(wanted)
        record_property(f"recall of {kind}", recall[kind])
    precision = {}
    for found_kind in ("name", "demonym"):
        ours = {(m.actor, m.start, m.end) for m in found if m.kind == found_kind}
        precision[found_kind] = len(ours & {(m["id"], m["start"], m["end"]) for m in gold}) / len(ours)
        record_property(f"precision of {found_kind}", precision[found_kind])
    assert min(recall.values()) >= 0.95, recall
    assert min(precision.values()) >= 0.95, precision


def test_gold_nesting() -> None:
    gold = json.loads((ROOT / "tests/fixtures/gold/seed_gold.json").read_text("utf-8"))["mentions"]
    nested = {(m["id"], m["start"], m["end"]): m["nested"] for m in gold}
    # Within mentions that are none for us: القواعد العراقية has no page, نظيره الأمريكي is no name.
    left_out = {("iraq", 949, 957), ("us", 4106, 4114)}
    for mention in seed_mentions():
        place = (mention.actor, mention.start, mention.end)
        assert place in left_out or nested[place] == mention.nested, mention


@cache
def seed_mentions() -> tuple[Mention, ...]:
    """The mentions in the seed line by line, placed in the whole."""
    text = (ROOT / "seeds/iraq-ending-coalition-role.txt").read_text("utf-8")
    lines = text.split("\n")
    starts = accumulate((len(line) + 1 for line in lines), initial=0)
    found = matcher("seeds/actors.yml", "ar").find_in_article(lines)
    return tuple(
        replace(m, start=m.start + start, end=m.end + start)
        for start, mentions in zip(starts, found, strict=False)
        for m in mentions
    )


@pytest.mark.parametrize("shorts", [True, False])
def test_bare_names_suffice_for_the_seed(*, shorts: bool) -> None:
    """Without one alias: only names (and short forms and demonyms as any editor would write them)."""
    actors, _ = read_actors(ROOT / "seeds/actors.yml", ROOT)
    bare = [
        Actor(
            a.id,
            a.type,
            ActorNames(a.ar.preferred, a.ar.short, also_short=a.ar.also_short, demonyms=a.ar.demonyms)
            if shorts
            else ActorNames(a.ar.preferred),
            a.en,
            a.needs_full_name,
        )
        for a in actors
    ]
    lines = (ROOT / "seeds/iraq-ending-coalition-role.txt").read_text("utf-8").split("\n")
    starts = accumulate((len(line) + 1 for line in lines), initial=0)
    found = Matcher(bare, "ar").find_in_article(lines)
    ours = {(m.actor, m.start + at, m.end + at) for at, ms in zip(starts, found, strict=False) for m in ms}
    gold = json.loads((ROOT / "tests/fixtures/gold/seed_gold.json").read_text("utf-8"))["mentions"]
    every = {(m["id"], m["start"], m["end"]) for m in gold}
    wanted = {
        (m["id"], m["start"], m["end"]) for m in gold if m["kind"] in ("name", "office", "event", "demonym")
    }
    assert len(ours & wanted) >= 0.95 * len(wanted)
    assert len(ours & every) >= 0.95 * len(ours)


# --------------------------------------------------------------------------------- articles of other regions


@pytest.mark.parametrize("which", ["dev", "held", "fresh", "blind", "later"])
def test_articles_of_other_regions(which: str) -> None:
    """Names almost without aliases, in articles annotated beforehand.

    `fresh` came when the matcher was done, `blind` after many changes to it (found before it was mended for
    them: .975 at .934), and `later` when it had been mended for `blind`, and not since.
    """
    found_well = found = wanted = 0
    for path in sorted((ROOT / "tests/cases/news").glob(f"{which}_*.text.yml")):
        texts, expected = zip(*map(unmark, yaml.safe_load(path.read_text("utf-8"))), strict=True)
        names = path.with_suffix("").with_suffix(".actors.yml").relative_to(ROOT).as_posix()
        found_here = matcher(names, "ar").find_in_article(texts)
        ids = {actor.id for actor in matcher(names, "ar").actors}
        for marks, mentions in zip(expected, found_here, strict=True):
            gold = {mark for mark in marks if mark[2].lstrip("~") in ids}
            ours = {(m.start, m.end, "~" * (m.kind == "demonym") + m.actor) for m in mentions}
            found_well += len(gold & ours)
            found += len(ours)
            wanted += len(gold)
    assert wanted > 50
    assert found_well >= 0.95 * wanted
    assert found_well >= 0.95 * found


@pytest.mark.parametrize("which", ["blind", "later"])
def test_articles_of_other_regions_in_english(which: str) -> None:
    """Careful translations of some of them; `later` came when the matcher had been mended for `blind`."""
    found_well = found = wanted = 0
    for path in sorted((ROOT / "tests/cases/news").glob(f"{which}_*.text.en.yml")):
        texts, expected = zip(*map(unmark, yaml.safe_load(path.read_text("utf-8"))), strict=True)
        names = path.with_name(path.name.replace(".text.en.yml", ".actors.yml")).relative_to(ROOT).as_posix()
        for marks, mentions in zip(expected, matcher(names, "en").find_in_article(texts), strict=True):
            ours = {(m.start, m.end, "~" * (m.kind == "demonym") + m.actor) for m in mentions}
            found_well += len(ours & set(marks))
            found += len(ours)
            wanted += len(marks)
    assert wanted > 50
    assert found_well >= 0.95 * wanted
    assert found_well >= 0.95 * found


def test_every_actor_of_the_glossary_is_named_in_both_languages() -> None:
    draft = (ROOT / "tests/fixtures/drafts/iraq-ending-coalition-role.en.md").read_text("utf-8")
    english = {m.actor for m in matcher("seeds/actors.yml", "en").find(draft)}
    arabic = {m.actor for m in seed_mentions()}
    assert arabic == english == {a.id for a in matcher("seeds/actors.yml", "ar").actors}


def test_glossary_is_complete() -> None:
    actors, findings = read_actors(ROOT / "seeds/actors.yml", ROOT)
    assert not findings
    for actor in actors:
        assert actor.ar.description.endswith(".")
        assert actor.en.description.endswith(".")


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


# -------------------------------------------------------------------------------------- wrong glossaries


def glossary(tmp_path: Path, *entries: str) -> Path:
    (tmp_path / "seeds").mkdir()
    path = tmp_path / "seeds/actors.yml"
    path.write_text("actors:\n" + "".join(f"  - {{{entry}}}\n" for entry in entries), "utf-8")
    return path


A = "id: a, type: state, ar: {name: العراق}, en: {name: Iraq}"
B = "id: b, type: state, ar: {name: إيران}, en: {name: Iran}"


@pytest.mark.parametrize(
    ("entries", "line", "says", "remedy"),
    [
        ([A, A.replace("العراق", "إيران").replace("Iraq", "Iran")], 3, "one id", "another id"),
        ([A, B.replace("إيران", "العِراق")], 3, "one ar name", "apart"),
        ([A, B.replace("Iran", "Iraq")], 3, "one en name", "apart"),
        ([A.replace("name: العراق", "nam: العراق")], 2, "unknown key", "name"),
        ([A.replace("type: state", "type: staat")], 2, "must be one of", "state"),
        ([A + ", needs-fullname: true"], 2, "unknown key", "needs-full-name"),
        ([A.replace("id: a", "id: ../a")], 2, "has not the form", "small Latin letters"),
        ([A + ", roles: [{office: b, from: 2020-13, source: x}]"], 2, "has not the form", "2022-10-27"),
        *(
            ([A.replace("id: a", f"id: {id_}")], 2, "has not the form", "mean something else to MkDocs")
            for id_ in ("index", "readme", "con", "prn", "aux", "nul", "com1", "lpt9")
        ),
        ([A + ", was: [index]"], 2, "has not the form", "mean something else to MkDocs"),
        ([A.replace("name: العراق", "name: ''")], 2, "name", ""),
        *(
            ([A.replace("name: العراق", f"name: {name}")], 2, says, remedy)
            for name, says, remedy in (
                ("'«…»'", "without a letter", "write it out"),
                *((name, "single letter", "write it out") for name in ("و", "'«ب»'")),
                *((name, "only a prefix", "write it out") for name in ("ال", "وال", "لِل")),
                ('"العراق\\nإيران"', "has not the form", "one line"),
            )
        ),
        ([A.replace("name: Iraq", "name: I")], 2, "single letter", ""),
        ([A.replace("name: العراق", "name: '…'")], 2, "without a letter", ""),
        ([A + ", part-of: [c]"], 2, "not there", "add it"),
        ([A + ", part-of: [b]", B + ", part-of: [a]"], 2, "circle", "remove"),
        (["id: a, type: state, ar: {name: العراق}"], 2, "en", ""),
    ],
)
def test_wrong_glossaries(tmp_path: Path, entries: list[str], line: int, says: str, remedy: str) -> None:
    path = glossary(tmp_path, *entries)
    with pytest.raises(JisrError) as caught:
        read_actors(path, tmp_path)
    finding = caught.value.findings[0]
    assert finding.file == "seeds/actors.yml"
    assert finding.line == line
    assert says in finding.message
    assert remedy in finding.remedy


PERSON = "type: person, ar: {name: محمد العربي}, en: {name: %s}"
RULED = "disambiguate: [{name: محمد العربي, near: [%s]}]"


def test_a_rule_settles_a_shared_name(tmp_path: Path) -> None:
    path = glossary(
        tmp_path,
        f"id: a, {PERSON % 'Mohamed Larbi'}, {RULED % 'الجزائر, حزب العمل'}",
        f"id: b, {PERSON % 'Mohammed al-Arabi'}, {RULED % 'الرياض'}",
        f"id: c, {PERSON % 'Mohammed Arabi'}, disambiguate: [{{name: محمد العربي, default: true}}]",
    )
    actors, findings = read_actors(path, tmp_path)
    assert findings == []
    found = Matcher(actors, "ar")
    for blocks, ids in (
        (["قال محمد العربي في الجزائر"], "a"),
        (["قال محمد العربي لحزب العمل"], "a"),
        (["في الرياض قال محمد العربي"], "b"),
        (["من والرياض", "قال محمد العربي"], " b"),
        (["من الرياض", "قال محمد العربي في الجزائر", "ثم محمد العربي من الرياض"], " ab"),
        (["قال محمد العربي"], "c"),
        (["قال محمد العربي في الجزائرية"], "c"),
    ):
        assert ["".join(m.actor for m in ms) or " " for ms in found.find_in_article(blocks)] == list(ids), (
            blocks
        )


def test_a_rule_for_one_of_two_settles_an_alias(tmp_path: Path) -> None:
    path = glossary(
        tmp_path,
        A.replace("العراق}", "العراق, aliases: [البلاد]}"),
        B.replace("إيران}", "إيران, aliases: [البلاد]}") + ", disambiguate: [{name: البلاد, near: [طهران]}]",
    )
    actors, findings = read_actors(path, tmp_path)
    assert findings == []
    found = Matcher(actors, "ar")
    assert [m.actor for m in found.find("البلاد")] == ["a"]
    assert [m.actor for m in found.find("البلاد من طهران")] == ["b"]


OFFICE = "id: o, type: office, ar: {name: وزير}, en: {name: Minister}"


def test_everything_that_can_be_said_of_an_actor(tmp_path: Path) -> None:
    person = """id: a, type: person, was: [old_a], source: [x, y],
      ar: {name: أب, reason: كذا, source: z}, en: {name: Ab, avoid: {B: no, C: {reason: loaded, source: s}}},
      roles: [{office: o, from: 2019, to: 2020-05-01, source: s}, {title: {ar: ب, en: B}, source: [s, t]}]"""
    (actor, _), findings = read_actors(glossary(tmp_path, person, OFFICE), tmp_path)
    assert findings == []
    assert (actor.was, actor.source, actor.ar.reason, actor.ar.source) == (("old_a",), "x; y", "كذا", "z")
    assert actor.en.avoid == {"B": "no", "C": "loaded (s)"}
    assert actor.roles == (
        Role("o", {}, "2019", "2020-05-01", "s"),
        Role("", {"ar": "ب", "en": "B"}, "", "", "s; t"),
    )


@pytest.mark.parametrize(
    ("role", "says"),
    [
        ("{office: a, source: s}", "no actor of the type office"),
        ("{office: nobody, source: s}", "no actor of the type office"),
        ("{office: o}", "source"),
        ("{source: s}", "office"),
        ("{office: o, source: s, from: 2020-05, to: 2019}", "ends before it begins"),
        ("{office: o, source: s, from: May 2020}", "from"),
        ("{office: o, source: s, since: 2020}", "unknown key"),
    ],
)
def test_wrong_roles(tmp_path: Path, role: str, says: str) -> None:
    path = glossary(tmp_path, f"{A}, roles: [{role}]", OFFICE)
    with pytest.raises(JisrError) as caught:
        read_actors(path, tmp_path)
    assert caught.value.findings[0].line == 2
    assert says in str(caught.value)


@pytest.mark.parametrize("was", ["b", "a", "c"])
def test_a_former_id_is_nobodys_id(tmp_path: Path, was: str) -> None:
    path = glossary(tmp_path, f"{A}, was: [{was}]", f"{B}, was: [c]")
    with pytest.raises(JisrError, match="a former id that is in use"):
        read_actors(path, tmp_path)


HOSTILE = ["<script>alert(1)</script>", "[a](b/c)", "**b** & <i>c</i>", "{{ xy }}", "<!-- #p7 -->"]


@pytest.mark.parametrize("name", HOSTILE)
def test_markdown_and_html_in_names_are_letters(tmp_path: Path, name: str) -> None:
    path = glossary(tmp_path, f"id: a, type: state, ar: {{name: 'ع {name}'}}, en: {{name: '{name}'}}")
    (actor,), _ = read_actors(path, tmp_path)
    assert actor.en.preferred == name
    (found,) = Matcher([actor], "en").find(f"It is {name} indeed.")
    assert found.text.strip("<[*{!-# ") in name


def test_actors_that_no_article_names_are_warnings() -> None:
    actors = matcher("seeds/actors.yml", "ar").actors[:3]
    (found,) = unnamed_actor_findings(actors, {actors[0].id, actors[2].id}, "seeds/actors.yml")
    assert (found.line, found.severity, found.text) == (
        actors[1].line,
        Severity.WARNING,
        actors[1].ar.preferred,
    )


def test_ten_thousand_actors(tmp_path: Path) -> None:
    names = [f"ن{a}{b} ال{c}{d}" for a in LETTERS for b in LETTERS for c in LETTERS for d in LETTERS]
    made = [f"id: a{n}, type: person, ar: {{name: {ar}}}, en: {{name: N{n}}}" for n, ar in enumerate(names)]
    actors, _ = read_actors(glossary(tmp_path, *made), tmp_path)
    assert len(actors) == 10_000
    assert [m.actor for m in Matcher(actors, "ar").find(f"قال {names[7777]} ذلك")] == ["a7777"]


LETTERS = "تثجحخدرزسش"


def test_an_alias_of_two_is_a_warning(tmp_path: Path) -> None:
    path = glossary(
        tmp_path,
        A.replace("العراق}", "العراق, aliases: [البلاد]}"),
        B.replace("إيران}", "إيران, short: البلاد}"),
    )
    actors, findings = read_actors(path, tmp_path)
    assert len(actors) == 2
    assert [(f.severity, f.line) for f in findings] == [(Severity.WARNING, 3)]


def test_no_glossary_is_an_empty_one(tmp_path: Path) -> None:
    assert read_actors(tmp_path / "actors.yml", tmp_path) == ((), [])


def test_keys_have_two_spellings(tmp_path: Path) -> None:
    names = "preferred: الإطار التنسيقي, short: [الإطار, التنسيقي], allowed: [إطار التنسيق]"
    path = glossary(
        tmp_path, f"id: a, type: bloc, needs_full_name: true, ar: {{{names}}}, en: {{name: Framework}}"
    )
    (actor,), _ = read_actors(path, tmp_path)
    assert actor.needs_full_name
    assert (actor.ar.short, actor.ar.also_short, actor.ar.allowed) == (
        "الإطار",
        ("التنسيقي",),
        ("إطار التنسيق",),
    )
