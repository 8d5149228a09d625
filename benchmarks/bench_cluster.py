"""What a second worker brings: the same sentences drafted by one worker of a cluster, and by two.

    python -m benchmarks.bench_cluster [FILE.tsv] [--sentences N] [--rounds N]

Scheduler and workers are processes of this machine, each worker on a core of its own, as if it were a machine
of its own (Linux; elsewhere one worker takes all cores, and a second can bring nothing). The package is that
of `bench_argos`; README.md says what its random weights mean.
"""

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from benchmarks.bench_argos import make_package, read_sentences
from jisr.model.settings import ModelSettings
from jisr.model.translation import Segment
from jisr.translation.engines import translator
from jisr.translation.engines.argos import Argos
from jisr.translation.engines.cluster import AHEAD, Cluster
from jisr.translation.engines.packages import read_model
from jisr.translation.engines.translator import EngineTranslator

WORKERS = (1, 2)
LENGTH = 30  # tokens of the English


@contextmanager
def started(kind: str, *arguments: str, core: int | None = None) -> Iterator[None]:
    """A scheduler or a worker, on that core alone if one is given, until the block ends."""
    command = [sys.executable, "-m", f"distributed.cli.dask_{kind}", "--host", "127.0.0.1", *arguments]
    with subprocess.Popen(
        [*command, "--no-dashboard"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        if core is not None and hasattr(os, "sched_setaffinity"):
            os.sched_setaffinity(process.pid, {core})
        try:
            yield
        finally:
            process.kill()


@contextmanager
def cluster(engine: Argos, workers: int, folder: Path) -> Iterator[Cluster]:
    """A cluster of `workers`, each of which has the model by now."""
    with ExitStack() as stack:
        file = folder / f"scheduler-{workers}.json"
        stack.enter_context(started("scheduler", "--port", "0", "--scheduler-file", str(file)))
        while not file.exists():
            time.sleep(0.1)
        address = json.loads(file.read_text("utf-8"))["address"]
        for core in range(workers):
            stack.enter_context(started("worker", address, "--nthreads", "1", "--no-nanny", core=core))
        made = Cluster(engine, address, ModelSettings())
        while made.capacity.requests != AHEAD * workers:
            time.sleep(0.1)
        yield made


def seconds(engine: Cluster, sentences: Sequence[str]) -> float:
    """How long drafting takes, by the clock."""
    began = time.perf_counter()
    EngineTranslator(engine).translate([Segment(sentence) for sentence in sentences], {})
    return time.perf_counter() - began


def main() -> None:
    """Print sentences a second of one worker and of two, and what the second brings."""
    parser = argparse.ArgumentParser(description="A cluster of one worker and of two")
    parser.add_argument("file", type=Path, nargs="?", help="Arabic TAB English, one pair a line")
    parser.add_argument("--sentences", type=int, default=1024)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    pairs = read_sentences(options.file)
    measured = [original for original, _ in random.Random(2).sample(pairs, options.sentences)]
    # random weights write nonsense, which would be asked for again: what is measured is one asking
    for look in ("find_fault", "find_unreadable"):
        setattr(translator, look, lambda _original, _translation: "")
    with tempfile.TemporaryDirectory(prefix="jisr-bench-") as name, ExitStack() as stack:
        package = Path(name) / "packages" / "translate-ar_en-random"
        make_package(pairs, lambda _: LENGTH, package)
        model = read_model(package)
        assert model is not None
        engine = Argos(model, wanted=ModelSettings())
        clusters = [stack.enter_context(cluster(engine, count, Path(name))) for count in WORKERS]
        # the first round warms them up: each worker is sent the model
        rounds = [[seconds(made, measured) for made in clusters] for _ in range(options.rounds + 1)]
        took = rounds[1:]
        for count, times in zip(WORKERS, zip(*took, strict=True), strict=True):
            print(f"workers: {count}; {len(measured) / statistics.median(times):.1f} sentences a second")
        print(f"the second brings {statistics.median(one / two for one, two in took):.2f} times the speed")


if __name__ == "__main__":
    main()
