"""All or nothing, whatever kills the run, and nothing of anybody else's lost."""

import json
import multiprocessing
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from jisr.model.diagnostics import JisrError
from jisr.storage import disk, own_folder, transaction
from tests.storage.changed_files import NEW, OLD, changes, content


class Killed(BaseException):
    """As SIGKILL: no handler of the program runs to its end."""


# --- killed, and written to by others, at every step -------------------------------------------------------

ALL_NEW = {name: data for name, data in NEW.items() if data is not None}
THEIRS = b"a person's words"
STEPS = range(1, 80)


@contextmanager
def at(step: int, act: Callable[[], object]) -> Iterator[list[str]]:
    """Do `act` right before the `step`-th call that writes; the value lists the calls that were made."""
    calls: list[str] = []
    with pytest.MonkeyPatch.context() as patch:

        def watch(owner: Any, name: str, instead: Any = None) -> None:
            real = instead or getattr(owner, name)

            def call(*args: Any, **kwargs: Any) -> Any:
                if "w" in str(args[1:2]) or name != "open":
                    calls.append(name)
                    if len(calls) == step:
                        with pytest.MonkeyPatch.context() as theirs:  # who acts is another program
                            for one, its, old in watched:
                                theirs.setattr(one, its, old)
                            act()
                return real(*args, **kwargs)

            watched.append((owner, name, real))
            patch.setattr(owner, name, call)

        watched: list[tuple[Any, str, Any]] = []
        for name in ("replace", "unlink", "open", "mkdir"):
            watch(Path, name)
        watch(os, "fsync", lambda _: None)
        watch(os, "link")
        watch(disk, "_exchange")
        watch(transaction, "_fingerprint_of")
        yield calls


def kill() -> None:
    raise Killed


def left_behind(root: Path) -> list[str]:
    names = [p.relative_to(root).as_posix() for p in root.rglob("*")]
    return [n for n in names if (".jisr-" in n and n[0:6] != ".jisr/") or n.startswith(".jisr/journal")]


