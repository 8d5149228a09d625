"""The checks: each on its cases, all on human translations, silence, outputs, and hostile text."""

import json
import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import polib
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import bench_checks
from jisr import checks
from jisr.app import editorial, pipeline
from jisr.checks.context import CheckContext
from jisr.cli import formats, main, pr_summary
from jisr.glossary import read_actors, read_terms
from jisr.markup.markdown_text import format_marker
from jisr.model.diagnostics import Finding, JisrError, Severity
from jisr.model.glossary import Actor, Term
from jisr.model.ledger import Entry, Ledger, State, SyncResult
from jisr.model.publication import Article, BilingualBlock
from jisr.model.settings import Settings
from jisr.model.source import Block, Document, Kind, Meta
from jisr.translation import ledger
from tests.project import TODAY, Project, edit
from tests.steps import ending, growth

CASES = Path(__file__).parents[1] / "cases" / "checks"
FIXTURE = Path(__file__).parents[1] / "fixtures" / "drafts" / "iraq-ending-coalition-role.en.md"
ROOT = Path(__file__).parents[2]


def read_cases(name: str) -> list[dict[str, Any]]:
    cases: list[dict[str, Any]] = yaml.safe_load((CASES / f"{name}.yml").read_text("utf-8"))
    return cases


def all_cases() -> Iterator[Any]:
    for name in checks.CHECKS:
        if name != "length":  # needs a publication; tested below
            for case in read_cases(name):
                yield pytest.param(name, case, id=f"{name}: {case['name']}")


def actors_of(case: dict[str, Any], folder: Path) -> list[Actor]:
    if "actors" not in case:
        return []
    file = folder / "actors.yml"
    file.write_text(yaml.safe_dump({"actors": case["actors"]}, allow_unicode=True), "utf-8")
    actors, findings = read_actors(file, folder)
    assert not findings
    return list(actors)


def terms_of(case: dict[str, Any], folder: Path) -> tuple[Term, ...]:
    if "terms" not in case:
        return ()
    file = folder / "terms.yml"
    file.write_text(yaml.safe_dump({"terms": case["terms"]}, allow_unicode=True), "utf-8")
    return read_terms(file, folder)


def edition_of(
    blocks: list[tuple[str, str]],
    *,
    actors: list[Actor] | None = None,
    terms: tuple[Term, ...] = (),
    state: State = State.EDITED,
    kind: Kind = Kind.PARAGRAPH,
    lead: bool = False,
    body: str = "",
    files: dict[str, str] | None = None,
    rendered: list[str] | None = None,
    facts: dict[str, str] | None = None,
) -> CheckContext:
    passages = tuple(
        BilingualBlock(
            Block(kind, ar, key=f"p{n}", lead=lead, number=1 if lead else 0),
            Entry(f"p{n}", ar, en, state, facts=facts or {}),
            en,
        )
        for n, (ar, en) in enumerate(blocks, 1)
    )
    page = "".join(f"{format_marker(p.key)}\n{body or p.english}\n\n" for p in passages)
    given = {"docs/en/articles/a.md": page} | (files or {})
    article = Article("a", "seeds/a.txt", Meta(), passages)
    return checks.make_context(
        [article], actors or [], Settings(Path()), given, lambda: rendered or [], terms
    )


def only(name: str, edition: CheckContext) -> list[Finding]:
    return checks.run(edition, {name: checks.CHECKS[name]})


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
    arabic = f"بلغ العدد {written} نسمة."  # the number came to … inhabitants
    assert not only("numbers", edition_of([(arabic, f"It came to {number:,} inhabitants.")]))
    assert only("numbers", edition_of([(arabic, f"It came to {number + 1:,} inhabitants.")]))


