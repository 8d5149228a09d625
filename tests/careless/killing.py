"""A program that is killed at one of its calls that write."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from jisr.storage import disk


class Killed(BaseException):
    """As SIGKILL: no handler of the program runs to its end."""


@contextmanager
def killing(step: int) -> Iterator[list[str]]:
    """Kill the program at its `step`-th call that writes; the value lists the calls that were made."""
    calls: list[str] = []
    with pytest.MonkeyPatch.context() as patch:

        def watch(owner: Any, name: str) -> None:
            real = getattr(owner, name)

            def call(*args: Any, **kwargs: Any) -> Any:
                if name != "open" or "w" in f"{args[1:2]}{kwargs.get('mode', '')}":
                    calls.append(name)
                    if len(calls) == step:
                        raise Killed
                return None if name == "fsync" else real(*args, **kwargs)

            patch.setattr(owner, name, call)

        owners: list[tuple[Any, str]] = [
            (os, "fsync"),
            (os, "link"),
            (disk, "_exchange"),
            *((Path, n) for n in ("replace", "unlink", "open", "mkdir")),
        ]
        for owner, name in owners:
            watch(owner, name)
        yield calls
