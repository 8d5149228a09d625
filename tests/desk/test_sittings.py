"""Random sittings: two people at the desk, others on the files beside them, runs between: no word is lost."""

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.desk.world import AT_DESK, play

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


@settings(max_examples=12, deadline=None, suppress_health_check=QUIET, derandomize=True)
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