def test_a_length_is_compared_with_the_publication_s_own() -> None:
    arabic = (
        "يرى مراقبون أن البرلمان لن يصوّت على قانون الانتخابات قبل نهاية العام الجاري. "  # no vote this year
    )
    english = "Observers hold that the parliament will not vote on the electoral law this year. "
    usual = [(arabic * (n % 3 + 1), english * (n % 3 + 1)) for n in range(20)]
    assert not only("length", edition_of(usual))
    assert not only(
        "length", edition_of([*usual[:5], (arabic * 4, english)])
    )  # too few to know what is usual
    found = only("length", edition_of([*usual, (arabic * 4, english)]))
    assert [f.key for f in found] == ["p21"]
    assert "times shorter" in found[0].message


def test_blocks_without_english_are_not_checked() -> None:
    assert not checks.run(edition_of([("قُتل 12 جندياً.", "")], state=State.MISSING))


def test_an_error_in_a_machine_s_draft_is_a_warning() -> None:
    made = edition_of([("قُتل 12 جندياً.", "21 soldiers were killed.")], state=State.DRAFT)
    assert [f.severity for f in only("numbers", made)] == [Severity.WARNING]


def test_a_finding_names_the_line_of_the_english_page() -> None:
    made = edition_of([("قال.", "He said."), ("قال.\n\nقُتل 12 جندياً.", "He said.\n\nSome 21 were killed.")])
    found = only("numbers", made)
    assert [(f.file, f.line, f.key) for f in found] == [("docs/en/articles/a.md", 7, "p2")]


# --- human translations ------------------------------------------------------------------------------------


SAMPLE, NEWS = bench_checks.read(bench_checks.SAMPLE), bench_checks.read(bench_checks.NEWS)


@pytest.mark.parametrize("rows", [SAMPLE, NEWS], ids=["sample", "news"])
def test_human_translations_are_left_in_peace(rows: bench_checks.Rows) -> None:
    named = {key: check for key, check in checks.CHECKS.items() if key != "unnamed"}
    made = bench_checks.edition(bench_checks.as_markdown(rows), bench_checks.glossary(rows))
    findings = checks.run(made, named)
    errors = sum(f.severity is Severity.ERROR for f in findings)
    assert errors / len(rows) < 0.010, [str(f) for f in findings]
    assert (len(findings) - errors) / len(rows) < 0.060, [str(f) for f in findings]


LEAST = {
    "a digit changed": 0.97,
    "a number in words changed": 0.97,
    "a negation removed": 0.85,
    "a negation added": 0.80,
    "a date changed": 0.95,
    "a weekday changed": 0.95,
    "a demonym swapped": 0.95,
    "a modality changed": 0.50,
    "a link changed": 1.0,
}


@pytest.mark.parametrize("what", bench_checks.FAULTS)
def test_planted_faults_are_found_in_news(what: str) -> None:
    fault, ids = bench_checks.FAULTS[what]
    found, missed = bench_checks.recall(NEWS * 3, bench_checks.glossary(NEWS), fault, ids)
    assert found + len(missed) >= 15
    assert found / (found + len(missed)) >= LEAST[what], missed


def test_names_that_were_swapped_are_found() -> None:
    fault = bench_checks.name(bench_checks.glossary())
    found, missed = bench_checks.recall(SAMPLE, bench_checks.glossary(), fault, {"names"})
    assert found / (found + len(missed)) >= 0.95, missed


def test_the_seed_s_english_draft_is_clean(tmp_path: Path) -> None:
    project = Project(tmp_path)
    for name in (
        "iraq-ending-coalition-role.txt",
        "iraq-ending-coalition-role.yml",
        "actors.yml",
        "terms.yml",
    ):
        (tmp_path / "seeds" / name).write_bytes((ROOT / "seeds" / name).read_bytes())
    slug = "iraq-ending-coalition-role"
    text = FIXTURE.read_text("utf-8")
    editorial.import_translation(project.root, slug, text, "draft.md", state=State.EDITED, origin="")
    found = pipeline.check(project.root).result.findings
    assert [f for f in found if f.check in checks.CHECKS and f.check != "settings"] == []


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


# --- silence -----------------------------------------------------------------------------------------------


