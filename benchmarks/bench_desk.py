"""What the desk costs: seconds of processor for what one person does, and what twenty at once get done.

    python -m benchmarks.bench_desk [ARTICLES [SECONDS]]

First one person, within this process, so that a request's processor time is known, the client's share
(2 to 3 ms) included: the median of what was asked several times, once the lists are known. Then `jisr desk`
itself, which twenty people ask over the network, each from a thread: each corrects paragraphs of articles
that others correct too, and sees what others wrote when a save is refused. At the end every word that was
called saved is looked for. Saves a second are counted by the clock, and by the desk's processor time: what it
would do with one core for itself, pages and lists that the twenty look at included. Then twenty others do
nothing but save, each in an article of their own.
"""

import http.client
import json
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from benchmarks.corpus import make_publication
from jisr.app import pipeline
from jisr.desk.context import Desk
from jisr.desk.routes import TABS
from jisr.desk.server import make_app
from jisr.storage.inputs import clock

PEOPLE, SHARED = 20, 6
WORD = re.compile(r"zq\d+x\d+")
LISTS = {
    "the queue": "/",
    "the queue, its third page": "/?page=3",
    "drafts, the largest first": "/?draft=1&order=words",
    "of an actor, with findings": "/api/queue?actor=islamic_state&finding=1",
    "Arabic words": "/api/queue?q=" + "%D8%A7%D9%84%D8%AA%D8%AD%D8%A7%D9%84%D9%81",  # التحالف, the coalition
    "English words": "/api/queue?q=report",
}


@dataclass(frozen=True)
class Times:
    """Milliseconds of the processors and by the clock, medians."""

    cpu: float
    clock: float


def measure(act: Callable[[], Any], rounds: int = 15) -> Times:
    """What `act` takes; the first time does not count."""
    act()
    cpu, by_clock = [], []
    for _ in range(rounds):
        used, began = time.process_time(), time.perf_counter()
        act()
        cpu.append(time.process_time() - used)
        by_clock.append(time.perf_counter() - began)
    return Times(statistics.median(cpu) * 1000, statistics.median(by_clock) * 1000)


def alone(root: Path) -> Iterator[tuple[str, Times]]:
    """What one person waits for."""
    desk = Desk(root, TABS)
    with TestClient(make_app(desk), base_url="http://127.0.0.1", cookies={"jisr-name": "Ruba"}) as client:
        headers = {"x-jisr-token": client.get("/api/session").json()["token"]}
        began = time.perf_counter()
        total = 0
        while not total or desk.shelf.total:
            total = client.get("/api/queue").json()["total"]
            time.sleep(0.2)
        yield (
            f"until the lists know {total} articles",
            Times(time.process_time() * 1000, (time.perf_counter() - began) * 1000),
        )
        for what, path in LISTS.items():
            yield what, measure(partial(lambda path: _ok(client.get(path)), path))
        rows = {row["key"]: row for row in client.get("/api/articles/a00003").json()["paragraphs"]}
        yield "an article", measure(lambda: _ok(client.get("/articles/a00003")))
        key = next(key for key in rows if key.startswith("p"))
        yield (
            "what stands beside a paragraph",
            measure(lambda: _ok(client.get(f"/api/beside/a00003?key={key}"))),
        )
        typed = {"slug": "a00003", "key": key, "text": "The coalition stayed until 2026."}
        yield (
            "checks of what is typed",
            measure(lambda: _ok(client.post("/api/check", json=typed, headers=headers))),
        )
        count = 0

        def save() -> None:
            nonlocal count
            count += 1
            given = {
                "slug": "a00003",
                "key": key,
                "text": f"The coalition stayed, {count}.",
                "seen": rows[key]["seen"],
            }
            answer = client.post("/api/save", json=given, headers=headers)
            _ok(answer)
            rows[key] = answer.json()["paragraph"]

        yield "a save", measure(save)
        desk.close()


def _ok(answer: Any) -> None:
    assert answer.status_code == 200, answer.text


# --- twenty at once ----------------------------------------------------------------------------------------


@contextmanager
def open_desk(root: Path) -> Iterator[tuple[int, subprocess.Popen[str]]]:
    """`jisr desk` in a process of its own, and its port."""
    command = [sys.executable, "-m", "jisr", "desk", "--no-open", "--port", "0"]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        line = process.stdout.readline()
        found = re.search(r":(\d+)/", line)
        assert found, line
        try:
            yield int(found[1]), process
        finally:
            process.terminate()


def processor_time(process: subprocess.Popen[str]) -> float:
    """The seconds of processor that a process has used so far; on Linux."""
    words = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


