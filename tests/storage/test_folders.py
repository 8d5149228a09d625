"""What can be made again is whole while it is served, and nothing of anybody else's goes with it."""

import errno
import shutil
from pathlib import Path

import pytest

from jisr.model.diagnostics import JisrError
from jisr.storage import folders


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