def test_an_ignored_finding_is_a_notice_with_its_reason() -> None:
    blocks = [("قُتل 12 جندياً.", "21 soldiers were killed.")]
    made = edition_of(blocks, facts={"ignore-numbers": "the author's slip"})
    found = only("numbers", made)
    assert [(f.check, f.severity) for f in found] == [("numbers", Severity.NOTICE)]
    assert found[0].message.startswith("ignored (the author's slip): numbers differ")


def test_an_ignore_without_reason_or_without_cause_is_reported() -> None:
    blocks = [("قُتل 12 جندياً.", "21 soldiers were killed.")]
    found = only("numbers", edition_of(blocks, facts={"ignore-numbers": ""}))
    assert {(f.check, f.severity) for f in found} == {
        ("numbers", Severity.ERROR),
        ("ignore", Severity.WARNING),
    }
    idle = checks.run(
        edition_of([("قُتل 12.", "12 were killed.")], facts={"ignore-numbers": "why", "ignore-x": "y"})
    )
    assert {(f.message, f.severity) for f in idle} == {
        ("numbers: ignored, and no longer found", Severity.NOTICE),
        ("x: there is no check x", Severity.WARNING),
    }


def test_a_check_that_did_not_run_does_not_make_an_ignore_idle() -> None:
    made = edition_of([("قُتل 12 جندياً.", "21 soldiers were killed.")], facts={"ignore-numbers": "why"})
    assert only("doubled", made) == []


def test_several_ignores_stand_on_lines_of_their_own_and_other_tools_keep_them() -> None:
    facts = {"ignore-numbers": 'the author\'s "slip"', "ignore-names": "a pun", "by-the-way": "x"}
    book = Ledger((Entry("p1", "قال.", "He said.", State.EDITED, synced="3f9a1c2e", facts=facts),))
    text = ledger.compose(book)
    assert (
        '# jisr: ignore=names reason="a pun"\n# jisr: ignore=numbers reason="the author\'s \\"slip\\""\n'
        in text
    )
    assert ledger.parse(text, "x.po").entries[0].facts == facts
    assert ledger.compose(ledger.parse(text, "x.po")) == text
    assert f"{polib.pofile(text, wrapwidth=0)}".rstrip("\n") + "\n" == text
    done = subprocess.run(
        ["msgcat", "--no-wrap", "-"], input=text, capture_output=True, text=True, check=True
    )
    assert done.stdout == text


def test_an_editor_ignores_a_finding_and_takes_it_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = careless(tmp_path)
    run = ["--project", str(project.root)]
    assert main.main([*run, "check"]) == 1
    assert "[p1] numbers differ" in capsys.readouterr().err
    assert main.main([*run, "ignore", "water", "p1", "numbers", "--reason", "the author's slip"]) == 0
    assert 'ignore=numbers reason="the author\'s slip"' in project.ledger().read_text("utf-8")
    assert main.main([*run, "check"]) == 0
    assert "notice: [p1] ignored (the author's slip)" in capsys.readouterr().err
    assert main.main([*run, "ignore", "water", "p1", "numbers", "--remove"]) == 0
    assert main.main([*run, "check"]) == 1


def test_ignoring_what_is_not_there_names_what_is(tmp_path: Path) -> None:
    root = careless(tmp_path).root
    with pytest.raises(JisrError, match=r"did you mean numbers\?"):
        editorial.ignore(root, "water", "p1", "number", "x")
    with pytest.raises(JisrError, match="no block has the key p9"):
        editorial.ignore(root, "water", "p9", "numbers", "x")


# --- the whole project -------------------------------------------------------------------------------------


def test_what_is_held_back_from_readers_is_checked_too(tmp_path: Path) -> None:
    project = careless(tmp_path)
    settings = project.root / "mkdocs.yml"
    edit(settings, "  jisr: {}", "  jisr: {publish: approved}")
    assert [f.check for f in pipeline.check(project.root).result.findings] == ["numbers"]


