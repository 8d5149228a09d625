"""An office: several articles, two clones of one repository, tools that rewrite ledgers, nobody careful.

`Office.do("tool_frames", 3, 7)` is one act; the numbers choose the clone, the article and what of it, so that
any list of acts can be played and kept (`tests/cases/office`). Every sentence that a person writes holds a
token (`zq17`), which is *live* in a clone until a person takes it away; every private note holds one of its
own (`pv17`). After each run must hold: live tokens stand in the clone's files; what the ledger calls a
person's holds a token or was accepted by name; no finding shows a note; a second run changes nothing.
"""

from collections.abc import Sequence
from pathlib import Path

from tests.office.decisions import Decisions
from tests.office.ledgers import Ledgers

RUNS = ("sync", "sync", "draft")
PEOPLE = ("author", "rewrite", "improve", "translator", "approve", "take_over", "settle", "reviewed")
NOBODY = (
    *("remark", "invisible", "punctuate", "note_in_marker", "escape", "strip_flag", "line_ends"),
    "open_note",
)
HARM = ("reject", "drop", "truncate", "paste", "meanwhile", "kill", "forget", "double")
MORE_HARM = ("swap", "unfinished", "paste_much")
TOOLS = (
    *("tool_flags", "tool_comments", "tool_withdraws", "tool_frames", "tool_drops", "tool_fills"),
    "tool_rewrites",
)
GIT = ("commit", "pull")
GROUPS = (RUNS, PEOPLE, PEOPLE, NOBODY, HARM, HARM, MORE_HARM, TOOLS, TOOLS, GIT)


class Office(Decisions, Ledgers):
    """All that happens in an office."""


def play(root: Path, acts: Sequence[tuple[str, int, int]]) -> Office:
    """An office in which these acts happened, each clone's last of them a run."""
    office = Office(root)
    for act, a, b in acts:
        office.do(act, a, b)
    for clone in office.clones:
        office.sync(clone, "", 0)
    return office
