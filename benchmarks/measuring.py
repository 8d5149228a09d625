"""What a command costs: seconds of processors, memory with all its children, files written and removed."""

import os
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

PAUSE = 0.2  # seconds between two looks at the memory
ENVIRONMENT = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
"""What is measured keeps its compiled modules, as everywhere: to compile them anew takes half a second."""

Seen = Mapping[Path, tuple[int, int]]
"""Each file below a folder: its size, and when it was written."""


@dataclass(frozen=True)
class Cost:
    """Seconds of the processors and by the clock, megabytes at the most, and files of the site.

    Of these those that were written anew, those that went, and all that are there.
    """

    cpu: float
    clock: float
    memory: float
    rewritten: int = 0
    gone: int = 0
    files: int = 0


def run(command: Sequence[str], root: Path, site: Path | None = None) -> Cost:
    """What `command` costs in the folder `root`; `site` is what it makes. Fails where the command does."""
    before, start, peak = look(site), time.perf_counter(), 0.0
    log = root.with_name(f"{root.name}.log")
    with log.open("wb") as out:
        child = subprocess.Popen(
            command, cwd=root, env=ENVIRONMENT, stdout=out, stderr=out, start_new_session=True
        )
        while not (done := os.wait4(child.pid, os.WNOHANG))[0]:
            peak = max(peak, sum(memory_of_session(child.pid)))
            time.sleep(PAUSE)
        child.returncode = os.waitstatus_to_exitcode(done[1])  # `wait4` has taken it from `Popen`
    assert child.returncode == 0, log.read_text("utf-8", "replace")[-3000:]
    clock, usage, after = time.perf_counter() - start, done[2], look(site)
    written = sum(before.get(path) != now for path, now in after.items())
    gone = len(before.keys() - after.keys())
    largest = usage.ru_maxrss / 1000  # of one process, where it ended between two looks
    return Cost(usage.ru_utime + usage.ru_stime, clock, max(peak, largest), written, gone, len(after))


def memory_of_session(leader: int) -> Iterator[float]:
    """Megabytes of each process that `leader` started, memory that several share counted once; on Linux."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if os.getsid(int(folder.name)) == leader:
                lines = (folder / "smaps_rollup").read_text().splitlines()
                yield next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1000
        except (OSError, StopIteration):  # it ended meanwhile
            continue


def look(folder: Path | None) -> Seen:
    """The files below `folder`."""
    if folder is None:
        return {}
    seen = {}
    for at, _, names in os.walk(folder):
        for name in names:
            path = Path(at, name)
            stat = path.stat()
            seen[path] = (stat.st_size, stat.st_mtime_ns)
    return seen