@pytest.fixture(params=["exchange", "without", "no links"])
def disk_kind(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Disks where two files can change places in one step, where not, and those without hard links."""

    def refused(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "fsync", lambda _: None)
    if request.param != "exchange":
        monkeypatch.setattr(disk, "_exchange", lambda *_: False)
    if request.param == "no links":
        monkeypatch.setattr(os, "link", refused)
    return str(request.param)


def test_a_kill_between_any_two_writes_leaves_all_or_nothing(root: Path, disk_kind: str) -> None:
    for step in STEPS:
        reset(root)
        with at(step, kill) as calls:
            try:
                transaction.commit(root, changes(root))
            except Killed:
                assert set(calls[step:]) <= {"fsync"}, "the disk is waited for side by side"
            else:
                break
        with transaction.lock_project(root):
            pass
        assert content(root) in (OLD, dict(sorted(ALL_NEW.items()))), calls
        assert left_behind(root) == []
        transaction.commit(root, changes(root))
        assert content(root) == dict(sorted(ALL_NEW.items())), "the next run goes on"
    assert 30 < step < STEPS[-1], "the test must reach every write"


def test_a_kill_in_a_commit_of_several_leaves_all_of_them_or_none(root: Path, disk_kind: str) -> None:
    for step in STEPS:
        reset(root)
        with at(step, kill) as calls:
            try:
                with transaction.gather(root):
                    transaction.commit(root, {root / "page.md": b"one's page", root / "ledger.po": b"one's"})
                    transaction.commit(root, {root / "ledger.po": b"new ledger", root / "other.md": b"new"})
            except Killed:
                pass
            else:
                break
        with transaction.lock_project(root):
            pass
        both = {**OLD, "page.md": b"one's page", "ledger.po": b"new ledger", "other.md": b"new"}
        assert content(root) in (OLD, dict(sorted(both.items()))), calls
        assert left_behind(root) == []
    assert 20 < step < STEPS[-1], "the test must reach every write"


def test_a_run_killed_while_it_settles_another_is_settled_by_the_next(root: Path, disk_kind: str) -> None:
    for first in STEPS:
        for second in (2, 5, 13, 21):
            reset(root)
            with suppress(Killed), at(first, kill):
                transaction.commit(root, changes(root))
            with suppress(Killed), at(second, kill), transaction.lock_project(root):
                pass
            with transaction.lock_project(root):
                pass
            assert content(root) in (OLD, dict(sorted(ALL_NEW.items()))), (first, second)
            assert left_behind(root) == []
        with suppress(Killed), at(first, kill) as calls:
            reset(root)
            transaction.commit(root, changes(root))
        if len(calls) < first:
            break


def reset(root: Path) -> None:
    for path in root.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
    for name, data in OLD.items():
        (root / name).write_bytes(data)


def cannot_tell(disk_kind: str, call: str) -> bool:
    """Whether this is the moment in which a disk that cannot let files change places loses a save."""
    return disk_kind != "exchange" and call in ("replace", "link", "open")


def write(path: Path) -> None:
    """As simple programs save: into the file that is there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(THEIRS)


def exchange(path: Path) -> None:
    """As careful programs save: beside it, then in its place."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name("theirs.tmp")
    beside.write_bytes(THEIRS)
    beside.replace(path)


def set_aside(path: Path) -> None:
    """As programs save that keep a backup: the old one moves away, a new one is made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        path.replace(path.parent / "theirs.backup")
        (path.parent / "theirs.backup").unlink()
    path.write_bytes(THEIRS)


@pytest.mark.parametrize(
    ("name", "save"),
    [("page.md", exchange), ("page.md", set_aside), *((name, write) for name in NEW)],
)
def test_a_save_at_any_instant_of_a_commit_is_where_it_was_saved(
    root: Path, disk_kind: str, name: str, save: Callable[[Path], None]
) -> None:
    seen = set()
    for step in STEPS:
        reset(root)
        with at(step, lambda: save(root / name)) as calls:
            try:
                transaction.commit(root, changes(root))
                wrong = ""
            except transaction.ChangedError as error:
                (finding,) = error.findings
                wrong = finding.file
        if len(calls) < step:
            break
        if cannot_tell(disk_kind, calls[step - 1]):
            continue
        found = content(root)
        assert found.pop(name) == THEIRS, (calls, step)
        others = OLD if wrong else ALL_NEW
        assert wrong in (name, "")
        assert found == {other: data for other, data in sorted(others.items()) if other != name}, calls
        assert left_behind(root) == []
        seen.add(wrong)
    assert seen == {name, ""}, "before its turn, and behind it"


@pytest.mark.parametrize(
    ("name", "save"),
    [("page.md", exchange), ("page.md", set_aside), *((name, write) for name in NEW)],
)
def test_what_a_person_wrote_behind_a_killed_run_stays(
    root: Path, disk_kind: str, name: str, save: Callable[[Path], None]
) -> None:
    for step in STEPS:
        reset(root)
        try:
            with at(step, kill):
                transaction.commit(root, changes(root))
            break
        except Killed:
            save(root / name)
        with transaction.lock_project(root):
            pass
        found = content(root)
        assert found.pop(name) == THEIRS
        whole = [{n: d for n, d in sorted(all_.items()) if n != name} for all_ in (OLD, ALL_NEW)]
        assert found in whole, step
        assert left_behind(root) == []


def test_what_is_written_into_a_file_that_was_open_before_goes_back_to_its_place(root: Path) -> None:
    """Somebody's program opened the old file, and writes only when the new one stands there."""
    for step in STEPS:
        reset(root)
        with (root / "page.md").open("r+b") as theirs:
            gone: list[str] = []

            def late(gone: list[str] = gone) -> None:
                if os.fstat(theirs.fileno()).st_nlink == 0:
                    gone.append("removed: nobody can know any more")
                theirs.truncate(0)
                theirs.write(THEIRS)
                theirs.flush()

            with at(step, late) as calls:
                try:
                    transaction.commit(root, changes(root))
                    kept = [root / "page.md", root / ".page.md.jisr-new"]
                except JisrError as error:
                    named = error.findings[0]
                    kept = [root / named.file, *(root / w.strip(",") for w in named.remedy.split())]
        if len(calls) < step:
            break
        texts = [path.read_bytes() for path in kept if path.is_file()]
        assert THEIRS in texts or gone or calls[step - 1] == "unlink", (step, calls)


def test_two_saves_while_one_file_is_written_are_both_kept(root: Path) -> None:
    """One comes out in place of what was read, one comes upon the new content: who saved is told of both."""
    page = root / "page.md"
    told = set()
    for first in STEPS:
        for second in range(first, first + 8):
            reset(root)
            with (
                at(first, lambda: exchange(page)),
                at(second, lambda: page.write_bytes(b"another's")) as calls,
            ):
                try:
                    transaction.commit(root, changes(root))
                except JisrError as error:
                    told |= {f.check for f in error.findings if (root / ".page.md.jisr-new").exists()}
            assert page.read_bytes() in (THEIRS, b"another's", b"new page")
        if len(calls) < first:
            break
    assert told == {"interrupted"}


def test_a_file_that_was_deleted_meanwhile_stays_deleted_and_is_named(root: Path, disk_kind: str) -> None:
    expected = {root / "page.md": disk.fingerprint(b"old page")}
    for step in STEPS:
        reset(root)
        wrong = False
        with at(step, lambda: (root / "page.md").unlink(missing_ok=True)) as calls:
            try:
                transaction.commit(root, {root / "page.md": b"new page"}, expected)
            except transaction.ChangedError as error:
                wrong = [f.file for f in error.findings] == ["page.md"]
        if len(calls) < step:
            break
        if not cannot_tell(disk_kind, calls[step - 1]):
            assert not (root / "page.md").exists()
            assert left_behind(root) == []
    assert not wrong


def test_a_folder_in_the_place_of_a_file_is_left_alone(root: Path, disk_kind: str) -> None:
    def replaced() -> None:
        (root / "ledger.po").unlink(missing_ok=True)
        (root / "ledger.po").mkdir()
        (root / "ledger.po/inside.txt").write_bytes(THEIRS)

    for step in STEPS:
        reset(root)
        with at(step, replaced) as calls, suppress(JisrError):
            transaction.commit(root, changes(root))
        if len(calls) < step:
            break
        assert (root / "ledger.po/inside.txt").read_bytes() == THEIRS
        assert [n for n in left_behind(root) if "ledger" not in n] == []


def test_a_journal_that_is_not_ours_is_refused(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """It might have come with the repository, from somebody who wants files of this machine changed."""
    other = tmp_path_factory.mktemp("elsewhere") / "secret.txt"
    other.write_bytes(b"secret")
    (root / ".jisr").mkdir()
    step = {"file": os.path.relpath(other, root), "before": disk.fingerprint(b"secret"), "after": ""}
    for name in ("journal.json", "journal-settled.json"):
        for text in (json.dumps([step]), "{", "[1]", '[{"file": "page.md"}]', "7"):
            (root / ".jisr" / name).write_text(text, "utf-8")
            with (
                pytest.raises(JisrError, match="not what Jisr writes") as caught,
                transaction.lock_project(root),
            ):
                pass
            (told,) = caught.value.findings
            assert (told.check, told.file) == ("journal", f".jisr/{name}")
            assert told.remedy.startswith("delete it, and files whose names end in .jisr-new, then run again")
        (root / ".jisr" / name).unlink()
    assert other.read_bytes() == b"secret"
    assert content(root) == OLD


# --- real processes ----------------------------------------------------------------------------------------


def save_often(path: Path, ready: Any) -> None:
    """Another program: adds a line to what it finds, 300 times, and puts the file in place as editors do."""
    ready.set()
    for n in range(300):
        try:
            text = path.read_bytes()
        except FileNotFoundError:
            raise SystemExit(1) from None
        beside = path.with_name("theirs.tmp")
        beside.write_bytes(text + b"theirs %d\n" % n)
        beside.replace(path)


def test_another_program_that_saves_all_the_time_loses_no_line(root: Path) -> None:
    page = root / "page.md"
    page.write_bytes(b"")
    context = multiprocessing.get_context("spawn")
    ready = context.Event()
    other = context.Process(target=save_often, args=(page, ready))
    other.start()
    assert ready.wait(60)
    ours = 0
    while other.is_alive() or not ours:
        before = page.read_bytes()
        with suppress(JisrError), transaction.lock_project(root):
            transaction.commit(
                root,
                {page: before + b"ours %d\n" % ours, root / "ledger.po": b"%d" % ours},
                {page: disk.fingerprint(before)},
            )
            ours += 1
    other.join()
    assert other.exitcode == 0, "there was always a page"
    lines = page.read_bytes().splitlines()
    assert [line for line in lines if line.startswith(b"theirs")] == [b"theirs %d" % n for n in range(300)]
    assert left_behind(root) == []


def hold(root: Path, ready: Any, done: Any) -> None:
    with transaction.lock_project(root):
        ready.set()
        done.wait(10)


def test_two_runs_exclude_each_other(root: Path) -> None:
    context = multiprocessing.get_context("spawn")
    ready, done = context.Event(), context.Event()
    other = context.Process(target=hold, args=(root, ready, done))
    other.start()
    try:
        assert ready.wait(20)
        with (
            pytest.raises(own_folder.BusyError, match="another jisr is at work"),
            transaction.lock_project(root, 0.1),
        ):
            pass
        with own_folder.hold_lock(root, "build.lock", "it builds"):
            pass
        threading.Timer(0.5, done.set).start()
        with transaction.lock_project(root):
            pass
    finally:
        done.set()
        other.join(10)
