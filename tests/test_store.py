"""All or nothing, whatever kills the run, and nothing of anybody else's lost."""

import errno
import multiprocessing
import os
from pathlib import Path
from typing import Any

import pytest

from build_tools import store
from build_tools.errors import JisrError

OLD = {"page.md": b"old page", "ledger.po": b"old ledger", "gone.md": b"to be deleted"}
NEW = {"page.md": b"new page", "deep/er/new.md": b"made", "ledger.po": b"new ledger", "gone.md": None}


class Killed(BaseException):
    """As SIGKILL: no handler of the program runs to its end."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, data in OLD.items():
        (tmp_path / name).write_bytes(data)
    return tmp_path


def changes(root: Path) -> dict[Path, bytes | None]:
    return {root / name: data for name, data in NEW.items()}


def content(root: Path) -> dict[str, bytes]:
    return {
        p.relative_to(root).as_posix(): p.read_bytes()
        for p in sorted(root.rglob("*"))
        if p.is_file() and not p.is_relative_to(root / store.STATE_DIR)
    }


def test_a_commit_writes_deletes_and_says_what_changed(root: Path) -> None:
    written = store.commit(root, changes(root))
    assert [p.name for p in written] == ["page.md", "new.md", "ledger.po", "gone.md"]
    assert content(root) == {name: data for name, data in sorted(NEW.items()) if data is not None}
    assert store.commit(root, changes(root)) == []


def test_what_is_equal_is_not_touched(root: Path) -> None:
    before = (root / "page.md").stat().st_mtime_ns
    assert store.commit(root, {root / "page.md": b"old page"}) == []
    assert (root / "page.md").stat().st_mtime_ns == before


def test_a_files_permissions_stay(root: Path) -> None:
    (root / "page.md").chmod(0o664)
    store.commit(root, {root / "page.md": b"new page"})
    assert (root / "page.md").stat().st_mode & 0o777 == 0o664


def test_what_was_changed_since_it_was_read_is_not_overwritten(root: Path) -> None:
    read = store.fingerprint(store.read(root / "page.md"))
    (root / "page.md").write_bytes(b"a person's words")
    with pytest.raises(JisrError, match="changed by someone else"):
        store.commit(
            root, {root / "page.md": b"new page", root / "ledger.po": b"new"}, {root / "page.md": read}
        )
    assert content(root) == {**dict(sorted(OLD.items())), "page.md": b"a person's words"}
    store.commit(root, {root / "ledger.po": b"new"})
    assert (root / "ledger.po").read_bytes() == b"new"


def kill_at(monkeypatch: pytest.MonkeyPatch, step: int) -> list[str]:
    """Kill the program at its `step`-th call that writes; returns the calls that were made."""
    calls: list[str] = []

    def watch(owner: Any, name: str) -> None:
        real = getattr(owner, name)

        def call(*args: Any, **kwargs: Any) -> Any:
            if "w" in str(args[1:2]) or name != "open":
                calls.append(name)
                if len(calls) == step:
                    raise Killed
            return real(*args, **kwargs)

        monkeypatch.setattr(owner, name, call)

    for owner, name in [(os, "fsync"), (Path, "replace"), (Path, "unlink"), (Path, "open"), (Path, "mkdir")]:
        watch(owner, name)
    return calls


@pytest.mark.parametrize("step", range(1, 40))
def test_a_kill_between_any_two_writes_leaves_all_or_nothing(root: Path, step: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        calls = kill_at(patch, step)
        try:
            store.commit(root, changes(root))
        except Killed:
            assert len(calls) == step
        else:
            assert len(calls) < step <= 39, "the test must reach every write"
    with store.locked(root):
        pass
    seen = {name: data for name, data in content(root).items() if not name.endswith(".jisr-new")}
    all_new = {name: data for name, data in NEW.items() if data is not None}
    assert seen in (OLD, all_new)
    store.commit(root, changes(root))
    assert content(root) == dict(sorted(all_new.items())), "the next run goes on, and leaves nothing behind"


def test_what_a_person_wrote_meanwhile_stays(root: Path) -> None:
    for step in range(1, 40):
        for name, data in OLD.items():
            (root / name).write_bytes(data)
        (root / "deep/er/new.md").unlink(missing_ok=True)
        with pytest.MonkeyPatch.context() as patch:
            kill_at(patch, step)
            try:
                store.commit(root, changes(root))
                break
            except Killed:
                (root / "ledger.po").write_bytes(b"a person's words")
        found = recovered(root)
        if found:
            assert found == ["ledger.po"]
            assert (root / ".ledger.po.jisr-new").read_bytes() == b"new ledger"
        assert (root / "ledger.po").read_bytes() == b"a person's words"


def recovered(root: Path) -> list[str]:
    """Start the next run; the files that it asks a person about."""
    try:
        with store.locked(root):
            return []
    except JisrError as error:
        return [finding.file for finding in error.findings]


def hold(root: Path, ready: Any, done: Any) -> None:
    with store.locked(root):
        ready.set()
        done.wait(10)


def test_two_runs_exclude_each_other(root: Path) -> None:
    context = multiprocessing.get_context("spawn")
    ready, done = context.Event(), context.Event()
    other = context.Process(target=hold, args=(root, ready, done))
    other.start()
    try:
        assert ready.wait(20)
        with pytest.raises(JisrError, match="another jisr is at work"), store.locked(root):
            pass
    finally:
        done.set()
        other.join(10)
    with store.locked(root):
        pass


def test_nothing_is_written_outside_the_project(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (root / "link").symlink_to(elsewhere)
    for path in (root / ".." / "x.md", root / "link" / "x.md"):
        with pytest.raises(JisrError, match="outside the project"):
            store.commit(root, {path: b"x"})
    assert list(elsewhere.iterdir()) == []


def test_a_full_disk_is_a_clear_error_and_leaves_everything(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device", str(root / "page.md"))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(JisrError, match="No space left on device"):
        store.commit(root, changes(root))
    assert content(root) == dict(sorted(OLD.items()))


def test_mirror_makes_a_folder_hold_exactly_what_it_is_given(tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    store.mirror(folder, {"a.md": b"1", "b/c.md": b"2"})
    before = (folder / "a.md").stat().st_mtime_ns
    store.mirror(folder, {"a.md": b"1", "b.md": b"3"})
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
    with store.publishing(folder, tmp_path / ".build") as made:
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
    made = store.publishing(folder, tmp_path / ".build")
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
    with store.publishing(tmp_path / "site", tmp_path / ".build") as made:
        site(made, LATTER)
    assert content(tmp_path / "site") == dict(sorted(LATTER.items()))
