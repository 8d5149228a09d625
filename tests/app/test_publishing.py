"""The search index beside the site that is there: what stays, what is new, and what nobody trusts."""

import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from jisr import export as exports
from jisr.app import pipeline, publishing
from jisr.app.results import Publication, Result
from jisr.builder import mkdocs_run
from jisr.builder.manifest import fingerprint_assets, fingerprint_frame
from jisr.export.book import Book
from jisr.model.diagnostics import Finding, JisrError
from jisr.site import PageJob
from jisr.storage.folders import KnownFolder
from jisr.storage.inputs.fingerprint import read_inputs
from tests.project import TODAY, Project, edit

TEXTS = ["تغيّر المناخ في الجنوب.", "جفّت الأهوار هذا العام."]  # the climate changed; the marshes dried up


def indexed(project: Project) -> tuple[set[str], set[str]]:
    """The files of the index, and those of them that a build writes; they are in the site then."""
    shown = publishing.load_publication(project.root)
    site, made = project.root / "site", project.root / ".build/made"
    made.mkdir(parents=True)
    names = publishing.write_search_index(made, KnownFolder(site), shown)
    new = {path.relative_to(made).as_posix() for path in made.rglob("*") if path.is_file()}
    shutil.copytree(made, site, dirs_exist_ok=True)
    shutil.rmtree(made)
    return names, new


def test_only_what_is_new_of_the_index_is_written(tmp_path: Path) -> None:
    project = Project(tmp_path / "project")
    project.seed(paragraphs=TEXTS)
    project.seed("oil", paragraphs=TEXTS[:1])
    pipeline.sync_articles(project.root, TODAY)
    names, new = indexed(project)
    assert names == new
    starts = {f"{lang}/assets/search/index.json" for lang in ("ar", "en")}
    assert indexed(project) == (names, starts)
    edit(project.root / "seeds/oil.txt", "المناخ", "الطقس")  # the weather
    later, new = indexed(project)
    assert new == (later - names) | starts
    assert len(names - later) >= 4  # the page and its list, in both languages
    again = Project(tmp_path / "again")
    shutil.copytree(
        project.root, again.root, dirs_exist_ok=True, ignore=shutil.ignore_patterns("site", ".jisr")
    )
    assert indexed(again)[0] == later


def test_an_index_that_no_build_wrote_is_no_beginning(tmp_path: Path) -> None:
    project = Project(tmp_path / "project")
    project.seed(paragraphs=TEXTS)
    pipeline.sync_articles(project.root, TODAY)
    names, _ = indexed(project)
    start = project.root / "site/ar/assets/search/index.json"
    right = start.read_bytes()
    forged = json.loads(right)
    forged["segments"][0]["firsts"][0] = "a"
    start.write_text(json.dumps(forged), "utf-8")
    assert indexed(project)[0] == names
    assert start.read_bytes() == right