def test_an_arabic_page_edited_by_hand_is_an_error_of_check(tmp_path: Path) -> None:
    project = careless(tmp_path)
    edit(project.arabic(), "12 جندياً", "13 جندياً")
    found = pipeline.check(project.root).result.findings
    assert {(f.check, f.severity) for f in found} == {
        ("arabic-page", Severity.ERROR),
        ("numbers", Severity.ERROR),
    }


# --- outputs -----------------------------------------------------------------------------------------------


def careless(folder: Path) -> Project:
    """An article whose only paragraph was translated with a wrong figure, and by an editor."""
    project = Project(folder / "project")
    project.seed(paragraphs=["قُتل 12 جندياً في الهجوم على القاعدة أمس."])  # 12 soldiers killed yesterday
    pipeline.sync_articles(project.root, TODAY)
    edit(project.english(), "<!-- #title missing -->", "<!-- #title -->\n# The future of water in the south")
    edit(
        project.english(),
        "<!-- #p1 missing -->",
        "<!-- #p1 -->\nIn the attack 21 soldiers were killed yesterday.",
    )
    return project


def test_check_writes_nothing_and_fails_on_errors_in_every_format(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = careless(tmp_path)
    before = project.files()
    for name in ("text", "json", "github", "markdown"):
        assert main.main(["--project", str(project.root), "check", "--format", name]) == 1
    assert project.files() == before
    capsys.readouterr()
    main.main(["--project", str(project.root), "check", "--format", "json"])
    shown = json.loads(capsys.readouterr().out)
    assert shown["counts"] == {"error": 1, "warning": 0, "notice": 0}
    (finding,) = shown["findings"]
    assert (finding["check"], finding["file"], finding["key"]) == (
        "numbers",
        "docs/en/articles/water.md",
        "p1",
    )
    assert project.english().read_text("utf-8").split("\n")[finding["line"] - 1].startswith("In the attack")


def test_the_summary_says_what_was_learned_and_links_to_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GITHUB_REPOSITORY", raising=False)
    project = careless(tmp_path)
    main.main(["--project", str(project.root), "check", "--format", "markdown"])
    text = capsys.readouterr().out
    assert "❌ Jisr: 1 error, 0 warnings" in text
    assert "| [water](docs/en/articles/water.md) |  | 2 |  |  | 1 |  |" in text
    base = tmp_path / "base"
    (base / "translations").mkdir(parents=True)
    pipeline.sync_articles(project.root, TODAY)
    (base / "translations" / "water.po").write_bytes(project.ledger().read_bytes())
    main.main(["--project", str(project.root), "check", "--format", "markdown", "--base", str(base)])
    assert "No translation has changed" in capsys.readouterr().out


def test_the_summary_counts_drafts_stale_and_awaiting_blocks_against_a_base() -> None:
    def state(key: str, state: State, target: str, *, stale: bool = False) -> Entry:
        return Entry(key, "نص", target, state, stale=stale)

    before = Ledger(
        (state("p1", State.EDITED, "a"), state("p2", State.DRAFT, "b"), state("p3", State.DRAFT, "c"))
    )
    after = Ledger(
        (
            state("p1", State.EDITED, "a", stale=True),
            state("p2", State.DRAFT, "b"),
            state("p3", State.DRAFT, "new"),
            state("p4", State.MISSING, ""),
            state("p5", State.APPROVED, "e"),
        )
    )
    outcome = SyncResult(Document("x", "seeds/x.txt", Meta(), ()), after, None, "docs/en/articles/x.md")
    (change,) = pr_summary.article_changes([outcome], {"x": before})
    assert (change.drafted, change.learned, change.stale, change.awaiting) == (1, 1, 1, 1)
    link = pr_summary.make_link("https://git.example/o/n/", "c0ffee")
    text = pr_summary.format_summary([change], [], link)
    assert "[x](https://git.example/o/n/blob/c0ffee/docs/en/articles/x.md)" in text


HOSTILE = Finding(
    "numbers",
    "a, b: 100% ::error::x\n::warning::y",
    "docs/en/a,b:c.md",
    3,
    "| [x](javascript:alert) <script> @everyone `code`\n# heading",
    "do\r\nthis",
    "p1",
)


def test_annotations_are_one_line_each_whatever_they_quote() -> None:
    (line,) = formats.format_github([HOSTILE]).split("\n")
    assert line.startswith(
        "::error file=docs/en/a%2Cb%3Ac.md,line=3,title=numbers p1::a, b: 100%25 ::error::x%0A"
    )
    assert "\r" not in line


def test_a_summary_quotes_nothing_that_is_markup() -> None:
    text = pr_summary.format_summary([], [HOSTILE], pr_summary.make_link("", "main"))
    quoted = text.split("\n")[-2]
    assert quoted.startswith("- **error** [docs/en/a,b:c.md:3](docs/en/a%2Cb%3Ac.md)")
    for markup in ("<script>", "@everyone", "[x]", "`code`", "| ", "# heading"):
        assert markup not in quoted


# --- hostile text ------------------------------------------------------------------------------------------

HOSTILE_PARTS = (
    *(
        "(",
        "[",
        "`",
        "|",
        "“",
        '"',
        "1,",
        "1.",
        "a",
        "A",
        "ا",
        "و",
        "لا ",
        "not ",
        "un",
        "million ",
        "ثلاثة و",
    ),
    *(
        "100 ألف ",
        "|\n",
        "- a\n",
        "# a\n",
        "[a](",
        "![",
        "[^1]",
        "**",
        "<bdi lang=ar ",
        "'",
        "May ",
        "كانون ",
    ),
    *(
        "شهر ",
        "Aa-",
        "the the ",
        "\n\n",
        "a b ",
        "http://",
        "a@",
        " \t",
        "غير ال",
        "3 to ",
        "free-",
        "\u202a",
    ),
    *("- ", "$", "~~~\n", "~~~~", "``\n", "Al-", "1 million and ", "<", "&", "\\"),
)


def check_nothing_but(part: str, size: int) -> None:
    """Check three blocks that hold `size` characters of nothing but `part` in a language or both."""
    text = part * (size // len(part))
    actors = [a for a in bench_checks.glossary() if a.id in ("iq", "us")]
    made = [(text, text), ("قال.", text), (text, "He said.")]
    checks.run(edition_of(made, actors=actors))


@pytest.mark.parametrize("part", HOSTILE_PARTS, ids=repr)
def test_hostile_text_is_checked_in_steps_that_grow_with_it(part: str) -> None:
    with ending():
        assert growth(lambda size: check_nothing_but(part, size), 4_000) < 3


@pytest.mark.soak
@pytest.mark.parametrize("part", HOSTILE_PARTS, ids=repr)
def test_a_hundred_kilobytes_of_hostile_text_are_checked(part: str) -> None:
    with ending():
        check_nothing_but(part, 100_000)


# --- what is set up ----------------------------------------------------------------------------------------


def test_topics_and_series_have_names_in_both_languages() -> None:
    made = edition_of([("قال.", "He said.")], files={"seeds/a.yml": "author: x\ntopics: [مياه, oil, gas]\n"})
    article = replace(made.papers[0].article, meta=Meta(topics=("مياه", "oil", "gas"), series="dams"))
    names = {"water": {"ar": "مياه", "en": "Water"}, "oil": {"ar": "نفط"}}  # water, oil
    made = replace(
        made,
        papers=(replace(made.papers[0], article=article),) * 2,
        settings=Settings(Path(), topics=names, series={"dams": {"ar": "سدود", "en": "Dams"}}),
    )
    found = only("settings", made)
    assert {(f.file, f.line) for f in found} == {("seeds/a.yml", 2)}
    said = [(f.text, f.message.rpartition("in ")[2]) for f in found]
    assert sorted(said) == [("gas", "Arabic and English"), ("oil", "English")]
    found = only("settings", replace(made, settings=Settings(Path(), topics=names)))
    assert [f.text for f in found if "a series" in f.message] == ["dams"]


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
