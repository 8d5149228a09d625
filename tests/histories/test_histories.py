"""Nothing that a person wrote is ever lost, whatever careless people do, in any order, on real files and git.

The acts are those of `careless.World`; what must hold is checked after each run. Every failure that was
found on the way is kept in `cases/histories`.
"""

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from jisr.storage.yaml import parse_yaml
from tests.careless import AUTHOR, CARELESS, EDITOR, OTHERS, play

CASES = sorted((Path(__file__).parents[1] / "cases" / "histories").glob("*.yml"))
SEQUENCES = int(os.environ.get("JISR_SEQUENCES", "50000"))

acts = st.lists(
    st.one_of(
        *(st.tuples(st.sampled_from(people), st.integers(0, 99), st.integers(0, 99))
          for people in (AUTHOR, EDITOR, EDITOR, CARELESS, OTHERS, ("draft", "sync")))
    ),
    min_size=1,
    max_size=14,
)  # fmt: skip


@pytest.mark.parametrize("path", CASES, ids=lambda p: p.stem)
def test_case(path: Path, tmp_path: Path) -> None:
    case = parse_yaml(path.read_text("utf-8"), path.name).data
    play(tmp_path / "world", [(act, a, b) for act, a, b in case["acts"]])


def history(steps: list[tuple[str, int, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        play(Path(folder) / "world", steps)


QUIET = (HealthCheck.too_slow, HealthCheck.data_too_large)


# The same histories each time: a change is judged by its own faults; `make soak` goes looking for new ones.
@settings(max_examples=30, deadline=None, suppress_health_check=QUIET, derandomize=True)
@given(acts)
def test_whatever_people_do_no_words_are_lost(steps: list[tuple[str, int, int]]) -> None:
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
def test_whatever_people_do_for_hours(steps: list[tuple[str, int, int]]) -> None:
    history(steps)
