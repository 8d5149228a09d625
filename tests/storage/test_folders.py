"""What can be made again is whole while it is served, and nothing of anybody else's goes with it."""

import errno
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from jisr.model.diagnostics import JisrError
from jisr.storage import folders, own_folder, transaction


def content(root: Path) -> dict[str, bytes]:
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()}


def test_mirror_makes_a_folder_hold_exactly_what_it_is_given(tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folders.mirror(folder, {"a.md": b"1", "b/c.md": b"2"})
    before = (folder / "a.md").stat().st_mtime_ns
    folders.mirror(folder, {"a.md": b"1", "b.md": b"3"})
    assert content(folder) == {"a.md": b"1", "b.md": b"3"}
    assert (folder / "a.md").stat().st_mtime_ns == before
    assert not (folder / "b").exists()


# --- folders that are served while they are made anew ------------------------------------------------------

FORMER = {"ar/index.html": b"old", "ar/same.html": b"same", "ar/gone/index.html": b"x", "ar/a.html": b"file"}
LATTER = {
    "ar/index.html": b"new",
    "ar/same.html": b"same",
    "ar/a.html/index.html": b"in a folder",
    "x.js": b"1",
}


def site(folder: Path, files: dict[str, bytes]) -> None:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)


def test_a_folder_is_published_when_it_is_whole(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    site(folder, FORMER | {"CNAME": b"jisr.example", ".git/HEAD": b"x", "ar/.hidden": b"x"})
    same, place = (folder / "ar/same.html").stat().st_mtime_ns, folder.stat().st_ino
    with folders.staged_folder(folder, tmp_path / ".build") as made:
        site(made, LATTER)
        assert (folder / "ar/index.html").read_bytes() == b"old"
    others = {
        "CNAME": b"jisr.example",
        ".git/HEAD": b"x",
        "ar/.hidden": b"x",
    }
    assert content(folder) == dict(sorted((LATTER | others).items())), "what is not Jisr's stays"
    assert not (folder / "ar/gone").exists()
    assert (folder / "ar/same.html").stat().st_mtime_ns == same
    assert folder.stat().st_ino == place, "who serves this very folder goes on serving it"
    assert list((tmp_path / ".build").iterdir()) == []


def test_a_folder_that_could_not_be_made_leaves_the_former_one(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    site(folder, FORMER)
    left = tmp_path / ".build/site-killed/ar"
    left.mkdir(parents=True)
    made = folders.staged_folder(folder, tmp_path / ".build")
    site(made.__enter__(), LATTER)
    error = RuntimeError()
    assert not made.__exit__(RuntimeError, error, None)
    assert content(folder) == dict(sorted(FORMER.items()))
    assert list((tmp_path / ".build").iterdir()) == []


def test_a_folder_on_another_disk_is_published_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Path.replace

    def replace(self: Path, target: Path) -> Path:
        if ".build" in self.parts:
            raise OSError(errno.EXDEV, "another disk")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    with folders.staged_folder(tmp_path / "site", tmp_path / ".build") as made:
        site(made, LATTER)
    assert content(tmp_path / "site") == dict(sorted(LATTER.items()))


@pytest.mark.parametrize("link", ["site", "site/ar", "site/ar/a.html"])
def test_a_site_is_not_put_into_somebody_elses_folder(tmp_path: Path, link: str) -> None:
    elsewhere = tmp_path / "elsewhere"
    site(elsewhere, {"gone.html": b"theirs", "index.html": b"theirs"})
    site(tmp_path / "site", FORMER)
    target = tmp_path / link
    if target.is_dir():
        shutil.rmtree(target)
    else:
        target.unlink()
    target.symlink_to(elsewhere)
    before = content(tmp_path / "site")
    with (
        pytest.raises(JisrError, match="a link in the place of a folder") as caught,
        folders.staged_folder(tmp_path / "site", tmp_path / ".build") as made,
    ):
        site(made, LATTER)
    assert caught.value.findings[0].file == link
    assert content(elsewhere) == {"gone.html": b"theirs", "index.html": b"theirs"}
    assert content(tmp_path / "site") == before


def test_a_link_in_the_place_of_a_file_goes_without_its_target(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    site(elsewhere, {"theirs.html": b"theirs"})
    site(tmp_path / "site", FORMER)
    (tmp_path / "site/ar/index.html").unlink()
    (tmp_path / "site/ar/index.html").symlink_to(elsewhere)
    with folders.staged_folder(tmp_path / "site", tmp_path / ".build") as made:
        site(made, LATTER)
    assert content(elsewhere) == {"theirs.html": b"theirs"}
    assert content(tmp_path / "site") == LATTER


# --- Jisr's own folders ------------------------------------------------------------------------------------


def test_git_never_sees_what_is_jisrs_own(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    transaction.commit(tmp_path, {tmp_path / "page.md": b"a page", tmp_path / "deep/ledger.po": b"a ledger"})
    own_folder.make_own_folder(tmp_path, ".build/pages")
    (tmp_path / ".build/pages/x.md").write_bytes(b"x")
    (tmp_path / ".jisr/settled.json").write_bytes(b"{}")
    subprocess.run(["git", "add", "."], cwd=tmp_path, check=True)
    seen = subprocess.run(
        ["git", "ls-files"], cwd=tmp_path, check=True, capture_output=True, text=True
    ).stdout
    assert sorted(seen.split()) == ["deep/ledger.po", "page.md"]


def test_what_somebody_says_of_git_in_jisrs_folder_stays(tmp_path: Path) -> None:
    (tmp_path / ".jisr").mkdir()
    (tmp_path / ".jisr/.gitignore").write_bytes(b"lock\n")
    own_folder.make_own_folder(tmp_path, ".jisr")
    assert (tmp_path / ".jisr/.gitignore").read_bytes() == b"lock\n"


@pytest.mark.parametrize("link", [".jisr", ".build", ".build/pages"])
def test_links_in_the_place_of_its_folders_are_refused(
    tmp_path: Path, tmp_path_factory: Any, link: str
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "letter.txt").write_bytes(b"a person's words")
    (tmp_path / ".build").mkdir()
    if link == ".build":
        (tmp_path / ".build").rmdir()
    (tmp_path / link).symlink_to(elsewhere)
    with pytest.raises(JisrError, match="a link in the place of a folder") as caught:
        own_folder.make_own_folder(tmp_path, ".jisr" if link == ".jisr" else ".build/pages")
    assert caught.value.findings[0].file == link
    assert [p.name for p in elsewhere.iterdir()] == ["letter.txt"]
