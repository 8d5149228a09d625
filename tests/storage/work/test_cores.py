"""Work on all cores: in order, what goes wrong raised, nobody left behind."""

import gc
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterable
from contextlib import closing
from functools import lru_cache, partial
from pathlib import Path

import pytest

from jisr.model.diagnostics import Finding, JisrError
from jisr.storage.work.cores import count_cores, map_on_cores

several = pytest.mark.skipif(count_cores() < 2, reason="one core does it all itself")
copied = pytest.mark.skipif(sys.platform != "linux", reason="no copies of processes are made there")
LONG = 20_000  # a text that no pipe holds many of


def double(number: int) -> tuple[int, int]:
    return number * 2, os.getpid()


def refuse(number: int) -> int:
    raise JisrError(Finding("x", f"not {number}", "a.txt"))


def test_little_is_done_here() -> None:
    assert list(map_on_cores(double, range(5), enough=6)) == [(n * 2, os.getpid()) for n in range(5)]


@several
def test_much_is_done_by_others_in_order() -> None:
    found = list(map_on_cores(double, range(40), enough=40))
    assert [number for number, _ in found] == [n * 2 for n in range(40)]
    assert os.getpid() not in {process for _, process in found}
    with pytest.raises(JisrError) as raised:
        list(map_on_cores(refuse, range(40), enough=40))
    assert raised.value.findings == (Finding("x", "not 0", "a.txt"),)


def threshold(_: int) -> int:
    return gc.get_threshold()[0]


@several
def test_others_too_look_rarely_for_garbage() -> None:
    assert min(map_on_cores(threshold, range(2), enough=2)) > 10_000


INTERRUPTED = signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())
"""Whether Ctrl+C came to this process when it imported this: what works for another does so as it begins."""


def whether_interrupted(_: int) -> bool:
    return INTERRUPTED


@several
def test_none_that_begins_is_ended_by_an_interrupt_with_a_traceback() -> None:
    assert list(map_on_cores(whether_interrupted, range(2), enough=2)) == [False, False]
    assert INTERRUPTED
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())


def note(folder: Path, number: int) -> int:
    (folder / str(number)).touch()
    return number


@several
def test_no_more_is_done_than_is_soon_asked_for(tmp_path: Path) -> None:
    """What others make of ten thousand articles would lie in memory until this process comes to it."""
    items = iter(range(2000))
    made = map_on_cores(partial(note, tmp_path), items, enough=2, total=2000)
    assert next(made) == 0
    time.sleep(1)
    asked = next(items)
    assert len(list(tmp_path.iterdir())) <= asked <= count_cores() * 2 * 8
    assert [*made] == [*range(1, asked), *range(asked + 1, 2000)]


def begin_a_thread(number: int) -> tuple[int, int]:
    threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
    return double(number)


@several
@copied
def test_no_copy_is_made_of_a_process_in_which_a_library_has_threads() -> None:
    found = list(map_on_cores(begin_a_thread, range(40), enough=40))
    assert [number for number, _ in found] == [n * 2 for n in range(40)]
    first, *others = dict.fromkeys(process for _, process in found)
    assert first != os.getpid()
    assert others == [os.getpid()]


def die(number: int) -> int:
    if number == 20 and multiprocessing.parent_process():
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def test_what_a_process_did_not_come_to_is_done_here() -> None:
    """The system kills what takes too much memory."""
    assert list(map_on_cores(die, range(40), enough=40)) == [*range(40)]


def refuse_late(number: int) -> int:
    if number == 25:
        raise ValueError(f"a word of a text: {number}")
    return number


@several
def test_what_fails_there_fails_here_and_is_not_told_by_others(capfd: pytest.CaptureFixture[str]) -> None:
    done: list[int] = []
    with pytest.raises(ValueError, match="25") as raised:
        done.extend(map_on_cores(refuse_late, range(40), enough=40))
    assert done == [*range(25)]
    assert raised.traceback[-1].name == "refuse_late", "where it failed is seen"
    assert capfd.readouterr() == ("", "")
    assert multiprocessing.active_children() == []


