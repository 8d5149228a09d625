"""What can be made again is whole while it is served, and nothing of anybody else's goes with it."""

import errno
import os
import shutil
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from jisr.model.diagnostics import JisrError
from jisr.storage import folders, own_folder, transaction
from jisr.storage.cache import NO_ROWS, PIECES, Cache, open_cache, piece_of
from jisr.storage.disk import digest_file
from tests.pages_folder import records_of, write_pages


def content(root: Path) -> dict[str, bytes]:
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()}


def known(folder: Path) -> folders.KnownFolder:
    return folders.KnownFolder(folder)


def test_a_folder_holds_exactly_what_it_is_given(tmp_path: Path) -> None:
    folder = tmp_path / ".build/pages"
    write_pages(tmp_path, {"a.md": b"1", "b/c.md": b"2"})
    before = (folder / "a.md").stat().st_mtime_ns
    (folder / "link").symlink_to(tmp_path)
    write_pages(tmp_path, {"a.md": b"1", "b.md": b"3"})
    assert content(folder) == {"a.md": b"1", "b.md": b"3"}
    assert (folder / "a.md").stat().st_mtime_ns == before
    assert not (folder / "b").exists()
    assert not (folder / "link").is_symlink()


# --- what files hold, known without reading them -----------------------------------------------------------


def overwrite(path: Path) -> None:
    path.write_bytes(b"other")


def overwrite_unseen(path: Path) -> None:
    """Other content of the same size, with the time that the file had."""
    before = path.stat()
    path.write_bytes(b"WORDS")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def exchange(path: Path) -> None:
    path.with_name("new").write_bytes(b"other")
    path.with_name("new").replace(path)


def link(path: Path) -> None:
    path.unlink()
    path.symlink_to("/etc/hostname")


@pytest.mark.parametrize("change", [overwrite, overwrite_unseen, exchange, Path.unlink, link])
def test_a_file_is_read_again_only_where_somebody_was_at_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[Path], None]
) -> None:
    with folders.open_folder(tmp_path, "site") as folder:
        folder.write("ar/a.html", b"words")
        folder.write("ar/b.html", b"words")
        here = folder.digest("ar/a.html")
    time.sleep(0.05)
    change(tmp_path / "site/ar/a.html")
    read: list[Path] = []

    def note(path: Path) -> str:
        read.append(path)
        return digest_file(path)

    with folders.open_folder(tmp_path, "site") as folder:
        monkeypatch.setattr(folders, "digest_file", note)
        assert folder.digest("ar/b.html") == here
        assert read == []
        assert folder.digest("ar/a.html") != here


def test_a_file_bears_the_key_of_its_maker_as_long_as_nobody_was_at_it(tmp_path: Path) -> None:
    with folders.open_folder(tmp_path, "pages") as folder:
        for name in ("a.md", "b.md", "c.md"):
            folder.write(name, b"words", f"key of {name}")
        folder.write("b.md", b"words", "another key")
        folder.write("c.md", b"words")
    time.sleep(0.05)
    with folders.open_folder(tmp_path, "pages") as folder:
        assert [folder.key(f"{name}.md") for name in "abcd"] == ["key of a.md", "another key", "", ""]
    overwrite_unseen(tmp_path / "pages/a.md")
    link(tmp_path / "pages/b.md")
    with folders.open_folder(tmp_path, "pages") as folder:
        assert [folder.key("a.md"), folder.key("b.md")] == ["", ""]
        assert folder.digest("a.md")
        assert folder.key("a.md") == "", "what was read was made by nobody knows whom"


def test_a_folder_that_was_copied_bears_the_keys_of_what_it_holds(tmp_path: Path) -> None:
    with folders.open_folder(tmp_path / "here", "pages") as folder:
        folder.write("a.md", b"words", "key of a")
        folder.write("b.md", b"words", "key of b")
    there = shutil.copytree(tmp_path / "here", tmp_path / "there", copy_function=shutil.copyfile)
    (there / "pages/b.md").write_bytes(b"other words")
    for _ in range(2):
        with folders.open_folder(there, "pages") as folder:
            assert [folder.key("a.md"), folder.key("b.md")] == ["key of a", ""]


