"""Actors as they are read from a file: wrong glossaries, rules of disambiguation, hostile names."""

from itertools import product
from pathlib import Path

import pytest

from jisr.glossary import Matcher, read_actors
from jisr.model.diagnostics import JisrError, Severity
from jisr.model.glossary import Role


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
        ([A, B.replace("إيران", "العِراق")], 3, "one Arabic name", "apart"),
        ([A, B.replace("Iran", "Iraq")], 3, "one English name", "apart"),
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


@pytest.mark.parametrize("letters", ["تثجحخد", pytest.param("تثجحخدرزسش", marks=pytest.mark.soak)])
def test_as_many_actors_as_there_are_names(tmp_path: Path, letters: str) -> None:
    """Ten thousand in `make soak`."""
    names = [f"ن{a}{b} ال{c}{d}" for a, b, c, d in product(letters, repeat=4)]
    made = [f"id: a{n}, type: person, ar: {{name: {ar}}}, en: {{name: N{n}}}" for n, ar in enumerate(names)]
    actors, _ = read_actors(glossary(tmp_path, *made), tmp_path)
    assert len(actors) == len(letters) ** 4
    assert [m.actor for m in Matcher(actors, "ar").find(f"قال {names[777]} ذلك")] == ["a777"]


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
