"""No sentence is asked twice: not in another article, another run, after a failure, or after a kill."""

import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from jisr.app import drafting
from jisr.cli import main
from jisr.translation.engines.servers.libretranslate import PROBE, TEXTS
from tests import libretranslate
from tests.libretranslate import Handler, LibreTranslate
from tests.project import Project, edit
from tests.witness import remove

COMMON = "انخفض منسوب النهر هذا العام."  # the river's level fell this year
SENTENCES = [f"وصلت {n} شاحنة إلى المدينة أمس." for n in range(200, 300)]  # n lorries reached the city


@dataclass(frozen=True)
class Drafting:
    """A project that drafts by a server on this machine."""

    project: Project
    server: LibreTranslate

    @property
    def requests(self) -> list[list[str]]:
        """The texts of each request but for the trial that names the model."""
        asked = [body["q"] for path, body in self.server.asked if path == "/translate"]
        return [texts for texts in asked if texts != list(PROBE)]

    @property
    def asked(self) -> list[str]:
        return sorted(text for request in self.requests for text in request)

    def draft(self, *arguments: str) -> list[str]:
        """The texts that this run asked for."""
        before = len(self.requests)
        assert main.main(["--project", str(self.project.root), "draft", *arguments]) == 0
        return sorted(text for request in self.requests[before:] for text in request)


@pytest.fixture
def drafting_project(tmp_path: Path) -> Iterator[Drafting]:
    with libretranslate.served() as server:
        project = Project(tmp_path / "project")
        chosen = f"engine: libretranslate\n    libretranslate: {{url: '{server.address}'}}"
        edit(project.root / "mkdocs.yml", "jisr: {}", f"jisr:\n    {chosen}")
        yield Drafting(project, server)


def test_a_sentence_of_every_article_is_asked_once(
    drafting_project: Drafting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafting, "BATCH_BLOCKS", 1)
    for n in range(4):
        drafting_project.project.seed(f"a{n}", [COMMON, SENTENCES[n]], title="عن النهر")
    asked = drafting_project.draft()
    assert asked == sorted({COMMON, "عن النهر", *SENTENCES[:4]})
    assert drafting_project.draft() == []
    for n in range(4):
        assert drafting_project.project.state("p1", f"a{n}") == ("draft", False)


def test_of_a_paragraph_only_the_changed_sentence_is_asked(drafting_project: Drafting) -> None:
    three = f"{COMMON} {SENTENCES[0]} {SENTENCES[1]}"
    drafting_project.project.seed("a", [three])
    drafting_project.draft()
    drafting_project.project.seed("a", [three.replace("201", "777")])
    assert drafting_project.draft() == [SENTENCES[1].replace("201", "777")]
    assert drafting_project.project.state("p1", "a") == ("draft", False)


def test_what_failed_is_asked_again_when_somebody_says_so(drafting_project: Drafting) -> None:
    server, project = drafting_project.server, drafting_project.project

    def fail(text: str) -> str:
        if text == SENTENCES[0]:
            raise ValueError("tensor")
        return libretranslate.translate(text)

    server.translate = fail
    project.seed("a", [f"{COMMON} {SENTENCES[0]}", SENTENCES[1]])
    assert COMMON in drafting_project.draft()
    (entry,) = [e for e in project.read_result("a").ledger.entries if e.key == "p1"]
    assert entry.reason == "engine: server error"
    server.translate = libretranslate.translate
    assert drafting_project.draft() == []
    assert drafting_project.draft("a") == []
    assert drafting_project.draft("--retry") == [SENTENCES[0]]
    assert project.state("p1", "a") == ("draft", False)


def test_a_key_that_is_named_is_asked_again(drafting_project: Drafting) -> None:
    project = drafting_project.project
    project.seed("a", [SENTENCES[0], SENTENCES[1]])
    drafting_project.server.translate = lambda text: "" if text == SENTENCES[0] else "A good translation."
    drafting_project.draft()
    drafting_project.server.translate = libretranslate.translate
    assert drafting_project.draft("a", "p1") == [SENTENCES[0]]


def count_kept(root: Path) -> int:
    """How many answers are on the disk."""
    with suppress(sqlite3.Error), closing(sqlite3.connect(root / ".jisr/drafts.sqlite3")) as kept:
        return int(kept.execute("SELECT count(*) FROM answers").fetchone()[0])
    return 0


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_a_run_that_is_stopped_loses_no_more_than_the_engine_has_in_hand(
    drafting_project: Drafting, number: signal.Signals
) -> None:
    drafting_project.project.seed("a", SENTENCES)
    answered: list[list[str]] = []

    stopped = threading.Event()

    def hang(handler: Handler) -> None:
        stopped.wait(30)
        handler.say(503, {"error": "stopped"}, again="9999")

    def answer(handler: Handler) -> None:
        body = handler.state.asked[-1][1]
        answered.append(body["q"])
        handler.say(*handler.state.answer("/translate", body))

    drafting_project.server.script = [None, *[answer] * 3, hang, hang]
    root = str(drafting_project.project.root)
    process = subprocess.Popen(
        [sys.executable, "-m", "jisr", "--project", root, "draft"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    until = time.monotonic() + 30
    while count_kept(drafting_project.project.root) < 3 * TEXTS and time.monotonic() < until:
        time.sleep(0.02)
    process.send_signal(number)
    with suppress(subprocess.TimeoutExpired):  # the signal is to come before the server's answer
        process.wait(10)
    stopped.set()
    _, said = process.communicate(timeout=30)
    assert process.returncode == (130 if number is signal.SIGINT else -number), said.decode()
    drafting_project.server.script = []
    before = {text for request in answered for text in request}
    again = drafting_project.draft()
    assert set(SENTENCES) - before <= set(again)
    assert before.isdisjoint(again)
    assert drafting_project.project.state("p100", "a") == ("draft", False)


def test_what_is_removed_for_safety_is_no_longer_known(drafting_project: Drafting) -> None:
    project = drafting_project.project
    project.seed("a", [f"قالت زينب الحلاق ذلك. {COMMON}", SENTENCES[0]])
    drafting_project.server.translate = lambda text: (
        f"Zaynab, number {len(text)}." if "زينب" in text else "Others."
    )
    drafting_project.draft()
    kept = project.root / ".jisr/drafts.sqlite3"
    assert "زينب".encode() in b"".join(f.read_bytes() for f in kept.parent.glob("drafts.sqlite3*"))
    remove(project, "زينب الحلاق")
    left = b"".join(f.read_bytes() for f in kept.parent.glob("drafts.sqlite3*"))
    assert COMMON.encode() in left, "the rest is kept"
    for word in ("زينب", "Zaynab"):
        assert word.encode() not in left