def test_who_trusts_the_last_run_looks_at_no_file_if_that_came_to_its_end(tmp_path: Path) -> None:
    def key() -> str:
        with folders.open_folder(tmp_path, "pages", trusting=True) as folder:
            return folder.key("a.md")

    with folders.open_folder(tmp_path, "pages") as folder:
        folder.write("a.md", b"words", "key")
    overwrite_unseen(tmp_path / "pages/a.md")
    assert key() == "key"
    folders.distrust(tmp_path, "pages")
    assert key() == ""
    with folders.open_folder(tmp_path, "pages") as folder:
        folder.write("a.md", b"words", "key")
    overwrite_unseen(tmp_path / "pages/a.md")
    with suppress(KeyboardInterrupt), folders.open_folder(tmp_path, "pages", trusting=True):
        raise KeyboardInterrupt
    assert key() == ""
    with folders.open_folder(tmp_path, "pages") as folder:
        folder.write("a.md", b"words", "key")
    folders.open_folder(tmp_path, "pages", trusting=True).__enter__()  # this one was killed
    overwrite_unseen(tmp_path / "pages/a.md")
    assert key() == ""


def lose(path: Path) -> None:
    path.unlink()


def file_in_place_of_the_folder(path: Path) -> None:
    shutil.rmtree(path.parent)
    path.parent.write_text("a file", "utf-8")


def link_in_place_of_the_folder(path: Path) -> None:
    path.parent.rename(path.parents[2] / "elsewhere")
    path.parent.symlink_to(path.parents[2] / "elsewhere")


DAMAGES = [
    overwrite_unseen,
    lose,
    link,
    lambda path: shutil.rmtree(path.parent),
    file_in_place_of_the_folder,
    link_in_place_of_the_folder,
]


