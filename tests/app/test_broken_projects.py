"""What cannot be read, was edited by hand, is gone or half merged concerns its article alone."""

import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from jisr.app import editorial, pipeline
from jisr.model.diagnostics import JisrError, Severity
from jisr.translation.sync import Take
from tests.project import PARAGRAPHS, TODAY, Project, edit


def test_one_wrong_article_does_not_stop_the_others(project: Project) -> None:
    project.seed("good")
    (project.root / "seeds/empty.txt").write_bytes(b"")
    project.seed("damaged")
    project.ledger("damaged").parent.mkdir()
    project.ledger("damaged").write_text('msgctxt "p1\n', "utf-8")
    result = pipeline.draft_articles(project.root, TODAY)
    assert result.failed
    assert {f.file for f in result.findings} == {"seeds/empty.txt", "translations/damaged.po"}
    assert all(f.remedy for f in result.findings)
    assert project.translation("good").exists()
    assert not project.translation("damaged").exists()
    assert project.ledger("damaged").read_text("utf-8") == 'msgctxt "p1\n'


def test_a_conflict_leaves_the_article_as_it_is_until_a_person_decides(project: Project) -> None:
    project.seed()
    pipeline.draft_articles(project.root, TODAY)
    edit(project.translation(), "Draft of 13 words.", "By the editor.")
    edit(project.ledger(), "Draft of 13 words.", "By the translator.")
    before = project.files()
    result = pipeline.draft_articles(project.root, TODAY)
    assert [(f.check, f.file, f.line) for f in result.findings] == [
        ("conflict", "docs/en/articles/water.md", 12)
    ]
    assert project.files() == before
    with pytest.raises(JisrError):
        editorial.approve(project.root, "water", (), "Ruba", TODAY)
    assert not editorial.resolve(project.root, "water", "p2", Take.LEDGER).findings
    assert "By the translator." in project.translation().read_text("utf-8")
    assert project.state("p2") == ("edited", False)


def test_an_arabic_page_edited_by_hand_is_reported_and_left(project: Project) -> None:
    project.seed()
    pipeline.draft_articles(project.root, TODAY)
    edit(project.original(), "أمس", "اليوم")
    result = pipeline.draft_articles(project.root, TODAY)
    assert [f.check for f in result.findings] == ["arabic-page"]
    assert "اليوم" in project.original().read_text("utf-8")
    project.original().unlink()
    assert not pipeline.draft_articles(project.root, TODAY).findings


def test_a_seed_that_is_gone_leaves_what_people_wrote(project: Project) -> None:
    project.seed("a")
    project.seed("b")
    pipeline.draft_articles(project.root, TODAY)
    (project.root / "seeds/b.txt").unlink()
    before = project.files()
    result = pipeline.draft_articles(project.root, TODAY)
    assert {f.check for f in result.findings} == {"orphan"}
    assert project.files() == before
    (project.root / "seeds/b.txt").write_bytes(b"")
    result = pipeline.draft_articles(project.root, TODAY)
    assert {f.file for f in result.findings} == {"seeds/b.txt"}, "a seed that cannot be read is not gone"
    assert "docs/en/articles/b.md" in project.files()


def test_a_run_that_would_remove_much_stops(project: Project) -> None:
    project.seed()
    pipeline.draft_articles(project.root, TODAY)
    project.seed(paragraphs=PARAGRAPHS[:3])
    before = project.files()
    assert [f.check for f in pipeline.sync_articles(project.root, TODAY).findings] == ["shrink"]
    assert project.files() == before
    assert not pipeline.sync_articles(project.root, TODAY, allow_shrink=True).failed
    assert "p4" not in project.ledger().read_text("utf-8")


def a_folder(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.mkdir()


def a_circle(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.symlink_to(path.name)


def a_pipe(path: Path) -> None:
    path.unlink(missing_ok=True)
    os.mkfifo(path)
    threading.Thread(target=_end, args=(path,), daemon=True).start()


def _end(pipe: Path) -> None:
    """Whoever waits for what comes out of a pipe is told that nothing does, and fails rather than waits."""
    with pipe.open("wb"):
        pass


PLACES = (
    "docs/en/articles/2024/a.md",
    "docs/ar/articles/2024/a.md",
    "translations/2024/a.po",
    "seeds/2024/a.yml",
)


@pytest.mark.parametrize("put", [a_folder, a_circle, a_pipe])
@pytest.mark.parametrize("name", PLACES)
def test_what_cannot_be_read_concerns_its_article_alone(
    project: Project, name: str, put: Callable[[Path], None]
) -> None:
    for slug in ("2024/a", "2024/b"):
        project.seed(slug)
    pipeline.draft_articles(project.root, TODAY)
    put(project.root / name)
    edit(project.translation("2024/b"), "Draft of 13 words.", "Of the other article.")
    for result in (pipeline.sync_articles(project.root, TODAY), pipeline.draft_articles(project.root, TODAY)):
        errors = [f for f in result.findings if f.severity is Severity.ERROR]
        assert {f.file for f in errors} == {name}
        assert all(f.remedy for f in errors)
        assert "Of the other article." in project.ledger("2024/b").read_text("utf-8")
    shown = pipeline.check(project.root)
    assert name in {f.file for f in shown.result.findings}
    assert "2024/b" in {article.slug for article in shown.articles}


@pytest.mark.parametrize(
    ("damage", "line"),
    [
        (lambda text: text.replace("Draft of 13", "Draft \0of 14").encode(), 13),
        (lambda text: text.encode("utf-16-le"), 1),
        (lambda text: text.encode("utf-16"), 1),
    ],
)
def test_a_page_that_git_takes_for_no_text_is_left_as_it_is(
    project: Project, damage: Callable[[str], bytes], line: int
) -> None:
    """Its differences could be neither shown nor merged, and the ledger's neither once it is taken over."""
    project.seed()
    pipeline.draft_articles(project.root, TODAY)
    page = project.translation()
    page.write_bytes(damage(page.read_text("utf-8")))
    before = project.files()
    (finding,) = pipeline.sync_articles(project.root, TODAY).findings
    assert (finding.check, finding.file, finding.line) == ("encoding", "docs/en/articles/water.md", line)
    assert "UTF-8" in finding.remedy
    assert project.files() == before


def test_a_file_in_the_place_of_a_folder_concerns_what_is_in_it_alone(project: Project) -> None:
    project.seed("b")
    pipeline.draft_articles(project.root, TODAY)
    project.seed("2024/a")
    (project.root / "translations/2024").write_text("", "utf-8")
    edit(project.translation("b"), "Draft of 13 words.", "Of the other article.")
    (found,) = pipeline.draft_articles(project.root, TODAY).findings
    assert (found.file, found.severity) == ("translations/2024", Severity.ERROR)
    assert "Of the other article." in project.ledger("b").read_text("utf-8")
    assert not project.translation("2024/a").exists()


@pytest.mark.parametrize("name", ["actors", "terms"])
def test_a_broken_glossary_is_said_while_drafting_too(project: Project, name: str) -> None:
    project.seed()
    (project.root / f"seeds/{name}.yml").write_text("- {id: [", "utf-8")
    for _ in range(2):
        result = pipeline.draft_articles(project.root, TODAY)
        assert [(f.file, f.line) for f in result.findings] == [(f"seeds/{name}.yml", 1)]
    assert "Draft of 13 words." in project.translation().read_text("utf-8")
