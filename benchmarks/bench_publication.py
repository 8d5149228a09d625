"""What a publication costs, verb by verb, and beside other builders of sites, on the same texts.

    python -m benchmarks.bench_publication [ARTICLES …] [--alone] [--verbs sync check status]

Verbs are measured as a person starts them, search and MkDocs included, each after what the line says; other
work on the machine hardly changes the processors' seconds. The memory is that of all processes together, the
files those of the site that were written anew, and that went. Other builders (`peers`) make both languages
as well. They are installed into `.bench/`; `--alone` leaves them out, `--verbs` all that is not named.
"""

import argparse
import os
import platform
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from http.client import HTTPConnection
from pathlib import Path
from typing import NamedTuple

from benchmarks import corpus, peers
from benchmarks.measuring import ENVIRONMENT, Cost, run

SIZES = (100, 1000)
VERBS = ("sync", "check", "status", "build", "serve")
LOOKING = 5.0  # seconds between a page that is shown and a correction that is saved
JISR = (sys.executable, "-c", "import sys; from jisr.cli.main import main; sys.exit(main())")


class Budget(NamedTuple):
    """What may not be exceeded: seconds and one article's milliseconds, megabytes at 10,000, files."""

    seconds: float = 0
    each: float = 0
    memory: float = 0
    files: int = 0

    def text(self, articles: int) -> str:
        """As a row of the table ends."""
        parts = (
            f"{self.seconds + self.each * articles / 1000:.1f} s" if self.seconds or self.each else "",
            f"{self.memory:.0f} MB" if self.memory else "",
            f"{self.files} files" if self.files else "",
        )
        return ", ".join(filter(None, parts))


class Step(NamedTuple):
    """A row: its name, the verb, what is allowed, and what is done before."""

    name: str
    verb: str
    budget: Budget
    before: Callable[[Path], None] = lambda _: None


def forget(root: Path) -> None:
    """Delete what Jisr made and knows."""
    for folder in (".jisr", ".build", "site"):
        shutil.rmtree(root / folder, ignore_errors=True)


def steps(articles: int) -> tuple[Step, ...]:
    """The rows of a publication of so many articles."""
    edited = Budget(4 if articles <= 1000 else 10, memory=700, files=40)
    return (
        Step("sync, first", "sync", Budget(memory=250)),
        Step("sync, nothing changed", "sync", Budget(2.5, memory=250)),
        Step("check, cold", "check", Budget(each=25), forget),
        Step("check, nothing changed", "check", Budget(3, memory=250)),
        Step("status, first", "status", Budget(memory=250)),
        Step("status, nothing changed", "status", Budget(3, memory=250)),
        Step("build, first", "build", Budget(memory=700), forget),
        Step("build, nothing changed", "build", Budget(2, 0.4, 700)),
        Step(
            "build, one paragraph", "build", edited,
            lambda root: corpus.edit_paragraph(root / "docs/en"),
        ),
        Step(
            "build, one article more", "build", edited._replace(files=60),
            lambda root: corpus.add_article(root, articles),
        ),
        Step("build, an actor’s name", "build", Budget(), corpus.rename_actor),
    )  # fmt: skip


def measure(root: Path, articles: int, verbs: Sequence[str]) -> Iterator[tuple[Step, Cost]]:
    """Each step of `verbs`, as it is done."""
    for step in steps(articles):
        if step.verb in verbs:
            step.before(root)
            yield step, run([*JISR, step.verb], root, root / "site")


