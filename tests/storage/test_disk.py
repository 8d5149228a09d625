"""How files are read, known and exchanged; what a disk refuses is said so that people can do something."""

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from errno import EACCES, EINVAL, ENOSPC, EPERM
from pathlib import Path

import pytest
from filelock import Timeout

from jisr.model.diagnostics import JisrError
from jisr.storage import disk
from jisr.storage.disk import explain_refusal


@pytest.mark.parametrize(
    ("number", "refused", "named"),
    [
        (ENOSPC, "docs/.page.md.jisr-new", "docs/page.md"),
        (ENOSPC, ".build/pages/ar/index.md", ""),
        (ENOSPC, "/usr/share/jisr/finder.js", ""),  # which was to be copied, and is not what is wrong
        (EACCES, ".jisr/lock", ".jisr/lock"),  # whose permissions have to be mended
    ],
)
def test_of_a_full_disk_no_file_of_jisrs_own_is_named(
    tmp_path: Path, number: int, refused: str, named: str
) -> None:
    found = explain_refusal(tmp_path, OSError(number, "no", str(tmp_path / refused)))
    assert found.file == (tmp_path / named).as_posix()


def test_a_digest_that_a_run_knows_is_told_only_while_the_file_is_as_it_was(tmp_path: Path) -> None:
    file, link = tmp_path / "a.md", tmp_path / "b.md"
    file.write_bytes(b"one")
    link.symlink_to(file)
    known = disk.file_facts(file.stat()) + b"known"
    with disk.recalling({str(file): known, str(link): known}):
        assert disk.recall_digest(str(file)) == (3, b"known".hex())
        assert disk.fingerprint_plain(str(file)) == b"known".hex()
        assert disk.recall_digest(str(link)) is None
        assert disk.recall_digest(str(tmp_path / "c.md")) is None
        times = (file.stat().st_atime_ns, file.stat().st_mtime_ns)
        file.write_bytes(b"two")
        os.utime(file, ns=times)
        assert disk.recall_digest(str(file)) is None
        assert disk.fingerprint_plain(str(file)) == disk.fingerprint(b"two")
    assert disk.recall_digest(str(file)) is None
    assert disk.read_digests() == {}, "each run begins without what others read"


@pytest.mark.parametrize(
    ("path", "stem", "suffix"),
    [
        ("seeds/2023/water.txt", "seeds/2023/water", ".txt"),
        ("water.en.md", "water.en", ".md"),
        ("v1.2/water", "v1.2/water", ""),  # the point is the folder's
        ("seeds/.hidden", "seeds/.hidden", ""),
        (".hidden", ".hidden", ""),
        ("a.b", "a", ".b"),
        ("water.", "water.", ""),
        ("water", "water", ""),
    ],
)
def test_a_path_is_parted_from_its_suffix_as_pathlib_does_it(path: str, stem: str, suffix: str) -> None:
    assert disk.cut_suffix(path) == (stem, suffix)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A file, one below a folder, links to both, and a pipe into which nobody writes."""
    (tmp_path / "deep/er").mkdir(parents=True)
    for name in ("a.md", "deep/b.md", "deep/er/c.md"):
        (tmp_path / name).write_bytes(name.encode())
    (tmp_path / "link.md").symlink_to("a.md")
    (tmp_path / "linked").symlink_to("deep")
    os.mkfifo(tmp_path / "pipe.md")
    return tmp_path


def test_the_names_below_a_folder_are_read_through_no_link(folder: Path) -> None:
    below = ["a.md", "deep/b.md", "deep/er/c.md", "link.md", "pipe.md"]
    assert sorted(disk.names_below(str(folder))) == below
    assert sorted(disk.names_below(str(folder / "deep"))) == ["b.md", "er/c.md"]
    assert [*disk.names_below(str(folder / "gone"))] == []


def test_only_plain_files_are_known_by_what_they_hold(folder: Path) -> None:
    """A link may lead to another file tomorrow; a pipe would be waited for without end."""
    for name in ("a.md", "deep/b.md"):
        told = disk.fingerprint(disk.read_file(folder / name))
        assert disk.fingerprint_plain(str(folder / name)) == disk.digest_file(folder / name) == told
    for name in ("gone.md", "gone/a.md", "a.md/b.md"):
        assert disk.fingerprint_plain(str(folder / name)) == disk.fingerprint(disk.read_file(folder / name))
        assert disk.file_mode(str(folder / name)) == 0
    for name in ("link.md", "linked", "deep", "pipe.md"):
        assert disk.fingerprint_plain(str(folder / name)) is None, name
    links = [path.name for path in folder.iterdir() if disk.is_link(str(path))]
    assert sorted(links) == ["link.md", "linked"]


@pytest.mark.parametrize(("name", "why"), [("pipe.md", "a pipe or a device"), ("deep", "Is a directory")])
def test_what_cannot_be_read_is_named_by_its_place_in_the_project(folder: Path, name: str, why: str) -> None:
    with pytest.raises(JisrError, match=why) as caught:
        disk.read_in_project(folder, name)
    (found,) = caught.value.findings
    assert (found.check, found.file) == ("disk", name)
    assert "put the file back" in found.remedy
    with pytest.raises(JisrError) as caught:
        disk.read_file(folder / name)
    assert caught.value.findings[0].file == (folder / name).as_posix()
    assert not is_open(folder / name)


def is_open(path: Path) -> bool:
    """Whether this process has it open; it may open other things meanwhile in other threads."""
    for number in Path("/dev/fd").iterdir():
        with suppress(OSError):  # closed since
            if os.path.samestat(os.fstat(int(number.name)), path.stat()):
                return True
    return False


def test_a_text_that_is_not_utf_8_is_read_as_far_as_it_is() -> None:
    assert disk.decode_text(b"\xef\xbb\xbf\xd9\x86 \xff") == "ن \ufffd"
    assert disk.decode_text(None) == ""


def test_what_takes_the_place_of_a_file_is_put_there_only_where_nothing_is(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether or not the disk has hard links, somebody's file that appeared meanwhile stands."""
    for number in range(2):
        new, here = folder / "new.md", folder / f"here{number}.md"
        new.write_bytes(b"new")
        disk.put_new(new, here)
        assert (here.read_bytes(), new.exists()) == (b"new", False)
        new.write_bytes(b"newer")
        with pytest.raises(FileExistsError):
            disk.put_new(new, here)
        assert (here.read_bytes(), new.read_bytes()) == (b"new", b"newer")
        monkeypatch.setattr(os, "link", refuse)