def test_what_is_saved_while_a_site_is_made_is_taken_in(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = project.root / "docs/en/figures.csv"
    table.parent.mkdir(parents=True)
    table.write_bytes(b"1")
    render_pages, saves = publishing.render_pages, [b"3", b"2"]

    def save(root: Path, shown: Publication, pages: KnownFolder, _show: None) -> Result:
        if saves:
            table.write_bytes(saves.pop())
        return render_pages(root, shown, pages)

    monkeypatch.setattr(pipeline, "render_pages", save)
    pipeline.render(project.root)
    assert (project.root / ".build/pages/en/figures.csv").read_bytes() == b"3"
    table.write_bytes(b"4")
    saves[:] = [b"5", b"6", b"7"]
    with pytest.raises(JisrError, match="saved while"):
        pipeline.render(project.root)
    assert saves == []


def do_nothing(jobs: Sequence[PageJob]) -> Iterator[tuple[PageJob, dict[str, bytes]]]:
    assert jobs == []
    return iter(())


def digest_inputs(root: Path) -> str:
    return read_inputs(root).digest


def test_what_was_made_is_believed_where_the_project_was_moved_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = Project(tmp_path / "project")
    project.seed(paragraphs=TEXTS)
    project.seed("oil", paragraphs=TEXTS[:1])
    pipeline.render(project.root)
    moved = Project.copied(project.root, tmp_path / "far/moved")
    asked = (digest_inputs, fingerprint_frame, fingerprint_assets)
    assert [ask(moved.root) for ask in asked] == [ask(project.root) for ask in asked]
    with monkeypatch.context() as patch:
        patch.setattr(publishing, "_do", do_nothing)
        pipeline.render(moved.root)
    edit(moved.root / "seeds/oil.txt", "المناخ", "الطقس")  # the weather
    pipeline.render(moved.root)
    page = moved.root / ".build/pages/ar/articles/oil.md"
    assert "الطقس" in page.read_text("utf-8")
    assert digest_inputs(moved.root) != digest_inputs(project.root)


def test_many_articles_are_rendered_by_a_process_that_ends_before_mkdocs_begins(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        project.seed(f"text-{number}", paragraphs=TEXTS)
    pipeline.sync_articles(project.root, TODAY)
    handed: list[tuple[object, ...]] = []

    def take(_: Path, root_files: object, index: Any, sources: object, __: object) -> list[Finding]:
        shown: Publication = index.keywords["shown"]
        handed.append((root_files, shown.articles, shown.actors, shown.settings, [*shown.docs], sources))
        return []

    monkeypatch.setattr(mkdocs_run, "build_site", take)
    said = [pipeline.build(project.root).findings]
    shutil.rmtree(project.root / ".build")
    shutil.rmtree(project.root / ".jisr")
    monkeypatch.setattr(pipeline, "_LARGE", 2)
    monkeypatch.setattr(pipeline, "load_publication", None)
    said.append(pipeline.build(project.root).findings)
    assert said[0] == said[1]
    assert handed[0] == handed[1]


def test_of_a_site_that_is_served_the_pages_of_an_article_that_changed_come_first(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, told = project.root / ".build/pages/ar/articles/water.md", project.root / ".build/pages/ar/feed.xml"
    shown: list[str] = []

    @contextmanager
    def show_ahead(_root: Path) -> Iterator[Callable[[Sequence[str]], None]]:
        def show(pages: Sequence[str]) -> None:
            assert "الأحوال" in page.read_text("utf-8")
            assert "الأحوال" not in told.read_text("utf-8")
            shown.extend(pages)

        yield show

    monkeypatch.setattr(mkdocs_run, "show_ahead", show_ahead)
    project.seed("water", paragraphs=TEXTS)
    project.seed("oil", paragraphs=TEXTS[:1])
    pipeline.render(project.root)
    pipeline._render(project.root, is_served=True)
    assert shown == []
    edit(project.root / "seeds/water.txt", "المناخ", "الأحوال")  # the conditions
    pipeline._render(project.root, is_served=True)
    assert "ar/articles/water.md" in shown
    assert not any("oil" in name for name in shown)
    assert "الأحوال" in told.read_text("utf-8")
    files = folder_files(project.root / ".build/pages")
    shutil.rmtree(project.root / ".build")
    pipeline.render(project.root)
    assert folder_files(project.root / ".build/pages") == files


def folder_files(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_an_edition_that_somebody_changed_is_made_again_and_no_other(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.seed()
    edit(project.root / "mkdocs.yml", "jisr: {}", "jisr: {editions: [epub]}")
    pipeline.sync_articles(project.root, TODAY)
    pipeline.render(project.root)
    made, build_epub = list[str](), exports.EXPORTS["epub"]

    def note(book: Book) -> bytes:
        made.append(book.title)
        return build_epub(book)

    monkeypatch.setattr(exports, "EXPORTS", {"epub": note})
    book = project.root / ".build/pages/ar/articles/water/water-ar.epub"
    right = book.read_bytes()
    wrong = right.replace(b"mimetype", b"mimetyqe", 1)
    for change, times in (
        (lambda: book.write_bytes(wrong), 1),
        ((project.root / ".jisr/cache.sqlite3").unlink, 0),  # its last bytes say what it is
        (lambda: book.write_bytes(wrong), 1),
        (lambda: book.write_bytes(right[:-30]), 1),
        (book.unlink, 1),
    ):
        change()
        made.clear()
        pipeline.render(project.root)
        assert (book.read_bytes(), len(made)) == (right, times)
