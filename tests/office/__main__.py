"""`python -m tests.office ROOT VERSION`: `jisr draft`, to be killed at any moment."""

import sys
from pathlib import Path

import pytest

from jisr.app import pipeline
from jisr.translation import engines
from tests.office.clone import NumberedMachine
from tests.project import TODAY


def run_in_process(root: Path, version: int) -> None:
    """Draft once a line is read from standard input."""
    machine = NumberedMachine()
    machine.version = version
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engines, "find_engine", lambda _settings: machine)
        pipeline.draft_articles(root, TODAY, allow_shrink=True)


if __name__ == "__main__":
    run_in_process(Path(sys.argv[1]), int(sys.argv[2]))