def measure_serving(root: Path) -> float:
    """Seconds by the clock until `jisr serve` shows a paragraph of a page that somebody has looked at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [*JISR, "serve", "--port", str(port)]
    serving = subprocess.Popen(command, cwd=root, env=ENVIRONMENT, stdout=subprocess.DEVNULL)
    page = "/en/articles/a00007/"
    try:
        before = wait_for(serving, port, page, lambda _: True)
        time.sleep(LOOKING)
        corpus.edit_paragraph(root / "docs/en")
        start = time.perf_counter()
        wait_for(serving, port, page, lambda text: text != before)
        return time.perf_counter() - start
    finally:
        serving.terminate()  # what began in the background does not hear Ctrl+C
        serving.wait()


def wait_for(
    serving: "subprocess.Popen[bytes]", port: int, page: str, is_there: Callable[[str], bool]
) -> str:
    """The page, once it is as it should be. Fails where what serves it has ended."""
    while serving.poll() is None:
        with suppress(OSError), closing(HTTPConnection("127.0.0.1", port)) as connection:
            connection.request("GET", page)
            answer = connection.getresponse()
            text = answer.read().decode()
            if answer.status == 200 and is_there(text):
                return text
        time.sleep(0.05)
    raise SystemExit("jisr serve has ended")


def row(name: str, cost: Cost, first: float, articles: int, budget: str = "") -> str:
    """A line of a table; `first` is what the other ways of doing the same are held against."""
    share = f"{cost.cpu / first:.0%}" if first else ""
    cells = (
        f"{name:<34}", f"{cost.cpu:8.2f} s", f"{share:>5}", f"{cost.cpu / articles * 1000:8.2f} ms",
        f"{cost.clock:8.1f} s", f"{cost.memory:6.0f} MB",
        f"{cost.rewritten:7,} - {cost.gone:,} of {cost.files:,}", budget,
    )  # fmt: skip
    return " | ".join(cells)


HEAD = " | ".join(
    (
        f"{'':<34}",
        "processor ",
        "  of ",
        "an article ",
        "  clock   ",
        " memory  ",
        "files anew - gone",
        "allowed",
    )
)


def measure_jisr(root: Path, articles: int, verbs: Sequence[str]) -> dict[str, Cost]:
    """Prints a table of all steps and returns the costs by their names."""
    print(f"\n{articles:,} articles, Jisr\n{HEAD}", flush=True)
    costs: dict[str, Cost] = {}
    for step, cost in measure(root, articles, verbs):
        costs[step.name] = cost
        verb = step.verb
        first = next((known.cpu for name, known in costs.items() if name.startswith(verb)), 0)
        print(row(step.name, cost, first, articles, step.budget.text(articles)), flush=True)
    if "serve" in verbs:
        print(f"serve shows one paragraph after {measure_serving(root):.1f} s by the clock", flush=True)
    return costs


def measure_peers(folder: Path, articles: int, jisr: dict[str, Cost]) -> None:
    """Prints the table of all builders."""
    commands, versions = peers.install()
    print(f"\n{articles:,} articles, both languages, builders side by side\n{HEAD}")
    for what in ("first", "nothing changed", "one paragraph"):
        print(row(f"Jisr, {what}", jisr[f"build, {what}"], jisr["build, first"].cpu, articles))
    peers.make_projects(folder / "peers", folder / "publication", versions)
    for tool, version in versions.items():
        first = 0.0
        for what, cost in peers.measure(folder / "peers" / tool, tool, commands):
            first = first or cost.cpu
            print(row(f"{tool} {version}, {what}", cost, first, articles), flush=True)
    for tool in peers.TOOLS:
        if tool not in versions:
            print(f"{tool} could not be had")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("articles", nargs="*", type=int, default=SIZES)
    parser.add_argument("--alone", action="store_true")
    parser.add_argument("--verbs", nargs="+", choices=VERBS, default=VERBS)
    asked = parser.parse_args()
    cores = len(os.sched_getaffinity(0))
    print(f"{cores} cores, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}")
    for articles in asked.articles:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder) / "publication"
            corpus.make_publication(root, articles)
            costs = measure_jisr(root, articles, asked.verbs)
            if not asked.alone and "build" in asked.verbs:
                measure_peers(Path(folder), articles, costs)


if __name__ == "__main__":
    main()
