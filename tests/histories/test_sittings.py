"""Two people at the desk, editors of files, tools, runs and git in between: nothing saved is lost."""

import os
import random
import tempfile
from pathlib import Path

import pytest

from jisr.storage.yaml import parse_yaml
from tests.sittings import GROUPS, play

CASES = sorted((Path(__file__).parents[1] / "cases/sittings").glob("*.yml"))
SEQUENCES = int(os.environ.get("JISR_SEQUENCES", "20000"))
FOLDER = tempfile.TemporaryDirectory()


def sit(seed: int) -> None:
    """A history of its own; its number plays it again."""
    dice = random.Random(seed)
    groups = dice.choices(GROUPS, k=dice.randint(4, 14))
    acts = [(dice.choice(group), dice.randrange(12), dice.randrange(100)) for group in groups]
    with tempfile.TemporaryDirectory(dir=FOLDER.name) as folder:
        play(Path(folder) / "office", acts)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path: Path, tmp_path: Path) -> None:
    case = parse_yaml(path.read_text("utf-8"), path.name).data
    play(tmp_path / "office", [(act, a, b) for act, a, b in case["acts"]])


@pytest.mark.parametrize("seed", range(7))
def test_a_sitting_loses_no_word(seed: int) -> None:
    sit(seed)


@pytest.mark.soak
@pytest.mark.parametrize("block", range(100))
def test_for_hours(block: int) -> None:
    count = SEQUENCES // 100
    for seed in range(1000 + block * count, 1000 + (block + 1) * count):
        sit(seed)