def refuse(*_names: object) -> None:
    """A disk without hard links."""
    raise OSError(EPERM, "Operation not permitted")


@pytest.fixture(params=["elsewhere", "an older libc", "this disk cannot"])
def without_exchange(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Where no call of the system lets two names change places."""
    disk._exchange_call.cache_clear()
    match request.param:
        case "elsewhere":
            monkeypatch.setattr(sys, "platform", "sunos5")
        case "an older libc":
            monkeypatch.setitem(disk._EXCHANGE, sys.platform, ("no_such_call", True))
        case _:
            monkeypatch.setattr(disk, "_exchange_call", lambda: (refuse_by_number, ()))
    yield
    monkeypatch.undo()
    disk._exchange_call.cache_clear()


def refuse_by_number(*_names: object) -> int:
    """A call of the system's library that fails."""
    ctypes.set_errno(EINVAL)
    return -1


def change_places(folder: Path) -> None:
    one, other = folder / "a.md", folder / ".a.md.jisr-new"
    other.write_bytes(b"new")
    disk.swap(one, other)
    assert (one.read_bytes(), other.read_bytes()) == (b"new", b"a.md")
    assert sorted(p.name for p in folder.iterdir() if "jisr" in p.name) == [other.name]
    one.unlink()
    with pytest.raises(FileNotFoundError) as caught:
        disk.swap(one, other)
    assert caught.value.filename == str(one)
    assert other.read_bytes() == b"a.md"


def test_two_files_change_places(folder: Path) -> None:
    change_places(folder)


@pytest.mark.usefixtures("without_exchange")
@pytest.mark.parametrize("hard_links", [True, False])
def test_two_files_change_places_also_where_the_system_cannot_do_it_at_once(
    folder: Path, monkeypatch: pytest.MonkeyPatch, hard_links: bool
) -> None:
    if not hard_links:
        monkeypatch.setattr(os, "link", refuse)
    change_places(folder)


def test_an_error_of_the_disk_says_what_to_do_and_a_lock_that_is_held_is_none(tmp_path: Path) -> None:
    with pytest.raises(JisrError, match="cannot write") as caught, disk.explain_disk_errors(tmp_path):
        raise PermissionError(EACCES, "Permission denied", str(tmp_path / "docs/x.md"))
    (found,) = caught.value.findings
    assert (found.check, found.file) == ("disk", (tmp_path / "docs/x.md").as_posix())
    assert found.message == "cannot write (Permission denied)"
    assert found.remedy == "free space or fix the permissions, then try again: nothing was lost"
    with pytest.raises(Timeout), disk.explain_disk_errors(tmp_path):
        raise Timeout("lock")


@pytest.mark.parametrize("number", [1, 20])  # more than are waited for at once
def test_what_is_written_is_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    waited_for: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda descriptor: waited_for.append(os.fstat(descriptor).st_ino))
    files = {tmp_path / f"{n}.md": b"%d" % n for n in range(number)}
    disk.write_all_durably(files)
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == files
    disk.write_durably(tmp_path / "journal", b"journal")
    disk.sync_folders({tmp_path, tmp_path / "gone"})
    assert (tmp_path / "journal").read_bytes() == b"journal"
    assert sorted(waited_for) == sorted(path.stat().st_ino for path in (tmp_path, *tmp_path.iterdir()))
