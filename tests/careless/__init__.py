"""A publication on disk and the careless people who work on it, each of their acts a method with two numbers.

`Everybody.do("typo", 3, 7)` is one act; the numbers choose what it is done to, so that any list of acts can
be played on any state, be drawn by hypothesis, and be kept as a file (`tests/cases/histories`). The world
keeps account of what must not be lost: every sentence that a person writes holds a token (`zq17`), which is
*live* until a person takes it away.
"""

import shutil
from collections.abc import Collection
from pathlib import Path

from tests.careless.author import Author
from tests.careless.careless_editor import CarelessEditor
from tests.careless.others import Others

AUTHOR = ("insert", "remove", "move", "cut", "join", "typo", "retitle", "repeat", "revert")
EDITOR = (
    *("rewrite", "improve", "polish", "enrich", "unmark", "drop", "empty", "reorder", "split"),
    "line_ends",
)
CARELESS = (
    *("lose_marker", "mistype", "wrong_key", "double", "swap_markers", "formatter", "word"),
    *("conflict_marks", "delete_page"),
)
OTHERS = (
    *(
        "tool",
        "upgrade",
        "take_over",
        "approve",
        "settle",
        "kill",
        "forget",
        "save",
        "merge",
        "sync",
        "draft",
    ),
    "undo",
)


class Everybody(Author, CarelessEditor, Others):
    """All who work on the publication."""


def play(root: Path, acts: Collection[tuple[str, int, int]]) -> Everybody:
    """A world in which these acts happened, the last of them a run."""
    shutil.rmtree(root, ignore_errors=True)
    world = Everybody(root)
    for act, a, b in acts:
        world.do(act, a, b)
    world.draft()
    return world
