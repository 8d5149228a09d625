"""A publication in one archive: whole, verified, never over anything, and back as it was."""

import errno
import json
import os
import zipfile
from pathlib import Path

import pytest

from jisr.app import editorial, pipeline
from jisr.app.whole import backups
from jisr.cli.main import main
from jisr.model.diagnostics import JisrError
from jisr.translation import engines
from tests.project import TODAY, Echo, Project


@pytest.fixture
def written(made: Project, tmp_path: Path) -> Project:
    """A copy of what was made once."""
    return Project.copied(made.root, tmp_path / "project")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """What people wrote, private too; a link; and what can be made again."""
    project = Project(tmp_path_factory.mktemp("made") / "project")
    project.seed()
    project.seed("2026/نفط")  # a name in Arabic
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engines, "find_engine", lambda _settings: Echo())
        pipeline.draft_articles(project.root, TODAY)
    editorial.approve(project.root, "water", ["p1"], "Ann", TODAY)
    for name in (".build/pages/x.md", "site/index.html", ".git/config", "docs/.git/x"):
        path = project.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("made", "utf-8")
    (project.root / "docs/photo.bin").write_bytes(os.urandom(3000))
    (project.root / "docs/away").symlink_to("/etc/hostname")
    return project


def files(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and not path.is_symlink()
    }


def test_all_that_people_wrote_comes_back_as_it_was(written: Project, tmp_path: Path) -> None:
    archive, folder = tmp_path / "kept" / "a.zip", tmp_path / "back again"
    backups.backup(written.root, archive)
    assert archive.stat().st_mode & 0o077 == 0, "what is private is in it"
    backups.restore(archive, folder)
    kept = {
        name: data for name, data in files(written.root).items()
        if not name.startswith((".jisr/", ".build/", "site/", ".git/", "docs/.git/"))
    }  # fmt: skip
    assert files(folder) == kept
    assert {"private/water.jsonl", "seeds/2026/نفط.txt", "docs/photo.bin", "mkdocs.yml"} <= kept.keys()
    assert pipeline.sync_articles(folder, TODAY).written == ()


def test_the_same_files_give_the_same_archive_which_is_not_in_itself(written: Project) -> None:
    one, other = written.root / "one.zip", written.root.parent / "other.zip"
    backups.backup(written.root, other)
    backups.backup(written.root, one)
    assert one.read_bytes() == other.read_bytes()


def full(_path: Path, _to: Path) -> None:
    raise OSError(errno.ENOSPC, "no space")


def test_nothing_is_written_over_or_half(
    written: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = tmp_path / "a.zip"
    backups.backup(written.root, archive)
    before = archive.read_bytes()
    with pytest.raises(JisrError, match="lies there already"):
        backups.backup(written.root, archive)
    assert archive.read_bytes() == before
    there = files(written.root)
    for folder in (written.root, archive):
        with pytest.raises(JisrError, match="lies there already"):
            backups.restore(archive, folder)
    assert files(written.root) == there
    monkeypatch.setattr(Path, "rename", full)
    with pytest.raises(JisrError):
        backups.restore(archive, tmp_path / "half")
    monkeypatch.undo()
    assert [path.name for path in tmp_path.iterdir() if "half" in path.name] == []
    (tmp_path / "empty").mkdir()
    backups.restore(archive, tmp_path / "empty")


@pytest.mark.parametrize(
    "damage", ["byte", "end", "list", "lost", "more", "outside", "absolute", "no zip", "none"]
)
def test_what_is_not_whole_is_not_restored(written: Project, tmp_path: Path, damage: str) -> None:
    archive = tmp_path / "a.zip"
    backups.backup(written.root, archive)
    data = archive.read_bytes()
    with zipfile.ZipFile(archive) as packed:
        held = {name: packed.read(name) for name in packed.namelist()}
    listed = json.loads(held[backups.LIST])
    name = "seeds/water.txt"
    if damage == "list":
        del held[backups.LIST]
    elif damage == "lost":
        del held[name]
    elif damage == "more":
        held["seeds/more.txt"] = b"x"
    elif damage in ("outside", "absolute"):
        bad = "../x.txt" if damage == "outside" else "/tmp/x.txt"
        listed["files"][bad] = listed["files"].pop(name)
        held[bad] = held.pop(name)
    if damage in ("list", "lost", "more", "outside", "absolute"):
        held |= {backups.LIST: json.dumps(listed).encode()} if damage != "list" else {}
        archive.unlink()
        with zipfile.ZipFile(archive, "w") as packed:
            for one, text in held.items():
                packed.writestr(one, text)
    else:
        at = data.index(name.encode()) + 60
        new = {"byte": data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :], "end": data[:-90], "no zip": b"x"}
        archive.write_bytes(new[damage]) if damage in new else archive.unlink()
    with pytest.raises(JisrError) as caught:
        backups.restore(archive, tmp_path / "back")
    assert caught.value.findings[0].remedy
    assert not (tmp_path / "back").exists()


def test_people_type_it(written: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    archive = str(tmp_path / "a.zip")
    assert main(["--project", str(written.root), "backup", archive]) == 0
    assert main(["--project", str(tmp_path), "restore", archive, "back"]) == 0
    assert (tmp_path / "back/mkdocs.yml").is_file()
    assert main(["--project", str(tmp_path), "restore", archive, "back"]) == 1
    said = capsys.readouterr()
    assert "lies there already" in said.err + said.out
    assert said.out.splitlines() == [f"wrote {archive}", "wrote back"], "and not that nothing was written"
