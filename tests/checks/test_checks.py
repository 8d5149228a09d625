"""Every check on its cases, and what is read from the project."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jisr import checks
from jisr.app import pipeline
from jisr.checks.builder_settings import REFUSED
from jisr.cli import main
from jisr.model.diagnostics import Severity
from jisr.model.ledger import State
from jisr.model.settings import LookSettings, Settings
from jisr.model.source import Kind, Meta
from tests.checks.editions import actors_of, careless, edition_of, only, read_cases, terms_of
from tests.project import TODAY, Project, edit

ROOT = Path(__file__).parents[2]


def all_cases() -> Iterator[Any]:
    for name in checks.CHECKS:
        if name != "length":  # needs a publication; tested below
            for case in read_cases(name):
                yield pytest.param(name, case, id=f"{name}: {case['name']}")


# --- each check --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "case"), list(all_cases()))
def test_a_check_finds_what_its_case_says(name: str, case: dict[str, Any], tmp_path: Path) -> None:
    blocks = [(ar, en) for ar, en in case["blocks"]] if "blocks" in case else [(case["ar"], case["en"])]
    made = edition_of(
        blocks,
        actors=actors_of(case, tmp_path),
        terms=terms_of(case, tmp_path),
        kind=Kind(case.get("kind", "paragraph")),
        lead=case.get("lead", False),
        body=case.get("body", ""),
        files=case.get("files"),
        facts=case.get("facts"),
        rendered=case.get("rendered"),
    )
    found = only(name, made)
    assert len(found) == len(case["finds"]), found
    assert [f.text for f in found] == case.get("texts", [f.text for f in found])
    for finding, words in zip(found, case["finds"], strict=True):
        assert words in finding.message
        assert finding.check == name
        assert finding.remedy
        assert finding.severity is checks.CHECKS[name].severity


@pytest.mark.parametrize("name", [name for name in checks.CHECKS if name != "length"])
def test_every_check_has_a_case_that_passes_and_one_that_fails(name: str) -> None:
    outcomes = {bool(case["finds"]) for case in read_cases(name)}
    assert outcomes == {True, False}
    assert re.fullmatch(r"[A-Z].{5,70}[^.]", checks.CHECKS[name].title)


@given(st.integers(3, 10**12), st.sampled_from(["0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹"]))
def test_a_number_is_the_same_in_all_digits_and_no_other(number: int, digits: str) -> None:
    written = f"{number:,}".translate({ord(c): digits[i] for i, c in enumerate("0123456789")} | {44: "٬"})
    original = f"بلغ العدد {written} نسمة."  # the number came to … inhabitants
    assert not only("numbers", edition_of([(original, f"It came to {number:,} inhabitants.")]))
    assert only("numbers", edition_of([(original, f"It came to {number + 1:,} inhabitants.")]))


def test_a_page_that_is_made_of_a_seed_is_corrected_there() -> None:
    page = "<!-- #p1 -->\n![](map.png) [a](none.md) [b](#p9) ![](https://x.example/a.png)\n"
    found = only("links", edition_of([("قال.", "He said.")], files={"docs/ar/articles/a.md": page}))
    assert [finding.remedy for finding in found] == [
        "correct it in the seed, which this page is made from"
    ] * 4


def test_a_length_is_compared_with_the_publication_s_own() -> None:
    original = (
        "يرى مراقبون أن البرلمان لن يصوّت على قانون الانتخابات قبل نهاية العام الجاري. "  # no vote this year
    )
    translation = "Observers hold that the parliament will not vote on the electoral law this year. "
    usual = [(original * (n % 3 + 1), translation * (n % 3 + 1)) for n in range(20)]
    assert not only("length", edition_of(usual))
    assert not only(
        "length", edition_of([*usual[:5], (original * 4, translation)])
    )  # too few to know what is usual
    long = original.replace(".", "،")
    found = only("length", edition_of([*usual, (long * 4, translation)]))
    assert [f.key for f in found] == ["p21"]
    assert "times shorter" in found[0].message


def test_a_sentence_that_is_left_out_shows_in_their_number_and_the_length() -> None:
    # the delegation arrived; he met the minister; the talks were constructive
    original = "وصل الوفد إلى العاصمة صباح اليوم. والتقى الوزير في مكتبه بحضور السفير. "
    original += "وقال المتحدث إن المباحثات كانت بناءة."
    first = "The delegation arrived in the capital this morning"
    second = "he met the minister in his office in the presence of the ambassador"
    third = "The spokesman said the talks had been constructive."
    usual = [(original, f"{first}. {second.capitalize()}. {third}")] * 20
    assert not only("length", edition_of([*usual, (original, f"{first}, where {second}. {third}")]))
    (found,) = only("length", edition_of([*usual, (original, f"{first}. {third}")]))
    assert found.key == "p21"
    assert found.message == "2 sentences for 3 in the Arabic, and short for it"
    assert not only("length", edition_of([*usual[:5], (original, f"{first}. {third}")]))
    # vowel marks are no letters that a translation lacks
    marked = "".join(letter + "\u064e" * (letter in "رسمنلب") for letter in original)
    assert not only("length", edition_of([*usual, (marked, f"{first}, where {second}. {third}")]))


def test_blocks_without_english_are_not_checked() -> None:
    assert not checks.run(edition_of([("قُتل 12 جندياً.", "")], state=State.MISSING))


def test_an_error_in_a_machine_s_draft_is_a_warning() -> None:
    made = edition_of([("قُتل 12 جندياً.", "21 soldiers were killed.")], state=State.DRAFT)
    assert [f.severity for f in only("numbers", made)] == [Severity.WARNING]


def test_a_finding_names_the_line_of_the_english_page() -> None:
    made = edition_of([("قال.", "He said."), ("قال.\n\nقُتل 12 جندياً.", "He said.\n\nSome 21 were killed.")])
    found = only("numbers", made)
    assert [(f.file, f.line, f.key) for f in found] == [("docs/en/articles/a.md", 7, "p2")]


def test_terms_of_the_project_are_checked_and_broken_ones_reported(tmp_path: Path) -> None:
    project = careless(tmp_path)
    terms = project.root / "seeds" / "terms.yml"
    terms.write_text("terms: [{id: base, ar: {name: قاعدة}, en: {name: base}}]\n", "utf-8")
    found = pipeline.check(project.root).result.findings
    assert [f.message for f in found if f.check == "terms"] == ["القاعدة is not worded as base"]
    terms.write_text("terms: [{id: base}]\n", "utf-8")
    found = pipeline.check(project.root).result.findings
    assert {f.file for f in found if f.severity is Severity.ERROR and "terms" in f.file} == {
        "seeds/terms.yml"
    }


# --- the whole project -------------------------------------------------------------------------------------


def test_what_is_held_back_from_readers_is_checked_too(tmp_path: Path) -> None:
    project = careless(tmp_path)
    settings = project.root / "mkdocs.yml"
    edit(settings, "  jisr: {}", "  jisr: {publish: approved}")
    assert [f.check for f in pipeline.check(project.root).result.findings] == ["numbers"]


def test_an_arabic_page_edited_by_hand_is_an_error_of_check(tmp_path: Path) -> None:
    project = careless(tmp_path)
    edit(project.original(), "12 جندياً", "13 جندياً")
    found = pipeline.check(project.root).result.findings
    assert {(f.check, f.severity) for f in found} == {
        ("arabic-page", Severity.ERROR),
        ("numbers", Severity.ERROR),
    }


# --- what is set up ----------------------------------------------------------------------------------------


def test_topics_and_series_have_names_in_both_languages() -> None:
    made = edition_of([("قال.", "He said.")], files={"seeds/a.yml": "author: x\ntopics: [مياه, oil, gas]\n"})
    head = replace(made.heads[0], meta=Meta(topics=("مياه", "oil", "gas"), series="dams"))
    names = {"water": {"ar": "مياه", "en": "Water"}, "oil": {"ar": "نفط"}}  # water, oil
    made = replace(
        made,
        heads=(head, head),
        settings=Settings(Path(), topics=names, series={"dams": {"ar": "سدود", "en": "Dams"}}),
    )
    found = only("settings", made)
    assert {(f.file, f.line) for f in found} == {("seeds/a.yml", 2)}
    said = [(f.text, f.message.rpartition("in ")[2]) for f in found]
    assert sorted(said) == [("gas", "Arabic and English"), ("oil", "English")]
    found = only("settings", replace(made, settings=Settings(Path(), topics=names)))
    assert [f.text for f in found if "a series" in f.message] == ["dams"]


def test_authors_have_a_name_that_readers_of_english_can_read() -> None:
    made = edition_of([("قال.", "He said.")], files={"seeds/a.yml": "topics: []\nauthor: ربى حداد\n"})
    authors = (
        {"ar": "ربى حداد"},
        {"ar": "ربى", "en": "ربى حداد"},
        {"ar": "هادي", "en": "Hadi"},
        {"ar": "Reuters"},
    )
    heads = tuple(replace(made.heads[0], meta=Meta(author=author)) for author in authors)
    (found,) = only("settings", replace(made, heads=heads))
    assert only("settings", replace(made, heads=heads[1:])) == [found], (
        "Arabic letters are no name in English"
    )
    assert only("settings", replace(made, heads=heads[2:])) == []
    assert (found.file, found.line, found.text) == ("seeds/a.yml", 2, "ربى حداد")
    assert found.remedy == "write in seeds/a.yml: author: {ar: ربى حداد, en: …}"


def test_a_look_that_cannot_be_read_or_is_not_there_is_named(tmp_path: Path) -> None:
    (tmp_path / "overrides/assets/fonts").mkdir(parents=True)
    (tmp_path / "overrides/assets/fonts/own.woff2").write_bytes(b"")
    look = LookSettings(
        "#ff9900",
        "",
        "assets/images/none.svg",
        {"ar": "assets/fonts/own.woff2", "en": "assets/fonts/x.woff2"},
    )
    lines: dict[tuple[str | int, ...], int] = {
        ("look", "colour"): 7,
        ("look", "logo"): 8,
        ("look", "fonts"): 9,
    }
    made = replace(edition_of([("قال.", "He said.")]), settings=Settings(tmp_path, look=look, lines=lines))
    assert [(f.line, f.text) for f in only("settings", made)] == [
        (7, "#ff9900"),
        (8, "assets/images/none.svg"),
        (9, "assets/fonts/x.woff2"),
    ]
    assert "a contrast of 1.9 to 1" in only("settings", made)[0].message


def test_a_logo_that_is_not_published_is_named(tmp_path: Path) -> None:
    look = LookSettings(logo="assets/images/logo.svg")
    made = replace(edition_of([("قال.", "He said.")]), settings=Settings(tmp_path, look=look))
    logo = tmp_path / "overrides" / look.logo
    logo.parent.mkdir(parents=True)
    logo.write_text('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "utf-8")
    (finding,) = only("settings", made)
    assert (finding.file, finding.text) == ("mkdocs.yml", look.logo)
    assert "onload" in finding.message
    assert finding.remedy
    logo.write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', "utf-8")
    assert only("settings", made) == []


def test_what_would_be_published_so_is_an_error_in_ci_and_a_warning_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    project = Project(tmp_path / "project")
    project.seed()
    edit(project.root / "mkdocs.yml", "example.org", "jisr.example")
    pipeline.sync_articles(project.root, TODAY)
    run = ["--project", str(project.root), "check"]
    monkeypatch.delenv("CI", raising=False)
    assert main.main(run) == 0
    assert "mkdocs.yml:2: warning: site_url is still a placeholder" in capsys.readouterr().err
    monkeypatch.setenv("CI", "true")
    assert main.main(run) == 1
    assert "mkdocs.yml:2: error: site_url is still a placeholder" in capsys.readouterr().err


def test_the_readme_names_all_settings_that_do_nothing() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    (row,) = re.findall(r"(?m)^\| (.*) \| do nothing;", readme)
    assert re.findall(r"`([^`]+)`", row) == list(REFUSED)
