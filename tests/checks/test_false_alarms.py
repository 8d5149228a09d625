"""What human translations are spared, and what planted faults the checks find in them."""

from pathlib import Path

import pytest

from benchmarks import bench_checks
from jisr import checks
from jisr.app import editorial, pipeline
from jisr.model.diagnostics import Severity
from jisr.model.ledger import State
from tests.project import Project

FIXTURE = Path(__file__).parents[1] / "fixtures" / "drafts" / "iraq-ending-coalition-role.en.md"
ROOT = Path(__file__).parents[2]


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
