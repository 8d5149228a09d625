"""Word files beside seeds: read once, again when they change, never over a correction, never in git."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from jisr import seeds
from jisr.app import article_renaming, pipeline, removal
from jisr.app.articles.word_files import find_kept_by_git
from jisr.app.doctor import exposure
from jisr.model.diagnostics import Finding, Severity
from jisr.word import conversion
from jisr.word.markdown import Converted
from tests.project import TODAY, Project, edit, git
from tests.word.files import PNG, docx, p, picture

LONG = "انخفض منسوب النهر هذا العام كثيرا."  # the river fell much this year
OTHER = "ارتفع منسوب النهر هذا العام قليلا."  # it rose a little


def write(project: Project, *words: str, slug: str = "water", media: Mapping[str, bytes] = {}) -> Path:
    path = project.root / "seeds" / f"{slug}.docx"
    body = p("مستقبل المياه", style="T") + "".join(p(one) for one in words)  # the future of water
    body += "".join(p(picture(name)) for name in media)
    path.write_bytes(docx(body, media=media))
    return path


def sync(project: Project) -> Sequence[Finding]:
    return pipeline.sync_articles(project.root, TODAY).findings


def messages(findings: Sequence[Finding]) -> list[str]:
    return [finding.message for finding in findings if finding.check in ("word", "originals", "seed-file")]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path / "project")


def test_a_file_becomes_a_seed_with_its_pictures_and_is_read_once(project: Project) -> None:
    write(project, LONG, media={"m.png": PNG})
    assert messages(seeds.find_files(project.root)[1]) == ["this has not been read yet"]
    said = messages(sync(project))
    assert said == ["read as seeds/water.md (words: 8, pictures: 1)"]
    seed = project.root / "seeds/water.md"
    assert seed.read_text("utf-8").endswith(
        f"\n# مستقبل المياه\n\n{LONG}\n\n![](water-images/6b7fa434f92a.png)\n"
    )
    assert (project.root / "seeds/water-images/6b7fa434f92a.png").read_bytes() == PNG
    assert LONG in project.original().read_text("utf-8")
    before = project.files()
    assert messages(sync(project)) == []
    assert project.files() == before


def test_of_two_files_of_one_name_none_is_written_over_by_the_other(project: Project) -> None:
    write(project, LONG)
    other = write(project, OTHER, slug="other")
    other.rename(project.root / "seeds/water.epub")
    for _ in range(2):
        found = [finding for finding in sync(project) if finding.check == "seed-file"]
        assert [finding.file for finding in found] == ["seeds/water.docx", "seeds/water.epub"]
        assert {finding.severity for finding in found} == {Severity.ERROR}
        assert "seeds/water.docx, seeds/water.epub" in found[0].remedy
    assert not (project.root / "seeds/water.md").exists()
    (project.root / "seeds/water.epub").unlink()
    assert messages(sync(project)) == ["read as seeds/water.md (words: 8, pictures: 0)"]


def test_a_publication_is_the_same_where_the_file_is_not(project: Project) -> None:
    path = write(project, LONG)
    sync(project)
    before = seeds.read(seeds.open_seed(seeds.find_files(project.root)[0][0]))
    path.unlink()
    assert messages(sync(project)) == []
    assert seeds.read(seeds.open_seed(seeds.find_files(project.root)[0][0])) == before


def test_a_file_that_changed_is_read_again_and_pictures_that_it_lacks_go(project: Project) -> None:
    write(project, LONG, media={"m.png": PNG})
    sync(project)
    write(project, LONG, OTHER)
    assert messages(sync(project)) == ["read as seeds/water.md (words: 14, pictures: 0)"]
    assert OTHER in (project.root / "seeds/water.md").read_text("utf-8")
    assert list((project.root / "seeds/water-images").iterdir()) == []


def test_another_release_changes_nothing_unless_it_is_asked_to(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(project, LONG)
    sync(project)
    monkeypatch.setattr(conversion, "to_markdown", lambda text, file: Converted(OTHER, {}, (), {}))
    assert messages(sync(project)) == []
    said = pipeline.reread_articles(project.root, TODAY, ["water"]).findings
    assert messages(said)[0].startswith("read as")
    assert (project.root / "seeds/water.md").read_text("utf-8").endswith(OTHER)


def test_what_somebody_put_right_in_the_seed_stands(project: Project) -> None:
    write(project, LONG)
    sync(project)
    edit(project.root / "seeds/water.md", "كثيرا", "قليلا")  # much, little
    assert messages(sync(project)) == []
    before = project.files()
    write(project, OTHER)
    (said,) = messages(sync(project))
    assert said.startswith("this changed since it was read, and somebody put seeds/water.md right since")
    assert messages(pipeline.reread_articles(project.root, TODAY).findings)[0] == said
    after = project.files()
    assert {name for name in after if after[name] != before[name]} == {"seeds/water.docx"}


def test_line_ends_that_git_or_an_editor_changed_are_nobodys_correction(project: Project) -> None:
    write(project, LONG)
    sync(project)
    seed = project.root / "seeds/water.md"
    seed.write_bytes(seed.read_bytes().replace(b"\n", b"\r\n"))
    write(project, OTHER)
    assert messages(sync(project))[0].startswith("read as")


@pytest.mark.parametrize("suffix", [".md", ".txt"])
def test_a_seed_of_the_same_name_is_not_written_over(project: Project, suffix: str) -> None:
    path = project.root / f"seeds/water{suffix}"
    path.write_text(f"عنوان\n\n{OTHER}\n", "utf-8")  # a title
    write(project, LONG)
    (said,) = messages(sync(project))
    assert said in (f"this is not read: {n}water{suffix} is a seed of the same name" for n in ("", "seeds/"))
    assert OTHER in path.read_text("utf-8")
    assert sorted(one.name for one in path.parent.glob("water.*")) == sorted((path.name, "water.docx"))


def test_a_name_that_no_page_can_have_is_said_with_a_better_one(project: Project) -> None:
    write(project, LONG, slug="مقال ليلى")
    (finding,) = [f for f in sync(project) if f.check == "seed-file"]
    assert (finding.file, finding.remedy) == ("seeds/مقال ليلى.docx", "rename it: seeds/مقال-ليلى.docx")
    assert not (project.root / "seeds/مقال ليلى.md").exists()


def test_one_broken_file_stops_no_other(project: Project) -> None:
    write(project, LONG)
    (project.root / "seeds/broken.docx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    said = next(finding for finding in sync(project) if finding.file == "seeds/broken.docx")
    assert said.message == "this is a file of an older kind (.doc), only named .docx"
    assert project.original().exists()


def test_what_a_file_says_of_people_is_told_and_kept_nowhere(project: Project) -> None:
    path = project.root / "seeds/water.docx"
    core = "<c xmlns:dc='urn:dc'><dc:creator>سامر الحلبي</dc:creator></c>"
    path.write_bytes(docx(p("عنوان", style="T") + p(LONG), more={"docProps/core.xml": core}))
    (told,) = [f.text for f in sync(project) if f.message == "the file says of itself"]
    assert told == "author: سامر الحلبي"
    kept = {name: data for name, data in project.files().items() if name != "seeds/water.docx"}
    assert not any("سامر".encode() in data for data in kept.values())


def test_git_that_comes_after_the_file_does_not_keep_it_either(project: Project) -> None:
    write(project, LONG)
    sync(project)
    said = (project.root / "seeds/.gitignore").read_text("utf-8")
    sync(project)
    assert (project.root / "seeds/.gitignore").read_text("utf-8") == said, "once"
    git(project.root, "init", "-q")
    git(project.root, "add", ".")
    assert "seeds/water.docx" not in git(project.root, "ls-files")
    assert "seeds/water.md" in git(project.root, "ls-files")


def test_git_never_keeps_the_file(project: Project) -> None:
    git(project.root, "init", "-q")
    (project.root / "seeds/.gitignore").write_text("*.tmp", "utf-8")
    write(project, LONG)
    sync(project)
    assert (project.root / "seeds/.gitignore").read_text("utf-8") == "*.tmp\n*.docx\n*.epub\n*.odt\n"
    git(project.root, "add", ".")
    assert "seeds/water.docx" not in git(project.root, "ls-files")
    git(project.root, "add", "-f", "seeds/water.docx")
    write(project, OTHER)
    before = (project.root / "seeds/water.md").read_bytes()
    for said in (
        sync(project),
        pipeline.check(project.root).result.findings,
        exposure.find_exposed(project.root),
    ):
        assert [f.file for f in said if f.check == "originals"] == ["seeds/water.docx"]
    assert (project.root / "seeds/water.md").read_bytes() == before
    edit(project.root / "mkdocs.yml", "jisr: {}", "jisr: {private_repository: true}")
    assert find_kept_by_git(project.root) == []


def test_the_file_goes_along_when_an_article_is_renamed(project: Project) -> None:
    write(project, LONG)
    sync(project)
    article_renaming.rename(project.root, "water", "rivers", TODAY)
    assert not (project.root / "seeds/water.docx").exists()
    assert (project.root / "seeds/rivers.docx").exists()
    assert messages(sync(project)) == []


def test_what_is_removed_for_safety_goes_with_the_file_that_holds_it(project: Project) -> None:
    write(project, LONG, "قال سامر الحلبي إنه رأى الماء.")  # he says that he saw the water
    sync(project)
    asked = removal.plan(project.root, "سامر الحلبي")
    assert asked.contents[project.root / "seeds/water.docx"] is None
    removal.carry_out(project.root, asked, TODAY, str)
    assert not (project.root / "seeds/water.docx").exists()
    assert "الحلبي" not in (project.root / "seeds/water.md").read_text("utf-8")


@pytest.mark.parametrize("name", ["rivers.docx", "سامر الحلبي.docx", "Rivers.DOCX", "2020/rivers.docx"])
def test_a_file_that_was_not_read_yet_goes_with_what_is_removed_for_safety(
    project: Project, name: str
) -> None:
    write(project, LONG, "قال سامر الحلبي إنه رأى الماء.")
    sync(project)
    path = project.root / "seeds" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(docx(p("عنوان", style="T") + p(LONG) + p("روى سامر الحلبي ما جرى.")))  # he told it
    done = removal.carry_out(project.root, removal.plan(project.root, "سامر الحلبي"), TODAY, str)
    assert not done.failed
    assert [(f.severity, f.file) for f in done.findings if f.file.endswith((".docx", ".DOCX"))] == [
        (Severity.NOTICE, file) for file in sorted(("seeds/water.docx", f"seeds/{name}"))
    ]
    assert not list(project.root.rglob("*.[dD][oO][cC][xX]"))
    sync(project)
    assert not [file for file, data in project.files().items() if "الحلبي".encode() in data]
    path.parent.mkdir(exist_ok=True)  # which went with its last file
    path.write_bytes(docx(p("عنوان", style="T") + p(LONG) + p("روى سامر الحلبي ما جرى.")))  # it comes back
    sync(project)
    assert not [file for file, data in project.files().items() if "الحلبي".encode() in data]


def test_a_file_that_holds_nothing_of_what_is_removed_stays(project: Project) -> None:
    write(project, LONG, "قال سامر الحلبي إنه رأى الماء.")
    sync(project)
    (project.root / "seeds/سامر الحلبي.docx").write_bytes(docx(p("عنوان", style="T") + p(LONG)))
    removal.carry_out(project.root, removal.plan(project.root, "سامر الحلبي"), TODAY, str)
    (path,) = (project.root / "seeds").glob("*.docx")
    assert path.name.startswith("file-")
