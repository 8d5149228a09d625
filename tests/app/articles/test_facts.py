"""An article's facts are changed in its sidecar, key by key; the article follows in the same commit."""

from datetime import date
from typing import Any

import pytest

from jisr.app import pipeline
from jisr.app.articles.facts import change_facts, read_facts
from jisr.model.diagnostics import JisrError
from jisr.storage.config import parse_meta
from tests.project import TODAY, Project, edit

SIDECAR = "# of the author\nauthor: سلمى  # as she signs\n\ntopics:\n  - المياه  # water\n# the end\n"


@pytest.fixture
def water(project: Project) -> Project:
    project.seed().with_suffix(".yml").write_text(SIDECAR, "utf-8")
    pipeline.draft_articles(project.root, TODAY)
    return project


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"author": {"ar": "سلمى", "en": "Salma"}}, SIDECAR.replace("سلمى ", "{ar: سلمى, en: Salma} ")),
        ({"author": None}, SIDECAR.replace("author: سلمى  # as she signs", "# as she signs")),
        ({"topics": ["المياه", "النفط"]}, SIDECAR.replace("# water\n", "# water\n  - النفط\n")),
        ({"published": "2026-11-20"}, SIDECAR + "published: 2026-11-20\n"),
        ({"status": "embargoed", "until": "2026-12-01"}, SIDECAR + "status: embargoed\nuntil: 2026-12-01\n"),
        (
            {"notices": [{"kind": "correction", "on": "2026-11-29", "text": {"en": "26: not 62"}}]},
            SIDECAR + 'notices:\n  - kind: correction\n    on: 2026-11-29\n    text: {en: "26: not 62"}\n',
        ),
        ({}, SIDECAR),
    ],
)  # fmt: skip
def test_a_fact_is_put_where_it_belongs_and_all_else_stays(
    water: Project, changes: dict[str, Any], expected: str
) -> None:
    before = water.files()
    result = change_facts(water.root, "water", changes, TODAY, by="Ann")
    assert not result.failed
    now = water.files()
    assert now["seeds/water.yml"].decode() == expected
    assert {name for name in now if now[name] != before.get(name)} <= {
        "seeds/water.yml",
        "docs/ar/articles/water.md",
    }
    assert pipeline.sync_articles(water.root, TODAY).written == ()


def test_a_sidecar_comes_to_be_where_there_was_none(project: Project) -> None:
    project.seed()
    change_facts(project.root, "water", {"licence": "CC BY 4.0"}, TODAY)
    assert (project.root / "seeds/water.yml").read_text("utf-8") == 'licence: "CC BY 4.0"\n'
    assert read_facts(project.root, "water") == {"licence": "CC BY 4.0"}


def test_a_conflict_keeps_nobody_from_withdrawing_an_article(water: Project) -> None:
    edit(water.translation(), "# Draft of 4 words.", "# The future of water")
    pipeline.sync_articles(water.root, TODAY)
    edit(water.translation(), "The future of water", "Of water")
    edit(water.ledger(), "The future of water", "Water's future")
    result = change_facts(water.root, "water", {"status": "withdrawn", "reason": {"en": "An error"}}, TODAY)
    assert result.failed
    meta = parse_meta((water.root / "seeds/water.yml").read_bytes(), "seeds/water.yml")
    assert (meta.status, meta.reason) == ("withdrawn", {"en": "An error"})
    assert "Of water" in water.translation().read_text("utf-8")


def test_what_two_people_say_of_one_fact_is_not_lost(water: Project) -> None:
    shown = read_facts(water.root, "water")
    edit(water.root / "seeds/water.yml", "author: سلمى", "author: سلمى درويش")  # her whole name
    change_facts(water.root, "water", {"licence": "none"}, TODAY, base=shown)
    with pytest.raises(JisrError, match="meanwhile") as caught:
        change_facts(water.root, "water", {"author": "هند", "licence": "x"}, TODAY, base=shown)
    assert caught.value.findings[0].text == "author, licence"
    change_facts(water.root, "water", {"author": "سلمى درويش"}, TODAY, base=shown)  # both said the same
    assert "author: سلمى درويش  # as she signs" in (water.root / "seeds/water.yml").read_text("utf-8")


@pytest.mark.parametrize(
    "text", ["- a list\n", "[\n", "a: b: c\n", "title: x\ntitle: y\n", "title: \udcff\n"]
)
def test_a_sidecar_that_is_none_is_said_to_be_none(project: Project, text: str) -> None:
    path = project.seed().with_suffix(".yml")
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(JisrError) as caught:
        change_facts(project.root, "water", {"licence": "x"}, TODAY)
    assert caught.value.findings[0].file == "seeds/water.yml"
    assert path.read_bytes() == text.encode("utf-8", "surrogateescape")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"status": "gone"}, "must be one of"),
        ({"status": "embargoed"}, "without an end"),
        ({"colour": "red"}, "unknown key"),
        ({"published": "2026-02-30"}, "no such day"),
    ],
)
def test_what_a_sidecar_cannot_say_is_refused(water: Project, changes: dict[str, Any], message: str) -> None:
    before = water.files()
    with pytest.raises(JisrError, match=message):
        change_facts(water.root, "water", changes, TODAY)
    assert water.files() == before


def test_it_is_recorded_who_changed_which_fact_and_not_what_it_says(water: Project) -> None:
    change_facts(water.root, "water", {"reason": "private"}, date(2026, 11, 24), by="Ann")
    (line,) = (water.root / "private/water.jsonl").read_text("utf-8").splitlines()
    assert '"by": "Ann"' in line
    assert '"kind": "facts"' in line
    assert '{"keys": ["reason"]}' in line
