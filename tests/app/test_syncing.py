"""Sync writes some articles at once and lets them go: never all lie in memory, and no word is lost."""

import gc
from collections.abc import Callable
from pathlib import Path

import pytest

from jisr.app import editorial, pipeline, syncing
from jisr.model.ledger import SyncResult
from jisr.storage import transaction
from jisr.translation.sync import kept
from tests.project import PARAGRAPHS, TODAY, Project, edit

SLUGS = ("fire", "oil", "rain", "water", "wind")
Commit = Callable[..., list[Path]]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Five articles, each with a paragraph that waits for sync, which takes two at once."""
    made = Project(tmp_path / "project")
    for number, slug in enumerate(SLUGS):
        made.seed(slug, PARAGRAPHS[number % 3 :])
    pipeline.sync_articles(made.root, TODAY)
    for slug in SLUGS:
        write(made, slug, "By the editor.")
    monkeypatch.setattr(syncing, "_AT_ONCE", 2)
    return made


def write(project: Project, slug: str, words: str) -> None:
    """An editor writes below the marker of the second paragraph."""
    edit(project.translation(slug), "<!-- #p2 missing -->", f"<!-- #p2 missing -->\n{words}")


def states(project: Project) -> dict[str, str]:
    return {slug: project.state("p2", slug)[0] for slug in SLUGS}


def before_each_commit(monkeypatch: pytest.MonkeyPatch, act: Callable[[list[str]], object]) -> None:
    """Have `act` happen when sync is about to write, told which English pages."""
    real: Commit = transaction.commit

    def commit(root: Path, changes: dict[Path, bytes | None], *rest: object) -> list[Path]:
        act([path.stem for path in changes if "/en/" in path.as_posix()])
        return real(root, changes, *rest)

    monkeypatch.setattr(transaction, "commit", commit)


def test_what_was_written_is_let_go(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    held: list[int] = []
    monkeypatch.setattr(kept, "_reconcile_once", kept._reconcile_once.__wrapped__)
    gc.collect()
    before_each_commit(
        monkeypatch, lambda _: held.append(sum(isinstance(one, SyncResult) for one in gc.get_objects()))
    )
    result = pipeline.sync_articles(project.root, TODAY)
    assert len(held) == 3
    assert held[2] <= held[0]
    assert len(result.written) == 10
    assert set(states(project).values()) == {"edited"}


def test_what_is_saved_while_others_are_written_is_taken_in(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def save(slugs: list[str]) -> None:
        if "rain" in slugs and "Saved." not in project.translation("rain").read_text("utf-8"):
            edit(project.translation("rain"), "By the editor.", "Saved.")

    before_each_commit(monkeypatch, save)
    result = pipeline.sync_articles(project.root, TODAY)
    assert [(f.check, f.file) for f in result.findings] == [("changed", "docs/en/articles/rain.md")]
    assert not result.failed
    assert "Saved." in project.ledger("rain").read_text("utf-8")
    assert set(states(project).values()) == {"edited"}


def test_somebody_who_saves_all_the_time_stops_no_words_that_were_written(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(project.root / "seeds/fire.txt", "مراقبون أن", "مراقبون ان")  # "that", which is listed once
    write_again = iter(range(100))

    def save(slugs: list[str]) -> None:
        if "rain" in slugs:
            page = project.translation("rain")
            page.write_text(page.read_text("utf-8").replace("By", f"By {next(write_again)},"), "utf-8")

    before_each_commit(monkeypatch, save)
    result = pipeline.sync_articles(project.root, TODAY)
    assert result.failed
    assert {f.check for f in result.findings if f.file.endswith("rain.md")} == {"changed"}
    assert {path.stem for path in result.written} == {"fire", "oil"}
    assert [f.check for f in result.findings if "fire" in f.file] == ["respelled"]
    monkeypatch.undo()
    again = pipeline.sync_articles(project.root, TODAY)
    assert not again.failed
    assert {path.stem for path in again.written} == {"rain", "water", "wind"}
    assert set(states(project).values()) == {"edited"}


def test_a_ledger_left_behind_keeps_its_article_from_being_written_whichever_part_it_is_in(
    project: Project,
) -> None:
    pipeline.sync_articles(project.root, TODAY)
    for path in ("seeds/fire.txt", "docs/en/articles/fire.md"):  # the ledger was forgotten
        there = project.root / path
        there.rename(there.with_stem("zone"))
    result = pipeline.sync_articles(project.root, TODAY)
    assert result.failed
    assert not project.ledger("zone").exists()
    assert "By the editor." in project.ledger("fire").read_text("utf-8")


def test_an_article_that_names_its_former_slug_takes_its_ledger_in_whichever_part_it_is(
    project: Project,
) -> None:
    pipeline.sync_articles(project.root, TODAY)
    for path in ("seeds/fire.txt", "docs/en/articles/fire.md"):
        there = project.root / path
        there.rename(there.with_stem("zone"))
    (project.root / "seeds/zone.yml").write_text("was: [fire]\n", "utf-8")
    result = pipeline.sync_articles(project.root, TODAY)
    assert not result.failed, result.findings
    assert project.state("p2", "zone") == ("edited", False)
    assert not project.ledger("fire").exists()


def test_an_approval_of_a_day_to_come_is_said_for_as_long_as_it_stands(project: Project) -> None:
    pipeline.sync_articles(project.root, TODAY)
    editorial.approve(project.root, "water", ["p2"], "Omar", TODAY)
    written = project.ledger().read_text("utf-8")

    def said(day: str) -> list[str]:
        project.ledger().write_text(written.replace("on=2026-11-23", f"on={day}"), "utf-8")
        twice = [pipeline.sync_articles(project.root, TODAY).findings for _ in range(2)]
        assert twice[0] == twice[1]
        return [f"{f.message} {f.text}" for f in twice[0]]

    assert said("2062-11-23") == [
        "approved on a day that is yet to come, which readers are told: p2 2062-11-23"
    ]
    assert said("2026-11-24") == [], "in the east it may be tomorrow already"
