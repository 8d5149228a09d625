"""Nothing that a person wrote is lost and nothing that no one wrote is signed, in an office of two clones."""

import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from jisr.storage.yaml import parse_yaml
from tests.office import GROUPS, Office, play

CASES = sorted((Path(__file__).parents[1] / "cases" / "office").glob("*.yml"))
SEQUENCES = int(os.environ.get("JISR_SEQUENCES", "20000"))
QUIET = (HealthCheck.too_slow, HealthCheck.data_too_large)
FOLDER = tempfile.TemporaryDirectory()

acts = st.lists(
    st.one_of(*(st.tuples(st.sampled_from(g), st.integers(0, 11), st.integers(0, 99)) for g in GROUPS)),
    min_size=1,
    max_size=12,
)


def history(steps: list[tuple[str, int, int]]) -> None:
    with tempfile.TemporaryDirectory(dir=FOLDER.name) as folder:
        play(Path(folder) / "office", steps)


@pytest.mark.parametrize("path", CASES, ids=lambda p: p.stem)
def test_case(path: Path, tmp_path: Path) -> None:
    case = parse_yaml(path.read_text("utf-8"), path.name).data
    play(tmp_path / "office", [(act, a, b) for act, a, b in case["acts"]])


@settings(max_examples=8, deadline=None, suppress_health_check=QUIET, derandomize=True)
@given(acts)
def test_two_people_and_their_tools_lose_no_word(steps: list[tuple[str, int, int]]) -> None:
    history(steps)


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
    history(steps)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(int(os.environ.get("JISR_KILLS", "300"))))
def test_a_real_process_killed_at_any_moment_loses_no_word(seed: int, tmp_path: Path) -> None:
    dice = random.Random(seed)
    office = Office(tmp_path / "office")
    clone = office.clones[0]
    for act in dice.choices(("author", "rewrite", "improve", "translator", "remark", "sync"), k=6):
        getattr(office, act)(clone, dice.choice(("water", "2024/schools", "oil")), dice.randrange(100))
    for _ in range(2):
        arguments = [sys.executable, "-m", "tests.office", str(clone.root), str(dice.randrange(2, 9))]
        with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdin
            assert process.stdout
            assert process.stdout.readline() == "ready\n"
            process.stdin.write("go\n")
            process.stdin.flush()
            time.sleep(dice.random() * 0.08)
            process.kill()
        office.holds(clone)
        office.improve(clone, "water", dice.randrange(100))
    office.draft(clone, "water", 1)
