"""Two people at the desk, editors of files, tools, runs and git in between: nothing saved is lost."""

import os
import random
import tempfile
from pathlib import Path

import pytest

from tests.sittings import GROUPS, play

SEQUENCES = int(os.environ.get("JISR_SEQUENCES", "20000"))
FOLDER = tempfile.TemporaryDirectory()


def sit(seed: int) -> None:
    """A history of its own; its number plays it again."""
    dice = random.Random(seed)
    groups = dice.choices(GROUPS, k=dice.randint(4, 14))
    acts = [(dice.choice(group), dice.randrange(12), dice.randrange(100)) for group in groups]
    with tempfile.TemporaryDirectory(dir=FOLDER.name) as folder:
        play(Path(folder) / "office", acts)


@pytest.mark.parametrize("seed", range(7))
def test_a_sitting_loses_no_word(seed: int) -> None:
    sit(seed)


@pytest.mark.soak
@pytest.mark.parametrize("block", range(100))
def test_for_hours(block: int) -> None:
    count = SEQUENCES // 100
    for seed in range(1000 + block * count, 1000 + (block + 1) * count):
        sit(seed)
