"""Random sittings: two people at the desk, others on the files beside them, runs between: no word is lost."""

import os
import random
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from jisr.app import pipeline
from jisr.translation import engines
from tests.desk.sitting import Sitting
from tests.desk.world import AT_DESK, play
from tests.project import TODAY, Echo, Project

SEQUENCES = int(os.environ.get("JISR_SEQUENCES", "20000"))
QUIET = (HealthCheck.too_slow, HealthCheck.data_too_large)
AUTHOR = ("insert", "remove", "move", "typo", "retitle", "revert")
BESIDE = ("rewrite", "improve", "polish", "reorder", "line_ends", "tool", "upgrade", "settle")

acts = st.lists(
    st.one_of(
        *(
            st.tuples(st.sampled_from(people), st.integers(0, 99), st.integers(0, 99))
            for people in (AT_DESK, AT_DESK, AT_DESK, BESIDE, AUTHOR, ("draft", "sync", "kill"))
        )
    ),
    min_size=1,
    max_size=14,
)


def sit(steps: list[tuple[str, int, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        play(Path(folder) / "world", steps)


@settings(max_examples=6, deadline=None, suppress_health_check=QUIET, derandomize=True)
@given(acts)
def test_whatever_two_people_do_at_the_desk_no_word_is_lost(steps: list[tuple[str, int, int]]) -> None:
    sit(steps)


@pytest.mark.soak
@settings(
    max_examples=SEQUENCES,
    deadline=None,
    suppress_health_check=QUIET,
    phases=(Phase.explicit, Phase.generate, Phase.shrink),
    database=None,
)
@given(acts)
def test_for_hours(steps: list[tuple[str, int, int]]) -> None:
    sit(steps)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(int(os.environ.get("JISR_KILLS", "300"))))
def test_a_desk_killed_at_any_moment_keeps_what_it_said_was_saved(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And what it could not say is sent again, as a browser does, with what was seen before."""
    dice = random.Random(seed)
    monkeypatch.setattr(engines, "find_engine", lambda _settings: Echo())
    project = Project(tmp_path / "project")
    project.seed()
    pipeline.draft_articles(project.root, TODAY)
    saved: dict[str, str] = {}
    waiting: list[tuple[str, str, str]] = []
    for turn in range(2):
        with started(project.root) as (process, address), httpx2.Client(base_url=address) as client:
            sitting = Sitting(client)
            for key, text, seen in waiting:  # the browser kept these
                answer = sitting.post("save", key=key, text=text, seen=seen)
                assert answer.status_code == 200, answer.text
                saved[key] = text
            waiting.clear()
            if turn == 0:
                threading.Timer(dice.uniform(0.0, 0.6), process.kill).start()
            for n in range(40 if turn == 0 else 3):
                key, text = f"p{dice.randrange(1, 6)}", f"Words {seed} {turn} {n} of a person."
                seen = sitting.rows[key]["seen"]
                try:
                    answer = sitting.save(key, text)
                except httpx2.TransportError:
                    waiting.append((key, text, seen))
                    break
                assert answer.status_code == 200, answer.text
                saved[key] = text
    page, ledger = (path.read_text("utf-8") for path in (project.translation(), project.ledger()))
    assert all(text in page and text in ledger for text in saved.values())
    assert all(project.state(key) == ("edited", False) for key in saved)


@contextmanager
def started(root: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`jisr desk` in a process of its own, and its address."""
    command = [sys.executable, "-m", "jisr", "--project", str(root), "desk", "--port", "0", "--no-open"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        address = process.stdout.readline().split()[0]
        try:
            yield process, address
        finally:
            process.kill()