@pytest.mark.parametrize("damage", DAMAGES)
def test_who_trusts_the_last_run_writes_what_is_not_there_and_through_no_link(
    tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    with folders.open_folder(tmp_path, "pages") as folder:
        for name in ("ar/a.md", "ar/b.md"):
            folder.write(name, b"words", "key")
    damage(tmp_path / "pages/ar/a.md")
    elsewhere = content(tmp_path / "elsewhere")
    with folders.open_folder(tmp_path, "pages", trusting=True) as folder:
        folder.remove(["ar/b.md"])
        folder.write("ar/a.md", b"words", "another key")
    assert content(tmp_path / "pages") == {"ar/a.md": b"words"}
    assert content(tmp_path / "elsewhere") == elsewhere
    with folders.open_folder(tmp_path, "pages") as folder:
        assert folder.keys() == {"ar/a.md": "another key"}


def test_what_is_known_of_a_folder_can_be_lost(tmp_path: Path) -> None:
    with folders.open_folder(tmp_path, "site") as folder:
        folder.write("a.html", b"1")
    (tmp_path / ".jisr/cache.sqlite3").write_bytes(b"no database")
    with folders.open_folder(tmp_path, "site") as folder:
        assert not folder.write("a.html", b"1")
        assert folder.write("a.html", b"2")
        assert (tmp_path / "site/a.html").read_bytes() == b"2"


def test_times_of_whole_seconds_are_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    monkeypatch.setattr(time, "sleep", waited.append)
    monkeypatch.setattr(time, "time", lambda: 1000.01)
    for newest in (1_000_000_000_000, 1_000_000_000_001, 500_000_000_000):
        folders.let_time_pass(newest)
    assert waited == [pytest.approx(1.99), pytest.approx(0.04), 0]


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


def put(root: Path, files: dict[str, bytes]) -> None:
    """Publish files as the whole of a site."""
    with folders.staging_folder(root / ".build", "site") as made:
        site(made, files)
        found = {name: (made, sha256(data).hexdigest()) for name, data in files.items()}
        folders.publish(found, known(root / "site"), files)


def test_a_folder_is_published_when_it_is_whole(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    site(folder, FORMER | {"CNAME": b"jisr.example", ".git/HEAD": b"x", "ar/.hidden": b"x"})
    same, place = (folder / "ar/same.html").stat().st_mtime_ns, folder.stat().st_ino
    put(tmp_path, LATTER)
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
    with suppress(RuntimeError), folders.staging_folder(tmp_path / ".build", "site") as made:
        site(made, LATTER)
        raise RuntimeError
    assert content(folder) == dict(sorted(FORMER.items()))
    assert list((tmp_path / ".build").iterdir()) == []


def test_a_folder_on_another_disk_is_published_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Path.replace

    def replace(self: Path, target: Path) -> Path:
        if ".build" in self.parts:
            raise OSError(errno.EXDEV, "another disk")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    put(tmp_path, LATTER)
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
    with pytest.raises(JisrError, match="a link in the place of a folder") as caught:
        put(tmp_path, LATTER)
    assert caught.value.findings[0].file == link
    assert content(elsewhere) == {"gone.html": b"theirs", "index.html": b"theirs"}
    assert content(tmp_path / "site") == before


def test_a_link_in_the_place_of_a_file_goes_without_its_target(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    site(elsewhere, {"theirs.html": b"theirs"})
    site(tmp_path / "site", FORMER)
    (tmp_path / "site/ar/index.html").unlink()
    (tmp_path / "site/ar/index.html").symlink_to(elsewhere)
    put(tmp_path, LATTER)
    assert content(elsewhere) == {"theirs.html": b"theirs"}
    assert content(tmp_path / "site") == LATTER


def test_a_folder_in_the_place_of_a_file_goes_with_what_lies_in_it(tmp_path: Path) -> None:
    site(tmp_path / "site", FORMER)
    (tmp_path / "site/ar/index.html").unlink()
    site(tmp_path / "site/ar/index.html", {"theirs.txt": b"theirs"})
    put(tmp_path, LATTER)
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


def test_a_folder_is_known_as_it_was_left_until_somebody_writes_there(tmp_path: Path) -> None:
    folder = folders.KnownFolder(tmp_path)
    folder.write("a/b.txt", b"made")
    folder.write("c.txt", b"made too")
    left, newest = folder.state()
    assert newest == max((tmp_path / name).lstat().st_ctime_ns for name in ("a/b.txt", "c.txt"))
    for records in (NO_ROWS, records_of(folder)):
        for folds in (None, folder.folds):
            again = folders.KnownFolder(tmp_path, records, folds)
            assert again.state() == (left, newest) == folders.read_state(tmp_path)
            assert again.left == (left if folds else "")
    folder.remove(["a/b.txt"])
    assert folder.state()[0] == folders.read_state(tmp_path)[0] != left
    folder.write("a/b.txt", b"made")
    left, newest = folder.state()
    folders.let_time_pass(newest)
    (tmp_path / "c.txt").write_bytes(b"by hand!")
    assert folder.state() == (left, newest), "what somebody else wrote meanwhile is not what was left"
    assert folders.KnownFolder(tmp_path).state()[0] != left


def test_no_record_is_read_of_files_that_nobody_touched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [f"ar/{number}.html" for number in range(2000)]  # some in each piece

    def digests(*asked: str) -> tuple[list[str], set[int]]:
        """Digests as they are read and known, and of which pieces records were read for that."""
        read: set[int] = set()
        real = Cache.get

        def get(self: Cache, what: str, inputs: str, default: Any = None) -> Any:
            if inputs.startswith("piece "):
                read.add(int(inputs.removeprefix("piece ")))
            return real(self, what, inputs, default)

        with monkeypatch.context() as patched:
            patched.setattr(Cache, "get", get)
            with folders.open_folder(tmp_path, "site") as folder:
                touched = [name for name in names if not folder.is_as_left(name)]
                found = [folder.digest(name) for name in asked]
                looked_at = set(read)
        assert [*filter(None, found)] == [
            sha256((tmp_path / "site" / name).read_bytes()).hexdigest()
            for name in asked
            if (tmp_path / "site" / name).is_file()
        ]
        return touched, looked_at

    with folders.open_folder(tmp_path, "site") as folder:
        for name in names:
            folder.write(name, name.encode())
    time.sleep(0.05)
    assert digests(names[7]) == ([], set())
    overwrite_unseen(tmp_path / "site" / names[3])
    (tmp_path / "site" / names[4]).unlink()
    assert digests(*names[:5]) == (names[3:5], {piece_of(name) for name in names[3:5]})
    assert digests(*names[:5]) == ([], set()), "this is how the last run left it"
    with suppress(KeyboardInterrupt), folders.open_folder(tmp_path, "site"):
        raise KeyboardInterrupt
    assert digests(names[7]) == (names, {*range(PIECES)}), "it did not come to its end"


def test_records_that_are_lost_are_made_again(tmp_path: Path) -> None:
    with folders.open_folder(tmp_path, "site") as folder:
        for name in ("a.html", "b.html"):
            folder.write(name, b"words")
    for _ in range(8):  # what three whole runs did not ask for goes, and records are not asked for
        with folders.open_folder(tmp_path, "site") as folder:
            assert folder.is_as_left("a.html")
    with open_cache(tmp_path, "site", whole=False) as kept:
        assert kept.get("site", f"piece {piece_of('a.html')}")
        kept.put("site", f"piece {piece_of('a.html')}", None)
    overwrite_unseen(tmp_path / "site/b.html")
    with folders.open_folder(tmp_path, "site") as folder:
        assert [folder.digest(name) for name in ("a.html", "b.html")] == [
            sha256(words).hexdigest() for words in (b"words", b"WORDS")
        ]
