"""What lies there as the last run left it is not looked at again; no edit ever hides behind that."""

import os
from pathlib import Path
from typing import Any

import pytest

from jisr.app import pipeline
from jisr.model.ledger import SyncResult
from jisr.model.source import Document
from jisr.storage import own_folder, transaction
from jisr.translation import article_files, engines, incremental
from tests.project import PARAGRAPHS, TODAY, Echo, Project, edit


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setattr(engines, "find_engine", lambda _settings: Echo())
    made = Project(tmp_path / "project")
    made.seed("water")
    made.seed("oil", PARAGRAPHS[2:])
    pipeline.draft_articles(made.root, TODAY)
    return made


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The slugs that runs read from here on."""
    found: list[str] = []
    real = article_files.load

    def load(root: Path, document: Document, *rest: Any, **how: Any) -> SyncResult:
        found.append(document.slug)
        return real(root, document, *rest, **how)

    monkeypatch.setattr(article_files, "load", load)
    return found


def cache(project: Project) -> Path:
    return project.root / own_folder.STATE_DIR / "settled.json"


def test_nothing_is_looked_at_where_nothing_changed(project: Project, looked_at: list[str]) -> None:
    pipeline.sync_articles(project.root, TODAY)
    pipeline.draft_articles(project.root, TODAY)
    assert looked_at == []


@pytest.mark.parametrize("name", ["seeds/water.txt", "docs/ar/articles/water.md", "translations/water.po"])
def test_a_change_of_any_file_of_an_article_is_seen(
    project: Project, looked_at: list[str], name: str
) -> None:
    path = project.root / name
    path.write_text(path.read_text("utf-8").replace("أمس", "اليوم"), "utf-8")  # "today" for "yesterday"
    pipeline.sync_articles(project.root, TODAY)
    assert looked_at == ["water"]


def test_an_edit_of_the_same_size_at_the_same_time_is_seen(project: Project) -> None:
    path = project.translation()
    before = path.stat()
    text = path.read_text("utf-8")
    path.write_text(text.replace("Draft of 13 words.", "Graft of 13 words."), "utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size
    pipeline.sync_articles(project.root, TODAY)
    assert "state=edited" in project.ledger().read_text("utf-8")


def test_a_sidecar_is_part_of_its_article(project: Project, looked_at: list[str]) -> None:
    (project.root / "seeds/water.yml").write_text('published: "2023-10"\n', "utf-8")
    pipeline.sync_articles(project.root, TODAY)
    assert looked_at == ["water"]
    assert "2023-10" in project.original().read_text("utf-8")


def test_what_an_editor_saves_right_behind_the_run_is_seen_by_the_next(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = transaction.commit

    def commit(*args: object, **others: object) -> list[Path]:
        done = real(*args, **others)  # type: ignore[arg-type] # whatever it takes
        if "Ours." not in project.translation().read_text("utf-8"):
            edit(project.translation(), "Draft of 13 words.", "Ours.")
        return done

    edit(project.translation(), "Draft of 11 words.", "Edited.")
    monkeypatch.setattr(transaction, "commit", commit)
    pipeline.sync_articles(project.root, TODAY)
    assert "Ours." not in project.ledger().read_text("utf-8")
    pipeline.sync_articles(project.root, TODAY)
    assert "Ours." in project.ledger().read_text("utf-8")


def test_warnings_are_said_again_for_as_long_as_they_are_true(project: Project) -> None:
    page = project.translation()
    page.write_text(page.read_text("utf-8").replace("<!-- #title", "A comment.\n\n<!-- #title"), "utf-8")
    first = pipeline.sync_articles(project.root, TODAY).findings
    again = pipeline.sync_articles(project.root, TODAY).findings
    assert [f.check for f in first] == ["marker"]
    assert again == first


def test_an_article_in_conflict_is_looked_at_by_every_run(project: Project, looked_at: list[str]) -> None:
    edit(project.translation(), "Draft of 13 words.", "By the editor.")
    edit(project.ledger(), "Draft of 13 words.", "By the translator.")
    for _ in range(2):
        assert pipeline.sync_articles(project.root, TODAY).failed
    assert looked_at == ["water", "water"]


def test_what_waited_for_an_engine_is_drafted_when_there_is_one(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.seed("new", PARAGRAPHS[1:])
    monkeypatch.setattr(engines, "find_engine", lambda _settings: None)
    for _ in range(2):
        assert "without a draft of their present Arabic: 5" in str(
            pipeline.draft_articles(project.root, TODAY).findings[0]
        )
    monkeypatch.setattr(engines, "find_engine", lambda _settings: Echo())
    pipeline.draft_articles(project.root, TODAY)
    assert " missing -->" not in project.translation("new").read_text("utf-8")


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"code": 1}', '{"code": "x", "articles": {"water": {}}}'])
def test_it_can_be_damaged_or_deleted_at_any_time(
    project: Project, looked_at: list[str], damage: str
) -> None:
    before = project.files()
    if damage:
        cache(project).write_text(damage, "utf-8")
    else:
        cache(project).unlink()
    pipeline.sync_articles(project.root, TODAY)
    assert looked_at == ["oil", "water"]
    assert project.files() == before


def test_what_is_no_file_in_its_place_costs_only_time(project: Project, looked_at: list[str]) -> None:
    before = project.files()
    cache(project).unlink()
    cache(project).mkdir()
    pipeline.sync_articles(project.root, TODAY)
    assert looked_at == ["oil", "water"]
    assert project.files() == before


def test_another_release_looks_at_everything(
    project: Project, looked_at: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(incremental, "code_digest", lambda: "another")
    pipeline.sync_articles(project.root, TODAY)
    assert looked_at == ["oil", "water"]


def test_without_an_engine_nothing_is_read_again_until_the_memory_may_know_more(
    project: Project, looked_at: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "find_engine", lambda _settings: None)
    project.seed("new", ["وصل الوزير إلى بغداد.", *PARAGRAPHS[3:]])  # the minister came to Baghdad
    pipeline.draft_articles(project.root, TODAY)
    looked_at.clear()
    (said,) = pipeline.draft_articles(project.root, TODAY).findings
    assert "without a draft" in said.message
    assert looked_at == []
    pipeline.sync_articles(project.root, TODAY)
    edit(project.translation("water"), "Draft of 11 words.", "Schools get ready.")
    pipeline.sync_articles(project.root, TODAY)
    pipeline.draft_articles(project.root, TODAY)
    assert "Schools get ready." in project.translation("new").read_text("utf-8")