def lengthen(text: str) -> tuple[str, int]:
    return text * 3, os.getpid()


@several
def test_large_things_go_both_ways_however_late_they_are_asked_for() -> None:
    """Whoever sends waits for nobody who sends too."""
    texts = [f"{number:04}" * LONG for number in range(40)]
    found = []
    for made in map_on_cores(lengthen, texts, enough=1):
        found.append(made)
        time.sleep(0.01)
    assert [text[:4] for text, _ in found] == [text[:4] for text in texts]
    assert len({process for _, process in found}) == count_cores()


def tell_process(_: int) -> int:
    return os.getpid()


def is_there(process: int) -> bool:
    """Whether a process is there and at work; not whether somebody has still to hear of its end."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def wait_until_gone(processes: Iterable[int]) -> None:
    for process in processes:
        for _ in range(500):
            if not is_there(process):
                break
            time.sleep(0.02)
        assert not is_there(process)


@several
@copied
def test_none_is_left_behind_work_that_is_done_or_was_left() -> None:
    before = threading.active_count()
    there = {*map_on_cores(tell_process, range(99), enough=1)}
    assert len(there) == count_cores()
    assert not [*filter(is_there, there)], "they are gone at once"
    with closing(map_on_cores(tell_process, range(99), enough=1)) as found:
        there = {next(found) for _ in range(20)}
        assert [*filter(is_there, there)] == [*there]
        assert threading.active_count() == before, "a copy can be made of this process while they are at work"
    assert not [*filter(is_there, there)]


@lru_cache
def read_once(began: int) -> int:
    """The process that read what is needed."""
    return os.getpid() if began else 0


def tell_who_read(_: int) -> tuple[int, int, bool]:
    import mailbox  # nothing else needs it

    return os.getpid(), read_once(1), mailbox.__name__ in sys.modules


@several
@copied
def test_what_the_first_read_and_imported_all_have() -> None:
    found = {*map_on_cores(tell_who_read, range(99), enough=1)}
    assert len(found) == count_cores()
    assert len({reader for _, reader, _ in found}) == 1


LONG_WORK = """
import os, signal, sys, time
from functools import partial
from pathlib import Path
from jisr.storage.work.cores import map_on_cores

def note(folder, number):
    (folder / str(os.getpid())).touch()
    time.sleep(0.01 if number < 20 else 60)
    return number

if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever began this may leave Ctrl+C aside
    for _ in map_on_cores(partial(note, Path(sys.argv[1])), range(200), enough=1):
        pass
"""


@several
@copied
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_all_go_with_the_process_that_they_work_for(how: signal.Signals, tmp_path: Path) -> None:
    """Also from the midst of their work, and where nothing tells them: the system has killed it."""
    (tmp_path / "work.py").write_text(LONG_WORK)
    (there := tmp_path / "there").mkdir()
    begun = subprocess.Popen(
        [sys.executable, "work.py", "there"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(1500):
            if len([*there.iterdir()]) >= count_cores():
                break
            time.sleep(0.02)
        workers = {int(name.name) for name in there.iterdir()}
        assert len(workers) == count_cores()
        begun.send_signal(how)
        begun.wait(60)
    finally:
        begun.kill()
        begun.wait()
    wait_until_gone(workers)


def kill_first(number: int) -> int:
    """Kill the process that the others are copies of, from one of these."""
    if number == 30 and (first := read_once(1)) not in {os.getpid(), 0} and multiprocessing.parent_process():
        os.kill(first, signal.SIGKILL)
    return number


@several
def test_also_without_the_one_that_others_are_copies_of_all_is_done() -> None:
    assert [*map_on_cores(kill_first, range(99), enough=1)] == [*range(99)]


def work_again(number: int) -> list[tuple[int, int]]:
    return [*map_on_cores(double, range(number, number + 3), enough=1)]


@several
def test_others_begin_no_more_processes() -> None:
    for number, found in enumerate(map_on_cores(work_again, range(3), enough=1)):
        assert [twice for twice, _ in found] == [n * 2 for n in range(number, number + 3)]
        assert len({process for _, process in found}) == 1
