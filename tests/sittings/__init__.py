"""Two people at the desk of a careless office: editors of files, tools, runs and git in between.

`Sittings.do("save", 3, 7)` is one act; the numbers choose who, the article and what of it, so that any list
of acts can be played. Beside what holds in any office must hold here: what somebody was told is saved stands
on the page, in the ledger or in the history, whatever happens after that; what is refused changes no file; a
paragraph that is another than was shown is never written over; a save leaves what an editor of the page and
`jisr sync` would have left, to the byte.
"""

from collections.abc import Sequence
from pathlib import Path

from tests.office import GROUPS as OFFICE
from tests.office import Office
from tests.sittings.people import People

WRITING = ("save", "save", "save", "again", "old_save")
DECIDING = ("sign", "withdraw", "discard", "settle_at_desk", "silence", "take_back")
GROUPS = (WRITING, WRITING, WRITING, DECIDING, DECIDING, ("look",), *OFFICE)


class Sittings(People, Office):
    """All that happens at a desk and around it."""


def play(root: Path, acts: Sequence[tuple[str, int, int]]) -> None:
    """A desk at which these acts happened, the last of them a run, and a look at each article."""
    with Sittings(root).at_work() as office:
        for act, a, b in acts:
            office.do(act, a, b)
        office.close()