@dataclass
class Client:
    """One of the twenty."""

    number: int
    port: int
    slugs: list[str]
    saved: list[str] = field(default_factory=list)
    refused: int = 0
    waits: list[float] = field(default_factory=list)

    def come(self) -> None:
        """Ask for what a save has to bring along."""
        self.line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        self.cookie = f"jisr-name=Person{self.number}"
        status, session, cookie = self.ask("GET", "/api/session")
        assert status == 200, session
        self.cookie += "; " + cookie.partition(";")[0]
        self.token = session["token"]

    def look_and_save(self, until: float) -> None:
        """Correct paragraphs until then, as others do."""
        dice = random.Random(self.number)
        while time.monotonic() < until:
            slug = dice.choice(self.slugs)
            for row in dice.sample(self.paragraphs(slug), 3):
                self.save(slug, row)
            if dice.random() < 0.2:
                self.ask("GET", "/api/queue?draft=1")

    def only_save(self, until: float) -> None:
        """Correct the paragraphs of one article until then, one after the other."""
        slug = self.slugs[0]
        rows = deque(self.paragraphs(slug))
        while time.monotonic() < until:
            rows.append(self.save(slug, rows.popleft()))

    def paragraphs(self, slug: str) -> list[Mapping[str, Any]]:
        """The paragraphs of an article as they stand."""
        rows = self.ask("GET", f"/api/articles/{slug}")[1]["paragraphs"]
        return [row for row in rows if row["key"].startswith("p")]

    def save(self, slug: str, row: Mapping[str, Any]) -> Mapping[str, Any]:
        """Write a paragraph anew; gives it as it stands then."""
        word = f"zq{self.number}x{len(self.saved) + self.refused}"
        given = {"slug": slug, "key": row["key"], "text": f"The report says {word}.", "seen": row["seen"]}
        began = time.perf_counter()
        status, answer, _ = self.ask("POST", "/api/save", given)
        self.waits.append(time.perf_counter() - began)
        assert status in (200, 409), (status, answer)
        if status == 200:
            self.saved.append(word)
        else:
            self.refused += 1
        stands: Mapping[str, Any] = answer["paragraph"]
        return stands

    def ask(self, method: str, path: str, given: Mapping[str, Any] | None = None) -> tuple[int, Any, str]:
        """Status, JSON, and the cookie that is set."""
        headers = {"Cookie": self.cookie}
        if given is not None:
            headers |= {"Content-Type": "application/json", "X-Jisr-Token": self.token}
        self.line.request(method, path, json.dumps(given) if given else None, headers)
        answer = self.line.getresponse()
        return answer.status, json.loads(answer.read()), answer.headers.get("set-cookie", "")


def together(root: Path, seconds: float, work: Callable[[Client, float], None], first: int = 0) -> None:
    """Twenty people at once, of whom `first` has that number; fails where a word called saved is nowhere."""
    with open_desk(root) as (port, process):
        slugs = [f"a{n:05}" for n in range(10, 10 + PEOPLE + SHARED)]
        people = [Client(first + n, port, [slugs[n], *slugs[-SHARED:]]) for n in range(PEOPLE)]
        for one in people:
            one.come()
        until = time.monotonic() + seconds
        threads = [threading.Thread(target=work, args=(one, until)) for one in people]
        began, used = time.perf_counter(), processor_time(process)
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        took, used = time.perf_counter() - began, processor_time(process) - used
    saved = [word for one in people for word in one.saved]
    waits = sorted(wait for one in people for wait in one.waits)
    kept: set[str] = set()
    for path in (*root.rglob("private/*.jsonl"), *root.rglob("docs/en/articles/*.md")):
        kept |= set(WORD.findall(path.read_text("utf-8")))
    lost = set(saved) - kept
    assert not lost, f"lost: {lost}"
    refused = sum(one.refused for one in people)
    rates = f"{len(saved) / took:.1f} saves a second by the clock, {len(saved) / used:.1f} by the processor"
    print(f"{PEOPLE} people who {work.__name__.replace('_', ' ')}: {rates}, {refused} refused, none lost")
    middle, late = waits[len(waits) // 2], waits[-len(waits) // 20]
    print(f"a save took {middle * 1000:.0f} ms, one in twenty {late * 1000:.0f} ms or more")


def main() -> None:
    """Measure and print."""
    articles = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 20
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "publication"
        make_publication(root, articles)
        pipeline.sync_articles(root, clock.today())
        print(f"{articles} articles | processor, ms | clock, ms")
        for what, times in alone(root):
            print(f"{what} | {times.cpu:.0f} | {times.clock:.0f}", flush=True)
        together(root, seconds, Client.look_and_save)
        together(root, seconds, Client.only_save, PEOPLE)


if __name__ == "__main__":
    main()
