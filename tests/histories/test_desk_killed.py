"""`jisr desk` killed in mid-save, four people and an editor of files at work: what was saved is there."""

import http.client
import json
import os
import random
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from jisr.app import pipeline
from jisr.markup.page_format import parse_page
from jisr.translation import engines
from tests.project import TODAY, Echo, Project

KILLS = int(os.environ.get("JISR_KILLS", "300"))
TOKEN = re.compile(r"zq\d+")
SLUGS = ("water", "oil")
PEOPLE = ("Ann", "Ruba", "Omar", "Lena")


@contextmanager
def desk(root: Path) -> Iterator[tuple[int, subprocess.Popen[str]]]:
    """The desk in a process of its own, and its port; killed at the end."""
    command = [sys.executable, "-m", "jisr", "--project", str(root), "desk", "--no-open", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        found = re.search(r":(\d+)/", process.stdout.readline())
        assert found
        try:
            yield int(found[1]), process
        finally:
            process.kill()


class Browser:
    """Somebody at the desk, who keeps what is not saved yet and sends it again."""

    def __init__(self, name: str, seed: int) -> None:
        self.name = name
        self.dice = random.Random(f"{name} {seed}")
        self.saved: list[str] = []
        self.waiting: dict[str, Any] = {}
        self.count = 0

    def work(self, port: int) -> None:
        """Save one paragraph after the other, until nobody answers."""
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        with closing(self.line), suppress(OSError, http.client.HTTPException):
            self.headers = {"Cookie": f"jisr-name={self.name}"}
            answer = self.ask("GET", "/api/session")
            self.headers |= {"Content-Type": "application/json", "X-Jisr-Token": answer["token"]}
            self.headers["Cookie"] += f"; {self.cookie}"
            while True:
                self.save()

    def save(self) -> None:
        """What waits, else something new."""
        if not self.waiting:
            slug = self.dice.choice(SLUGS)
            row = self.dice.choice(self.ask("GET", f"/api/articles/{slug}")["paragraphs"])
            self.count += 1
            word = f"zq{self.count}{PEOPLE.index(self.name)}"
            self.waiting = {
                "slug": slug,
                "key": row["key"],
                "text": f"The treaty of {word}.",
                "seen": row["seen"],
            }
        answer = self.ask("POST", "/api/save", self.waiting)
        if self.status == 200:
            self.saved += TOKEN.findall(self.waiting["text"])
        elif self.status == 422:  # a page that a program saves again and again: it is sent anew
            assert {one["check"] for one in answer["findings"]} == {"changed"}, answer
        else:
            assert self.status in (409, 423), answer
        if self.status in (200, 409):  # a conflict: this person lets the other's words stand
            self.waiting = {}

    def ask(self, method: str, path: str, given: Mapping[str, Any] | None = None) -> Any:
        """The JSON of an answer."""
        self.line.request(method, path, json.dumps(given) if given else None, self.headers)
        answer = self.line.getresponse()
        self.status = answer.status
        self.cookie = answer.headers.get("set-cookie", "").partition(";")[0]
        return json.loads(answer.read())


def edit_files(project: Project, dice: random.Random, typed: list[str], until: threading.Event) -> None:
    """Somebody adds sentences to pages with a program that replaces files, as most do."""
    while not until.wait(0.02 + dice.random() / 10):
        page = project.translation(dice.choice(SLUGS))
        text = page.read_bytes()
        block = dice.choice(parse_page(text.decode()).blocks[1:])
        word = f"zq{len(typed)}9"
        body = block.raw.rstrip()
        new = page.with_suffix(".tmp")
        new.write_bytes(text.replace(body.encode(), f"{body} Added {word}.".encode(), 1))
        if page.read_bytes() == text:  # it asks before it writes over what another program wrote
            new.replace(page)
            typed.append(word)
        else:
            new.unlink()


def kill_in_mid_save(root: Path, seed: int, starts: int) -> None:
    """Start the desk, work at it, kill it, `starts` times; then all that was called saved is there."""
    dice = random.Random(seed)
    project = Project(root)
    for slug in SLUGS:
        project.seed(slug)
    pipeline.draft_articles(root, TODAY)
    people = [Browser(name, seed) for name in PEOPLE]
    typed: list[str] = []
    for n in range(starts):
        with desk(root) as (port, process):
            stop = threading.Event()
            wanted = saved(people) + dice.randint(int(n == 0), 4)
            threads = [threading.Thread(target=one.work, args=(port,)) for one in people]
            threads.append(threading.Thread(target=edit_files, args=(project, dice, typed, stop)))
            for thread in threads:
                thread.start()
            while saved(people) < wanted and any(thread.is_alive() for thread in threads[:-1]):
                time.sleep(0.01)
            time.sleep(dice.random() / 4)  # so that it is killed at any moment of the next save
            process.kill()
            stop.set()
            for thread in threads:
                thread.join()
        there(root, people, typed)
    result = pipeline.sync_articles(root, TODAY)
    assert not [found for found in result.findings if found.check == "interrupted"], result.findings
    there(root, people, typed)
    assert saved(people)


def saved(people: Sequence[Browser]) -> int:
    """How many saves were answered."""
    return sum(len(one.saved) for one in people)


def there(root: Path, people: Sequence[Browser], typed: Sequence[str]) -> None:
    """What was saved stands on a page, in a ledger or in the history, or waits beside its file."""
    kept: set[str] = set()
    for folder in ("docs", "translations", "private"):
        for path in (root / folder).rglob("*"):
            if path.is_file():
                kept |= set(TOKEN.findall(path.read_text("utf-8", "replace")))
    for one in people:
        lost = set(one.saved) - kept
        assert not lost, f"saved by {one.name}, and lost: {lost}"
    assert set(typed) <= kept


@pytest.fixture(autouse=True)
def engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "find_engine", lambda _settings: Echo())


def test_a_desk_that_is_killed_in_mid_save_loses_no_word(tmp_path: Path) -> None:
    kill_in_mid_save(tmp_path / "project", 0, 1)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(1, KILLS + 1))
def test_for_hours(seed: int, tmp_path: Path) -> None:
    kill_in_mid_save(tmp_path / "project", seed, 3)
